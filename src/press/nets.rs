//! The nets of the manifest, which must have codes, of questions and codes that are there.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::project::Project;
use crate::statistics::{self, Net};
use crate::survey::Survey;

/// The nets of each question. Fails with all that are of unknown questions or codes.
pub fn nets(
    project: &Project,
    survey: &Survey,
) -> Result<BTreeMap<String, Vec<Net>>, Vec<Diagnostic>> {
    check(project, survey)?;
    let of_question = project.manifest.nets.iter().map(|(question, nets)| {
        let nets = nets
            .iter()
            .map(|(name, codes)| Net::of(name, codes.iter().map(|code| code.get_ref().as_str())));
        (question.get_ref().clone(), nets.collect())
    });
    Ok(of_question.collect())
}

/// All nets without codes, of unknown questions and of unknown codes.
pub(super) fn check(project: &Project, survey: &Survey) -> Result<(), Vec<Diagnostic>> {
    let mut faults = vec![];
    for (name, nets) in &project.manifest.nets {
        match statistics::find_question(survey, name.get_ref()) {
            Ok(question) => {
                let empty = nets.iter().filter(|(_, codes)| codes.is_empty());
                faults.extend(empty.map(|(net, _)| {
                    Diagnostic::error("empty-net", format!("net `{net}` has no codes"))
                        .at(project.place(name))
                        .hint("name its codes, or take the net out")
                }));
                faults.extend(nets.values().flatten().filter_map(|code| {
                    let fault = statistics::find_choice(question, code.get_ref()).err()?;
                    Some(fault.at(project.place(code)))
                }));
            }
            Err(fault) => faults.push(fault.at(project.place(name))),
        }
    }
    faults.sort_by_key(Diagnostic::offset);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
