//! What an editor typed in prose and meant to come from the data: loose numbers, and
//! calls in single braces.

use std::ops::Range;
use std::sync::Arc;

use serde_spanned::Spanned;

use crate::chapter::{Block, HELPERS, Medium, editorial};
use crate::diagnostics::{Diagnostic, Place, TextFile};
use crate::format::{self, Language, needed_digits, round_half_away};
use crate::interview::{self, Interview};
use crate::ledger::{Carrier, Fact};
use crate::manifest::MainPlan;
use crate::project::Project;
use crate::prose::{Found, Prose, Quantity, html_prose, numbers};
use crate::typeset;

/// Counts below this are too common for an equal one to be the same number.
const TELLING: f64 = 13.0;

/// A warning for each number that an editor typed in a template or an interview, for
/// each call that nothing is called by, and for each phrase that the manifest allows and nobody wrote.
pub(super) fn warnings(
    project: &Project,
    interviews: &[Interview],
    facts: &[Fact],
) -> Vec<Diagnostic> {
    let language = super::language(project);
    let mut search = Search {
        language,
        facts,
        allowed: project
            .manifest
            .loose_numbers
            .allowed
            .keys()
            .map(|phrase| (phrase, phrase.get_ref().to_lowercase(), false))
            .collect(),
        warnings: vec![],
    };
    for (file, medium) in templates(project) {
        search.template(&file, medium);
    }
    for interview in interviews {
        let prose = interview::prose(&interview.file, interview.body.clone());
        search.prose(&interview.file, &prose, &[]);
    }
    let unused = search.allowed.iter().filter(|(_, _, used)| !used).map(|(phrase, ..)| {
        Diagnostic::warning(
            "unused-allowance",
            format!("`{}` is allowed, and stands nowhere", phrase.get_ref()),
        )
        .at(project.place(phrase))
        .hint("leave it out under `[loose-numbers.allowed]`")
    });
    let unused: Vec<Diagnostic> = unused.collect();
    search.warnings.into_iter().chain(unused).collect()
}

/// All templates of the project. One that cannot be read has been reported.
fn templates(project: &Project) -> Vec<(Arc<TextFile>, Medium)> {
    let manifest = &project.manifest;
    let chapters = manifest.main.chapters.iter().map(|name| MainPlan::chapter_path(name.get_ref()));
    let interview = manifest.interviews.iter().map(|plan| plan.template.get_ref().clone());
    let partials = project.paths("templates/partials", ".typ.hbs").map(str::to_string);
    let page = manifest.web.iter().map(|plan| plan.template.get_ref().clone());
    std::iter::once(manifest.main.template.get_ref().clone())
        .chain(chapters)
        .chain(interview)
        .chain(partials)
        .map(|path| (path, Medium::Typst))
        .chain(page.map(|path| (path, Medium::Html)))
        .filter_map(|(path, medium)| {
            Some((project.text(&path, &Place::File(path.clone())).ok()?, medium))
        })
        .collect()
}

struct Search<'a> {
    language: Language,
    facts: &'a [Fact],
    /// Allowed phrases: as written, in small letters, and whether they were met.
    allowed: Vec<(&'a Spanned<String>, String, bool)>,
    warnings: Vec<Diagnostic>,
}

impl Search<'_> {
    fn template(&mut self, file: &Arc<TextFile>, medium: Medium) {
        let written = editorial(file, medium);
        let prose = match medium {
            Medium::Typst => typeset::prose(&written.text),
            Medium::Html => html_prose(&written.text),
        };
        self.prose(file, &prose, &written.blocks);
        if medium == Medium::Typst {
            self.warnings.extend(single_braces(file, &prose));
        }
        for range in written.arguments {
            let mut prose = Prose::default();
            prose.push(&file.text[range.clone()], range.start);
            self.prose(file, &prose, &written.blocks);
        }
    }

    fn prose(&mut self, file: &Arc<TextFile>, prose: &Prose, blocks: &[Block]) {
        let lower = Lower::of(prose.text());
        for found in numbers(prose.text(), self.language) {
            let range = prose.place(found.range.clone());
            if self.is_allowed(&lower, &found.range) || is_guarded(&range, &found, blocks) {
                continue;
            }
            let text = &prose.text()[found.range.clone()];
            let warning =
                Diagnostic::warning("loose-number", format!("`{text}` comes from no data"))
                    .at(Place::Text { file: file.clone(), range });
            let hint = match self.same(&found.quantity, &file.path) {
                Some(fact) => same_hint(fact),
                None if file.path.ends_with(".md") => {
                    "allow the phrase under `[loose-numbers.allowed]` in `publication.toml`".into()
                }
                None => {
                    "print it from the data, or say why it may stand: `{{#loose \"…\"}}…{{/loose}}`"
                        .into()
                }
            };
            self.warnings.push(warning.hint(hint));
        }
    }

    /// Whether the number is part of a phrase that the manifest allows.
    fn is_allowed(&mut self, lower: &Lower, range: &Range<usize>) -> bool {
        let (start, end) = (lower.at(range.start), lower.at(range.end));
        let mut any = false;
        for (_, phrase, used) in &mut self.allowed {
            let first = start.saturating_sub(phrase.len());
            let met = lower
                .text
                .match_indices(phrase.as_str())
                .any(|(at, _)| at >= first && at <= start && at + phrase.len() >= end);
            *used |= met;
            any |= met;
        }
        any
    }

    /// The fact that prints the same number: of this template rather than of
    /// another, in text rather than in a table or a chart.
    fn same(&self, quantity: &Quantity, template: &str) -> Option<&Fact> {
        let common = matches!(quantity, Quantity::Number(number) if *number < TELLING);
        self.facts
            .iter()
            .filter(|fact| is_same(fact, quantity, self.language))
            .map(|fact| {
                let in_text = matches!(fact.carrier, Carrier::Text | Carrier::Web);
                (fact.template == template, in_text, fact)
            })
            .filter(|(near, in_text, _)| !common || (*near && *in_text))
            // The first of the best: `max_by_key` would take the last.
            .min_by_key(|(near, in_text, _)| (!in_text, !near))
            .map(|(_, _, fact)| fact)
    }
}

