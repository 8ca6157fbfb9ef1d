//! Tables: rows by columns, every cell a [`Measure`].
//!
//! A table names what its rows and columns are; words such as "total" or
//! "base" are left to the caller, who knows the language.

mod banner;
mod counts;
mod frequency;
mod more_rows;
mod response;
mod rows;
mod sheet;
mod side_by_side;
mod significance;
mod statements;

use std::sync::Arc;

pub(crate) use banner::Block;
use banner::letter_columns;
pub use banner::parse_banner;
pub use frequency::{banner_table, frequency_table};
pub use response::{response_table, weighting_table};
pub(crate) use rows::missing_in_net;
pub use side_by_side::side_by_side;
pub use significance::{
    Comparison, Correction, Significance, compare_surveys, correct, independent_t, pooled_z, welch,
};
pub use statements::statements_table;

use super::filter::{Condition, Filter, Test};
use super::measure::{Measure, Reason};
use crate::survey::Missing;

/// A table of measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The questions of the rows.
    pub questions: Arc<[Arc<str>]>,
    /// The questions of the columns; empty for a plain frequency table.
    pub by: Vec<Arc<str>>,
    /// What the shares are shares of.
    pub percentages: Percentages,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// The cells by row, then column: `rows.len() * columns.len()` of them;
    /// `None` where the table has none.
    pub cells: Vec<Option<Cell>>,
    /// The tests between columns, when they were asked for.
    pub comparisons: Vec<Comparison>,
    /// What was hidden and why, in the order of the cells.
    pub hidden: Vec<Hidden>,
}

impl Table {
    /// The cell at a place.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.get(row * self.columns.len() + column)?.as_ref()
    }

    /// The first row of a kind and, for choices, of a code.
    pub fn row(&self, kind: RowKind, code: Option<&str>) -> Option<usize> {
        self.rows.iter().position(|row| row.kind == kind && row.code.as_deref() == code)
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What it is.
    pub kind: ColumnKind,
    /// The option's or group's label; empty for the others.
    pub label: Arc<str>,
    /// Question, code and label of each level of the banner, outermost first;
    /// of an option, the code alone counts.
    pub path: Vec<Level>,
    /// The column's letter in significance tests.
    pub letter: Option<Arc<str>>,
    /// Columns of one banner question (or nest) share a number; only these are compared.
    pub block: usize,
}

impl Column {
    /// The respondents of a group; everyone for the other columns.
    fn group(&self) -> Filter {
        let level = |level: &Level| Condition {
            question: level.question.clone(),
            test: Test::OneOf(vec![level.code.clone()]),
        };
        match self.kind {
            ColumnKind::Group => Filter { conditions: self.path.iter().map(level).collect() },
            _ => Filter::everyone(),
        }
    }
}

/// One level of a banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The banner question.
    pub question: Arc<str>,
    /// The code.
    pub code: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// All respondents of the selection.
    Total,
    /// A group of the banner.
    Group,
    /// An option of a scale, in a table of statements.
    Answer,
    /// A net of options, in a table of statements.
    Net,
    /// The mean of a scale, in a table of statements.
    Mean,
    /// The number of answers, in a table of statements.
    Base,
    /// Units of the population.
    PopulationCount,
    /// Their share.
    PopulationShare,
    /// Respondents.
    SampleCount,
    /// Their share.
    SampleShare,
    /// Their share after weighting.
    WeightedShare,
    /// Respondents as a share of the units.
    ResponseRate,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The question it belongs to.
    pub question: Arc<str>,
    /// The code of an option, or the name of a net.
    pub code: Option<Arc<str>>,
    /// The label of an option, net or statement; empty for the others.
    pub label: Arc<str>,
    /// 1 for an option that stands under its net, else 0.
    pub depth: u8,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// An option.
    Choice,
    /// Options joined.
    Net,
    /// A statement of a grid.
    Statement,
    /// An option or a reason that does not count as an answer.
    Missing(Missing),
    /// All categories together.
    Total,
    /// The respondents with a valid answer, unweighted.
    Base,
    /// The sum of their weights.
    WeightedBase,
    /// The number of answers to a multiple-response question.
    Answers,
    /// A mean.
    Mean,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The number.
    pub measure: Measure,
    /// The letters of the columns that this one lies significantly above.
    pub above: Vec<Arc<str>>,
}

/// A cell that may not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// Why.
    pub reason: Reason,
}

/// What the shares of a table are shares of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Percentages {
    /// The answers in the column.
    #[default]
    Column,
    /// The respondents in the row, over the groups of one banner question.
    Row,
    /// All answers of all groups of one banner question.
    Total,
}

/// The order of the options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// That of the codebook.
    #[default]
    Given,
    /// From the largest share to the smallest; ties keep the codebook's order.
    Value,
}

/// Options joined under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Net {
    /// The net's name, as templates use it.
    pub name: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
    /// The codes.
    pub codes: Vec<Arc<str>>,
}

impl Net {
    /// A net that is called by its name.
    pub fn of<'c>(name: &str, codes: impl Iterator<Item = &'c str>) -> Self {
        Self { name: name.into(), label: name.into(), codes: codes.map(Arc::from).collect() }
    }
}

/// How a table is laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct TableOptions {
    /// What the shares are shares of.
    pub percentages: Percentages,
    /// The order of the options.
    pub order: Order,
    /// Codes that stay at the end whatever the order; `None` finds them by
    /// their labels ("anders", "weet niet" and the like).
    pub last: Option<Vec<Arc<str>>>,
    /// Nets to show.
    pub nets: Vec<Net>,
    /// Whether a net stands before its own options, as their subtotal, or
    /// after all options.
    pub nets_inside: bool,
    /// Whether the first column is that of all respondents.
    pub total: bool,
    /// Whether rows tell how many answers are missing, and why.
    pub missing: bool,
    /// Whether a row gives the mean of a scale.
    pub mean: bool,
    /// Numeric questions whose means follow in rows of their own.
    pub means: Vec<Arc<str>>,
    /// Whether a row gives the sum of the weights too.
    pub weighted_base: bool,
    /// Whether shares of a multiple-response question are of all answers given
    /// instead of all respondents.
    pub of_answers: bool,
    /// Tests between columns.
    pub significance: Option<Significance>,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self {
            percentages: Percentages::Column,
            order: Order::Given,
            last: None,
            nets: vec![],
            nets_inside: false,
            total: true,
            missing: true,
            mean: true,
            means: vec![],
            weighted_base: false,
            of_answers: false,
            significance: None,
        }
    }
}
