//! Tests: of association, of means, of the sample against the population, and
//! of change.

mod association;
mod change;
mod classic;

pub use association::{Association, RaoScott, association, representativeness};
pub use change::{Change, Figure, change, change_between};
pub use classic::{
    Anova, ChiSquare, WelchTest, chi_square, compare_means, one_way_anova, welch_test,
};
