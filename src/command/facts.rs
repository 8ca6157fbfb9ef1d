//! `drukpers facts`: the ledger on the terminal.

use crate::diagnostics::{Diagnostic, Warned, nearest_hint};
use crate::ledger::{self, Fact, Ledger};

use super::arguments::{Facts, Format, General};
use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(general: &General, arguments: &Facts, console: &mut Console) -> u8 {
    let outcome = super::ledger::read(general, &arguments.output, console);
    console.end();
    let outcome = outcome.and_then(|Warned { value, warnings }| {
        if !warnings.is_empty() && console.diagnose(&warnings) {
            return Err(vec![]);
        }
        select(value, arguments).map_err(|fault| vec![fault])
    });
    match outcome {
        Ok(ledger) => {
            console.result(&match general.format {
                Format::Json => ledger::to_json(&ledger),
                Format::Csv => String::from_utf8_lossy(&ledger::to_csv(&ledger)).into_owned(),
                _ => human(&ledger.facts),
            });
            DONE
        }
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

/// The ledger with the facts that were asked for.
fn select(mut ledger: Ledger, arguments: &Facts) -> Result<Ledger, Diagnostic> {
    if let Some(document) = &arguments.document {
        let mut names: Vec<String> =
            ledger.facts.iter().map(|fact| fact.document.clone()).collect();
        names.dedup();
        let stem = |path: &str| {
            let file = path.rsplit('/').next().unwrap_or(path);
            file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_string()
        };
        ledger.facts.retain(|fact| fact.document == *document || stem(&fact.document) == *document);
        if ledger.facts.is_empty() {
            let hint = nearest_hint(document, names.iter().map(String::as_str));
            return Err(Diagnostic::error(
                "unknown-document",
                format!("no document `{document}` prints a number"),
            )
            .hints(hint)
            .hint(format!("documents with numbers: {}", names.join(", "))));
        }
    }
    if let Some(page) = &arguments.page {
        let found: Vec<Fact> = ledger::on_page(&ledger.facts, page).into_iter().cloned().collect();
        ledger.facts = found;
    }
    Ok(ledger)
}

/// A line for each fact.
fn human(facts: &[Fact]) -> String {
    let page = |fact: &Fact| {
        let counted = fact.page.map(|page| page.to_string());
        fact.page_label.clone().or(counted).unwrap_or_else(|| "web".into())
    };
    let counts = |fact: &Fact| match (fact.n, fact.base) {
        (Some(n), Some(base)) => format!("{n}/{base}"),
        _ => String::new(),
    };
    let widest = |text: &dyn Fn(&Fact) -> String, least: usize| {
        facts.iter().map(|fact| text(fact).chars().count()).max().unwrap_or(0).max(least)
    };
    let pages = widest(&page, 4);
    let texts = widest(&|fact| fact.text.clone(), 7);
    let numbers = widest(&counts, 6);
    let mut out =
        format!("{:>pages$}  {:>texts$}  {:>numbers$}  id\n", "page", "printed", "n/base");
    for fact in facts {
        out.push_str(&format!(
            "{:>pages$}  {:>texts$}  {:>numbers$}  {}\n",
            page(fact),
            fact.text,
            counts(fact),
            fact.id
        ));
    }
    out
}
