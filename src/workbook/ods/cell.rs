//! One cell of an ods table.

use quick_xml::events::{BytesStart, Event};

use super::super::date::iso_of_text;
use super::super::package::PartReader;
use super::super::{Diagnostic, FormatKind, NumberFormat, damaged, unreadable};
use super::repeated;
use super::styles::Styles;

/// What a cell holds.
pub(super) enum Content {
    Text(String),
    Number(f64),
    Bool(bool),
    Date(String),
    Error(String),
    Unevaluated,
}

/// The attributes of a cell.
pub(super) struct CellHead {
    pub(super) repeated: u32,
    pub(super) columns: u32,
    pub(super) rows: u32,
    kind: Option<String>,
    is_error: bool,
    has_formula: bool,
    value: Option<String>,
    pub(super) format: NumberFormat,
}

impl CellHead {
    pub(super) fn new(element: &BytesStart, styles: &Styles) -> Self {
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
    pub(super) fn content(&self, text: String) -> Option<Content> {
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
pub(super) fn cell_text(reader: &mut PartReader) -> Result<String, Diagnostic> {
    let mut buffer = vec![];
    let mut text = String::new();
    let mut paragraphs = 0;
    let mut inside = 0;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(unreadable)?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "annotation" | "table" | "frame" | "custom-shape" => {
                    let end = element.to_end().into_owned();
                    reader.read_to_end_into(end.name(), &mut vec![]).map_err(unreadable)?;
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
