//! Workbooks for tests, written as they are read by the eye.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Outcome, Workbook};
use crate::diagnostics::{Diagnostic, Severity};

/// The result of a formula that is taken out again: the library always writes one.
const NO_RESULT: &str = "987654321";

/// A workbook that is being written.
pub(crate) struct Book {
    inner: rust_xlsxwriter::Workbook,
}

impl Book {
    pub(crate) fn new() -> Self {
        Self { inner: rust_xlsxwriter::Workbook::new() }
    }

    /// Adds a sheet. Each line is a row, its cells between bars: a number, a text,
    /// `'5` for a number typed as text, `2010-03-01` for a day, `TRUE`, `#N/A`
    /// for an error, `=` for a formula without result, `43%` for a formatted number.
    pub(crate) fn sheet(self, name: &str, rows: &str) -> Self {
        self.sheet_with(name, rows, |_| {})
    }

    /// [`Book::sheet`], changed afterwards.
    pub(crate) fn sheet_with(
        mut self,
        name: &str,
        rows: &str,
        change: impl FnOnce(&mut rust_xlsxwriter::Worksheet),
    ) -> Self {
        let sheet = self.inner.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, line) in rows.trim().lines().enumerate() {
            for (column, cell) in line.split('|').enumerate() {
                write_cell(sheet, row as u32, column as u16, cell.trim());
            }
        }
        change(sheet);
        self
    }

    /// Defines a name.
    pub(crate) fn name(mut self, name: &str, target: &str) -> Self {
        self.inner.define_name(name, target).unwrap();
        self
    }

    /// The file.
    pub(crate) fn bytes(mut self) -> Vec<u8> {
        let bytes = self.inner.save_to_buffer().unwrap();
        patch(&bytes, &format!("<v>{NO_RESULT}</v>"), "")
    }

    /// The file, read as `survey.xlsx`.
    pub(crate) fn read(self) -> Outcome<Workbook> {
        super::read("survey.xlsx", &self.bytes())
    }

    /// The workbook without the warnings of its reading.
    pub(crate) fn workbook(self) -> Workbook {
        self.read().unwrap().value
    }
}

fn write_cell(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, cell: &str) {
    if cell.is_empty() {
        return;
    }
    let written = if let Some(text) = cell.strip_prefix('\'') {
        sheet.write(row, column, text)
    } else if let Some(share) = cell.strip_suffix('%').and_then(|it| it.parse::<f64>().ok()) {
        sheet.write_with_format(row, column, share / 100.0, &Format::new().set_num_format("0%"))
    } else if let Ok(number) = cell.parse::<f64>() {
        sheet.write(row, column, number)
    } else if cell == "=" {
        sheet.write(row, column, Formula::new("=1").set_result(NO_RESULT))
    } else if cell.starts_with('#') && !cell.starts_with("# ") {
        sheet.write(row, column, Formula::new("=NA()").set_result(cell))
    } else if matches!(cell, "TRUE" | "FALSE") {
        sheet.write(row, column, cell == "TRUE")
    } else if super::iso_of_text(cell).is_some() {
        let date = ExcelDateTime::parse_from_str(cell).unwrap();
        sheet.write_with_format(row, column, &date, &Format::new().set_num_format("yyyy-mm-dd"))
    } else {
        sheet.write(row, column, cell)
    };
    written.unwrap();
}

/// The package with a text replaced in all of its XML parts.
pub(crate) fn patch(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        let name = part.name().unwrap().into_owned();
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.replace(from, to).as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A zip package of these parts.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Messages as lines of text: kind, place, message, and hints below it.
pub(crate) fn shown(messages: &[Diagnostic]) -> String {
    let mut text = String::new();
    for message in messages {
        let severity = match message.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        text += &format!("{severity}[{}] {}: {}\n", message.code, message.place, message.message);
        for hint in &message.hints {
            text += &format!("  hint: {hint}\n");
        }
    }
    text
}

/// All messages of an outcome, as [`shown`].
pub(crate) fn messages<T>(outcome: &Outcome<T>) -> String {
    match outcome {
        Ok(warned) => shown(&warned.warnings),
        Err(messages) => shown(messages),
    }
}
