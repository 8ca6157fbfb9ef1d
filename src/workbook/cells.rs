//! The store of a sheet's cells: packed, sparse, in reading order.

use std::collections::HashMap;
use std::sync::Arc;

use super::limits::{LAST_COLUMN, LAST_ROW, Limits};
use super::{Cell, CellRef, Diagnostic, NumberFormat, Place, Value, Workbook};

/// The cells of a sheet that hold something, row by row.
///
/// Texts are kept once per sheet; a cell costs 21 bytes.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    texts: Vec<Arc<str>>,
    rows: Vec<RowStart>,
    columns: Vec<u16>,
    formats: Vec<NumberFormat>,
    values: Vec<Packed>,
}

#[derive(Clone, Copy, Debug)]
struct RowStart {
    row: u32,
    start: usize,
}

/// A value with its text replaced by the index into [`Cells::texts`].
#[derive(Clone, Copy, Debug)]
enum Packed {
    Text(u32),
    Number(f64),
    Bool(bool),
    Date(u32),
    Error(u32),
    Unevaluated,
}

/// One row that holds cells.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    cells: &'a Cells,
    /// Zero-based row.
    pub row: u32,
    start: usize,
    end: usize,
}

impl Cells {
    /// The number of cells.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The rows that hold cells, from the top.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|index| self.row_at(index))
    }

    /// The row with this zero-based number, if it holds cells.
    pub fn row(&self, row: u32) -> Option<Row<'_>> {
        let index = self.rows.binary_search_by_key(&row, |start| start.row).ok()?;
        Some(self.row_at(index))
    }

    /// The cell at a place, if it holds something.
    pub fn get(&self, at: CellRef) -> Option<Cell> {
        self.row(at.row)?.get(at.column)
    }

    /// The zero-based last row that holds a cell.
    pub fn last_row(&self) -> Option<u32> {
        self.rows.last().map(|start| start.row)
    }

    fn row_at(&self, index: usize) -> Row<'_> {
        let RowStart { row, start } = self.rows[index];
        let end = self.rows.get(index + 1).map_or(self.values.len(), |next| next.start);
        Row { cells: self, row, start, end }
    }

    fn cell_at(&self, row: u32, index: usize) -> Cell {
        let value = match self.values[index] {
            Packed::Text(text) => Value::Text(self.texts[text as usize].clone()),
            Packed::Number(number) => Value::Number(number),
            Packed::Bool(truth) => Value::Bool(truth),
            Packed::Date(text) => Value::Date(self.texts[text as usize].clone()),
            Packed::Error(text) => Value::Error(self.texts[text as usize].clone()),
            Packed::Unevaluated => Value::Unevaluated,
        };
        let at = CellRef { row, column: u32::from(self.columns[index]) };
        Cell { value, format: self.formats[index], at }
    }
}

impl<'a> Row<'a> {
    /// The cells from left to right.
    pub fn cells(self) -> impl Iterator<Item = Cell> + 'a {
        (self.start..self.end).map(move |index| self.cells.cell_at(self.row, index))
    }

    /// The cell in a zero-based column, if it holds something.
    pub fn get(self, column: u32) -> Option<Cell> {
        let column = u16::try_from(column).ok()?;
        let index = self.cells.columns[self.start..self.end].binary_search(&column).ok()?;
        Some(self.cells.cell_at(self.row, self.start + index))
    }
}

/// Collects the cells of a sheet. Cells should come in reading order; those
/// that do not are sorted in at the end.
pub(super) struct CellsBuilder<'l> {
    file: Arc<str>,
    sheet: Arc<str>,
    limits: &'l Limits,
    /// Cells in the sheets before this one.
    before: usize,
    cells: Cells,
    indices: HashMap<Arc<str>, u32>,
    strays: Vec<(CellRef, NumberFormat, Packed)>,
}

impl<'l> CellsBuilder<'l> {
    /// A store for the cells of a sheet of this workbook.
    pub(super) fn new(workbook: &Workbook, sheet: &Arc<str>, limits: &'l Limits) -> Self {
        Self {
            file: workbook.file.clone(),
            sheet: sheet.clone(),
            limits,
            before: workbook.sheets.iter().map(|sheet| sheet.cells.len()).sum(),
            cells: Cells::default(),
            indices: HashMap::new(),
            strays: vec![],
        }
    }

