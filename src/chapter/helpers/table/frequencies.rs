//! The options of one question: numbers and percentages.

use crate::chapter::helpers::plan::{Plan, lower_first};
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::value::Unit;
use crate::diagnostics::Diagnostic;
use crate::format;
use crate::statistics::{RowKind, Table};

use super::making::Making;
use super::rows::{is_shown, row_label, row_style};

/// A row per option, with its number and its percentage.
pub(super) fn frequencies(plan: &Plan, table: &Table) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let mut making = Making::new(plan)?;
    making.source.right = vec![false, true, true];
    making.source.header = vec![making.head(&[words.answer, words.number, words.percent])];
    let mut rows = vec![];
    for (index, row) in table.rows.iter().enumerate().filter(|(index, _)| is_shown(table, *index)) {
        let label = row_label(plan.session, row);
        let mut cells = vec![making.text(&label), String::new(), String::new()];
        if let Some(cell) = table.cell(index, 0) {
            let measured = plan.measured(&cell.measure);
            match measured.unit {
                Unit::Share => {
                    let count = plan.count_of(&cell.measure)?;
                    cells[1] = making.print(&count, &label, words.number);
                    cells[2] = making.print(&measured, &label, words.percent);
                }
                Unit::Count => cells[1] = making.print(&measured, &label, words.number),
                _ => cells[2] = making.print(&measured, &label, words.mean),
            }
        }
        rows.push((row_style(row.kind), cells));
    }
    making.source.rows = rows;
    let left_out = table
        .rows
        .iter()
        .enumerate()
        .any(|(index, row)| matches!(row.kind, RowKind::Missing(_)) && is_shown(table, index));
    let extra: &[&str] = match plan.arguments.option("of")? {
        Some("answers") => &[words.answer_percentages],
        _ => &[],
    };
    let mut source = making.finish(Some(table), &[], extra)?;
    if left_out && plan.arguments.option("note")?.is_none() {
        source.note.push_str(&plan.text(&format!(
            "{}: {}.",
            missing_names(plan, table),
            words.left_out
        )));
    }
    Ok(source)
}

/// The names of the rows of missing answers, as in "Weet niet en niet ingevuld".
fn missing_names(plan: &Plan, table: &Table) -> String {
    let mut names: Vec<String> = vec![];
    for (index, row) in table.rows.iter().enumerate() {
        if matches!(row.kind, RowKind::Missing(_)) && is_shown(table, index) {
            let label = row_label(plan.session, row);
            names.push(if names.is_empty() { label } else { lower_first(&label) });
        }
    }
    format::list(&names, plan.session.language())
}
