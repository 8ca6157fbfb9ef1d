//! Files that are attached to a document.

use std::collections::{BTreeMap, BTreeSet};

use typst::foundations::{Bytes, Content, NativeElement};
use typst::introspection::{Introspector, Tag};
use typst::layout::{Frame, FrameItem};
use typst::pdf::AttachElem;
use typst_layout::PagedDocument;

/// The virtual paths of all files that are attached to the document.
pub fn attached(document: &PagedDocument) -> BTreeSet<String> {
    let found = document.introspector().query(&AttachElem::ELEM.select());
    found.iter().filter_map(path).collect()
}

/// The same pages with other content in the files that are attached to them, by
/// virtual path; files that are not attached are left out.
///
/// What is attached takes no room, so that a file that tells of the pages need not
/// be known before they are set.
pub fn with_attached(document: &PagedDocument, files: &BTreeMap<String, Bytes>) -> PagedDocument {
    let mut pages = document.pages().to_vec();
    for page in &mut pages {
        if holds(&page.frame, files) {
            fill(&mut page.frame, files);
        }
    }
    PagedDocument::new(pages.into(), typst::model::Document::info(document).clone())
}

fn path(element: &Content) -> Option<String> {
    let attachment = element.to_packed::<AttachElem>()?;
    Some(format!("/{}", attachment.path.derived))
}

/// Whether one of the files is attached within a frame.
fn holds(frame: &Frame, files: &BTreeMap<String, Bytes>) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => holds(&group.frame, files),
        FrameItem::Tag(Tag::Start(element, _)) => {
            path(element).is_some_and(|path| files.contains_key(&path))
        }
        _ => false,
    })
}

fn fill(frame: &mut Frame, files: &BTreeMap<String, Bytes>) {
    // Of the ways to change items in place this is the one that there is.
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) if holds(&group.frame, files) => fill(&mut group.frame, files),
            FrameItem::Tag(Tag::Start(element, _)) => {
                let content = path(element).and_then(|path| files.get(&path));
                if let Some(content) = content
                    && let Some(attachment) = element.to_packed_mut::<AttachElem>()
                {
                    attachment.data = content.clone();
                }
            }
            _ => {}
        }
        true
    });
}
