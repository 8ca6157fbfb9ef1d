//! `drukpers diff`: what changed between two editions.

use crate::compare::{compare, show, wording};
use crate::diagnostics::Diagnostic;

use super::arguments::{Diff, Format, General};
use super::console::Console;
use super::{CHANGED, DONE, FAULT, editions};

pub(super) fn run(general: &General, diff: &Diff, console: &mut Console) -> u8 {
    match differ(general, diff, console) {
        Ok(code) => code,
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

fn differ(general: &General, diff: &Diff, console: &mut Console) -> Result<u8, Vec<Diagnostic>> {
    console.stage("reading the old edition");
    let old = editions::read(general, &diff.old, console)?;
    console.stage("reading the new edition");
    let new = editions::read(general, &diff.new, console)?;
    console.stage("comparing");
    let mut comparison = compare(&old, &new);
    comparison.wording = wording(&old, &new).map_err(|fault| vec![fault])?;
    let text = match general.format {
        Format::Json => show::json(&comparison),
        Format::Markdown => show::markdown(&comparison),
        Format::Html => show::html(&comparison, &old, &new).map_err(|fault| vec![fault])?,
        _ => show::text(&comparison),
    };
    console.end();
    console.result(&text);
    Ok(if comparison.is_empty() { DONE } else { CHANGED })
}
