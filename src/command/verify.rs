//! `drukpers verify`: holds a published PDF against itself and against its project.

use crate::diagnostics::{Diagnostic, Warned};
use crate::manifest::FILE_NAME;
use crate::project::{self, Project};
use crate::verify;

use super::arguments::{Format, General, Verify};
use super::console::Console;
use super::{CHANGED, DONE, FAULT, editions};

pub(super) fn run(general: &General, arguments: &Verify, console: &mut Console) -> u8 {
    match report(general, arguments, console) {
        Ok(code) => code,
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

fn report(
    general: &General,
    arguments: &Verify,
    console: &mut Console,
) -> Result<u8, Vec<Diagnostic>> {
    console.stage("reading the project");
    let project = match project(general, arguments)? {
        Some(Warned { value, warnings }) => {
            if !warnings.is_empty() && console.diagnose(&warnings) {
                return Ok(FAULT);
            }
            Some(value)
        }
        None => None,
    };
    console.stage("checking the publication");
    let bytes = project::read_file(&arguments.pdf).map_err(|fault| vec![fault])?;
    let name = arguments.pdf.display().to_string();
    let report =
        verify::verify(&name, bytes.into(), project.as_ref()).map_err(|fault| vec![fault])?;
    console.end();
    console.result(&match general.format {
        Format::Json => verify::json(&report),
        _ => verify::text(&report),
    });
    Ok(if report.holds() { DONE } else { CHANGED })
}

/// The project, with the workbook that was given. Without one, and outside of any
/// project, the PDF is held against itself only.
fn project(
    general: &General,
    arguments: &Verify,
) -> Result<Option<Warned<Project>>, Vec<Diagnostic>> {
    let here = general.project.as_os_str() == ".";
    if here && arguments.workbook.is_none() && !general.project.join(FILE_NAME).exists() {
        return Ok(None);
    }
    let Warned { value: mut project, warnings } = project::load(&general.project)?;
    if let Some(workbook) = &arguments.workbook {
        let bytes = project::read_file(workbook).map_err(|fault| vec![fault])?;
        let name = workbook.display().to_string();
        project = editions::with_workbook(project, &name, bytes.into())?;
    }
    Ok(Some(Warned { value: project, warnings }))
}
