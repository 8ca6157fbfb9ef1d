//! Views on a question: which answers are valid, what they score.

use crate::diagnostics::Diagnostic;
use crate::survey::{Answers, Code, Question};

use super::analysis::slot;
use super::lookup;

/// Scores of a scale's choices, in the order of the codebook; `None` for a
/// choice that counts as missing.
///
/// The codes themselves where all of them are numbers, else the positions 1, 2,
/// ... of an ordered scale. Fails with `not-a-scale` for a question without order.
pub fn scores(question: &Question) -> Result<Vec<Option<f64>>, Diagnostic> {
    if !matches!(*question.answers, Answers::Single(_)) {
        return Err(lookup::wrong_kind(question, "a scale"));
    }
    if !question.ordered {
        return Err(Diagnostic::error(
            "not-a-scale",
            format!("the options of question `{}` have no order", question.name),
        )
        .hint("mark it as ordered in the codebook if its codes are scores"));
    }
    let numbered = question
        .choices
        .iter()
        .filter(|choice| lookup::is_valid(choice))
        .all(|choice| choice.score.is_some());
    let mut position = 0.0;
    Ok(question
        .choices
        .iter()
        .map(|choice| {
            if !lookup::is_valid(choice) {
                return None;
            }
            position += 1.0;
            Some(if numbered { choice.score.unwrap_or(position) } else { position })
        })
        .collect())
}

/// The choices with the highest scores of a scale, `count` of them (its top
/// box), by code. [`bottom_codes`] gives the lowest.
pub fn top_codes(
    question: &Question,
    count: usize,
) -> Result<Vec<std::sync::Arc<str>>, Diagnostic> {
    extreme_codes(question, count, true)
}

/// The choices with the lowest scores of a scale, `count` of them, by code.
pub fn bottom_codes(
    question: &Question,
    count: usize,
) -> Result<Vec<std::sync::Arc<str>>, Diagnostic> {
    extreme_codes(question, count, false)
}

fn extreme_codes(
    question: &Question,
    count: usize,
    top: bool,
) -> Result<Vec<std::sync::Arc<str>>, Diagnostic> {
    let scores = scores(question)?;
    let mut places: Vec<(f64, usize)> = scores
        .iter()
        .enumerate()
        .filter_map(|(place, score)| score.map(|score| (score, place)))
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    if top {
        places.reverse();
    }
    if count == 0 || count > places.len() {
        return Err(Diagnostic::error(
            "bad-box",
            format!("question `{}` has no box of {count} options", question.name),
        )
        .hint(format!("its scale has {} options", places.len())));
    }
    let mut chosen: Vec<usize> = places[..count].iter().map(|&(_, place)| place).collect();
    chosen.sort_unstable();
    Ok(chosen.into_iter().map(|place| question.choices[place].code.clone()).collect())
}

/// The codes of the options at these places, in the order of the codebook.
pub(crate) fn codes_at(
    question: &Question,
    places: &[usize],
) -> std::sync::Arc<[std::sync::Arc<str>]> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    places.iter().map(|&place| question.choices[place].code.clone()).collect()
}

/// Which slots of a single-choice question (see [`slot`]) are valid answers.
pub(crate) fn valid_slots(question: &Question) -> Vec<bool> {
    let mut valid: Vec<bool> = question.choices.iter().map(lookup::is_valid).collect();
    valid.extend([false, false]);
    valid
}

/// The number that each respondent gave: a number, or the score of a scale.
pub(crate) enum Numbers<'a> {
    /// A numeric question.
    Plain(&'a [Result<f64, crate::survey::Missing>]),
    /// A scale, with the score of each slot.
    Scored(&'a [Code], Vec<Option<f64>>),
}

impl<'a> Numbers<'a> {
    /// The numbers of a numeric question or a scale.
    pub(crate) fn of(question: &'a Question) -> Result<Self, Diagnostic> {
        match &*question.answers {
            Answers::Number(numbers) => Ok(Self::Plain(numbers)),
            Answers::Single(codes) => {
                let mut scores = scores(question)?;
                scores.extend([None, None]);
                Ok(Self::Scored(codes, scores))
            }
            _ => Err(lookup::wrong_kind(question, "a number or a scale")),
        }
    }

    /// The number of one respondent, if there is one.
    pub(crate) fn get(&self, respondent: usize) -> Option<f64> {
        match self {
            Self::Plain(numbers) => numbers[respondent].ok().filter(|number| number.is_finite()),
            Self::Scored(codes, scores) => scores[slot(codes[respondent], scores.len() - 2)],
        }
    }
}
