//! References to cells as people write them: `Sheet!A3:F12`, `'My sheet'!$C$14`.

use std::fmt;

use super::limits::{LAST_COLUMN, LAST_ROW};
use crate::diagnostics::CellRef;

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area {
    /// The cell at the top left.
    pub first: CellRef,
    /// The cell at the bottom right.
    pub last: CellRef,
}

impl Area {
    /// The area that has these two cells at opposite corners.
    pub fn between(one: CellRef, other: CellRef) -> Area {
        Area {
            first: CellRef { row: one.row.min(other.row), column: one.column.min(other.column) },
            last: CellRef { row: one.row.max(other.row), column: one.column.max(other.column) },
        }
    }

    /// The number of rows.
    pub fn rows(self) -> u32 {
        self.last.row - self.first.row + 1
    }

    /// The number of columns.
    pub fn columns(self) -> u32 {
        self.last.column - self.first.column + 1
    }

    /// Whether the cell lies inside.
    pub fn contains(self, at: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}:{}", self.first, self.last)
        }
    }
}

/// A reference split into its sheet and its cells: `Sheet!A3:F12`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The sheet's name without quotes.
    pub(super) sheet: String,
    /// The cells.
    pub(super) area: Area,
}

/// Reads a reference with a sheet. `None` if it is not one: a name, a formula,
/// several areas, whole rows or columns.
pub(super) fn parse_reference(text: &str) -> Option<Reference> {
    let text = text.trim();
    let text = text.strip_prefix('=').unwrap_or(text);
    let (sheet, cells) = split_sheet(text)?;
    Some(Reference { sheet, area: parse_area(cells)? })
}

/// Splits `'It''s'!A1` into `It's` and `A1`. `None` if there is no sheet before a `!`.
pub(super) fn split_sheet(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let mut at = 0;
        loop {
            let quote = at + quoted[at..].find('\'')?;
            match quoted[quote + 1..].chars().next() {
                Some('\'') => at = quote + 2,
                Some('!') => {
                    return Some((quoted[..quote].replace("''", "'"), &quoted[quote + 2..]));
                }
                _ => return None,
            }
        }
    }
    let (sheet, cells) = text.split_once('!')?;
    (!sheet.is_empty()).then(|| (sheet.to_string(), cells))
}

/// Reads `A3:F12`, `$A$3:$F$12` or `C14`.
pub(super) fn parse_area(text: &str) -> Option<Area> {
    match text.split_once(':') {
        Some((first, last)) => Some(Area::between(parse_cell(first)?, parse_cell(last)?)),
        None => parse_cell(text).map(|cell| Area { first: cell, last: cell }),
    }
}

/// Reads `C14` or `$C$14`.
pub(super) fn parse_cell(text: &str) -> Option<CellRef> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text);
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = text.split_at(letters);
    let row = row.strip_prefix('$').unwrap_or(row);
    if !(1..=3).contains(&letters) || row.len() > 7 || !row.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let column = column
        .bytes()
        .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1)
        - 1;
    let row = row.parse::<u32>().ok()?.checked_sub(1)?;
    (row <= LAST_ROW && column <= LAST_COLUMN).then_some(CellRef { row, column })
}
