//! Squares of a hundred cells: each cell is one in a hundred.

use super::axis::too_narrow;
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Legend, Picture, Shape, Stroke, widest};
use crate::chart::model::{Datum, Figure, Role, State};
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};
use crate::format::round_half_away;

/// Side of a cell, and the white between two, in points.
const CELL: f64 = 6.6;
const GAP: f64 = 1.1;
/// Side of a square.
const SIDE: f64 = 10.0 * CELL + 9.0 * GAP;
/// Between two squares, in points.
const BETWEEN: f64 = 22.0;
/// Side of the swatch of a part, and the space after it, in points.
const SWATCH: f64 = 7.5;
const SWATCH_GAP: f64 = 5.0;
/// Between a square and the figures of its parts, in points.
const PARTS_GAP: f64 = 8.0;
/// Between a figure and the name after it, in points.
const FIGURE_GAP: f64 = 6.0;
/// The least room for names, in points.
const LEAST_NAME: f64 = 30.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let (count, width) = (chart.categories.len(), canvas.width());
    let several = chart.series.len() > 1;
    let mut top = 0.0;
    if count == 1 && several {
        return draw_parts(canvas);
    }
    if several {
        let entries = canvas.series_entries();
        top = Legend::new(&canvas, &entries, width)?.put(&mut canvas, 0.0, 0.0) + 6.0;
    }
    if count == 1 {
        return draw_one(canvas, top);
    }
    let parts = if several { Parts::of(&canvas)? } else { Parts::default() };
    let panel = SIDE + parts.room();
    if panel > width {
        return Err(too_narrow());
    }
    let fit = (((width + BETWEEN) / (panel + BETWEEN)) as usize).clamp(1, count);
    let in_row = count.div_ceil(count.div_ceil(fit));
    let slot = ((width + BETWEEN) / in_row as f64).min(panel + 3.0 * BETWEEN);
    let mut bottom = top;
    for first in (0..count).step_by(in_row) {
        let row = first..(first + in_row).min(count);
        let blocks = row
            .clone()
            .map(|category| heading(&canvas, category, slot - BETWEEN))
            .collect::<Result<Vec<_>, _>>()?;
        let height = blocks
            .iter()
            .map(|(figure, label)| figure.as_ref().map_or(0.0, Block::height) + label.height())
            .fold(0.0, f64::max);
        let grid_top = top + height + 3.0;
        for (place, (category, (figure, label))) in row.zip(blocks).enumerate() {
            let x = slot * place as f64;
            // Labels and figures hang from one line, the squares stand on another.
            let mut y = top;
            if let Some(block) = figure {
                let figure = Figure::Datum { category, series: 0 };
                let baseline = y + block.style.ascent;
                y += block.height();
                canvas.print(figure, block, x, baseline, Anchor::Start, Paint::Ink);
            }
            let baseline = y + label.style.ascent;
            canvas.scene.text(label, x, baseline, Anchor::Start, Paint::Ink);
            put_square(&mut canvas, category, x, grid_top);
            bottom = parts.put(&mut canvas, category, x + SIDE + PARTS_GAP, grid_top).max(bottom);
        }
        bottom = bottom.max(grid_top + SIDE);
        top = bottom + 14.0;
    }
    canvas.finish(bottom)
}

/// The figures of all parts of several squares, each in a column beside its square.
#[derive(Default)]
struct Parts {
    /// By category, then by series.
    figures: Vec<Vec<Block>>,
    width: f64,
}

impl Parts {
    fn of(canvas: &Canvas) -> Result<Self, ChartFault> {
        let figures: Vec<Vec<Block>> = canvas
            .chart
            .data
            .iter()
            .map(|row| row.iter().map(|datum| canvas.figure(datum, canvas.small)).collect())
            .collect::<Result<_, _>>()?;
        let width = widest(figures.iter().flatten());
        Ok(Self { figures, width })
    }

    /// The room beside a square, in points.
    fn room(&self) -> f64 {
        if self.figures.is_empty() { 0.0 } else { PARTS_GAP + SWATCH + SWATCH_GAP + self.width }
    }

