//! The prose of an interview, for the search for loose numbers and for quotations.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diagnostics::TextFile;
use crate::prose::{OTHER, Prose};

use super::markdown::ANSWER;

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

/// What was said: the prose without questions, which are paragraphs in bold, and
/// without room for answers.
pub fn answers(file: &TextFile, range: Range<usize>) -> Prose {
    let mut prose = Prose::default();
    let mut heading = false;
    // The paragraph so far, and whether anything in it is not bold.
    let (mut paragraph, mut plain, mut bold) = (vec![], false, 0_usize);
    let text = &file.text[range.clone()];
    for (event, at) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let at = range.start + at.start;
        match event {
            Event::Start(Tag::Heading { .. }) => heading = true,
            Event::End(TagEnd::Heading(_)) => heading = false,
            _ if heading => {}
            Event::Start(Tag::Strong) => bold += 1,
            Event::End(TagEnd::Strong) => bold -= 1,
            Event::Text(text) => {
                plain |= bold == 0 && !text.trim().is_empty();
                paragraph.push((text.to_string(), at));
            }
            Event::SoftBreak | Event::HardBreak => paragraph.push((" ".into(), at)),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_)) => {
                let parts = std::mem::take(&mut paragraph);
                let is_room = matches!(&parts[..], [(text, _)] if text.trim() == ANSWER);
                if plain && !is_room {
                    parts.iter().for_each(|(text, at)| prose.push(text, *at));
                    prose.end(at);
                }
                plain = false;
            }
            _ => {}
        }
    }
    prose
}
