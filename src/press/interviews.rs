//! The interviews, a PDF each.

use serde_json::{Value as Json, json};

use crate::chapter::{Medium, Template};
use crate::diagnostics::{Diagnostic, Place};
use crate::interview::{self, Interview};
use crate::project::Project;

use super::document::Prepared;
use super::{Desk, Scope, sources};

/// Reads all interviews, in their own order. Fails with the faults of all files.
pub(super) fn read(project: &Project) -> Result<Vec<Interview>, Vec<Diagnostic>> {
    let Some(plan) = &project.manifest.interviews else { return Ok(vec![]) };
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
    if faults.is_empty() { Ok(interviews) } else { Err(faults) }
}

/// What templates can say of the interviews.
pub(super) fn data(interviews: &[Interview]) -> Json {
    interviews.iter().map(Interview::data).collect()
}

/// Path of an interview's PDF in the edition.
pub(super) fn pdf_path(interview: &Interview) -> String {
    format!("interviews/{}.pdf", interview.slug)
}

/// Fills the template once for each interview. Fails with the faults of all of them.
pub(super) fn prepare(
    desk: &Desk,
    interviews: &[Interview],
    scope: &Scope,
) -> Result<Vec<Prepared>, Vec<Diagnostic>> {
    let project = desk.project;
    let Some(plan) = &project.manifest.interviews else { return Ok(vec![]) };
    let file = project
        .text(plan.template.get_ref(), &project.place(&plan.template))
        .map_err(|fault| vec![fault])?;
    let template = Template::parse(&file, &sources::partials(project)?)?;
    let common = sources::common(project, desk.material.language, &[])?;
    let publication = sources::data(project, desk.material.survey, desk.material.language);
    let mut prepared = vec![];
    let mut faults = vec![];
    for interview in interviews.iter().filter(|interview| scope.has(&interview.slug)) {
        let path = pdf_path(interview);
        let result =
            interview::to_typst(&interview.file, interview.body.clone()).and_then(|body| {
                let mut data = publication.clone();
                data["interview"] = interview.data();
                data["interview"]["body"] = json!(body);
                template.render(
                    &desk.material,
                    Medium::Typst,
                    &interview.slug,
                    &path,
                    &sources::prefix(desk.draft),
                    &data,
                )
            });
        match result {
            Ok(rendered) => {
                let mut document = Prepared::new(path, common.clone());
                document.add("/main.typ".into(), rendered);
                prepared.push(document);
            }
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(prepared) } else { Err(faults) }
}
