//! What a number is, as a formula that can be computed again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::MeasureKind;
use crate::survey::Missing;

/// What was computed from the answers that a [`Measure`](super::Measure) names:
/// its questions, its codes and its filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// The respondents who meet the filter.
    Respondents,
    /// The units of the population that meet the filter.
    Population,
    /// The units with any of the codes, as a share of the units that have a code.
    PopulationShare,
    /// Respondents who meet the filter, as a share of the units that meet it.
    ResponseRate,
    /// Respondents with any of the codes.
    Count,
    /// Respondents with any of the codes, as a share of the valid answers.
    Share,
    /// The same as a share of the respondents with any of the codes in all groups,
    /// which the questions after the first make.
    ShareOfRow,
    /// The same as a share of the valid answers in all groups.
    ShareOfAll,
    /// The options that are named more often than the code, plus one.
    Rank,
    /// Ticks of any of the codes, as a share of all ticks.
    ShareOfTicks,
    /// All ticks of a multiple-response question.
    Ticks,
    /// Valid answers.
    Answers,
    /// The sum of the weights of those with a valid answer.
    WeightedAnswers,
    /// Valid answers, as a share of the respondents.
    AnsweredShare,
    /// Respondents without a valid answer.
    Missing,
    /// The same as a share of the respondents.
    MissingShare,
    /// Respondents whose answer is empty, though the question was put to them.
    MissingEmpty,
    /// Respondents who said that they do not know.
    MissingDontKnow,
    /// Respondents who declined to answer.
    MissingRefused,
    /// Respondents to whom the question was not put.
    NotAsked,
    /// The mean of numbers or scores.
    Mean,
    /// The number at or below which a fraction of the answers lies; the median at a half.
    Quantile,
    /// The sum of numbers by the weights: the total of the population, where the weights
    /// add up to it.
    Total,
    /// The total of the first question divided by that of the second.
    RatioOfTotals,
    /// The share of scores 9 and 10 less that of 0 to 6, in points.
    NetPromoterScore,
    /// Pearson's chi-square of the respondents against the rest of the population.
    ChiSquare,
    /// The probability of a larger chi-square.
    ChiSquareProbability,
    /// The degrees of freedom of that chi-square: categories less one.
    ChiSquareDegrees,
    /// The smallest number of respondents, or of others, to expect in a category.
    SmallestExpected,
    /// Cronbach's alpha of the questions.
    Alpha,
    /// The options of a question that occur among the answers.
    OptionsInUse,
    /// The times that any of the questions was put to a respondent.
    TimesAsked,
    /// The times that this brought no valid answer.
    TimesUnanswered,
    /// The second as a share of the first.
    UnansweredShare,
    /// The largest margin of error that a share of these respondents can have.
    LargestMargin,
    /// The smallest weight, relative to the mean weight.
    SmallestWeight,
    /// The largest weight, relative to the mean weight.
    LargestWeight,
    /// How much less precise answers are by unequal weights: `n Σw² / (Σw)²`.
    DesignEffect,
    /// As many answers without weights would be as precise: `(Σw)² / Σw²`.
    EffectiveBase,
    /// Rounds of raking.
    RakingRounds,
    /// Weights that were cut to their bounds.
    TrimmedWeights,
    /// The first part less the second.
    Difference,
    /// The same between two groups or waves: the second part less the first.
    Change,
    /// The first part divided by the second.
    Quotient,
    /// The parts added up.
    Sum,
    /// One less the part.
    Rest,
    /// Half the width of the part's interval.
    Margin,
    /// The lower bound of the part's interval.
    IntervalLow,
    /// The upper bound of the part's interval.
    IntervalHigh,
    /// The standard error of the part.
    StandardError,
    /// A number that the manifest states.
    Setting,
    /// A cell of the workbook as it stands.
    Cell,
}

impl Statistic {
    /// The number of answers that are missing for a reason.
    pub fn missing(reason: Missing) -> Self {
        match reason {
            Missing::Empty => Self::MissingEmpty,
            Missing::DontKnow => Self::MissingDontKnow,
            Missing::Refused => Self::MissingRefused,
            Missing::NotAsked => Self::NotAsked,
        }
    }

    /// What a number of this kind is, unless its maker says more of it.
    pub(crate) fn usual(kind: MeasureKind) -> Self {
        match kind {
            MeasureKind::Share => Self::Share,
            MeasureKind::Count => Self::Count,
            MeasureKind::Mean => Self::Mean,
            MeasureKind::Median => Self::Quantile,
            MeasureKind::Total => Self::Total,
            MeasureKind::Ratio => Self::RatioOfTotals,
            MeasureKind::Points => Self::NetPromoterScore,
        }
    }

    /// Whether it has answers behind it and a base of respondents.
    pub fn has_base(self) -> bool {
        !matches!(
            self,
            Self::Setting
                | Self::Cell
                | Self::Population
                | Self::OptionsInUse
                | Self::TimesAsked
                | Self::TimesUnanswered
        )
    }

    /// Its name, as the ledger writes it.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            // A variant without fields is a string.
            _ => String::new(),
        }
    }
}
