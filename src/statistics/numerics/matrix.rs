//! Small dense matrices.

/// A matrix of rows and columns, stored by row.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub(crate) fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// A matrix with `value(row, column)` in each place.
    pub(crate) fn from_fn(
        rows: usize,
        columns: usize,
        value: impl Fn(usize, usize) -> f64,
    ) -> Self {
        let mut matrix = Self::zeros(rows, columns);
        for row in 0..rows {
            for column in 0..columns {
                matrix.values[row * columns + column] = value(row, column);
            }
        }
        matrix
    }

    /// The value at a place.
    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.columns + column]
    }

    /// Puts a value at a place.
    pub(crate) fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.columns + column] = value;
    }

    /// The matrix product.
    pub(crate) fn times(&self, other: &Matrix) -> Matrix {
        Matrix::from_fn(self.rows, other.columns, |row, column| {
            (0..self.columns).map(|k| self.at(row, k) * other.at(k, column)).sum()
        })
    }

    /// The sum of the diagonal.
    pub(crate) fn trace(&self) -> f64 {
        (0..self.rows.min(self.columns)).map(|k| self.at(k, k)).sum()
    }

    /// `X` in `self X = right`, by Gaussian elimination with partial pivoting;
    /// `None` when the matrix is singular.
    pub(crate) fn solve(&self, right: &Matrix) -> Option<Matrix> {
        let size = self.rows;
        let (mut left, mut right) = (self.clone(), right.clone());
        for pivot in 0..size {
            let best = (pivot..size)
                .max_by(|&a, &b| left.at(a, pivot).abs().total_cmp(&left.at(b, pivot).abs()))?;
            if left.at(best, pivot).abs() < 1e-300 {
                return None;
            }
            left.swap_rows(pivot, best);
            right.swap_rows(pivot, best);
            for row in pivot + 1..size {
                let factor = left.at(row, pivot) / left.at(pivot, pivot);
                left.subtract_row(row, pivot, factor);
                right.subtract_row(row, pivot, factor);
            }
        }
        for pivot in (0..size).rev() {
            let scale = left.at(pivot, pivot);
            for column in 0..right.columns {
                right.values[pivot * right.columns + column] /= scale;
            }
            for row in 0..pivot {
                let factor = left.at(row, pivot);
                right.subtract_row(row, pivot, factor);
            }
        }
        Some(right)
    }

    fn swap_rows(&mut self, a: usize, b: usize) {
        if a != b {
            for column in 0..self.columns {
                self.values.swap(a * self.columns + column, b * self.columns + column);
            }
        }
    }

    fn subtract_row(&mut self, row: usize, other: usize, factor: f64) {
        for column in 0..self.columns {
            let value = self.at(other, column);
            self.values[row * self.columns + column] -= factor * value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_solves() {
        let left = Matrix::from_fn(3, 3, |row, column| {
            [[0.0, 2.0, 1.0], [1.0, -2.0, -3.0], [-1.0, 1.0, 2.0]][row][column]
        });
        let expected = Matrix::from_fn(3, 1, |row, _| [1.0, -2.0, 3.0][row]);
        let found = left.solve(&left.times(&expected)).unwrap();
        for row in 0..3 {
            assert!((found.at(row, 0) - expected.at(row, 0)).abs() < 1e-14);
        }
    }
}
