//! Horizontal bars with their figures: one per category, or one per series in
//! a group for each category.

use super::axis::{LEAST_PLOT, bar_scale, beside_zero, figures_room};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Labels, Legend, PAD, Picture};
use crate::chart::model::{Figure, Role, State};
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let bars = chart.series.len();
    let style = if bars > 1 { canvas.small } else { canvas.label };
    let figures: Vec<Vec<Block>> = chart
        .data
        .iter()
        .map(|row| row.iter().map(|datum| canvas.line(&datum.text, style)).collect())
        .collect::<Result<_, _>>()?;

    let rest = figures_room(chart, &figures, PAD) + 1.25 * LEAST_PLOT;
    let mut labels = Labels::beside_or_above(&canvas, 0.45, rest)?;
    let scale = bar_scale(&canvas, &figures, labels.left, canvas.width())?;

    let mut top = 0.0;
    if bars > 1 {
        let entries = canvas.series_entries();
        let (legend, x) = Legend::above_bars(&canvas, &entries, scale.start)?;
        top = legend.put(&mut canvas, x, 0.0) + 5.0;
    }
    top = labels.put_heading(&mut canvas, top);

    // Bars of a group stand as close as their figures allow.
    let step = if bars > 1 { style.line_height() + 0.1 } else { canvas.bar() };
    let thickness = if bars > 1 { step - 2.2 } else { canvas.bar() };
    let half = step * bars as f64 / 2.0;
    let pitch = canvas.pitch(half * 2.0);
    let bottom = labels.place(&mut canvas, top, half, pitch);

    let zero = scale.at(0.0);
    for (category, &middle) in labels.middles.iter().enumerate() {
        for (series, datum) in chart.data[category].iter().enumerate() {
            let centre = middle - half + step * (series as f64 + 0.5);
            let figure = Figure::Datum { category, series };
            let Some(value) = datum.value else {
                let block = canvas.absent(datum, canvas.width() - zero - PAD)?;
                let baseline = block.baseline_at_middle(centre);
                let (x, anchor) = beside_zero(zero, canvas.width(), block.width, PAD);
                canvas.print(figure, block, x, baseline, anchor, Paint::Muted);
                continue;
            };
            let block = figures[category][series].clone();
            let baseline = block.baseline_at_middle(centre);
            let paint = match (bars, chart.categories[category].role) {
                (1, Role::Total) if datum.state == State::Shown => Paint::Ink,
                (1, Role::Missing) => canvas.fill(Tone::Missing, datum.state),
                _ => canvas.fill(canvas.tone(series), datum.state),
            };
            let end = scale.at(value.get());
            let (bar_top, bar_bottom) = (centre - thickness / 2.0, centre + thickness / 2.0);
            let area = Area {
                left: zero.min(end),
                top: bar_top,
                right: zero.max(end),
                bottom: bar_bottom,
            };
            canvas.bar_shape(area, paint);
            let (x, anchor) = if value.get() < 0.0 {
                (end - PAD, Anchor::End)
            } else {
                (end + PAD, Anchor::Start)
            };
            canvas.print(figure, block, x, baseline, anchor, Paint::Ink);
        }
    }
    labels.put_line(&mut canvas, zero, 1.5);
    canvas.finish(bottom.max(labels.middles.last().map_or(0.0, |last| last + half + 2.0)))
}
