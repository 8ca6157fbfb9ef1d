//! The rows of a table beside its shares: bases, means, missing answers, and
//! shares of answers instead of respondents.

use super::RowKind;
use super::counts::{MeanCell, ShareCell};
use super::rows::{ShareRow, plain_row};
use super::sheet::{Counted, Sheet};
use super::significance::Sample;
use crate::diagnostics::Diagnostic;
use crate::statistics::design::Moments;
use crate::statistics::mean::Domain;
use crate::statistics::measure::{Measure, MeasureKind};
use crate::statistics::question::codes_at;
use crate::statistics::statistic::Statistic;
use crate::survey::{Answers, Missing, Question};

impl Sheet<'_> {
    /// Shares of all answers given to a multiple-response question: the ratio
    /// of two totals, influence `(ticked - p answers) / sum(w answers)`.
    pub(super) fn shares_of_answers(
        &mut self,
        question: &Question,
        rows: &[ShareRow],
    ) -> Result<(), Diagnostic> {
        let Answers::Multiple { ticked, missing } = &*question.answers else { return Ok(()) };
        let design = self.design;
        let answers: Vec<f64> = (0..missing.len())
            .map(|respondent| {
                let given = ticked.iter().filter(|option| option[respondent]).count();
                if missing[respondent].is_none() { given as f64 } else { 0.0 }
            })
            .collect();
        for row in rows {
            let codes = codes_at(question, &row.places);
            let named = |respondent: usize| {
                let given = row.places.iter().filter(|&&place| ticked[place][respondent]).count();
                if missing[respondent].is_none() { given as f64 } else { 0.0 }
            };
            let cells = self.each_column(|block, group| {
                let block = &self.blocks[block];
                let members: Vec<usize> = (0..missing.len())
                    .filter(|&respondent| block.group(respondent) == Some(group))
                    .collect();
                let over =
                    |value: &dyn Fn(usize) -> f64| members.iter().map(|&m| value(m)).sum::<f64>();
                let all = over(&|m| design.weights[m] * answers[m]);
                if all <= 0.0 {
                    return None;
                }
                let share = over(&|m| design.weights[m] * named(m)) / all;
                let mut influence = vec![0.0; missing.len()];
                for &member in &members {
                    influence[member] = (named(member) - share * answers[member]) / all;
                }
                let mut measure = self.blank(MeasureKind::Share, question);
                measure.statistic = Statistic::ShareOfTicks;
                measure.codes = codes.clone();
                measure.missing = members.iter().filter(|&&m| missing[m].is_some()).count();
                let cell = ShareCell {
                    share,
                    variance: design.variance(&influence),
                    n: over(&|m| named(m)),
                    base: Moments { count: over(&|m| answers[m]), ..Default::default() },
                    degrees: design
                        .degrees(|m| block.group(m) == Some(group) && missing[m].is_none()),
                    model: None,
                };
                cell.fill(&mut measure, self.analysis);
                Some(measure)
            });
            self.push(row.row.clone(), cells, vec![None; self.width]);
        }
        Ok(())
    }

    /// The rows that close a list: answers, base and weighted base.
    pub(super) fn total(&mut self, question: &Question, counted: &[Counted], multiple: bool) {
        let base = self.each_column(|block, group| {
            let counts = counted[block].any()?;
            Some((counts.base(group), counts.missing(group) as usize))
        });
        let count = |value: f64, n: usize, missing: usize| Measure {
            value,
            n,
            base: n,
            missing,
            ..self.blank(MeasureKind::Count, question)
        };
        let cells = base
            .iter()
            .map(|found| {
                let (base, missing) = (*found)?;
                let mut measure = count(base.count, base.count as usize, missing);
                measure.weighted = false;
                measure.statistic = Statistic::Answers;
                Some(measure)
            })
            .collect();
        let weighted = base
            .iter()
            .map(|found| {
                let (base, missing) = (*found)?;
                let count = count(base.weight, base.count as usize, missing);
                Some(Measure { statistic: Statistic::WeightedAnswers, ..count })
            })
            .collect();
        let answers = match &*question.answers {
            Answers::Multiple { ticked, missing } if multiple && self.options.of_answers => {
                Some(self.each_column(|block, group| {
                    let block = &self.blocks[block];
                    let members = (0..missing.len()).filter(|&respondent| {
                        missing[respondent].is_none() && block.group(respondent) == Some(group)
                    });
                    let given = members
                        .map(|m| ticked.iter().filter(|option| option[m]).count())
                        .sum::<usize>();
                    let mut measure = count(given as f64, given, 0);
                    measure.weighted = false;
                    measure.statistic = Statistic::Ticks;
                    Some(measure)
                }))
            }
            _ => None,
        };
        let none = vec![None; self.width];
        if let Some(answers) = answers {
            self.push(plain_row(RowKind::Answers, &question.name), answers, none.clone());
        }
        self.push(plain_row(RowKind::Base, &question.name), cells, none.clone());
        if self.options.weighted_base {
            self.push(plain_row(RowKind::WeightedBase, &question.name), weighted, none);
        }
    }

    pub(super) fn mean_row(
        &mut self,
        question: &Question,
        kind: RowKind,
        means: Vec<Option<MeanCell>>,
    ) {
        let samples = means
            .iter()
            .map(|mean| {
                mean.map(|mean| Sample::Mean {
                    mean: mean.mean,
                    spread: mean.spread,
                    base: mean.effective,
                    n: mean.n as usize,
                })
            })
            .collect();
        let cells = means
            .into_iter()
            .map(|mean| {
                let mean = mean?;
                let mut measure = self.blank(MeasureKind::Mean, question);
                (measure.value, measure.n) = (mean.mean, mean.n as usize);
                measure.base = measure.n;
                measure.missing = mean.missing as usize;
                measure.with_variance(self.analysis, mean.variance, mean.degrees);
                Some(measure)
            })
            .collect();
        let mut row = plain_row(kind, &question.name);
        row.label = question.short.clone();
        self.push(row, cells, samples);
    }

    /// The mean of another question, in the same columns.
    pub(super) fn mean_of(&mut self, question: &Question) -> Result<(), Diagnostic> {
        let mut means = Vec::new();
        for block in self.blocks {
            for group in 0..block.columns.len() {
                let domain = Domain::within(self.analysis, &question.name, |respondent| {
                    block.group(respondent) == Some(group)
                })?;
                means.push((!domain.values.is_empty()).then(|| {
                    let found = domain.mean(self.design);
                    MeanCell {
                        mean: found.mean,
                        variance: found.variance,
                        degrees: found.degrees,
                        n: domain.values.len() as f64,
                        missing: domain.missing as f64,
                        effective: found.effective,
                        spread: found.population_variance,
                    }
                }));
            }
        }
        self.mean_row(question, RowKind::Mean, means);
        Ok(())
    }

    /// A row for each option and reason that does not count as an answer, where it occurs.
    pub(super) fn missing(&mut self, question: &Question, counted: &[Counted]) {
        let mut kinds: Vec<(RowKind, Option<usize>, usize)> = Vec::new();
        let slots = match &*question.answers {
            Answers::Single(_) => {
                for (place, choice) in question.choices.iter().enumerate() {
                    if let Some(reason) = choice.missing {
                        kinds.push((RowKind::Missing(reason), Some(place), place));
                    }
                }
                let choices = question.choices.len();
                kinds.push((RowKind::Missing(Missing::Empty), None, choices));
                kinds.push((RowKind::Missing(Missing::NotAsked), None, choices + 1));
                None
            }
            Answers::Multiple { missing, .. } => {
                for (place, reason) in REASONS.into_iter().enumerate() {
                    kinds.push((RowKind::Missing(reason), None, place));
                }
                Some(missing)
            }
            _ => return,
        };
        // Who gives no answer is one of all respondents in the column.
        let respondents = self.each_column(|block, group| {
            let block = &self.blocks[block];
            (0..self.analysis.survey.respondents())
                .filter(|&respondent| block.group(respondent) == Some(group))
                .count()
        });
        for (kind, place, slot) in kinds {
            let counts = self.each_column(|block, group| match (slots, &counted[block]) {
                (None, Counted::Single(counts)) => counts.sum(group, &[slot]).count as usize,
                (Some(missing), _) => {
                    let block = &self.blocks[block];
                    let is = |&at: &usize| {
                        block.group(at) == Some(group) && missing[at] == Some(REASONS[slot])
                    };
                    (0..missing.len()).filter(is).count()
                }
                _ => 0,
            });
            if counts.iter().all(|&count| count == 0) {
                continue;
            }
            let cells = counts
                .into_iter()
                .zip(&respondents)
                .map(|(n, &all)| {
                    let mut measure = self.blank(MeasureKind::Count, question);
                    (measure.value, measure.n, measure.weighted) = (n as f64, n, false);
                    measure.base = all;
                    match (kind, place) {
                        (_, Some(place)) => measure.codes = codes_at(question, &[place]),
                        (RowKind::Missing(reason), None) => {
                            measure.statistic = Statistic::missing(reason);
                        }
                        _ => {}
                    }
                    Some(measure)
                })
                .collect();
            let mut row = plain_row(kind, &question.name);
            if let Some(choice) = place.map(|place| &question.choices[place]) {
                row.code = Some(choice.code.clone());
                row.label = choice.label.clone();
            }
            self.push(row, cells, vec![None; self.width]);
        }
    }
}

/// The reasons for a missing answer, in the order of their rows.
const REASONS: [Missing; 4] =
    [Missing::DontKnow, Missing::Refused, Missing::Empty, Missing::NotAsked];
