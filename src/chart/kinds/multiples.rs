//! Small bar charts side by side, one per subgroup, on one scale.

use super::axis::{beside_zero, figure_room, range_with_zero, too_narrow};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Labels, Picture, Scale};
use crate::chart::model::{Figure, Role, State};
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

/// Between two panels, in points.
const BETWEEN: f64 = 12.0;
/// The narrowest panel, in points.
const LEAST_PANEL: f64 = 64.0;
/// The narrowest room for bars in a panel, in points.
const LEAST_BARS: f64 = 26.0;
/// Between a bar and its figure, in points.
const FIGURE_GAP: f64 = 3.0;
/// Between two rows of panels, in points.
const ROWS_BETWEEN: f64 = 12.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let figures: Vec<Vec<Block>> = chart
        .data
        .iter()
        .map(|row| row.iter().map(|datum| canvas.line(&datum.text, canvas.small)).collect())
        .collect::<Result<_, _>>()?;
    let before = figure_room(chart, &figures, FIGURE_GAP, true);
    let after = figure_room(chart, &figures, FIGURE_GAP, false);
    let least = (before + after + LEAST_BARS).max(LEAST_PANEL);
    let mut labels = Labels::column(&canvas, 0.34, least)?;
    let left = labels.left;
    let room = canvas.width() - left;
    if room < least {
        return Err(too_narrow());
    }
    let fit = (((room + BETWEEN) / (least + BETWEEN)) as usize).clamp(1, chart.series.len());
    // The panels are spread evenly over the rows that they need.
    let rows = chart.series.len().div_ceil(fit);
    let in_row = chart.series.len().div_ceil(rows);
    let panel = (room + BETWEEN) / in_row as f64 - BETWEEN;
    let (low, high) = range_with_zero(chart);
    let scale = Scale::new(low, high, before, panel - after);

    let mut bottom = 0.0;
    for (row, first) in (0..chart.series.len()).step_by(in_row).enumerate() {
        let panels = first..(first + in_row).min(chart.series.len());
        let top = if row > 0 { bottom + ROWS_BETWEEN } else { 0.0 };
        let headings = panels
            .clone()
            .map(|series| {
                let label = &chart.series[series];
                let text = match &label.base {
                    Some(base) => format!("{} (n\u{a0}=\u{a0}{base})", label.text),
                    None => label.text.clone(),
                };
                canvas.wrap(&text, canvas.small_strong, panel)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let heading = headings.iter().fold(0.0_f64, |height, block| height.max(block.height()));
        for (place, block) in headings.into_iter().enumerate() {
            let x = left + place as f64 * (panel + BETWEEN) + scale.at(0.0);
            let y = top + heading - block.style.descent - block.spread();
            let x = x.min(left + place as f64 * (panel + BETWEEN) + panel - block.width);
            let figure = Figure::SeriesBase { series: first + place };
            canvas.print(figure, block, x, y, Anchor::Start, Paint::Ink);
        }
        let top = labels.put_heading(&mut canvas, top + heading + 2.0);
        let thickness = canvas.bar() - 1.0;
        let half = thickness / 2.0;
        let pitch = canvas.pitch(thickness);
        bottom = labels.place(&mut canvas, top, half, pitch);
        for (category, &middle) in labels.middles.iter().enumerate() {
            for (place, series) in panels.clone().enumerate() {
                let corner = left + place as f64 * (panel + BETWEEN);
                let block = match chart.data[category][series].value {
                    Some(_) => figures[category][series].clone(),
                    None => {
                        let room = panel - scale.at(0.0) - FIGURE_GAP;
                        canvas.absent(&chart.data[category][series], room)?
                    }
                };
                put_bar(
                    &mut canvas,
                    (category, series),
                    block,
                    (corner, corner + panel),
                    middle,
                    &scale,
                );
            }
        }
        for place in 0..panels.len() {
            let x = left + place as f64 * (panel + BETWEEN) + scale.at(0.0);
            labels.put_line(&mut canvas, x, 1.5);
        }
    }
    canvas.finish(bottom)
}

fn put_bar(
    canvas: &mut Canvas,
    (category, series): (usize, usize),
    block: Block,
    (corner, end): (f64, f64),
    middle: f64,
    scale: &Scale,
) {
    let chart = canvas.chart;
    let datum = &chart.data[category][series];
    let half = (canvas.bar() - 1.0) / 2.0;
    let zero = corner + scale.at(0.0);
    let baseline = block.baseline_at_middle(middle);
    let figure = Figure::Datum { category, series };
    let Some(value) = datum.value else {
        let (x, anchor) = beside_zero(zero, end, block.width, FIGURE_GAP);
        canvas.print(figure, block, x, baseline, anchor, Paint::Muted);
        return;
    };
    let tone = match chart.categories[category].role {
        Role::Missing => Tone::Missing,
        _ => Tone::Categorical(0),
    };
    let paint = match chart.series[series].role {
        Role::Total if tone != Tone::Missing && datum.state == State::Shown => Paint::Ink,
        _ => canvas.fill(tone, datum.state),
    };
    let end = corner + scale.at(value.get());
    let area = Area {
        left: zero.min(end),
        top: middle - half,
        right: zero.max(end),
        bottom: middle + half,
    };
    canvas.bar_shape(area, paint);
    let (x, anchor) = if value.get() < 0.0 {
        (end - FIGURE_GAP, Anchor::End)
    } else {
        (end + FIGURE_GAP, Anchor::Start)
    };
    canvas.print(figure, block, x, baseline, anchor, Paint::Ink);
}
