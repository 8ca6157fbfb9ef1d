//! What a release offers: every PDF by itself, all of the edition in one
//! archive, and checksums.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Edition, MANIFEST_FILE, Output, ReleaseManifest, sha256};
use crate::diagnostics::{Diagnostic, Place, json_cause};

/// File with the checksums of a release.
pub(super) const CHECKSUMS_FILE: &str = "SHA256SUMS";

/// Packs an edition into the files of a release, all in one folder:
///
/// - every PDF, one from a folder with that folder's name in front:
///   `interviews/gouda.pdf` becomes `interviews-gouda.pdf`;
/// - the whole edition, web page and all, as `NAME.zip`;
/// - `manifest.json`, with the outputs of the release instead of the edition's;
/// - `SHA256SUMS` of all of these, in the form that `sha256sum --check` reads.
///
/// The same edition gives the same bytes. Fails when the edition is larger than a
/// zip archive can be, and when two documents have one name without their folders.
pub fn pack(edition: &Edition) -> Result<Edition, Diagnostic> {
    let manifest = edition.files.get(MANIFEST_FILE).map_or(&[][..], |json| json);
    let mut manifest: ReleaseManifest = serde_json::from_slice(manifest).map_err(|error| {
        Diagnostic::error(
            "release-manifest",
            format!("failed to read what was printed ({})", json_cause(&error)),
        )
        .at(Place::File(MANIFEST_FILE.into()))
        .hint("please report this, with the message")
    })?;
    let name = manifest.publication.name.clone();
    let mut release = Edition::default();
    let mut outputs = vec![];
    for printed in &manifest.outputs {
        if let Some(bytes) = edition.files.get(&printed.path).filter(|_| printed.pages.is_some()) {
            let path = printed.path.replace('/', "-");
            if release.files.contains_key(&path) {
                return Err(Diagnostic::error(
                    "output-clash",
                    format!("two documents would both be called `{path}` in the release"),
                )
                .at(Place::File(printed.path.clone()))
                .hint("rename one of them"));
            }
            outputs.push(Output { path: path.clone(), ..printed.clone() });
            release.insert(path, bytes.clone());
        }
    }
    let mut add = |release: &mut Edition, path: String, bytes: Vec<u8>| {
        outputs.push(Output {
            path: path.clone(),
            size: bytes.len() as u64,
            sha256: sha256(&bytes),
            pages: None,
        });
        release.insert(path, bytes);
    };
    add(&mut release, format!("{name}.zip"), archive(edition, &name)?);
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    manifest.outputs = outputs;
    release.insert(MANIFEST_FILE, manifest.to_json());
    let checksums = checksums(&release);
    release.insert(CHECKSUMS_FILE, checksums.into_bytes());
    Ok(release)
}

/// The checksums of all files, a line each.
fn checksums(edition: &Edition) -> String {
    edition.files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect()
}

/// All files in one zip archive, under the folder `name`. Files stand in the order
/// of their paths, and all bear the first day that the format knows: 1 January 1980.
fn archive(edition: &Edition, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    let mut fill = || -> zip::result::ZipResult<()> {
        for (path, bytes) in &edition.files {
            writer.start_file(format!("{name}/{path}"), options)?;
            writer.write_all(bytes)?;
        }
        Ok(())
    };
    fill().and_then(|()| writer.finish()).map(Cursor::into_inner).map_err(|error| {
        Diagnostic::error("release-archive", format!("failed to pack the edition ({error})"))
            .hint("an archive holds 4 GB at most: print fewer or smaller pictures")
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::release::{Counts, Title, Tool, publish};

    fn edition() -> Edition {
        let mut edition = Edition::default();
        let mut outputs = vec![];
        for (path, text, pages) in [
            ("interviews/ü.pdf", "", Some(2)),
            ("index.html", "abc", None),
            ("rapport.pdf", "abc", Some(48)),
        ] {
            edition.insert(path, text.as_bytes());
            let (size, sha256) = (text.len() as u64, sha256(text.as_bytes()));
            outputs.push(Output { path: path.into(), size, sha256, pages });
        }
        let manifest = ReleaseManifest {
            tool: Tool { name: "drukpers".into(), version: "0.0.0".into() },
            publication: Title { name: "rapport".into(), ..Title::default() },
            counts: Counts::default(),
            inputs: vec![],
            outputs,
        };
        edition.insert(MANIFEST_FILE, manifest.to_json());
        edition
    }

    #[test]
    fn release_has_documents_archive_and_checksums() {
        let release = pack(&edition()).unwrap();
        let paths: Vec<&str> = release.files.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["SHA256SUMS", "interviews-ü.pdf", "manifest.json", "rapport.pdf", "rapport.zip"]
        );
        let checksums = String::from_utf8(release.files["SHA256SUMS"].to_vec()).unwrap();
        let [archive, manifest] =
            ["rapport.zip", MANIFEST_FILE].map(|path| sha256(&release.files[path]));
        assert_eq!(
            checksums,
            format!(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  interviews-ü.pdf\n\
                 {manifest}  manifest.json\n\
                 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  rapport.pdf\n\
                 {archive}  rapport.zip\n"
            )
        );
        let manifest: ReleaseManifest =
            serde_json::from_slice(&release.files[MANIFEST_FILE]).unwrap();
        let recorded: Vec<(&str, Option<usize>)> =
            manifest.outputs.iter().map(|output| (output.path.as_str(), output.pages)).collect();
        assert_eq!(
            recorded,
            [("interviews-ü.pdf", Some(2)), ("rapport.pdf", Some(48)), ("rapport.zip", None)]
        );
    }

    #[test]
    fn a_release_takes_the_place_of_one_before_and_of_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("release");
        let release = pack(&edition()).unwrap();
        for _ in 0..2 {
            publish(&release, &folder).unwrap();
        }
        std::fs::write(folder.join(CHECKSUMS_FILE), "of something else\n").unwrap();
        assert_eq!(publish(&release, &folder).unwrap_err()[0].code, "output-foreign-files");
    }

    #[test]
    fn archive_is_the_same_each_time_and_opens() {
        let bytes = archive(&edition(), "rapport").unwrap();
        assert_eq!(bytes, archive(&edition(), "rapport").unwrap());
        let mut opened = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> =
            opened.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(
            names,
            [
                "rapport/index.html",
                "rapport/interviews/ü.pdf",
                "rapport/manifest.json",
                "rapport/rapport.pdf"
            ]
        );
        let mut text = String::new();
        opened.by_name("rapport/index.html").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "abc");
    }

    #[test]
    fn two_documents_of_one_name_are_refused() {
        let mut edition = edition();
        let mut manifest: ReleaseManifest =
            serde_json::from_slice(&edition.files[MANIFEST_FILE]).unwrap();
        let of_interview = manifest.outputs.iter().find(|it| it.path.contains('/')).unwrap();
        let path = of_interview.path.replace('/', "-");
        manifest.outputs.push(Output { path: path.clone(), ..of_interview.clone() });
        edition.insert(path, &b"other"[..]);
        edition.insert(MANIFEST_FILE, manifest.to_json());
        assert_eq!(pack(&edition).unwrap_err().code, "output-clash");
    }

    #[test]
    fn an_edition_that_is_none_is_refused() {
        let fault = pack(&Edition::default()).unwrap_err();
        assert_eq!(fault.code, "release-manifest");
    }
}
