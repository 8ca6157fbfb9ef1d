//! Respondents counted by option and group, and by reason and group.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::grid::Person;
use crate::statistics::lookup;
use crate::survey::{Answers, Code, Missing, Question};

/// Why an answer is missing, and the option that says so, if it is one.
#[derive(Debug, PartialEq)]
pub(super) struct MissingKey(Missing, Option<Arc<str>>);

impl MissingKey {
    pub(super) fn is(&self, reason: Missing, code: Option<&str>) -> bool {
        self.0 == reason && self.1.as_deref() == code
    }
}

/// The counts of a question, a column for each group.
pub(super) struct Counted {
    /// The options that are answers, in the order of the codebook.
    pub(super) places: Vec<usize>,
    /// By option, then group.
    pub(super) options: Vec<Vec<usize>>,
    /// Valid answers by group.
    pub(super) bases: Vec<usize>,
    /// What the lines of `missing` are.
    pub(super) reasons: Vec<MissingKey>,
    /// By reason, then group.
    pub(super) missing: Vec<Vec<usize>>,
    /// All kinds of respondents with an answer, and of those without one.
    pub(super) people: [BTreeSet<Person>; 2],
}

impl Counted {
    pub(super) fn new(question: &Question, columns: usize) -> Self {
        let is_valid = |place: &usize| lookup::is_valid(&question.choices[*place]);
        let places: Vec<usize> = (0..question.choices.len()).filter(is_valid).collect();
        let plain = [Missing::DontKnow, Missing::Refused, Missing::Empty, Missing::NotAsked];
        let mut reasons: Vec<MissingKey> =
            plain.into_iter().map(|reason| MissingKey(reason, None)).collect();
        reasons.extend(
            question
                .choices
                .iter()
                .filter_map(|choice| Some(MissingKey(choice.missing?, Some(choice.code.clone())))),
        );
        Self {
            options: vec![vec![0; columns]; places.len()],
            bases: vec![0; columns],
            missing: vec![vec![0; columns]; reasons.len()],
            people: Default::default(),
            places,
            reasons,
        }
    }

    /// Counts one respondent in all of his or her groups, in rising order.
    pub(super) fn add(&mut self, question: &Question, respondent: usize, columns: Vec<usize>) {
        match &*question.answers {
            Answers::Single(codes) => {
                let code = codes[respondent];
                let choice = code.index().and_then(|at| Some((at, question.choices.get(at)?)));
                match choice.map(|(at, choice)| (at, choice.missing, &*choice.code)) {
                    Some((at, None, _)) => self.answer(columns, |place| place == at),
                    Some((_, Some(reason), code)) => self.lack(columns, reason, Some(code)),
                    None if code == Code::NOT_ASKED => self.lack(columns, Missing::NotAsked, None),
                    None => self.lack(columns, Missing::Empty, None),
                }
            }
            Answers::Multiple { ticked, missing } => match missing[respondent] {
                Some(reason) => self.lack(columns, reason, None),
                None => self.answer(columns, |place| ticked[place][respondent]),
            },
            Answers::Number(numbers) => match numbers[respondent] {
                Ok(_) => self.answer(columns, |_| false),
                Err(reason) => self.lack(columns, reason, None),
            },
            Answers::Text(texts) | Answers::Date(texts) => match texts[respondent] {
                Some(_) => self.answer(columns, |_| false),
                None => self.lack(columns, Missing::Empty, None),
            },
        }
    }

    fn answer(&mut self, columns: Vec<usize>, is_given: impl Fn(usize) -> bool) {
        let lines: Vec<usize> =
            (0..self.places.len()).filter(|&line| is_given(self.places[line])).collect();
        for &column in &columns {
            self.bases[column] += 1;
            lines.iter().for_each(|&line| self.options[line][column] += 1);
        }
        self.people[0].insert(Person { lines, columns });
    }

    fn lack(&mut self, columns: Vec<usize>, reason: Missing, code: Option<&str>) {
        let Some(line) = self.reasons.iter().position(|key| key.is(reason, code)) else { return };
        for &column in &columns {
            self.missing[line][column] += 1;
        }
        self.people[1].insert(Person { lines: vec![line], columns });
    }
}

/// The sum of all lines, by column.
pub(super) fn sums(counts: &[Vec<usize>], columns: usize) -> Vec<usize> {
    (0..columns).map(|column| counts.iter().map(|line| line[column]).sum()).collect()
}
