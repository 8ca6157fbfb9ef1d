//! The workbook, a sheet per file.

mod answers;
mod codebook;
mod explanation;
mod population;
mod style;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::answers::Row;
use crate::codebook::Codebook;
use crate::frame::Municipality;

/// The whole workbook, with a fixed date of creation.
pub(crate) fn book(
    codebook: &Codebook,
    rows: &[Row],
    frame: &[Municipality],
) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 11, 23)?;
    book.set_properties(
        &DocProperties::new()
            .set_title("NUP in uitvoering? Fictieve antwoorden op een vragenlijst")
            .set_comment(
                "Alle antwoorden zijn verzonnen; de gemeenten zijn die van 1 januari 2010.",
            )
            .set_creation_datetime(&created),
    );
    explanation::write(book.add_worksheet())?;
    codebook::write_survey(book.add_worksheet(), codebook)?;
    codebook::write_choices(book.add_worksheet(), codebook)?;
    codebook::write_settings(book.add_worksheet())?;
    answers::write(book.add_worksheet(), codebook, rows)?;
    population::write(book.add_worksheet(), frame)?;
    let range = tables::write(book.add_worksheet(), frame)?;
    book.define_name("Grootteklassen", &format!("={range}"))?;
    Ok(book)
}
