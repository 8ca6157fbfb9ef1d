//! Tests of reading workbooks.

mod corpus;
mod delimited;
mod formats;
mod hostile;
mod ranges;
mod small;

use super::fixture::{Book, compound, messages, package, patch};
use super::*;

/// The cells of a sheet, a line for each row: `A1=text B1=5`.
fn cells(sheet: &Sheet) -> String {
    let line = |row: Row| {
        let cells: Vec<String> = row
            .cells()
            .map(|cell| match cell.value {
                Value::Text(text) => format!("{}={text}", cell.at),
                Value::Number(number) => format!("{}={number}", cell.at),
                Value::Bool(truth) => format!("{}={truth}", cell.at),
                Value::Date(date) => format!("{}=@{date}", cell.at),
                Value::Error(error) => format!("{}=!{error}", cell.at),
                Value::Unevaluated => format!("{}=?", cell.at),
            })
            .collect();
        cells.join(" ")
    };
    sheet.cells.rows().map(line).collect::<Vec<_>>().join("\n")
}
