//! Quick tables: questions counted for the terminal, for programs and for
//! spreadsheets, without a template.
//!
//! [`tabulate`] computes; [`human`], [`json`] and [`csv`] write. All three are
//! pure: who prints is [`command`](crate::command).

mod collect;
mod csv;
mod grid;
mod human;
mod json;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::statistics::{Level, Measure, Net, Percentages, Reason, Selection, Significance};
use crate::survey::{Kind, Missing};

pub use self::csv::csv;
pub use collect::{tabulate, tabulate_waves};
pub(crate) use grid::wrap;
pub use human::human;
pub use json::json;

/// What to tabulate.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The questions, by name.
    pub questions: Vec<String>,
    /// The questions whose options are the groups of columns, side by side; each
    /// entry is a question, or questions nested from the outermost.
    pub by: Vec<Vec<String>>,
    /// What the shares are shares of.
    pub percentages: Percentages,
    /// Whether the shares of a multiple-response question are of the answers
    /// given instead of the respondents.
    pub of_answers: bool,
    /// The respondents.
    pub selection: Selection,
    /// The tests between the groups of one question; `None` for no tests.
    pub tests: Option<Significance>,
    /// Nets to show as rows, by question.
    pub nets: BTreeMap<String, Vec<Net>>,
    /// Whether a net stands before its own options, as their subtotal, or after all options.
    pub nets_inside: bool,
}

/// The tables of a request.
#[derive(Clone, Debug)]
pub struct Tabulation {
    /// The workbook's path.
    pub workbook: Arc<str>,
    /// Respondents in the selection.
    pub respondents: usize,
    /// Units in the population, when it is known and everyone is selected.
    pub population: Option<f64>,
    /// The selection as text; `None` for everyone.
    pub filter: Option<String>,
    /// Whether weights were used that differ.
    pub weighted: bool,
    /// The confidence level of the intervals.
    pub level: f64,
    /// What the shares are shares of.
    pub percentages: Percentages,
    /// A table for each question.
    pub tables: Vec<QuestionTable>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct QuestionTable {
    /// Its name.
    pub name: Arc<str>,
    /// The question as it was put.
    pub label: Arc<str>,
    /// What kind of question it is.
    pub kind: Kind,
    /// All respondents of the selection.
    pub all: Group,
    /// The groups, in the order of the request and the codebook.
    pub groups: Vec<Group>,
    /// Tests of association with each question of the groups, when tests were asked for.
    pub associations: Vec<AssociationTest>,
}

/// One column: all respondents, or those who gave one answer to another question.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Question, code and label of each level, outermost first; none for all respondents.
    pub path: Vec<Level>,
    /// The letter by which tests refer to the group.
    pub letter: Option<Arc<str>>,
    /// Valid answers, unweighted.
    pub base: Count,
    /// The sum of the weights of the valid answers; `None` for a question without
    /// options, and where the base may not be shown.
    pub weighted_base: Option<f64>,
    /// The answers given to a multiple-response question, when shares are of them.
    pub answers: Option<Count>,
    /// Respondents without a valid answer.
    pub missing: Count,
    /// The options and nets; none for a question without options.
    pub rows: Vec<OptionRow>,
    /// The answers that do not count, by reason.
    pub missing_rows: Vec<MissingRow>,
    /// Mean, median, quartiles and total, as far as the question has them.
    pub estimates: Vec<Estimate>,
}

impl Group {
    /// One part of each level, joined: `klein > Drenthe`.
    pub(crate) fn joined(&self, part: impl Fn(&Level) -> &str) -> String {
        self.path.iter().map(part).collect::<Vec<_>>().join(" > ")
    }
}

/// One option in one group, or a net of several.
#[derive(Clone, Debug)]
pub struct OptionRow {
    /// The code of an option, or the name of a net.
    pub code: Arc<str>,
    /// The label.
    pub label: Arc<str>,
    /// Whether it is a net: a subtotal of other rows.
    pub is_net: bool,
    /// 1 for an option that stands under its net, else 0.
    pub depth: u8,
    /// The share; `None` when the group has no valid answers.
    pub share: Option<Measure>,
    /// Letters of the groups whose share is significantly lower.
    pub above: Vec<Arc<str>>,
}

/// Answers of one kind that do not count.
#[derive(Clone, Debug)]
pub struct MissingRow {
    /// The code, when it is an option.
    pub code: Option<Arc<str>>,
    /// The label, when it is an option.
    pub label: Arc<str>,
    /// Why it does not count.
    pub reason: Missing,
    /// Respondents.
    pub n: Count,
}

/// A number of respondents or of answers, which may have to be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The number.
    Shown(usize),
    /// Why it may not be shown.
    Hidden(Reason),
}

impl Count {
    /// The number `n` of a measure, unless the measure is hidden.
    fn of(measure: &Measure) -> Self {
        measure.hidden.map_or(Self::Shown(measure.n), Self::Hidden)
    }

    /// The number, if it may be shown.
    pub fn shown(self) -> Option<usize> {
        match self {
            Self::Shown(n) => Some(n),
            Self::Hidden(_) => None,
        }
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::Shown(0)
    }
}

/// A number that describes a group.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// What it is.
    pub kind: EstimateKind,
    /// The number; `None` when there is nothing to compute it from.
    pub measure: Option<Measure>,
    /// Letters of the groups whose mean is significantly lower.
    pub above: Vec<Arc<str>>,
}

/// What describes a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EstimateKind {
    /// The mean.
    Mean,
    /// The median.
    Median,
    /// A quarter lies at or below it.
    LowerQuartile,
    /// Three quarters lie at or below it.
    UpperQuartile,
    /// The estimated sum over the population.
    Total,
}

impl EstimateKind {
    /// Its key in JSON and CSV.
    pub fn key(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Median => "median",
            Self::LowerQuartile => "lower_quartile",
            Self::UpperQuartile => "upper_quartile",
            Self::Total => "total",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mean => "Mean",
            Self::Median => "Median",
            Self::LowerQuartile => "Lower quartile",
            Self::UpperQuartile => "Upper quartile",
            Self::Total => "Total",
        }
    }
}

/// Whether a question and the groups go together.
#[derive(Clone, Debug)]
pub struct AssociationTest {
    /// The question of the groups.
    pub by: Arc<str>,
    /// The name of the test.
    pub name: &'static str,
    /// The statistic.
    pub f: f64,
    /// Degrees of freedom of the numerator.
    pub numerator: f64,
    /// Degrees of freedom of the denominator.
    pub denominator: f64,
    /// The probability of a larger statistic without association.
    pub p: f64,
}

/// Why an answer does not count, for people.
fn reason(missing: Missing) -> &'static str {
    match missing {
        Missing::Empty => "no answer",
        Missing::DontKnow => "don't know",
        Missing::Refused => "refused",
        Missing::NotAsked => "not asked",
    }
}

/// The same, as a key.
fn reason_key(missing: Missing) -> &'static str {
    match missing {
        Missing::Empty => "empty",
        Missing::DontKnow => "dont-know",
        Missing::Refused => "refused",
        Missing::NotAsked => "not-asked",
    }
}

/// What shares are shares of, as a key.
fn percent_key(percentages: Percentages) -> &'static str {
    match percentages {
        Percentages::Column => "column",
        Percentages::Row => "row",
        Percentages::Total => "total",
    }
}

/// The kind of a question, as a key.
fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "single",
        Kind::Multiple => "multiple",
        Kind::Number => "number",
        Kind::Text => "text",
        Kind::Date => "date",
    }
}
