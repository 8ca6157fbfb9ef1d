//! A place in a figure or a table.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where in a figure or table a number stands, in the words that stand there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Cell {
    /// The row of a table, the category of a chart; `n` in a note.
    pub row: String,
    /// The column of a table, the series of a chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl Cell {
    /// The place where a row and a column meet.
    pub fn at(row: &str, column: &str) -> Self {
        Self { row: row.into(), column: Some(column.into()) }
    }

    /// A place that has one name.
    pub fn row(name: &str) -> Self {
        Self { row: name.into(), column: None }
    }
}

/// `Large × Yes`.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{} × {column}", self.row),
            None => f.write_str(&self.row),
        }
    }
}
