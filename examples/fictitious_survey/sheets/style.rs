//! The look of the sheets, and the writing of a header row.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// White on dark blue, for header rows.
pub(super) fn header() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x0B_5D78))
        .set_align(FormatAlign::VerticalCenter)
        .set_border_bottom(FormatBorder::Thin)
}

/// For long texts.
pub(super) fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// For short texts beside long ones.
pub(super) fn top() -> Format {
    Format::new().set_align(FormatAlign::Top)
}

/// For the line that opens a group of questions.
pub(super) fn group() -> Format {
    top().set_bold().set_background_color(Color::RGB(0xEE_F3F5))
}

/// For headings on sheets without a header row.
pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(13).set_font_color(Color::RGB(0x0B_5D78))
}

/// Writes a header row with widths, keeps it in view, and puts filters on it.
pub(super) fn head(
    sheet: &mut Worksheet,
    columns: &[(&str, f64)],
    last_row: usize,
) -> Result<(), XlsxError> {
    let format = header();
    sheet.set_row_height(0, 20)?;
    for (column, (name, width)) in (0u16..).zip(columns) {
        sheet.write_with_format(0, column, *name, &format)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row as u32, columns.len() as u16 - 1)?;
    Ok(())
}
