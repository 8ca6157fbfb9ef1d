//! Which columns differ: tests between the columns of one banner question, and between waves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Table;
use crate::statistics::measure::Measure;
use crate::statistics::numerics::{normal_upper, t_upper};
use crate::statistics::statistic::Statistic;

/// How columns are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Significance {
    /// Differences with a smaller corrected p count, such as 0.05.
    pub level: f64,
    /// The correction for many comparisons in one row.
    pub correction: Correction,
    /// Columns with fewer answers are not compared.
    pub smallest_base: usize,
}

impl Default for Significance {
    fn default() -> Self {
        Self { level: 0.05, correction: Correction::Bonferroni, smallest_base: 2 }
    }
}

/// The correction for many comparisons in one row of one banner question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// None.
    None,
    /// p times the number of comparisons (R: `p.adjust(method = "bonferroni")`).
    Bonferroni,
    /// The false discovery rate (Benjamini and Hochberg 1995; R: `p.adjust(method = "BH")`).
    BenjaminiHochberg,
}

/// A test between two columns in one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The row.
    pub row: usize,
    /// One column.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// z for shares, t for means; positive when `a` is larger.
    pub statistic: f64,
    /// Degrees of freedom of t; `None` for z.
    pub degrees: Option<f64>,
    /// The two-sided p.
    pub p: f64,
    /// The same after correction.
    pub corrected: f64,
    /// How many comparisons were corrected together.
    pub family: usize,
}

/// What is compared: one column's figure in a row.
#[derive(Clone, Copy)]
pub(super) enum Sample {
    /// A share of an effective base.
    Share { share: f64, base: f64, n: usize },
    /// A mean with the variance of its numbers and their effective base.
    Mean { mean: f64, spread: f64, base: f64, n: usize },
    /// An estimate from a sample of its own, with its standard error and the degrees
    /// of freedom of that.
    Estimate { value: f64, error: f64, degrees: f64, n: usize },
}

impl Sample {
    fn n(self) -> usize {
        match self {
            Sample::Share { n, .. } | Sample::Mean { n, .. } | Sample::Estimate { n, .. } => n,
        }
    }

    /// Statistic, degrees of freedom and two-sided p of the difference.
    fn compare(self, other: Sample) -> Option<(f64, Option<f64>, f64)> {
        match (self, other) {
            (
                Sample::Share { share: a, base: na, .. },
                Sample::Share { share: b, base: nb, .. },
            ) => {
                let z = pooled_z(a, na, b, nb)?;
                Some((z, None, 2.0 * normal_upper(z.abs())))
            }
            (
                Sample::Mean { mean: a, spread: va, base: na, .. },
                Sample::Mean { mean: b, spread: vb, base: nb, .. },
            ) => {
                let (t, degrees) = welch(a, va, na, b, vb, nb)?;
                Some((t, Some(degrees), 2.0 * t_upper(t.abs(), degrees)))
            }
            (
                Sample::Estimate { value: a, error: ea, degrees: da, .. },
                Sample::Estimate { value: b, error: eb, degrees: db, .. },
            ) => {
                let t = independent_t(a, ea, b, eb)?;
                let degrees = da + db;
                (degrees >= 1.0).then(|| (t, Some(degrees), 2.0 * t_upper(t.abs(), degrees)))
            }
            _ => None,
        }
    }

    /// The share or mean of a table of one survey, for comparisons with other surveys.
    /// `None` where it is hidden, has no standard error, or is a share of something
    /// else than the answers in its column.
    pub(super) fn of_survey(measure: &Measure) -> Option<Self> {
        let is_compared = matches!(measure.statistic, Statistic::Share | Statistic::Mean);
        let (error, degrees) = (measure.standard_error?, measure.degrees?);
        (is_compared && measure.hidden.is_none()).then_some(Sample::Estimate {
            value: measure.value,
            error,
            degrees,
            n: measure.base,
        })
    }
}

