//! A comparison for programs.

use serde::Serialize;

use super::words;
use crate::compare::Comparison;

/// A comparison as one JSON object, which `docs/trust.md` describes.
pub fn json(comparison: &Comparison) -> String {
    #[derive(Serialize)]
    struct Whole<'a> {
        changed: bool,
        summary: String,
        #[serde(flatten)]
        comparison: &'a Comparison,
    }
    let whole =
        Whole { changed: !comparison.is_empty(), summary: words::summary(comparison), comparison };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}
