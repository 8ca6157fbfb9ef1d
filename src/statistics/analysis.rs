//! A survey with its design, prepared once for all figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use super::design::{
    Design, DesignPlan, Moments, Population, Settings, WeightingReport, prepare, unweighted,
};
use super::filter::Filter;
use super::interval::largest_margin;
use super::lookup;
use super::measure::{Measure, MeasureKind};
use super::numerics::t_quantile;
use super::privacy::{Nest, Universe, hide_group, hide_of_all, nests};
use super::statistic::Statistic;
use crate::diagnostics::Diagnostic;
use crate::survey::{Code, Question, Survey};

/// A survey with its weights and design, from which every figure is computed.
///
/// It never changes after [`Analysis::new`], so threads can share it.
#[derive(Debug)]
pub struct Analysis {
    pub(crate) survey: Arc<Survey>,
    pub(crate) settings: Settings,
    weighted: Arc<Design>,
    unweighted: Arc<Design>,
    report: WeightingReport,
    /// Quantiles of t that were needed, by degrees of freedom.
    critical: Arc<Mutex<BTreeMap<u64, f64>>>,
    /// The nests that all figures of a question are protected in together.
    nests: BTreeSet<Nest>,
    /// What is hidden of a question, by its name, the respondents and further nests,
    /// and whether for the sake of other questions too.
    universes: Arc<Mutex<BTreeMap<UniverseKey, KnownUniverse>>>,
}

/// A universe, and the questions whose answers it was made from.
type KnownUniverse = (Arc<Universe>, Arc<[Arc<str>]>);

type UniverseKey = (Arc<str>, String, BTreeSet<Nest>, bool);

/// What a figure is about: which respondents, and whether they are weighted.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The respondents.
    pub filter: Filter,
    /// Whether the design and its weights are used. When not, every respondent
    /// counts once, as in a simple random sample.
    pub weighted: bool,
}

impl Default for Selection {
    /// Everyone, weighted as the plan says.
    fn default() -> Self {
        Self { filter: Filter::everyone(), weighted: true }
    }
}

impl Selection {
    /// The respondents of a filter, weighted as the plan says.
    pub fn of(filter: Filter) -> Self {
        Self { filter, weighted: true }
    }

    /// The same respondents, unweighted.
    #[must_use]
    pub fn unweighted(mut self) -> Self {
        self.weighted = false;
        self
    }

    /// The same selection within another filter.
    #[must_use]
    pub fn within(&self, filter: &Filter) -> Self {
        Self { filter: self.filter.and(filter), weighted: self.weighted }
    }

    /// The filter for a measure; `None` for everyone.
    pub(crate) fn restriction(&self) -> Option<Arc<Filter>> {
        (!self.filter.is_everyone()).then(|| Arc::new(self.filter.clone()))
    }
}

impl Analysis {
    /// Prepares the weights and the design.
    ///
    /// Fails with all faults of the plan: questions that do not exist, gaps in
    /// the design variables, empty strata or categories, raking that does not
    /// converge; each at its cell.
    pub fn new(
        survey: Arc<Survey>,
        plan: &DesignPlan,
        settings: Settings,
    ) -> Result<Self, Vec<Diagnostic>> {
        if survey.respondents() == 0 {
            return Err(vec![
                Diagnostic::error("no-respondents", "the survey has no respondents").at(
                    crate::diagnostics::Place::Sheet {
                        file: survey.file.clone(),
                        sheet: survey.data_sheet.clone(),
                    },
                ),
            ]);
        }
        let (weighted, report) = prepare(&survey, plan)?;
        let size = match plan.population.first() {
            // The number of clusters is not the number of possible respondents.
            _ if !plan.clusters.is_empty() => None,
            Some(Population::Frame) => survey.frame.as_ref().map(|frame| frame.units as f64),
            _ => weighted.strata.iter().map(|stratum| stratum.population).sum(),
        };
        let unweighted = unweighted(survey.respondents(), size);
        Ok(Self {
            nests: nests(&survey, &settings.banners),
            survey,
            settings,
            weighted: Arc::new(weighted),
            unweighted: Arc::new(unweighted),
            report,
            critical: Arc::default(),
            universes: Arc::default(),
        })
    }

    /// The same analysis of a copy of the survey whose answers nobody has looked at yet.
    pub fn unseen(&self) -> Self {
        self.of(Survey::clone(&self.survey))
    }

    fn of(&self, survey: Survey) -> Self {
        Self {
            survey: Arc::new(survey),
            settings: self.settings.clone(),
            weighted: self.weighted.clone(),
            unweighted: self.unweighted.clone(),
            report: self.report.clone(),
            critical: self.critical.clone(),
            nests: self.nests.clone(),
            universes: self.universes.clone(),
        }
    }

    /// The same design for other answers to questions that it does not rest on.
    #[cfg(test)]
    pub(crate) fn with_answers(&self, survey: Survey) -> Self {
        Self { universes: Arc::default(), ..self.of(survey) }
    }

