//! What rows are called, how they look, and which are shown.

use crate::chapter::session::Session;
use crate::chapter::words;
use crate::statistics::{Row, RowKind, Table};

/// What an option's row is called.
pub(in crate::chapter::helpers) fn row_label(session: &Session, row: &Row) -> String {
    let words = words::words(session.language());
    match row.kind {
        RowKind::Missing(reason) if row.label.is_empty() => {
            words::missing(reason, session.language()).to_string()
        }
        RowKind::Total => words.total.into(),
        RowKind::Base => words.base.into(),
        RowKind::WeightedBase => words.weighted_base.into(),
        RowKind::Answers => words.answers.into(),
        RowKind::Mean => words.mean.into(),
        _ => row.label.to_string(),
    }
}

pub(in crate::chapter::helpers) fn row_style(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Choice | RowKind::Statement => "row",
        RowKind::Net | RowKind::Total => "total",
        RowKind::Missing(_) => "missing",
        RowKind::Base | RowKind::WeightedBase | RowKind::Answers => "base",
        RowKind::Mean => "mean",
    }
}

/// Whether a row tells something: reasons for missing answers that nobody gave do not.
pub(super) fn is_shown(table: &Table, row: usize) -> bool {
    !matches!(table.rows[row].kind, RowKind::Missing(_))
        || (0..table.columns.len()).any(|column| {
            table
                .cell(row, column)
                .is_some_and(|cell| cell.measure.hidden.is_some() || cell.measure.value > 0.0)
        })
}
