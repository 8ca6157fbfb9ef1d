//! The table `[waves]`: earlier surveys that figures can be compared with.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::DesignTable;

/// Earlier surveys, each in a workbook of its own, or the column with the wave
/// of each respondent in a workbook that holds them all.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct WavesTable {
    /// The question that tells the wave of each respondent, when one workbook
    /// holds them all; its options stand from the first wave to the last.
    #[schemars(with = "Option<String>")]
    pub question: Option<Spanned<String>>,
    /// What the wave of `[workbook]` is called, when there are earlier workbooks.
    #[schemars(with = "Option<String>")]
    pub label: Option<Spanned<String>>,
    /// Earlier waves, the first one first.
    pub earlier: Vec<EarlierWave>,
}

/// A wave with a workbook of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EarlierWave {
    /// What it is called, in templates and in print.
    #[schemars(with = "String")]
    pub label: Spanned<String>,
    /// Its workbook.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// The sheet with its answers. Without it that of `[workbook]`.
    #[schemars(with = "Option<String>")]
    pub data: Option<Spanned<String>>,
    /// The column that numbers its respondents. Without it that of `[workbook]`.
    pub id: Option<String>,
    /// The sheet with its population. Without it that of `[workbook]`, if the
    /// workbook has it.
    #[schemars(with = "Option<String>")]
    pub frame: Option<Spanned<String>>,
    /// How its sample was drawn and weighted. Without it as `[design]` says.
    pub design: Option<DesignTable>,
}

impl WavesTable {
    /// Whether there are waves at all.
    pub fn is_empty(&self) -> bool {
        self.question.is_none() && self.earlier.is_empty()
    }
}
