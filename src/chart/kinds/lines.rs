//! Lines over waves, with the name and the last figure of each line at its end.

use super::axis::{LEAST_PLOT, ValueAxis, too_narrow};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Picture, Shape, Stroke, spread, widest};
use crate::chart::model::{Figure, Role, State, Unit};
use crate::chart::svg::Part;
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

/// Between the last point and its figure, in points.
const LEAD: f64 = 9.0;
/// A label that stands further from its point than this is tied to it, in points.
pub(crate) const MOVED: f64 = 3.5;
/// Between a point, or its interval, and its figure, in points.
const FIGURE_GAP: f64 = 4.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let waves = chart.categories.len();
    let ends = line_ends(&canvas)?;
    let names_width = widest(ends.iter().map(|end| &end.name));
    let figures_width = widest(ends.iter().map(|end| &end.figure));
    let figures_room = if figures_width > 0.0 { figures_width + 5.0 } else { 0.0 };
    let right_room = LEAD + figures_room + names_width;

    // The height follows from the width, but never less than the names need.
    let heights: Vec<f64> =
        ends.iter().map(|end| end.name.height().max(end.figure.height()) + 0.5).collect();
    let plot = (canvas.width() * 0.38).clamp(80.0, 170.0).max(heights.iter().sum());
    // Above the highest point stands its figure, or half a name.
    let single = chart.series.len() == 1;
    let top = if single { canvas.small.line_height() + 6.0 } else { canvas.label.line_height() };
    let bottom = top + plot;
    // Shares are read against nothing and all; means are not.
    let from_zero = chart.unit == Unit::Share;
    // The marks of absent figures stand at the foot, below the lines.
    let absent = chart.data.iter().flatten().any(|datum| datum.value.is_none());
    let foot = if absent { bottom - canvas.small.line_height() } else { bottom };
    let axis = ValueAxis::upright(&canvas, foot, top, from_zero)?;
    let left = axis.width() + 5.0;
    let right = canvas.width() - right_room;
    if right - left < LEAST_PLOT {
        return Err(too_narrow());
    }
    // The first wave stands a little inside; the last where the names begin.
    let slot = (right - left) / waves as f64;
    let inset = if waves > 1 { (slot / 2.0).min(14.0) } else { (right - left) / 2.0 };
    let step = if waves > 1 { (right - left - inset) / (waves - 1) as f64 } else { 0.0 };
    let x_of = |wave: usize| left + inset + step * wave as f64;
    let scale = axis.scale;
    axis.put_left(&mut canvas, left, right);

    for series in 0..chart.series.len() {
        put_line(&mut canvas, series, &x_of, |value| scale.at(value));
    }
    let below = put_waves(&mut canvas, &x_of, step.max(slot), bottom)?;
    put_absent(&mut canvas, &x_of, bottom)?;
    if single {
        put_figures(&mut canvas, &x_of, |value| scale.at(value))?;
    }
    put_ends(
        &mut canvas,
        ends,
        &heights,
        right,
        figures_room,
        (top - 4.0, bottom + 4.0),
        |value| scale.at(value),
    );
    canvas.finish(below)
}

/// What stands at the end of a line.
struct End {
    /// The last wave with a value.
    last: Option<(usize, f64)>,
    figure: Block,
    name: Block,
}

fn line_ends(canvas: &Canvas) -> Result<Vec<End>, ChartFault> {
    let chart = canvas.chart;
    let room = canvas.width() * 0.30;
    (0..chart.series.len())
        .map(|series| {
            let last = (0..chart.categories.len())
                .rev()
                .find_map(|wave| chart.data[wave][series].value.map(|value| (wave, value.get())));
            let text = last.map_or("", |(wave, _)| chart.data[wave][series].text.as_str());
            Ok(End {
                last,
                figure: canvas.line(text, canvas.strong)?,
                name: canvas.wrap(&chart.series[series].text, canvas.label, room)?,
            })
        })
        .collect()
}

/// The names of the waves under the plot; returns their bottom.
fn put_waves(
    canvas: &mut Canvas,
    x_of: &dyn Fn(usize) -> f64,
    room: f64,
    bottom: f64,
) -> Result<f64, ChartFault> {
    // Below the number of the axis at the bottom, which a wide name would touch.
    let top = bottom + canvas.small.line_height() / 2.0 + 0.5;
    let mut lowest = top;
    let categories = &canvas.chart.categories;
    for (wave, category) in categories.iter().enumerate() {
        let edge = x_of(wave).min(canvas.width() - x_of(wave)) * 2.0;
        let block =
            canvas.wrap(&category.text, canvas.small, (room - 4.0).min(edge)).map_err(|fault| {
                match fault.code {
                    "chart-too-narrow" => {
                        ChartFault::new("chart-too-narrow", "the names of the waves do not fit")
                            .hint("make the chart wider, or shorten the names of the waves")
                    }
                    _ => fault,
                }
            })?;
        let y = top + block.style.ascent;
        let area = canvas.scene.text(block, x_of(wave), y, Anchor::Middle, Paint::Muted);
        lowest = lowest.max(area.bottom);
    }
    Ok(lowest)
}

