//! Numbers by their quartiles and mean, and how many gave an open answer.

use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::words;
use crate::diagnostics::Diagnostic;
use crate::statistics::{self, Filter, Measure, Selection, Statistic, TableOptions};
use crate::survey::Missing;

use super::heads::banner_heads;
use super::making::Making;

/// A number: quartiles, mean and base, by group if there are any.
pub(super) fn summary(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let analysis = plan.session.material.analysis;
    let name = &*plan.questions[0].name;
    let counted = plan.options_table(&[], &TableOptions::default())?;
    let columns: Vec<(String, Selection)> = counted
        .columns
        .iter()
        .map(|column| {
            let labels: Vec<&str> = column.path.iter().map(|level| &*level.label).collect();
            let name =
                if labels.is_empty() { words.total.to_string() } else { labels.join(" › ") };
            let selection = column.path.iter().fold(plan.selection.clone(), |selection, level| {
                let code = Filter::code(level.question.clone(), level.code.clone());
                selection.within(&code)
            });
            (name, selection)
        })
        .collect();
    let mut making = Making::new(plan)?;
    making.source.right = std::iter::once(false).chain(columns.iter().map(|_| true)).collect();
    let mut heads = banner_heads(plan, &making, &counted, false);
    if let Some(first) = heads.last_mut().and_then(|row| row.first_mut()) {
        first.0 = making.text(words.value);
    }
    making.source.header = heads;
    type Estimate = fn(&statistics::Analysis, &str, &Selection) -> Result<Measure, Diagnostic>;
    let quarter: Estimate = |analysis, name, selection| {
        statistics::quantile(analysis, name, 0.25, Default::default(), selection)
    };
    let three_quarters: Estimate = |analysis, name, selection| {
        statistics::quantile(analysis, name, 0.75, Default::default(), selection)
    };
    let lines: [(&str, &'static str, Estimate); 6] = [
        (words.lower_quartile, "row", quarter),
        (words.median, "row", statistics::median),
        (words.upper_quartile, "row", three_quarters),
        (words.mean, "mean", statistics::mean),
        (words.base, "base", statistics::base),
        (words::missing(Missing::Empty, plan.session.language()), "missing", statistics::missing),
    ];
    let mut rows = vec![];
    for (label, kind, estimate) in lines {
        let mut cells = vec![making.text(label)];
        for (column, selection) in &columns {
            // A group without answers has no mean; its cell says so.
            cells.push(match estimate(analysis, name, selection) {
                Ok(measure) => making.print(&plan.measured(&measure), label, column),
                Err(fault) if fault.code == "empty-base" => making.text("–"),
                Err(fault) => return Err(plan.at(fault)),
            });
        }
        rows.push((kind, cells));
    }
    making.source.rows = rows;
    making.finish(None, &[], &[])
}

/// An open answer or a date: how many gave one.
pub(super) fn answered(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let analysis = plan.session.material.analysis;
    let name = &*plan.questions[0].name;
    let given =
        statistics::base(analysis, name, &plan.selection).map_err(|fault| plan.at(fault))?;
    let missing =
        statistics::missing(analysis, name, &plan.selection).map_err(|fault| plan.at(fault))?;
    let all = missing.base;
    let mut making = Making::new(plan)?;
    making.source.right = vec![false, true, true];
    making.source.header = vec![making.head(&[words.answer, words.number, words.percent])];
    let language = plan.session.language();
    let lines = [
        (words.answered, "row", Statistic::AnsweredShare, given),
        (words::missing(Missing::Empty, language), "row", Statistic::MissingShare, missing),
    ];
    let mut rows = vec![];
    for (label, kind, statistic, measure) in lines {
        let share = Measure {
            value: measure.n as f64 / all.max(1) as f64,
            kind: statistics::MeasureKind::Share,
            statistic,
            base: all,
            ..measure.clone()
        };
        rows.push((
            kind,
            vec![
                making.text(label),
                making.print(&plan.measured(&measure), label, words.number),
                making.print(&plan.measured(&share), label, words.percent),
            ],
        ));
    }
    making.source.rows = rows;
    making.finish(None, &[], &[])
}
