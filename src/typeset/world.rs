//! The world that Typst sees: files in memory, the project's fonts, one date.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

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
            tree.replace(without_mark(text));
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

/// The text without the byte order mark that some editors put first.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