/// The t of two estimates from samples that were drawn independently:
/// `(a - b) / sqrt(ea² + eb²)`, since the variance of a difference of independent
/// estimates is the sum of their variances (Cochran 1977, 2.14);
/// with the standard errors of both designs, as in
/// [`change_between`](crate::statistics::change_between). Two surveys are two strata of
/// one design, whose degrees of freedom add up (R: `degf` of the stacked design).
/// `None` without error.
pub fn independent_t(a: f64, ea: f64, b: f64, eb: f64) -> Option<f64> {
    let variance = ea * ea + eb * eb;
    (variance > 0.0).then(|| (a - b) / variance.sqrt())
}

/// Compares the same figure of surveys with samples of their own, two by two: `a` and `b`
/// of a [`Comparison`] are places in `figures`, and its `row` is 0.
pub fn compare_surveys(figures: &[Option<&Measure>], plan: &Significance) -> Vec<Comparison> {
    let samples = figures.iter().enumerate();
    let samples: Vec<(usize, Sample)> =
        samples.filter_map(|(place, it)| Some((place, Sample::of_survey((*it)?)?))).collect();
    compare_samples(0, &samples, plan)
}

/// The z of two shares with a pooled variance:
/// `(a - b) / sqrt(p (1 - p) (1 / na + 1 / nb))`, p the share of both together;
/// `None` when all or none have the answer. With weights the bases are
/// effective ones (R: `prop.test(correct = FALSE)`, whose statistic is z²).
pub fn pooled_z(a: f64, na: f64, b: f64, nb: f64) -> Option<f64> {
    let pooled = (a * na + b * nb) / (na + nb);
    let variance = pooled * (1.0 - pooled) * (1.0 / na + 1.0 / nb);
    (variance > 1e-300).then(|| (a - b) / variance.sqrt())
}

/// Welch's t of two means and its degrees of freedom (Welch 1947; R:
/// `t.test`); `None` without spread or with a base of 1.
pub fn welch(a: f64, va: f64, na: f64, b: f64, vb: f64, nb: f64) -> Option<(f64, f64)> {
    if na.min(nb).is_nan() || na.min(nb) <= 1.0 {
        return None;
    }
    let (ea, eb) = (va / na, vb / nb);
    let sum = ea + eb;
    if sum.is_nan() || sum <= 0.0 {
        return None;
    }
    let degrees = sum * sum / (ea * ea / (na - 1.0) + eb * eb / (nb - 1.0));
    Some(((a - b) / sum.sqrt(), degrees))
}

/// Corrects the p values of one family.
pub fn correct(p: &[f64], correction: Correction) -> Vec<f64> {
    let count = p.len() as f64;
    match correction {
        Correction::None => p.to_vec(),
        Correction::Bonferroni => p.iter().map(|p| (p * count).min(1.0)).collect(),
        Correction::BenjaminiHochberg => {
            let mut order: Vec<usize> = (0..p.len()).collect();
            order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
            let mut corrected = vec![0.0; p.len()];
            let mut least = 1.0f64;
            for (place, &test) in order.iter().enumerate() {
                least = least.min(p[test] * count / (count - place as f64));
                corrected[test] = least;
            }
            corrected
        }
    }
}

impl Comparison {
    /// The higher and the lower of the two, if they differ significantly.
    pub fn significant(&self, plan: &Significance) -> Option<(usize, usize)> {
        (self.corrected < plan.level).then_some(match self.statistic > 0.0 {
            true => (self.a, self.b),
            false => (self.b, self.a),
        })
    }
}

/// The tests of one row between all pairs of samples with enough answers, corrected together.
fn compare_samples(
    row: usize,
    samples: &[(usize, Sample)],
    plan: &Significance,
) -> Vec<Comparison> {
    let samples: Vec<(usize, Sample)> =
        samples.iter().copied().filter(|(_, sample)| sample.n() >= plan.smallest_base).collect();
    let mut found = Vec::new();
    for (place, &(a, first)) in samples.iter().enumerate() {
        for &(b, second) in &samples[place + 1..] {
            if let Some((statistic, degrees, p)) = first.compare(second) {
                let family = 0;
                found.push(Comparison { row, a, b, statistic, degrees, p, corrected: p, family });
            }
        }
    }
    let p: Vec<f64> = found.iter().map(|comparison| comparison.p).collect();
    for (comparison, corrected) in found.iter_mut().zip(correct(&p, plan.correction)) {
        (comparison.corrected, comparison.family) = (corrected, p.len());
    }
    found
}

