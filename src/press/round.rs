//! A press that stays warm: each round makes again only what has changed.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::interview::Interview;
use crate::project::Project;

use super::document::{self, Prepared, Setting};
use super::fill::Folder;
use super::memory::Step;
use super::stock::Stock;
use super::{Desk, Printed, Scope, assemble, check_scope, interviews, main_document};

/// Rounds after which Typst forgets what was not needed again.
const FORGET_AFTER: usize = 10;

/// A press that remembers. What it prints is, byte for byte, what a press prints
/// that starts cold.
#[derive(Default)]
pub struct Press {
    stock: Stock,
    folder: Folder,
    settings: BTreeMap<String, Setting>,
    steps: Vec<Step>,
}

impl Press {
    /// What was done in the last round, and why, in the order of the work.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Prints an edition, as [`print`](super::print) does.
    pub fn print(
        &mut self,
        project: &Project,
        scope: &Scope,
        stage: &mut dyn FnMut(&'static str),
    ) -> Outcome<Printed> {
        let steps = &mut self.steps;
        steps.clear();
        let supplies = self.stock.prepare(project, stage, steps)?;
        let mut warnings = supplies.warnings().cloned().collect();
        let desk = &supplies.desk(project);
        stage("filling the templates");
        let interviews = complete(interviews::read(project))?;
        check_scope(project, scope, &interviews)?;
        let main = match scope.has(project.manifest.publication.name.get_ref()) {
            true => main(desk, &mut self.folder, &interviews, steps).map(Some),
            false => Ok(None),
        };
        let others = interviews::prepare(desk, &mut self.folder, &interviews, scope, steps)
            .and_then(complete);
        let documents = match (main, others) {
            (Ok(main), Ok(others)) => main.into_iter().chain(others).collect(),
            (main, others) => {
                return Err(main.err().into_iter().chain(others.err()).flatten().collect());
            }
        };
        stage("setting the pages");
        let typeset = document::set_all(desk, &mut self.settings, documents, steps)?;
        stage("making the web page");
        let printed = assemble(desk, scope, &interviews, &typeset, &mut warnings)?;
        comemo::evict(FORGET_AFTER);
        Ok(Warned { value: printed, warnings })
    }
}

/// The main PDF with all its chapters, or the faults of all of them.
pub(super) fn main(
    desk: &Desk,
    folder: &mut Folder,
    interviews: &[Interview],
    steps: &mut Vec<Step>,
) -> Result<Prepared, Vec<Diagnostic>> {
    let (prepared, failed) = main_document::prepare(desk, folder, interviews, steps)?;
    let mut faults: Vec<_> = failed.into_iter().flat_map(|failed| failed.faults).collect();
    faults.extend(prepared.twice());
    complete((prepared, faults))
}

/// The value, if it has no faults.
pub(super) fn complete<T>((value, faults): (T, Vec<Diagnostic>)) -> Result<T, Vec<Diagnostic>> {
    if faults.is_empty() { Ok(value) } else { Err(faults) }
}
