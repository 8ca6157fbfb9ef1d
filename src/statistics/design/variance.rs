//! The variance of a linear statistic by Taylor linearisation.
//!
//! A statistic is given by its influence `u`: it moves by `w u` when a
//! respondent with weight `w` is added. Its variance is that of the total of
//! `z = w u`, after the part of `z` that the adjustment of the weights fixed
//! has been taken out (Deville and Särndal 1992; R: `svyrecvar`).

use super::{Adjusted, Design, Lonely, Stratum};

/// R's `svyrecvar` projects raked influences this many times on each margin.
const RAKING_ROUNDS: usize = 10;

/// What one stratum adds to a variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    /// A number.
    Known(f64),
    /// One unit, and the plan says to use the average of the others.
    Average,
    /// One unit, and the plan does not say what to do.
    Unknown,
}

impl Spread {
    /// The sum over strata; `None` when it is not known.
    pub(super) fn total(parts: &[Spread]) -> Option<f64> {
        let (mut sum, mut known) = (0.0, 0usize);
        for part in parts {
            match part {
                Spread::Known(value) => {
                    sum += value;
                    known += 1;
                }
                Spread::Average => {}
                Spread::Unknown => return None,
            }
        }
        (known > 0).then(|| sum * parts.len() as f64 / known as f64)
    }
}

/// `(1 - n / N) n / (n - 1) (sum z² - (sum z)² / n)` for the `n` units of a
/// stratum, given the sum of their totals and of the squares of these.
pub(super) fn stratum_variance(
    stratum: &Stratum,
    sum: f64,
    squares: f64,
    lonely: Lonely,
) -> Spread {
    let n = stratum.sampled;
    let correction =
        stratum.population.map_or(1.0, |population| (population - n) / population).max(0.0);
    // A stratum that was taken whole has no sampling variance.
    if correction < 1e-7 {
        return Spread::Known(0.0);
    }
    if n > 1.0 {
        let spread = squares - sum * sum / n;
        // What is left of equal numbers is rounding: a share of the strata
        // themselves has no sampling variance.
        let spread = if spread <= 1e-13 * squares { 0.0 } else { spread };
        return Spread::Known(correction * n / (n - 1.0) * spread);
    }
    match lonely {
        Lonely::Fail => Spread::Unknown,
        Lonely::Certainty => Spread::Known(0.0),
        Lonely::Adjust => Spread::Known(correction * squares),
        Lonely::Average => Spread::Average,
    }
}

/// Sums over groups of respondents who share a stratum and adjustment cells,
/// as far as the projection on the adjustment's margins needs them.
pub(crate) struct Groups<'a> {
    /// Respondents in each group.
    pub(crate) counts: &'a [f64],
    /// The sum of the adjustment's weights in each group.
    pub(crate) weights: &'a [f64],
    /// The sum of `z` in each group.
    pub(crate) z: &'a [f64],
    /// The sum of `z` divided by the adjustment's weight in each group.
    pub(crate) ratios: &'a [f64],
}

impl Design {
    /// The part of `z / weight` that the adjustment fixed, one value for each group.
    ///
    /// Post-stratification: the weighted mean in the cell. Raking: the sum of
    /// one effect for each margin, by ten rounds of unweighted means, as R does.
    pub(crate) fn fitted<'c>(
        &self,
        groups: &Groups,
        cell: impl Fn(usize, usize) -> u32 + 'c,
    ) -> Option<Vec<f64>> {
        let size = groups.z.len();
        match &self.adjusted {
            Adjusted::Nothing => None,
            Adjusted::PostStratified(cells) => {
                let mut sums = vec![0.0; cells.count];
                let mut weights = vec![0.0; cells.count];
                for group in 0..size {
                    let cell = cell(0, group) as usize;
                    sums[cell] += groups.z[group];
                    weights[cell] += groups.weights[group];
                }
                Some(
                    (0..size)
                        .map(|group| {
                            let cell = cell(0, group) as usize;
                            sums[cell] / weights[cell]
                        })
                        .collect(),
                )
            }
            Adjusted::Raked(sets) => {
                let mut fitted = vec![0.0; size];
                for _ in 0..RAKING_ROUNDS {
                    for (set, cells) in sets.iter().enumerate() {
                        let mut sums = vec![0.0; cells.count];
                        let mut counts = vec![0.0; cells.count];
                        for (group, fitted) in fitted.iter().enumerate() {
                            let cell = cell(set, group) as usize;
                            sums[cell] += groups.ratios[group] - groups.counts[group] * fitted;
                            counts[cell] += groups.counts[group];
                        }
                        for (sum, count) in sums.iter_mut().zip(&counts) {
                            *sum = if *count > 0.0 { *sum / count } else { 0.0 };
                        }
                        for (group, fitted) in fitted.iter_mut().enumerate() {
                            *fitted += sums[cell(set, group) as usize];
                        }
                    }
                }
                Some(fitted)
            }
        }
    }

    /// The variance of the statistic with influence `u` for each respondent;
    /// `None` when a stratum has a single unit and nothing was said about it.
    pub(crate) fn variance(&self, influence: &[f64]) -> Option<f64> {
        let mut z: Vec<f64> = influence.iter().zip(&self.weights).map(|(u, w)| u * w).collect();
        let weights = self.untrimmed.as_ref().unwrap_or(&self.weights);
        if !matches!(self.adjusted, Adjusted::Nothing) {
            let ratios: Vec<f64> = z.iter().zip(weights).map(|(z, w)| z / w).collect();
            let counts = vec![1.0; z.len()];
            let groups = Groups { counts: &counts, weights, z: &z, ratios: &ratios };
            let sets = self.cell_sets();
            let fitted = self.fitted(&groups, |set, respondent| sets[set].of[respondent]);
            for (respondent, fitted) in fitted.into_iter().flatten().enumerate() {
                z[respondent] -= weights[respondent] * fitted;
            }
        }
        if let Some(stages) = &self.stages {
            return stages.variance(&z, self.lonely);
        }
        let mut sums = vec![(0.0, 0.0); self.strata.len()];
        for (z, &stratum) in z.iter().zip(&self.stratum) {
            let (sum, squares) = &mut sums[stratum as usize];
            *sum += z;
            *squares += z * z;
        }
        self.over_strata(&sums)
    }

    /// The variance from the sums of `z` and `z²` in each stratum.
    pub(crate) fn over_strata(&self, sums: &[(f64, f64)]) -> Option<f64> {
        let parts: Vec<Spread> = self
            .strata
            .iter()
            .zip(sums)
            .map(|(stratum, &(sum, squares))| stratum_variance(stratum, sum, squares, self.lonely))
            .collect();
        Spread::total(&parts)
    }
}
