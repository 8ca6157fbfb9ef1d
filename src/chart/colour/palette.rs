//! Whether a palette can be told apart.

use super::super::theme::ChartTheme;
use crate::diagnostics::Diagnostic;

/// Checks.
pub fn check_palette(_theme: &ChartTheme) -> Vec<Diagnostic> {
    vec![]
}
