//! What a path on the command line stands for: a published PDF, a ledger, a
//! folder with an edition, or a workbook that is printed in memory.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place};
use crate::press::{self, Scope};
use crate::project::{self, Project};
use crate::published::{self, FailedClaim, Published};
use crate::release::read_edition;

use super::arguments::General;
use super::console::Console;

/// Endings of the files that are read as workbooks.
const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv"];

/// Reads an edition back. A workbook is printed in memory, with the project's
/// templates and in the place of the project's own workbook, whose warnings are told.
pub(super) fn read(
    general: &General,
    path: &Path,
    console: &mut Console,
) -> Result<Published, Vec<Diagnostic>> {
    let name = path.display().to_string();
    if path.is_dir() {
        return published::from_edition(&name, &read_edition(path)?).map_err(|fault| vec![fault]);
    }
    let bytes = project::read_file(path).map_err(|fault| vec![fault])?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let one = |result: Result<Published, Diagnostic>| result.map_err(|fault| vec![fault]);
    match ending.to_lowercase().as_str() {
        "pdf" => one(published::from_pdf(&name, bytes.into())),
        "json" => one(published::from_ledger(&name, &bytes)),
        ending if WORKBOOKS.contains(&ending) => print(general, &name, bytes.into(), console),
        _ => Err(vec![
            Diagnostic::error("unknown-edition", "this is no edition that can be compared")
                .at(Place::File(name))
                .hint(
                    "give a published PDF, `facts.json`, a folder with an edition, or a workbook",
                ),
        ]),
    }
}

/// Prints the project in memory with this workbook.
fn print(
    general: &General,
    name: &str,
    workbook: Arc<[u8]>,
    console: &mut Console,
) -> Result<Published, Vec<Diagnostic>> {
    let project = with_workbook(project::load(&general.project)?.value, name, workbook)?;
    // A claim that no longer holds is a difference to be told, not a fault.
    let scope = Scope { allow_failed_claims: true, ..Scope::default() };
    let printed = press::print(&project, &scope, &mut |_| {})?;
    // What the templates are warned of holds for both editions.
    let of_workbook = |place: &Place| matches!(place, Place::Sheet { .. } | Place::Cell { .. });
    let warnings: Vec<Diagnostic> =
        printed.warnings.iter().filter(|it| of_workbook(&it.place)).cloned().collect();
    if !warnings.is_empty() && console.diagnose(&warnings) {
        return Err(vec![]);
    }
    let mut published =
        published::from_edition(name, &printed.value.edition).map_err(|fault| vec![fault])?;
    published.failed_claims = FailedClaim::among(&printed.warnings);
    Ok(published)
}

/// The project with another workbook in the place of its own.
pub(super) fn with_workbook(
    mut project: Project,
    name: &str,
    workbook: Arc<[u8]>,
) -> Result<Project, Vec<Diagnostic>> {
    let path = project.manifest.workbook.file.get_ref().clone();
    let ending = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if ending(&path) != ending(name) {
        return Err(vec![
            Diagnostic::error(
                "other-format",
                format!("the project's workbook is `{path}`, which is of another format"),
            )
            .at(Place::File(name.into()))
            .hint("save the workbook in the format of the project's"),
        ]);
    }
    project.files.insert(path, workbook);
    Ok(project)
}
