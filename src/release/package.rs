//! What a release offers beside the single files: checksums and one archive of all.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Edition, sha256};
use crate::diagnostics::Diagnostic;

/// The checksums of all files, in the form that `sha256sum --check` reads.
pub fn checksums(edition: &Edition) -> String {
    edition.files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect()
}

/// All files in one zip archive, under the folder `name`.
///
/// The same edition gives the same bytes: files stand in the order of their
/// paths and all bear the first day that the format knows, 1 January 1980.
/// Fails when the edition is larger than the format allows.
pub fn archive(edition: &Edition, name: &str) -> Result<Vec<u8>, Diagnostic> {
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
        Diagnostic::error("archive", format!("failed to pack the edition ({error})"))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn edition() -> Edition {
        let mut edition = Edition::default();
        edition.insert("b.txt", &b"abc"[..]);
        edition.insert("a/ü.txt", &b""[..]);
        edition
    }

    #[test]
    fn checksums_are_in_order() {
        assert_eq!(
            checksums(&edition()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/ü.txt\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.txt\n"
        );
    }

    #[test]
    fn archive_is_the_same_each_time_and_opens() {
        let bytes = archive(&edition(), "rapport").unwrap();
        assert_eq!(bytes, archive(&edition(), "rapport").unwrap());
        let mut opened = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> =
            opened.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["rapport/a/ü.txt", "rapport/b.txt"]);
        let mut text = String::new();
        opened.by_name("rapport/b.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "abc");
    }
}
