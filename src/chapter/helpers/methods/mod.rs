//! `{{methods}}`: the account of the method, from the same data as the numbers.

mod account;
mod sentences;

use std::collections::BTreeMap;

use crate::chapter::Medium;
use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::chapter::value::Measured;
use crate::diagnostics::Diagnostic;

use account::account;
use sentences::sentences;

/// What a sentence holds in braces.
enum Part {
    /// A number, which becomes a fact, and how it is written.
    Number(Box<Measured>, String),
    /// Text.
    Text(String),
}

/// Parts by name.
type Parts = BTreeMap<&'static str, Part>;

/// The account as paragraphs.
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let sentences = sentences(session.language());
    let (parts, paragraphs) = account(session, arguments, sentences)?;
    let mut out = String::new();
    for paragraph in paragraphs.iter().filter(|sentences| !sentences.is_empty()) {
        let text: Vec<String> =
            paragraph.iter().map(|sentence| fill(session, arguments, sentence, &parts)).collect();
        let text = text.join(" ");
        match session.medium {
            Medium::Typst => out.push_str(&format!("\n{text}\n")),
            Medium::Html => out.push_str(&format!("<p>{text}</p>\n")),
        }
    }
    Ok(out)
}

/// A sentence with its parts filled in, as source. A part that is not there is
/// left out, as is a brace that is not closed.
fn fill(session: &Session, arguments: &Arguments, sentence: &str, parts: &Parts) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(&session.escape(before));
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match parts.get(name) {
            Some(Part::Number(measured, text)) => {
                let mut measured = (**measured).clone();
                measured.expression = format!("methods [{name}]");
                out.push_str(&session.print_fact(&measured, text, &arguments.origin, None));
            }
            Some(Part::Text(text)) => out.push_str(&session.escape(text)),
            None => {}
        }
        rest = after;
    }
    out.push_str(&session.escape(rest));
    out
}
