//! The options of questions by groups: a column for each.

use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::table_source::TableSource;
use crate::diagnostics::Diagnostic;
use crate::statistics::{ColumnKind, Correction, Percentages, Table};

use super::heads::banner_heads;
use super::making::Making;
use super::rows::{is_shown, row_label, row_style};
use super::significance::{correction, significance};

/// A row per option, with its percentage in each group.
pub(super) fn groups(plan: &Plan, tables: &[Table]) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let mut making = Making::new(plan)?;
    let table = &tables[0];
    let tested = match table.columns.iter().any(|column| column.letter.is_some()) {
        true => plan.arguments.option("tests")?.and_then(correction),
        false => None,
    };
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| match column.kind {
            ColumnKind::Total => words.total.to_string(),
            _ => {
                let labels: Vec<&str> = column.path.iter().map(|level| &*level.label).collect();
                labels.join(" › ")
            }
        })
        .collect();
    making.source.right = std::iter::once(false).chain(names.iter().map(|_| true)).collect();
    making.source.header = banner_heads(plan, &making, table, tested.is_some());
    let mut rows = vec![];
    for table in tables {
        if let [question] = &table.questions[..]
            && tables.len() > 1
            && let Some(question) = plan.session.material.survey.questions.get(question)
        {
            let mut cells = vec![making.text(&question.short)];
            cells.extend(names.iter().map(|_| String::new()));
            rows.push(("heading", cells));
        }
        for (index, row) in table.rows.iter().enumerate() {
            if is_shown(table, index) {
                rows.push((
                    row_style(row.kind),
                    group_row(plan, &making, table, index, &names, tested),
                ));
            }
        }
    }
    making.source.rows = rows;
    let percentages = match (table.percentages, plan.arguments.option("of")?) {
        (Percentages::Column, Some("answers")) => words.answer_percentages,
        (Percentages::Column, _) => words.column_percentages,
        (Percentages::Row, _) => words.row_percentages,
        (Percentages::Total, _) => words.total_percentages,
    };
    let mut extra = vec![percentages];
    if tested.is_some() {
        extra.push(words.letters);
    }
    let hiding = tables.iter().find(|table| !table.hidden.is_empty());
    making.finish(hiding, &[], &extra)
}

/// The cells of a row of a table by groups.
fn group_row(
    plan: &Plan,
    making: &Making,
    table: &Table,
    index: usize,
    names: &[String],
    tested: Option<Correction>,
) -> Vec<String> {
    let row = &table.rows[index];
    let label = row_label(plan.session, row);
    let mut cells = vec![making.text(&label)];
    for (column, name) in names.iter().enumerate() {
        cells.push(match table.cell(index, column) {
            None => String::new(),
            Some(cell) => {
                let mut measured = plan.measured(&cell.measure);
                if let Some(correction) = tested {
                    let tests = significance(plan, table, names, correction, (index, column));
                    measured.significance = tests;
                }
                let printed = making.print(&measured, &label, name);
                if tested.is_some() && !cell.above.is_empty() {
                    let letters: String = cell.above.iter().map(|letter| &**letter).collect();
                    format!("{printed}#super[{letters}]")
                } else {
                    printed
                }
            }
        });
    }
    cells
}
