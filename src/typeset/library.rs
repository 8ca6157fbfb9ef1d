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

/// What marks a claim that does not hold, in Dutch and English.
pub const UNTRUE_CLAIM: [&str; 2] = ["(klopt niet)", "(not true)"];

/// What marks every page of a draft, in Dutch and English.
pub const DRAFT_PAGE: [&str; 2] = ["Concept: niet alles klopt", "Draft: not everything is true"];

/// Writes `/drukpers.typ`: `theme`, `publication`, `attachments` and `fact`; with
/// `account`, numbers are links into the account of numbers, which [`ACCOUNT`] prints.
///
/// Keys are printed in the order in which they are given. Texts are data:
/// whatever characters they hold, they are printed as they stand.
pub fn drukpers_library<'a>(
    theme: impl IntoIterator<Item = (&'a str, LibraryValue)>,
    publication: impl IntoIterator<Item = (&'a str, LibraryValue)>,
    attachments: &[Attachment],
    account: bool,
) -> String {
    let attachments = attachments.iter().map(|attachment| {
        let parts = [&attachment.path, &attachment.description, &attachment.mime];
        LibraryValue::List(parts.into_iter().cloned().map(LibraryValue::Text).collect())
    });
    let mut source = String::new();
    write_dictionary(&mut source, "theme", theme);
    write_dictionary(&mut source, "publication", publication);
    let mut write_list = |name: &str, values: Vec<LibraryValue>| {
        let _ = write!(source, "#let {name} = ");
        write_value(&mut source, &LibraryValue::List(values));
        source.push('\n');
    };
    write_list("attachments", attachments.collect());
    for (name, marks) in [("untrue-claim", UNTRUE_CLAIM), ("draft-page", DRAFT_PAGE)] {
        write_list(name, marks.map(|mark| LibraryValue::Text(mark.into())).into());
    }
    // The printed text itself is the marker: each glyph remembers the call that
    // it came from, and `positions` reads that back from the finished pages.
    source.push_str("#let fact(id, text) = text\n");
    source.push_str(if account { LINKED } else { UNLINKED });
    source.push_str(FUNCTIONS);
    source
}

/// A number that stands in no account.
const UNLINKED: &str = "#let traced(id, body) = body\n";

/// A number that leads to its line in the account. One that shows again in a list of
/// headings or a running header is no link: it would be a link within a link, or
/// within a decoration, which PDF/UA forbids.
const LINKED: &str = r##"#let repeated-numbers = json("/repeated-numbers.json")
#let traced(id, body) = if id in repeated-numbers { body } else {
  link(label("number " + id), body)
}
"##;

/// `/account.typ`: prints the account of numbers in `/account.json` as the theme
/// wants it. The number of a line is what links lead to, its pages lead back.
pub const ACCOUNT: &str = r##"#import "/drukpers.typ": *
#import "/theme.typ": *
#let account = json("/account.json")
#let target(id) = [#metadata(none)#label("number " + id)]
#account.unprinted.map(target).join()
#let back(it) = link((page: it.page, x: it.x * 1pt, y: it.y * 1pt), it.label)
#number-account((
  ..account,
  groups: account.groups.map(group => (
    ..group,
    rows: group.rows.map(row => (
      ..row,
      number: row.ids.map(target).join() + [#row.number],
      pages: row.places.map(back).join[, ],
      cells: row.cells.map(it => box(text(hyphenate: false, it))).join[, ],
    )),
  )),
))
"##;

/// How a quotation and the account of numbers look unless the theme says otherwise, and
/// what marks a draft: the text of a claim that does not hold, and every page.
const FUNCTIONS: &str = r##"#let dutch = publication.at("language", default: "nl").starts-with("nl")
#let in-language(words) = words.at(if dutch { 0 } else { 1 })
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
  draft-text(size: 0.7em, [ #in-language(untrue-claim)])
}
#let draft-mark() = pdf.artifact(place(top + center, dy: 5mm, box(
  fill: white,
  inset: 3pt,
  draft-text(size: 9pt, in-language(draft-page)),
)))
#let account-table(heads, rows, size: 6.8pt) = {
  set text(size: size, number-width: "tabular", hyphenate: true)
  set par(leading: 0.45em, justify: false)
  let rule = 0.4pt + theme.at("rule", default: gray)
  let quiet(body) = text(fill: theme.at("muted", default: luma(35%)), body)
  table(
    columns: (auto, 3.6em, 5em, 1fr, auto, auto, auto),
    align: (x, y) => if x in (1, 2, 3) { left } else { right },
    inset: (x: 2.5pt, y: 2.6pt),
    stroke: (x, y) => (bottom: rule),
    table.header(..(
      heads.number, heads.pages, heads.printed, heads.meaning, heads.value, heads.n, heads.base,
    ).map(head => text(weight: 600, head))),
    ..rows.map(row => (
      pdf.header-cell(scope: "row", quiet(row.number)),
      row.pages,
      text(weight: 600, hyphenate: false, row.printed),
      { row.meaning; h(1em, weak: true); quiet(row.cells) },
      row.value,
      row.n,
      row.base,
    )).flatten(),
  )
}
#let number-account(account) = {
  pagebreak(weak: true)
  heading(level: 1, account.title)
  account.introduction
  parbreak()
  for group in account.groups {
    if group.title != none { block(above: 2em, below: 0.8em, sticky: true, strong(group.title)) }
    account-table(account.heads, group.rows)
  }
}
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
            false,
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
        #let untrue-claim = ("(klopt niet)", "(not true)", )
        #let draft-page = ("Concept: niet alles klopt", "Draft: not everything is true", )
        #let fact(id, text) = text
        #let traced(id, body) = body
        "##);
    }
}
