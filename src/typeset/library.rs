//! `/drukpers.typ`: what templates and the theme get from the tool.

use std::fmt::Write;

use crate::escape::typst_string;

/// A value of the manifest, as it is written in Typst.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LibraryValue {
    /// A colour in hexadecimal notation, such as `#0b5d78`.
    Colour(String),
    /// Any text.
    Text(String),
    /// A length as Typst writes it, such as `210mm`.
    Length(String),
    /// Several values in order.
    List(Vec<LibraryValue>),
    /// Several values by name.
    Dictionary(Vec<(&'static str, LibraryValue)>),
    /// What was not given.
    Nothing,
}

/// A file that is attached to the whole document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attachment {
    /// Absolute virtual path, such as `/facts.json`.
    pub path: String,
    /// What the file holds, for the reader of the PDF.
    pub description: String,
    /// Media type, such as `application/json`.
    pub mime: String,
}

/// Writes `/drukpers.typ`: `theme`, `publication`, `attachments` and `fact`.
///
/// Keys are printed in the order in which they are given. Texts are data:
/// whatever characters they hold, they are printed as they stand.
pub fn drukpers_library<'a>(
    theme: impl IntoIterator<Item = (&'a str, LibraryValue)>,
    publication: impl IntoIterator<Item = (&'a str, LibraryValue)>,
    attachments: &[Attachment],
) -> String {
    let attachments = attachments.iter().map(|attachment| {
        let parts = [&attachment.path, &attachment.description, &attachment.mime];
        LibraryValue::List(parts.into_iter().cloned().map(LibraryValue::Text).collect())
    });
    let mut source = String::new();
    write_dictionary(&mut source, "theme", theme);
    write_dictionary(&mut source, "publication", publication);
    source.push_str("#let attachments = ");
    write_value(&mut source, &LibraryValue::List(attachments.collect()));
    // The printed text itself is the marker: each glyph remembers the call that
    // it came from, and `positions` reads that back from the finished pages.
    source.push_str("\n#let fact(id, text) = text\n");
    source.push_str(FUNCTIONS);
    source
}

/// How a quotation looks unless the theme says otherwise, and what marks a draft:
/// the text of a claim that does not hold, and every page.
const FUNCTIONS: &str = r##"#let dutch = publication.at("language", default: "nl").starts-with("nl")
#let draft-text(..arguments, body) = text(
  font: theme.at("sans", default: "Source Sans 3"),
  fill: rgb("#a3001c"),
  weight: 600,
  ..arguments,
  body,
)
#let interview-quote(body, people: [], place: [], href: none) = {
  let from = (people, place).filter(it => it != []).join(", ")
  let from = if href != none and from != none { link(href, from) } else { from }
  quote(block: true, attribution: from, body)
}
#let failed-claim(body) = {
  highlight(fill: rgb("#ffd866"), body)
  draft-text(size: 0.7em, if dutch [ (klopt niet)] else [ (not true)])
}
#let draft-mark() = pdf.artifact(place(top + center, dy: 5mm, box(
  fill: white,
  inset: 3pt,
  draft-text(size: 9pt, if dutch [Concept: niet alles klopt] else [Draft: not everything is true]),
)))
"##;

fn write_dictionary<'a>(
    source: &mut String,
    name: &str,
    entries: impl IntoIterator<Item = (&'a str, LibraryValue)>,
) {
    // The colon makes it a dictionary, even when it holds nothing.
    let _ = writeln!(source, "#let {name} = (:");
    for (key, value) in entries {
        source.push_str("  ");
        write_entry(source, key, &value);
        source.push_str(",\n");
    }
    source.push_str(")\n");
}

fn write_entry(source: &mut String, key: &str, value: &LibraryValue) {
    source.push_str(&typst_string(key));
    source.push_str(": ");
    write_value(source, value);
}

fn write_value(source: &mut String, value: &LibraryValue) {
    match value {
        LibraryValue::Colour(colour) => {
            source.push_str("rgb(");
            source.push_str(&typst_string(colour));
            source.push(')');
        }
        LibraryValue::Text(text) => source.push_str(&typst_string(text)),
        LibraryValue::Length(length) => source.push_str(length),
        LibraryValue::Nothing => source.push_str("none"),
        LibraryValue::Dictionary(entries) => {
            source.push_str("(:");
            for (key, value) in entries {
                source.push(' ');
                write_entry(source, key, value);
                source.push(',');
            }
            source.push(')');
        }
        LibraryValue::List(values) => {
            source.push('(');
            for value in values {
                write_value(source, value);
                source.push_str(", ");
            }
            source.push(')');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_data_whatever_they_hold() {
        let source = drukpers_library(
            [
                ("accent", LibraryValue::Colour("#0b5d78".into())),
                ("logo", LibraryValue::Nothing),
                (
                    "page",
                    LibraryValue::Dictionary(vec![
                        ("width", LibraryValue::Length("210mm".into())),
                        ("height", LibraryValue::Length("297mm".into())),
                    ]),
                ),
            ],
            [
                ("title", LibraryValue::Text("Een \"titel\" met \\ #strong[x]\nen meer".into())),
                ("authors", LibraryValue::List(vec![LibraryValue::Text("A".into())])),
            ],
            &[Attachment {
                path: "/facts.json".into(),
                description: "Alle cijfers".into(),
                mime: "application/json".into(),
            }],
        );
        let (source, _) = source.split_once(FUNCTIONS).unwrap();
        insta::assert_snapshot!(source, @r##"
        #let theme = (:
          "accent": rgb("#0b5d78"),
          "logo": none,
          "page": (: "width": 210mm, "height": 297mm,),
        )
        #let publication = (:
          "title": "Een \"titel\" met \\ #strong[x]\nen meer",
          "authors": ("A", ),
        )
        #let attachments = (("/facts.json", "Alle cijfers", "application/json", ), )
        #let fact(id, text) = text
        "##);
    }
}
