//! The kinds of charts, each a small function on the layout core.

mod axis;
mod bars;
mod columns;
mod distribution;
mod dots;
mod heatmap;
mod likert;
mod lines;
mod map;
mod multiples;
mod pictogram;
mod slope;
mod stacked;
mod waffle;

use super::fault::ChartFault;
use super::layout::{Canvas, Picture};
use super::model::ChartKind;

pub(crate) use distribution::MOST_VALUES;

/// Draws the chart of the canvas.
pub(crate) fn draw(canvas: Canvas) -> Result<Picture, ChartFault> {
    match canvas.chart.kind {
        ChartKind::Bars | ChartKind::Grouped => bars::draw(canvas),
        ChartKind::Stacked => stacked::draw(canvas),
        ChartKind::Likert => likert::draw(canvas, likert::Neutral::Middle),
        ChartKind::LikertApart => likert::draw(canvas, likert::Neutral::Apart),
        ChartKind::Columns => columns::draw(canvas),
        ChartKind::Lines => lines::draw(canvas),
        ChartKind::Dots => dots::draw(canvas),
        ChartKind::Slope => slope::draw(canvas),
        ChartKind::HeatMap => heatmap::draw(canvas),
        ChartKind::Multiples => multiples::draw(canvas),
        ChartKind::Waffle => waffle::draw(canvas),
        ChartKind::Pictogram => pictogram::draw(canvas),
        ChartKind::Boxes => distribution::draw(canvas, distribution::Form::Boxes),
        ChartKind::Strips => distribution::draw(canvas, distribution::Form::Strips),
        ChartKind::Map => map::draw(canvas, map::Form::Shaded),
        ChartKind::Bubbles => map::draw(canvas, map::Form::Bubbles),
    }
}
