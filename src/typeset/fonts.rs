//! The fonts of a project: bytes handed over by the caller, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use typst::text::{Font, FontBook, FontStyle};
use typst::utils::LazyHash;

use super::Bytes;
use crate::diagnostics::{Diagnostic, Place};

/// All fonts that a document can use.
///
/// The order of the faces follows the paths of the files, so that a choice
/// between equal faces does not depend on how a folder was listed.
#[derive(Debug)]
pub struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

impl Fonts {
    /// Reads font files: path (for messages and for the order) to content.
    ///
    /// Fails with one message for each file in which no face can be read.
    pub fn new(files: BTreeMap<String, Bytes>) -> Result<Self, Vec<Diagnostic>> {
        let mut faces = Vec::new();
        let mut messages = Vec::new();
        for (path, content) in files {
            let before = faces.len();
            faces.extend(Font::iter(content));
            if faces.len() == before {
                messages.push(
                    Diagnostic::error("unreadable-font", "failed to read a font from the file")
                        .at(Place::File(path))
                        .hint("fonts are TrueType or OpenType files (.ttf, .otf, .ttc)"),
                );
            }
        }
        if !messages.is_empty() {
            return Err(messages);
        }
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces })
    }

    /// The names of the families, in order.
    pub fn families(&self) -> BTreeSet<&str> {
        self.faces.iter().map(|face| face.info().family.as_str()).collect()
    }

    /// What Typst wants to know about all faces.
    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face with this index in the book.
    pub(super) fn face(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }
}

/// What a font calls itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Face {
    /// Family, such as `Source Serif 4`.
    pub family: String,
    /// Weight from 100 to 900.
    pub weight: u16,
    /// Whether it is italic or oblique.
    pub italic: bool,
}

/// The faces in a font file; none if it cannot be read.
pub fn faces(content: Bytes) -> Vec<Face> {
    Font::iter(content)
        .map(|font| {
            let info = font.info();
            Face {
                family: info.family.clone(),
                weight: info.variant.weight.to_number(),
                italic: info.variant.style != FontStyle::Normal,
            }
        })
        .collect()
}
