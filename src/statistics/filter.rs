//! Which respondents a figure is about: `grootte=klein,middel & provincie=Drenthe`.

use std::fmt;
use std::sync::Arc;

use super::lookup;
use crate::diagnostics::Diagnostic;
use crate::survey::{Answers, Question, Survey};

/// A group of respondents: all who meet every condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// The conditions; none stands for everyone.
    pub conditions: Vec<Condition>,
}

/// One condition on one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The question's name.
    pub question: Arc<str>,
    /// What its answer must be.
    pub test: Test,
}

/// What an answer must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// One of these codes, in the order written; for a multiple-response
    /// question, one of them must be ticked.
    OneOf(Vec<Arc<str>>),
    /// Answered, with none of these codes.
    NoneOf(Vec<Arc<str>>),
    /// A number in this relation to a bound.
    Number(Relation, f64),
}

/// A comparison of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Relation {
    /// The longest sign comes first, so that `<=` is not read as `<`.
    const SIGNS: [(&'static str, Relation); 6] = [
        ("<=", Relation::AtMost),
        (">=", Relation::AtLeast),
        ("!=", Relation::Unequal),
        ("<", Relation::Less),
        (">", Relation::More),
        ("=", Relation::Equal),
    ];

    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Relation::Less => value < bound,
            Relation::AtMost => value <= bound,
            Relation::Equal => value.total_cmp(&bound).is_eq(),
            Relation::Unequal => value.total_cmp(&bound).is_ne(),
            Relation::AtLeast => value >= bound,
            Relation::More => value > bound,
        }
    }
}

impl Filter {
    /// Everyone.
    pub fn everyone() -> Self {
        Self::default()
    }

    /// The respondents who gave `code` to `question`.
    pub fn code(question: Arc<str>, code: Arc<str>) -> Self {
        Self { conditions: vec![Condition { question, test: Test::OneOf(vec![code]) }] }
    }

    /// Reads a filter. Conditions are joined by `&`, alternatives by `,`; the
    /// signs are `=` and `!=` for codes, and `< <= = != >= >` for numbers.
    ///
    /// Fails with `filter-syntax`, `unknown-question`, `unknown-code` or
    /// `wrong-kind`, naming the part that is wrong.
    pub fn parse(text: &str, survey: &Survey) -> Result<Self, Diagnostic> {
        let mut conditions = Vec::new();
        for part in text.split('&') {
            let part = part.trim();
            if part.is_empty() && text.trim().is_empty() {
                continue;
            }
            conditions.push(parse_condition(part, survey)?);
        }
        Ok(Self { conditions })
    }

    /// The same respondents, as far as they meet the other filter's conditions too.
    #[must_use]
    pub fn and(&self, other: &Filter) -> Self {
        Self { conditions: [&*self.conditions, &*other.conditions].concat() }
    }

    /// Whether it stands for everyone.
    pub fn is_everyone(&self) -> bool {
        self.conditions.is_empty()
    }

    /// For each respondent whether the filter holds; `None` stands for everyone.
    pub(crate) fn mask(&self, survey: &Survey) -> Result<Option<Vec<bool>>, Diagnostic> {
        if self.is_everyone() {
            return Ok(None);
        }
        let mut mask = vec![true; survey.respondents()];
        for condition in &self.conditions {
            condition.restrict(survey, &mut mask)?;
        }
        Ok(Some(mask))
    }
}

impl Condition {
    /// The places of the options that a single-choice question must have: for
    /// [`Test::NoneOf`] all others that are answers. Fails for a test of numbers.
    pub(crate) fn places(&self, question: &Question) -> Result<Vec<usize>, Diagnostic> {
        let places = |codes: &[Arc<str>]| lookup::choices(question, codes);
        match &self.test {
            Test::OneOf(codes) => places(codes),
            Test::NoneOf(codes) => {
                let unwanted = places(codes)?;
                Ok((0..question.choices.len())
                    .filter(|place| !unwanted.contains(place))
                    .filter(|&place| lookup::is_valid(&question.choices[place]))
                    .collect())
            }
            Test::Number(..) => Err(lookup::wrong_kind(question, "a number")),
        }
    }

