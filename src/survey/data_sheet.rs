//! The sheet with the answers: which one it is, and which of its rows are answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::codebook::hidden_sheet;
use super::faults::Faults;
use super::heads::{Heads, find_heads, is_import_row, row_of_heads, texts_under};
use super::plan::{DATA_SHEETS, ReadPlan};
use crate::diagnostics::{CellRef, Diagnostic, Place, column_letters};
use crate::workbook::{Area, Sheet, Visibility, Workbook};

/// The sheet with the answers, or a fault. With a codebook it is a sheet with
/// names that are `known`.
pub(super) fn data_sheet<'w>(
    workbook: &'w Workbook,
    plan: &ReadPlan,
    is_other: impl Fn(&Sheet) -> bool,
    known: Option<&dyn Fn(&str) -> bool>,
    faults: &mut Faults,
) -> Option<&'w Sheet> {
    if let Some(name) = &plan.data_sheet {
        let sheet = workbook.sheet(name);
        if sheet.is_none() {
            faults.push(workbook.no_sheet(name));
        }
        return sheet;
    }
    let has_names = |sheet: &Sheet| match known {
        Some(known) => row_of_heads(sheet, known).is_some_and(|(_, names)| names > 0),
        None => true,
    };
    let usable = |sheet: &&Sheet| !is_other(sheet) && !sheet.cells.is_empty() && has_names(sheet);
    let named = DATA_SHEETS.iter().find_map(|name| workbook.sheet(name).filter(usable));
    let visible = || {
        workbook.sheets.iter().filter(usable).find(|sheet| sheet.visibility == Visibility::Visible)
    };
    let found = named.or_else(visible).or_else(|| workbook.sheets.iter().find(usable));
    if found.is_none() {
        faults.push(
            Diagnostic::error("no-answers", "the workbook has no sheet with answers")
                .hint("add a sheet `data` with a row for each respondent under the names of the questions")
                .at(Place::File(workbook.file.to_string())),
        );
    }
    found
}

/// A sheet with its heads and its rows of answers.
pub(super) struct Opened {
    /// The heads of the columns.
    pub(super) heads: Heads,
    /// Texts of questions by column, from a row under the heads.
    pub(super) texts: IndexMap<u32, Arc<str>>,
    /// Zero-based rows with answers: at least one.
    pub(super) rows: Vec<u32>,
}

/// Finds the heads and the answers on a sheet. `None` if there are none.
pub(super) fn open(
    workbook: &Workbook,
    sheet: &Sheet,
    known: impl Fn(&str) -> bool,
    faults: &mut Faults,
) -> Option<Opened> {
    let mut heads = find_heads(workbook, sheet, known, faults)?;
    let texts = texts_under(sheet, &heads);
    if texts.is_some() {
        skip_texts(workbook, sheet, &mut heads, faults);
    }
    let rows = answered_rows(workbook, sheet, &heads, faults);
    tell_hidden(workbook, sheet, &heads, &rows, faults);
    tell_merged(workbook, sheet, &heads, faults);
    (!rows.is_empty()).then(|| Opened { heads, texts: texts.unwrap_or_default(), rows })
}

/// Leaves out the rows of texts under the heads, with a warning.
fn skip_texts(workbook: &Workbook, sheet: &Sheet, heads: &mut Heads, faults: &mut Faults) {
    heads.last += 1;
    if sheet.cells.row(heads.last + 1).is_some_and(is_import_row) {
        heads.last += 1;
    }
    faults.push(
        Diagnostic::warning(
            "assumed-texts",
            format!(
                "row {} is taken for the texts of the questions, not for answers",
                heads.row + 2
            ),
        )
        .hint("delete the row if the codebook has the texts")
        .at(workbook.place(sheet, CellRef { row: heads.row + 1, column: 0 })),
    );
}

