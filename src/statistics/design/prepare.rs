//! From a plan to a design.

use std::collections::BTreeMap;

use super::population::{PerRespondent, check_columns, check_inside, check_strata, populations};
use super::source::{cluster, coded, positive};
use super::stages::{Group, Stages, Unit};
use super::weighting::{Adjusting, adjust};
use super::{Adjusted, Cells, Class, Design, DesignPlan, Lonely, Stratum, WeightingReport};
use crate::diagnostics::Diagnostic;
use crate::survey::Survey;

/// The design that a plan describes, with its weights adjusted.
pub(crate) fn prepare(
    survey: &Survey,
    plan: &DesignPlan,
) -> Result<(Design, WeightingReport), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut keep = |result: Result<Vec<u32>, Vec<Diagnostic>>| {
        result.unwrap_or_else(|found| {
            faults.extend(found);
            vec![]
        })
    };
    let n = survey.respondents();
    let stratum = match &plan.strata {
        Some(name) => keep(coded(survey, name)),
        None => vec![0; n],
    };
    let clusters: Vec<Vec<u32>> =
        plan.clusters.iter().map(|name| keep(cluster(survey, name))).collect();
    let weights = match plan.weights.as_deref().map(|name| positive(survey, name)) {
        None => None,
        Some(Ok(weights)) => Some(weights),
        Some(Err(found)) => {
            faults.extend(found);
            None
        }
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let (stratum, mut strata) = dense_strata(survey, plan, &stratum);
    let populations = populations(survey, plan, &stratum, &mut strata)?;
    check_columns(survey, plan, &clusters, &stratum, &populations)?;
    let (stages, fractions) = stages(&clusters, &stratum, &mut strata, &populations);
    check_strata(survey, plan, &strata)?;
    check_inside(plan, stages.as_ref())?;

    let base = weights.unwrap_or(fractions);
    let Adjusting { weights, untrimmed, adjusted, report } =
        adjust(survey, &plan.adjustment, base)?;
    let mut design = Design {
        equal_weights: equal(&weights),
        weights,
        stratum,
        strata,
        stages,
        adjusted,
        untrimmed,
        lonely: plan.lonely,
        class: vec![],
        classes: vec![],
    };
    design.classify();
    Ok((design, report))
}

/// The same sample with every respondent counting once, without strata: the
/// design of an unweighted figure. `population` gives its correction.
pub(crate) fn unweighted(respondents: usize, population: Option<f64>) -> Design {
    let sampled = respondents as f64;
    let mut design = Design {
        equal_weights: true,
        weights: vec![population.map_or(1.0, |population| population / sampled); respondents],
        stratum: vec![0; respondents],
        strata: vec![Stratum { name: "".into(), sampled, population }],
        stages: None,
        adjusted: Adjusted::Nothing,
        untrimmed: None,
        lonely: Lonely::Fail,
        class: vec![],
        classes: vec![],
    };
    design.classify();
    design
}

impl Design {
    /// Fills in the classes from strata, cells and weights.
    fn classify(&mut self) {
        let mut index: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut classes: Vec<Class> = Vec::new();
        let mut class = Vec::with_capacity(self.weights.len());
        let mut key = Vec::new();
        for (respondent, &weight) in self.weights.iter().enumerate() {
            key.clear();
            key.push(self.stratum[respondent]);
            key.extend(self.cell_sets().iter().map(|set: &Cells| set.of[respondent]));
            let place = match index.get(&key) {
                Some(&place) => place,
                None => {
                    let place = classes.len() as u32;
                    index.insert(key.clone(), place);
                    classes.push(Class {
                        stratum: key[0],
                        cells: key[1..].to_vec(),
                        ..Class::default()
                    });
                    place
                }
            };
            classes[place as usize].all.add(weight);
            class.push(place);
        }
        self.class = class;
        self.classes = classes;
    }
}

/// Numbers the strata that occur from 0, in the order of the codebook.
fn dense_strata(survey: &Survey, plan: &DesignPlan, codes: &[u32]) -> (Vec<u32>, Vec<Stratum>) {
    let mut index: BTreeMap<u32, u32> = codes.iter().map(|&code| (code, 0)).collect();
    let question = plan.strata.as_ref().and_then(|name| survey.questions.get(name));
    let mut strata = Vec::new();
    for (place, (&code, dense)) in index.iter_mut().enumerate() {
        *dense = place as u32;
        let name = question.and_then(|question| question.choices.get(code as usize));
        strata.push(Stratum {
            name: name.map_or("".into(), |choice| choice.code.clone()),
            sampled: 0.0,
            population: None,
        });
    }
    let stratum: Vec<u32> = codes.iter().map(|code| index[code]).collect();
    for &place in &stratum {
        strata[place as usize].sampled += 1.0;
    }
    (stratum, strata)
}

/// The stages of a clustered design, and the weight that the sampled
/// fractions give each respondent.
fn stages(
    clusters: &[Vec<u32>],
    stratum: &[u32],
    strata: &mut [Stratum],
    populations: &PerRespondent,
) -> (Option<Stages>, Vec<f64>) {
    let n = stratum.len();
    if clusters.is_empty() {
        let weights = (0..n)
            .map(|respondent| {
                let stratum = &strata[stratum[respondent] as usize];
                stratum.population.map_or(1.0, |population| population / stratum.sampled)
            })
            .collect();
        return (None, weights);
    }
    let mut weights = vec![1.0; n];
    let mut groups = Vec::new();
    let mut unit = vec![0; n];
    let mut units = 0;
    for (place, stratum_entry) in strata.iter_mut().enumerate() {
        let members: Vec<u32> =
            (0..n as u32).filter(|&member| stratum[member as usize] as usize == place).collect();
        let mut group = group(&members, clusters, populations, 0, &mut weights);
        group.stratum.name = stratum_entry.name.clone();
        *stratum_entry = group.stratum.clone();
        for sampled in &group.units {
            for &member in &sampled.members {
                unit[member as usize] = units;
            }
            units += 1;
        }
        groups.push(group);
    }
    (Some(Stages { unit, units: units as usize, strata: groups }), weights)
}

fn group(
    members: &[u32],
    clusters: &[Vec<u32>],
    populations: &PerRespondent,
    stage: usize,
    weights: &mut [f64],
) -> Group {
    let mut by_unit: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &member in members {
        by_unit.entry(clusters[stage][member as usize]).or_default().push(member);
    }
    let sampled = by_unit.len() as f64;
    let population =
        populations.get(stage).and_then(|sizes| Some(sizes[*members.first()? as usize]));
    if let Some(population) = population {
        for &member in members {
            weights[member as usize] *= population / sampled;
        }
    }
    let units = by_unit
        .into_values()
        .map(|members| Unit {
            // Without a correction the first stage holds all of the variance.
            inside: (stage + 1 < clusters.len() && population.is_some())
                .then(|| group(&members, clusters, populations, stage + 1, weights)),
            members,
        })
        .collect();
    Group { stratum: Stratum { name: "".into(), sampled, population }, units }
}

/// Whether all weights are the same, but for the rounding that raking leaves.
fn equal(weights: &[f64]) -> bool {
    weights.iter().all(|weight| (weight - weights[0]).abs() <= 1e-9 * weights[0])
}
