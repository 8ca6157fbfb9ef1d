//! How many units each stage of a sample was drawn from, checked against the sample.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::source::{frame, frame_cell, not_in_frame, positive};
use super::stages::{Group, Stages};
use super::{DesignPlan, Lonely, Population, Stratum};
use crate::diagnostics::{Diagnostic, Place};
use crate::statistics::lookup;
use crate::survey::Survey;

/// Per stage, per respondent: the number of units that the respondent's own unit was drawn from.
pub(super) type PerRespondent = Vec<Vec<f64>>;

pub(super) fn populations(
    survey: &Survey,
    plan: &DesignPlan,
    stratum: &[u32],
    strata: &mut [Stratum],
) -> Result<PerRespondent, Vec<Diagnostic>> {
    let mut stages = Vec::new();
    for (stage, population) in plan.population.iter().enumerate() {
        let sizes = match population {
            Population::Column(name) => positive(survey, name)?,
            Population::Size(_) if stage == 0 && plan.strata.is_some() => {
                return Err(vec![
                    Diagnostic::error(
                        "invalid-population",
                        "one number does not say how many units each stratum has",
                    )
                    .hint(format!(
                        "give a number for each stratum, as `population = {{ {:?} = … }}` under `[design]`",
                        strata.first().map_or("", |stratum| &*stratum.name)
                    )),
                ]);
            }
            Population::Size(size) => vec![*size; stratum.len()],
            _ if stage > 0 => {
                return Err(vec![
                    Diagnostic::error(
                        "bad-population",
                        "the population of a later stage must be a column or a number",
                    )
                    .hint("give the frame or sizes by stratum for the first stage only"),
                ]);
            }
            Population::Frame if !plan.clusters.is_empty() => {
                return Err(vec![
                    Diagnostic::error(
                        "invalid-population",
                        "the rows of the frame are units, and clusters of units were drawn",
                    )
                    .hint(
                        "give the number of clusters that these were drawn from, or `\"endless\"`",
                    ),
                ]);
            }
            Population::Frame => {
                let sizes = frame_sizes(survey, plan)?;
                per_stratum(plan, strata, stratum, &sizes)?
            }
            Population::Strata(sizes) => {
                check_codes(survey, plan, strata, sizes)?;
                per_stratum(plan, strata, stratum, sizes)?
            }
        };
        if stage == 0 {
            for (size, &stratum) in sizes.iter().zip(stratum) {
                strata[stratum as usize].population = Some(*size);
            }
        }
        stages.push(sizes);
    }
    Ok(stages)
}

/// Frame units by stratum code, strata without respondents refused.
fn frame_sizes(
    survey: &Survey,
    plan: &DesignPlan,
) -> Result<Vec<(Arc<str>, f64)>, Vec<Diagnostic>> {
    let frame = frame(survey)?;
    let Some(name) = &plan.strata else {
        return Ok(vec![("".into(), frame.units as f64)]);
    };
    let variable = frame.variables.get(name).ok_or_else(|| vec![not_in_frame(survey, name)])?;
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    let answered = lookup::single(question).map_err(|fault| vec![fault])?;
    let mut sizes = Vec::new();
    let mut faults = Vec::new();
    for (place, choice) in question.choices.iter().enumerate() {
        let is = |code: &crate::survey::Code| code.index() == Some(place);
        let size = variable.codes.iter().filter(|code| is(code)).count();
        if size == 0 {
            continue;
        }
        if !answered.iter().any(is) {
            let unit = variable.codes.iter().position(is).unwrap_or(0);
            faults.push(
                Diagnostic::error(
                    "empty-stratum",
                    format!(
                        "stratum `{name}={}` has {size} {} in the frame and no respondents",
                        choice.code,
                        if size == 1 { "unit" } else { "units" }
                    ),
                )
                .at(frame_cell(survey, unit, variable.column))
                .hint("join it with another stratum"),
            );
        }
        sizes.push((choice.code.clone(), size as f64));
    }
    if faults.is_empty() { Ok(sizes) } else { Err(faults) }
}

