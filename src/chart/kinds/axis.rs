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

/// A plot in which distances on an axis can be compared: labels that leave less
/// stand above their rows.
pub(crate) fn good_plot(canvas: &Canvas) -> f64 {
    (canvas.width() * 0.45).max(1.5 * LEAST_PLOT)
}

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

/// The share of the data's extent that an axis goes on beyond them.
const BEYOND: f64 = 0.04;
/// Data that begin below this share of their highest value are shown from zero.
const NEAR_ZERO: f64 = 0.25;

/// The ends of a value axis: the given range, or just beyond the data, with zero
/// where it is wanted or near. Ends at zero or at 100 % are those numbers.
fn ends(chart: &Chart, with_zero: bool) -> (f64, f64) {
    if let Some((low, high)) = chart.range {
        return (low.get(), high.get());
    }
    let (mut low, mut high) = extent(chart).unwrap_or((0.0, 0.0));
    if with_zero || low > 0.0 && low < NEAR_ZERO * high {
        low = low.min(0.0);
    }
    if with_zero || high < 0.0 && high > NEAR_ZERO * low {
        high = high.max(0.0);
    }
    let beyond = match high - low {
        // One value alone stands in the middle; nothing but zero has a whole to be nothing of.
        extent if extent > 1e-12 => extent * BEYOND,
        _ if high == 0.0 => return (0.0, 1.0),
        _ => high.abs() * 0.1,
    };
    let whole = chart.unit == Unit::Share && low >= 0.0 && high <= 1.0;
    let start = if low >= 0.0 { (low - beyond).max(0.0) } else { low - beyond };
    let end = if high <= 0.0 { (high + beyond).min(0.0) } else { high + beyond };
    (start, if whole { end.min(1.0) } else { end })
}

/// An axis with round numbers.
pub(crate) struct ValueAxis {
    /// From values to points along the axis.
    pub(crate) scale: Scale,
    /// Values with their labels.
    ticks: Vec<(f64, Block)>,
}

impl ValueAxis {
    /// An axis across the chart: over its range, or else over its data, from
    /// `start` to `end`, with as many numbers as stand well apart.
    pub(crate) fn across(canvas: &Canvas, start: f64, end: f64) -> Result<Self, ChartFault> {
        let ends = ends(canvas.chart, false);
        let mut count = (((end - start) / 42.0) as usize).clamp(2, 7);
        loop {
            let axis = Self::new(canvas, ends, (start, end), count)?;
            if count == 2 || axis.width() + 8.0 <= axis.step() {
                return Ok(axis);
            }
            count -= 1;
        }
    }

    /// An upright axis, from `start` at the bottom to `end` at the top.
    pub(crate) fn upright(
        canvas: &Canvas,
        start: f64,
        end: f64,
        with_zero: bool,
    ) -> Result<Self, ChartFault> {
        let count = (((start - end) / 28.0) as usize).clamp(2, 7);
        Self::new(canvas, ends(canvas.chart, with_zero), (start, end), count)
    }

    fn new(
        canvas: &Canvas,
        (low, high): (f64, f64),
        (start, end): (f64, f64),
        count: usize,
    ) -> Result<Self, ChartFault> {
        let chart = canvas.chart;
        // Percentages are round when they are round as percentages.
        let factor = if chart.unit == Unit::Share { 100.0 } else { 1.0 };
        let (values, decimals) = ticks(low * factor, high * factor, count);
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

    /// From one number to the next, in points.
    fn step(&self) -> f64 {
        match self.ticks.as_slice() {
            [(one, _), (two, _), ..] => (self.scale.at(*two) - self.scale.at(*one)).abs(),
            _ => f64::INFINITY,
        }
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
