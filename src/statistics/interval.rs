//! Confidence intervals.

use super::numerics::{beta_quantile, normal_quantile, t_quantile};

/// An estimated share with what its intervals need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareEstimate {
    /// The share, as a fraction.
    pub share: f64,
    /// The design-based variance of the share.
    pub variance: f64,
    /// Respondents in the base, unweighted.
    pub base: f64,
    /// The design's degrees of freedom in the base.
    pub degrees: f64,
}

impl ShareEstimate {
    /// The base of a simple random sample with the same variance,
    /// `p (1 - p) / v`; `None` when the share is 0 or 1 or has no variance.
    fn effective(&self) -> Option<f64> {
        let spread = self.share * (1.0 - self.share);
        (spread > 0.0 && self.variance > 0.0).then(|| spread / self.variance)
    }

    /// Whether the design leaves no doubt of a share between 0 and 1: everyone was asked,
    /// or the answer is the same throughout each stratum. A variance of 0 of a share of 0
    /// or 1 says no such thing.
    pub(crate) fn is_certain(&self) -> bool {
        self.variance <= 0.0 && self.share > 0.0 && self.share < 1.0
    }

    /// `p ± t se` (R: `svyciprop(method = "mean")`).
    pub fn t(&self, level: f64) -> (f64, f64) {
        self.around(t_quantile(0.5 + level / 2.0, self.degrees))
    }

    /// `p ± critical se`.
    pub(crate) fn around(&self, critical: f64) -> (f64, f64) {
        let half = critical * self.variance.sqrt();
        (self.share - half, self.share + half)
    }

    /// `p ± z se` (R: `confint` of `svymean`).
    pub fn z(&self, level: f64) -> (f64, f64) {
        symmetric(self.share, self.variance.sqrt(), level, f64::INFINITY)
    }

    /// Symmetric on the scale of log odds: `expit(logit(p) ± t se / (p (1 - p)))`
    /// (R: `svyciprop(method = "xlogit")`). `None` for a share of 0 or 1.
    pub fn logit(&self, level: f64) -> Option<(f64, f64)> {
        self.logit_around(t_quantile(0.5 + level / 2.0, self.degrees))
    }

    /// The same with a quantile that is known already.
    pub(crate) fn logit_around(&self, critical: f64) -> Option<(f64, f64)> {
        let spread = self.share * (1.0 - self.share);
        if spread <= 0.0 {
            return None;
        }
        let odds = libm::log(self.share / (1.0 - self.share));
        let half = critical * self.variance.sqrt() / spread;
        Some((expit(odds - half), expit(odds + half)))
    }

    /// Clopper and Pearson's interval on the effective base of Korn and
    /// Graubard (1998): `n* = p (1 - p) / v · (t(n - 1) / t(df))²`
    /// (R: `svyciprop(method = "beta")`). A share of 0 or 1 takes the base itself; one
    /// without variance is its own interval (R's `qbeta` of infinities gives a half).
    pub fn beta(&self, level: f64) -> (f64, f64) {
        if self.is_certain() {
            return (self.share, self.share);
        }
        let tail = (1.0 - level) / 2.0;
        let effective = match self.effective() {
            Some(effective) => {
                let ratio = t_quantile(tail, self.base - 1.0) / t_quantile(tail, self.degrees);
                effective * ratio * ratio
            }
            None => self.base,
        };
        let (yes, no) = (effective * self.share, effective * (1.0 - self.share));
        (beta_quantile(tail, yes, no + 1.0), beta_quantile(1.0 - tail, yes + 1.0, no))
    }

    /// Wilson's interval on the effective base `n p (1 - p) / ((n - 1) v)`,
    /// which is the base itself in a simple random sample. A share without variance is
    /// its own interval.
    pub fn wilson(&self, level: f64) -> Option<(f64, f64)> {
        if self.is_certain() {
            return Some((self.share, self.share));
        }
        let effective = match self.effective() {
            Some(effective) => effective * self.base / (self.base - 1.0),
            None => self.base,
        };
        wilson(self.share, effective, level)
    }
}

/// Wilson's score interval of a share `p` of `n` (Wilson 1927; R:
/// `prop.test(correct = FALSE)`); `None` when the base is empty.
pub fn wilson(p: f64, n: f64, level: f64) -> Option<(f64, f64)> {
    if n.is_nan() || n <= 0.0 {
        return None;
    }
    let z = normal_quantile(0.5 + level / 2.0);
    let square = z * z / n;
    let middle = p + square / 2.0;
    let half = z * (p * (1.0 - p) / n + square / (4.0 * n)).sqrt();
    Some(((middle - half) / (1.0 + square), (middle + half) / (1.0 + square)))
}

/// `value ± t se` with the quantile of t for `degrees`, which may be infinite.
pub fn symmetric(value: f64, standard_error: f64, level: f64, degrees: f64) -> (f64, f64) {
    let half = t_quantile(0.5 + level / 2.0, degrees) * standard_error;
    (value - half, value + half)
}

/// The largest margin of error of a share for `n` of `population`:
/// `z sqrt(0.25 / n) sqrt((N - n) / (N - 1))`, as a fraction (Cochran,
/// "Sampling Techniques", 3.3); `None` when `n` is 0 or more than the population.
pub fn largest_margin(n: f64, population: Option<f64>, level: f64) -> Option<f64> {
    if n.is_nan() || n <= 0.0 {
        return None;
    }
    let correction = match population {
        Some(all) if n > all => return None,
        Some(all) if all <= 1.0 => 0.0,
        Some(all) => (all - n) / (all - 1.0),
        None => 1.0,
    };
    Some(normal_quantile(0.5 + level / 2.0) * (0.25 / n * correction).sqrt())
}

/// `1 / (1 + e^-x)`.
pub(crate) fn expit(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use super::*;

    #[test]
    fn the_largest_margin_shrinks_with_the_population() {
        let margin = largest_margin(126.0, Some(431.0), 0.95).unwrap();
        assert!((margin - 0.073_53).abs() < 1e-5, "{margin}");
        let margin = largest_margin(1000.0, None, 0.95).unwrap();
        assert!((margin - 0.030_99).abs() < 1e-5, "{margin}");
        assert_eq!(largest_margin(0.0, None, 0.95), None);
    }

    #[test]
    fn a_share_without_variance_is_its_own_interval() {
        let certain = ShareEstimate { share: 0.3, variance: 0.0, base: 10.0, degrees: 9.0 };
        assert_eq!(certain.beta(0.95), (0.3, 0.3));
        assert_eq!(certain.wilson(0.95), Some((0.3, 0.3)));
    }

    #[test]
    fn clopper_pearson_at_zero_is_the_rule_of_three() {
        let none = ShareEstimate { share: 0.0, variance: 0.0, base: 30.0, degrees: 29.0 };
        let (low, high) = none.beta(0.95);
        assert_eq!(low, 0.0);
        // 1 - 0.025^(1 / 30)
        assert!((high - 0.115_703_308_222_045_58).abs() < 1e-12, "{high}");
    }
}