    /// Whether two are the same in everything but the answers: what was computed
    /// from answers that are the same in both is the same.
    pub fn is_alike(&self, other: &Self) -> bool {
        let Self { survey, settings, weighted, unweighted, report, nests, .. } = self;
        survey.is_alike(&other.survey)
            && (settings, report, nests) == (&other.settings, &other.report, &other.nests)
            && (weighted, unweighted) == (&other.weighted, &other.unweighted)
    }

    /// The survey.
    pub fn survey(&self) -> &Arc<Survey> {
        &self.survey
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What weighting did.
    pub fn weighting(&self) -> &WeightingReport {
        &self.report
    }

    /// The final weight of each respondent.
    pub fn weights(&self) -> &[f64] {
        &self.weighted.weights
    }

    /// Whether respondents count differently: by a column, by strata that were
    /// not sampled alike, by post-stratification or raking.
    pub fn has_weights(&self) -> bool {
        !self.weighted.equal_weights
    }

    /// Whether every unit of the population answered.
    pub(crate) fn is_census(&self) -> bool {
        self.weighted.stages.is_none()
            && self.weighted.strata.iter().all(|stratum| {
                stratum.population.is_some_and(|population| population <= stratum.sampled)
            })
    }

    /// The largest margin of error of a share of a selection, `None` when it has too few
    /// respondents. Where weights differ they lessen the base to Kish's effective one,
    /// `(sum w)² / sum(w²)`. `population` is the number of units that the selection was
    /// drawn from, for the finite population correction. The number of respondents follows
    /// from it, so it is hidden where that is, and where they are too few to tell anything of.
    pub fn largest_margin(
        &self,
        selection: &Selection,
        population: Option<f64>,
    ) -> Result<Option<Measure>, Diagnostic> {
        let mut measure = self.respondents(selection)?;
        let mut base = measure.base as f64;
        measure.weighted = self.is_weighted(selection);
        if measure.weighted {
            let mask = selection.filter.mask(&self.survey)?;
            let mut moments = Moments::default();
            for (respondent, &weight) in self.weights().iter().enumerate() {
                if mask.as_ref().is_none_or(|mask| mask[respondent]) {
                    moments.add(weight);
                }
            }
            base = moments.weight * moments.weight / moments.square;
        }
        let Some(margin) = largest_margin(base, population, self.settings.level) else {
            return Ok(None);
        };
        hide_of_all(self, &selection.filter, &mut measure)?;
        measure.value = margin;
        measure.kind = MeasureKind::Share;
        measure.statistic = Statistic::LargestMargin;
        if let Some(reason) = measure.hidden {
            measure.hidden_base = Some(reason);
            measure.hide(reason);
        }
        Ok(Some(measure))
    }

    /// The design of a weighted or an unweighted figure.
    pub(crate) fn design(&self, weighted: bool) -> &Design {
        if weighted { &self.weighted } else { &self.unweighted }
    }

    /// The quantile of t for the level of all intervals. A table asks for the
    /// same few again and again, so they are kept.
    pub(crate) fn critical(&self, degrees: f64) -> f64 {
        let compute = || t_quantile(0.5 + self.settings.level / 2.0, degrees);
        match self.critical.lock() {
            Ok(mut known) => *known.entry(degrees.to_bits()).or_insert_with(compute),
            // A thread that panicked while it held the map leaves nothing wrong behind.
            Err(_) => compute(),
        }
    }

    /// A question in all groups that the publication tells of and in those of
    /// `beside`, among the respondents of `within`, with what of it is hidden.
    pub(crate) fn universe(
        &self,
        question: &Question,
        within: &Filter,
        mut beside: BTreeSet<Nest>,
    ) -> Result<Arc<Universe>, Diagnostic> {
        beside.retain(|nest| !nest.is_empty() && !self.nests.contains(nest));
        let (universe, made_from) = self.known_universe(question, within, beside, true)?;
        // Whoever gets what another has made rests on the same answers.
        for name in made_from.iter() {
            if let Some(question) = self.survey.questions.get(name) {
                question.answers.look();
            }
        }
        Ok(universe)
    }

    /// What is hidden of a question for its own sake, or, when `crossed`, for the sake of
    /// the questions that make its groups too.
    fn known_universe(
        &self,
        question: &Question,
        within: &Filter,
        beside: BTreeSet<Nest>,
        crossed: bool,
    ) -> Result<KnownUniverse, Diagnostic> {
        let name = &question.name;
        let key = (name.clone(), within.to_string(), beside, crossed);
        let known = self.universes.lock().ok().and_then(|known| known.get(&key).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let nests = self.nests.union(&key.2).cloned().collect();
        let privacy = self.settings.privacy;
        let survey = Survey::clone(&self.survey);
        // That of everyone is no question of the survey.
        let question = survey.questions.get(name).unwrap_or(question);
        let mut universe = Universe::new(&survey, question, within, &nests, privacy)?;
        let mut made_from: BTreeSet<Arc<str>> = BTreeSet::new();
        if crossed {
            let own = survey.questions.get_index_of(name).unwrap_or(usize::MAX);
            for place in universe.group_questions() {
                let Some((by, grouping)) = survey.questions.get_index(place) else { continue };
                let (other, from) = self.known_universe(grouping, within, key.2.clone(), false)?;
                let frame = survey.frame.as_ref();
                let is_known = frame.is_some_and(|frame| frame.variables.contains_key(by));
                universe.hide_crossed(own, place, &other, is_known);
                made_from.extend(from.iter().cloned());
            }
            universe.hide_means(question, privacy);
        }
        made_from.extend(survey.seen().map(|question| question.name.clone()));
        let known = (Arc::new(universe), made_from.into_iter().collect());
        if let Ok(mut universes) = self.universes.lock() {
            universes.insert(key, known.clone());
        }
        Ok(known)
    }

    /// Whether weights make a difference for a selection.
    pub fn is_weighted(&self, selection: &Selection) -> bool {
        selection.weighted && self.has_weights()
    }

    /// The respondents of a selection. The number is hidden when it is the count
    /// of an answer that is hidden; the base stays, for figures made from it.
    pub fn respondents(&self, selection: &Selection) -> Result<Measure, Diagnostic> {
        let mask = selection.filter.mask(&self.survey)?;
        let count = mask.map_or(self.survey.respondents(), |mask| {
            mask.iter().filter(|&&inside| inside).count()
        });
        let mut measure = Measure {
            value: count as f64,
            n: count,
            base: count,
            statistic: Statistic::Respondents,
            filter: selection.restriction(),
            ..Measure::blank(MeasureKind::Count, Arc::from([]))
        };
        hide_group(self, &selection.filter, &mut measure)?;
        Ok(measure)
    }

    /// The units of the population that a selection's filter describes. `stated` is the
    /// size of the whole population, which holds where there is no frame.
    ///
    /// Fails when there is no frame and nothing that holds was stated, or when the filter
    /// uses a question that the frame does not have.
    pub fn population(
        &self,
        selection: &Selection,
        stated: Option<f64>,
    ) -> Result<Measure, Diagnostic> {
        let stated = stated.filter(|_| self.survey.frame.is_none());
        let (value, statistic) = match stated.filter(|_| selection.filter.is_everyone()) {
            Some(size) => (size, Statistic::Setting),
            None => (self.frame_count(&selection.filter)? as f64, Statistic::Population),
        };
        Ok(Measure {
            value,
            n: value as usize,
            base: value as usize,
            statistic,
            filter: selection.restriction(),
            ..Measure::blank(MeasureKind::Count, Arc::from([]))
        })
    }

    /// Respondents as a share of the population that they were drawn from; `stated` and
    /// the faults are those of [`Analysis::population`].
    pub fn response_rate(
        &self,
        selection: &Selection,
        stated: Option<f64>,
    ) -> Result<Measure, Diagnostic> {
        let population = self.population(selection, stated)?;
        let base = population.base;
        // Its conditions are on the frame, which hides nothing.
        let n = self.respondents(selection)?.base;
        if base == 0 {
            return Err(Diagnostic::error(
                "empty-base",
                format!("no unit of the population meets `{}`", selection.filter),
            )
            .hint("widen the condition, or leave out what depends on it"));
        }
        Ok(Measure {
            value: n as f64 / population.value,
            n,
            base,
            missing: base.saturating_sub(n),
            statistic: Statistic::ResponseRate,
            filter: selection.restriction(),
            ..Measure::blank(MeasureKind::Share, Arc::from([]))
        })
    }

    fn frame_count(&self, filter: &Filter) -> Result<usize, Diagnostic> {
        let frame = self.survey.frame.as_ref().ok_or_else(|| {
            Diagnostic::error(
                "no-frame",
                "the workbook has no frame, so the population is not known",
            )
            .hint("add a sheet with one row for each unit of the population")
        })?;
        let mut mask = vec![true; frame.units];
        for condition in &filter.conditions {
            let question = lookup::question(&self.survey, &condition.question)?;
            let variable = frame.variables.get(&condition.question).ok_or_else(|| {
                Diagnostic::error(
                    "not-in-frame",
                    format!("the frame has no column `{}`", condition.question),
                )
                .hint(format!(
                    "its columns that are questions too are {}",
                    lookup::list(frame.variables.keys().map(|name| &**name))
                ))
            })?;
            let places = condition.places(question)?;
            for (keep, code) in mask.iter_mut().zip(&variable.codes) {
                *keep &= code.index().is_some_and(|place| places.contains(&place));
            }
        }
        Ok(mask.iter().filter(|&&inside| inside).count())
    }
}

/// The place of an answer among `choices + 2` slots: its choice, then empty,
/// then not asked.
pub(crate) fn slot(code: Code, choices: usize) -> usize {
    match code.index() {
        Some(place) if place < choices => place,
        _ if code == Code::NOT_ASKED => choices + 1,
        _ => choices,
    }
}
