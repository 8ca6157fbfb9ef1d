//! One number for each group or question: a mean, the share of an answer, or
//! the number of respondents who gave it.

use std::sync::Arc;

use crate::chapter::helpers::plan::Plan;
use crate::chart::{ChartKind, Label, Role, Unit};
use crate::diagnostics::Diagnostic;
use crate::statistics::{
    self, ColumnKind, Filter, Measure, Net, Order, RowKind, Selection, TableOptions,
};
use crate::survey::{Kind, Question};

use super::ask::{Ask, Shown};
use super::data::Data;

/// A row of the chart: a group, or all respondents.
struct Group {
    label: Label,
    selection: Selection,
}

pub(super) fn gather(ask: &Ask) -> Result<Data, Diagnostic> {
    use ChartKind::{Bubbles, Dots, Grouped, HeatMap, Multiples};
    let plan = ask.plan;
    let means = plan.questions[0].kind == Kind::Number;
    let mut data = Data::new(ask);
    if means || ask.kind == Bubbles {
        data.unit = Unit::Number;
    }
    let shown = match (&ask.shown, means) {
        (_, true) => plan.words.mean.to_string(),
        (Some(shown), false) => shown.quoted(),
        (None, false) => String::new(),
    };
    data.measured = Some(match (means, ask.kind) {
        (true, _) => plan.words.shown_mean.to_string(),
        (false, Bubbles) => plan.words.shown_count.replace("{answer}", &shown),
        (false, _) => plan.words.shown_share.replace("{answer}", &shown),
    });
    let several = plan.questions.len() > 1;
    if !several && let Some(answer) = shown_share(ask) {
        let share = plan.words.shown_share.replace("{answer}", &answer.quoted());
        let end = if data.subject.ends_with(['.', '?', '!']) { "" } else { "." };
        data.subject = format!("{}{end} {share}", data.subject);
    }
    data.series = match (plan.by(), several) {
        (Some(_), true) => {
            plan.questions.iter().map(|question| Label::new(&*question.short)).collect()
        }
        _ => vec![Label::new(shown)],
    };
    match plan.by() {
        None => {
            for (place, question) in plan.questions.iter().enumerate() {
                let label = match (&ask.shown, means, several) {
                    (_, true, _) => question.short.to_string(),
                    // The note has the question: beside the figure stands the answer.
                    (Some(shown), false, false) => shown.plain(),
                    _ => question.label.to_string(),
                };
                let measure = one(ask, place, &plan.selection)?;
                data.categories.push(Label::new(label));
                data.push(plan, vec![measure]);
            }
        }
        Some(by) => {
            let groups = groups(ask, by);
            let columns = (0..plan.questions.len())
                .map(|place| by_groups(ask, place, by, &groups))
                .collect::<Result<Vec<_>, _>>()?;
            for (row, group) in groups.into_iter().enumerate() {
                let cells: Vec<Option<Measure>> =
                    columns.iter().map(|column| column[row].clone()).collect();
                let mut label = group.label;
                if let Some(measure) = cells.iter().flatten().next() {
                    label.base = Some(plan.session.house_style(&plan.base_of(measure)));
                }
                data.categories.push(label);
                data.push(plan, cells);
            }
        }
    }
    data.keep_answered();
    let by_value = match plan.by() {
        None => !means && !several_in_order(ask),
        Some(_) => data.map.is_some(),
    };
    let default = if by_value { Order::Value } else { Order::Given };
    if plan.order.unwrap_or(default) == Order::Value {
        data.sort_by_value();
    }
    // Statements are read down, groups across.
    let across = matches!(ask.kind, HeatMap | Grouped | Multiples) || ask.kind == Dots && !means;
    Ok(if several && plan.by().is_some() && across { data.turned() } else { data })
}

fn shown_share<'a>(ask: &'a Ask) -> Option<&'a Shown> {
    ask.shown.as_ref().filter(|_| ask.plan.questions[0].kind != Kind::Number)
}

/// Statements in the order of the template: only when it says so.
fn several_in_order(ask: &Ask) -> bool {
    ask.plan.order == Some(Order::Given)
}

