//! `drukpers watch`: shows the publication in the browser while it is being made.

use crate::diagnostics::{Diagnostic, Severity};
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
    let mut told = vec![];
    tell(&preview.round(), &mut told, console);
    if !watch.no_open && open::that_detached(&address).is_err() {
        console.note("failed to open a browser: open the address yourself");
    }
    loop {
        preview.wait();
        tell(&preview.round(), &mut told, console);
    }
}

/// Says what a round came to. A message that was told in the round before is not told again.
fn tell(report: &Report, told: &mut Vec<Diagnostic>, console: &mut Console) {
    console.diagnose(&fresh(&report.faults, told));
    console.steps(&report.steps);
    console.note(&summary(report, told));
    told.clone_from(&report.faults);
}

/// The messages of a round that were not told in the round before. Of a message that comes
/// more often than before, as many are told as are new.
fn fresh(faults: &[Diagnostic], told: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut told: Vec<&Diagnostic> = told.iter().collect();
    let is_fresh = |fault: &&Diagnostic| match told.iter().position(|it| it == fault) {
        Some(at) => {
            told.swap_remove(at);
            false
        }
        None => true,
    };
    faults.iter().filter(is_fresh).cloned().collect()
}

/// How many faults there are and pages that changed.
fn summary(report: &Report, told: &[Diagnostic]) -> String {
    let pages = match report.changed {
        1 => "1 page changed".into(),
        count => format!("{count} pages changed"),
    };
    let errors = |faults: &[Diagnostic]| {
        faults.iter().filter(|fault| fault.severity == Severity::Error).count()
    };
    match errors(&report.faults) {
        0 if errors(told) > 0 => format!("no faults any more, {pages}"),
        0 => pages,
        1 => format!("1 fault, {pages}"),
        count => format!("{count} faults, {pages}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(faults: &[Diagnostic]) -> Report {
        Report { faults: faults.to_vec(), changed: 0, steps: vec![] }
    }

    #[test]
    fn a_message_is_told_when_it_comes_and_not_while_it_stays() {
        let [one, other] = ["one", "other"].map(|text| Diagnostic::error("typst", text));
        let (ones, twice) = ([one.clone()], [one.clone(), one.clone()]);
        let (both, others) = ([one, other.clone()], [other]);
        assert_eq!(fresh(&both, &[]), both);
        assert_eq!(fresh(&both, &ones), others);
        assert_eq!(fresh(&twice, &ones), ones);
        assert_eq!(fresh(&ones, &both), []);
        assert_eq!(fresh(&ones, &others), ones);
    }

    #[test]
    fn the_end_of_the_faults_is_told_once() {
        let fault = [Diagnostic::error("typst", "one")];
        assert_eq!(summary(&report(&fault), &[]), "1 fault, 0 pages changed");
        assert_eq!(summary(&report(&fault), &fault), "1 fault, 0 pages changed");
        assert_eq!(summary(&report(&[]), &fault), "no faults any more, 0 pages changed");
        assert_eq!(summary(&report(&[]), &[]), "0 pages changed");
        let warning = [Diagnostic::warning("loose-number", "`7` comes from no data")];
        assert_eq!(summary(&report(&warning), &fault), "no faults any more, 0 pages changed");
    }
}
