//! What a user reads when something is wrong: one type for every stage.
//!
//! A [`Diagnostic`] has a stable code, a place in the author's own file or
//! cell, a message and hints. Stages collect all their faults before the next
//! stage starts; none of them prints. The house form of a message: lower case,
//! no full stop, backticks round what the author wrote.

mod contain;
mod explanations;
mod nearest;
mod show;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use contain::{contain, panic_is_contained};
pub use explanations::{Explanation, explain, explanations};
pub use nearest::{nearest, nearest_hint};
pub use show::{Form, show};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is printed until this is mended.
    Error,
    /// The edition is printed; `--deny-warnings` turns this into an error.
    Warning,
}

/// A text file as the author wrote it, kept so that a fault can show its line.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct TextFile {
    /// Path as the author knows it: relative to the project folder, with `/`.
    pub path: String,
    /// The whole content.
    pub text: String,
}

impl TextFile {
    /// The line and column (both from 1, columns in characters) of a byte offset.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = (0..=offset.min(self.text.len()))
            .rev()
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(0);
        let before = &self.text[..offset];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
    }
}

/// The place of a cell: zero-based row and column. Written `C14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Zero-based row: Excel's row number minus one.
    pub row: u32,
    /// Zero-based column: 0 is `A`.
    pub column: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

/// Excel's letters of a zero-based column: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&letter| letter as char).collect()
}

/// Where a fault stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Nowhere in particular.
    Nowhere,
    /// A whole file or folder, by its path.
    File(String),
    /// A sheet of a workbook.
    Sheet {
        /// Path of the workbook.
        file: Arc<str>,
        /// Name of the sheet.
        sheet: Arc<str>,
    },
    /// A cell of a workbook.
    Cell {
        /// Path of the workbook.
        file: Arc<str>,
        /// Name of the sheet.
        sheet: Arc<str>,
        /// The cell.
        cell: CellRef,
    },
    /// A range of bytes in a text file: manifest, template, interview.
    Text {
        /// The file.
        file: Arc<TextFile>,
        /// Byte range in it.
        range: Range<usize>,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Place::Nowhere => Ok(()),
            Place::File(path) => f.write_str(path),
            Place::Sheet { file, sheet } => write!(f, "{file}!{sheet}"),
            Place::Cell { file, sheet, cell } => write!(f, "{file}!{sheet}!{cell}"),
            Place::Text { file, range } => {
                let (line, column) = file.line_column(range.start);
                write!(f, "{}:{line}:{column}", file.path)
            }
        }
    }
}

/// One message to the user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// A stable name of the kind of fault, such as `unknown-question`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A fault that stops the edition.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            place: Place::Nowhere,
            message: message.into(),
            hints: vec![],
        }
    }

    /// A fault that does not stop the edition.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// The same message, at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Where it stands in its text file, for putting messages in order.
    pub fn offset(&self) -> usize {
        match &self.place {
            Place::Text { range, .. } => range.start,
            _ => 0,
        }
    }

    /// The same message with one hint more.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same message with this hint, unless it has one already.
    #[must_use]
    pub fn or_hint(self, hint: impl Into<String>) -> Self {
        if self.hints.is_empty() { self.hint(hint) } else { self }
    }

    /// The same message with as many hints more as there are (zero or one, for an `Option`).
    #[must_use]
    pub fn hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }
}

/// What the system says, without its number where it has words for it.
pub fn io_cause(error: &std::io::Error) -> String {
    match (error.kind(), error.raw_os_error()) {
        (std::io::ErrorKind::Other, _) | (_, None) => error.to_string(),
        (kind, Some(_)) => match kind.to_string().as_str() {
            "uncategorized error" => error.to_string(),
            // What stands in brackets is for programmers.
            words => words.split(" (").next().unwrap_or(words).into(),
        },
    }
}

/// What is wrong with JSON that cannot be read, in words for its author.
pub fn json_cause(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let line = error.line();
    match error.classify() {
        Category::Io => "it cannot be read".into(),
        Category::Eof => format!("it breaks off in line {line}"),
        Category::Syntax => format!("line {line} is not JSON"),
        Category::Data => format!("line {line} holds something else than is due"),
    }
}

/// A value together with the warnings that came up while it was made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// Messages of [`Severity::Warning`] only.
    pub warnings: Vec<Diagnostic>,
}

/// What a stage returns: a value with its warnings, or all of its messages, of
/// which at least one is an error.
pub type Outcome<T> = Result<Warned<T>, Vec<Diagnostic>>;

/// Ends a stage: the value with its warnings if no message is an error, else all messages.
pub fn conclude<T>(value: T, messages: Vec<Diagnostic>) -> Outcome<T> {
    if messages.iter().any(|message| message.severity == Severity::Error) {
        Err(messages)
    } else {
        Ok(Warned { value, warnings: messages })
    }
}
