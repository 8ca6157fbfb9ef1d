//! Groups and repeats that are open while the sheet `survey` is read.

use std::sync::Arc;

use super::super::Section;
use super::super::relevance::Condition;
use super::Codebook;
use crate::diagnostics::CellRef;

/// A row that opens a group.
pub(super) struct Beginning {
    /// Whether it opens a repeat: its questions have several answers per respondent.
    pub(super) repeat: bool,
    /// The group's name.
    pub(super) name: String,
    /// The group's label, if it has one.
    pub(super) label: Option<Arc<str>>,
    /// When its questions are put.
    pub(super) condition: Option<Condition>,
    /// The cell that opens it.
    pub(super) at: CellRef,
}

/// The groups that are open, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Groups {
    open: Vec<Open>,
    conditions: Vec<Condition>,
}

#[derive(Debug)]
struct Open {
    repeat: bool,
    name: String,
    at: CellRef,
    /// Index into the sections, if questions in it belong to one.
    section: Option<usize>,
    /// How many conditions it adds.
    conditions: usize,
}

impl Groups {
    /// Opens a group; its section is added to the codebook.
    pub(super) fn begin(&mut self, group: Beginning, codebook: &mut Codebook) {
        let Beginning { repeat, name, label, condition, at } = group;
        let outer = self.section();
        // Groups without a label lay out a page; their questions belong to the
        // labelled group around them, if there is one.
        let section = if repeat {
            None
        } else if label.is_some() || outer.is_none() {
            let label = label.unwrap_or_else(|| name.as_str().into());
            codebook.sections.push(Section { name: name.as_str().into(), label });
            Some(codebook.sections.len() - 1)
        } else {
            outer
        };
        let conditions = usize::from(condition.is_some());
        self.conditions.extend(condition);
        self.open.push(Open { repeat, at, name, section, conditions });
    }

    /// Closes the innermost group. Fails with a message if there is none, or if
    /// it is of the other kind.
    pub(super) fn end(&mut self, repeat: bool) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Err(format!("`end_{0}` closes no {0}", word(repeat)));
        };
        self.conditions.truncate(self.conditions.len() - open.conditions);
        if open.repeat == repeat {
            return Ok(());
        }
        let (end, group) = (word(repeat), word(open.repeat));
        Err(format!("`end_{end}` closes the {group} `{}` of {}", open.name, open.at))
    }

    /// Kind, name and place of the groups that are still open.
    pub(super) fn unclosed(&self) -> impl Iterator<Item = (&'static str, &str, CellRef)> {
        self.open.iter().map(|open| (word(open.repeat), open.name.as_str(), open.at))
    }

    /// The section of a question that stands here.
    pub(super) fn section(&self) -> Option<usize> {
        self.open.last().and_then(|open| open.section)
    }

    /// Name and place of the outermost repeat round a question that stands
    /// here, which is put more than once then.
    pub(super) fn repeat(&self) -> Option<(&str, CellRef)> {
        self.open.iter().find(|open| open.repeat).map(|open| (open.name.as_str(), open.at))
    }

    /// When a question that stands here is put.
    pub(super) fn conditions(&self) -> impl Iterator<Item = Condition> {
        self.conditions.iter().cloned()
    }
}

fn word(repeat: bool) -> &'static str {
    if repeat { "repeat" } else { "group" }
}

/// Drops sections without questions.
pub(super) fn prune_sections(codebook: &mut Codebook) {
    let used: Vec<bool> = (0..codebook.sections.len())
        .map(|index| codebook.questions.iter().any(|question| question.section == Some(index)))
        .collect();
    let renumbered: Vec<usize> = used
        .iter()
        .scan(0, |next, &used| {
            let index = *next;
            *next += usize::from(used);
            Some(index)
        })
        .collect();
    for question in &mut codebook.questions {
        question.section = question.section.map(|index| renumbered[index]);
    }
    let mut index = 0;
    codebook.sections.retain(|_| {
        index += 1;
        used[index - 1]
    });
}