/// Tells that the sheet, rows with answers, or columns with a head are hidden.
fn tell_hidden(
    workbook: &Workbook,
    sheet: &Sheet,
    heads: &Heads,
    rows: &[u32],
    faults: &mut Faults,
) {
    if sheet.visibility != Visibility::Visible {
        faults.push(hidden_sheet(workbook, sheet));
    }
    let hidden = rows.iter().filter(|&&row| sheet.is_hidden_row(row)).count();
    if hidden > 0 {
        let rows = if hidden == 1 { "row is" } else { "rows are" };
        faults.push(
            Diagnostic::warning("hidden-rows", format!("{hidden} hidden {rows} read as answers"))
                .hint("show them, or take them out: a filter hides rows and leaves none out")
                .at(workbook.sheet_place(sheet)),
        );
    }
    let hidden: Vec<&str> = heads
        .columns
        .iter()
        .filter(|&(_, &column)| sheet.is_hidden_column(column))
        .map(|(head, _)| &**head)
        .collect();
    if !hidden.is_empty() {
        let columns = if hidden.len() == 1 { "column" } else { "columns" };
        let are = if hidden.len() == 1 { "is" } else { "are" };
        let message = format!("the {columns} {} {are} hidden", listed(&hidden));
        faults.push(
            Diagnostic::warning("hidden-columns", message)
                .hint("show them, so that everybody sees where the figures come from")
                .at(workbook.sheet_place(sheet)),
        );
    }
}

/// Tells that cells with answers are merged: only the first of them has a value.
fn tell_merged(workbook: &Workbook, sheet: &Sheet, heads: &Heads, faults: &mut Faults) {
    let is_of_answers = |area: &&Area| {
        let mut columns = heads.columns.values();
        area.last.row > heads.last
            && columns.any(|column| (area.first.column..=area.last.column).contains(column))
    };
    let merged: Vec<String> =
        sheet.merged.iter().filter(is_of_answers).map(Area::to_string).collect();
    let Some(first) = sheet.merged.iter().find(is_of_answers) else { return };
    let merged: Vec<&str> = merged.iter().map(String::as_str).collect();
    let cells = if merged.len() == 1 { "are one cell" } else { "are merged" };
    faults.push(
        Diagnostic::warning(
            "merged-answers",
            format!("the cells {} {cells}: only the first has an answer", listed(&merged)),
        )
        .hint("unmerge them, and give each respondent an answer")
        .at(workbook.place(sheet, first.first)),
    );
}

/// Names between backticks; of many only the first.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The rows under the heads with a cell under a head. Columns with cells and
/// without a head are told of.
pub(super) fn answered_rows(
    workbook: &Workbook,
    sheet: &Sheet,
    heads: &Heads,
    faults: &mut Faults,
) -> Vec<u32> {
    let last = heads.columns.values().copied().max().unwrap_or(0);
    let mut has_head = vec![false; last as usize + 1];
    for &column in heads.columns.values() {
        has_head[column as usize] = true;
    }
    let mut headless = BTreeMap::new();
    let mut rows = vec![];
    for row in heads.rows(sheet) {
        let mut answered = false;
        for cell in row.cells() {
            if has_head.get(cell.at.column as usize).copied().unwrap_or(false) {
                answered = true;
            } else {
                headless.entry(cell.at.column).or_insert(cell.at);
            }
        }
        if answered {
            rows.push(row.row);
        }
    }
    let letters: Vec<String> = headless.keys().map(|&column| column_letters(column)).collect();
    if let Some((_, &first)) = headless.first_key_value() {
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        let (columns, have, are) = match letters.len() {
            1 => ("column", "has", "is"),
            _ => ("columns", "have", "are"),
        };
        let message = format!(
            "the {columns} {} {have} no head in row {}, and {are} left out",
            listed(&letters),
            heads.row + 1
        );
        faults.push(
            Diagnostic::warning("column-without-head", message)
                .hint("give each column a name, or empty its cells")
                .at(workbook.place(sheet, first)),
        );
    }
    rows
}
