//! `drukpers inspect`: what a workbook holds, before anything is written about it.

use std::path::Path;

use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::inspection::{human, inspect};
use crate::survey::{self, ReadPlan, Survey};
use crate::{press, project, workbook};

use super::arguments::{Format, General, Inspect};
use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(general: &General, asked: &Inspect, console: &mut Console) -> u8 {
    let Warned { value: survey, warnings } = match read(general, asked) {
        Ok(survey) => survey,
        Err(faults) => {
            console.diagnose(&faults);
            return FAULT;
        }
    };
    let inspection = inspect(&survey);
    console.result(&match general.format {
        Format::Json => serde_json::to_string(&inspection).unwrap_or_default() + "\n",
        _ => human(&inspection),
    });
    if console.diagnose(&warnings) { FAULT } else { DONE }
}

/// How the project reads this workbook, if it is the project's own.
fn plan_of_project(general: &General, workbook: &Path) -> Option<ReadPlan> {
    let project = project::load(&general.project).ok()?.value;
    let own = general.project.join(project.manifest.workbook.file.get_ref());
    let is_own = own.canonicalize().ok()? == workbook.canonicalize().ok()?;
    is_own.then(|| press::Setup::of(&project).read)
}

/// The survey of the workbook that was named, else of the project.
fn read(general: &General, asked: &Inspect) -> Outcome<Survey> {
    let (workbook, plan): (_, ReadPlan) = match &asked.workbook {
        Some(path) => {
            let bytes = project::read_file(path).map_err(|fault: Diagnostic| vec![fault])?;
            let mut plan = plan_of_project(general, path).unwrap_or_default();
            plan.data_sheet = asked.data.clone().or(plan.data_sheet);
            (workbook::read(&path.display().to_string(), &bytes)?, plan)
        }
        None => {
            let Warned { value: project, warnings } = project::load(&general.project)?;
            let mut workbook = press::read_workbook(&project)?;
            workbook.warnings.splice(0..0, warnings);
            (workbook, press::Setup::of(&project).read)
        }
    };
    let mut survey = survey::read(&workbook.value, &plan)?;
    survey.warnings.splice(0..0, workbook.warnings);
    Ok(survey)
}
