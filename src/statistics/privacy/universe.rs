//! Everything that a publication may tell of one question: its options in every
//! group that any of its figures is about.
//!
//! What is hidden is decided once, for all of it together, so that a number
//! that is hidden in one table stands in no other, and in no sentence.

use std::collections::BTreeSet;

use super::counted::{Counted, MissingKey, sums};
use super::grid::{Grid, HiddenCells, HiddenColumns};
use super::small;
use crate::diagnostics::Diagnostic;
use crate::statistics::Level;
use crate::statistics::design::Privacy;
use crate::statistics::filter::Filter;
use crate::statistics::lookup;
use crate::statistics::measure::Reason;
use crate::statistics::question::scores;
use crate::statistics::table::Block;
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

/// A group: its block, and the option of each question of the block's nest.
type Column = (usize, Vec<usize>);

/// For each block the blocks that it parts further, with the wider group of
/// each of its columns.
type Parents = Vec<Vec<(usize, Vec<usize>)>>;

impl Universe {
    /// Counts a question in the groups of all nests, and decides what to hide.
    pub(crate) fn new(
        survey: &Survey,
        question: &Question,
        within: &Filter,
        nests: &BTreeSet<Nest>,
        privacy: Privacy,
    ) -> Result<Self, Diagnostic> {
        let mask = within.mask(survey)?;
        let blocks = blocks(survey, question, mask.as_deref(), nests)?;
        let mut columns = vec![];
        let mut firsts = vec![];
        for (place, (nest, block)) in blocks.iter().enumerate() {
            firsts.push(columns.len());
            for column in &block.columns {
                let path = column.path.iter().zip(nest);
                let path = path.map(|(level, &question)| option_of(survey, question, level));
                columns.push((place, path.collect()));
            }
        }
        let width = columns.len();
        let mut counted = Counted::new(question, width);
        for respondent in 0..survey.respondents() {
            let groups = blocks.iter().zip(&firsts);
            let groups =
                groups.filter_map(|((_, block), first)| Some(first + block.group(respondent)?));
            let groups: Vec<usize> = groups.collect();
            if !groups.is_empty() {
                counted.add(question, respondent, groups);
            }
        }
        let [people, others] = counted.people;
        let nests: Vec<Nest> = blocks.into_iter().map(|(nest, _)| nest).collect();
        let parents = parents(&nests, &columns);
        let additive = !matches!(*question.answers, Answers::Multiple { .. });
        let of_blocks: Vec<usize> = columns.iter().map(|column| column.0).collect();
        let missing = Grid {
            bases: sums(&counted.missing, width),
            counts: counted.missing,
            blocks: of_blocks.clone(),
            parents: parents.clone(),
            additive: true,
            people: others,
        };
        let answers = Grid {
            counts: counted.options,
            bases: counted.bases,
            blocks: of_blocks,
            parents,
            additive,
            people,
        };
        let hidden_bases = answers.hidden_bases(privacy.smallest_base);
        // On how few a missing answer is based is no matter: what is protected is the reason.
        let of_missing = Privacy { smallest_base: 0, ..privacy };
        let mut universe = Self {
            nests,
            columns,
            options: counted.places,
            hidden: answers.hidden(privacy, &hidden_bases),
            answers,
            reasons: counted.reasons,
            hidden_missing: missing.hidden(of_missing, &hidden_bases),
            hidden_means: HiddenColumns::new(),
            hidden_bases,
        };
        if matches!(*question.answers, Answers::Number(_)) || scores(question).is_ok() {
            universe.hide_means(privacy);
        }
        Ok(universe)
    }

    /// Hides means on too few answers and over hidden options, and where just
    /// one of a wider group and its parts is hidden, one more: it would follow
    /// from the others.
    fn hide_means(&mut self, privacy: Privacy) {
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

/// The respondents as a whole, and the groups of each nest.
fn blocks(
    survey: &Survey,
    question: &Question,
    mask: Option<&[bool]>,
    nests: &BTreeSet<Nest>,
) -> Result<Vec<(Nest, Block)>, Diagnostic> {
    let own = survey.questions.get_index_of(&question.name);
    let mut blocks = vec![(vec![], Block::total(survey.respondents(), mask))];
    for nest in nests {
        if own.is_some_and(|own| nest.contains(&own)) {
            continue;
        }
        let questions = nest.iter().filter_map(|&place| survey.questions.get_index(place));
        let names: Vec<&str> = questions.map(|(name, _)| &**name).collect();
        let found = Block::banner(survey, &[&names], mask)?;
        blocks.extend(found.into_iter().map(|block| (nest.clone(), block)));
    }
    Ok(blocks)
}

/// The option of a banner's question that a level stands for.
fn option_of(survey: &Survey, question: usize, level: &Level) -> usize {
    let question = survey.questions.get_index(question);
    question.and_then(|(_, it)| lookup::choice(it, &level.code).ok()).unwrap_or(usize::MAX)
}

fn parents(nests: &[Nest], columns: &[Column]) -> Parents {
    let parts_further = |nest: &Nest, wider: &Nest| {
        !wider.is_empty()
            && wider.len() < nest.len()
            && wider.iter().all(|question| nest.contains(question))
    };
    let of = |block: usize, nest: &Nest| {
        let wider = nests.iter().enumerate().filter(|(_, wider)| parts_further(nest, wider));
        wider
            .filter_map(|(other, wider)| {
                let parent = |(_, path): &Column| {
                    let shared = nest.iter().zip(path).filter(|(it, _)| wider.contains(it));
                    let key: Vec<usize> = shared.map(|(_, option)| *option).collect();
                    columns.iter().position(|(place, path)| *place == other && *path == key)
                };
                let own = columns.iter().filter(|column| column.0 == block);
                Some((other, own.map(parent).collect::<Option<Vec<usize>>>()?))
            })
            .collect()
    };
    nests.iter().enumerate().map(|(block, nest)| of(block, nest)).collect()
}
