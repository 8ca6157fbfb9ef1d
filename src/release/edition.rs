//! The files of an edition before they are written, and the rules for their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::MANIFEST_FILE;
use crate::diagnostics::{Diagnostic, Place};

/// All files of an edition, in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Bytes by path: relative to the output folder, with `/`, such as `figures/u01.svg`.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl Edition {
    /// Adds a file, or replaces the one of that path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// The size of all files together, in bytes.
    pub fn size(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }

    /// Every path that cannot be written as it stands on every system: one that
    /// leaves the output folder, or two that would end up in one place.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let mut faults = vec![];
        let mut folders = BTreeSet::new();
        for path in self.files.keys() {
            if let Some(reason) = path_fault(path) {
                faults.push(
                    Diagnostic::error("output-path", format!("an output {reason}"))
                        .at(Place::File(path.escape_debug().to_string()))
                        .hint("name it with letters, digits, `-`, `_` and `.`, and `/` between folders"),
                );
            }
            let mut end = path.len();
            while let Some(slash) = path[..end].rfind('/') {
                folders.insert(&path[..slash]);
                end = slash;
            }
        }
        // Some systems do not tell capitals from small letters in file names.
        let mut seen = BTreeMap::new();
        for path in self.files.keys() {
            if folders.contains(path.as_str()) {
                faults.push(
                    Diagnostic::error("output-clash", "an output is both a file and a folder")
                        .at(Place::File(path.clone()))
                        .hint("rename one of the two"),
                );
            }
            if let Some(other) = seen.insert(path.to_lowercase(), path) {
                faults.push(
                    Diagnostic::error(
                        "output-clash",
                        format!("two outputs differ in capitals only: `{other}` and `{path}`"),
                    )
                    .at(Place::File(path.clone()))
                    .hint("rename one of them: many systems would keep only one file"),
                );
            }
        }
        if !self.files.contains_key(MANIFEST_FILE) {
            faults.push(
                Diagnostic::error(
                    "output-without-manifest",
                    format!("the edition has no `{MANIFEST_FILE}`"),
                )
                .hint("this is a fault of drukpers: please report it"),
            );
        }
        faults
    }
}

/// Why a path cannot be an output's, as the end of a sentence; `None` if it can.
fn path_fault(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("has no name".into());
    }
    if path.starts_with('/') {
        return Some(format!("must have a relative path, not `{path}`"));
    }
    if path.split('/').any(|part| part == "..") {
        return Some(format!("would be written outside the output folder: `{path}`"));
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") {
        return Some(format!("has an empty part in its path: `{path}`"));
    }
    if path
        .split('/')
        .any(|part| part.ends_with('.') || part.starts_with(' ') || part.ends_with(' '))
    {
        return Some(format!(
            "has a part in its path that starts or ends with a space or dot: `{path}`"
        ));
    }
    // Not allowed by Windows, which readers of the edition may use.
    let unwanted = |sign: char| sign.is_control() || "\\:*?\"<>|".contains(sign);
    path.chars()
        .find(|&sign| unwanted(sign))
        .map(|sign| format!("has `{}` in its path: `{}`", sign.escape_debug(), path.escape_debug()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn messages(paths: &[&str]) -> Vec<String> {
        let mut edition = Edition::default();
        for path in paths {
            edition.insert(*path, &b"x"[..]);
        }
        edition.insert(MANIFEST_FILE, &b"{}"[..]);
        edition.faults().into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn ordinary_paths_are_fine() {
        let paths = ["index.html", "interviews/sittard-geleen.pdf", "fonts/a b/Ü.ttf", ".nojekyll"];
        assert_eq!(messages(&paths), Vec::<String>::new());
    }

    #[test]
    fn escapes_are_refused_all_at_once() {
        assert_eq!(
            messages(&[
                "../evil",
                "/etc/passwd",
                "a/../../b",
                "a//b",
                "./a",
                "c:evil",
                "a\\b",
                "a\n"
            ]),
            [
                "an output would be written outside the output folder: `../evil`",
                "an output has an empty part in its path: `./a`",
                "an output must have a relative path, not `/etc/passwd`",
                "an output has `\\n` in its path: `a\\n`",
                "an output would be written outside the output folder: `a/../../b`",
                "an output has an empty part in its path: `a//b`",
                "an output has `\\\\` in its path: `a\\\\b`",
                "an output has `:` in its path: `c:evil`",
            ]
        );
    }

    #[test]
    fn clashes_are_refused() {
        assert_eq!(
            messages(&["a", "a/b", "Kaart.svg", "kaart.svg"]),
            [
                "an output is both a file and a folder",
                "two outputs differ in capitals only: `Kaart.svg` and `kaart.svg`",
            ]
        );
    }

    #[test]
    fn an_edition_without_manifest_is_our_own_fault() {
        let messages: Vec<String> =
            Edition::default().faults().into_iter().map(|fault| fault.message).collect();
        assert_eq!(messages, ["the edition has no `manifest.json`"]);
    }

    proptest! {
        /// Whatever is accepted stays within the folder it is joined to.
        #[test]
        fn accepted_paths_stay_inside(path in "[a-b./\\\\: ]{0,12}") {
            if path_fault(&path).is_none() {
                let joined = std::path::Path::new("root").join(&path);
                prop_assert!(joined.starts_with("root"));
                prop_assert!(joined.components().all(|part| matches!(part, std::path::Component::Normal(_))));
                prop_assert_eq!(joined.components().count(), 1 + path.split('/').count());
            }
        }
    }
}
