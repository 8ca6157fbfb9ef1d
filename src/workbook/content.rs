//! Which format a file has: by its content, and by its extension where the
//! content does not say.

use super::limits::Limits;
use super::{Diagnostic, package, unreadable};

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// xlsx, xlsm, xltx, xltm: XML parts in a zip package.
    Xlsx,
    /// xlsb: binary parts in a zip package.
    Xlsb,
    /// ods: one XML part in a zip package.
    Ods,
    /// xls: records in a compound file.
    Xls,
    /// csv, tsv, txt: lines of text.
    Delimited,
}

/// What the user can do about a file that is not a workbook.
const FORMATS: &str = "the formats are xlsx, xlsm, xls, xlsb, ods and csv (UTF-8)";

/// Recognises the format, or says why the file is no workbook.
pub(super) fn recognise(path: &str, bytes: &[u8], limits: &Limits) -> Result<Format, Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::error("workbook-empty", "the file is empty")
            .hint("export the answers again"));
    }
    if bytes.len() > limits.file_bytes {
        return Err(Diagnostic::error(
            "workbook-too-large",
            format!("the file has {} bytes; at most {} are read", bytes.len(), limits.file_bytes),
        ));
    }
    if bytes.starts_with(b"PK") {
        return package::recognise(bytes, limits);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Format::Xls);
    }
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, _, 0x00, ..]) {
        return Err(Diagnostic::error(
            "workbook-format",
            "the file is in a format of before Excel 97",
        )
        .hint("open it in the spreadsheet program and save it as xlsx"));
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    // `<html`, `<?xml`, `<!DOCTYPE`; but a table may begin with `< 1000`.
    let markup =
        matches!(start, [b'<', next, ..] if next.is_ascii_alphabetic() || b"?!".contains(next));
    match extension.as_str() {
        "csv" | "tsv" | "tab" | "txt" if !markup => Ok(Format::Delimited),
        "xlsx" | "xlsm" | "xltx" | "xltm" | "xls" | "xlsb" | "ods" => {
            let found = if markup {
                "it holds markup text"
            } else if is_text(bytes) {
                "it holds plain text"
            } else {
                "its first bytes are another format's"
            };
            Err(Diagnostic::error(
                "workbook-format",
                format!("the file is not a workbook, although it is named `.{extension}`: {found}"),
            )
            .hint("open it in the spreadsheet program and save it as xlsx"))
        }
        _ if !markup && is_text(bytes) => Ok(Format::Delimited),
        _ => Err(Diagnostic::error("workbook-format", "the file is not a workbook").hint(FORMATS)),
    }
}

/// Whether the bytes look like text: no control characters at the start.
fn is_text(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    !start.iter().any(|&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C))
}

/// The message for a package that is none of the known ones.
pub(super) fn unknown_package() -> Diagnostic {
    Diagnostic::error("workbook-format", "the file is a zip package, but not a workbook")
        .hint(FORMATS)
}

/// The message for a workbook behind a password.
pub(super) fn protected() -> Diagnostic {
    Diagnostic::error("workbook-protected", "the workbook is protected by a password")
        .hint("save a copy without the password")
}

/// The message for a package that cannot be opened.
pub(super) fn broken_package(error: &zip::result::ZipError) -> Diagnostic {
    unreadable(error)
}
