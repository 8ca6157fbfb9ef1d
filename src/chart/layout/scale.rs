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

/// Round numbers within `low..=high`: as many as there are at a step of 1, 2 or 5
/// times a power of ten, or of 25, 250, …: at most `most` (two at the least). The
/// second value is the number of decimals that they need.
pub(crate) fn ticks(low: f64, high: f64, most: usize) -> (Vec<f64>, u8) {
    let (low, high) = if high - low > 1e-12 { (low, high) } else { (low, low + 1.0) };
    let coarsest = libm::floor(libm::log10(high - low)) as i32 + 1;
    // From coarse to fine: the finest step whose numbers are not too many, but in
    // any case one with two numbers.
    let steps = (coarsest - 3..=coarsest)
        .rev()
        .flat_map(|power| [5.0_f64, 2.5, 2.0, 1.0].map(|factor| (power, factor)))
        // A quarter of one would take a decimal more than its neighbours.
        .filter(|&(power, factor)| power > 0 || factor.fract() == 0.0);
    let mut best: (Vec<f64>, u8) = (vec![], 0);
    for (power, factor) in steps {
        let step = factor * libm::pow(10.0, f64::from(power));
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        let count = if last >= first { (last - first) as usize + 1 } else { 0 };
        if count > most && best.0.len() > 1 {
            break;
        }
        if count > best.0.len() {
            let values = (0..count).map(|index| (first + index as f64) * step).collect();
            best = (values, (-power).clamp(0, 12) as u8);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        assert_eq!(ticks(0.0, 100.0, 5), (vec![0.0, 25.0, 50.0, 75.0, 100.0], 0));
        assert_eq!(ticks(0.0, 92.0, 6).0, [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ticks(1.0, 5.0, 5), (vec![1.0, 2.0, 3.0, 4.0, 5.0], 0));
        assert_eq!(ticks(-3.0, 4.0, 5).0, [-2.0, 0.0, 2.0, 4.0]);
        assert_eq!(ticks(6.2, 8.2, 4), (vec![6.5, 7.0, 7.5, 8.0], 1));
        assert_eq!((ticks(6.01, 6.99, 2).0.len(), ticks(6.01, 6.99, 2).1), (4, 1));
        assert_eq!(ticks(0.0, 0.25, 3), (vec![0.0, 0.1, 0.2], 1));
    }

    #[test]
    fn there_are_always_two_ticks() {
        for (low, high) in [(7.0, 7.0), (0.999, 1.001), (-9.9, -0.1), (1.1, 1.9), (3e5, 3.3e5)] {
            for most in 0..7 {
                let (values, _) = ticks(low, high, most);
                assert!(values.len() > 1, "{low} {high} {most}: {values:?}");
                let high = if high > low { high } else { low + 1.0 };
                let within = low - 1e-9..=high + 1e-9;
                assert!(values.iter().all(|tick| within.contains(tick)), "{values:?}");
            }
        }
    }

    #[test]
    fn a_scale_without_extent_stays_finite() {
        let scale = Scale::new(3.0, 3.0, 0.0, 100.0);
        assert!(scale.at(3.0).abs() < 1e-12);
        assert!((Scale::new(0.0, 2.0, 10.0, 30.0).at(1.0) - 20.0).abs() < 1e-12);
    }
}
