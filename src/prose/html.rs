//! The prose of a web page.

use super::{OTHER, Prose};

/// Elements whose text is not read as prose. Headings may hold numbers.
const SKIPPED: [&str; 12] =
    ["script", "style", "svg", "code", "pre", "head", "h1", "h2", "h3", "h4", "h5", "h6"];
/// Elements within a sentence; all others part it from the next.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "cite", "data", "dfn", "em", "i", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "wbr",
];
/// Attributes that are read aloud.
const READ: [&str; 3] = ["alt", "aria-label", "title"];

/// The prose of an HTML text, in which `\u{1}` stands for what is not the editor's.
pub fn html_prose(text: &str) -> Prose {
    let mut prose = Prose::default();
    let mut skipped: Option<&str> = None;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
        } else if rest.starts_with('<') {
            let end = tag_end(rest);
            let tag = &rest[..end];
            let name = tag.trim_start_matches(['<', '/']);
            let name =
                &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
            let lower = name.to_ascii_lowercase();
            let closes = tag.starts_with("</");
            match skipped {
                Some(open) if closes && open == lower => skipped = None,
                Some(_) => {}
                None => {
                    if !closes {
                        attributes(tag, at, &mut prose);
                        skipped = SKIPPED.iter().find(|it| **it == lower).copied();
                    }
                    if !INLINE.contains(&lower.as_str()) {
                        prose.end(at);
                    }
                }
            }
            at += end;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            if skipped.is_none() {
                characters(&rest[..end], at, &mut prose);
            }
            at += end;
        }
    }
    prose
}

/// The length of a tag, past its `>` outside quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn attributes(tag: &str, at: usize, prose: &mut Prose) {
    for name in READ {
        let pattern = format!(" {name}=\"");
        if let Some(start) = tag.find(&pattern).map(|found| found + pattern.len())
            && let Some(length) = tag[start..].find('"')
        {
            prose.end(at + start);
            characters(&tag[start..start + length], at + start, prose);
            prose.end(at + start + length);
        }
    }
}

fn characters(text: &str, at: usize, prose: &mut Prose) {
    let mut rest = text;
    while !rest.is_empty() {
        let here = at + text.len() - rest.len();
        let plain = rest.find(['&', '\u{1}', '\u{2}', '\n']).unwrap_or(rest.len());
        if plain > 0 {
            prose.push(&rest[..plain], here);
            rest = &rest[plain..];
            continue;
        }
        let (length, character) = match rest.as_bytes()[0] {
            b'&' => match rest.find(';').filter(|end| *end < 12) {
                Some(end) => (end + 1, entity(&rest[1..end])),
                None => (1, Some('&')),
            },
            b'\n' => (1, Some(' ')),
            b'\x01' => (rest.bytes().take_while(|byte| *byte == 1).count(), Some(OTHER)),
            _ => (rest.bytes().take_while(|byte| *byte == 2).count(), None),
        };
        if let Some(character) = character {
            prose.push_char(character, here);
        }
        rest = &rest[length..];
    }
}

/// The character of an entity; what joins words without showing is nothing.
fn entity(name: &str) -> Option<char> {
    match name {
        "NoBreak" | "shy" | "zwj" | "zwnj" => None,
        "nbsp" | "ensp" | "emsp" | "thinsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        _ => match name.strip_prefix('#').map(|code| match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => code.parse().ok(),
        }) {
            Some(Some(code)) => char::from_u32(code),
            _ => Some(OTHER),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_what_is_read_aloud() {
        let html = "<h2>Vijf</h2>\n<p class=\"n12\">Van <b>\u{1}\u{1}</b> &amp; 13&nbsp;e-&NoBreak;mails</p>\
                    <svg viewBox=\"0 0 5 4\"><text>7</text></svg><img alt=\"In vier getallen\">";
        let prose = html_prose(html);
        let expected = format!("Van {OTHER} & 13 e-mails\nIn vier getallen\n");
        assert_eq!(prose.text().trim_start(), expected);
        let at = prose.text().find("13").unwrap();
        assert_eq!(&html[prose.place(at..at + 2)], "13");
        let at = prose.text().find("vier").unwrap();
        assert_eq!(&html[prose.place(at..at + 4)], "vier");
    }
}
