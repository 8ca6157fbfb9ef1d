//! Dots with intervals on a common axis.

use super::axis::{LEAST_PLOT, ValueAxis, good_plot, too_narrow};
use super::lines::dot;
use crate::chart::fault::ChartFault;
use crate::chart::layout::{
    Anchor, Canvas, GUTTER, Labels, Legend, PAD, Picture, Stroke, Text, widest,
};
use crate::chart::model::{Datum, Figure, Real, State};
use crate::chart::text::Block;
use crate::chart::theme::Paint;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let series = chart.series.len();
    let with_intervals = chart.data.iter().flatten().any(|datum| datum.interval.is_some());
    // Several series with intervals stand under each other; without, on one line.
    let lanes = if with_intervals { series } else { 1 };
    let style = if series > 1 { canvas.small } else { canvas.label };
    let figures: Vec<Vec<Block>> = chart
        .data
        .iter()
        .map(|row| row.iter().map(|datum| canvas.figure(datum, style)).collect())
        .collect::<Result<_, _>>()?;
    let in_column = series == 1 || lanes > 1;
    let figures_width = widest(figures.iter().flatten());
    let sides = if in_column { 1.0 } else { 2.0 };
    let rest = sides * (figures_width + GUTTER) + good_plot(&canvas);
    let mut labels = Labels::beside_or_above(&canvas, 0.42, rest)?;
    let left = labels.left;
    let side = if in_column { 0.0 } else { figures_width + PAD + 3.0 };
    let right = canvas.width() - if in_column { figures_width + GUTTER } else { 0.0 };
    let axis = ValueAxis::across(
        &canvas,
        left + side.max(4.0),
        right - if in_column { 4.0 } else { side.max(4.0) },
    )?;
    if axis.scale.end - axis.scale.start < LEAST_PLOT {
        return Err(too_narrow());
    }

    let mut top = 0.0;
    if series > 1 {
        let entries = canvas.series_entries();
        let (legend, x) = Legend::above_bars(&canvas, &entries, axis.scale.start)?;
        top = legend.put(&mut canvas, x, 0.0) + 5.0;
    }
    let top = labels.put_heading(&mut canvas, top);
    let step = if lanes > 1 { canvas.small.line_height() + 0.1 } else { 6.0 };
    let half = (step * lanes as f64 / 2.0).max(style.line_height() / 2.0);
    let pitch = canvas.pitch(half * 2.0);
    let bottom = labels.place(&mut canvas, top, half, pitch);
    let scale = axis.scale;
    let below = axis.put_below(&mut canvas, &labels, bottom + 2.0);

    for (category, &middle) in labels.middles.iter().enumerate() {
        let row = &chart.data[category];
        if lanes == 1 {
            put_range(&mut canvas, row, middle, |value| scale.at(value.get()));
        }
        for (index, datum) in row.iter().enumerate() {
            let lane = if lanes > 1 { index as f64 + 0.5 - lanes as f64 / 2.0 } else { 0.0 };
            let y = middle + lane * step;
            let tone = canvas.tone(index);
            if let Some((low, high)) = datum.interval {
                let ends = (scale.at(low.get()), scale.at(high.get()));
                canvas.scene.line((ends.0, y), (ends.1, y), Stroke::new(Paint::Data(tone), 1.1));
            }
            if let Some(value) = datum.value {
                dot(&mut canvas, scale.at(value.get()), y, tone, datum.state);
            }
            let figure = Figure::Datum { category, series: index };
            let block = figures[category][index].clone();
            let baseline = block.baseline_at_middle(y);
            if in_column {
                let paint = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
                canvas.print(figure, block, canvas.width(), baseline, Anchor::End, paint);
            }
        }
        if !in_column {
            put_outer(&mut canvas, category, &figures[category], middle, |value| {
                scale.at(value.get())
            });
        }
    }
    canvas.finish(below)
}

/// A quiet line from the lowest to the highest dot of a row.
fn put_range(canvas: &mut Canvas, row: &[Datum], y: f64, x_of: impl Fn(Real) -> f64) {
    let places = row.iter().filter_map(|datum| datum.value).map(x_of);
    let (low, high) = places.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
    if high > low {
        canvas.scene.line((low, y), (high, y), Stroke::new(Paint::Rule, 2.0));
    }
}

/// The figures of the outermost dots, outside them; those between have no room.
/// A row without values says so where its values would have been.
fn put_outer(
    canvas: &mut Canvas,
    category: usize,
    figures: &[Block],
    middle: f64,
    x_of: impl Fn(Real) -> f64,
) {
    let row = &canvas.chart.data[category];
    let placed: Vec<(f64, usize)> = row
        .iter()
        .enumerate()
        .filter_map(|(series, datum)| Some((x_of(datum.value?), series)))
        .collect();
    let lowest = placed.iter().copied().min_by(|one, two| one.0.total_cmp(&two.0));
    let highest = placed.iter().copied().rev().max_by(|one, two| one.0.total_cmp(&two.0));
    let sides = [(lowest, -1.0, Anchor::End), (highest, 1.0, Anchor::Start)];
    for (place, outwards, anchor) in sides {
        let Some((x, series)) = place else { continue };
        // A single dot has its figure on the right only.
        if outwards < 0.0 && highest.is_some_and(|(_, other)| other == series) {
            continue;
        }
        let block = figures[series].clone();
        let y = block.baseline_at_middle(middle);
        let x = x + outwards * (PAD + 2.7);
        let text = Text { block: block.clone(), x, y, anchor, paint: Paint::Ink };
        if canvas.scene.is_free(&text.area()) {
            let figure = Figure::Datum { category, series };
            canvas.print(figure, block, x, y, anchor, Paint::Ink);
        }
    }
    // The mark of a figure that is hidden or missing stands at the end of its row.
    let hidden = row.iter().position(|datum| datum.state == State::Hidden);
    let absent = hidden.or_else(|| row.iter().position(|datum| datum.value.is_none()));
    if let Some(series) = absent {
        let block = figures[series].clone();
        let (x, y) = (canvas.width(), block.baseline_at_middle(middle));
        let area = Text { block: block.clone(), x, y, anchor: Anchor::End, paint: Paint::Muted };
        if canvas.scene.is_free(&area.area()) {
            let figure = Figure::Datum { category, series };
            canvas.print(figure, block, x, y, Anchor::End, Paint::Muted);
        }
    }
}
