//! What may not be printed.

use super::design::Privacy;
use super::measure::{Measure, Reason};
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

/// The counts behind the share rows of one question.
pub(crate) struct Grid {
    /// The first of these rows in the table.
    pub(crate) first: usize,
    /// The options that each row joins.
    pub(crate) places: Vec<Vec<usize>>,
    /// Respondents by row and column.
    pub(crate) counts: Vec<Vec<usize>>,
    /// Valid answers by column.
    pub(crate) bases: Vec<usize>,
    /// Whether the options exclude each other, so that they add up to the base.
    pub(crate) additive: bool,
}

/// Hides the small cells of a table, and others from which they could be computed.
pub(crate) fn protect(table: &mut Table, grids: &[Grid], privacy: Privacy) {
    if !privacy.hides() {
        return;
    }
    let width = table.columns.len();
    for grid in grids {
        for (row, counts) in grid.counts.iter().enumerate() {
            for (column, &count) in counts.iter().enumerate() {
                if let Some(reason) = small(count, grid.bases[column], privacy) {
                    hide(table, (grid.first + row) * width + column, reason);
                }
            }
        }
    }
}

/// Hides the small cells of one row whose columns are the options.
pub(crate) fn protect_line(
    table: &mut Table,
    row: usize,
    _places: &[Vec<usize>],
    counts: &[usize],
    base: usize,
    privacy: Privacy,
) {
    let width = table.columns.len();
    for (column, &count) in counts.iter().enumerate() {
        if let Some(reason) = small(count, base, privacy) {
            hide(table, row * width + column, reason);
        }
    }
}

fn hide(table: &mut Table, place: usize, reason: Reason) {
    let width = table.columns.len();
    if let Some(cell) = &mut table.cells[place] {
        cell.measure.hide(reason);
        cell.above.clear();
        table.hidden.push(Hidden { row: place / width, column: place % width, reason });
    }
}
