//! What may not be printed: small cells, and others from which they could be
//! worked out.

mod bounds;
mod grid;
mod single;

pub(crate) use grid::Grid;
pub(crate) use single::{Figure, hide_single};

use super::design::Privacy;
use super::measure::{Measure, MeasureKind, Reason};
use super::table::{Hidden, Table};

/// Hides a figure on too few answers, or of too small a cell.
pub(crate) fn hide_small(measure: &mut Measure, privacy: Privacy) {
    if let Some(reason) = small(measure.n, measure.base, privacy) {
        measure.hide(reason);
    }
}

/// Why a cell of `n` out of `base` is too small to be shown, if it is.
pub(crate) fn small(n: usize, base: usize, privacy: Privacy) -> Option<Reason> {
    if base < privacy.smallest_base {
        Some(Reason::SmallBase)
    } else if n > 0 && n < privacy.smallest_cell {
        Some(Reason::SmallCell)
    } else {
        None
    }
}

/// Hides the small cells of a table, and as many others as it takes for none
/// of them to follow from the sums that are printed: the base of a column, the
/// column of all respondents, a net, a mean.
///
/// A hidden number is safe when at least two whole numbers agree with
/// everything that is printed. Sums over other tables are not looked at.
pub(crate) fn protect(table: &mut Table, grids: &[Grid], privacy: Privacy) {
    if !privacy.hides() {
        return;
    }
    for grid in grids {
        for (cell, reason) in grid.hidden(privacy) {
            hide(table, cell, reason);
        }
    }
    hide_means(table, privacy);
    table.hidden.sort_by_key(|hidden| (hidden.row, hidden.column));
    let width = table.columns.len();
    let hidden = |row: usize, column: usize| {
        table.cells[row * width + column].as_ref().is_some_and(|cell| cell.measure.hidden.is_some())
    };
    let kept: Vec<_> = table
        .comparisons
        .iter()
        .filter(|test| !hidden(test.row, test.a) && !hidden(test.row, test.b))
        .copied()
        .collect();
    table.comparisons = kept;
}

/// Hides means on too few answers, and where just one group's mean went, one
/// more: else it would follow from the mean of all respondents and the others.
fn hide_means(table: &mut Table, privacy: Privacy) {
    let width = table.columns.len();
    let least = privacy.smallest_base.max(privacy.smallest_cell);
    for row in 0..table.rows.len() {
        let mean = |table: &Table, column: usize| {
            let cell = table.cell(row, column)?;
            (cell.measure.kind == MeasureKind::Mean)
                .then_some((cell.measure.base, cell.measure.hidden.is_some()))
        };
        for column in 0..width {
            if mean(table, column).is_some_and(|(base, hidden)| base < least && !hidden) {
                hide(table, row * width + column, Reason::SmallBase);
            }
        }
        let last = table.columns.last().map_or(0, |column| column.block);
        for block in 1..=last {
            let groups: Vec<(usize, usize, bool)> = (0..width)
                .filter(|&column| table.columns[column].block == block)
                .filter_map(|column| {
                    mean(table, column).map(|(base, hidden)| (base, column, hidden))
                })
                .collect();
            let grouped: usize = groups.iter().map(|group| group.0).sum();
            let everyone = (table.columns[0].block == 0).then(|| mean(table, 0)).flatten();
            let known = everyone.is_some_and(|(base, hidden)| base == grouped && !hidden);
            if known && groups.iter().filter(|group| group.2).count() == 1 {
                let smallest = groups.iter().filter(|group| !group.2).min();
                let place = smallest.map_or(0, |&(_, column, _)| column);
                hide(table, row * width + place, Reason::Derivable);
            }
        }
    }
}

fn hide(table: &mut Table, place: usize, reason: Reason) {
    let width = table.columns.len();
    if let Some(cell) = &mut table.cells[place]
        && cell.measure.hidden.is_none()
    {
        cell.measure.hide(reason);
        cell.above.clear();
        table.hidden.push(Hidden { row: place / width, column: place % width, reason });
    }
}
