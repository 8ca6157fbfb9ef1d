//! The figures of a table from one tally: shares, means and their errors.

use crate::statistics::analysis::{Analysis, slot};
use crate::statistics::design::{Design, Moments, Tally};
use crate::statistics::logit_model::LogitModel;
use crate::statistics::measure::Measure;
use crate::statistics::round::Part;

use super::banner::Block;
use crate::survey::Code;

/// Respondents counted by group and slot: an option of a single-choice
/// question, or whether one option was ticked.
pub(super) struct Counts<'d> {
    tally: Tally<'d>,
    groups: usize,
    slots: usize,
    /// The slots that are valid answers.
    valid: Vec<usize>,
    /// The weights and the place in the tally of each respondent, where an
    /// interval needs them one by one.
    members: Option<(&'d [f64], Vec<usize>)>,
}

/// A share as it was estimated, with what comparisons need.
#[derive(Clone, Copy)]
pub(super) struct ShareCell {
    pub(super) share: f64,
    pub(super) variance: Option<f64>,
    pub(super) n: f64,
    pub(super) base: Moments,
    pub(super) degrees: f64,
    /// The model behind the interval, when the interval needs one.
    pub(super) model: Option<LogitModel>,
}

impl<'d> Counts<'d> {
    /// Counts the answers to a single-choice question.
    pub(super) fn single(
        design: &'d Design,
        block: &Block,
        codes: &[Code],
        valid: &[bool],
        modelled: bool,
    ) -> Self {
        let slots = valid.len();
        let groups = block.columns.len();
        let kind_of = |respondent: usize| match block.group(respondent) {
            Some(group) => group * slots + slot(codes[respondent], slots - 2),
            None => usize::MAX,
        };
        let tally = Tally::count(design, groups * slots, kind_of);
        let valid = (0..slots).filter(|&slot| valid[slot]).collect();
        let members = modelled.then(|| members(design, kind_of));
        Self { tally, groups, slots, valid, members }
    }

    /// Counts who ticked (slot 1) and who did not (slot 0); `None` is no answer (slot 2).
    pub(super) fn ticked(
        design: &'d Design,
        block: &Block,
        ticked: impl Fn(usize) -> Option<bool>,
        modelled: bool,
    ) -> Self {
        let groups = block.columns.len();
        let kind_of = |respondent: usize| match block.group(respondent) {
            Some(group) => group * 3 + ticked(respondent).map_or(2, usize::from),
            None => usize::MAX,
        };
        let tally = Tally::count(design, groups * 3, kind_of);
        let members = modelled.then(|| members(design, kind_of));
        Self { tally, groups, slots: 3, valid: vec![0, 1], members }
    }

    /// The valid answers in a group.
    pub(super) fn base(&self, group: usize) -> Moments {
        self.tally.sum(self.valid.iter().map(|slot| group * self.slots + slot))
    }

    /// The respondents in some slots of a group.
    pub(super) fn sum(&self, group: usize, slots: &[usize]) -> Moments {
        self.tally.sum(slots.iter().map(|slot| group * self.slots + slot))
    }

    /// The number of respondents in a group without a valid answer.
    pub(super) fn missing(&self, group: usize) -> f64 {
        self.sum(group, &(0..self.slots).collect::<Vec<_>>()).count - self.base(group).count
    }

    /// The share of `slots` in a group among the valid answers in it.
    pub(super) fn of_column(&self, group: usize, slots: &[usize]) -> Option<ShareCell> {
        let all: Vec<usize> = self.valid.iter().map(|slot| group * self.slots + slot).collect();
        self.ratio(group, slots, &all)
    }

    /// The share of a group among the respondents in `slots`, over all groups.
    pub(super) fn of_row(&self, group: usize, slots: &[usize]) -> Option<ShareCell> {
        let all: Vec<usize> = (0..self.groups)
            .flat_map(|group| slots.iter().map(move |slot| group * self.slots + slot))
            .collect();
        self.ratio(group, slots, &all)
    }

    /// The share of `slots` in a group among all valid answers of all groups.
    pub(super) fn of_total(&self, group: usize, slots: &[usize]) -> Option<ShareCell> {
        let all: Vec<usize> = (0..self.groups)
            .flat_map(|group| self.valid.iter().map(move |slot| group * self.slots + slot))
            .collect();
        self.ratio(group, slots, &all)
    }

    /// The shares of the options among the valid answers of a group, of which a
    /// share of the column is a part.
    pub(super) fn part_of_column(&self, group: usize, slots: &[usize]) -> Part {
        let all = self.base(group).weight;
        let share = |slot: usize| match self.valid.contains(&slot) {
            true => self.sum(group, &[slot]).weight / all,
            false => 0.0,
        };
        Part { shares: (0..self.slots).map(share).collect(), places: slots.to_vec() }
    }

