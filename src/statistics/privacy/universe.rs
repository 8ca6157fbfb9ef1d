//! Everything that a publication may tell of one question: its options in every
//! group that any of its figures is about.
//!
//! What is hidden is decided once, for all of it together, so that a number
//! that is hidden in one table stands in no other, and in no sentence.

use std::collections::BTreeSet;

use super::counted::{Counted, MissingKey, sums};
use super::family::{self, Column, Layout};
use super::grid::{Grid, HiddenCells, HiddenColumns};
use super::small;
use crate::diagnostics::Diagnostic;
use crate::statistics::design::Privacy;
use crate::statistics::filter::Filter;
use crate::statistics::measure::Reason;
use crate::statistics::question::scores;
use crate::survey::{Answers, Missing, Question, Survey};

use super::groups::{Groups, Nest};

/// What a figure is about.
#[derive(Clone, Copy)]
pub(crate) enum Figure<'a> {
    /// These options.
    Options(&'a [usize]),
    /// The number of valid answers, or what follows from it.
    Base,
    /// The mean of all answers, or another number made from all of them.
    Mean,
    /// All ticks of a multiple-response question together.
    Ticks,
    /// Answers that are missing for a reason, or by an option that counts as missing.
    Missing(Missing, Option<&'a str>),
}

/// One question in all groups, with what of it is hidden.
#[derive(Debug)]
pub(crate) struct Universe {
    /// The questions of each block of columns; none for that of all respondents.
    nests: Vec<Nest>,
    /// For each column its block, and the option of each question of the nest.
    columns: Vec<Column>,
    /// The options of the lines.
    options: Vec<usize>,
    answers: Grid,
    hidden: HiddenCells,
    reasons: Vec<MissingKey>,
    hidden_missing: HiddenCells,
    hidden_means: HiddenColumns,
    /// The columns of which nothing is told, not even on how many answers they rest.
    hidden_bases: HiddenColumns,
}

impl Universe {
    /// Counts a question in the groups of all nests, and decides which of its cells to
    /// hide for its own sake.
    pub(crate) fn new(
        survey: &Survey,
        question: &Question,
        within: &Filter,
        nests: &BTreeSet<Nest>,
        privacy: Privacy,
    ) -> Result<Self, Diagnostic> {
        let mask = within.mask(survey)?;
        let own = survey.questions.get_index_of(&question.name);
        let layout = Layout::new(survey, own.as_slice(), mask.as_deref(), nests)?;
        let width = layout.columns.len();
        let mut counted = Counted::new(question, width);
        for respondent in 0..survey.respondents() {
            let groups = layout.groups(respondent);
            if !groups.is_empty() {
                counted.add(question, respondent, groups);
            }
        }
        let [people, others] = counted.people;
        let Layout { nests: own_nests, columns, parents, .. } = layout;
        let additive = !matches!(*question.answers, Answers::Multiple { .. });
        let of_blocks: Vec<usize> = columns.iter().map(|column| column.0).collect();
        let missing = Grid {
            bases: sums(&counted.missing, width),
            counts: counted.missing,
            blocks: of_blocks.clone(),
            parents: parents.clone(),
            additive: true,
            people: others,
            absent: BTreeSet::new(),
        };
        let answers = Grid {
            counts: counted.options,
            bases: counted.bases,
            blocks: of_blocks,
            parents,
            additive,
            people,
            absent: BTreeSet::new(),
        };
        let mut hidden_bases = answers.hidden_bases(privacy.smallest_base);
        let mut hidden = answers.hidden(privacy, &hidden_bases);
        if let Some(joint) = family::hidden(survey, question, mask.as_deref(), nests, privacy)? {
            // What would tell of a question derived from this one is hidden with it.
            for (column, (block, path)) in columns.iter().enumerate() {
                let group = (own_nests[*block].clone(), path.clone());
                let Some(found) = joint.get(&group) else { continue };
                if !hidden_bases.contains_key(&column) {
                    hidden.retain(|cell, _| cell.1 != column);
                }
                for line in 0..counted.places.len() {
                    let reason = found.get(&Some(counted.places[line]));
                    if let Some(reason) = reason.or(found.get(&None)) {
                        hidden.entry((line, column)).or_insert(*reason);
                    }
                }
                if found.contains_key(&None) {
                    hidden_bases.entry(column).or_insert(Reason::Derivable);
                }
            }
        }
        // On how few a missing answer is based is no matter: what is protected is the reason.
        let of_missing = Privacy { smallest_base: 0, ..privacy };
        Ok(Self {
            nests: own_nests,
            columns,
            options: counted.places,
            hidden,
            answers,
            reasons: counted.reasons,
            hidden_missing: missing.hidden(of_missing, &hidden_bases),
            hidden_means: HiddenColumns::new(),
            hidden_bases,
        })
    }

    /// The places in the survey of the questions that make the groups.
    pub(crate) fn group_questions(&self) -> BTreeSet<usize> {
        self.nests.iter().flatten().copied().collect()
    }

    /// Hides what would tell of hidden cells of `other`, a question that makes groups: how
    /// many are in a group is the count of its answer, and how many of a group gave an
    /// answer is a cell of the same table turned round. `own` and `place` are the places
    /// of the two questions in the survey; `is_known` says that the answers to the other
    /// are known of everybody, so that how many gave one is no secret.
    pub(crate) fn hide_crossed(&mut self, own: usize, place: usize, other: &Self, is_known: bool) {
        for column in 0..self.columns.len() {
            let (block, path) = &self.columns[column];
            let levels: Vec<(usize, usize)> =
                self.nests[*block].iter().copied().zip(path.iter().copied()).collect();
            let Some(&(_, option)) = levels.iter().find(|level| level.0 == place) else { continue };
            let rest: Vec<(usize, usize)> =
                levels.iter().copied().filter(|level| level.0 != place).collect();
            let all = (0..self.answers.counts.len()).map(|line| (line, column));
            if !is_known && other.hides_cell(option, &rest) {
                self.hidden_bases.entry(column).or_insert(Reason::Derivable);
                for cell in all {
                    self.hidden.entry(cell).or_insert(Reason::Derivable);
                }
                let missing = 0..self.reasons.len();
                for cell in missing.map(|line| (line, column)) {
                    self.hidden_missing.entry(cell).or_insert(Reason::Derivable);
                }
                continue;
            }
            for (line, column) in all {
                let mut turned = rest.clone();
                turned.push((own, self.options[line]));
                turned.sort_unstable();
                if other.hides_cell(option, &turned) {
                    self.hidden.entry((line, column)).or_insert(Reason::Derivable);
                }
            }
        }
    }

    /// Whether the count of an option is hidden in the group with these answers.
    fn hides_cell(&self, option: usize, levels: &[(usize, usize)]) -> bool {
        let Some(line) = self.options.iter().position(|it| *it == option) else { return false };
        self.columns.iter().enumerate().any(|(column, (block, path))| {
            let own = self.nests[*block].iter().zip(path);
            self.hidden.contains_key(&(line, column))
                && own.eq(levels.iter().map(|(question, option)| (question, option)))
        })
    }

    /// Hides means on too few answers and over hidden options, and where just
    /// one of a wider group and its parts is hidden, one more: it would follow
    /// from the others.
    pub(crate) fn hide_means(&mut self, question: &Question, privacy: Privacy) {
        if !matches!(*question.answers, Answers::Number(_)) && scores(question).is_err() {
            return;
        }
        let least = privacy.smallest_base.max(privacy.smallest_cell);
        let bases = &self.answers.bases;
        for (column, &base) in bases.iter().enumerate() {
            if base > 0 && base < least {
                self.hidden_means.insert(column, Reason::SmallBase);
            } else if self.hidden_bases.contains_key(&column)
                || self.hidden.keys().any(|key| key.1 == column)
            {
                self.hidden_means.insert(column, Reason::Derivable);
            }
        }
        let mut families = self.answers.families();
        // Those who are in none of the parts keep it from following.
        families.retain(|(wider, parts)| {
            parts.iter().map(|&part| bases[part]).sum::<usize>() == bases[*wider]
        });
        let mut changed = true;
        while changed {
            changed = false;
            for (wider, parts) in &families {
                let hidden = &self.hidden_means;
                let parts = || parts.iter().copied().filter(|&part| bases[part] > 0);
                let all = parts().chain([*wider]);
                if all.filter(|column| hidden.contains_key(column)).count() != 1 {
                    continue;
                }
                let shown = parts().filter(|part| !hidden.contains_key(part));
                let next = shown.min_by_key(|&part| bases[part]).unwrap_or(*wider);
                changed |= self.hidden_means.insert(next, Reason::Derivable).is_none();
            }
        }
    }

    /// Why a figure about these groups is hidden, if it is. `n` is the number of
    /// respondents that it tells of.
    pub(crate) fn reason(
        &self,
        figure: Figure,
        groups: &Groups,
        n: usize,
        privacy: Privacy,
    ) -> Option<Reason> {
        let columns: Vec<usize> = (0..self.columns.len())
            .filter(|&column| {
                let (block, path) = &self.columns[column];
                self.nests[*block] == groups.nest
                    && groups.nest.iter().zip(path).all(|(question, option)| {
                        groups.allowed.get(question).is_none_or(|them| them.contains(option))
                    })
            })
            .collect();
        let hidden = columns.iter().filter_map(|&column| self.in_column(figure, column)).min();
        let base = columns.iter().map(|&column| self.answers.bases[column]).sum();
        match figure {
            Figure::Missing(..) | Figure::Ticks | Figure::Base => hidden,
            // A net is a cell as well, and so are groups joined.
            _ => hidden.or_else(|| small(n, base, privacy)),
        }
    }

    fn in_column(&self, figure: Figure, column: usize) -> Option<Reason> {
        if let Some(reason) = self.hidden_bases.get(&column) {
            return Some(*reason);
        }
        match figure {
            Figure::Base => None,
            Figure::Mean => self.hidden_means.get(&column).copied(),
            // One more sum over the options.
            Figure::Ticks => {
                self.hidden.keys().any(|key| key.1 == column).then_some(Reason::Derivable)
            }
            Figure::Missing(reason, code) => {
                let line = self.reasons.iter().position(|key| key.is(reason, code))?;
                self.hidden_missing.get(&(line, column)).copied()
            }
            Figure::Options(places) => {
                let hidden: Vec<(bool, Reason)> = self
                    .options
                    .iter()
                    .enumerate()
                    .filter_map(|(line, option)| {
                        let reason = self.hidden.get(&(line, column))?;
                        Some((places.contains(option), *reason))
                    })
                    .collect();
                // All that is hidden of a column follows from its base and the
                // rest. Of multiple response, which does not add up, nothing does.
                let all = hidden.iter().all(|(wanted, _)| *wanted);
                let is_small = hidden.iter().any(|(_, reason)| *reason == Reason::SmallBase);
                if self.answers.additive && all && hidden.len() > 1 && !is_small {
                    return None;
                }
                let reason =
                    hidden.iter().filter(|(wanted, _)| *wanted).map(|(_, reason)| *reason).min()?;
                match reason {
                    Reason::SmallCell if places.len() > 1 => Some(Reason::Derivable),
                    reason => Some(reason),
                }
            }
        }
    }
}
