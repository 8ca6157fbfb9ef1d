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

use std::borrow::Cow;

mod alternative;
mod check;
mod choose;
mod fault;
mod kinds;
#[cfg(test)]
mod laws;
mod layout;
mod model;
mod palette;
mod raster;
mod regions;
#[cfg(test)]
mod samples;
mod style;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod theme;
mod validate;
mod wording;
mod words;

pub use check::check;
pub use choose::{Answering, Form, Groups, MOST_COLUMNS, OneNumber, choose, fitting};
pub use fault::ChartFault;
pub use model::{
    Chart, ChartKind, Datum, Distribution, Drawing, Figure, Label, Net, Printed, Real, Role,
    Scheme, Side, State, Unit,
};
pub use palette::{PaletteFault, Swatch, check_palette};
pub use raster::to_png;
pub use regions::RegionMap;
pub use style::style_sheet;
pub use text::FontSet;
pub use theme::{ChartTheme, Paint, Sizes, Tone};
pub use wording::{are_moments, poles, role_of};

/// Draws a chart, in the theme's look, with texts in `fonts`.
///
/// Fails when no drawing could be true to the data (shares that add up to more
/// than one, a series too many for the palette), when a character has no glyph,
/// and when the texts cannot stand in the given width without touching.
pub fn draw(chart: &Chart, theme: &ChartTheme, fonts: &FontSet) -> Result<Drawing, ChartFault> {
    let chart = &*without_hidden(chart);
    if is_turned_slope(chart) {
        let mut drawing = draw(&turned(chart), theme, fonts)?;
        let printed = drawing.printed.iter_mut().map(|printed| &mut printed.figure);
        for figure in printed.chain(&mut drawing.quoted) {
            *figure = match *figure {
                Figure::Datum { category: series, series: category } => {
                    Figure::Datum { category, series }
                }
                Figure::CategoryBase { category: series } => Figure::SeriesBase { series },
                Figure::SeriesBase { series: category } => Figure::CategoryBase { category },
                net @ Figure::Net { .. } => net,
            };
        }
        return Ok(drawing);
    }
    validate::validate(chart, theme)?;
    let canvas = layout::Canvas::new(chart, theme, fonts)?;
    let picture = kinds::draw(canvas)?;
    let (alt, quoted) = alternative::describe(chart);
    let scene = &picture.scene;
    Ok(Drawing {
        svg: layout::write(scene, theme, fonts, chart.language, &alt),
        width: Real::from(scene.width),
        height: Real::from(scene.height),
        alt,
        printed: picture.printed,
        quoted,
    })
}

/// Whether a slope has its two moments as series: the same table, turned.
fn is_turned_slope(chart: &Chart) -> bool {
    let rows = chart.data.len() == chart.categories.len();
    let columns = chart.data.iter().all(|row| row.len() == chart.series.len());
    let moments = chart.series.len() == 2 && chart.categories.len() != 2;
    chart.kind == ChartKind::Slope && moments && rows && columns
}

/// The chart with categories and series exchanged.
fn turned(chart: &Chart) -> Chart {
    let column = |series: usize| chart.data.iter().map(|row| row[series].clone()).collect();
    Chart {
        categories: chart.series.clone(),
        series: chart.categories.clone(),
        data: (0..chart.series.len()).map(column).collect(),
        nets: vec![],
        distributions: vec![],
        ..chart.clone()
    }
}

/// The chart without any value of a hidden figure, should one have slipped
/// through: it must not set the length of a bar or the end of an axis.
fn without_hidden(chart: &Chart) -> Cow<'_, Chart> {
    let tells = |datum: &Datum| {
        datum.state == State::Hidden && (datum.value.is_some() || datum.interval.is_some())
    };
    let of_nets = chart.nets.iter().flat_map(|net| &net.data);
    let hidden = |row: &[Datum]| row.iter().any(|datum| datum.state == State::Hidden);
    let numbers = chart.data.iter().zip(&chart.distributions);
    let leaks = chart.data.iter().flatten().chain(of_nets).any(tells)
        || numbers.clone().any(|(row, numbers)| hidden(row) && *numbers != Distribution::default());
    if !leaks {
        return Cow::Borrowed(chart);
    }
    let mut safe = chart.clone();
    let of_nets = safe.nets.iter_mut().flat_map(|net| &mut net.data);
    for datum in safe.data.iter_mut().flatten().chain(of_nets) {
        if datum.state == State::Hidden {
            (datum.value, datum.interval) = (None, None);
        }
    }
    for (row, numbers) in safe.data.iter().zip(&mut safe.distributions) {
        if hidden(row) {
            *numbers = Distribution::default();
        }
    }
    Cow::Owned(safe)
}
