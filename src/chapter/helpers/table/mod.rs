//! Tables: of one question, by groups, and of several statements.

mod frequencies;
mod groups;
mod heads;
mod making;
mod options;
mod rows;
mod significance;
mod statements;
mod summary;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::ready_made;
use crate::chapter::session::Session;
use crate::chapter::value::Value;
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::survey::Kind;

pub(in crate::chapter::helpers) use making::print_at;
use options::options;
pub(in crate::chapter::helpers) use rows::{row_label, row_style};
use statements::statements;
use summary::{answered, summary};

/// `{{table …}}`
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    if let Some(cells) = arguments.option("cells")? {
        return ready_made::table(session, arguments, cells);
    }
    if let Some(table) = arguments.option("table")? {
        return ready_made::table(session, arguments, table);
    }
    let plan = Plan::read(session, arguments, "tab")?;
    let kind = arguments.choice("kind", &["frequencies", "statements", "summary"])?;
    let question = plan.questions[0];
    let source = match (kind, question.kind) {
        // Several questions by groups stand one below the other.
        (None, _) if plan.questions.len() > 1 && plan.is_grouped() => options(&plan)?,
        (Some("statements"), _) if plan.is_grouped() => {
            return Err(plan
                .fault("table-shape", "a table of statements has no groups".into())
                .hint(
                    "leave `by` out, or leave `kind` out to have the questions below each other",
                ));
        }
        (Some("statements"), _) | (None, _) if plan.questions.len() > 1 => statements(&plan)?,
        (Some("statements"), _) => statements(&plan)?,
        (None, Kind::Number) if plan.by_waves => options(&plan)?,
        (Some("summary"), _) if plan.by_waves => {
            return Err(plan
                .fault("table-shape", "a summary has no groups of waves".into())
                .hint("leave `kind` out to have the means, or name the wave: `wave=\"…\"`"));
        }
        (Some("summary"), _) | (None, Kind::Number) => summary(&plan)?,
        (None, Kind::Text | Kind::Date) => answered(&plan)?,
        _ => options(&plan)?,
    };
    session.add_table();
    Ok(source.write())
}

/// `{{chapter-tables "section"}}`: a table of every question of a section.
pub(in crate::chapter) fn section(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let name = arguments.text(0, "the name of a section")?;
    let survey = session.material.survey;
    let Some(index) = survey.sections.iter().position(|section| &*section.name == name) else {
        let names: Vec<&str> = survey.sections.iter().map(|section| &*section.name).collect();
        return Err(Diagnostic::error("unknown-section", format!("unknown section `{name}`"))
            .at(arguments.place_of(name))
            .hints(nearest_hint(name, names.iter().copied()))
            .hint(match names.as_slice() {
                [] => "the codebook has no groups of questions: give it rows `begin_group` and `end_group`".into(),
                names => format!("sections: {}", names.join(", ")),
            }));
    };
    let mut source = String::new();
    for question in survey.questions.values().filter(|it| it.section == Some(index)) {
        let own = Arguments {
            helper: "table",
            origin: arguments.origin.clone(),
            positional: vec![Value::Text(question.name.to_string())],
            options: [("name".to_string(), Value::Text(format!("app-{}", question.name)))].into(),
        };
        source.push_str(&insert(session, &own)?);
    }
    Ok(source)
}
