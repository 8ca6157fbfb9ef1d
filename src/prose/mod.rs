//! Prose: the text that an editor wrote, and the numbers in it.
//!
//! A number in prose that comes from no data stays as it is when the data
//! change. [`numbers`] finds them, in digits and in words, and leaves out what
//! is no number from the data: years, dates, articles of law, names.

mod html;
mod numbers;
mod words;

pub use html::html_prose;
pub use numbers::{Found, Quantity, numbers};

use std::ops::Range;

/// Stands in prose for something that is not the editor's: a number from the
/// data, a reference, code.
pub const OTHER: char = '\u{FFFC}';

/// Text as it will be read, with the place of each part of it in its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    text: String,
    /// Starts of parts: in the text, and in the file.
    parts: Vec<(usize, usize)>,
}

impl Prose {
    /// The text. Paragraphs are parted by line ends.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds text that stands in the file as it is read, from `at` on.
    pub fn push(&mut self, text: &str, at: usize) {
        self.parts.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// Adds a character that is written otherwise in the file.
    pub fn push_char(&mut self, character: char, at: usize) {
        self.parts.push((self.text.len(), at));
        self.text.push(character);
    }

    /// Adds a character if there is one.
    pub fn extend(&mut self, character: Option<char>, at: usize) {
        character.into_iter().for_each(|character| self.push_char(character, at));
    }

    /// Ends a paragraph: what comes does not belong to what was.
    pub fn end(&mut self, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.push_char('\n', at);
        }
    }

    /// Where a part of the text stands in the file.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        // The last character, and not the one behind it, which may stand elsewhere.
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        start..(self.offset(range.end.saturating_sub(last)) + last).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let index = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.parts.get(index).map_or(at, |(start, file)| file + (at - start))
    }
}
