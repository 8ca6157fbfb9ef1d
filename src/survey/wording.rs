//! The wording of questions and options, as people read it.

use std::borrow::Cow;

use quick_xml::escape::{resolve_predefined_entity, unescape_with};

/// Elements that survey programs put in wordings; those that begin a new line are
/// read as a space.
const INLINE: [&str; 14] = [
    "a", "b", "big", "em", "font", "i", "label", "mark", "small", "span", "strong", "sub", "sup",
    "u",
];
const LINES: [&str; 16] = [
    "br", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
    "section", "ul",
];

/// A wording without the HTML that survey programs export along with it, and with
/// single spaces. What is no such markup stays: `< 5 years`, `R&D`.
pub(super) fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        kept.push_str(before);
        match element(tag) {
            Some((length, gap)) => {
                kept.push_str(gap);
                rest = &tag[length..];
            }
            None => {
                kept.push('<');
                rest = &tag[1..];
            }
        }
    }
    kept.push_str(rest);
    let resolve = |name: &str| match name {
        "nbsp" => Some(" "),
        _ => resolve_predefined_entity(name),
    };
    // An ampersand that begins no entity means itself, and so then do all.
    let text = unescape_with(&kept, resolve).unwrap_or(Cow::Borrowed(&kept));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The length of the tag at the start of the text, and what it is read as.
fn element(text: &str) -> Option<(usize, &'static str)> {
    let inner = text.strip_prefix('<')?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let (name, mut rest) = inner.split_at(inner.find(|it: char| !it.is_ascii_alphanumeric())?);
    let name = name.to_ascii_lowercase();
    let gap = if INLINE.contains(&&*name) {
        ""
    } else if LINES.contains(&&*name) {
        " "
    } else {
        return None;
    };
    loop {
        let next = rest.trim_start();
        if let Some(after) = next.strip_prefix("/>").or_else(|| next.strip_prefix('>')) {
            return Some((text.len() - after.len(), gap));
        }
        // What stands apart from the name and is no attribute makes it no tag: `a<b and c>d`.
        if next.len() == rest.len() {
            return None;
        }
        rest = attribute(next)?;
    }
}

/// What follows the attribute at the start of the text, which has a value.
fn attribute(text: &str) -> Option<&str> {
    let is_of_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | ':' | '_');
    let end = text.find(|it| !is_of_name(it)).filter(|end| *end > 0)?;
    let value = text[end..].trim_start().strip_prefix('=')?.trim_start();
    match value.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split_once(value.chars().next()?).map(|(_, rest)| rest),
        None => {
            let end = value.find(|it: char| it.is_whitespace() || it == '>')?;
            (end > 0).then(|| &value[end..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_goes_and_signs_stay() {
        let told = [
            (
                "<span style=\"font-size:19px;\"><strong>No&nbsp;harm</strong></span> at all",
                "No harm at all",
            ),
            ("One line<br/>and the next<p>and one</p>", "One line and the next and one"),
            ("< 5 years or > 10 years", "< 5 years or > 10 years"),
            ("R&D, and AT&amp;T", "R&D, and AT&amp;T"),
            ("AT&amp;T", "AT&T"),
            ("<name> of the child", "<name> of the child"),
            ("  two\n words ", "two words"),
            ("ends with <b", "ends with <b"),
            ("Income a<b and c>d", "Income a<b and c>d"),
            ("a < b > c, a <b, c> d", "a < b > c, a <b, c> d"),
            ("a<b=c>d and <b = 3", "a<b=c>d and <b = 3"),
            (
                "<A HREF='x' target=_blank>Here</A>, <font color = \"red\" size=2>red</font>",
                "Here, red",
            ),
            ("<img alt=\"a > b\" src='c'/>Picture<br /><hr>", "Picture"),
            ("<h7>No</h7> heading, H<sub>2</sub>O", "<h7>No</h7> heading, H2O"),
            ("<b title=\"open>never closed", "<b title=\"open>never closed"),
        ];
        for (text, expected) in told {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
