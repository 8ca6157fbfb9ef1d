//! xlsb: values through calamine's cell stream, after a look at the records
//! for what it does not tell: hidden rows and columns, merged ranges, and
//! formulas whose result is an error.

use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;

use calamine::{Reader, SheetType, Xlsb, XlsbError};

use super::cells::{Cells, CellsBuilder, NewValue};
use super::content::protected;
use super::limits::{LAST_COLUMN, LAST_ROW, Limits};
use super::package::Package;
use super::records::{u16_at, u32_at};
use super::workbook_part::relationships;
use super::{
    Area, CellRef, DefinedName, Diagnostic, NumberFormat, OrAt, Place, Sheet, Workbook, damaged,
    unreadable,
};

/// The part with the list of sheets.
const WORKBOOK: &str = "xl/workbook.bin";

/// Reads a package that was recognised as xlsb.
pub(super) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    limits: &Limits,
    messages: &mut Vec<Diagnostic>,
) -> Result<Workbook, Diagnostic> {
    let mut package = Package::open(bytes, limits)?;
    let parts = sheet_parts(&mut package)?;
    limits.check_sheets(parts.len())?;
    vet_texts(&mut package, limits)?;
    let mut reader: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(fault)?;
    let names = reader.defined_names().iter().map(DefinedName::from_pair).collect();
    let mut workbook = Workbook { file: file.clone(), sheets: vec![], names, tables: vec![] };
    for sheet in reader.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let part = parts.iter().find(|(name, _)| *name == sheet.name);
        let notes = match part {
            Some((_, part)) => notes(&mut package, part, limits)?,
            None => Notes::default(),
        };
        let name: Arc<str> = sheet.name.as_str().into();
        let cells = CellsBuilder::new(&workbook, &name, limits);
        let cells = match read_cells(&mut reader, &name, &notes, cells) {
            Ok(cells) => cells,
            Err(fault) => {
                messages.push(fault.or_at(Place::Sheet { file: file.clone(), sheet: name }));
                continue;
            }
        };
        workbook.sheets.push(Sheet {
            name,
            visibility: sheet.visible.into(),
            cells,
            hidden_rows: notes.hidden_rows,
            hidden_columns: notes.hidden_columns,
            merged: notes.merged,
        });
    }
    Ok(workbook)
}

fn read_cells(
    reader: &mut Xlsb<Cursor<&[u8]>>,
    name: &str,
    notes: &Notes,
    mut cells: CellsBuilder,
) -> Result<Cells, Diagnostic> {
    let mut stream = reader.worksheet_cells_reader(name).map_err(fault)?;
    while let Some(cell) = stream.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        let at = CellRef { row, column };
        super::xlsx::push(&mut cells, at, NumberFormat::GENERAL, cell.get_value())?;
    }
    for &(at, error) in &notes.errors {
        cells.push(at, NumberFormat::GENERAL, NewValue::Error(error))?;
    }
    Ok(cells.finish())
}

/// Refuses a table of shared strings with more strings than there can be cells.
fn vet_texts(package: &mut Package, limits: &Limits) -> Result<(), Diagnostic> {
    const TEXT: u16 = 0x0013;
    let mut texts = 0;
    for_each_record(package, "xl/sharedStrings.bin", |kind, _| texts += usize::from(kind == TEXT))?;
    if texts > limits.cells {
        return Err(damaged("it has far more texts than a survey can need"));
    }
    Ok(())
}

/// Name and part of each sheet.
fn sheet_parts(package: &mut Package) -> Result<Vec<(String, String)>, Diagnostic> {
    const SHEET: u16 = 0x009C;
    let relationships = relationships(package, WORKBOOK)?;
    let mut sheets = vec![];
    for_each_record(package, WORKBOOK, |kind, content| {
        if kind == SHEET
            && let Some((id, after)) = wide_text(content, 8)
            && let Some((name, _)) = wide_text(content, after)
            && let Some(relationship) = relationships.iter().find(|other| other.id == id)
        {
            sheets.push((name, relationship.target.clone()));
        }
    })?;
    Ok(sheets)
}