    fn restrict(&self, survey: &Survey, mask: &mut [bool]) -> Result<(), Diagnostic> {
        let question = lookup::question(survey, &self.question)?;
        let places = |codes: &[Arc<str>]| lookup::choices(question, codes);
        match (&self.test, &*question.answers) {
            (Test::Number(relation, bound), Answers::Number(numbers)) => {
                for (keep, number) in mask.iter_mut().zip(numbers) {
                    *keep &= number.is_ok_and(|value| relation.holds(value, *bound));
                }
            }
            (Test::OneOf(_) | Test::NoneOf(_), Answers::Single(answers)) => {
                let wanted = self.places(question)?;
                for (keep, answer) in mask.iter_mut().zip(answers) {
                    *keep &= answer.index().is_some_and(|place| wanted.contains(&place));
                }
            }
            (Test::OneOf(codes), Answers::Multiple { ticked, missing }) => {
                let wanted = places(codes)?;
                for (respondent, keep) in mask.iter_mut().enumerate() {
                    *keep &= missing[respondent].is_none()
                        && wanted.iter().any(|&place| ticked[place][respondent]);
                }
            }
            (Test::NoneOf(codes), Answers::Multiple { ticked, missing }) => {
                let unwanted = places(codes)?;
                for (respondent, keep) in mask.iter_mut().enumerate() {
                    *keep &= missing[respondent].is_none()
                        && !unwanted.iter().any(|&place| ticked[place][respondent]);
                }
            }
            (Test::Number(..), _) => return Err(lookup::wrong_kind(question, "a number")),
            _ => return Err(lookup::wrong_kind(question, "a closed question")),
        }
        Ok(())
    }
}

fn parse_condition(part: &str, survey: &Survey) -> Result<Condition, Diagnostic> {
    let sign = part
        .char_indices()
        .find_map(|(at, _)| {
            let rest = &part[at..];
            Relation::SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)).map(|found| (at, found))
        })
        .filter(|&(at, _)| at > 0);
    let Some((at, (sign, relation))) = sign else {
        return Err(Diagnostic::error(
            "filter-syntax",
            format!("`{part}` is not a condition on a question"),
        )
        .hint(
            "write it as `question=code`, with `,` between alternatives and `&` between conditions",
        ));
    };
    let name = part[..at].trim();
    let values: Vec<&str> = part[at + sign.len()..].split(',').map(str::trim).collect();
    let question = lookup::question(survey, name)?;
    if values.iter().any(|value| value.is_empty()) {
        return Err(Diagnostic::error(
            "filter-syntax",
            format!("a value is missing in the condition `{part}`"),
        )
        .hint(format!("write a code after `{sign}`")));
    }
    let test = match &*question.answers {
        Answers::Single(_) | Answers::Multiple { .. } => {
            let codes = values
                .iter()
                .map(|code| {
                    lookup::choice(question, code).map(|place| question.choices[place].code.clone())
                })
                .collect::<Result<Vec<_>, _>>()?;
            match relation {
                Relation::Equal => Test::OneOf(codes),
                Relation::Unequal => Test::NoneOf(codes),
                _ => {
                    return Err(Diagnostic::error(
                        "filter-syntax",
                        format!("`{sign}` compares numbers, but `{name}` has codes"),
                    )
                    .hint("use `=` or `!=`"));
                }
            }
        }
        Answers::Number(_) => {
            let bound = match values[..] {
                [value] => value.parse::<f64>().ok().filter(|value| value.is_finite()),
                _ => None,
            };
            let Some(bound) = bound else {
                return Err(Diagnostic::error(
                    "filter-syntax",
                    format!("`{part}` does not compare `{name}` with one number"),
                )
                .hint("write the number with a decimal point"));
            };
            Test::Number(*relation, bound)
        }
        _ => return Err(lookup::wrong_kind(question, "a closed question or a number")),
    };
    Ok(Condition { question: question.name.clone(), test })
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (place, condition) in self.conditions.iter().enumerate() {
            if place > 0 {
                f.write_str(" & ")?;
            }
            write!(f, "{}", condition.question)?;
            match &condition.test {
                Test::OneOf(codes) => write!(f, "={}", codes.join(","))?,
                Test::NoneOf(codes) => write!(f, "!={}", codes.join(","))?,
                Test::Number(relation, bound) => {
                    let sign = Relation::SIGNS
                        .iter()
                        .find(|(_, other)| other == relation)
                        .map_or("=", |(sign, _)| sign);
                    write!(f, "{sign}{bound}")?;
                }
            }
        }
        Ok(())
    }
}
