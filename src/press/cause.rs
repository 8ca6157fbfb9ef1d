//! The value that made what a fault of Typst is in, and the cells that it comes from.

use std::ops::Range;

use crate::ledger::cells;
use crate::typeset::{Spot, string_literals};

use super::Desk;
use super::document::Prepared;

/// The most places that are named.
const MOST_PLACES: usize = 3;

/// The most characters of a value that are shown.
const MOST_CHARACTERS: usize = 120;

/// The most string literals of a piece that prints one value: a number has two.
const FEW_LITERALS: usize = 2;

/// What a fault at this place of a virtual file comes from, when an expression made it;
/// `character` is the one that it is about, if it is about one.
pub(super) fn hint(
    desk: &Desk,
    document: &Prepared,
    spot: &Spot,
    character: Option<&str>,
) -> Option<String> {
    let (_, part) = document.parts.iter().find(|(target, _)| *target == spot.file)?;
    let source = document.files.get(&spot.file)?.as_str().ok()?;
    let printed = part.map.printed(spot.range.start)?;
    let printed = printed.start..printed.end.min(source.len());
    let text = source.get(printed.clone())?;
    let inside = spot.range.start - printed.start..spot.range.end.saturating_sub(printed.start);
    let literals = literals(text, &inside);
    let facts = document.facts();
    let fact = literals.iter().find_map(|literal| facts.iter().find(|fact| fact.id == *literal));
    if let Some(fact) = fact {
        let cells: Vec<String> = fact.sources.iter().map(cells).collect();
        return Some(from(&fact.text, cells));
    }
    let values = match literals.is_empty() {
        // What an expression in three braces prints stands there as it is.
        true if !text.contains('"') => vec![text.trim().to_string()],
        _ => literals,
    };
    let mut values: Vec<String> = values
        .into_iter()
        .filter(|value| character.is_none_or(|character| value.contains(character)))
        .filter(|value| !value.is_empty())
        .collect();
    values.dedup();
    let [value] = &values[..] else { return None };
    let places = desk.material.workbook.holding(value).map(|place| place.to_string());
    Some(from(value, places.collect()))
}

/// The string literals that a place touches; without any, those of the whole piece,
/// unless there are so many that it could be any of them.
fn literals(text: &str, inside: &Range<usize>) -> Vec<String> {
    let all = string_literals(text);
    let touched: Vec<String> = all
        .iter()
        .filter(|(range, _)| range.start < inside.end && inside.start < range.end)
        .map(|(_, value)| value.clone())
        .collect();
    match touched.is_empty() && all.len() <= FEW_LITERALS {
        true => all.into_iter().map(|(_, value)| value).collect(),
        false => touched,
    }
}

fn from(value: &str, mut places: Vec<String>) -> String {
    let mut shown: String = value.chars().take(MOST_CHARACTERS).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    let more = places.len().saturating_sub(MOST_PLACES);
    places.truncate(MOST_PLACES);
    let mut hint = format!("the value here is `{shown}`");
    if !places.is_empty() {
        hint.push_str(&format!(", from {}", places.join(", ")));
    }
    if more > 0 {
        hint.push_str(&format!(" and {more} more cells"));
    }
    hint
}
