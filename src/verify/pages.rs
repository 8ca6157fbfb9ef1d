//! Whether the numbers of a ledger stand on the pages of its PDF.

use std::collections::BTreeMap;

use crate::ledger::{Carrier, Fact};
use crate::published::{PageText, Published, page_texts};

use super::{Check, Finding, Subject};
use crate::diagnostics::Diagnostic;

/// Looks for each number at the place that the ledger names: the text that is
/// drawn there must be the text of the fact. Numbers in a chart stand under its
/// name, each as often as the ledger has it.
pub(super) fn check(published: &Published, bytes: &[u8]) -> Result<Check, Diagnostic> {
    let pages = page_texts(&published.name, bytes)?;
    let mut findings = vec![];
    let mut found = 0;
    let mut charts: BTreeMap<(usize, &str), Vec<&Fact>> = BTreeMap::new();
    for fact in &published.ledger.facts {
        let (Some(page), Some(x), Some(y)) = (fact.page, fact.x, fact.y) else {
            findings.push(Finding::of(fact, format!("`{}` has no place in the ledger", fact.text)));
            continue;
        };
        let Some(text) = page.checked_sub(1).and_then(|index| pages.get(index)) else {
            findings.push(Finding::of(fact, format!("`{}`: there is no such page", fact.text)));
            continue;
        };
        match (text.locate(&fact.text, x, y), fact.carrier, &fact.within) {
            (Ok(_), ..) => found += 1,
            (Err(_), Carrier::Figure, Some(name)) => {
                charts.entry((page, name)).or_default().push(fact);
            }
            (Err(instead), ..) => findings.push(Finding::of(fact, said(fact, &instead))),
        }
    }
    for ((page, _), facts) in charts {
        found += facts.len();
        let missing = missing_in_chart(&pages[page - 1], &facts, &published.ledger.facts);
        found -= missing.len();
        findings.extend(
            missing.into_iter().map(|fact| {
                Finding::of(fact, format!("`{}` does not stand in the chart", fact.text))
            }),
        );
    }
    let all = published.ledger.facts.len();
    let said = match findings.len() {
        0 if pages.len() == 1 => format!("all {all} numbers stand at their place on 1 page"),
        0 => format!("all {all} numbers stand at their place on {} pages", pages.len()),
        wrong => format!("{wrong} of {all} numbers do not stand at their place ({found} do)"),
    };
    Ok(Check::of(Subject::Pages, said, findings))
}

fn said(fact: &Fact, instead: &str) -> String {
    match instead {
        "" => format!("`{}` should stand here, and nothing does", fact.text),
        instead => format!("`{}` should stand here, and `{instead}` does", fact.text),
    }
}

/// The numbers of one chart that are not drawn under its name, before the next
/// figure or table of the page.
fn missing_in_chart<'f>(page: &PageText, facts: &[&'f Fact], all: &[Fact]) -> Vec<&'f Fact> {
    let Some(first) = facts.first() else { return vec![] };
    let top = first.y.unwrap_or(0.0);
    let bottom = all
        .iter()
        .filter(|other| other.carrier == Carrier::Figure && other.page == first.page)
        .filter(|other| other.within != first.within)
        .filter_map(|other| other.y)
        .filter(|&y| y > top)
        .fold(page.height, f64::min);
    let words = page.words_between(top, bottom);
    let mut left: Vec<&str> = words.iter().map(|(word, _)| bare(word)).collect();
    let mut missing = vec![];
    for fact in facts {
        let wanted: Vec<&str> = fact.text.split_whitespace().collect();
        if wanted.is_empty() {
            continue;
        }
        match left.windows(wanted.len()).position(|window| window == wanted) {
            Some(at) => drop(left.drain(at..at + wanted.len())),
            None => missing.push(*fact),
        }
    }
    missing
}

/// A word of a chart without what stands round a base: `(n=58)` is `58`.
fn bare(word: &str) -> &str {
    let word = word.trim_start_matches('(').trim_end_matches(')');
    word.strip_prefix("n=").unwrap_or(word)
}
