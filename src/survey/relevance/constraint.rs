//! Answers that the form would not have taken.

use std::collections::HashMap;

use super::super::Answers;
use super::super::answers::Source;
use super::super::codebook::Definition;
use super::super::columns::Layout;
use super::evaluate::Asked;
use super::parse::parse;
use crate::diagnostics::{CellRef, Diagnostic, Place};
use crate::workbook::Workbook;

/// Warns of answers that do not meet the codebook's `constraint`, at their
/// cells. No answer meets every constraint. One that is not understood is told of.
pub(in super::super) fn check_constraints(
    codebook: &Workbook,
    source: &mut Source,
    rows: &[u32],
    definitions: &[Definition],
    layouts: &[Layout],
    answers: &[Answers],
) {
    let by_name: HashMap<&str, usize> = definitions
        .iter()
        .enumerate()
        .filter(|(index, _)| layouts[*index] != Layout::Absent)
        .map(|(index, definition)| (&*definition.name, index))
        .collect();
    let find = |name: &str| by_name.get(name).copied();
    let asked = Asked {
        questions: definitions
            .iter()
            .zip(answers)
            .map(|(definition, answers)| (&definition.choices[..], answers))
            .collect(),
    };
    for (question, definition) in definitions.iter().enumerate() {
        let Some(constraint) = &definition.constraint else { continue };
        let Some(&column) = layouts[question].columns().first() else { continue };
        let expression = match parse(&constraint.text, &find, Some(question)) {
            Ok(expression) => expression,
            Err(cause) => {
                let text = &constraint.text;
                source.faults.push(
                    Diagnostic::warning(
                        "unknown-constraint",
                        format!("failed to read the constraint `{text}` ({cause})"),
                    )
                    .hint("the answers are not checked against it")
                    .at(Place::Cell {
                        file: codebook.file.clone(),
                        sheet: constraint.sheet.clone(),
                        cell: constraint.at,
                    }),
                );
                continue;
            }
        };
        for (respondent, &row) in rows.iter().enumerate() {
            let given = asked.codes(question, respondent);
            if given.is_empty() || asked.holds(&expression, respondent) {
                continue;
            }
            let (name, text) = (&definition.name, &constraint.text);
            let place = source.workbook.place(source.sheet, CellRef { row, column });
            source.faults.push_in_column("constraint", &source.sheet.name, column, || {
                Diagnostic::warning(
                    "constraint",
                    format!("`{}` does not meet the constraint of `{name}`", given.join(" ")),
                )
                .hint(format!("the codebook says `{text}`"))
                .at(place)
            });
        }
    }
}
