//! Collecting faults: all of them, but not thousands of the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Severity};

/// So many faults of one kind in one column are shown one by one.
const SHOWN: usize = 50;

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    messages: Vec<Diagnostic>,
    /// By kind, sheet and column.
    counts: BTreeMap<(&'static str, Arc<str>, u32), Count>,
}

/// The faults of one kind in one column.
#[derive(Debug, Default)]
struct Count {
    found: usize,
    first_hidden: Option<Diagnostic>,
}

impl Faults {
    /// Adds a fault.
    pub(crate) fn push(&mut self, fault: Diagnostic) {
        self.messages.push(fault);
    }

    /// Adds a fault of a kind that can occur in every row of a column. The 51st
    /// and all after it are only counted, and no message is made for them.
    pub(crate) fn push_in_column(
        &mut self,
        code: &'static str,
        sheet: &Arc<str>,
        column: u32,
        fault: impl FnOnce() -> Diagnostic,
    ) {
        let count = self.counts.entry((code, sheet.clone(), column)).or_default();
        count.found += 1;
        if count.found <= SHOWN {
            self.messages.push(fault());
        } else if count.first_hidden.is_none() {
            count.first_hidden = Some(fault());
        }
    }

    /// Whether there is an error among them.
    pub(crate) fn has_errors(&self) -> bool {
        self.messages.iter().any(|message| message.severity == Severity::Error)
    }

    /// All messages: those that are shown in the order in which they were
    /// found, then one for each column that has more.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        for count in self.counts.into_values() {
            if let Some(fault) = count.first_hidden {
                let message = format!("and {} more in this column", count.found - SHOWN);
                self.messages.push(Diagnostic { message, hints: vec![], ..fault });
            }
        }
        self.messages
    }
}
