//! How numbers are written: one rounding rule and one language for text,
//! tables and charts.

mod round;

pub use round::round_half_away;
