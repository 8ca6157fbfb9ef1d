//! A logistic regression with an intercept alone, for the two intervals of a
//! share that R's `svyciprop` makes from it.
//!
//! The closed form of the Wald interval is [`ShareEstimate::logit`]; here the
//! iteration itself is followed, stopping rule included, because the figures
//! that R prints carry its last step (a few units in the ninth digit).
//!
//! [`ShareEstimate::logit`]: super::interval::ShareEstimate::logit

use super::design::{Settings, ShareInterval};
use super::interval::{ShareEstimate, expit};
use super::numerics::{CubicSpline, interpolate_linear, normal_quantile, normal_upper, t_quantile};

/// A fitted model.
#[derive(Clone, Copy)]
pub(crate) struct LogitModel {
    /// The intercept: the log odds of the share.
    intercept: f64,
    /// The design-based variance of the intercept.
    variance: f64,
    /// The variance that the model itself would give.
    naive: f64,
    /// The deviance.
    deviance: f64,
    /// The variance of the Pearson residuals.
    dispersion: f64,
    /// The sums of the weights of those with and without the answer, scaled to a mean of 1.
    yes: f64,
    no: f64,
    /// The number of answers.
    n: f64,
}

impl LogitModel {
    /// Fits by iteratively reweighted least squares from R's starting values
    /// `(w y + 0.5) / (w + 1)` until the deviance changes by less than 1e-8.
    ///
    /// `answers` are weights with whether the answer was given; `variance`
    /// gives the design-based variance of the intercept for a mean and the
    /// slope `mean (1 - mean)`. `None` for shares of 0 and 1.
    pub(crate) fn fit(
        answers: impl Iterator<Item = (f64, bool)> + Clone,
        variance: impl Fn(f64, f64) -> Option<f64>,
    ) -> Option<Self> {
        let (mut n, mut sum) = (0.0, 0.0);
        for (weight, _) in answers.clone() {
            n += 1.0;
            sum += weight;
        }
        let scale = n / sum;
        let (mut yes, mut no) = (0.0, 0.0);
        let (mut working, mut weighted, mut before) = (0.0, 0.0, 0.0);
        for (weight, given) in answers {
            let weight = weight * scale;
            let (y, start) = if given {
                yes += weight;
                (1.0, (weight + 0.5) / (weight + 1.0))
            } else {
                no += weight;
                (0.0, 0.5 / (weight + 1.0))
            };
            let slope = start * (1.0 - start);
            let target = libm::log(start / (1.0 - start)) + (y - start) / slope;
            working += weight * slope;
            weighted += weight * slope * target;
            before -= 2.0 * weight * libm::log(if given { start } else { 1.0 - start });
        }
        if yes <= 0.0 || no <= 0.0 {
            return None;
        }
        let mut intercept = weighted / working;
        let mut deviance = deviance_at(yes, no, intercept);
        for _ in 0..25 {
            if (deviance - before).abs() / (deviance.abs() + 0.1) < 1e-8 {
                break;
            }
            before = deviance;
            let mean = expit(intercept);
            let slope = mean * (1.0 - mean);
            working = (yes + no) * slope;
            intercept += (yes - mean * (yes + no)) / working;
            deviance = deviance_at(yes, no, intercept);
        }
        let mean = expit(intercept);
        let slope = mean * (1.0 - mean);
        // Pearson residuals take one of two values; their mean is not exactly 0.
        let (of_yes, of_no) = ((1.0 - mean) / slope.sqrt(), -mean / slope.sqrt());
        let total = yes + no;
        let middle = (yes * of_yes + no * of_no) / total;
        let spread =
            yes * (of_yes - middle) * (of_yes - middle) + no * (of_no - middle) * (of_no - middle);
        Some(Self {
            intercept,
            variance: variance(mean, slope)?,
            naive: 1.0 / working,
            deviance,
            dispersion: spread / total * n / (n - 1.0),
            yes,
            no,
            n,
        })
    }

