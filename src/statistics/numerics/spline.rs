//! Cubic spline and linear interpolation, as the likelihood interval needs them.

/// An interpolating cubic spline whose end conditions match the third
/// derivatives of the cubics through the four outermost points (Forsythe,
/// Malcolm and Moler, "Computer Methods for Mathematical Computations", 1977;
/// R: `spline(method = "fmm")`).
pub(crate) struct CubicSpline<'a> {
    x: &'a [f64],
    y: &'a [f64],
    linear: Vec<f64>,
    square: Vec<f64>,
    cube: Vec<f64>,
}

impl<'a> CubicSpline<'a> {
    /// The spline through the points; `x` strictly increasing, at least two points.
    pub(crate) fn through(x: &'a [f64], y: &'a [f64]) -> Option<Self> {
        let n = x.len();
        if n < 2 || y.len() != n {
            return None;
        }
        let (mut b, mut c, mut d) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
        if n == 2 {
            let slope = (y[1] - y[0]) / (x[1] - x[0]);
            b.fill(slope);
            return Some(Self { x, y, linear: b, square: c, cube: d });
        }
        // A tridiagonal system for the second derivatives: diagonal b, off-diagonal d, right side c.
        d[0] = x[1] - x[0];
        c[1] = (y[1] - y[0]) / d[0];
        for i in 1..n - 1 {
            d[i] = x[i + 1] - x[i];
            b[i] = 2.0 * (d[i - 1] + d[i]);
            c[i + 1] = (y[i + 1] - y[i]) / d[i];
            c[i] = c[i + 1] - c[i];
        }
        b[0] = -d[0];
        b[n - 1] = -d[n - 2];
        c[0] = 0.0;
        c[n - 1] = 0.0;
        if n > 3 {
            c[0] = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0]);
            c[n - 1] = c[n - 2] / (x[n - 1] - x[n - 3]) - c[n - 3] / (x[n - 2] - x[n - 4]);
            c[0] *= d[0] * d[0] / (x[3] - x[0]);
            c[n - 1] *= -d[n - 2] * d[n - 2] / (x[n - 1] - x[n - 4]);
        }
        for i in 1..n {
            let factor = d[i - 1] / b[i - 1];
            b[i] -= factor * d[i - 1];
            c[i] -= factor * c[i - 1];
        }
        c[n - 1] /= b[n - 1];
        for i in (0..n - 1).rev() {
            c[i] = (c[i] - d[i] * c[i + 1]) / b[i];
        }
        b[n - 1] = (y[n - 1] - y[n - 2]) / d[n - 2] + d[n - 2] * (c[n - 2] + 2.0 * c[n - 1]);
        for i in 0..n - 1 {
            b[i] = (y[i + 1] - y[i]) / d[i] - d[i] * (c[i + 1] + 2.0 * c[i]);
            d[i] = (c[i + 1] - c[i]) / d[i];
            c[i] *= 3.0;
        }
        c[n - 1] *= 3.0;
        d[n - 1] = d[n - 2];
        Some(Self { x, y, linear: b, square: c, cube: d })
    }

    /// The spline's value at `x`.
    pub(crate) fn at(&self, x: f64) -> f64 {
        let piece = self.x.partition_point(|&knot| knot <= x).max(1) - 1;
        let step = x - self.x[piece];
        self.y[piece]
            + step * (self.linear[piece] + step * (self.square[piece] + step * self.cube[piece]))
    }
}

/// The piecewise linear function through the points, at `x`; `None` outside
/// them. The points' `x` increase (R: `approx`).
pub(crate) fn interpolate_linear(points: &[(f64, f64)], x: f64) -> Option<f64> {
    let after = points.partition_point(|point| point.0 < x);
    let &(x1, y1) = points.get(after)?;
    if after == 0 {
        return (x1 <= x).then_some(y1);
    }
    let (x0, y0) = points[after - 1];
    Some(y0 + (y1 - y0) * ((x - x0) / (x1 - x0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cubic_is_reproduced() {
        let cubic = |x: f64| 2.0 - x + 0.5 * x * x - 0.25 * x * x * x;
        let x = [-2.0, -1.2, 0.1, 0.9, 2.5];
        let y = x.map(cubic);
        let spline = CubicSpline::through(&x, &y).unwrap();
        for at in [-1.9, -0.4, 0.5, 1.7, 2.5] {
            assert!((spline.at(at) - cubic(at)).abs() < 1e-13, "{at}");
        }
    }

    #[test]
    fn linear_interpolation_stops_at_the_ends() {
        let points = [(0.0, 1.0), (2.0, 5.0)];
        assert_eq!(interpolate_linear(&points, 0.5), Some(2.0));
        assert_eq!(interpolate_linear(&points, 2.1), None);
    }
}