    /// Puts the figures of a square, each after the colour of its part; returns
    /// their bottom.
    fn put(&self, canvas: &mut Canvas, category: usize, left: f64, top: f64) -> f64 {
        let mut bottom = top;
        for (series, block) in self.figures.get(category).into_iter().flatten().enumerate() {
            let (above, below) = block.reach();
            let middle = bottom + above.max(SWATCH / 2.0);
            let datum = &canvas.chart.data[category][series];
            let paint = canvas.fill(canvas.tone(series), datum.state);
            put_swatch(canvas, left, middle, paint);
            let baseline = block.baseline_at_middle(middle);
            let ink = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
            let right = left + SWATCH + SWATCH_GAP + self.width;
            let place = Figure::Datum { category, series };
            canvas.print(place, block.clone(), right, baseline, Anchor::End, ink);
            bottom = middle + below;
        }
        bottom
    }
}

/// The colour of a part, beside its figure.
fn put_swatch(canvas: &mut Canvas, left: f64, middle: f64, paint: Paint) {
    let half = SWATCH / 2.0;
    let area = Area { left, top: middle - half, right: left + SWATCH, bottom: middle + half };
    canvas.bar_shape(area, paint);
}

/// One square with its figure large beside it.
fn draw_one(mut canvas: Canvas, top: f64) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let left = SIDE + 16.0;
    let large = canvas.large(3.2)?;
    let datum = &chart.data[0][0];
    let style = large;
    let room = canvas.width() - left;
    let figure = match datum.value {
        Some(_) => canvas.wrap(&datum.text, style, room)?,
        None => canvas.absent(datum, room)?,
    };
    let label = canvas.wrap(&chart.categories[0].text, canvas.label, room.min(190.0))?;
    put_square(&mut canvas, 0, 0.0, top);
    let height = figure.height() + label.height();
    let start = top + ((SIDE - height) / 2.0).max(0.0);
    let baseline = start + figure.style.ascent;
    let below = start + figure.height() + label.style.ascent;
    let place = Figure::Datum { category: 0, series: 0 };
    canvas.print(place, figure, left, baseline, Anchor::Start, Paint::Ink);
    let area = canvas.scene.text(label, left, below, Anchor::Start, Paint::Ink);
    canvas.finish((top + SIDE).max(area.bottom))
}

/// One square divided among the series, with their figures and names beside it.
fn draw_parts(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let left = SIDE + 16.0;
    let figures: Vec<Block> = chart.data[0]
        .iter()
        .map(|datum| canvas.figure(datum, canvas.strong))
        .collect::<Result<_, _>>()?;
    let column = widest(&figures);
    let names_left = left + SWATCH + SWATCH_GAP + column + FIGURE_GAP;
    let room = canvas.width() - names_left;
    if room < LEAST_NAME {
        return Err(too_narrow());
    }
    let names: Vec<Block> = chart
        .series
        .iter()
        .map(|series| canvas.wrap(&series.text, canvas.label, room))
        .collect::<Result<_, _>>()?;
    // All respondents need no name: nobody else is shown.
    let category = &chart.categories[0];
    let heading = if category.role == Role::Total { "" } else { &category.text };
    let heading = canvas.wrap(heading, canvas.small_strong, canvas.width() - left)?;
    let named = heading.width > 0.0;
    let height: f64 = names.iter().map(|name| name.height() + 1.0).sum();
    let mut top = ((SIDE - height) / 2.0).max(0.0);
    if named {
        let baseline = heading.style.ascent;
        top = canvas.scene.text(heading, left, baseline, Anchor::Start, Paint::Ink).bottom + 3.0;
    }
    put_square(&mut canvas, 0, 0.0, 0.0);
    for (series, (name, figure)) in names.into_iter().zip(figures).enumerate() {
        let (above, below) = name.reach();
        let middle = top + above;
        let datum = &chart.data[0][series];
        let paint = canvas.fill(canvas.tone(series), datum.state);
        put_swatch(&mut canvas, left, middle, paint);
        let baseline = figure.baseline_at_middle(middle);
        let ink = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
        let place = Figure::Datum { category: 0, series };
        canvas.print(place, figure, names_left - FIGURE_GAP, baseline, Anchor::End, ink);
        let baseline = name.baseline_at_middle(middle);
        canvas.scene.text(name, names_left, baseline, Anchor::Start, Paint::Ink);
        top = middle + below + 1.0;
    }
    canvas.finish(SIDE.max(top))
}

