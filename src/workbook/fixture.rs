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

/// A compound file, as xls and protected xlsx are, with one stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    // Streams of less than this would have to stand in the mini stream.
    let size = stream.len().max(4096);
    let sectors = size.div_ceil(SECTOR) as u32;
    let mut header = vec![0; SECTOR];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(30, &9u16.to_le_bytes());
    put(48, &1u32.to_le_bytes());
    put(60, &u32::MAX.to_le_bytes());
    put(68, &u32::MAX.to_le_bytes());
    put(76, &[0xFF; SECTOR - 76]);
    put(76, &0u32.to_le_bytes());
    // The table of sectors, the folder, then the stream.
    let next = |sector: u32| if sector + 1 < 2 + sectors { sector + 1 } else { u32::MAX - 1 };
    let mut table: Vec<u32> = vec![u32::MAX - 2, u32::MAX - 1];
    table.extend((2..2 + sectors).map(next));
    table.resize(SECTOR / 4, u32::MAX);
    let entry = |name: &str, kind: u8, start: u32, size: u32| {
        let mut entry = vec![0; 128];
        for (place, unit) in name.encode_utf16().enumerate() {
            entry[2 * place..2 * place + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64..66].copy_from_slice(&(2 * name.len() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let mut bytes = header;
    bytes.extend(table.iter().flat_map(|sector| sector.to_le_bytes()));
    bytes.extend(entry("Root Entry", 5, u32::MAX - 1, 0));
    bytes.extend(entry(name, 2, 2, size as u32));
    bytes.resize(3 * SECTOR, 0);
    bytes.extend(stream);
    bytes.resize((3 + sectors as usize) * SECTOR, 0);
    bytes
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
