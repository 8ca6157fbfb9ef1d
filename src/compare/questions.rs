//! Questions and codes that are not the same in both editions.

use indexmap::IndexMap;
use serde::Serialize;

use super::Change;
use crate::ledger::Legend;

/// A question or a code that came, went or was put in other words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct QuestionChange {
    /// What happened to it.
    pub change: Change,
    /// Name of the question.
    pub question: String,
    /// The code; `None` when it is the question itself.
    pub code: Option<String>,
    /// Its words before.
    pub old: Option<String>,
    /// Its words after.
    pub new: Option<String>,
}

/// Compares two codebooks; in the order of the new one, those that went at the end.
pub(super) fn compare(old: &Legend, new: &Legend) -> Vec<QuestionChange> {
    let questions = |legend: &Legend| -> IndexMap<String, String> {
        legend.variables.iter().map(|(name, it)| (name.clone(), it.label.clone())).collect()
    };
    let mut changes = vec![];
    for (name, old_label, new_label) in sides(questions(old), questions(new)) {
        let codes = |legend: &Legend| -> IndexMap<String, String> {
            let options = legend.variables.get(&name).map_or(&[][..], |it| &it.options);
            options.iter().map(|it| (it.code.clone(), it.label.clone())).collect()
        };
        let both = old_label.is_some() && new_label.is_some();
        changes.extend(change(&name, None, old_label, new_label));
        if both {
            for (code, old, new) in sides(codes(old), codes(new)) {
                changes.extend(change(&name, Some(code), old, new));
            }
        }
    }
    changes
}

/// Keys of both maps with their values: those of the new one, then those that went.
fn sides(
    mut old: IndexMap<String, String>,
    new: IndexMap<String, String>,
) -> Vec<(String, Option<String>, Option<String>)> {
    let mut sides: Vec<_> = new
        .into_iter()
        .map(|(key, label)| {
            let before = old.shift_remove(&key);
            (key, before, Some(label))
        })
        .collect();
    sides.extend(old.into_iter().map(|(key, label)| (key, Some(label), None)));
    sides
}

fn change(
    question: &str,
    code: Option<String>,
    old: Option<String>,
    new: Option<String>,
) -> Option<QuestionChange> {
    let change = match (&old, &new) {
        (None, _) => Change::Came,
        (_, None) => Change::Went,
        (Some(old), Some(new)) if old != new => Change::Changed,
        _ => return None,
    };
    Some(QuestionChange { change, question: question.into(), code, old, new })
}
