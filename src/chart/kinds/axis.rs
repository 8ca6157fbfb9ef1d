//! Axes: the scale of bars with room for the figures at their ends, and value
//! axes with round numbers.

use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Canvas, Labels, PAD, Scale, Stroke, ticks, widest};
use crate::chart::model::{Chart, ChartKind, Real, Unit};
use crate::chart::text::Block;
use crate::chart::theme::Paint;
use crate::format::{Percent, number, percent};

/// The narrowest plot that still shows anything, in points.
pub(crate) const LEAST_PLOT: f64 = 40.0;

/// The lowest and highest value of a chart, with its intervals; `None` without values.
pub(crate) fn extent(chart: &Chart) -> Option<(f64, f64)> {
    // Only these kinds draw intervals; for the others they take no room.
    let with_intervals = matches!(chart.kind, ChartKind::Dots | ChartKind::Lines);
    let values = chart.data.iter().flatten().flat_map(|datum| {
        let (low, high) = datum.interval.filter(|_| with_intervals).unzip();
        [datum.value, low, high].into_iter().flatten()
    });
    let shown = chart.data.iter().zip(&chart.distributions);
    let shown = shown.filter(|(row, _)| row.iter().any(|datum| datum.value.is_some()));
    let more = shown.flat_map(|(_, distribution)| {
        distribution.summary.iter().chain(&distribution.values).copied()
    });
    values.chain(more).map(Real::get).fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
    })
}

/// The ends of bars: the given range, or the data with zero.
pub(crate) fn range_with_zero(chart: &Chart) -> (f64, f64) {
    match chart.range {
        Some((low, high)) => (low.get(), high.get()),
        None => {
            let (low, high) = extent(chart).unwrap_or((0.0, 0.0));
            (low.min(0.0), high.max(0.0))
        }
    }
}

/// A scale from zero for bars between `left` and `right`, with room for the
/// figures (by category, then series) beyond the ends.
pub(crate) fn bar_scale(
    canvas: &Canvas,
    figures: &[Vec<Block>],
    left: f64,
    right: f64,
) -> Result<Scale, ChartFault> {
    let (low, high) = range_with_zero(canvas.chart);
    let room = |negative| figure_room(canvas.chart, figures, PAD, negative);
    let (start, end) = (left + room(true), right - room(false));
    if end - start < LEAST_PLOT {
        return Err(too_narrow());
    }
    Ok(Scale::new(low, high, start, end))
}

/// The room for figures beyond both ends of bars, in points.
pub(crate) fn figures_room(chart: &Chart, figures: &[Vec<Block>], pad: f64) -> f64 {
    figure_room(chart, figures, pad, true) + figure_room(chart, figures, pad, false)
}

/// The room for figures beyond the negative or the positive end of bars.
pub(crate) fn figure_room(chart: &Chart, figures: &[Vec<Block>], pad: f64, negative: bool) -> f64 {
    let all = chart.data.iter().flatten().zip(figures.iter().flatten());
    let side =
        all.filter(|(datum, _)| datum.value.is_some_and(|value| (value.get() < 0.0) == negative));
    let width = widest(side.map(|(_, block)| block));
    if width > 0.0 { width + pad } else { 0.0 }
}

/// Where the mark of an absent figure stands: on the right of zero, or on the
/// left where all bars run to the left.
pub(crate) fn beside_zero(zero: f64, end: f64, width: f64, pad: f64) -> (f64, Anchor) {
    if zero + pad + width <= end { (zero + pad, Anchor::Start) } else { (zero - pad, Anchor::End) }
}

/// The fault of a chart whose labels leave no room for its data.
pub(crate) fn too_narrow() -> ChartFault {
    ChartFault::new("chart-too-narrow", "the labels leave no room for the data")
        .hint("make the chart wider, or shorten its labels")
}

/// An axis with round numbers.
pub(crate) struct ValueAxis {
    /// From values to points along the axis.
    pub(crate) scale: Scale,
    /// Values with their labels.
    ticks: Vec<(f64, Block)>,
}

impl ValueAxis {
    /// An axis over the chart's range, or else over its data (with zero, if
    /// wanted), from `start` to `end`, in about `count` steps.
    pub(crate) fn new(
        canvas: &Canvas,
        start: f64,
        end: f64,
        count: usize,
        with_zero: bool,
    ) -> Result<Self, ChartFault> {
        let chart = canvas.chart;
        let (low, high) = match chart.range {
            Some((low, high)) => (low.get(), high.get()),
            None if with_zero => range_with_zero(chart),
            None => extent(chart).unwrap_or((0.0, 1.0)),
        };
        // Percentages are round when they are round as percentages.
        let factor = if chart.unit == Unit::Share { 100.0 } else { 1.0 };
        let (values, decimals) = ticks(low * factor, high * factor, count);
        let values: Vec<f64> = match chart.range {
            Some(_) => {
                let slack = (high - low) * factor * 1e-9;
                let within =
                    |value: &f64| (low * factor - slack..=high * factor + slack).contains(value);
                values.into_iter().filter(within).collect()
            }
            None => values,
        };
        let (low, high) = match (chart.range, values.first(), values.last()) {
            (None, Some(first), Some(last)) => (first / factor, last / factor),
            _ => (low, high),
        };
        let ticks = values
            .into_iter()
            .map(|value| {
                let text = match chart.unit {
                    Unit::Share => percent(value / factor, decimals, Percent::Sign, chart.language),
                    Unit::Number => number(value, decimals, chart.language),
                };
                Ok((value / factor, canvas.line(&text, canvas.small)?))
            })
            .collect::<Result<_, ChartFault>>()?;
        Ok(Self { scale: Scale::new(low, high, start, end), ticks })
    }

    /// Half the width of the widest label.
    pub(crate) fn overhang(&self) -> f64 {
        self.width() / 2.0
    }

    /// Width of the widest label.
    pub(crate) fn width(&self) -> f64 {
        widest(self.ticks.iter().map(|(_, block)| block))
    }

    /// A horizontal axis: thin upright lines along the rows, with the numbers
    /// below `bottom`. Returns the bottom of the numbers.
    pub(crate) fn put_below(self, canvas: &mut Canvas, labels: &Labels, bottom: f64) -> f64 {
        let mut lowest = bottom;
        let mut free = f64::MIN;
        for (value, block) in self.ticks {
            let x = self.scale.at(value);
            for (top, end) in labels.spans(6.0) {
                canvas.scene.line((x, top), (x, end.min(bottom)), grid(value));
            }
            let y = bottom + 2.0 + block.style.ascent;
            let left = x - block.width / 2.0;
            if left >= free && left >= 0.0 && left + block.width <= canvas.width() {
                free = left + block.width + 4.0;
                lowest = canvas.scene.text(block, x, y, Anchor::Middle, Paint::Muted).bottom;
            }
        }
        lowest
    }

    /// An upright axis: thin lines from `left` to `right`, with the numbers
    /// right-aligned before them.
    pub(crate) fn put_left(self, canvas: &mut Canvas, left: f64, right: f64) {
        for (value, block) in self.ticks {
            let y = self.scale.at(value);
            canvas.scene.line((left, y), (right, y), grid(value));
            let baseline = block.baseline_at_middle(y);
            canvas.scene.text(block, left - 5.0, baseline, Anchor::End, Paint::Muted);
        }
    }
}

/// The line of a round number: zero stands out.
fn grid(value: f64) -> Stroke {
    if value.abs() < 1e-12 { Stroke::new(Paint::Ink, 0.6) } else { Stroke::new(Paint::Rule, 0.5) }
}
