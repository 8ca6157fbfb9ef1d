//! Charts within a web page: an SVG file as an element of HTML.

use std::borrow::Cow;
use std::fmt::Display;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, Writer};

/// Elements that would act on the whole page or load something.
const REFUSED: [&str; 4] = ["foreignObject", "image", "script", "style"];

/// The `svg` element of an SVG file, without the prologue that HTML does not
/// allow. Every `id` gets `name` in front, so that two charts in one page do not
/// take each other's clip paths and patterns. Fails with the reason, as the end
/// of a sentence, on what has no place in a page.
pub(super) fn svg_element(svg: &str, name: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(svg);
    let mut writer = Writer::new(vec![]);
    let mut open = 0usize;
    let mut elements = 0usize;
    loop {
        let event = match reader.read_event().map_err(malformed)? {
            Event::Start(element) => {
                open += 1;
                elements += 1;
                Event::Start(renamed(&element, name)?)
            }
            Event::Empty(element) => {
                elements += 1;
                Event::Empty(renamed(&element, name)?)
            }
            Event::End(element) => {
                open = open.saturating_sub(1);
                Event::End(element)
            }
            Event::Eof => break,
            // What stands outside the element: declarations, comments, line ends.
            _ if open == 0 => continue,
            Event::Comment(_) | Event::PI(_) => continue,
            inside => inside,
        };
        writer.write_event(event).map_err(malformed)?;
    }
    if open > 0 {
        return Err(malformed("an element is not closed"));
    }
    let element = String::from_utf8(writer.into_inner()).map_err(malformed)?;
    if elements == 0 || !element.starts_with("<svg") {
        return Err("it has no `svg` element".into());
    }
    Ok(element)
}

/// The opening tag with its names put under `name`.
fn renamed(element: &BytesStart, name: &str) -> Result<BytesStart<'static>, String> {
    let tag = element.name().as_ref().to_string();
    if REFUSED.contains(&tag.as_str()) {
        return Err(format!("it has a `{tag}` element"));
    }
    let mut renamed = BytesStart::new(tag);
    for attribute in element.attributes() {
        let attribute = attribute.map_err(malformed)?;
        let key = attribute.key.as_ref();
        let value = attribute.value.as_ref();
        let value = match key {
            _ if key.starts_with("on") => return Err(format!("it has an `{key}` attribute")),
            "id" => format!("{name}-{value}"),
            "href" | "xlink:href" => match value.strip_prefix('#') {
                Some(target) => format!("#{name}-{target}"),
                None => return Err(format!("it refers to `{value}`")),
            },
            "aria-labelledby" | "aria-describedby" => {
                let targets: Vec<String> =
                    value.split_whitespace().map(|target| format!("{name}-{target}")).collect();
                targets.join(" ")
            }
            _ => value.replace("url(#", &format!("url(#{name}-")),
        };
        // The value is escaped already; only its quotes may change.
        let value = Cow::Owned(value.replace('"', "&quot;"));
        renamed.push_attribute(Attribute { key: QName(key), value });
    }
    Ok(renamed)
}

fn malformed(cause: impl Display) -> String {
    format!("it is not well-formed XML ({cause})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_keep_their_names_apart() {
        let svg = "<?xml version=\"1.0\"?>\n<!-- made --><svg xmlns=\"http://www.w3.org/2000/svg\" \
                   viewBox='0 0 1 1'><clipPath id=\"c\"><path d=\"M0 0\"/></clipPath>\
                   <g clip-path=\"url(#c)\" aria-labelledby='c d'><use href=\"#c\"/>\
                   <text data-a='\"&amp;'>a &lt; b &amp; c</text></g></svg>\n";
        insta::assert_snapshot!(svg_element(svg, "u01").unwrap(), @r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><clipPath id="u01-c"><path d="M0 0"/></clipPath><g clip-path="url(#u01-c)" aria-labelledby="u01-c u01-d"><use href="#u01-c"/><text data-a="&quot;&amp;">a &lt; b &amp; c</text></g></svg>"##);
    }

    #[test]
    fn what_would_act_on_the_page_is_refused() {
        let reason = |body: &str| svg_element(&format!("<svg>{body}</svg>"), "u01").unwrap_err();
        assert_eq!(reason("<script/>"), "it has a `script` element");
        assert_eq!(reason("<style>p {}</style>"), "it has a `style` element");
        assert_eq!(reason("<g onload='x'/>"), "it has an `onload` attribute");
        assert_eq!(
            reason("<use href='https://example.org/a#b'/>"),
            "it refers to `https://example.org/a#b`"
        );
        assert!(reason("<g>").starts_with("it is not well-formed XML"));
        assert!(svg_element("<svg>", "u01").unwrap_err().starts_with("it is not well-formed XML"));
        assert_eq!(svg_element("", "u01").unwrap_err(), "it has no `svg` element");
        assert_eq!(svg_element("<g/>", "u01").unwrap_err(), "it has no `svg` element");
    }
}
