//! The template guide: every helper with its arguments, options and examples, whose
//! results are computed when it is printed, on the survey of a new project.

mod examples;

use std::sync::Arc;

use crate::chapter::{HELPERS, Helper, Medium, Rendered};
use crate::diagnostics::{Diagnostic, TextFile};
use crate::manifest::FILE_NAME;
use crate::project::Project;
use crate::{press, starter};

use examples::{EXAMPLES, Shown};

/// The guide as Markdown. Fails with the faults of its examples, of which there are none.
pub fn markdown() -> Result<String, Vec<Diagnostic>> {
    let (project, files) = (project()?, files());
    let typst = press::fill_each(&project, &files, Medium::Typst)?.value;
    let html = press::fill_each(&project, &files, Medium::Html)?.value;
    let mut results = vec![];
    let mut faults = vec![];
    for (((_, shown, _), typst), html) in EXAMPLES.iter().zip(typst).zip(html) {
        let rendered = if *shown == Shown::Text { html } else { typst };
        match rendered {
            Ok(rendered) => results.push(result(*shown, &rendered)),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut out = String::from(HEAD);
    for helper in HELPERS {
        out.push_str(&entry(helper, &results));
    }
    Ok(out)
}

/// The project that the examples are filled in: a new one, with an interview.
pub(crate) fn project() -> Result<Project, Vec<Diagnostic>> {
    let mut files = starter::start(None)?;
    files.entry(FILE_NAME.into()).or_default().extend(INTERVIEWS.bytes());
    files.insert("inputs/interviews/neighbour.md".into(), INTERVIEW.into());
    files.insert("templates/interview.typ.hbs".into(), vec![]);
    starter::project(&files)
}

/// The examples as templates.
pub(crate) fn files() -> Vec<Arc<TextFile>> {
    EXAMPLES
        .iter()
        .map(|(_, _, text)| Arc::new(TextFile { path: "guide".into(), text: text.to_string() }))
        .collect()
}

/// What the guide adds to a new project, which has no interviews to quote.
const INTERVIEWS: &str = "
[interviews]
folder = \"inputs/interviews\"
template = \"templates/interview.typ.hbs\"
";

const INTERVIEW: &str = "\
+++
title = \"A neighbour\"
order = 1
kind = \"resident\"
place = \"North\"
people = [{ name = \"A resident\", function = \"neighbour\" }]
consent = true
+++

## The street

**What would you change?**

More trees, and a bench to sit under them.
";

const HEAD: &str = "\
# What templates can say

A template is Typst or HTML with expressions between `{{` and `}}`. An expression prints a
value, or is an argument of another, between round brackets: `{{percent (share \"q\" \"a\")}}`.
Texts stand between quotation marks. This page is printed by `drukpers guide`; its results are
computed on the fictitious survey that `drukpers new` starts with.

Options that many helpers take:

| option | |
|---|---|
| `where=\"district=north,south & years>=5\"` | the respondents that are counted |
| `weighted=false` | every respondent counts once |
| `wave=\"2024\"` | one of the waves that the manifest declares |
| `by=\"district\"` | a column or a bar for each option of another question |

";

/// A helper with its examples.
fn entry(helper: &Helper, results: &[String]) -> String {
    let mut out = format!("## {}\n\n", helper.name);
    let form = format!("{} {}", helper.name, helper.arguments);
    out.push_str(&format!("`{}`: {}.\n", form.trim(), helper.summary));
    if !helper.options.is_empty() {
        let options: Vec<String> =
            helper.options.iter().map(|option| format!("`{option}`")).collect();
        out.push_str(&format!("\nOptions: {}.\n", options.join(", ")));
    }
    let own = EXAMPLES.iter().zip(results).filter(|((name, ..), _)| *name == helper.name);
    for ((_, _, text), result) in own {
        out.push_str(&format!("\n```handlebars\n{text}\n```\n\n> {result}\n"));
    }
    out.push('\n');
    out
}

/// What an example prints, as one line.
fn result(shown: Shown, rendered: &Rendered) -> String {
    match shown {
        Shown::Text => plain(&rendered.source),
        Shown::Figure => {
            let alts: Vec<&str> = rendered.figures.iter().map(|figure| &*figure.alt).collect();
            format!("*A chart:* {}", alts.join(" "))
        }
        Shown::Table if rendered.tables == 1 => "*A table.*".into(),
        Shown::Table => format!("*{} tables.*", rendered.tables),
    }
}

/// The text of a piece of HTML.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (name, after) = tag.split_once('>').unwrap_or((tag, ""));
        if name.starts_with("/p") || name.starts_with("/h") {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_helper_has_an_example() {
        let without: Vec<&str> = HELPERS
            .iter()
            .map(|helper| helper.name)
            .filter(|name| !EXAMPLES.iter().any(|(of, ..)| of == name))
            .collect();
        assert!(without.is_empty(), "add examples to src/guide/examples.rs: {without:?}");
        let unknown: Vec<&str> = EXAMPLES
            .iter()
            .map(|(name, ..)| *name)
            .filter(|name| !HELPERS.iter().any(|helper| helper.name == *name))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
