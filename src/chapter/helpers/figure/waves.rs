//! A point for each wave, where the waves are workbooks of their own.

use std::sync::Arc;

use crate::chart::{ChartKind, Label, Unit};
use crate::diagnostics::Diagnostic;
use crate::statistics::{self, TableOptions};
use crate::survey::Kind;

use super::ask::Ask;
use super::data::Data;
use super::options::by_option;

/// The options of one question by wave, the share of one answer, or means.
pub(super) fn gather(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    if let Some(shown) = &ask.shown {
        return one_answer(ask, &shown.codes, shown.plain());
    }
    if plan.questions.iter().all(|question| question.kind == Kind::Number) {
        return means(ask);
    }
    if plan.questions.len() > 1 {
        return Err(plan
            .fault("chart-shape", "the options of one question go over waves".into())
            .hint("draw a chart for each question, or name one answer: `answer=\"…\"`"));
    }
    let options = TableOptions { missing: false, mean: false, ..TableOptions::default() };
    let table = plan.options_table(&plan.names()[..1], &options)?;
    let data = by_option(ask, &table, |_| true);
    let by_wave = matches!(
        ask.kind,
        ChartKind::Lines
            | ChartKind::Slope
            | ChartKind::Stacked
            | ChartKind::Likert
            | ChartKind::LikertApart
    );
    let mut data = if by_wave { data.turned() } else { data };
    if matches!(ask.kind, ChartKind::Likert | ChartKind::LikertApart) {
        data.mark_scale(plan.questions[0]);
    }
    Ok(data)
}

fn means(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    let means = plan.questions.iter().map(|question| question.name.clone()).collect();
    let table = plan.options_table(&[], &TableOptions { means, ..TableOptions::default() })?;
    let mut data = Data::new(ask);
    data.unit = Unit::Number;
    data.series = table.rows.iter().map(|row| Label::new(&*row.label)).collect();
    for (place, column) in table.columns.iter().enumerate() {
        data.categories.push(Label::new(&*column.label));
        let cell = |row| table.cell(row, place).map(|cell| cell.measure.clone());
        data.push(plan, (0..table.rows.len()).map(cell).collect());
    }
    Ok(data)
}

/// A line for each question: the share of its answers with these codes.
fn one_answer(ask: &Ask, codes: &[Vec<Arc<str>>], name: String) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    let mut data = Data::new(ask);
    data.series = match &plan.questions[..] {
        [_] => vec![Label::new(name)],
        several => several.iter().map(|question| Label::new(&*question.short)).collect(),
    };
    let current = plan.session.material;
    for material in current.waves.iter().chain([current]) {
        let mut cells = vec![];
        for (question, codes) in plan.questions.iter().zip(codes) {
            let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
            let share =
                statistics::share(material.analysis, &question.name, &codes, &plan.selection);
            cells.push(match share {
                Ok(mut measure) => {
                    measure.wave = material.wave.filter(|_| material.is_earlier).map(Arc::from);
                    Some(measure)
                }
                // A wave that did not ask has a gap in its line.
                Err(fault)
                    if material.is_earlier
                        && matches!(
                            fault.code,
                            "unknown-question" | "unknown-code" | "empty-base"
                        ) =>
                {
                    None
                }
                Err(fault) => return Err(plan.at(fault)),
            });
        }
        data.categories.push(Label::new(material.wave.unwrap_or_default()));
        data.push(plan, cells);
    }
    Ok(data)
}