/// A text with its length before it, and the offset after it.
fn wide_text(content: &[u8], offset: usize) -> Option<(String, usize)> {
    let length = u32_at(content, offset)? as usize;
    let start = offset + 4;
    let end = start.checked_add(length.checked_mul(2)?)?;
    let units: Vec<u16> =
        content.get(start..end)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    Some((String::from_utf16_lossy(&units), end))
}

/// What the records of one sheet tell.
#[derive(Debug, Default)]
struct Notes {
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Area>,
    errors: Vec<(CellRef, &'static str)>,
}

fn notes(package: &mut Package, part: &str, limits: &Limits) -> Result<Notes, Diagnostic> {
    let mut notes = Notes::default();
    let mut row = 0;
    for_each_record(package, part, |kind, content| {
        let number = |offset| u32_at(content, offset);
        match kind {
            // A row: its number, and flags of which one hides it.
            0x0000 => {
                row = number(0).unwrap_or(0);
                let hidden = content.get(11).is_some_and(|flags| flags & 0x10 != 0);
                if hidden && row <= LAST_ROW {
                    notes.hidden_rows.push(row);
                }
            }
            // A formula whose result is an error.
            0x000B if notes.errors.len() < limits.cells => {
                if let (Some(column), Some(&error)) = (number(0), content.get(8)) {
                    notes.errors.push((CellRef { row, column }, error_text(error)));
                }
            }
            // A run of columns.
            0x003C => {
                let hidden = u16_at(content, 16).is_some_and(|flags| flags & 1 != 0);
                if let (true, Some(first), Some(last)) = (hidden, number(0), number(4))
                    && first <= last.min(LAST_COLUMN)
                {
                    notes.hidden_columns.push((first, last.min(LAST_COLUMN)));
                }
            }
            // A merged range.
            0x00B0 if notes.merged.len() < limits.marks => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (number(0), number(4), number(8), number(12))
                    && bottom <= LAST_ROW
                    && right <= LAST_COLUMN
                {
                    notes.merged.push(Area::between(
                        CellRef { row: top.min(bottom), column: left.min(right) },
                        CellRef { row: bottom, column: right },
                    ));
                }
            }
            _ => {}
        }
    })?;
    notes.hidden_rows.sort_unstable();
    notes.hidden_rows.dedup();
    Ok(notes)
}

/// Calls `see` with kind and content of each record of a part. Ends where a
/// record is cut off.
fn for_each_record(
    package: &mut Package,
    part: &str,
    mut see: impl FnMut(u16, &[u8]),
) -> Result<(), Diagnostic> {
    /// A record may be this long; none of those that matter comes near.
    const LONGEST: usize = 1 << 24;
    let Some(part) = package.part(part)? else { return Ok(()) };
    let mut part = BufReader::with_capacity(1 << 16, part);
    let mut content = vec![];
    loop {
        let Some(first) = byte(&mut part) else { return Ok(()) };
        // Seven bits a byte, the lowest first; the high bit says that there is more.
        let kind = if first & 0x80 == 0 {
            u16::from(first)
        } else {
            let Some(second) = byte(&mut part) else { return Ok(()) };
            u16::from(first & 0x7F) | u16::from(second & 0x7F) << 7
        };
        let mut length = 0;
        for index in 0..4 {
            let Some(next) = byte(&mut part) else { return Ok(()) };
            length |= usize::from(next & 0x7F) << (7 * index);
            if next & 0x80 == 0 {
                break;
            }
        }
        if length > LONGEST {
            return Err(damaged("a record in it is longer than any can be"));
        }
        content.resize(length, 0);
        if part.read_exact(&mut content).is_err() {
            return Ok(());
        }
        see(kind, &content);
    }
}

fn byte(part: &mut impl Read) -> Option<u8> {
    let mut byte = [0];
    part.read_exact(&mut byte).ok()?;
    Some(byte[0])
}

/// The text of an error by its number.
fn error_text(error: u8) -> &'static str {
    match error {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2B => "#DATA!",
        _ => "#N/A",
    }
}

fn fault(error: XlsbError) -> Diagnostic {
    match error {
        XlsbError::Password => protected(),
        error => unreadable(error),
    }
}
