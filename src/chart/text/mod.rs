//! Text as it will be printed: measured with the project's own fonts, and wrapped.

mod fonts;
mod wrap;

pub use fonts::FontSet;
pub(crate) use fonts::{Shaper, TextStyle};
pub(crate) use wrap::{Block, normalise, shorten};
