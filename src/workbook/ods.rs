//! ods: the one XML part `content.xml`, read cell by cell.
//!
//! calamine reads this format into the rectangle round all cells, tells no
//! hidden rows and no percentages; the part is simple enough to stream.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::cells::{CellsBuilder, NewValue};
use super::content::protected;
use super::date::iso_of_text;
use super::limits::{LAST_COLUMN, LAST_ROW, Limits};
use super::package::{Package, PartReader};
use super::reference::parse_cell;
use super::workbook_part::attribute;
use super::{
    Area, CellRef, DefinedName, Diagnostic, FormatKind, NumberFormat, Sheet, Visibility, Workbook,
    damaged,
};

/// Reads a package that was recognised as ods.
pub(super) fn read(file: &Arc<str>, bytes: &[u8], limits: &Limits) -> Result<Workbook, Diagnostic> {
    let mut package = Package::open(bytes, limits)?;
    if is_encrypted(&mut package)? {
        return Err(protected());
    }
    let mut reader =
        package.xml("content.xml")?.ok_or_else(|| damaged("it has no `content.xml`"))?;
    let mut styles = Styles::default();
    let mut workbook =
        Workbook { file: file.clone(), sheets: vec![], names: vec![], tables: vec![] };
    let mut buffer = vec![];
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "table" => {
                    let name: Arc<str> =
                        attribute(element, "table:name").unwrap_or_default().into();
                    let hidden = attribute(element, "table:style-name")
                        .is_some_and(|style| styles.hidden_tables.contains(&style));
                    let cells = CellsBuilder::new(&workbook, &name, limits);
                    let mut sheet = Table::new(&styles, cells).read(&mut reader)?;
                    sheet.name = name;
                    if hidden {
                        sheet.visibility = Visibility::Hidden;
                    }
                    workbook.sheets.push(sheet);
                }
                "named-range" | "database-range" => workbook.names.extend(name(element)),
                _ => styles.see(element),
            },
            Event::Eof => return Ok(workbook),
            _ => {}
        }
    }
}

fn is_encrypted(package: &mut Package) -> Result<bool, Diagnostic> {
    let Some(mut reader) = package.xml("META-INF/manifest.xml")? else { return Ok(false) };
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// A named range, with its target as a spreadsheet program shows it.
fn name(element: &BytesStart) -> Option<DefinedName> {
    let name = attribute(element, "table:name")?;
    let target = attribute(element, "table:cell-range-address")
        .or_else(|| attribute(element, "table:target-range-address"))?;
    let (first, last) = match target.split_once(':') {
        Some((first, last)) => (first, last),
        None => (&*target, &*target),
    };
    let (sheet, first) = first.rsplit_once('.')?;
    let last = last.rsplit_once('.').map_or(last, |(_, last)| last);
    let area = Area::between(parse_cell(first)?, parse_cell(last)?);
    let sheet = sheet.strip_prefix('$').unwrap_or(sheet);
    let target = if sheet.starts_with('\'') {
        format!("{sheet}!{area}")
    } else {
        format!("'{}'!{area}", sheet.replace('\'', "''"))
    };
    Some(DefinedName { name: name.into(), target: target.into() })
}

/// The styles that tell something: hidden tables, and decimals of numbers.
#[derive(Debug, Default)]
struct Styles {
    hidden_tables: Vec<String>,
    /// Number formats by the name of the data style.
    data: HashMap<String, NumberFormat>,
    /// Number formats by the name of the cell style.
    cells: HashMap<String, NumberFormat>,
    /// The style that is being read, and whether it is a data style.
    open: Option<(String, bool)>,
}

impl Styles {
    fn see(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            "number-style" => self.open_data(element, FormatKind::Number),
            "percentage-style" => self.open_data(element, FormatKind::Percent),
            "style" => {
                let Some(name) = attribute(element, "style:name") else { return };
                if let Some(data) = attribute(element, "style:data-style-name")
                    && let Some(&format) = self.data.get(&data)
                {
                    self.cells.insert(name.clone(), format);
                }
                self.open = Some((name, false));
            }
            "table-properties" => {
                if let Some((name, false)) = &self.open
                    && attribute(element, "table:display").as_deref() == Some("false")
                {
                    self.hidden_tables.push(name.clone());
                }
            }
            "number" => {
                if let Some((name, true)) = &self.open
                    && let Some(format) = self.data.get_mut(name)
                {
                    let places = attribute(element, "number:decimal-places");
                    let places = places.and_then(|places| places.parse::<u8>().ok());
                    // A style without places is the general one.
                    match (places, format.kind) {
                        (Some(places), _) => format.decimals = places.min(30),
                        (None, FormatKind::Percent) => {}
                        (None, _) => *format = NumberFormat::GENERAL,
                    }
                    format.grouped =
                        attribute(element, "number:grouping").as_deref() == Some("true");
                }
            }
            _ => {}
        }
    }

    fn open_data(&mut self, element: &BytesStart, kind: FormatKind) {
        if let Some(name) = attribute(element, "style:name") {
            let format = NumberFormat { kind, decimals: 0, grouped: false };
            self.data.insert(name.clone(), format);
            self.open = Some((name, true));
        }
    }
}

/// A table that is being read.
struct Table<'s> {
    styles: &'s Styles,
    cells: CellsBuilder<'s>,
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

enum Content {
    Text(String),
    Number(f64),
    Bool(bool),
    Date(String),
    Error(String),
    Unevaluated,
}

