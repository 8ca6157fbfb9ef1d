//! The phrases that every form of a comparison uses.

use crate::compare::{
    Change, ClaimChange, Comparison, FactChange, QuestionChange, Side, Turn, WordingChange,
};
use crate::ledger::{Carrier, Fact, Outcome};

/// "3 numbers changed, 1 came and 2 went on 4 pages", or that nothing did.
pub(super) fn summary(comparison: &Comparison) -> String {
    let [changed, came, went] = comparison.counts();
    let mut parts = vec![];
    if changed > 0 {
        parts.push(format!("{} changed", numbers(changed)));
    }
    if came > 0 {
        parts.push(format!(
            "{} came",
            if parts.is_empty() { numbers(came) } else { came.to_string() }
        ));
    }
    if went > 0 {
        parts.push(format!(
            "{} went",
            if parts.is_empty() { numbers(went) } else { went.to_string() }
        ));
    }
    let mut sentence = match (parts.pop(), parts.is_empty()) {
        (None, _) if !comparison.facts.is_empty() => "no number changed".to_string(),
        (None, _) => format!("all {} print the same", numbers(comparison.compared)),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", parts.join(", ")),
    };
    let pages = pages(comparison);
    if pages > 0 {
        sentence.push_str(&format!(" on {pages} {}", if pages == 1 { "page" } else { "pages" }));
    }
    let turned = comparison.facts.iter().filter(|fact| fact.turned.is_some()).count();
    if turned > 0 {
        sentence.push_str(&format!("; {turned} of them turned between shown and hidden"));
    }
    match comparison.facts.iter().filter(|fact| !fact.significance.is_empty()).count() {
        0 => {}
        1 => sentence.push_str("; the significance of 1 turned"),
        more => sentence.push_str(&format!("; the significance of {more} turned")),
    }
    let failing = comparison.claims.iter().filter(|claim| !claim.holds).count();
    match (failing, comparison.claims.len() - failing) {
        (0, 0) => {}
        (0, 1) => sentence.push_str("; 1 claim holds again"),
        (0, more) => sentence.push_str(&format!("; {more} claims hold again")),
        (1, 0) => sentence.push_str("; 1 claim no longer holds"),
        (more, 0) => sentence.push_str(&format!("; {more} claims no longer hold")),
        (failing, again) => {
            sentence.push_str(&format!("; {failing} claims no longer hold, and {again} hold again"))
        }
    }
    match comparison.wording.len() {
        0 => {}
        1 => sentence.push_str("; the wording is another at 1 place"),
        more => sentence.push_str(&format!("; the wording is another at {more} places")),
    }
    match comparison.questions.len() {
        0 => {}
        1 => sentence.push_str("; 1 question or code is not the same"),
        more => sentence.push_str(&format!("; {more} questions and codes are not the same")),
    }
    sentence
}

fn numbers(count: usize) -> String {
    format!("{count} {}", if count == 1 { "number" } else { "numbers" })
}

/// How many pages hold a change, in all documents together.
fn pages(comparison: &Comparison) -> usize {
    let mut pages: Vec<(&str, usize)> = comparison
        .facts
        .iter()
        .filter_map(|change| Some((change.document.as_str(), change.fact().page?)))
        .collect();
    pages.sort_unstable();
    pages.dedup();
    pages.len()
}

/// An edition in one line: its path, and what it calls itself.
pub(super) fn side(side: &Side) -> String {
    let mut parts = vec![];
    parts.extend(side.title.clone().filter(|title| !title.is_empty()));
    parts.extend(side.edition.clone().filter(|edition| !edition.is_empty()));
    parts.push(numbers(side.facts));
    parts.join(", ")
}

/// "page 12", with the printed number where it is another; "web page" where there are none.
pub(super) fn page(fact: &Fact) -> String {
    match (fact.page, &fact.page_label) {
        (None, _) if fact.carrier == Carrier::Web => "web page".into(),
        (None, _) => "no page".into(),
        (Some(page), Some(label)) if *label != page.to_string() => {
            format!("page {label} (sheet {page})")
        }
        (Some(page), _) => format!("page {page}"),
    }
}

