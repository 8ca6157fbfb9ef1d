//! Typst's messages in the author's terms: what was printed there, and what to do.

use crate::diagnostics::{Diagnostic, Place, nearest_hint};

/// The message without words that mean nothing to the author, and its remedies.
///
/// `names` are those that the theme and the library define.
pub(super) fn reword(message: &str, hints: &[String], names: &[String]) -> (String, Vec<String>) {
    let quoted = |prefix: &str| message.strip_prefix(prefix).map(str::trim);
    if let Some(name) = quoted("unknown variable: ") {
        let mut hints: Vec<String> =
            nearest_hint(name, names.iter().map(String::as_str)).into_iter().collect();
        if NEEDED.contains(&name) {
            hints.push(format!("the theme must define it: `#let {name}(…) = …`"));
        } else {
            hints.push("`#` begins code: write `\\#` for the sign itself".into());
        }
        return (format!("unknown name `{name}`"), hints);
    }
    if message == "unresolved import" {
        let hint = "look in that file what it defines: `#let name = …`";
        return ("the file defines nothing of this name".into(), vec![hint.into()]);
    }
    if let Some(path) = quoted("file not found (searched at ") {
        let path = path.trim_end_matches(')').trim_start_matches('/');
        let message = format!("there is no file `templates/{path}`");
        return (message, vec!["`/` stands for the folder `templates`".into()]);
    }
    if let Some(text) = character(message) {
        let message = format!("no font has the character `{text}`");
        let hint = "write it without this character, or add a font that has it to `fonts/`";
        return (message, vec![hint.into()]);
    }
    let standard = ["PDF/A-3a, PDF/UA-1 error: ", "PDF/UA-1 error: ", "PDF/A-3a error: "];
    if let Some(what) = standard.iter().find_map(|prefix| message.strip_prefix(prefix)) {
        let message = format!("the PDF would not be accessible: {what}");
        return (message, or_general(hints));
    }
    if message.starts_with("failed to load package") {
        let hint = "copy what you need of it into `templates/`: nothing is fetched from elsewhere";
        return ("packages are not available".into(), vec![hint.into()]);
    }
    if message == HASH_IN_CODE {
        let hint =
            "write text in code between `[` and `]`; a length or a colour is written by hand";
        return (TEXT_IN_CODE.into(), vec![hint.into()]);
    }
    let remedy = match message {
        UNCLOSED => "close it, or write `\\[` or `\\$` for the sign itself",
        it if it.ends_with("does not exist in the document") => {
            "a figure of `q1` is referred to as `@fig-q1`, a table as `@tab-q1`"
        }
        it if it.ends_with("occurs multiple times in the document") => {
            "give one of the two another label"
        }
        it if it.starts_with("unknown font family") => {
            "take a family of `fonts/`: `theme.serif` or `theme.sans`"
        }
        it if it.starts_with("dictionary does not contain key") => {
            "`publication` and `theme` hold the keys of the manifest"
        }
        _ => "",
    };
    match remedy {
        "" => (message.into(), or_general(hints)),
        remedy => (message.into(), vec![remedy.into()]),
    }
}

/// What Typst says of an expression that stands in code.
const HASH_IN_CODE: &str = "the character `#` is not valid in code";

/// The same in the author's terms.
const TEXT_IN_CODE: &str = "what is printed here is text, and Typst reads code at this place";

/// Whether the first fault is there only because of the second: text that ends the code
/// around it, or a bracket before it that is open.
pub(super) fn follows(fault: &Diagnostic, other: &Diagnostic) -> bool {
    let (Place::Text { file, range }, Place::Text { file: of_other, range: cause }) =
        (&fault.place, &other.place)
    else {
        return false;
    };
    if file != of_other {
        return false;
    }
    // Behind a bracket that is open, Typst is surprised by what comes next.
    let is_surprise =
        fault.message.starts_with("expected ") || fault.message.starts_with("unexpected ");
    if is_surprise && other.message == UNCLOSED && cause.start < range.start {
        return true;
    }
    fault.message == UNCLOSED
        && other.message == TEXT_IN_CODE
        && file.text.get(range.start..cause.start).is_some_and(|between| !between.contains("\n\n"))
}

/// What Typst says of a bracket that is not closed.
const UNCLOSED: &str = "unclosed delimiter";

/// The text that no font has, if that is the fault.
pub(super) fn character(message: &str) -> Option<&str> {
    let (before, _) = message.split_once("could not be displayed with font")?;
    Some(before.split("the text ").nth(1)?.trim().trim_matches(['`', '"']))
}

/// What helpers print calls to, so that every theme defines it.
const NEEDED: [&str; 4] =
    ["survey-figure", "survey-table", "claim", "interview-answer-placeholder"];

/// Typst's own hints, or where its language is described.
fn or_general(hints: &[String]) -> Vec<String> {
    match hints {
        [] => vec!["this is Typst's own message: https://typst.app/docs/reference".into()],
        hints => hints.to_vec(),
    }
}

/// The names that Typst sources define with `#let`.
pub(super) fn defined<'s>(sources: impl Iterator<Item = &'s str>) -> Vec<String> {
    let mut names: Vec<String> = sources
        .flat_map(|source| source.lines())
        .filter_map(|line| {
            let rest = line.strip_prefix("#let ").or_else(|| line.strip_prefix("let "))?;
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))?;
            Some(rest[..end].to_string())
        })
        .collect();
    names.sort();
    names.dedup();
    names
}
