//! Means, totals and ratios.

use std::sync::Arc;

use super::analysis::{Analysis, Selection};
use super::design::Design;
use super::lookup;
use super::measure::{Measure, MeasureKind};
use super::privacy::{Figure, hide_single, hide_small};
use super::question::Numbers;
use super::share::empty_base;
use crate::diagnostics::Diagnostic;

/// The mean of a numeric question or a scale.
///
/// `sum(w x) / sum(w)` over the domain, with the linearised standard error of
/// a ratio: influence `(x - mean) / sum(w)` (R: `svymean`, `subset` for the domain).
///
/// Fails with `unknown-question`, `wrong-kind`, `not-a-scale` or `empty-base`.
pub fn mean(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let domain = Domain::of(analysis, question, selection)?;
    let found = domain.mean(analysis.design(selection.weighted));
    let mut measure = domain.measure(analysis, MeasureKind::Mean, &[question], selection);
    measure.value = found.mean;
    measure.with_variance(analysis, found.variance, found.degrees);
    let found = lookup::question(&analysis.survey, question)?;
    hide_single(analysis, found, &Figure::Mean, selection, &mut measure)?;
    Ok(measure)
}

/// What is known of the distribution of numbers beside their mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The variance in the population, `n / (n - 1) sum(w (x - mean)²) / sum(w)` (R: `svyvar`).
    pub variance: f64,
    /// The variance of the mean relative to that of a simple random sample of
    /// the same size, drawn without replacement from `sum(w)` units (R:
    /// `svymean(deff = TRUE)`); `None` when the weights do not add up to more
    /// than the sample.
    pub design_effect: Option<f64>,
    /// The smallest number.
    pub smallest: f64,
    /// The largest number.
    pub largest: f64,
}

