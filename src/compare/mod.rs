//! Two editions compared: which printed numbers changed, came or went, what
//! turned, and which questions and codes are not the same.
//!
//! [`compare`] finds the differences; [`show`] writes them down.

mod align;
mod questions;
pub mod show;
mod significance;
mod wording;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{Fact, Outcome};
use crate::published::{FailedClaim, Published};

pub use questions::QuestionChange;
pub use wording::wording;

/// What differs between two editions.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// The edition before.
    pub old: Side,
    /// The edition after.
    pub new: Side,
    /// Numbers whose printed text changed, that came or that went, and numbers that
    /// turned: shown or hidden, or significantly above or below others. In the order
    /// of the documents and of their pages.
    pub facts: Vec<FactChange>,
    /// Claims that turned, in the order of the templates.
    pub claims: Vec<ClaimChange>,
    /// Questions and codes that came, went or were put in other words.
    pub questions: Vec<QuestionChange>,
    /// Words on the pages that are not the same, in the order of the pages; those of
    /// [`wording`], which reads the PDFs.
    pub wording: Vec<WordingChange>,
    /// How many numbers of the two editions were held side by side.
    pub compared: usize,
}

/// One of the two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Side {
    /// What the reader calls it: the path that was named.
    pub name: String,
    /// Title of the publication, where it is known.
    pub title: Option<String>,
    /// Which edition it is and of which day, where that is known.
    pub edition: Option<String>,
    /// Version of the program that printed it, where it is known.
    pub version: Option<String>,
    /// How many numbers it has.
    pub facts: usize,
}

/// A number that is not the same in both editions.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FactChange {
    /// What happened to it.
    pub change: Change,
    /// Whether it may be printed, where that turned.
    pub turned: Option<Turn>,
    /// The groups that it lay or lies significantly above or below, where that turned.
    pub significance: Vec<SignificanceTurn>,
    /// The document: its path in the edition.
    pub document: String,
    /// The chapter it stands in: its heading, or else its template.
    pub chapter: String,
    /// The number before; `None` if it came.
    pub old: Option<Fact>,
    /// The number after; `None` if it went.
    pub new: Option<Fact>,
}

/// What happened to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Its printed text is another.
    Changed,
    /// It stands in the new edition only.
    Came,
    /// It stood in the old edition only.
    Went,
    /// Its printed text is the same, and how it lies to other groups turned.
    Turned,
}

/// A claim that turned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ClaimChange {
    /// Whether it holds in the new edition.
    pub holds: bool,
    /// The claim, and what the data say where it does not hold.
    #[serde(flatten)]
    pub claim: FailedClaim,
}

/// Words that are not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WordingChange {
    /// The chapter they stand in, where it is known.
    pub chapter: Option<String>,
    /// The page before, counted from 1; `None` if they came.
    pub old_page: Option<usize>,
    /// The page after; `None` if they went.
    pub new_page: Option<usize>,
    /// The words before.
    pub old: String,
    /// The words after.
    pub new: String,
}

/// What turned about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// It was shown, and is hidden.
    Hidden,
    /// It was hidden, and is shown.
    Shown,
}

/// A difference to another group that turned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SignificanceTurn {
    /// The other group: its letter in the table, and what it is called.
    pub group: String,
    /// How the number lay to it; `None` if it was not tested.
    pub old: Option<Outcome>,
    /// How it lies to it now; `None` if it is not tested.
    pub new: Option<Outcome>,
}

impl Comparison {
    /// Whether the two editions say the same.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
            && self.claims.is_empty()
            && self.questions.is_empty()
            && self.wording.is_empty()
    }

    /// The changes by document and chapter, in the order of the pages; a chapter
    /// stands where its first change does.
    pub fn chapters(&self) -> Vec<(&str, &str, Vec<&FactChange>)> {
        let mut chapters: Vec<(&str, &str, Vec<&FactChange>)> = vec![];
        for change in &self.facts {
            let known = chapters.iter_mut().find(|(document, chapter, _)| {
                *document == change.document && *chapter == change.chapter
            });
            match known {
                Some((_, _, changes)) => changes.push(change),
                None => chapters.push((&change.document, &change.chapter, vec![change])),
            }
        }
        chapters
    }

    /// How many numbers changed, came and went.
    pub fn counts(&self) -> [usize; 3] {
        [Change::Changed, Change::Came, Change::Went]
            .map(|kind| self.facts.iter().filter(|fact| fact.change == kind).count())
    }
}

impl FactChange {
    /// The number as it is, or as it was when it went.
    pub fn fact(&self) -> &Fact {
        match (&self.new, &self.old) {
            (Some(fact), _) | (None, Some(fact)) => fact,
            (None, None) => unreachable!("a change has an old or a new side"),
        }
    }
}

