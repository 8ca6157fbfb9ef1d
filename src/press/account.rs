//! The account of numbers that closes the main PDF, where the manifest asks for it.

use std::collections::BTreeSet;

use crate::ledger::{self, Fact};
use crate::release::Chapter;
use crate::typeset::{ACCOUNT, Bytes};

use super::Desk;

/// Put behind the main template.
pub(super) const INCLUDE: &str = "\n#include \"/account.typ\"\n";

/// The files that the account is printed from. As long as facts know no pages, it
/// names none; `repeated` are the numbers that show again where no link may be.
pub(super) fn files(
    desk: &Desk,
    facts: &[Fact],
    chapters: &[Chapter],
    repeated: &BTreeSet<String>,
) -> [(String, Bytes); 3] {
    let material = &desk.material;
    let title = |page: usize| {
        let chapter = chapters.iter().rfind(|chapter| chapter.page <= page)?;
        Some(chapter.title.clone())
    };
    let account = ledger::account(facts, material.legend, material.language, title);
    let json = |text: serde_json::Result<String>| Bytes::from_string(text.unwrap_or_default());
    [
        ("/account.typ".into(), Bytes::from_string(ACCOUNT)),
        ("/account.json".into(), json(serde_json::to_string(&account))),
        ("/repeated-numbers.json".into(), json(serde_json::to_string(repeated))),
    ]
}
