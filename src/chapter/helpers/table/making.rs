//! A table in the making: its cells, its caption and its note.

use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::session::{Session, Spot};
use crate::chapter::source_map::Origin;
use crate::chapter::value::{Measured, Unit};
use crate::diagnostics::Diagnostic;
use crate::format::{self, Percent};
use crate::ledger::{Carrier, Cell};
use crate::statistics::{Measure, Table};

/// A table in the making, with what its cells need to be printed.
pub(super) struct Making<'p, 'a> {
    plan: &'p Plan<'a>,
    pub(super) source: TableSource,
}

impl<'p, 'a> Making<'p, 'a> {
    pub(super) fn new(plan: &'p Plan<'a>) -> Result<Self, Diagnostic> {
        Ok(Self {
            plan,
            source: TableSource {
                name: plan.name.clone(),
                caption: plan.caption()?,
                width: plan
                    .arguments
                    .choice("width", &["column", "wide"])?
                    .unwrap_or("column")
                    .to_string(),
                ..TableSource::default()
            },
        })
    }

    /// A number in a cell, entered into the ledger.
    pub(super) fn print(&self, measured: &Measured, row: &str, column: &str) -> String {
        let spot = Spot {
            carrier: Carrier::Table,
            within: &self.source.name,
            cell: Cell::at(row, column),
        };
        self.plan.print(measured, &table_text(self.plan.session, measured), &spot)
    }

    pub(super) fn text(&self, text: &str) -> String {
        self.plan.text(text)
    }

    pub(super) fn head(&self, cells: &[&str]) -> Vec<(String, usize)> {
        cells.iter().map(|cell| (self.text(cell), 1)).collect()
    }

    /// The author's note, or else that of the plan; and a word on hidden cells.
    pub(super) fn finish(
        mut self,
        table: Option<&Table>,
        bases: &[&Measure],
        extra: &[&str],
    ) -> Result<TableSource, Diagnostic> {
        self.source.note = match self.plan.arguments.option("note")? {
            Some(note) => self.text(note),
            None => self.plan.note(bases, extra),
        };
        if table.is_some_and(|table| !table.hidden.is_empty()) {
            self.source.note.push_str(&self.text(&format!(" {}.", self.plan.words.hidden)));
        }
        Ok(self.source)
    }
}

/// A number as it stands in a table: a percentage without its sign, which the head has.
pub(super) fn table_text(session: &Session, measured: &Measured) -> String {
    let measure = &measured.measure;
    if measured.unit == Unit::Share && measure.hidden.is_none() && measure.value.is_finite() {
        let digits = session.digits(Unit::Share);
        let share = measure.percentage(digits) / 100.0;
        return format::percent(share, digits, Percent::Bare, session.language());
    }
    session.house_style(measured)
}

/// A number in a cell of a table that has no plan, entered into the ledger.
pub(in crate::chapter::helpers) fn print_at(
    session: &Session,
    measured: &Measured,
    origin: &Origin,
    spot: &Spot,
) -> String {
    session.print_fact(measured, &table_text(session, measured), origin, Some(spot))
}
