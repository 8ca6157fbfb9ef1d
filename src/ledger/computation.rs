//! How a number was made, so that another program can make it again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::statistics::{Filter, Relation, Statistic, Test};

/// A formula over the answers: a statistic of questions, codes and respondents,
/// or of other numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Computation {
    /// What was computed.
    pub statistic: Statistic,
    /// The questions, by name; [`Legend::variables`](super::Legend::variables)
    /// tells where their answers stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
    /// The codes that it is about; none when it is about all answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The fraction of a quantile: a half for the median.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fraction: Option<f64>,
    /// The respondents that it is about: those who meet all conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<Condition>,
    /// Whether weights were used that differ.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weighted: bool,
    /// The cell, for a number that stands in the workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The numbers that it was computed from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A number that another one was computed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Part {
    /// The number before rounding; `None` when it or the whole is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The answers behind it, as in [`Fact::n`](super::Fact::n).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The respondents that it is based on, as in [`Fact::base`](super::Fact::base).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// How it was made.
    #[serde(flatten)]
    pub computation: Computation,
}

/// A condition on the answers to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Condition {
    /// The question, by name.
    pub question: String,
    /// What its answer must be.
    #[serde(flatten)]
    pub test: Requirement,
}

/// What an answer must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// One of these codes; of a multiple-response question one must be ticked.
    OneOf(Vec<String>),
    /// A valid answer that is none of these codes.
    NoneOf(Vec<String>),
    /// A number below this one.
    Less(f64),
    /// A number not above this one.
    AtMost(f64),
    /// This number.
    Equal(f64),
    /// Any number but this one.
    Unequal(f64),
    /// A number not below this one.
    AtLeast(f64),
    /// A number above this one.
    More(f64),
}

impl Computation {
    /// A computation without codes, filter or parts.
    pub fn new(statistic: Statistic, questions: Vec<String>) -> Self {
        Self {
            statistic,
            questions,
            codes: vec![],
            fraction: None,
            filter: vec![],
            weighted: false,
            cell: None,
            parts: vec![],
        }
    }

    /// Itself and the computations of all its parts, each before its own parts.
    pub fn all(&self) -> Vec<&Computation> {
        let parts = self.parts.iter().flat_map(|part| part.computation.all());
        std::iter::once(self).chain(parts).collect()
    }
}

/// The conditions of a filter.
pub fn conditions(filter: &Filter) -> Vec<Condition> {
    let texts = |codes: &[std::sync::Arc<str>]| codes.iter().map(ToString::to_string).collect();
    filter
        .conditions
        .iter()
        .map(|condition| Condition {
            question: condition.question.to_string(),
            test: match &condition.test {
                Test::OneOf(codes) => Requirement::OneOf(texts(codes)),
                Test::NoneOf(codes) => Requirement::NoneOf(texts(codes)),
                Test::Number(Relation::Less, bound) => Requirement::Less(*bound),
                Test::Number(Relation::AtMost, bound) => Requirement::AtMost(*bound),
                Test::Number(Relation::Equal, bound) => Requirement::Equal(*bound),
                Test::Number(Relation::Unequal, bound) => Requirement::Unequal(*bound),
                Test::Number(Relation::AtLeast, bound) => Requirement::AtLeast(*bound),
                Test::Number(Relation::More, bound) => Requirement::More(*bound),
            },
        })
        .collect()
}
