//! What readers call a figure or table: its number, and the words its caption begins with.

use std::collections::BTreeMap;

use super::words::Words;
use crate::ledger::{Carrier, Fact};
use crate::published::{PageText, Region};

/// How many words of a caption are quoted.
const WORDS: usize = 6;

/// A caption as it stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Caption {
    /// Its number: `2`, `A.1`.
    pub(super) number: String,
    /// The words it begins with, with `…` where it goes on.
    pub(super) start: String,
    /// Where its number stands.
    region: Region,
}

/// The captions of the figures and tables in which facts of a document stand, by their
/// names in the ledger. One of which it is not certain is left out.
pub(super) fn captions(
    facts: &[&Fact],
    pages: &[PageText],
    words: &Words,
) -> BTreeMap<String, Caption> {
    let mut captions = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for kind in [words.figure, words.table] {
            let names = names(facts, index + 1, |carrier| words.of(carrier) == Some(kind));
            let found = on_page(page, kind);
            let is_apart =
                found.windows(2).all(|pair| !on_one_line(&pair[0].region, &pair[1].region));
            // A reference at the start of a line looks like a caption.
            if found.len() == names.len() && is_apart {
                captions.extend(names.into_iter().map(str::to_string).zip(found));
            }
        }
    }
    let all = captions.clone();
    captions.retain(|name, caption| {
        let is_same = |other: &str, it: &Caption| {
            kind_of(facts, other, words) == kind_of(facts, name, words)
                && it.number == caption.number
        };
        all.iter().filter(|(other, it)| is_same(other, it)).count() == 1
    });
    captions
}

fn kind_of<'w>(facts: &[&Fact], name: &str, words: &'w Words) -> Option<&'w str> {
    let fact = facts.iter().find(|fact| fact.within.as_deref() == Some(name))?;
    words.of(fact.carrier)
}

/// The figures or tables that begin on a page, from top to bottom; none if one of several
/// stands nobody knows where.
fn names<'f>(
    facts: &[&'f Fact],
    page: usize,
    is_of_kind: impl Fn(Carrier) -> bool,
) -> Vec<&'f str> {
    let mut first: BTreeMap<&str, (usize, Option<f64>)> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| is_of_kind(fact.carrier)) {
        let (Some(name), Some(page)) = (fact.within.as_deref(), fact.page) else { continue };
        let known = first.entry(name).or_insert((page, fact.y));
        let height = match (known.1, fact.y) {
            (Some(one), Some(other)) if known.0 == page => Some(one.min(other)),
            (one, other) if known.0 == page => one.or(other),
            (one, _) if known.0 < page => one,
            (_, other) => other,
        };
        *known = (known.0.min(page), height);
    }
    let mut names: Vec<(&str, Option<f64>)> = first
        .into_iter()
        .filter(|(_, (at, _))| *at == page)
        .map(|(name, (_, height))| (name, height))
        .collect();
    if names.len() > 1 && names.iter().any(|(_, height)| height.is_none()) {
        return vec![];
    }
    names.sort_by(|one, other| one.1.unwrap_or_default().total_cmp(&other.1.unwrap_or_default()));
    names.into_iter().map(|(name, _)| name).collect()
}

/// What looks like a caption on a page, from top to bottom.
fn on_page(page: &PageText, kind: &str) -> Vec<Caption> {
    let words = page.words_between(0.0, page.height);
    let follows = |one: &Region, next: &Region| {
        on_one_line(one, next)
            && next.left >= one.left
            && next.left - one.right < 0.6 * (one.bottom - one.top)
    };
    let mut captions = vec![];
    for (index, pair) in words.windows(2).enumerate() {
        let [(name, region), (number, next)] = pair else { continue };
        let number = number.trim_end_matches([':', '.']);
        let is_number = number.contains(|it: char| it.is_ascii_digit())
            && number.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-'));
        let begins = index.checked_sub(1).is_none_or(|before| !follows(&words[before].1, region));
        if name.to_lowercase() != kind.to_lowercase()
            || !is_number
            || !begins
            || !follows(region, next)
        {
            continue;
        }
        captions.push(Caption {
            number: number.into(),
            start: start(&words[index + 2..]),
            region: *region,
        });
    }
    captions.sort_by(|one, other| one.region.bottom.total_cmp(&other.region.bottom));
    captions
}

/// The first line of a caption, or the words it begins with.
fn start(words: &[(String, Region)]) -> String {
    let Some((_, first)) = words.first() else { return String::new() };
    let height = first.bottom - first.top;
    let line = words.iter().take_while(|(_, region)| on_one_line(first, region)).count();
    let goes_on = words.get(line).is_some_and(|(_, region)| {
        let below = region.bottom - first.bottom;
        (region.left - first.left).abs() < 1.0
            && (0.0..2.0 * height).contains(&below)
            && (region.bottom - region.top - height).abs() < 0.05 * height
    });
    let quoted: Vec<&str> =
        words[..line.min(WORDS)].iter().map(|(word, _)| word.as_str()).collect();
    let text = quoted.join(" ");
    match line > WORDS || goes_on {
        true => format!("{}…", text.trim_end_matches(['-', '\u{2010}', ',', '.', ':'])),
        false => text,
    }
}

fn on_one_line(one: &Region, other: &Region) -> bool {
    (one.bottom - other.bottom).abs() < 1.0
}
