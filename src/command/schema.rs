//! `drukpers schema`: the JSON Schema of `publication.toml`, for editors.

use crate::manifest;

use super::DONE;
use super::console::Console;

pub(super) fn run(console: &mut Console) -> u8 {
    console.result(&manifest::schema());
    DONE
}
