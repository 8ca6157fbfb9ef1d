//! When a question is put, and what its answer must meet: the codebook's
//! `relevant` and `constraint` expressions.
//!
//! The forms that surveys use are understood: `${q} = 'code'`, comparisons,
//! `.` for the question itself,
//! `selected(${q}, 'code')`, `count-selected(${q})`, `string-length(${q})`,
//! `not(..)`, `and`, `or`, `true()`, `false()`, and brackets. Values compare as
//! in XPath 1.0: as numbers if one side is a number or the operator orders,
//! else as texts.

mod constraint;
mod evaluate;
mod mark;
mod parse;

use std::sync::Arc;

use crate::diagnostics::CellRef;

pub(super) use constraint::check_constraints;
pub(super) use mark::mark_not_asked;

/// A condition as it stands in the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    /// The expression.
    pub(super) text: Arc<str>,
    /// Name of the codebook's sheet of questions.
    pub(super) sheet: Arc<str>,
    /// Its cell.
    pub(super) at: CellRef,
}

/// A condition that can be evaluated. Questions are indices.
#[derive(Clone, Debug, PartialEq)]
enum Expression {
    Question(usize),
    Text(String),
    Number(f64),
    Truth(bool),
    Not(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    Selected(usize, String),
    CountSelected(usize),
    Length(Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