impl<'s> Table<'s> {
    fn new(styles: &'s Styles, cells: CellsBuilder<'s>) -> Self {
        Self {
            styles,
            cells,
            hidden_rows: vec![],
            hidden_columns: vec![],
            merged: vec![],
            next_column: 0,
            at: CellRef { row: 0, column: 0 },
        }
    }

    /// Reads to the end of the table.
    fn read(mut self, reader: &mut PartReader) -> Result<Sheet, Diagnostic> {
        let mut buffer = vec![];
        let mut row = vec![];
        let mut repeated_rows = 1;
        let mut row_hidden = false;
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
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
                        reader.read_to_end_into(end.name(), &mut vec![]).map_err(damaged)?;
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
        if head.columns > 1 || head.rows > 1 {
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

/// The attributes of a cell.
struct CellHead {
    repeated: u32,
    columns: u32,
    rows: u32,
    kind: Option<String>,
    is_error: bool,
    has_formula: bool,
    value: Option<String>,
    format: NumberFormat,
}

impl CellHead {
    fn new(element: &BytesStart, styles: &Styles) -> Self {
        let mut head = Self {
            repeated: repeated(element, "table:number-columns-repeated"),
            columns: repeated(element, "table:number-columns-spanned"),
            rows: repeated(element, "table:number-rows-spanned"),
            kind: None,
            is_error: false,
            has_formula: false,
            value: None,
            format: NumberFormat::GENERAL,
        };
        for attribute in element.attributes().with_checks(false).flatten() {
            let text = || {
                quick_xml::escape::unescape(&attribute.value)
                    .map_or_else(|_| attribute.value.to_string(), |text| text.into_owned())
            };
            match attribute.key.as_ref() {
                "office:value-type" => head.kind = Some(text()),
                "calcext:value-type" => head.is_error = &*attribute.value == "error",
                "table:formula" => head.has_formula = true,
                "table:style-name" => {
                    if let Some(&format) = styles.cells.get(&*attribute.value) {
                        head.format = format;
                    }
                }
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => head.value = Some(text()),
                _ => {}
            }
        }
        if head.kind.as_deref() == Some("percentage") && head.format.kind != FormatKind::Percent {
            head.format = NumberFormat { kind: FormatKind::Percent, ..head.format };
        }
        head
    }

    /// The content, from the attributes and else from the text of the paragraphs.
    fn content(&self, text: String) -> Option<Content> {
        let value = self.value.as_deref();
        if self.is_error {
            return Some(Content::Error(text));
        }
        match self.kind.as_deref() {
            Some("float" | "percentage" | "currency") => {
                value.and_then(|value| value.trim().parse().ok()).map(Content::Number)
            }
            Some("boolean") => Some(Content::Bool(value == Some("true"))),
            Some("date") => {
                let value = value?;
                Some(iso_of_text(value).map_or_else(|| Content::Text(value.into()), Content::Date))
            }
            Some("time") => {
                value.map(|value| Content::Date(clock(value).unwrap_or_else(|| value.into())))
            }
            Some("string") => match value {
                Some(value) if !value.is_empty() => Some(Content::Text(value.into())),
                _ => (!text.is_empty()).then_some(Content::Text(text)),
            },
            _ if self.has_formula && text.is_empty() => Some(Content::Unevaluated),
            _ => (!text.is_empty()).then_some(Content::Text(text)),
        }
    }
}

/// The time of day of a duration such as `PT09H30M00S`.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let number = |text: &str| text.parse::<u32>().ok();
    let (hours, minutes, seconds) = (number(hours)?, number(minutes)?, number(seconds)?);
    (hours < 24).then(|| format!("{hours:02}:{minutes:02}:{seconds:02}"))
}

/// The text of a cell's paragraphs, read to the end of the cell. Comments do
/// not belong to it.
fn cell_text(reader: &mut PartReader) -> Result<String, Diagnostic> {
    let mut buffer = vec![];
    let mut text = String::new();
    let mut paragraphs = 0;
    let mut inside = 0;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "annotation" | "table" | "frame" | "custom-shape" => {
                    let end = element.to_end().into_owned();
                    reader.read_to_end_into(end.name(), &mut vec![]).map_err(damaged)?;
                }
                "p" | "h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside += 1;
                }
                "s" => {
                    let count = repeated(element, "text:c").min(1000);
                    text.extend(std::iter::repeat_n(' ', count as usize));
                }
                "tab" => text.push('\t'),
                "line-break" => text.push('\n'),
                _ => {}
            },
            Event::Text(part) if inside > 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if inside > 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) if inside > 0 => {
                if let Ok(Some(symbol)) = entity.resolve_char_ref() {
                    text.push(symbol);
                } else if let Some(known) = quick_xml::escape::resolve_predefined_entity(entity) {
                    text.push_str(known);
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "p" | "h" => inside -= 1,
                "table-cell" | "covered-table-cell" => return Ok(text),
                _ => {}
            },
            Event::Eof => return Err(damaged("a cell never ends")),
            _ => {}
        }
    }
}

/// A count in an attribute; one if it is not there.
fn repeated(element: &BytesStart, name: &str) -> u32 {
    attribute(element, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).max(1)
}

fn is_hidden(element: &BytesStart) -> bool {
    matches!(attribute(element, "table:visibility").as_deref(), Some("collapse" | "filter"))
}
