//! How numbers lie: boxes with whiskers, or a dot for every value.

use super::axis::{LEAST_PLOT, ValueAxis, good_plot, too_narrow};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{
    Anchor, Area, Canvas, GUTTER, Labels, Picture, Scale, Shape, Stroke, widest,
};
use crate::chart::model::{Distribution, Figure, Real, State};
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

/// The most values that a strip can still show.
pub(crate) const MOST_VALUES: usize = 2000;

/// Radius of a dot that can be seen by itself, in points.
const GOOD_DOT: f64 = 1.5;
/// Bounds for half the height of a row of dots, in points; a few rows may be higher.
const LEAST_HALF: f64 = 11.0;
const MOST_HALF: f64 = 24.0;
const MOST_ALONE: f64 = 40.0;
/// How far the line of a median reaches beyond the pile that it stands in, in points.
const BEYOND: f64 = 2.5;

/// The least that the line of a median reaches, in points.
const LEAST_MEDIAN: f64 = 5.0;

/// How the numbers are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A box from quartile to quartile, with whiskers to the ends.
    Boxes,
    /// A dot for every value.
    Strips,
}

pub(crate) fn draw(mut canvas: Canvas, form: Form) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let figures: Vec<Block> = chart
        .data
        .iter()
        .map(|row| canvas.figure(&row[0], canvas.strong))
        .collect::<Result<_, _>>()?;
    let heading = canvas.line(canvas.words.median, canvas.small)?;
    let figures_width = widest(figures.iter().chain([&heading]));
    let rest = figures_width + 2.0 * GUTTER + good_plot(&canvas);
    let mut labels = Labels::beside_or_above(&canvas, 0.42, rest)?;
    let left = labels.left + 3.0;
    let right = canvas.width() - figures_width - GUTTER - 3.0;
    if right - left < LEAST_PLOT {
        return Err(too_narrow());
    }
    let axis = ValueAxis::across(&canvas, left, right)?;
    let scale = axis.scale;

    // The figures on the right are medians: their column says so.
    let baseline = heading.style.ascent;
    let area = canvas.scene.text(heading, canvas.width(), baseline, Anchor::End, Paint::Muted);
    let top = labels.put_heading(&mut canvas, 0.0).max(area.bottom);
    let half = match form {
        Form::Boxes => 6.5,
        Form::Strips => strip_half(&chart.distributions, &scale),
    };
    let bottom = labels.place(&mut canvas, top, half, half * 2.0 + 7.0);
    let below = axis.put_below(&mut canvas, &labels, bottom + 2.0);
    let radius = strip_radius(&chart.distributions, half, &scale);
    for (category, (&middle, block)) in labels.middles.iter().zip(figures).enumerate() {
        let datum = &chart.data[category][0];
        if let Some(median) = datum.value {
            let numbers = &chart.distributions[category];
            match form {
                Form::Boxes => put_box(&mut canvas, numbers, middle, &scale, datum.state),
                Form::Strips => {
                    // Behind the dots, so that it hides none.
                    let reach = median_reach(numbers, median.get(), radius, &scale).min(half);
                    let x = scale.at(median.get());
                    let stroke = Stroke::new(Paint::Ink, 1.6);
                    let (top, bottom) = (middle - reach - BEYOND, middle + reach + BEYOND);
                    canvas.scene.line((x, top), (x, bottom), stroke);
                    put_strip(&mut canvas, numbers, middle, (half, radius), &scale, datum.state);
                }
            }
        }
        let paint = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
        let y = block.baseline_at_middle(middle);
        let x = canvas.width();
        canvas.print(Figure::Datum { category, series: 0 }, block, x, y, Anchor::End, paint);
    }
    canvas.finish(below)
}

/// A box from quartile to quartile with the median, and whiskers to the ends of
/// the summary; values beyond those are dots.
fn put_box(canvas: &mut Canvas, numbers: &Distribution, y: f64, scale: &Scale, state: State) {
    let tone = Tone::Categorical(0);
    let [low, lower, median, upper, high] = numbers.summary.map(|value| scale.at(value.get()));
    let line = Stroke::new(Paint::Data(tone), 0.9);
    canvas.scene.line((low, y), (lower, y), line);
    canvas.scene.line((upper, y), (high, y), line);
    for end in [low, high] {
        canvas.scene.line((end, y - 2.5), (end, y + 2.5), line);
    }
    let area = Area { left: lower, top: y - 6.0, right: upper, bottom: y + 6.0 };
    let uncertain = state == State::Uncertain;
    let stroke = Some(Stroke { dashed: uncertain, ..line });
    let fill = Some(if uncertain { Paint::Paper } else { Paint::Tint(tone) });
    canvas.scene.shapes.push(Shape::Rectangle { area, fill, stroke });
    canvas.scene.line((median, y - 6.0), (median, y + 6.0), Stroke::new(Paint::Ink, 1.6));
    let (lowest, highest) = (numbers.summary[0].get(), numbers.summary[4].get());
    for value in numbers.values.iter().map(|value| value.get()) {
        if value < lowest || value > highest {
            put_dot(canvas, scale.at(value), y, 1.3, state);
        }
    }
}

