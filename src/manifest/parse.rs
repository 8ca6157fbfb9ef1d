//! From text to manifest, with all faults at once.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Place, TextFile, nearest};

use super::{Manifest, check, form};

/// Reads a manifest as far as it can be read, with everything that is wrong. What is at
/// fault counts as not given, and something stands in for what a manifest cannot do
/// without; a value that stands in has an empty span. There is no manifest when too
/// little of it can be read.
pub fn parse(file: &Arc<TextFile>) -> (Option<Manifest>, Vec<Diagnostic>) {
    let text = Closed::of(&file.text);
    let (mut table, mut faults) = match well_formed::<Manifest>(file, &text, true) {
        (Some(table), faults) => (table, faults),
        (None, faults) => return (None, faults),
    };
    let manifest = match value(file, 0..0, table.clone(), faults.is_empty()) {
        Ok(manifest) => Some(manifest),
        Err(found) => {
            faults.extend(found);
            let table = stand_in(table.clone(), &faults);
            Manifest::deserialize(toml::Deserializer::from(table)).ok()
        }
    };
    let mut manifest = manifest;
    if let Some(read) = &mut manifest {
        let at_fault: Vec<String> = faults.iter().map(table_of).collect();
        // What was taken out is not missing as well.
        let follows = |fault: &Diagnostic| {
            OF_KEYS.contains(&fault.code) && at_fault.contains(&table_of(fault))
        };
        let found = check::check(read, file).into_iter();
        faults.extend(found.filter(|fault| !stands_in(file, fault) && !follows(fault)));
        faults.sort_by_key(Diagnostic::offset);
        if faults.iter().any(|fault| fault.code == "invalid-path") {
            // A path that leads out of the project is not followed.
            let is_out = |span: Range<usize>| {
                let place = text_place(file, span);
                faults.iter().any(|fault| fault.code == "invalid-path" && fault.place == place)
            };
            take_out(table.get_mut(), &is_out);
            let table = stand_in(table, &faults);
            manifest = Manifest::deserialize(toml::Deserializer::from(table)).ok();
        }
    }
    if let Some(Manifest { workbook, design, waves, .. }) = &mut manifest {
        let names = design.names().chain(&waves.question);
        workbook.columns = names.map(|name| name.get_ref().clone()).collect();
    }
    (manifest, faults)
}

/// Whether a fault is about a value that stands in for one that is missing.
pub fn stands_in(file: &TextFile, fault: &Diagnostic) -> bool {
    let Place::Text { file: other, range } = &fault.place else { return false };
    *range == (0..0) && other.path == file.path
}

/// The table of the manifest that a fault is about, such as `design` or `derived.age`.
/// A name that is no table's counts as the one that was meant.
pub fn table_of(fault: &Diagnostic) -> String {
    let Place::Text { file, range } = &fault.place else { return String::new() };
    let line_end =
        file.text[range.start..].find('\n').map_or(file.text.len(), |at| range.start + at);
    let head = file.text[..line_end].lines().rev().find(|line| line.trim_start().starts_with('['));
    let name = match head {
        Some(head) if *range != (0..0) => {
            head.trim_start_matches([' ', '[']).split(']').next().unwrap_or_default().trim()
        }
        // What a manifest lacks as a whole stands nowhere in it.
        _ => fault.message.split('`').nth(1).unwrap_or_default(),
    };
    let (first, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    let known = schemars::schema_for!(Manifest);
    let known = known.as_value()["properties"].as_object();
    let known = known.into_iter().flat_map(|tables| tables.keys().map(String::as_str));
    let first = nearest(first, known).unwrap_or(first);
    format!("{first}{rest}")
}

/// Faults of a table that lacks a key.
const OF_KEYS: [&str; 4] =
    ["invalid-derivation", "invalid-population", "invalid-waves", "trim-without-rake"];

/// What a manifest cannot do without, by the names that new projects have.
const STAND_IN: &str = r##"
[publication]
name = "publication"
title = "title"
language = "nl"
date = 1970-01-01
[workbook]
file = "inputs/survey.xlsx"
[main]
template = "templates/publication.typ.hbs"
chapters = []
[theme]
file = "templates/theme.typ"
fonts = "fonts"
serif = ""
sans = ""
ink = "#000000"
muted = "#555555"
rule = "#777777"
paper = "#ffffff"
tint = "#eeeeee"
accent = "#0b5d78"
missing = "#999999"
categorical = ["#0b5d78", "#d9822b", "#5b8c2a", "#8a3b8f"]
sequential = ["#d5e8ee", "#8fbfcd", "#4b93a8", "#0b5d78"]
diverging = ["#b35806", "#f1a340", "#dddddd", "#67a9cf", "#2166ac"]
"##;

/// The table without the parts at fault that a manifest can do without, and with
/// something in the place of those that it cannot.
fn stand_in<'t>(mut table: Spanned<DeTable<'t>>, faults: &[Diagnostic]) -> Spanned<DeTable<'t>> {
    let (standing, _) = DeTable::parse_recoverable(STAND_IN);
    let at_fault: Vec<String> = faults.iter().map(table_of).collect();
    let root = table.get_mut();
    let names: Vec<_> = root.keys().cloned().collect();
    for key in names {
        let name = key.get_ref();
        let is_needed = standing.get_ref().keys().any(|needed| needed.get_ref() == name);
        let of_table = |table: &String| table.split('.').next() == Some(name);
        if !is_needed && at_fault.iter().any(of_table) {
            root.remove(&key);
        }
    }
    fill(root, standing.into_inner());
    table
}

