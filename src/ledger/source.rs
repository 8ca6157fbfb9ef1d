//! The cells behind a number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::computation::Computation;
use crate::diagnostics::{CellRef, column_letters};
use crate::statistics::Statistic;
use crate::survey::{Question, Survey};

/// Cells that had a part in a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Source {
    /// What they are.
    pub role: Role,
    /// The question whose answers they hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The cells: `inputs/survey.xlsx!data!F2:F127`, whole rows as
    /// `inputs/survey.xlsx!data!2:127`, or a file that holds no cells.
    pub cells: String,
}

/// What cells are to a number.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The answers that it was computed from.
    Answers,
    /// The answers that say which respondents it is about.
    Filter,
    /// The answers that weights were made from, or the weights.
    Weight,
    /// A row for each respondent.
    Respondents,
    /// The population: a row for each unit, or a column with what is known of them.
    Population,
    /// The number itself.
    Cell,
    /// The manifest, which states the number.
    Manifest,
}

impl Role {
    /// Its name, as the ledger writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Filter => "filter",
            Self::Weight => "weight",
            Self::Respondents => "respondents",
            Self::Population => "population",
            Self::Cell => "cell",
            Self::Manifest => "manifest",
        }
    }
}

/// The cells behind a computation and its parts, without repetition. `weights`
/// names the questions that weights rest on.
pub fn sources(survey: &Survey, computation: &Computation, weights: &[String]) -> Vec<Source> {
    let mut sources: Vec<Source> = vec![];
    for computation in computation.all() {
        for source in own_sources(survey, computation, weights) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}

fn own_sources(survey: &Survey, computation: &Computation, weights: &[String]) -> Vec<Source> {
    let mut sources = vec![];
    let plain = |role: Role, cells: String| Source { role, question: None, cells };
    let statistic = computation.statistic;
    // A derived number names its cells through its parts.
    if !computation.parts.is_empty() {
        return sources;
    }
    if let Some(cell) = &computation.cell {
        sources.push(plain(Role::Cell, cell.clone()));
    }
    if statistic == Statistic::Setting {
        sources.push(plain(Role::Manifest, crate::manifest::FILE_NAME.into()));
    }
    let of_weights = matches!(
        statistic,
        Statistic::SmallestWeight
            | Statistic::LargestWeight
            | Statistic::DesignEffect
            | Statistic::EffectiveBase
            | Statistic::RakingRounds
            | Statistic::TrimmedWeights
    );
    let of_units = matches!(statistic, Statistic::Population | Statistic::PopulationShare);
    if !of_units && !of_weights {
        for question in &computation.questions {
            sources.extend(answers(survey, question, Role::Answers));
        }
    }
    let counts_rows = matches!(
        statistic,
        Statistic::Respondents | Statistic::ResponseRate | Statistic::LargestMargin
    );
    if counts_rows {
        sources.extend(respondents(survey).map(|cells| plain(Role::Respondents, cells)));
    }
    let filtered = computation.filter.iter().map(|condition| &condition.question);
    if !of_units {
        for question in filtered.clone() {
            sources.extend(answers(survey, question, Role::Filter));
        }
    }
    if of_units || statistic == Statistic::ResponseRate || statistic == Statistic::LargestMargin {
        sources.extend(units(survey).map(|cells| plain(Role::Population, cells)));
        let named = computation.questions.iter().filter(|_| of_units);
        for question in filtered.chain(named) {
            sources.extend(unit_variable(survey, question).map(|cells| Source {
                role: Role::Population,
                question: Some(question.clone()),
                cells,
            }));
        }
    }
    if computation.weighted || of_weights || statistic == Statistic::Total {
        for question in weights {
            sources.extend(answers(survey, question, Role::Weight));
            sources.extend(unit_variable(survey, question).map(|cells| Source {
                role: Role::Population,
                question: Some(question.clone()),
                cells,
            }));
        }
    }
    sources
}

/// The cells with the answers to a question, a range for each run of columns.
fn answers(survey: &Survey, question: &str, role: Role) -> Vec<Source> {
    let Some(found) = survey.questions.get(question) else { return vec![] };
    answer_cells(survey, found)
        .into_iter()
        .map(|cells| Source { role, question: Some(question.to_string()), cells })
        .collect()
}

/// The ranges of cells that hold the answers to a question, each written
/// `file!sheet!F2:F127`.
pub(super) fn answer_cells(survey: &Survey, question: &Question) -> Vec<String> {
    let Some(rows) = first_and_last(&survey.rows) else { return vec![] };
    let range = |(from, to)| range(&survey.file, &survey.data_sheet, rows, from, to);
    runs(&question.columns).into_iter().map(range).collect()
}

/// The rows of the respondents.
pub(super) fn respondents(survey: &Survey) -> Option<String> {
    let (first, last) = first_and_last(&survey.rows)?;
    Some(format!("{}!{}!{}:{}", survey.file, survey.data_sheet, first + 1, last + 1))
}

/// The rows of the units of the population.
pub(super) fn units(survey: &Survey) -> Option<String> {
    let frame = survey.frame.as_ref()?;
    let (first, last) = first_and_last(&frame.rows)?;
    Some(format!("{}!{}!{}:{}", survey.file, frame.sheet, first + 1, last + 1))
}

/// The cells with what is known of each unit of the population.
pub(super) fn unit_variable(survey: &Survey, name: &str) -> Option<String> {
    let frame = survey.frame.as_ref()?;
    let variable = frame.variables.get(name)?;
    let rows = first_and_last(&frame.rows)?;
    Some(range(&survey.file, &frame.sheet, rows, variable.column, variable.column))
}

pub(super) fn range(
    file: &str,
    sheet: &str,
    (first, last): (u32, u32),
    from: u32,
    to: u32,
) -> String {
    let start = CellRef { row: first, column: from };
    format!("{file}!{sheet}!{start}:{}{}", column_letters(to), last + 1)
}

pub(super) fn first_and_last(rows: &[u32]) -> Option<(u32, u32)> {
    Some((*rows.iter().min()?, *rows.iter().max()?))
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
