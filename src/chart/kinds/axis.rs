//! The scale of horizontal bars, with room for the figures at their ends.

use crate::chart::fault::ChartFault;
use crate::chart::layout::{Canvas, PAD, Scale, widest};
use crate::chart::model::{Chart, Real};
use crate::chart::text::Block;

/// The narrowest plot that still shows anything, in points.
pub(crate) const LEAST_PLOT: f64 = 40.0;

/// The lowest and highest value of a chart, with its intervals; `None` without values.
pub(crate) fn extent(chart: &Chart) -> Option<(f64, f64)> {
    let values = chart.data.iter().flatten().flat_map(|datum| {
        let (low, high) = datum.interval.unzip();
        [datum.value, low, high].into_iter().flatten()
    });
    let more = chart
        .distributions
        .iter()
        .flat_map(|distribution| distribution.summary.iter().chain(&distribution.values).copied());
    values.chain(more).map(Real::get).fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
    })
}

/// A scale from zero for bars between `left` and the right edge, with room for
/// the figures beyond the ends.
pub(crate) fn bar_scale(
    canvas: &Canvas,
    figures: &[Vec<Block>],
    left: f64,
    right: f64,
) -> Result<Scale, ChartFault> {
    let chart = canvas.chart;
    let (low, high) = match chart.range {
        Some((low, high)) => (low.get(), high.get()),
        None => {
            let (low, high) = extent(chart).unwrap_or((0.0, 0.0));
            (low.min(0.0), high.max(0.0))
        }
    };
    let room = |negative: bool| {
        let blocks = chart.data.iter().flatten().zip(figures.iter().flatten());
        let side = blocks
            .filter(|(datum, _)| datum.value.is_some_and(|value| value.get() < 0.0) == negative);
        let width = widest(side.map(|(_, block)| block));
        if width > 0.0 { width + PAD } else { 0.0 }
    };
    let (start, end) = (left + room(true), right - room(false));
    if end - start < LEAST_PLOT {
        return Err(too_narrow());
    }
    Ok(Scale::new(low, high, start, end))
}

/// The fault of a chart whose labels leave no room for its data.
pub(crate) fn too_narrow() -> ChartFault {
    ChartFault::new("chart-too-narrow", "the labels leave no room for the data")
        .hint("make the chart wider, or shorten its labels")
}
