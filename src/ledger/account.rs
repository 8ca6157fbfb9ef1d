//! The account of numbers: an appendix for readers that says of every printed number
//! what it means, on how many answers it rests and in which cells they stand.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::Serialize;

use super::legend::Legend;
use super::meaning::{about, meaning};
use super::{Carrier, Fact};
use crate::format::{self, Language, Percent};

/// The account of all numbers of a document, in the language of the publication.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Account {
    /// What the appendix is called.
    pub title: &'static str,
    /// How it is to be read.
    pub introduction: String,
    /// The heads of its columns.
    pub heads: Heads,
    /// The numbers of each template, in the order of the document.
    pub groups: Vec<Group>,
    /// The ids of numbers that stand on no page: the theme does not print them.
    pub unprinted: Vec<String>,
}

/// The heads of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Heads {
    /// Above the numbers of the lines.
    pub number: &'static str,
    /// Above the pages.
    pub pages: &'static str,
    /// Above the texts as printed.
    pub printed: &'static str,
    /// Above what the numbers mean.
    pub meaning: &'static str,
    /// Above the values before rounding.
    pub value: &'static str,
    /// Above the answers behind the numbers.
    pub n: &'static str,
    /// Above the respondents that they are based on.
    pub base: &'static str,
}

/// The numbers that one template prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Group {
    /// The chapter in which they stand; `None` as long as no page is known.
    pub title: Option<String>,
    /// A line for each number that differs.
    pub rows: Vec<Row>,
}

/// One number, which may stand in several places.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// The number of the line, from 1.
    pub number: usize,
    /// The ids of the facts that it accounts for.
    pub ids: Vec<String>,
    /// Where they stand, the first place on each page; empty as long as no page is known.
    pub places: Vec<Place>,
    /// The text as printed; the texts, where it is printed in several ways.
    pub printed: String,
    /// What it means, and of whom.
    pub meaning: String,
    /// The value before rounding, with more decimals than are printed.
    pub value: String,
    /// The answers behind it.
    pub n: String,
    /// The respondents that it is based on.
    pub base: String,
    /// The cells it was computed from.
    pub cells: Vec<String>,
}

/// A place on a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// The page, counted from 1.
    pub page: usize,
    /// What the page calls itself.
    pub label: String,
    /// Points from the left edge of the page.
    pub x: f64,
    /// Points from its top edge.
    pub y: f64,
}

/// What the appendix is called.
pub fn account_title(language: Language) -> &'static str {
    words(language).title
}

/// Accounts for the facts of one document that are printed on its pages. `chapter` gives the title of the chapter
/// that a page belongs to.
pub fn account(
    facts: &[Fact],
    legend: &Legend,
    language: Language,
    chapter: impl Fn(usize) -> Option<String>,
) -> Account {
    let words = words(language);
    let file = only_file(facts);
    let facts = facts.iter().filter(|fact| fact.carrier != Carrier::Alternative);
    let is_placed = facts.clone().any(|fact| fact.page.is_some());
    let (facts, unprinted): (Vec<&Fact>, Vec<&Fact>) =
        facts.partition(|fact| fact.page.is_some() || !is_placed);
    // A number that one template prints in several places is one line.
    let mut groups: IndexMap<&str, IndexMap<Same, Vec<&Fact>>> = IndexMap::new();
    for fact in facts {
        groups.entry(&fact.template).or_default().entry(Same::of(fact)).or_default().push(fact);
    }
    let mut number = 0;
    let groups = groups.into_values().map(|rows| {
        let first = rows.values().flatten().filter_map(|fact| fact.page).min();
        let mut rows: Vec<Vec<&Fact>> = rows.into_values().collect();
        rows.sort_by_key(|facts| facts.iter().map(|fact| fact.page).min());
        let rows = rows.into_iter().map(|facts| {
            number += 1;
            row(number, &facts, legend, language, file.as_deref())
        });
        Group { rows: rows.collect(), title: first.and_then(&chapter) }
    });
    Account {
        groups: groups.collect(),
        unprinted: ids(&unprinted),
        title: words.title,
        introduction: match &file {
            Some(file) => format!("{} {}", words.introduction, words.cells.replace("{file}", file)),
            None => words.introduction.into(),
        },
        heads: words.heads,
    }
}

/// What makes two facts the same number: they are computed alike and measured alike.
#[derive(PartialEq, Eq, Hash)]
struct Same {
    kind: String,
    computation: String,
}

impl Same {
    fn of(fact: &Fact) -> Self {
        Self { kind: fact.kind.clone(), computation: super::id("", None, &fact.computation) }
    }
}