/// Compares the columns of each block in each row, and writes the letters.
/// `samples` gives one entry for each row and column, as the cells do.
pub(super) fn compare(table: &mut Table, samples: &[Option<Sample>], plan: &Significance) {
    let width = table.columns.len();
    for row in 0..table.rows.len() {
        let blocks = table.columns.last().map_or(0, |column| column.block);
        for block in 1..=blocks {
            let columns: Vec<(usize, Sample)> = (0..width)
                .filter(|&column| table.columns[column].block == block)
                .filter_map(|column| Some((column, samples[row * width + column]?)))
                .collect();
            let found = compare_samples(row, &columns, plan);
            for comparison in &found {
                if let Some((higher, lower)) = comparison.significant(plan) {
                    let letter = table.columns[lower].letter.clone();
                    if let Some(cell) = &mut table.cells[row * width + higher] {
                        cell.above.extend(letter);
                    }
                }
            }
            table.comparisons.extend(found);
        }
    }
    for cell in table.cells.iter_mut().flatten() {
        // Letters in the order of the columns, whichever test gave them: B before AA.
        cell.above.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections_agree_with_p_adjust() {
        let p = [0.01, 0.04, 0.03, 0.005];
        assert_eq!(correct(&p, Correction::Bonferroni), [0.04, 0.16, 0.12, 0.02]);
        let expected = [0.02, 0.04, 0.04, 0.02];
        for (value, expected) in correct(&p, Correction::BenjaminiHochberg).iter().zip(expected) {
            assert!((value - expected).abs() < 1e-15);
        }
    }

    /// 58% of 6 with an error of 20 points and 10 degrees, against 21% of 14 with 10 points
    /// and 5: t = 0.37 / sqrt(0.05) = 1.65469, R: `2 * pt(-1.65469, 15)`.
    #[test]
    fn samples_of_their_own_are_compared_by_their_errors() {
        let measure = |value, error, degrees, base| Measure {
            value,
            base,
            standard_error: Some(error),
            degrees: Some(degrees),
            ..Measure::blank(crate::statistics::MeasureKind::Share, [].into())
        };
        let (one, other) = (measure(0.58, 0.2, 10.0, 6), measure(0.21, 0.1, 5.0, 14));
        let plan = Significance { correction: Correction::None, ..Significance::default() };
        let tests = compare_surveys(&[Some(&one), None, Some(&other)], &plan);
        assert_eq!(tests.len(), 1);
        assert_eq!((tests[0].a, tests[0].b, tests[0].degrees), (0, 2, Some(15.0)));
        assert!((tests[0].statistic - 1.654_690_3).abs() < 1e-7);
        assert!((tests[0].p - 0.118_754_9).abs() < 1e-6, "{}", tests[0].p);
        assert_eq!(tests[0].significant(&plan), None);
        let lenient = Significance { level: 0.2, ..plan };
        assert_eq!(tests[0].significant(&lenient), Some((0, 2)));
        // Without any error there is nothing to hold the difference against.
        let exact = |value| measure(value, 0.0, 10.0, 6);
        assert_eq!(compare_surveys(&[Some(&exact(0.0)), Some(&exact(1.0))], &plan), []);
    }

    #[test]
    fn equal_extremes_are_not_tested() {
        assert_eq!(pooled_z(0.0, 10.0, 0.0, 12.0), None);
        assert_eq!(pooled_z(1.0, 10.0, 1.0, 12.0), None);
        assert_eq!(welch(3.0, 0.0, 5.0, 3.0, 0.0, 5.0), None);
    }
}
