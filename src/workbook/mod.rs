//! Reading workbooks: from the bytes of a file to sheets of cells.
//!
//! [`read`] knows xlsx, xlsm, xls, xlsb, ods and csv, and looks at the content
//! before the extension. Every cell keeps its place, so that each later stage
//! can name `survey.xlsx!choices!C14`. Only cells that hold something are
//! stored: no bounding box is ever allocated, and what a file claims is held
//! against caps before a reader believes it.

mod block;
mod cells;
mod compound;
mod content;
mod date;
mod delimited;
mod limits;
mod number_format;
mod ods;
mod package;
mod records;
mod reference;
mod sheet_part;
mod workbook_part;
mod xls;
mod xlsb;
mod xlsx;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::diagnostics::{CellRef, Diagnostic, Outcome, Place, conclude, contain};

pub use block::CellBlock;
pub use cells::{Cells, Row};
pub(crate) use date::iso_of_text;
pub use number_format::{FormatKind, NumberFormat};
pub use reference::Area;

use content::Format;
use limits::Limits;

/// A workbook as it was read: its sheets, and the names it gives to ranges.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// Path as the author knows it: relative to the project folder, with `/`.
    pub file: Arc<str>,
    /// The sheets in the order of the tabs.
    pub sheets: Vec<Sheet>,
    /// Names defined for the whole workbook or for a sheet.
    pub names: Vec<DefinedName>,
    /// Excel tables (ListObjects).
    pub tables: Vec<NamedTable>,
}

/// One sheet of a workbook.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Name on the tab. For a csv file the file's name without its extension.
    pub name: Arc<str>,
    /// Whether a reader of the workbook sees the sheet.
    pub visibility: Visibility,
    /// The cells that hold something.
    pub cells: Cells,
    /// Zero-based hidden rows, ascending.
    pub hidden_rows: Vec<u32>,
    /// Zero-based hidden columns: first and last of each run, ascending.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Merged ranges: the value stands in the first cell of each.
    pub merged: Vec<Area>,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// The tab is there.
    Visible,
    /// Hidden through the menu.
    Hidden,
    /// Hidden so that the menu does not list it.
    VeryHidden,
}

/// A name that stands for a range, as the file spells it: `data!$A$1:$F$12`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinedName {
    /// The name.
    pub name: Arc<str>,
    /// What it stands for. Only plain ranges can be used; formulas cannot.
    pub target: Arc<str>,
}

/// An Excel table (ListObject).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTable {
    /// The name shown in Excel's table design.
    pub name: Arc<str>,
    /// Name of the sheet it stands on.
    pub sheet: Arc<str>,
    /// The range, with header row and total row.
    pub area: Area,
}

/// A cell with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What the cell holds.
    pub value: Value,
    /// How its number is displayed. [`NumberFormat::GENERAL`] where the format is not known.
    pub format: NumberFormat,
    /// Where it stands.
    pub at: CellRef,
}

/// What a cell holds. An empty cell is no cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, never empty.
    Text(Arc<str>),
    /// A number. Always finite.
    Number(f64),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// A day (`2010-03-01`), a moment (`2010-03-01T09:30:00`) or a time (`09:30:00`), as ISO 8601.
    Date(Arc<str>),
    /// An error as Excel shows it: `#N/A`.
    Error(Arc<str>),
    /// A formula whose result is not stored in the file: it was never calculated.
    Unevaluated,
}

impl Workbook {
    /// The sheet of this name. Like Excel, upper and lower case are the same unless both exist.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| &*sheet.name == name).or_else(|| {
            let lower = name.to_lowercase();
            self.sheets.iter().find(|sheet| sheet.name.to_lowercase() == lower)
        })
    }

    /// The cells whose text is this one, in order.
    pub fn holding<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Place> + 'a {
        self.sheets.iter().flat_map(move |sheet| {
            let cells = sheet.cells.rows().flat_map(|row| row.cells());
            let same = |value: &Value| matches!(value, Value::Text(it) if it.trim() == text.trim());
            cells.filter(move |cell| same(&cell.value)).map(|cell| self.place(sheet, cell.at))
        })
    }

    /// The place of a cell, for a message.
    pub fn place(&self, sheet: &Sheet, cell: CellRef) -> Place {
        Place::Cell { file: self.file.clone(), sheet: sheet.name.clone(), cell }
    }

    /// The place of a sheet, for a message.
    pub fn sheet_place(&self, sheet: &Sheet) -> Place {
        Place::Sheet { file: self.file.clone(), sheet: sheet.name.clone() }
    }
}

