//! The cells behind a number.

use crate::diagnostics::{CellRef, column_letters};
use crate::survey::Survey;

/// The ranges of cells that hold the answers to the questions, each written
/// `file!sheet!F2:F127`, in the order of the questions and without repetition.
pub fn sources<'a>(survey: &Survey, questions: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut ranges = vec![];
    let (Some(first), Some(last)) = (survey.rows.iter().min(), survey.rows.iter().max()) else {
        return ranges;
    };
    for question in questions {
        let Some(question) = survey.questions.get(question) else { continue };
        for run in runs(&question.columns) {
            let from = CellRef { row: *first, column: run.0 };
            let range = format!(
                "{}!{}!{from}:{}{}",
                survey.file,
                survey.data_sheet,
                column_letters(run.1),
                last + 1
            );
            if !ranges.contains(&range) {
                ranges.push(range);
            }
        }
    }
    ranges
}

/// Joins neighbouring columns into runs of (first, last).
fn runs(columns: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = vec![];
    for &column in columns {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == column => run.1 = column,
            _ => runs.push((column, column)),
        }
    }
    runs
}
