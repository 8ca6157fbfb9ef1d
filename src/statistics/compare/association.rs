//! Association of two closed questions, and of the sample with the rest of the population.

use super::classic::{ChiSquare, chi_square};
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection, slot};
use crate::statistics::design::Tally;
use crate::statistics::numerics::{Matrix, f_upper};
use crate::statistics::question::valid_slots;
use crate::statistics::{lookup, privacy};

/// Tests of association between two single-choice questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Association {
    /// Respondents who answered both.
    pub base: usize,
    /// Pearson's chi-square of the table, whose weights are scaled to the base.
    /// Its p holds for simple random samples only.
    pub pearson: Option<ChiSquare>,
    /// Cramér's V: `sqrt(chi² / (n (min(rows, columns) - 1)))`.
    pub cramers_v: Option<f64>,
    /// The test that takes the design into account.
    pub rao_scott: Option<RaoScott>,
}

/// The chi-square test of Rao and Scott with the second-order correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaoScott {
    /// Pearson's statistic divided by the sum of the generalised design effects.
    pub f: f64,
    /// Degrees of freedom of the numerator, `(sum d)² / sum d²`.
    pub numerator: f64,
    /// Those of the denominator: times the design's.
    pub denominator: f64,
    /// The probability of a larger F without association.
    pub p: f64,
}

/// Tests whether two single-choice questions are associated. Where a cell of
/// their table may not be printed there are no tests, which would tell of it.
///
/// Rao and Scott (1984); R: `svychisq(statistic = "F")`.
pub fn association(
    analysis: &Analysis,
    rows: &str,
    columns: &str,
    selection: &Selection,
) -> Result<Association, Diagnostic> {
    let survey = &analysis.survey;
    let (row, column) = (lookup::question(survey, rows)?, lookup::question(survey, columns)?);
    let (row_codes, column_codes) = (lookup::single(row)?, lookup::single(column)?);
    let (row_valid, column_valid) = (valid_slots(row), valid_slots(column));
    let mask = selection.filter.mask(survey)?;
    let (height, width) = (row_valid.len(), column_valid.len());
    let design = analysis.design(selection.weighted);
    let tally = Tally::count(design, height * width, |respondent| {
        let a = slot(row_codes[respondent], height - 2);
        let b = slot(column_codes[respondent], width - 2);
        let inside = mask.as_ref().is_none_or(|mask| mask[respondent]);
        if inside && row_valid[a] && column_valid[b] { a * width + b } else { usize::MAX }
    });
    // Options that occur.
    let used = |count: usize, other: usize, kind: &dyn Fn(usize, usize) -> usize| -> Vec<usize> {
        (0..count).filter(|&a| tally.sum((0..other).map(|b| kind(a, b))).count > 0.0).collect()
    };
    let row_places = used(height, width, &|a, b| a * width + b);
    let column_places = used(width, height, &|b, a| a * width + b);
    let kinds: Vec<Vec<usize>> =
        row_places.iter().map(|a| column_places.iter().map(|b| a * width + b).collect()).collect();
    let all = tally.sum(kinds.iter().flatten().copied());
    let scaled: Vec<Vec<f64>> = kinds
        .iter()
        .map(|row| {
            row.iter().map(|&kind| tally.sum([kind]).weight * all.count / all.weight).collect()
        })
        .collect();
    let is_hidden = privacy::hides_any(analysis, row, column, &selection.filter)?
        || privacy::hides_any(analysis, column, row, &selection.filter)?;
    let pearson = chi_square(&scaled).filter(|_| !is_hidden);
    let smaller = row_places.len().min(column_places.len()) as f64;
    Ok(Association {
        base: all.count as usize,
        pearson,
        cramers_v: pearson.map(|test| (test.statistic / (all.count * (smaller - 1.0))).sqrt()),
        rao_scott: pearson.and_then(|test| rao_scott(&tally, &kinds, test.statistic)),
    })
}

