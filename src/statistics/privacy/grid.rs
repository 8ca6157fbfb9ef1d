//! The counts of everything that is told of one question, and which to hide.

use std::collections::BTreeMap;

use super::bounds::Sums;
use super::small;
use crate::statistics::design::Privacy;
use crate::statistics::measure::Reason;

/// At most this many ways of hiding more are tried for one number before the
/// cheapest is taken as a step.
const MOST_TRIES: usize = 60;

/// Groups within groups of more cells than these are not weighed cell by cell:
/// where one of them is small, all of them are hidden.
const MOST_NESTED: usize = 60;

/// Counts of respondents: a line for each option, a column for each group.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// Respondents by line and column.
    pub(super) counts: Vec<Vec<usize>>,
    /// What the lines of a column are parts of: valid answers, by column.
    pub(super) bases: Vec<usize>,
    /// The block of each column; block 0 is the column of all respondents.
    pub(super) blocks: Vec<usize>,
    /// For each block the blocks that it parts further, with the column of the
    /// wider group for each of its own columns, in order.
    pub(super) parents: Vec<Vec<(usize, Vec<usize>)>>,
    /// Whether the options exclude each other, so that they add up to the base.
    pub(super) additive: bool,
}

/// Hidden lines and columns, with reasons.
pub(super) type HiddenCells = BTreeMap<(usize, usize), Reason>;

/// The counts as numbers and sums.
struct Problem {
    sums: Sums,
    /// Line, column and what it costs to hide it, by number.
    printed: Vec<(usize, usize, f64)>,
    /// Number by line and column.
    number: BTreeMap<(usize, usize), usize>,
}

impl Grid {
    /// The cells to be hidden. The column of all respondents comes first and by
    /// itself, so that it does not depend on the groups unless it must.
    pub(super) fn hidden(&self, privacy: Privacy) -> HiddenCells {
        let mut hidden = HiddenCells::new();
        let mut all: Vec<usize> = (0..self.blocks.len()).collect();
        self.hide(&all[..1.min(all.len())], privacy, &mut hidden);
        // What is hidden as a whole tells nothing of the others.
        let coarse = self.hide_blocks(privacy, &mut hidden);
        all.retain(|&column| !coarse.contains(&self.blocks[column]));
        if all.len() > 1 {
            self.hide(&all, privacy, &mut hidden);
        }
        hidden
    }

    /// Hides large blocks of nested groups with a small cell in them, as a whole;
    /// gives these blocks.
    fn hide_blocks(&self, privacy: Privacy, hidden: &mut HiddenCells) -> Vec<usize> {
        let mut coarse = vec![];
        for block in (1..self.parents.len()).filter(|&block| !self.parents[block].is_empty()) {
            let own = self.columns_of(block);
            let reason = |line: usize, column: usize| {
                small(self.counts[line][column], self.bases[column], privacy)
            };
            let lines = 0..self.counts.len();
            let cells =
                || own.iter().flat_map(|&column| lines.clone().map(move |line| (line, column)));
            if cells().count() <= MOST_NESTED || !cells().any(|it| reason(it.0, it.1).is_some()) {
                continue;
            }
            coarse.push(block);
            hidden.extend(
                cells().map(|cell| (cell, reason(cell.0, cell.1).unwrap_or(Reason::Derivable))),
            );
        }
        coarse
    }

    /// Hides small cells of some columns, and others until none can be worked out.
    fn hide(&self, columns: &[usize], privacy: Privacy, hidden: &mut HiddenCells) {
        let mut problem = self.problem(columns, hidden);
        for &(line, column) in problem.number.keys() {
            if let Some(reason) = small(self.counts[line][column], self.bases[column], privacy) {
                hidden.insert((line, column), reason);
            }
        }
        self.hide_small_sums(columns, privacy, hidden);
        for (cell, number) in &problem.number {
            problem.sums.unknown[*number] = hidden.contains_key(cell);
        }
        // Nobody is protected by hiding that there is nobody.
        let sensitive: Vec<usize> = problem
            .number
            .iter()
            .filter(|&(&(line, column), _)| {
                let count = self.counts[line][column];
                count > 0 && small(count, self.bases[column], privacy).is_some()
            })
            .map(|(_, &number)| number)
            .collect();
        for number in sensitive {
            while !self.plainly_safe(&problem, number) && !safe(&problem.sums, number) {
                let more = self.more(&problem, number);
                if more.is_empty() {
                    break;
                }
                for number in more {
                    let (line, column, _) = problem.printed[number];
                    problem.sums.unknown[number] = true;
                    hidden.insert((line, column), Reason::Derivable);
                }
            }
        }
    }

