//! Post-stratification, raking and trimming.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Adjusted, Adjustment, Cells, Margin, Trim};
use crate::diagnostics::{CellRef, Diagnostic, Place};
use crate::statistics::lookup;
use crate::survey::{Code, Survey};

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

/// A margin with its cells counted.
struct Fitted<'p> {
    margin: &'p Margin,
    cells: Cells,
    /// For each cell: choice indices, total, and the place of a frame unit with it.
    targets: Vec<(Vec<u32>, f64, Option<Place>)>,
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

impl<'p> Fitted<'p> {
    /// Codes the sample and the population by the margin's cells, and checks
    /// that each cell occurs in both.
    fn prepare(survey: &Survey, margin: &'p Margin) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut columns = Vec::new();
        for name in &margin.questions {
            match coded(survey, name) {
                Ok(column) => columns.push(column),
                Err(found) => faults.extend(found),
            }
        }
        let totals = match &margin.totals {
            Some(totals) => given_totals(survey, margin, totals),
            None => frame_totals(survey, margin),
        };
        let totals = match totals {
            Ok(totals) if faults.is_empty() => totals,
            Ok(_) => return Err(faults),
            Err(found) => {
                faults.extend(found);
                return Err(faults);
            }
        };
        let mut targets = Vec::new();
        let mut index = BTreeMap::new();
        for (codes, (total, place)) in totals {
            index.insert(codes.clone(), targets.len() as u32);
            targets.push((codes, total, place));
        }
        let mut of = Vec::with_capacity(survey.respondents());
        let mut found = vec![0usize; targets.len()];
        for respondent in 0..survey.respondents() {
            let codes: Vec<u32> = columns.iter().map(|column| column[respondent]).collect();
            match index.get(&codes) {
                Some(&cell) => {
                    if let Some(found) = found.get_mut(cell as usize) {
                        *found += 1;
                    }
                    of.push(cell);
                }
                None => {
                    let place = survey
                        .questions
                        .get(&margin.questions[0])
                        .map_or(Place::Nowhere, |q| lookup::answer_cell(survey, q, respondent));
                    faults.push(
                        Diagnostic::error(
                            "not-in-population",
                            format!(
                                "{} occurs in the sample but not in the population",
                                name_cell(survey, margin, &codes)
                            ),
                        )
                        .at(place)
                        .hint("correct the answer, or add the category to the frame"),
                    );
                    // One message for each category is enough.
                    index.insert(codes, u32::MAX);
                    of.push(u32::MAX);
                }
            }
        }
        for ((codes, total, place), _) in
            targets.iter().zip(&found).filter(|(_, found)| **found == 0)
        {
            faults.push(
                Diagnostic::error(
                    "empty-category",
                    format!(
                        "{} has {total} units in the population and no respondents",
                        name_cell(survey, margin, codes)
                    ),
                )
                .at(place.clone().unwrap_or(Place::Nowhere))
                .hint("join it with another category, or leave this margin out of the weighting"),
            );
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let count = targets.len();
        Ok(Self { margin, cells: Cells { of, count }, targets })
    }

    fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.cells.count];
        for (weight, &cell) in weights.iter().zip(&self.cells.of) {
            sums[cell as usize] += weight;
        }
        sums
    }

    /// The cell that differs most from its total, and by what share of the population.
    fn worst(&self, weights: &[f64]) -> (usize, f64) {
        let all: f64 = self.targets.iter().map(|target| target.1).sum();
        let sums = self.sums(weights);
        (0..self.cells.count)
            .map(|cell| (cell, (sums[cell] - self.targets[cell].1).abs() / all))
            .fold((0, 0.0), |worst, next| if next.1 > worst.1 { next } else { worst })
    }
}

/// A single-choice question without gaps, as choice indices.
pub(super) fn coded(survey: &Survey, name: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    let codes = lookup::single(question).map_err(|fault| vec![fault])?;
    let mut column = Vec::with_capacity(codes.len());
    let mut gaps = Vec::new();
    for (respondent, code) in codes.iter().enumerate() {
        match code.index() {
            Some(place) if question.choices.get(place).is_some_and(lookup::is_valid) => {
                column.push(place as u32);
            }
            _ => gaps.push(respondent),
        }
    }
    if gaps.is_empty() {
        return Ok(column);
    }
    Err(gaps
        .into_iter()
        .map(|respondent| {
            Diagnostic::error(
                "design-gap",
                format!("the respondent has no answer to `{name}`, which the sample design needs"),
            )
            .at(lookup::answer_cell(survey, question, respondent))
            .hint("fill in the cell, or leave the respondent out of the workbook")
        })
        .collect())
}

type Totals = BTreeMap<Vec<u32>, (f64, Option<Place>)>;

