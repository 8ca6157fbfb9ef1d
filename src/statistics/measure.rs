//! One number that may be printed, with all that a reader may ask about it.

use std::sync::Arc;

use super::analysis::Analysis;
use super::filter::Filter;
use super::interval::ShareEstimate;
use super::round::Part;
use super::statistic::Statistic;

/// A number with its base, its precision and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The number. A share is a fraction (0.43), a difference of shares too;
    /// points are in points (-25.2). Not a number when `hidden`.
    pub value: f64,
    /// What kind of number it is.
    pub kind: MeasureKind,
    /// What was computed of `questions`, `codes` and `filter`.
    pub statistic: Statistic,
    /// The answers behind it, unweighted: those with the code for a share, all
    /// answers for a mean. 0 when `hidden`.
    pub n: usize,
    /// The respondents it is based on, unweighted: those with a valid answer.
    pub base: usize,
    /// The respondents of the selection who are left out: without a valid answer.
    pub missing: usize,
    /// Whether weights were used that differ.
    pub weighted: bool,
    /// The standard error, where it can be estimated.
    pub standard_error: Option<f64>,
    /// The confidence interval, where it can be estimated.
    pub interval: Option<(f64, f64)>,
    /// The degrees of freedom of the design behind the interval.
    pub degrees: Option<f64>,
    /// The distribution that a share is rounded with; `None` when it is rounded
    /// by itself.
    pub part: Option<Arc<Part>>,
    /// The wave that it is of, when that is not the one at hand: said by whoever
    /// has several.
    pub wave: Option<Arc<str>>,
    /// Why it may not be printed; `None` when it may.
    pub hidden: Option<Reason>,
    /// Why `base` and `missing` may not be printed either, as numbers of their own;
    /// `None` when they may.
    pub hidden_base: Option<Reason>,
    /// The questions it was computed from.
    pub questions: Arc<[Arc<str>]>,
    /// The codes that it is about, of the first question; none when it is about all.
    pub codes: Arc<[Arc<str>]>,
    /// The fraction of a quantile.
    pub fraction: Option<f64>,
    /// The filter it is about; `None` for everyone.
    pub filter: Option<Arc<Filter>>,
}

/// The kind of a number: how it is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    /// A fraction of a base, written as a percentage.
    Share,
    /// A number of respondents or units.
    Count,
    /// A mean.
    Mean,
    /// A median or another quantile.
    Median,
    /// An estimate for the whole population.
    Total,
    /// A ratio of two totals.
    Ratio,
    /// A score in points, such as the net promoter score.
    Points,
}

/// Why a number may not be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Fewer answers than the smallest base.
    SmallBase,
    /// Fewer respondents in the cell than the smallest cell.
    SmallCell,
    /// A hidden number could be computed from it.
    Derivable,
}

impl Reason {
    /// Why a number is hidden, in a few words for readers. It is the same for every
    /// number: of two cells that are both said to be small the sum would tell how small.
    pub fn text(self) -> &'static str {
        "too few answers, or needed to hide others"
    }
}

impl Measure {
    /// A number without content, to be filled in.
    pub(crate) fn blank(kind: MeasureKind, questions: Arc<[Arc<str>]>) -> Self {
        Self {
            value: 0.0,
            kind,
            statistic: Statistic::usual(kind),
            n: 0,
            base: 0,
            missing: 0,
            weighted: false,
            standard_error: None,
            interval: None,
            degrees: None,
            part: None,
            wave: None,
            hidden: None,
            hidden_base: None,
            questions,
            codes: Arc::from([]),
            fraction: None,
            filter: None,
        }
    }

    /// Takes the number out: nothing of it is left to be printed by mistake.
    pub(crate) fn hide(&mut self, reason: Reason) {
        self.value = f64::NAN;
        self.n = 0;
        self.standard_error = None;
        self.interval = None;
        self.part = None;
        self.hidden = Some(reason);
    }

    /// A share as a percentage with `digits` decimals: that of its distribution
    /// when they are rounded together, else its own, not rounded yet.
    pub fn percentage(&self, digits: u8) -> f64 {
        self.part.as_ref().map_or(100.0 * self.value, |part| part.percentage(digits))
    }
}

impl Measure {
    /// Fills in standard error, degrees of freedom and a symmetric interval.
    pub(crate) fn with_variance(
        &mut self,
        analysis: &Analysis,
        variance: Option<f64>,
        degrees: f64,
    ) {
        // Numbers may be so large that their squares are none.
        let Some(variance) = variance.filter(|it| it.is_finite()) else { return };
        let error = variance.sqrt();
        self.standard_error = Some(error);
        self.degrees = Some(degrees);
        if degrees >= 1.0 {
            let half = analysis.critical(degrees) * error;
            self.interval = Some((self.value - half, self.value + half));
        }
    }

    /// Fills in an estimated share.
    pub(crate) fn with_share(
        &mut self,
        analysis: &Analysis,
        share: f64,
        variance: Option<f64>,
        base: f64,
        degrees: f64,
    ) {
        self.value = share;
        if let Some(variance) = variance {
            let estimate = ShareEstimate { share, variance, base, degrees };
            self.standard_error = Some(variance.sqrt());
            self.degrees = Some(degrees);
            self.interval = analysis.share_interval(&estimate);
        }
    }
}
