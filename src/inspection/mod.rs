//! A look at a survey before anything is written about it: its questions, codes
//! and bases, and what somebody should look at again.
//!
//! [`inspect`] gives plain data, for the terminal, for JSON and for a page in a
//! preview; [`human`] writes it for people.

mod human;
mod oddities;

use serde::Serialize;

use crate::diagnostics::CellRef;
use crate::survey::{Answers, Kind, Missing, Question, Survey};

pub use human::human;

/// What a workbook holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inspection {
    /// Path of the workbook.
    pub workbook: String,
    /// The sheet with the answers.
    pub sheet: String,
    /// Number of respondents.
    pub respondents: usize,
    /// Units in the population, when the workbook has it.
    pub population: Option<usize>,
    /// Whether questions and options come from a codebook; they are inferred otherwise.
    pub codebook: bool,
    /// Questions, in the order of the codebook or of the columns.
    pub questions: Vec<InspectedQuestion>,
    /// What somebody should look at again, and that no single question is about.
    pub oddities: Vec<String>,
}

/// A question as the workbook has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InspectedQuestion {
    /// Its name in templates.
    pub name: String,
    /// The question as it was put.
    pub label: String,
    /// `single`, `multiple`, `number`, `text` or `date`.
    pub kind: &'static str,
    /// Whether its options are an ordered scale.
    pub ordered: bool,
    /// Name of the codebook's group.
    pub section: Option<String>,
    /// The head of its first column.
    pub cell: Option<String>,
    /// Respondents with a valid answer.
    pub base: usize,
    /// Respondents without one, by reason.
    pub missing: MissingCounts,
    /// The options with the number of respondents who chose them.
    pub options: Vec<InspectedOption>,
    /// Lowest, middle and highest number.
    pub range: Option<[f64; 3]>,
    /// What somebody should look at again.
    pub oddities: Vec<String>,
}

/// Respondents without a valid answer, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MissingCounts {
    /// The cell is empty.
    pub empty: usize,
    /// "Don't know".
    pub dont_know: usize,
    /// "No answer".
    pub refused: usize,
    /// The question was not put.
    pub not_asked: usize,
}

impl MissingCounts {
    fn add(&mut self, reason: Missing) {
        match reason {
            Missing::Empty => self.empty += 1,
            Missing::DontKnow => self.dont_know += 1,
            Missing::Refused => self.refused += 1,
            Missing::NotAsked => self.not_asked += 1,
        }
    }
}

/// An option of a closed question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InspectedOption {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Respondents who chose it.
    pub n: usize,
    /// Whether it counts as a missing answer.
    pub missing: bool,
}

/// Looks at a survey.
pub fn inspect(survey: &Survey) -> Inspection {
    let questions = survey.questions.values().map(|question| look_at(survey, question));
    Inspection {
        workbook: survey.file.to_string(),
        sheet: survey.data_sheet.to_string(),
        respondents: survey.respondents(),
        population: survey.frame.as_ref().map(|frame| frame.units),
        codebook: survey.questions.values().any(|question| question.defined_at.is_some()),
        questions: questions.collect(),
        oddities: oddities::of_survey(survey),
    }
}

fn look_at(survey: &Survey, question: &Question) -> InspectedQuestion {
    let mut missing = MissingCounts::default();
    let mut base = 0;
    let mut counts = vec![0; question.choices.len()];
    let mut numbers = vec![];
    match &*question.answers {
        Answers::Single(codes) => {
            for code in codes {
                match code.index() {
                    Some(index) => {
                        counts[index] += 1;
                        match question.choices[index].missing {
                            Some(reason) => missing.add(reason),
                            None => base += 1,
                        }
                    }
                    None if *code == crate::survey::Code::NOT_ASKED => {
                        missing.add(Missing::NotAsked)
                    }
                    None => missing.add(Missing::Empty),
                }
            }
        }
        Answers::Multiple { ticked, missing: reasons } => {
            for (count, ticks) in counts.iter_mut().zip(ticked) {
                *count = ticks.iter().filter(|&&tick| tick).count();
            }
            for reason in reasons {
                match reason {
                    Some(reason) => missing.add(*reason),
                    None => base += 1,
                }
            }
        }
        Answers::Number(answers) => {
            for answer in answers {
                match answer {
                    Ok(number) => numbers.push(*number),
                    Err(reason) => missing.add(*reason),
                }
            }
            base = numbers.len();
        }
        Answers::Text(texts) | Answers::Date(texts) => {
            base = texts.iter().flatten().count();
            missing.empty = texts.len() - base;
        }
    }
    numbers.sort_by(f64::total_cmp);
    let range = match (numbers.first(), numbers.last()) {
        (Some(low), Some(high)) => Some([*low, numbers[(numbers.len() - 1) / 2], *high]),
        _ => None,
    };
    let mut inspected = InspectedQuestion {
        name: question.name.to_string(),
        label: question.label.to_string(),
        kind: match question.kind {
            Kind::Single => "single",
            Kind::Multiple => "multiple",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Date => "date",
        },
        ordered: question.ordered,
        section: question.section.map(|section| survey.sections[section].name.to_string()),
        cell: question
            .columns
            .first()
            .map(|&column| format!("{}!{}", survey.data_sheet, CellRef { row: 0, column })),
        base,
        missing,
        options: question
            .choices
            .iter()
            .zip(counts)
            .map(|(choice, n)| InspectedOption {
                code: choice.code.to_string(),
                label: choice.label.to_string(),
                n,
                missing: choice.missing.is_some(),
            })
            .collect(),
        range,
        oddities: vec![],
    };
    inspected.oddities = oddities::of_question(&inspected, &numbers, question.defined_at.is_some());
    inspected
}
