//! The column that numbers the respondents, and other columns that are named.

use std::collections::HashMap;
use std::sync::Arc;

use super::answers::Source;
use super::codes::code_text;
use super::faults::Faults;
use super::head_index::HeadIndex;
use super::heads::Heads;
use super::infer::ID_HEADS;
use super::plan::ReadPlan;
use crate::diagnostics::{CellRef, Diagnostic, Severity, nearest_hint};
use crate::workbook::{Sheet, Workbook};

/// The column that numbers the respondents.
pub(super) struct IdColumn {
    /// What the plan calls it, else its head.
    pub(super) name: String,
    /// Zero-based.
    pub(super) column: u32,
    /// Whether the plan names it: then faults in it are no warnings.
    pub(super) is_named: bool,
}

/// The column that numbers the respondents: the one that is named, or one that
/// is called so. An id or weight column that the plan names and the sheet has not
/// is a fault.
pub(super) fn id_column(
    workbook: &Workbook,
    sheet: &Sheet,
    heads: &Heads,
    plan: &ReadPlan,
    faults: &mut Faults,
) -> Option<IdColumn> {
    let index = HeadIndex::new(heads);
    let names = || heads.columns.keys().map(|head| &**head);
    let id = plan.id_column.iter().map(|name| (name, "id column"));
    let weight = plan.weight_column.iter().map(|name| (name, "weight column"));
    for (name, what) in id.chain(weight) {
        if index.find(name).is_none() {
            faults.push(
                Diagnostic::error(
                    "missing-column",
                    format!("the sheet `{}` has no {what} `{name}`", sheet.name),
                )
                .hint(nearest_hint(name, names()).unwrap_or_else(|| {
                    let listed: Vec<_> = names().take(12).map(|it| format!("`{it}`")).collect();
                    format!("its columns are {}", listed.join(", "))
                }))
                .at(workbook.sheet_place(sheet)),
            );
        }
    }
    match &plan.id_column {
        Some(name) => {
            let column = index.find(name)?;
            Some(IdColumn { name: name.clone(), column, is_named: true })
        }
        None => ID_HEADS.iter().find_map(|id| {
            let mut heads = heads.columns.iter();
            let (head, &column) = heads.find(|(head, _)| head.to_lowercase() == *id)?;
            Some(IdColumn { name: head.to_string(), column, is_named: false })
        }),
    }
}

/// Tells of ids that are empty or occur twice: as faults if the plan names the
/// column, else as warnings.
pub(super) fn check_ids(source: &mut Source, rows: &[u32], column: u32, named: bool) {
    let severity = if named { Severity::Error } else { Severity::Warning };
    let mut seen: HashMap<Arc<str>, u32> = HashMap::new();
    for &row in rows {
        let at = CellRef { row, column };
        let cell = source.sheet.cells.get(at);
        let id = cell.as_ref().and_then(|cell| code_text(&cell.value));
        match id.map(|id| Arc::from(id.as_ref())) {
            None => source.fault("empty-id", at, || Diagnostic {
                severity,
                ..Diagnostic::error("empty-id", "the row has no id")
                    .hint("give each row an id of its own, or take the row out")
            }),
            Some(id) => match seen.get(&id) {
                None => {
                    seen.insert(id, row);
                }
                Some(first) => {
                    let first = CellRef { row: *first, column };
                    source.fault("duplicate-id", at, || Diagnostic {
                        severity,
                        ..Diagnostic::error(
                            "duplicate-id",
                            format!("the id `{id}` is there twice; the other one is {first}"),
                        )
                        .hint("give each row an id of its own, or take the row out")
                    });
                }
            },
        }
    }
}
