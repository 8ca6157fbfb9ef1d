//! Grids: several statements on one scale, one row each.

use std::sync::Arc;

use super::banner::Block;
use super::counts::Counts;
use super::rows::{highest_first, net_places};
use super::{Cell, Column, ColumnKind, Order, Percentages, Row, RowKind, Table, TableOptions};
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::measure::{Measure, MeasureKind};
use crate::statistics::question::{codes_at, scores, valid_slots};
use crate::statistics::statistic::Statistic;
use crate::statistics::{lookup, privacy};
use crate::survey::Question;

/// Several questions on one scale: a row for each, with the share of each
/// option, the nets, the mean and the base.
///
/// With [`Order::Value`] the statements are sorted by their mean, highest
/// first; those whose mean is hidden come last, in the order given. Fails with `different-scales` when the options are not the same, and
/// as [`frequency_table`](super::frequency_table) does.
pub fn statements_table(
    analysis: &Analysis,
    questions: &[&str],
    selection: &Selection,
    options: &TableOptions,
) -> Result<Table, Diagnostic> {
    let survey = &analysis.survey;
    let found = questions
        .iter()
        .map(|name| lookup::question(survey, name))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(&first) = found.first() else {
        return Err(Diagnostic::error("no-statements", "a table of statements needs questions")
            .hint("name one question or more"));
    };
    for question in &found[1..] {
        same_scale(first, question)?;
    }
    let mask = selection.filter.mask(survey)?;
    let block = Block::total(survey.respondents(), mask.as_deref());
    let scored = scores(first).is_ok();
    let (columns, slots) = columns(first, options, scored)?;
    let settings = &analysis.settings;
    let filter = selection.restriction();
    let weighted = analysis.is_weighted(selection);

    let mut lines = Vec::new();
    for question in found {
        let codes = lookup::single(question)?;
        let design = analysis.design(selection.weighted);
        let counts = Counts::single(
            design,
            &block,
            codes,
            &valid_slots(question),
            settings.share_interval.is_modelled(),
        );
        let base = counts.base(0);
        let blank = |kind| Measure {
            weighted,
            filter: filter.clone(),
            base: base.count as usize,
            missing: counts.missing(0) as usize,
            ..Measure::blank(kind, Arc::from([question.name.clone()]))
        };
        let mut shown_mean = None;
        let mut cells = Vec::new();
        for (column, slots) in columns.iter().zip(&slots) {
            let measure = match column.kind {
                ColumnKind::Mean => {
                    let mut scores = scores(question)?;
                    scores.extend([None, None]);
                    let mean = counts.mean(0, &scores).map(|mean| {
                        let mut measure = blank(MeasureKind::Mean);
                        (measure.value, measure.n) = (mean.mean, mean.n as usize);
                        measure.with_variance(analysis, mean.variance, mean.degrees);
                        measure
                    });
                    if let Some(mut mean) = mean.clone() {
                        privacy::hide_mean(analysis, &question.name, &selection.filter, &mut mean)?;
                        shown_mean = mean.hidden.is_none().then_some(mean.value);
                    }
                    mean
                }
                ColumnKind::Base => {
                    let mut measure = blank(MeasureKind::Count);
                    (measure.value, measure.n) = (base.count, base.count as usize);
                    measure.weighted = false;
                    measure.statistic = Statistic::Answers;
                    Some(measure)
                }
                _ => counts.of_column(0, slots).map(|cell| {
                    let mut measure = blank(MeasureKind::Share);
                    cell.fill(&mut measure, analysis);
                    measure.part =
                        settings.to_hundred.then(|| Arc::new(counts.part_of_column(0, slots)));
                    measure.codes = codes_at(question, slots);
                    measure
                }),
            };
            cells.push(measure.map(|measure| Cell { measure, above: vec![] }));
        }
        let row = Row {
            kind: RowKind::Statement,
            question: question.name.clone(),
            code: None,
            label: question.short.clone(),
            depth: 0,
        };
        lines.push((row, cells, shown_mean));
    }
    if options.order == Order::Value {
        lines = highest_first(lines, |line| Ok(line.2))?;
    }
    let mut table = Table {
        questions: lines.iter().map(|line| line.0.question.clone()).collect(),
        by: vec![],
        percentages: Percentages::Row,
        columns,
        rows: lines.iter().map(|line| line.0.clone()).collect(),
        cells: lines.iter().flat_map(|line| line.1.clone()).collect(),
        comparisons: vec![],
        hidden: vec![],
    };
    privacy::protect(analysis, &mut table)?;
    Ok(table)
}

/// The columns, with the slots of each that is a share.
fn columns(
    question: &Question,
    options: &TableOptions,
    scored: bool,
) -> Result<(Vec<Column>, Vec<Vec<usize>>), Diagnostic> {
    let mut columns = Vec::new();
    let mut slots = Vec::new();
    let mut add = |kind, label: &Arc<str>, code: &Arc<str>, places: Vec<usize>| {
        let level = super::Level {
            question: question.name.clone(),
            code: code.clone(),
            label: label.clone(),
        };
        let path = if code.is_empty() { vec![] } else { vec![level] };
        columns.push(Column { kind, label: label.clone(), path, letter: None, block: 0 });
        slots.push(places);
    };
    for (place, choice) in question.choices.iter().enumerate() {
        if lookup::is_valid(choice) {
            add(ColumnKind::Answer, &choice.label, &choice.code, vec![place]);
        }
    }
    for net in &options.nets {
        add(ColumnKind::Net, &net.label, &net.name, net_places(question, net)?);
    }
    let empty: Arc<str> = "".into();
    if options.mean && scored {
        add(ColumnKind::Mean, &empty, &empty, vec![]);
    }
    add(ColumnKind::Base, &empty, &empty, vec![]);
    Ok((columns, slots))
}

fn same_scale(first: &Question, other: &Question) -> Result<(), Diagnostic> {
    let codes = |question: &Question| -> Vec<(Arc<str>, bool)> {
        let choices = question.choices.iter();
        choices.map(|choice| (choice.code.clone(), lookup::is_valid(choice))).collect()
    };
    if codes(first) == codes(other) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "different-scales",
        format!("questions `{}` and `{}` do not have the same options", first.name, other.name),
    )
    .hint(format!(
        "the options of `{}` are {}, those of `{}` {}",
        first.name,
        lookup::list(first.choices.iter().map(|choice| &*choice.code)),
        other.name,
        lookup::list(other.choices.iter().map(|choice| &*choice.code)),
    )))
}
