//! The first chapter about a workbook: a chart or a table of each question that has one.

use std::sync::Arc;

use crate::chapter::Medium;
use crate::diagnostics::{Diagnostic, TextFile, Warned};
use crate::press;
use crate::project::Project;
use crate::survey::{Answers, Kind, Question, Survey};

/// So many questions are written about: an editor chooses from them.
const MOST: usize = 60;

/// The text of the chapter. What cannot be drawn is made a table, and what cannot
/// be one either is left out, so that the project prints as it stands.
pub(super) fn write(project: &Project, survey: &Survey) -> Result<String, Vec<Diagnostic>> {
    let questions: Vec<&Question> =
        survey.questions.values().filter(|question| is_told(question)).take(MOST).collect();
    let drawn = works(project, questions.iter().enumerate().map(|it| call("figure", "fig", it)))?;
    let listed = works(project, questions.iter().enumerate().map(|it| call("table", "tab", it)))?;
    let mut text = String::from("= Results\n\n{{respondents}} respondents answered.\n");
    for (index, question) in questions.iter().enumerate() {
        let (drawn, listed) = (drawn[index], listed[index]);
        if !drawn && !listed {
            continue;
        }
        let call = if drawn {
            call("figure", "fig", (index, question))
        } else {
            call("table", "tab", (index, question))
        };
        text.push_str(&format!("\n== {{{{label \"{}\"}}}}\n\n{call}\n", question.name));
    }
    Ok(text)
}

/// Whether a question can be written about: it has options or numbers, and is not
/// the column that numbers the respondents.
fn is_told(question: &Question) -> bool {
    let plain = !question.name.contains(['"', '\\', '\n', '{', '}']);
    let told = match (&question.kind, &*question.answers) {
        (Kind::Single | Kind::Multiple, _) => true,
        (Kind::Number, Answers::Number(numbers)) => {
            let mut found: Vec<f64> = numbers.iter().filter_map(|it| it.ok()).collect();
            let count = found.len();
            found.sort_by(f64::total_cmp);
            found.dedup();
            count < 3 || found.len() < count || found.iter().any(|number| number.fract() != 0.0)
        }
        _ => false,
    };
    plain && told
}

/// The call that prints a question; one whose name cannot be a label gets another.
fn call(helper: &str, prefix: &str, (index, question): (usize, &&Question)) -> String {
    let name = &question.name;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    match plain {
        true => format!("{{{{{helper} \"{name}\"}}}}"),
        false => format!("{{{{{helper} \"{name}\" name=\"{prefix}-{}\"}}}}", index + 1),
    }
}

/// Which of the calls print without a fault.
fn works(
    project: &Project,
    calls: impl Iterator<Item = String>,
) -> Result<Vec<bool>, Vec<Diagnostic>> {
    let files: Vec<Arc<TextFile>> =
        calls.map(|text| Arc::new(TextFile { path: "results.typ.hbs".into(), text })).collect();
    let Warned { value, .. } = press::fill_each(project, &files, Medium::Typst)?;
    Ok(value.iter().map(Result::is_ok).collect())
}
