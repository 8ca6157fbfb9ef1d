//! How the sample was drawn and weighted: what a researcher states about it.

use std::sync::Arc;

use crate::survey::Survey;

/// The sample design and the weighting, by names of questions of the survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DesignPlan {
    /// The numeric question with a weight for each respondent. Without it a
    /// respondent stands for `N / n` units of the stratum, or for one when the
    /// population is not known (R: `svydesign(weights = )`).
    pub weights: Option<Arc<str>>,
    /// The closed question that the sample was stratified by (R: `strata = `).
    pub strata: Option<Arc<str>>,
    /// The questions that name the sampled units of each stage, outermost
    /// first; empty when respondents themselves were drawn (R: `ids = `).
    pub clusters: Vec<Arc<str>>,
    /// The number of units that each stage was drawn from; the last entry may
    /// be left out, as may all of them. Gives the finite population correction
    /// (R: `fpc = `).
    pub population: Vec<Population>,
    /// What was done to the weights afterwards.
    pub adjustment: Adjustment,
    /// What a stratum with a single sampled unit adds to a variance.
    pub lonely: Lonely,
}

/// The number of units that a stage was drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum Population {
    /// The rows of the frame: all of them, or those of each stratum.
    Frame,
    /// A number of units, without strata.
    Size(f64),
    /// A number of units for each code of the stratum question.
    Strata(Vec<(Arc<str>, f64)>),
    /// A numeric question that gives the size of each respondent's own stratum,
    /// or, at a later stage, of the unit that it was drawn in (R: `fpc = `). For
    /// programs that use the library: a manifest has no key for it.
    Column(Arc<str>),
}

/// What was done to the design's weights to make the sample agree with the population.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Adjustment {
    /// Nothing.
    #[default]
    None,
    /// Every cell of one margin gets its population total (R: `postStratify`).
    PostStratify(Margin),
    /// Several margins get their totals in turn until all agree (R: `rake`).
    Rake {
        /// The margins, in the order in which they are fitted.
        margins: Vec<Margin>,
        /// Rounds after which it counts as not converging.
        rounds: usize,
        /// The largest difference between a weighted margin and its total, as
        /// a share of the population, that counts as agreement.
        tolerance: f64,
        /// Bounds on a weight, as multiples of the mean weight.
        trim: Option<Trim>,
    },
}

impl Adjustment {
    /// Raking to the frame's totals of these questions, with the usual limits.
    pub fn rake(margins: impl IntoIterator<Item = Margin>) -> Self {
        Self::Rake {
            margins: margins.into_iter().collect(),
            rounds: 500,
            tolerance: 1e-13,
            trim: None,
        }
    }
}

/// One margin: a question, or the cells of several crossed.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// The closed questions whose codes are crossed.
    pub questions: Vec<Arc<str>>,
    /// The total of each cell, by its codes; `None` takes them from the frame.
    pub totals: Option<Vec<(Vec<Arc<str>>, f64)>>,
}

impl Margin {
    /// The frame's totals of one question.
    pub fn of(question: &str) -> Self {
        Self { questions: vec![question.into()], totals: None }
    }
}

/// Bounds on weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trim {
    /// The smallest weight, as a multiple of the mean weight.
    pub lower: f64,
    /// The largest weight, as a multiple of the mean weight.
    pub upper: f64,
}

/// What a stratum with one sampled unit (out of more) adds to a variance: with
/// one unit there is no spread to estimate (R: `options(survey.lonely.psu)`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lonely {
    /// The plan is refused.
    #[default]
    Fail,
    /// Nothing, as if the unit had been certain to be drawn.
    Certainty,
    /// The unit's squared distance from the mean of the whole sample.
    Adjust,
    /// The mean of what the other strata add.
    Average,
}

/// Choices that hold for every estimate of a publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The confidence level of intervals, such as 0.95.
    pub level: f64,
    /// How the interval of a share is made.
    pub share_interval: ShareInterval,
    /// What may not be printed.
    pub privacy: Privacy,
    /// The banners of the whole publication, each a question or several nested:
    /// what is hidden of a question is decided over all of them together.
    pub banners: Vec<Vec<Arc<str>>>,
    /// Whether the percentages of a single-choice question are rounded together
    /// so that they add up to 100.
    pub to_hundred: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            level: 0.95,
            share_interval: ShareInterval::Logit,
            privacy: Privacy::default(),
            banners: vec![],
            to_hundred: false,
        }
    }
}

/// How the interval of a share is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareInterval {
    /// Share plus and minus t standard errors (R: `svyciprop(method = "mean")`).
    T,
    /// Share plus and minus z standard errors (R: `confint`).
    Z,
    /// Wilson's score interval on the effective base.
    Wilson,
    /// Symmetric on the scale of log odds (R: `svyciprop(method = "xlogit")`).
    Logit,
    /// The same from a logistic regression with its stopping rule (R: `method = "logit"`).
    LogitModel,
    /// The profile of the scaled likelihood of a logistic regression (R: `method = "likelihood"`).
    Likelihood,
    /// Clopper and Pearson's on the effective base, after Korn and Graubard (R: `method = "beta"`).
    Beta,
}

impl ShareInterval {
    /// Whether it is made from a fitted model, weight by weight.
    pub(crate) fn is_modelled(self) -> bool {
        matches!(self, Self::LogitModel | Self::Likelihood)
    }
}

/// What may not be printed, to protect respondents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Privacy {
    /// A figure on fewer answers than this is hidden; 0 and 1 hide nothing.
    pub smallest_base: usize,
    /// A cell with 1 to this many less one respondents is hidden; 0 and 1 hide nothing.
    pub smallest_cell: usize,
}

impl Privacy {
    /// Whether anything can be hidden at all.
    pub fn hides(self) -> bool {
        self.smallest_base > 1 || self.smallest_cell > 1
    }
}

impl DesignPlan {
    /// The names of all questions that the plan uses, for checks and captions.
    pub fn questions(&self, survey: &Survey) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        let margins: &[Margin] = match &self.adjustment {
            Adjustment::None => &[],
            Adjustment::PostStratify(margin) => std::slice::from_ref(margin),
            Adjustment::Rake { margins, .. } => margins,
        };
        let columns = self.population.iter().filter_map(|population| match population {
            Population::Column(name) => Some(name),
            _ => None,
        });
        names.extend(self.weights.iter().cloned());
        names.extend(self.strata.iter().cloned());
        names.extend(self.clusters.iter().cloned());
        names.extend(columns.cloned());
        names.extend(margins.iter().flat_map(|margin| margin.questions.iter().cloned()));
        names.retain(|name| survey.questions.contains_key(name));
        names
    }
}
