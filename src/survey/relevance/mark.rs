//! Questions that were not put.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::super::answers::Source;
use super::super::codebook::Definition;
use super::super::columns::Layout;
use super::super::{Answers, Code, Missing};
use super::Condition;
use super::evaluate::Asked;
use super::parse::parse;
use crate::diagnostics::{CellRef, Diagnostic, Place};
use crate::workbook::Workbook;

/// Whether a condition lets a question be put to a respondent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Put {
    Yes,
    /// What it asks about was left open, so that an answer shows that it was met.
    Unless,
    No,
}

/// Turns empty answers into answers that were not asked for, where the codebook
/// says when a question is put, and warns of answers to questions that were not.
/// A condition that is not understood is told of.
pub(in super::super) fn mark_not_asked(
    codebook: &Workbook,
    source: &mut Source,
    rows: &[u32],
    definitions: &[Definition],
    layouts: &[Layout],
    answers: &mut [Answers],
) {
    let by_name: HashMap<&str, usize> = definitions
        .iter()
        .enumerate()
        .filter(|(index, _)| layouts[*index] != Layout::Absent)
        .map(|(index, definition)| (&*definition.name, index))
        .collect();
    let find = |name: &str| by_name.get(name).copied();
    // Questions of a group share the group's condition: each is evaluated once.
    let mut conditions: IndexMap<(Arc<str>, CellRef), Option<Vec<Put>>> = IndexMap::new();
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
                Ok(expression) => {
                    let put = |respondent| match asked.holds(&expression, respondent) {
                        true => Put::Yes,
                        false if asked.known(&expression, respondent) == Some(false) => Put::No,
                        false => Put::Unless,
                    };
                    Some((0..rows.len()).map(put).collect())
                }
                Err(cause) => {
                    source.faults.push(not_understood(codebook, condition, &cause));
                    None
                }
            }
        });
    }
    let of = |definition: &'_ Definition| -> Vec<(Arc<str>, &[Put])> {
        let read = definition.relevant.iter().filter_map(|condition| {
            let put = conditions.get(&(condition.text.clone(), condition.at))?.as_deref()?;
            Some((condition.text.clone(), put))
        });
        read.collect()
    };
    for (question, definition) in definitions.iter().enumerate() {
        let Some(&column) = layouts[question].columns().first() else { continue };
        for (condition, put) in of(definition) {
            for (respondent, &row) in rows.iter().enumerate() {
                let given = asked.valid_codes(question, respondent);
                if given.is_empty() || put[respondent] != Put::No {
                    continue;
                }
                let name = &definition.name;
                let place = source.workbook.place(source.sheet, CellRef { row, column });
                source.faults.push_in_column("not-put", &source.sheet.name, column, || {
                    let given = given.join(" ");
                    Diagnostic::warning(
                        "not-put",
                        format!("`{given}` answers `{name}`, which was not put to this respondent"),
                    )
                    .hint(format!("the codebook puts it where `{condition}`; the answer counts"))
                    .at(place)
                });
            }
        }
    }
    for (definition, answers) in definitions.iter().zip(answers) {
        for (_, put) in of(definition) {
            for (respondent, put) in put.iter().enumerate() {
                if *put != Put::Yes {
                    mark(answers, respondent);
                }
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
