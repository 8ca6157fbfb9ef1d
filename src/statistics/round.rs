//! Rounding a row of percentages so that they add up to 100.

use std::sync::Arc;

use crate::format::round_half_away;

/// A share as a part of a distribution whose percentages are rounded together.
///
/// A distribution is that of one question in one group: all valid answers of a
/// selection, or of a column of a table. A part is one option or several; the
/// percentage of several is the sum of theirs, so that a net agrees with the
/// options that it stands over.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The shares of the whole distribution, in the order of the codebook.
    pub(crate) shares: Arc<[f64]>,
    /// Which of them the part consists of.
    pub(crate) places: Vec<usize>,
}

impl Part {
    /// The part as a percentage with `digits` decimals.
    pub fn percentage(&self, digits: u8) -> f64 {
        let rounded = percentages_of_hundred(&self.shares, digits);
        let sum = self.places.iter().filter_map(|&place| rounded.get(place)).sum();
        round_half_away(sum, digits)
    }

    /// What the distribution has beside this part.
    pub(crate) fn rest(&self) -> Self {
        let places = (0..self.shares.len()).filter(|place| !self.places.contains(place)).collect();
        Self { shares: self.shares.clone(), places }
    }
}

/// Shares as percentages with `digits` decimals that add up to what their own
/// sum rounds to: 100 for a full row.
///
/// The method of largest remainders (Hamilton): all are rounded down, then the
/// missing units go to the largest remainders. Equal remainders favour the
/// larger share, then the earlier place, so that the result is always the same.
pub fn percentages_of_hundred(shares: &[f64], digits: u8) -> Vec<f64> {
    let factor = libm::pow(10.0, f64::from(digits));
    let units: Vec<f64> = shares.iter().map(|share| share * 100.0 * factor).collect();
    let target = round_half_away(units.iter().sum::<f64>(), 0);
    // A value this near a whole number is that number: 0.29 * 100 is 28.999…
    let mut floors: Vec<f64> =
        units.iter().map(|unit| (unit + 1e-9 * unit.abs().max(1.0)).floor()).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |place: usize| round_half_away(units[place] - floors[place], 9);
    // Sums in another order differ in their last bit, which must decide nothing.
    let share = |place: usize| round_half_away(units[place], 9);
    order.sort_by(|&a, &b| {
        remainder(b).total_cmp(&remainder(a)).then(share(b).total_cmp(&share(a))).then(a.cmp(&b))
    });
    let missing = target - floors.iter().sum::<f64>();
    for &place in order.iter().take(missing.max(0.0) as usize) {
        floors[place] += 1.0;
    }
    floors.into_iter().map(|unit| unit / factor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_add_up_to_a_hundred() {
        let third = 1.0 / 3.0;
        assert_eq!(percentages_of_hundred(&[third; 3], 0), [34.0, 33.0, 33.0]);
        assert_eq!(percentages_of_hundred(&[third; 3], 1), [33.4, 33.3, 33.3]);
    }

    #[test]
    fn the_largest_remainder_gets_the_missing_unit() {
        assert_eq!(percentages_of_hundred(&[0.125, 0.125, 0.75], 0), [13.0, 12.0, 75.0]);
        assert_eq!(percentages_of_hundred(&[0.29, 0.71], 0), [29.0, 71.0]);
        assert_eq!(percentages_of_hundred(&[0.004, 0.004, 0.992], 0), [1.0, 0.0, 99.0]);
    }

    #[test]
    fn a_part_of_a_row_keeps_its_own_sum() {
        assert_eq!(percentages_of_hundred(&[0.2049, 0.2049], 0), [21.0, 20.0]);
        assert_eq!(percentages_of_hundred(&[], 0), [0.0; 0]);
    }
}
