//! Surveys made in memory, a column at a time; the benchmark uses them too.

use drukpers::survey::{Answers, Choice, Code, Kind, Question, Survey};
use indexmap::IndexMap;

/// A question with the given answers.
pub(crate) fn question(
    name: &str,
    column: u32,
    kind: Kind,
    choices: Vec<Choice>,
    answers: Answers,
) -> Question {
    Question {
        name: name.into(),
        label: name.into(),
        short: name.into(),
        section: None,
        kind,
        choices,
        ordered: false,
        reverse: false,
        defined_at: None,
        columns: vec![column],
        answers: answers.into(),
    }
}

/// A survey of `respondents` without questions yet.
pub(crate) fn blank(respondents: usize) -> Survey {
    Survey {
        file: "inputs/survey.xlsx".into(),
        data_sheet: "data".into(),
        sections: vec![],
        questions: IndexMap::new(),
        rows: (1..=respondents as u32).collect(),
        frame: None,
    }
}

/// Adds a single-choice question with codes `1` to `options`, a scale; answers
/// beyond them are empty cells.
pub(crate) fn add_scale(survey: &mut Survey, name: &str, options: u16, answers: &[u16]) {
    let choices = (1..=options)
        .map(|code| Choice {
            code: code.to_string().into(),
            label: format!("option {code}").into(),
            score: Some(f64::from(code)),
            missing: None,
            defined_at: None,
        })
        .collect();
    let codes = answers.iter().map(|&at| if at < options { Code(at) } else { Code::EMPTY });
    let answers = Answers::Single(codes.collect());
    let column = survey.questions.len() as u32;
    let mut question = question(name, column, Kind::Single, choices, answers);
    question.ordered = true;
    survey.questions.insert(question.name.clone(), question);
}

/// Adds a numeric question.
pub(crate) fn add_numbers(survey: &mut Survey, name: &str, numbers: &[f64]) {
    let answers = Answers::Number(numbers.iter().map(|&number| Ok(number)).collect());
    let column = survey.questions.len() as u32;
    let question = question(name, column, Kind::Number, vec![], answers);
    survey.questions.insert(question.name.clone(), question);
}
