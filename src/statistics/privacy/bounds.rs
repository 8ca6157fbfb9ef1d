//! What a reader can work out about a hidden number.
//!
//! The printed numbers are equations over the hidden ones, none of which is
//! negative. The smallest and largest value that such a number can have are
//! found by linear programming.

/// Differences below this count as rounding.
const EPSILON: f64 = 1e-7;

/// Numbers in a table and the sums that tie them together.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// The true numbers; none is negative.
    pub(super) values: Vec<f64>,
    /// Whether the reader does not see the number.
    pub(super) unknown: Vec<bool>,
    /// Terms that add up to 0 together with the constant.
    pub(super) equations: Vec<Equation>,
}

/// `sum(factor * number) = constant`.
#[derive(Clone, Debug)]
pub(super) struct Equation {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) constant: f64,
}

impl Sums {
    /// Adds a number.
    pub(super) fn number(&mut self, value: f64, unknown: bool) -> usize {
        self.values.push(value);
        self.unknown.push(unknown);
        self.values.len() - 1
    }

    /// Adds an equation; its constant is what the true numbers give.
    pub(super) fn equation(&mut self, terms: Vec<(usize, f64)>) {
        let constant = terms.iter().map(|&(number, factor)| factor * self.values[number]).sum();
        self.equations.push(Equation { terms, constant });
    }

    /// The smallest and largest value that an unknown number can have;
    /// `None` for the largest when there is no limit.
    pub(super) fn range(&self, number: usize) -> (f64, Option<f64>) {
        let (numbers, equations) = self.component(number);
        let place = |number: usize| numbers.binary_search(&number).ok();
        let mut rows = Vec::new();
        for &equation in &equations {
            let Equation { terms, constant } = &self.equations[equation];
            let mut row = vec![0.0; numbers.len() + 1];
            row[numbers.len()] = *constant;
            for &(number, factor) in terms {
                match place(number) {
                    Some(place) => row[place] += factor,
                    None => row[numbers.len()] -= factor * self.values[number],
                }
            }
            rows.push(row);
        }
        let Some(target) = place(number) else {
            return (self.values[number], Some(self.values[number]));
        };
        let mut simplex = Simplex::feasible(rows, numbers.len());
        let most = simplex.largest(target, 1.0);
        let least = simplex.largest(target, -1.0).map_or(0.0, |value| -value);
        (least, most)
    }

    /// The numbers that stand in a sum with this one, or with unknown ones tied to it.
    pub(super) fn tied(&self, number: usize) -> Vec<usize> {
        let (_, equations) = self.component(number);
        let mut tied: Vec<usize> = equations
            .iter()
            .flat_map(|&place| self.equations[place].terms.iter().map(|term| term.0))
            .collect();
        tied.sort_unstable();
        tied.dedup();
        tied
    }

    /// The unknown numbers that are tied to this one, and their equations.
    fn component(&self, number: usize) -> (Vec<usize>, Vec<usize>) {
        let mut numbers = vec![number];
        let mut equations = Vec::new();
        let mut next = 0;
        let mut inside = vec![false; self.values.len()];
        let mut used = vec![false; self.equations.len()];
        inside[number] = true;
        while next < numbers.len() {
            let current = numbers[next];
            next += 1;
            for (place, equation) in self.equations.iter().enumerate() {
                if used[place] || !equation.terms.iter().any(|term| term.0 == current) {
                    continue;
                }
                used[place] = true;
                equations.push(place);
                for &(other, _) in &equation.terms {
                    if self.unknown[other] && !inside[other] {
                        inside[other] = true;
                        numbers.push(other);
                    }
                }
            }
        }
        numbers.sort_unstable();
        (numbers, equations)
    }
}

/// A simplex tableau (Dantzig 1963) with Bland's rule, which cannot cycle.
struct Simplex {
    /// Each row: factors, then the constant. The basic variable has factor 1.
    rows: Vec<Vec<f64>>,
    /// The basic variable of each row.
    basis: Vec<usize>,
    /// The number of variables.
    width: usize,
}