/// Adds what a table lacks, with spans that are empty.
fn fill<'t>(table: &mut DeTable<'t>, standing: DeTable<'t>) {
    for (key, value) in standing {
        match (table.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut), value.into_inner()) {
            (Some(DeValue::Table(inner)), DeValue::Table(standing)) => fill(inner, standing),
            (Some(_), _) => {}
            (None, value) => {
                let value = match value {
                    DeValue::Table(standing) => {
                        let mut inner = DeTable::new();
                        fill(&mut inner, standing);
                        DeValue::Table(inner)
                    }
                    DeValue::Array(items) => DeValue::Array(
                        items.into_iter().map(|it| Spanned::new(0..0, it.into_inner())).collect(),
                    ),
                    plain => plain,
                };
                table.insert(Spanned::new(0..0, key.into_inner()), Spanned::new(0..0, value));
            }
        }
    }
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
    let text = Closed::of(&text);
    let (table, mut faults) = well_formed::<T>(file, &text, false);
    let read = table.and_then(|table| {
        value(file, range, table, faults.is_empty()).map_err(|found| faults.extend(found)).ok()
    });
    (read, faults)
}

/// A text in which every list is closed.
struct Closed {
    /// The text, with blanks in the place of the keys whose list is not.
    text: String,
    /// The brackets of these lists.
    lists: Vec<Range<usize>>,
}

impl Closed {
    /// Takes out the keys whose list is not closed, as long as the rest says what it
    /// says. If it never does, the text stays as it is, with the first of the lists.
    fn of(text: &str) -> Self {
        let mut closed = Self { text: text.to_string(), lists: vec![] };
        while !is_read(&closed.text)
            && let Some((list, key)) = open_list(&closed.text)
        {
            blank(&mut closed.text, key);
            closed.lists.push(list);
        }
        if !is_read(&closed.text) {
            closed.text = text.to_string();
            closed.lists.truncate(1);
        }
        closed
    }

    /// Whether a fault tells that one of these keys is missing.
    fn is_of(&self, file: &TextFile, fault: &Diagnostic) -> bool {
        let tells = |list: &Range<usize>| {
            let before = &file.text[..list.start];
            let (above, line) = before.split_at(before.rfind('\n').map_or(0, |at| at + 1));
            let key = line.split('=').next().unwrap_or_default().trim();
            let head = above.lines().rev().find_map(|line| line.trim_start().strip_prefix('['));
            let lacks = match head.and_then(|head| head.trim_start_matches('[').split(']').next()) {
                Some(table) => format!("`[{}]` has no `{key}`", table.trim()),
                None => format!("there is no `{key}`"),
            };
            fault.message == lacks
        };
        fault.code == "missing-key" && self.lists.iter().any(tells)
    }
}

/// The TOML in a text without the keys at fault, and their faults. None when it is not
/// TOML; `recovers` gives what can be read of it all the same, if that has
/// the right form.
fn well_formed<'t, T: JsonSchema>(
    file: &Arc<TextFile>,
    text: &'t Closed,
    recovers: bool,
) -> (Option<Spanned<DeTable<'t>>>, Vec<Diagnostic>) {
    let (mut table, errors) = DeTable::parse_recoverable(&text.text);
    let mut faults = form::check(file, &table, &schemars::schema_for!(T));
    faults.retain(|fault| !text.is_of(file, fault));
    faults.sort_by_key(Diagnostic::offset);
    let broken: Vec<Range<usize>> = errors.iter().map(|error| line_of(file, error)).collect();
    let is_broken = |at: usize| broken.iter().any(|line| line.contains(&at));
    take_out(table.get_mut(), &|span: Range<usize>| {
        let is_at = |fault: &Diagnostic| match &fault.place {
            Place::Text { range, .. } => *range == span && fault.code != "missing-key",
            _ => false,
        };
        span != (0..0) && (is_broken(span.start) || faults.iter().any(is_at))
    });
    // What a broken line leaves behind says nothing about the other lines.
    let in_values = errors.iter().all(|error| is_of_value(&text.text, error));
    let is_whole = in_values || recovers && faults.iter().all(|it| it.code == "missing-key");
    faults.retain(|fault| in_values && !is_broken(fault.offset()));
    faults.extend(all_of_syntax(file, &text.lists, &errors, in_values));
    faults.sort_by_key(Diagnostic::offset);
    ((errors.is_empty() || recovers && is_whole).then_some(table), faults)
}

