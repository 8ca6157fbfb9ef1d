//! ods: the one XML part `content.xml`, read cell by cell.
//!
//! calamine reads this format into the rectangle round all cells, tells no
//! hidden rows and no percentages; the part is simple enough to stream.

mod cell;
mod styles;
mod table;

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::cells::CellsBuilder;
use super::content::protected;
use super::limits::Limits;
use super::package::Package;
use super::reference::parse_cell;
use super::workbook_part::attribute;
use super::{Area, DefinedName, Diagnostic, Visibility, Workbook, damaged, unreadable};

use styles::Styles;
use table::Table;

/// Reads a package that was recognised as ods.
pub(super) fn read(file: &Arc<str>, bytes: &[u8], limits: &Limits) -> Result<Workbook, Diagnostic> {
    let mut package = Package::open(bytes, limits)?;
    if is_encrypted(&mut package)? {
        return Err(protected());
    }
    let mut reader =
        package.cells("content.xml")?.ok_or_else(|| damaged("it has no `content.xml`"))?;
    let mut styles = Styles::default();
    let mut workbook =
        Workbook { file: file.clone(), sheets: vec![], names: vec![], tables: vec![] };
    let mut buffer = vec![];
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(unreadable)?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "table" => {
                    limits.check_sheets(workbook.sheets.len() + 1)?;
                    let name: Arc<str> =
                        attribute(element, "table:name").unwrap_or_default().into();
                    let hidden = attribute(element, "table:style-name")
                        .is_some_and(|style| styles.hidden_tables.contains(&style));
                    let cells = CellsBuilder::new(&workbook, &name, limits);
                    let mut sheet = Table::new(&styles, cells, limits).read(&mut reader)?;
                    sheet.name = name;
                    if hidden {
                        sheet.visibility = Visibility::Hidden;
                    }
                    workbook.sheets.push(sheet);
                }
                "named-range" | "database-range" if workbook.names.len() < limits.marks => {
                    workbook.names.extend(name(element));
                }
                _ => styles.see(element, limits),
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
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
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

/// A count in an attribute; one if it is not there.
fn repeated(element: &BytesStart, name: &str) -> u32 {
    attribute(element, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).max(1)
}
