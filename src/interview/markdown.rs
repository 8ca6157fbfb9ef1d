//! From Markdown to Typst, with faults at the author's own line.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::diagnostics::{Diagnostic, Place, TextFile};
use crate::escape::{typst_string, typst_text};

/// Stands in the text where an answer goes that is not there yet.
pub(super) const ANSWER: &str = "{answer}";

/// What the text of an interview becomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypstBody {
    /// The source.
    pub source: String,
    /// Starts of pieces of the source, each with the bytes of the file that made it.
    pub pieces: Vec<(usize, Range<usize>)>,
}

/// Typst source for the Markdown in `range` of the file.
///
/// Texts are printed as they stand. Headings start at level 2: the title of the
/// document is level 1. Fails with everything that has no place in an interview:
/// pictures, tables, HTML.
pub fn to_typst(file: &Arc<TextFile>, range: Range<usize>) -> Result<TypstBody, Vec<Diagnostic>> {
    let text = &file.text[range.clone()];
    let mut source = String::new();
    let mut pieces = vec![];
    let mut faults = vec![];
    let mut quiet = 0_usize;
    for (event, at) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let unwanted = |what: &str| {
            Diagnostic::error("markdown", format!("{what} cannot stand in an interview"))
                .at(Place::Text {
                    file: file.clone(),
                    range: range.start + at.start..range.start + at.end,
                })
                .hint("take it out: an interview has headings, paragraphs, lists, emphasis, links and quotations")
        };
        pieces.push((source.len(), range.start + at.start..range.start + at.end));
        match event {
            Event::Start(Tag::Image { .. }) => {
                faults.push(unwanted("a picture"));
                quiet += 1;
            }
            Event::End(TagEnd::Image) => quiet -= 1,
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => faults.push(unwanted("HTML")),
            _ if quiet > 0 => {}
            Event::Start(tag) => open(&mut source, &tag),
            Event::End(tag) => close(&mut source, tag),
            Event::Text(text) if text.trim() == ANSWER => {
                source.push_str("#interview-answer-placeholder[]");
            }
            Event::Text(text) => source.push_str(&typst_text(&text)),
            Event::Code(text) => source.push_str(&format!("#raw({});", typst_string(&text))),
            Event::SoftBreak => source.push('\n'),
            Event::HardBreak => source.push_str("#linebreak();"),
            Event::Rule => source.push_str("\n#line(length: 100%)\n"),
            _ => {}
        }
    }
    if faults.is_empty() { Ok(TypstBody { source, pieces }) } else { Err(faults) }
}

fn open(source: &mut String, tag: &Tag) {
    match tag {
        Tag::Heading { level, .. } => {
            let depth = match level {
                HeadingLevel::H1 | HeadingLevel::H2 => 2,
                _ => 3,
            };
            source.push_str(&format!("\n#heading(level: {depth})["));
        }
        Tag::Paragraph => source.push('\n'),
        Tag::BlockQuote(_) => source.push_str("\n#quote(block: true)["),
        Tag::List(Some(start)) => source.push_str(&format!("\n#enum(start: {start}, ")),
        Tag::List(None) => source.push_str("\n#list("),
        Tag::Item => source.push('['),
        Tag::Emphasis => source.push_str("#emph["),
        Tag::Strong => source.push_str("#strong["),
        Tag::Link { dest_url, .. } => {
            source.push_str(&format!("#link({})[", typst_string(dest_url)));
        }
        Tag::CodeBlock(_) => source.push_str("\n#block["),
        _ => {}
    }
}

fn close(source: &mut String, tag: TagEnd) {
    match tag {
        TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::CodeBlock => source.push_str("]\n"),
        TagEnd::Paragraph => source.push('\n'),
        TagEnd::List(_) => source.push_str(")\n"),
        TagEnd::Item => source.push_str("], "),
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => source.push_str("];"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typst(text: &str) -> Result<String, Vec<Diagnostic>> {
        let file = Arc::new(TextFile { path: "a.md".into(), text: text.into() });
        to_typst(&file, 0..text.len()).map(|body| body.source)
    }

    #[test]
    fn every_piece_knows_what_made_it() {
        let text = "x\n# Kop\n\nEen *vraag*.\n";
        let file = Arc::new(TextFile { path: "a.md".into(), text: text.into() });
        let TypstBody { source, pieces } = to_typst(&file, 2..text.len()).unwrap();
        let made_from = |what: &str| {
            let at = source.find(what).unwrap();
            let (_, range) = pieces.iter().rev().find(|(start, _)| *start <= at).unwrap();
            &text[range.clone()]
        };
        assert_eq!(made_from("\"Kop\""), "Kop");
        assert_eq!(made_from("\"vraag\""), "vraag");
        assert_eq!(made_from("\".\""), ".");
    }

    #[test]
    fn text_stands_for_itself() {
        insta::assert_snapshot!(
            typst("# Kop\n\nEen *vraag* over #1 [hier](https://a.nl).\n\n{answer}\n\n- a\n- b_c\n").unwrap(),
            @r##"
        #heading(level: 2)[#"Kop";]

        #"Een ";#emph[#"vraag";];#" over #1 ";#link("https://a.nl")[#"hier";];#".";

        #interview-answer-placeholder[]

        #list([#"a";], [#"b_c";], )
        "##
        );
    }

    #[test]
    fn what_does_not_belong_is_refused() {
        let faults = typst("a\n\n![foto](x.png)\n\n<b>x</b>\n").unwrap_err();
        let shown: Vec<String> =
            faults.iter().map(|fault| format!("{} {}", fault.place, fault.message)).collect();
        assert_eq!(shown[0], "a.md:3:1 a picture cannot stand in an interview");
        assert!(shown[1].starts_with("a.md:5:1 HTML"), "{shown:?}");
    }
}
