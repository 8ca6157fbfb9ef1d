//! The counts behind the rows of one question, and which of them to hide.

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
    /// The options of each line.
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

/// A grid as numbers and sums.
struct Problem {
    sums: Sums,
    /// Number, cell of the table, and what it costs to hide it.
    printed: Vec<(usize, usize, f64)>,
    /// Number of a line and column.
    number: Vec<Vec<usize>>,
}

impl Grid {
    /// The cells of the table to be hidden, with reasons.
    pub(super) fn hidden(&self, privacy: Privacy) -> Vec<(usize, Reason)> {
        let mut hidden = Vec::new();
        let mut sensitive = Vec::new();
        let mut problem = self.problem();
        for (line, counts) in self.counts.iter().enumerate() {
            for (column, &count) in counts.iter().enumerate() {
                if let Some(reason) = small(count, self.bases[column], privacy) {
                    let number = problem.number[line][column];
                    problem.sums.unknown[number] = true;
                    hidden.push((self.cells[line][column], reason));
                    // Nobody is protected by hiding that there is nobody.
                    if count > 0 {
                        sensitive.push((line, column));
                    }
                }
            }
        }
        for (line, column) in sensitive {
            let number = problem.number[line][column];
            while !self.plainly_safe(&problem, line, column) && !safe(&problem.sums, number) {
                let more = self.more(&problem, line, column);
                if more.is_empty() {
                    break;
                }
                for number in more {
                    problem.sums.unknown[number] = true;
                    if let Some((_, cell, _)) =
                        problem.printed.iter().find(|printed| printed.0 == number)
                    {
                        hidden.push((*cell, Reason::Derivable));
                    }
                }
            }
        }
        // A mean is one more sum over its column, of which a hidden cell could
        // be worked out: it goes wherever a cell of its column went.
        for (column, &mean) in self.means.iter().flatten().enumerate() {
            let gone = |line: &Vec<usize>| problem.sums.unknown[line[column]];
            if problem.number.iter().any(gone) {
                hidden.push((mean, Reason::Derivable));
            }
        }
        hidden
    }

    /// Writes the grid as numbers with the sums that a reader can use.
    fn problem(&self) -> Problem {
        let mut sums = Sums::default();
        let mut printed = Vec::new();
        let columns = self.bases.len();
        let number: Vec<Vec<usize>> = self
            .counts
            .iter()
            .enumerate()
            .map(|(line, counts)| {
                let net = self.options[line].len() > 1;
                (0..columns)
                    .map(|column| {
                        let number = sums.number(counts[column] as f64, false);
                        // Dearest: all respondents. Then nets, then large cells; an
                        // empty cell hides little.
                        let count = counts[column] as f64;
                        let cost = if self.blocks[column] == 0 && columns > 1 { 1e6 } else { 0.0 }
                            + if net { 1e4 } else { 0.0 }
                            + if count > 0.0 { count } else { 1e3 };
                        printed.push((number, self.cells[line][column], cost));
                        number
                    })
                    .collect()
            })
            .collect();
        let singles: Vec<usize> =
            (0..self.options.len()).filter(|&line| self.options[line].len() == 1).collect();
        let line_of = |option: usize| singles.iter().find(|&&line| self.options[line][0] == option);
        for (column, &base) in self.bases.iter().enumerate() {
            if !self.additive {
                // No more than everyone: the rest did not tick it.
                for (numbers, counts) in number.iter().zip(&self.counts) {
                    let rest = sums.number(base.saturating_sub(counts[column]) as f64, true);
                    sums.equation(vec![(numbers[column], 1.0), (rest, 1.0)]);
                }
                continue;
            }
            let whole: Vec<_> = singles.iter().map(|&line| (number[line][column], 1.0)).collect();
            let complete = singles.iter().map(|&line| self.counts[line][column]).sum::<usize>();
            if complete == base {
                sums.equation(whole);
            }
            for (line, options) in self.options.iter().enumerate() {
                if options.len() > 1 {
                    let mut terms: Vec<_> = options
                        .iter()
                        .filter_map(|&option| Some((number[*line_of(option)?][column], 1.0)))
                        .collect();
                    if terms.len() == options.len() {
                        terms.push((number[line][column], -1.0));
                        sums.equation(terms);
                    }
                }
            }
        }
        self.line_equations(&mut sums, &number, &singles);
        Problem { sums, printed, number }
    }

