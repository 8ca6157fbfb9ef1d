//! Weights of respondents, checked.

use super::{Answers, Missing, Survey};
use crate::diagnostics::{CellRef, Diagnostic, Place, nearest_hint};

/// The weights in the column of this name, one per respondent. Fails with a
/// message for each weight that is missing or not positive, and with one if
/// there is no such column or it holds no numbers.
pub fn weights(survey: &Survey, name: &str) -> Result<Vec<f64>, Vec<Diagnostic>> {
    let sheet = Place::Sheet { file: survey.file.clone(), sheet: survey.data_sheet.clone() };
    let Some(question) = survey.questions.get(name) else {
        let names = survey.questions.keys().map(|name| &**name);
        return Err(vec![
            Diagnostic::error(
                "unknown-weight",
                format!("there is no column `{name}` with weights"),
            )
            .hints(nearest_hint(name, names))
            .at(sheet),
        ]);
    };
    let Answers::Number(numbers) = &*question.answers else {
        return Err(vec![
            Diagnostic::error("unknown-weight", format!("the column `{name}` holds no numbers"))
                .hint("name the column with the weights")
                .at(sheet),
        ]);
    };
    let mut faults = super::faults::Faults::default();
    let column = question.columns.first().copied().unwrap_or(0);
    let mut weights = Vec::with_capacity(numbers.len());
    for (&number, &row) in numbers.iter().zip(&survey.rows) {
        let place = || Place::Cell {
            file: survey.file.clone(),
            sheet: survey.data_sheet.clone(),
            cell: CellRef { row, column },
        };
        match number {
            Ok(weight) if weight > 0.0 => weights.push(weight),
            Ok(weight) => {
                faults.push_in_column("weight-not-positive", &survey.data_sheet, column, || {
                    let weight = super::codes::number_text(weight);
                    Diagnostic::error(
                        "weight-not-positive",
                        format!("the weight `{weight}` is not positive"),
                    )
                    .hint("give the respondent a weight above zero, or take the row out")
                    .at(place())
                })
            }
            Err(Missing::Empty | Missing::DontKnow | Missing::Refused | Missing::NotAsked) => {
                faults.push_in_column("missing-weight", &survey.data_sheet, column, || {
                    Diagnostic::error("missing-weight", "the respondent has no weight")
                        .hint("give the respondent a weight above zero, or take the row out")
                        .at(place())
                });
            }
        }
    }
    let faults = faults.finish();
    if faults.is_empty() { Ok(weights) } else { Err(faults) }
}
