//! A grid of figures, shaded by value.

use super::axis::{extent, too_narrow};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{
    Anchor, Area, Canvas, Labels, Picture, Shape, Stroke, dashed_inside, widest,
};
use crate::chart::model::{Chart, Figure, Role, Scheme, State};
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

/// Steps of the shading: as many as the eye can still order.
const STEPS: usize = 7;
/// Between two cells, in points.
const GAP: f64 = 1.0;
/// The widest column, in points: figures far apart are hard to compare.
const WIDEST: f64 = 76.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let columns = chart.series.len();
    let figures: Vec<Vec<Block>> = chart
        .data
        .iter()
        .map(|row| row.iter().map(|datum| canvas.figure(datum, canvas.label)).collect())
        .collect::<Result<_, _>>()?;
    let least = widest(figures.iter().flatten()) + GAP + 3.0;
    let share = if columns > 6 { 0.34 } else { 0.42 };
    // A column is as wide as the longest word of its heading, where that can be.
    let wanted = heading_word(&canvas)?.min(canvas.width() * 0.66 / columns as f64).max(least);
    let mut labels = Labels::column(&canvas, share, wanted * columns as f64)?;
    let left = labels.left;
    let cell = ((canvas.width() - left) / columns as f64).min(WIDEST.max(least));
    if cell < least {
        return Err(too_narrow());
    }
    let headings: Vec<Block> = chart
        .series
        .iter()
        .map(|series| {
            let style = if series.role == Role::Total { canvas.small_strong } else { canvas.small };
            canvas.wrap(&series.text, style, cell - 4.0)
        })
        .collect::<Result<_, _>>()?;
    let heading = headings.iter().fold(0.0_f64, |height, block| height.max(block.height()));
    for (series, block) in headings.into_iter().enumerate() {
        let x = left + cell * (series as f64 + 0.5);
        let y = heading - block.style.descent - block.spread();
        canvas.scene.text(block, x, y, Anchor::Middle, Paint::Muted);
    }
    let heading = if heading > 0.0 { heading + 1.0 } else { 0.0 };
    let base_heading = labels.heading_height();
    let top = labels.put_heading(&mut canvas, (heading - base_heading).max(0.0)).max(heading);

    let half = canvas.label.line_height() / 2.0 + 2.0;
    let bottom = labels.place(&mut canvas, top, half, half * 2.0 + GAP);
    // Cells fill the room between the middles, so that the grid has no holes.
    let edges = edges(top, bottom, &labels.middles);
    let shade = Shade::of(chart);
    for (category, &middle) in labels.middles.iter().enumerate() {
        for (series, datum) in chart.data[category].iter().enumerate() {
            let x = left + cell * series as f64;
            let area = Area {
                left: x + GAP / 2.0,
                top: edges[category] + GAP / 2.0,
                right: x + cell - GAP / 2.0,
                bottom: edges[category + 1] - GAP / 2.0,
            };
            let paint = match datum.value {
                Some(value) => {
                    let tone = shade.tone(value.get());
                    let fill = Some(Paint::Data(tone));
                    canvas.scene.shapes.push(Shape::Rectangle { area, fill, stroke: None });
                    if datum.state == State::Uncertain {
                        canvas.scene.shapes.push(dashed_inside(area, tone, 1.4));
                    }
                    Paint::On(tone)
                }
                None => {
                    let stroke = Some(Stroke { paint: Paint::Rule, width: 0.5, dashed: true });
                    canvas.scene.shapes.push(Shape::Rectangle { area, fill: None, stroke });
                    Paint::Muted
                }
            };
            let block = figures[category][series].clone();
            let y = block.baseline_at_middle(middle);
            let x = (area.left + area.right) / 2.0;
            canvas.print(Figure::Datum { category, series }, block, x, y, Anchor::Middle, paint);
        }
    }
    canvas.finish(edges.last().copied().unwrap_or(bottom))
}

/// The width of the longest word in the headings, in points.
fn heading_word(canvas: &Canvas) -> Result<f64, ChartFault> {
    let words = canvas.chart.series.iter().flat_map(|series| series.text.split_whitespace());
    let blocks =
        words.map(|word| canvas.line(word, canvas.small)).collect::<Result<Vec<_>, _>>()?;
    Ok(widest(&blocks) + 5.0)
}

/// The upper edges of the rows, and the lower edge of the last.
fn edges(top: f64, bottom: f64, middles: &[f64]) -> Vec<f64> {
    let between = middles.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0);
    std::iter::once(top).chain(between).chain([bottom]).collect()
}

/// From values to the steps of a palette.
pub(crate) struct Shade {
    low: f64,
    high: f64,
    diverging: bool,
}

impl Shade {
    pub(crate) fn of(chart: &Chart) -> Self {
        let (low, high) = match chart.range {
            Some((low, high)) => (low.get(), high.get()),
            None => extent(chart).unwrap_or((0.0, 1.0)),
        };
        let diverging = chart.scheme == Scheme::Diverging;
        // Without a given range the neutral colour stands for zero.
        if diverging && chart.range.is_none() {
            let reach = low.abs().max(high.abs());
            return Self { low: -reach, high: reach, diverging };
        }
        Self { low, high, diverging }
    }

    /// The step that a value falls in.
    pub(crate) fn tone(&self, value: f64) -> Tone {
        let extent = self.high - self.low;
        let share =
            if extent > 1e-12 { ((value - self.low) / extent).clamp(0.0, 1.0) } else { 0.5 };
        let step = ((share * STEPS as f64) as usize).min(STEPS - 1);
        if self.diverging { Tone::Diverging(step, STEPS) } else { Tone::Sequential(step, STEPS) }
    }
}
