//! Bars of an ordered scale, centred on neutral, with nets at both ends.

use super::axis::{LEAST_PLOT, too_narrow};
use super::stacked::{blank, blank_bar, figure_style, inside, segment, thickness};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, GUTTER, Labels, Legend, Picture, widest};
use crate::chart::model::{Datum, Figure, Label, Net, Role, Side};
use crate::chart::text::{Block, TextStyle};
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

/// How far a heading may reach beyond its column, over what stands below, in points.
const OVERHANG: f64 = 34.0;
/// Between headings and the first row, in points.
const HEADING_GAP: f64 = 1.0;
/// Between the bars and what stands apart, in points.
const APART: f64 = 10.0;
/// Between bars and nets, in points.
const NET_GAP: f64 = 6.0;

/// The arms of all bars and what stands apart, as shares.
struct Arms {
    parts: Vec<Part>,
    neutral: Neutral,
}

impl Arms {
    fn sum(&self, row: &[Datum], wanted: Part) -> f64 {
        let parts = self.parts.iter().zip(row).filter(|(part, _)| **part == wanted);
        parts.filter_map(|(_, datum)| datum.value).map(|value| value.get()).sum()
    }

    fn arm(&self, row: &[Datum], side: Part) -> f64 {
        let half = match self.neutral {
            Neutral::Middle => self.sum(row, Part::Neutral) / 2.0,
            Neutral::Apart => 0.0,
        };
        self.sum(row, side) + half
    }

    fn is_aside(&self, series: usize) -> bool {
        match self.parts[series] {
            Part::Missing => true,
            Part::Neutral => self.neutral == Neutral::Apart,
            Part::Negative | Part::Positive => false,
        }
    }

    fn aside(&self, row: &[Datum]) -> f64 {
        let neutral = match self.neutral {
            Neutral::Middle => 0.0,
            Neutral::Apart => self.sum(row, Part::Neutral),
        };
        neutral + self.sum(row, Part::Missing)
    }
}

/// Where everything stands across the chart, in points.
struct Places {
    /// The left end of the longest negative arm.
    left: f64,
    /// The right end of the longest positive arm.
    right: f64,
    /// Where the arms meet.
    middle: f64,
    /// Points per unit of share.
    unit: f64,
    /// Right edges of the columns of nets.
    nets: Vec<f64>,
    /// Where the bars apart begin.
    aside: f64,
    /// The style of the figures within bars.
    figures: TextStyle,
}

pub(crate) fn draw(mut canvas: Canvas, neutral: Neutral) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let arms = Arms { parts: parts(&chart.series), neutral };
    let mut nets = chart
        .nets
        .iter()
        .enumerate()
        .map(|(number, net)| net_column(&canvas, number, net))
        .collect::<Result<Vec<_>, _>>()?;
    // The first heading on each side may reach to the left: over the bars, or over the
    // labels, as far as the heading of their bases.
    let bases = chart.categories.iter().any(|category| category.base.is_some());
    let over_labels = if bases { GUTTER / 2.0 } else { OVERHANG };
    for (side, overhang) in [(Side::Left, over_labels), (Side::Right, OVERHANG)] {
        if let Some(net) = nets.iter_mut().find(|net| chart.nets[net.net].side == side) {
            net.width = widest(&net.figures).max(net.heading.width - overhang);
        }
    }
    // A single part apart has its figure beside it, as bars have.
    let asides: Vec<usize> =
        (0..chart.series.len()).filter(|&series| arms.is_aside(series)).collect();
    let mut aside_figures: Vec<Block> = match asides.as_slice() {
        [series] => chart
            .data
            .iter()
            .map(|row| canvas.line(&row[*series].text, canvas.small))
            .collect::<Result<_, _>>()?,
        _ => vec![],
    };
    let beside: f64 = nets.iter().map(|net| net.width + NET_GAP).sum();
    let rest = beside + widest(&aside_figures) + APART + 1.5 * LEAST_PLOT;
    let mut labels = Labels::narrow(&canvas, 0.40, rest)?;
    let start = labels.left;
    let mut places = places_of(&canvas, &arms, &nets, start, 0.0)?;
    // They stand within the parts apart when all of them fit there.
    let mut apart = chart.data.iter().flat_map(|row| asides.iter().map(|&series| &row[series]));
    let all_fit = aside_figures.iter().zip(&mut apart).all(|(block, datum)| {
        datum.value.is_none_or(|value| block.width <= inside(value.get() * places.unit))
    });
    if all_fit {
        aside_figures.clear();
    } else {
        places = places_of(&canvas, &arms, &nets, start, widest(&aside_figures))?;
    }

    let entries = canvas.series_entries();
    let (legend, x) = Legend::above_bars(&canvas, &entries, places.left)?;
    let legend_bottom = legend.put(&mut canvas, x, 0.0) + 5.0;
    let top = put_headings(&mut canvas, &nets, &places.nets, legend_bottom);
    // All headings stand on one line.
    let of_bases = (top - HEADING_GAP - labels.heading_height()).max(legend_bottom);
    let top = labels.put_heading(&mut canvas, of_bases).max(top);

    let thickness = thickness(&canvas);
    let pitch = canvas.pitch(thickness);
    let bottom = labels.place(&mut canvas, top, thickness / 2.0, pitch);
    labels.put_line(&mut canvas, places.middle, 2.0);
    for (category, &middle) in labels.middles.iter().enumerate() {
        let aside_figure = aside_figures.get(category).cloned();
        put_bar(&mut canvas, &arms, &places, category, middle, aside_figure)?;
        for (net, &x) in nets.iter().zip(&places.nets) {
            let block = net.figures[category].clone();
            let y = block.baseline_at_middle(middle);
            let figure = Figure::Net { net: net.net, category };
            canvas.print(figure, block, x, y, Anchor::End, Paint::Ink);
        }
    }
    canvas
        .finish(bottom.max(labels.middles.last().map_or(0.0, |last| last + thickness / 2.0 + 2.5)))
}

