//! From text to manifest, with all faults at once.

use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Place, TextFile};

use super::{Manifest, check, form};

/// Reads a manifest as far as it can be read, with everything that is wrong. A key at
/// fault counts as not given; there is no manifest when it cannot do without.
pub fn parse(file: &Arc<TextFile>) -> (Option<Manifest>, Vec<Diagnostic>) {
    let (manifest, mut faults) = read::<Manifest>(file, 0..file.text.len());
    if let Some(manifest) = &manifest {
        faults.extend(check::check(manifest, file));
        faults.sort_by_key(Diagnostic::offset);
    }
    (manifest, faults)
}

/// Reads the TOML in a range of a file.
///
/// Fails with all faults of syntax, or else with all keys and values that are
/// not what the schema of `T` says.
pub fn read_toml<T: DeserializeOwned + JsonSchema>(
    file: &Arc<TextFile>,
    range: Range<usize>,
) -> Result<T, Vec<Diagnostic>> {
    match read(file, range) {
        (Some(value), faults) if faults.is_empty() => Ok(value),
        (_, faults) => Err(faults),
    }
}

/// What the TOML in a range of a file says without the keys at fault, and their faults.
fn read<T: DeserializeOwned + JsonSchema>(
    file: &Arc<TextFile>,
    range: Range<usize>,
) -> (Option<T>, Vec<Diagnostic>) {
    // Blanks before the range keep the parser's offsets those of the file.
    let mut text = file.text[..range.end].to_string();
    blank(&mut text, 0..range.start);
    let (mut table, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        return (None, errors.iter().map(|error| syntax(file, error)).collect());
    }
    let mut faults = form::check(file, &table, &schemars::schema_for!(T));
    faults.sort_by_key(Diagnostic::offset);
    if !faults.is_empty() {
        take_out(table.get_mut(), &faults);
    }
    match T::deserialize(toml::Deserializer::from(table)) {
        Ok(value) => (Some(value), faults),
        // A key that was taken out is missing now, which is no fault of its own.
        Err(_) if !faults.is_empty() => (None, faults),
        Err(error) => {
            let message = error.message().lines().next().unwrap_or_default().to_string();
            let range = error.span().unwrap_or(range.start..range.start);
            let fault = Diagnostic::error("invalid-manifest", message)
                .at(text_place(file, range))
                .hint("`drukpers schema` says which values this key takes");
            (None, vec![fault])
        }
    }
}

/// Takes out the keys and values that faults stand at.
fn take_out(table: &mut DeTable, faults: &[Diagnostic]) {
    let at_fault = |span: Range<usize>| {
        faults
            .iter()
            .any(|fault| matches!(&fault.place, Place::Text { range, .. } if *range == span))
    };
    *table = std::mem::replace(table, DeTable::new())
        .into_iter()
        .filter(|(key, value)| !at_fault(key.span()) && !at_fault(value.span()))
        .map(|(key, mut value)| {
            match value.get_mut() {
                DeValue::Table(inner) => take_out(inner, faults),
                DeValue::Array(items) => {
                    let kept = std::mem::replace(items, DeArray::new())
                        .into_iter()
                        .filter(|it| !at_fault(it.span()));
                    *items = kept.collect();
                    for item in items.iter_mut() {
                        if let DeValue::Table(inner) = item.get_mut() {
                            take_out(inner, faults);
                        }
                    }
                }
                _ => {}
            }
            (key, value)
        })
        .collect();
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
