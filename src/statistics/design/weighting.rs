//! Post-stratification, raking and trimming.

use std::sync::Arc;

use super::margin::{Fitted, check_totals, name_cell};
use super::{Adjusted, Adjustment, Cells, Margin, Trim};
use crate::diagnostics::{Diagnostic, Place};
use crate::survey::Survey;

/// What weighting did: for the account of the method.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightingReport {
    /// Rounds of raking; 1 for post-stratification, 0 without adjustment.
    pub rounds: usize,
    /// The largest difference left between a weighted margin and its total, as
    /// a share of the population.
    pub largest_difference: f64,
    /// Weights that were cut to a bound.
    pub trimmed: usize,
    /// The smallest weight.
    pub smallest: f64,
    /// The largest weight.
    pub largest: f64,
    /// Kish's design effect of unequal weights, `n sum(w²) / (sum w)²`.
    pub design_effect: f64,
    /// The base that equal weights would need for the same precision, `(sum w)² / sum(w²)`.
    pub effective_base: f64,
    /// Every category of every margin, in the order of the plan and the codebook.
    pub margins: Vec<MarginCategory>,
}

/// One category of a margin, before and after weighting.
#[derive(Clone, Debug, PartialEq)]
pub struct MarginCategory {
    /// The margin's questions.
    pub questions: Vec<Arc<str>>,
    /// One code for each of them.
    pub codes: Vec<Arc<str>>,
    /// Units in the population.
    pub population: f64,
    /// Respondents.
    pub respondents: usize,
    /// The sum of the weights before.
    pub before: f64,
    /// The sum of the weights after.
    pub after: f64,
}

/// The weights after adjustment, with what the variance needs to know of it.
pub(super) struct Adjusting {
    pub(super) weights: Vec<f64>,
    pub(super) untrimmed: Option<Vec<f64>>,
    pub(super) adjusted: Adjusted,
    pub(super) report: WeightingReport,
}