/// Compares two editions. Of an edition with more documents than the other only
/// those count that both speak of. The main documents of two editions are the same
/// document, also when it was given another name; it is told under the new one.
pub fn compare(old: &Published, new: &Published) -> Comparison {
    let old = &*under_the_name(old, new);
    let only = old.document.as_deref().or(new.document.as_deref());
    let facts = |published: &'_ Published| -> Vec<Fact> {
        let all = published.ledger.facts.iter();
        all.filter(|fact| only.is_none_or(|only| fact.document == only)).cloned().collect()
    };
    let (before, after) = (facts(old), facts(new));
    let pairs = align::align(&before, &after);
    let mut changes: Vec<(Order, FactChange)> = vec![];
    let documents = documents(&after, &before);
    for pair in &pairs {
        let (was, is) = (pair.0.map(|index| &before[index]), pair.1.map(|index| &after[index]));
        let significance = significance::turns(was, is);
        let Some(change) = change_of(was, is, &significance) else { continue };
        let Some(fact) = is.or(was) else { continue };
        let (side, index) = match pair {
            (_, Some(index)) => (new, *index),
            (Some(index), None) => (old, *index),
            (None, None) => continue,
        };
        let order = Order {
            document: documents[fact.document.as_str()],
            page: fact.page.unwrap_or(usize::MAX),
            index,
        };
        let changed = FactChange {
            change,
            turned: turn_of(was, is),
            significance,
            document: fact.document.clone(),
            chapter: chapter_of(side, fact),
            old: was.cloned(),
            new: is.cloned(),
        };
        changes.push((order, changed));
    }
    changes.sort_by_key(|(order, _)| *order);
    Comparison {
        old: side(old, before.len()),
        new: side(new, after.len()),
        facts: changes.into_iter().map(|(_, change)| change).collect(),
        claims: claims(&old.failed_claims, &new.failed_claims),
        questions: questions::compare(&old.ledger.legend, &new.ledger.legend),
        wording: vec![],
        compared: pairs.iter().filter(|pair| pair.0.is_some() && pair.1.is_some()).count(),
    }
}

/// The claims that hold in one of the editions only.
fn claims(old: &[FailedClaim], new: &[FailedClaim]) -> Vec<ClaimChange> {
    let place = |claim: &FailedClaim| (claim.template.clone(), claim.line, claim.column);
    let turned = |one: &[FailedClaim], other: &[FailedClaim], holds: bool| -> Vec<ClaimChange> {
        one.iter()
            .filter(|claim| !other.iter().any(|it| place(it) == place(claim)))
            .map(|claim| ClaimChange { holds, claim: claim.clone() })
            .collect()
    };
    let mut claims = turned(new, old, false);
    claims.extend(turned(old, new, true));
    claims.sort_by_key(|change| place(&change.claim));
    claims
}

/// The rank of a change: as a reader meets it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    document: usize,
    page: usize,
    index: usize,
}

/// The rank of each document: those of the new edition in its order, then those that went.
fn documents<'a>(after: &'a [Fact], before: &'a [Fact]) -> BTreeMap<&'a str, usize> {
    let mut ranks = BTreeMap::new();
    for fact in after.iter().chain(before) {
        let rank = ranks.len();
        ranks.entry(fact.document.as_str()).or_insert(rank);
    }
    ranks
}

/// What happened to a number; `None` if nothing that a reader can see.
fn change_of(
    old: Option<&Fact>,
    new: Option<&Fact>,
    significance: &[SignificanceTurn],
) -> Option<Change> {
    match (old, new) {
        (None, _) => Some(Change::Came),
        (_, None) => Some(Change::Went),
        (Some(old), Some(new)) if old.text != new.text => Some(Change::Changed),
        (Some(_), Some(_)) => (!significance.is_empty()).then_some(Change::Turned),
    }
}

fn turn_of(old: Option<&Fact>, new: Option<&Fact>) -> Option<Turn> {
    match (old?.hidden.is_some(), new?.hidden.is_some()) {
        (false, true) => Some(Turn::Hidden),
        (true, false) => Some(Turn::Shown),
        _ => None,
    }
}

/// The old edition, its document under the name that it has in the new one.
fn under_the_name<'a>(old: &'a Published, new: &Published) -> Cow<'a, Published> {
    let (Some(was), Some(is)) = (old.main(), new.main()) else { return Cow::Borrowed(old) };
    if was == is {
        return Cow::Borrowed(old);
    }
    let mut renamed = old.clone();
    for fact in renamed.ledger.facts.iter_mut().filter(|fact| fact.document == was) {
        fact.document = is.into();
    }
    if let Some(record) = &mut renamed.record {
        record.document = is.into();
    }
    if let Some(document) = &mut renamed.document {
        *document = is.into();
    }
    Cow::Owned(renamed)
}

/// The heading of the chapter where a fact stands; for a document without a
/// record its template's name.
fn chapter_of(published: &Published, fact: &Fact) -> String {
    let recorded = published
        .record
        .as_ref()
        .filter(|record| record.document == fact.document)
        .and_then(|record| record.chapter(fact.page?));
    match recorded {
        Some(chapter) => chapter.title.clone(),
        None => fact.template.clone(),
    }
}

fn side(published: &Published, facts: usize) -> Side {
    let record = published.record.as_ref();
    Side {
        name: published.name.clone(),
        title: record.map(|record| record.publication.title.clone()),
        edition: record.map(|record| {
            let title = &record.publication;
            [title.edition.as_str(), title.date.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }),
        version: record.map(|record| record.tool.version.clone()),
        facts,
    }
}
