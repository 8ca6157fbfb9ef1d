//! The answers of one respondent, drawn around the hidden traits.

mod ambition;
mod closing;
mod interaction;
mod leadership;
mod planning;
mod urgency;

use std::collections::BTreeMap;

use crate::chance::Chance;
use crate::frame::Size;
use crate::respondent::Respondent;

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// The cell stays empty.
    Empty,
    /// A code of a single choice.
    Code(String),
    /// The codes that were ticked.
    Many(Vec<&'static str>),
    /// A number.
    Number(f64),
    /// An open answer.
    Text(&'static str),
}

/// A respondent's answers by the name of the question.
pub(crate) type Row = BTreeMap<&'static str, Answer>;

/// How often a respondent does not know, and how often an answer is skipped.
const DONT_KNOW: f64 = 0.035;
const SKIPPED: f64 = 0.012;

/// Answers all questions.
pub(crate) fn fill(respondent: &Respondent, chance: &mut Chance) -> Row {
    let mut row = Row::new();
    background(respondent, chance, &mut row);
    urgency::fill(respondent, chance, &mut row);
    ambition::fill(respondent, chance, &mut row);
    planning::fill(respondent, chance, &mut row);
    interaction::fill(respondent, chance, &mut row);
    leadership::fill(respondent, chance, &mut row);
    closing::fill(respondent, chance, &mut row);
    row
}

fn background(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let level = respondent.level;
    row.insert("provincie", Answer::Code(respondent.province.clone()));
    row.insert("grootte", code(respondent.size.code()));
    let function = chance.pick(&[
        ("secretaris", 0.3 - 0.12 * level),
        ("ecoordinator", 0.3 + 0.06 * level),
        ("informatie", 0.2),
        ("dienstverlening", 0.1 + 0.06 * level),
        ("anders", 0.06),
    ]);
    row.insert("functie", code(function));
    let alone = match respondent.size {
        Size::Small => 0.05,
        Size::Middle => 0.1,
        Size::Large => 0.2,
        Size::VeryLarge => 0.35,
    };
    let partners = many(
        chance,
        &[
            ("buren", 0.68 - 0.14 * level),
            ("shared", 0.24 - 0.06 * level),
            ("vereniging", 0.2 + 0.04 * level),
            ("provincie", 0.12),
            ("anders", 0.07),
        ],
        ("niemand", alone),
    );
    row.insert("b01", partners);
}

/// The answer with this code.
fn code(code: &str) -> Answer {
    Answer::Code(code.into())
}

/// A step on a scale from 1 to 5 around `mean`, or "don't know" (99), or nothing.
fn step(chance: &mut Chance, mean: f64) -> Answer {
    if chance.with(SKIPPED) {
        return Answer::Empty;
    }
    if chance.with(DONT_KNOW) {
        return code("99");
    }
    let value = (mean + 0.95 * chance.normal()).round().clamp(1.0, 5.0);
    Answer::Code(format!("{value:.0}"))
}

/// One option by weight, or "don't know" (99), or nothing.
fn one(chance: &mut Chance, options: &[(&'static str, f64)]) -> Answer {
    if chance.with(SKIPPED) {
        return Answer::Empty;
    }
    if chance.with(DONT_KNOW) {
        return code("99");
    }
    code(chance.pick(options))
}

/// Options ticked one by one, each with its own probability; `none` is the option
/// that excludes the others. With nothing ticked, the likeliest option is.
fn many(chance: &mut Chance, options: &[(&'static str, f64)], none: (&'static str, f64)) -> Answer {
    if chance.with(SKIPPED) {
        return Answer::Empty;
    }
    if chance.with(none.1) {
        return Answer::Many(vec![none.0]);
    }
    let mut ticked: Vec<&'static str> = options
        .iter()
        .filter(|(_, probability)| chance.with(*probability))
        .map(|(option, _)| *option)
        .collect();
    if ticked.is_empty() {
        ticked.push(chance.pick(options));
    }
    Answer::Many(ticked)
}

/// A whole number around `mean` within the bounds, or nothing.
fn integer(chance: &mut Chance, mean: f64, spread: f64, least: f64, most: f64) -> Answer {
    if chance.with(0.03) {
        return Answer::Empty;
    }
    Answer::Number((mean + spread * chance.normal()).round().clamp(least, most))
}

/// An open answer, given by some.
fn remark(chance: &mut Chance, probability: f64, remarks: &[&'static str]) -> Answer {
    if !chance.with(probability) {
        return Answer::Empty;
    }
    Answer::Text(remarks[chance.between(0, remarks.len() as u32 - 1) as usize])
}
