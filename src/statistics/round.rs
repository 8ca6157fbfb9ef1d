//! Rounding a row of percentages so that they add up to 100.

use crate::format::round_half_away;

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
    order.sort_by(|&a, &b| {
        remainder(b).total_cmp(&remainder(a)).then(shares[b].total_cmp(&shares[a])).then(a.cmp(&b))
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
