//! What is wrong with the author's files each by itself, before any number is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_spanned::Spanned;

use crate::chapter::Template;
use crate::diagnostics::{Diagnostic, TextFile};
use crate::interview;
use crate::project::Project;

use super::{interviews, sources};

/// The faults that come up when templates and interviews are only read: those of a
/// project from which no document can be filled.
pub(super) fn faults(project: &Project) -> Vec<Diagnostic> {
    let main = &project.manifest.main.template;
    let (partials, mut faults) = sources::partials(project);
    let mut templates = vec![project.text(main.get_ref(), &project.place(main))];
    templates.extend(sources::chapter_files(project).map(|(_, file)| file));
    if let Some(plan) = &project.manifest.interviews
        && !project.doubts(&["interviews"])
    {
        let (interviews, found) = interviews::read(project);
        faults.extend(found);
        for interview in interviews {
            let text = interview::to_typst(&interview.file, interview.body);
            faults.extend(text.err().into_iter().flatten());
        }
        let template = &plan.template;
        templates.push(project.text(template.get_ref(), &project.place(template)));
    }
    for template in templates {
        match template {
            Ok(file) => faults.extend(of_template(&file, &partials)),
            Err(fault) => faults.push(fault),
        }
    }
    if !project.doubts(&["web"]) {
        faults.extend(of_page(project));
    }
    if !project.doubts(&["theme"]) {
        let common = sources::common(project, super::language(project), &[], false);
        faults.extend(common.err().into_iter().flatten());
    }
    faults
}

/// The faults of the web page that come up when its files are only read.
pub(super) fn of_page(project: &Project) -> Vec<Diagnostic> {
    let Some(plan) = &project.manifest.web else { return vec![] };
    let read = |file: &Spanned<String>| project.text(file.get_ref(), &project.place(file));
    let style = read(&plan.style).err();
    let template = match read(&plan.template) {
        Ok(file) => of_template(&file, &sources::partials(project).0),
        Err(fault) => vec![fault],
    };
    style.into_iter().chain(template).collect()
}

fn of_template(
    file: &Arc<TextFile>,
    partials: &BTreeMap<String, Arc<TextFile>>,
) -> Vec<Diagnostic> {
    match Template::parse(file, partials) {
        Ok(template) => template.faults().to_vec(),
        Err(faults) => faults,
    }
}
