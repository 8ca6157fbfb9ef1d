//! The prose in a Typst source: what the reader of it will read as text.

use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

use crate::prose::{OTHER, Prose};

/// Opens a comment that stands for something which is not the editor's.
pub const OTHER_COMMENT: &str = "/*=";

/// Named arguments that hold a heading, which may have a number in it.
const HEADINGS: [&str; 2] = ["title", "subtitle"];

/// The prose of a source, in the order of its text. Headings, code, raw text and
/// markers of lists are left out; content among the arguments of a call is prose.
pub fn prose(source: &str) -> Prose {
    let mut prose = Prose::default();
    markup(&parse(source), 0, &mut prose);
    prose
}

/// The children of a node with their places.
fn children(node: &SyntaxNode, at: usize) -> impl Iterator<Item = (&SyntaxNode, usize)> {
    node.children().scan(at, |next, child| {
        let here = *next;
        *next += child.len();
        Some((child, here))
    })
}

fn markup(node: &SyntaxNode, at: usize, prose: &mut Prose) {
    for (child, at) in children(node, at) {
        element(child, at, prose);
    }
}

fn element(node: &SyntaxNode, at: usize, prose: &mut Prose) {
    let text = node.leaf_text().as_str();
    match node.kind() {
        SyntaxKind::Text | SyntaxKind::MathText => prose.push(text, at),
        SyntaxKind::Space | SyntaxKind::Linebreak => prose.push_char(' ', at),
        SyntaxKind::Parbreak | SyntaxKind::Heading => prose.end(at),
        SyntaxKind::SmartQuote => prose.push(text, at),
        SyntaxKind::Shorthand => prose.push_char(
            match text {
                "~" => '\u{a0}',
                "--" => '–',
                "---" => '—',
                "..." => '…',
                _ => ' ',
            },
            at,
        ),
        SyntaxKind::Escape => prose.extend(node.cast::<ast::Escape>().map(ast::Escape::get), at),
        SyntaxKind::Raw | SyntaxKind::Ref | SyntaxKind::Link => prose.push_char(OTHER, at),
        SyntaxKind::BlockComment if text.starts_with(OTHER_COMMENT) => prose.push_char(OTHER, at),
        SyntaxKind::Markup
        | SyntaxKind::Strong
        | SyntaxKind::Emph
        | SyntaxKind::Equation
        | SyntaxKind::Math
        | SyntaxKind::MathDelimited
        | SyntaxKind::MathAttach
        | SyntaxKind::MathFrac
        | SyntaxKind::MathRoot => markup(node, at, prose),
        SyntaxKind::ListItem | SyntaxKind::EnumItem | SyntaxKind::TermItem => {
            prose.end(at);
            markup(node, at, prose);
            prose.end(at + node.len());
        }
        // A text in quotes, straight after a `#`.
        SyntaxKind::Str => string(text, at, prose),
        SyntaxKind::Ident | SyntaxKind::FieldAccess => prose.push_char(OTHER, at),
        SyntaxKind::FuncCall => call(node, at, prose),
        _ => code(node, at, prose),
    }
}

/// The content of a text in quotes; escapes within it are read as they stand.
fn string(text: &str, at: usize, prose: &mut Prose) {
    prose.push(text.trim_matches('"'), at + 1);
}

/// A call within markup. Content behind it belongs to the sentence around it.
fn call(node: &SyntaxNode, at: usize, prose: &mut Prose) {
    let name = node.children().next().map(|callee| callee.leaf_text().as_str());
    let Some((arguments, at_arguments)) =
        children(node, at).find(|(child, _)| child.kind() == SyntaxKind::Args)
    else {
        return;
    };
    if name == Some("fact") {
        return prose.push_char(OTHER, at);
    }
    let mut content = false;
    for (argument, at) in children(arguments, at_arguments) {
        if argument.kind() == SyntaxKind::ContentBlock {
            content = true;
            markup_of(argument, at, prose);
        } else {
            code(argument, at, prose);
        }
    }
    if !content {
        prose.push_char(OTHER, at);
    }
}

/// The content blocks within code: each is prose of its own.
fn code(node: &SyntaxNode, at: usize, prose: &mut Prose) {
    match node.kind() {
        SyntaxKind::ContentBlock => {
            prose.end(at);
            markup_of(node, at, prose);
            prose.end(at + node.len());
        }
        SyntaxKind::Named
            if node
                .children()
                .next()
                .is_some_and(|name| HEADINGS.contains(&name.leaf_text().as_str())) => {}
        _ => children(node, at).for_each(|(child, at)| code(child, at, prose)),
    }
}

fn markup_of(block: &SyntaxNode, at: usize, prose: &mut Prose) {
    for (child, at) in children(block, at) {
        if child.kind() == SyntaxKind::Markup {
            markup(child, at, prose);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_code() {
        let source = "#opening(number: 3, title: [Deel 4], question: [Zijn er 5?])\n\n\
            = Kop 6\n\nVan de #fact(\"a-1\", \"7\"); *zegt 8* dat @fig-9 `10` klopt.\n\
            #claim[Meer dan 11] #link(\"https://a.nl/12\")[hier].#v(13pt) \\#14 /* 15 */\n\n\
            + zestien\n/ Term: 17\n\n#\"achttien \"; $x = 19$ /*=  */%\n";
        let prose = prose(source);
        let text = prose.text().replace(OTHER, "·");
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
        assert_eq!(
            lines,
            [
                "Zijn er 5?",
                "·",
                "Van de · zegt 8 dat · · klopt. Meer dan 11 hier.· #14",
                "zestien",
                "Term 17",
                "achttien  x = 19 ·%",
            ]
        );
        for number in ["5", "8", "11", "14", "17", "achttien", "19"] {
            let at = prose.text().find(number).unwrap();
            assert_eq!(&source[prose.place(at..at + number.len())], number);
        }
    }
}
