//! Text in columns: labels to the left and wrapped, numbers to the right.

use unicode_width::UnicodeWidthStr;

/// Space between columns.
const GAP: usize = 2;
/// The head of a column of numbers is wrapped to this width, or to its longest word.
const WIDEST_HEAD: usize = 14;
/// A word in a head that is longer is broken.
const WIDEST_WORD: usize = 28;
/// Labels are not made narrower than this to save a column.
const NARROWEST_LABEL: usize = 20;

/// Rows of text under a head.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The heads of the columns of numbers.
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Line>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Line {
    /// A code, not wrapped.
    pub(super) code: String,
    pub(super) label: String,
    /// As many as there are heads.
    pub(super) cells: Vec<String>,
    /// Whether a rule stands above it.
    pub(super) ruled: bool,
}

impl Grid {
    /// The grid as text of at most `width` characters a line, as far as words
    /// and numbers allow. What does not fit beside the labels follows below,
    /// under the labels once more.
    pub(super) fn text(&self, width: usize) -> String {
        let columns: Vec<usize> =
            (0..self.head.len()).map(|column| self.column_width(column)).collect();
        let code = self.rows.iter().map(|row| row.code.width()).max().unwrap_or(0);
        let code = if code > 0 { code + GAP } else { 0 };
        let widest = self.rows.iter().map(|row| row.label.width()).max().unwrap_or(0);
        let needed: usize = columns.iter().map(|column| column + GAP).sum();
        let room = width.saturating_sub(code);
        let label = widest.min(room.saturating_sub(needed).max(NARROWEST_LABEL));

        let mut out = String::new();
        let mut first = 0;
        while first < columns.len() {
            let mut used = label;
            let mut last = first;
            while last < columns.len() && (last == first || used + GAP + columns[last] <= room) {
                used += GAP + columns[last];
                last += 1;
            }
            if first > 0 {
                out.push('\n');
            }
            self.panel(&mut out, first..last, &columns, (code, label));
            first = last;
        }
        out
    }

    fn column_width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
        let cells = cells.map(|cell| cell.width()).max().unwrap_or(0);
        let head = &self.head[column];
        let words = head.split_whitespace().flat_map(pieces).map(|piece| piece.width());
        let longest = words.max().unwrap_or(0).min(WIDEST_WORD);
        wrap(head, cells.max(WIDEST_HEAD).max(longest))
            .iter()
            .map(|line| line.width())
            .max()
            .unwrap_or(0)
            .max(cells)
    }

    fn panel(
        &self,
        out: &mut String,
        range: std::ops::Range<usize>,
        columns: &[usize],
        (code, label): (usize, usize),
    ) {
        let heads: Vec<Vec<String>> =
            range.clone().map(|column| wrap(&self.head[column], columns[column])).collect();
        let height = heads.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let cells = heads.iter().map(|head| {
                // Heads stand on the bottom line.
                let skip = height - head.len();
                line.checked_sub(skip).map_or("", |line| head[line].as_str())
            });
            push_line(out, "", "", (code, label), cells.zip(&columns[range.clone()]));
        }
        for row in &self.rows {
            if row.ruled {
                let width =
                    code + label + columns[range.clone()].iter().map(|it| it + GAP).sum::<usize>();
                out.push_str(&"─".repeat(width));
                out.push('\n');
            }
            // Options under a net stand further in.
            let indent = row.label.chars().take_while(|symbol| *symbol == ' ').count();
            let labels: Vec<String> = wrap(&row.label, label.saturating_sub(indent))
                .into_iter()
                .map(|line| format!("{}{line}", " ".repeat(indent)))
                .collect();
            for (place, text) in labels.iter().enumerate() {
                // Numbers stand on the label's last line, where the eye ends.
                let last = place + 1 == labels.len();
                let cells = range.clone().map(|column| {
                    if last { row.cells.get(column).map_or("", |it| it) } else { "" }
                });
                let code_text = if place == 0 { row.code.as_str() } else { "" };
                push_line(out, code_text, text, (code, label), cells.zip(&columns[range.clone()]));
            }
        }
    }
}

