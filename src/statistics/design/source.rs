//! Columns of the sample and the frame that a design is made from.

use std::collections::BTreeMap;

use crate::diagnostics::{CellRef, Diagnostic, Place};
use crate::statistics::lookup;
use crate::survey::{Answers, Survey};

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

/// A question that names clusters, as numbers from 0: codes, or whole numbers.
pub(super) fn cluster(survey: &Survey, name: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    match &*question.answers {
        Answers::Number(numbers) => {
            let mut keys = Vec::with_capacity(numbers.len());
            for (respondent, number) in numbers.iter().enumerate() {
                match number {
                    Ok(number) => keys.push(number.to_bits()),
                    Err(_) => {
                        return Err(vec![gap(survey, name, respondent)]);
                    }
                }
            }
            Ok(dense(&keys))
        }
        Answers::Text(texts) => {
            let mut keys = Vec::with_capacity(texts.len());
            for (respondent, text) in texts.iter().enumerate() {
                match text {
                    Some(text) => keys.push(text.clone()),
                    None => return Err(vec![gap(survey, name, respondent)]),
                }
            }
            Ok(dense(&keys))
        }
        _ => coded(survey, name),
    }
}

fn dense<K: Ord>(keys: &[K]) -> Vec<u32> {
    let mut index: BTreeMap<&K, u32> = keys.iter().map(|key| (key, 0)).collect();
    for (place, value) in index.values_mut().enumerate() {
        *value = place as u32;
    }
    keys.iter().map(|key| index[key]).collect()
}

fn gap(survey: &Survey, name: &str, respondent: usize) -> Diagnostic {
    let place = survey
        .questions
        .get(name)
        .map_or(Place::Nowhere, |question| lookup::answer_cell(survey, question, respondent));
    Diagnostic::error(
        "design-gap",
        format!("the respondent has no answer to `{name}`, which the sample design needs"),
    )
    .at(place)
    .hint("fill in the cell, or leave the respondent out of the workbook")
}

/// A numeric question with a positive number for every respondent.
pub(super) fn positive(survey: &Survey, name: &str) -> Result<Vec<f64>, Vec<Diagnostic>> {
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    let Answers::Number(numbers) = &*question.answers else {
        return Err(vec![lookup::wrong_kind(question, "a number")]);
    };
    let mut values = Vec::with_capacity(numbers.len());
    let mut faults = Vec::new();
    for (respondent, number) in numbers.iter().enumerate() {
        match number {
            Ok(value) if *value > 0.0 && value.is_finite() => values.push(*value),
            Ok(value) => faults.push(
                Diagnostic::error(
                    "bad-weight",
                    format!("`{name}` is {value}, not a positive number"),
                )
                .at(lookup::answer_cell(survey, question, respondent))
                .hint("correct the cell, or take the row out"),
            ),
            Err(_) => faults.push(gap(survey, name, respondent)),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
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
