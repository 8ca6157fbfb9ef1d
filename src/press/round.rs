//! A press that stays warm: each round makes again only what has changed.

use std::collections::BTreeMap;

use crate::chapter::Figure;
use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::interview::Interview;
use crate::project::Project;

use super::document::{self, Prepared, Setting};
use super::fill::Folder;
use super::memory::Step;
use super::stock::Stock;
use super::{Desk, Printed, Scope, assemble, check_scope, draft, interviews, main_document, web};

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
        self.steps.clear();
        let supplies = self.stock.prepare(project, stage, &mut self.steps)?;
        let mut warnings = supplies.warnings().cloned().collect();
        let interviews = complete(interviews::read(project))?;
        check_scope(project, scope, &interviews)?;
        let desk = supplies.desk(project).with(&interviews);
        let printed = match self.attempt(&desk, scope, &interviews, stage, &mut warnings)? {
            Attempt::Printed(printed) => printed,
            Attempt::Untrue(failed) if !scope.allow_failed_claims => return Err(failed),
            Attempt::Untrue(failed) => {
                let draft = draft::project(project, failed.len());
                let desk = Desk { draft: true, ..supplies.desk(&draft) }.with(&interviews);
                match self.attempt(&desk, scope, &interviews, stage, &mut warnings)? {
                    Attempt::Printed(printed) => printed,
                    Attempt::Untrue(failed) => return Err(failed),
                }
            }
        };
        comemo::evict(FORGET_AFTER);
        Ok(Warned { value: *printed, warnings })
    }

    /// Prints an edition, unless it holds claims that are not true and is no draft.
    fn attempt(
        &mut self,
        desk: &Desk,
        scope: &Scope,
        interviews: &[Interview],
        stage: &mut dyn FnMut(&'static str),
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Attempt, Vec<Diagnostic>> {
        let steps = &mut self.steps;
        stage("filling the templates");
        let main = match scope.has(desk.project.manifest.publication.name.get_ref()) {
            true => main(desk, &mut self.folder, interviews, steps).map(Some),
            false => Ok(None),
        };
        let others = interviews::prepare(desk, &mut self.folder, interviews, scope, steps)
            .and_then(complete);
        let documents: Vec<Prepared> = match (main, others) {
            (Ok(main), Ok(others)) => main.into_iter().chain(others).collect(),
            (main, others) => {
                return Err(main.err().into_iter().chain(others.err()).flatten().collect());
            }
        };
        let mut failed: Vec<Diagnostic> =
            documents.iter().flat_map(Prepared::failed_claims).cloned().collect();
        if !failed.is_empty() && !desk.draft {
            if scope.only.is_empty() {
                let figures: Vec<Figure> =
                    documents.iter().flat_map(Prepared::figures).cloned().collect();
                failed.extend(web::failed_claims(desk, interviews, &figures)?);
            }
            return Ok(Attempt::Untrue(failed));
        }
        stage("setting the pages");
        let typeset = document::set_all(desk, &mut self.settings, documents, steps)?;
        stage("making the web page");
        let (printed, of_page) = assemble(desk, scope, interviews, &typeset, warnings)?;
        failed.extend(of_page);
        if !failed.is_empty() && !desk.draft {
            return Ok(Attempt::Untrue(failed));
        }
        warnings.extend(failed.into_iter().map(draft::warning));
        Ok(Attempt::Printed(Box::new(printed)))
    }
}

/// What an attempt to print came to.
enum Attempt {
    Printed(Box<Printed>),
    /// Claims do not hold: the faults of all documents.
    Untrue(Vec<Diagnostic>),
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
