//! Medians and other quantiles.

use super::analysis::{Analysis, Selection};
use super::interval::ShareEstimate;
use super::mean::Domain;
use super::measure::{Measure, MeasureKind};
use super::numerics::t_quantile;
use super::privacy::hide_small;
use crate::diagnostics::Diagnostic;

/// Which number between two is the quantile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuantileRule {
    /// The smallest number at or below which at least the given share lies
    /// (R: `qrule = "math"`).
    Inverse,
    /// The same, but the mean of both neighbours when the share falls exactly
    /// between them, as taught at school (R: `qrule = "school"`).
    #[default]
    School,
}

/// The median of a numeric question or a scale, by the rule taught at school.
pub fn median(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    quantile(analysis, question, 0.5, QuantileRule::School, selection)
}

/// A quantile of a numeric question or a scale, with Woodruff's interval: that
/// of the share at or below it, carried back to the numbers (Woodruff 1952; R:
/// `svyquantile(interval.type = "mean")`). The standard error is the length of
/// the interval divided by twice the quantile of t.
///
/// Fails with `bad-quantile` unless `0 < probability < 1`, beside the faults of
/// [`mean`](super::mean()).
pub fn quantile(
    analysis: &Analysis,
    question: &str,
    probability: f64,
    rule: QuantileRule,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    if !(probability > 0.0 && probability < 1.0) {
        return Err(Diagnostic::error(
            "bad-quantile",
            format!("there is no quantile at {probability}"),
        )
        .hint("give a fraction between 0 and 1: 0.5 is the median"));
    }
    let domain = Domain::of(analysis, question, selection)?;
    let design = analysis.design(selection.weighted);
    let mut values: Vec<(f64, f64)> = domain
        .values
        .iter()
        .map(|&(respondent, value)| (value, design.weights[respondent]))
        .collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found = at(&values, probability, rule);
    let mut measure = domain.measure(analysis, MeasureKind::Median, &[question], selection);
    measure.value = found;
    measure.fraction = Some(probability);

    let total: f64 = values.iter().map(|&(_, weight)| weight).sum();
    let below: f64 =
        values.iter().take_while(|&&(value, _)| value <= found).map(|&(_, weight)| weight).sum();
    let share = below / total;
    let mut influence = vec![0.0; design.weights.len()];
    for &(respondent, value) in &domain.values {
        influence[respondent] = (f64::from(u8::from(value <= found)) - share) / total;
    }
    let degrees = domain.degrees(design);
    if let Some(variance) = design.variance(&influence).filter(|_| degrees >= 1.0) {
        let level = analysis.settings.level;
        let estimate = ShareEstimate { share, variance, base: domain.values.len() as f64, degrees };
        let (low, high) = estimate.t(level);
        measure.degrees = Some(degrees);
        if low > 0.0 && high < 1.0 {
            let (low, high) = (at(&values, low, rule), at(&values, high, rule));
            measure.interval = Some((low, high));
            measure.standard_error =
                Some((high - low) / (2.0 * t_quantile(0.5 + level / 2.0, degrees)));
        }
    }
    hide_small(&mut measure, analysis.settings.privacy);
    Ok(measure)
}

/// The quantile of sorted numbers with their weights.
fn at(values: &[(f64, f64)], probability: f64, rule: QuantileRule) -> f64 {
    let total: f64 = values.iter().map(|&(_, weight)| weight).sum();
    let bound = probability * total;
    let mut sum = 0.0;
    for (place, &(value, weight)) in values.iter().enumerate() {
        sum += weight;
        // Sums of weights carry rounding: a sum this near the bound is the bound.
        let exact = (sum - bound).abs() <= 1e-12 * total;
        if exact {
            return match (rule, values.get(place + 1)) {
                (QuantileRule::School, Some(&(next, _))) => (value + next) / 2.0,
                _ => value,
            };
        }
        if sum > bound {
            return value;
        }
    }
    values.last().map_or(f64::NAN, |&(value, _)| value)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use super::*;

    #[test]
    fn the_school_rule_takes_the_mean_of_both_neighbours() {
        let values = [(1.0, 1.0), (2.0, 1.0), (4.0, 1.0), (9.0, 1.0)];
        assert_eq!(at(&values, 0.5, QuantileRule::School), 3.0);
        assert_eq!(at(&values, 0.5, QuantileRule::Inverse), 2.0);
        assert_eq!(at(&values, 0.6, QuantileRule::School), 4.0);
    }

    #[test]
    fn a_weight_counts_as_that_many_answers() {
        let once = [(1.0, 3.0), (2.0, 1.0), (4.0, 2.0)];
        let spelled = [(1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (2.0, 1.0), (4.0, 1.0), (4.0, 1.0)];
        for probability in [0.1, 0.25, 0.5, 0.6, 0.75, 0.9] {
            assert_eq!(
                at(&once, probability, QuantileRule::School),
                at(&spelled, probability, QuantileRule::School),
                "{probability}"
            );
        }
    }
}
