//! Which sentences are true of this survey, and the numbers in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::estimate::{largest_margin_of, stated_population};
use crate::chapter::helpers::plan::lower_first;
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit};
use crate::diagnostics::Diagnostic;
use crate::format::{self, Percent};
use crate::statistics::{Measure, MeasureKind, Selection, ShareInterval, Statistic};
use crate::survey::{Answers, Code, Kind, Missing, Question};

use super::sentences::Sentences;
use super::{Part, Parts};

/// The numbers, and the sentences by paragraph.
pub(super) fn account<'s>(
    session: &Session,
    arguments: &Arguments,
    sentences: &'s Sentences,
) -> Result<(Parts, Vec<Vec<&'s str>>), Diagnostic> {
    let mut account = Account::new(session, arguments, sentences)?;
    let response = account.response()?;
    let precision = account.precision()?;
    let weighting = account.weighting();
    let tests = match arguments.switch("tests")? {
        Some(false) => vec![sentences.claims],
        _ => {
            let has_waves = !session.material.manifest.waves.earlier.is_empty();
            let of_waves = has_waves.then_some(sentences.tests_of_waves);
            let tests = [sentences.tests_in_tables, sentences.tests_in_text];
            tests.into_iter().chain(of_waves).chain([sentences.claims]).collect()
        }
    };
    let missing = account.missing();
    let privacy = account.privacy();
    Ok((account.parts, vec![response, precision, weighting, tests, missing, privacy]))
}

struct Account<'a, 's> {
    session: &'a Session<'a>,
    arguments: &'a Arguments,
    sentences: &'s Sentences,
    /// The number of respondents: other numbers are made in its likeness.
    respondents: Measure,
    parts: Parts,
}

impl<'a, 's> Account<'a, 's> {
    fn new(
        session: &'a Session<'a>,
        arguments: &'a Arguments,
        sentences: &'s Sentences,
    ) -> Result<Self, Diagnostic> {
        let respondents = session
            .material
            .analysis
            .respondents(&Selection::default())
            .map_err(|fault| at(fault, arguments.place()))?;
        let mut account =
            Self { session, arguments, sentences, respondents, parts: BTreeMap::new() };
        let units = arguments.option("units")?.unwrap_or(sentences.units);
        account.parts.insert("units", Part::Text(units.into()));
        let count = account.respondents.value;
        account.count("respondents", count, Statistic::Respondents, &[]);
        Ok(account)
    }

    /// A number with its text.
    fn part(&mut self, name: &'static str, measure: Measure, unit: Unit, text: String) {
        let measured = Measured::new(measure, unit, String::new());
        self.parts.insert(name, Part::Number(Box::new(measured), text));
    }

    /// A number of the design: it rests on these questions.
    fn measure(
        &self,
        value: f64,
        kind: MeasureKind,
        statistic: Statistic,
        questions: &[Arc<str>],
    ) -> Measure {
        Measure { value, kind, statistic, questions: questions.into(), ..self.respondents.clone() }
    }

    fn count(
        &mut self,
        name: &'static str,
        value: f64,
        statistic: Statistic,
        questions: &[Arc<str>],
    ) {
        let measure = self.measure(value, MeasureKind::Count, statistic, questions);
        let text = format::number(value, 0, self.session.language());
        self.part(name, measure, Unit::Count, text);
    }

    /// A number of the weighting, with two decimals.
    fn weight(
        &mut self,
        name: &'static str,
        value: f64,
        statistic: Statistic,
        questions: &[Arc<str>],
    ) {
        let measure = self.measure(value, MeasureKind::Ratio, statistic, questions);
        let text = format::number(value, 2, self.session.language());
        self.part(name, measure, Unit::Number, text);
    }

    /// A bound that the manifest states, with one decimal.
    fn bound(&mut self, name: &'static str, value: f64) {
        let measure = self.measure(value, MeasureKind::Ratio, Statistic::Setting, &[]);
        let text = format::number(value, 1, self.session.language());
        self.part(name, measure, Unit::Number, text);
    }

