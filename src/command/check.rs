//! `drukpers check`: looks for faults, and prints nothing.

use crate::ledger::{Ledger, hidden_counts};
use crate::press::{self, Scope};
use crate::project;

use super::arguments::{Check, General};
use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(general: &General, check: &Check, console: &mut Console) -> u8 {
    console.stage("reading the project");
    let mut hidden = None;
    let scope = Scope { allow_failed_claims: check.allow_failed_claims, ..Scope::default() };
    let printed = project::open(&general.project).and_then(|project| {
        press::print(&project, &scope, &mut |stage| console.stage(stage)).map_err(|mut faults| {
            let loose = press::loose_numbers(&project, &faults);
            faults.extend(loose);
            faults
        })
    });
    let messages = match printed {
        Ok(printed) => {
            hidden = hidden_summary(&printed.value.ledger);
            printed.warnings
        }
        Err(messages) => messages,
    };
    console.end();
    if console.diagnose(&messages) {
        return FAULT;
    }
    console.summary(match messages.len() {
        0 => "no faults",
        _ => "no faults, but warnings",
    });
    if let Some(text) = hidden {
        console.summary(&text);
    }
    DONE
}

/// How many numbers are hidden and why, if any are.
pub(super) fn hidden_summary(ledger: &Ledger) -> Option<String> {
    let hidden = hidden_counts(ledger);
    let all: usize = hidden.iter().map(|(_, count)| count).sum();
    let reasons: Vec<String> =
        hidden.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    let numbers = if all == 1 { "number is" } else { "numbers are" };
    (all > 0).then(|| format!("{all} {numbers} hidden for privacy: {}", reasons.join(", ")))
}
