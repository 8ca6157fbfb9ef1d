//! From values to points, and round numbers for an axis.

/// A linear scale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) start: f64,
    pub(crate) end: f64,
}

impl Scale {
    /// Maps `from..to` to `start..end` in points. Two equal ends are spread by one.
    pub(crate) fn new(from: f64, to: f64, start: f64, end: f64) -> Self {
        let to = if to - from > 1e-12 { to } else { from + 1.0 };
        Self { from, to, start, end }
    }

    /// The place of a value; values beyond the ends stop there.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.start + share * (self.end - self.start)
    }
}

/// Round numbers that cover `low..high` in about `count` steps of 1, 2, 2.5 or
/// 5 times a power of ten. The first is at or below `low`, the last at or above
/// `high`. The second value is the number of decimals that they need.
pub(crate) fn ticks(low: f64, high: f64, count: usize) -> (Vec<f64>, u8) {
    let (low, high) = if high - low > 1e-12 { (low, high) } else { (low, low + 1.0) };
    let rough = (high - low) / count.max(1) as f64;
    let power = libm::floor(libm::log10(rough));
    let unit = libm::pow(10.0, power);
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * unit >= rough * 0.999_999)
        .unwrap_or(10.0);
    let step = factor * unit;
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    // A guard only: the step is chosen so that there are few.
    let number = ((last - first) as usize).min(100);
    let ticks = (0..=number).map(|index| (first + index as f64) * step).collect();
    let decimals = if (factor - 2.5).abs() < 1e-9 { 1.0 - power } else { -power };
    let decimals = if (factor - 10.0).abs() < 1e-9 { decimals - 1.0 } else { decimals };
    (ticks, decimals.clamp(0.0, 12.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover() {
        assert_eq!(ticks(0.0, 1.0, 4), (vec![0.0, 0.25, 0.5, 0.75, 1.0], 2));
        assert_eq!(ticks(0.0, 92.0, 5).0, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(1.0, 5.0, 4), (vec![1.0, 2.0, 3.0, 4.0, 5.0], 0));
        assert_eq!(ticks(-3.0, 4.0, 4).0, [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(ticks(7.0, 7.0, 2).0.len(), 3);
    }

    #[test]
    fn a_scale_without_extent_stays_finite() {
        let scale = Scale::new(3.0, 3.0, 0.0, 100.0);
        assert!(scale.at(3.0).abs() < 1e-12);
        assert!((Scale::new(0.0, 2.0, 10.0, 30.0).at(1.0) - 20.0).abs() < 1e-12);
    }
}
