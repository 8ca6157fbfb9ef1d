//! Multiple responses spread over columns of ticks.

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::codebook::{Definition, DefinitionKind};
use super::names::{split_head, split_part};
use super::single::text_choice;
use super::summary::Summary;
use super::undefined;

/// Marks between the name of a question and a choice, the surest first.
const MARKS: [char; 5] = ['/', '[', '_', '.', ':'];

/// The multiple response that begins at the first of these columns: at least two
/// columns of ticks whose heads begin the same, as `q6_a`, `q6/b`, `q6[c]`. It
/// has a choice for each of its columns. A name that `is_taken` joins none.
pub(super) fn multiple(
    names: &[&Arc<str>],
    summaries: &[Summary],
    is_taken: &dyn Fn(&str) -> bool,
) -> Option<Definition> {
    // Most columns are no ticks, and need no look at their heads.
    if !summaries.first()?.is_ticks() {
        return None;
    }
    let labelled = split_part(names[0]).is_some();
    let marks: &[char] = if labelled { &['['] } else { &MARKS };
    for &mark in marks {
        let Some((name, _)) = split(names[0], mark) else { continue };
        let codes: Vec<&str> = names
            .iter()
            .zip(summaries)
            .map_while(|(head, summary)| {
                let (other, code) = split(head, mark)?;
                (other == name && summary.is_ticks()).then_some(code)
            })
            .collect();
        let is_varied = summaries[..codes.len()].iter().any(Summary::is_varied);
        if codes.len() < 2 || !is_varied || is_taken(name) {
            continue;
        }
        let parts = split_head(&name.into(), is_taken);
        let mut definition = undefined(parts.name, parts.label);
        definition.kind = DefinitionKind::Multiple;
        definition.choices = codes.iter().map(|code| text_choice(code)).collect();
        for (choice, head) in definition.choices.iter_mut().zip(names) {
            if let Some(part) = split_part(head) {
                definition.label = part.text.into();
                definition.short = part.text.into();
                if !part.label.is_empty() {
                    choice.label = part.label.into();
                }
            }
        }
        return Some(definition);
    }
    None
}

/// Splits a head at its mark into the name of the question and the choice.
fn split(head: &str, mark: char) -> Option<(&str, &str)> {
    if let Some(part) = split_part(head) {
        return (mark == '[').then_some((part.name, part.code));
    }
    let at = head.rfind(mark)?;
    let code = head[at + mark.len_utf8()..].trim_end_matches(']').trim();
    let name = head[..at].trim_end();
    (!name.is_empty() && !code.is_empty()).then_some((name, code))
}

/// Labels the choices of a multiple response with the texts of their columns,
/// without the beginning that they share.
pub(super) fn label_choices(
    definition: &mut Definition,
    columns: &[u32],
    texts: &IndexMap<u32, Arc<str>>,
) {
    let found: Option<Vec<&Arc<str>>> = columns.iter().map(|column| texts.get(column)).collect();
    let Some(found) = found else { return };
    let question = found[0].rsplit_once(" - ").map(|(question, _)| question);
    let shared = question.filter(|question| {
        found.iter().all(|text| text.strip_prefix(question).is_some_and(|it| it.starts_with(" - ")))
    });
    if let Some(question) = shared {
        (definition.label, definition.short) = (question.into(), question.into());
    }
    for (choice, text) in definition.choices.iter_mut().zip(&found) {
        choice.label = match shared {
            Some(question) => text[question.len()..].trim_start_matches(" - ").into(),
            None => Arc::clone(text),
        };
    }
}
