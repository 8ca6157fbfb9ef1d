//! What stands where on the pages of a PDF.

use hayro::hayro_interpret::font::Glyph as Drawn;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::attachments::open;
use crate::diagnostics::{Diagnostic, Place, contain};

/// The text of a page in the order in which it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageText {
    /// Width of the page in points.
    pub width: f64,
    /// Height of the page in points.
    pub height: f64,
    /// All glyphs that show.
    pub glyphs: Vec<Glyph>,
}

/// A glyph on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// The characters that it stands for: several for a ligature.
    pub text: String,
    /// Left end of its baseline, in points from the left edge of the page.
    pub x: f64,
    /// Its baseline, in points from the top edge of the page.
    pub y: f64,
    /// Where the next glyph begins when nothing is put in between.
    pub end: f64,
    /// Size of the type in points.
    pub size: f64,
}

/// Reads the text of all pages of a PDF.
///
/// It is read from the page descriptions, with the fonts that the PDF holds: from
/// what is drawn, not from what the PDF says about itself. Text that does not show
/// is left out.
pub fn page_texts(name: &str, bytes: &[u8]) -> Result<Vec<PageText>, Diagnostic> {
    let pdf = open(name, bytes)?;
    let read = contain(|| {
        let cache = InterpreterCache::new();
        pdf.pages().iter().map(|page| page_text(page, &cache)).collect()
    });
    read.ok_or_else(|| {
        Diagnostic::error("unreadable-pdf", "a page of this PDF cannot be read")
            .at(Place::File(name.into()))
            .hint("give the PDF as it was printed")
    })
}

fn page_text<'a>(page: &'a Page<'a>, cache: &InterpreterCache<'a>) -> PageText {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width, height),
        cache,
        page.xref(),
        InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() },
    );
    let mut reader = Reader { glyphs: vec![] };
    interpret_page(page, &mut context, &mut reader);
    PageText { width, height, glyphs: reader.glyphs }
}

/// Notes glyphs and draws nothing.
struct Reader {
    glyphs: Vec<Glyph>,
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        draw_mode: &GlyphDrawMode,
    ) {
        if matches!(draw_mode, GlyphDrawMode::Invisible) {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            // Whatever it shows, it is not what is looked for.
            None => char::REPLACEMENT_CHARACTER.to_string(),
        };
        let transform = transform * glyph_transform;
        let start = transform * Point::ORIGIN;
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width().unwrap_or(0.0),
            Drawn::Type3(_) => 0.0,
        };
        let end = transform * Point::new(f64::from(advance), 0.0);
        // Glyphs are drawn in a square of 1000 units.
        let up = transform * Point::new(0.0, 1000.0) - start;
        self.glyphs.push(Glyph { text, x: start.x, y: start.y, end: end.x, size: length(up) });
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn length(vector: Vec2) -> f64 {
    libm::hypot(vector.x, vector.y)
}
