//! What is wrong with a template that Handlebars cannot read, in words and at
//! the place where the author went wrong: its parser only tells where it gave up.

use std::ops::Range;
use std::sync::Arc;

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

/// What is wrong, as far as it can be told; empty when braces, quotation marks,
/// brackets and blocks are all in order.
pub(super) fn faults(file: &Arc<TextFile>) -> Vec<Diagnostic> {
    let text = &file.text;
    let mut faults = vec![];
    let mut report = |range: Range<usize>, message: String, hint: String| {
        let place = Place::Text { file: file.clone(), range };
        faults.push(Diagnostic::error("template-syntax", message).at(place).hint(hint));
    };
    let mut open: Vec<Tag> = vec![];
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
                report(range, message.into(), hint.into());
                continue;
            }
        };
        at = tag.range.end;
        match tag.kind {
            Kind::Open => open.push(tag),
            Kind::Else if open.is_empty() => report(
                tag.range,
                "`{{else}}` stands outside every block".into(),
                "it stands between `{{#if …}}` and `{{/if}}`".into(),
            ),
            Kind::Close => match open.last() {
                Some(last) if last.name == tag.name => drop(open.pop()),
                Some(last) if open.iter().all(|it| it.name != tag.name) => {
                    let (opened, closed) = (last.name, tag.name);
                    report(
                        tag.range,
                        format!("`{{{{#{opened}}}}}` is closed by `{{{{/{closed}}}}}`"),
                        format!("close it with `{{{{/{opened}}}}}`"),
                    );
                    open.pop();
                }
                // A block within was left open: it is told at its own place.
                Some(_) => {
                    while let Some(inner) = open.pop()
                        && inner.name != tag.name
                    {
                        unclosed(&inner, &mut report);
                    }
                }
                None => report(
                    tag.range,
                    format!("`{{{{/{}}}}}` closes no block", tag.name),
                    format!("open it with `{{{{#{} …}}}}`, or take it out", tag.name),
                ),
            },
            Kind::Else | Kind::Other => {}
        }
    }
    for tag in &open {
        unclosed(tag, &mut report);
    }
    faults.sort_by_key(Diagnostic::offset);
    faults
}

fn unclosed(tag: &Tag, report: &mut dyn FnMut(Range<usize>, String, String)) {
    report(
        tag.range.clone(),
        format!("the block `{}` is not closed", tag.name),
        format!("close it with `{{{{/{}}}}}`", tag.name),
    );
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
    let name = rest.split([' ', '\n', '\t', '~']).next().unwrap_or("");
    Ok(Tag { range: start..at, kind, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let file = Arc::new(TextFile { path: "a".into(), text: text.into() });
        faults(&file).iter().map(|fault| format!("{} {}", fault.place, fault.message)).collect()
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
            told("{{a \"b}}\n{{#if (c}}\n{{#x}}{{#y}}{{/x}}\n{{/z}}\n{{}} {{a b)}} {{else}}\n{{q"),
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
}
