//! The interviews, a PDF each.

use serde_json::{Value as Json, json};

use crate::chapter::Medium;
use crate::diagnostics::{Diagnostic, Place};
use crate::interview::{self, Interview};
use crate::project::Project;

use super::document::{MAIN, Prepared};
use super::fill::{Folder, Job};
use super::memory::{Ingredients, Step};
use super::{Desk, Scope, sources};

/// Reads all interviews, in their own order, with the faults of those that cannot be read.
pub(super) fn read(project: &Project) -> (Vec<Interview>, Vec<Diagnostic>) {
    let Some(plan) = &project.manifest.interviews else { return (vec![], vec![]) };
    let mut interviews = vec![];
    let mut faults = vec![];
    for path in project.paths(plan.folder.get_ref(), ".md") {
        let place = Place::File(path.to_string());
        let read = project.text(path, &place).map_err(|fault| vec![fault]);
        match read.and_then(|file| interview::parse(&file)) {
            Ok(interview) => interviews.push(interview),
            Err(found) => faults.extend(found),
        }
    }
    if interviews.is_empty() && faults.is_empty() {
        let folder = plan.folder.get_ref();
        faults.push(
            Diagnostic::error("no-interviews", format!("the folder `{folder}` has no interviews"))
                .at(project.place(&plan.folder))
                .hint("an interview is a file that ends in `.md`; leave out `[interviews]` if there are none"),
        );
    }
    interviews.sort_by_key(|interview| interview.facts.order);
    (interviews, faults)
}

/// What templates can say of the interviews.
pub(super) fn data(interviews: &[Interview]) -> Json {
    interviews.iter().map(Interview::data).collect()
}

/// Path of an interview's PDF in the edition.
pub(super) fn pdf_path(interview: &Interview) -> String {
    format!("interviews/{}.pdf", interview.slug)
}

/// Fills the template once for each interview. What cannot be filled goes without.
pub(super) fn prepare(
    desk: &Desk,
    folder: &mut Folder,
    interviews: &[Interview],
    scope: &Scope,
    steps: &mut Vec<Step>,
    messages: &mut Vec<Diagnostic>,
) -> Vec<Prepared> {
    let project = desk.project;
    let Some(plan) = &project.manifest.interviews else { return vec![] };
    let (partials, faults) = sources::partials(project);
    messages.extend(faults);
    let file = project.text(plan.template.get_ref(), &project.place(&plan.template));
    let common = sources::common(project, desk.material.language, &[], false);
    let (file, common) = match (file, common) {
        (Ok(file), Ok(common)) => (file, common),
        (file, common) => {
            messages.extend(file.err().into_iter().chain(common.err().into_iter().flatten()));
            return vec![];
        }
    };
    let publication = sources::data(project, desk.material.survey, desk.material.language);
    let mut jobs = vec![];
    for interview in interviews.iter().filter(|interview| scope.has(&interview.slug)) {
        let body = match interview::to_typst(&interview.file, interview.body.clone()) {
            Ok(body) => body,
            Err(faults) => {
                messages.extend(faults);
                continue;
            }
        };
        let mut data = publication.clone();
        data["interview"] = interview.data();
        data["interview"]["body"] = json!(body);
        let path = &interview.file.path;
        jobs.push(Job {
            work: format!("interview {}", interview.slug),
            file: file.clone(),
            stem: interview.slug.clone(),
            document: pdf_path(interview),
            target: MAIN.into(),
            medium: Medium::Typst,
            prefix: sources::prefix(desk.draft),
            suffix: "",
            data,
            own: Ingredients::default().file(path, project.files.get(path)),
        });
    }
    let paths: Vec<String> = jobs.iter().map(|job| job.document.clone()).collect();
    let mut prepared = vec![];
    for (path, (target, result)) in paths.into_iter().zip(folder.fill(desk, &partials, jobs, steps))
    {
        match result {
            Ok(filled) => {
                let mut document = Prepared::new(path, common.clone());
                document.templates = vec![(target.clone(), plan.template.get_ref().clone())];
                document.add(target, filled);
                prepared.push(document);
            }
            Err(faults) => messages.extend(faults),
        }
    }
    prepared
}
