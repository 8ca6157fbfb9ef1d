//! Shares and counts.

use std::sync::Arc;

use super::analysis::{Analysis, Selection, slot};
use super::design::{Moments, ShareInterval, Tally};
use super::interval::ShareEstimate;
use super::logit_model::LogitModel;
use super::lookup;
use super::mean::{Spread, design_effect};
use super::measure::{Measure, MeasureKind};
use super::privacy;
use super::question::{codes_at, valid_slots};
use super::round::Part;
use super::statistic::Statistic;
use crate::diagnostics::Diagnostic;
use crate::survey::{Answers, Choice, Question};

/// The share of valid answers with one of these codes.
///
/// The ratio `sum(w y) / sum(w)` over the domain, with the linearised standard
/// error of a ratio: influence `(y - p) / sum(w)` (Särndal, Swensson and
/// Wretman 1992, 5.8; R: `svymean(~factor(q), subset(design, ...))`). For a
/// multiple-response question: the respondents who ticked at least one of them.
///
/// Fails with `unknown-question`, `unknown-code`, `wrong-kind` or `empty-base`, and with
/// `missing-in-share` when one of the codes counts as missing.
pub fn share(
    analysis: &Analysis,
    question: &str,
    codes: &[&str],
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let found = Parted::of(analysis, question, codes, selection)?;
    found.measure(analysis, selection)
}

/// The same share as the logistic regression behind [`ShareInterval::LogitModel`]
/// gives it, which stops a few units in the ninth digit from [`share()`]
/// (R: `svyciprop(method = "logit")`). `None` for shares of 0 and 1.
pub fn model_share(
    analysis: &Analysis,
    question: &str,
    codes: &[&str],
    selection: &Selection,
) -> Result<Option<f64>, Diagnostic> {
    let found = Parted::of(analysis, question, codes, selection)?;
    Ok(found.model().map(|model| model.share()))
}

/// The spread of a share: the variance `n / (n - 1) p (1 - p)` of having the
/// answer, and the design effect of the share (R: `svyvar` and
/// `svymean(deff = TRUE)` of an indicator). Where the share may not be printed
/// its numbers are not numbers.
pub fn share_spread(
    analysis: &Analysis,
    question: &str,
    codes: &[&str],
    selection: &Selection,
) -> Result<Spread, Diagnostic> {
    let found = Parted::of(analysis, question, codes, selection)?;
    let (share, n) = (found.share(selection)?, found.all().count);
    let mut measure = found.blank(analysis, MeasureKind::Share, selection);
    measure.n = found.yes().count as usize;
    found.hide(analysis, selection, &mut measure)?;
    if measure.hidden.is_some() {
        return Ok(Spread::hidden());
    }
    let variance = share * (1.0 - share) * n / (n - 1.0);
    let estimate = found.tally.variance(&found.influence(share));
    let (yes, no) = (found.yes().count > 0.0, found.yes().count < n);
    Ok(Spread {
        variance,
        design_effect: design_effect(estimate, variance, n, found.all().weight),
        smallest: f64::from(u8::from(!no)),
        largest: f64::from(u8::from(yes)),
    })
}

/// The number of respondents with one of these codes, each counting once. When one of
/// the codes counts as missing, the base is all respondents of the selection.
pub fn count(
    analysis: &Analysis,
    question: &str,
    codes: &[&str],
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let asked = lookup::question(&analysis.survey, question)?;
    let places = lookup::choices(asked, codes)?;
    if !places.iter().all(|&place| lookup::is_valid(&asked.choices[place])) {
        return count_of_missing(analysis, asked, &places, selection);
    }
    let found = Parted::of(analysis, question, codes, selection)?;
    let mut measure = found.blank(analysis, MeasureKind::Count, selection);
    measure.weighted = false;
    measure.value = found.yes().count;
    measure.n = found.yes().count as usize;
    found.hide(analysis, selection, &mut measure)?;
    Ok(measure)
}

