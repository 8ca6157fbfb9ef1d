//! Single files that commands write where they are told to.

use std::path::Path;

use crate::diagnostics::{Diagnostic, Place, io_cause};

/// Writes a file, such as a `chart`, beside its place and renames it, so that a
/// failure leaves the file that was there.
pub(super) fn write(path: &Path, what: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let written = std::fs::write(&partial, bytes).and_then(|()| std::fs::rename(&partial, path));
    written.map_err(|error| {
        // Where nothing could be written, there is nothing to remove.
        let _ = std::fs::remove_file(&partial);
        vec![
            Diagnostic::error(
                "unwritable",
                format!("failed to write the {what} ({})", io_cause(&error)),
            )
            .at(Place::File(path.display().to_string()))
            .hint("write it into a folder that is there and that you may write to"),
        ]
    })
}
