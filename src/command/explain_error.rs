//! `drukpers explain-error`: what the code of a message means.

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Explanation, explain, explanations, nearest_hint};

use super::arguments::{ExplainError, Format, General};
use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(general: &General, asked: &ExplainError, console: &mut Console) -> u8 {
    let Some(code) = &asked.code else {
        console.result(&match general.format {
            Format::Json => json(explanations().collect::<Vec<_>>().iter().map(Explained::from)),
            _ => list(),
        });
        return DONE;
    };
    // Copied from a message, the code comes with its brackets.
    let code = ["error[", "warning[", "["]
        .iter()
        .find_map(|opening| code.strip_prefix(opening)?.strip_suffix(']'))
        .unwrap_or(code);
    let Some(explanation) = explain(code) else {
        console.diagnose(&[Diagnostic::error(
            "unknown-fault",
            format!("no message has the code `{code}`"),
        )
        .hints(nearest_hint(code, explanations().map(|it| it.code)))
        .hint("`drukpers explain-error` lists all codes")]);
        return FAULT;
    };
    console.result(&match general.format {
        Format::Json => json(std::iter::once(Explained::from(&explanation))),
        _ => format!("{}\n\n{}\n", explanation.code, explanation.text),
    });
    DONE
}

/// All codes, under what they are about, each with its first sentence.
fn list() -> String {
    let mut text = String::new();
    let mut subject = "";
    for explanation in explanations() {
        if explanation.subject != subject {
            subject = explanation.subject;
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{subject}\n\n"));
        }
        text.push_str(&format!("  {:<27} {}\n", explanation.code, first_sentence(&explanation)));
    }
    text
}

fn first_sentence(explanation: &Explanation) -> String {
    let meaning = explanation.text.split("\n\n").next().unwrap_or("").replace('\n', " ");
    match meaning.split_once(". ") {
        Some((first, _)) => first.to_string(),
        None => meaning.trim_end_matches('.').to_string(),
    }
}

/// An explanation as JSON, an object a line.
#[derive(Serialize)]
struct Explained {
    code: &'static str,
    subject: &'static str,
    /// Markdown.
    text: &'static str,
}

impl From<&Explanation> for Explained {
    fn from(explanation: &Explanation) -> Self {
        Self { code: explanation.code, subject: explanation.subject, text: explanation.text }
    }
}

fn json(explained: impl Iterator<Item = Explained>) -> String {
    explained
        .map(|it| serde_json::to_string(&it).unwrap_or_default() + "\n")
        .collect::<Vec<_>>()
        .concat()
}