    /// What is hidden of a column follows as a whole from its base: it may not
    /// be a small cell itself.
    fn hide_small_sums(&self, columns: &[usize], privacy: Privacy, hidden: &mut HiddenCells) {
        if !self.additive {
            return;
        }
        for &column in columns {
            if self.bases[column] < privacy.smallest_base {
                continue;
            }
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

    /// Writes the counts of some columns as numbers with the sums that a reader
    /// can use.
    fn problem(&self, columns: &[usize], hidden: &HiddenCells) -> Problem {
        let mut sums = Sums::default();
        let mut printed = Vec::new();
        let mut number = BTreeMap::new();
        let lines = 0..self.counts.len();
        for line in lines.clone() {
            for &column in columns {
                let count = self.counts[line][column] as f64;
                // All respondents are dearest, then large cells; an empty cell hides little.
                let whole = self.blocks[column] == 0 && columns.len() > 1;
                let cost = if whole { 1e6 } else { 0.0 } + if count > 0.0 { count } else { 1e3 };
                number.insert((line, column), sums.number(count, false));
                printed.push((line, column, cost));
            }
        }
        for &column in columns {
            let base = self.bases[column];
            if self.additive {
                sums.equation(lines.clone().map(|line| (number[&(line, column)], 1.0)).collect());
            }
            for line in lines.clone().filter(|_| !self.additive) {
                // No more than everyone: the rest did not tick it.
                let rest = base.saturating_sub(self.counts[line][column]) as f64;
                let rest = sums.number(rest, true);
                sums.equation(vec![(number[&(line, column)], 1.0), (rest, 1.0)]);
            }
        }
        if columns.len() > 1 {
            for (wider, parts) in self.families() {
                // Blocks that are hidden as a whole are not among the numbers.
                let is_told = |column: &usize| number.contains_key(&(0, *column));
                if !parts.iter().chain([&wider]).all(is_told) {
                    continue;
                }
                self.line_equations(&parts, wider, &number, &mut sums);
                if wider > 0 {
                    continue;
                }
                // The base of row percentages, which stand beside the whole line only.
                for line in lines.clone().filter(|&line| !hidden.contains_key(&(line, 0))) {
                    sums.equation(parts.iter().map(|&at| (number[&(line, at)], 1.0)).collect());
                }
            }
        }
        Problem { sums, printed, number }
    }

    /// Columns with those that part them: the groups of each block part the
    /// column of all respondents, and those of a nest the groups of a wider one.
    pub(super) fn families(&self) -> Vec<(usize, Vec<usize>)> {
        let mut families = vec![];
        for (block, parents) in self.parents.iter().enumerate().skip(1) {
            let own = self.columns_of(block);
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

    fn columns_of(&self, block: usize) -> Vec<usize> {
        (0..self.blocks.len()).filter(|&column| self.blocks[column] == block).collect()
    }

    /// Each line over the groups adds up to that of the wider group; those in
    /// none of the groups are a number that is not printed.
    fn line_equations(
        &self,
        columns: &[usize],
        wider: usize,
        number: &BTreeMap<(usize, usize), usize>,
        sums: &mut Sums,
    ) {
        let grouped: usize = columns.iter().map(|&column| self.bases[column]).sum();
        let mut left = Vec::new();
        for (line, counts) in self.counts.iter().enumerate() {
            let mut terms: Vec<_> =
                columns.iter().map(|&column| (number[&(line, column)], 1.0)).collect();
            if grouped < self.bases[wider] {
                let inside: usize = columns.iter().map(|&column| counts[column]).sum();
                let rest = sums.number(counts[wider].saturating_sub(inside) as f64, true);
                terms.push((rest, 1.0));
                left.push((rest, 1.0));
            }
            terms.push((number[&(line, wider)], -1.0));
            sums.equation(terms);
        }
        if self.additive && !left.is_empty() {
            sums.equation(left);
        }
    }

    /// Whether one respondent could be moved round a square of unknown numbers
    /// without any printed number changing: a quick look before the exact one.
    /// It looks at the finest groups only, within one wider group.
    fn plainly_safe(&self, problem: &Problem, number: usize) -> bool {
        let (line, column, _) = problem.printed[number];
        let block = self.blocks[column];
        let is_told = |block: usize| {
            self.columns_of(block).iter().any(|&at| problem.number.contains_key(&(0, at)))
        };
        let is_parted = block == 0
            || self.parents.iter().enumerate().any(|(finer, parents)| {
                parents.iter().any(|(parent, _)| *parent == block) && is_told(finer)
            });
        if !self.additive || is_parted {
            return false;
        }
        let own = self.columns_of(block);
        let place = |column: usize| own.binary_search(&column).unwrap_or(0);
        let unknown = |line: usize, column: usize| {
            problem.number.get(&(line, column)).is_some_and(|&at| problem.sums.unknown[at])
        };
        let beside: Vec<usize> = own
            .iter()
            .copied()
            .filter(|&beside| beside != column)
            .filter(|&beside| {
                self.parents[block]
                    .iter()
                    .all(|(_, wider)| wider[place(beside)] == wider[place(column)])
            })
            .filter(|&beside| unknown(line, beside))
            .collect();
        let count = |line: usize, column: usize| self.counts[line][column];
        let lines = 0..self.counts.len();
        lines.filter(|&other| other != line && unknown(other, column)).any(|other| {
            beside.iter().filter(|&&beside| unknown(other, beside)).any(|&beside| {
                count(line, column) > 0 && count(other, beside) > 0
                    || count(line, beside) > 0 && count(other, column) > 0
            })
        })
    }

    /// The cheapest numbers to hide so that this one is safe, or the cheapest
    /// step towards it.
    fn more(&self, problem: &Problem, number: usize) -> Vec<usize> {
        let (line, column, _) = problem.printed[number];
        let mut ways: Vec<(f64, Vec<usize>)> = Vec::new();
        let shown = |at: &usize| *at < problem.printed.len() && !problem.sums.unknown[*at];
        let mut add = |numbers: Vec<usize>| {
            let numbers: Vec<usize> = numbers.into_iter().filter(shown).collect();
            if !numbers.is_empty() {
                ways.push((numbers.iter().map(|&at| problem.printed[at].2).sum(), numbers));
            }
        };
        // Only what stands in a sum with this number, or with unknown ones
        // that it is tied to, can help.
        problem.sums.tied(number).iter().for_each(|&other| add(vec![other]));
        // Or a square of four: this one, another option, another group.
        for (&(other, beside), &corner) in &problem.number {
            if other != line && beside != column && self.blocks[beside] == self.blocks[column] {
                add(vec![
                    problem.number[&(other, column)],
                    problem.number[&(line, beside)],
                    corner,
                ]);
            }
        }
        ways.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let mut sums = problem.sums.clone();
        for (_, numbers) in ways.iter().take(MOST_TRIES) {
            numbers.iter().for_each(|&at| sums.unknown[at] = true);
            if safe(&sums, number) {
                return numbers.clone();
            }
            numbers.iter().for_each(|&at| sums.unknown[at] = false);
        }
        // A step: the cheapest number tied to this one.
        ways.into_iter().find(|(_, numbers)| numbers.len() == 1).map_or(vec![], |way| way.1)
    }
}

/// Whether at least two whole numbers agree with what is printed.
fn safe(sums: &Sums, number: usize) -> bool {
    let (least, most) = sums.range(number);
    most.is_none_or(|most| (most + 1e-6).floor() - (least - 1e-6).ceil() >= 1.0)
}
