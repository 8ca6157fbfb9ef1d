//! The counts of everything that is told of one question, and which to hide.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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
    /// The lines that stand for no valid answer to one of several questions: hiding
    /// such a line hides the base of that question, and all that rests on it.
    pub(super) absent: BTreeSet<usize>,
}

/// One of the questions whose options are the lines of a grid.
pub(super) struct Member<'a> {
    /// Its options.
    pub(super) lines: Range<usize>,
    /// Its valid answers, by column.
    pub(super) bases: &'a [usize],
    /// The columns of which nothing is told of it.
    pub(super) hidden: &'a HiddenColumns,
}

/// A kind of respondent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Person {
    /// The lines that he or she counts in: one for each question, or those ticked.
    pub(super) lines: Vec<usize>,
    /// The columns that he or she counts in, in rising order.
    pub(super) columns: Vec<usize>,
}

/// Hidden lines and columns, with reasons.
pub(super) type HiddenCells = BTreeMap<(usize, usize), Reason>;

/// Columns that are hidden as a whole, with reasons.
pub(super) type HiddenColumns = BTreeMap<usize, Reason>;

/// Hiding a total is dearer than any cells of groups, and an empty cell hides little.
const TOTAL: usize = 1_000_000;
const EMPTY: usize = 1_000;

impl Grid {
    /// The columns whose base is to be hidden, and with it all that they hold, since a
    /// share and its count give the base away: those on fewer than `least` answers, and
    /// those that would give them away.
    ///
    /// Nobody outside can tell whether one of the respondents in a hidden column is in
    /// another instead: the bases that this would change are hidden. Nor can what is
    /// hidden be narrowed down to fewer than `least` respondents by taking all that is
    /// shown from a wider group.
    pub(super) fn hidden_bases(&self, least: usize) -> HiddenColumns {
        let is_small = |base: usize| base > 0 && base < least;
        let small = (0..self.bases.len()).filter(|&column| is_small(self.bases[column]));
        let mut hidden: HiddenColumns = small.map(|column| (column, Reason::SmallBase)).collect();
        if hidden.is_empty() {
            return hidden;
        }
        let kinds: BTreeSet<&[usize]> = self.people.iter().map(|it| &it.columns[..]).collect();
        let hide = |columns: &[usize], hidden: &mut HiddenColumns| {
            for column in self.cheapest_columns(columns, &kinds, hidden) {
                hidden.entry(column).or_insert(Reason::Derivable);
            }
        };
        for column in hidden.keys().copied().collect::<Vec<_>>() {
            hide(&[column], &mut hidden);
        }
        let families = self.families();
        loop {
            let before = hidden.len();
            for (wider, parts) in &families {
                let inside: Vec<usize> =
                    parts.iter().copied().filter(|part| hidden.contains_key(part)).collect();
                let sum = inside.iter().map(|&part| self.bases[part]).sum();
                if !hidden.contains_key(wider) && is_small(sum) {
                    hide(&inside, &mut hidden);
                }
            }
            if hidden.len() == before {
                return hidden;
            }
        }
    }

    /// The columns that must be hidden beside those that are, so that one of the
    /// respondents in any of `columns` could be in none of them: the fewest
    /// respondents in all.
    fn cheapest_columns(
        &self,
        columns: &[usize],
        kinds: &BTreeSet<&[usize]>,
        hidden: &HiddenColumns,
    ) -> Vec<usize> {
        let inside = |kind: &[usize]| columns.iter().any(|it| kind.binary_search(it).is_ok());
        let mut best: Option<(usize, Vec<usize>)> = None;
        let mut weigh = |mut columns: Vec<usize>| {
            columns.retain(|column| !hidden.contains_key(column));
            columns.sort_unstable();
            let cost = |&column: &usize| self.bases[column] + if column == 0 { TOTAL } else { 0 };
            let cost = columns.iter().map(cost).sum();
            if best.as_ref().is_none_or(|(least, known)| (cost, &columns) < (*least, known)) {
                best = Some((cost, columns));
            }
        };
        for kind in kinds.iter().filter(|kind| inside(kind)) {
            let blocks = self.blocks_of(kind);
            let others = kinds.iter().filter(|other| !inside(other));
            for other in others.filter(|other| self.blocks_of(other) == blocks) {
                weigh(apart(kind, other));
            }
            // Or have given no answer at all, which the total shows too.
            weigh(kind.to_vec());
        }
        best.map_or(vec![], |(_, columns)| columns)
    }

    /// The cells to be hidden: those of hidden columns, small ones, and those that would
    /// give them away.
    pub(super) fn hidden(&self, privacy: Privacy, columns: &HiddenColumns) -> HiddenCells {
        let lines = 0..self.counts.len();
        let answers: Vec<Vec<usize>> = lines.clone().map(|line| vec![line]).collect();
        self.hidden_of(privacy, &[Member { lines, bases: &self.bases, hidden: columns }], &answers)
    }

