//! A comparison written down: for a terminal, a program, a pull request, a browser.

mod json;
mod text;
mod words;

pub use json::json;
pub use text::text;
