//! Two moments, and a line from one to the other for each series.

use super::axis::{LEAST_PLOT, extent, too_narrow};
use super::lines::{MOVED, put_line};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Canvas, Picture, Scale, Stroke, spread, widest};
use crate::chart::model::Figure;
use crate::chart::text::Block;
use crate::chart::theme::Paint;

/// Between an upright line and the figures beside it, in points.
const LEAD: f64 = 10.0;
/// Between the last figures and the names, in points.
const NAME_GAP: f64 = 7.0;
/// The widest plot, in points: longer lines hide their slope.
const WIDEST: f64 = 250.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let figures = |moment: usize| -> Result<Vec<Block>, ChartFault> {
        let texts = chart.data[moment].iter();
        texts.map(|datum| canvas.figure(datum, canvas.strong)).collect()
    };
    let (before, after) = (figures(0)?, figures(1)?);
    let figures = widest(before.iter().chain(&after)) * 2.0 + 2.0 * LEAD + NAME_GAP;
    let room = (canvas.width() * 0.45).min(canvas.width() - figures - LEAST_PLOT).max(30.0);
    let names: Vec<Block> = chart
        .series
        .iter()
        .map(|series| canvas.wrap(&series.text, canvas.label, room))
        .collect::<Result<_, _>>()?;
    let left = widest(&before) + LEAD;
    let after_width = widest(&after);
    let free = canvas.width() - left - LEAD - after_width - NAME_GAP - widest(&names);
    if free < LEAST_PLOT {
        return Err(too_narrow());
    }
    let right = left + free.min(WIDEST);
    let names_left = right + LEAD + after_width + NAME_GAP;
    let heading_room = (right + LEAD + after_width) / 2.0;
    let headings: Vec<Block> = chart
        .categories
        .iter()
        .map(|moment| canvas.wrap(&moment.text, canvas.small_strong, heading_room - 4.0))
        .collect::<Result<_, _>>()?;

    let heights: Vec<f64> = names
        .iter()
        .zip(before.iter().zip(&after))
        .map(|(name, (one, two))| name.height().max(one.height()).max(two.height()) + 0.5)
        .collect();
    let heading = headings.iter().fold(0.0_f64, |height, block| height.max(block.height()));
    let plot = heights.iter().sum::<f64>().max((canvas.width() * 0.36).clamp(80.0, 160.0));
    let (top, bottom) = (heading + 6.0, heading + 6.0 + plot);
    let (low, high) = match chart.range {
        Some((low, high)) => (low.get(), high.get()),
        None => extent(chart).unwrap_or((0.0, 1.0)),
    };
    let inset = canvas.label.line_height() / 2.0;
    let scale = Scale::new(low, high, bottom - inset, top + inset);

    // Headings stand over the figures and run towards the middle.
    let ends = [(0.0, Anchor::Start), (right + LEAD + after_width, Anchor::End)];
    for ((x, anchor), block) in ends.into_iter().zip(headings) {
        let y = heading - block.style.descent - block.spread();
        canvas.scene.text(block, x, y, anchor, Paint::Muted);
    }
    for x in [left, right] {
        canvas.scene.line((x, top), (x, bottom), Stroke::new(Paint::Rule, 0.6));
    }
    for series in 0..chart.series.len() {
        let x_of = |moment: usize| if moment == 0 { left } else { right };
        put_line(&mut canvas, series, &x_of, |value| scale.at(value));
    }
    let wishes = |moment: usize| -> Vec<f64> {
        let data = chart.data[moment].iter().zip(&chart.data[1 - moment]);
        // A figure that is missing stands where its line would have begun.
        data.map(|(datum, other)| datum.value.or(other.value))
            .map(|value| value.map_or(bottom, |value| scale.at(value.get())))
            .collect()
    };
    for (moment, x, figures) in [(0, left, before), (1, right, after)] {
        let wishes = wishes(moment);
        let middles = spread(&wishes, &heights, top, bottom);
        let outwards = if moment == 0 { -1.0 } else { 1.0 };
        for (series, figure) in figures.into_iter().enumerate() {
            let (wish, middle) = (wishes[series], middles[series]);
            if (wish - middle).abs() > MOVED {
                let stroke = Stroke::new(Paint::Data(canvas.tone(series)), 0.6);
                let from = (x + outwards * 3.0, wish);
                canvas.scene.line(from, (x + outwards * (LEAD - 1.5), middle), stroke);
            }
            let y = figure.baseline_at_middle(middle);
            let anchor = if moment == 0 { Anchor::End } else { Anchor::Start };
            let place = Figure::Datum { category: moment, series };
            canvas.print(place, figure, x + outwards * LEAD, y, anchor, Paint::Ink);
            if moment == 1 {
                let name = names[series].clone();
                let y = name.baseline_at_middle(middle);
                canvas.scene.text(name, names_left, y, Anchor::Start, Paint::Ink);
            }
        }
    }
    canvas.finish(bottom)
}
