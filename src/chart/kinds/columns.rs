//! Upright columns with their figures on top.

use super::axis::range_with_zero;
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Picture, Scale, Stroke, widest};
use crate::chart::model::{Figure, Role, State};
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

/// Between a column and its figure, in points.
const GAP: f64 = 2.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let count = chart.categories.len();
    let slot = (canvas.width() / count as f64).min(90.0);
    let figures: Vec<Block> = chart
        .data
        .iter()
        .map(|row| {
            let block = match row[0].value {
                Some(_) => canvas.line(&row[0].text, canvas.label)?,
                None => canvas.absent(&row[0], slot - 3.0)?,
            };
            if block.width > slot - 1.0 {
                return Err(ChartFault::new("chart-too-narrow", ""));
            }
            Ok(block)
        })
        .collect::<Result<_, _>>()
        .map_err(too_many)?;
    let labels: Vec<Block> = chart
        .categories
        .iter()
        .map(|category| {
            let style =
                if category.role == Role::Total { canvas.small_strong } else { canvas.small };
            canvas.wrap(&category.text, style, slot - 6.0)
        })
        .collect::<Result<_, _>>()
        .map_err(too_many)?;

    let (low, high) = range_with_zero(chart);
    let top = figures.iter().fold(0.0_f64, |height, block| height.max(block.height())) + GAP;
    let plot = (canvas.width() * 0.30).clamp(70.0, 150.0);
    let scale = Scale::new(low, high, top + plot, top);
    let zero = scale.at(0.0);
    let thickness = (slot * 0.66).min(42.0);
    let mut lowest = zero;
    for (category, block) in figures.into_iter().enumerate() {
        let x = slot * (category as f64 + 0.5);
        let datum = &chart.data[category][0];
        let figure = Figure::Datum { category, series: 0 };
        let value = datum.value.map_or(0.0, |value| value.get());
        let end = scale.at(value);
        if datum.value.is_some() {
            let tone = match chart.categories[category].role {
                Role::Missing => Tone::Missing,
                _ => canvas.tone(0),
            };
            let paint = match chart.categories[category].role {
                Role::Total if datum.state == State::Shown => Paint::Ink,
                _ => canvas.fill(tone, datum.state),
            };
            let area = Area {
                left: x - thickness / 2.0,
                top: zero.min(end),
                right: x + thickness / 2.0,
                bottom: zero.max(end),
            };
            canvas.bar_shape(area, paint);
        }
        let paint = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
        let y = if value < 0.0 {
            end + GAP + block.style.ascent
        } else {
            end - GAP - block.style.descent - block.spread()
        };
        let area = canvas.print(figure, block, x, y, Anchor::Middle, paint);
        lowest = lowest.max(area.bottom);
    }
    let right = slot * count as f64;
    canvas.scene.line((0.0, zero), (right, zero), Stroke::new(Paint::Ink, 0.6));

    let top = lowest + 3.0;
    let mut bottom = top;
    for (category, block) in labels.into_iter().enumerate() {
        let x = slot * (category as f64 + 0.5);
        let paint = match chart.categories[category].role {
            Role::Missing => Paint::Muted,
            _ => Paint::Ink,
        };
        let y = top + block.style.ascent;
        bottom = canvas.scene.text(block, x, y, Anchor::Middle, paint).bottom.max(bottom);
    }
    let bases = chart
        .categories
        .iter()
        .map(|category| {
            let base = category.base.as_deref();
            base.map(|base| canvas.line(&format!("n = {base}"), canvas.small)).transpose()
        })
        .collect::<Result<Vec<_>, _>>()?;
    if widest(bases.iter().flatten()) > slot - 3.0 {
        return Err(too_many(ChartFault::new("chart-too-narrow", "")));
    }
    let top = bottom;
    for (category, block) in bases.into_iter().enumerate() {
        if let Some(block) = block {
            let x = slot * (category as f64 + 0.5);
            let y = top + block.style.ascent;
            let figure = Figure::CategoryBase { category };
            let area = canvas.print(figure, block, x, y, Anchor::Middle, Paint::Muted);
            bottom = bottom.max(area.bottom);
        }
    }
    canvas.finish(bottom)
}

/// Columns have less room for labels than bars: say so.
fn too_many(fault: ChartFault) -> ChartFault {
    if fault.code != "chart-too-narrow" {
        return fault;
    }
    ChartFault::new("chart-too-narrow", "the labels do not fit under their columns")
        .hint("use `kind=\"bars\"`, make the chart wider, or shorten its labels")
}
