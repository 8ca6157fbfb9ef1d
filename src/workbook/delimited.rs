//! csv: lines of text with a delimiter that is guessed.

use std::sync::Arc;

use super::cells::{CellsBuilder, NewValue};
use super::date::iso_of_text;
use super::limits::Limits;
use super::{CellRef, Diagnostic, NumberFormat, Sheet, Workbook};

/// Reads a text file: UTF-8 with or without a byte order mark, delimited by
/// semicolons, commas or tabs. Numbers may have a decimal comma, unless the
/// comma is the delimiter and stands unquoted.
pub(super) fn read(file: &Arc<str>, bytes: &[u8], limits: &Limits) -> Result<Workbook, Diagnostic> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    if text.contains('\0') {
        return Err(Diagnostic::error(
            "workbook-format",
            "the file is not text, although it is named so",
        )
        .hint("export the answers as `CSV UTF-8`, or as xlsx"));
    }
    let (text, delimiter) = match declared_delimiter(text) {
        Some((delimiter, rest)) => (rest, delimiter),
        None => (text, guess_delimiter(text)),
    };
    let stem = file.rsplit('/').next().unwrap_or(file);
    let name = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    if let Some(line) = open_quotation(text, delimiter) {
        return Err(Diagnostic::error(
            "workbook-damaged",
            format!("a quotation mark in line {line} is never closed"),
        )
        .hint("close it, or take it out: all that follows it would be one answer"));
    }
    let decimal = guess_decimal(text, delimiter)?;

    let mut workbook =
        Workbook { file: file.clone(), sheets: vec![], names: vec![], tables: vec![] };
    let name: Arc<str> = name.into();
    let mut cells = CellsBuilder::new(&workbook, &name, limits);
    let mut fault = None;
    for_each_record(text, delimiter, |row, record| {
        for (column, field) in record.iter().enumerate() {
            let at = CellRef { row, column: column as u32 };
            let iso;
            let value = if let Some(number) = parse_number(field, decimal) {
                NewValue::Number(number)
            } else if let Some(date) = iso_of_text(field) {
                iso = date;
                NewValue::Date(&iso)
            } else {
                NewValue::Text(field.trim())
            };
            fault = cells.push(at, NumberFormat::GENERAL, value).err();
            if fault.is_some() {
                return false;
            }
        }
        true
    })?;
    if let Some(fault) = fault {
        return Err(fault);
    }
    workbook.sheets.push(Sheet::plain(&name, cells.finish()));
    Ok(workbook)
}

/// Calls `see` with each record and its zero-based row, as a spreadsheet program
/// numbers it: an empty line is a row too. Stops when `see` returns false.
fn for_each_record(
    text: &str,
    delimiter: u8,
    mut see: impl FnMut(u32, &csv::StringRecord) -> bool,
) -> Result<(), Diagnostic> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    loop {
        // The reader skips empty lines before a record, and counts the second
        // character of a line end to what follows.
        let at = (reader.position().byte() as usize).min(text.len());
        let (before, rest) = text.as_bytes().split_at(at);
        let rest = match rest {
            [b'\n', rest @ ..] if before.ends_with(b"\r") => rest,
            rest => rest,
        };
        row += empty_lines(rest);
        match reader.read_record(&mut record) {
            Ok(true) if see(row, &record) => row += 1,
            Ok(_) => return Ok(()),
            Err(_) => {
                return Err(Diagnostic::error(
                    "workbook-damaged",
                    format!("failed to read row {}", row + 1),
                )
                .hint("export the answers again, or save them as xlsx"));
            }
        }
    }
}

/// The line, from 1, of the quotation mark that begins a field and is never closed.
fn open_quotation(text: &str, delimiter: u8) -> Option<usize> {
    let mut line = 1;
    let mut opened = None;
    let mut begins = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match opened {
            Some(_) if byte == b'"' => {
                if bytes.next_if_eq(&b'"').is_none() {
                    opened = None;
                }
            }
            Some(_) => {}
            None if byte == b'"' && begins => opened = Some(line),
            None => begins = byte == delimiter || byte == b'\n' || byte == b'\r',
        }
    }
    opened
}

