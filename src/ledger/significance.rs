//! Whether a number differs from that of other groups by more than chance.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::computation::Condition;
use crate::format::{self, Language, visible_digits};
use crate::statistics::Correction;

/// The tests of a number against the same number of other groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Significance {
    /// Differences with a smaller p count, such as 0.05.
    pub level: f64,
    /// How p was corrected for the number of comparisons.
    pub correction: Correction,
    /// How many comparisons were corrected together: those of a row of the table.
    pub comparisons: usize,
    /// The letter of its own column in the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
    /// The groups that it was compared with, in the order of their columns.
    pub groups: Vec<TestedGroup>,
}

/// A group that a number was compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TestedGroup {
    /// The letter of its column in the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
    /// What it is called.
    pub label: String,
    /// Its respondents: those who meet all conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<Condition>,
    /// Its wave, when that is an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave: Option<String>,
    /// How the number lies to that of this group.
    pub outcome: Outcome,
    /// The two-sided p; none where there is nothing to test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// The same after correction, which decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<f64>,
}

/// How a number lies to that of another group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Significantly higher.
    Higher,
    /// Significantly lower.
    Lower,
    /// The difference may be chance.
    NoDifference,
}

impl Outcome {
    /// The outcome of a difference that is significant or not.
    pub fn of(significant: bool, difference: f64) -> Self {
        match significant {
            false => Self::NoDifference,
            true if difference > 0.0 => Self::Higher,
            true => Self::Lower,
        }
    }

    /// "significantly higher than", and so on.
    pub fn text(self) -> &'static str {
        match self {
            Self::Higher => "significantly higher than",
            Self::Lower => "significantly lower than",
            Self::NoDifference => "not significantly different from",
        }
    }
}

impl Significance {
    /// The letters beside the number in the table: of the columns that it lies
    /// significantly above.
    pub fn letters(&self) -> Vec<&str> {
        let above = self.groups.iter().filter(|group| group.outcome == Outcome::Higher);
        above.filter_map(|group| group.letter.as_deref()).collect()
    }

    /// Each test in words: "significantly higher than B (Groot), p = 0.012".
    pub fn said(&self) -> Vec<String> {
        let correction = match self.correction {
            Correction::None => "",
            Correction::Bonferroni => " after Bonferroni’s correction",
            Correction::BenjaminiHochberg => " after Benjamini and Hochberg’s correction",
        };
        let said = |group: &TestedGroup| {
            let p = group.corrected.map_or(", nothing to test".to_string(), |p| {
                let p = format::number(p, visible_digits(p, 3), Language::English);
                format!(", p = {p}{correction}")
            });
            format!("{} {}{p}", group.outcome.text(), group.name())
        };
        self.groups.iter().map(said).collect()
    }
}

impl TestedGroup {
    /// "B (Groot)", or what it is called where it has no letter.
    pub fn name(&self) -> String {
        match &self.letter {
            Some(letter) => format!("{letter} ({})", self.label),
            None => self.label.clone(),
        }
    }
}
