//! What may not be printed: small cells, and others from which they could be
//! worked out.

mod bounds;
mod grid;

pub(crate) use grid::Grid;

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
    hide_bases(table, privacy);
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

/// Hides figures on too few answers that no grid looks after: means of other questions.
fn hide_bases(table: &mut Table, privacy: Privacy) {
    use super::measure::MeasureKind;
    let small: Vec<usize> = (0..table.cells.len())
        .filter(|&place| {
            table.cells[place].as_ref().is_some_and(|cell| {
                cell.measure.kind == MeasureKind::Mean
                    && cell.measure.hidden.is_none()
                    && cell.measure.base < privacy.smallest_base.max(privacy.smallest_cell)
            })
        })
        .collect();
    for place in small {
        hide(table, place, Reason::SmallBase);
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