/// The places of all values, in order.
fn places(numbers: &Distribution, scale: &Scale) -> Vec<f64> {
    let values = numbers.values.iter().copied().map(Real::get);
    let mut places: Vec<f64> = values.map(|value| scale.at(value)).collect();
    places.sort_by(f64::total_cmp);
    places
}

/// Half the height of a row of dots: as much as dots of a good size need, within bounds.
fn strip_half(distributions: &[Distribution], scale: &Scale) -> f64 {
    let most = (3.0 * MOST_HALF / distributions.len() as f64).clamp(MOST_HALF, MOST_ALONE);
    highest_pile(distributions, scale, GOOD_DOT, most).clamp(LEAST_HALF, most)
}

/// From the middle of a row to the edge of the highest pile of any row; anything beyond
/// `most` for what is higher than that.
fn highest_pile(distributions: &[Distribution], scale: &Scale, radius: f64, most: f64) -> f64 {
    let rows = distributions.iter().map(|row| places(row, scale));
    let offsets = rows.flat_map(|row| pile(&row, radius, most));
    offsets.fold(0.0_f64, |high, offset| high.max(offset.abs())) + radius
}

/// From the middle of a row to the edge of the dots around its median.
fn median_reach(numbers: &Distribution, median: f64, radius: f64, scale: &Scale) -> f64 {
    let places = places(numbers, scale);
    let offsets = pile(&places, radius, MOST_ALONE);
    let near = |x: &f64| (x - scale.at(median)).abs() <= 2.0 * radius;
    let around = places.iter().zip(offsets).filter(|(x, _)| near(x));
    let reach = around.fold(0.0_f64, |reach, (_, offset)| reach.max(offset.abs())) + radius;
    reach.max(LEAST_MEDIAN)
}

/// The largest dot with which the highest pile of any row still fits its row.
fn strip_radius(distributions: &[Distribution], half: f64, scale: &Scale) -> f64 {
    let mut radius = 2.1;
    while radius > 0.6 && highest_pile(distributions, scale, radius, half) > half {
        radius *= 0.88;
    }
    radius
}

/// A dot for every value, beside each other where they would lie over each other.
fn put_strip(
    canvas: &mut Canvas,
    numbers: &Distribution,
    y: f64,
    (half, radius): (f64, f64),
    scale: &Scale,
    state: State,
) {
    let places = places(numbers, scale);
    let offsets = pile(&places, radius, half);
    for (x, offset) in places.into_iter().zip(offsets) {
        let offset = offset.clamp(radius - half, half - radius);
        put_dot(canvas, x, y + offset, radius, state);
    }
}

/// Offsets from the middle, so that sorted dots keep clear of those before. Dots that
/// find no room within `most` from the middle are at that distance, over each other.
fn pile(places: &[f64], radius: f64, most: f64) -> Vec<f64> {
    let apart = 2.0 * radius;
    // Levels 0, +1, -1, +2, ... a third of a dot apart.
    let levels = (0..)
        .map(|level: u32| {
            let size = f64::from(level.div_ceil(2)) * apart / 3.0;
            if level % 2 == 1 { -size } else { size }
        })
        .take_while(|offset| offset.abs() + radius <= most);
    // Those that found room: few stand within a dot's width of any place.
    let mut standing: Vec<(f64, f64)> = vec![];
    let offset_at = |x: f64| {
        let near = standing.iter().rev().take_while(|(other, _)| x - other < apart);
        let near: Vec<(f64, f64)> = near.map(|(other, offset)| (x - other, *offset)).collect();
        let is_clear = |offset: &f64| {
            near.iter().all(|&(across, other)| {
                let down = offset - other;
                across * across + down * down >= apart * apart - 1e-6
            })
        };
        let offset = levels.clone().find(is_clear);
        standing.extend(offset.map(|offset| (x, offset)));
        offset.unwrap_or(most)
    };
    places.iter().copied().map(offset_at).collect()
}

/// A dot for an answer; open where there are few.
fn put_dot(canvas: &mut Canvas, x: f64, y: f64, radius: f64, state: State) {
    let data = Paint::Data(Tone::Categorical(0));
    let (fill, stroke, radius) = match state {
        State::Uncertain => (Paint::Paper, Some(Stroke::new(data, 0.6)), radius - 0.3),
        State::Shown | State::Hidden => (data, None, radius),
    };
    canvas.scene.shapes.push(Shape::Circle { x, y, radius, fill, stroke });
}
