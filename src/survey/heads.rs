//! The row of column heads of a sheet.

use std::sync::Arc;

use indexmap::IndexMap;

use super::codes::code_text;
use super::faults::Faults;
use crate::diagnostics::{CellRef, Diagnostic};
use crate::workbook::{Row, Sheet, Workbook};

/// The heads of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    /// Zero-based row of the heads.
    pub(super) row: u32,
    /// Zero-based column of each head, in the order of the columns.
    pub(super) columns: IndexMap<Arc<str>, u32>,
}

/// How many rows from the top may hold titles and notes.
const SEARCHED_ROWS: usize = 20;

impl Heads {
    /// The cell of a head.
    pub(super) fn at(&self, column: u32) -> CellRef {
        CellRef { row: self.row, column }
    }
}

/// Finds the row of heads: among the first rows the one with the most names
/// that are `known`; if none has any, the first row that is at least half as
/// wide as the widest. A head that occurs twice is a fault. `None` if the sheet
/// is empty.
pub(super) fn find_heads(
    workbook: &Workbook,
    sheet: &Sheet,
    known: impl Fn(&str) -> bool,
    faults: &mut Faults,
) -> Option<Heads> {
    let rows: Vec<Row> = sheet.cells.rows().take(SEARCHED_ROWS).collect();
    let known_heads = |row: &Row| {
        row.cells().filter(|cell| code_text(&cell.value).is_some_and(|text| known(&text))).count()
    };
    let most = rows.iter().map(known_heads).max()?;
    let widest = rows.iter().map(|row| row.cells().count()).max()?;
    let row = if most > 0 {
        rows.iter().find(|row| known_heads(row) == most)?
    } else {
        rows.iter().find(|row| row.cells().count() * 2 >= widest)?
    };
    let mut columns = IndexMap::new();
    for cell in row.cells() {
        let Some(text) = code_text(&cell.value) else { continue };
        let head: Arc<str> = text.as_ref().into();
        match columns.get(&head) {
            None => {
                columns.insert(head, cell.at.column);
            }
            Some(&first) => {
                let first = CellRef { row: row.row, column: first };
                faults.push(
                    Diagnostic::error(
                        "duplicate-column",
                        format!("the column `{head}` is there twice; the other one is {first}"),
                    )
                    .hint("give each column a name of its own")
                    .at(workbook.place(sheet, cell.at)),
                );
            }
        }
    }
    Some(Heads { row: row.row, columns })
}