fn heading(
    canvas: &Canvas,
    category: usize,
    width: f64,
) -> Result<(Option<Block>, Block), ChartFault> {
    let chart = canvas.chart;
    let figure = if chart.series.len() == 1 {
        let large = canvas.large(1.6)?;
        let datum = &chart.data[category][0];
        Some(match datum.value {
            Some(_) => canvas.wrap(&datum.text, large, width)?,
            None => canvas.absent(datum, width)?,
        })
    } else {
        None
    };
    let category = &chart.categories[category];
    let style = if category.role == Role::Total { canvas.small_strong } else { canvas.small };
    Ok((figure, canvas.wrap(&category.text, style, width)?))
}

/// A hundred cells, filled from the top left, row by row.
fn put_square(canvas: &mut Canvas, category: usize, left: f64, top: f64) {
    let row = &canvas.chart.data[category];
    let blank = row.iter().any(|datum| datum.state == State::Hidden)
        || row.iter().all(|datum| datum.value.is_none());
    let mut cells = vec![];
    if !blank {
        for (series, count) in allot(row).into_iter().enumerate() {
            let tone = canvas.tone(series);
            cells.extend(std::iter::repeat_n(canvas.fill(tone, row[series].state), count));
        }
    }
    for cell in 0..100 {
        let (x, y) = ((cell % 10) as f64, (cell / 10) as f64);
        let (left, top) = (left + x * (CELL + GAP), top + y * (CELL + GAP));
        let area = Area { left, top, right: left + CELL, bottom: top + CELL };
        match cells.get(cell) {
            Some(&paint) => canvas.bar_shape(area, paint),
            None if blank => {
                let stroke = Some(Stroke::new(Paint::Rule, 0.5));
                canvas.scene.shapes.push(Shape::Rectangle { area, fill: None, stroke });
            }
            None => {
                let Area { left, top, right, bottom } = area;
                canvas.scene.bar(left, top, right, bottom, Paint::Tint(Tone::Missing));
            }
        }
    }
}

/// Cells per series: rounded alone, or so that the rounded parts add up
/// (largest remainders first) when there are several.
fn allot(row: &[Datum]) -> Vec<usize> {
    let shares: Vec<f64> =
        row.iter().map(|datum| datum.value.map_or(0.0, |value| value.get() * 100.0)).collect();
    if let [share] = shares.as_slice() {
        return vec![round_half_away(share.clamp(0.0, 100.0), 0) as usize];
    }
    let whole = round_half_away(shares.iter().sum::<f64>().clamp(0.0, 100.0), 0) as usize;
    let mut cells: Vec<usize> = shares.iter().map(|share| share.max(0.0) as usize).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let rest = |index: &usize| shares[*index] - shares[*index].floor();
    order.sort_by(|one, two| rest(two).total_cmp(&rest(one)));
    let given: usize = cells.iter().sum();
    for &index in order.iter().take(whole.saturating_sub(given)) {
        cells[index] += 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_add_up() {
        let row = |shares: &[f64]| -> Vec<Datum> {
            shares.iter().map(|&share| Datum::shown(share, "")).collect()
        };
        assert_eq!(allot(&row(&[0.675])), [68]);
        assert_eq!(allot(&row(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0])), [34, 33, 33]);
        assert_eq!(allot(&row(&[0.125, 0.125, 0.75])), [13, 12, 75]);
        assert_eq!(allot(&row(&[0.0, 0.0])), [0, 0]);
    }
}
