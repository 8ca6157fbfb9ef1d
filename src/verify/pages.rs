//! Whether the numbers of a ledger stand on the pages of its PDF.

use crate::ledger::{Carrier, Fact};
use crate::published::{Published, page_texts};

use super::{Check, Finding, Subject};
use crate::diagnostics::Diagnostic;

/// Looks for each number at the place that the ledger names: the text that is
/// drawn there must be the text of the fact.
pub(super) fn check(published: &Published, bytes: &[u8]) -> Result<Check, Diagnostic> {
    let pages = page_texts(&published.name, bytes)?;
    let mut findings = vec![];
    // What only an alternative text quotes is drawn nowhere.
    let facts = published.ledger.facts.iter();
    let facts: Vec<&Fact> = facts.filter(|fact| fact.carrier != Carrier::Alternative).collect();
    for fact in &facts {
        let (Some(page), Some(x), Some(y)) = (fact.page, fact.x, fact.y) else {
            findings.push(Finding::of(fact, format!("`{}` has no place in the ledger", fact.text)));
            continue;
        };
        let Some(text) = page.checked_sub(1).and_then(|index| pages.get(index)) else {
            findings.push(Finding::of(fact, format!("`{}`: there is no such page", fact.text)));
            continue;
        };
        if let Err(instead) = text.locate(&fact.text, x, y) {
            findings.push(Finding::of(fact, said(fact, &instead)));
        }
    }
    let all = facts.len();
    let found = all - findings.len();
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
