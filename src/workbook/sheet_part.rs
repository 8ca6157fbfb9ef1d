//! What calamine does not tell about an xlsx sheet: hidden rows and columns,
//! merged ranges, and formulas without a stored value.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use super::limits::{LAST_COLUMN, LAST_ROW, Limits};
use super::package::Package;
use super::reference::{parse_area, parse_cell};
use super::workbook_part::attribute;
use super::{Area, Diagnostic, damaged, unreadable};
use crate::diagnostics::CellRef;

/// The notes on one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetNotes {
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) merged: Vec<Area>,
    /// Formulas without a stored value, in the order of the part.
    pub(super) unevaluated: Vec<CellRef>,
}

/// Reads the notes on the sheet in this part. A part that is not there has none.
pub(super) fn read_notes(
    package: &mut Package,
    part: &str,
    limits: &Limits,
) -> Result<SheetNotes, Diagnostic> {
    let mut notes = SheetNotes::default();
    let Some(mut reader) = package.cells(part)? else { return Ok(notes) };
    let mut buffer = Vec::with_capacity(1024);
    let mut next = CellRef { row: 0, column: 0 };
    let mut cell = CellState::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "c" => {
                    if let Some(at) = raw(&element, "r").and_then(parse_cell) {
                        next = at;
                    }
                    cell = CellState::default();
                    cell.is_text = raw(&element, "t") == Some("str");
                }
                "f" => cell.formula = true,
                "v" | "is" => cell.in_value = true,
                "row" => {
                    if let Some(row) = raw(&element, "r").and_then(|row| row.parse::<u32>().ok()) {
                        next = CellRef { row: row.saturating_sub(1), column: 0 };
                    }
                    if is_true(raw(&element, "hidden")) && next.row <= LAST_ROW {
                        notes.hidden_rows.push(next.row);
                    }
                }
                "col" if is_true(raw(&element, "hidden")) => {
                    let number = |name| raw(&element, name)?.parse::<u32>().ok()?.checked_sub(1);
                    if let (Some(first), Some(last)) = (number("min"), number("max"))
                        && first <= LAST_COLUMN
                    {
                        notes.hidden_columns.push((first, last.min(LAST_COLUMN)));
                    }
                }
                "mergeCell" if notes.merged.len() < limits.marks => {
                    let area = attribute(&element, "ref").and_then(|area| parse_area(&area));
                    notes.merged.extend(area);
                }
                _ => {}
            },
            Event::Text(text) if cell.in_value => {
                cell.has_value |= !text.as_ref().trim_ascii().is_empty();
            }
            Event::CData(_) | Event::GeneralRef(_) if cell.in_value => cell.has_value = true,
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    if cell.formula && !cell.has_value && !cell.is_text {
                        if notes.unevaluated.len() >= limits.cells {
                            return Err(damaged("it has too many formulas"));
                        }
                        notes.unevaluated.push(next);
                    }
                    next.column += 1;
                }
                "v" | "is" => cell.in_value = false,
                "row" => next = CellRef { row: next.row.saturating_add(1), column: 0 },
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    notes.hidden_rows.sort_unstable();
    notes.hidden_rows.dedup();
    notes.hidden_columns.sort_unstable();
    Ok(notes)
}

/// Whether the part gives its size as whole rows, which calamine refuses.
pub(super) fn has_odd_size(package: &mut Package, part: &str) -> Result<bool, Diagnostic> {
    let Some(mut reader) = package.cells(part)? else { return Ok(false) };
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "dimension" => return Ok(raw(&element, "ref").and_then(parse_area).is_none()),
                "sheetData" => return Ok(false),
                _ => {}
            },
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// What has been seen of the cell that is being read.
#[derive(Debug, Default)]
struct CellState {
    formula: bool,
    in_value: bool,
    has_value: bool,
    is_text: bool,
}

/// An attribute that cannot hold entities, as it stands in the buffer.
fn raw<'e>(element: &'e BytesStart, name: &str) -> Option<&'e str> {
    element.attributes().with_checks(false).flatten().find_map(|attribute| {
        match (attribute.key.as_ref() == name, attribute.value) {
            (true, Cow::Borrowed(value)) => Some(value),
            _ => None,
        }
    })
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}
