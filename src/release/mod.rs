//! The finished edition: its files, its checksums, its web page, and the swap
//! that puts it in the place of the one before.
//!
//! Everything is made in memory first: an [`Edition`] maps relative paths to
//! bytes. [`manifest_json`] writes down what went in and what came out,
//! [`web`] holds what the web page's template can say, and [`publish`] is the
//! only place of the crate that writes to `build/`.

mod edition;
mod inline_svg;
mod lock;
mod manifest;
mod pack;
mod publish;
mod record;
mod stored;
mod swap;
mod update;
pub mod web;

pub use edition::Edition;
pub use manifest::{
    Counts, Input, MANIFEST_FILE, Output, ReleaseManifest, Role, Title, Tool, manifest_json,
};
pub use pack::pack;
pub use publish::{Published, publish, refuse_foreign};
pub use record::{Chapter, EditionRecord, LedgerRecord, RECORD_FILE};
pub use stored::{fresh_file, read_edition};
pub use update::update;

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes: 64 hexadecimal digits in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn sha256_of_the_standards_examples() {
        // FIPS 180-2, appendix B.1, and the digest of the empty message.
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
