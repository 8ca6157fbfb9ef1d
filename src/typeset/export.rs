//! From pages to a PDF.

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Datetime;
use super::fault::{Fault, faults};
use super::world::World;

/// What is written into the PDF besides the pages.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct PdfPlan {
    /// A name of the document that stays the same from edition to edition; the
    /// document identifier of the PDF is made from it.
    pub identifier: String,
    /// Moment of creation, in UTC. No clock is read.
    pub timestamp: Datetime,
}

/// The PDF of a document: PDF/A-3a and PDF/UA-1 together, the same bytes each time.
///
/// `world` is the one that the document was compiled from. Fails with everything
/// that goes against one of the standards: a glyph that no font has, an image
/// without a description, a document without a title.
pub fn pdf(world: &World, document: &PagedDocument, plan: &PdfPlan) -> Result<Vec<u8>, Vec<Fault>> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .expect("PDF/A-3a and PDF/UA-1 both allow PDF 1.7");
    let options = PdfOptions {
        ident: Smart::Custom(plan.identifier.clone()),
        creator: Smart::Custom(Some(concat!("drukpers ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: Some(Timestamp::new_utc(plan.timestamp)),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(document, &options).map_err(|messages| faults(world, messages))
}
