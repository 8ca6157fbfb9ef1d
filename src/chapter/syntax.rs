//! What is wrong with a template that Handlebars cannot read, in words and at
//! the place where the author went wrong: its parser only tells where it gave up.

use std::ops::Range;
use std::sync::Arc;

use handlebars::Template;

use crate::diagnostics::{Diagnostic, Place, TextFile};

/// A tag from `{{` to `}}`.
struct Tag<'a> {
    range: Range<usize>,
    kind: Kind,
    /// The first word: the name of a block or a helper.
    name: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `{{#name`
    Open,
    /// `{{/name`
    Close,
    /// `{{else`, `{{^}}`
    Else,
    Other,
}

/// A block that is open, and the tags that make no sense without it.
struct Block<'a> {
    name: &'a str,
    /// Where it is opened; `None` when that tag is at fault itself.
    range: Option<Range<usize>>,
    elses: Vec<Range<usize>>,
}

/// What is wrong with a template.
pub(super) struct Examined {
    /// What is wrong, as far as it can be told; empty when braces, quotation marks,
    /// brackets and blocks are all in order.
    pub(super) faults: Vec<Diagnostic>,
    /// The text without tags at fault, every other tag in its place: for finding what
    /// else is wrong. A block that is not closed is a call there.
    pub(super) rest: String,
    /// Whether names may stand for other things than their author meant, for want of a block.
    pub(super) in_blocks: bool,
}

/// Looks for what is wrong.
pub(super) fn examine(file: &Arc<TextFile>) -> Examined {
    let text = &file.text;
    let mut faults = vec![];
    let mut report = |range: Range<usize>, message: String, hint: String| {
        let place = Place::Text { file: file.clone(), range };
        faults.push(Diagnostic::error("template-syntax", message).at(place).hint(hint));
    };
    let mut rest = Rest { text: text.clone().into_bytes(), in_blocks: false };
    let mut open: Vec<Block> = vec![];
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|found| at + found) {
        if text[..start].ends_with('\\') {
            at = start + 2;
            continue;
        }
        if let Some(end) = comment(text, start) {
            at = end;
            continue;
        }
        let tag = match tag(text, start) {
            Ok(tag) => tag,
            Err((range, message, hint)) => {
                at = range.end.max(start + 2);
                rest.blank(start..end_of_broken(text, at));
                let block = text[start..].trim_start_matches(['{', '~']).strip_prefix('#');
                open.extend(block.map(|block| Block {
                    name: first_word(block.trim_start_matches(['>', '*']).trim_start()),
                    range: None,
                    elses: vec![],
                }));
                report(range, message.into(), hint.into());
                continue;
            }
        };
        at = tag.range.end;
        let mut tag = tag;
        if let Some((message, hint)) = expression(&text[tag.range.clone()], &tag) {
            rest.blank(tag.range.clone());
            report(tag.range.clone(), message, hint);
            match tag.kind {
                Kind::Open => {
                    open.push(Block { name: tag.name, range: None, elses: vec![] });
                    continue;
                }
                _ => tag.kind = Kind::Other,
            }
        }
        match tag.kind {
            Kind::Open => {
                open.push(Block { name: tag.name, range: Some(tag.range), elses: vec![] });
            }
            Kind::Else => match open.last_mut() {
                Some(block) => block.elses.push(tag.range),
                None => {
                    rest.blank(tag.range.clone());
                    report(
                        tag.range,
                        "`{{else}}` stands outside every block".into(),
                        "it stands between `{{#if …}}` and `{{/if}}`".into(),
                    );
                }
            },
            Kind::Close if open.iter().any(|block| block.name == tag.name) => {
                while let Some(block) = open.pop() {
                    if block.name != tag.name {
                        // It was left open: it is told at its own place.
                        unclosed(block, &mut rest, &mut report);
                        continue;
                    }
                    if block.range.is_none() {
                        rest.blank(tag.range.clone());
                        rest.open(&block);
                    }
                    break;
                }
            }
            Kind::Close => {
                rest.blank(tag.range.clone());
                let closed = tag.name;
                if let Some(last) = open.pop_if(|block| block.range.is_some()) {
                    rest.open(&last);
                    report(
                        tag.range,
                        format!("`{{{{#{}}}}}` is closed by `{{{{/{closed}}}}}`", last.name),
                        format!("close it with `{{{{/{}}}}}`", last.name),
                    );
                } else {
                    report(
                        tag.range,
                        format!("`{{{{/{closed}}}}}` closes no block"),
                        format!("open it with `{{{{#{closed} …}}}}`, or take it out"),
                    );
                }
            }
            Kind::Other => {}
        }
    }
    for block in open {
        unclosed(block, &mut rest, &mut report);
    }
    faults.sort_by_key(Diagnostic::offset);
    let Rest { text, in_blocks } = rest;
    Examined { faults, rest: String::from_utf8(text).unwrap_or_default(), in_blocks }
}

