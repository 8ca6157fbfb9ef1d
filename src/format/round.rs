//! The one rounding rule.

/// Rounds half away from zero to `digits` decimals.
///
/// A value within 1e-9 (relative) of a tie counts as the tie: a share such as
/// 29/200 is 0.145 to the reader, though the nearest `f64` lies below it.
pub fn round_half_away(value: f64, digits: u8) -> f64 {
    let factor = libm::pow(10.0, f64::from(digits));
    let scaled = value.abs() * factor;
    let floor = scaled.floor();
    let tie = floor + 0.5;
    let rounded = if scaled - tie >= -1e-9 * scaled.max(1.0) { floor + 1.0 } else { floor };
    let result = rounded / factor;
    if value < 0.0 && rounded > 0.0 { -result } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_away_from_zero() {
        for (value, digits, expected) in [
            (12.5, 0, 13.0),
            (-12.5, 0, -13.0),
            (14.499999999999998, 0, 15.0),
            (0.145, 2, 0.15),
            (14.4999, 0, 14.0),
            (-0.2, 0, 0.0),
            (2.675, 2, 2.68),
        ] {
            assert!((round_half_away(value, digits) - expected).abs() < 1e-12, "{value}");
        }
    }
}
