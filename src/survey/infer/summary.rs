//! One look at every cell of a column.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::heads::Heads;
use crate::workbook::{Sheet, Value};

/// So many different values of a column are remembered.
pub(super) const REMEMBERED: usize = 500;

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// Cells that hold something; errors are told of when the answers are read.
    pub(super) filled: usize,
    /// Numbers.
    pub(super) numbers: usize,
    /// Whether a number is not whole.
    pub(super) fractions: bool,
    /// Days.
    pub(super) dates: usize,
    /// Truth values.
    pub(super) bools: usize,
    /// Texts.
    pub(super) texts: usize,
    /// Characters of the longest text.
    pub(super) longest: usize,
    /// Whole numbers, until there are too many.
    pub(super) whole: BTreeSet<i64>,
    /// Texts and how often they occur, until there are too many.
    pub(super) words: BTreeMap<Arc<str>, usize>,
    /// The texts taken apart at semicolons and bars.
    pub(super) semicolons: Parts,
    /// The texts taken apart at commas.
    pub(super) commas: Parts,
}

/// Parts of texts between marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// Texts that have the mark.
    pub(super) texts: usize,
    /// Parts and how often they occur, until there are too many. A text without
    /// the mark is one part.
    pub(super) parts: BTreeMap<Arc<str>, usize>,
}

impl Parts {
    fn add(&mut self, text: &str, marks: &[char]) {
        self.texts += usize::from(text.contains(marks));
        if self.parts.len() < REMEMBERED {
            for part in text.split(marks).map(str::trim).filter(|part| !part.is_empty()) {
                count(&mut self.parts, part);
            }
        }
    }
}

impl Summary {
    /// Takes in a value.
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Number(number) => {
                self.numbers += 1;
                let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
                self.fractions |= !is_whole;
                if is_whole && self.whole.len() < REMEMBERED {
                    self.whole.insert(*number as i64);
                }
            }
            Value::Date(_) => self.dates += 1,
            Value::Bool(_) => self.bools += 1,
            Value::Text(text) => {
                let text = text.trim();
                if text.is_empty() {
                    return;
                }
                self.texts += 1;
                // A text seen before has told all but its number.
                if let Some(seen) = self.words.get_mut(text) {
                    *seen += 1;
                } else {
                    self.longest = self.longest.max(text.chars().count());
                    if self.words.len() < REMEMBERED {
                        self.words.insert(text.into(), 1);
                    }
                }
                self.semicolons.add(text, &[';', '|']);
                self.commas.add(text, &[',']);
            }
            Value::Error(_) | Value::Unevaluated => return,
        }
        self.filled += 1;
    }

    /// Whether nine in ten cells are of the kind with this count.
    pub(super) fn is_mostly(&self, count: usize) -> bool {
        count * 10 >= self.filled * 9
    }

    /// Whether the column holds ticks only: 0 and 1, truth values, yes and no.
    pub(super) fn is_ticks(&self) -> bool {
        let is_tick = |word: &Arc<str>| {
            matches!(word.to_lowercase().as_str(), "yes" | "no" | "ja" | "nee" | "y" | "n")
        };
        let numbers = self.numbers == self.filled
            && !self.fractions
            && self.whole.iter().all(|number| matches!(number, 0 | 1));
        let words = self.texts == self.filled && self.words.keys().all(is_tick);
        self.filled > 0 && (numbers || words || self.bools == self.filled)
    }

    /// Whether ticks of both kinds occur.
    pub(super) fn is_varied(&self) -> bool {
        self.whole.len() == 2 || self.words.len() == 2 || self.bools > 0
    }
}

/// Looks at every cell under the heads.
pub(super) fn summarise(sheet: &Sheet, heads: &Heads) -> Vec<Summary> {
    let mut summaries = vec![Summary::default(); heads.columns.len()];
    let last = heads.columns.values().copied().max().unwrap_or(0);
    let mut positions = vec![None; last as usize + 1];
    for (position, &column) in heads.columns.values().enumerate() {
        positions[column as usize] = Some(position);
    }
    for row in heads.rows(sheet) {
        for cell in row.cells() {
            if let Some(Some(position)) = positions.get(cell.at.column as usize) {
                summaries[*position].add(&cell.value);
            }
        }
    }
    summaries
}

fn count(counts: &mut BTreeMap<Arc<str>, usize>, text: &str) {
    match counts.get_mut(text) {
        Some(count) => *count += 1,
        None => {
            counts.insert(text.into(), 1);
        }
    }
}
