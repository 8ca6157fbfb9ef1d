//! Ready-made tables and single cells, by reference or by name.

use std::sync::Arc;

use super::limits::Limits;
use super::reference::{parse_area, parse_cell, parse_reference, split_sheet};
use super::{Area, Cell, Sheet, Workbook};
use crate::diagnostics::{Diagnostic, Place, nearest_hint};

/// A rectangle of cells as it stands in the workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct CellBlock {
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// Where the block stands on the sheet.
    pub area: Area,
    /// The rows from the top, each with one entry per column; `None` for an empty cell.
    pub rows: Vec<Vec<Option<Cell>>>,
    /// Merged ranges that lie inside the block. The value stands in the first cell of each.
    pub merged: Vec<Area>,
}

impl Workbook {
    /// The cells of `Sheet!A3:F12`, of a defined name or of an Excel table.
    ///
    /// Excel tables come before defined names when both exist. A table has its
    /// header row and its total row. Fails when nothing has this name, or when
    /// the range is larger than a printed table can be.
    pub fn range(&self, reference: &str) -> Result<CellBlock, Diagnostic> {
        let (sheet, area) = self.resolve(reference)?;
        let limit = Limits::default().block_cells;
        if u64::from(area.rows()) * u64::from(area.columns()) > limit {
            return Err(Diagnostic::error(
                "range-too-large",
                format!("`{reference}` has {} rows and {} columns", area.rows(), area.columns()),
            )
            .hint("name the cells of the table only")
            .at(self.sheet_place(sheet)));
        }
        let rows = (area.first.row..=area.last.row)
            .map(|row| {
                let row = sheet.cells.row(row);
                (area.first.column..=area.last.column)
                    .map(|column| row.and_then(|row| row.get(column)))
                    .collect()
            })
            .collect();
        let merged = sheet
            .merged
            .iter()
            .copied()
            .filter(|merged| area.contains(merged.first) && area.contains(merged.last))
            .collect();
        Ok(CellBlock { sheet: sheet.name.clone(), area, rows, merged })
    }

    /// The cell `Sheet!C14`, or the only cell of a defined name. Fails when it
    /// is empty, more than one cell, or not there.
    pub fn cell(&self, reference: &str) -> Result<Cell, Diagnostic> {
        let (sheet, area) = self.resolve(reference)?;
        if area.first != area.last {
            return Err(Diagnostic::error(
                "not-one-cell",
                format!("`{reference}` is a range of {} cells", area_cells(area)),
            )
            .hint("name one cell, such as `Sheet!C14`")
            .at(self.sheet_place(sheet)));
        }
        sheet.cells.get(area.first).ok_or_else(|| {
            Diagnostic::error("empty-cell", format!("the cell `{reference}` is empty"))
                .hint("fill it in, or name another cell")
                .at(self.place(sheet, area.first))
        })
    }

    /// The sheet and area that a reference stands for.
    fn resolve(&self, reference: &str) -> Result<(&Sheet, Area), Diagnostic> {
        let nowhere = Place::File(self.file.to_string());
        if let Some((sheet, cells)) = split_sheet(reference.trim()) {
            let sheet = self.sheet(&sheet).ok_or_else(|| self.no_sheet(&sheet))?;
            let area = parse_area(cells).ok_or_else(|| {
                Diagnostic::error("bad-reference", format!("`{cells}` is not a range of cells"))
                    .hint("write it as `A3:F12` or `C14`")
                    .at(self.sheet_place(sheet))
            })?;
            return Ok((sheet, area));
        }
        let lower = reference.trim().to_lowercase();
        if let Some(table) = self.tables.iter().find(|table| table.name.to_lowercase() == lower) {
            let sheet = self.sheet(&table.sheet).ok_or_else(|| self.no_sheet(&table.sheet))?;
            return Ok((sheet, table.area));
        }
        if let Some(name) = self.names.iter().find(|name| name.name.to_lowercase() == lower) {
            let target = parse_reference(&name.target).ok_or_else(|| {
                Diagnostic::error(
                    "name-not-a-range",
                    format!("the name `{}` stands for `{}`", name.name, name.target),
                )
                .hint("let the name stand for one range of cells")
                .at(nowhere)
            })?;
            let sheet = self.sheet(&target.sheet).ok_or_else(|| self.no_sheet(&target.sheet))?;
            return Ok((sheet, target.area));
        }
        let fault = Diagnostic::error(
            "unknown-name",
            format!("the workbook has no table or name `{reference}`"),
        )
        .at(nowhere);
        Err(if parse_area(reference).is_some() || parse_cell(reference).is_some() {
            fault.hint(format!("write the sheet before it, such as `Sheet!{}`", reference.trim()))
        } else {
            let tables = self.tables.iter().map(|table| &*table.name);
            let names = self.names.iter().map(|name| &*name.name);
            let fault = fault.hints(nearest_hint(reference, tables.chain(names)));
            match self.sheet(reference.trim()) {
                Some(sheet) => {
                    fault.or_hint(format!("name cells of the sheet: `{}!A3:F12`", sheet.name))
                }
                None => fault.or_hint("write cells with their sheet, such as `Sheet!A3:F12`"),
            }
        })
    }

    /// The message that there is no sheet of this name, with the names there are.
    pub(crate) fn no_sheet(&self, name: &str) -> Diagnostic {
        let fault =
            Diagnostic::error("unknown-sheet", format!("the workbook has no sheet `{name}`"))
                .at(Place::File(self.file.to_string()));
        let names = || self.sheets.iter().map(|sheet| &*sheet.name);
        match nearest_hint(name, names()) {
            Some(hint) => fault.hint(hint),
            None => {
                let listed: Vec<_> = names().take(12).map(|name| format!("`{name}`")).collect();
                fault.hint(format!("its sheets are {}", listed.join(", ")))
            }
        }
    }
}

fn area_cells(area: Area) -> u64 {
    u64::from(area.rows()) * u64::from(area.columns())
}
