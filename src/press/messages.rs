//! Messages of all stages together: each once, and none that only follows from another.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::project::Project;

use super::typst_faults;

/// Whether any of these is a fault that stops the edition.
pub(super) fn stop(messages: &[Diagnostic]) -> bool {
    messages.iter().any(|message| message.severity == Severity::Error)
}

/// The messages without those that come up again, as a fault of a template that
/// several documents share does, and without those that follow from another.
pub(super) fn settle(project: &Project, mut messages: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // An interview that cannot be read is not unknown.
    let folder = project.manifest.interviews.as_ref().map(|plan| plan.folder.get_ref());
    let in_interview = |message: &Diagnostic| {
        let path = match &message.place {
            Place::Text { file, .. } => &file.path,
            Place::File(path) => path,
            _ => return false,
        };
        folder.is_some_and(|folder| path.starts_with(&format!("{folder}/")))
    };
    if messages.iter().any(in_interview) {
        messages.retain(|message| message.code != "unknown-interview");
    }
    // Two figures of one name have one label and one file as well.
    let twice: Vec<String> = messages
        .iter()
        .filter(|message| message.code == "duplicate-name")
        .filter_map(|message| message.message.split('`').nth(1))
        .flat_map(|key| [format!("<fig-{key}>"), format!("figures/{key}.")])
        .collect();
    messages.retain(|message| {
        message.code != "typst" || !twice.iter().any(|name| message.message.contains(name))
    });
    let typst: Vec<Diagnostic> =
        messages.iter().filter(|message| message.code == "typst").cloned().collect();
    messages.retain(|message| !typst.iter().any(|other| typst_faults::follows(message, other)));
    // A value of the manifest that is at fault itself leads to nothing.
    let places: HashSet<&Place> = project.faults.iter().map(|fault| &fault.place).collect();
    messages.retain(|message| !places.contains(&message.place) || project.faults.contains(message));
    let mut seen = HashSet::new();
    messages.retain(|message| seen.insert(message.clone()));
    // Typst, which goes on reading after a fault, is soon surprised again.
    let mut places = HashSet::new();
    messages.retain(|message| {
        let is_of_text = message.code == "typst" && matches!(message.place, Place::Text { .. });
        !is_of_text || places.insert(message.place.clone())
    });
    messages
}
