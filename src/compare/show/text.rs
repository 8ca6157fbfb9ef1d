//! A comparison for a terminal: aligned columns, a line a number.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::words;
use crate::compare::Comparison;

/// The widest that a column of free text may become.
const WIDEST: usize = 48;

/// A comparison for people.
pub fn text(comparison: &Comparison) -> String {
    let mut text = String::new();
    let sides = [("old", &comparison.old), ("new", &comparison.new)];
    let rows: Vec<Vec<String>> = sides
        .iter()
        .map(|(word, side)| vec![(*word).into(), side.name.clone(), words::side(side)])
        .collect();
    write_rows(&mut text, "", &rows);
    // One set of columns for all chapters, so that the eye can run down the page.
    let mut headings = vec![];
    let mut rows = vec![];
    for (document, chapter, changes) in comparison.chapters() {
        headings.push((rows.len(), format!("{document}: {chapter}")));
        for change in changes {
            let fact = change.fact();
            let what = words::number(fact);
            let mut shown = shortened(&what);
            if let Some(turn) = words::turn(change) {
                // What turned is the point: it is not cut.
                shown = format!("{turn}; {shown}");
            }
            rows.push(vec![
                words::page_of(change),
                words::carrier(fact).to_string(),
                words::old_text(change),
                "→".into(),
                words::new_text(change),
                shown,
                words::line(fact),
            ]);
        }
    }
    let lines = aligned("  ", &rows);
    for (index, line) in lines.iter().enumerate() {
        if let Some((_, heading)) = headings.iter().find(|(start, _)| *start == index) {
            let _ = write!(text, "\n{heading}\n");
        }
        text.push_str(line);
        text.push('\n');
    }
    if !comparison.claims.is_empty() {
        text.push_str("\nclaims\n");
        let rows: Vec<Vec<String>> = comparison
            .claims
            .iter()
            .map(|change| {
                let (place, what) = words::claim(change);
                vec![place, what]
            })
            .collect();
        write_rows(&mut text, "  ", &rows);
    }
    if !comparison.wording.is_empty() {
        text.push_str("\nwording\n");
        let rows: Vec<Vec<String>> = comparison
            .wording
            .iter()
            .map(|change| {
                let (place, what) = words::wording(change);
                vec![place, what]
            })
            .collect();
        write_rows(&mut text, "  ", &rows);
    }
    if !comparison.questions.is_empty() {
        text.push_str("\nquestions and codes\n");
        let rows: Vec<Vec<String>> = comparison
            .questions
            .iter()
            .map(|change| {
                let (name, what) = words::question(change);
                vec![name, what]
            })
            .collect();
        write_rows(&mut text, "  ", &rows);
    }
    let _ = write!(text, "\n{}\n", words::summary(comparison));
    text
}

fn write_rows(text: &mut String, indent: &str, rows: &[Vec<String>]) {
    for line in aligned(indent, rows) {
        text.push_str(&line);
        text.push('\n');
    }
}

/// Rows with columns of one width.
fn aligned(indent: &str, rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter()
        .map(|row| {
            let mut line = indent.to_string();
            for (column, cell) in row.iter().enumerate() {
                line.push_str(cell);
                if column + 1 < row.len() {
                    line.extend(std::iter::repeat_n(' ', widths[column] - cell.width() + 2));
                }
            }
            line
        })
        .collect()
}

/// The text with its middle left out when it is too wide: both ends tell it apart.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= WIDEST {
        return text;
    }
    let (start, end) = (WIDEST / 2, WIDEST - WIDEST / 2 - 1);
    let head: String = characters[..start].iter().collect();
    let tail: String = characters[characters.len() - end..].iter().collect();
    format!("{head}…{tail}")
}
