//! The correction page: what readers of an edition that is out must know.
//!
//! [`errata`] makes it from a comparison, [`markdown`] writes it for a mail, and
//! [`press::errata_pdf`](crate::press::errata_pdf) sets it in the house style.

mod caption;
mod context;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::compare::{Change, Comparison, FactChange};
use crate::diagnostics::Diagnostic;
use crate::format::{Language, long_date};
use crate::ledger::Fact;
use crate::published::{PageText, Published, page_texts};
use crate::release::Title;

use caption::{Caption, captions};
use words::Words;

/// A correction page, in the words of the publication's language.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Errata {
    /// Language: `nl` or `en`.
    pub language: String,
    /// Its heading.
    pub title: String,
    /// Title of the publication.
    pub publication: String,
    /// Which edition is corrected, and of which day.
    pub edition: String,
    /// How many numbers are corrected, in a sentence.
    pub introduction: String,
    /// Heads of the columns: page, where, was, is.
    pub heads: [String; 4],
    /// The chapters in which something is corrected, in their order.
    pub chapters: Vec<ErrataChapter>,
}

/// The corrections of a chapter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ErrataChapter {
    /// Its heading.
    pub title: String,
    /// Its corrections in the order of the pages.
    pub corrections: Vec<Correction>,
}

/// A number that was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Correction {
    /// The number printed on the page, in the edition that is corrected.
    pub page: String,
    /// Where on the page it stands: the words around it, or the figure or table with its row
    /// and column.
    pub place: String,
    /// What was printed.
    pub was: String,
    /// What it should be.
    pub is: String,
}

/// Makes the correction page of two editions: of the numbers in their main PDF.
///
/// `None` when no number changed. Fails when the old PDF cannot be read.
pub fn errata(
    comparison: &Comparison,
    old: &Published,
    new: &Published,
) -> Result<Option<Errata>, Diagnostic> {
    let record = new.record.as_ref().or(old.record.as_ref());
    let language =
        record.and_then(|record| Language::parse(&record.language)).unwrap_or(Language::English);
    let words = words::words(language);
    let (was, is) = (Pages::of(old, words)?, Pages::of(new, words)?);
    let chapters: Vec<ErrataChapter> = comparison
        .chapters()
        .into_iter()
        .map(|(_, title, changes)| ErrataChapter {
            title: title.to_string(),
            corrections: changes
                .into_iter()
                .map(|change| correction(change, &was, &is, words))
                .collect(),
        })
        .collect();
    if chapters.is_empty() {
        return Ok(None);
    }
    let count: usize = chapters.iter().map(|chapter| chapter.corrections.len()).sum();
    let corrected = old.record.as_ref().or(record).map(|record| &record.publication);
    Ok(Some(Errata {
        language: language.tag().into(),
        title: words.title.into(),
        publication: corrected.map(|title| title.title.clone()).unwrap_or_default(),
        edition: corrected.map(|title| edition(title, language)).unwrap_or_default(),
        introduction: words.introduction(count),
        heads: words.heads.map(String::from),
        chapters,
    }))
}

/// "Eerste druk, 23 november 2026".
fn edition(title: &Title, language: Language) -> String {
    let mut parts = title.date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let date = match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => {
            long_date(year, month as u8, day as u8, language)
        }
        _ => title.date.clone(),
    };
    let parts = [title.edition.as_str(), &date];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What stands on the pages of an edition.
struct Pages {
    texts: Vec<PageText>,
    captions: BTreeMap<String, Caption>,
}

impl Pages {
    /// Reads the PDF of an edition, if it has one.
    fn of(published: &Published, words: &Words) -> Result<Self, Diagnostic> {
        let Some(pdf) = &published.pdf else {
            return Ok(Self { texts: vec![], captions: BTreeMap::new() });
        };
        let texts = page_texts(&published.name, pdf)?;
        let facts = published.ledger.facts.iter();
        let main = published.main();
        let facts: Vec<&Fact> =
            facts.filter(|fact| main.is_none_or(|main| fact.document == main)).collect();
        let captions = captions(&facts, &texts, words);
        Ok(Self { texts, captions })
    }
}

fn correction(change: &FactChange, was: &Pages, is: &Pages, words: &Words) -> Correction {
    // Who holds the old edition looks there; what was missing stands in the new one.
    let (fact, pages) = match &change.old {
        Some(old) => (old, was),
        None => (change.fact(), is),
    };
    let label = fact.page_label.clone().or_else(|| fact.page.map(|page| page.to_string()));
    let text = |fact: &Option<Fact>| {
        fact.as_ref().map(|fact| match change.significance.is_empty() {
            true => fact.text.clone(),
            false => fact.with_letters(),
        })
    };
    Correction {
        page: label.unwrap_or_default(),
        place: place(fact, pages, words),
        was: text(&change.old).unwrap_or_else(|| words.nothing.into()),
        is: match change.change {
            Change::Went => words.went.into(),
            Change::Changed | Change::Came | Change::Turned => {
                text(&change.new).unwrap_or_default()
            }
        },
    }
}

/// Where a number stands: in text the words around it, else the figure or table, as far as
/// the reader sees what it is called, with row and column.
fn place(fact: &Fact, pages: &Pages, words: &Words) -> String {
    let Some(what) = words.of(fact.carrier) else {
        let page = fact.page.and_then(|page| pages.texts.get(page.checked_sub(1)?));
        return page.and_then(|page| context::around(page, fact)).unwrap_or_default();
    };
    let caption = fact.within.as_ref().and_then(|name| pages.captions.get(name));
    let what = match caption {
        Some(Caption { number, start, .. }) if start.is_empty() => format!("{what} {number}"),
        Some(Caption { number, start, .. }) => format!("{what} {number} ({start})"),
        None => what.into(),
    };
    match &fact.cell {
        Some(cell) => format!("{what}: {cell}"),
        None => what,
    }
}

/// The correction page as Markdown, which also reads well as plain text.
pub fn markdown(errata: &Errata) -> String {
    let mut text = format!("# {}\n\n", errata.title);
    let named = [&errata.publication, &errata.edition];
    let named: Vec<&str> =
        named.into_iter().map(|it| it.as_str()).filter(|it| !it.is_empty()).collect();
    if !named.is_empty() {
        let _ = writeln!(text, "{}\n", plain(&named.join(", ")));
    }
    let _ = writeln!(text, "{}", errata.introduction);
    for chapter in &errata.chapters {
        let _ = write!(
            text,
            "\n## {}\n\n| {} |\n|---|---|---|---|\n",
            plain(&chapter.title),
            errata.heads.join(" | ")
        );
        for correction in &chapter.corrections {
            let Correction { page, place, was, is } = correction;
            let cells = [page, place, was, is].map(|cell| plain(cell));
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// Text that stands as it is in a cell of a table.
fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '<' | '|' => escaped.extend(['\\', character]),
            '\n' | '\r' => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
