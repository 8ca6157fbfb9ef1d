//! `drukpers build`: prints the edition.

use crate::press::{Press, Printed, Scope};
use crate::project;
use crate::release::{publish, update};

use super::arguments::{Build, General};
use super::check::hidden_summary;
use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(general: &General, build: &Build, console: &mut Console) -> u8 {
    match print(general, build, console) {
        Ok(code) => code,
        Err(faults) => {
            console.diagnose(&faults);
            console.note("nothing was printed: the output folder is as it was");
            FAULT
        }
    }
}

fn print(
    general: &General,
    build: &Build,
    console: &mut Console,
) -> Result<u8, Vec<crate::diagnostics::Diagnostic>> {
    console.stage("reading the project");
    let project = project::open(&general.project)?;
    let allow_failed_claims = build.allow_failed_claims;
    let scope = Scope { only: build.only.clone(), allow_failed_claims, ..Scope::default() };
    let mut press = Press::default();
    let printed = press.print(&project, &scope, &mut |stage| console.stage(stage))?;
    if !printed.warnings.is_empty() && console.diagnose(&printed.warnings) {
        return Err(vec![]);
    }
    console.stage("writing the files");
    let output = general.project.join(&build.output);
    let Printed { edition, counts, ledger } = printed.value;
    let published = if scope.only.is_empty() {
        publish(&edition, &output)?
    } else {
        update(&edition, &output)?
    };
    let refused = !published.warnings.is_empty() && console.diagnose(&published.warnings);
    console.end();
    console.steps(press.steps());
    let counted = [
        counted(counts.documents, "document"),
        counted(counts.pages, "page"),
        counted(counts.figures, "figure"),
        counted(counts.tables, "table"),
        counted(counts.facts, "fact"),
    ];
    console.summary(&format!("printed {} into {}", counted.join(", "), output.display()));
    if let Some(text) = hidden_summary(&ledger) {
        console.summary(&match scope.only.is_empty() {
            true => format!("{text}; see hidden.csv"),
            false => text,
        });
    }
    Ok(if refused { FAULT } else { DONE })
}

/// `1 page`, `2 pages`.
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
