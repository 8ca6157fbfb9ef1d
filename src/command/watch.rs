//! `drukpers watch`: shows the publication in the browser while it is being made.

use crate::diagnostics::Severity;
use crate::preview::{Preview, Report};

use super::FAULT;
use super::arguments::{General, Watch};
use super::console::Console;

pub(super) fn run(general: &General, watch: &Watch, console: &mut Console) -> u8 {
    let mut preview = match Preview::start(&general.project, watch.port, watch.editor.clone()) {
        Ok(preview) => preview,
        Err(fault) => {
            console.diagnose(&[fault]);
            return FAULT;
        }
    };
    let address = preview.address();
    console.summary(&format!("the preview is at {address}"));
    tell(&preview.round(), console);
    if !watch.no_open && open::that_detached(&address).is_err() {
        console.note("failed to open a browser: open the address yourself");
    }
    loop {
        preview.wait();
        tell(&preview.round(), console);
    }
}

/// Says what a round came to. Messages are written once, not in every round.
fn tell(report: &Report, console: &mut Console) {
    console.diagnose(&report.faults);
    console.steps(&report.steps);
    let errors = report.faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    let pages = match report.changed {
        1 => "1 page changed".into(),
        count => format!("{count} pages changed"),
    };
    console.note(&match errors {
        0 => pages,
        1 => format!("1 fault, {pages}"),
        count => format!("{count} faults, {pages}"),
    });
}
