//! Counting respondents by kind, in one pass over the columns.
//!
//! A kind is a small number: a cell of a table, say. Sums by class and kind are
//! all that shares, means of scores and their variances need, so that a table
//! costs one pass over the answers, however many figures it has.

use super::variance::Groups;
use super::{Design, Moments};

/// The sums of respondents by class and kind.
pub(crate) struct Tally<'d> {
    design: &'d Design,
    kinds: usize,
    /// By class, then kind.
    cells: Vec<Moments>,
    /// By kind.
    totals: Vec<Moments>,
    /// The kind of each respondent, for designs whose classes are not enough.
    kind: Option<Vec<u32>>,
}

impl<'d> Tally<'d> {
    /// Counts all respondents. `kind_of` gives each one's kind; `kinds` or more
    /// stands for someone who is left out.
    pub(crate) fn count(
        design: &'d Design,
        kinds: usize,
        kind_of: impl Fn(usize) -> usize,
    ) -> Self {
        let mut cells = vec![Moments::default(); design.classes.len() * kinds];
        for (respondent, (&class, &weight)) in design.class.iter().zip(&design.weights).enumerate()
        {
            let kind = kind_of(respondent);
            if kind < kinds {
                cells[class as usize * kinds + kind].add(weight);
            }
        }
        let mut totals = vec![Moments::default(); kinds];
        if kinds > 0 {
            for row in cells.chunks_exact(kinds) {
                for (total, cell) in totals.iter_mut().zip(row) {
                    total.merge(*cell);
                }
            }
        }
        let kind = (!design.by_class()).then(|| {
            (0..design.weights.len())
                .map(|respondent| u32::try_from(kind_of(respondent)).unwrap_or(u32::MAX))
                .collect()
        });
        Self { design, kinds, cells, totals, kind }
    }

    /// The sums over some kinds.
    pub(crate) fn sum(&self, kinds: impl IntoIterator<Item = usize>) -> Moments {
        let mut sum = Moments::default();
        for kind in kinds {
            sum.merge(self.totals[kind]);
        }
        sum
    }

    /// The variance of the statistic with the given influence for each kind
    /// listed, and none for everyone else (see [`Design::variance`]).
    pub(crate) fn variance(&self, influence: &[(usize, f64)]) -> Option<f64> {
        if let Some(kinds) = &self.kind {
            let mut of_kind = vec![0.0; self.kinds];
            for &(kind, value) in influence {
                of_kind[kind] = value;
            }
            let values: Vec<f64> = kinds
                .iter()
                .map(|&kind| of_kind.get(kind as usize).copied().unwrap_or(0.0))
                .collect();
            return self.design.variance(&values);
        }
        let classes = &self.design.classes;
        // Per class: the sums of z, u, w² u and w² u².
        let sums: Vec<[f64; 4]> = self
            .cells
            .chunks_exact(self.kinds)
            .map(|row| {
                let mut sums = [0.0; 4];
                for &(kind, u) in influence {
                    let cell = row[kind];
                    sums[0] += cell.weight * u;
                    sums[1] += cell.count * u;
                    sums[2] += cell.square * u;
                    sums[3] += cell.square * u * u;
                }
                sums
            })
            .collect();
        let fitted = if self.design.cell_sets().is_empty() {
            None
        } else {
            let column = |place: usize| sums.iter().map(|sums| sums[place]).collect::<Vec<_>>();
            let counts: Vec<f64> = classes.iter().map(|class| class.all.count).collect();
            let weights: Vec<f64> = classes.iter().map(|class| class.all.weight).collect();
            let groups =
                Groups { counts: &counts, weights: &weights, z: &column(0), ratios: &column(1) };
            self.design.fitted(&groups, |set, class| classes[class].cells[set])
        };
        let mut by_stratum = vec![(0.0, 0.0); self.design.strata.len()];
        for (place, (class, [z, _, linear, square])) in classes.iter().zip(&sums).enumerate() {
            let fit = fitted.as_ref().map_or(0.0, |fitted| fitted[place]);
            let (sum, squares) = &mut by_stratum[class.stratum as usize];
            *sum += z - fit * class.all.weight;
            *squares += square - 2.0 * fit * linear + fit * fit * class.all.square;
        }
        self.design.over_strata(&by_stratum)
    }

    /// Sampled units less strata among respondents of these kinds (R: `degf`).
    pub(crate) fn degrees(&self, kinds: &[usize]) -> f64 {
        if self.design.stages.is_some()
            && let Some(of) = &self.kind
        {
            return self.design.degrees(|respondent| kinds.contains(&(of[respondent] as usize)));
        }
        let mut seen = vec![false; self.design.strata.len()];
        let mut count = 0.0;
        for (class, row) in self.design.classes.iter().zip(self.cells.chunks_exact(self.kinds)) {
            let inside: f64 = kinds.iter().map(|&kind| row[kind].count).sum();
            count += inside;
            seen[class.stratum as usize] |= inside > 0.0;
        }
        count - seen.iter().filter(|&&seen| seen).count() as f64
    }
}