/// Whether a line of a manifest is broken in such a way that other lines may be lost.
pub fn is_broken(file: &TextFile) -> bool {
    !is_read(&Closed::of(&file.text).text)
}

/// Whether every line of a text is read, but for values that cannot be.
fn is_read(text: &str) -> bool {
    let (_, errors) = DeTable::parse_recoverable(text);
    errors.iter().all(|error| is_of_value(text, error))
}

/// Whether an error of syntax is in a value, so that all other lines say what they say.
fn is_of_value(text: &str, error: &toml::de::Error) -> bool {
    let start = error.span().map_or(0, |span| span.start);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    error.message().starts_with("invalid date") || text[line..start].trim_end().ends_with('=')
}

/// The line of an error of syntax.
fn line_of(file: &TextFile, error: &toml::de::Error) -> Range<usize> {
    let at = error.span().map_or(0, |span| span.start);
    let start = file.text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[at..].find('\n').map_or(file.text.len(), |end| at + end);
    start..end + 1
}

/// The value of a table. Without `is_sound`, a failure is no fault of its own: a key
/// that was taken out is missing now.
fn value<T: DeserializeOwned>(
    file: &Arc<TextFile>,
    range: Range<usize>,
    table: Spanned<DeTable>,
    is_sound: bool,
) -> Result<T, Vec<Diagnostic>> {
    T::deserialize(toml::Deserializer::from(table)).map_err(|error| {
        if !is_sound {
            return vec![];
        }
        let message = error.message().lines().next().unwrap_or_default().to_string();
        let range = error.span().unwrap_or(range.start..range.start);
        vec![
            Diagnostic::error("invalid-manifest", message)
                .at(text_place(file, range))
                .hint("`drukpers schema` says which values this key takes"),
        ]
    })
}

/// Takes out the keys and values that are at fault.
fn take_out(table: &mut DeTable, at_fault: &dyn Fn(Range<usize>) -> bool) {
    *table = std::mem::replace(table, DeTable::new())
        .into_iter()
        .filter(|(key, value)| !at_fault(key.span()) && !at_fault(value.span()))
        .map(|(key, mut value)| {
            match value.get_mut() {
                DeValue::Table(inner) => take_out(inner, at_fault),
                DeValue::Array(items) => {
                    let kept = std::mem::replace(items, DeArray::new())
                        .into_iter()
                        .filter(|it| !at_fault(it.span()));
                    *items = kept.collect();
                    for item in items.iter_mut() {
                        if let DeValue::Table(inner) = item.get_mut() {
                            take_out(inner, at_fault);
                        }
                    }
                }
                _ => {}
            }
            (key, value)
        })
        .collect();
}

/// The diagnostics for text that is not TOML: one a line, one for each list that is not
/// closed, and none behind such a list when the rest cannot be read without it.
fn all_of_syntax(
    file: &Arc<TextFile>,
    lists: &[Range<usize>],
    errors: &[toml::de::Error],
    in_values: bool,
) -> Vec<Diagnostic> {
    let mut lines = BTreeSet::new();
    let last = lists.first().filter(|_| !in_values);
    let mut faults: Vec<Diagnostic> = errors
        .iter()
        .filter(|error| lines.insert(line_of(file, error).start))
        .map(|error| syntax(file, error))
        .filter(|fault| last.is_none_or(|list| fault.offset() < list.start))
        .collect();
    faults.extend(lists.iter().map(|list| {
        Diagnostic::error("invalid-manifest", "this list is not closed")
            .at(text_place(file, list.clone()))
            .hint("close it with `]` behind its last value")
    }));
    faults
}

/// The bracket of the first list that is still open where another key or table begins,
/// and the lines of its key up to there.
fn open_list(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let found = |at: usize, end: usize| {
        let line = text[..at].rfind('\n').map_or(0, |before| before + 1);
        (at..at + 1, line..end)
    };
    let mut open: Vec<usize> = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let key = trimmed.trim_start_matches(is_word);
        let begins = (key.len() < trimmed.len() && key.trim_start().starts_with('='))
            || trimmed.strip_prefix('[').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        if begins {
            if let Some(&at) = open.first() {
                return Some(found(at, start));
            }
            if trimmed.starts_with('[') {
                start += line.len();
                continue;
            }
        }
        let mut quote = None;
        for (at, symbol) in line.char_indices() {
            match (quote, symbol) {
                (None, '#') => break,
                (None, '"' | '\'') => quote = Some(symbol),
                (Some(mark), symbol) if mark == symbol => quote = None,
                (None, '[') => open.push(start + at),
                (None, ']') => drop(open.pop()),
                _ => {}
            }
        }
        start += line.len();
    }
    open.first().map(|&at| found(at, text.len()))
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
    } else if message.contains("unclosed table") {
        fault("the head of the table is not closed".into()).hint("close it with `]`")
    } else if message.contains("string, expected") {
        fault("a quotation mark is not closed".into()).hint("close it at the end of the text")
    } else {
        fault("this is not TOML".into())
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