fn row(
    number: usize,
    facts: &[&Fact],
    legend: &Legend,
    language: Language,
    file: Option<&str>,
) -> Row {
    let fact = facts[0];
    let mut places: Vec<Place> = vec![];
    for fact in facts {
        if let (Some(page), Some(x), Some(y)) = (fact.page, fact.x, fact.y)
            && !places.iter().any(|place| place.page == page)
        {
            let label = fact.page_label.clone().unwrap_or_else(|| page.to_string());
            places.push(Place { page, label, x, y });
        }
    }
    places.sort_by_key(|place| place.page);
    let mut said = first_upper(&meaning(&fact.computation, legend, language));
    if let Some(about) = about(&fact.computation, legend, language) {
        said.push_str(&format!(" ({about})"));
    }
    if fact.hidden.is_some() {
        said.push_str(words(language).hidden);
    }
    let count = |count: Option<u64>| {
        count.map_or(String::new(), |count| format::number(count as f64, 0, language))
    };
    Row {
        number,
        ids: ids(facts),
        places,
        printed: printed(facts),
        meaning: said,
        value: fact.value.map_or(String::new(), |value| exactly(value, &fact.kind, language)),
        n: count(fact.n),
        base: count(fact.base),
        cells: cells(fact, file),
    }
}

/// The ids of those that can be links.
fn ids(facts: &[&Fact]) -> Vec<String> {
    let linked = facts.iter().filter(|fact| fact.carrier != Carrier::Figure);
    linked.map(|fact| fact.id.clone()).collect()
}

/// The texts as which a number is printed; under the head of a table a percentage
/// stands without its sign, which makes it no other text.
fn printed(facts: &[&Fact]) -> String {
    let mut texts: Vec<&str> = vec![];
    for fact in facts {
        if !texts.contains(&fact.text.as_str()) {
            texts.push(&fact.text);
        }
    }
    let bare = |text: &str| texts.iter().any(|other| other.strip_suffix('%') == Some(text));
    let shown: Vec<&str> = texts.iter().copied().filter(|text| !bare(text)).collect();
    shown.join(" / ")
}

/// A value in its unit, with more decimals than are printed.
pub(super) fn exactly(value: f64, kind: &str, language: Language) -> String {
    match kind {
        "share" => format::percent(value, 3, Percent::Sign, language),
        "percentage-points" => format::points(value, 3, language),
        "count" if value.fract().abs() < 1e-9 => format::number(value, 0, language),
        _ => format::number(value, 4, language),
    }
}

/// The cells of a fact, without the file where there is only one.
fn cells(fact: &Fact, file: Option<&str>) -> Vec<String> {
    let mut cells: Vec<String> = vec![];
    for source in &fact.sources {
        let within = file.and_then(|file| source.cells.strip_prefix(file)?.strip_prefix('!'));
        let said = within.unwrap_or(&source.cells).to_string();
        if !cells.contains(&said) {
            cells.push(said);
        }
    }
    cells
}

/// The workbook that all cells stand in, if there is only one.
fn only_file(facts: &[Fact]) -> Option<String> {
    let sources = facts.iter().flat_map(|fact| &fact.sources);
    let files: BTreeSet<&str> =
        sources.filter_map(|source| Some(source.cells.split_once('!')?.0)).collect();
    match files.into_iter().collect::<Vec<_>>()[..] {
        [only] => Some(only.to_string()),
        _ => None,
    }
}

fn first_upper(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

/// What the account itself says.
struct Words {
    title: &'static str,
    introduction: &'static str,
    /// `{file}` stands for the workbook.
    cells: &'static str,
    heads: Heads,
    hidden: &'static str,
}

fn words(language: Language) -> &'static Words {
    match language {
        Language::Dutch => &Words {
            title: "Verantwoording per getal",
            introduction: "Elk getal in deze uitgave dat uit de gegevens komt, heeft hier een \
                           regel: wat het betekent, de waarde vóór het afronden, het aantal \
                           antwoorden (n), de basis en de cellen waaruit het is berekend. Van \
                           een getal in de tekst of in een tabel leidt een koppeling naar zijn \
                           regel, en het paginanummer leidt weer terug.",
            cells: "De cellen staan in {file}.",
            heads: Heads {
                number: "Nr.",
                pages: "Blz.",
                printed: "Gedrukt",
                meaning: "Betekenis en cellen",
                value: "Waarde",
                n: "n",
                base: "Basis",
            },
            hidden: "; niet getoond om privacy",
        },
        Language::English => &Words {
            title: "Account of every number",
            introduction: "Every number in this edition that comes from the data has a line \
                           here: what it means, its value before rounding, the number of \
                           answers (n), the base and the cells it was computed from. A number \
                           in the text or in a table is a link to its line, and the number of \
                           the page leads back.",
            cells: "The cells stand in {file}.",
            heads: Heads {
                number: "No.",
                pages: "Page",
                printed: "Printed",
                meaning: "Meaning and cells",
                value: "Value",
                n: "n",
                base: "Base",
            },
            hidden: "; not shown for privacy",
        },
    }
}
