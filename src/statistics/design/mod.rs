//! The sample design, prepared once: a weight for every respondent, and what
//! the variance of any linear statistic needs.

mod margin;
mod plan;
mod population;
mod prepare;
mod source;
mod stages;
mod tally;
mod variance;
mod weighting;

use std::sync::Arc;

pub use plan::{
    Adjustment, DesignPlan, Lonely, Margin, Population, Privacy, Settings, ShareInterval, Trim,
};
pub(crate) use prepare::{prepare, unweighted};
pub(crate) use tally::Tally;
pub use weighting::{MarginCategory, WeightingReport};

/// A design with its weights, ready for estimates.
#[derive(Debug, PartialEq)]
pub(crate) struct Design {
    /// One weight for each respondent: the number of units that he or she stands for.
    pub(crate) weights: Vec<f64>,
    /// The stratum of each respondent, an index into `strata`.
    pub(crate) stratum: Vec<u32>,
    /// The strata of the first stage.
    pub(crate) strata: Vec<Stratum>,
    /// The later stages, or clusters; `None` when respondents themselves were drawn.
    pub(crate) stages: Option<stages::Stages>,
    /// The residuals that post-stratification or raking leaves.
    pub(crate) adjusted: Adjusted,
    /// Per respondent: the weight that the adjustment gave, before trimming.
    /// `None` when it is the weight itself.
    pub(crate) untrimmed: Option<Vec<f64>>,
    /// What a stratum with one sampled unit adds.
    pub(crate) lonely: Lonely,
    /// Respondents who are alike in stratum and adjustment cells form a class.
    pub(crate) class: Vec<u32>,
    /// The classes.
    pub(crate) classes: Vec<Class>,
    /// Whether all weights are equal.
    pub(crate) equal_weights: bool,
}

/// A stratum of the first stage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stratum {
    /// The code of the stratum question; empty for the whole sample.
    pub(crate) name: Arc<str>,
    /// The number of units that were drawn.
    pub(crate) sampled: f64,
    /// The number of units that they were drawn from.
    pub(crate) population: Option<f64>,
}

/// How the weights were adjusted: the cells that each respondent is in.
#[derive(Debug, PartialEq)]
pub(crate) enum Adjusted {
    /// They were not.
    Nothing,
    /// One set of cells.
    PostStratified(Cells),
    /// Several sets of cells, in the order in which they were fitted.
    Raked(Vec<Cells>),
}

/// The cell that each respondent is in.
#[derive(Debug, PartialEq)]
pub(crate) struct Cells {
    pub(crate) of: Vec<u32>,
    pub(crate) count: usize,
}

/// Respondents who are alike in stratum and adjustment cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Class {
    pub(crate) stratum: u32,
    /// The cell in each set of [`Adjusted`].
    pub(crate) cells: Vec<u32>,
    /// All respondents of the class.
    pub(crate) all: Moments,
}

/// What is counted of a group of respondents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    /// Respondents.
    pub(crate) count: f64,
    /// The sum of their weights.
    pub(crate) weight: f64,
    /// The sum of the squares of their weights.
    pub(crate) square: f64,
}

impl Moments {
    pub(crate) fn add(&mut self, weight: f64) {
        self.count += 1.0;
        self.weight += weight;
        self.square += weight * weight;
    }

    pub(crate) fn merge(&mut self, other: Moments) {
        self.count += other.count;
        self.weight += other.weight;
        self.square += other.square;
    }
}

impl Design {
    /// The sets of adjustment cells.
    pub(crate) fn cell_sets(&self) -> &[Cells] {
        match &self.adjusted {
            Adjusted::Nothing => &[],
            Adjusted::PostStratified(cells) => std::slice::from_ref(cells),
            Adjusted::Raked(sets) => sets,
        }
    }

    /// Whether the sums of a class are enough for variances: no clusters, no trimmed weights.
    pub(crate) fn by_class(&self) -> bool {
        self.stages.is_none() && self.untrimmed.is_none()
    }

    /// Sampled units less strata, among the respondents for whom `inside` holds
    /// (R: `degf`).
    pub(crate) fn degrees(&self, inside: impl Fn(usize) -> bool) -> f64 {
        let mut seen = vec![false; self.strata.len()];
        let mut units = 0usize;
        let mut seen_units = self.stages.as_ref().map(|stages| vec![false; stages.units]);
        for (respondent, &stratum) in self.stratum.iter().enumerate() {
            if !inside(respondent) {
                continue;
            }
            seen[stratum as usize] = true;
            match (&self.stages, &mut seen_units) {
                (Some(stages), Some(seen_units)) => {
                    let unit = stages.unit[respondent] as usize;
                    units += usize::from(!std::mem::replace(&mut seen_units[unit], true));
                }
                _ => units += 1,
            }
        }
        units as f64 - seen.iter().filter(|&&seen| seen).count() as f64
    }
}
