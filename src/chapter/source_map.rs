//! From generated text back to the template that made it.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Place, TextFile};

/// Opens a marker in rendered text. A noncharacter: it cannot stand in valid data,
/// and [`clean`] takes it out of what is printed.
const OPEN: char = '\u{FDD0}';
/// Closes a marker.
const CLOSE: char = '\u{FDD1}';

/// A piece of a template that makes a piece of the generated text.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The template.
    pub(super) file: Arc<TextFile>,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Whether the text is copied as it stands, so that offsets within it carry over.
    pub(super) verbatim: bool,
}

impl Origin {
    /// The place of the whole piece.
    pub(super) fn place(&self) -> Place {
        Place::Text { file: self.file.clone(), range: self.range.clone() }
    }

    /// The call as it stands in the template, on one line, without its brackets.
    pub(super) fn expression(&self) -> String {
        let text = self.file.text[self.range.clone()].trim_matches(['{', '}', '#', '~']).trim();
        let inner = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(text);
        inner.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the other piece lies in this one.
    pub(super) fn holds(&self, other: &Origin) -> bool {
        Arc::ptr_eq(&self.file, &other.file)
            && other.range.start >= self.range.start
            && other.range.end <= self.range.end
    }
}

/// The marker that says "from here on, the text was made by this origin".
pub(super) fn marker(origin: usize) -> String {
    format!("{OPEN}{origin}{CLOSE}")
}

/// Data without the two characters that markers are made of.
pub(super) fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains([OPEN, CLOSE]) {
        text.replace([OPEN, CLOSE], "\u{FFFD}").into()
    } else {
        text.into()
    }
}

/// Says for each byte of a generated text which piece of which template made it.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    /// Starts of pieces in the generated text, ascending, with their origins.
    segments: Vec<(usize, Origin)>,
}

impl SourceMap {
    /// Takes the markers out of rendered text. `prefix` is put in front of it,
    /// and belongs to no template.
    pub(super) fn split(prefix: &str, rendered: &str, origins: &[Origin]) -> (String, Self) {
        let mut text = String::with_capacity(prefix.len() + rendered.len());
        text.push_str(prefix);
        let mut segments = vec![];
        let mut parts = rendered.split(OPEN);
        text.push_str(parts.next().unwrap_or(""));
        for part in parts {
            let (number, rest) = part.split_once(CLOSE).unwrap_or(("", part));
            if let Some(origin) = number.parse().ok().and_then(|at: usize| origins.get(at)) {
                segments.push((text.len(), origin.clone()));
            }
            text.push_str(rest);
        }
        (text, Self { segments })
    }

    /// The part of the generated text around an offset that one expression printed;
    /// `None` in text that stands in the template as it is.
    pub fn printed(&self, generated: usize) -> Option<Range<usize>> {
        let index = self.segments.partition_point(|(start, _)| *start <= generated);
        let (start, origin) = self.segments.get(index.checked_sub(1)?)?;
        let end = self.segments.get(index).map_or(usize::MAX, |(next, _)| *next);
        (!origin.verbatim).then_some(*start..end)
    }

    /// The place in a template that made the given range of the generated text.
    pub fn place(&self, generated: Range<usize>) -> Option<Place> {
        let index = self.segments.partition_point(|(start, _)| *start <= generated.start);
        let (start, origin) = self.segments.get(index.checked_sub(1)?)?;
        if !origin.verbatim {
            return Some(origin.place());
        }
        let from = (origin.range.start + generated.start - start).min(origin.range.end);
        let to = (origin.range.start + generated.end.max(generated.start) - start)
            .clamp(from, origin.range.end);
        Some(Place::Text { file: origin.file.clone(), range: from..to })
    }
}
