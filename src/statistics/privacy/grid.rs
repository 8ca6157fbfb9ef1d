//! The counts of everything that is told of one question, and which to hide.

use std::collections::{BTreeMap, BTreeSet};

use super::small;
use crate::statistics::design::Privacy;
use crate::statistics::measure::Reason;

/// Counts of respondents: a line for each option, a column for each group, the
/// first of which is that of all respondents.
///
/// A hidden cell is safe when one respondent could have answered otherwise
/// without any number that is shown being another: by exchanging answers with
/// somebody else, so that all sums over options stay what they are, or alone.
/// Cells are hidden until that is so. The exchange is of real respondents, so
/// that it is in keeping with all groups at once, whether they stand side by
/// side, within each other or overlap.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// Respondents by line and column.
    pub(super) counts: Vec<Vec<usize>>,
    /// What the lines of a column are parts of: valid answers, by column.
    pub(super) bases: Vec<usize>,
    /// The block of each column.
    pub(super) blocks: Vec<usize>,
    /// For each block the blocks that it parts further, with the column of the
    /// wider group for each of its own columns, in order.
    pub(super) parents: Vec<Vec<(usize, Vec<usize>)>>,
    /// Whether the options exclude each other, so that they add up to the base.
    pub(super) additive: bool,
    /// All kinds of respondents with a valid answer.
    pub(super) people: BTreeSet<Person>,
}

/// A kind of respondent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Person {
    /// The lines that he or she counts in: one, or those ticked.
    pub(super) lines: Vec<usize>,
    /// The columns that he or she counts in, in rising order.
    pub(super) columns: Vec<usize>,
}

/// Hidden lines and columns, with reasons.
pub(super) type HiddenCells = BTreeMap<(usize, usize), Reason>;

/// Hiding a total is dearer than any cells of groups, and an empty cell hides little.
const TOTAL: usize = 1_000_000;
const EMPTY: usize = 1_000;

impl Grid {
    /// The cells to be hidden: small ones, and those that would give them away.
    pub(super) fn hidden(&self, privacy: Privacy) -> HiddenCells {
        let mut hidden = HiddenCells::new();
        let mut sensitive = vec![];
        for column in 0..self.bases.len() {
            for line in 0..self.counts.len() {
                let count = self.counts[line][column];
                if let Some(reason) = small(count, self.bases[column], privacy) {
                    hidden.insert((line, column), reason);
                    // Nobody is protected by hiding that there is nobody.
                    if count > 0 {
                        sensitive.push((line, column));
                    }
                }
            }
        }
        self.hide_small_sums(privacy, &mut hidden);
        for (line, column) in sensitive {
            for cell in self.cheapest(line, column, &hidden) {
                hidden.entry(cell).or_insert(Reason::Derivable);
            }
        }
        hidden
    }

    /// What is hidden of a column follows as a whole from its base: it may not
    /// be a small cell itself.
    fn hide_small_sums(&self, privacy: Privacy, hidden: &mut HiddenCells) {
        let columns = (0..self.bases.len()).filter(|_| self.additive);
        for column in columns.filter(|&column| self.bases[column] >= privacy.smallest_base) {
            loop {
                let is_hidden = |line: &usize| hidden.contains_key(&(*line, column));
                let lines = 0..self.counts.len();
                let sum: usize =
                    lines.clone().filter(is_hidden).map(|line| self.counts[line][column]).sum();
                let smallest = lines
                    .filter(|line| !is_hidden(line) && self.counts[*line][column] > 0)
                    .min_by_key(|&line| self.counts[line][column]);
                match smallest {
                    Some(line) if sum > 0 && sum < privacy.smallest_cell => {
                        hidden.insert((line, column), Reason::Derivable);
                    }
                    _ => break,
                }
            }
        }
    }

    /// The cells that must be hidden beside those that are, so that one of the
    /// respondents in this cell could have answered otherwise: the fewest
    /// respondents in all. None when there is no way, as where all gave one answer.
    fn cheapest(&self, line: usize, column: usize, hidden: &HiddenCells) -> Vec<(usize, usize)> {
        let inside = |person: &&Person| person.columns.binary_search(&column).is_ok();
        let gave = |person: &&Person| person.lines.contains(&line);
        let mut best: Option<(usize, Vec<(usize, usize)>)> = None;
        let mut weigh = |mut cells: Vec<(usize, usize)>| {
            cells.retain(|cell| !hidden.contains_key(cell));
            cells.sort_unstable();
            cells.dedup();
            let cost = cells.iter().map(|&cell| self.cost(cell)).sum();
            if best.as_ref().is_none_or(|(least, known)| (cost, &cells) < (*least, known)) {
                best = Some((cost, cells));
            }
        };
        for person in self.people.iter().filter(inside).filter(gave) {
            for other in self.people.iter().filter(|other| !inside(other) && !gave(other)) {
                // Groups in which both are told apart see the exchange; somebody
                // in no group of a block would change its sums.
                if self.blocks_of(person) == self.blocks_of(other) {
                    let apart = apart(&person.columns, &other.columns);
                    weigh(self.cells(line, other.lines.first(), &apart));
                }
            }
            // Alone: all columns see it, the total too.
            match self.additive {
                false => weigh(self.cells(line, None, &person.columns)),
                true => (0..self.counts.len()).filter(|&it| it != line).for_each(|it| {
                    weigh(self.cells(line, Some(&it), &person.columns));
                }),
            }
        }
        best.map_or(vec![], |(_, cells)| cells)
    }

    /// The cells of some columns in which one answer is taken for another; of
    /// multiple response a tick for none.
    fn cells(&self, line: usize, other: Option<&usize>, columns: &[usize]) -> Vec<(usize, usize)> {
        let lines = [Some(line), other.copied().filter(|_| self.additive)];
        let of_line = |line: usize| columns.iter().map(move |&column| (line, column));
        lines.into_iter().flatten().flat_map(of_line).collect()
    }

    fn cost(&self, (line, column): (usize, usize)) -> usize {
        let total = if column == 0 { TOTAL } else { 0 };
        match self.counts[line][column] {
            0 => total + EMPTY,
            count => total + count,
        }
    }

    /// The blocks that somebody has a group in, without those of a single group,
    /// whose sum is that group.
    fn blocks_of(&self, person: &Person) -> Vec<usize> {
        let several = |block: &usize| self.blocks.iter().filter(|it| *it == block).count() > 1;
        person.columns.iter().map(|&column| self.blocks[column]).filter(several).collect()
    }

    /// Columns with those that part them: the groups of each block part the
    /// column of all respondents, and those of a nest the groups of a wider one.
    pub(super) fn families(&self) -> Vec<(usize, Vec<usize>)> {
        let mut families = vec![];
        for (block, parents) in self.parents.iter().enumerate().skip(1) {
            let own: Vec<usize> =
                (0..self.blocks.len()).filter(|&column| self.blocks[column] == block).collect();
            for (_, wider) in parents {
                let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
                for (&column, &parent) in own.iter().zip(wider) {
                    groups.entry(parent).or_default().push(column);
                }
                families.extend(groups);
            }
            families.push((0, own));
        }
        families
    }
}

/// The columns that only one of the two is in.
fn apart(one: &[usize], other: &[usize]) -> Vec<usize> {
    let only = |these: &[usize], those: &[usize]| -> Vec<usize> {
        these.iter().copied().filter(|column| those.binary_search(column).is_err()).collect()
    };
    [only(one, other), only(other, one)].concat()
}
