//! From text to manifest, with all faults at once.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostics::{Diagnostic, Outcome, Place, TextFile, Warned, conclude, nearest_hint};

use super::{Manifest, check};

/// How many faults are collected before reading stops.
const MOST_FAULTS: usize = 30;

/// Reads a manifest.
pub fn parse(file: &Arc<TextFile>) -> Outcome<Manifest> {
    let manifest: Manifest = read_toml(file, 0..file.text.len())?;
    conclude((), check::check(&manifest, file))
        .map(|warned| Warned { value: manifest, warnings: warned.warnings })
}

/// Reads the TOML in a range of a file.
///
/// The parser stops at its first fault. To report them all, the faulty entry is
/// blanked out (so that byte offsets stay) and the rest is read again.
pub fn read_toml<T: DeserializeOwned>(
    file: &Arc<TextFile>,
    range: Range<usize>,
) -> Result<T, Vec<Diagnostic>> {
    // Blanks before the range keep the parser's offsets those of the file.
    let mut text = file.text[..range.end].to_string();
    blank(&mut text, 0..range.start);
    let mut faults: Vec<Diagnostic> = vec![];
    let mut blanked: Vec<String> = vec![];
    while faults.len() < MOST_FAULTS {
        let error = match toml::from_str::<T>(&text) {
            Ok(value) if faults.is_empty() => return Ok(value),
            Ok(_) => break,
            Err(error) => error,
        };
        let range = error.span().unwrap_or(0..0);
        let message = error.message().trim();
        if let Some(missing) = quoted(message, "missing field `") {
            if !blanked.iter().any(|key| key == missing) {
                faults.push(missing_key(file, missing, range));
            }
            // What is missing cannot be blanked out: the faults after it wait for the next run.
            break;
        }
        faults.push(fault(file, message, range.clone()));
        let entry = entry_around(&text, &range);
        if entry.is_empty() {
            break;
        }
        blanked.push(key_of(&text[entry.clone()]));
        blank(&mut text, entry);
    }
    faults.sort_by_key(|fault| match &fault.place {
        Place::Text { range, .. } => range.start,
        _ => 0,
    });
    Err(faults)
}

/// The diagnostic for a key that is not there.
fn missing_key(file: &Arc<TextFile>, key: &str, range: Range<usize>) -> Diagnostic {
    let message = match table_at(&file.text, range.start) {
        Some(table) => format!("`[{table}]` has no `{key}`"),
        None => format!("there is no `{key}`"),
    };
    Diagnostic::error("missing-key", message)
        .at(text_place(file, first_line(&file.text, range)))
        .hint(format!("add `{key} = …`, or a table `[{key}]`"))
}

/// The diagnostic for the parser's message.
fn fault(file: &Arc<TextFile>, message: &str, range: Range<usize>) -> Diagnostic {
    let place = text_place(file, range);
    if let Some(field) = quoted(message, "unknown field `") {
        let expected: Vec<&str> = message
            .split_once("expected")
            .map_or("", |(_, rest)| rest)
            .split('`')
            .skip(1)
            .step_by(2)
            .collect();
        return Diagnostic::error("unknown-key", format!("unknown key `{field}`"))
            .at(place)
            .hints(nearest_hint(field, expected.iter().copied()))
            .hint(format!("keys here: {}", expected.join(", ")));
    }
    let message = message.lines().next().unwrap_or("this is not TOML");
    Diagnostic::error("invalid-manifest", message.trim_end_matches('.').to_string()).at(place)
}

fn text_place(file: &Arc<TextFile>, range: Range<usize>) -> Place {
    let end = range.end.min(file.text.len());
    Place::Text { file: file.clone(), range: range.start.min(end)..end }
}

/// What stands between `prefix` and the next backtick.
fn quoted<'a>(message: &'a str, prefix: &str) -> Option<&'a str> {
    message.split_once(prefix)?.1.split('`').next()
}

/// The range cut off at the end of its first line.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    range.start..range.end.min(end).max(range.start)
}

/// The name of the table that the offset stands in.
fn table_at(text: &str, offset: usize) -> Option<String> {
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let line = text[..end].lines().rev().find(|line| line.trim_start().starts_with('['))?;
    Some(line.trim().trim_matches(['[', ']']).to_string())
}

/// From the start of the line of the range to its end, and on to the end of the line.
fn entry_around(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    if text[start..end].trim().is_empty() { start..start } else { start..end }
}

fn key_of(entry: &str) -> String {
    entry.split(['=', ']']).next().unwrap_or("").trim().trim_matches(['[', '"']).to_string()
}

/// Overwrites a range with spaces, keeping line ends and the number of bytes.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_reported_together() {
        let text = r##"[publication]
name = "a"
titel = "A"
title = "A"
language = "nl"
date = 2026-01-01
colour = 3

[workbook]
file = 3
"##;
        let file = Arc::new(TextFile { path: "publication.toml".into(), text: text.into() });
        let faults = parse(&file).expect_err("three faults");
        let shown: Vec<String> =
            faults.iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect();
        assert_eq!(
            shown,
            [
                "publication.toml:3:1: unknown key `titel`",
                "publication.toml:7:1: unknown key `colour`",
                "publication.toml:10:8: invalid type: integer `3`, expected a string",
            ]
        );
        assert_eq!(faults[0].hints[0], "did you mean `title`?");
    }
}