impl Sheet {
    /// A visible sheet without anything hidden or merged.
    fn plain(name: &str, cells: Cells) -> Self {
        Self {
            name: name.into(),
            visibility: Visibility::Visible,
            cells,
            hidden_rows: vec![],
            hidden_columns: vec![],
            merged: vec![],
        }
    }

    /// Whether a row is hidden, by hand or by a filter.
    pub fn is_hidden_row(&self, row: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_ok()
    }

    /// Whether a column is hidden.
    pub fn is_hidden_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|&(first, last)| (first..=last).contains(&column))
    }
}

/// Reads a workbook from the bytes of a file.
///
/// `path_shown` is the path as the author knows it: it stands in every message,
/// and its extension decides where the content does not. The result depends on
/// the arguments alone. Fails with messages when the file is none of the known
/// formats, is protected by a password, is damaged, or is larger than a survey
/// can sensibly be; never panics, whatever the bytes.
pub fn read(path_shown: &str, bytes: &[u8]) -> Outcome<Workbook> {
    read_within(path_shown, bytes, &Limits::default())
}

/// [`read`] with other limits, for tests.
fn read_within(path_shown: &str, bytes: &[u8], limits: &Limits) -> Outcome<Workbook> {
    let file: Arc<str> = path_shown.into();
    let mut messages = vec![];
    // The readers below are handed files that may be hostile; a panic inside
    // one of them is a damaged file to the user, not a crash.
    let parsed = contain(|| {
        let format = content::recognise(path_shown, bytes, limits)?;
        match format {
            Format::Xlsx => xlsx::read(&file, bytes, limits, &mut messages),
            Format::Delimited => delimited::read(&file, bytes, limits),
            Format::Xls => xls::read(&file, bytes, limits, &mut messages),
            Format::Xlsb => xlsb::read(&file, bytes, limits, &mut messages),
            Format::Ods => ods::read(&file, bytes, limits),
        }
    });
    match parsed {
        Some(Ok(workbook)) => conclude(workbook, messages),
        Some(Err(fault)) => {
            messages.push(fault.or_at(Place::File(path_shown.into())));
            Err(messages)
        }
        None => {
            messages
                .push(damaged("its content contradicts itself").at(Place::File(path_shown.into())));
            Err(messages)
        }
    }
}

/// Gives a message a place if it has none.
trait OrAt {
    /// The same message, at `place` unless it has one.
    fn or_at(self, place: Place) -> Self;
}

impl OrAt for Diagnostic {
    fn or_at(self, place: Place) -> Self {
        if self.place == Place::Nowhere { self.at(place) } else { self }
    }
}

/// The message for a file whose content cannot be read.
fn damaged(cause: &str) -> Diagnostic {
    Diagnostic::error("workbook-damaged", format!("failed to read the workbook ({cause})"))
        .hint("open it in the spreadsheet program and save it again")
}

/// The same for what a reader of these formats refuses. Its own words are about the
/// insides of the file, of which whoever made the workbook knows nothing.
fn unreadable(error: impl std::fmt::Display) -> Diagnostic {
    let error = error.to_string();
    // The archive's directory stands at its end.
    let cut = error.contains("EOCD") || error.contains("end of central directory");
    let refusal = package::REFUSALS.into_iter().find(|refusal| error.contains(refusal));
    damaged(match (cut, refusal) {
        (true, _) => "the end of the file is missing",
        (_, Some(refusal)) => refusal,
        _ => "a part of it is missing or broken",
    })
}
