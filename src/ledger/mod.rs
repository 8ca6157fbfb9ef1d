//! The ledger: every printed number, what it means, and where it came from.

mod export;
mod source;

use serde::{Deserialize, Serialize};

pub use export::{to_csv, to_json};
pub use source::sources;

/// One printed number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fact {
    /// Unique within the edition: the template's name and a running number.
    pub id: String,
    /// File name of the document in which it stands.
    pub document: String,
    /// What carries it.
    pub carrier: Carrier,
    /// Name of the figure or table in which it stands, such as `fig-u01`.
    pub within: Option<String>,
    /// Page on which it stands, counted from 1; `None` on the web page.
    pub page: Option<usize>,
    /// The number printed on that page.
    pub page_label: Option<String>,
    /// Distance from the left edge of the page in points.
    pub x: Option<f64>,
    /// Distance from the top edge of the page in points.
    pub y: Option<f64>,
    /// The template that prints it.
    pub template: String,
    /// Line in the template, from 1.
    pub line: usize,
    /// Column in the template, from 1, in characters.
    pub column: usize,
    /// The expression as it stands in the template, with the row and column of a table cell.
    pub expression: String,
    /// What kind of number it is.
    pub kind: String,
    /// The number before rounding: a share is 0 to 1. `None` when it is hidden.
    pub value: Option<f64>,
    /// The text as printed.
    pub text: String,
    /// The answers behind it (unweighted): those with the code for a share, all for a mean.
    pub n: Option<u64>,
    /// The respondents that it is based on (unweighted): those with a valid answer.
    pub base: Option<u64>,
    /// Respondents left out of the base.
    pub missing: Option<u64>,
    /// Whether weights were used.
    pub weighted: bool,
    /// Standard error, in the unit of `value`.
    pub standard_error: Option<f64>,
    /// Confidence interval, in the unit of `value`.
    pub interval: Option<[f64; 2]>,
    /// Why it is hidden, if it is.
    pub hidden: Option<String>,
    /// The respondents that it is about, as the template says it.
    pub filter: Option<String>,
    /// The cells it was computed from: `survey.xlsx!data!F2:F127`.
    pub sources: Vec<String>,
}

/// What carries a printed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// Running text, a heading or a note.
    Text,
    /// A cell of a table.
    Table,
    /// A label in a chart.
    Figure,
    /// The web page.
    Web,
}

/// All printed numbers of an edition, in the order of the documents and of their text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The facts.
    pub facts: Vec<Fact>,
}
