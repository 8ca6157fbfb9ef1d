//! A comparison for a pull request.

use std::fmt::Write;

use super::words;
use crate::compare::Comparison;

/// A comparison as Markdown: a summary, and a table for each chapter that folds.
pub fn markdown(comparison: &Comparison) -> String {
    let mut text = String::from("### What changed in print\n\n");
    let _ = writeln!(text, "{}.\n", words::summary(comparison));
    let _ = writeln!(text, "| | edition | |\n|---|---|---|");
    for (word, side) in [("old", &comparison.old), ("new", &comparison.new)] {
        let _ = writeln!(text, "| {word} | {} | {} |", code(&side.name), plain(&words::side(side)));
    }
    for (document, chapter, changes) in comparison.chapters() {
        let count = changes.len();
        let _ = write!(
            text,
            "\n<details open>\n<summary>{}, {}: {count} {}</summary>\n\n\
             | page | where | old | new | number | template |\n|---|---|---|---|---|---|\n",
            html(document),
            html(chapter),
            if count == 1 { "number" } else { "numbers" },
        );
        for change in changes {
            let fact = change.fact();
            let mut number = match &fact.within {
                Some(_) => plain(&words::number(fact)),
                None => code(&words::number(fact)),
            };
            if let Some(turn) = words::turn(change) {
                let _ = write!(number, " **{}**", plain(&turn));
            }
            let _ = writeln!(
                text,
                "| {} | {} | {} | **{}** | {number} | {} |",
                words::page_of(change),
                plain(words::carrier(fact)),
                plain(&words::old_text(change)),
                plain(&words::new_text(change)),
                code(&words::line(fact)),
            );
        }
        text.push_str("\n</details>\n");
    }
    if !comparison.claims.is_empty() {
        text.push_str("\n**Claims**\n\n");
        for change in &comparison.claims {
            let (place, what) = words::claim(change);
            let _ = writeln!(text, "- {} {}", code(&place), plain(&what));
        }
    }
    if !comparison.wording.is_empty() {
        text.push_str("\n**Wording**\n\n");
        for change in &comparison.wording {
            let (place, what) = words::wording(change);
            let _ = writeln!(text, "- {}: {}", plain(&place), plain(&what));
        }
    }
    if !comparison.questions.is_empty() {
        text.push_str("\n**Questions and codes**\n\n");
        for change in &comparison.questions {
            let (name, what) = words::question(change);
            let _ = writeln!(text, "- {} {}", plain(&name), plain(&what));
        }
    }
    text
}

/// Text that stands as it is, in a cell of a table too.
fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => {
                escaped.extend(['\\', character]);
            }
            '\n' | '\r' => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}

/// Code in a cell of a table. A text with backticks gets more of them around it.
fn code(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|").replace(['\n', '\r'], " "))
}

/// Text in an HTML element.
fn html(text: &str) -> String {
    crate::escape::html_text(text)
}
