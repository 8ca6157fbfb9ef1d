//! Survey statistics: from a [`Survey`](crate::survey::Survey) to measures and tables.
//!
//! 1. An [`Analysis`] prepares the sample design once: weights, strata,
//!    corrections, post-stratification or raking.
//! 2. A [`Selection`] says which respondents a figure is about.
//! 3. [`share`], [`mean()`], [`median`] and the like give a [`Measure`]: a number
//!    with its base, standard error, interval and origin.
//! 4. [`frequency_table`], [`banner_table`], [`statements_table`] and
//!    [`response_table`] give a [`Table`] with a measure in each cell.

mod analysis;
mod compare;
mod derive;
mod design;
mod filter;
mod interval;
mod logit_model;
mod lookup;
mod mean;
mod measure;
pub mod numerics;
mod privacy;
mod quantile;
mod question;
mod reliability;
mod round;
mod score;
mod share;
mod statistic;
mod table;
#[cfg(test)]
mod tests;

pub use analysis::{Analysis, Selection};
pub use compare::{
    Anova, Association, Change, ChiSquare, Figure, RaoScott, WelchTest, association, change,
    change_between, chi_square, compare_means, one_way_anova, representativeness, welch_test,
};
pub use derive::{Derivation, Recoded, Rule, derive};
pub use design::{
    Adjustment, DesignPlan, Lonely, Margin, MarginCategory, Population, Privacy, Settings,
    ShareInterval, Trim, WeightingReport,
};
pub use filter::{Condition, Filter, Relation, Test};
pub use interval::{ShareEstimate, largest_margin, symmetric, wilson};
pub use lookup::{choice as find_choice, question as find_question};
pub use mean::{Spread, mean, ratio, spread, total};
pub use measure::{Measure, MeasureKind, Reason};
pub use quantile::{QuantileRule, median, quantile};
pub use question::{bottom_codes, scores, top_codes};
pub use reliability::{Reliability, cronbach_alpha};
pub use round::{Part, percentages_of_hundred};
pub use score::net_promoter_score;
pub(crate) use share::empty_base;
pub use share::{base, count, missing, model_share, share, share_spread};
pub use statistic::Statistic;
pub(crate) use table::missing_in_net;
pub use table::{
    Cell, Column, ColumnKind, Comparison, Correction, Hidden, Level, Net, Order, Percentages, Row,
    RowKind, Significance, Table, TableOptions, banner_table, compare_surveys, correct,
    frequency_table, independent_t, parse_banner, pooled_z, response_table, side_by_side,
    statements_table, weighting_table, welch,
};