fn given_totals(
    survey: &Survey,
    margin: &Margin,
    totals: &[(Vec<Arc<str>>, f64)],
) -> Result<Totals, Vec<Diagnostic>> {
    let mut result = Totals::new();
    let mut faults = Vec::new();
    for (codes, total) in totals {
        if codes.len() != margin.questions.len() || !(*total > 0.0 && total.is_finite()) {
            faults.push(Diagnostic::error(
                "bad-total",
                format!(
                    "the total {total} of `{}` is not a positive number for one code of each of {}",
                    codes.join("`, `"),
                    lookup::list(margin.questions.iter().map(|name| &**name))
                ),
            ));
            continue;
        }
        let places: Result<Vec<u32>, Diagnostic> = margin
            .questions
            .iter()
            .zip(codes)
            .map(|(name, code)| Ok(lookup::choice(lookup::question(survey, name)?, code)? as u32))
            .collect();
        match places {
            Ok(places) => {
                result.insert(places, (*total, None));
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(result) } else { Err(faults) }
}

fn frame_totals(survey: &Survey, margin: &Margin) -> Result<Totals, Vec<Diagnostic>> {
    let frame = frame(survey)?;
    let mut columns: Vec<(u32, &[Code], usize)> = Vec::new();
    let mut faults = Vec::new();
    for name in &margin.questions {
        match (frame.variables.get(name), lookup::question(survey, name)) {
            (_, Err(fault)) => faults.push(fault),
            (None, _) => faults.push(not_in_frame(survey, name)),
            (Some(variable), Ok(question)) => {
                columns.push((variable.column, &variable.codes, question.choices.len()));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut totals = Totals::new();
    for unit in 0..frame.units {
        let mut codes = Vec::with_capacity(columns.len());
        for (column, variable, choices) in &columns {
            let code = variable.get(unit).and_then(|code| code.index());
            match code.filter(|code| code < choices) {
                Some(code) => codes.push(code as u32),
                None => faults.push(
                    Diagnostic::error(
                        "frame-gap",
                        "the unit of the frame has no value here, which the weighting needs",
                    )
                    .at(frame_cell(survey, unit, *column))
                    .hint("fill in the cell"),
                ),
            }
        }
        if codes.len() == columns.len() {
            let place = || columns.first().map(|&(column, ..)| frame_cell(survey, unit, column));
            totals.entry(codes).or_insert_with(|| (0.0, place())).0 += 1.0;
        }
    }
    if faults.is_empty() { Ok(totals) } else { Err(faults) }
}

/// The frame, or the message that there is none.
pub(super) fn frame(survey: &Survey) -> Result<&crate::survey::Frame, Vec<Diagnostic>> {
    survey.frame.as_ref().ok_or_else(|| {
        vec![
            Diagnostic::error(
                "no-frame",
                "the workbook has no frame, which the sample design asks for",
            )
            .at(Place::File(survey.file.to_string()))
            .hint("add a sheet with one row for each unit of the population, or give totals"),
        ]
    })
}

/// The message that the frame has no such variable.
pub(super) fn not_in_frame(survey: &Survey, name: &str) -> Diagnostic {
    let frame = survey.frame.as_ref();
    Diagnostic::error("not-in-frame", format!("the frame has no column `{name}`"))
        .at(frame.map_or(Place::Nowhere, |frame| Place::Sheet {
            file: survey.file.clone(),
            sheet: frame.sheet.clone(),
        }))
        .hint(format!(
            "its columns that are questions too are {}",
            lookup::list(frame.into_iter().flat_map(|f| f.variables.keys()).map(|name| &**name))
        ))
}

/// The cell of a unit in the frame's sheet.
pub(super) fn frame_cell(survey: &Survey, unit: usize, column: u32) -> Place {
    match &survey.frame {
        Some(frame) => Place::Cell {
            file: survey.file.clone(),
            sheet: frame.sheet.clone(),
            cell: CellRef { row: frame.rows.get(unit).copied().unwrap_or(0), column },
        },
        None => Place::Nowhere,
    }
}

fn check_totals(margins: &[Fitted], faults: &mut Vec<Diagnostic>) {
    let all = |margin: &Fitted| margin.targets.iter().map(|target| target.1).sum::<f64>();
    let Some(first) = margins.first() else { return };
    for margin in &margins[1..] {
        let (a, b) = (all(first), all(margin));
        if (a - b).abs() > 1e-9 * a {
            faults.push(
                Diagnostic::error(
                    "margins-disagree",
                    format!(
                        "the totals of {} add up to {a}, those of {} to {b}",
                        lookup::list(first.margin.questions.iter().map(|name| &**name)),
                        lookup::list(margin.margin.questions.iter().map(|name| &**name)),
                    ),
                )
                .hint("all margins must describe the same population"),
            );
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

fn name_cell(survey: &Survey, margin: &Margin, codes: &[u32]) -> String {
    let parts: Vec<String> = margin
        .questions
        .iter()
        .zip(codes)
        .map(|(name, &place)| {
            let code = survey
                .questions
                .get(name)
                .and_then(|question| question.choices.get(place as usize))
                .map_or("", |choice| &*choice.code);
            format!("{name}={code}")
        })
        .collect();
    format!("`{}`", parts.join(" & "))
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