/// The groups, and all respondents together where the kind has a place for them.
fn groups(ask: &Ask, by: &Question) -> Vec<Group> {
    use ChartKind::{Bars, Columns, Dots, Pictogram, Waffle};
    let plan = ask.plan;
    let valid = by.choices.iter().filter(|choice| choice.missing.is_none());
    let mut groups: Vec<Group> = valid
        .map(|choice| Group {
            label: Label::new(&*choice.label).code(&*choice.code),
            selection: plan.selection.within(&Filter::code(by.name.clone(), choice.code.clone())),
        })
        .collect();
    // Where groups are read across, all of them together would be one colour more.
    let down = plan.questions.len() == 1 || plan.questions[0].kind == Kind::Number;
    let with_total = matches!(ask.kind, Bars | Columns | Dots | Pictogram | Waffle);
    if down && with_total {
        groups.push(Group {
            label: Label::new(plan.words.total).role(Role::Total),
            selection: plan.selection.clone(),
        });
    }
    groups
}

/// The number of a question for all groups. Shares come from one table, so that
/// what protects one group is hidden in the others.
fn by_groups(
    ask: &Ask,
    place: usize,
    by: &Question,
    groups: &[Group],
) -> Result<Vec<Option<Measure>>, Diagnostic> {
    let plan = ask.plan;
    let question = plan.questions[place];
    let shares = match shown_share(ask) {
        Some(shown) => shares_by_group(plan, question, by, &shown.codes[place])?,
        None => return groups.iter().map(|group| one(ask, place, &group.selection)).collect(),
    };
    if ask.kind != ChartKind::Bubbles {
        // The total, where there is one, stands last here and first in the table.
        let (total, mut rows) = shares;
        if groups.len() > rows.len() {
            rows.push(total);
        }
        return Ok(rows);
    }
    groups
        .iter()
        .zip(shares.1)
        .map(|(group, share)| {
            let mut count = one(ask, place, &group.selection)?;
            let hidden = share.and_then(|share| share.hidden);
            if let (Some(count), Some(_)) = (&mut count, hidden) {
                (count.hidden, count.value, count.n) = (hidden, f64::NAN, 0);
            }
            Ok(count)
        })
        .collect()
}

/// The share of some answers: of all respondents, and of each group.
fn shares_by_group(
    plan: &Plan,
    question: &Question,
    by: &Question,
    codes: &[Arc<str>],
) -> Result<(Option<Measure>, Vec<Option<Measure>>), Diagnostic> {
    let net = Net { name: "shown".into(), label: "shown".into(), codes: codes.to_vec() };
    let options =
        TableOptions { nets: vec![net], missing: false, mean: false, ..TableOptions::default() };
    let table = statistics::banner_table(
        plan.session.material.analysis,
        &[&question.name],
        &[&[&by.name]],
        &plan.selection,
        &options,
    )
    .map_err(|fault| plan.at(fault))?;
    let net = table.row(RowKind::Net, Some("shown"));
    let cell = |column| Some(table.cell(net?, column)?.measure.clone());
    let of_kind = |kind| {
        let columns = table.columns.iter().enumerate();
        columns.filter(move |(_, column)| column.kind == kind).map(|(at, _)| at)
    };
    let total = of_kind(ColumnKind::Total).next().and_then(cell);
    // A group that nobody is in has no column: it stays in its place, without a number.
    let groups = by.choices.iter().filter(|choice| choice.missing.is_none()).map(|choice| {
        let is_own = |column: &usize| {
            table.columns[*column].path.last().is_some_and(|level| level.code == choice.code)
        };
        of_kind(ColumnKind::Group).find(is_own).and_then(cell)
    });
    Ok((total, groups.collect()))
}

/// The number of one question for a selection; `None` when nobody in it answered.
fn one(ask: &Ask, place: usize, selection: &Selection) -> Result<Option<Measure>, Diagnostic> {
    let plan = ask.plan;
    let analysis = plan.session.material.analysis;
    let name = &*plan.questions[place].name;
    let measure = match shown_share(ask) {
        None => statistics::mean(analysis, name, selection),
        Some(shown) => {
            let codes: Vec<&str> = shown.codes[place].iter().map(|code| &**code).collect();
            match ask.kind {
                ChartKind::Bubbles => statistics::count(analysis, name, &codes, selection),
                _ => statistics::share(analysis, name, &codes, selection),
            }
        }
    };
    match measure {
        Ok(measure) => Ok(Some(measure)),
        Err(fault) if fault.code == "empty-base" => Ok(None),
        Err(fault) => Err(plan.at(fault)),
    }
}
