//! What a manifest must hold beyond its form.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde_spanned::Spanned;

use crate::diagnostics::{Diagnostic, Place, TextFile};
use crate::format::Language;

use super::Manifest;

/// All faults of a manifest that has the right form.
pub(super) fn check(manifest: &Manifest, file: &Arc<TextFile>) -> Vec<Diagnostic> {
    let mut faults = vec![];
    let place =
        |range: Range<usize>| Place::Text { file: file.clone(), range: range.start..range.end };
    let publication = &manifest.publication;

    let name = publication.name.get_ref();
    let plain = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !text.starts_with('.')
    };
    if !plain(name) {
        faults.push(
            Diagnostic::error("invalid-name", format!("`{name}` cannot be a file name"))
                .at(place(publication.name.span()))
                .hint("use letters, digits, `-` and `_`"),
        );
    }
    let language = publication.language.get_ref();
    if Language::parse(language).is_none() {
        faults.push(
            Diagnostic::error("unknown-language", format!("unknown language `{language}`"))
                .at(place(publication.language.span()))
                .hint("languages: nl, en"),
        );
    }
    if publication.date.get_ref().date.is_none() {
        faults.push(
            Diagnostic::error("invalid-date", "the date of the edition has no day")
                .at(place(publication.date.span()))
                .hint("write it as `2026-11-23`"),
        );
    }

    let mut chapters = BTreeSet::new();
    for chapter in &manifest.main.chapters {
        let name = chapter.get_ref();
        if !plain(name) {
            faults.push(
                Diagnostic::error("invalid-name", format!("`{name}` cannot be a file name"))
                    .at(place(chapter.span()))
                    .hint("a chapter `x` stands in `templates/chapters/x.typ.hbs`"),
            );
        }
        if !chapters.insert(name) {
            faults.push(
                Diagnostic::error("duplicate-chapter", format!("chapter `{name}` stands twice"))
                    .at(place(chapter.span()))
                    .hint("remove one of the two"),
            );
        }
    }

    let mut paths: Vec<&Spanned<String>> = vec![
        &manifest.workbook.file,
        &manifest.main.template,
        &manifest.theme.file,
        &manifest.theme.fonts,
    ];
    if let Some(interviews) = &manifest.interviews {
        paths.extend([&interviews.folder, &interviews.template]);
    }
    if let Some(web) = &manifest.web {
        paths.extend([&web.template, &web.style]);
    }
    for path in paths {
        let text = path.get_ref();
        let leaves = text.starts_with('/')
            || text.contains(['\\', ':'])
            || text.split('/').any(|part| part.is_empty() || part == "." || part == "..");
        if leaves {
            faults.push(
                Diagnostic::error("invalid-path", format!("`{text}` is not a path in the project"))
                    .at(place(path.span()))
                    .hint("write it relative to the folder of `publication.toml`, with `/`"),
            );
        }
    }

    if manifest.theme.diverging.len().is_multiple_of(2) {
        faults.push(
            Diagnostic::error(
                "invalid-palette",
                format!(
                    "`diverging` has {} colours, and a neutral one in the middle needs an odd number",
                    manifest.theme.diverging.len()
                ),
            )
            .at(key_place(file, "diverging")),
        );
    }
    for (palette, colours) in
        [("categorical", &manifest.theme.categorical), ("sequential", &manifest.theme.sequential)]
    {
        if colours.len() < 2 {
            faults.push(
                Diagnostic::error(
                    "invalid-palette",
                    format!("`{palette}` needs two colours or more"),
                )
                .at(key_place(file, palette)),
            );
        }
    }
    faults
}

/// The place of a key that carries no span of its own.
fn key_place(file: &Arc<TextFile>, key: &str) -> Place {
    let mut offset = 0;
    for line in file.text.split_inclusive('\n') {
        if line.split('=').next().is_some_and(|head| head.trim() == key) {
            return Place::Text { file: file.clone(), range: offset..offset + key.len() };
        }
        offset += line.len();
    }
    Place::File(file.path.clone())
}