    /// The same of a question and those derived from it, which have their options in
    /// one grid. `answers` are the lines that somebody could have answered.
    pub(super) fn hidden_of(
        &self,
        privacy: Privacy,
        members: &[Member],
        answers: &[Vec<usize>],
    ) -> HiddenCells {
        let mut hidden = HiddenCells::new();
        for member in members {
            for (&column, &reason) in member.hidden {
                hidden.extend(member.lines.clone().map(|line| ((line, column), reason)));
            }
        }
        let mut sensitive = vec![];
        for member in members {
            for (column, &base) in member.bases.iter().enumerate() {
                for line in member.lines.clone() {
                    let count = self.counts[line][column];
                    if let Some(reason) = small(count, base, privacy) {
                        hidden.entry((line, column)).or_insert(reason);
                        // Nobody is protected by hiding that there is nobody.
                        if count > 0 {
                            sensitive.push((line, column));
                        }
                    }
                }
            }
        }
        // Of one question the two find the same cells; of several an exchange finds
        // those that fit all of them.
        let alone = members.len() < 2;
        if alone {
            self.hide_small_sums(privacy, members, &mut hidden);
        }
        for (line, column) in sensitive {
            for cell in self.cheapest(line, column, &hidden, answers) {
                hidden.entry(cell).or_insert(Reason::Derivable);
            }
        }
        if !alone {
            self.hide_small_sums(privacy, members, &mut hidden);
        }
        hidden
    }

    /// What is hidden of a column follows as a whole from its base, and what is hidden
    /// of options that are joined in another question from that: it may not be a small
    /// cell itself.
    fn hide_small_sums(&self, privacy: Privacy, members: &[Member], hidden: &mut HiddenCells) {
        if !self.additive {
            return;
        }
        for (bases, whole, lines) in self.wholes(members) {
            let columns = 0..bases.len();
            for column in columns.filter(|&column| bases[column] >= privacy.smallest_base) {
                while whole.is_none_or(|whole| !hidden.contains_key(&(whole, column))) {
                    let count = |line: &usize| self.counts[*line][column];
                    let is_hidden = |line: &&usize| hidden.contains_key(&(**line, column));
                    let sum: usize = lines.iter().filter(is_hidden).map(count).sum();
                    let shown = lines.iter().filter(|line| !is_hidden(line) && count(line) > 0);
                    match shown.min_by_key(|line| count(line)) {
                        Some(&line) if sum > 0 && sum < privacy.smallest_cell => {
                            hidden.insert((line, column), Reason::Derivable);
                        }
                        _ => break,
                    }
                }
            }
        }
    }

    /// The lines of each question, and those of one that make up a line of another,
    /// with that line and the bases of the question.
    fn wholes<'m>(&self, members: &[Member<'m>]) -> Vec<(&'m [usize], Option<usize>, Vec<usize>)> {
        let mut wholes = vec![];
        for (at, member) in members.iter().enumerate() {
            wholes.push((member.bases, None, member.lines.clone().collect()));
            for (other, joined) in members.iter().enumerate().filter(|other| other.0 != at) {
                for whole in joined.lines.clone() {
                    let of_whole = self.people.iter().filter(|it| it.lines[other] == whole);
                    let parts: BTreeSet<usize> = of_whole.map(|it| it.lines[at]).collect();
                    let fits = self
                        .people
                        .iter()
                        .all(|it| !parts.contains(&it.lines[at]) || it.lines[other] == whole);
                    let are_options = parts.iter().all(|part| member.lines.contains(part));
                    if fits && are_options && parts.len() > 1 {
                        wholes.push((member.bases, Some(whole), parts.into_iter().collect()));
                    }
                }
            }
        }
        wholes
    }

    /// The cells that must be hidden beside those that are, so that one of the
    /// respondents in this cell could have answered otherwise: the fewest
    /// respondents in all. None when there is no way, as where all gave one answer.
    fn cheapest(
        &self,
        line: usize,
        column: usize,
        hidden: &HiddenCells,
        answers: &[Vec<usize>],
    ) -> Vec<(usize, usize)> {
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
                if self.blocks_of(&person.columns) == self.blocks_of(&other.columns) {
                    let apart = apart(&person.columns, &other.columns);
                    weigh(self.cells(line, &person.lines, &other.lines, &apart));
                }
            }
            // Alone: all columns see it, the total too.
            match self.additive {
                false => weigh(self.cells(line, &[], &[], &person.columns)),
                true => answers.iter().filter(|it| !it.contains(&line)).for_each(|it| {
                    weigh(self.cells(line, &person.lines, it, &person.columns));
                }),
            }
        }
        best.map_or(vec![], |(_, cells)| cells)
    }

    /// The cells of some columns in which some answers are taken for others; of
    /// multiple response the tick of one line for none.
    fn cells(
        &self,
        line: usize,
        from: &[usize],
        to: &[usize],
        columns: &[usize],
    ) -> Vec<(usize, usize)> {
        let of_line = |line: usize| columns.iter().map(move |&column| (line, column));
        if !self.additive {
            return of_line(line).collect();
        }
        let differ = from.iter().zip(to).filter(|(from, to)| from != to);
        differ.flat_map(|(&from, &to)| [from, to]).flat_map(of_line).collect()
    }

    fn cost(&self, (line, column): (usize, usize)) -> usize {
        let total = if column == 0 { TOTAL } else { 0 };
        let total = if self.absent.contains(&line) { total + TOTAL } else { total };
        match self.counts[line][column] {
            0 => total + EMPTY,
            count => total + count,
        }
    }

    /// The blocks that somebody has a group in, without those of a single group,
    /// whose sum is that group.
    fn blocks_of(&self, columns: &[usize]) -> Vec<usize> {
        let several = |block: &usize| self.blocks.iter().filter(|it| *it == block).count() > 1;
        columns.iter().map(|&column| self.blocks[column]).filter(several).collect()
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