/// The spread of a numeric question or a scale.
pub fn spread(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Spread, Diagnostic> {
    let domain = Domain::of(analysis, question, selection)?;
    let found = domain.mean(analysis.design(selection.weighted));
    let n = domain.values.len() as f64;
    let values = || domain.values.iter().map(|&(_, value)| value);
    Ok(Spread {
        variance: found.population_variance,
        design_effect: design_effect(found.variance, found.population_variance, n, found.weight),
        smallest: values().fold(f64::INFINITY, f64::min),
        largest: values().fold(f64::NEG_INFINITY, f64::max),
    })
}

/// The variance of a mean relative to `v (W - n) / (W n)`, that of a simple
/// random sample of `n` out of `W` units with variance `v`. `None` when the
/// weights leave nothing to draw from, or nothing varies.
pub(crate) fn design_effect(
    variance: Option<f64>,
    population_variance: f64,
    n: f64,
    weight: f64,
) -> Option<f64> {
    let simple = population_variance * (weight - n) / (weight * n);
    variance.filter(|_| weight - n > 1e-9 * n && simple > 0.0).map(|variance| variance / simple)
}

/// The estimated total of a numeric question over the population of the
/// selection: `sum(w x)`, influence `x` (R: `svytotal`). Unanswered counts as nothing.
pub fn total(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let domain = Domain::of(analysis, question, selection)?;
    let design = analysis.design(selection.weighted);
    let mut influence = vec![0.0; design.weights.len()];
    let mut sum = 0.0;
    for &(respondent, value) in &domain.values {
        influence[respondent] = value;
        sum += design.weights[respondent] * value;
    }
    let mut measure = domain.measure(analysis, MeasureKind::Total, &[question], selection);
    measure.value = sum;
    measure.with_variance(analysis, design.variance(&influence), domain.degrees(design));
    hide_small(&mut measure, analysis.settings.privacy);
    Ok(measure)
}

/// The ratio of the totals of two numeric questions, over those who answered
/// both: `R = sum(w y) / sum(w x)`, influence `(y - R x) / sum(w x)` (R: `svyratio`).
///
/// Fails with `zero-denominator` beside the faults of [`mean`].
pub fn ratio(
    analysis: &Analysis,
    numerator: &str,
    denominator: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let survey = &analysis.survey;
    let above = Numbers::of(lookup::question(survey, numerator)?)?;
    let mut domain = Domain::of(analysis, denominator, selection)?;
    let before = domain.values.len();
    domain.values.retain(|&(respondent, _)| above.get(respondent).is_some());
    domain.missing += before - domain.values.len();
    if domain.values.is_empty() {
        return Err(empty_base(numerator, selection));
    }
    let design = analysis.design(selection.weighted);
    let (mut top, mut bottom) = (0.0, 0.0);
    for &(respondent, x) in &domain.values {
        let weight = design.weights[respondent];
        top += weight * above.get(respondent).unwrap_or(0.0);
        bottom += weight * x;
    }
    if bottom.abs() < f64::MIN_POSITIVE {
        return Err(Diagnostic::error(
            "zero-denominator",
            format!("the total of `{denominator}` is 0, so nothing can be divided by it"),
        )
        .hint("choose respondents for whom it is above zero"));
    }
    let mut influence = vec![0.0; design.weights.len()];
    for &(respondent, x) in &domain.values {
        let y = above.get(respondent).unwrap_or(0.0);
        influence[respondent] = (y - top / bottom * x) / bottom;
    }
    let mut measure =
        domain.measure(analysis, MeasureKind::Ratio, &[numerator, denominator], selection);
    measure.value = top / bottom;
    measure.with_variance(analysis, design.variance(&influence), domain.degrees(design));
    hide_small(&mut measure, analysis.settings.privacy);
    Ok(measure)
}

/// The respondents of a selection with a number.
pub(crate) struct Domain {
    /// Respondent and number, in the order of the rows.
    pub(crate) values: Vec<(usize, f64)>,
    /// Respondents of the selection without one.
    pub(crate) missing: usize,
}

/// A mean as it was estimated.
pub(crate) struct MeanEstimate {
    pub(crate) mean: f64,
    pub(crate) variance: Option<f64>,
    pub(crate) degrees: f64,
    pub(crate) weight: f64,
    /// The variance in the population.
    pub(crate) population_variance: f64,
    /// Kish's effective base, `(sum w)² / sum(w²)`.
    pub(crate) effective: f64,
}

impl Domain {
    pub(crate) fn of(
        analysis: &Analysis,
        question: &str,
        selection: &Selection,
    ) -> Result<Self, Diagnostic> {
        let mask = selection.filter.mask(&analysis.survey)?;
        let inside = |respondent: usize| mask.as_ref().is_none_or(|mask| mask[respondent]);
        let domain = Self::within(analysis, question, inside)?;
        if domain.values.is_empty() {
            return Err(empty_base(question, selection));
        }
        Ok(domain)
    }

    /// The numbers of the respondents for whom `inside` holds; there may be none.
    pub(crate) fn within(
        analysis: &Analysis,
        question: &str,
        inside: impl Fn(usize) -> bool,
    ) -> Result<Self, Diagnostic> {
        let question = lookup::question(&analysis.survey, question)?;
        let numbers = Numbers::of(question)?;
        let mut domain = Self { values: Vec::new(), missing: 0 };
        for respondent in (0..analysis.survey.respondents()).filter(|&at| inside(at)) {
            match numbers.get(respondent) {
                Some(number) => domain.values.push((respondent, number)),
                None => domain.missing += 1,
            }
        }
        Ok(domain)
    }

    /// The mean of the numbers; there must be at least one.
    pub(crate) fn mean(&self, design: &Design) -> MeanEstimate {
        let (mut weight, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for &(respondent, value) in &self.values {
            let w = design.weights[respondent];
            weight += w;
            squares += w * w;
            sum += w * value;
        }
        let mean = sum / weight;
        let mut influence = vec![0.0; design.weights.len()];
        let mut off = 0.0;
        for &(respondent, value) in &self.values {
            influence[respondent] = (value - mean) / weight;
            off += design.weights[respondent] * (value - mean) * (value - mean);
        }
        let n = self.values.len() as f64;
        MeanEstimate {
            mean,
            variance: design.variance(&influence),
            degrees: self.degrees(design),
            weight,
            population_variance: off / weight * n / (n - 1.0),
            effective: weight * weight / squares,
        }
    }

    pub(crate) fn degrees(&self, design: &Design) -> f64 {
        let mut inside = vec![false; design.weights.len()];
        for &(respondent, _) in &self.values {
            inside[respondent] = true;
        }
        design.degrees(|respondent| inside[respondent])
    }

    pub(crate) fn measure(
        &self,
        analysis: &Analysis,
        kind: MeasureKind,
        questions: &[&str],
        selection: &Selection,
    ) -> Measure {
        let names: Vec<Arc<str>> = questions.iter().map(|&name| name.into()).collect();
        Measure {
            n: self.values.len(),
            base: self.values.len(),
            missing: self.missing,
            weighted: analysis.is_weighted(selection),
            filter: selection.restriction(),
            ..Measure::blank(kind, names.into())
        }
    }
}
