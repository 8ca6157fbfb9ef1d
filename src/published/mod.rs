//! Printed editions read back: from a PDF, a ledger, or an edition in memory.
//!
//! 1. [`from_pdf`], [`from_ledger`], [`from_edition`]: an edition as [`Published`].
//! 2. [`page_texts`]: what stands where on the pages of a PDF, read from the
//!    page descriptions themselves, and [`PageText::locate`], which looks for a fact.
//! 3. [`page_picture`]: a page as it looks.
//!
//! Nothing here trusts what it reads: a broken or hostile file gives a message.

mod attachments;
mod locate;
mod mark;
mod picture;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Place, json_cause};
use crate::ledger::{LEDGER_FILE, Ledger};
use crate::release::{Edition, EditionRecord, MANIFEST_FILE, RECORD_FILE, ReleaseManifest};

pub use attachments::attachments;
pub use locate::{Found, Region};
pub use picture::page_picture;
pub use text::{Glyph, PageText, page_texts};

/// A printed edition, as far as it can be read back.
#[derive(Clone, Debug)]
pub struct Published {
    /// What the reader calls it: the path that was named.
    pub name: String,
    /// The printed numbers.
    pub ledger: Ledger,
    /// The only document that the ledger speaks of; `None` if it is that of a whole edition.
    pub document: Option<String>,
    /// What the edition says of itself; a ledger alone says nothing.
    pub record: Option<EditionRecord>,
    /// The main PDF, if there is one.
    pub pdf: Option<Arc<[u8]>>,
    /// Claims that do not hold: of a workbook that was printed all the same, to be
    /// compared. A published edition has none.
    pub failed_claims: Vec<FailedClaim>,
}

impl Published {
    /// The main document, by its path in the edition, where it is known.
    pub fn main(&self) -> Option<&str> {
        let recorded = self.record.as_ref().map(|record| record.document.as_str());
        self.document.as_deref().or(recorded)
    }
}

/// A claim that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FailedClaim {
    /// The template that makes it.
    pub template: String,
    /// Line in the template, from 1.
    pub line: usize,
    /// Column in the template, from 1, in characters.
    pub column: usize,
    /// What the data say instead.
    pub said: String,
}

impl FailedClaim {
    /// The claims that do not hold among the messages of a build.
    pub fn among(messages: &[Diagnostic]) -> Vec<Self> {
        let claim = |message: &Diagnostic| {
            let Place::Text { file, range } = &message.place else { return None };
            let (line, column) = file.line_column(range.start);
            let said = message.message.clone();
            Some(Self { template: file.path.clone(), line, column, said })
        };
        let mut claims: Vec<Self> =
            messages.iter().filter(|it| it.code == "claim-failed").filter_map(claim).collect();
        claims.sort();
        claims.dedup();
        claims
    }
}

/// Reads a published PDF: its ledger and its record are attached to it.
///
/// Fails when it is no PDF, when it has no ledger, or when one of the two cannot be read.
pub fn from_pdf(name: &str, bytes: Arc<[u8]>) -> Result<Published, Diagnostic> {
    let files = attachments(name, &bytes)?;
    let ledger = files.get(LEDGER_FILE).ok_or_else(|| {
        Diagnostic::error("no-ledger", "this PDF holds no ledger")
            .at(Place::File(name.into()))
            .hint("the main PDF of an edition holds one; that of an interview holds none: compare it with its checksum in `manifest.json`")
            .hint("a theme attaches what the list `attachments` holds, which it imports with its colours")
    })?;
    let ledger = read_ledger(name, ledger)?;
    let record = read_record(name, &files)?;
    let document = record
        .as_ref()
        .map(|record| record.document.clone())
        .or_else(|| ledger.facts.first().map(|fact| fact.document.clone()));
    Ok(Published {
        name: name.into(),
        ledger,
        document,
        record,
        pdf: Some(bytes),
        failed_claims: vec![],
    })
}

/// Reads `facts.json`.
pub fn from_ledger(name: &str, bytes: &[u8]) -> Result<Published, Diagnostic> {
    let ledger = read_ledger(name, bytes)?;
    Ok(Published {
        name: name.into(),
        ledger,
        document: None,
        record: None,
        pdf: None,
        failed_claims: vec![],
    })
}

/// Reads an edition: the ledger of all its documents, and the record in its main PDF.
pub fn from_edition(name: &str, edition: &Edition) -> Result<Published, Diagnostic> {
    let missing = |file: &str| {
        Diagnostic::error("no-ledger", format!("this edition has no `{file}`"))
            .at(Place::File(name.into()))
            .hint("print the whole edition: `drukpers build`")
    };
    let ledger = edition.files.get(LEDGER_FILE).ok_or_else(|| missing(LEDGER_FILE))?;
    let mut published = from_ledger(name, ledger)?;
    let manifest = edition.files.get(MANIFEST_FILE).ok_or_else(|| missing(MANIFEST_FILE))?;
    let main = serde_json::from_slice::<ReleaseManifest>(manifest)
        .ok()
        .map(|manifest| format!("{}.pdf", manifest.publication.name));
    if let Some(pdf) = main.and_then(|path| edition.files.get(&path)) {
        published.record = read_record(name, &attachments(name, pdf)?)?;
        published.pdf = Some(pdf.clone());
    }
    Ok(published)
}

/// The record among the attachments of a PDF, if the theme attaches it.
fn read_record(
    name: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Option<EditionRecord>, Diagnostic> {
    let Some(bytes) = files.get(RECORD_FILE) else { return Ok(None) };
    serde_json::from_slice(bytes).map(Some).map_err(|error| {
        Diagnostic::error(
            "unreadable-record",
            format!("`{RECORD_FILE}` is broken ({})", json_cause(&error)),
        )
        .at(Place::File(name.into()))
        .hint("give the PDF as it was printed")
    })
}

fn read_ledger(name: &str, bytes: &[u8]) -> Result<Ledger, Diagnostic> {
    serde_json::from_slice(bytes).map_err(|error| {
        Diagnostic::error(
            "unreadable-ledger",
            format!("this is no ledger ({})", json_cause(&error)),
        )
        .at(Place::File(name.into()))
        .hint("a ledger is the file `facts.json` of an edition")
    })
}
