//! xlsx and xlsm: values through calamine's cell stream, everything it does
//! not tell from the XML of the parts.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataType, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cells::{Cells, CellsBuilder, NewValue};
use super::content::protected;
use super::date::{clock_of_days, iso_of_excel, iso_of_text};
use super::limits::Limits;
use super::package::{Package, PartKind};
use super::sheet_part::{SheetNotes, has_odd_size, read_notes};
use super::workbook_part::{sheet_parts, tables, vet_parts, workbook_path};
use super::{
    CellRef, DefinedName, Diagnostic, NamedTable, NumberFormat, OrAt, Place, Sheet, Visibility,
    Workbook, contain, damaged, unreadable,
};

/// Reads a package that was recognised as xlsx.
pub(super) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    limits: &Limits,
    messages: &mut Vec<Diagnostic>,
) -> Result<Workbook, Diagnostic> {
    let mut package = Package::open(bytes, limits)?;
    let workbook_path = workbook_path(&mut package)?;
    vet_parts(&mut package, &workbook_path)?;
    let parts = sheet_parts(&mut package, &workbook_path)?;
    limits.check_sheets(parts.len())?;
    // A look through each part stops at a text that would fill the memory
    // before a reader holds it.
    let mut odd = vec![];
    for (name, part) in &parts {
        let place = || Place::Sheet { file: file.clone(), sheet: name.as_str().into() };
        package.vet(part, PartKind::Cells).map_err(|fault| fault.at(place()))?;
        if has_odd_size(&mut package, part).map_err(|fault| fault.at(place()))? {
            odd.push(part.as_str());
        }
    }
    let repaired = package.without_sizes(&odd)?;
    let bytes = repaired.as_deref().unwrap_or(bytes);
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let listed = reader.sheets_metadata().to_vec();
    let names = reader.defined_names().iter().map(DefinedName::from_pair).collect();

    let mut workbook = Workbook { file: file.clone(), sheets: vec![], names, tables: vec![] };
    for sheet in listed.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let name: Arc<str> = sheet.name.as_str().into();
        let place = Place::Sheet { file: file.clone(), sheet: name.clone() };
        let part = parts.iter().find(|(other, _)| *other == sheet.name).map(|(_, part)| part);
        let cells = CellsBuilder::new(&workbook, &name, limits);
        // Values and notes come from the same part, and are read side by side.
        let (notes, cells) = rayon::join(
            || contained(|| part.map(|part| read_notes(&mut package, part, limits)).transpose()),
            || contained(|| read_cells(&mut reader, &sheet.name, cells)),
        );
        let (notes, cells) = match (notes, cells) {
            (Ok(notes), Ok(cells)) => (notes.unwrap_or_default(), cells),
            (Err(fault), _) | (_, Err(fault)) => {
                messages.push(fault.or_at(place));
                continue;
            }
        };
        let cells = match with_unevaluated(cells, &notes) {
            Ok(cells) => cells,
            Err(fault) => {
                messages.push(fault);
                continue;
            }
        };
        if let Some(part) = part {
            workbook.tables.extend(
                tables(&mut package, part)?.into_iter().map(|(table, area)| NamedTable {
                    name: table.into(),
                    sheet: name.clone(),
                    area,
                }),
            );
        }
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

/// The result of `work`; a panic in it, which may be on another thread, is a damaged part.
fn contained<T>(work: impl FnOnce() -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
    contain(work).unwrap_or_else(|| Err(damaged("its content contradicts itself")))
}

/// The finished cells, with the formulas that were never calculated among them.
fn with_unevaluated(mut cells: CellsBuilder, notes: &SheetNotes) -> Result<Cells, Diagnostic> {
    for &at in &notes.unevaluated {
        cells.push(at, NumberFormat::GENERAL, NewValue::Unevaluated)?;
    }
    Ok(cells.finish())
}

/// Streams the cells of one sheet.
fn read_cells<'l>(
    reader: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    mut cells: CellsBuilder<'l>,
) -> Result<CellsBuilder<'l>, Diagnostic> {
    let mut stream = match reader.worksheet_cells_reader(name) {
        Ok(stream) => stream,
        // A chart or dialogue that is listed as a worksheet holds no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(cells),
        Err(error) => return Err(fault(error)),
    };
    let formats: Vec<NumberFormat> = stream
        .styles()
        .iter()
        .map(|style| {
            let format = style.number_format.as_ref();
            format.map_or(NumberFormat::GENERAL, |format| NumberFormat::parse(&format.format_code))
        })
        .collect();
    while let Some((cell, style)) = stream.next_cell_with_style_id().map_err(fault)? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).copied().unwrap_or(NumberFormat::GENERAL);
        push(&mut cells, CellRef { row, column }, format, cell.get_value())?;
    }
    Ok(cells)
}

/// Adds a value of calamine's to the store.
pub(super) fn push(
    cells: &mut CellsBuilder,
    at: CellRef,
    format: NumberFormat,
    value: &impl DataType,
) -> Result<(), Diagnostic> {
    let text;
    let value = if let Some(number) = value.get_float() {
        NewValue::Number(number)
    } else if let Some(text) = value.get_string() {
        NewValue::Text(text)
    } else if let Some(number) = value.get_int() {
        NewValue::Number(number as f64)
    } else if let Some(truth) = value.get_bool() {
        NewValue::Bool(truth)
    } else if let Some(date) = value.get_datetime() {
        // A number of hours, such as 37:30, is kept as a number of days. Whether a number of
        // hours or of days is meant, nobody knows: it stays what people see.
        if date.is_duration() {
            text = clock_of_days(date.as_f64());
            NewValue::Text(&text)
        } else {
            text = iso_of_excel(date);
            NewValue::Date(&text)
        }
    } else if let Some(date) = value.get_datetime_iso() {
        match iso_of_text(date) {
            Some(iso) => {
                text = iso;
                NewValue::Date(&text)
            }
            None => NewValue::Text(date),
        }
    } else if let Some(duration) = value.get_duration_iso() {
        NewValue::Text(duration)
    } else if let Some(error) = value.get_error() {
        text = error.to_string();
        NewValue::Error(&text)
    } else {
        return Ok(());
    };
    cells.push(at, format, value)
}

/// What a user can be told about calamine's error.
fn fault(error: XlsxError) -> Diagnostic {
    match error {
        XlsxError::Password => protected(),
        error => unreadable(error),
    }
}

impl From<SheetVisible> for Visibility {
    fn from(visible: SheetVisible) -> Self {
        match visible {
            SheetVisible::Visible => Self::Visible,
            SheetVisible::Hidden => Self::Hidden,
            SheetVisible::VeryHidden => Self::VeryHidden,
        }
    }
}

impl DefinedName {
    /// A name and its target as calamine gives them.
    pub(super) fn from_pair((name, target): &(String, String)) -> Self {
        Self { name: name.as_str().into(), target: target.as_str().into() }
    }
}
