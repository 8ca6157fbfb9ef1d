//! What the names in facts stand for: questions, options, population, weights.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use super::source::{answer_cells, first_and_last, range, respondents, unit_variable, units};
use crate::diagnostics::CellRef;
use crate::manifest::{
    DerivedTable, DesignTable, IntervalMethod, Manifest, PopulationPlan, PopulationWord,
};
use crate::survey::{Kind, Missing, Question, Survey};

/// Everything that a program needs, beside the workbook, to compute facts again,
/// and a reader to understand them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Legend {
    /// Title of the publication.
    pub title: String,
    /// Its language: `nl` or `en`.
    pub language: String,
    /// Path of the workbook in the project.
    pub workbook: String,
    /// The rows of the answers, one for each respondent; empty rows do not count.
    pub answers: Option<String>,
    /// The number of respondents.
    pub respondents: u64,
    /// The population, when the workbook has it.
    pub population: Option<UnitsLegend>,
    /// How the sample was drawn and weighted.
    pub design: DesignLegend,
    /// The confidence level of intervals.
    pub level: f64,
    /// A figure on fewer answers than this is hidden.
    pub smallest_base: u64,
    /// A cell of a table with fewer respondents than this is hidden.
    pub smallest_cell: u64,
    /// Questions and background variables, by name.
    pub variables: IndexMap<String, Variable>,
    /// The same of each earlier wave with a workbook of its own, by its label.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub waves: IndexMap<String, Legend>,
}

/// The population: a row for each unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct UnitsLegend {
    /// Its rows; empty ones do not count.
    pub cells: String,
    /// The number of units.
    pub units: u64,
    /// The cells with what is known of each unit, by name of the question with the same codes.
    pub variables: IndexMap<String, String>,
}

/// How the sample was drawn and weighted, by names of questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct DesignLegend {
    /// What the sample was drawn from.
    pub drawn_from: DrawnFrom,
    /// The number of units in the population, when the manifest states it; of clusters,
    /// where clusters were drawn.
    pub population: Option<f64>,
    /// The number of units in each stratum, when the manifest states it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub strata_sizes: BTreeMap<String, f64>,
    /// The question with a weight for each respondent.
    pub weight: Option<String>,
    /// The question that the sample was stratified by.
    pub strata: Option<String>,
    /// The questions that name the sampled clusters.
    pub clusters: Vec<String>,
    /// The question whose distribution the weights agree with.
    pub post_stratify: Option<String>,
    /// The questions whose distributions the weights agree with in turn.
    pub rake: Vec<String>,
    /// The bounds on raked weights, as multiples of the mean weight.
    pub trim: Option<[f64; 2]>,
    /// How the interval of a share is made: `logit`, `wilson`, `t`, `z` and so on.
    pub share_interval: String,
}

/// What a sample was drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DrawnFrom {
    /// The rows of the population's sheet.
    Frame,
    /// The number of units that the manifest states, of all or of each stratum.
    Stated,
    /// A population without end: no correction is due.
    #[default]
    Endless,
}

/// A question or background variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Variable {
    /// The question as it was put.
    pub label: String,
    /// Its short label, when it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// What kind of answer it takes.
    pub kind: VariableKind,
    /// Whether the options are a scale, so that they have scores.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
    /// Whether the scale runs against the others, and an index turns it round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// The cells with its answers; those of its sources when it is derived.
    pub cells: Vec<String>,
    /// The options of a closed question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionLegend>,
    /// The cell in which the codebook defines it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defined_at: Option<String>,
    /// How it was made from other questions, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<DerivedLegend>,
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VariableKind {
    /// One of the options.
    Single,
    /// Any number of the options.
    Multiple,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A day.
    Date,
}