/// A line, broken where there is no value, with dots. Uncertain dots are open.
pub(crate) fn put_line(
    canvas: &mut Canvas,
    series: usize,
    x_of: &dyn Fn(usize) -> f64,
    y_of: impl Fn(f64) -> f64,
) {
    let chart = canvas.chart;
    let tone = canvas.tone(series);
    let mut data = vec![];
    let mut drawing = false;
    let mut dots = vec![];
    for (wave, row) in chart.data.iter().enumerate() {
        // All waves together are no wave: their dot stands by itself.
        let total = chart.categories[wave].role == Role::Total;
        drawing &= !total;
        let Some(value) = row[series].value else {
            drawing = false;
            continue;
        };
        let (x, y) = (x_of(wave), y_of(value.get()));
        data.extend([
            Part::Letter(if drawing { 'L' } else { 'M' }),
            Part::Number(x),
            Part::Number(y),
        ]);
        drawing = !total;
        dots.push((x, y, row[series].state));
        if let Some((low, high)) = row[series].interval {
            let stroke = Stroke::new(Paint::Tint(tone), 2.0);
            canvas.scene.line((x, y_of(low.get())), (x, y_of(high.get())), stroke);
        }
    }
    if dots.len() > 1 {
        let stroke = Some(Stroke::new(Paint::Data(tone), 1.75));
        canvas.scene.shapes.push(Shape::Path { data, fill: None, stroke });
    }
    for (x, y, state) in dots {
        dot(canvas, x, y, tone, state);
    }
}

/// A dot for a value; open when it is uncertain.
pub(crate) fn dot(canvas: &mut Canvas, x: f64, y: f64, tone: Tone, state: State) {
    let (fill, stroke) = match state {
        State::Uncertain => (Paint::Paper, Some(Stroke::new(Paint::Data(tone), 1.3))),
        _ => (Paint::Data(tone), None),
    };
    let radius = if stroke.is_some() { 2.2 } else { 2.7 };
    canvas.scene.shapes.push(Shape::Circle { x, y, radius, fill, stroke });
}

/// A mark at the foot of every wave with a figure that is hidden or missing: the
/// line is broken there.
fn put_absent(
    canvas: &mut Canvas,
    x_of: &dyn Fn(usize) -> f64,
    bottom: f64,
) -> Result<(), ChartFault> {
    let chart = canvas.chart;
    for (wave, row) in chart.data.iter().enumerate() {
        let hidden = row.iter().find(|datum| datum.state == State::Hidden);
        let absent = hidden.or_else(|| row.iter().find(|datum| datum.value.is_none()));
        let Some(datum) = absent else { continue };
        let block = canvas.figure(datum, canvas.small)?;
        let (x, y) = (x_of(wave), bottom - 2.0 - block.style.descent);
        canvas.scene.text(block, x, y, Anchor::Middle, Paint::Muted);
    }
    Ok(())
}

/// The figures of a single line, at its points; the last stands at the end. Each
/// stands above its point, or below where the line runs through that place.
fn put_figures(
    canvas: &mut Canvas,
    x_of: &dyn Fn(usize) -> f64,
    y_of: impl Fn(f64) -> f64,
) -> Result<(), ChartFault> {
    let chart = canvas.chart;
    let points: Vec<Option<(f64, f64)>> = chart
        .data
        .iter()
        .enumerate()
        .map(|(wave, row)| Some((x_of(wave), y_of(row[0].value?.get()))))
        .collect();
    let last = points.iter().rposition(Option::is_some);
    for (wave, row) in chart.data.iter().enumerate() {
        let Some((x, y)) = points[wave].filter(|_| Some(wave) != last) else { continue };
        let block = canvas.line(&row[0].text, canvas.small)?;
        let (high, low) = match row[0].interval {
            Some((low, high)) => (y_of(high.get()).min(y), y_of(low.get()).max(y)),
            None => (y, y),
        };
        let half = block.width / 2.0;
        let above = high - FIGURE_GAP - block.style.descent;
        let below = low + FIGURE_GAP + block.style.cap_height;
        let area = |baseline: f64| Area {
            left: x - half,
            top: baseline - block.style.ascent,
            right: x + half,
            bottom: baseline + block.style.descent,
        };
        let touched = |baseline: f64| {
            let letters = Area { top: baseline - block.style.cap_height, ..area(baseline) };
            let letters = Area { bottom: baseline, ..letters };
            let segments = points.windows(2).filter_map(|pair| Some((pair[0]?, pair[1]?)));
            segments.into_iter().any(|(from, to)| letters.is_crossed(from, to))
        };
        let free = |baseline: &f64| canvas.scene.is_free(&area(*baseline));
        let places = [above, below].into_iter().filter(free);
        let Some(y) = places.clone().find(|place| !touched(*place)).or(places.into_iter().next())
        else {
            continue;
        };
        let figure = Figure::Datum { category: wave, series: 0 };
        canvas.print(figure, block, x, y, Anchor::Middle, Paint::Ink);
    }
    Ok(())
}

/// The last figures and the names, beside the ends of the lines.
fn put_ends(
    canvas: &mut Canvas,
    ends: Vec<End>,
    heights: &[f64],
    right: f64,
    figures_room: f64,
    (low, high): (f64, f64),
    y_of: impl Fn(f64) -> f64,
) {
    let wishes: Vec<f64> =
        ends.iter().map(|end| end.last.map_or(high, |(_, value)| y_of(value))).collect();
    let middles = spread(&wishes, heights, low, high);
    for (series, end) in ends.into_iter().enumerate() {
        let middle = middles[series];
        let tone = canvas.tone(series);
        if let Some((category, _)) = end.last {
            let wish = wishes[series];
            if (wish - middle).abs() > MOVED {
                // A short line leads to a name that had to give way.
                let stroke = Stroke::new(Paint::Data(tone), 0.6);
                canvas.scene.line((right + 3.0, wish), (right + LEAD - 1.5, middle), stroke);
            }
            let figure = Figure::Datum { category, series };
            let y = end.figure.baseline_at_middle(middle);
            canvas.print(figure, end.figure, right + LEAD, y, Anchor::Start, Paint::Ink);
        }
        let y = end.name.baseline_at_middle(middle);
        let x = right + LEAD + figures_room;
        canvas.scene.text(end.name, x, y, Anchor::Start, Paint::Ink);
    }
}
