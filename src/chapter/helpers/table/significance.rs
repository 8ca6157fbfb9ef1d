//! Tests between the columns of a table, for the ledger.

use crate::chapter::helpers::plan::Plan;
use crate::ledger::{self, Outcome, TestedGroup};
use crate::statistics::{Comparison, Correction, Table};

/// The correction that a template asks for; `None` without tests.
pub(super) fn correction(tests: &str) -> Option<Correction> {
    match tests {
        "none" => None,
        "plain" => Some(Correction::None),
        "fdr" => Some(Correction::BenjaminiHochberg),
        _ => Some(Correction::Bonferroni),
    }
}

/// How a cell lies to those of the other columns that it was compared with.
pub(super) fn significance(
    plan: &Plan,
    table: &Table,
    names: &[String],
    correction: Correction,
    (row, column): (usize, usize),
) -> Option<ledger::Significance> {
    let letter = |column: usize| table.columns[column].letter.as_deref().map(str::to_string);
    let level = 1.0 - plan.session.material.analysis.settings().level;
    let own = |test: &&Comparison| test.row == row && (test.a == column || test.b == column);
    let tests = table.comparisons.iter().filter(own);
    let groups: Vec<TestedGroup> = tests
        .clone()
        .filter_map(|test| {
            let (other, difference) = match test.a == column {
                true => (test.b, test.statistic),
                false => (test.a, -test.statistic),
            };
            let compared = plan.measured(&table.cell(row, other)?.measure).measure;
            Some(TestedGroup {
                letter: letter(other),
                label: names[other].clone(),
                filter: compared.filter.as_deref().map(ledger::conditions).unwrap_or_default(),
                wave: compared.wave.as_deref().map(str::to_string),
                outcome: Outcome::of(test.corrected < level, difference),
                p: Some(test.p),
                corrected: Some(test.corrected),
            })
        })
        .collect();
    let comparisons = tests.clone().map(|test| test.family).max()?;
    let letter = letter(column);
    let tested = !groups.is_empty();
    tested.then_some(ledger::Significance { level, correction, comparisons, letter, groups })
}
