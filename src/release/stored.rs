//! Reading an edition back from its folder.

use std::fs;
use std::path::Path;

use super::{Edition, Input, MANIFEST_FILE, ReleaseManifest, Title, sha256};
use crate::diagnostics::{Diagnostic, Place, io_cause, json_cause};

/// Reads the edition that stands in `folder`, and checks every file against its
/// checksum. All files that are gone or not as they were printed are reported.
pub fn read_edition(folder: &Path) -> Result<Edition, Vec<Diagnostic>> {
    let fault = |path: &str, message: String| {
        Diagnostic::error("output-changed", message)
            .at(Place::File(folder.join(path).display().to_string()))
            .hint("print the edition again")
    };
    let json = fs::read(folder.join(MANIFEST_FILE))
        .map_err(|_| vec![fault(MANIFEST_FILE, "no edition stands in this folder".into())])?;
    let manifest: ReleaseManifest = serde_json::from_slice(&json).map_err(|error| {
        vec![fault(MANIFEST_FILE, format!("this is no release manifest ({})", json_cause(&error)))]
    })?;
    let mut edition = Edition::default();
    let mut faults = vec![];
    for output in &manifest.outputs {
        match fs::read(folder.join(&output.path)) {
            Ok(bytes) if sha256(&bytes) == output.sha256 => {
                edition.insert(output.path.clone(), bytes);
            }
            Ok(_) => faults.push(fault(&output.path, "the file is not as it was printed".into())),
            Err(error) => {
                faults.push(fault(
                    &output.path,
                    format!("failed to read a file ({})", io_cause(&error)),
                ));
            }
        }
    }
    edition.insert(MANIFEST_FILE, json);
    if faults.is_empty() { Ok(edition) } else { Err(faults) }
}

/// One file of the edition that stands in `folder`, if this version of the
/// program printed the edition from these very inputs, and the file is as it was printed;
/// with which edition that is.
pub fn fresh_file(folder: &Path, inputs: &[Input], path: &str) -> Option<(Title, Vec<u8>)> {
    let json = fs::read(folder.join(MANIFEST_FILE)).ok()?;
    let manifest: ReleaseManifest = serde_json::from_slice(&json).ok()?;
    let mut inputs = inputs.to_vec();
    inputs.sort_by(|left, right| left.path.cmp(&right.path));
    if manifest.tool.version != env!("CARGO_PKG_VERSION") || manifest.inputs != inputs {
        return None;
    }
    let output = manifest.outputs.iter().find(|output| output.path == path)?;
    let bytes = fs::read(folder.join(path)).ok().filter(|bytes| sha256(bytes) == output.sha256)?;
    Some((manifest.publication, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::{Counts, Output, Tool, publish};

    fn edition() -> Edition {
        let mut edition = Edition::default();
        edition.insert("interviews/gouda.pdf", &b"pdf"[..]);
        edition.insert("index.html", &b"page"[..]);
        let outputs = edition
            .files
            .iter()
            .map(|(path, bytes)| Output {
                path: path.clone(),
                size: bytes.len() as u64,
                sha256: sha256(bytes),
                pages: None,
            })
            .collect();
        let manifest = ReleaseManifest {
            tool: Tool { name: "drukpers".into(), version: "0.0.0".into() },
            publication: Title::default(),
            counts: Counts::default(),
            inputs: vec![],
            outputs,
        };
        edition.insert(MANIFEST_FILE, manifest.to_json());
        edition
    }

    #[test]
    fn an_edition_comes_back_as_it_was_published() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        publish(&edition(), &build).unwrap();
        assert_eq!(read_edition(&build).unwrap(), edition());
    }

    #[test]
    fn every_change_is_reported() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        publish(&edition(), &build).unwrap();
        fs::write(build.join("index.html"), "pages").unwrap();
        fs::remove_file(build.join("interviews/gouda.pdf")).unwrap();
        let messages: Vec<String> =
            read_edition(&build).unwrap_err().into_iter().map(|fault| fault.message).collect();
        assert_eq!(messages[0], "the file is not as it was printed");
        assert!(messages[1].starts_with("failed to read a file"), "{messages:?}");
        let fault = &read_edition(root.path()).unwrap_err()[0];
        assert_eq!(fault.message, "no edition stands in this folder");
    }
}
