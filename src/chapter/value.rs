//! What a call in a template gives.

use std::sync::Arc;

use handlebars::PathAndJson;
use serde_json::{Value as Json, json};

use crate::ledger::Significance;
use crate::statistics::{Measure, MeasureKind};

use super::session::Session;

/// The value of a call or of an argument.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A number from the survey, with all that is known of it.
    Measure(Arc<Measured>),
    /// A number from the survey in the form in which it is to be printed.
    Formatted {
        /// The number.
        measured: Arc<Measured>,
        /// Its text.
        text: String,
    },
    /// Text.
    Text(String),
    /// A number that the editor wrote.
    Number(f64),
    /// The outcome of a test.
    Truth(bool),
    /// A list, an object or nothing, from the template's data.
    Data(Json),
    /// Source that prints itself.
    Source(String),
    /// Something was wrong, and has been reported.
    Fault,
}

/// A number from the survey and the expression that asked for it.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// The number.
    pub(super) measure: Measure,
    /// What it is measured in.
    pub(super) unit: Unit,
    /// The expression as it stands in the template.
    pub(super) expression: String,
    /// The cell it stands in, for a number that is a cell of the workbook.
    pub(super) cell: Option<String>,
    /// The numbers that it was computed from, for a number that was.
    pub(super) parts: Vec<Arc<Measured>>,
    /// How it lies to the same number of other groups, where that was tested.
    pub(super) significance: Option<Significance>,
}

impl Measured {
    /// A number from the survey, which was not computed from other numbers.
    pub(super) fn new(measure: Measure, unit: Unit, expression: String) -> Self {
        Self { measure, unit, expression, cell: None, parts: vec![], significance: None }
    }
}

/// What a number is measured in, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A part of a whole, 0 to 1.
    Share,
    /// A difference of two shares, -1 to 1.
    Points,
    /// Respondents, units.
    Count,
    /// A mean or a median.
    Mean,
    /// Any other number.
    Number,
}

impl Unit {
    /// The unit of a kind of measure.
    pub(super) fn of(kind: MeasureKind) -> Self {
        match kind {
            MeasureKind::Share => Self::Share,
            MeasureKind::Count => Self::Count,
            MeasureKind::Mean | MeasureKind::Median => Self::Mean,
            MeasureKind::Total | MeasureKind::Ratio | MeasureKind::Points => Self::Number,
        }
    }

    /// Its name in the ledger.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Points => "percentage-points",
            Self::Count => "count",
            Self::Mean => "mean",
            Self::Number => "number",
        }
    }
}

/// The key of the object that stands for a value which JSON cannot hold.
const HANDLE: &str = "@value";

impl Value {
    /// The value in the form that Handlebars passes on: plain where JSON can hold
    /// it, else a handle into the session.
    pub(super) fn into_json(self, session: &Session) -> Json {
        match self {
            Value::Text(text) => Json::String(text),
            Value::Number(number) => json!(number),
            Value::Truth(truth) => Json::Bool(truth),
            Value::Data(data) => data,
            other => json!({ HANDLE: session.keep(other) }),
        }
    }

    /// Reads an argument back. `Err` is the path of a name that stands for nothing.
    pub(super) fn from_json(argument: &PathAndJson, session: &Session) -> Result<Self, String> {
        if argument.is_value_missing() {
            return Err(argument.relative_path().cloned().unwrap_or_default());
        }
        Ok(match argument.value() {
            Json::String(text) => Value::Text(text.clone()),
            Json::Bool(truth) => Value::Truth(*truth),
            Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::Object(object) => match object.get(HANDLE).and_then(Json::as_u64) {
                Some(handle) => session.kept(handle as usize),
                None => Value::Data(argument.value().clone()),
            },
            // A name that stands for nothing inside a partial comes as null.
            Json::Null if argument.relative_path().is_some() => {
                return Err(argument.relative_path().cloned().unwrap_or_default());
            }
            other => Value::Data(other.clone()),
        })
    }

    /// The number for comparisons, if it is one that may be known.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Value::Measure(measured) | Value::Formatted { measured, .. } => {
                measured.measure.hidden.is_none().then_some(measured.measure.value)
            }
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Value::Measure(_) | Value::Formatted { .. } | Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::Truth(_) => "a test",
            Value::Data(Json::Array(_)) => "a list",
            Value::Data(_) => "data",
            Value::Source(_) => "source",
            Value::Fault => "a fault",
        }
    }
}
