//! `manifest.json`: what went into an edition and what came out of it, with checksums.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Edition, sha256};
use crate::manifest::Publication;

/// Path of the release manifest in the output folder. A folder that has one was
/// made by this program.
pub const MANIFEST_FILE: &str = "manifest.json";

/// The program's name, as it stands in every release manifest.
pub(super) const TOOL: &str = env!("CARGO_PKG_NAME");

/// What went into an edition and what came out of it.
///
/// It holds no time and no place on a disk: the same inputs give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseManifest {
    /// The program that made the edition.
    pub tool: Tool,
    /// Which publication it is.
    pub publication: Title,
    /// How much there is of everything.
    pub counts: Counts,
    /// Every file that was read, by path.
    pub inputs: Vec<Input>,
    /// Every file that was made, by path, but for the release manifest itself.
    pub outputs: Vec<Output>,
}

/// The program that made an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Always `drukpers`.
    pub name: String,
    /// Its version, such as `0.1.0`.
    pub version: String,
}

/// Which publication an edition is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// File name of the main PDF, without its ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// Which edition this is, such as `eerste druk`; may be empty.
    pub edition: String,
    /// Date of the edition as the manifest has it, such as `2026-11-23`.
    pub date: String,
}

/// How much there is of everything in an edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// PDF documents.
    pub documents: usize,
    /// Pages of all PDF documents together.
    pub pages: usize,
    /// Figures in the main PDF.
    pub figures: usize,
    /// Tables in the main PDF.
    pub tables: usize,
    /// Printed numbers in the ledger.
    pub facts: usize,
}

/// What an input is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// `publication.toml`.
    Manifest,
    /// A workbook with answers.
    Workbook,
    /// The text of an interview.
    Interview,
    /// A template, theme or style sheet, or a picture beside one.
    Template,
    /// A font or its licence.
    Font,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Path relative to the project folder, with `/`.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Input {
    /// The record of a file that was read from `path`, relative to the project folder.
    pub fn new(role: Role, path: impl Into<String>, bytes: &[u8]) -> Self {
        Self { path: path.into(), role, size: bytes.len() as u64, sha256: sha256(bytes) }
    }
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Path relative to the output folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Number of pages; `None` for all but PDF documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
}

/// Writes the release manifest of an edition.
///
/// `pages` gives the number of pages of each PDF by its path in the edition;
/// paths that the edition has not are left out. `counts` has figures, tables and
/// facts; documents and pages are counted here. Inputs may come in any order.
pub fn manifest_json(
    publication: &Publication,
    inputs: &[Input],
    edition: &Edition,
    pages: &BTreeMap<String, usize>,
    counts: Counts,
) -> Vec<u8> {
    let mut inputs = inputs.to_vec();
    inputs.sort_by(|a, b| (&a.path, a.role).cmp(&(&b.path, b.role)));
    inputs.dedup();
    let outputs: Vec<Output> = edition
        .files
        .iter()
        .filter(|(path, _)| *path != MANIFEST_FILE)
        .map(|(path, bytes)| Output {
            path: path.clone(),
            size: bytes.len() as u64,
            sha256: sha256(bytes),
            pages: pages.get(path).copied(),
        })
        .collect();
    let counts = Counts {
        documents: outputs.iter().filter(|output| output.pages.is_some()).count(),
        pages: outputs.iter().filter_map(|output| output.pages).sum(),
        ..counts
    };
    let manifest = ReleaseManifest {
        tool: Tool { name: TOOL.into(), version: env!("CARGO_PKG_VERSION").into() },
        publication: publication_title(publication),
        counts,
        inputs,
        outputs,
    };
    manifest.to_json()
}

/// Which publication a manifest speaks of.
pub(super) fn publication_title(publication: &Publication) -> Title {
    Title {
        name: publication.name.get_ref().clone(),
        title: publication.title.clone(),
        edition: publication.edition.clone(),
        date: publication.date.get_ref().to_string(),
    }
}

