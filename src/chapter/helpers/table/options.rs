//! Which table the options of questions have.

use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::table_source::TableSource;
use crate::diagnostics::Diagnostic;
use crate::statistics::{Order, Percentages, Significance, TableOptions};
use crate::survey::{Kind, Question};

use super::frequencies::frequencies;
use super::groups::groups;
use super::significance::correction;

/// A row per option: numbers and percentages, or percentages by group.
pub(super) fn options(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let tests = plan.arguments.choice("tests", &["none", "plain", "bonferroni", "fdr"])?;
    let correction = tests.and_then(correction);
    let level = 1.0 - plan.session.material.analysis.settings().level;
    let percentages = plan.arguments.choice("percent", &["column", "row", "total"])?;
    let of = plan.arguments.choice("of", &["respondents", "answers"])?;
    let nets = plan.arguments.choice("nets", &["inside", "after"])?;
    let options = |question: &Question| TableOptions {
        order: plan.order.unwrap_or(match question.ordered {
            true => Order::Given,
            false => Order::Value,
        }),
        percentages: match percentages {
            Some("row") => Percentages::Row,
            Some("total") => Percentages::Total,
            _ => Percentages::Column,
        },
        of_answers: of == Some("answers"),
        nets: nets.map_or(vec![], |_| plan.nets(question)),
        nets_inside: nets == Some("inside"),
        weighted_base: plan.arguments.switch("weighted-base").ok().flatten().unwrap_or(false),
        total: true,
        // A scale without scores, such as size classes, has no mean that says anything.
        mean: question.choices.iter().all(|choice| choice.score.is_some()),
        significance: correction.map(|correction| Significance {
            correction,
            level,
            ..Significance::default()
        }),
        ..TableOptions::default()
    };
    plan.arguments.switch("weighted-base")?;
    let (means, closed): (Vec<&Question>, Vec<&Question>) =
        plan.questions.iter().partition(|question| question.kind == Kind::Number);
    let mut tables = vec![];
    for question in closed {
        tables.push(plan.options_table(&[&*question.name], &options(question))?);
    }
    if !means.is_empty() {
        let means = means.iter().map(|question| question.name.clone()).collect();
        tables
            .push(plan.options_table(&[], &TableOptions { means, ..options(plan.questions[0]) })?);
    }
    match (plan.is_grouped(), &tables[..]) {
        (false, [table]) => frequencies(plan, table),
        _ => groups(plan, &tables),
    }
}
