//! Clusters and stages: units inside units, each stage with its own sample.

use super::variance::{Spread, stratum_variance};
use super::{Lonely, Stratum};

/// The sampled units of a clustered design.
#[derive(Debug, PartialEq)]
pub(crate) struct Stages {
    /// The first-stage unit of each respondent.
    pub(crate) unit: Vec<u32>,
    /// The number of first-stage units.
    pub(crate) units: usize,
    /// The first-stage units by stratum of the first stage.
    pub(super) strata: Vec<Group>,
}

/// Units drawn from one stratum of one stage.
#[derive(Debug, PartialEq)]
pub(super) struct Group {
    pub(super) stratum: Stratum,
    pub(super) units: Vec<Unit>,
}

/// One sampled unit.
#[derive(Debug, PartialEq)]
pub(super) struct Unit {
    /// Its respondents.
    pub(super) members: Vec<u32>,
    /// What was drawn inside it, when that stage has its own correction.
    pub(super) inside: Option<Group>,
}

impl Stages {
    /// The variance of the sum of `z`, by the recursion of R's `svyrecvar`: the
    /// variance between first-stage units, plus the sampled fraction times the
    /// variance inside each of them (Cochran, "Sampling Techniques", 10.3).
    pub(super) fn variance(&self, z: &[f64], lonely: Lonely) -> Option<f64> {
        let parts = self.strata.iter().map(|group| group.variance(z, lonely)).collect::<Vec<_>>();
        Spread::total(&parts).and_then(|between| {
            Some(between + self.strata.iter().map(|g| g.inside(z, lonely)).sum::<Option<f64>>()?)
        })
    }
}

impl Group {
    fn variance(&self, z: &[f64], lonely: Lonely) -> Spread {
        let (mut sum, mut squares) = (0.0, 0.0);
        for unit in &self.units {
            let total: f64 = unit.members.iter().map(|&member| z[member as usize]).sum();
            sum += total;
            squares += total * total;
        }
        stratum_variance(&self.stratum, sum, squares, lonely)
    }

    fn inside(&self, z: &[f64], lonely: Lonely) -> Option<f64> {
        let Some(population) = self.stratum.population else { return Some(0.0) };
        let fraction = self.stratum.sampled / population;
        self.units
            .iter()
            .filter_map(|unit| unit.inside.as_ref())
            .map(|group| {
                let own = Spread::total(&[group.variance(z, lonely)])?;
                Some(fraction * (own + group.inside(z, lonely)?))
            })
            .sum()
    }
}