/// The pages before and after, where they are not the same.
pub(super) fn page_of(change: &FactChange) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.page != new.page => {
            let before = page(old);
            format!("{}, was {}", page(new), before.strip_prefix("page ").unwrap_or(&before))
        }
        _ => page(change.fact()),
    }
}

/// The figure or table, or what else carries a number.
pub(super) fn carrier(fact: &Fact) -> &str {
    match (&fact.within, fact.carrier) {
        (Some(within), _) => within,
        (None, Carrier::Web) => "web",
        (None, _) => "text",
    }
}

/// Which number it is: in a figure or table its row and column, else the expression.
pub(super) fn number(fact: &Fact) -> String {
    fact.cell.as_ref().map_or(fact.expression.clone(), ToString::to_string)
}

/// The text before, or a sign that there was none.
pub(super) fn old_text(change: &FactChange) -> String {
    change.old.as_ref().map_or("∅".into(), |fact| text_of(fact, change))
}

/// The text after, or a sign that there is none.
pub(super) fn new_text(change: &FactChange) -> String {
    change.new.as_ref().map_or("∅".into(), |fact| text_of(fact, change))
}

/// The text of a number; with its letters, where these are what turned.
pub(super) fn text_of(fact: &Fact, change: &FactChange) -> String {
    match change.significance.is_empty() {
        true => fact.text.clone(),
        false => fact.with_letters(),
    }
}

/// Where the template prints a number: "templates/chapters/slot.typ.hbs:12".
pub(super) fn line(fact: &Fact) -> String {
    format!("{}:{}", fact.template, fact.line)
}

/// What turned: "now hidden: too few answers", "now significantly higher than B (Groot)".
pub(super) fn turn(change: &FactChange) -> Option<String> {
    let reason = |fact: &Option<Fact>| {
        fact.as_ref().and_then(|fact| fact.hidden.clone()).unwrap_or_default()
    };
    let mut turns: Vec<String> = change
        .turned
        .map(|turn| match turn {
            Turn::Hidden => format!("now hidden: {}", reason(&change.new)),
            Turn::Shown => format!("was hidden: {}", reason(&change.old)),
        })
        .into_iter()
        .collect();
    turns.extend(change.significance.iter().map(|turn| match (turn.old, turn.new) {
        (_, Some(outcome @ (Outcome::Higher | Outcome::Lower))) => {
            format!("now {} {}", outcome.text(), turn.group)
        }
        (Some(outcome), _) => format!("no longer {} {}", outcome.text(), turn.group),
        (None, _) => format!("no longer compared with {}", turn.group),
    }));
    (!turns.is_empty()).then(|| turns.join("; "))
}

/// A claim that turned: its place, and what happened.
pub(super) fn claim(change: &ClaimChange) -> (String, String) {
    let claim = &change.claim;
    let place = format!("{}:{}:{}", claim.template, claim.line, claim.column);
    let what = match change.holds {
        true => format!("holds again, where it said: {}", claim.said),
        false => format!("no longer holds: {}", claim.said),
    };
    (place, what.replace("holds: this claim does not hold: ", "holds: "))
}

/// Words that are not the same: their page and chapter, and what happened.
pub(super) fn wording(change: &WordingChange) -> (String, String) {
    let page =
        change.new_page.or(change.old_page).map_or(String::new(), |page| format!("page {page}"));
    let place = match &change.chapter {
        Some(chapter) => format!("{page}, {chapter}"),
        None => page,
    };
    let what = match (change.old.as_str(), change.new.as_str()) {
        ("", new) => format!("“{new}” came"),
        (old, "") => format!("“{old}” went"),
        (old, new) => format!("“{old}” is now “{new}”"),
    };
    (place, what)
}

/// A question or code that is not the same: its name, and what happened.
pub(super) fn question(change: &QuestionChange) -> (String, String) {
    let name = match &change.code {
        None => format!("question {}", change.question),
        Some(code) => format!("code {code} of {}", change.question),
    };
    let quoted = |text: &Option<String>| format!("“{}”", text.as_deref().unwrap_or_default());
    let what = match change.change {
        Change::Came => format!("came: {}", quoted(&change.new)),
        Change::Went => format!("went: {}", quoted(&change.old)),
        Change::Changed | Change::Turned => {
            format!("is now {}, was {}", quoted(&change.new), quoted(&change.old))
        }
    };
    (name, what)
}
