//! What the editor wrote of a template: its text without its expressions.

use std::ops::Range;

use crate::diagnostics::TextFile;

use super::Medium;
use super::expression::scan;

/// A template in which expressions are blanked out. Every byte of text stands
/// where it stood, so that places carry over.
pub struct Editorial {
    /// The text. In Typst an expression that prints is a comment which opens with
    /// `/*=`, and any other tag a comment; in HTML they are runs of `\u{1}` and `\u{2}`.
    pub text: String,
    /// Texts that the editor wrote as arguments, such as captions.
    pub arguments: Vec<Range<usize>>,
    /// Blocks in which numbers may stand.
    pub blocks: Vec<Block>,
}

/// A block in which numbers may stand.
pub struct Block {
    /// What it holds.
    pub body: Range<usize>,
    /// The numbers that its claim compares with; `None` for a block `loose`, in
    /// which any number may stand.
    pub bounds: Option<Vec<f64>>,
}

/// Options whose texts are printed as prose.
const PRINTED: [&str; 4] = ["caption", "note", "alt", "units"];

/// Takes the expressions out of a template that is known to be well formed.
pub fn editorial(file: &TextFile, medium: Medium) -> Editorial {
    let source = &file.text;
    let mut found =
        Editorial { text: String::with_capacity(source.len()), arguments: vec![], blocks: vec![] };
    // Blocks that are open: name, end of the tag, bounds of a claim.
    let mut open: Vec<(String, usize, Option<Vec<f64>>)> = vec![];
    let mut at = 0;
    while let Some(start) = source[at..].find("{{").map(|offset| at + offset) {
        found.text.push_str(&source[at..start]);
        if source[..start].ends_with('\\') && !source[..start].ends_with("\\\\") {
            // An expression that is shown, not evaluated.
            found.text.push_str("{{");
            at = start + 2;
            continue;
        }
        let end = tag_end(source, start);
        let tag = &source[start..end];
        let inner = tag.trim_matches(['{', '}', '~']).trim();
        let prints = !inner.starts_with(['#', '/', '^', '!', '>'])
            && inner != "else"
            && !inner.starts_with("else ");
        found.text.push_str(&blank(tag, prints, medium));
        found.arguments.extend(printed(tag, start));
        if let Some(call) = inner.strip_prefix('#') {
            let name = call.split_whitespace().next().unwrap_or_default().to_string();
            open.push((name, end, Some(literals(call))));
        } else if inner.starts_with('/')
            && let Some((name, body, bounds)) = open.pop()
        {
            match name.as_str() {
                "claim" => found.blocks.push(Block { body: body..start, bounds }),
                "loose" => found.blocks.push(Block { body: body..start, bounds: None }),
                _ => {}
            }
        }
        at = end;
    }
    found.text.push_str(&source[at..]);
    found
}

fn tag_end(source: &str, start: usize) -> usize {
    let rest = &source[start..];
    let close = match (rest.starts_with("{{!--"), rest.starts_with("{{!")) {
        (true, _) => "--}}",
        (_, true) => "}}",
        _ => return scan(source, start).range.end.max(start + 2),
    };
    rest.find(close).map_or(source.len(), |at| start + at + close.len())
}

/// As many bytes that are not the editor's text, with the line ends where they were.
fn blank(tag: &str, prints: bool, medium: Medium) -> String {
    match medium {
        Medium::Html => {
            let filler = if prints { '\u{1}' } else { '\u{2}' };
            tag.bytes().map(|byte| if byte == b'\n' { '\n' } else { filler }).collect()
        }
        Medium::Typst => {
            let mark = if prints { '=' } else { ' ' };
            let length = tag.len();
            tag.bytes()
                .enumerate()
                .map(|(index, byte)| match index {
                    0 => '/',
                    1 => '*',
                    2 => mark,
                    _ if index + 2 == length => '*',
                    _ if index + 1 == length => '/',
                    _ if byte == b'\n' => '\n',
                    _ => ' ',
                })
                .collect()
        }
    }
}

/// The texts among the arguments of a tag that are printed as prose.
fn printed(tag: &str, start: usize) -> Vec<Range<usize>> {
    PRINTED
        .iter()
        .filter_map(|option| {
            let open = format!(" {option}=\"");
            let from = tag.find(&open)? + open.len();
            let length = tag[from..].find('"')?;
            Some(start + from..start + from + length)
        })
        .collect()
}

/// The numbers that a call names outside quotes.
fn literals(call: &str) -> Vec<f64> {
    call.split('"')
        .step_by(2)
        .flat_map(|part| part.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')))
        .filter_map(|word| word.parse::<f64>().ok())
        .filter(|number| number.is_finite())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "A {{share \"q\" \"1\"}} b {{!-- 2 }} --}}c\n{{#claim (gt (net \"u\" \"3\") 0.5)}}Meer dan\n\
        de helft{{/claim}} {{#if x}}d{{else}}e{{/if}} {{figure \"q\" caption=\"In 7\"}}\\{{figure caption=\"In 9\"}}{{#loose \"want\"}}acht{{/loose}}";

    #[test]
    fn expressions_are_blanked_and_nothing_moves() {
        let file = TextFile { path: "a".into(), text: TEMPLATE.into() };
        for medium in [Medium::Typst, Medium::Html] {
            let found = editorial(&file, medium);
            assert_eq!(found.text.len(), TEMPLATE.len());
            for part in ["A ", " b ", "c\n", "Meer dan\n", "helft", "acht"] {
                let at = TEMPLATE.find(part).unwrap();
                assert_eq!(&found.text[at..at + part.len()], part);
            }
            assert!(!found.text.contains('q') && !found.text.contains('2'), "{}", found.text);
            assert!(found.text.contains("\\{{figure caption=\"In 9\"}}"), "{}", found.text);
            let captions: Vec<&str> =
                found.arguments.iter().map(|range| &TEMPLATE[range.clone()]).collect();
            assert_eq!(captions, ["In 7"]);
            let [claim, loose] = &found.blocks[..] else { panic!("two blocks") };
            assert_eq!(&TEMPLATE[claim.body.clone()], "Meer dan\nde helft");
            assert_eq!(claim.bounds, Some(vec![0.5]));
            assert_eq!(&TEMPLATE[loose.body.clone()], "acht");
            assert_eq!(loose.bounds, None);
        }
    }
}