fn push_line<'a>(
    out: &mut String,
    code_text: &str,
    text: &str,
    (code, label): (usize, usize),
    cells: impl Iterator<Item = (&'a str, &'a usize)>,
) {
    let mut line = pad(code_text, code);
    line.push_str(&pad(text, label));
    for (cell, &width) in cells {
        line.push_str(&" ".repeat(GAP + width.saturating_sub(cell.width())));
        line.push_str(cell);
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Breaks text between words and after en dashes; a word wider than `width` is broken
/// itself, but never within a number.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for (index, piece) in pieces(word).into_iter().enumerate() {
            let mut line = lines.pop().unwrap_or_default();
            let space = usize::from(index == 0 && !line.is_empty());
            if !line.is_empty() && line.width() + space + piece.width() > width {
                lines.push(std::mem::take(&mut line));
            } else if space > 0 {
                line.push(' ');
            }
            let mut before = None;
            for character in piece.chars() {
                let next = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
                let divides = before.is_some_and(|before| is_within_number(before, character));
                if !line.is_empty() && !divides && line.width() + next > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(character);
                before = Some(character);
            }
            lines.push(line);
        }
    }
    lines
}

/// The parts of a word between which a line may break: after an en dash, but for one that
/// begins the word, which is a minus sign.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = vec![];
    let mut start = 0;
    for (at, dash) in word.match_indices('–').filter(|(at, _)| *at > 0) {
        let end = at + dash.len();
        if end < word.len() {
            pieces.push(&word[start..end]);
            start = end;
        }
    }
    pieces.push(&word[start..]);
    pieces
}

/// Whether both characters belong to one number: `1|0`, `0|.000`, `0.|000`.
fn is_within_number(before: char, after: char) -> bool {
    let is_part = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',');
    is_part(before) && is_part(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(wrap("Niet mee eens", 8), ["Niet mee", "eens"]);
        assert_eq!(wrap("onuitvoerbaarheid", 8), ["onuitvoe", "rbaarhei", "d"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn numbers_are_kept_whole() {
        assert_eq!(wrap("50.000–100.000 (C)", 14), ["50.000–100.000", "(C)"]);
        assert_eq!(wrap("50.000–100.000 (C)", 12), ["50.000–", "100.000 (C)"]);
        assert_eq!(wrap("1.000.000 of 250,75", 4), ["1.000.000", "of", "250,75"]);
        assert_eq!(wrap("tot –5 of 3–", 4), ["tot", "–5", "of", "3–"]);
        assert_eq!(wrap("–12–13", 4), ["–12–", "13"]);
    }

    #[test]
    fn a_column_is_as_wide_as_the_longest_word_above_it() {
        let grid = Grid {
            head: ["Meer dan 1.000.000.000.000", "onuitvoerbaarheidsverklaringen"]
                .map(String::from)
                .to_vec(),
            rows: vec![],
        };
        assert_eq!([grid.column_width(0), grid.column_width(1)], [17, 28]);
    }

    #[test]
    fn columns_that_do_not_fit_follow_below() {
        let line = |label: &str, cells: [&str; 3]| Line {
            code: String::new(),
            label: label.into(),
            cells: cells.map(String::from).to_vec(),
            ruled: false,
        };
        let grid = Grid {
            head: ["klein", "middelgroot", "groot"].map(String::from).to_vec(),
            rows: vec![line("ja", ["1", "2", "3"]), line("nee", ["4", "5", "6"])],
        };
        assert_eq!(
            grid.text(24),
            "     klein  middelgroot\nja       1            2\nnee      4            5\n\n     groot\nja       3\nnee      6\n"
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "[a-zé ]{0,60}", width in 1usize..30) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
