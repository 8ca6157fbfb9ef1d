//! How diagnostics are written: for people, as JSON lines, or as annotations.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Place, Severity};
use crate::escape::turns_text;

/// The form in which diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people, with the author's own line.
    Human {
        /// Whether escape codes for colours are written.
        colour: bool,
    },
    /// One JSON object a line.
    Json,
    /// Workflow commands that code hosts show beside the line.
    Github,
}

/// Writes all diagnostics, errors first, each group in the order given.
pub fn show(diagnostics: &[Diagnostic], form: Form) -> String {
    let mut text = String::new();
    let mut seen: Vec<&Diagnostic> = vec![];
    for severity in [Severity::Error, Severity::Warning] {
        for diagnostic in diagnostics.iter().filter(|it| it.severity == severity) {
            if seen.contains(&diagnostic) {
                continue;
            }
            seen.push(diagnostic);
            match form {
                Form::Human { colour } => {
                    text.push_str(&visible(&human(diagnostic, colour), false))
                }
                Form::Json => text.push_str(&json(diagnostic)),
                Form::Github => text.push_str(&visible(&github(diagnostic), true)),
            }
            text.push('\n');
        }
    }
    text
}

/// The text with a sign in the place of what a terminal would obey; `escapes` tells whether
/// to show those too that the text may have for its colours.
fn visible(text: &str, escapes: bool) -> String {
    let is_obeyed = |sign: char| match sign {
        '\n' | '\t' => false,
        '\u{80}'..='\u{9f}' => true,
        sign => turns_text(sign) || escapes && sign.is_control(),
    };
    text.chars()
        .map(|sign| if is_obeyed(sign) { char::REPLACEMENT_CHARACTER } else { sign })
        .collect()
}

fn human(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    let shown_place;
    let mut group = match &diagnostic.place {
        Place::Nowhere => Group::with_title(title),
        Place::Text { file, range } => {
            // A fault that spans lines is shown at its first line: the block would drown it.
            let line_end =
                file.text[range.start..].find('\n').map_or(file.text.len(), |at| range.start + at);
            let end = range.end.min(line_end).max(range.start);
            title.element(
                Snippet::source(&file.text)
                    .path(&file.path)
                    .annotation(AnnotationKind::Primary.span(range.start..end)),
            )
        }
        place => {
            shown_place = place.to_string();
            title.element(Origin::path(&shown_place))
        }
    };
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(hint));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    text.push('\n');
    text
}

/// A diagnostic as JSON: the documented form of `--format json`.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    hints: &'a [String],
    /// `file:line:column`, `file!sheet!cell`, `file`, or empty.
    place: String,
    file: Option<&'a str>,
    /// From 1.
    line: Option<usize>,
    /// From 1, in characters.
    column: Option<usize>,
    sheet: Option<&'a str>,
    /// Such as `C14`.
    cell: Option<String>,
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn json(diagnostic: &Diagnostic) -> String {
    let mut object = JsonDiagnostic {
        code: diagnostic.code,
        severity: severity(diagnostic.severity),
        message: &diagnostic.message,
        hints: &diagnostic.hints,
        place: diagnostic.place.to_string(),
        file: None,
        line: None,
        column: None,
        sheet: None,
        cell: None,
    };
    match &diagnostic.place {
        Place::Nowhere => {}
        Place::File(path) => object.file = Some(path),
        Place::Sheet { file, sheet } => {
            object.file = Some(file);
            object.sheet = Some(sheet);
        }
        Place::Cell { file, sheet, cell } => {
            object.file = Some(file);
            object.sheet = Some(sheet);
            object.cell = Some(cell.to_string());
        }
        Place::Text { file, range } => {
            let (line, column) = file.line_column(range.start);
            object.file = Some(&file.path);
            object.line = Some(line);
            object.column = Some(column);
        }
    }
    serde_json::to_string(&object).unwrap_or_default()
}

/// A workflow command: `::error file=…,line=…,title=…::message`.
fn github(diagnostic: &Diagnostic) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let mut text = format!("::{} ", severity(diagnostic.severity));
    let mut message = diagnostic.message.clone();
    match &diagnostic.place {
        Place::Nowhere => {}
        Place::File(path) => text.push_str(&format!("file={},", property(path))),
        Place::Sheet { file, .. } | Place::Cell { file, .. } => {
            message = format!("{}: {message}", diagnostic.place);
            text.push_str(&format!("file={},", property(file)));
        }
        Place::Text { file, range } => {
            let (line, column) = file.line_column(range.start);
            text.push_str(&format!("file={},line={line},col={column},", property(&file.path)));
        }
    }
    for hint in &diagnostic.hints {
        message.push_str("\nhint: ");
        message.push_str(hint);
    }
    text.push_str(&format!("title={}::{}", property(diagnostic.code), escape(&message)));
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostics::{CellRef, TextFile};

    fn samples() -> Vec<Diagnostic> {
        let file = Arc::new(TextFile {
            path: "templates/chapters/a.typ.hbs".into(),
            text: "one\n{{shaer \"q\"}}\n".into(),
        });
        vec![
            Diagnostic::warning("hidden-sheet", "sheet `data` is hidden")
                .at(Place::Sheet { file: "inputs/survey.xlsx".into(), sheet: "data".into() }),
            Diagnostic::error("unknown-helper", "unknown helper `shaer`")
                .at(Place::Text { file, range: 4..17 })
                .hint("did you mean `share`?"),
            Diagnostic::error("unknown-code", "`9` is no code of `u01`").at(Place::Cell {
                file: "inputs/survey.xlsx".into(),
                sheet: "data".into(),
                cell: CellRef { row: 13, column: 2 },
            }),
        ]
    }

    #[test]
    fn terminals_obey_nothing() {
        let bad = [Diagnostic::error("unknown-code", "`a\u{9b}31m\u{1b}[31m\u{202e}b` is no code")];
        for form in [Form::Human { colour: false }, Form::Human { colour: true }, Form::Github] {
            let shown = show(&bad, form);
            assert!(!shown.contains("\u{9b}") && !shown.contains("\u{202e}"), "{shown:?}");
            assert!(
                !shown.contains("\u{1b}[31mb") && !shown.contains("31m\u{1b}[31m"),
                "{shown:?}"
            );
        }
    }

    #[test]
    fn for_people() {
        insta::assert_snapshot!(show(&samples(), Form::Human { colour: false }));
    }

    #[test]
    fn as_json() {
        insta::assert_snapshot!(show(&samples(), Form::Json));
    }

    #[test]
    fn as_annotations() {
        insta::assert_snapshot!(show(&samples(), Form::Github));
    }
}
