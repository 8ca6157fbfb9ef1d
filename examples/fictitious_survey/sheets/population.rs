//! The sheet `populatie`: all municipalities.

use rust_xlsxwriter::{Format, Note, Worksheet, XlsxError};

use super::style;
use crate::frame::Municipality;

/// Writes the municipalities in the order of their codes.
pub(super) fn write(sheet: &mut Worksheet, frame: &[Municipality]) -> Result<(), XlsxError> {
    sheet.set_name("populatie")?;
    let thousands = Format::new().set_num_format("#,##0");
    for (row, unit) in (1u32..).zip(frame) {
        sheet.write(row, 0, &unit.code)?;
        sheet.write(row, 1, &unit.name)?;
        sheet.write(row, 2, &unit.province)?;
        sheet.write(row, 3, unit.size().code())?;
        sheet.write_with_format(row, 4, unit.inhabitants, &thousands)?;
    }
    let columns = [
        ("gemeentecode", 15.0),
        ("gemeente", 28.0),
        ("provincie", 16.0),
        ("grootte", 13.0),
        ("inwoners", 12.0),
    ];
    let source = "Bron: Centraal Bureau voor de Statistiek, 1 januari 2010 (CC BY 4.0).";
    sheet.insert_note(0, 0, &Note::new(source).set_width(320))?;
    style::head(sheet, &columns, frame.len())
}
