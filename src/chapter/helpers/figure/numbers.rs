//! Numbers as they were given: how often each, or how they lie.

use std::sync::Arc;

use crate::chapter::helpers::plan::Plan;
use crate::chart::{ChartKind, Distribution, Label, MOST_COLUMNS, Real, Role, Unit};
use crate::diagnostics::Diagnostic;
use crate::statistics::{self, Filter, Measure, MeasureKind, QuantileRule, Selection, Statistic};
use crate::survey::{Answers, Question};

use super::ask::Ask;
use super::data::Data;

/// Whole numbers and how often each was given.
pub(super) fn values(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    let question = plan.questions[0];
    let answers = numbers(plan, question, &plan.selection)?;
    let (low, high) = ends(&answers);
    let analysis = plan.session.material.analysis;
    let base = statistics::base(analysis, &question.name, &plan.selection)
        .map_err(|fault| plan.at(fault))?;
    let weight: f64 = answers.iter().map(|answer| answer.1).sum();
    let mut data = Data::new(ask);
    data.series = vec![Label::new(plan.words.total)];
    let mut value = low;
    while value <= high {
        let chosen = chosen(&answers, value);
        data.categories.push(Label::new(crate::format::number(value, 0, plan.session.language())));
        let mut share = Measure {
            value: chosen.iter().sum::<f64>() / weight,
            kind: MeasureKind::Share,
            statistic: Statistic::Share,
            codes: Arc::from([Arc::from(value.to_string())]),
            n: chosen.len(),
            base: answers.len(),
            weighted: analysis.is_weighted(&plan.selection),
            ..base.clone()
        };
        if let Some(reason) = share.hidden {
            share.hide(reason);
        }
        data.push(plan, vec![Some(share)]);
        value += 1.0;
    }
    Ok(data)
}

/// How many columns the whole numbers that were given need; 0 when they are not
/// whole, when they are too many, or when a column alone would tell on a few
/// respondents: one column left out could be worked out from the others.
pub(super) fn columns_of(plan: &Plan, question: &Question) -> Result<usize, Diagnostic> {
    let answers = numbers(plan, question, &plan.selection)?;
    let whole = answers.iter().all(|(value, _)| value.fract() == 0.0);
    let (low, high) = ends(&answers);
    if !whole || answers.is_empty() || high - low >= MOST_COLUMNS as f64 {
        return Ok(0);
    }
    let smallest = plan.session.material.analysis.settings().privacy.smallest_cell;
    let columns = (high - low) as usize + 1;
    let tells = (0..columns)
        .map(|step| chosen(&answers, low + step as f64).len())
        .any(|count| count > 0 && count < smallest);
    Ok(if tells { 0 } else { columns })
}

/// The weights of the answers that are this whole number.
fn chosen(answers: &[(f64, f64)], value: f64) -> Vec<f64> {
    answers.iter().filter(|(answer, _)| (answer - value).abs() < 0.5).map(|it| it.1).collect()
}

fn ends(answers: &[(f64, f64)]) -> (f64, f64) {
    let values = || answers.iter().map(|answer| answer.0);
    (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
}

/// The answers to a numeric question within a selection, with their weights.
fn numbers(
    plan: &Plan,
    question: &Question,
    selection: &Selection,
) -> Result<Vec<(f64, f64)>, Diagnostic> {
    let analysis = plan.session.material.analysis;
    let Answers::Number(answers) = &*question.answers else {
        return Err(plan
            .fault("chart-shape", format!("question `{}` has no numbers to draw", question.name))
            .hint("draw closed questions and numbers"));
    };
    let mask = selection.filter.mask(analysis.survey()).map_err(|fault| plan.at(fault))?;
    let weights = analysis.weights();
    Ok(answers
        .iter()
        .enumerate()
        .filter(|(at, _)| mask.as_ref().is_none_or(|mask| mask[*at]))
        .filter_map(|(at, answer)| {
            let weight = if selection.weighted { weights[at] } else { 1.0 };
            answer.ok().map(|value| (value, weight))
        })
        .collect())
}

/// Numbers as boxes or strips: of each group, or of several questions.
pub(super) fn distributions(ask: &Ask) -> Result<Data, Diagnostic> {
    let plan = ask.plan;
    let protects = plan.session.material.analysis.settings().privacy.hides();
    if ask.kind == ChartKind::Strips && protects {
        return Err(plan
            .fault("chart-privacy", "`strips` shows the answer of every respondent".into())
            .hint("use `kind=\"boxes\"`, or take `[privacy]` out of `publication.toml`"));
    }
    let mut data = Data::new(ask);
    data.unit = Unit::Number;
    data.series = vec![Label::new(plan.words.median)];
    for (mut label, question, selection) in rows(plan) {
        let answers = numbers(plan, question, &selection)?;
        if answers.is_empty() {
            continue;
        }
        let quantile = |probability| {
            statistics::quantile(
                plan.session.material.analysis,
                &question.name,
                probability,
                QuantileRule::default(),
                &selection,
            )
            .map_err(|fault| plan.at(fault))
        };
        let median = quantile(0.5)?;
        // The ends are answers of single respondents: where they must be
        // protected, the whiskers end within.
        let (low, high) = match protects {
            false => ends(&answers),
            true => (quantile(0.1)?.value, quantile(0.9)?.value),
        };
        let summary = [low, quantile(0.25)?.value, median.value, quantile(0.75)?.value, high];
        let values = match protects {
            false => answers.iter().map(|(value, _)| Real::from(*value)).collect(),
            true => vec![],
        };
        // A hidden median hides the picture of the numbers too.
        data.distributions.push(match median.hidden {
            None => Distribution { summary: summary.map(Real::from), values },
            Some(_) => Distribution::default(),
        });
        // One row alone has its base in the note.
        if label.role != Role::Total {
            label.base = Some(plan.session.house_style(&plan.base_of(&median)));
        }
        data.categories.push(label);
        data.push(plan, vec![Some(median)]);
    }
    Ok(data)
}

/// A row for each group, or for each question.
fn rows<'a>(plan: &Plan<'a>) -> Vec<(Label, &'a Question, Selection)> {
    let Some(by) = plan.by() else {
        let several = plan.questions.len() > 1;
        let label = |question: &Question| match several {
            true => Label::new(&*question.short),
            false => Label::new(plan.words.total).role(Role::Total),
        };
        let questions = plan.questions.iter();
        return questions.map(|it| (label(it), *it, plan.selection.clone())).collect();
    };
    let groups = by.choices.iter().filter(|choice| choice.missing.is_none());
    groups
        .map(|choice| {
            let filter = Filter::code(by.name.clone(), choice.code.clone());
            (Label::new(&*choice.label), plan.questions[0], plan.selection.within(&filter))
        })
        .collect()
}