/// An option of a closed question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct OptionLegend {
    /// The code, as in the data.
    pub code: String,
    /// What it means.
    pub label: String,
    /// Its score on a scale, when the code is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why it does not count as a valid answer, if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingReason>,
    /// The cells that say who ticked it, in a multiple-response question with
    /// a column for each option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<String>,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingReason {
    /// Nothing was filled in.
    Empty,
    /// "Don't know".
    DontKnow,
    /// "No answer".
    Refused,
    /// The question was not put.
    NotAsked,
}

/// How a question was made from others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct DerivedLegend {
    /// The rule: `copy`, `net`, `recode`, `band`, `index` or `reverse`.
    pub rule: String,
    /// The questions that it was made from.
    pub from: Vec<String>,
    /// The new options with the codes that became them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<JoinedCodes>,
    /// The bounds between bands; a band holds its lower bound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<f64>,
    /// The fewest items of an index that must have been answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<u64>,
    /// The respondents whom it is about; for the others it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

/// A new option with the codes that became it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct JoinedCodes {
    /// The new code.
    pub code: String,
    /// The codes that became it.
    pub from: Vec<String>,
}

impl Legend {
    /// The legend of a survey with its design and its derived questions; `level` is that
    /// of its intervals.
    pub fn of(
        survey: &Survey,
        manifest: &Manifest,
        sample: &DesignTable,
        derived_tables: &IndexMap<Spanned<String>, DerivedTable>,
        level: f64,
    ) -> Self {
        Self {
            title: manifest.publication.title.clone(),
            language: manifest.publication.language.get_ref().clone(),
            workbook: survey.file.to_string(),
            answers: respondents(survey),
            respondents: survey.respondents() as u64,
            population: survey.frame.as_ref().and_then(|frame| {
                let variables = frame.variables.keys();
                Some(UnitsLegend {
                    cells: units(survey)?,
                    units: frame.units as u64,
                    variables: variables
                        .filter_map(|name| Some((name.to_string(), unit_variable(survey, name)?)))
                        .collect(),
                })
            }),
            design: design(sample, survey.frame.is_some()),
            level,
            smallest_base: manifest.privacy.smallest_base as u64,
            smallest_cell: manifest.privacy.smallest_cell as u64,
            variables: survey
                .questions
                .values()
                .map(|question| {
                    let derived = derived_tables
                        .iter()
                        .find(|(name, _)| **name.get_ref() == *question.name)
                        .and_then(|(_, table)| derived(table));
                    (question.name.to_string(), variable(survey, question, derived))
                })
                .collect(),
            waves: IndexMap::new(),
        }
    }

    /// The legend of an earlier wave; of none this one.
    pub fn of_wave(&self, wave: Option<&str>) -> &Self {
        wave.and_then(|label| self.waves.get(label)).unwrap_or(self)
    }
}

/// The names of the questions that weights rest on.
pub fn weight_questions(design: &DesignTable) -> Vec<String> {
    // A column of weights takes the place of the number of units to a respondent in a stratum.
    let strata = design.strata.as_ref().filter(|_| design.weight.is_none());
    let single = [design.weight.as_ref(), strata, design.post_stratify.as_ref()];
    let names = single.into_iter().flatten().chain(&design.rake);
    let mut names: Vec<String> = names.map(|name| name.get_ref().clone()).collect();
    names.dedup();
    names
}

