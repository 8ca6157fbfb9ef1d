//! The columns of a banner: groups of respondents.

use std::sync::Arc;

use super::{Column, ColumnKind, Level};
use crate::diagnostics::Diagnostic;
use crate::statistics::lookup;
use crate::statistics::question::valid_slots;
use crate::survey::{Answers, Question, Survey};

/// Reads a banner as it is typed: questions side by side parted by `,`, a
/// question within another after `>`, as in `grootte, regio > provincie`.
///
/// Fails with `banner-syntax` where a name is missing.
pub fn parse_banner(text: &str) -> Result<Vec<Vec<String>>, Diagnostic> {
    let nest = |part: &str| -> Vec<String> {
        part.split('>').map(|name| name.trim().to_string()).collect()
    };
    let nests: Vec<Vec<String>> = text.split(',').map(nest).collect();
    if nests.iter().flatten().any(String::is_empty) {
        return Err(Diagnostic::error(
            "banner-syntax",
            format!("the name of a question is missing in the banner `{text}`"),
        )
        .hint("write `a, b` for questions side by side, and `a > b` for `b` within `a`"));
    }
    Ok(nests)
}

/// In no group.
const NONE: u16 = u16::MAX;

/// The groups of one banner question, or of several nested.
pub(crate) struct Block {
    /// One column for each group that occurs.
    pub(crate) columns: Vec<Column>,
    /// The group of each respondent.
    group: Vec<u16>,
}

impl Block {
    /// One group of all respondents for whom `mask` holds.
    pub(crate) fn total(respondents: usize, mask: Option<&[bool]>) -> Self {
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
    pub(crate) fn group(&self, respondent: usize) -> Option<usize> {
        let group = self.group[respondent];
        (group != NONE).then_some(usize::from(group))
    }

    /// The blocks of a banner: each entry is a question, or questions nested
    /// from the outermost. A multiple-response question gives a block for each
    /// option, because its groups overlap and may not be compared.
    ///
    /// Fails with `too-many-groups` when a nest has more groups than a table can hold.
    pub(crate) fn banner(
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
                && let Answers::Multiple { ticked, missing } = &*question.answers
            {
                for (place, ticked) in ticked.iter().enumerate() {
                    let key = |respondent: usize| {
                        let answered = missing[respondent].is_none();
                        (answered && ticked[respondent]).then_some(place)
                    };
                    let number = blocks.len() + 1;
                    blocks.push(Self::of(&questions, survey.respondents(), mask, number, key));
                }
                continue;
            }
            let codes = questions
                .iter()
                .map(|question| lookup::single(question))
                .collect::<Result<Vec<_>, _>>()?;
            let valid: Vec<Vec<bool>> =
                questions.iter().map(|question| valid_slots(question)).collect();
            let groups =
                valid.iter().map(|valid| valid.len() - 2).try_fold(1usize, |all, count| {
                    all.checked_mul(count).filter(|&all| all < usize::from(NONE))
                });
            if groups.is_none() {
                return Err(Diagnostic::error(
                    "too-many-groups",
                    format!(
                        "{} nested have too many groups for a table",
                        lookup::list(names.iter().copied())
                    ),
                )
                .hint("nest fewer questions, or questions with fewer options"));
            }
            let key = |respondent: usize| {
                let mut key = 0;
                for (codes, valid) in codes.iter().zip(&valid) {
                    let place = codes[respondent].index()?;
                    if !*valid.get(place)? {
                        return None;
                    }
                    key = key * (valid.len() - 2) + place;
                }
                Some(key)
            };
            blocks.push(Self::of(&questions, survey.respondents(), mask, blocks.len() + 1, key));
        }
        Ok(blocks)
    }

    /// Groups respondents by `key`, the places of their codes as one number
    /// with the options of `questions` as radix; groups follow the order of their keys.
    fn of(
        questions: &[&Question],
        respondents: usize,
        mask: Option<&[bool]>,
        number: usize,
        key: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let mut group: Vec<u16> = (0..respondents)
            .map(|respondent| {
                let inside = mask.is_none_or(|mask| mask[respondent]);
                inside.then(|| key(respondent)).flatten().map_or(NONE, |key| key as u16)
            })
            .collect();
        let keys = questions.iter().map(|question| question.choices.len()).product::<usize>();
        let mut dense = vec![NONE; keys];
        for &key in &group {
            if key != NONE {
                dense[usize::from(key)] = 0;
            }
        }
        let mut columns = Vec::new();
        for (key, dense) in dense.iter_mut().enumerate().filter(|(_, dense)| **dense != NONE) {
            *dense = columns.len() as u16;
            let mut path = Vec::new();
            let mut rest = key;
            for question in questions.iter().rev() {
                let choice = &question.choices[rest % question.choices.len()];
                rest /= question.choices.len();
                path.push(Level {
                    question: question.name.clone(),
                    code: choice.code.clone(),
                    label: choice.label.clone(),
                });
            }
            path.reverse();
            let label = path.last().map_or(Arc::from(""), |level| level.label.clone());
            let kind = ColumnKind::Group;
            columns.push(Column { kind, label, path, letter: None, block: number });
        }
        for group in group.iter_mut().filter(|group| **group != NONE) {
            *group = dense[usize::from(*group)];
        }
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
