//! xls: values through calamine, after a look at the records themselves.
//!
//! calamine reads this format into the rectangle round all cells of a sheet.
//! The look beforehand measures that rectangle, and finds hidden rows and
//! columns and merged ranges on the way.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Reader, SheetType, Xls, XlsError};

use super::cells::CellsBuilder;
use super::compound::Compound;
use super::content::protected;
use super::limits::{LAST_COLUMN, Limits};
use super::records::{u16_at, u32_at};
use super::{
    Area, CellRef, DefinedName, Diagnostic, NumberFormat, Sheet, Workbook, damaged, unreadable,
};

/// Reads a compound file.
pub(super) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    limits: &Limits,
    messages: &mut Vec<Diagnostic>,
) -> Result<Workbook, Diagnostic> {
    let compound = Compound::open(bytes)?;
    if compound.has("EncryptedPackage") {
        return Err(protected());
    }
    let Some(stream) = compound.stream("Workbook").or_else(|| compound.stream("Book")) else {
        return Err(Diagnostic::error(
            "workbook-format",
            "the file is an Office file, but not a workbook",
        )
        .hint("name the workbook with the answers"));
    };
    let notes = notes(&stream, limits)?;
    let boxed: u64 = notes.iter().map(|notes| notes.cells.size() + notes.formulas.size()).sum();
    if boxed > limits.box_cells {
        return Err(Diagnostic::error(
            "workbook-too-large",
            format!("the cells of the workbook are spread over {boxed} places"),
        )
        .hint("save the workbook as xlsx"));
    }
    drop((compound, stream));
    let mut reader: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => protected(),
        error => unreadable(error),
    })?;
    let names = reader.defined_names().iter().map(DefinedName::from_pair).collect();
    let mut workbook = Workbook { file: file.clone(), sheets: vec![], names, tables: vec![] };
    let listed = reader.sheets_metadata().to_vec();
    for (index, sheet) in listed.into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = reader.worksheet_range(&sheet.name).map_err(unreadable)?;
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let name: Arc<str> = sheet.name.as_str().into();
        let mut cells = CellsBuilder::new(&workbook, &name, limits);
        for (row, column, value) in range.used_cells() {
            let at = CellRef { row: first_row + row as u32, column: first_column + column as u32 };
            if let Err(fault) = super::xlsx::push(&mut cells, at, NumberFormat::GENERAL, value) {
                messages.push(fault);
                break;
            }
        }
        let mut sheet =
            Sheet { visibility: sheet.visible.into(), ..Sheet::plain(&name, cells.finish()) };
        if let Some(notes) = notes.get(index) {
            sheet.hidden_rows = notes.hidden_rows.clone();
            sheet.hidden_columns = notes.hidden_columns.clone();
            sheet.merged = notes.merged.clone();
        }
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// What the records of one sheet tell.
#[derive(Debug, Default)]
struct Notes {
    cells: Extent,
    formulas: Extent,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Area>,
}

/// The rectangle round cells.
#[derive(Clone, Copy, Debug, Default)]
struct Extent(Option<Area>);

impl Extent {
    fn add(&mut self, row: u16, column: u16) {
        let at = CellRef { row: u32::from(row), column: u32::from(column) };
        self.0 = Some(match self.0 {
            None => Area { first: at, last: at },
            Some(Area { first, last }) => Area {
                first: CellRef { row: first.row.min(at.row), column: first.column.min(at.column) },
                last: CellRef { row: last.row.max(at.row), column: last.column.max(at.column) },
            },
        });
    }

    fn size(self) -> u64 {
        self.0.map_or(0, |area| u64::from(area.rows()) * u64::from(area.columns()))
    }
}

/// The records in a stream: kind and content. Ends where a record is cut off.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
        let content = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, content))
    })
}

/// The notes on each sheet, in the order of the tabs.
fn notes(stream: &[u8], limits: &Limits) -> Result<Vec<Notes>, Diagnostic> {
    const END: u16 = 0x000A;
    const PASSWORD: u16 = 0x002F;
    const SHEET: u16 = 0x0085;
    const STRINGS: u16 = 0x00FC;
    let mut starts = vec![];
    for (kind, content) in records(stream) {
        match kind {
            PASSWORD if u16_at(content, 0) != Some(0) => return Err(protected()),
            SHEET => starts.push(u32_at(content, 0).unwrap_or(u32::MAX) as usize),
            // The unique strings take at least three bytes each.
            STRINGS if u32_at(content, 4).unwrap_or(0) as usize > stream.len() => {
                return Err(damaged("it claims more texts than it holds"));
            }
            END => break,
            _ => {}
        }
    }
    limits.check_sheets(starts.len())?;
    let mut left = stream.len();
    starts
        .into_iter()
        .map(|start| sheet_notes(stream.get(start..).unwrap_or_default(), &mut left))
        .collect()
}