    /// The model that the iteration tends to, which needs no more than the
    /// estimate. `None` for shares of 0 and 1.
    pub(crate) fn limit(estimate: &ShareEstimate) -> Option<Self> {
        let ShareEstimate { share, variance, base, .. } = *estimate;
        let slope = share * (1.0 - share);
        if slope <= 0.0 {
            return None;
        }
        let intercept = libm::log(share / (1.0 - share));
        let (yes, no) = (base * share, base * (1.0 - share));
        Some(Self {
            intercept,
            variance: variance / (slope * slope),
            naive: 1.0 / (base * slope),
            deviance: deviance_at(yes, no, intercept),
            dispersion: base / (base - 1.0),
            yes,
            no,
            n: base,
        })
    }

    /// The share: that of the answers, as near as the iteration came to it.
    pub(crate) fn share(&self) -> f64 {
        expit(self.intercept)
    }

    /// The interval of the settings' method, one of the two that need the model.
    pub(crate) fn interval(&self, settings: &Settings, degrees: f64) -> Option<(f64, f64)> {
        match settings.share_interval {
            ShareInterval::Likelihood => self.likelihood(settings.level, degrees),
            _ => self.wald(settings.level, degrees),
        }
    }

    /// `expit(b ± t se)` (R: `svyciprop(method = "logit")`).
    pub(crate) fn wald(&self, level: f64, degrees: f64) -> Option<(f64, f64)> {
        if degrees < 1.0 {
            return None;
        }
        let (low, high) =
            super::interval::symmetric(self.intercept, self.variance.sqrt(), level, degrees);
        Some((expit(low), expit(high)))
    }

    /// Where the signed root of the scaled deviance crosses the quantile of t
    /// (Rao and Scott 1984 for the scaling; R: `svyciprop(method = "likelihood")`,
    /// which interpolates a profile of some twelve points by a spline, as is
    /// done here).
    pub(crate) fn likelihood(&self, level: f64, degrees: f64) -> Option<(f64, f64)> {
        if degrees < 1.0 {
            return None;
        }
        let ratio = (self.variance / self.naive).sqrt();
        let cut = -t_quantile((1.0 - level) / 2.0, degrees) * ratio;
        let tail = normal_upper(cut) / 2.0;
        let reach = t_quantile(1.0 - tail / 2.0, self.n - 1.0);
        let step = reach / 5.0 * self.variance.sqrt();
        let mut profile = vec![(self.intercept, 0.0)];
        for sign in [-1.0, 1.0] {
            let mut z: f64 = 0.0;
            for count in 1..10 {
                if z.abs() >= reach {
                    break;
                }
                let at = self.intercept + sign * f64::from(count) * step;
                let scaled = (deviance_at(self.yes, self.no, at) - self.deviance) / self.dispersion;
                z = sign * scaled.max(0.0).sqrt();
                profile.push((at, z));
            }
        }
        profile.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (x, y): (Vec<f64>, Vec<f64>) = profile.into_iter().unzip();
        let spline = CubicSpline::through(&x, &y)?;
        let points = 3 * x.len();
        let (first, last) = (x[0], x[x.len() - 1]);
        let width = (last - first) / (points - 1) as f64;
        let curve: Vec<(f64, f64)> = (0..points)
            .map(|point| {
                let at = if point + 1 == points { last } else { first + point as f64 * width };
                (spline.at(at), at)
            })
            .collect();
        let cut = -normal_quantile(2.0 * tail);
        Some((expit(interpolate_linear(&curve, -cut)?), expit(interpolate_linear(&curve, cut)?)))
    }
}

/// `-2 log likelihood` of log odds.
fn deviance_at(yes: f64, no: f64, log_odds: f64) -> f64 {
    let mean = expit(log_odds);
    -2.0 * (yes * libm::log(mean) + no * libm::log1p(-mean))
}
