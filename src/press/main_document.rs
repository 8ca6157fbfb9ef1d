//! The main PDF: the template of the whole, and a chapter each.

use std::collections::BTreeMap;

use crate::chapter::Medium;
use crate::diagnostics::Diagnostic;
use crate::format::Language;
use crate::interview::Interview;
use crate::manifest::MainPlan;
use crate::project::Project;
use crate::release::RECORD_FILE;
use crate::typeset::Attachment;

use super::document::{LEDGER, MAIN, Prepared};
use super::fill::{Failed, Filled, Folder, Job};
use super::memory::{Ingredients, Piece, Step};
use super::{Desk, account, interviews, sources};

/// Fills the template of the whole and of each chapter. What cannot be filled goes
/// without, and is given back; there is no document when nothing could hold the rest.
pub(super) fn prepare(
    desk: &Desk,
    folder: &mut Folder,
    interviews: &[Interview],
    steps: &mut Vec<Step>,
    messages: &mut Vec<Diagnostic>,
) -> (Option<Prepared>, Vec<Failed>) {
    let project = desk.project;
    let path = pdf_path(project);
    let interviews = interviews::data(interviews);
    let mut data = sources::data(project, desk.material.survey, desk.material.language);
    let own = match &project.manifest.interviews {
        Some(plan) => Ingredients::default().text(plan.folder.get_ref(), interviews.to_string()),
        None => Ingredients::default(),
    };
    data["interviews"] = interviews;

    let main = &project.manifest.main.template;
    let main = (
        MAIN.to_string(),
        main.get_ref().clone(),
        project.text(main.get_ref(), &project.place(main)),
    );
    let chapters = sources::chapter_files(project)
        .map(|(stem, file)| (format!("/chapters/{stem}.typ"), MainPlan::chapter_path(&stem), file));
    let mut templates = vec![];
    let mut failed = vec![];
    let mut jobs = vec![];
    let account = project.manifest.main.account_of_numbers;
    for (target, template, file) in std::iter::once(main).chain(chapters) {
        templates.push((target.clone(), template.clone()));
        let stem =
            target.trim_start_matches("/chapters/").trim_matches('/').trim_end_matches(".typ");
        match file {
            Ok(file) => jobs.push(Job {
                work: match target == MAIN {
                    true => format!("template {template}"),
                    false => format!("chapter {stem}"),
                },
                stem: stem.to_string(),
                file,
                document: path.clone(),
                prefix: sources::prefix(desk.draft && target == MAIN),
                suffix: if account && target == MAIN { account::INCLUDE } else { "" },
                target,
                medium: Medium::Typst,
                data: data.clone(),
                own: own.clone(),
            }),
            Err(fault) => {
                messages.push(fault);
                failed.push(Failed { template, target });
            }
        }
    }
    let (partials, faults) = sources::partials(project);
    messages.extend(faults);
    let filled = folder.fill(desk, &partials, jobs, steps);
    let attachments = if desk.traces { attachments(desk).to_vec() } else { vec![] };
    let common = sources::common(project, desk.material.language, &attachments, account);
    let has_common = common.is_ok();
    let common = common.unwrap_or_else(|faults| {
        messages.extend(faults);
        sources::Common::default()
    });
    let mut prepared = Prepared::new(path, common);
    prepared.attach = desk.traces;
    prepared.account = account;
    for (target, result) in filled {
        match result {
            Ok(filled) => prepared.add(target, filled),
            Err(faults) => {
                messages.extend(faults);
                let template = templates.iter().find(|(known, _)| *known == target);
                let template = template.map(|(_, path)| path.clone()).unwrap_or_default();
                failed.push(Failed { template, target });
            }
        }
    }
    messages.extend(prepared.twice());
    prepared.templates = templates;
    (has_common.then_some(prepared), failed)
}

/// Path of the main PDF in the edition.
pub(super) fn pdf_path(project: &Project) -> String {
    format!("{}.pdf", project.manifest.publication.name.get_ref())
}

/// What is attached to the main PDF: the ledger and the record of the edition.
fn attachments(desk: &Desk) -> [Attachment; 2] {
    let dutch = desk.material.language == Language::Dutch;
    let attachment = |name: &str, in_dutch: &str, in_english: &str| Attachment {
        path: format!("/{name}"),
        description: if dutch { in_dutch } else { in_english }.into(),
        mime: "application/json".into(),
    };
    [
        attachment(LEDGER, "Verantwoording per getal", "Account of every number"),
        attachment(
            RECORD_FILE,
            "Waaruit deze uitgave is gemaakt",
            "What this edition is made from",
        ),
    ]
}

impl Prepared {
    /// A document with the common files only.
    pub(super) fn new(path: String, common: sources::Common) -> Self {
        Self {
            path,
            files: common.files,
            authored: common.authored,
            parts: vec![],
            templates: vec![],
            absent: vec![],
            attach: false,
            account: false,
        }
    }

    /// Adds a filled template with all that it brings along.
    pub(super) fn add(&mut self, target: String, filled: Piece<Filled>) {
        self.files.extend(filled.files.iter().cloned());
        self.parts.push((target, filled));
    }

    /// Faults for figures of one name in two chapters.
    pub(super) fn twice(&self) -> Vec<Diagnostic> {
        let mut seen = BTreeMap::new();
        let mut faults = vec![];
        for figure in self.figures() {
            if seen.insert(&figure.key, figure).is_some() {
                faults.push(
                    Diagnostic::error(
                        "duplicate-name",
                        format!("there are two figures `{}` in the publication", figure.key),
                    )
                    .at(figure.place.clone())
                    .hint(format!(
                        "give one of them another name: `name=\"fig-{}-2\"`",
                        figure.key
                    )),
                );
            }
        }
        faults
    }
}
