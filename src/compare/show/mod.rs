//! A comparison written down: for a terminal, a program, a pull request, a browser.

mod html;
mod json;
mod markdown;
mod text;
mod words;

pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use text::text;
