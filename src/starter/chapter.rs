//! The first chapter about a workbook: a chart or a table of each question that has one.

use std::sync::Arc;

use crate::chapter::Medium;
use crate::diagnostics::{Diagnostic, TextFile, Warned};
use crate::escape::typst_text;
use crate::press;
use crate::project::Project;
use crate::survey::{Answers, Kind, Question, Survey};

/// So many questions are written about: an editor chooses from them.
const MOST: usize = 60;

/// A wording of more characters is no heading: the question's name stands there.
const LONGEST_HEADING: usize = 100;

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
        let call = match drawn {
            true => call("figure", "fig", (index, question)),
            false => call("table", "tab", (index, question)),
        };
        text.push_str(&format!("\n== {}\n\n{call}\n", heading(question)));
    }
    Ok(text)
}

/// The heading above a question.
fn heading(question: &Question) -> String {
    match is_long(question) {
        true => typst_text(&question.name),
        false => format!("{{{{label \"{}\"}}}}", question.name),
    }
}

/// Whether the question in short is too long to stand above something.
fn is_long(question: &Question) -> bool {
    question.short.chars().count() > LONGEST_HEADING
}

/// Whether a question can be written about: it has options or numbers, not all
/// answers are the same, and it is not the column that numbers the respondents.
fn is_told(question: &Question) -> bool {
    let plain = !question.name.contains(['"', '\\', '\n', '{', '}']);
    let told = match (&question.kind, &*question.answers) {
        (Kind::Single, Answers::Single(codes)) => {
            let mut found = codes.iter().filter(|code| code.index().is_some());
            let first = found.next();
            found.any(|code| Some(code) != first)
        }
        (Kind::Multiple, _) => true,
        (Kind::Number, Answers::Number(numbers)) => {
            let mut found: Vec<f64> = numbers.iter().filter_map(|it| it.ok()).collect();
            let count = found.len();
            found.sort_by(f64::total_cmp);
            found.dedup();
            let numbered = found.len() == count && found.iter().all(|it| it.fract() == 0.0);
            found.len() > 1 && (count < 3 || !numbered)
        }
        _ => false,
    };
    plain && told
}

/// The call that prints a question; one whose name cannot be a label gets another,
/// one with a long wording its name as caption: the note has the wording.
fn call(helper: &str, prefix: &str, (index, question): (usize, &&Question)) -> String {
    let name = &question.name;
    let mut call = format!("{helper} \"{name}\"");
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        call.push_str(&format!(" name=\"{prefix}-{}\"", index + 1));
    }
    if is_long(question) {
        call.push_str(&format!(" caption=\"{name}\""));
    }
    format!("{{{{{call}}}}}")
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
