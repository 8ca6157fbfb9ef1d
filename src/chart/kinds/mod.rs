//! The kinds of charts, each a small function on the layout core.

mod axis;
mod bars;
mod likert;
mod stacked;

use super::fault::ChartFault;
use super::layout::{Canvas, Picture};
use super::model::ChartKind;

/// Draws the chart of the canvas.
pub(crate) fn draw(canvas: Canvas) -> Result<Picture, ChartFault> {
    match canvas.chart.kind {
        ChartKind::Bars | ChartKind::Grouped => bars::draw(canvas),
        ChartKind::Stacked => stacked::draw(canvas),
        ChartKind::Likert => likert::draw(canvas, likert::Neutral::Middle),
        ChartKind::LikertApart => likert::draw(canvas, likert::Neutral::Apart),
        kind => Err(ChartFault::new("chart-kind", format!("`{}` is not drawn yet", kind.name()))),
    }
}
