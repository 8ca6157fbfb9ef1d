//! The ledger: every printed number, what it means, and where it came from.
//!
//! A [`Fact`] is one printed number. It names questions and codes; the
//! [`Legend`] says what these are and in which cells they stand, so that ledger
//! and workbook together are enough to compute every number again.

mod account;
mod cell;
mod computation;
mod explain;
mod export;
mod find;
mod hidden;
mod id;
mod legend;
mod meaning;
mod schema;
mod significance;
mod source;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use account::{Account, account, account_title};
pub use cell::Cell;
pub use computation::{Computation, Condition, Part, Requirement, conditions};
pub use explain::{Explanation, cells, explain, place};
pub use export::{parts_to_json, to_csv, to_json};
pub use find::{Found, find, on_page};
pub use hidden::{hidden_counts, hidden_csv, hidden_json};
pub use id::id;
pub use legend::{
    DerivedLegend, DesignLegend, DrawnFrom, JoinedCodes, Legend, MissingReason, OptionLegend,
    UnitsLegend, Variable, VariableKind, weight_questions,
};
pub use meaning::{about, meaning};
pub use schema::schema;
pub use significance::{Outcome, Significance, TestedGroup};
pub use source::{Role, Source, sources};

/// The form of `facts.json`. It goes up when a program that reads it must change.
pub const VERSION: u32 = 1;

/// The name of the JSON Schema of `facts.json`, which is `docs/facts.schema.json`.
pub const SCHEMA: &str = "urn:drukpers:facts:1";

/// File name of the ledger, in an edition and among the attachments of its PDF.
pub const LEDGER_FILE: &str = "facts.json";

/// All printed numbers of an edition, in the order of the documents and of their text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Ledger {
    /// The name of the JSON Schema that it follows.
    #[serde(rename = "$schema", default)]
    pub schema: String,
    /// The form of the file: [`VERSION`].
    pub version: u32,
    /// What names in facts stand for.
    pub legend: Legend,
    /// The facts.
    pub facts: Vec<Fact>,
}

impl Ledger {
    /// A ledger of these facts.
    pub fn new(legend: Legend, facts: Vec<Fact>) -> Self {
        Self { schema: SCHEMA.into(), version: VERSION, legend, facts }
    }
}

/// One printed number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Fact {
    /// Unique within a document: what the number is and where it is printed, such
    /// as `urgentie:share:u08:wet`. It stays the same when other things change;
    /// the same number printed again in one template gets `:2`, `:3`.
    pub id: String,
    /// File name of the document in which it stands.
    pub document: String,
    /// What carries it.
    pub carrier: Carrier,
    /// Name of the figure or table in which it stands, such as `fig-u01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Page on which it stands, counted from 1; `None` on the web page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// The number printed on that page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_label: Option<String>,
    /// Distance in points from the left edge of the page to the left end of the text,
    /// in charts too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<f64>,
    /// Distance in points from the top edge of the page to the baseline of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<f64>,
    /// The template that prints it.
    pub template: String,
    /// Line in the template, from 1.
    pub line: usize,
    /// Column in the template, from 1, in characters.
    pub column: usize,
    /// The expression as it stands in the template, with the row and column of a table cell.
    pub expression: String,
    /// Where in the figure or table it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<Cell>,
    /// What it is measured in: `share`, `percentage-points`, `count`, `mean` or `number`.
    pub kind: String,
    /// The number before rounding: a share is 0 to 1. `None` when it is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The text as printed.
    pub text: String,
    /// The answers behind it (unweighted): those with the code for a share, all for a mean.
    /// Of a number made from several others, each part has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The respondents that it is based on (unweighted): those with a valid answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// Respondents left out of the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<u64>,
    /// Whether weights were used that differ.
    pub weighted: bool,
    /// Standard error, in the unit of `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// Confidence interval, in the unit of `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
    /// How it lies to the same number of other groups, where a table puts letters
    /// beside it or a change was tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub significance: Option<Significance>,
    /// Why it is hidden, if it is. Then nothing is told that depends on the
    /// answers of these respondents: no value, no number of answers, no base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<String>,
    /// The respondents that it is about, as the template says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// How it was computed.
    pub computation: Computation,
    /// The cells it was computed from.
    pub sources: Vec<Source>,
}

/// What carries a printed number.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// Running text, a heading or a note.
    Text,
    /// A cell of a table.
    Table,
    /// A label in a chart.
    Figure,
    /// The alternative text of a chart, which quotes a number that the drawing has no
    /// room for. It stands on the page of the chart, and at no place of it.
    Alternative,
    /// The web page.
    Web,
}

impl Fact {
    /// The text as it stands on the page, with the letters of a table behind it: `58 BC`.
    pub fn with_letters(&self) -> String {
        match self.significance.as_ref().map(Significance::letters).as_deref() {
            None | Some([]) => self.text.clone(),
            Some(letters) => format!("{} {}", self.text, letters.concat()),
        }
    }
}

impl Carrier {
    /// Its name, as the ledger writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Table => "table",
            Self::Figure => "figure",
            Self::Alternative => "alternative",
            Self::Web => "web",
        }
    }
}
