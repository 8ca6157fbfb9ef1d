//! Replacing some files of an edition and keeping the others.

use std::path::Path;
use std::{fs, io};

use super::publish::{Published, publish_with};
use super::{Edition, MANIFEST_FILE, Output, ReleaseManifest};
use crate::diagnostics::{Diagnostic, Outcome, Place, io_cause};
use crate::ledger::LEDGER_FILE;

/// The accounts of a whole edition. Beside a part that was printed from other inputs
/// they would be of another edition.
const ACCOUNTS: [&str; 4] = [LEDGER_FILE, "facts.csv", "hidden.json", "hidden.csv"];

/// Writes the files of a part of an edition, and keeps the other files that
/// stand in `folder`, but not the ledger when the inputs have changed since. The
/// release manifest then names all files; its inputs are those of the part.
///
/// As with [`publish`](super::publish()), a build that is killed leaves the folder as it was.
/// Fails when a file that is to be kept cannot be read, and as
/// [`publish`](super::publish()) does.
pub fn update(part: &Edition, folder: &Path) -> Outcome<Published> {
    publish_with(folder, || merge(part, folder))
}

/// The part together with what stands in `folder` and is not in the part.
fn merge(part: &Edition, folder: &Path) -> Result<Edition, Vec<Diagnostic>> {
    let mut whole = part.clone();
    let Some(before) = read_manifest(folder) else { return Ok(whole) };
    let manifest = part.files.get(MANIFEST_FILE).and_then(|json| parse(json));
    let same_inputs = manifest.as_ref().is_some_and(|it| it.inputs == before.inputs);
    let mut faults = vec![];
    for output in &before.outputs {
        let path = output.path.as_str();
        if part.files.contains_key(path) || ACCOUNTS.contains(&path) && !same_inputs {
            continue;
        }
        let path = folder.join(&output.path);
        match fs::read(&path) {
            Ok(bytes) => whole.insert(output.path.clone(), bytes),
            // Somebody has removed it: it is not there to be kept.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => faults.push(
                Diagnostic::error(
                    "output-read",
                    format!("failed to read a file ({})", io_cause(&error)),
                )
                .at(Place::File(path.display().to_string()))
                .hint("print the whole edition, without `--only`"),
            ),
        }
    }
    if let Some(manifest) = manifest {
        whole.insert(MANIFEST_FILE, merged(before, manifest, &whole));
    }
    if faults.is_empty() { Ok(whole) } else { Err(faults) }
}

fn read_manifest(folder: &Path) -> Option<ReleaseManifest> {
    parse(&fs::read(folder.join(MANIFEST_FILE)).ok()?)
}

fn parse(json: &[u8]) -> Option<ReleaseManifest> {
    serde_json::from_slice(json).ok()
}

/// The manifest of the part, with the outputs that were kept.
fn merged(before: ReleaseManifest, mut part: ReleaseManifest, whole: &Edition) -> Vec<u8> {
    let replaced: Vec<String> = part.outputs.iter().map(|output| output.path.clone()).collect();
    let kept = before.outputs.into_iter().filter(|output| {
        !replaced.contains(&output.path) && whole.files.contains_key(&output.path)
    });
    part.outputs.extend(kept);
    part.outputs.sort_by(|a: &Output, b: &Output| a.path.cmp(&b.path));
    part.counts.documents = part.outputs.iter().filter(|output| output.pages.is_some()).count();
    part.counts.pages = part.outputs.iter().filter_map(|output| output.pages).sum();
    // Charts and tables stand in the main document.
    let main = format!("{}.pdf", part.publication.name);
    if !replaced.contains(&main) {
        (part.counts.figures, part.counts.tables) = (before.counts.figures, before.counts.tables);
    }
    if ACCOUNTS.iter().any(|path| whole.files.contains_key(*path)) {
        part.counts.facts = before.counts.facts;
    }
    part.to_json()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::{Counts, Title, Tool, publish, sha256};

    /// An edition whose files all hold `text`, with its manifest.
    fn edition(text: &str, paths: &[&str]) -> Edition {
        let mut edition = Edition::default();
        let mut outputs = vec![];
        for path in paths {
            edition.insert(*path, text.as_bytes());
            outputs.push(Output {
                path: (*path).into(),
                size: text.len() as u64,
                sha256: sha256(text.as_bytes()),
                pages: path.ends_with(".pdf").then_some(2),
            });
        }
        let manifest = ReleaseManifest {
            tool: Tool { name: "drukpers".into(), version: "0.0.0".into() },
            publication: Title::default(),
            counts: Counts {
                documents: paths.len(),
                pages: 2,
                facts: paths.len(),
                ..Counts::default()
            },
            inputs: vec![],
            outputs,
        };
        edition.insert(MANIFEST_FILE, manifest.to_json());
        edition
    }

    #[test]
    fn a_part_leaves_the_rest_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        publish(&edition("old", &["a.pdf", "b.pdf", "c.svg"]), &build).unwrap();
        fs::remove_file(build.join("c.svg")).unwrap();
        update(&edition("new", &["b.pdf"]), &build).unwrap();
        assert_eq!(fs::read(build.join("a.pdf")).unwrap(), b"old");
        assert_eq!(fs::read(build.join("b.pdf")).unwrap(), b"new");
        assert!(!build.join("c.svg").exists());
        let manifest = read_manifest(&build).unwrap();
        let recorded: Vec<(&str, &str)> = manifest
            .outputs
            .iter()
            .map(|output| (output.path.as_str(), output.sha256.as_str()))
            .collect();
        assert_eq!(recorded, [("a.pdf", &*sha256(b"old")), ("b.pdf", &*sha256(b"new"))]);
        assert_eq!((manifest.counts.documents, manifest.counts.pages), (2, 4));
    }

    #[test]
    fn a_part_can_be_the_first_to_be_printed() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        update(&edition("new", &["b.pdf"]), &build).unwrap();
        assert_eq!(fs::read(build.join("b.pdf")).unwrap(), b"new");
    }

    #[test]
    fn files_from_elsewhere_stop_a_part_too() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        publish(&edition("old", &["a.pdf"]), &build).unwrap();
        fs::write(build.join("notes.txt"), "mine").unwrap();
        let faults = update(&edition("new", &["a.pdf"]), &build).unwrap_err();
        assert_eq!(faults[0].code, "output-foreign-files");
        assert_eq!(fs::read(build.join("a.pdf")).unwrap(), b"old");
    }
}
