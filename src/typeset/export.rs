//! From pages to files.

use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst::visualize::{Image, ImageKind, SvgImage};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_svg::SvgOptions;

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

/// One page as SVG; `index` counts from 0. `None` beyond the last page.
pub fn page_svg(document: &PagedDocument, index: usize) -> Option<String> {
    let mut page = document.pages().get(index)?.clone();
    page.frame = outlined(&page.frame);
    Some(plain_glyphs(&typst_svg::svg(&page, &SvgOptions::default())))
}

/// The same picture with glyphs that browsers show sooner: a symbol has a view of its
/// own in each place where it is used, a path has not.
fn plain_glyphs(svg: &str) -> String {
    const SYMBOL: &str = "<symbol id=\"";
    let mut parts = svg.split(SYMBOL);
    let mut plain = String::with_capacity(svg.len());
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let glyph = part.split_once("\" overflow=\"visible\"><path ").and_then(|(id, rest)| {
            let (path, rest) = rest.split_once("/></symbol>")?;
            (!id.contains('"') && !path.contains('<')).then_some((id, path, rest))
        });
        match glyph {
            Some((id, path, rest)) => {
                for text in ["<path id=\"", id, "\" ", path, "/>", rest] {
                    plain.push_str(text);
                }
            }
            None => {
                plain.push_str(SYMBOL);
                plain.push_str(part);
            }
        }
    }
    // What is the rule anyway.
    plain.replace(" fill-rule=\"nonzero\"", "")
}

/// The frame with the texts of its pictures as outlines: whoever shows the page
/// may not have the fonts.
fn outlined(frame: &Frame) -> Frame {
    let mut copy = Frame::new(frame.size(), frame.kind());
    for (position, item) in frame.items() {
        let item = match item {
            FrameItem::Group(group) => {
                let mut group = group.clone();
                group.frame = outlined(&group.frame);
                FrameItem::Group(group)
            }
            FrameItem::Image(image, size, span) => {
                let outlines = outlines(image).unwrap_or_else(|| image.clone());
                FrameItem::Image(outlines, *size, *span)
            }
            // Tags and links show nothing.
            FrameItem::Tag(_) | FrameItem::Link(..) => continue,
            item => item.clone(),
        };
        copy.push(*position, item);
    }
    copy
}

#[comemo::memoize]
fn outlines(image: &Image) -> Option<Image> {
    let ImageKind::Svg(svg) = image.kind() else { return None };
    // A hundredth of a point is less than what a screen shows at any size.
    let options = usvg::WriteOptions {
        coordinates_precision: 2,
        indent: usvg::Indent::None,
        ..usvg::WriteOptions::default()
    };
    let text = svg.tree().to_string(&options);
    let svg = SvgImage::new(Bytes::from_string(text)).ok()?;
    Some(Image::new(svg, None, image.scaling()))
}

#[cfg(test)]
mod tests {
    use super::plain_glyphs;

    #[test]
    fn glyphs_are_paths() {
        let svg = "<svg><use xlink:href=\"#g1\" fill-rule=\"nonzero\"/><defs>\
                   <symbol id=\"g1\" overflow=\"visible\"><path d=\"M 0 0\"/></symbol>\
                   <symbol id=\"g2\" overflow=\"visible\"><image/></symbol></defs></svg>";
        let plain = "<svg><use xlink:href=\"#g1\"/><defs><path id=\"g1\" d=\"M 0 0\"/>\
                     <symbol id=\"g2\" overflow=\"visible\"><image/></symbol></defs></svg>";
        assert_eq!(plain_glyphs(svg), plain);
    }
}
