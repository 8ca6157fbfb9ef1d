//! Tables of the same questions in several surveys, as the columns of one.

use std::sync::Arc;

use super::significance::{Sample, compare};
use super::{Column, ColumnKind, Hidden, Level, Row, RowKind, Significance, Table, letter_columns};

/// Puts the first columns of tables side by side, as groups of `by`. Each table
/// comes with its label and whether its figures are of another wave than the one
/// at hand. Rows are matched by kind, question and code; the last table gives
/// their order, and what only earlier ones have follows its options.
///
/// With `significance` the columns are compared as samples that were drawn independently
/// ([`independent_t`](super::independent_t)).
pub fn side_by_side(
    by: &str,
    tables: Vec<(&str, bool, Table)>,
    significance: Option<&Significance>,
) -> Table {
    let by: Arc<str> = by.into();
    let key = |row: &Row| (row.kind, row.question.clone(), row.code.clone());
    let mut rows: Vec<Row> = tables.last().map_or(vec![], |(_, _, table)| table.rows.clone());
    for (_, _, table) in &tables {
        for row in &table.rows {
            if rows.iter().any(|known| key(known) == key(row)) {
                continue;
            }
            let is_beside = |known: &Row| {
                known.question == row.question
                    && matches!(known.kind, RowKind::Choice | RowKind::Net)
            };
            let place = rows.iter().rposition(is_beside).map_or(rows.len(), |place| place + 1);
            let is_choice = matches!(row.kind, RowKind::Choice | RowKind::Net);
            rows.insert(if is_choice { place } else { rows.len() }, row.clone());
        }
    }
    let mut columns: Vec<Column> = tables
        .iter()
        .map(|(label, _, _)| Column {
            kind: ColumnKind::Group,
            label: (*label).into(),
            path: vec![Level {
                question: by.clone(),
                code: (*label).into(),
                label: (*label).into(),
            }],
            letter: None,
            block: 1,
        })
        .collect();
    let mut cells = vec![];
    let mut hidden = vec![];
    for (place, row) in rows.iter().enumerate() {
        for (column, (label, is_earlier, table)) in tables.iter().enumerate() {
            let found = table.rows.iter().position(|other| key(other) == key(row));
            let mut cell = found.and_then(|row| table.cell(row, 0)).cloned();
            if let Some(cell) = &mut cell {
                cell.above.clear();
                cell.measure.wave = is_earlier.then(|| Arc::from(*label));
                let reason = cell.measure.hidden;
                hidden.extend(reason.map(|reason| Hidden { row: place, column, reason }));
            }
            cells.push(cell);
        }
    }
    letter_columns(&mut columns);
    let last = tables.into_iter().next_back().map(|(_, _, table)| table);
    let mut table = Table {
        questions: last.as_ref().map_or(Arc::from([]), |table| table.questions.clone()),
        by: vec![by],
        percentages: last.map_or_else(Default::default, |table| table.percentages),
        columns,
        rows,
        cells,
        comparisons: vec![],
        hidden,
    };
    if let Some(plan) = significance {
        let samples: Vec<Option<Sample>> =
            table.cells.iter().map(|cell| Sample::of_survey(&cell.as_ref()?.measure)).collect();
        compare(&mut table, &samples, plan);
    }
    table
}
