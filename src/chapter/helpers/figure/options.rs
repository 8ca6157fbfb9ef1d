//! Shares of the options of closed questions.

use crate::chapter::helpers::plan::Plan;
use crate::chart::{ChartKind, Label, Real, Role, Unit};
use crate::diagnostics::Diagnostic;
use crate::statistics::{
    self, ColumnKind, Filter, Measure, Order, RowKind, Selection, Table, TableOptions,
};
use crate::survey::Question;

use super::ask::Ask;
use super::data::Data;

/// The order of options that the template or the question asks for.
fn order(plan: &Plan) -> Order {
    plan.order.unwrap_or(match plan.questions[0].ordered {
        true => Order::Given,
        false => Order::Value,
    })
}

fn table_options(plan: &Plan) -> TableOptions {
    TableOptions { order: order(plan), missing: false, mean: false, ..TableOptions::default() }
}

/// One question: a bar for each option, or one bar divided among them.
pub(super) fn of_one(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    match ask.kind {
        ChartKind::Likert | ChartKind::LikertApart => return of_statements(ask),
        ChartKind::Waffle | ChartKind::Stacked => {}
        _ => {
            return Ok(by_option(
                ask,
                &plan.options_table(&plan.names()[..1], &table_options(plan))?,
                |_| true,
            ));
        }
    }
    let data =
        by_option(ask, &plan.options_table(&plan.names()[..1], &table_options(plan))?, |_| true);
    // Answers that can be combined are no parts of a whole: each has a square of its own.
    let parts = plan.questions[0].kind != crate::survey::Kind::Multiple;
    Ok(if parts { data.turned() } else { data })
}

/// One question by groups: bars in pairs, or a divided bar for each group.
pub(super) fn by_groups(ask: &Ask, by: &Question) -> Result<Data, Diagnostic> {
    use ChartKind::{Likert, LikertApart, Lines, Multiples, Slope, Stacked, Waffle};
    let plan = ask.plan;
    let question = plan.questions[0];
    let table = plan.options_table(&plan.names()[..1], &table_options(plan))?;
    let divided = matches!(ask.kind, Likert | LikertApart | Stacked | Waffle);
    let with_total = divided;
    let mut data = by_option(ask, &table, |column| with_total || column == ColumnKind::Group);
    if ask.kind == Multiples {
        let bases = bases(plan, &data.cells, data.series.len());
        for (series, base) in data.series.iter_mut().zip(bases) {
            series.base = base;
        }
    }
    if matches!(ask.kind, Lines | Slope) {
        return Ok(data.turned());
    }
    if !divided {
        return Ok(data);
    }
    let mut data = data.turned();
    for (category, cells) in data.categories.iter_mut().zip(&data.cells) {
        category.base = base_text(plan, cells);
    }
    if matches!(ask.kind, Likert | LikertApart) {
        data.mark_scale(question);
        let filters = filters(plan, by, &table);
        data.add_nets(plan, |net, category| {
            let codes: Vec<&str> = net.iter().map(|code| &**code).collect();
            statistics::share(
                plan.session.material.analysis,
                &question.name,
                &codes,
                &filters[category],
            )
        })?;
    }
    Ok(data)
}

/// The number of answers behind the cells of a category, as it is printed.
fn base_text(plan: &Plan, cells: &[Option<Measure>]) -> Option<String> {
    let measure = cells.iter().flatten().next()?;
    Some(plan.session.house_style(&plan.base_of(measure)))
}

/// The same for each series.
fn bases(plan: &Plan, cells: &[Vec<Option<Measure>>], series: usize) -> Vec<Option<String>> {
    (0..series)
        .map(|series| {
            let column: Vec<Option<Measure>> =
                cells.iter().filter_map(|row| row.get(series).cloned()).collect();
            base_text(plan, &column)
        })
        .collect()
}

/// The respondents of each column of a table by groups.
fn filters(plan: &Plan, by: &Question, table: &Table) -> Vec<Selection> {
    let of_column = |column: &statistics::Column| match (column.kind, column.path.last()) {
        (ColumnKind::Group, Some(level)) => {
            plan.selection.within(&Filter::code(by.name.clone(), level.code.clone()))
        }
        _ => plan.selection.clone(),
    };
    table.columns.iter().map(of_column).collect()
}

