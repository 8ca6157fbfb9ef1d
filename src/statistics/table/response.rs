//! The sample against the population.

use std::sync::Arc;

use super::{
    Cell, Column, ColumnKind, Hidden, Percentages, Row, RowKind, Table, TableOptions,
    frequency_table,
};
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::filter::{Condition, Filter, Test};
use crate::statistics::lookup;
use crate::statistics::measure::{Measure, MeasureKind};
use crate::statistics::statistic::Statistic;
use crate::survey::Choice;

/// Response by a variable of the frame: units and respondents of each category
/// as numbers and shares, the share after weighting, and the response rate.
///
/// Units and respondents without a value for the variable, or with one that counts as
/// missing, have no row and are left out of the shares.
/// Fails with `no-frame`, `not-in-frame`, `unknown-question` or `wrong-kind`.
pub fn response_table(
    analysis: &Analysis,
    variable: &str,
    selection: &Selection,
) -> Result<Table, Diagnostic> {
    let survey = &analysis.survey;
    let question = lookup::question(survey, variable)?;
    let codes = lookup::single(question)?;
    let valid: Vec<bool> = question.choices.iter().map(lookup::is_valid).collect();
    let mask = selection.filter.mask(survey)?;
    let weights = analysis.weights();
    let mut counts = vec![(0usize, 0usize, 0.0); question.choices.len()];
    for (count, choice) in counts.iter_mut().zip(&question.choices) {
        let code = Filter::code(question.name.clone(), choice.code.clone());
        count.0 = analysis.population(&selection.within(&code), None)?.n;
    }
    let mut missing = 0;
    for (respondent, code) in codes.iter().enumerate() {
        if !mask.as_ref().is_none_or(|mask| mask[respondent]) {
            continue;
        }
        match code.index().filter(|&place| valid.get(place) == Some(&true)) {
            Some(place) => {
                counts[place].1 += 1;
                counts[place].2 += weights[respondent];
            }
            None => missing += 1,
        }
    }
    let categories: Vec<(&Choice, (usize, usize, f64))> = question
        .choices
        .iter()
        .zip(counts)
        .filter(|(choice, _)| lookup::is_valid(choice))
        .collect();
    let mut kinds = vec![
        ColumnKind::PopulationCount,
        ColumnKind::PopulationShare,
        ColumnKind::SampleCount,
        ColumnKind::SampleShare,
    ];
    if analysis.has_weights() {
        kinds.push(ColumnKind::WeightedShare);
    }
    kinds.push(ColumnKind::ResponseRate);

    let all = categories
        .iter()
        .fold((0, 0, 0.0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1, sum.2 + count.2));
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let lines = categories.iter().map(|&(choice, count)| (Some(choice), count));
    for (choice, (units, respondents, weight)) in lines.chain([(None, all)]) {
        if units == 0 && respondents == 0 {
            continue;
        }
        rows.push(Row {
            kind: if choice.is_some() { RowKind::Choice } else { RowKind::Total },
            question: question.name.clone(),
            code: choice.map(|choice| choice.code.clone()),
            label: choice.map_or("".into(), |choice| choice.label.clone()),
            depth: 0,
        });
        // A row is about one code; the last about everyone who has one.
        let codes: Arc<[Arc<str>]> = match choice {
            Some(choice) => Arc::from([choice.code.clone()]),
            None => categories.iter().map(|(choice, _)| choice.code.clone()).collect(),
        };
        let group = Filter {
            conditions: vec![Condition {
                question: question.name.clone(),
                test: Test::OneOf(codes.to_vec()),
            }],
        };
        for kind in &kinds {
            let (statistic, of_group) = match kind {
                ColumnKind::PopulationCount => (Statistic::Population, true),
                ColumnKind::PopulationShare => (Statistic::PopulationShare, false),
                ColumnKind::SampleCount => (Statistic::Count, false),
                ColumnKind::ResponseRate => (Statistic::ResponseRate, true),
                _ => (Statistic::Share, false),
            };
            let filter = match of_group {
                true => selection.within(&group).restriction(),
                false => selection.restriction(),
            };
            let of = |value: f64, n: usize, base: usize, measure_kind| {
                (base > 0).then(|| Measure {
                    value,
                    n,
                    base,
                    missing,
                    weighted: *kind == ColumnKind::WeightedShare,
                    statistic,
                    codes: if of_group { Arc::from([]) } else { codes.clone() },
                    filter: filter.clone(),
                    ..Measure::blank(measure_kind, Arc::from([question.name.clone()]))
                })
            };
            let share =
                |n: usize, base: usize| of(n as f64 / base as f64, n, base, MeasureKind::Share);
            let count = |n: usize, base: usize| of(n as f64, n, base, MeasureKind::Count);
            let measure = match kind {
                ColumnKind::PopulationCount => count(units, all.0),
                ColumnKind::PopulationShare => share(units, all.0),
                ColumnKind::SampleCount => count(respondents, all.1),
                ColumnKind::SampleShare => share(respondents, all.1),
                ColumnKind::WeightedShare => {
                    of(weight / all.2, respondents, all.1, MeasureKind::Share)
                }
                _ => share(respondents, units),
            };
            cells.push(measure.map(|measure| Cell { measure, above: vec![] }));
        }
    }
    Ok(Table {
        questions: Arc::from([question.name.clone()]),
        by: vec![],
        percentages: Percentages::Column,
        columns: plain_columns(&kinds),
        rows,
        cells,
        comparisons: vec![],
        hidden: vec![],
    })
}

/// What weighting does to the answers of a closed question: shares without and
/// with the weights, side by side.
///
/// Fails as [`frequency_table`](super::frequency_table) does.
pub fn weighting_table(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Table, Diagnostic> {
    let options = TableOptions { missing: false, ..TableOptions::default() };
    let with = frequency_table(analysis, question, selection, &options)?;
    let without = frequency_table(analysis, question, &selection.clone().unweighted(), &options)?;
    let kinds = [ColumnKind::SampleShare, ColumnKind::WeightedShare];
    let hidden = |column: usize, table: &Table| {
        table.hidden.iter().map(|hidden| Hidden { column, ..hidden.clone() }).collect::<Vec<_>>()
    };
    Ok(Table {
        columns: plain_columns(&kinds),
        cells: without
            .cells
            .iter()
            .zip(&with.cells)
            .flat_map(|(without, with)| [without.clone(), with.clone()])
            .collect(),
        hidden: [hidden(0, &without), hidden(1, &with)].concat(),
        ..with
    })
}

fn plain_columns(kinds: &[ColumnKind]) -> Vec<Column> {
    let column = |&kind| Column { kind, label: "".into(), path: vec![], letter: None, block: 0 };
    kinds.iter().map(column).collect()
}