/// One scale for all bars, from what is left beside labels, nets and figures.
fn places_of(
    canvas: &Canvas,
    arms: &Arms,
    nets: &[NetColumn],
    start: f64,
    aside_figures: f64,
) -> Result<Places, ChartFault> {
    let chart = canvas.chart;
    let longest = |length: &dyn Fn(&[Datum]) -> f64| {
        chart.data.iter().map(|row| length(row)).fold(0.0, f64::max)
    };
    let negative = longest(&|row| arms.arm(row, Part::Negative));
    let positive = longest(&|row| arms.arm(row, Part::Positive));
    let aside = longest(&|row| arms.aside(row));
    let side = |net: &&NetColumn, side: Side| chart.nets[net.net].side == side;
    let width = |wanted: Side| -> f64 {
        nets.iter().filter(|net| side(net, wanted)).map(|net| net.width + NET_GAP).sum()
    };
    let mut beside = 0.0;
    if aside > 0.0 || aside_figures > 0.0 {
        beside = APART + if aside_figures > 0.0 { aside_figures + 3.0 } else { 0.0 };
    }
    // Where labels stand above their rows, there is nothing to reach over.
    let first = nets.iter().find(|net| chart.nets[net.net].side == Side::Left);
    let overhang = first.map_or(0.0, |net| (net.heading.width - net.width - start).max(0.0));
    let start = start + overhang;
    let left = start + width(Side::Left);
    let room = canvas.width() - left - width(Side::Right) - beside;
    if room < LEAST_PLOT {
        return Err(too_narrow());
    }
    let total = negative + positive + aside;
    let unit = room / if total > 0.0 { total } else { 1.0 };
    // Without any share the bars still have their place.
    let right = if total > 0.0 { left + (negative + positive) * unit } else { left + room };
    let (mut from_left, mut from_right) = (start, right);
    let nets = nets
        .iter()
        .map(|net| match chart.nets[net.net].side {
            Side::Left => {
                from_left += net.width + NET_GAP;
                from_left - NET_GAP
            }
            Side::Right => {
                from_right += net.width + NET_GAP;
                from_right
            }
        })
        .collect();
    let middle = left + negative * unit;
    let figures = figure_style(canvas, unit)?;
    Ok(Places { left, right, middle, unit, nets, aside: from_right + APART, figures })
}

fn put_bar(
    canvas: &mut Canvas,
    arms: &Arms,
    places: &Places,
    category: usize,
    middle: f64,
    aside_figure: Option<Block>,
) -> Result<(), ChartFault> {
    let row = &canvas.chart.data[category];
    let half = thickness(canvas) / 2.0;
    let area = |left, right| Area { left, top: middle - half, right, bottom: middle + half };
    if let Some(blank) = blank(row) {
        return blank_bar(canvas, area(places.left, places.right), blank);
    }
    let mut x = places.middle - arms.arm(row, Part::Negative) * places.unit;
    let mut aside = places.aside;
    for (series, datum) in row.iter().enumerate() {
        let length = datum.value.map_or(0.0, |value| value.get()) * places.unit;
        if !arms.is_aside(series) {
            segment(canvas, category, series, area(x, x + length), Some(places.figures))?;
            x += length;
            continue;
        }
        let inside = Some(places.figures).filter(|_| aside_figure.is_none());
        segment(canvas, category, series, area(aside, aside + length), inside)?;
        aside += length;
        if let (Some(block), true) = (aside_figure.clone(), datum.value.is_some()) {
            let y = block.baseline_at_middle(middle);
            let figure = Figure::Datum { category, series };
            canvas.print(figure, block, aside + 3.0, y, Anchor::Start, Paint::Ink);
        }
    }
    Ok(())
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
        .map(|datum| canvas.figure(datum, canvas.strong))
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
    if height > 0.0 { top + height + HEADING_GAP } else { top }
}