    /// The shares of the groups among the respondents in `slots`.
    pub(super) fn part_of_row(&self, group: usize, slots: &[usize]) -> Part {
        let weight = |group: usize| self.sum(group, slots).weight;
        let all: f64 = (0..self.groups).map(weight).sum();
        let shares = (0..self.groups).map(|group| weight(group) / all).collect();
        Part { shares, places: vec![group] }
    }

    /// The shares of all options in all groups among all valid answers.
    pub(super) fn part_of_total(&self, group: usize, slots: &[usize]) -> Part {
        let all: f64 = (0..self.groups).map(|group| self.base(group).weight).sum();
        let share = |kind: usize| match self.valid.contains(&(kind % self.slots)) {
            true => self.sum(kind / self.slots, &[kind % self.slots]).weight / all,
            false => 0.0,
        };
        let shares = (0..self.groups * self.slots).map(share).collect();
        Part { shares, places: slots.iter().map(|slot| group * self.slots + slot).collect() }
    }

    /// The ratio of the weights in `slots` of `group` to those of the kinds `all`.
    fn ratio(&self, group: usize, slots: &[usize], all: &[usize]) -> Option<ShareCell> {
        let part = self.sum(group, slots);
        let base = self.tally.sum(all.iter().copied());
        if base.count < 1.0 {
            return None;
        }
        let share = part.weight / base.weight;
        let influence: Vec<(usize, f64)> = all
            .iter()
            .map(|&kind| {
                let inside = kind / self.slots == group && slots.contains(&(kind % self.slots));
                (kind, (f64::from(u8::from(inside)) - share) / base.weight)
            })
            .collect();
        let degrees = self.tally.degrees(all);
        let variance = self.tally.variance(&influence);
        let inside =
            |kind: usize| kind / self.slots == group && slots.contains(&(kind % self.slots));
        let model = self.members.as_ref().and_then(|(weights, kinds)| {
            let answers = kinds.iter().zip(*weights).filter(|(kind, _)| all.contains(kind));
            LogitModel::fit(
                answers.map(|(&kind, &weight)| (weight, inside(kind))),
                |mean, slope| {
                    let influence: Vec<(usize, f64)> = all
                        .iter()
                        .map(|&kind| {
                            let y = f64::from(u8::from(inside(kind)));
                            (kind, (y - mean) / slope / base.weight)
                        })
                        .collect();
                    self.tally.variance(&influence)
                },
            )
        });
        Some(ShareCell { share, variance, n: part.count, base, degrees, model })
    }

    /// The mean of the slots' scores in a group.
    pub(super) fn mean(&self, group: usize, scores: &[Option<f64>]) -> Option<MeanCell> {
        let kinds: Vec<(usize, f64)> = scores
            .iter()
            .enumerate()
            .filter_map(|(slot, score)| Some((group * self.slots + slot, (*score)?)))
            .collect();
        let base = self.tally.sum(kinds.iter().map(|&(kind, _)| kind));
        if base.count < 1.0 {
            return None;
        }
        let over = |value: &dyn Fn(f64) -> f64| {
            kinds.iter().map(|&(kind, s)| self.tally.sum([kind]).weight * value(s)).sum::<f64>()
                / base.weight
        };
        let mean = over(&|score| score);
        let influence: Vec<(usize, f64)> =
            kinds.iter().map(|&(kind, score)| (kind, (score - mean) / base.weight)).collect();
        let all: Vec<usize> = kinds.iter().map(|&(kind, _)| kind).collect();
        Some(MeanCell {
            mean,
            variance: self.tally.variance(&influence),
            degrees: self.tally.degrees(&all),
            n: base.count,
            missing: self.missing(group),
            effective: base.weight * base.weight / base.square,
            spread: over(&|score| (score - mean) * (score - mean)) * base.count
                / (base.count - 1.0),
        })
    }
}

/// The weight and the place in the tally of each respondent.
fn members(design: &Design, kind_of: impl Fn(usize) -> usize) -> (&[f64], Vec<usize>) {
    (&design.weights, (0..design.weights.len()).map(kind_of).collect())
}

/// A mean as it was estimated, with what comparisons need.
#[derive(Clone, Copy)]
pub(super) struct MeanCell {
    pub(super) mean: f64,
    pub(super) variance: Option<f64>,
    pub(super) degrees: f64,
    pub(super) n: f64,
    /// Respondents without a number.
    pub(super) missing: f64,
    /// Kish's effective base.
    pub(super) effective: f64,
    /// The variance of the numbers themselves.
    pub(super) spread: f64,
}

impl ShareCell {
    /// Fills in a measure.
    pub(super) fn fill(&self, measure: &mut Measure, analysis: &Analysis) {
        measure.n = self.n as usize;
        measure.base = self.base.count as usize;
        measure.with_share(analysis, self.share, self.variance, self.base.count, self.degrees);
        if let Some(model) = self.model
            && self.variance.is_some_and(|variance| variance > 0.0)
        {
            measure.interval = model.interval(&analysis.settings, self.degrees);
        }
    }
}
