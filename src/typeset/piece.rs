//! The pieces that a source consists of.

use std::ops::Range;

use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse, parse_code};

/// The source with blanks in the place of the piece that `offset` lies in: a call with
/// all that is in it, a heading, a list item. Every byte after it stays where it is.
///
/// `None` when what follows rests on that piece, or when the source as a whole cannot
/// be read: without it, other faults would come up that are none.
pub fn without_piece(text: &str, offset: usize) -> Option<String> {
    let root = parse(text);
    if !root.errors_and_warnings().0.is_empty() {
        return None;
    }
    let mut pieces = root.children();
    let (mut start, mut end) = (0, 0);
    for piece in pieces.by_ref() {
        end += piece.len();
        match piece.kind() {
            // The sign belongs to the code after it.
            SyntaxKind::Hash => continue,
            SyntaxKind::LetBinding | SyntaxKind::ModuleImport if offset < end => return None,
            _ if offset < end => break,
            _ => start = end,
        }
    }
    // A label would stick to what stands before the piece.
    let mut after = end;
    for piece in pieces {
        after += piece.len();
        match piece.kind() {
            SyntaxKind::Space => continue,
            SyntaxKind::Label => end = after,
            _ => break,
        }
    }
    let piece = text.get(start..end)?;
    let blank = piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    let blank: String = blank.collect();
    (blank != piece).then(|| [&text[..start], &blank, &text[end..]].concat())
}

/// The string literals of a source, with their values. It may be nothing but one.
pub fn string_literals(text: &str) -> Vec<(Range<usize>, String)> {
    fn collect(node: &SyntaxNode, start: usize, found: &mut Vec<(Range<usize>, String)>) {
        if let Some(literal) = node.cast::<ast::Str>() {
            found.push((start..start + node.len(), literal.get().to_string()));
        }
        let mut at = start;
        for child in node.children() {
            collect(child, at, found);
            at += child.len();
        }
    }
    let mut found = vec![];
    let root = if text.starts_with('"') { parse_code(text) } else { parse(text) };
    collect(&root, 0, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, what: &str) -> Option<String> {
        without_piece(text, text.find(what).unwrap())
    }

    #[test]
    fn a_piece_is_blanked_in_its_length() {
        let text = "= Kop\n\nEen #rood[x é]; en @q.";
        let rest = without(text, "x").unwrap();
        assert_eq!(rest, format!("= Kop\n\nEen {}; en @q.", " ".repeat("#rood[x é]".len())));
        assert_eq!(rest.len(), text.len());
        assert_eq!(without(text, "Kop").unwrap(), "     \n\nEen #rood[x é]; en @q.");
        let labelled = "Een #rood[x] <hier> is @hier.";
        assert_eq!(without(labelled, "x").unwrap(), "Een                 is @hier.");
    }

    #[test]
    fn what_others_rest_on_stays() {
        assert_eq!(without("#let a = b\n#a", "b"), None);
        assert_eq!(without("#import \"x.typ\": y\n#y", "x.typ"), None);
        assert_eq!(without("#box[\n#y", "y"), None);
    }

    #[test]
    fn literals_have_their_values() {
        let text = "a #\"b\\\"c\"; #f(\"d\", [#(\"e\")])";
        let found: Vec<_> =
            string_literals(text).into_iter().map(|(range, value)| (&text[range], value)).collect();
        assert_eq!(
            found,
            [("\"b\\\"c\"", "b\"c".into()), ("\"d\"", "d".into()), ("\"e\"", String::from("e"))]
        );
    }

    #[test]
    fn a_blank_has_no_piece() {
        assert_eq!(without_piece("    ", 1), None);
        assert_eq!(without_piece("", 0), None);
    }
}
