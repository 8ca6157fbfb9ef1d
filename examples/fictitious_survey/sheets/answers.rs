//! The sheet `data`: a row per respondent.

use rust_xlsxwriter::{Note, Worksheet, XlsxError};

use super::style;
use crate::answers::{Answer, Row};
use crate::codebook::{Codebook, Kind};

/// Writes the answers; the question stands in a note on the head of its column.
pub(super) fn write(
    sheet: &mut Worksheet,
    codebook: &Codebook,
    rows: &[Row],
) -> Result<(), XlsxError> {
    sheet.set_name("data")?;
    let mut heads: Vec<(String, f64)> = vec![("nummer".into(), 9.0)];
    for (index, _) in rows.iter().enumerate() {
        sheet.write(index as u32 + 1, 0, format!("R{:03}", index + 1))?;
    }
    for question in codebook.questions() {
        let first = heads.len() as u16;
        sheet.insert_note(0, first, &Note::new(question.label).set_width(320))?;
        let column = |index: usize| first + index as u16;
        match question.kind {
            Kind::Many(list) => {
                let codes = codebook.codes(list);
                for code in &codes {
                    heads.push((format!("{}/{code}", question.name), 11.0));
                }
                for (row, answers) in (1u32..).zip(rows) {
                    let Some(Answer::Many(ticked)) = answers.get(question.name) else { continue };
                    for (index, code) in codes.iter().enumerate() {
                        sheet.write(row, column(index), u8::from(ticked.contains(code)))?;
                    }
                }
            }
            kind => {
                let width = match kind {
                    Kind::Text => 56.0,
                    Kind::One(_) => 15.0,
                    _ => 9.0,
                };
                heads.push((question.name.into(), width));
                for (row, answers) in (1u32..).zip(rows) {
                    write_one(sheet, row, first, answers.get(question.name))?;
                }
            }
        }
    }
    let columns: Vec<(&str, f64)> = heads.iter().map(|(name, width)| (&**name, *width)).collect();
    style::head(sheet, &columns, rows.len())?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_active(true);
    Ok(())
}

/// Writes one answer; a code that is a number becomes one.
fn write_one(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    answer: Option<&Answer>,
) -> Result<(), XlsxError> {
    match answer {
        None | Some(Answer::Empty | Answer::Many(_)) => return Ok(()),
        Some(Answer::Code(code)) => match code.parse::<u32>() {
            Ok(number) => sheet.write(row, column, number)?,
            Err(_) => sheet.write(row, column, code)?,
        },
        Some(Answer::Number(number)) => sheet.write(row, column, *number)?,
        Some(Answer::Text(text)) => sheet.write(row, column, *text)?,
    };
    Ok(())
}
