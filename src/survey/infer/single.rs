//! The question of one column.

use std::sync::Arc;

use super::super::codebook::{Definition, DefinitionKind};
use super::super::codes::{number_text, score};
use super::super::{Choice, Missing};
use super::names::HeadParts;
use super::summary::{Parts, REMEMBERED, Summary};
use super::{scales, undefined};

/// A closed question has at most so many choices.
const CHOICES: usize = 40;

/// A scale has at most so many steps.
const STEPS: usize = 7;

/// A label of a choice is at most so long.
const LABEL_CHARACTERS: usize = 120;

/// Codes that stand for a missing answer beside a scale that ends at 10.
const MISSING_CODES: [i64; 17] =
    [77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, 9999, -1, -7, -8, -9, -99];

/// The question of a column. A variable that is `shared` with the population is
/// closed, whatever it holds; the column that numbers the respondents is text.
pub(super) fn single(parts: HeadParts, summary: &Summary, shared: bool, is_id: bool) -> Definition {
    let mut definition = undefined(parts.name, parts.label);
    if is_id || summary.filled == 0 {
        return definition;
    }
    if summary.is_mostly(summary.dates) {
        definition.kind = DefinitionKind::Date;
    } else if summary.is_mostly(summary.numbers) && !shared {
        definition.kind = DefinitionKind::Decimal;
        if let Some(choices) = scale(summary).or_else(|| labelled_scale(summary)) {
            definition.kind = DefinitionKind::Single;
            definition.ordered = choices.iter().filter(|it| it.missing.is_none()).count() > 2;
            definition.choices = choices;
        }
    } else if let Some((choices, separator)) = separated(summary) {
        definition.kind = DefinitionKind::Multiple;
        definition.choices = choices;
        definition.separator = separator;
    } else if let Some(choices) = labelled_scale(summary) {
        definition.kind = DefinitionKind::Single;
        definition.ordered = true;
        definition.choices = choices;
    } else if let Some(mut choices) = recurring(summary, shared) {
        definition.kind = DefinitionKind::Single;
        definition.ordered = scales::sort(&mut choices);
        definition.choices = choices;
    } else if summary.is_mostly(summary.numbers) {
        definition.kind = DefinitionKind::Decimal;
    }
    definition
}

/// The choices of a scale: whole numbers from 0 to 10 with few steps, and codes
/// for missing answers beside them.
fn scale(summary: &Summary) -> Option<Vec<Choice>> {
    if summary.fractions || summary.texts + summary.dates > 0 {
        return None;
    }
    let (missing, steps): (Vec<i64>, Vec<i64>) =
        summary.whole.iter().partition(|number| MISSING_CODES.contains(number));
    let (first, last) = (*steps.first()?, *steps.last()?);
    if first < 0 || last > 10 || (last - first) as usize >= STEPS || summary.filled < 3 {
        return None;
    }
    let choice = |number: i64, missing| {
        let code: Arc<str> = number.to_string().into();
        Choice { label: code.clone(), score: score(&code), code, missing, defined_at: None }
    };
    // Steps that nobody chose belong to the scale too.
    let steps = (first..=last).map(|number| choice(number, None));
    let missing = missing.into_iter().map(|number| choice(number, Some(Missing::DontKnow)));
    Some(steps.chain(missing).collect())
}

/// The choices of a scale with words at some of its steps: `0 - Not at all`, 1,
/// 2, ... A word without a number must recur: else it is a slip.
fn labelled_scale(summary: &Summary) -> Option<Vec<Choice>> {
    let is_step = |number: &i64| (0..=10).contains(number);
    let plain = summary.fractions || summary.texts == 0 || summary.numbers == 0;
    if plain || !summary.whole.iter().all(is_step) {
        return None;
    }
    let steps = summary.whole.iter().map(|number| text_choice(&number.to_string()));
    let labelled = |word: &Arc<str>| Choice { score: first_number(word), ..text_choice(word) };
    let mut choices: Vec<Choice> = steps.chain(summary.words.keys().map(labelled)).collect();
    let is_known = |choice: &Choice| {
        choice.score.is_some()
            || choice.missing.is_some()
            || summary.words.get(&choice.code).is_some_and(|&count| count > 1)
    };
    let is_labelled = choices.iter().any(|it| it.score.is_some() && score(&it.code).is_none());
    if choices.len() > 14 || !choices.iter().all(is_known) || !is_labelled {
        return None;
    }
    let rank = |choice: &Choice| choice.score.unwrap_or(f64::INFINITY);
    choices.sort_by(|one, other| rank(one).total_cmp(&rank(other)));
    Some(choices)
}

/// The number that a label begins with: 10 of `10 - Completely satisfied`.
fn first_number(label: &str) -> Option<f64> {
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    let rest = label[digits..].trim_start();
    let parts = rest.starts_with(['-', '–', '(', ':', '=', '.']) && rest.len() > 1;
    parts.then(|| label[..digits].parse().ok())?
}

/// The choices of a multiple response in one column, and what separates them.
fn separated(summary: &Summary) -> Option<(Vec<Choice>, char)> {
    if summary.texts != summary.filled {
        return None;
    }
    let choices = |parts: &Parts| parts.parts.keys().map(|part| text_choice(part)).collect();
    let enough = |parts: &Parts| parts.texts * 5 >= summary.texts && parts.parts.len() <= CHOICES;
    if enough(&summary.semicolons) && summary.semicolons.parts.len() * 2 <= summary.texts {
        return Some((choices(&summary.semicolons), ';'));
    }
    // A comma is part of many labels. In a multiple response the parts recur,
    // and are fewer than their combinations.
    let commas = &summary.commas;
    let recur = commas.parts.values().all(|&count| count > 1);
    let fewer = commas.parts.len() * 4 <= summary.texts && commas.parts.len() < summary.words.len();
    (enough(commas) && recur && fewer).then(|| (choices(commas), ','))
}

/// The choices of a column with values that recur.
fn recurring(summary: &Summary, shared: bool) -> Option<Vec<Choice>> {
    if summary.fractions && !shared {
        return None;
    }
    if summary.bools == summary.filled {
        return Some(["true", "false"].map(text_choice).to_vec());
    }
    let numbers = summary.whole.iter().map(|&number| number_text(number as f64));
    let mut values: Vec<Arc<str>> = numbers.map(Arc::from).collect();
    let mut words: Vec<&Arc<str>> = summary.words.keys().collect();
    words.sort_by_cached_key(|word| word.to_lowercase());
    values.extend(words.into_iter().cloned());
    let few = if shared {
        values.len() < REMEMBERED
    } else {
        values.len() <= CHOICES && values.len() * 2 <= summary.filled && summary.bools == 0
    };
    (few && summary.longest <= LABEL_CHARACTERS && !values.is_empty())
        .then(|| values.iter().map(|value| text_choice(value)).collect())
}

/// A choice whose code is its label.
pub(super) fn text_choice(text: &str) -> Choice {
    let code: Arc<str> = text.into();
    let missing = scales::missing(text);
    Choice { label: code.clone(), score: score(text), code, missing, defined_at: None }
}
