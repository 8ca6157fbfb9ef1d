//! Tests of the textbook, on plain numbers.

use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::mean::Domain;
use crate::statistics::numerics::{chi_square_upper, f_upper, t_upper};
use crate::statistics::{lookup, privacy};

/// Pearson's chi-square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// `sum((observed - expected)² / expected)`.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees: f64,
    /// The probability of a larger statistic without association.
    pub p: f64,
    /// The smallest expected count: below 5 the p is only approximate.
    pub smallest_expected: f64,
}

/// Pearson's test of independence of a table of counts by row and column
/// (Pearson 1900; R: `chisq.test(correct = FALSE)`). Empty rows and columns
/// are left out; `None` when fewer than two of either remain.
pub fn chi_square(table: &[Vec<f64>]) -> Option<ChiSquare> {
    let width = table.first()?.len();
    let rows: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<f64> =
        (0..width).map(|column| table.iter().map(|row| row[column]).sum()).collect();
    let all: f64 = rows.iter().sum();
    let used = |sums: &[f64]| sums.iter().filter(|&&sum| sum > 0.0).count() as f64;
    let degrees = (used(&rows) - 1.0) * (used(&columns) - 1.0);
    if degrees < 1.0 {
        return None;
    }
    let (mut statistic, mut smallest) = (0.0, f64::INFINITY);
    for (row, row_sum) in table.iter().zip(&rows) {
        for (observed, column_sum) in row.iter().zip(&columns) {
            let expected = row_sum * column_sum / all;
            if expected > 0.0 {
                statistic += (observed - expected) * (observed - expected) / expected;
                smallest = smallest.min(expected);
            }
        }
    }
    let p = chi_square_upper(statistic, degrees);
    Some(ChiSquare { statistic, degrees, p, smallest_expected: smallest })
}

/// Welch's test of two means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WelchTest {
    /// The difference of the means divided by its standard error.
    pub t: f64,
    /// Degrees of freedom.
    pub degrees: f64,
    /// The two-sided p.
    pub p: f64,
}

/// Welch's test of two groups of numbers (Welch 1947; R: `t.test`). `None`
/// when a group has fewer than two numbers or neither has any spread.
pub fn welch_test(a: &[f64], b: &[f64]) -> Option<WelchTest> {
    let (na, nb) = (a.len() as f64, b.len() as f64);
    let (mean_a, var_a) = mean_and_variance(a)?;
    let (mean_b, var_b) = mean_and_variance(b)?;
    let (t, degrees) = crate::statistics::table::welch(mean_a, var_a, na, mean_b, var_b, nb)?;
    Some(WelchTest { t, degrees, p: 2.0 * t_upper(t.abs(), degrees) })
}

/// One-way analysis of variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anova {
    /// The variance between groups divided by that within them.
    pub f: f64,
    /// Degrees of freedom between groups.
    pub between: f64,
    /// Degrees of freedom within groups.
    pub within: f64,
    /// The probability of a larger F when all means are equal.
    pub p: f64,
}

/// Analysis of variance of groups of numbers (Fisher 1925; R: `anova(lm(x ~
/// group))`). Empty groups are left out; `None` with fewer than two groups or
/// without spread within them.
pub fn one_way_anova(groups: &[Vec<f64>]) -> Option<Anova> {
    let groups: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let n: f64 = groups.iter().map(|group| group.len() as f64).sum();
    let all = groups.iter().flat_map(|group| group.iter()).sum::<f64>() / n;
    let (mut between, mut within) = (0.0, 0.0);
    for group in &groups {
        let mean = group.iter().sum::<f64>() / group.len() as f64;
        between += group.len() as f64 * (mean - all) * (mean - all);
        within += group.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    }
    let (between_degrees, within_degrees) = (groups.len() as f64 - 1.0, n - groups.len() as f64);
    if between_degrees < 1.0 || within_degrees < 1.0 || within <= 0.0 {
        return None;
    }
    let f = between / between_degrees / (within / within_degrees);
    let p = f_upper(f, between_degrees, within_degrees);
    Some(Anova { f, between: between_degrees, within: within_degrees, p })
}

/// The numbers of a question in each group of a closed question, compared by
/// analysis of variance without weights. With two groups it is the square of
/// the t test with equal variances. `None` too where a group's mean may not be printed.
pub fn compare_means(
    analysis: &Analysis,
    question: &str,
    by: &str,
    selection: &Selection,
) -> Result<Option<Anova>, Diagnostic> {
    let domain = Domain::of(analysis, question, selection)?;
    let banner = lookup::question(&analysis.survey, by)?;
    let codes = lookup::single(banner)?;
    let mut groups = vec![Vec::new(); banner.choices.len()];
    for &(respondent, value) in &domain.values {
        if let Some(place) = codes[respondent].index()
            && banner.choices.get(place).is_some_and(lookup::is_valid)
        {
            groups[place].push(value);
        }
    }
    let found = lookup::question(&analysis.survey, question)?;
    if privacy::hides_any(analysis, found, banner, &selection.filter)? {
        return Ok(None);
    }
    Ok(one_way_anova(&groups))
}

/// Mean and variance of at least two numbers.
fn mean_and_variance(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if n < 2.0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let off = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    Some((mean, off / (n - 1.0)))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use super::*;

    #[test]
    fn a_two_by_two_table_has_the_known_chi_square() {
        // n (ad - bc)² / (row and column sums), by hand.
        let found = chi_square(&[vec![10.0, 20.0], vec![30.0, 15.0]]).unwrap();
        let expected =
            75.0 * (10.0f64 * 15.0 - 20.0 * 30.0).abs() * (450.0) / (30.0 * 45.0 * 40.0 * 35.0);
        assert!((found.statistic - expected).abs() < 1e-12);
        assert_eq!(found.degrees, 1.0);
        assert_eq!(found.smallest_expected, 14.0);
    }

    #[test]
    fn empty_rows_do_not_count() {
        let found = chi_square(&[vec![10.0, 20.0], vec![0.0, 0.0], vec![30.0, 15.0]]).unwrap();
        assert_eq!(found.degrees, 1.0);
        assert_eq!(chi_square(&[vec![1.0, 2.0]]), None);
    }

    #[test]
    fn two_groups_give_the_square_of_t() {
        let (a, b) = ([1.0, 2.0, 4.0, 5.0], [3.0, 6.0, 7.0, 8.0]);
        let anova = one_way_anova(&[a.to_vec(), b.to_vec()]).unwrap();
        let welch = welch_test(&a, &b).unwrap();
        // With groups of the same size Welch's t is the t of equal variances.
        assert!((anova.f - welch.t * welch.t).abs() < 1e-12);
    }
}
