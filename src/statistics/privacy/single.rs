//! A single figure is hidden wherever the table that it belongs to hides it.

use std::sync::Arc;

use super::small;
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::filter::{Filter, Test};
use crate::statistics::measure::{Measure, Reason};
use crate::statistics::table::{RowKind, Table, TableOptions, banner_table};
use crate::survey::{Answers, Question};

/// What a single figure is about.
pub(crate) enum Figure<'a> {
    /// These options of the question.
    Options(&'a [usize]),
    /// The mean of all answers.
    Mean,
}

/// Hides a figure that is too small, or that its table would hide.
///
/// The table is that of the question by the questions of the filter, nested in
/// the order of the codebook. A figure over several cells is shown when it
/// holds none of the hidden ones, or, in a column, all of them: then it follows
/// from what is shown. Filters on numbers and on multiple response have no
/// such table; there the frequency table of the selection decides.
pub(crate) fn hide_single(
    analysis: &Analysis,
    question: &Question,
    figure: &Figure,
    selection: &Selection,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let privacy = analysis.settings.privacy;
    if !privacy.hides() {
        return Ok(());
    }
    let reason = match small(measure.n, measure.base, privacy) {
        Some(reason) => Some(reason),
        None => by_table(analysis, question, figure, selection)?,
    };
    if let Some(reason) = reason {
        measure.hide(reason);
    }
    Ok(())
}

fn by_table(
    analysis: &Analysis,
    question: &Question,
    figure: &Figure,
    selection: &Selection,
) -> Result<Option<Reason>, Diagnostic> {
    let names = banner(analysis, question, &selection.filter);
    let (within, filter) = match &names {
        Some(_) => (Filter::everyone(), Some(&selection.filter)),
        None => (selection.filter.clone(), None),
    };
    let within = Selection { filter: within, weighted: false };
    let names: Vec<&str> = names.iter().flatten().map(|name| &**name).collect();
    let nest = [&*names];
    let banner: &[&[&str]] = if names.is_empty() { &[] } else { &nest };
    let closed = matches!(question.answers, Answers::Single(_) | Answers::Multiple { .. });
    let options = TableOptions {
        missing: false,
        means: if closed { vec![] } else { vec![question.name.clone()] },
        ..TableOptions::default()
    };
    let questions: &[&str] = if closed { &[&question.name] } else { &[] };
    let table = banner_table(analysis, questions, banner, &within, &options)?;
    let columns = (0..table.columns.len()).filter(|&column| match filter {
        Some(filter) if !names.is_empty() => meets(&table, column, filter),
        _ => column == 0,
    });
    let additive = matches!(question.answers, Answers::Single(_));
    Ok(columns.filter_map(|column| in_column(&table, column, question, figure, additive)).min())
}

/// Why a figure over a column is hidden.
fn in_column(
    table: &Table,
    column: usize,
    question: &Question,
    figure: &Figure,
    additive: bool,
) -> Option<Reason> {
    let reason = |row: usize| table.cell(row, column)?.measure.hidden;
    match figure {
        Figure::Mean => (0..table.rows.len())
            .filter(|&row| table.rows[row].kind == RowKind::Mean)
            .find_map(reason),
        Figure::Options(places) => {
            let hidden: Vec<(bool, Reason)> = (0..table.rows.len())
                .filter(|&row| table.rows[row].kind == RowKind::Choice)
                .filter_map(|row| {
                    let code = table.rows[row].code.as_ref();
                    let wanted =
                        places.iter().any(|&place| Some(&question.choices[place].code) == code);
                    Some((wanted, reason(row)?))
                })
                .collect();
            let all = hidden.iter().all(|(wanted, _)| *wanted);
            if additive && all && hidden.len() > 1 {
                return None;
            }
            hidden.iter().filter(|(wanted, _)| *wanted).map(|(_, reason)| *reason).min()
        }
    }
}

/// The questions of the filter in the order of the codebook, when they make a
/// banner for the question.
fn banner(analysis: &Analysis, question: &Question, filter: &Filter) -> Option<Vec<Arc<str>>> {
    let questions = &analysis.survey.questions;
    let mut places = Vec::new();
    for condition in &filter.conditions {
        let (place, name, found) = questions.get_full(&condition.question)?;
        let closed = matches!(found.answers, Answers::Single(_))
            && !matches!(condition.test, Test::Number(..));
        if !closed || *name == question.name {
            return None;
        }
        places.push((place, name.clone()));
    }
    places.sort();
    places.dedup();
    Some(places.into_iter().map(|(_, name)| name).collect())
}

/// Whether a group of the table meets a filter on the banner's questions.
fn meets(table: &Table, column: usize, filter: &Filter) -> bool {
    let path = &table.columns[column].path;
    !path.is_empty()
        && filter.conditions.iter().all(|condition| {
            let level = path.iter().find(|level| level.question == condition.question);
            level.is_some_and(|level| match &condition.test {
                Test::OneOf(codes) => codes.contains(&level.code),
                Test::NoneOf(codes) => !codes.contains(&level.code),
                Test::Number(..) => false,
            })
        })
}
