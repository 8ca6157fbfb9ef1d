//! How numbers, dates and lists are written: one rounding rule and one
//! language for text, tables, charts and the web page.

mod comparison;
mod date;
mod language;
mod number;
mod round;
mod words;

pub use comparison::{Relation, nearest_fraction, needed_digits, share_bound, visible_digits};
pub use date::{long_date, months};
pub use language::Language;
pub use number::{Percent, level, list, number, percent, points, small_numbers, spelled};
pub use round::round_half_away;
pub use words::{WordBound, word_bounds, words};