/// Adjusts `weights` as the plan says.
pub(super) fn adjust(
    survey: &Survey,
    adjustment: &Adjustment,
    weights: Vec<f64>,
) -> Result<Adjusting, Vec<Diagnostic>> {
    let (margins, rounds, tolerance, trim): (&[Margin], _, _, _) = match adjustment {
        Adjustment::None => (&[], 0, f64::INFINITY, None),
        Adjustment::PostStratify(margin) => (std::slice::from_ref(margin), 1, 1e-9, None),
        Adjustment::Rake { margins, rounds, tolerance, trim } => {
            (margins, *rounds, *tolerance, *trim)
        }
    };
    let mut faults = Vec::new();
    let mut fitted = Vec::new();
    for margin in margins {
        match Fitted::prepare(survey, margin) {
            Ok(margin) => fitted.push(margin),
            Err(found) => faults.extend(found),
        }
    }
    check_totals(&fitted, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let before = weights.clone();
    let mut weights = weights;
    let (done, difference) = rake(&fitted, &mut weights, rounds, tolerance);
    if difference > tolerance {
        return Err(vec![not_converged(survey, &fitted, &weights, done, difference)]);
    }
    let mut trimmed = 0;
    let mut untrimmed = None;
    if let Some(bounds) = trim {
        let full = weights.clone();
        trimmed = trim_weights(&mut weights, bounds)?;
        untrimmed = (trimmed > 0).then_some(full);
    }
    let report = report(survey, &fitted, &before, &weights, done, trimmed);
    let mut sets: Vec<Cells> = fitted.into_iter().map(|margin| margin.cells).collect();
    let adjusted = match adjustment {
        Adjustment::None => Adjusted::Nothing,
        Adjustment::PostStratify(_) => Adjusted::PostStratified(sets.remove(0)),
        Adjustment::Rake { .. } => Adjusted::Raked(sets),
    };
    Ok(Adjusting { weights, untrimmed, adjusted, report })
}

/// Iterative proportional fitting (Deming and Stephan 1940): returns the rounds
/// done and the largest difference left, as a share of the population.
fn rake(margins: &[Fitted], weights: &mut [f64], rounds: usize, tolerance: f64) -> (usize, f64) {
    if margins.is_empty() {
        return (0, 0.0);
    }
    for round in 1..=rounds {
        for margin in margins {
            let sums = margin.sums(weights);
            for (weight, &cell) in weights.iter_mut().zip(&margin.cells.of) {
                *weight *= margin.targets[cell as usize].1 / sums[cell as usize];
            }
        }
        let difference = margins.iter().map(|m| m.worst(weights).1).fold(0.0, f64::max);
        if difference <= tolerance {
            return (round, difference);
        }
    }
    (rounds, margins.iter().map(|m| m.worst(weights).1).fold(0.0, f64::max))
}

/// Cuts weights to the bounds and spreads what was cut evenly over the others,
/// until all lie within them (R: `trimWeights(strict = TRUE)`).
fn trim_weights(weights: &mut [f64], bounds: Trim) -> Result<usize, Vec<Diagnostic>> {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    let (lower, upper) = (bounds.lower * mean, bounds.upper * mean);
    if !(bounds.lower < 1.0 && bounds.upper > 1.0) {
        return Err(vec![
            Diagnostic::error(
                "trim-bounds",
                "the bounds on weights do not enclose the mean weight",
            )
            .hint("give a lower bound below 1 and an upper bound above 1"),
        ]);
    }
    let mut cut = vec![false; weights.len()];
    loop {
        let outside: Vec<bool> = weights.iter().map(|&w| w < lower || w > upper).collect();
        let inside = outside.iter().filter(|&&outside| !outside).count();
        if inside == weights.len() {
            return Ok(cut.iter().filter(|&&cut| cut).count());
        }
        if inside == 0 {
            return Err(vec![
                Diagnostic::error("trim-bounds", "no weight lies within the bounds on weights")
                    .hint("widen the bounds"),
            ]);
        }
        let mut removed = 0.0;
        for ((weight, &outside), cut) in weights.iter_mut().zip(&outside).zip(&mut cut) {
            if outside {
                let bounded = weight.clamp(lower, upper);
                removed += *weight - bounded;
                *weight = bounded;
                *cut = true;
            }
        }
        let share = removed / inside as f64;
        for (weight, &outside) in weights.iter_mut().zip(&outside) {
            if !outside {
                *weight += share;
            }
        }
        // What remains is rounding: a weight at its bound would be cut for ever.
        if share.abs() < 1e-12 * mean {
            return Ok(cut.iter().filter(|&&cut| cut).count());
        }
    }
}

fn not_converged(
    survey: &Survey,
    margins: &[Fitted],
    weights: &[f64],
    rounds: usize,
    difference: f64,
) -> Diagnostic {
    let mut worst: Option<(&Fitted, usize, f64)> = None;
    for margin in margins {
        let (cell, off) = margin.worst(weights);
        if worst.is_none_or(|(.., most)| off > most) {
            worst = Some((margin, cell, off));
        }
    }
    let error = |message: String| Diagnostic::error("raking-not-converged", message);
    let Some((margin, cell, _)) = worst else {
        return error(format!("raking left a difference of {difference:e}"));
    };
    let (codes, total, place) = &margin.targets[cell];
    error(format!(
        "raking does not converge: after {rounds} rounds {} has a weight of {:.4} instead of {total}",
        name_cell(survey, margin.margin, codes),
        margin.sums(weights)[cell],
    ))
    .at(place.clone().unwrap_or(Place::Nowhere))
    .hint("join small categories, or leave a margin out: some combinations have no respondents")
}

fn report(
    survey: &Survey,
    margins: &[Fitted],
    before: &[f64],
    after: &[f64],
    rounds: usize,
    trimmed: usize,
) -> WeightingReport {
    let (sum, squares) =
        after.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let mut categories = Vec::new();
    for margin in margins {
        let (old, new) = (margin.sums(before), margin.sums(after));
        let mut respondents = vec![0usize; margin.cells.count];
        for &cell in &margin.cells.of {
            respondents[cell as usize] += 1;
        }
        for (cell, (codes, total, _)) in margin.targets.iter().enumerate() {
            let codes = margin
                .margin
                .questions
                .iter()
                .zip(codes)
                .filter_map(|(name, &place)| {
                    let question = survey.questions.get(name)?;
                    Some(question.choices.get(place as usize)?.code.clone())
                })
                .collect();
            categories.push(MarginCategory {
                questions: margin.margin.questions.clone(),
                codes,
                population: *total,
                respondents: respondents[cell],
                before: old[cell],
                after: new[cell],
            });
        }
    }
    WeightingReport {
        rounds,
        largest_difference: margins.iter().map(|m| m.worst(after).1).fold(0.0, f64::max),
        trimmed,
        smallest: after.iter().copied().fold(f64::INFINITY, f64::min),
        largest: after.iter().copied().fold(0.0, f64::max),
        design_effect: after.len() as f64 * squares / (sum * sum),
        effective_base: sum * sum / squares,
        margins: categories,
    }
}
