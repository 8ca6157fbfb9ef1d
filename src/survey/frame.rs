//! The population: coded with the choices of the survey's questions.

use indexmap::IndexMap;

use super::answers::{Source, is_usable};
use super::codebook::{Definition, DefinitionKind, hidden_sheet};
use super::codes::CodeIndex;
use super::data_sheet::answered_rows;
use super::faults::Faults;
use super::head_index::HeadIndex;
use super::heads::{Heads, find_heads};
use super::ids::{IdColumn, check_ids};
use super::{Code, Frame, FrameVariable};
use crate::diagnostics::Diagnostic;
use crate::workbook::{Sheet, Visibility, Workbook};

/// The sheet of the population with its heads.
pub(super) struct FrameSheet<'w> {
    pub(super) sheet: &'w Sheet,
    pub(super) heads: Heads,
}

/// Finds the heads of the frame: the row with the most of the data's heads.
pub(super) fn open<'w>(
    workbook: &Workbook,
    sheet: &'w Sheet,
    is_head: impl Fn(&str) -> bool,
    faults: &mut Faults,
) -> Option<FrameSheet<'w>> {
    if sheet.visibility != Visibility::Visible {
        faults.push(hidden_sheet(workbook, sheet));
    }
    let heads = find_heads(workbook, sheet, is_head, faults);
    if heads.is_none() {
        faults.push(
            Diagnostic::error("empty-sheet", format!("the sheet `{}` is empty", sheet.name))
                .hint("fill it with one row for each unit of the population")
                .at(workbook.sheet_place(sheet)),
        );
    }
    Some(FrameSheet { sheet, heads: heads? })
}

/// Reads the population: a unit for each row with a cell under a head.
pub(super) fn read(
    workbook: &Workbook,
    frame: &FrameSheet,
    definitions: &[Definition],
    id: Option<&IdColumn>,
    faults: &mut Faults,
) -> Frame {
    let FrameSheet { sheet, heads } = frame;
    let columns = HeadIndex::new(heads);
    let rows = answered_rows(workbook, sheet, heads, faults);
    let mut source = Source { workbook, sheet, faults };
    let mut variables = IndexMap::new();
    for definition in definitions.iter().filter(|it| it.kind == DefinitionKind::Single) {
        let Some(column) = columns.find(&definition.name) else { continue };
        let index = CodeIndex::new(&definition.choices);
        let mut codes = vec![Code::EMPTY; rows.len()];
        for (code, &row) in codes.iter_mut().zip(&rows) {
            let Some(cell) = sheet.cells.row(row).and_then(|row| row.get(column)) else { continue };
            if !is_usable(&mut source, &cell) || definition.choices.is_empty() {
                continue;
            }
            match index.find(&cell.value) {
                Some(found) => *code = Code(found),
                None => source.unknown_value(&cell, definition),
            }
        }
        variables.insert(definition.name.clone(), FrameVariable { column, codes });
    }
    if variables.is_empty() {
        source.faults.push(
            Diagnostic::error(
                "frame-without-variables",
                format!("the sheet `{}` shares no closed question with the answers", sheet.name),
            )
            .hint("give a column the name of a question, and fill it with the question's codes")
            .at(workbook.sheet_place(sheet)),
        );
    }
    if let Some(id) = id
        && let Some(column) = columns.find(&id.name)
    {
        check_ids(&mut source, &rows, column, id.is_named);
    }
    Frame { sheet: sheet.name.clone(), units: rows.len(), rows, variables }
}
