//! The words around a number, by which a reader finds it on the page.

use crate::ledger::Fact;
use crate::published::{PageText, Region};

/// How many words before and after the number are quoted.
const WORDS: usize = 6;

/// The words around a fact, with `…` where the text goes on; `None` if it is not found.
pub(super) fn around(page: &PageText, fact: &Fact) -> Option<String> {
    let regions = page.regions(fact);
    let (first, last) = (regions.first()?, regions.last()?);
    let words = page.words_between(0.0, page.height);
    let start = words.iter().position(|(_, region)| overlap(region, first))?;
    let end = words.iter().rposition(|(_, region)| overlap(region, last))?;
    // What stands in other type or far away, such as a heading, is no context.
    let alike = |index: usize| {
        let (_, region) = &words[index];
        let height = region.bottom - region.top;
        let usual = first.bottom - first.top;
        (height - usual).abs() < 0.1 * usual
            && (region.bottom - first.bottom).abs() < 3.0 * WORDS as f64 * usual
    };
    let before = (start.saturating_sub(WORDS)..start).rev().take_while(|&it| alike(it)).count();
    let after = (end + 1..words.len().min(end + 1 + WORDS)).take_while(|&it| alike(it)).count();
    let quoted = &words[start - before..=end + after];
    let mut text = String::from(if before == WORDS { "…" } else { "" });
    for (index, (word, region)) in quoted.iter().enumerate() {
        let next = quoted.get(index + 1).map(|(_, region)| region);
        let breaks = next.is_some_and(|next| next.left < region.left);
        match word.strip_suffix(['-', '\u{2010}']) {
            Some(part) if breaks => text.push_str(part),
            _ => {
                text.push_str(word);
                if next.is_some() {
                    text.push(' ');
                }
            }
        }
    }
    if after == WORDS {
        text.push('…');
    }
    Some(text)
}

fn overlap(one: &Region, other: &Region) -> bool {
    one.left < other.right
        && other.left < one.right
        && one.top < other.bottom
        && other.top < one.bottom
}
