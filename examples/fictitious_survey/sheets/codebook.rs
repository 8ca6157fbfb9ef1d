//! The three sheets of the XLSForm: `survey`, `choices` and `settings`.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style;
use crate::codebook::{Codebook, Kind, Question};

/// Writes the questions, each section between `begin_group` and `end_group`.
pub(super) fn write_survey(sheet: &mut Worksheet, codebook: &Codebook) -> Result<(), XlsxError> {
    sheet.set_name("survey")?;
    let columns = [
        ("type", 28.0),
        ("name", 14.0),
        ("label::Nederlands (nl)", 84.0),
        ("short::Nederlands (nl)", 34.0),
        ("relevant", 38.0),
        ("constraint", 36.0),
        ("order", 9.0),
        ("reverse", 9.0),
    ];
    let (group, text, long) = (style::group(), style::top(), style::wrapped());
    let mut row = 1;
    for section in codebook.sections {
        for column in 0..columns.len() as u16 {
            sheet.write_blank(row, column, &group)?;
        }
        sheet.write_with_format(row, 0, "begin_group", &group)?;
        sheet.write_with_format(row, 1, section.name, &group)?;
        sheet.write_with_format(row, 2, section.label, &group)?;
        row += 1;
        for question in section.questions {
            let cells = [
                (0, kind(question), &text),
                (1, question.name.to_string(), &text),
                (2, question.label.to_string(), &long),
                (3, question.short.to_string(), &long),
                (4, question.relevant.to_string(), &long),
                (5, question.constraint.to_string(), &long),
                (6, order(question).to_string(), &text),
                (7, if question.reverse { "yes" } else { "" }.to_string(), &text),
            ];
            for (column, value, format) in cells {
                if !value.is_empty() {
                    sheet.write_with_format(row, column, value, format)?;
                }
            }
            row += 1;
        }
        sheet.write_with_format(row, 0, "end_group", &text)?;
        row += 1;
    }
    style::head(sheet, &columns, row as usize - 1)
}

/// XLSForm's type of a question.
fn kind(question: &Question) -> String {
    match question.kind {
        Kind::One(list) | Kind::Scale(list) => format!("select_one {list}"),
        Kind::Many(list) => format!("select_multiple {list}"),
        Kind::Integer => "integer".into(),
        Kind::Decimal => "decimal".into(),
        Kind::Text => "text".into(),
    }
}

fn order(question: &Question) -> &'static str {
    if matches!(question.kind, Kind::Scale(_)) { "scale" } else { "" }
}

/// Writes the lists of options, with an empty row between two lists.
pub(super) fn write_choices(sheet: &mut Worksheet, codebook: &Codebook) -> Result<(), XlsxError> {
    sheet.set_name("choices")?;
    let mut row = 1;
    for list in &codebook.lists {
        for (code, label, missing) in &list.options {
            sheet.write(row, 0, list.name)?;
            match code.parse::<u32>() {
                Ok(number) => sheet.write(row, 1, number)?,
                Err(_) => sheet.write(row, 1, code)?,
            };
            sheet.write(row, 2, label)?;
            if !missing.is_empty() {
                sheet.write(row, 3, *missing)?;
            }
            row += 1;
        }
        row += 1;
    }
    let columns =
        [("list_name", 16.0), ("name", 18.0), ("label::Nederlands (nl)", 60.0), ("missing", 12.0)];
    style::head(sheet, &columns, row as usize - 2)
}

/// Writes title, version and language, and where the population comes from.
pub(super) fn write_settings(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("settings")?;
    let cells = [
        ("form_title", 44.0, "NUP in uitvoering? Vragenlijst voor gemeenten"),
        ("form_id", 20.0, "nup_in_uitvoering"),
        ("version", 12.0, "1"),
        ("default_language", 18.0, "Nederlands (nl)"),
        ("status", 44.0, "fictieve antwoorden, echte gemeenten"),
        (
            "bron_populatie",
            80.0,
            "Centraal Bureau voor de Statistiek, gemeenten en inwoners op 1 januari 2010, afgerond op vijf; provincie afgeleid uit de kaart",
        ),
        ("licentie_populatie", 20.0, "CC BY 4.0"),
    ];
    let columns = cells.map(|(name, width, _)| (name, width));
    for (column, (_, _, value)) in (0u16..).zip(cells) {
        sheet.write(1, column, value)?;
    }
    style::head(sheet, &columns, 1)
}
