//! Inferring questions from the answers, where there is no codebook.
//!
//! Numbers that are few, whole and from 0 to 10 are the codes of a scale; texts
//! that recur are codes, in their order if they are the words of a known scale;
//! neighbouring columns of ticks whose heads begin the same are one multiple
//! response; what recurs little is an open answer. A code such as 99 beside a
//! scale, and words such as "weet niet", are taken for a missing answer, with a
//! warning.

mod multiple;
mod names;
mod scales;
mod single;
mod summary;

use std::sync::Arc;

use indexmap::IndexMap;

use super::Missing;
use super::codebook::{Definition, DefinitionKind};
use super::columns::Layout;
use super::faults::Faults;
use super::head_index::HeadIndex;
use super::heads::Heads;
use crate::diagnostics::Diagnostic;
use crate::workbook::{Sheet, Workbook};

pub(super) use names::name_in_head;
pub(super) use scales::are_steps;
use summary::Summary;

/// Heads of columns that number the respondents, lower case.
pub(super) const ID_HEADS: [&str; 16] = [
    "id",
    "_id",
    "nr",
    "respondent",
    "respondentid",
    "respondent_id",
    "respondent id",
    "respondentnummer",
    "respondentnr",
    "response id",
    "responseid",
    "response_id",
    "case_id",
    "caseid",
    "uuid",
    "_uuid",
];

/// What was inferred: the questions, and the columns of each.
pub(super) struct Inferred {
    pub(super) definitions: Vec<Definition>,
    pub(super) layouts: Vec<Layout>,
}

/// What is known of a sheet beside its cells.
pub(super) struct Known<'a> {
    /// The heads of the columns to infer from.
    pub(super) heads: &'a Heads,
    /// The questions that have a name already.
    pub(super) defined: &'a [Definition],
    /// The population with its heads: it adds values to the variables that it shares.
    pub(super) frame: Option<(&'a Sheet, &'a Heads)>,
    /// The column that numbers the respondents.
    pub(super) id_column: Option<u32>,
    /// The names that the plan has for columns, by column.
    pub(super) named: &'a IndexMap<u32, Arc<str>>,
    /// Texts of questions by column, from a row under the heads.
    pub(super) texts: &'a IndexMap<u32, Arc<str>>,
}

/// Infers the questions of a sheet.
pub(super) fn infer(
    workbook: &Workbook,
    sheet: &Sheet,
    known: &Known,
    faults: &mut Faults,
) -> Inferred {
    let Known { heads, defined, frame, id_column, named, texts } = *known;
    let frame = frame.map(|(sheet, heads)| (sheet, heads, HeadIndex::new(heads)));
    let summaries = summary::summarise(sheet, heads);
    let names: Vec<&Arc<str>> = heads.columns.keys().collect();
    let mut inferred = Inferred { definitions: vec![], layouts: vec![] };
    let mut at = 0;
    while at < names.len() {
        let column = heads.columns[at];
        let is_taken = |name: &str| {
            let mut definitions = defined.iter().chain(&inferred.definitions);
            heads.columns.contains_key(name) || definitions.any(|it| &*it.name == name)
        };
        let found = multiple::multiple(&names[at..], &summaries[at..], &is_taken);
        if let Some(mut definition) = found {
            let count = definition.choices.len();
            let columns: Vec<u32> = (at..at + count).map(|at| heads.columns[at]).collect();
            multiple::label_choices(&mut definition, &columns, texts);
            inferred.definitions.push(definition);
            inferred.layouts.push(Layout::PerChoice(columns.into_iter().map(Some).collect()));
            at += count;
            continue;
        }
        let head = names[at];
        let mut parts = names::split_head(head, &is_taken);
        if let Some(name) = named.get(&column) {
            parts.name = name.clone();
        }
        let mut summary = summaries[at].clone();
        let shared = frame
            .as_ref()
            .and_then(|(sheet, heads, index)| Some((sheet, heads, index.find(&parts.name)?)));
        if let Some((sheet, heads, column)) = shared {
            for row in heads.rows(sheet) {
                if let Some(cell) = row.get(column) {
                    summary.add(&cell.value);
                }
            }
        }
        let is_id = id_column == Some(column);
        let mut definition = single::single(parts, &summary, shared.is_some() && !is_id, is_id);
        if let Some(text) = texts.get(&column) {
            (definition.label, definition.short) = (text.clone(), text.clone());
        }
        for fault in assumptions(&definition) {
            faults.push(fault.at(workbook.place(sheet, heads.at(column))));
        }
        inferred.definitions.push(definition);
        inferred.layouts.push(Layout::One(column));
        at += 1;
    }
    inferred
}

/// Infers the kind of one column, for a calculated value of a codebook.
pub(super) fn calculated_kind(sheet: &Sheet, heads: &Heads, column: u32) -> DefinitionKind {
    let mut summary = Summary::default();
    for row in heads.rows(sheet) {
        if let Some(cell) = row.get(column) {
            summary.add(&cell.value);
        }
    }
    if summary.filled > 0 && summary.is_mostly(summary.numbers) {
        DefinitionKind::Decimal
    } else {
        DefinitionKind::Text
    }
}

/// A definition that nobody wrote.
fn undefined(name: Arc<str>, label: Arc<str>) -> Definition {
    Definition {
        name,
        short: label.clone(),
        label,
        section: None,
        kind: DefinitionKind::Text,
        choices: vec![],
        ordered: false,
        reverse: false,
        defined_at: None,
        relevant: vec![],
        constraint: None,
        separator: ' ',
    }
}

/// The warnings that answers are taken for missing ones.
fn assumptions(definition: &Definition) -> Vec<Diagnostic> {
    let warning = |(code, missing)| {
        let meaning = match missing {
            Missing::Refused => "no answer",
            Missing::NotAsked => "not asked",
            Missing::DontKnow | Missing::Empty => "don't know",
        };
        Diagnostic::warning(
            "assumed-missing",
            format!("the answer `{code}` to `{}` is taken for \"{meaning}\"", definition.name),
        )
        .hint("say what it means in a codebook: a column `missing` on the sheet `choices`")
    };
    let missing = definition.choices.iter().filter_map(|it| Some((&it.code, it.missing?)));
    missing.map(warning).collect()
}
