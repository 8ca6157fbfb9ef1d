//! Several statements on one scale.

use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::table_source::TableSource;
use crate::diagnostics::Diagnostic;
use crate::statistics::{Column, ColumnKind, Order, TableOptions};

use super::making::Making;
use super::rows::{row_label, row_style};

/// A row per statement: the share of each answer, the mean and the base.
pub(super) fn statements(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let table = plan.statements_table(&TableOptions {
        order: plan.order.unwrap_or(Order::Given),
        ..TableOptions::default()
    })?;
    let mut making = Making::new(plan)?;
    let name = |column: &Column| match column.kind {
        ColumnKind::Mean => words.mean.to_string(),
        ColumnKind::Base => "n".to_string(),
        _ => column.label.to_string(),
    };
    let names: Vec<String> = table.columns.iter().map(name).collect();
    making.source.right = std::iter::once(false).chain(names.iter().map(|_| true)).collect();
    let mut heads = vec![(making.text(words.statement), 1)];
    heads.extend(names.iter().map(|name| (making.text(name), 1)));
    making.source.header = vec![heads];
    let mut rows = vec![];
    for (index, row) in table.rows.iter().enumerate() {
        let label = row_label(plan.session, row);
        let mut cells = vec![making.text(&label)];
        for (column, name) in names.iter().enumerate() {
            cells.push(match table.cell(index, column) {
                None => String::new(),
                Some(cell) => making.print(&plan.measured(&cell.measure), &label, name),
            });
        }
        rows.push((row_style(row.kind), cells));
    }
    making.source.rows = rows;
    making.finish(Some(&table), &[], &[words.row_percentages])
}
