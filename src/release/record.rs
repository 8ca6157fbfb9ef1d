//! The record of an edition that its PDF carries: what it was made from and by what.

use serde::{Deserialize, Serialize};

use super::manifest::{TOOL, publication_title};
use super::{Input, Title, Tool, sha256};
use crate::manifest::Publication;

/// File name of the record among the attachments of a PDF.
pub const RECORD_FILE: &str = "edition.json";

/// What a published PDF says of itself, in its attachment `edition.json`.
///
/// With it a PDF can be checked against a project long after `build/` is gone.
/// It holds no time and no place on a disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct EditionRecord {
    /// The program that made the edition.
    pub tool: Tool,
    /// Which publication it is.
    pub publication: Title,
    /// Language of the publication: `nl` or `en`.
    pub language: String,
    /// Path of the PDF in the edition.
    pub document: String,
    /// The ledger that is attached to the same PDF.
    pub ledger: LedgerRecord,
    /// Every file that was read, by path.
    pub inputs: Vec<Input>,
    /// The chapters of the document, in order.
    pub chapters: Vec<Chapter>,
}

/// The ledger as it was when it was attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRecord {
    /// File name of the attachment.
    pub path: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Number of facts.
    pub facts: usize,
}

/// Where a chapter begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Chapter {
    /// Its heading.
    pub title: String,
    /// Its first page, counted from 1.
    pub page: usize,
}

impl EditionRecord {
    /// The record of the PDF at `document`; chapters and ledger are entered when
    /// the pages are known.
    pub fn new(publication: &Publication, document: &str, inputs: Vec<Input>) -> Self {
        Self {
            tool: Tool { name: TOOL.into(), version: env!("CARGO_PKG_VERSION").into() },
            publication: publication_title(publication),
            language: publication.language.get_ref().clone(),
            document: document.into(),
            ledger: LedgerRecord { path: String::new(), sha256: String::new(), facts: 0 },
            inputs,
            chapters: vec![],
        }
    }

    /// The same record, of a PDF with this ledger and these chapters.
    #[must_use]
    pub fn of_pages(&self, ledger: LedgerRecord, chapters: Vec<Chapter>) -> Self {
        Self { ledger, chapters, ..self.clone() }
    }

    /// The chapter that a page belongs to: the last one that began before or on it.
    pub fn chapter(&self, page: usize) -> Option<&Chapter> {
        self.chapters.iter().rev().find(|chapter| chapter.page <= page)
    }

    /// The text of `edition.json`.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self)
            .expect("a struct of strings and numbers can always be written as JSON");
        text.push('\n');
        text
    }
}

impl LedgerRecord {
    /// The record of a ledger with these bytes.
    pub fn new(path: &str, bytes: &[u8], facts: usize) -> Self {
        Self { path: path.into(), sha256: sha256(bytes), facts }
    }
}
