//! Replacing some files of an edition and keeping the others.

use std::path::Path;
use std::{fs, io};

use super::publish::{Published, publish};
use super::{Edition, MANIFEST_FILE, Output, ReleaseManifest};
use crate::diagnostics::{Diagnostic, Outcome, Place};

/// Writes the files of a part of an edition, and keeps the other files that
/// stand in `folder`. The release manifest then names all of them; its inputs
/// are those of the part.
///
/// As with [`publish`], a build that is killed leaves the folder as it was.
/// Fails when a file that is to be kept cannot be read, and as [`publish`] does.
pub fn update(part: &Edition, folder: &Path) -> Outcome<Published> {
    let Some(before) = read_manifest(folder) else {
        // Nothing of ours stands there: publishing says what is wrong, if anything is.
        return publish(part, folder);
    };
    let mut whole = Edition::default();
    for output in &before.outputs {
        if !part.files.contains_key(&output.path) {
            match fs::read(folder.join(&output.path)) {
                Ok(bytes) => whole.insert(output.path.clone(), bytes),
                // Somebody has removed it: it is not there to be kept.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(vec![
                        Diagnostic::error("output-read", format!("failed to read a file ({error})"))
                            .at(Place::File(folder.join(&output.path).display().to_string())),
                    ]);
                }
            }
        }
    }
    for (path, bytes) in &part.files {
        whole.insert(path.clone(), bytes.clone());
    }
    if let Some(manifest) = part.files.get(MANIFEST_FILE).and_then(|json| parse(json)) {
        whole.insert(MANIFEST_FILE, merged(before, manifest, &whole));
    }
    publish(&whole, folder)
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
    part.counts.figures = part.counts.figures.max(before.counts.figures);
    part.counts.tables = part.counts.tables.max(before.counts.tables);
    part.counts.facts = part.counts.facts.max(before.counts.facts);
    part.to_json()
}
