//! Distribution functions and small linear algebra, exact to about 1e-13.
//!
//! All transcendental functions come from `libm`, so that every platform
//! prints the same digits.

mod distributions;
mod gamma_beta;
mod matrix;
mod spline;

pub use distributions::{
    beta_quantile, chi_square_upper, f_upper, normal_quantile, normal_upper, t_quantile, t_upper,
};
pub(crate) use matrix::Matrix;
pub(crate) use spline::{CubicSpline, interpolate_linear};
