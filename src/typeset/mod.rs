//! Typesetting with Typst: sources and fonts in, pages and a PDF out.
//!
//! Nothing here reads a disk, a clock or a network. The caller hands over
//! [`Sources`] (every file that a document can see) and [`Fonts`] (the only
//! fonts there are); a [`World`] holds both, and may be kept between
//! compilations so that a preview only redoes what changed.
//!
//! 1. [`World::new`], later [`World::update`]: the files of one document.
//! 2. [`compile`]: pages, or [`Fault`]s at byte ranges of the virtual files.
//! 3. [`positions`], [`outline`], [`labels`]: what stands where.
//! 4. [`pdf`]: PDF/A-3a and PDF/UA-1 together; [`SvgPage`]: one page for a preview.
//!
//! [`drukpers_library`] writes `/drukpers.typ`, through which templates and the
//! theme get the values of the manifest.

mod attachment;
mod compile;
mod export;
mod fault;
#[cfg(test)]
mod fixture;
mod fonts;
mod library;
mod look;
mod piece;
mod position;
mod prose;
mod svg;
#[cfg(test)]
pub(crate) mod tests;
mod world;

pub use typst::foundations::{Bytes, Datetime};
pub use typst::layout::{Abs, Point};
pub use typst::syntax::VirtualPath;
pub use typst_layout::{Page, PagedDocument};

pub use attachment::{attached, with_attached};
pub use compile::{Compilation, compile, compile_after};
pub use export::{PdfPlan, pdf};
pub use fault::{Fault, Spot, TraceStep};
pub use fonts::{Face, Fonts, faces};
pub use library::{ACCOUNT, Attachment, DRAFT_PAGE, LibraryValue, UNTRUE_CLAIM, drukpers_library};
pub use look::{Area, Hit, Line, Mark, lines, look, marks, page_look, text_at};
pub use piece::{string_literals, without_piece};
pub use position::{
    FactPosition, LabelPosition, OutlineEntry, PageNumber, PicturePosition, labels, outline,
    page_numbers, pictures, positions,
};
pub use prose::{OTHER_COMMENT, prose};
pub use svg::{SvgElement, SvgPage};
pub use world::{Sources, World};
