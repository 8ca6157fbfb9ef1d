//! From text to manifest, with all faults at once.

use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use toml::de::DeTable;

use crate::diagnostics::{Diagnostic, Outcome, Place, TextFile, Warned, conclude};

use super::{Manifest, check, form};

/// Reads a manifest.
pub fn parse(file: &Arc<TextFile>) -> Outcome<Manifest> {
    let manifest: Manifest = read_toml(file, 0..file.text.len())?;
    conclude((), check::check(&manifest, file))
        .map(|warned| Warned { value: manifest, warnings: warned.warnings })
}

/// Reads the TOML in a range of a file.
///
/// Fails with all faults of syntax, or else with all keys and values that are
/// not what the schema of `T` says.
pub fn read_toml<T: DeserializeOwned + JsonSchema>(
    file: &Arc<TextFile>,
    range: Range<usize>,
) -> Result<T, Vec<Diagnostic>> {
    // Blanks before the range keep the parser's offsets those of the file.
    let mut text = file.text[..range.end].to_string();
    blank(&mut text, 0..range.start);
    let (table, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| syntax(file, error)).collect());
    }
    let mut faults = form::check(file, &table, &schemars::schema_for!(T));
    faults.sort_by_key(Diagnostic::offset);
    if !faults.is_empty() {
        return Err(faults);
    }
    T::deserialize(toml::Deserializer::from(table)).map_err(|error| {
        let message = error.message().lines().next().unwrap_or_default().to_string();
        let range = error.span().unwrap_or(range.start..range.start);
        vec![
            Diagnostic::error("invalid-manifest", message)
                .at(text_place(file, range))
                .hint("`drukpers schema` says which values this key takes"),
        ]
    })
}

/// The diagnostic for text that is not TOML.
fn syntax(file: &Arc<TextFile>, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let message = error.message().lines().next().unwrap_or_default();
    let line = file.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let before = file.text[line..range.start].trim_end();
    let named = file.text.get(range.clone()).unwrap_or_default();
    let fault = |message: String| Diagnostic::error("invalid-manifest", message);
    if message.starts_with("duplicate key") {
        fault(format!("`{named}` stands twice")).hint("remove one of the two")
    } else if message.starts_with("invalid date") {
        fault(format!("there is no day `{named}`")).hint("write it as `2026-11-23`")
    } else if before.ends_with('=') {
        let key = before.trim_end_matches('=').trim();
        fault(format!("`{key}` has no value that can be read"))
            .hint(format!("write text between quotation marks: `{key} = \"…\"`"))
    } else if message.contains("string, expected") {
        fault("a quotation mark is not closed".into()).hint("close it at the end of the text")
    } else {
        fault(format!("this is not TOML ({})", message.trim_end_matches('.')))
            .hint("a line is a table `[name]`, or a key with a value: `key = \"text\"`, `key = 3`, `key = [\"one\", \"two\"]`")
    }
    .at(text_place(file, range))
}

fn text_place(file: &Arc<TextFile>, range: Range<usize>) -> Place {
    let end = range.end.min(file.text.len());
    Place::Text { file: file.clone(), range: range.start.min(end)..end }
}

/// Overwrites a range with spaces, keeping line ends and the number of bytes.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}