    /// Adds a cell. An empty text and a number that is not finite are no cell.
    /// Fails, with the cell's place, when it is outside any sheet, its text is
    /// too long, or the workbook is full.
    pub(super) fn push(
        &mut self,
        at: CellRef,
        format: NumberFormat,
        value: NewValue<'_>,
    ) -> Result<(), Diagnostic> {
        let packed = match value {
            NewValue::Text("") | NewValue::Date("") => return Ok(()),
            NewValue::Text(text) => Packed::Text(self.text(text, at)?),
            NewValue::Number(number) if number.is_finite() => Packed::Number(number),
            NewValue::Number(_) => return Ok(()),
            NewValue::Bool(truth) => Packed::Bool(truth),
            NewValue::Date(text) => Packed::Date(self.text(text, at)?),
            NewValue::Error(text) => Packed::Error(self.text(text, at)?),
            NewValue::Unevaluated => Packed::Unevaluated,
        };
        if at.row > LAST_ROW || at.column > LAST_COLUMN {
            return Err(Diagnostic::error(
                "workbook-damaged",
                "the cell stands outside the sheet: there are 1048576 rows and 16384 columns",
            )
            .hint("open the workbook in the spreadsheet program and save it again")
            .at(self.place(at)));
        }
        if self.before + self.cells.len() + self.strays.len() >= self.limits.cells {
            return Err(Diagnostic::error(
                "workbook-too-large",
                format!("the workbook holds more than {} cells", self.limits.cells),
            )
            .hint("keep only the sheets with answers, codebook and tables")
            .at(self.place(at)));
        }
        if self.follows(at) {
            self.append(at, format, packed);
        } else {
            self.strays.push((at, format, packed));
        }
        Ok(())
    }

    /// The finished store. Of cells at the same place the last one counts.
    pub(super) fn finish(mut self) -> Cells {
        if self.strays.is_empty() {
            return self.cells;
        }
        let sorted = std::mem::take(&mut self.cells);
        let mut all = Vec::with_capacity(sorted.len() + self.strays.len());
        for row in sorted.rows() {
            for index in row.start..row.end {
                let at = CellRef { row: row.row, column: u32::from(sorted.columns[index]) };
                all.push((at, sorted.formats[index], sorted.values[index]));
            }
        }
        all.append(&mut self.strays);
        all.sort_by_key(|&(at, ..)| at);
        self.cells.texts = sorted.texts;
        for (index, &(at, format, packed)) in all.iter().enumerate() {
            if all.get(index + 1).is_none_or(|&(next, ..)| next != at) {
                self.append(at, format, packed);
            }
        }
        self.cells
    }

    fn follows(&self, at: CellRef) -> bool {
        match (self.cells.rows.last(), self.cells.columns.last()) {
            (Some(last), Some(&column)) => {
                at.row > last.row || (at.row == last.row && at.column > u32::from(column))
            }
            _ => true,
        }
    }

    fn append(&mut self, at: CellRef, format: NumberFormat, packed: Packed) {
        if self.cells.rows.last().is_none_or(|last| last.row != at.row) {
            self.cells.rows.push(RowStart { row: at.row, start: self.cells.values.len() });
        }
        self.cells.columns.push(at.column as u16);
        self.cells.formats.push(format);
        self.cells.values.push(packed);
    }

    fn place(&self, cell: CellRef) -> Place {
        Place::Cell { file: self.file.clone(), sheet: self.sheet.clone(), cell }
    }

    fn text(&mut self, text: &str, at: CellRef) -> Result<u32, Diagnostic> {
        if let Some(&index) = self.indices.get(text) {
            return Ok(index);
        }
        // A character has at least one byte, so most texts need no counting.
        let limit = self.limits.text_characters;
        if text.len() > limit && text.chars().count() > limit {
            return Err(Diagnostic::error(
                "text-too-long",
                format!("the text is longer than {limit} characters"),
            )
            .hint("shorten it, or look for a quotation mark that is never closed")
            .at(self.place(at)));
        }
        let shared: Arc<str> = text.into();
        let index = self.cells.texts.len() as u32;
        self.cells.texts.push(shared.clone());
        self.indices.insert(shared, index);
        Ok(index)
    }
}

/// A value on its way into the store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NewValue<'a> {
    Text(&'a str),
    Number(f64),
    Bool(bool),
    Date(&'a str),
    Error(&'a str),
    Unevaluated,
}
