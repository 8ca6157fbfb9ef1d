//! The table of bounds behind `words`, for the account of the method.

use crate::chapter::Medium;
use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::session::Session;
use crate::chapter::words;
use crate::diagnostics::Diagnostic;
use crate::escape::html_text;
use crate::format::{WordBound, word_bounds};

/// `{{words-table}}`: the percentages of each wording, in two pairs of columns.
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let words = words::words(session.language());
    let name = arguments.option("name")?.unwrap_or("tab-words").to_string();
    session.claim_name(&name, arguments)?;
    let bounds: Vec<WordBound> = word_bounds(session.language()).collect();
    let caption = arguments.option("caption")?.unwrap_or(words.in_words);
    session.add_table();
    if session.medium == Medium::Html {
        let row = |bound: &WordBound| {
            format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", range(bound), bound.words)
        };
        let rows: String = bounds.iter().map(row).collect();
        return Ok(format!(
            "<table id=\"{name}\"><caption>{}</caption>{rows}</table>",
            html_text(caption)
        ));
    }
    let half = bounds.len().div_ceil(2);
    let pair = |bound: Option<&WordBound>| match bound {
        Some(bound) => [session.escape(&range(bound)), session.escape(bound.words)],
        None => [String::new(), String::new()],
    };
    let heads = [words.percent, words.in_words].map(|head| (session.escape(head), 1));
    Ok(TableSource {
        name,
        caption: session.escape(caption),
        note: session.escape(arguments.option("note")?.unwrap_or_default()),
        width: "column".into(),
        right: vec![false; 4],
        header: vec![[heads.clone(), heads].concat()],
        rows: (0..half)
            .map(|row| ("row", [pair(bounds.get(row)), pair(bounds.get(half + row))].concat()))
            .collect(),
    }
    .write())
}

/// `22–23`, or `50`.
fn range(bound: &WordBound) -> String {
    match bound.from == bound.to {
        true => bound.to.to_string(),
        false => format!("{}–{}", bound.from, bound.to),
    }
}
