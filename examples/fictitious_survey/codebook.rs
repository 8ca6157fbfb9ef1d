//! The codebook: sections, questions and lists of options, in the form of an XLSForm.

use std::collections::BTreeMap;
use std::error::Error;

use crate::answers::{Answer, Row};
use crate::choices::LISTS;
use crate::frame::Size;
use crate::questions::SECTIONS;

/// A group of questions.
pub(crate) struct Section {
    /// Name of the group.
    pub(crate) name: &'static str,
    /// Heading.
    pub(crate) label: &'static str,
    /// The questions in order.
    pub(crate) questions: &'static [Question],
}

/// The kind of a question, with the list of options where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One option without order.
    One(&'static str),
    /// One option of an ordered scale.
    Scale(&'static str),
    /// Any number of options.
    Many(&'static str),
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// An open answer.
    Text,
}

/// One question.
pub(crate) struct Question {
    /// Name: the column of the answers.
    pub(crate) name: &'static str,
    /// Kind.
    pub(crate) kind: Kind,
    /// The question as it is put.
    pub(crate) label: &'static str,
    /// A short label for charts and tables.
    pub(crate) short: &'static str,
    /// When the question is put (XLSForm's `relevant`); empty: always.
    pub(crate) relevant: &'static str,
    /// What a number must satisfy (XLSForm's `constraint`); empty: anything.
    pub(crate) constraint: &'static str,
    /// Whether agreement points against the section's own direction.
    pub(crate) reverse: bool,
}

/// A list of options.
pub(crate) struct List {
    /// Name.
    pub(crate) name: &'static str,
    /// Options: code, label, and why it counts as missing (empty: it does not).
    pub(crate) options: Vec<(String, String, &'static str)>,
}

/// Sections and lists together.
pub(crate) struct Codebook {
    /// Sections in order.
    pub(crate) sections: &'static [Section],
    /// Lists in the order in which the questions first use them.
    pub(crate) lists: Vec<List>,
}

impl Codebook {
    /// Puts the codebook together; a list that no question uses, or that is not there, is a fault.
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        let mut lists: Vec<List> = vec![];
        for question in SECTIONS.iter().flat_map(|section| section.questions) {
            let Some(name) = question.kind.list() else { continue };
            if lists.iter().any(|list| list.name == name) {
                continue;
            }
            lists.push(List { name, options: options(name)? });
        }
        match LISTS.iter().find(|(name, _)| lists.iter().all(|list| list.name != *name)) {
            Some((name, _)) => Err(format!("no question uses the list `{name}`").into()),
            None => Ok(Self { sections: SECTIONS, lists }),
        }
    }

    /// All questions in order.
    pub(crate) fn questions(&self) -> impl Iterator<Item = &'static Question> {
        self.sections.iter().flat_map(|section| section.questions)
    }

    /// The codes of a list.
    pub(crate) fn codes(&self, list: &str) -> Vec<&str> {
        let list = self.lists.iter().find(|candidate| candidate.name == list);
        let options = list.map_or(&[][..], |list| &list.options);
        options.iter().map(|(code, _, _)| code.as_str()).collect()
    }

    /// Checks that every answer belongs to a question and uses its codes.
    pub(crate) fn check(&self, rows: &[Row]) -> Result<(), String> {
        let kinds: BTreeMap<&str, Kind> =
            self.questions().map(|question| (question.name, question.kind)).collect();
        for (name, answer) in rows.iter().flatten() {
            let kind = *kinds.get(name).ok_or(format!("no question `{name}`"))?;
            let known = kind.list().map(|list| self.codes(list)).unwrap_or_default();
            let fits = match answer {
                Answer::Empty => true,
                Answer::Code(code) => {
                    matches!(kind, Kind::One(_) | Kind::Scale(_)) && known.contains(&code.as_str())
                }
                Answer::Many(codes) => {
                    matches!(kind, Kind::Many(_)) && codes.iter().all(|code| known.contains(code))
                }
                Answer::Number(number) => match kind {
                    Kind::Integer => number.fract().abs() < f64::EPSILON,
                    other => other == Kind::Decimal,
                },
                Answer::Text(_) => kind == Kind::Text,
            };
            if !fits {
                return Err(format!("`{name}` cannot be answered with {answer:?}"));
            }
        }
        Ok(())
    }
}

impl Kind {
    /// The list of options, where there is one.
    pub(crate) fn list(self) -> Option<&'static str> {
        match self {
            Kind::One(list) | Kind::Scale(list) | Kind::Many(list) => Some(list),
            Kind::Integer | Kind::Decimal | Kind::Text => None,
        }
    }
}

/// The options of a list. The size classes stand with the frame.
fn options(name: &str) -> Result<Vec<(String, String, &'static str)>, String> {
    if name == "grootte" {
        let classes = Size::ALL.iter();
        return Ok(classes.map(|size| (size.code().into(), size.label().into(), "")).collect());
    }
    let (_, options) = LISTS
        .iter()
        .find(|(list, _)| *list == name)
        .ok_or_else(|| format!("there is no list `{name}`"))?;
    Ok(options.iter().map(|&(code, label, missing)| (code.into(), label.into(), missing)).collect())
}