/// The corrected test. With cell shares `p`, their covariance `V` and contrasts
/// `C` that are orthogonal to rows and columns, the generalised design effects
/// are the eigenvalues of `(C' D⁻¹ C / n)⁻¹ (C' D⁻¹ V D⁻¹ C)`, `D = diag(p)`;
/// any basis of the contrasts gives the same.
fn rao_scott(tally: &Tally, kinds: &[Vec<usize>], statistic: f64) -> Option<RaoScott> {
    let flat: Vec<usize> = kinds.iter().flatten().copied().collect();
    let all = tally.sum(flat.iter().copied());
    let width = kinds[0].len();
    let inverse: Vec<f64> = flat
        .iter()
        .map(|&kind| {
            let weight = tally.sum([kind]).weight;
            if weight > 0.0 { all.weight / weight } else { 0.0 }
        })
        .collect();
    // Contrast (i, j): +1 at (0, 0) and (i, j), -1 at (0, j) and (i, 0).
    let contrasts: Vec<[(usize, f64); 4]> = (1..kinds.len())
        .flat_map(|i| {
            (1..width).map(move |j| [(0, 1.0), (i * width + j, 1.0), (j, -1.0), (i * width, -1.0)])
        })
        .collect();
    let influences: Vec<Vec<f64>> = contrasts
        .iter()
        .map(|contrast| {
            let mut u = vec![0.0; flat.len()];
            let mut sum = 0.0;
            for &(cell, sign) in contrast {
                if inverse[cell] > 0.0 {
                    u[cell] = sign * inverse[cell] / all.weight;
                    sum += sign / all.weight;
                }
            }
            for value in &mut u {
                *value -= sum;
            }
            u
        })
        .collect();
    let size = contrasts.len();
    let combined = |a: usize, b: usize, sign: f64| {
        let pairs: Vec<(usize, f64)> = flat
            .iter()
            .zip(influences[a].iter().zip(&influences[b]))
            .map(|(&kind, (u, v))| (kind, u + sign * v))
            .collect();
        tally.variance(&pairs)
    };
    let mut numerator = Matrix::zeros(size, size);
    for a in 0..size {
        for b in 0..=a {
            // Cov(u, v) = (Var(u + v) - Var(u - v)) / 4
            let covariance = (combined(a, b, 1.0)? - combined(a, b, -1.0)?) / 4.0;
            numerator.set(a, b, covariance);
            numerator.set(b, a, covariance);
        }
    }
    let denominator = Matrix::from_fn(size, size, |a, b| {
        let mut sum = 0.0;
        for &(cell, x) in &contrasts[a] {
            for &(other, y) in &contrasts[b] {
                if cell == other {
                    sum += x * y * inverse[cell];
                }
            }
        }
        sum / all.count
    });
    let effects = denominator.solve(&numerator)?;
    let sum = effects.trace();
    let squares = effects.times(&effects).trace();
    if !(sum > 0.0 && squares > 0.0) {
        return None;
    }
    let numerator = sum * sum / squares;
    let denominator = numerator * tally.degrees(&flat);
    let f = statistic / sum;
    Some(RaoScott { f, numerator, denominator, p: f_upper(f, numerator, denominator) })
}

/// Tests whether the respondents, unweighted, are distributed over the categories of a
/// variable as the rest of the population is. `None` with fewer than two categories, and
/// where the whole population answered: nobody is left to differ from.
///
/// Respondents are part of the frame, so their counts do not vary freely around its
/// shares: they are tested against the other units. With `n` respondents of `N` units
/// Pearson's statistic of that table is the goodness of fit to the frame's shares (R:
/// `chisq.test(x, p = )`) divided by `1 - n / N`, the finite population correction.
///
/// Units without a valid value are left out of the frame; a respondent without a
/// valid answer counts among the others.
///
/// Fails with `not-in-population` when respondents are in a category that no unit of the
/// frame is in, with `sample-exceeds-population` when they are more than its units,
/// beside the faults of [`Analysis::population`].
pub fn representativeness(
    analysis: &Analysis,
    variable: &str,
    selection: &Selection,
) -> Result<Option<ChiSquare>, Diagnostic> {
    let survey = &analysis.survey;
    let question = lookup::question(survey, variable)?;
    let codes = lookup::single(question)?;
    let mask = selection.filter.mask(survey)?;
    let mut counts = vec![0.0; question.choices.len()];
    for (respondent, code) in codes.iter().enumerate() {
        let inside = mask.as_ref().is_none_or(|mask| mask[respondent]);
        if let Some(count) = code.index().and_then(|place| counts.get_mut(place))
            && inside
        {
            *count += 1.0;
        }
    }
    let (mut respondents, mut others) = (vec![], vec![]);
    for (choice, count) in question.choices.iter().zip(counts) {
        if !lookup::is_valid(choice) {
            continue;
        }
        let code = crate::statistics::Filter::code(question.name.clone(), choice.code.clone());
        let units = analysis.population(&selection.within(&code), None)?.value;
        if units < count {
            let category = format!("`{variable}={}`", choice.code);
            return Err(match units > 0.0 {
                false => Diagnostic::error(
                    "not-in-population",
                    format!("{category} occurs in the sample but not in the population"),
                )
                .hint("correct the answer, or add the category to the frame"),
                true => Diagnostic::error(
                    "sample-exceeds-population",
                    format!("{category} has {units} units, fewer than the {count} in the sample"),
                )
                .hint("correct the answers, or the frame"),
            });
        }
        respondents.push(count);
        others.push(units - count);
    }
    Ok(chi_square(&[respondents, others]))
}
