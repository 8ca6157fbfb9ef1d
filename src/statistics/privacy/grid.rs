//! The counts behind the rows of one question, and which of them to hide.

use std::collections::BTreeMap;

use super::bounds::Sums;
use super::small;
use crate::statistics::design::Privacy;
use crate::statistics::measure::Reason;

/// At most this many ways of hiding more are tried for one number before the
/// cheapest is taken as a step.
const MOST_TRIES: usize = 60;

/// The counts behind the share rows of one question.
///
/// A line is a set of options, a column a group of respondents. In a table of
/// statements they stand the other way round, which makes no difference here.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The options of each line: one, or several for a net.
    pub(crate) options: Vec<Vec<usize>>,
    /// Respondents by line and column.
    pub(crate) counts: Vec<Vec<usize>>,
    /// Valid answers by column.
    pub(crate) bases: Vec<usize>,
    /// The block of each column; block 0 holds all respondents.
    pub(crate) blocks: Vec<usize>,
    /// The table's cell of each line and column.
    pub(crate) cells: Vec<Vec<usize>>,
    /// Whether the options exclude each other, so that they add up to the base.
    pub(crate) additive: bool,
    /// Whether the sum of each line over a block is printed, as the base of row percentages.
    pub(crate) line_sums: bool,
    /// The table's cell of each column's mean, when means are printed.
    pub(crate) means: Option<Vec<usize>>,
}

/// Hidden lines and columns, with reasons.
type HiddenCells = BTreeMap<(usize, usize), Reason>;

/// The single options as numbers and sums.
struct Problem {
    sums: Sums,
    /// Line, column and what it costs to hide it, by number.
    printed: Vec<(usize, usize, f64)>,
    /// Number by line and column.
    number: BTreeMap<(usize, usize), usize>,
}

impl Grid {
    /// The cells of the table to be hidden, with reasons.
    ///
    /// The column of all respondents comes first and by itself, as in a plain
    /// frequency table; nets and means follow the options. So one question is
    /// treated alike in text, frequency tables and banner tables, in any order.
    pub(super) fn hidden(&self, privacy: Privacy) -> Vec<(usize, Reason)> {
        let mut hidden = HiddenCells::new();
        let all: Vec<usize> = (0..self.blocks.len()).collect();
        let total: Vec<usize> =
            all.iter().copied().filter(|&column| self.blocks[column] == 0).collect();
        self.hide_options(&total, privacy, &mut hidden);
        if total.len() < all.len() {
            self.hide_options(&all, privacy, &mut hidden);
        }
        self.hide_nets(privacy, &mut hidden);
        let mut cells: Vec<(usize, Reason)> = hidden
            .iter()
            .map(|(&(line, column), &reason)| (self.cells[line][column], reason))
            .collect();
        // A mean is one more sum over its column, of which a hidden cell could
        // be worked out: it goes wherever a cell of its column went.
        for (column, &mean) in self.means.iter().flatten().enumerate() {
            if hidden.keys().any(|key| key.1 == column) {
                cells.push((mean, Reason::Derivable));
            }
        }
        cells
    }

    /// The lines of a single option, in the order of the codebook: what is
    /// hidden may not depend on the order of the rows.
    fn singles(&self) -> Vec<usize> {
        let mut singles: Vec<usize> =
            (0..self.options.len()).filter(|&line| self.options[line].len() == 1).collect();
        singles.sort_by_key(|&line| self.options[line][0]);
        singles
    }

