//! The files that are attached to a PDF.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Stream, String as PdfString};

use crate::diagnostics::{Diagnostic, Place, contain};

/// How deep a tree of names may be nested: a loop in a broken file ends here.
const DEEPEST: usize = 32;

/// The files that are attached to a PDF, by name.
pub fn attachments(name: &str, bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Diagnostic> {
    let pdf = open(name, bytes)?;
    contain(|| {
        let mut files = BTreeMap::new();
        let tree = pdf
            .xref()
            .get::<Dict<'_>>(pdf.xref().root_id())
            .and_then(|catalogue| catalogue.get::<Dict<'_>>("Names"))
            .and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"));
        if let Some(tree) = tree {
            collect(&tree, 0, &mut files);
        }
        files
    })
    .ok_or_else(|| unreadable(name))
}

/// Opens a PDF that was read from `name`.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Pdf, Diagnostic> {
    // A broken file may surprise the parser: that is a fault of the file.
    let bytes = bytes.to_vec();
    match contain(|| Pdf::new(bytes)) {
        Some(Ok(pdf)) => Ok(pdf),
        Some(Err(_)) | None => Err(unreadable(name)),
    }
}

/// The fault of a file that is no PDF, or contradicts itself.
pub(super) fn unreadable(name: &str) -> Diagnostic {
    Diagnostic::error("unreadable-pdf", "this is no PDF that can be read")
        .at(Place::File(name.into()))
        .hint("give the PDF as it was printed")
}

/// Adds the files of a node of the tree of names.
fn collect(node: &Dict<'_>, depth: usize, files: &mut BTreeMap<String, Vec<u8>>) {
    if depth > DEEPEST {
        return;
    }
    if let Some(children) = node.get::<Array<'_>>("Kids") {
        for child in children.iter::<Dict<'_>>() {
            collect(&child, depth + 1, files);
        }
    }
    let Some(names) = node.get::<Array<'_>>("Names") else { return };
    let mut entries = names.flex_iter();
    while let Some(key) = entries.next::<PdfString<'_>>() {
        let Some(specification) = entries.next::<Dict<'_>>() else { break };
        let stream = specification
            .get::<Dict<'_>>("EF")
            .and_then(|file| file.get::<Stream<'_>>("UF").or_else(|| file.get::<Stream<'_>>("F")));
        let named = specification
            .get::<PdfString<'_>>("UF")
            .or_else(|| specification.get::<PdfString<'_>>("F"))
            .unwrap_or(key);
        if let Some(content) = stream.and_then(|stream| stream.decoded().ok().map(|it| it.to_vec()))
        {
            files.insert(text(named.as_bytes()), content);
        }
    }
}

/// A text string of a PDF: UTF-16 with a mark in front, or one byte a character.
fn text(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => char::decode_utf16(
            wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])),
        )
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect(),
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