impl Simplex {
    /// A tableau with a feasible basis. The equations are known to have a
    /// solution: the true numbers.
    fn feasible(mut rows: Vec<Vec<f64>>, width: usize) -> Self {
        let height = rows.len();
        for (place, row) in rows.iter_mut().enumerate() {
            let constant = row.pop().unwrap_or(0.0);
            let sign = if constant < 0.0 { -1.0 } else { 1.0 };
            row.iter_mut().for_each(|factor| *factor *= sign);
            row.extend((0..height).map(|other| f64::from(u8::from(other == place))));
            row.push(constant * sign);
        }
        let mut simplex =
            Self { rows, basis: (width..width + height).collect(), width: width + height };
        // Phase one: drive the artificial variables to 0.
        let mut goal = vec![0.0; width + height];
        goal[width..].fill(-1.0);
        simplex.optimise(&goal);
        // What is left of them is 0: exchange them, or drop an empty row.
        let mut row = 0;
        while row < simplex.rows.len() {
            if simplex.basis[row] >= width {
                match (0..width).find(|&column| simplex.rows[row][column].abs() > EPSILON) {
                    Some(column) => simplex.pivot(row, column),
                    None => {
                        simplex.rows.remove(row);
                        simplex.basis.remove(row);
                        continue;
                    }
                }
            }
            row += 1;
        }
        for row in &mut simplex.rows {
            row.drain(width..width + height);
        }
        simplex.width = width;
        simplex
    }

    /// The largest value of `sign` times a variable; `None` without limit.
    fn largest(&mut self, variable: usize, sign: f64) -> Option<f64> {
        let mut goal = vec![0.0; self.width];
        goal[variable] = sign;
        if !self.optimise(&goal) {
            return None;
        }
        let row = self.basis.iter().position(|&basic| basic == variable);
        Some(sign * row.map_or(0.0, |row| self.rows[row][self.width]))
    }

    /// Moves to the best basis; false when the goal has no limit.
    fn optimise(&mut self, goal: &[f64]) -> bool {
        loop {
            let gain = |column: usize| {
                goal[column]
                    - self
                        .rows
                        .iter()
                        .zip(&self.basis)
                        .map(|(row, &basic)| goal[basic] * row[column])
                        .sum::<f64>()
            };
            let Some(column) = (0..self.width)
                .find(|&column| !self.basis.contains(&column) && gain(column) > EPSILON)
            else {
                return true;
            };
            let mut leaving: Option<(usize, f64)> = None;
            for (row, factors) in self.rows.iter().enumerate() {
                if factors[column] > EPSILON {
                    let ratio = factors[self.width] / factors[column];
                    let better = leaving.is_none_or(|(best, least)| {
                        ratio < least - EPSILON
                            || (ratio < least + EPSILON && self.basis[row] < self.basis[best])
                    });
                    if better {
                        leaving = Some((row, ratio));
                    }
                }
            }
            let Some((row, _)) = leaving else { return false };
            self.pivot(row, column);
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let scale = self.rows[row][column];
        self.rows[row].iter_mut().for_each(|factor| *factor /= scale);
        let pivot = self.rows[row].clone();
        for (other, factors) in self.rows.iter_mut().enumerate() {
            let factor = factors[column];
            if other != row && factor.abs() > 0.0 {
                for (value, pivot) in factors.iter_mut().zip(&pivot) {
                    *value -= factor * pivot;
                }
            }
        }
        self.basis[row] = column;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of counts with row and column sums, some cells unknown.
    fn table(counts: &[&[f64]], unknown: &[(usize, usize)]) -> Sums {
        let mut sums = Sums::default();
        let width = counts[0].len();
        for (row, line) in counts.iter().enumerate() {
            for (column, &count) in line.iter().enumerate() {
                sums.number(count, unknown.contains(&(row, column)));
            }
        }
        for row in 0..counts.len() {
            sums.equation((0..width).map(|column| (row * width + column, 1.0)).collect());
        }
        for column in 0..width {
            sums.equation((0..counts.len()).map(|row| (row * width + column, 1.0)).collect());
        }
        sums
    }

    #[test]
    fn one_hidden_cell_is_found_by_subtraction() {
        let sums = table(&[&[1.0, 9.0], &[8.0, 7.0]], &[(0, 0)]);
        assert_eq!(sums.range(0), (1.0, Some(1.0)));
    }

    #[test]
    fn a_hidden_square_leaves_room() {
        let counts: [&[f64]; 3] = [&[1.0, 9.0, 4.0], &[8.0, 7.0, 5.0], &[6.0, 6.0, 6.0]];
        let sums = table(&counts, &[(0, 0), (0, 1), (1, 0), (1, 1)]);
        let (least, most) = sums.range(0);
        assert!((least - 0.0).abs() < 1e-9 && (most.unwrap() - 9.0).abs() < 1e-9);
    }

    #[test]
    fn hidden_cells_that_add_up_to_nothing_are_nothing() {
        let counts: [&[f64]; 2] = [&[0.0, 0.0, 4.0], &[8.0, 7.0, 5.0]];
        let sums = table(&counts, &[(0, 0), (0, 1), (1, 0), (1, 1)]);
        assert_eq!(sums.range(0), (0.0, Some(0.0)));
    }

    #[test]
    fn without_sums_there_is_no_limit() {
        let mut sums = Sums::default();
        let number = sums.number(3.0, true);
        assert_eq!(sums.range(number), (0.0, None));
    }
}
