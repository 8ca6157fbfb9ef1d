//! Single files that commands write where they are told to, and paths in what they say.

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

/// A path as it is typed in a command that a message suggests.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |it: char| it.is_alphanumeric() || "/._-+:@%,=~\\".contains(it);
    match text.chars().all(is_plain) && !text.is_empty() && !text.starts_with('~') {
        // A backslash means itself in a path of Windows only.
        true if cfg!(windows) || !text.contains('\\') => text,
        _ if cfg!(windows) => format!("\"{text}\""),
        _ => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn paths_stand_for_themselves_in_a_shell() {
        for (path, expected) in [
            ("rapport-2/een.d", "rapport-2/een.d"),
            ("my report 2", "'my report 2'"),
            ("it's", r"'it'\''s'"),
            ("a$b", "'a$b'"),
            ("~x", "'~x'"),
            (r"a\b", r"'a\b'"),
            ("Gemeente Één", "'Gemeente Één'"),
            ("één", "één"),
        ] {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
