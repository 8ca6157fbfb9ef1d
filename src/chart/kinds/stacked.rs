//! Bars of 100 %, divided among the series.

use super::axis::{LEAST_PLOT, too_narrow};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Labels, Legend, Picture, Shape, Stroke};
use crate::chart::model::{Datum, Figure, State};
use crate::chart::text::TextStyle;
use crate::chart::theme::Paint;

/// The white between two segments, in points.
const GAP: f64 = 0.8;
/// The least room around a figure in its segment, in points.
const ROOM: f64 = 0.6;
/// Figures are set this much smaller where more of them then fit.
const SMALLER: f64 = 0.9;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let mut labels = Labels::beside_or_above(&canvas, 0.42, 1.5 * LEAST_PLOT)?;
    let left = labels.left;
    let width = canvas.width() - left;
    if width < LEAST_PLOT {
        return Err(too_narrow());
    }

    let entries = canvas.series_entries();
    let (legend, x) = Legend::above_bars(&canvas, &entries, left)?;
    let top = legend.put(&mut canvas, x, 0.0) + 5.0;
    let top = labels.put_heading(&mut canvas, top);

    let thickness = thickness(&canvas);
    let pitch = canvas.pitch(thickness);
    let bottom = labels.place(&mut canvas, top, thickness / 2.0, pitch);
    let style = figure_style(&canvas, width)?;
    for (category, &middle) in labels.middles.iter().enumerate() {
        let row = &chart.data[category];
        let whole = Area {
            left,
            top: middle - thickness / 2.0,
            right: canvas.width(),
            bottom: middle + thickness / 2.0,
        };
        if let Some(blank) = blank(row) {
            blank_bar(&mut canvas, whole, blank)?;
            continue;
        }
        let mut x = left;
        for (series, datum) in row.iter().enumerate() {
            let length = datum.value.map_or(0.0, |value| value.get().clamp(0.0, 1.0)) * width;
            let area = Area { left: x, right: x + length, ..whole };
            segment(&mut canvas, category, series, area, Some(style))?;
            x += length;
        }
    }
    canvas.finish(bottom)
}

/// Bars that hold their figures are thicker than bars with figures at the end.
pub(crate) fn thickness(canvas: &Canvas) -> f64 {
    (canvas.bar() + 3.0).max(canvas.small.line_height() + 1.0)
}

/// The figure that stands for a whole bar, when its division is not shown: a
/// hidden part could be read off from the others.
pub(crate) fn blank(row: &[Datum]) -> Option<&Datum> {
    row.iter()
        .find(|datum| datum.state == State::Hidden)
        .or_else(|| row.first().filter(|_| row.iter().all(|datum| datum.value.is_none())))
}

/// An empty bar with the mark that stands for it.
pub(crate) fn blank_bar(canvas: &mut Canvas, area: Area, datum: &Datum) -> Result<(), ChartFault> {
    let block = canvas.absent(datum, area.right - area.left - 10.0)?;
    let stroke = Some(Stroke { paint: Paint::Rule, width: 0.6, dashed: true });
    canvas.scene.shapes.push(Shape::Rectangle { area, fill: None, stroke });
    let y = block.baseline_at_middle((area.top + area.bottom) / 2.0);
    let x = area.left + 5.0;
    canvas.scene.text(block, x, y, Anchor::Start, Paint::Muted);
    Ok(())
}

/// The style of all figures within bars, at `unit` points per whole: the small one,
/// or one a little smaller when more figures then fit.
pub(crate) fn figure_style(canvas: &Canvas, unit: f64) -> Result<TextStyle, ChartFault> {
    let mut gained = false;
    for datum in canvas.chart.data.iter().flatten() {
        let Some(value) = datum.value else { continue };
        let width = canvas.line(&datum.text, canvas.small)?.width;
        let room = inside(value.get() * unit);
        gained |= width > room && width * SMALLER <= room;
    }
    if gained { canvas.sized(SMALLER) } else { Ok(canvas.small) }
}

/// The room for a figure in a segment of this length, in points.
pub(crate) fn inside(length: f64) -> f64 {
    length - GAP - 2.0 * ROOM
}

/// One part of a bar, with its figure where that is wanted and fits.
pub(crate) fn segment(
    canvas: &mut Canvas,
    category: usize,
    series: usize,
    area: Area,
    figure: Option<TextStyle>,
) -> Result<(), ChartFault> {
    let datum = &canvas.chart.data[category][series];
    let length = area.right - area.left;
    if length <= 0.0 {
        return Ok(());
    }
    let tone = canvas.tone(series);
    let paint = canvas.fill(tone, datum.state);
    // The gap is taken from the segment, but never more than half of it.
    let gap = GAP.min(length / 2.0);
    let inner = Area { left: area.left + gap / 2.0, right: area.right - gap / 2.0, ..area };
    canvas.bar_shape(inner, paint);
    let Some(style) = figure.filter(|_| !datum.text.trim().is_empty()) else { return Ok(()) };
    let block = canvas.line(&datum.text, style)?;
    if block.width <= inside(length) {
        let on =
            if datum.state == State::Uncertain { Paint::OnTint(tone) } else { Paint::On(tone) };
        let y = block.baseline_at_middle((area.top + area.bottom) / 2.0);
        let x = (area.left + area.right) / 2.0;
        let figure = Figure::Datum { category, series };
        canvas.print(figure, block, x, y, Anchor::Middle, on);
    }
    Ok(())
}
