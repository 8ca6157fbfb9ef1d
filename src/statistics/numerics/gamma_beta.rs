//! The incomplete gamma and beta functions.
//!
//! The prefactors use the saddle-point form of C. Loader, "Fast and Accurate
//! Computation of Binomial Probabilities" (2000): no large logarithms are
//! subtracted from each other, so the result keeps its digits for large
//! parameters too. The continued fractions are evaluated by the modified Lentz
//! method (DLMF 3.10.ii).

use std::f64::consts::PI;

/// The stop of every series and continued fraction.
const TOLERANCE: f64 = 1e-16;

/// Stands for 0 where something is divided by it.
const TINY: f64 = 1e-300;

/// More terms than any parameter below 1e10 needs.
const MOST_TERMS: usize = 1_000_000;

/// The error of Stirling's formula:
/// `ln gamma(n + 1) - ln(sqrt(2 pi n) (n / e)^n)`, for `n > 0` (DLMF 5.11.1).
fn stirling_error(n: f64) -> f64 {
    let mut shifted = n;
    let mut sum = 0.0;
    while shifted < 16.0 {
        sum += (shifted + 0.5) * libm::log1p(1.0 / shifted) - 1.0;
        shifted += 1.0;
    }
    let square = 1.0 / (shifted * shifted);
    let series = 1.0 / 12.0
        - square
            * (1.0 / 360.0
                - square
                    * (1.0 / 1260.0
                        - square
                            * (1.0 / 1680.0
                                - square * (1.0 / 1188.0 - square * 691.0 / 360_360.0))));
    sum + series / shifted
}

/// `x ln(x / m) + m - x`, exact where `x` is near `m`, for `x, m > 0`.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let ratio = (x - m) / (x + m);
    let mut sum = (x - m) * ratio;
    let mut term = 2.0 * x * ratio;
    for order in 1..MOST_TERMS {
        term *= ratio * ratio;
        let next = sum + term / (2 * order + 1) as f64;
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}

/// `x^a y^b / B(a, b)` for `y = 1 - x`, `0 < x < 1` and `a, b > 0`.
pub(super) fn beta_kernel(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    libm::exp(exponent) * (a * b / (2.0 * PI * n)).sqrt()
}

/// The regularised incomplete beta function and its complement,
/// `(I_x(a, b), 1 - I_x(a, b))`, for `y = 1 - x`, both given so that neither
/// loses digits.
pub(super) fn beta_regularised(x: f64, y: f64, a: f64, b: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        let (upper, lower) = beta_regularised(y, x, b, a);
        return (lower, upper);
    }
    // The even part of DLMF 8.17.22 (Didonato and Morris 1992, equation 9): it
    // takes half the steps, and `y` stands in it, so that an `x` near 1 keeps its digits.
    let denominator = |m: f64| {
        // At m = 0 the first part is 0, and its own denominator may be 0 too.
        let first = if m > 0.0 { m + m * (b - m) * x / (a + 2.0 * m - 1.0) } else { 0.0 };
        first + (a + m) * (a * y - b * x + 1.0 + m * (1.0 + y)) / (a + 2.0 * m + 1.0)
    };
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut fraction = guard(denominator(0.0));
    let (mut c, mut d) = (fraction, 0.0);
    for term in 1..MOST_TERMS {
        let m = term as f64;
        let root = x / (a + 2.0 * m - 1.0);
        let numerator = (a + m - 1.0) * (a + b + m - 1.0) * m * (b - m) * root * root;
        d = 1.0 / guard(denominator(m) + numerator * d);
        c = guard(denominator(m) + numerator / c);
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() < TOLERANCE {
            break;
        }
    }
    let lower = beta_kernel(x, y, a, b) / fraction;
    (lower, 1.0 - lower)
}

/// The regularised upper incomplete gamma function `Q(a, x)` for `a > 0`, `x >= 0`:
/// series DLMF 8.11.4 below `a + 1`, continued fraction DLMF 8.9.2 above.
pub(super) fn gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    // x^a e^-x / gamma(a + 1)
    let kernel = libm::exp(-stirling_error(a) - deviance(a, x)) / (2.0 * PI * a).sqrt();
    if x < a + 1.0 {
        let (mut sum, mut term) = (1.0, 1.0);
        for order in 1..MOST_TERMS {
            term *= x / (a + order as f64);
            sum += term;
            if term < TOLERANCE * sum {
                break;
            }
        }
        1.0 - kernel * sum
    } else {
        let mut b = x + 1.0 - a;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / b;
        let mut value = d;
        for order in 1..MOST_TERMS {
            let order = order as f64;
            let part = -order * (order - a);
            b += 2.0;
            d = 1.0 / (part * d + b);
            c = b + part / c;
            let change = c * d;
            value *= change;
            if (change - 1.0).abs() < TOLERANCE {
                break;
            }
        }
        kernel * a * value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stirling_error_agrees_with_known_values() {
        // ln(n!) - ln(sqrt(2 pi n) (n/e)^n) from the factorials.
        for (n, expected) in [
            (1.0, 0.081_061_466_795_327_26),
            (2.0, 0.041_340_695_955_409_29),
            (10.0, 0.008_330_563_433_362_87),
            (15.0, 0.005_554_733_551_962_801),
        ] {
            assert!((stirling_error(n) / expected - 1.0).abs() < 1e-13, "{n}");
        }
    }

    #[test]
    fn beta_function_of_integers_is_a_binomial_sum() {
        // I_0.3(2, 3) = sum over j >= 2 of C(4, j) 0.3^j 0.7^(4 - j)
        let expected = 6.0 * 0.09 * 0.49 + 4.0 * 0.027 * 0.7 + 0.0081;
        let (lower, upper) = beta_regularised(0.3, 0.7, 2.0, 3.0);
        assert!((lower - expected).abs() < 1e-15);
        assert!((upper - (1.0 - expected)).abs() < 1e-15);
    }
}