fn design(table: &DesignTable, framed: bool) -> DesignLegend {
    let name = |name: &serde_spanned::Spanned<String>| name.get_ref().clone();
    let population = table.population.as_ref().map(|population| population.get_ref());
    DesignLegend {
        drawn_from: match population {
            Some(PopulationPlan::Size(_) | PopulationPlan::Strata(_)) => DrawnFrom::Stated,
            Some(PopulationPlan::Word(PopulationWord::Endless)) => DrawnFrom::Endless,
            Some(PopulationPlan::Word(PopulationWord::Frame)) => DrawnFrom::Frame,
            // The frame's rows are respondents, not clusters of them.
            None if framed && table.clusters.is_empty() => DrawnFrom::Frame,
            None => DrawnFrom::Endless,
        },
        population: match population {
            Some(PopulationPlan::Size(size)) => Some(*size),
            Some(PopulationPlan::Strata(sizes)) => Some(sizes.values().sum()),
            _ => None,
        },
        strata_sizes: match population {
            Some(PopulationPlan::Strata(sizes)) => sizes.clone(),
            _ => BTreeMap::new(),
        },
        weight: table.weight.as_ref().map(name),
        strata: table.strata.as_ref().map(name),
        clusters: table.clusters.iter().map(name).collect(),
        post_stratify: table.post_stratify.as_ref().map(name),
        rake: table.rake.iter().map(name).collect(),
        trim: table.trim.as_ref().map(|trim| *trim.get_ref()),
        share_interval: match table.share_interval {
            Some(IntervalMethod::T) => "t",
            Some(IntervalMethod::Z) => "z",
            Some(IntervalMethod::Wilson) => "wilson",
            Some(IntervalMethod::LogitModel) => "logit-model",
            Some(IntervalMethod::Beta) => "beta",
            Some(IntervalMethod::Likelihood) => "likelihood",
            Some(IntervalMethod::Logit) | None => "logit",
        }
        .into(),
    }
}

fn variable(survey: &Survey, question: &Question, derived: Option<DerivedLegend>) -> Variable {
    // A column for each option: then each option has cells of its own.
    let apart = question.kind == Kind::Multiple
        && question.columns.len() == question.choices.len()
        && question.columns.len() > 1
        && derived.is_none();
    let rows = first_and_last(&survey.rows).filter(|_| apart);
    Variable {
        label: question.label.to_string(),
        short: (question.short != question.label).then(|| question.short.to_string()),
        kind: match question.kind {
            Kind::Single => VariableKind::Single,
            Kind::Multiple => VariableKind::Multiple,
            Kind::Number => VariableKind::Number,
            Kind::Text => VariableKind::Text,
            Kind::Date => VariableKind::Date,
        },
        ordered: question.ordered,
        reverse: question.reverse,
        cells: answer_cells(survey, question),
        options: question
            .choices
            .iter()
            .enumerate()
            .map(|(place, choice)| OptionLegend {
                code: choice.code.to_string(),
                label: choice.label.to_string(),
                score: choice.score,
                missing: choice.missing.map(MissingReason::from),
                cells: rows.map(|rows| {
                    let column = question.columns[place];
                    range(&survey.file, &survey.data_sheet, rows, column, column)
                }),
            })
            .collect(),
        defined_at: question
            .defined_at
            .as_ref()
            .filter(|_| derived.is_none())
            .map(|(sheet, cell): &(_, CellRef)| format!("{}!{sheet}!{cell}", survey.file)),
        derived,
    }
}

fn derived(table: &DerivedTable) -> Option<DerivedLegend> {
    let (rule, from) = table.sources().into_iter().next()?;
    Some(DerivedLegend {
        rule: rule.into(),
        from: from.iter().map(|name| name.get_ref().clone()).collect(),
        options: table
            .options
            .iter()
            .map(|option| JoinedCodes {
                code: option.code.get_ref().clone(),
                from: option.from.iter().map(|code| code.get_ref().clone()).collect(),
            })
            .collect(),
        cuts: table.cuts.iter().map(|cut| *cut.get_ref()).collect(),
        answered: table.answered.as_ref().map(|answered| *answered.get_ref() as u64),
        filter: table.base.as_ref().map(|base| base.get_ref().clone()),
    })
}

impl From<Missing> for MissingReason {
    fn from(reason: Missing) -> Self {
        match reason {
            Missing::Empty => Self::Empty,
            Missing::DontKnow => Self::DontKnow,
            Missing::Refused => Self::Refused,
            Missing::NotAsked => Self::NotAsked,
        }
    }
}