    /// A share in the house style.
    fn share(&mut self, name: &'static str, measure: Measure) {
        let measured = Measured::new(measure, Unit::Share, String::new());
        let text = self.session.house_style(&measured);
        self.parts.insert(name, Part::Number(Box::new(measured), text));
    }

    /// The short labels of questions, as in a sentence.
    fn labels(&mut self, name: &'static str, names: &[&str]) {
        let survey = self.session.material.survey;
        let labels: Vec<String> = names
            .iter()
            .map(|name| {
                let question = survey.questions.get(*name);
                question.map_or(name.to_string(), |question| lower_first(&question.short))
            })
            .collect();
        let text = match &labels[..] {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                format!("{} {} {last}", first.join(", "), self.sentences.list_and)
            }
        };
        self.parts.insert(name, Part::Text(text));
    }

    fn response(&mut self) -> Result<Vec<&'s str>, Diagnostic> {
        let analysis = self.session.material.analysis;
        let design = &self.session.material.manifest.design;
        let everyone = Selection::default();
        let place = self.arguments.place();
        let mut sentences = vec![];
        let framed = self.session.material.survey.frame.is_some();
        if framed {
            let population =
                analysis.population(&everyone, None).map_err(|fault| at(fault, place.clone()))?;
            let rate = analysis.response_rate(&everyone, None).map_err(|fault| at(fault, place))?;
            let text = format::number(population.value, 0, self.session.language());
            self.part("population", population, Unit::Count, text);
            self.share("response", rate);
            sentences.push(self.sentences.response_of_frame);
        } else if let Some(size) = stated_population(self.session) {
            self.count("population", size, Statistic::Setting, &[]);
            sentences.push(self.sentences.response_of_population);
        } else {
            sentences.push(self.sentences.response_only);
        }
        match &design.strata {
            Some(strata) => {
                let name = strata.get_ref().as_str();
                self.labels("strata", &[name]);
                let strata = occurring(self.session.material.survey.questions.get(name));
                let names = [Arc::from(name)];
                self.count("stratum-count", strata as f64, Statistic::OptionsInUse, &names);
                sentences.push(self.sentences.stratified);
            }
            None if design.clusters.is_empty() => sentences.push(self.sentences.simple),
            None => {}
        }
        if !design.clusters.is_empty() {
            let names: Vec<&str> =
                design.clusters.iter().map(|name| name.get_ref().as_str()).collect();
            self.labels("clusters", &names);
            sentences.push(self.sentences.clustered);
        }
        if self.corrects() {
            sentences.push(self.sentences.finite);
        }
        sentences.push(self.sentences.self_selected);
        Ok(sentences)
    }

    /// Whether the finite population correction is used.
    fn corrects(&self) -> bool {
        use crate::manifest::{PopulationPlan, PopulationWord};
        let manifest = &self.session.material.manifest;
        match manifest.design.population.as_ref().map(|population| population.get_ref()) {
            Some(PopulationPlan::Word(PopulationWord::Endless)) => false,
            Some(_) => true,
            None => {
                manifest.design.clusters.is_empty() && self.session.material.survey.frame.is_some()
            }
        }
    }

    /// Whether respondents count differently.
    fn weighs(&self) -> bool {
        self.session.material.analysis.has_weights()
    }

    fn precision(&mut self) -> Result<Vec<&'s str>, Diagnostic> {
        let analysis = self.session.material.analysis;
        let settings = analysis.settings();
        let language = self.session.language();
        let level = self.measure(settings.level, MeasureKind::Share, Statistic::Setting, &[]);
        let text = format::level(settings.level, Percent::Word, language);
        self.part("level", level, Unit::Share, text);
        let significance = 1.0 - settings.level;
        let text = format::level(significance, Percent::Word, language);
        let measure = self.measure(significance, MeasureKind::Share, Statistic::Setting, &[]);
        self.part("significance", measure, Unit::Share, text);
        let mut sentences = vec![self.sentences.level];

        // Of clusters the largest margin is not known beforehand.
        if self.session.material.manifest.design.clusters.is_empty() {
            let margin = largest_margin_of(self.session, &Selection::default());
            let margin = margin.map_err(|fault| at(fault, self.arguments.place()))?;
            // What `margin` hides is not told here.
            if let Some(measure) = margin.filter(|measure| measure.hidden.is_none()) {
                let digits = self.session.digits(Unit::Points);
                let text = format::points(measure.value, digits, language);
                self.part("margin", measure, Unit::Points, text);
                sentences.push(match self.weighs() {
                    true => self.sentences.margin_weighted,
                    false => self.sentences.margin,
                });
            }
        }
        sentences.push(match settings.share_interval {
            ShareInterval::T => self.sentences.interval_t,
            ShareInterval::Z => self.sentences.interval_z,
            ShareInterval::Wilson => self.sentences.interval_wilson,
            ShareInterval::Logit | ShareInterval::LogitModel => self.sentences.interval_logit,
            ShareInterval::Beta => self.sentences.interval_beta,
            ShareInterval::Likelihood => self.sentences.interval_likelihood,
        });
        Ok(sentences)
    }

    fn weighting(&mut self) -> Vec<&'s str> {
        let design = &self.session.material.manifest.design;
        let report = self.session.material.analysis.weighting().clone();
        let mut sentences = vec![];
        let mut used: Vec<Arc<str>> = vec![];
        if let Some(weight) = &design.weight {
            let name = weight.get_ref().as_str();
            used.push(name.into());
            self.parts.insert("weight", Part::Text(name.into()));
            sentences.push(self.sentences.by_column);
        }
        let margins: Vec<&str> = design
            .post_stratify
            .iter()
            .chain(&design.rake)
            .map(|name| name.get_ref().as_str())
            .collect();
        used.extend(margins.iter().map(|&name| Arc::from(name)));
        self.labels("margins", &margins);
        if design.post_stratify.is_some() {
            sentences.push(self.sentences.post_stratified);
        } else if !margins.is_empty() {
            self.count("rounds", report.rounds as f64, Statistic::RakingRounds, &used);
            sentences.push(self.sentences.raked);
            if let Some(trim) = &design.trim {
                let [lower, upper] = *trim.get_ref();
                self.bound("lower", lower);
                self.bound("upper", upper);
                self.count("trimmed", report.trimmed as f64, Statistic::TrimmedWeights, &used);
                sentences.push(self.sentences.trimmed);
            }
        }
        if sentences.is_empty() {
            sentences.push(match (self.weighs(), &design.strata) {
                (true, Some(strata)) => {
                    used.push(strata.get_ref().as_str().into());
                    self.sentences.by_stratum
                }
                _ => self.sentences.unweighted,
            });
        }
        if self.weighs() {
            let weights = self.session.material.analysis.weights();
            let mean = weights.iter().sum::<f64>() / weights.len() as f64;
            self.weight("smallest", report.smallest / mean, Statistic::SmallestWeight, &used);
            self.weight("largest", report.largest / mean, Statistic::LargestWeight, &used);
            self.weight("effect", report.design_effect, Statistic::DesignEffect, &used);
            let effective = report.effective_base;
            self.count("effective", effective, Statistic::EffectiveBase, &used);
            sentences.push(self.sentences.spread);
        }
        sentences
    }

    fn missing(&mut self) -> Vec<&'s str> {
        let survey = self.session.material.survey;
        let manifest = &self.session.material.manifest;
        let design: Vec<&str> =
            manifest.design.names().map(|name| name.get_ref().as_str()).collect();
        // What the frame knows of its units was not asked of them.
        let known = |name: &str| {
            survey.frame.as_ref().is_some_and(|frame| frame.variables.contains_key(name))
        };
        let derived = |name: &str| manifest.derived.keys().any(|it| it.get_ref() == name);
        let mut asked = 0;
        let mut without = 0;
        let mut worst: Option<(&Question, usize, usize)> = None;
        let mut names = vec![];
        for question in survey.questions.values() {
            let counts = matches!(question.kind, Kind::Single | Kind::Multiple | Kind::Number);
            let id = manifest.workbook.id.as_deref() == Some(&*question.name);
            let other = id || known(&question.name) || derived(&question.name);
            if !counts || other || design.contains(&&*question.name) {
                continue;
            }
            let (put, blank) = put_and_blank(question);
            asked += put;
            without += blank;
            names.push(question.name.clone());
            let more =
                |(_, put_most, most): &(&Question, usize, usize)| blank * put_most > most * put;
            if put > 0 && blank > 0 && worst.as_ref().is_none_or(more) {
                worst = Some((question, put, blank));
            }
        }
        if asked == 0 {
            return vec![self.sentences.missing];
        }
        self.count("asked", asked as f64, Statistic::TimesAsked, &names);
        let Some((question, put, blank)) = worst else {
            return vec![self.sentences.missing, self.sentences.none_missing];
        };
        self.count("without", without as f64, Statistic::TimesUnanswered, &names);
        let share = |n: usize, base: usize, names: &[Arc<str>]| Measure {
            n,
            base,
            missing: 0,
            ..self.measure(
                n as f64 / base as f64,
                MeasureKind::Share,
                Statistic::UnansweredShare,
                names,
            )
        };
        let all = share(without, asked, &names);
        let most = share(blank, put, std::slice::from_ref(&question.name));
        self.share("without-share", all);
        self.share("worst-share", most);
        let label = question.short.trim_end_matches(['.', '?', '!', ':']).to_string();
        self.parts.insert("worst", Part::Text(label));
        vec![self.sentences.missing, self.sentences.missing_share]
    }

    fn privacy(&mut self) -> Vec<&'s str> {
        let privacy = self.session.material.analysis.settings().privacy;
        let mut sentences = vec![];
        if privacy.smallest_base > 1 {
            let smallest = privacy.smallest_base as f64;
            self.count("smallest-base", smallest, Statistic::Setting, &[]);
            sentences.push(self.sentences.small_base);
        }
        if privacy.smallest_cell > 1 {
            let smallest = privacy.smallest_cell as f64;
            self.count("smallest-cell", smallest, Statistic::Setting, &[]);
            sentences.push(self.sentences.small_cell);
        }
        if !sentences.is_empty() {
            sentences.push(self.sentences.derivable);
        }
        sentences
    }
}

/// How many options of a question occur among the answers.
fn occurring(question: Option<&Question>) -> usize {
    let Some(question) = question else { return 0 };
    let Answers::Single(codes) = &*question.answers else { return 0 };
    (0..question.choices.len())
        .filter(|&place| codes.iter().any(|code| code.index() == Some(place)))
        .count()
}

/// How often a question was put, and how often it got no valid answer.
fn put_and_blank(question: &Question) -> (usize, usize) {
    let reasons: Vec<Option<Missing>> = match &*question.answers {
        Answers::Single(codes) => codes
            .iter()
            .map(|&code| match code.index().and_then(|place| question.choices.get(place)) {
                Some(choice) => choice.missing,
                None if code == Code::NOT_ASKED => Some(Missing::NotAsked),
                None => Some(Missing::Empty),
            })
            .collect(),
        Answers::Multiple { missing, .. } => missing.clone(),
        Answers::Number(numbers) => numbers.iter().map(|number| number.err()).collect(),
        Answers::Text(_) | Answers::Date(_) => vec![],
    };
    let put = reasons.iter().filter(|reason| **reason != Some(Missing::NotAsked));
    let blank = put.clone().filter(|reason| reason.is_some()).count();
    (put.count(), blank)
}
