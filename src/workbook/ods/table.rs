//! One table of an ods file.

use quick_xml::events::{BytesStart, Event};

use super::super::cells::{CellsBuilder, NewValue};
use super::super::limits::{LAST_COLUMN, LAST_ROW, Limits};
use super::super::package::PartReader;
use super::super::workbook_part::attribute;
use super::super::{Area, CellRef, Diagnostic, NumberFormat, Sheet, damaged, unreadable};
use super::cell::{CellHead, Content, cell_text};
use super::repeated;
use super::styles::Styles;

/// A table that is being read.
pub(super) struct Table<'s> {
    styles: &'s Styles,
    cells: CellsBuilder<'s>,
    limits: &'s Limits,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Area>,
    next_column: u32,
    at: CellRef,
}

/// A cell of the row that is being read: where it stands, how often it is
/// repeated, and what it holds.
struct Read {
    column: u32,
    repeated: u32,
    format: NumberFormat,
    content: Content,
}

impl<'s> Table<'s> {
    pub(super) fn new(styles: &'s Styles, cells: CellsBuilder<'s>, limits: &'s Limits) -> Self {
        Self {
            styles,
            cells,
            limits,
            hidden_rows: vec![],
            hidden_columns: vec![],
            merged: vec![],
            next_column: 0,
            at: CellRef { row: 0, column: 0 },
        }
    }

    /// Reads to the end of the table.
    pub(super) fn read(mut self, reader: &mut PartReader) -> Result<Sheet, Diagnostic> {
        let mut buffer = vec![];
        let mut row = vec![];
        let mut repeated_rows = 1;
        let mut row_hidden = false;
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(unreadable)?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-column" => {
                        let repeated = repeated(element, "table:number-columns-repeated");
                        let first = self.next_column;
                        self.next_column = first.saturating_add(repeated);
                        if is_hidden(element) && first <= LAST_COLUMN {
                            self.hidden_columns
                                .push((first, (self.next_column - 1).min(LAST_COLUMN)));
                        }
                    }
                    "table-row" => {
                        repeated_rows = repeated(element, "table:number-rows-repeated");
                        row_hidden = is_hidden(element);
                        self.at.column = 0;
                        row.clear();
                    }
                    "table-cell" | "covered-table-cell" => {
                        let head = CellHead::new(element, self.styles);
                        row.extend(self.cell(reader, head)?);
                    }
                    // Pictures, charts and comments may hold tables of their own.
                    "shapes" | "tracked-changes" | "content-validations" => {
                        let end = element.to_end().into_owned();
                        reader.read_to_end_into(end.name(), &mut vec![]).map_err(unreadable)?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        self.row(&row, repeated_rows, row_hidden)?;
                        row.clear();
                    }
                    "table" => break,
                    _ => {}
                },
                Event::Eof => return Err(damaged("a table never ends")),
                _ => {}
            }
        }
        let mut sheet = Sheet::plain("", self.cells.finish());
        sheet.hidden_rows = self.hidden_rows;
        sheet.hidden_columns = self.hidden_columns;
        sheet.merged = self.merged;
        Ok(sheet)
    }

    /// Stores a row, as often as it is repeated.
    fn row(&mut self, row: &[Read], repeated: u32, hidden: bool) -> Result<(), Diagnostic> {
        let first = self.at.row;
        self.at.row = first.saturating_add(repeated);
        if first > LAST_ROW {
            return Ok(());
        }
        let last = (self.at.row - 1).min(LAST_ROW);
        if hidden {
            // A sheet may end in a million empty rows that a filter hides.
            let last = if row.is_empty() { first } else { last };
            self.hidden_rows.extend(first..=last);
        }
        if row.is_empty() {
            return Ok(());
        }
        for number in first..=last {
            for read in row {
                let end = read.column.saturating_add(read.repeated).min(LAST_COLUMN + 1);
                for column in read.column..end {
                    let at = CellRef { row: number, column };
                    let value = match &read.content {
                        Content::Text(text) => NewValue::Text(text),
                        Content::Number(number) => NewValue::Number(*number),
                        Content::Bool(truth) => NewValue::Bool(*truth),
                        Content::Date(date) => NewValue::Date(date),
                        Content::Error(error) => NewValue::Error(error),
                        Content::Unevaluated => NewValue::Unevaluated,
                    };
                    self.cells.push(at, read.format, value)?;
                }
            }
        }
        Ok(())
    }

    /// Reads to the end of a cell. `None` if it is empty.
    fn cell(
        &mut self,
        reader: &mut PartReader,
        head: CellHead,
    ) -> Result<Option<Read>, Diagnostic> {
        let column = self.at.column;
        self.at.column = column.saturating_add(head.repeated);
        let text = cell_text(reader)?;
        if (head.columns > 1 || head.rows > 1) && self.merged.len() < self.limits.marks {
            let last = CellRef {
                row: self.at.row.saturating_add(head.rows - 1),
                column: column.saturating_add(head.columns - 1),
            };
            self.merged.push(Area::between(CellRef { row: self.at.row, column }, last));
        }
        let content = head.content(text);
        Ok(content.map(|content| Read {
            column,
            repeated: head.repeated,
            format: head.format,
            content,
        }))
    }
}

fn is_hidden(element: &BytesStart) -> bool {
    matches!(attribute(element, "table:visibility").as_deref(), Some("collapse" | "filter"))
}