/// Refuses sizes of strata that do not exist or have no respondents.
fn check_codes(
    survey: &Survey,
    plan: &DesignPlan,
    strata: &[Stratum],
    sizes: &[(Arc<str>, f64)],
) -> Result<(), Vec<Diagnostic>> {
    let Some(name) = &plan.strata else { return Ok(()) };
    let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
    let faults: Vec<Diagnostic> = sizes
        .iter()
        .filter(|(code, _)| strata.iter().all(|stratum| stratum.name != *code))
        .map(|(code, size)| match lookup::choice(question, code) {
            Err(unknown) => unknown,
            Ok(_) => Diagnostic::error(
                "empty-stratum",
                format!("stratum `{name}={code}` has {size} units and no respondents"),
            )
            .hint("join it with another stratum"),
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn per_stratum(
    plan: &DesignPlan,
    strata: &[Stratum],
    stratum: &[u32],
    sizes: &[(Arc<str>, f64)],
) -> Result<Vec<f64>, Vec<Diagnostic>> {
    let name = plan.strata.as_deref().unwrap_or("");
    let mut faults = Vec::new();
    let sizes: Vec<f64> = strata
        .iter()
        .map(|stratum| match sizes.iter().find(|(code, _)| *code == stratum.name) {
            Some((_, size)) => *size,
            None => {
                faults.push(
                    Diagnostic::error(
                        "stratum-without-size",
                        format!("stratum `{name}={}` has no size in the population", stratum.name),
                    )
                    .hint(format!("add the number of its units: `{} = …`", stratum.name)),
                );
                0.0
            }
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(stratum.iter().map(|&stratum| sizes[stratum as usize]).collect())
}

/// Refuses a column of sizes that gives one stratum, or one unit of the stage
/// before, several sizes: at the first respondent who has another one.
pub(super) fn check_columns(
    survey: &Survey,
    plan: &DesignPlan,
    clusters: &[Vec<u32>],
    stratum: &[u32],
    populations: &PerRespondent,
) -> Result<(), Vec<Diagnostic>> {
    let mut faults = vec![];
    for (stage, (population, sizes)) in plan.population.iter().zip(populations).enumerate() {
        let Population::Column(name) = population else { continue };
        let mut known: BTreeMap<Vec<u32>, f64> = BTreeMap::new();
        let other = (0..stratum.len()).find_map(|respondent| {
            let before = clusters.iter().take(stage).map(|units| units[respondent]);
            let drawn_in = [stratum[respondent]].into_iter().chain(before).collect();
            let size = *known.entry(drawn_in).or_insert(sizes[respondent]);
            (size.to_bits() != sizes[respondent].to_bits()).then_some((respondent, size))
        });
        let Some((respondent, size)) = other else { continue };
        let whole = match stage.checked_sub(1).and_then(|before| plan.clusters.get(before)) {
            Some(cluster) => format!("unit of `{cluster}`"),
            None => "stratum".into(),
        };
        let message = format!(
            "`{name}` is {} here and {size} elsewhere in the same {whole}",
            sizes[respondent]
        );
        let question = lookup::question(survey, name).map_err(|fault| vec![fault])?;
        faults.push(
            Diagnostic::error("bad-population", message)
                .at(lookup::answer_cell(survey, question, respondent))
                .hint(format!("give every respondent of one {whole} the same size")),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Refuses units of a later stage that are fewer than were drawn of them.
pub(super) fn check_inside(
    plan: &DesignPlan,
    stages: Option<&Stages>,
) -> Result<(), Vec<Diagnostic>> {
    let mut faults = vec![];
    let mut groups: Vec<(&Group, usize)> =
        stages.iter().flat_map(|stages| &stages.strata).map(|group| (group, 0)).collect();
    while let Some((group, stage)) = groups.pop() {
        let inside = group.units.iter().filter_map(|unit| unit.inside.as_ref());
        groups.extend(inside.map(|group| (group, stage + 1)));
        let Stratum { sampled, population, .. } = &group.stratum;
        if let Some(population) = population.filter(|population| stage > 0 && population < sampled)
        {
            faults.push(
                Diagnostic::error(
                    "sample-exceeds-population",
                    format!(
                        "a unit of `{}` holds {population} of `{}`, fewer than the {sampled} in \
                         the sample",
                        plan.clusters[stage - 1],
                        plan.clusters[stage]
                    ),
                )
                .hint("correct the size of the population"),
            );
        }
    }
    // They were found from the last to the first.
    faults.reverse();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

pub(super) fn check_strata(
    survey: &Survey,
    plan: &DesignPlan,
    strata: &[Stratum],
) -> Result<(), Vec<Diagnostic>> {
    // A size that is typed stands in the plan.
    let place = match (plan.population.first(), &survey.frame) {
        (Some(Population::Frame), Some(frame)) => {
            Place::Sheet { file: survey.file.clone(), sheet: frame.sheet.clone() }
        }
        _ => Place::Nowhere,
    };
    let name = plan.strata.as_deref().unwrap_or("");
    let mut faults = Vec::new();
    for stratum in strata {
        let label = if name.is_empty() {
            "the population".to_string()
        } else {
            format!("stratum `{name}={}`", stratum.name)
        };
        if let Some(population) = stratum.population
            && population < stratum.sampled
        {
            faults.push(
                Diagnostic::error(
                    "sample-exceeds-population",
                    format!(
                        "{label} has {population} units, fewer than the {} in the sample",
                        stratum.sampled
                    ),
                )
                .at(place.clone())
                .hint("correct the frame or the size of the population"),
            );
        }
        let whole = stratum.population.is_some_and(|population| population <= stratum.sampled);
        if stratum.sampled < 2.0 && !whole && plan.lonely == Lonely::Fail && strata.len() > 1 {
            faults.push(
                Diagnostic::error(
                    "lonely-stratum",
                    format!("{label} has a single sampled unit, which shows no spread"),
                )
                .hint("join it with another stratum, or say what such a stratum adds"),
            );
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
