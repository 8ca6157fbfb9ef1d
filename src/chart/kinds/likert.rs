//! Bars of an ordered scale, centred on neutral, with nets at both ends.

use super::axis::{LEAST_PLOT, too_narrow};
use super::stacked::{blank, blank_bar, segment, thickness};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Entry, GUTTER, Legend, Picture, Stroke, widest};
use crate::chart::model::{Figure, Label, Net, Role, Side};
use crate::chart::text::Block;
use crate::chart::theme::Paint;

/// Where the neutral answers stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Neutral {
    /// Half left and half right of the middle.
    Middle,
    /// On the right, beside the bars.
    Apart,
}

/// The part of a bar that a series belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Negative,
    Neutral,
    Positive,
    Missing,
}

/// A column of nets beside the bars.
struct NetColumn {
    net: usize,
    heading: Block,
    figures: Vec<Block>,
    width: f64,
}

/// Between the bars and what stands apart, in points.
const APART: f64 = 10.0;
/// Between bars and nets, in points.
const NET_GAP: f64 = 6.0;

pub(crate) fn draw(mut canvas: Canvas, neutral: Neutral) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let parts = parts(&chart.series);
    let column = canvas.label_column(0.40)?;
    let mut left = if column.right > 0.0 { column.right + GUTTER } else { 0.0 };
    let mut right = canvas.width();
    let nets = chart
        .nets
        .iter()
        .enumerate()
        .map(|(number, net)| net_column(&canvas, number, net))
        .collect::<Result<Vec<_>, _>>()?;
    let mut places = vec![];
    for net in &nets {
        match chart.nets[net.net].side {
            Side::Left => {
                left += net.width;
                places.push(left);
                left += NET_GAP;
            }
            Side::Right => {
                places.push(right);
                right -= net.width + NET_GAP;
            }
        }
    }

    // One scale for all bars: the longest arms to both sides, and what stands apart.
    let sum = |row: usize, wanted: Part| -> f64 {
        let parts = parts.iter().zip(&chart.data[row]).filter(|(part, _)| **part == wanted);
        parts.filter_map(|(_, datum)| datum.value).map(|value| value.get()).sum()
    };
    let half = |row| if neutral == Neutral::Middle { sum(row, Part::Neutral) / 2.0 } else { 0.0 };
    let beside = |row| {
        let neutral = if neutral == Neutral::Apart { sum(row, Part::Neutral) } else { 0.0 };
        neutral + sum(row, Part::Missing)
    };
    let longest =
        |length: &dyn Fn(usize) -> f64| (0..chart.data.len()).map(length).fold(0.0, f64::max);
    let negative = longest(&|row| sum(row, Part::Negative) + half(row));
    let positive = longest(&|row| sum(row, Part::Positive) + half(row));
    let apart = longest(&beside);
    let gap = if apart > 0.0 { APART } else { 0.0 };
    let room = right - left - gap;
    if room < LEAST_PLOT {
        return Err(too_narrow());
    }
    let total = negative + positive + apart;
    let unit = room / if total > 0.0 { total } else { 1.0 };
    let middle_x = left + negative * unit;
    let apart_x = right - apart * unit;

    let entries: Vec<Entry> = chart
        .series
        .iter()
        .enumerate()
        .map(|(index, series)| Entry::new(Paint::Data(canvas.tone(index)), &series.text))
        .collect();
    let (legend, x) = Legend::above_bars(&canvas, &entries, left)?;
    let mut top = legend.put(&mut canvas, x, 0.0) + 5.0;
    top = put_headings(&mut canvas, &nets, &places, top);
    let top = canvas.base_heading(&column, top);

    let thickness = thickness(&canvas);
    let pitch = canvas.pitch(thickness);
    let (middles, bottom) = canvas.rows(&column, top, thickness / 2.0, pitch);
    if let (Some(first), Some(last)) = (middles.first(), middles.last()) {
        let reach = thickness / 2.0 + 2.0;
        let stroke = Stroke::new(Paint::Ink, 0.6);
        canvas.scene.line((middle_x, first - reach), (middle_x, last + reach), stroke);
    }
    for (category, &middle) in middles.iter().enumerate() {
        canvas.put_label(&column, category, middle);
        let (bar_top, bar_bottom) = (middle - thickness / 2.0, middle + thickness / 2.0);
        let area = |left, right| Area { left, top: bar_top, right, bottom: bar_bottom };
        if let Some(blank) = blank(&chart.data[category]) {
            blank_bar(&mut canvas, area(left, right), blank)?;
        } else {
            let mut x = middle_x - (sum(category, Part::Negative) + half(category)) * unit;
            if neutral == Neutral::Apart {
                x = middle_x - sum(category, Part::Negative) * unit;
            }
            let mut beside_x = apart_x;
            for (series, datum) in chart.data[category].iter().enumerate() {
                let length = datum.value.map_or(0.0, |value| value.get()) * unit;
                let aside = parts[series] == Part::Missing
                    || parts[series] == Part::Neutral && neutral == Neutral::Apart;
                let from = if aside { &mut beside_x } else { &mut x };
                let place = area(*from, *from + length);
                *from += length;
                segment(&mut canvas, category, series, place)?;
            }
        }
        for (net, &x) in nets.iter().zip(&places) {
            let block = net.figures[category].clone();
            let y = block.baseline_at_middle(middle);
            let figure = Figure::Net { net: net.net, category };
            canvas.print(figure, block, x, y, Anchor::End, Paint::Ink);
        }
    }
    canvas.finish(bottom.max(middles.last().map_or(0.0, |last| last + thickness / 2.0 + 2.5)))
}

