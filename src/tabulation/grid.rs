//! Text in columns: labels to the left and wrapped, numbers to the right.

use unicode_width::UnicodeWidthStr;

/// Space between columns.
const GAP: usize = 2;
/// The head of a column of numbers is wrapped to this width, or to its longest word.
const WIDEST_HEAD: usize = 14;
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
        let limit = cells.max(WIDEST_HEAD);
        wrap(&self.head[column], limit)
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

/// Breaks text between words; a word wider than `width` is broken itself.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut line = lines.pop().unwrap_or_default();
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        } else if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            let next = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
            if !line.is_empty() && line.width() + next > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
        lines.push(line);
    }
    lines
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
