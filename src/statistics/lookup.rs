//! Finding questions and codes by name, with messages that help.

use crate::diagnostics::{CellRef, Diagnostic, Place, nearest_hint};
use crate::survey::{Answers, Choice, Code, Question, Survey};

/// The question of this name.
pub fn question<'a>(survey: &'a Survey, name: &str) -> Result<&'a Question, Diagnostic> {
    survey.questions.get(name).ok_or_else(|| {
        Diagnostic::error("unknown-question", format!("unknown question `{name}`"))
            .hints(nearest_hint(name, survey.questions.keys().map(|name| &**name)))
            .hint(format!(
                "the questions are {}",
                list(survey.questions.keys().map(|name| &**name))
            ))
    })
}

/// The place of a code among the question's choices.
pub fn choice(question: &Question, code: &str) -> Result<usize, Diagnostic> {
    if let Some(place) = question.choices.iter().position(|choice| &*choice.code == code) {
        return Ok(place);
    }
    if question.choices.is_empty() {
        return Err(wrong_kind(question, "a closed question"));
    }
    let by_label = question.choices.iter().find(|choice| &*choice.label == code);
    let error = Diagnostic::error(
        "unknown-code",
        format!("question `{}` has no code `{code}`", question.name),
    );
    let error = match by_label {
        Some(choice) => error.hint(format!("`{code}` is the label of code `{}`", choice.code)),
        // Between codes of one character every other one is near.
        None if code.chars().count() < 2 => error,
        None => {
            error.hints(nearest_hint(code, question.choices.iter().map(|choice| &*choice.code)))
        }
    };
    Err(error.hint(format!(
        "its codes are {}",
        list(question.choices.iter().map(|choice| &*choice.code))
    )))
}

/// The places of several codes among the question's choices.
pub(crate) fn choices(
    question: &Question,
    codes: &[impl AsRef<str>],
) -> Result<Vec<usize>, Diagnostic> {
    codes.iter().map(|code| choice(question, code.as_ref())).collect()
}

/// The codes of a single-choice question.
pub(crate) fn single(question: &Question) -> Result<&[Code], Diagnostic> {
    match &*question.answers {
        Answers::Single(codes) => Ok(codes),
        _ => Err(wrong_kind(question, "a single-choice question")),
    }
}

/// The message that a question is not of the kind that was needed.
pub(crate) fn wrong_kind(question: &Question, needed: &str) -> Diagnostic {
    let is = match &*question.answers {
        Answers::Single(_) => "a single-choice question",
        Answers::Multiple { .. } => "a multiple-response question",
        Answers::Number(_) => "a number",
        Answers::Text(_) => "an open answer",
        Answers::Date(_) => "a date",
    };
    let error = Diagnostic::error(
        "wrong-kind",
        format!("question `{}` is {is}, not {needed}", question.name),
    );
    match &*question.answers {
        Answers::Number(_) => error.hint("derive bands from it to count its answers"),
        Answers::Text(_) => {
            error.hint("name a closed question or a number: open answers are not counted")
        }
        _ => error.hint(format!("name {needed}")),
    }
}

/// The cell of a respondent's answer in the data sheet.
pub(crate) fn answer_cell(survey: &Survey, question: &Question, respondent: usize) -> Place {
    match (survey.rows.get(respondent), question.columns.first()) {
        (Some(&row), Some(&column)) => Place::Cell {
            file: survey.file.clone(),
            sheet: survey.data_sheet.clone(),
            cell: CellRef { row, column },
        },
        _ => Place::Sheet { file: survey.file.clone(), sheet: survey.data_sheet.clone() },
    }
}

/// Whether this choice counts as an answer.
pub(crate) fn is_valid(choice: &Choice) -> bool {
    choice.missing.is_none()
}

/// Names in backticks, at most a dozen of them.
pub(crate) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.collect();
    let mut text =
        names.iter().take(12).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 12 {
        text += &format!(" and {} more", names.len() - 12);
    }
    text
}
