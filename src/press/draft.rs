//! A draft: an edition with claims that do not hold, and that says so everywhere.

use crate::diagnostics::{Diagnostic, Severity};
use crate::format::Language;
use crate::project::Project;

/// The project as a draft with this many untrue claims: its edition, its notice
/// and the notice in the footer say so.
pub(super) fn project(project: &Project, claims: usize) -> Project {
    let mut draft = project.clone();
    let publication = &mut draft.manifest.publication;
    let mark = match (super::language(project), claims) {
        (Language::Dutch, 1) => "Concept: één bewering klopt niet".to_string(),
        (Language::Dutch, count) => format!("Concept: {count} beweringen kloppen niet"),
        (Language::English, 1) => "Draft: one claim does not hold".to_string(),
        (Language::English, count) => format!("Draft: {count} claims do not hold"),
    };
    let short = publication.short_notice.as_ref().unwrap_or(&publication.notice);
    publication.short_notice = Some(joined(&mark, short));
    publication.notice = joined(&format!("{mark}."), &publication.notice);
    publication.edition = joined(&mark, &publication.edition);
    draft
}

fn joined(mark: &str, text: &str) -> String {
    let between = if mark.ends_with('.') { " " } else { " · " };
    if text.is_empty() { mark.to_string() } else { format!("{mark}{between}{text}") }
}

/// A claim that does not hold, as a draft reports it.
pub(super) fn warning(claim: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..claim }
}
