//! `drukpers errata`: the correction page of an edition that is out.

use crate::compare::compare;
use crate::diagnostics::{Diagnostic, Place};
use crate::{errata, press, project};

use super::arguments::{Errata, General};
use super::console::Console;
use super::{DONE, FAULT, editions, output};

pub(super) fn run(general: &General, arguments: &Errata, console: &mut Console) -> u8 {
    match write(general, arguments, console) {
        Ok(()) => DONE,
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

fn write(
    general: &General,
    arguments: &Errata,
    console: &mut Console,
) -> Result<(), Vec<Diagnostic>> {
    console.stage("comparing the editions");
    let old = editions::read(general, &arguments.old, console)?;
    let new = editions::read(general, &arguments.new, console)?;
    let mut comparison = compare(&old, &new);
    // A correction page speaks of pages: those of the main PDF.
    comparison.facts.retain(|change| change.fact().page.is_some());
    if let Some(main) = new.main().or(old.main()) {
        comparison.facts.retain(|change| change.document == main);
    }
    let Some(page) = errata::errata(&comparison, &old, &new).map_err(|fault| vec![fault])? else {
        console.end();
        console.summary("no corrections: every number prints the same");
        return Ok(());
    };
    let Some(file) = &arguments.output else {
        console.end();
        console.result(&errata::markdown(&page));
        return Ok(());
    };
    let bytes = match file.extension().and_then(|ending| ending.to_str()) {
        Some("pdf") => {
            console.stage("setting the page");
            press::errata_pdf(&project::load(&general.project)?.value, &page)?
        }
        Some("md" | "txt") => errata::markdown(&page).into_bytes(),
        _ => {
            return Err(vec![
                Diagnostic::error("unknown-format", "the ending of the file says no format")
                    .at(Place::File(file.display().to_string()))
                    .hint("end it in .pdf, .md or .txt"),
            ]);
        }
    };
    output::write(file, "correction page", &bytes)?;
    console.end();
    let count: usize = page.chapters.iter().map(|chapter| chapter.corrections.len()).sum();
    let noun = if count == 1 { "correction" } else { "corrections" };
    console.summary(&format!("wrote {count} {noun} into {}", file.display()));
    Ok(())
}
