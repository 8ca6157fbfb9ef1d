//! Cells and tables of the workbook, as they stand.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::session::{Session, Spot, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::{Diagnostic, Place};
use crate::format::{self, Percent};
use crate::ledger::{self, Carrier};
use crate::statistics::{Measure, MeasureKind, Statistic};
use crate::workbook::{Cell, CellBlock, FormatKind, Value as CellValue};

/// `{{cell "Sheet!C14"}}`
pub(in crate::chapter) fn cell(
    session: &Session,
    arguments: &Arguments,
) -> Result<Value, Diagnostic> {
    let reference = arguments.text(0, "a cell such as \"Sheet!C14\"")?;
    let workbook = session.material.workbook;
    let place = |fault| reworded(fault, arguments.place_of(reference));
    let cell = workbook.cell(reference).map_err(place)?;
    let sheet = reference.rsplit_once('!').map_or(reference, |(sheet, _)| sheet);
    let (number, text) = content(session, &cell, arguments.whole("digits", 6)?)
        .map_err(|fault| at(fault, arguments.place_of(reference)))?;
    Ok(match number {
        Some((number, unit)) => Value::Formatted {
            measured: Arc::new(measured(session, &cell, sheet, number, unit, arguments)),
            text,
        },
        None => Value::Text(text),
    })
}

/// A fault in the workbook that a template runs into stands at the template;
/// the cell goes into the hints.
fn reworded(fault: Diagnostic, place: Place) -> Diagnostic {
    match &fault.place {
        Place::Cell { .. } | Place::Sheet { .. } => {
            let where_it_is = fault.place.to_string();
            fault.at(place).hint(format!("see {where_it_is}"))
        }
        _ => fault.at(place),
    }
}

/// A cell as number (with its unit) and as text in the publication's language.
fn content(
    session: &Session,
    cell: &Cell,
    digits: Option<u8>,
) -> Result<(Option<(f64, Unit)>, String), Diagnostic> {
    let language = session.language();
    Ok(match &cell.value {
        CellValue::Text(text) => (None, text.to_string()),
        CellValue::Date(date) => (None, date.to_string()),
        CellValue::Bool(true) => (
            None,
            match language {
                format::Language::Dutch => "ja",
                format::Language::English => "yes",
            }
            .into(),
        ),
        CellValue::Bool(false) => (
            None,
            match language {
                format::Language::Dutch => "nee",
                format::Language::English => "no",
            }
            .into(),
        ),
        CellValue::Number(number) => {
            let decimals = digits.unwrap_or(match cell.format.kind {
                FormatKind::Number | FormatKind::Percent => cell.format.decimals.min(6),
                _ if number.fract() == 0.0 => 0,
                _ => session.rounding().number,
            });
            if cell.format.kind == FormatKind::Percent {
                let text = format::percent(*number, decimals, Percent::Sign, language);
                (Some((*number, Unit::Share)), text)
            } else {
                let unit = if number.fract() == 0.0 { Unit::Count } else { Unit::Number };
                (Some((*number, unit)), format::number(*number, decimals, language))
            }
        }
        CellValue::Error(error) => {
            return Err(Diagnostic::error(
                "error-cell",
                format!("the cell {} holds the error `{error}`", cell.at),
            )
            .hint("mend the formula in the workbook"));
        }
        CellValue::Unevaluated => {
            return Err(Diagnostic::error(
                "formula-without-value",
                format!("the cell {} holds a formula that was never calculated", cell.at),
            )
            .hint("open the workbook in Excel or LibreOffice and save it"));
        }
    })
}

/// The number of a cell, for the ledger.
fn measured(
    session: &Session,
    cell: &Cell,
    sheet: &str,
    value: f64,
    unit: Unit,
    arguments: &Arguments,
) -> Measured {
    let kind = match unit {
        Unit::Share => MeasureKind::Share,
        Unit::Count => MeasureKind::Count,
        _ => MeasureKind::Total,
    };
    let measure =
        Measure { value, statistic: Statistic::Cell, ..Measure::blank(kind, Arc::from([])) };
    Measured {
        cell: Some(format!("{}!{sheet}!{}", session.material.workbook.file, cell.at)),
        ..Measured::new(measure, unit, arguments.expression())
    }
}

/// `{{table cells="Sheet!A3:F12"}}` and `{{table table="Name"}}`.
pub(in crate::chapter) fn table(
    session: &Session,
    arguments: &Arguments,
    reference: &str,
) -> Result<String, Diagnostic> {
    let block = session
        .material
        .workbook
        .range(reference)
        .map_err(|fault| reworded(fault, arguments.place_of(reference)))?;
    if block.rows.iter().flatten().all(Option::is_none) {
        return Err(Diagnostic::error("empty-cell", format!("the cells `{reference}` are empty"))
            .at(arguments.place_of(reference))
            .hint("fill them in, or name other cells"));
    }
    let name = match arguments.option("name")? {
        Some(name) => name.to_string(),
        None => {
            let plain: String = reference
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
                .collect();
            format!("tab-{plain}")
        }
    };
    session.claim_name(&name, arguments)?;
    let mut source = TableSource {
        caption: session.escape(arguments.option("caption")?.unwrap_or_default()),
        note: session.escape(arguments.option("note")?.unwrap_or_default()),
        width: arguments.choice("width", &["column", "wide"])?.unwrap_or("column").into(),
        right: numeric_columns(&block),
        name,
        ..TableSource::default()
    };
    let mut faults = vec![];
    for (index, row) in block.rows.iter().enumerate() {
        let mut cells = vec![];
        for cell in row {
            cells.push(match cell {
                None => String::new(),
                Some(cell) => match print(session, arguments, &block, cell, &source.name) {
                    Ok(text) => text,
                    Err(fault) => {
                        faults.push(reworded(fault, arguments.place_of(reference)));
                        String::new()
                    }
                },
            });
        }
        if index == 0 {
            source.header.push(cells.into_iter().map(|cell| (cell, 1)).collect());
        } else {
            let kind = if is_total(row) { "total" } else { "row" };
            source.rows.push((kind, cells));
        }
    }
    for fault in faults {
        session.report(fault);
    }
    session.add_table();
    Ok(source.write())
}

fn print(
    session: &Session,
    arguments: &Arguments,
    block: &CellBlock,
    cell: &Cell,
    table: &str,
) -> Result<String, Diagnostic> {
    let (number, text) = content(session, cell, None)?;
    Ok(match number {
        None => session.escape(&text),
        Some((number, unit)) => {
            let measured = measured(session, cell, &block.sheet, number, unit, arguments);
            let spot = Spot {
                carrier: Carrier::Table,
                within: table,
                cell: ledger::Cell::row(&cell.at.to_string()),
            };
            session.print_fact(&measured, &text, &arguments.origin, Some(&spot))
        }
    })
}

/// Columns that hold numbers below their head.
fn numeric_columns(block: &CellBlock) -> Vec<bool> {
    let width = block.rows.first().map_or(0, Vec::len);
    (0..width)
        .map(|column| {
            let mut body = block.rows.iter().skip(1).filter_map(|row| row[column].as_ref());
            body.next().is_some_and(|cell| matches!(cell.value, CellValue::Number(_)))
        })
        .collect()
}

/// Whether a row sums up the others: its first cell says so.
fn is_total(row: &[Option<Cell>]) -> bool {
    match row.first() {
        Some(Some(Cell { value: CellValue::Text(text), .. })) => {
            matches!(text.trim().to_lowercase().as_str(), "totaal" | "total")
        }
        _ => false,
    }
}
