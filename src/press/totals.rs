//! Totals by weights that are none of the population.

use crate::diagnostics::Diagnostic;
use crate::format::{self, Language, needed_digits};
use crate::ledger::Fact;
use crate::statistics::Statistic;

use super::Desk;

/// How far the sum of weights may be from the population, as a part of it: weights
/// come rounded.
const SLACK: f64 = 0.01;

/// Warns, where a total is printed, of a column of weights that do not add up to the
/// population that the frame or the manifest gives.
pub(super) fn warning(desk: &Desk, facts: &[Fact]) -> Option<Diagnostic> {
    let (legend, design) = (desk.material.legend, &desk.project.manifest.design);
    let adjusted = design.post_stratify.is_some() || !design.rake.is_empty();
    let column = design.weight.as_ref().filter(|_| !adjusted && design.clusters.is_empty())?;
    let units = legend.population.as_ref().map(|population| population.units as f64);
    let population = units.or(legend.design.population)?;
    let sum: f64 = desk.material.analysis.weights().iter().sum();
    let is_total =
        |fact: &Fact| fact.computation.all().iter().any(|part| part.statistic == Statistic::Total);
    if (sum - population).abs() <= SLACK * population || !facts.iter().any(is_total) {
        return None;
    }
    let written =
        |value: f64| format::number(value, needed_digits(value).min(1), Language::English);
    let message = format!(
        "the weights of `{}` add up to {}, not to the population of {}",
        column.get_ref(),
        written(sum),
        written(population),
    );
    Some(Diagnostic::warning("weights-not-population", message).at(desk.project.place(column)).hint(
        "a total by them is a weighted sum: multiply them, or weight with `post-stratify` or `rake`",
    ))
}
