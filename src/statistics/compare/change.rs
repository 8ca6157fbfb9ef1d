//! Change and difference: one figure in two groups of respondents, in two
//! waves or in two surveys.

use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::interval::symmetric;
use crate::statistics::mean::{Domain, mean};
use crate::statistics::measure::{Measure, Reason};
use crate::statistics::numerics::t_upper;
use crate::statistics::share::{Parted, share};

/// A figure that can be followed over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure<'a> {
    /// The share of some codes of a closed question.
    Share(&'a str, &'a [&'a str]),
    /// The mean of a number or a scale.
    Mean(&'a str),
}

impl Figure<'_> {
    /// The figure by itself.
    pub fn measure(
        &self,
        analysis: &Analysis,
        selection: &Selection,
    ) -> Result<Measure, Diagnostic> {
        match self {
            Figure::Share(question, codes) => share(analysis, question, codes, selection),
            Figure::Mean(question) => mean(analysis, question, selection),
        }
    }
}

/// The difference between a figure before and after, or here and there. When
/// `hidden`, its numbers are not numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The figure before.
    pub before: f64,
    /// The figure after.
    pub after: f64,
    /// After less before.
    pub difference: f64,
    /// The standard error of the difference.
    pub standard_error: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Degrees of freedom.
    pub degrees: f64,
    /// The two-sided p of no difference.
    pub p: Option<f64>,
    /// Why it may not be printed: one of the figures may not.
    pub hidden: Option<Reason>,
}

/// The difference of a figure between two selections of one survey, such as
/// the waves of a panel or two groups. Overlap and clustering are taken into
/// account: the influence of the difference is the difference of the
/// influences (R: `svyttest`, whose degrees of freedom are one less than the
/// design's, as here).
pub fn change(
    analysis: &Analysis,
    figure: &Figure,
    before: &Selection,
    after: &Selection,
) -> Result<Change, Diagnostic> {
    let old = Linear::of(analysis, figure, before)?;
    let new = Linear::of(analysis, figure, after)?;
    let design = analysis.design(before.weighted && after.weighted);
    let influence: Vec<f64> =
        new.influence.iter().zip(&old.influence).map(|(new, old)| new - old).collect();
    let degrees =
        design.degrees(|respondent| old.inside[respondent] || new.inside[respondent]) - 1.0;
    let level = analysis.settings.level;
    let change = Change::of(&old, &new, design.variance(&influence), degrees, level);
    Ok(change.guarded(&figure.measure(analysis, before)?, &figure.measure(analysis, after)?))
}

/// The difference of a figure between two surveys with samples of their own:
/// the variances add up, and so do the degrees of freedom.
pub fn change_between(
    before: (&Analysis, &Selection),
    after: (&Analysis, &Selection),
    figure: &Figure,
) -> Result<Change, Diagnostic> {
    let part = |(analysis, selection): (&Analysis, &Selection)| {
        let linear = Linear::of(analysis, figure, selection)?;
        let design = analysis.design(selection.weighted);
        let degrees = design.degrees(|respondent| linear.inside[respondent]);
        let variance = design.variance(&linear.influence);
        Ok::<_, Diagnostic>((linear, variance, degrees))
    };
    let (old, old_variance, old_degrees) = part(before)?;
    let (new, new_variance, new_degrees) = part(after)?;
    let variance = old_variance.zip(new_variance).map(|(old, new)| old + new);
    let level = before.0.settings.level;
    let change = Change::of(&old, &new, variance, old_degrees + new_degrees, level);
    Ok(change.guarded(&figure.measure(before.0, before.1)?, &figure.measure(after.0, after.1)?))
}

impl Change {
    fn of(old: &Linear, new: &Linear, variance: Option<f64>, degrees: f64, level: f64) -> Self {
        let difference = new.value - old.value;
        let error = variance.map(f64::sqrt);
        let tested = error.filter(|error| degrees >= 1.0 && *error > 0.0);
        Self {
            before: old.value,
            after: new.value,
            difference,
            standard_error: error,
            interval: tested.map(|error| symmetric(difference, error, level, degrees)),
            degrees,
            p: tested.map(|error| 2.0 * t_upper((difference / error).abs(), degrees)),
            hidden: None,
        }
    }

    /// Takes the numbers out when one of the two figures may not be printed.
    fn guarded(self, before: &Measure, after: &Measure) -> Self {
        match before.hidden.or(after.hidden) {
            None => self,
            reason => Self {
                before: f64::NAN,
                after: f64::NAN,
                difference: f64::NAN,
                standard_error: None,
                interval: None,
                degrees: self.degrees,
                p: None,
                hidden: reason,
            },
        }
    }
}

/// A figure with its influence for every respondent.
struct Linear {
    value: f64,
    influence: Vec<f64>,
    inside: Vec<bool>,
}

impl Linear {
    fn of(analysis: &Analysis, figure: &Figure, selection: &Selection) -> Result<Self, Diagnostic> {
        let respondents = analysis.survey.respondents();
        let values: Vec<(usize, f64)> = match figure {
            Figure::Share(question, codes) => {
                Parted::of(analysis, question, codes, selection)?.answers(selection)?
            }
            Figure::Mean(question) => Domain::of(analysis, question, selection)?.values,
        };
        let weights = &analysis.design(selection.weighted).weights;
        let sum: f64 = values.iter().map(|&(respondent, _)| weights[respondent]).sum();
        let value =
            values.iter().map(|&(respondent, value)| weights[respondent] * value).sum::<f64>()
                / sum;
        let mut influence = vec![0.0; respondents];
        let mut inside = vec![false; respondents];
        for (respondent, x) in values {
            influence[respondent] = (x - value) / sum;
            inside[respondent] = true;
        }
        Ok(Self { value, influence, inside })
    }
}
