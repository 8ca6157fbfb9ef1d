//! From sources to pages.

use typst::diag::Warned;
use typst_layout::PagedDocument;

use super::fault::{Fault, faults};
use super::world::World;

/// What came of a compilation.
#[derive(Debug)]
pub struct Compilation {
    /// The pages, or what stops them: no more than the first fault of a file that
    /// is evaluated.
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
