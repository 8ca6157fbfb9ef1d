//! The finished picture, read back as the printer reads it: by usvg, with the
//! project's fonts and no others.

use std::sync::Arc;

use usvg::{FontFamily, Node, Options, Tree, roxmltree};

use super::fault::ChartFault;
use super::text::{FontSet, shorten};

/// Reads a picture back and proves that nothing of it gets lost in print: each
/// family is there, each text arrives whole and with a glyph for every
/// character, and every coordinate is a number. Returns all faults.
///
/// usvg drops what it does not understand without a word, so this holds for
/// pictures by other hands too.
pub fn check(svg: &str, fonts: &FontSet) -> Result<(), Vec<ChartFault>> {
    let tree = parse(svg, fonts).map_err(|fault| vec![fault])?;
    check_tree(svg, &tree, fonts)
}

/// The same for a picture that has been parsed already.
pub(crate) fn check_tree(svg: &str, tree: &Tree, fonts: &FontSet) -> Result<(), Vec<ChartFault>> {
    let mut faults = vec![];
    let mut found = vec![];
    inspect(tree.root(), fonts, &mut found, &mut faults);
    match written_texts(svg) {
        Ok(written) if written.len() != found.len() => faults.push(
            ChartFault::new(
                "svg-text-lost",
                format!("{} texts are written, but {} are printed", written.len(), found.len()),
            )
            .hint("quote the names of font families, and take families from `fonts/`"),
        ),
        Ok(written) => {
            for (written, found) in written.iter().zip(&found).filter(|(one, two)| one != two) {
                faults.push(
                    ChartFault::new(
                        "svg-text-lost",
                        format!("`{}` is printed as `{}`", shorten(written), shorten(found)),
                    )
                    .hint("take font families from `fonts/`"),
                );
            }
        }
        Err(fault) => faults.push(fault),
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The remedy for what no workbook and no template can bring about.
const REPORT: &str = "this is a fault of drukpers: please report it";

/// Parses a picture as it is printed.
pub(crate) fn parse(svg: &str, fonts: &FontSet) -> Result<Tree, ChartFault> {
    let options = Options {
        font_family: String::new(),
        fontdb: Arc::clone(fonts.database()),
        resources_dir: None,
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| unreadable(&error))
}

/// The fault for a picture that cannot be read back.
fn unreadable(error: &dyn std::fmt::Display) -> ChartFault {
    ChartFault::new("svg-unreadable", format!("failed to read SVG ({error})")).hint(REPORT)
}

fn written_texts(svg: &str) -> Result<Vec<String>, ChartFault> {
    let document = roxmltree::Document::parse(svg).map_err(|error| unreadable(&error))?;
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    Ok(texts
        .map(|text| {
            let strings = text.descendants().filter(roxmltree::Node::is_text);
            letters(strings.filter_map(|node| node.text()))
        })
        .collect())
}

/// Texts without white space, which usvg rearranges.
fn letters<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect()
}

fn inspect(
    group: &usvg::Group,
    fonts: &FontSet,
    found: &mut Vec<String>,
    faults: &mut Vec<ChartFault>,
) {
    for node in group.children() {
        let bounds = node.abs_bounding_box();
        if ![bounds.left(), bounds.top(), bounds.right(), bounds.bottom()]
            .iter()
            .all(|edge| edge.is_finite())
        {
            faults.push(
                ChartFault::new("svg-not-finite", "a place in the SVG is not a number")
                    .hint(REPORT),
            );
        }
        match node {
            Node::Group(group) => inspect(group, fonts, found, faults),
            Node::Text(text) => {
                found.push(letters(text.chunks().iter().map(|chunk| chunk.text())));
                inspect_text(text, fonts, faults);
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn inspect_text(text: &usvg::Text, fonts: &FontSet, faults: &mut Vec<ChartFault>) {
    for span in text.chunks().iter().flat_map(|chunk| chunk.spans()) {
        let family = span.font().families().iter().find_map(|family| match family {
            FontFamily::Named(name) => Some(name),
            _ => None,
        });
        let known =
            family.is_some_and(|family| fonts.families().iter().any(|known| known == family));
        if !known {
            let name = family.map_or("", String::as_str);
            let fault = ChartFault::new(
                "unknown-font-family",
                format!("no font in the project has the family `{name}`"),
            )
            .hint("take a family from `fonts/`, and quote its name in the SVG");
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    for glyph in text.layouted().iter().flat_map(|span| &span.positioned_glyphs) {
        if glyph.id.0 == 0 {
            faults.push(
                ChartFault::new(
                    "character-without-glyph",
                    format!("no font has the character `{}`", glyph.text),
                )
                .hint("write it without this character, or add a font that has it to `fonts/`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::samples::fonts;

    fn faults(inside: &str) -> Vec<String> {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='40'>{inside}</svg>"
        );
        match check(&svg, fonts()) {
            Ok(()) => vec![],
            Err(faults) => faults.into_iter().map(|fault| fault.message).collect(),
        }
    }

    #[test]
    fn a_sound_picture_passes() {
        assert_eq!(
            faults(
                "<text y='9' font-family=\"'Source Sans 3', sans-serif\">a <tspan x='0' y='20'>b</tspan></text>"
            ),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_print_would_lose_is_told() {
        // Unquoted, the family is no family: the text falls away without a word.
        assert_eq!(
            faults("<text y='9' font-family='Source Sans 3'>a</text>"),
            ["no font in the project has the family ``", "1 texts are written, but 0 are printed"]
                [1..]
        );
        assert_eq!(
            faults("<text y='9' font-family=\"'Arial'\">a</text>"),
            ["1 texts are written, but 0 are printed"]
        );
        assert_eq!(
            faults("<text y='9' font-family=\"'Source Sans 3'\">a😀</text>"),
            ["no font has the character `😀`"]
        );
        assert!(faults("<text>").first().unwrap().starts_with("failed to read SVG ("));
    }
}