/// Which side each series belongs to: around the series marked neutral, or
/// else around the middle of an odd number of steps.
fn parts(series: &[Label]) -> Vec<Part> {
    let steps: Vec<usize> =
        (0..series.len()).filter(|&index| series[index].role != Role::Missing).collect();
    let marked: Vec<usize> =
        steps.iter().copied().filter(|&index| series[index].role == Role::Neutral).collect();
    let (first, last) = match (marked.first(), marked.last()) {
        (Some(&first), Some(&last)) => (first, last + 1),
        _ if steps.len() % 2 == 1 => {
            let middle = steps[steps.len() / 2];
            (middle, middle + 1)
        }
        _ => {
            let middle = steps.get(steps.len() / 2).copied().unwrap_or(0);
            (middle, middle)
        }
    };
    (0..series.len())
        .map(|index| match index {
            _ if series[index].role == Role::Missing => Part::Missing,
            index if index < first => Part::Negative,
            index if index < last => Part::Neutral,
            _ => Part::Positive,
        })
        .collect()
}

fn net_column(canvas: &Canvas, number: usize, net: &Net) -> Result<NetColumn, ChartFault> {
    let figures: Vec<Block> = net
        .data
        .iter()
        .map(|datum| canvas.line(canvas.figure_text(datum), canvas.strong))
        .collect::<Result<_, _>>()?;
    let figures_width = widest(&figures);
    let room = figures_width.max(canvas.width() * 0.13);
    let heading = canvas.wrap(&net.label, canvas.small_strong, room)?;
    let width = figures_width.max(heading.width);
    Ok(NetColumn { net: number, heading, figures, width })
}

/// Headings of nets stand on one baseline, just above the bars.
fn put_headings(canvas: &mut Canvas, nets: &[NetColumn], places: &[f64], top: f64) -> f64 {
    let height = nets.iter().fold(0.0_f64, |height, net| height.max(net.heading.height()));
    for (net, &x) in nets.iter().zip(places) {
        let block = net.heading.clone();
        let y = top + height - block.style.descent - block.spread();
        canvas.scene.text(block, x, y, Anchor::End, Paint::Ink);
    }
    if height > 0.0 { top + height + 1.0 } else { top }
}
