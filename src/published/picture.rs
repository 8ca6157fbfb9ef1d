//! A page as it looks.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use super::attachments::open;
use crate::diagnostics::{Diagnostic, Place, contain};

/// Pages of a PDF as PNG, `scale` pixels a point; `pages` count from 1. Pages
/// that there are not give `None`.
pub fn page_picture(
    name: &str,
    bytes: &[u8],
    pages: &[usize],
    scale: f32,
) -> Result<Vec<Option<Vec<u8>>>, Diagnostic> {
    let pdf = open(name, bytes)?;
    let fault = || {
        Diagnostic::error("unreadable-pdf", "a page of this PDF cannot be drawn")
            .at(Place::File(name.into()))
            .hint("give the PDF as it was printed")
    };
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
        ..RenderSettings::default()
    };
    contain(|| {
        let cache = RenderCache::new();
        pages
            .iter()
            .map(|&page| {
                let page = pdf.pages().get(page.checked_sub(1)?)?;
                render(page, &cache, &InterpreterSettings::default(), &settings).into_png().ok()
            })
            .collect()
    })
    .ok_or_else(fault)
}
