//! The sheet `choices`: lists of options.

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::codes::score;
use super::super::faults::Faults;
use super::super::{Choice, Missing};
use super::labels::{Language, Table, label, text};
use super::place;
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::workbook::{Sheet, Workbook};

/// Lists of choices by name, in the order of the sheet.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) lists: IndexMap<String, Vec<Choice>>,
}

/// The words of the column `missing`.
const MISSING: [(&str, Missing); 3] = [
    ("dont-know", Missing::DontKnow),
    ("refused", Missing::Refused),
    ("not-asked", Missing::NotAsked),
];

/// Reads the sheet. Of choices with the same code in one list the first counts.
pub(super) fn read(
    workbook: &Workbook,
    sheet: &Sheet,
    language: &Language,
    duplicates: bool,
    faults: &mut Faults,
) -> Lists {
    let mut found = Lists::default();
    let Some(table) = Table::new(workbook, sheet, faults) else { return found };
    let list_column = table.column(&["list_name", "list"]);
    let code_column = table.column(&["name", "value", "code"]);
    let (Some(list_column), Some(code_column)) = (list_column, code_column) else {
        let missing = if list_column.is_none() { "list_name" } else { "name" };
        faults.push(
            Diagnostic::error(
                "missing-codebook-column",
                format!("the sheet `{}` has no column `{missing}`", sheet.name),
            )
            .hint("a sheet of choices has the columns `list_name`, `name` and `label`")
            .at(workbook.sheet_place(sheet)),
        );
        return found;
    };
    let label_columns = table.label_columns("label", language);
    let missing_column = table.column(&["missing"]);
    // A code seen twice is looked up here, so that long lists stay quick.
    let mut seen: IndexMap<(String, Arc<str>), u32> = IndexMap::new();
    for row in table.rows() {
        let list = text(row, Some(list_column));
        let code: Option<Arc<str>> = text(row, Some(code_column)).map(Into::into);
        let (list, code) = match (list, code) {
            (Some(list), Some(code)) => (list, code),
            (None, None) => continue,
            (None, Some(code)) => {
                faults.push_in_column("choice-without-list", &sheet.name, list_column, || {
                    Diagnostic::error(
                        "choice-without-list",
                        format!("the choice `{code}` belongs to no list"),
                    )
                    .hint("fill in `list_name`")
                    .at(place(workbook, sheet, row.row, list_column))
                });
                continue;
            }
            (Some(list), None) => {
                faults.push_in_column("choice-without-code", &sheet.name, code_column, || {
                    Diagnostic::error(
                        "choice-without-code",
                        format!("a choice of the list `{list}` has no code"),
                    )
                    .hint("fill in `name`")
                    .at(place(workbook, sheet, row.row, code_column))
                });
                continue;
            }
        };
        if let Some(first) = seen.get(&(list.clone(), code.clone())) {
            if duplicates {
                continue;
            }
            let first = first + 1;
            faults.push_in_column("duplicate-code", &sheet.name, code_column, || {
                Diagnostic::error(
                    "duplicate-code",
                    format!("the list `{list}` has the code `{code}` twice; the other one is in row {first}"),
                )
                .hint("give each choice of a list a code of its own")
                .at(place(workbook, sheet, row.row, code_column))
            });
            continue;
        }
        seen.insert((list.clone(), code.clone()), row.row);
        let missing = text(row, missing_column).and_then(|word| {
            let found = MISSING.iter().find(|(name, _)| *name == word.to_lowercase());
            if found.is_none()
                && let Some(column) = missing_column
            {
                faults.push(
                    Diagnostic::error(
                        "unknown-missing",
                        format!("`{word}` is not a reason why an answer is missing"),
                    )
                    .hints(nearest_hint(&word, MISSING.map(|(name, _)| name)))
                    .hint("the reasons are `dont-know`, `refused` and `not-asked`")
                    .at(place(workbook, sheet, row.row, column)),
                );
            }
            found.map(|&(_, missing)| missing)
        });
        let at = crate::diagnostics::CellRef { row: row.row, column: code_column };
        let label = label(row, &label_columns);
        if label.is_none()
            && let Some(&column) = label_columns.first()
        {
            faults.push_in_column("missing-label", &sheet.name, column, || {
                Diagnostic::error(
                    "missing-label",
                    format!("the choice `{code}` of the list `{list}` has no label"),
                )
                .hint("charts and tables print the label: fill it in")
                .at(place(workbook, sheet, row.row, column))
            });
        }
        let choice = Choice {
            label: label.unwrap_or_else(|| code.clone()),
            score: score(&code),
            missing,
            defined_at: Some((sheet.name.clone(), at)),
            code,
        };
        found.lists.entry(list).or_default().push(choice);
    }
    found
}
