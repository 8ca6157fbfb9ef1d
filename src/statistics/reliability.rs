//! Whether the items of an index measure the same.

use std::sync::Arc;

use super::analysis::{Analysis, Selection};
use super::derive::Items;
use crate::diagnostics::Diagnostic;

/// Cronbach's alpha with what it was computed from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Alpha; `None` when the sum of the items has no variance.
    pub alpha: Option<f64>,
    /// The number of items.
    pub items: usize,
    /// Respondents who answered all of them.
    pub n: usize,
}

/// Cronbach's alpha of two or more items, `k / (k - 1) (1 - sum of the items'
/// variances / variance of their sum)`, over the respondents who answered all
/// of them, reversed items turned round (Cronbach 1951; R: `svycralpha`).
///
/// Fails with `few-items` for fewer than two.
pub fn cronbach_alpha(
    analysis: &Analysis,
    items: &[&str],
    selection: &Selection,
) -> Result<Reliability, Vec<Diagnostic>> {
    if items.len() < 2 {
        return Err(vec![
            Diagnostic::error("few-items", "alpha needs at least two items")
                .hint("add items to the index, or leave alpha out"),
        ]);
    }
    let survey = &analysis.survey;
    let names: Vec<Arc<str>> = items.iter().map(|&name| name.into()).collect();
    let numbers = Items::of(survey, &names)?;
    let mask = selection.filter.mask(survey).map_err(|fault| vec![fault])?;
    let weights = &analysis.design(selection.weighted).weights;
    let complete: Vec<usize> = (0..survey.respondents())
        .filter(|&respondent| mask.as_ref().is_none_or(|mask| mask[respondent]))
        .filter(|&respondent| (0..items.len()).all(|item| numbers.get(item, respondent).is_some()))
        .collect();
    let variance = |value: &dyn Fn(usize) -> f64| {
        let all: f64 = complete.iter().map(|&at| weights[at]).sum();
        let mean = complete.iter().map(|&at| weights[at] * value(at)).sum::<f64>() / all;
        let off = |at: usize| (value(at) - mean) * (value(at) - mean);
        complete.iter().map(|&at| weights[at] * off(at)).sum::<f64>() / all
    };
    let number = |item: usize, at: usize| numbers.get(item, at).unwrap_or(0.0);
    let parts: f64 = (0..items.len()).map(|item| variance(&|at| number(item, at))).sum();
    let whole = variance(&|at| (0..items.len()).map(|item| number(item, at)).sum());
    let count = items.len() as f64;
    Ok(Reliability {
        alpha: (whole > 0.0).then(|| count / (count - 1.0) * (1.0 - parts / whole)),
        items: items.len(),
        n: complete.len(),
    })
}
