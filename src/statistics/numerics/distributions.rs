//! Tails and quantiles of the normal, t, chi-square, F and beta distributions.

use std::f64::consts::{PI, SQRT_2};

use super::gamma_beta::{beta_kernel, beta_regularised, gamma_upper};

/// Newton steps after which the last value is taken; in practice fewer than twenty are needed.
const MOST_STEPS: usize = 400;

/// `P(Z > z)` of the standard normal distribution (R: `pnorm(z, lower.tail = FALSE)`).
pub fn normal_upper(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The standard normal quantile of `probability`, between 0 and 1 (R: `qnorm`).
///
/// Start: Abramowitz and Stegun 26.2.23; then Halley steps on the exact tail.
pub fn normal_quantile(probability: f64) -> f64 {
    if !(probability > 0.0 && probability < 1.0) {
        return match probability {
            p if p <= 0.0 => f64::NEG_INFINITY,
            p if p >= 1.0 => f64::INFINITY,
            _ => f64::NAN,
        };
    }
    let tail = probability.min(1.0 - probability);
    let t = (-2.0 * libm::log(tail)).sqrt();
    let mut z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..4 {
        let density = libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt();
        let step = (normal_upper(z) - tail) / density;
        z += step / (1.0 - 0.5 * z * step);
    }
    if probability < 0.5 { -z } else { z }
}

/// `P(T > t)` of Student's t with `degrees` degrees of freedom, for `t >= 0`;
/// infinite degrees give the normal distribution (R: `pt(t, df, lower.tail = FALSE)`, DLMF 8.17).
pub fn t_upper(t: f64, degrees: f64) -> f64 {
    if degrees.is_infinite() {
        return normal_upper(t);
    }
    if t < 0.0 {
        return 1.0 - t_upper(-t, degrees);
    }
    let square = t * t;
    let sum = degrees + square;
    0.5 * beta_regularised(degrees / sum, square / sum, degrees / 2.0, 0.5).0
}

/// The quantile of Student's t (R: `qt`); infinite degrees give the normal quantile.
///
/// The tail is convex beyond 0, so Newton steps from below the quantile cannot
/// overshoot it, and one from just above it lands below.
pub fn t_quantile(probability: f64, degrees: f64) -> f64 {
    if !(probability > 0.0 && probability < 1.0) || degrees.is_infinite() {
        return normal_quantile(probability);
    }
    if degrees.is_nan() || degrees <= 0.0 {
        return f64::NAN;
    }
    let tail = probability.min(1.0 - probability);
    if tail >= 0.5 {
        return 0.0;
    }
    let z = -normal_quantile(tail);
    // Abramowitz and Stegun 26.7.5, two terms: near for many degrees, below the
    // quantile for few.
    let mut t = z + z * (z * z + 1.0) / (4.0 * degrees.max(4.0));
    for _ in 0..MOST_STEPS {
        let square = t * t;
        let sum = degrees + square;
        let (x, y) = (degrees / sum, square / sum);
        // density = x^((df + 1) / 2) / (sqrt(df) B(df / 2, 1 / 2))
        let density = beta_kernel(x, y, degrees / 2.0, 0.5) / t;
        let upper = 0.5 * beta_regularised(x, y, degrees / 2.0, 0.5).0;
        let step = (upper - tail) / density;
        t += step;
        if step.abs() <= 1e-15 * t {
            break;
        }
    }
    if probability < 0.5 { -t } else { t }
}

/// `P(X > x)` of chi-square with `degrees` degrees of freedom (R: `pchisq(x, df, lower.tail = FALSE)`).
pub fn chi_square_upper(x: f64, degrees: f64) -> f64 {
    gamma_upper(degrees / 2.0, x / 2.0)
}

/// `P(F > f)` with `numerator` and `denominator` degrees of freedom, which need
/// not be whole (R: `pf(f, df1, df2, lower.tail = FALSE)`).
pub fn f_upper(f: f64, numerator: f64, denominator: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    if denominator.is_infinite() {
        return chi_square_upper(f * numerator, numerator);
    }
    let sum = numerator * f + denominator;
    beta_regularised(denominator / sum, numerator * f / sum, denominator / 2.0, numerator / 2.0).0
}

/// The quantile of the beta distribution with shapes `a` and `b` (R: `qbeta`).
///
/// Newton steps kept inside a shrinking bracket.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    if probability <= 0.0 || a <= 0.0 {
        return 0.0;
    }
    if probability >= 1.0 || b <= 0.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    for _ in 0..MOST_STEPS {
        let (lower, upper) = beta_regularised(x, 1.0 - x, a, b);
        // The smaller tail has the digits.
        let excess = if lower < upper { lower - probability } else { (1.0 - probability) - upper };
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = beta_kernel(x, 1.0 - x, a, b) / (x * (1.0 - x));
        let newton = x - excess / density;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        let moved = (next - x).abs();
        x = next;
        if moved <= 1e-16 * x || high - low <= 1e-16 * x {
            break;
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64) {
        assert!(
            (value / expected - 1.0).abs() < 2e-14,
            "{value:e} is not {expected:e}: off by {:e}",
            value / expected - 1.0
        );
    }

    #[test]
    fn normal_quantiles_are_exact() {
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(normal_quantile(0.95), 1.644_853_626_951_472_7);
        close(normal_quantile(0.995), 2.575_829_303_548_9);
        close(normal_quantile(1e-10), -6.361_340_902_404_056);
        close(normal_upper(2.0), 0.022_750_131_948_179_21);
    }

    #[test]
    fn t_quantiles_have_closed_forms_for_one_two_and_four_degrees() {
        for probability in [0.6, 0.75, 0.9, 0.95, 0.975, 0.995] {
            close(t_quantile(probability, 1.0), libm::tan(PI * (probability - 0.5)));
            let spread = 4.0 * probability * (1.0 - probability);
            close(t_quantile(probability, 2.0), 2.0 * (probability - 0.5) * (2.0 / spread).sqrt());
            let q = libm::cos(libm::acos(spread.sqrt()) / 3.0) / spread.sqrt();
            close(t_quantile(probability, 4.0), 2.0 * (q - 1.0).sqrt());
        }
    }

    #[test]
    fn t_quantiles_agree_with_known_values() {
        for (degrees, probability, expected) in [
            (3.0, 0.975, 3.182_446_305_283_707_8),
            (5.0, 0.9999, 9.677_566_300_882_814),
            (7.0, 0.975, 2.364_624_251_592_784_4),
            (30.0, 0.975, 2.042_272_456_301_237_8),
            (105.0, 0.975, 1.982_815_273_795_047_7),
            (105.0, 0.9999, 3.854_592_266_411_210_7),
            (114.0, 0.975, 1.980_992_297_975_856_7),
            (1000.0, 0.975, 1.962_339_080_826_407_6),
            (5555.5, 0.975, 1.960_391_089_097_330_2),
            (1e5, 0.975, 1.959_987_707_534_608_8),
            (1e6, 0.975, 1.959_966_356_814_106_6),
        ] {
            close(t_quantile(probability, degrees), expected);
        }
    }

    #[test]
    fn t_tail_and_quantile_are_inverse() {
        for degrees in [1.0, 2.5, 7.0, 104.0, 114.0, 1e4, 1e6] {
            for tail in [1e-8, 1e-3, 0.025, 0.2, 0.499] {
                let t = -t_quantile(tail, degrees);
                let back = t_upper(t, degrees);
                assert!((back / tail - 1.0).abs() < 1e-12, "{degrees} {tail} {back:e}");
            }
        }
    }

    #[test]
    fn chi_square_tails_have_closed_forms_for_even_degrees() {
        for x in [0.1, 1.0, 3.0, 10.0, 50.0] {
            close(chi_square_upper(x, 2.0), libm::exp(-x / 2.0));
            close(chi_square_upper(x, 4.0), libm::exp(-x / 2.0) * (1.0 + x / 2.0));
        }
        close(chi_square_upper(3.841_458_820_694_124, 1.0), 0.05);
    }

    #[test]
    fn f_tail_agrees_with_t_and_closed_form() {
        close(f_upper(2.5 * 2.5, 1.0, 17.0), 2.0 * t_upper(2.5, 17.0));
        // P(F > f) with (2, n) degrees is (1 + 2 f / n)^(-n / 2).
        close(f_upper(3.0, 2.0, 10.0), libm::pow(1.6, -5.0));
    }

    #[test]
    fn beta_quantiles_have_closed_forms_for_shape_one() {
        for probability in [0.025, 0.5, 0.975] {
            close(beta_quantile(probability, 3.0, 1.0), libm::cbrt(probability));
            close(
                beta_quantile(probability, 1.0, 20.0),
                -libm::expm1(libm::log1p(-probability) / 20.0),
            );
        }
    }
}