    /// Each line over the groups of a block adds up to all respondents, or to
    /// the printed base of the line; those in no group are a number that is
    /// not printed.
    fn line_equations(&self, sums: &mut Sums, number: &[Vec<usize>], singles: &[usize]) {
        let total = self.blocks.iter().position(|&block| block == 0);
        let last = self.blocks.iter().copied().max().unwrap_or(0);
        for block in 1..=last {
            let columns: Vec<usize> =
                (0..self.blocks.len()).filter(|&column| self.blocks[column] == block).collect();
            let mut left = Vec::new();
            for (line, (numbers, counts)) in number.iter().zip(&self.counts).enumerate() {
                let mut terms: Vec<_> =
                    columns.iter().map(|&column| (numbers[column], 1.0)).collect();
                if self.line_sums {
                    sums.equation(terms.clone());
                }
                let Some(total) = total else { continue };
                let inside: usize = columns.iter().map(|&c| counts[c]).sum();
                let grouped: usize = columns.iter().map(|&c| self.bases[c]).sum();
                if grouped < self.bases[total] {
                    let rest = counts[total].saturating_sub(inside);
                    let rest = sums.number(rest as f64, true);
                    terms.push((rest, 1.0));
                    if singles.contains(&line) {
                        left.push((rest, 1.0));
                    }
                }
                terms.push((numbers[total], -1.0));
                sums.equation(terms);
            }
            if self.additive && !left.is_empty() {
                sums.equation(left);
            }
        }
    }

    /// Whether one respondent could be moved round a square of unknown numbers
    /// without any printed number changing: a quick look before the exact one.
    fn plainly_safe(&self, problem: &Problem, line: usize, column: usize) -> bool {
        let nets = self.options.iter().any(|options| options.len() > 1);
        if nets || !self.additive || self.blocks.len() < 2 {
            return false;
        }
        let unknown =
            |line: usize, column: usize| problem.sums.unknown[problem.number[line][column]];
        let count = |line: usize, column: usize| self.counts[line][column];
        let block = self.blocks[column];
        let lines = 0..self.options.len();
        block > 0
            && lines.filter(|&other| other != line && unknown(other, column)).any(|other| {
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
    fn more(&self, problem: &Problem, line: usize, column: usize) -> Vec<usize> {
        let number = problem.number[line][column];
        let cost = |number: usize| {
            problem.printed.iter().find(|printed| printed.0 == number).map_or(0.0, |p| p.2)
        };
        let shown = |number: &usize| !problem.sums.unknown[*number];
        let mut ways: Vec<(f64, Vec<usize>)> = Vec::new();
        let mut add = |numbers: Vec<usize>| {
            let numbers: Vec<usize> = numbers.into_iter().filter(shown).collect();
            if !numbers.is_empty() {
                ways.push((numbers.iter().map(|&number| cost(number)).sum(), numbers));
            }
        };
        // Only what stands in a sum with this number, or with unknown ones
        // that it is tied to, can help.
        let tied = problem.sums.tied(number);
        tied.iter().for_each(|&other| add(vec![other]));
        let block = self.blocks[column];
        for other in (0..self.options.len()).filter(|&other| other != line) {
            for beside in (0..self.blocks.len()).filter(|&beside| beside != column) {
                if self.blocks[beside] == block {
                    add(vec![
                        problem.number[other][column],
                        problem.number[line][beside],
                        problem.number[other][beside],
                    ]);
                }
            }
        }
        ways.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let mut sums = problem.sums.clone();
        for (_, numbers) in ways.iter().take(MOST_TRIES) {
            numbers.iter().for_each(|&number| sums.unknown[number] = true);
            let found = safe(&sums, number);
            if found {
                return numbers.clone();
            }
            numbers.iter().for_each(|&number| sums.unknown[number] = false);
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
