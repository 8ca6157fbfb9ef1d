//! The prose of an interview, for the search for loose numbers.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diagnostics::TextFile;
use crate::prose::{OTHER, Prose};

/// The prose in `range` of the file. Headings are left out: they may hold numbers.
pub fn prose(file: &TextFile, range: Range<usize>) -> Prose {
    let mut prose = Prose::default();
    let mut heading = false;
    let text = &file.text[range.clone()];
    for (event, at) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let at = range.start + at.start;
        match event {
            Event::Start(Tag::Heading { .. }) => heading = true,
            Event::End(TagEnd::Heading(_)) => heading = false,
            _ if heading => {}
            Event::Text(text) => prose.push(&text, at),
            Event::Code(_) => prose.push_char(OTHER, at),
            Event::SoftBreak | Event::HardBreak => prose.push_char(' ', at),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_)) => prose.end(at),
            _ => {}
        }
    }
    prose
}