impl ReleaseManifest {
    /// The text of `manifest.json`.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .expect("a struct of strings and numbers can always be written as JSON");
        bytes.push(b'\n');
        bytes
    }
}

/// The paths of the outputs that a release manifest names, whatever version of
/// this program wrote it; `None` if the text is not a release manifest of ours.
pub(super) fn recorded_outputs(json: &[u8]) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Recorded {
        tool: RecordedTool,
        outputs: Vec<RecordedOutput>,
    }
    #[derive(Deserialize)]
    struct RecordedTool {
        name: String,
    }
    #[derive(Deserialize)]
    struct RecordedOutput {
        path: String,
    }
    let recorded: Recorded = serde_json::from_slice(json).ok()?;
    (recorded.tool.name == TOOL)
        .then(|| recorded.outputs.into_iter().map(|output| output.path).collect())
}

#[cfg(test)]
mod tests {
    use serde_spanned::Spanned;

    use super::*;

    fn publication() -> Publication {
        Publication {
            name: Spanned::new(0..0, "rapport".into()),
            title: "Rapport".into(),
            subtitle: String::new(),
            authors: vec![],
            publisher: String::new(),
            language: Spanned::new(0..0, "nl".into()),
            date: Spanned::new(0..0, "2026-11-23".parse().unwrap()),
            edition: "eerste druk".into(),
            notice: String::new(),
            short_notice: None,
        }
    }

    #[test]
    fn manifest_has_inputs_outputs_and_counts() {
        let mut edition = Edition::default();
        edition.insert("rapport.pdf", &b"pdf"[..]);
        edition.insert("index.html", &b""[..]);
        edition.insert(MANIFEST_FILE, &b"an older one"[..]);
        let inputs = [
            Input::new(Role::Workbook, "inputs/survey.xlsx", b"abc"),
            Input::new(Role::Font, "fonts/a.ttf", b""),
            Input::new(Role::Font, "fonts/a.ttf", b""),
        ];
        let pages = BTreeMap::from([("rapport.pdf".into(), 48), ("elsewhere.pdf".into(), 2)]);
        let counts = Counts { figures: 3, tables: 2, facts: 120, ..Counts::default() };
        let json = manifest_json(&publication(), &inputs, &edition, &pages, counts);
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        let text = String::from_utf8(json).unwrap().replace(&version, "\"version\": \"…\"");
        insta::assert_snapshot!(text, @r#"
        {
          "tool": {
            "name": "drukpers",
            "version": "…"
          },
          "publication": {
            "name": "rapport",
            "title": "Rapport",
            "edition": "eerste druk",
            "date": "2026-11-23"
          },
          "counts": {
            "documents": 1,
            "pages": 48,
            "figures": 3,
            "tables": 2,
            "facts": 120
          },
          "inputs": [
            {
              "path": "fonts/a.ttf",
              "role": "font",
              "size": 0,
              "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            },
            {
              "path": "inputs/survey.xlsx",
              "role": "workbook",
              "size": 3,
              "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            }
          ],
          "outputs": [
            {
              "path": "index.html",
              "size": 0,
              "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            },
            {
              "path": "rapport.pdf",
              "size": 3,
              "sha256": "c35b21d6ca39aa7cc3b79a705d989f1a6e88b99ab43988d74048799e3db926a3",
              "pages": 48
            }
          ]
        }
        "#);
    }

    #[test]
    fn only_our_own_manifest_is_known() {
        let json = manifest_json(
            &publication(),
            &[],
            &Edition { files: BTreeMap::from([("a/b.svg".into(), (*b"x").into())]) },
            &BTreeMap::new(),
            Counts::default(),
        );
        assert_eq!(recorded_outputs(&json), Some(vec!["a/b.svg".to_string()]));
        assert_eq!(recorded_outputs(br#"{"name": "app", "icons": []}"#), None);
        assert_eq!(recorded_outputs(br#"{"tool": {"name": "x"}, "outputs": []}"#), None);
        assert_eq!(recorded_outputs(b"\xff"), None);
    }
}
