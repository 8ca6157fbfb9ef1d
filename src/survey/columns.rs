//! Which columns of the data belong to which question.

use std::collections::BTreeSet;

use super::codebook::{Definition, DefinitionKind};
use super::faults::Faults;
use super::head_index::HeadIndex;
use super::heads::Heads;
use crate::diagnostics::{Diagnostic, Place, nearest, nearest_hint};
use crate::workbook::{Sheet, Workbook};

/// Where the answers to one question stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// In one column.
    One(u32),
    /// In a column for each choice; `None` for a choice that has none.
    PerChoice(Vec<Option<u32>>),
    /// Nowhere.
    Absent,
}

impl Layout {
    /// The columns, in order of the choices.
    pub(super) fn columns(&self) -> Vec<u32> {
        match self {
            Layout::One(column) => vec![*column],
            Layout::PerChoice(columns) => columns.iter().flatten().copied().collect(),
            Layout::Absent => vec![],
        }
    }
}

/// Ways to write the column of a choice: `q/option`, `q_option`, `q[option]`, and
/// what programs make of them. The first that fits most choices is taken.
const CHOICE_HEADS: [(&str, &str); 8] =
    [("/", ""), ("_", ""), (".", ""), ("[", "]"), (":", ""), ("-", ""), ("__", ""), (" [", "]")];

/// Columns of exports that say nothing about a respondent's opinion.
const METADATA: [&str; 26] = [
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "audit",
    "uuid",
    "instanceid",
    "instancename",
    "formhub/uuid",
    "meta/instanceid",
    "meta/instancename",
    "meta/rootuuid",
    "meta/deprecatedid",
    "submissiondate",
    "key",
    "index",
    "caseid",
    "starttime",
    "endtime",
    "formdef_version",
    "review_state",
    "devicephonenum",
];

/// Finds the columns of each question, in the order of the definitions, and
/// tells of columns that are missing and of columns that nobody knows.
pub(super) fn assign(
    workbook: &Workbook,
    sheet: &Sheet,
    heads: &Heads,
    definitions: &[Definition],
    others: &[std::sync::Arc<str>],
    known: &[&str],
    faults: &mut Faults,
) -> Vec<Layout> {
    let index = HeadIndex::new(heads);
    let named: BTreeSet<u32> =
        definitions.iter().filter_map(|definition| index.find(&definition.name)).collect();
    let mut claimed = named.clone();
    let place = workbook.sheet_place(sheet);
    let mut layouts = vec![];
    // Columns that are told of beside the question that they seem to belong to.
    let mut told = BTreeSet::new();
    for definition in definitions {
        let one = index.find(&definition.name);
        let per_choice = (definition.kind == DefinitionKind::Multiple)
            .then(|| choice_columns(&index, definition, &named))
            .flatten();
        let layout = match (per_choice, one) {
            (Some(columns), _) => {
                claimed.extend(columns.iter().flatten());
                if one.is_none() {
                    tell_missing_choices(definition, &columns, heads, &place, faults);
                }
                Layout::PerChoice(columns)
            }
            (None, Some(column)) => Layout::One(column),
            (None, None) => {
                told.extend(tell_missing(definition, sheet, heads, &named, &place, faults));
                Layout::Absent
            }
        };
        layouts.push(layout);
    }
    let knows = |head: &str| {
        let tail = head.rsplit('/').next().unwrap_or(head);
        let lower = head.to_lowercase();
        tail.starts_with('_')
            || head.starts_with('_')
            || METADATA.contains(&lower.as_str())
            || METADATA.contains(&tail.to_lowercase().as_str())
            || known.contains(&head)
            || others.iter().any(|other| &**other == head || &**other == tail)
    };
    for (head, &column) in &heads.columns {
        if claimed.contains(&column) || told.contains(&column) || knows(head) {
            continue;
        }
        let names = definitions
            .iter()
            .zip(&layouts)
            .filter(|(_, layout)| **layout == Layout::Absent)
            .map(|(definition, _)| &*definition.name);
        faults.push(
            Diagnostic::warning(
                "unknown-column",
                format!("the column `{head}` is not in the codebook, and is left out"),
            )
            .hint(
                nearest_hint(head, names)
                    .unwrap_or_else(|| "add it to the codebook, or delete it".into()),
            )
            .at(workbook.place(sheet, heads.at(column))),
        );
    }
    layouts
}

/// The columns of the choices of a multiple response. `None` if there is none.
fn choice_columns(
    index: &HeadIndex,
    definition: &Definition,
    named: &BTreeSet<u32>,
) -> Option<Vec<Option<u32>>> {
    let mut best: Option<Vec<Option<u32>>> = None;
    let count = |columns: &[Option<u32>]| columns.iter().flatten().count();
    for (before, after) in CHOICE_HEADS {
        let columns: Vec<Option<u32>> = definition
            .choices
            .iter()
            .map(|choice| {
                let head = format!("{}{before}{}{after}", definition.name, choice.code);
                // `q6_other` may be the open question beside the choice `other`.
                index.find(&head).filter(|column| before == "/" || !named.contains(column))
            })
            .collect();
        let found = count(&columns);
        if found > 0 && best.as_deref().is_none_or(|best| found > count(best)) {
            best = Some(columns);
        }
    }
    best
}

/// Tells that a question has no column; gives the column that it seems to have instead.
fn tell_missing(
    definition: &Definition,
    sheet: &Sheet,
    heads: &Heads,
    named: &BTreeSet<u32>,
    place: &Place,
    faults: &mut Faults,
) -> Option<u32> {
    let name = &definition.name;
    const REMEDY: &str = "add the column, or take the question out of the codebook";
    let message = format!("the sheet `{}` has no column `{name}`", sheet.name);
    let free = heads.columns.iter().filter(|(_, column)| !named.contains(column));
    let near = nearest(name, free.map(|(head, _)| &**head));
    let hint = near.map(|head| format!("did you mean `{head}`?"));
    let fault = match definition.kind {
        DefinitionKind::Calculated => return None,
        // Open answers are often taken out before a file is shared.
        DefinitionKind::Text => {
            Diagnostic::warning("missing-column", message).hints(hint).or_hint(REMEDY)
        }
        _ => Diagnostic::error("missing-column", message).hints(hint).hint(REMEDY),
    };
    faults.push(fault.at(place.clone()));
    near.and_then(|head| heads.columns.get(head).copied())
}

fn tell_missing_choices(
    definition: &Definition,
    columns: &[Option<u32>],
    heads: &Heads,
    place: &Place,
    faults: &mut Faults,
) {
    let spelled = definition.choices.iter().zip(columns).find_map(|(choice, column)| {
        let head = heads.columns.iter().find(|&(_, other)| Some(*other) == *column)?.0;
        head.strip_suffix(&*choice.code).map(str::to_string)
    });
    let spelled = spelled.unwrap_or_else(|| format!("{}/", definition.name));
    for (choice, column) in definition.choices.iter().zip(columns) {
        if column.is_none() && choice.missing.is_none() {
            faults.push(
                Diagnostic::error(
                    "missing-column",
                    format!(
                        "there is no column `{spelled}{}` for the choice `{}` of `{}`",
                        choice.code, choice.label, definition.name
                    ),
                )
                .hint("add the column, or take the choice out of the codebook")
                .at(place.clone()),
            );
        }
    }
}