/// The notes on the sheet that begins the stream. Sheets do not overlap: when
/// all of them together are longer than what is `left`, the file is refused.
fn sheet_notes(stream: &[u8], left: &mut usize) -> Result<Notes, Diagnostic> {
    const BEGIN: u16 = 0x0809;
    const END: u16 = 0x000A;
    let mut notes = Notes::default();
    let mut depth = 0;
    for (kind, content) in records(stream) {
        let overlap = || damaged("its sheets overlap");
        *left = left.checked_sub(4 + content.len()).ok_or_else(overlap)?;
        match kind {
            // Charts on the sheet have records of cells too.
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            kind => {
                notes.see(kind, content)?;
            }
        }
    }
    // Programs write rows in any order, and one of them twice.
    notes.hidden_rows.sort_unstable();
    notes.hidden_rows.dedup();
    Ok(notes)
}

impl Notes {
    /// Takes in one record. Fails if it claims a size that no sheet has.
    fn see(&mut self, kind: u16, content: &[u8]) -> Result<(), Diagnostic> {
        let number = |offset| u16_at(content, offset);
        let cell = number(0).zip(number(2));
        match kind {
            // Cells: number, label, formatted label, truth or error, packed
            // number, label in the table of strings.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD => {
                if let Some((row, column)) = cell {
                    self.cells.add(row, column);
                }
            }
            // A formula, and cells of packed numbers.
            0x0006 => {
                if let Some((row, column)) = cell {
                    self.cells.add(row, column);
                    self.formulas.add(row, column);
                }
            }
            0x00BD => {
                if let Some((row, column)) = cell {
                    self.cells.add(row, column);
                    let last = number(content.len().saturating_sub(2)).unwrap_or(column);
                    self.cells.add(row, last);
                }
            }
            // The size that the sheet claims; a reader reserves memory for it.
            0x0200 => {
                let (rows, columns) = match content.len() {
                    10 => (
                        u32::from(number(2).unwrap_or(0))
                            .wrapping_sub(number(0).unwrap_or(0).into()),
                        number(6).unwrap_or(0).wrapping_sub(number(4).unwrap_or(0)),
                    ),
                    _ => (
                        u32_at(content, 4)
                            .unwrap_or(0)
                            .wrapping_sub(u32_at(content, 0).unwrap_or(0)),
                        number(10).unwrap_or(0).wrapping_sub(number(8).unwrap_or(0)),
                    ),
                };
                if rows > 1 << 17 && rows != u32::MAX || columns > 1 << 10 && columns != u16::MAX {
                    return Err(damaged("it claims more rows than there are"));
                }
            }
            // A row; a run of columns; merged ranges.
            0x0208 => {
                if let (Some(row), Some(flags)) = (number(0), number(12))
                    && flags & 0x20 != 0
                {
                    self.hidden_rows.push(u32::from(row));
                }
            }
            0x007D => {
                if let (Some((first, last)), Some(flags)) = (cell, number(8))
                    && flags & 1 != 0
                    && first <= last
                {
                    self.hidden_columns.push((first.into(), u32::from(last).min(LAST_COLUMN)));
                }
            }
            0x00E5 => {
                for range in content.get(2..).unwrap_or_default().chunks_exact(8) {
                    let at = |offset| u16_at(range, offset).map(u32::from);
                    if let (Some(top), Some(bottom), Some(left), Some(right)) =
                        (at(0), at(2), at(4), at(6))
                    {
                        self.merged.push(Area::between(
                            CellRef { row: top, column: left },
                            CellRef { row: bottom, column: right },
                        ));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_come_in_any_order() {
        let record = |kind: u16, content: &[u8]| {
            [&kind.to_le_bytes()[..], &(content.len() as u16).to_le_bytes(), content].concat()
        };
        let row = |row: u16, flags: u8| {
            let content = [&row.to_le_bytes()[..], &[0; 10], &[flags, 0, 0, 0]].concat();
            record(0x0208, &content)
        };
        let rows = [(7, 0x20), (2, 0x20), (3, 0), (7, 0x20), (4, 0x21)];
        let rows: Vec<u8> = rows.iter().flat_map(|(at, flags)| row(*at, *flags)).collect();
        let begin = record(0x0809, &[0x00, 0x06, 0x10, 0x00, 0, 0, 0, 0]);
        let stream = [begin, rows, record(0x000A, &[])].concat();
        let notes = sheet_notes(&stream, &mut stream.len()).unwrap();
        assert_eq!(notes.hidden_rows, [2, 4, 7]);
    }
}