/// The number of respondents with one of these options, valid or not.
fn count_of_missing(
    analysis: &Analysis,
    question: &Question,
    places: &[usize],
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let mask = selection.filter.mask(&analysis.survey)?;
    let inside = |respondent: &usize| mask.as_ref().is_none_or(|mask| mask[*respondent]);
    let chose = |respondent: &usize| match &*question.answers {
        Answers::Single(codes) => {
            codes[*respondent].index().is_some_and(|place| places.contains(&place))
        }
        Answers::Multiple { ticked, .. } => places.iter().any(|&place| ticked[place][*respondent]),
        _ => false,
    };
    let all = (0..analysis.survey.respondents()).filter(inside);
    let n = all.clone().filter(chose).count();
    let mut measure = Measure {
        value: n as f64,
        n,
        base: all.count(),
        codes: codes_at(question, places),
        filter: selection.restriction(),
        ..Measure::blank(MeasureKind::Count, Arc::from([question.name.clone()]))
    };
    privacy::hide_count(analysis, question, places, &selection.filter, &mut measure)?;
    Ok(measure)
}

/// The number of valid answers. It is hidden, though not its `base`, when the
/// number of respondents of the selection is, and when it is too small or would give
/// one away that is.
pub fn base(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let (valid, missing) = answered(analysis, question, selection)?;
    let mut measure = Measure::blank(MeasureKind::Count, Arc::from([Arc::from(question)]));
    measure.statistic = Statistic::Answers;
    (measure.value, measure.n, measure.base) = (valid as f64, valid, valid);
    measure.missing = missing;
    measure.filter = selection.restriction();
    privacy::hide_group(analysis, &selection.filter, &mut measure)?;
    privacy::hide_base(analysis, question, &selection.filter, &mut measure)?;
    measure.hidden_base = measure.hidden;
    Ok(measure)
}

/// The number of respondents without a valid answer, hidden as that of [`base`] is.
pub fn missing(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<Measure, Diagnostic> {
    let (valid, missing) = answered(analysis, question, selection)?;
    let mut measure = Measure::blank(MeasureKind::Count, Arc::from([Arc::from(question)]));
    measure.statistic = Statistic::Missing;
    (measure.value, measure.n, measure.base) = (missing as f64, missing, valid + missing);
    measure.filter = selection.restriction();
    privacy::hide_group(analysis, &selection.filter, &mut measure)?;
    privacy::hide_base(analysis, question, &selection.filter, &mut measure)?;
    measure.hidden_base = measure.hidden;
    Ok(measure)
}

/// Respondents parted in those with and those without certain codes, all of which are
/// valid answers.
pub(crate) struct Parted<'a> {
    question: &'a Question,
    places: Vec<usize>,
    tally: Tally<'a>,
    missing: usize,
    /// 1 for the codes, 0 for another valid answer, 2 for neither.
    kinds: Vec<u8>,
    weights: &'a [f64],
}

impl<'a> Parted<'a> {
    pub(crate) fn of(
        analysis: &'a Analysis,
        question: &str,
        codes: &[&str],
        selection: &Selection,
    ) -> Result<Self, Diagnostic> {
        let question = lookup::question(&analysis.survey, question)?;
        let places = lookup::choices(question, codes)?;
        let choices = places.iter().map(|&place| &question.choices[place]);
        if let Some(choice) = choices.into_iter().find(|choice| !lookup::is_valid(choice)) {
            return Err(missing_in_share(question, choice));
        }
        let mask = selection.filter.mask(&analysis.survey)?;
        let inside = |respondent: usize| mask.as_ref().is_none_or(|mask| mask[respondent]);
        let respondents = analysis.survey.respondents();
        let mut kinds = vec![2u8; respondents];
        match &*question.answers {
            Answers::Single(answers) => {
                let of_slot: Vec<u8> = valid_slots(question)
                    .iter()
                    .enumerate()
                    .map(|(place, &valid)| match (valid, places.contains(&place)) {
                        (false, _) => 2,
                        (true, chosen) => u8::from(chosen),
                    })
                    .collect();
                for (kind, &answer) in kinds.iter_mut().zip(answers) {
                    *kind = of_slot[slot(answer, of_slot.len() - 2)];
                }
            }
            Answers::Multiple { ticked, missing } => {
                for (respondent, kind) in kinds.iter_mut().enumerate() {
                    if missing[respondent].is_none() {
                        *kind = u8::from(places.iter().any(|&place| ticked[place][respondent]));
                    }
                }
            }
            _ => return Err(lookup::wrong_kind(question, "a closed question")),
        }
        let mut missing = 0;
        for (respondent, kind) in kinds.iter_mut().enumerate() {
            if !inside(respondent) {
                *kind = 3;
            } else if *kind == 2 {
                missing += 1;
            }
        }
        let design = analysis.design(selection.weighted);
        let tally = Tally::count(design, 2, |respondent| usize::from(kinds[respondent]));
        Ok(Self { question, places, tally, missing, kinds, weights: &design.weights })
    }