    /// Hides small cells of some columns, and others until none can be worked out.
    fn hide_options(&self, columns: &[usize], privacy: Privacy, hidden: &mut HiddenCells) {
        let mut problem = self.problem(columns);
        let mut sensitive = Vec::new();
        for (&(line, column), &number) in &problem.number {
            let count = self.counts[line][column];
            if let Some(reason) = small(count, self.bases[column], privacy) {
                hidden.insert((line, column), reason);
                // Nobody is protected by hiding that there is nobody.
                if count > 0 {
                    sensitive.push(number);
                }
            }
        }
        for (cell, number) in &problem.number {
            problem.sums.unknown[*number] = hidden.contains_key(cell);
        }
        sensitive.sort_unstable();
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

    /// A net is shown when it holds none of the hidden options of its column,
    /// or all of them: then it says nothing that is not known. Of multiple
    /// response, which does not add up, it may hold none.
    fn hide_nets(&self, privacy: Privacy, hidden: &mut HiddenCells) {
        let singles = self.singles();
        for (net, options) in self.options.iter().enumerate().filter(|(_, o)| o.len() > 1) {
            for (column, &base) in self.bases.iter().enumerate() {
                let (mut inside, mut outside) = (false, false);
                for &line in &singles {
                    if hidden.contains_key(&(line, column)) {
                        let holds = options.contains(&self.options[line][0]);
                        inside |= holds;
                        outside |= !holds;
                    }
                }
                let reason = small(self.counts[net][column], base, privacy);
                let derivable = inside && (outside || !self.additive);
                if let Some(reason) = reason.or(derivable.then_some(Reason::Derivable)) {
                    hidden.insert((net, column), reason);
                }
            }
        }
    }

    /// Writes the options of some columns as numbers with the sums that a
    /// reader can use.
    fn problem(&self, columns: &[usize]) -> Problem {
        let mut sums = Sums::default();
        let mut printed = Vec::new();
        let mut number = BTreeMap::new();
        let singles = self.singles();
        for &line in &singles {
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
                let answers: usize = singles.iter().map(|&line| self.counts[line][column]).sum();
                if answers == base {
                    sums.equation(
                        singles.iter().map(|&line| (number[&(line, column)], 1.0)).collect(),
                    );
                }
                continue;
            }
            for &line in &singles {
                // No more than everyone: the rest did not tick it.
                let rest = base.saturating_sub(self.counts[line][column]) as f64;
                let rest = sums.number(rest, true);
                sums.equation(vec![(number[&(line, column)], 1.0), (rest, 1.0)]);
            }
        }
        let last = columns.iter().map(|&column| self.blocks[column]).max().unwrap_or(0);
        for block in 1..=last {
            self.line_equations(block, &singles, &number, &mut sums);
        }
        Problem { sums, printed, number }
    }

    /// Each line over the groups of a block adds up to all respondents, or to
    /// the printed base of the line; those in no group are a number that is
    /// not printed.
    fn line_equations(
        &self,
        block: usize,
        singles: &[usize],
        number: &BTreeMap<(usize, usize), usize>,
        sums: &mut Sums,
    ) {
        let total = self.blocks.iter().position(|&block| block == 0);
        let columns: Vec<usize> =
            (0..self.blocks.len()).filter(|&column| self.blocks[column] == block).collect();
        let grouped: usize = columns.iter().map(|&column| self.bases[column]).sum();
        let mut left = Vec::new();
        for &line in singles {
            let mut terms: Vec<_> =
                columns.iter().map(|&column| (number[&(line, column)], 1.0)).collect();
            if self.line_sums {
                sums.equation(terms.clone());
            }
            let Some(total) = total else { continue };
            if grouped < self.bases[total] {
                let counts = &self.counts[line];
                let inside: usize = columns.iter().map(|&column| counts[column]).sum();
                let rest = sums.number(counts[total].saturating_sub(inside) as f64, true);
                terms.push((rest, 1.0));
                left.push((rest, 1.0));
            }
            terms.push((number[&(line, total)], -1.0));
            sums.equation(terms);
        }
        if self.additive && !left.is_empty() {
            sums.equation(left);
        }
    }

    /// Whether one respondent could be moved round a square of unknown numbers
    /// without any printed number changing: a quick look before the exact one.
    fn plainly_safe(&self, problem: &Problem, number: usize) -> bool {
        let (line, column, _) = problem.printed[number];
        let block = self.blocks[column];
        if !self.additive || block == 0 {
            return false;
        }
        let unknown = |line: usize, column: usize| {
            problem.number.get(&(line, column)).is_some_and(|&at| problem.sums.unknown[at])
        };
        let count = |line: usize, column: usize| self.counts[line][column];
        let lines = 0..self.options.len();
        lines.filter(|&other| other != line && unknown(other, column)).any(|other| {
            (0..self.blocks.len())
                .filter(|&beside| beside != column && self.blocks[beside] == block)
                .filter(|&beside| unknown(line, beside) && unknown(other, beside))
                .any(|beside| {
                    count(line, column) > 0 && count(other, beside) > 0
                        || count(line, beside) > 0 && count(other, column) > 0
                })
        })
    }

    /// The cheapest numbers to hide so that this one is safe, or the cheapest
    /// step towards it.
    fn more(&self, problem: &Problem, number: usize) -> Vec<usize> {
        let (line, column, _) = problem.printed[number];
        let shown = |at: &usize| *at < problem.printed.len() && !problem.sums.unknown[*at];
        let mut ways: Vec<(f64, Vec<usize>)> = Vec::new();
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
