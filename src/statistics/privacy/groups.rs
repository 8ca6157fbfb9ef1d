//! Filters as groups of banners.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::statistics::filter::{Condition, Filter, Test};
use crate::statistics::lookup;
use crate::survey::{Answers, Question, Survey};

/// Questions nested in each other, by their place in the survey, in rising order.
pub(crate) type Nest = Vec<usize>;

/// The nests of banners that are made of closed questions of the survey. How large a
/// group is counts as the count of each of its answers in the group of the others, so
/// those are nests as well.
pub(crate) fn nests(survey: &Survey, banners: &[Vec<Arc<str>>]) -> BTreeSet<Nest> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<Nest> = banners.iter().filter_map(|names| nest(survey, names)).collect();
    while let Some(nest) = waiting.pop() {
        if nest.is_empty() || !found.insert(nest.clone()) {
            continue;
        }
        for place in 0..nest.len() {
            let mut others = nest.clone();
            others.remove(place);
            waiting.push(others);
        }
    }
    found
}

fn nest(survey: &Survey, names: &[Arc<str>]) -> Option<Nest> {
    let mut nest = vec![];
    for name in names {
        let (place, _, question) = survey.questions.get_full(name)?;
        match &*question.answers {
            Answers::Single(_) => nest.push(place),
            Answers::Multiple { .. } if names.len() == 1 => nest.push(place),
            _ => return None,
        }
    }
    nest.sort_unstable();
    nest.dedup();
    (!nest.is_empty()).then_some(nest)
}

/// The groups that a filter takes together.
pub(crate) struct Groups {
    /// The questions that make the groups; none for everyone.
    pub(super) nest: Nest,
    /// The options of each of them that the filter takes.
    pub(super) allowed: BTreeMap<usize, Vec<usize>>,
    /// The conditions that no banner can have: on numbers, on several ticks,
    /// and on the question itself.
    pub(super) within: Filter,
}

impl Groups {
    /// Takes a filter apart for figures about `question`.
    pub(crate) fn of(survey: &Survey, question: &Question, filter: &Filter) -> Self {
        let mut groups =
            Self { nest: vec![], allowed: BTreeMap::new(), within: Filter::everyone() };
        let mut ticks: Vec<(&Condition, usize, usize)> = vec![];
        for condition in &filter.conditions {
            let found = survey.questions.get_full(&condition.question);
            let Some((place, _, by)) = found.filter(|(_, name, _)| **name != question.name) else {
                groups.within.conditions.push(condition.clone());
                continue;
            };
            let places = |codes: &[Arc<str>]| -> Vec<usize> {
                codes.iter().filter_map(|code| lookup::choice(by, code).ok()).collect()
            };
            match (&*by.answers, &condition.test) {
                (Answers::Single(_), Test::OneOf(codes)) => groups.allow(place, places(codes)),
                (Answers::Single(_), Test::NoneOf(codes)) => {
                    let not = places(codes);
                    let is_other =
                        |at: &usize| !not.contains(at) && lookup::is_valid(&by.choices[*at]);
                    groups.allow(place, (0..by.choices.len()).filter(is_other).collect());
                }
                (Answers::Multiple { .. }, Test::OneOf(codes)) if codes.len() == 1 => {
                    ticks.extend(places(codes).iter().map(|&option| (condition, place, option)));
                }
                _ => groups.within.conditions.push(condition.clone()),
            }
        }
        match ticks[..] {
            [(_, place, option)] if groups.allowed.is_empty() => groups.allow(place, vec![option]),
            _ => groups.within.conditions.extend(ticks.iter().map(|it| it.0.clone())),
        }
        groups.nest = groups.allowed.keys().copied().collect();
        groups
    }

    fn allow(&mut self, question: usize, options: Vec<usize>) {
        self.allowed
            .entry(question)
            .and_modify(|known| known.retain(|option| options.contains(option)))
            .or_insert(options);
    }
}