    pub(crate) fn yes(&self) -> Moments {
        self.tally.sum([1])
    }

    pub(crate) fn all(&self) -> Moments {
        self.tally.sum([0, 1])
    }

    /// Each respondent with a valid answer, and 1 for the codes or 0 for others.
    pub(crate) fn answers(&self, selection: &Selection) -> Result<Vec<(usize, f64)>, Diagnostic> {
        let answers: Vec<(usize, f64)> = self
            .kinds
            .iter()
            .enumerate()
            .filter(|(_, kind)| **kind < 2)
            .map(|(respondent, &kind)| (respondent, f64::from(kind)))
            .collect();
        if answers.is_empty() {
            return Err(empty_base(&self.question.name, selection));
        }
        Ok(answers)
    }

    fn blank(&self, analysis: &Analysis, kind: MeasureKind, selection: &Selection) -> Measure {
        let mut measure = Measure::blank(kind, Arc::from([self.question.name.clone()]));
        measure.codes = codes_at(self.question, &self.places);
        measure.base = self.all().count as usize;
        measure.missing = self.missing;
        measure.weighted = analysis.is_weighted(selection);
        measure.filter = selection.restriction();
        measure
    }

    fn share(&self, selection: &Selection) -> Result<f64, Diagnostic> {
        let all = self.all();
        if all.count < 1.0 {
            return Err(empty_base(&self.question.name, selection));
        }
        Ok(self.yes().weight / all.weight)
    }

    fn influence(&self, share: f64) -> [(usize, f64); 2] {
        let all = self.all().weight;
        [(0, -share / all), (1, (1.0 - share) / all)]
    }

    fn measure(&self, analysis: &Analysis, selection: &Selection) -> Result<Measure, Diagnostic> {
        let share = self.share(selection)?;
        let mut measure = self.blank(analysis, MeasureKind::Share, selection);
        measure.n = self.yes().count as usize;
        let degrees = self.tally.degrees(&[0, 1]);
        let variance = self.tally.variance(&self.influence(share));
        measure.with_share(analysis, share, variance, self.all().count, degrees);
        measure.part = self.part(analysis, selection).map(Arc::new);
        if variance.is_some_and(|variance| variance > 0.0)
            && analysis.settings.share_interval.is_modelled()
            && let Some(model) = self.model()
        {
            measure.interval = model.interval(&analysis.settings, degrees);
        }
        self.hide(analysis, selection, &mut measure)?;
        Ok(measure)
    }

    /// The distribution of the question, of which these codes are a part.
    fn part(&self, analysis: &Analysis, selection: &Selection) -> Option<Part> {
        let Answers::Single(codes) = &*self.question.answers else { return None };
        if !analysis.settings.to_hundred {
            return None;
        }
        let choices = self.question.choices.len();
        let design = analysis.design(selection.weighted);
        let tally = Tally::count(design, choices, |respondent| match self.kinds[respondent] {
            0 | 1 => slot(codes[respondent], choices),
            _ => choices,
        });
        let all = tally.sum(0..choices).weight;
        let shares = (0..choices).map(|choice| tally.sum([choice]).weight / all).collect();
        Some(Part { shares, places: self.places.clone() })
    }

