//! Respondents counted by option and group, and by reason and group.

use std::sync::Arc;

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
            places,
            reasons,
        }
    }

    /// Counts one respondent in one group.
    pub(super) fn add(&mut self, question: &Question, respondent: usize, column: usize) {
        match &question.answers {
            Answers::Single(codes) => {
                let code = codes[respondent];
                let choice = code.index().and_then(|at| Some((at, question.choices.get(at)?)));
                match choice.map(|(at, choice)| (at, choice.missing, &*choice.code)) {
                    Some((at, None, _)) => self.answer(column, |place| place == at),
                    Some((_, Some(reason), code)) => self.lack(column, reason, Some(code)),
                    None if code == Code::NOT_ASKED => self.lack(column, Missing::NotAsked, None),
                    None => self.lack(column, Missing::Empty, None),
                }
            }
            Answers::Multiple { ticked, missing } => match missing[respondent] {
                Some(reason) => self.lack(column, reason, None),
                None => self.answer(column, |place| ticked[place][respondent]),
            },
            Answers::Number(numbers) => match numbers[respondent] {
                Ok(_) => self.bases[column] += 1,
                Err(reason) => self.lack(column, reason, None),
            },
            Answers::Text(texts) | Answers::Date(texts) => match texts[respondent] {
                Some(_) => self.bases[column] += 1,
                None => self.lack(column, Missing::Empty, None),
            },
        }
    }

    fn answer(&mut self, column: usize, is_given: impl Fn(usize) -> bool) {
        self.bases[column] += 1;
        for (line, &place) in self.places.iter().enumerate() {
            self.options[line][column] += usize::from(is_given(place));
        }
    }

    fn lack(&mut self, column: usize, reason: Missing, code: Option<&str>) {
        if let Some(line) = self.reasons.iter().position(|key| key.is(reason, code)) {
            self.missing[line][column] += 1;
        }
    }
}

/// The sum of all lines, by column.
pub(super) fn sums(counts: &[Vec<usize>], columns: usize) -> Vec<usize> {
    (0..columns).map(|column| counts.iter().map(|line| line[column]).sum()).collect()
}