/// A warning for each helper that stands in single braces: text as any other.
fn single_braces<'p>(
    file: &'p Arc<TextFile>,
    prose: &'p Prose,
) -> impl Iterator<Item = Diagnostic> + 'p {
    let text = prose.text();
    text.match_indices('{').filter_map(move |(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let is_call = HELPERS.iter().any(|helper| helper.name == name)
            && (after.starts_with('}') || after.starts_with(char::is_whitespace))
            && !text[..at].ends_with('{');
        let line = after.find('\n').unwrap_or(after.len());
        let close = after[..line].find('}').map_or(0, |close| close + 1);
        let range = prose.place(at..at + 1 + end + close);
        let call = &file.text[range.clone()];
        // Who escapes the brace means it.
        if !is_call || !call.starts_with('{') {
            return None;
        }
        let hint = match close {
            0 => format!("write it between double braces: `{{{{{name} …}}}}`"),
            _ => {
                let words: Vec<&str> = call.split_whitespace().collect();
                format!("double the braces: `{{{}}}`", words.join(" "))
            }
        };
        let warning = Diagnostic::warning(
            "single-braces",
            format!("`{name}` stands in single braces, and is printed as text"),
        );
        Some(warning.at(Place::Text { file: file.clone(), range }).hint(hint))
    })
}

/// A text in small letters, which may have other lengths.
struct Lower {
    text: String,
    /// Where each byte of the text went.
    places: Vec<usize>,
}

impl Lower {
    fn of(text: &str) -> Self {
        let mut lower = Self { text: String::new(), places: vec![] };
        for character in text.chars() {
            let here = lower.text.len();
            lower.places.extend(std::iter::repeat_n(here, character.len_utf8()));
            match character {
                '\u{a0}' | '\u{202f}' => lower.text.push(' '),
                character => lower.text.extend(character.to_lowercase()),
            }
        }
        lower.places.push(lower.text.len());
        lower
    }

    fn at(&self, offset: usize) -> usize {
        self.places.get(offset).copied().unwrap_or(self.text.len())
    }
}

/// Whether the number stands in a block that allows it: any in `loose`, in a
/// claim the bound that its test compares with.
fn is_guarded(range: &Range<usize>, found: &Found, blocks: &[Block]) -> bool {
    let value = match found.quantity {
        Quantity::Share(value) | Quantity::Points(value) | Quantity::Number(value) => value,
    };
    blocks
        .iter()
        .filter(|block| block.body.start <= range.start && range.end <= block.body.end)
        .any(|block| match &block.bounds {
            None => true,
            Some(bounds) => bounds.iter().any(|bound| (bound - value).abs() < 5e-4),
        })
}

fn is_same(fact: &Fact, quantity: &Quantity, language: Language) -> bool {
    let Some(value) = fact.value else { return false };
    let rounded = |value: f64, typed: f64| {
        let digits = needed_digits(typed);
        (round_half_away(value, digits) - round_half_away(typed, digits)).abs() < 1e-9
    };
    match (quantity, fact.kind.as_str()) {
        (Quantity::Share(typed), "share") | (Quantity::Points(typed), "percentage-points") => {
            rounded(value * 100.0, typed * 100.0)
        }
        (Quantity::Number(typed), "count") => rounded(value, *typed),
        // A mean is the same number only as it is printed.
        (Quantity::Number(typed), "mean" | "number") => {
            rounded(value, *typed)
                && fact.text == format::number(*typed, needed_digits(*typed), language)
        }
        _ => false,
    }
}

fn same_hint(fact: &Fact) -> String {
    let place = format!("{}:{}:{}", fact.template, fact.line, fact.column);
    match (&fact.within, fact.carrier) {
        (Some(_), Carrier::Text) | (None, _) => format!(
            "the same number is printed by `{{{{{}}}}}` at {place}: `{}`",
            fact.expression, fact.text
        ),
        (Some(name), Carrier::Figure | Carrier::Alternative) => {
            format!(
                "the figure `{name}` prints the same number: `{}`, {}",
                fact.text, fact.expression
            )
        }
        (Some(name), _) => {
            format!(
                "the table `{name}` prints the same number: `{}`, {}",
                fact.text, fact.expression
            )
        }
    }
}
