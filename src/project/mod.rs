//! The project folder, read into memory: nothing after this stage opens a file.

mod load;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, TextFile, nearest};
use crate::manifest::{self, Manifest};

pub use load::{DEEPEST, is_passing, load, open, read_file};

/// Everything that an edition is printed from.
#[derive(Clone, Debug)]
pub struct Project {
    /// The manifest.
    pub manifest: Manifest,
    /// The manifest as text, for messages.
    pub manifest_file: Arc<TextFile>,
    /// Content of all files by their path in the project, with `/`: the manifest,
    /// and what lies in the folders of templates, inputs and fonts.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// What is wrong with the manifest. As long as there is any, nothing is printed,
    /// and what a faulty table says is not relied on to look for more.
    pub faults: Vec<Diagnostic>,
}

impl Project {
    /// Whether one of these tables of the manifest has a fault.
    pub fn doubts(&self, tables: &[&str]) -> bool {
        self.faults.iter().any(|fault| {
            let table = manifest::table_of(fault);
            tables.iter().any(|name| {
                table
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    }

    /// The content of a file. The fault stands at `place`, where the file is named.
    pub fn bytes(&self, path: &str, place: &Place) -> Result<Arc<[u8]>, Diagnostic> {
        self.files.get(path).cloned().ok_or_else(|| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let siblings = self.files.keys().filter_map(|sibling| {
                sibling
                    .strip_prefix(folder)
                    .filter(|_| sibling.rsplit_once('/').map_or("", |it| it.0) == folder)
            });
            // The folder is no part of the likeness.
            let name = &path[folder.len()..];
            let near =
                nearest(name, siblings).map(|near| format!("did you mean `{folder}{near}`?"));
            Diagnostic::error("missing-file", format!("there is no file `{path}`"))
                .at(place.clone())
                .hints(near)
                .hint("paths are relative to the folder of `publication.toml`")
        })
    }

    /// The content of a text file. The fault stands at `place`, where the file is named.
    pub fn text(&self, path: &str, place: &Place) -> Result<Arc<TextFile>, Diagnostic> {
        let bytes = self.bytes(path, place)?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|error| not_utf8(path, &bytes, error.valid_up_to()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Ok(Arc::new(TextFile { path: path.to_string(), text: text.replace("\r\n", "\n") }))
    }

    /// The paths in a folder (and the folders in it) that end in `ending`, in order.
    pub fn paths<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |path| {
            path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
                && path.ends_with(ending)
        })
    }

    /// The place of a value in the manifest.
    pub fn place<T>(&self, value: &serde_spanned::Spanned<T>) -> Place {
        Place::Text { file: self.manifest_file.clone(), range: value.span() }
    }
}

/// The fault for text in another encoding, at the first character that is not UTF-8. Of
/// UTF-16, which has a mark of its own before the text, no line could be read.
fn not_utf8(path: &str, bytes: &[u8], at: usize) -> Diagnostic {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Diagnostic::error("not-utf8", format!("`{path}` is UTF-16, not UTF-8"))
            .at(Place::File(path.to_string()))
            .hint("save the file as UTF-8; editors may call what it is now `Unicode`");
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    let file = Arc::new(TextFile { path: path.to_string(), text });
    let range = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::error("not-utf8", format!("`{path}` is not UTF-8"))
        .at(Place::Text { file, range })
        .hint("save the file as UTF-8")
}
