//! A press that stays warm: each round makes again only what has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chapter::Figure;
use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::interview::Interview;
use crate::project::Project;
use crate::release::Edition;

use super::document::{self, MAIN, Prepared, Setting};
use super::fill::{Failed, Folder};
use super::memory::{Ingredients, Memory, Piece, Reason, Step};
use super::messages::{settle, stop};
use super::proof::{self, Proof};
use super::rehearsal::Rehearsed;
use super::stock::{Stock, SurveySheets};
use super::{
    Desk, Printed, Scope, assemble, check_scope, draft, interviews, main_document, rehearsal, web,
};

/// Rounds after which Typst forgets what was not needed again.
const FORGET_AFTER: usize = 10;

/// The same when all of several documents were set anew, as for another theme: little
/// of what was made before will ever be needed, and there is much of it.
const FORGET_SOON: usize = 2;

/// A press that remembers. What it prints is, byte for byte, what a press prints
/// that starts cold.
#[derive(Default)]
pub struct Press {
    stock: Stock,
    folder: Folder,
    settings: BTreeMap<String, Setting>,
    web: Memory<BTreeMap<String, Arc<[u8]>>>,
    steps: Vec<Step>,
    /// Keeps what was made while manifest or survey were at fault, until they are not.
    rehearsal: Option<Box<Press>>,
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
        let (supplies, mut messages) = self.stock.prepare(project, stage, &mut self.steps);
        let Some(supplies) = supplies else {
            messages.extend(rehearsal::faults(self.rehearsal(), project, scope));
            return Err(settle(project, messages));
        };
        self.rehearsal = None;
        let (interviews, found) = interviews::read(project);
        // An interview that cannot be read is not unknown.
        if found.is_empty() {
            check_scope(project, scope, &interviews)?;
        }
        messages.extend(found);
        let fit = supplies.fit(project);
        let traces = !scope.without_ledger;
        let desk = Desk { traces, ..supplies.desk(&fit) }.with(&interviews);
        let mut attempt = self.attempt(&desk, scope, &interviews, stage);
        if attempt.is_draft(scope) && !stop(&messages) {
            let draft = draft::project(&fit, attempt.claims.len());
            let desk = Desk { draft: true, traces, ..supplies.desk(&draft) }.with(&interviews);
            attempt = self.attempt(&desk, scope, &interviews, stage);
        }
        comemo::evict(FORGET_AFTER);
        let Attempt { printed, claims, messages: found } = attempt;
        messages.extend(found);
        messages.extend(claims.into_iter().map(|claim| match scope.allow_failed_claims {
            true => draft::warning(claim),
            false => claim,
        }));
        let messages = settle(project, messages);
        match printed {
            Some(printed) if !stop(&messages) => Ok(Warned { value: *printed, warnings: messages }),
            _ => Err(messages),
        }
    }

    /// A press whose documents nobody sees: what it makes is not taken for what could be
    /// made last.
    fn rehearsal(&mut self) -> &mut Press {
        self.rehearsal
            .get_or_insert_with(|| Box::new(Press { stock: Stock::rough(), ..Press::default() }))
    }

    /// Goes through all stages with a project that was mended for it; `None` when too
    /// little of it is left.
    pub(super) fn rehearse(&mut self, mended: &Project, scope: &Scope) -> Option<Rehearsed> {
        self.steps.clear();
        let (supplies, of_survey) = self.stock.prepare(mended, &mut |_| {}, &mut self.steps);
        let supplies = supplies?;
        let (interviews, mut messages) = interviews::read(mended);
        let fit = supplies.fit(mended);
        let desk = supplies.desk(&fit).with(&interviews);
        let scope = Scope { allow_failed_claims: false, ..scope.clone() };
        let attempt = self.attempt(&desk, &scope, &interviews, &mut |_| {});
        comemo::evict(FORGET_AFTER);
        messages.extend(attempt.messages);
        Some(Rehearsed {
            survey: supplies.survey().clone(),
            derived: supplies.derived_names().map(str::to_string).collect(),
            of_survey,
            messages,
            claims: attempt.claims,
        })
    }

    /// Goes through all stages as far as they can run.
    fn attempt(
        &mut self,
        desk: &Desk,
        scope: &Scope,
        interviews: &[Interview],
        stage: &mut dyn FnMut(&'static str),
    ) -> Attempt {
        stage("filling the templates");
        let mut messages = vec![];
        let mut documents: Vec<Prepared> = vec![];
        if scope.has(desk.project.manifest.publication.name.get_ref()) {
            let main = self.fill_main(desk, interviews, false, &mut messages);
            documents.extend(main.map(|(main, _)| main));
        }
        let (folder, steps) = (&mut self.folder, &mut self.steps);
        documents.extend(interviews::prepare(
            desk,
            folder,
            interviews,
            scope,
            steps,
            &mut messages,
        ));
        let filled = messages.is_empty();
        let mut claims: Vec<Diagnostic> =
            documents.iter().flat_map(Prepared::failed_claims).cloned().collect();
        let figures: Vec<Figure> = documents.iter().flat_map(Prepared::figures).cloned().collect();

        let mut typeset = vec![];
        // A draft is another edition, and is set once its claims are counted.
        let draft_follows =
            filled && scope.allow_failed_claims && !desk.draft && !claims.is_empty();
        if !draft_follows {
            stage("setting the pages");
            let (set, found) = document::set_all(desk, &mut self.settings, documents, steps);
            typeset = set;
            messages.extend(found);
        }

        stage("making the web page");
        let mut printed = None;
        let sound = filled && !stop(&messages) && (desk.draft || claims.is_empty());
        let page = if sound {
            assemble(desk, scope, interviews, &typeset, &mut messages).map(|(all, claims)| {
                printed = Some(Box::new(all));
                claims
            })
        } else if !scope.only.is_empty() {
            Ok(vec![])
        } else {
            web::make(desk, interviews, &BTreeMap::new(), &figures, &mut Edition::default())
                .map(|page| page.failed_claims)
        };
        match page {
            Ok(of_page) => claims.extend(of_page),
            Err(found) => messages.extend(found),
        }
        Attempt { printed, claims, messages }
    }

    /// Fills the main document. A template that cannot be filled is as it was the last
    /// time that it could be, if that is wanted, else absent; gives those templates too.
    fn fill_main(
        &mut self,
        desk: &Desk,
        interviews: &[Interview],
        as_it_was: bool,
        messages: &mut Vec<Diagnostic>,
    ) -> Option<(Prepared, Vec<String>)> {
        let (folder, steps) = (&mut self.folder, &mut self.steps);
        let (prepared, failed) = main_document::prepare(desk, folder, interviews, steps, messages);
        let mut prepared = prepared?;
        let mut stale = vec![];
        for Failed { template, target } in failed {
            let last = self.folder.last(&prepared.path, &target).filter(|_| as_it_was);
            match last.cloned() {
                Some(last) => prepared.add(target, last),
                None if target == MAIN => return None,
                None => prepared.absent.push(target),
            }
            stale.push(template);
        }
        Some((prepared, stale))
    }

    /// Sets all documents for looking at, `first` before the others. `show` is given
    /// each as soon as it is set, and says whether to go on. It is given a document
    /// twice when the pages were set before all was known that they tell of themselves,
    /// such as their number.
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
        let (supplies, mut faults) = self.stock.prepare(project, &mut |_| {}, &mut self.steps);
        let Some(supplies) = supplies else {
            faults.extend(rehearsal::faults(self.rehearsal(), project, &Scope::default()));
            return Err(settle(project, faults));
        };
        self.rehearsal = None;
        let (interviews, found) = interviews::read(project);
        faults.extend(found);
        let fit = supplies.fit(project);
        let desk = &supplies.desk(&fit).with(&interviews);
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
                true => self.prove_main(desk, &interviews, title, show, &mut faults),
                false => {
                    let interview = interviews.iter().find(|it| interviews::pdf_path(it) == *path);
                    interview
                        .and_then(|it| self.prove_interview(desk, it, title, show, &mut faults))
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
        let is_reused = |step: &Step| {
            step.reason == Reason::Reused && documents.iter().any(|(path, _)| *path == step.work)
        };
        let is_other_theme = complete && documents.len() > 1 && !self.steps.iter().any(is_reused);
        comemo::evict(if is_other_theme { FORGET_SOON } else { FORGET_AFTER });
        let faults = settle(project, faults);
        let survey = supplies.survey_sheets(project);
        Ok(Round { faults, documents, web, survey, complete })
    }

    /// Looks whether a press that starts cold would set the pages that were shown,
    /// until `stop` says that there is something better to do. If not, what was
    /// wrong is forgotten: another [`prove`](Self::prove) shows what is right.
    pub fn confirm(&mut self, stop: &mut dyn FnMut() -> bool) -> bool {
        let mut same = true;
        for setting in self.settings.values_mut() {
            if stop() {
                break;
            }
            same &= proof::confirm(setting);
        }
        same
    }

    fn prove_main(
        &mut self,
        desk: &Desk,
        interviews: &[Interview],
        title: &str,
        show: &mut dyn FnMut(Arc<Proof>) -> bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Piece<Proof>> {
        let (prepared, stale) = self.fill_main(desk, interviews, true, faults)?;
        self.prove_one(desk, title, &prepared, &stale, show, faults)
    }

    fn prove_interview(
        &mut self,
        desk: &Desk,
        interview: &Interview,
        title: &str,
        show: &mut dyn FnMut(Arc<Proof>) -> bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Piece<Proof>> {
        let scope = Scope { only: vec![interview.slug.clone()], ..Scope::default() };
        let interview = std::slice::from_ref(interview);
        let (folder, steps) = (&mut self.folder, &mut self.steps);
        let prepared = interviews::prepare(desk, folder, interview, &scope, steps, faults);
        self.prove_one(desk, title, prepared.first()?, &[], show, faults)
    }

    fn prove_one(
        &mut self,
        desk: &Desk,
        title: &str,
        prepared: &Prepared,
        stale: &[String],
        show: &mut dyn FnMut(Arc<Proof>) -> bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Piece<Proof>> {
        // Claims that do not hold are shown marked, and told.
        faults.extend(prepared.failed_claims().cloned());
        let setting = self.settings.entry(prepared.path.clone()).or_default();
        let mut early = |proof| {
            show(proof);
        };
        let (result, step) = proof::prove(desk, title, prepared, stale, setting, &mut early);
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
            if page.failed_claims.is_empty() { Ok(edition.files) } else { Err(page.failed_claims) }
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
    /// The sheets that the survey is read from.
    pub survey: SurveySheets,
    /// Whether all documents were gone through.
    pub complete: bool,
}

/// What an attempt to print came to.
struct Attempt {
    /// The edition, if nothing is wrong with it.
    printed: Option<Box<Printed>>,
    /// Claims that do not hold.
    claims: Vec<Diagnostic>,
    /// Everything else that is wrong.
    messages: Vec<Diagnostic>,
}

impl Attempt {
    /// Whether only a draft can be printed, and may be.
    fn is_draft(&self, scope: &Scope) -> bool {
        scope.allow_failed_claims && !self.claims.is_empty() && !stop(&self.messages)
    }
}
