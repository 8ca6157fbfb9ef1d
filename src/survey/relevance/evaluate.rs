//! Whether a condition holds for a respondent.

use super::super::codes::number_text;
use super::super::{Answers, Choice};
use super::{Comparison, Expression};

/// The answers that conditions look at.
pub(super) struct Asked<'s> {
    /// Choices and answers of each question, by index.
    pub(super) questions: Vec<(&'s [Choice], &'s Answers)>,
}

/// A value of an expression.
enum Operand {
    Text(String),
    Number(f64),
    Truth(bool),
}

impl Operand {
    fn number(&self) -> f64 {
        match self {
            Operand::Text(text) => text.trim().parse().unwrap_or(f64::NAN),
            Operand::Number(number) => *number,
            Operand::Truth(truth) => f64::from(u8::from(*truth)),
        }
    }

    fn truth(&self) -> bool {
        match self {
            Operand::Text(text) => !text.is_empty(),
            Operand::Number(number) => *number != 0.0 && !number.is_nan(),
            Operand::Truth(truth) => *truth,
        }
    }

    fn text(self) -> String {
        match self {
            Operand::Text(text) => text,
            Operand::Number(number) => number_text(number),
            Operand::Truth(truth) => truth.to_string(),
        }
    }
}

impl Asked<'_> {
    /// Whether the condition holds for a respondent.
    pub(super) fn holds(&self, expression: &Expression, respondent: usize) -> bool {
        match expression {
            Expression::Not(inner) => !self.holds(inner, respondent),
            Expression::And(one, other) => {
                self.holds(one, respondent) && self.holds(other, respondent)
            }
            Expression::Or(one, other) => {
                self.holds(one, respondent) || self.holds(other, respondent)
            }
            Expression::Selected(question, code) => self.is_selected(*question, code, respondent),
            Expression::Compare(comparison, left, right) => {
                let (left, right) = (self.value(left, respondent), self.value(right, respondent));
                compare(*comparison, left, right)
            }
            other => self.value(other, respondent).truth(),
        }
    }

    /// Whether the condition holds for a respondent whatever would stand in the place of
    /// answers that were left open; `None` where that decides.
    pub(super) fn known(&self, expression: &Expression, respondent: usize) -> Option<bool> {
        match expression {
            Expression::Not(inner) => self.known(inner, respondent).map(|holds| !holds),
            Expression::And(one, other) => {
                match (self.known(one, respondent), self.known(other, respondent)) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                }
            }
            Expression::Or(one, other) => {
                match (self.known(one, respondent), self.known(other, respondent)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                }
            }
            other => self.is_answered(other, respondent).then(|| self.holds(other, respondent)),
        }
    }

    /// Whether the respondent answered all questions of an expression.
    fn is_answered(&self, expression: &Expression, respondent: usize) -> bool {
        let is = |inner: &Expression| self.is_answered(inner, respondent);
        match expression {
            Expression::Question(question)
            | Expression::Selected(question, _)
            | Expression::CountSelected(question) => !self.codes(*question, respondent).is_empty(),
            Expression::Not(inner) | Expression::Length(inner) => is(inner),
            Expression::And(one, other)
            | Expression::Or(one, other)
            | Expression::Compare(_, one, other) => is(one) && is(other),
            Expression::Text(_) | Expression::Number(_) | Expression::Truth(_) => true,
        }
    }

    fn value(&self, expression: &Expression, respondent: usize) -> Operand {
        match expression {
            Expression::Question(question) => {
                Operand::Text(self.codes(*question, respondent).join(" "))
            }
            Expression::Text(text) => Operand::Text(text.clone()),
            Expression::Number(number) => Operand::Number(*number),
            Expression::Truth(truth) => Operand::Truth(*truth),
            Expression::CountSelected(question) => {
                Operand::Number(self.codes(*question, respondent).len() as f64)
            }
            Expression::Length(inner) => {
                Operand::Number(self.value(inner, respondent).text().chars().count() as f64)
            }
            truth => Operand::Truth(self.holds(truth, respondent)),
        }
    }

    fn is_selected(&self, question: usize, code: &str, respondent: usize) -> bool {
        self.codes(question, respondent).iter().any(|chosen| chosen == code)
    }

    /// The answer, unless it says why there is none.
    pub(super) fn valid_codes(&self, question: usize, respondent: usize) -> Vec<String> {
        let choices = self.questions[question].0;
        let is_missing = |code: &String| {
            choices.iter().any(|choice| *choice.code == **code && choice.missing.is_some())
        };
        let mut codes = self.codes(question, respondent);
        codes.retain(|code| !is_missing(code));
        codes
    }

    /// The answer as the form holds it: codes, or one text.
    pub(super) fn codes(&self, question: usize, respondent: usize) -> Vec<String> {
        let (choices, answers) = self.questions[question];
        let code = |index: usize| choices.get(index).map(|choice| choice.code.to_string());
        match answers {
            Answers::Single(codes) => {
                codes[respondent].index().and_then(code).into_iter().collect()
            }
            Answers::Multiple { ticked, .. } => (0..ticked.len())
                .filter(|&choice| ticked[choice][respondent])
                .filter_map(code)
                .collect(),
            Answers::Number(numbers) => {
                numbers[respondent].ok().map(number_text).into_iter().collect()
            }
            Answers::Text(texts) | Answers::Date(texts) => {
                texts[respondent].as_ref().map(|text| text.to_string()).into_iter().collect()
            }
        }
    }
}

fn compare(comparison: Comparison, left: Operand, right: Operand) -> bool {
    let as_numbers = matches!(left, Operand::Number(_)) || matches!(right, Operand::Number(_));
    let as_truths = matches!(left, Operand::Truth(_)) || matches!(right, Operand::Truth(_));
    let order = |test: fn(&f64, &f64) -> bool| test(&left.number(), &right.number());
    match comparison {
        Comparison::Less => order(f64::lt),
        Comparison::LessOrEqual => order(f64::le),
        Comparison::Greater => order(f64::gt),
        Comparison::GreaterOrEqual => order(f64::ge),
        Comparison::Equal | Comparison::Different => {
            let equal = if as_truths {
                left.truth() == right.truth()
            } else if as_numbers {
                // Both come from data or from the codebook, and are exact.
                left.number().total_cmp(&right.number()).is_eq()
            } else {
                left.text() == right.text()
            };
            equal == (comparison == Comparison::Equal)
        }
    }
}
