//! Tests of reading surveys.

mod answers;
mod checks;
mod codebook;
mod conditions;
mod inference;
mod published;
mod sample;

use super::*;
use crate::diagnostics::Outcome;
use crate::workbook::Workbook;
use crate::workbook::fixture::{Book, messages};

/// A codebook with one question of each kind.
const QUESTIONS: &str = "\
    type | name | label
    select_one schaal | q1 | Hoe urgent is het?
    select_multiple media | q2 | Welke media?
    integer | q3 | Hoeveel medewerkers?
    date | q4 | Wanneer?
    text | q5 | Toelichting";

/// The choices of [`QUESTIONS`].
const CHOICES: &str = "\
    list_name | name | label | missing
    schaal | 1 | Oneens |
    schaal | 2 | Neutraal |
    schaal | 3 | Eens |
    schaal | 99 | Weet niet | dont-know
    media | krant | Krant |
    media | web | Website |
    media | geen | Geen van deze | refused";

/// A workbook with that codebook and these answers.
fn book(data: &str) -> Book {
    Book::new().sheet("data", data).sheet("survey", QUESTIONS).sheet("choices", CHOICES)
}

/// The survey in a workbook, read as planned by default.
fn survey(book: Book) -> Outcome<Survey> {
    read(&book.workbook(), &ReadPlan::default())
}

/// The answers to a question, one word per respondent.
fn answers(survey: &Survey, name: &str) -> String {
    let question = &survey.questions[name];
    let code = |index: usize| question.choices[index].code.to_string();
    let words: Vec<String> = match &*question.answers {
        Answers::Single(codes) => codes
            .iter()
            .map(|&it| match it.index() {
                Some(index) => code(index),
                None if it == Code::EMPTY => "-".into(),
                None => "not-asked".into(),
            })
            .collect(),
        Answers::Multiple { ticked, missing } => (0..missing.len())
            .map(|respondent| {
                let chosen: Vec<String> =
                    (0..ticked.len()).filter(|&it| ticked[it][respondent]).map(code).collect();
                match missing[respondent] {
                    Some(reason) => format!("[{}]{reason:?}", chosen.join(",")),
                    None => format!("[{}]", chosen.join(",")),
                }
            })
            .collect(),
        Answers::Number(numbers) => numbers
            .iter()
            .map(|number| match number {
                Ok(number) => number.to_string(),
                Err(reason) => format!("{reason:?}"),
            })
            .collect(),
        Answers::Text(texts) | Answers::Date(texts) => {
            texts.iter().map(|text| text.as_deref().unwrap_or("-").to_string()).collect()
        }
    };
    words.join(" ")
}

/// The choices of a question: `1=Oneens`, with a missing reason after `!`.
fn choices(survey: &Survey, name: &str) -> String {
    let shown = |choice: &Choice| match choice.missing {
        Some(reason) => format!("{}={}!{reason:?}", choice.code, choice.label),
        None => format!("{}={}", choice.code, choice.label),
    };
    survey.questions[name].choices.iter().map(shown).collect::<Vec<_>>().join(" ")
}
