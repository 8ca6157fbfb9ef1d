//! Answers that were not asked for.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::super::codebook::Definition;
use super::super::columns::Layout;
use super::super::faults::Faults;
use super::super::{Answers, Code, Missing};
use super::Condition;
use super::evaluate::Asked;
use super::parse::parse;
use crate::diagnostics::{CellRef, Diagnostic, Place};
use crate::workbook::Workbook;

/// Turns empty answers into answers that were not asked for, where the codebook
/// says when a question is put. A condition that is not understood is told of.
pub(in super::super) fn mark_not_asked(
    workbook: &Workbook,
    definitions: &[Definition],
    layouts: &[Layout],
    answers: &mut [Answers],
    faults: &mut Faults,
) {
    let respondents = answers.first().map_or(0, Answers::len);
    let by_name: HashMap<&str, usize> = definitions
        .iter()
        .enumerate()
        .filter(|(index, _)| layouts[*index] != Layout::Absent)
        .map(|(index, definition)| (&*definition.name, index))
        .collect();
    let find = |name: &str| by_name.get(name).copied();
    // Questions of a group share the group's condition: each is evaluated once.
    let mut conditions: IndexMap<(Arc<str>, CellRef), Option<Vec<bool>>> = IndexMap::new();
    let asked = Asked {
        questions: definitions
            .iter()
            .zip(answers.iter())
            .map(|(definition, answers)| (&definition.choices[..], answers))
            .collect(),
    };
    for condition in definitions.iter().flat_map(|definition| &definition.relevant) {
        conditions.entry((condition.text.clone(), condition.at)).or_insert_with(|| {
            match parse(&condition.text, &find, None) {
                Ok(expression) => Some(
                    (0..respondents)
                        .map(|respondent| asked.holds(&expression, respondent))
                        .collect(),
                ),
                Err(cause) => {
                    faults.push(not_understood(workbook, condition, &cause));
                    None
                }
            }
        });
    }
    for (definition, answers) in definitions.iter().zip(answers) {
        let holding: Vec<&Vec<bool>> = definition
            .relevant
            .iter()
            .filter_map(|it| conditions.get(&(it.text.clone(), it.at))?.as_ref())
            .collect();
        if holding.is_empty() {
            continue;
        }
        for respondent in 0..respondents {
            if holding.iter().any(|holds| !holds[respondent]) {
                mark(answers, respondent);
            }
        }
    }
}

/// Turns an empty answer into one that was not asked for.
fn mark(answers: &mut Answers, respondent: usize) {
    match answers {
        Answers::Single(codes) if codes[respondent] == Code::EMPTY => {
            codes[respondent] = Code::NOT_ASKED;
        }
        Answers::Multiple { missing, .. } if missing[respondent] == Some(Missing::Empty) => {
            missing[respondent] = Some(Missing::NotAsked);
        }
        Answers::Number(numbers) if numbers[respondent] == Err(Missing::Empty) => {
            numbers[respondent] = Err(Missing::NotAsked);
        }
        _ => {}
    }
}

fn not_understood(workbook: &Workbook, condition: &Condition, cause: &str) -> Diagnostic {
    let place = Place::Cell {
        file: workbook.file.clone(),
        sheet: condition.sheet.clone(),
        cell: condition.at,
    };
    Diagnostic::warning(
        "unknown-condition",
        format!("failed to read the condition `{}` ({cause})", condition.text),
    )
    .hint("empty answers count as not given, although some may not have been asked for")
    .at(place)
}
