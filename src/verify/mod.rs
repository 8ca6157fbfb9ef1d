//! A published PDF held against itself, and against the project that it was made from.
//!
//! [`verify`] makes a [`Report`]: what was checked, what holds and what does not.
//!
//! 1. The ledger is the one that the PDF was printed with (its checksum).
//! 2. Each number stands on its page at its place, read from what is drawn.
//! 3. Program, manifest, workbook, templates, fonts and interviews are the same.
//! 4. Each number is computed again from the workbook, with the project's templates.
//! 5. Where all of this holds, printing again gives the same bytes.

mod again;
mod inputs;
mod pages;
mod show;

use std::sync::Arc;

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::ledger::{Fact, LEDGER_FILE};
use crate::project::Project;
use crate::published::{self, Published};
use crate::release::sha256;

pub use show::{json, text};

/// What was found about a published PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// The PDF, as it was named.
    pub name: String,
    /// Title, edition and date, where the PDF tells them.
    pub edition: Option<String>,
    /// All checks, in the order in which they were made.
    pub checks: Vec<Check>,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Check {
    /// What about.
    pub subject: Subject,
    /// Whether it holds; `None` if it could not be checked.
    pub holds: Option<bool>,
    /// The outcome in a few words.
    pub said: String,
    /// Everything that is not as it should be.
    pub findings: Vec<Finding>,
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The attached ledger, against its checksum.
    Ledger,
    /// The numbers on the pages, against the ledger.
    Pages,
    /// The version of the program.
    Tool,
    /// `publication.toml`.
    Manifest,
    /// The workbook.
    Workbook,
    /// Templates, theme and pictures.
    Templates,
    /// Fonts.
    Fonts,
    /// Texts of interviews.
    Interviews,
    /// The numbers, computed again.
    Numbers,
    /// The whole file, printed again.
    Bytes,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// What is wrong.
    pub said: String,
    /// The page, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// The number printed on that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_label: Option<String>,
    /// The file: a template or another input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The id of the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
}

impl Report {
    /// Whether nothing was found to be wrong.
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.holds != Some(false))
    }
}

impl Check {
    /// A check that holds when nothing was found.
    fn of(subject: Subject, said: String, findings: Vec<Finding>) -> Self {
        Self { subject, holds: Some(findings.is_empty()), said, findings }
    }

    /// A check that could not be made, and why.
    fn skipped(subject: Subject, said: impl Into<String>) -> Self {
        Self { subject, holds: None, said: said.into(), findings: vec![] }
    }
}

impl Finding {
    fn plain(said: String) -> Self {
        Self { said, ..Self::default() }
    }

    fn file(path: &str, said: String) -> Self {
        Self { said, file: Some(path.into()), ..Self::default() }
    }

    fn of(fact: &Fact, said: String) -> Self {
        Self {
            said,
            page: fact.page,
            page_label: fact.page_label.clone(),
            file: Some(fact.template.clone()),
            line: Some(fact.line),
            fact: Some(fact.id.clone()),
        }
    }
}

/// Checks a published PDF. Without a project only what the PDF says about itself
/// can be checked.
///
/// Fails when the PDF cannot be read or has no ledger; everything else is a finding.
pub fn verify(
    name: &str,
    bytes: Arc<[u8]>,
    project: Option<&Project>,
) -> Result<Report, Diagnostic> {
    let published = published::from_pdf(name, bytes.clone())?;
    let mut checks = vec![ledger(&published, &bytes)?, pages::check(&published, &bytes)?];
    match (project, &published.record) {
        (Some(project), Some(record)) => {
            checks.push(inputs::tool(record));
            checks.extend(inputs::files(record, &crate::press::inputs(project)));
            let same = checks[2..].iter().all(|check| check.holds == Some(true));
            checks.extend(again::check(&published, &bytes, project, same));
        }
        (Some(project), None) => {
            let missing = "the PDF has no record of what it was made from";
            checks.push(Check::skipped(Subject::Workbook, missing));
            checks.extend(again::check(&published, &bytes, project, false));
        }
        (None, _) => {
            let missing = "there is no project to compare with";
            checks.push(Check::skipped(Subject::Workbook, missing));
            checks.push(Check::skipped(Subject::Numbers, missing));
            checks.push(Check::skipped(Subject::Bytes, missing));
        }
    }
    let edition = published.record.as_ref().map(|record| {
        let title = &record.publication;
        let parts = [&title.title, &title.edition, &title.date];
        let said: Vec<&str> =
            parts.iter().map(|it| it.as_str()).filter(|it| !it.is_empty()).collect();
        said.join(", ")
    });
    Ok(Report { name: name.into(), edition, checks })
}

/// Whether the attached ledger is the one that the PDF was printed with.
fn ledger(published: &Published, bytes: &[u8]) -> Result<Check, Diagnostic> {
    let Some(record) = &published.record else {
        // Whatever prints a ledger prints a record of it too.
        let said = "the PDF has no record of its ledger: it was taken out";
        return Ok(Check::of(Subject::Ledger, said.into(), vec![Finding::plain(said.into())]));
    };
    let files = published::attachments(&published.name, bytes)?;
    let digest = sha256(files.get(LEDGER_FILE).map_or(&[], Vec::as_slice));
    let (facts, recorded) = (published.ledger.facts.len(), record.ledger.facts);
    let mut findings = vec![];
    if digest != record.ledger.sha256 {
        findings
            .push(Finding::plain(format!("SHA-256 is {digest}, and was {}", record.ledger.sha256)));
    }
    if facts != recorded {
        findings.push(Finding::plain(format!("it has {facts} numbers, and had {recorded}")));
    }
    let said = match findings.is_empty() {
        true => format!("the ledger of {facts} numbers is the one that was printed"),
        false => "the ledger is not the one that was printed".into(),
    };
    Ok(Check::of(Subject::Ledger, said, findings))
}
