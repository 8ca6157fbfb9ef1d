//! The net promoter score.

use std::sync::Arc;

use super::analysis::{Analysis, Selection};
use super::design::Tally;
use super::lookup;
use super::measure::{Measure, MeasureKind};
use super::privacy;
use super::question::Numbers;
use super::share::empty_base;
use crate::diagnostics::Diagnostic;

/// The net promoter score: the share of scores of 9 and 10 less that of 0 to 6,
/// in points. Influence `(promoter - detractor - score) / sum(w)`.
pub fn net_promoter_score(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let found = lookup::question(&analysis.survey, question)?;
    let numbers = Numbers::of(found)?;
    let mask = selection.filter.mask(&analysis.survey)?;
    let inside = |respondent: usize| mask.as_ref().is_none_or(|mask| mask[respondent]);
    let respondents = 0..analysis.survey.respondents();
    let out_of_scale = respondents
        .clone()
        .find(|&at| numbers.get(at).is_some_and(|score| !(0.0..=10.0).contains(&score)));
    if let Some(respondent) = out_of_scale {
        return Err(Diagnostic::error(
            "not-a-promoter-scale",
            format!("question `{question}` has answers outside 0 to 10"),
        )
        .at(lookup::answer_cell(&analysis.survey, found, respondent))
        .hint("a net promoter score needs a scale from 0 to 10"));
    }
    let tally = Tally::count(analysis.design(selection.weighted), 3, |respondent| {
        match numbers.get(respondent).filter(|_| inside(respondent)) {
            None => 3,
            Some(score) if score >= 9.0 => 2,
            Some(score) if score <= 6.0 => 0,
            Some(_) => 1,
        }
    });
    let all = tally.sum(0..3);
    if all.count < 1.0 {
        return Err(empty_base(question, selection));
    }
    let score = (tally.sum([2]).weight - tally.sum([0]).weight) / all.weight;
    let influence: Vec<(usize, f64)> =
        (0..3).map(|kind| (kind, (kind as f64 - 1.0 - score) / all.weight)).collect();
    let degrees = tally.degrees(&[0, 1, 2]);
    let mut measure = Measure::blank(MeasureKind::Points, Arc::from([found.name.clone()]));
    measure.value = 100.0 * score;
    measure.n = all.count as usize;
    measure.base = measure.n;
    measure.missing = respondents.filter(|&at| inside(at)).count() - measure.n;
    measure.weighted = analysis.is_weighted(selection);
    measure.filter = selection.restriction();
    measure.with_variance(
        analysis,
        tally.variance(&influence).map(|variance| 1e4 * variance),
        degrees,
    );
    privacy::hide_small(&mut measure, analysis.settings.privacy);
    Ok(measure)
}