/// What is wrong with the words of a tag whose braces, marks and brackets are in order.
fn expression(text: &str, tag: &Tag) -> Option<(String, String)> {
    let inside = text.trim_matches(['{', '}', '~']).trim_start();
    let alone = match tag.kind {
        Kind::Open
            if !inside.starts_with(['^'])
                && !inside.starts_with("#>")
                && !inside.starts_with("#*") =>
        {
            format!("{text}{{{{/{}}}}}", tag.name)
        }
        Kind::Other => text.to_string(),
        _ => return None,
    };
    let error = Template::compile(&alone).err()?;
    let (message, hint) = super::expression_fault(error.reason())?;
    Some((message, hint.into()))
}

/// Tells that a block is not closed, unless what opens it is at fault itself.
fn unclosed(block: Block, rest: &mut Rest, report: &mut dyn FnMut(Range<usize>, String, String)) {
    rest.open(&block);
    if let Some(range) = block.range {
        let name = block.name;
        let hint = format!("close it with `{{{{/{name}}}}}`");
        report(range, format!("the block `{name}` is not closed"), hint);
    }
}

/// The text of a template without what is wrong.
struct Rest {
    text: Vec<u8>,
    in_blocks: bool,
}

impl Rest {
    /// Puts blanks in a range; lines stay lines.
    fn blank(&mut self, range: Range<usize>) {
        self.text[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }

    /// Makes a call of what opens a block, and takes out what belongs to the block.
    fn open(&mut self, block: &Block) {
        // A test decides whether its text stands there, and not what names mean in it.
        self.in_blocks |= !matches!(block.name, "if" | "unless" | "claim" | "loose" | "figure");
        for range in &block.elses {
            self.blank(range.clone());
        }
        let Some(range) = &block.range else { return };
        let tag = &self.text[range.clone()];
        let names = tag.windows(4).any(|part| part == b"as |");
        match tag.iter().position(|byte| *byte == b'#') {
            Some(at) if !names && !matches!(tag.get(at + 1), Some(b'>' | b'*')) => {
                self.text[range.start + at] = b' ';
            }
            _ => self.blank(range.clone()),
        }
    }
}

/// The end of a tag at fault: its braces, or what the next tag or line begins with.
fn end_of_broken(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let line = rest.find('\n').unwrap_or(rest.len());
    let next = rest[..line].find("{{").unwrap_or(line);
    let close = rest[..next]
        .find("}}")
        .map(|found| found + rest[found..].find(|c| c != '}').unwrap_or(rest.len() - found));
    at + close.unwrap_or(next)
}

/// The first word of a tag.
fn first_word(text: &str) -> &str {
    text.split([' ', '\n', '\t', '~', '}', '(']).next().unwrap_or("")
}

/// The end of the comment that starts here, if one does.
fn comment(text: &str, start: usize) -> Option<usize> {
    let rest = text[start + 2..].trim_start_matches('~');
    let close = if rest.starts_with("!--") {
        "--}}"
    } else if rest.starts_with('!') {
        "}}"
    } else {
        return None;
    };
    Some(text[start..].find(close).map_or(text.len(), |at| start + at + close.len()))
}

/// A fault of a tag: its place, what is wrong, the remedy.
type Wrong = (Range<usize>, &'static str, &'static str);

/// The tag that starts here.
fn tag(text: &str, start: usize) -> Result<Tag<'_>, Wrong> {
    let bytes = text.as_bytes();
    let mut at = start;
    while bytes.get(at) == Some(&b'{') {
        at += 1;
    }
    let inside = at;
    let mut brackets = vec![];
    loop {
        match bytes.get(at) {
            Some(b'}') if bytes.get(at + 1) == Some(&b'}') => break,
            Some(quote @ (b'"' | b'\'')) => {
                let opened = at;
                at += 1;
                while bytes.get(at).is_some_and(|next| next != quote && *next != b'\n') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                if bytes.get(at) != Some(quote) {
                    return Err((
                        opened..opened + 1,
                        "this quotation mark is not closed",
                        "each text stands between two of them: `\"q1\" \"ja\"`",
                    ));
                }
            }
            Some(b'(') => brackets.push(at),
            Some(b')') => {
                if brackets.pop().is_none() {
                    return Err((
                        at..at + 1,
                        "this bracket closes nothing",
                        "take it out, or open it before the call",
                    ));
                }
            }
            None | Some(b'{') => {
                return Err((start..inside, "these braces are not closed", "close them with `}}`"));
            }
            Some(_) => {}
        }
        at += 1;
    }
    if let Some(&bracket) = brackets.last() {
        return Err((
            bracket..bracket + 1,
            "this bracket is not closed",
            "close it with `)` behind the last argument of the call",
        ));
    }
    let content = text[inside..at].trim_matches('~').trim();
    if content.is_empty() {
        return Err((start..at + 2, "there is nothing between these braces", "take them out"));
    }
    while bytes.get(at) == Some(&b'}') {
        at += 1;
    }
    let (kind, rest) = match content.as_bytes()[0] {
        b'#' => (Kind::Open, content[1..].trim_start_matches(['>', '*']).trim_start()),
        b'/' => (Kind::Close, content[1..].trim_start()),
        b'^' => {
            (if content.len() > 1 { Kind::Open } else { Kind::Else }, content[1..].trim_start())
        }
        _ if content == "else" || content.starts_with("else ") => (Kind::Else, content),
        _ => (Kind::Other, content),
    };
    Ok(Tag { range: start..at, kind, name: first_word(rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let file = Arc::new(TextFile { path: "a".into(), text: text.into() });
        let faults = examine(&file).faults;
        faults.iter().map(|fault| format!("{} {}", fault.place, fault.message)).collect()
    }

    #[test]
    fn what_is_in_order_has_no_faults() {
        let text = "{{#if (gt 1 2)}}a{{else if (b \"}}\")}}{{^}}{{/if}} {{{x}}} {{!-- {{ --}} {{! ' }} \\{{";
        assert_eq!(told(text), [""; 0]);
        assert_eq!(told("{{~#each a as |b|~}}{{> p x=1}}{{#> q}}{{/q}}{{~/each~}}"), [""; 0]);
    }

    #[test]
    fn all_faults_are_told_at_their_own_place() {
        assert_eq!(
            told(
                "{{a \"b}}\n{{#if (c}}{{/if}}\n{{#x}}{{#y}}{{/x}}\n{{/z}}\n{{}} {{a b)}} {{else}}\n{{q"
            ),
            [
                "a:1:5 this quotation mark is not closed",
                "a:2:7 this bracket is not closed",
                "a:3:7 the block `y` is not closed",
                "a:4:1 `{{/z}}` closes no block",
                "a:5:1 there is nothing between these braces",
                "a:5:11 this bracket closes nothing",
                "a:5:15 `{{else}}` stands outside every block",
                "a:6:1 these braces are not closed",
            ]
        );
    }

    #[test]
    fn what_follows_a_broken_tag_is_told_no_more() {
        assert_eq!(told("{{#if (a}} b {{else}} c {{/if}}"), ["a:1:7 this bracket is not closed"]);
        assert_eq!(told("{{#each (a}} {{b}}"), ["a:1:9 this bracket is not closed"]);
    }

    #[test]
    fn the_rest_holds_every_other_tag_in_its_place() {
        let rest = |text: &str| {
            let file = Arc::new(TextFile { path: "a".into(), text: text.into() });
            examine(&file).rest
        };
        assert_eq!(rest("é {{a \"b}} {{c}}"), "é          {{c}}");
        assert_eq!(rest("{{#if (a)}} {{b}} {{else}} {{c}}"), "{{ if (a)}} {{b}}          {{c}}");
        assert_eq!(rest("{{#x}}{{#y z}}{{/x}}"), "{{#x}}{{ y z}}{{/x}}");
        assert_eq!(
            rest("{{#each a as |b|}}{{/if}}"),
            " ".repeat("{{#each a as |b|}}{{/if}}".len())
        );
        assert_eq!(rest("{{a {{b}}"), "    {{b}}");
        assert_eq!(rest("{{#if (a}}b{{/if}}{{/c}}"), "          b             ");
    }
}
