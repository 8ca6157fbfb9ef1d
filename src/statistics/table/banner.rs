//! The columns of a banner: groups of respondents.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Column, ColumnKind, Level};
use crate::diagnostics::Diagnostic;
use crate::statistics::lookup;
use crate::survey::{Answers, Survey};

/// In no group.
const NONE: u16 = u16::MAX;

/// The groups of one banner question, or of several nested.
pub(super) struct Block {
    /// One column for each group that occurs.
    pub(super) columns: Vec<Column>,
    /// The group of each respondent.
    group: Vec<u16>,
}

impl Block {
    /// One group of all respondents for whom `mask` holds.
    pub(super) fn total(respondents: usize, mask: Option<&[bool]>) -> Self {
        let column = Column {
            kind: ColumnKind::Total,
            label: "".into(),
            path: vec![],
            letter: None,
            block: 0,
        };
        let group = match mask {
            Some(mask) => mask.iter().map(|&inside| if inside { 0 } else { NONE }).collect(),
            None => vec![0; respondents],
        };
        Self { columns: vec![column], group }
    }

    /// The group of a respondent, if he or she is in one.
    pub(super) fn group(&self, respondent: usize) -> Option<usize> {
        let group = self.group[respondent];
        (group != NONE).then_some(usize::from(group))
    }

    /// The blocks of a banner: each entry is a question, or questions nested
    /// from the outermost. A multiple-response question gives a block for each
    /// option, because its groups overlap and may not be compared.
    pub(super) fn banner(
        survey: &Survey,
        banner: &[&[&str]],
        mask: Option<&[bool]>,
    ) -> Result<Vec<Self>, Diagnostic> {
        let mut blocks = Vec::new();
        for names in banner {
            let questions = names
                .iter()
                .map(|name| lookup::question(survey, name))
                .collect::<Result<Vec<_>, _>>()?;
            if let [question] = questions[..]
                && let Answers::Multiple { ticked, missing } = &question.answers
            {
                for (place, choice) in question.choices.iter().enumerate() {
                    let block = Self::of(
                        survey.respondents(),
                        mask,
                        blocks.len() + 1,
                        |respondent| {
                            let answered = missing[respondent].is_none();
                            (answered && ticked[place][respondent]).then(|| vec![place])
                        },
                        |_| {
                            vec![Level {
                                question: question.name.clone(),
                                code: choice.code.clone(),
                                label: choice.label.clone(),
                            }]
                        },
                    );
                    blocks.push(block);
                }
                continue;
            }
            let codes = questions
                .iter()
                .map(|question| lookup::single(question))
                .collect::<Result<Vec<_>, _>>()?;
            let valid = |question: usize, respondent: usize| {
                let place = codes[question][respondent].index()?;
                let choice = questions[question].choices.get(place)?;
                lookup::is_valid(choice).then_some(place)
            };
            let block = Self::of(
                survey.respondents(),
                mask,
                blocks.len() + 1,
                |respondent| {
                    (0..questions.len()).map(|question| valid(question, respondent)).collect()
                },
                |places| {
                    questions
                        .iter()
                        .zip(places)
                        .map(|(question, &place)| Level {
                            question: question.name.clone(),
                            code: question.choices[place].code.clone(),
                            label: question.choices[place].label.clone(),
                        })
                        .collect()
                },
            );
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// Groups respondents by `key`; groups follow the order of their keys.
    fn of(
        respondents: usize,
        mask: Option<&[bool]>,
        number: usize,
        key: impl Fn(usize) -> Option<Vec<usize>>,
        path: impl Fn(&[usize]) -> Vec<Level>,
    ) -> Self {
        let keys: Vec<Option<Vec<usize>>> = (0..respondents)
            .map(|respondent| {
                let inside = mask.is_none_or(|mask| mask[respondent]);
                inside.then(|| key(respondent)).flatten()
            })
            .collect();
        let mut index: BTreeMap<&[usize], u16> =
            keys.iter().flatten().map(|key| (&**key, 0)).collect();
        let mut columns = Vec::new();
        for (key, place) in &mut index {
            *place = columns.len() as u16;
            let path = path(key);
            let label = path.last().map_or(Arc::from(""), |level| level.label.clone());
            columns.push(Column {
                kind: ColumnKind::Group,
                label,
                path,
                letter: None,
                block: number,
            });
        }
        let group = keys.iter().map(|key| key.as_ref().map_or(NONE, |key| index[&**key])).collect();
        Self { columns, group }
    }
}

/// Gives the groups their letters: A to Z, then AA and so on, in the order of the columns.
pub(super) fn letter_columns(columns: &mut [Column]) {
    let groups = columns.iter_mut().filter(|column| column.kind == ColumnKind::Group);
    for (place, column) in groups.enumerate() {
        column.letter = Some(crate::diagnostics::column_letters(place as u32).into());
    }
}
