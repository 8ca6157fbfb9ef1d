//! The margins of an adjustment: the sample and the population by their cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::source::{coded, frame, frame_cell, not_in_frame};
use super::{Cells, Margin};
use crate::diagnostics::{Diagnostic, Place};
use crate::statistics::lookup;
use crate::survey::{Code, Faults, Survey};

/// A margin with its cells counted.
pub(super) struct Fitted<'p> {
    pub(super) margin: &'p Margin,
    pub(super) cells: Cells,
    /// For each cell: choice indices, total, and the place of a frame unit with it.
    pub(super) targets: Vec<(Vec<u32>, f64, Option<Place>)>,
}

impl<'p> Fitted<'p> {
    /// Codes the sample and the population by the margin's cells, and checks
    /// that each cell occurs in both.
    pub(super) fn prepare(survey: &Survey, margin: &'p Margin) -> Result<Self, Vec<Diagnostic>> {
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

    pub(super) fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.cells.count];
        for (weight, &cell) in weights.iter().zip(&self.cells.of) {
            sums[cell as usize] += weight;
        }
        sums
    }

    /// The cell that differs most from its total, and by what share of the population.
    pub(super) fn worst(&self, weights: &[f64]) -> (usize, f64) {
        let all: f64 = self.targets.iter().map(|target| target.1).sum();
        let sums = self.sums(weights);
        (0..self.cells.count)
            .map(|cell| (cell, (sums[cell] - self.targets[cell].1).abs() / all))
            .fold((0, 0.0), |worst, next| if next.1 > worst.1 { next } else { worst })
    }
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
            faults.push(
                Diagnostic::error(
                    "bad-total",
                    format!(
                        "the total {total} of `{}` is not a positive number for one code of each of {}",
                        codes.join("`, `"),
                        lookup::list(margin.questions.iter().map(|name| &**name))
                    ),
                )
                .hint("give a number of units for each combination of codes"),
            );
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
    let mut gaps = Faults::default();
    for unit in 0..frame.units {
        let mut codes = Vec::with_capacity(columns.len());
        for (column, variable, choices) in &columns {
            let code = variable.get(unit).and_then(|code| code.index());
            match code.filter(|code| code < choices) {
                Some(code) => codes.push(code as u32),
                None => gaps.push_in_column("frame-gap", &frame.sheet, *column, || {
                    Diagnostic::error(
                        "frame-gap",
                        "the unit of the frame has no value here, which the weighting needs",
                    )
                    .at(frame_cell(survey, unit, *column))
                    .hint("fill in the cell")
                }),
            }
        }
        if codes.len() == columns.len() {
            let place = || columns.first().map(|&(column, ..)| frame_cell(survey, unit, column));
            totals.entry(codes).or_insert_with(|| (0.0, place())).0 += 1.0;
        }
    }
    let gaps = gaps.finish();
    if gaps.is_empty() { Ok(totals) } else { Err(gaps) }
}

/// Adds a fault for each margin whose totals add up to something else than the first's.
pub(super) fn check_totals(margins: &[Fitted], faults: &mut Vec<Diagnostic>) {
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

/// A margin's cell as a filter in backticks.
pub(super) fn name_cell(survey: &Survey, margin: &Margin, codes: &[u32]) -> String {
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
