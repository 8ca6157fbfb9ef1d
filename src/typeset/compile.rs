//! From sources to pages.

use std::collections::BTreeSet;

use typst::diag::{FileResult, Warned};
use typst::foundations::Duration;
use typst::syntax::{FileId, Source, SyntaxNode, ast};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World as _};
use typst_layout::PagedDocument;

use super::fault::{Fault, faults};
use super::world::World;
use super::{Bytes, Datetime, VirtualPath};

/// What came of a compilation.
#[derive(Debug)]
pub struct Compilation {
    /// The pages, or what stops them. Typst stops at the first fault of a file
    /// that it evaluates; [`further_faults`] looks for the others.
    pub document: Result<PagedDocument, Vec<Fault>>,
    /// Messages that stop nothing.
    pub warnings: Vec<Fault>,
}

/// Sets the document of this world.
pub fn compile(world: &World) -> Compilation {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    Compilation {
        document: output.map_err(|messages| faults(world, messages)),
        warnings: faults(world, warnings),
    }
}

/// The faults of the other files, after a compilation that ended with `known`.
///
/// Compiles again without the files that are faulty so far, until nothing new
/// comes up: as long as no fault lies outside the files that the main file
/// includes. References to what stood in a file that is left out are not faults.
pub fn further_faults(world: &World, known: &[Fault]) -> Vec<Fault> {
    let included = included_files(world);
    let mut known = known.to_vec();
    let mut without = Without { world, files: BTreeSet::new() };
    let mut found = vec![];
    loop {
        let mut faulty = known.iter().map(|fault| {
            fault.spots().map(|spot| &spot.file).find(|&file| included.contains(file)).cloned()
        });
        // A fault in the main file or the theme would only come up again.
        let Some(faulty) = faulty.by_ref().collect::<Option<BTreeSet<String>>>() else { break };
        let before = without.files.len();
        without.files.extend(faulty);
        if without.files.len() == before {
            break;
        }
        match typst::compile::<PagedDocument>(&without).output {
            Ok(_) => break,
            Err(messages) => known = faults(world, messages),
        }
        known.retain(|fault| !fault.message.ends_with("does not exist in the document"));
        found.extend(known.iter().cloned());
    }
    found
}

/// Absolute paths of the files that the main file includes by name.
fn included_files(world: &World) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    if let Ok(main) = world.source(world.main()) {
        collect_includes(main.root(), main.id().vpath(), &mut paths);
    }
    paths
}

fn collect_includes(node: &SyntaxNode, main: &VirtualPath, paths: &mut BTreeSet<String>) {
    if let Some(include) = node.cast::<ast::ModuleInclude>()
        && let ast::Expr::Str(path) = include.source()
        && let Some(folder) = main.parent()
        && let Ok(path) = folder.join(&path.get())
    {
        paths.insert(path.get_with_slash().to_owned());
    }
    for child in node.children() {
        collect_includes(child, main, paths);
    }
}

/// A world in which some sources are empty.
struct Without<'a> {
    world: &'a World,
    files: BTreeSet<String>,
}

impl typst::World for Without<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.world.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.book()
    }

    fn main(&self) -> FileId {
        self.world.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if self.files.contains(id.vpath().get_with_slash()) {
            return Ok(Source::new(id, String::new()));
        }
        self.world.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.world.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.world.today(offset)
    }
}