/// Several statements on one scale, or one of them.
pub(super) fn of_statements(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    let means = ask.kind == ChartKind::Dots;
    let table = plan.statements_table(&TableOptions {
        order: plan.order.unwrap_or(if ask.is_scale() { Order::Value } else { Order::Given }),
        mean: true,
        ..TableOptions::default()
    })?;
    let wanted = if means { ColumnKind::Mean } else { ColumnKind::Answer };
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|&index| table.columns[index].kind == wanted).collect();
    let survey = plan.session.material.survey;
    let label = |name: &str| {
        survey.questions.get(name).map_or(String::new(), |question| question.label.to_string())
    };
    let mut data = Data::new(ask);
    if means {
        data.unit = Unit::Number;
        data.range = scores_range(plan.questions[0]);
    }
    data.categories = table.rows.iter().map(|row| Label::new(label(&row.question))).collect();
    data.series = columns
        .iter()
        .map(|&column| match means {
            true => Label::new(plan.words.mean),
            false => Label::new(&*table.columns[column].label),
        })
        .collect();
    for row in 0..table.rows.len() {
        let cells: Vec<Option<Measure>> = columns
            .iter()
            .map(|&column| table.cell(row, column).map(|cell| cell.measure.clone()))
            .collect();
        data.push(plan, cells);
    }
    if matches!(ask.kind, ChartKind::Likert | ChartKind::LikertApart) {
        data.mark_scale(plan.questions[0]);
        data.add_nets(plan, |net, category| {
            let codes: Vec<&str> = net.iter().map(|code| &**code).collect();
            statistics::share(
                plan.session.material.analysis,
                &table.rows[category].question,
                &codes,
                &plan.selection,
            )
        })?;
        if plan.order != Some(Order::Given) {
            data.sort_by_net();
        }
    }
    Ok(data)
}

/// The lowest and highest score of a scale: the ends of its axis.
fn scores_range(question: &Question) -> Option<(Real, Real)> {
    let steps: Vec<_> = question.choices.iter().filter(|choice| choice.missing.is_none()).collect();
    let scores: Option<Vec<f64>> = steps.iter().map(|choice| choice.score).collect();
    let scores = scores.unwrap_or_else(|| (1..=steps.len()).map(|step| step as f64).collect());
    let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low < high).then(|| (Real::from(low), Real::from(high)))
}

/// The respondents of each region: their share, or their number.
pub(super) fn of_regions(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    let question = plan.questions[0];
    let options = TableOptions {
        order: plan.order.unwrap_or(Order::Value),
        missing: false,
        mean: false,
        ..TableOptions::default()
    };
    let table = plan.options_table(&plan.names()[..1], &options)?;
    let mut data = by_option(ask, &table, |_| true);
    if ask.kind == ChartKind::Bubbles {
        data.unit = Unit::Number;
        data.series = vec![Label::new(plan.words.respondents)];
        let shares = std::mem::take(&mut data.cells);
        data.texts.clear();
        for (cells, row) in shares.into_iter().zip(choices(&table)) {
            let code = row.code.as_deref().unwrap_or_default();
            let hidden = cells.first().and_then(|cell| cell.as_ref()?.hidden);
            let mut count = statistics::count(
                plan.session.material.analysis,
                &question.name,
                &[code],
                &plan.selection,
            )
            .map_err(|fault| plan.at(fault))?;
            // What the table hides to protect another region stays hidden here.
            if hidden.is_some() {
                (count.hidden, count.value, count.n) = (hidden, f64::NAN, 0);
            }
            data.push(plan, vec![Some(count)]);
        }
    }
    Ok(data)
}

fn choices(table: &Table) -> impl Iterator<Item = &statistics::Row> {
    table.rows.iter().filter(|row| row.kind == RowKind::Choice)
}

/// Categories are the options, series the columns that are wanted.
pub(super) fn by_option(ask: &Ask, table: &Table, wanted: impl Fn(ColumnKind) -> bool) -> Data {
    let plan = ask.plan;
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|&index| table.columns.len() == 1 || wanted(table.columns[index].kind))
        .collect();
    let mut data = Data::new(ask);
    data.series = columns
        .iter()
        .map(|&column| match table.columns[column].kind {
            ColumnKind::Total => Label::new(plan.words.total).role(Role::Total),
            _ => Label::new(&*table.columns[column].label),
        })
        .collect();
    for (index, row) in table.rows.iter().enumerate() {
        if row.kind != RowKind::Choice {
            continue;
        }
        // An option that counts as an answer is one, whatever its wording.
        let role = match crate::chart::role_of(&row.label) {
            Role::Other => Role::Other,
            _ => Role::Ordinary,
        };
        let mut label = Label::new(&*row.label).role(role);
        label.code = row.code.as_deref().map(str::to_owned);
        data.categories.push(label);
        let cells = columns
            .iter()
            .map(|&column| table.cell(index, column).map(|cell| cell.measure.clone()))
            .collect();
        data.push(plan, cells);
    }
    data
}
