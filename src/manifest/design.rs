//! The tables `[design]` and `[privacy]`: how the sample was drawn and weighted,
//! how precision is told, and what may not be printed.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

/// How the sample was drawn and weighted. Without the table it is a simple
/// random sample of the frame, or of a population without end when there is
/// no frame.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct DesignTable {
    /// What the sample was drawn from: a number of units, with strata a table with
    /// a number for each of them, `"frame"` (the default when there is one) or
    /// `"endless"`. With clusters it is the number of these.
    #[schemars(with = "Option<PopulationPlan>")]
    pub population: Option<Spanned<PopulationPlan>>,
    /// The column with a weight for each respondent.
    #[schemars(with = "Option<String>")]
    pub weight: Option<Spanned<String>>,
    /// The closed question that the sample was stratified by.
    #[schemars(with = "Option<String>")]
    pub strata: Option<Spanned<String>>,
    /// The columns that name the sampled units, outermost first, when whole
    /// clusters of respondents were drawn.
    #[schemars(with = "Vec<String>")]
    pub clusters: Vec<Spanned<String>>,
    /// The question whose distribution in the frame the weights are made to agree with.
    #[schemars(with = "Option<String>")]
    pub post_stratify: Option<Spanned<String>>,
    /// The questions whose distributions in the frame the weights are made to
    /// agree with in turn, until all agree.
    #[schemars(with = "Vec<String>")]
    pub rake: Vec<Spanned<String>>,
    /// The smallest and the largest weight after raking, as multiples of the mean weight.
    #[schemars(with = "Option<[f64; 2]>")]
    pub trim: Option<Spanned<[f64; 2]>>,
    /// What a stratum with a single respondent adds to a standard error.
    pub lonely: LonelyRule,
    /// The confidence level of intervals. 0.95 when it is not given.
    #[schemars(with = "Option<f64>")]
    pub level: Option<Spanned<f64>>,
    /// How the interval of a share is made. `logit` when it is not given.
    pub share_interval: Option<IntervalMethod>,
}

impl DesignTable {
    /// The names of questions in the table, with their places.
    pub fn names(&self) -> impl Iterator<Item = &Spanned<String>> {
        let single = [&self.weight, &self.strata, &self.post_stratify];
        single.into_iter().flatten().chain(&self.clusters).chain(&self.rake)
    }

    /// The place of the first key that has one.
    pub fn span(&self) -> Range<usize> {
        let names = self.names().map(Spanned::span);
        names
            .chain(self.population.iter().map(Spanned::span))
            .min_by_key(|it| it.start)
            .unwrap_or(0..0)
    }
}

/// What a sample was drawn from.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "`population` must be a number of units, a table with a number for each stratum, \"frame\" or \"endless\""
)]
pub enum PopulationPlan {
    /// A number of units.
    Size(f64),
    /// A number of units for each code of the stratum question.
    Strata(BTreeMap<String, f64>),
    /// Told by a word.
    Word(PopulationWord),
}

/// A population that needs no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PopulationWord {
    /// The rows of the frame.
    Frame,
    /// So large that no correction is due.
    Endless,
}

/// What a stratum with a single respondent adds to a standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LonelyRule {
    /// Such a stratum is a fault.
    #[default]
    Fail,
    /// Nothing.
    Certainty,
    /// The respondent's distance from the mean of the whole sample.
    Adjust,
    /// The mean of what the other strata add.
    Average,
}

/// How the interval of a share is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IntervalMethod {
    /// Share plus and minus t standard errors.
    T,
    /// Share plus and minus z standard errors.
    Z,
    /// Wilson's score interval on the effective base.
    Wilson,
    /// Symmetric on the scale of log odds.
    Logit,
    /// The same from a logistic regression.
    LogitModel,
    /// After Clopper and Pearson, on the effective base.
    Beta,
    /// The profile of the likelihood.
    Likelihood,
}

/// What may not be printed, to protect respondents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PrivacyTable {
    /// A figure on fewer answers than this is hidden.
    pub smallest_base: usize,
    /// A cell of a table with fewer respondents than this is hidden.
    pub smallest_cell: usize,
}
