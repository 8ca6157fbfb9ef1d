//! The row of column heads of a sheet.

use std::sync::Arc;

use indexmap::IndexMap;

use super::codes::code_text;
use super::faults::Faults;
use super::wording::plain;
use crate::diagnostics::{CellRef, Diagnostic};
use crate::workbook::{Cell, Row, Sheet, Value, Workbook};

/// The heads of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    /// Zero-based row of the heads.
    pub(super) row: u32,
    /// Zero-based last row before the answers: the heads, or rows of texts under them.
    pub(super) last: u32,
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

    /// The rows under the heads.
    pub(super) fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = Row<'s>> + use<'s> {
        let last = self.last;
        sheet.cells.rows().filter(move |row| row.row > last)
    }
}

/// The row of heads, and how many `known` names it has: among the first rows
/// the one with the most; if none has any, the first row that is at least half
/// as wide as the widest. `None` if the sheet is empty.
pub(super) fn row_of_heads<'s>(
    sheet: &'s Sheet,
    known: impl Fn(&str) -> bool,
) -> Option<(Row<'s>, usize)> {
    let rows: Vec<(Row, usize, usize)> = sheet
        .cells
        .rows()
        .take(SEARCHED_ROWS)
        .map(|row| {
            let is_known = |cell: &Cell| code_text(&cell.value).is_some_and(|text| known(&text));
            (row, row.cells().filter(is_known).count(), row.cells().count())
        })
        .collect();
    let most = rows.iter().map(|&(_, known, _)| known).max()?;
    let widest = rows.iter().map(|&(.., width)| width).max()?;
    let fits =
        |known: usize, width: usize| if most > 0 { known == most } else { width * 2 >= widest };
    rows.iter().find(|&&(_, known, width)| fits(known, width)).map(|&(row, known, _)| (row, known))
}

/// Reads the heads of a sheet. A head that occurs twice is a fault. `None` if
/// the sheet is empty.
pub(super) fn find_heads(
    workbook: &Workbook,
    sheet: &Sheet,
    known: impl Fn(&str) -> bool,
    faults: &mut Faults,
) -> Option<Heads> {
    let (row, _) = row_of_heads(sheet, known)?;
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
    Some(Heads { row: row.row, last: row.row, columns })
}

/// The texts of the questions in the row under the heads, by column, as some
/// survey programs export them. `None` if that row may hold answers. It holds
/// texts only, and in at least two columns no other row does: one text among
/// numbers is a slip.
pub(super) fn texts_under(sheet: &Sheet, heads: &Heads) -> Option<IndexMap<u32, Arc<str>>> {
    let mut rows = heads.rows(sheet);
    let first = rows.next().filter(|row| row.row == heads.row + 1)?;
    let mut texts = IndexMap::new();
    for cell in first.cells() {
        let Value::Text(text) = &cell.value else { return None };
        texts.insert(cell.at.column, plain(text).into());
    }
    if texts.len() * 10 < heads.columns.len() * 9 {
        return None;
    }
    let below: Vec<Row> = rows.filter(|row| !is_import_row(*row)).take(SEARCHED_ROWS).collect();
    let holds_no_text = |column: &u32| {
        let mut values = below.iter().filter_map(|row| row.get(*column)).peekable();
        values.peek().is_some() && values.all(|cell| !matches!(cell.value, Value::Text(_)))
    };
    let others = texts.keys().filter(|column| holds_no_text(column)).count();
    (below.len() >= 3 && others >= 2).then_some(texts)
}

/// Whether a row under the texts holds the names that a survey program gives
/// the columns: `{"ImportId":"startDate"}`.
pub(super) fn is_import_row(row: Row) -> bool {
    row.cells().next().is_some_and(
        |cell| matches!(&cell.value, Value::Text(text) if text.starts_with("{\"ImportId\"")),
    )
}
