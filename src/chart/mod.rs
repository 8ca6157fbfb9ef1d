//! Charts: from figures that are ready to print to a picture.
//!
//! [`draw`] is a pure function: the same chart, theme and fonts give the same
//! bytes. Every text is measured with the fonts that print it, no text is ever
//! dropped or put over another, and what cannot be drawn so is a [`ChartFault`].
//!
//! 1. `model`: what a chart is made from.
//! 2. `text`: fonts, widths, lines.
//! 3. `layout`: scene, scales, legends, columns of labels, the proof.
//! 4. `kinds`: one small function per kind of chart.
//! 5. [`check()`]: the SVG read back with the project's fonts alone.

mod alternative;
mod arrange;
mod check;
mod colour;
mod fault;
mod kinds;
#[cfg(test)]
mod laws;
mod layout;
mod model;
mod raster;
mod regions;
#[cfg(test)]
mod samples;
mod style;
mod svg;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod theme;
mod validate;
mod words;

pub use arrange::{Choice, Order, Subject, arrange, choose, role_of};
pub use check::check;
pub use colour::{Colour, Deficiency, check_palette, simulate};
pub use fault::ChartFault;
pub use model::{
    Chart, ChartKind, Datum, Distribution, Drawing, Figure, Label, Net, Printed, Real, Role,
    Scheme, Side, State, Unit,
};
pub use raster::to_png;
pub use regions::RegionMap;
pub use style::style_sheet;
pub use table::csv;
pub use text::FontSet;
pub use theme::{ChartTheme, Paint, Sizes, Tone};

/// Draws a chart.
pub fn draw(chart: &Chart, theme: &ChartTheme, fonts: &FontSet) -> Result<Drawing, ChartFault> {
    validate::validate(chart, theme)?;
    let canvas = layout::Canvas::new(chart, theme, fonts)?;
    let picture = kinds::draw(canvas)?;
    let alt = alternative::describe(chart);
    let scene = &picture.scene;
    Ok(Drawing {
        svg: layout::write(scene, theme, fonts, chart.language, &alt),
        width: Real::from(scene.width),
        height: Real::from(scene.height),
        alt,
        printed: picture.printed,
    })
}
