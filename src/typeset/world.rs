//! The world that Typst sees: files in memory, the project's fonts, one date.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use similar::{Algorithm, DiffOp, capture_diff_slices};
use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::Duration;
use typst::syntax::{FileId, RootedPath, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use super::{Bytes, Datetime, Fonts, VirtualPath};

/// Every file that one document can see.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The file that compilation starts from.
    pub main: VirtualPath,
    /// Content by absolute virtual path, such as `/chapters/urgentie.typ`.
    pub files: BTreeMap<String, Bytes>,
}

/// The surroundings of one document.
///
/// May be kept between compilations: what did not change is then not parsed,
/// evaluated or laid out again.
#[derive(Clone, Debug)]
pub struct World {
    library: LazyHash<Library>,
    fonts: Arc<Fonts>,
    date: Datetime,
    main: FileId,
    /// By absolute virtual path.
    files: BTreeMap<String, File>,
}

/// A file and, once Typst has asked for it as a source, its syntax tree.
#[derive(Clone, Debug)]
struct File {
    content: Bytes,
    source: OnceLock<FileResult<Source>>,
}

impl World {
    /// A world with these files; `date` is what Typst takes for today.
    pub fn new(sources: Sources, fonts: Arc<Fonts>, date: Datetime) -> Self {
        let features = [Feature::A11yExtras].into_iter().collect();
        let mut world = Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            fonts,
            date,
            main: file_id(sources.main.clone()),
            files: BTreeMap::new(),
        };
        world.update(sources);
        world
    }

    /// Replaces fonts and date.
    pub fn equip(&mut self, fonts: Arc<Fonts>, date: Datetime) {
        self.fonts = fonts;
        self.date = date;
    }

    /// Replaces the files. A syntax tree whose file changed is edited in place,
    /// which keeps what Typst remembers of the unchanged parts.
    pub fn update(&mut self, sources: Sources) {
        self.main = file_id(sources.main);
        let mut old = std::mem::take(&mut self.files);
        self.files = sources
            .files
            .into_iter()
            .map(|(path, content)| {
                let file = match old.remove(&path) {
                    Some(file) => file.replaced(content),
                    None => File { content, source: OnceLock::new() },
                };
                (path, file)
            })
            .collect();
    }

    /// The syntax trees of the sources that were asked for so far, by path.
    pub(super) fn parsed_sources(&self) -> impl Iterator<Item = &Source> {
        self.files.values().filter_map(|file| file.source.get()?.as_ref().ok())
    }

    /// The file with this id, if it belongs to the project.
    fn find(&self, id: FileId) -> FileResult<&File> {
        let path = id.vpath().get_with_slash();
        match id.root() {
            VirtualRoot::Project => {
                self.files.get(path).ok_or_else(|| FileError::NotFound(path.into()))
            }
            VirtualRoot::Package(_) => Err(FileError::Package(PackageError::Other(Some(
                "packages are not available: put the file in the folder of templates".into(),
            )))),
        }
    }
}

impl File {
    /// The same file with new content, reusing the syntax tree if there is one.
    fn replaced(self, content: Bytes) -> Self {
        if self.content == content {
            return self;
        }
        let source = OnceLock::new();
        if let (Some(Ok(mut tree)), Ok(text)) = (self.source.into_inner(), content.as_str()) {
            edit(&mut tree, without_mark(text));
            source.get_or_init(|| Ok(tree));
        }
        Self { content, source }
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let file = self.find(id)?;
        file.source
            .get_or_init(|| {
                let text = file.content.as_str().map_err(|_| FileError::InvalidUtf8)?;
                Ok(Source::new(id, without_mark(text).into()))
            })
            .clone()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Ok(self.find(id)?.content.clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Some(self.date)
    }
}

/// Typst's name for a file of the project.
fn file_id(path: VirtualPath) -> FileId {
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The most pieces that are replaced one by one.
const MOST_PIECES: usize = 200;

/// Gives a source another text, line by line: what stands between two changes keeps
/// its place in the tree, and what Typst remembers of it still fits.
fn edit(source: &mut Source, text: &str) {
    let old: Vec<&str> = source.text().split_inclusive('\n').collect();
    let new: Vec<&str> = text.split_inclusive('\n').collect();
    let pieces: Vec<DiffOp> = capture_diff_slices(Algorithm::Myers, &old, &new)
        .into_iter()
        .filter(|piece| !matches!(piece, DiffOp::Equal { .. }))
        .collect();
    if pieces.len() > MOST_PIECES {
        source.replace(text);
        return;
    }
    let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let pieces: Vec<(Range<usize>, String)> = pieces
        .into_iter()
        .map(|piece| {
            let start = bytes(&old[..piece.old_range().start]);
            let end = start + bytes(&old[piece.old_range()]);
            (start..end, new[piece.new_range()].concat())
        })
        .collect();
    // From the end on, so that the places of the others still hold.
    for (range, text) in pieces.into_iter().rev() {
        source.edit(range, &text);
    }
}

/// The text without the byte order mark that some editors put first.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_changes_keeps_its_place_in_the_tree() {
        let old = "= One\n\nFirst #f(1).\n\nThe middle.\n\n#g[last]\n";
        let new = "= One\n\nFirst #f(2), and more.\n\nThe middle.\n\n#g[changed]\n\nNew.\n";
        let middle = |source: &Source| {
            let nodes = source.root().children();
            nodes.filter(|node| node.full_text() == "The middle.").map(|node| node.span()).next()
        };
        let mut source = Source::detached(old);
        let before = middle(&source);
        edit(&mut source, new);
        assert_eq!(source.text(), new);
        assert!(before.is_some());
        assert_eq!(middle(&source), before);
        edit(&mut source, "");
        assert_eq!(source.text(), "");
        edit(&mut source, old);
        assert_eq!(source.text(), old);
    }
}
