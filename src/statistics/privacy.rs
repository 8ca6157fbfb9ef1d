//! What may not be printed.

use super::design::Privacy;
use super::measure::{Measure, Reason};

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
