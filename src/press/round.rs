//! A press that stays warm: each round makes again only what has changed.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::chapter::Figure;
use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::interview::Interview;
use crate::project::Project;
use crate::release::Edition;

use super::document::{self, MAIN, Prepared, Setting};
use super::fill::{Failed, Folder};
use super::memory::{Ingredients, Memory, Piece, Step};
use super::proof::{self, Proof};
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
    web: Memory<BTreeMap<String, Arc<[u8]>>>,
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

    /// Sets all documents for looking at, `first` before the others. `show` is given
    /// each as soon as it is set, and says whether to go on.
    ///
    /// What cannot be made does not take the rest along; its faults are in the
    /// result. Fails when nothing can be made: the workbook cannot be read.
    pub fn prove(
        &mut self,
        project: &Project,
        first: Option<&str>,
        show: &mut dyn FnMut(Arc<Proof>) -> bool,
    ) -> Result<Round, Vec<Diagnostic>> {
        self.steps.clear();
        let supplies = self.stock.prepare(project, &mut |_| {}, &mut self.steps)?;
        let (interviews, mut faults) = interviews::read(project);
        let desk = &supplies.desk(project).with(&interviews);
        faults.extend(supplies.warnings().cloned());
        let main = main_document::pdf_path(project);
        let mut documents = vec![(main.clone(), project.manifest.publication.title.clone())];
        documents.extend(
            interviews
                .iter()
                .map(|interview| (interviews::pdf_path(interview), interview.facts.title.clone())),
        );
        let first = first.unwrap_or(&main);
        let mut order: Vec<&(String, String)> = documents.iter().collect();
        order.sort_by_key(|(path, _)| (path != first, *path != main));

        let mut proofs = vec![];
        let mut complete = true;
        for (path, title) in order {
            let proof = match *path == main {
                true => self.prove_main(desk, &interviews, title, &mut faults),
                false => {
                    let interview = interviews.iter().find(|it| interviews::pdf_path(it) == *path);
                    interview.and_then(|it| self.prove_interview(desk, it, title, &mut faults))
                }
            };
            if let Some(proof) = proof {
                faults.extend(proof.faults.iter().cloned());
                let go_on = show(proof.shared());
                proofs.push(proof);
                if !go_on {
                    complete = false;
                    break;
                }
            }
        }
        let web = match complete && proofs.len() == documents.len() {
            true => self.prove_web(desk, &interviews, &proofs, &mut faults),
            false => None,
        };
        comemo::evict(FORGET_AFTER);
        // A fault of a template that several documents share is one fault.
        let mut seen = HashSet::new();
        faults.retain(|fault| seen.insert(fault.clone()));
        Ok(Round { faults, documents, web, complete })
    }

    fn prove_main(
        &mut self,
        desk: &Desk,
        interviews: &[Interview],
        title: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Piece<Proof>> {
        let prepared = main_document::prepare(desk, &mut self.folder, interviews, &mut self.steps);
        let (mut prepared, failed) = match prepared {
            Ok(prepared) => prepared,
            Err(found) => {
                faults.extend(found);
                return None;
            }
        };
        let mut stale = vec![];
        for Failed { template, target, faults: found } in failed {
            faults.extend(found);
            match self.folder.last(&prepared.path, &target).cloned() {
                Some(last) => prepared.add(target, last),
                None if target == MAIN => return None,
                None => prepared.absent.push(target),
            }
            stale.push(template);
        }
        faults.extend(prepared.twice());
        self.prove_one(desk, title, &prepared, &stale, faults)
    }

    fn prove_interview(
        &mut self,
        desk: &Desk,
        interview: &Interview,
        title: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Piece<Proof>> {
        let scope = Scope { only: vec![interview.slug.clone()], ..Scope::default() };
        let interview = std::slice::from_ref(interview);
        let prepared =
            interviews::prepare(desk, &mut self.folder, interview, &scope, &mut self.steps);
        let (prepared, found) = prepared.unwrap_or_else(|found| (vec![], found));
        faults.extend(found);
        self.prove_one(desk, title, prepared.first()?, &[], faults)
    }

    fn prove_one(
        &mut self,
        desk: &Desk,
        title: &str,
        prepared: &Prepared,
        stale: &[String],
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Piece<Proof>> {
        // Claims that do not hold are shown marked, and told.
        faults.extend(prepared.failed_claims().cloned());
        let setting = self.settings.entry(prepared.path.clone()).or_default();
        let (result, step) = proof::prove(desk, title, prepared, stale, setting);
        self.steps.push(step);
        result.map_err(|found| faults.extend(found)).ok()
    }

    /// The web page with what it needs beside it, apart from the documents.
    fn prove_web(
        &mut self,
        desk: &Desk,
        interviews: &[Interview],
        proofs: &[Piece<Proof>],
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Arc<BTreeMap<String, Arc<[u8]>>>> {
        let project = desk.project;
        let plan = project.manifest.web.as_ref()?;
        let files = [plan.template.get_ref(), plan.style.get_ref()];
        let files = files.into_iter().map(String::as_str);
        let files = files.chain(project.paths("templates/partials", ".hbs"));
        let ingredients = files
            .fold(desk.supplies.of_any_template(project), |all, path| {
                all.file(path, project.files.get(path))
            })
            .and(
                proofs
                    .iter()
                    .fold(Ingredients::default(), |all, proof| all.work(&proof.path, proof)),
            );
        let (result, step) = self.web.make("web page", ingredients, || {
            let mut edition = Edition::default();
            let figures: Vec<Figure> =
                proofs.iter().flat_map(|proof| proof.figures().cloned()).collect();
            let pages = proofs.iter().map(|it| (it.path.clone(), it.pages.pages().len())).collect();
            let page = web::make(desk, interviews, &pages, &figures, &mut edition)?;
            complete((edition.files, page.failed_claims))
        });
        self.steps.push(step);
        result.map_err(|found| faults.extend(found)).ok().map(|web| web.shared())
    }
}

/// What setting all documents for looking at came to.
pub struct Round {
    /// What is wrong, also in what could be shown.
    pub faults: Vec<Diagnostic>,
    /// Path and title of every document that there is, in order.
    pub documents: Vec<(String, String)>,
    /// The files of the web page, if there is one and it could be made. They know
    /// no sizes of documents, which have not been printed.
    pub web: Option<Arc<BTreeMap<String, Arc<[u8]>>>>,
    /// Whether all documents were gone through.
    pub complete: bool,
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