    fn hide(
        &self,
        analysis: &Analysis,
        selection: &Selection,
        measure: &mut Measure,
    ) -> Result<(), Diagnostic> {
        let figure = privacy::Figure::Options(&self.places);
        privacy::hide_figure(analysis, self.question, figure, &selection.filter, measure)
    }

    fn model(&self) -> Option<LogitModel> {
        let answers = self.kinds.iter().zip(self.weights).filter(|(kind, _)| **kind < 2);
        LogitModel::fit(answers.map(|(&kind, &weight)| (weight, kind == 1)), |mean, slope| {
            let all = self.all().weight;
            self.tally.variance(&[(0, -mean / slope / all), (1, (1.0 - mean) / slope / all)])
        })
    }
}

impl Analysis {
    /// The interval of a share. The two that need a fitted model take the one
    /// that the fit tends to, which is the same to about 1e-8.
    pub(crate) fn share_interval(&self, estimate: &ShareEstimate) -> Option<(f64, f64)> {
        let level = self.settings.level;
        if estimate.degrees < 1.0 {
            return None;
        }
        // The fitted models have no curve to follow, and of a whole population shares
        // of 0 and 1 are as certain as others.
        if estimate.is_certain() || self.is_census() {
            return Some((estimate.share, estimate.share));
        }
        match self.settings.share_interval {
            ShareInterval::T => Some(estimate.around(self.critical(estimate.degrees))),
            ShareInterval::Z => Some(estimate.around(self.critical(f64::INFINITY))),
            ShareInterval::Wilson => estimate.wilson(level),
            ShareInterval::Logit | ShareInterval::LogitModel => {
                estimate.logit_around(self.critical(estimate.degrees))
            }
            ShareInterval::Likelihood => {
                LogitModel::limit(estimate)?.likelihood(level, estimate.degrees)
            }
            ShareInterval::Beta => Some(estimate.beta(level)),
        }
    }
}

/// Valid and missing answers to a question of any kind.
fn answered(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
) -> Result<(usize, usize), Diagnostic> {
    let question = lookup::question(&analysis.survey, question)?;
    let mask = selection.filter.mask(&analysis.survey)?;
    let slots = valid_slots(question);
    let is_valid = |respondent: usize| match &*question.answers {
        Answers::Single(codes) => slots[slot(codes[respondent], slots.len() - 2)],
        Answers::Multiple { missing, .. } => missing[respondent].is_none(),
        Answers::Number(numbers) => numbers[respondent].is_ok(),
        Answers::Text(texts) | Answers::Date(texts) => texts[respondent].is_some(),
    };
    let (mut valid, mut missing) = (0, 0);
    for respondent in 0..analysis.survey.respondents() {
        if mask.as_ref().is_none_or(|mask| mask[respondent]) {
            if is_valid(respondent) {
                valid += 1;
            } else {
                missing += 1;
            }
        }
    }
    Ok((valid, missing))
}

/// The message that a share is asked of who gave no answer.
fn missing_in_share(question: &Question, choice: &Choice) -> Diagnostic {
    let (code, name) = (&choice.code, &question.name);
    Diagnostic::error(
        "missing-in-share",
        format!(
            "code `{code}` of question `{name}` counts as missing, and a share is of valid answers"
        ),
    )
    .hint(format!("leave the code out, or print how many chose it: `count \"{name}\" \"{code}\"`"))
}

/// The message that nobody answered.
pub(crate) fn empty_base(question: &str, selection: &Selection) -> Diagnostic {
    let message = match selection.restriction() {
        Some(filter) => format!("no respondent with `{filter}` has a valid answer to `{question}`"),
        None => format!("no respondent has a valid answer to `{question}`"),
    };
    Diagnostic::error("empty-base", message)
        .hint("widen the condition, or leave out what depends on it")
}
