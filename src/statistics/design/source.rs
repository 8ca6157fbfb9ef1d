//! Columns of the sample and the frame that a design is made from.

use std::collections::BTreeMap;

use crate::diagnostics::{CellRef, Diagnostic, Place};
use crate::statistics::lookup;
use crate::survey::{Answers, Faults, Question, Survey};

/// Adds a fault of a respondent's answer to a question of the design.
fn push(
    faults: &mut Faults,
    survey: &Survey,
    question: &Question,
    respondent: usize,
    fault: impl FnOnce() -> Diagnostic,
    code: &'static str,
) {
    let column = question.columns.first().copied().unwrap_or(0);
    faults.push_in_column(code, &survey.data_sheet, column, || {
        fault().at(lookup::answer_cell(survey, question, respondent))
    });
}

/// Adds the fault that a respondent has no answer to a question of the design.
fn push_gap(faults: &mut Faults, survey: &Survey, question: &Question, respondent: usize) {
    let name = &question.name;
    let gap = || {
        Diagnostic::error(
            "design-gap",
            format!("the respondent has no answer to `{name}`, which the sample design needs"),
        )
        .hint("fill in the cell, or leave the respondent out of the workbook")
    };
    push(faults, survey, question, respondent, gap, "design-gap");
}

/// The values, unless there are faults.
fn complete<T>(values: Vec<T>, faults: Faults) -> Result<Vec<T>, Vec<Diagnostic>> {
    let faults = faults.finish();
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// A single-choice question without gaps, as choice indices.
pub(super) fn coded(survey: &Survey, name: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    let codes = lookup::single(question).map_err(|fault| vec![fault])?;
    let mut column = Vec::with_capacity(codes.len());
    let mut faults = Faults::default();
    for (respondent, code) in codes.iter().enumerate() {
        match code.index() {
            Some(place) if question.choices.get(place).is_some_and(lookup::is_valid) => {
                column.push(place as u32);
            }
            _ => push_gap(&mut faults, survey, question, respondent),
        }
    }
    complete(column, faults)
}

/// A question that names clusters, as numbers from 0: codes, numbers or texts.
pub(super) fn cluster(survey: &Survey, name: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    match &*question.answers {
        Answers::Number(numbers) => {
            let keys = numbers.iter().map(|number| Some(number.ok()?.to_bits()));
            dense(survey, question, keys.collect())
        }
        Answers::Text(texts) => dense(survey, question, texts.iter().map(Option::as_ref).collect()),
        _ => coded(survey, name),
    }
}

/// Numbers from 0 for keys of which none may be missing.
fn dense<K: Ord>(
    survey: &Survey,
    question: &Question,
    keys: Vec<Option<K>>,
) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    for respondent in (0..keys.len()).filter(|&respondent| keys[respondent].is_none()) {
        push_gap(&mut faults, survey, question, respondent);
    }
    let mut index: BTreeMap<&Option<K>, u32> = keys.iter().map(|key| (key, 0)).collect();
    for (place, value) in index.values_mut().enumerate() {
        *value = place as u32;
    }
    complete(keys.iter().map(|key| index[key]).collect(), faults)
}

/// A numeric question with a positive number for every respondent.
pub(super) fn positive(survey: &Survey, name: &str) -> Result<Vec<f64>, Vec<Diagnostic>> {
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    let Answers::Number(numbers) = &*question.answers else {
        return Err(vec![lookup::wrong_kind(question, "a number")]);
    };
    let mut values = Vec::with_capacity(numbers.len());
    let mut faults = Faults::default();
    for (respondent, number) in numbers.iter().enumerate() {
        match number {
            Ok(value) if *value > 0.0 && value.is_finite() => values.push(*value),
            Ok(value) => {
                let bad = || {
                    let message = format!("`{name}` is {value}, not a positive number");
                    Diagnostic::error("bad-weight", message)
                        .hint("correct the cell, or take the row out")
                };
                push(&mut faults, survey, question, respondent, bad, "bad-weight");
            }
            Err(_) => push_gap(&mut faults, survey, question, respondent),
        }
    }
    // Standard errors take sums of squares of products.
    let sum: f64 = values.iter().sum();
    let square = sum * sum;
    if !(square * square).is_finite() {
        let largest =
            (0..values.len()).max_by(|&one, &other| values[one].total_cmp(&values[other]));
        let bad = || {
            Diagnostic::error("bad-weight", format!("`{name}` is too large to calculate with"))
                .hint("correct the cell, or divide all of them by one number")
        };
        push(&mut faults, survey, question, largest.unwrap_or(0), bad, "bad-weight");
    }
    complete(values, faults)
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