/// The number of empty lines at the start.
fn empty_lines(bytes: &[u8]) -> u32 {
    let mut count = 0;
    let mut rest = bytes;
    while let Some(after) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) {
        (count, rest) = (count + 1, after);
    }
    count
}

/// The delimiter that a first line such as `sep=;` declares, and the text after it.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    match line.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes() {
        &[delimiter] if delimiter.is_ascii() => Some((delimiter, rest)),
        _ => None,
    }
}

/// The delimiter that splits the first records into the most equal rows.
fn guess_delimiter(text: &str) -> u8 {
    const SAMPLE: usize = 30;
    let score = |delimiter: u8| {
        let mut widths = vec![];
        // A file that cannot be split with this delimiter scores nothing.
        let split = for_each_record(text, delimiter, |_, record| {
            widths.push(record.len());
            widths.len() < SAMPLE
        });
        let first = widths.first().copied().unwrap_or(0);
        if split.is_err() || first < 2 {
            return 0;
        }
        first * widths.iter().filter(|&&width| width == first).count()
    };
    // The first of equals: a comma is often part of a text, a tab never.
    let candidates = [b'\t', b';', b','];
    let best = candidates.iter().map(|&candidate| score(candidate)).max().unwrap_or(0);
    if best == 0 {
        return b',';
    }
    candidates.into_iter().find(|&candidate| score(candidate) == best).unwrap_or(b',')
}

/// The mark between whole number and decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decimal {
    Point,
    Comma,
}

/// A comma, if numbers with one comma occur and numbers with one point do not.
/// Where the comma is the delimiter, `"1,500"` alone says nothing: it may be grouped.
fn guess_decimal(text: &str, delimiter: u8) -> Result<Decimal, Diagnostic> {
    let mut comma = false;
    let mut point = false;
    for_each_record(text, delimiter, |_, record| {
        for field in record.iter().filter(|field| field.contains([',', '.'])) {
            let grouped = field.trim().rsplit(',').next().is_some_and(|last| last.len() == 3);
            comma |=
                parse_number(field, Decimal::Comma).is_some() && !(delimiter == b',' && grouped);
            point |= parse_number(field, Decimal::Point).is_some();
        }
        !point
    })?;
    Ok(if comma && !point { Decimal::Comma } else { Decimal::Point })
}

/// Reads a number as data files write it. A number with leading zeros, or with
/// more digits than are exact, is a text: a code.
fn parse_number(field: &str, decimal: Decimal) -> Option<f64> {
    let field = field.trim();
    let unsigned = field.strip_prefix(['-', '+']).unwrap_or(field);
    if !unsigned.starts_with(|symbol: char| symbol.is_ascii_digit() || symbol == '.') {
        return None;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let mark = if decimal == Decimal::Comma { ',' } else { '.' };
    let (whole, fraction) = match mantissa.split_once(mark) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exact = whole.len() <= 15;
    let shaped = digits(whole)
        && fraction.is_none_or(|fraction| !fraction.is_empty() && digits(fraction))
        && (whole.len() < 2 || !whole.starts_with('0'))
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        });
    if !shaped || (whole.is_empty() && fraction.is_none()) || !exact {
        return None;
    }
    let text = if decimal == Decimal::Comma { field.replace(',', ".") } else { field.to_string() };
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The message for a file in another encoding, with the line where it shows.
fn not_utf8(bytes: &[u8], valid: usize) -> Diagnostic {
    let line = bytes[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
    Diagnostic::error("csv-encoding", format!("the file is not UTF-8 text (line {line})"))
        .hint("save it as `CSV UTF-8`, or as xlsx")
}
