//! `drukpers explain`: where a printed number comes from.

use crate::diagnostics::{Diagnostic, Warned};
use crate::ledger::{self, Explanation, Fact, Found, Ledger};
use crate::tabulation::wrap;

use super::arguments::{Explain, Format, General};
use super::console::{Console, width};
use super::{DONE, FAULT};

/// Characters for the name of each line.
const NAMES: usize = 11;

pub(super) fn run(general: &General, arguments: &Explain, console: &mut Console) -> u8 {
    let outcome = super::ledger::read(general, &arguments.output, console);
    console.end();
    let Warned { value: ledger, warnings } = match outcome {
        Ok(ledger) => ledger,
        Err(faults) => {
            console.diagnose(&faults);
            return FAULT;
        }
    };
    if !warnings.is_empty() && console.diagnose(&warnings) {
        return FAULT;
    }
    match answer(&ledger, arguments, general.format) {
        Ok(text) => {
            console.result(&text);
            DONE
        }
        Err(fault) => {
            console.diagnose(&[fault]);
            FAULT
        }
    }
}

/// What is printed.
fn answer(ledger: &Ledger, arguments: &Explain, format: Format) -> Result<String, Diagnostic> {
    let found = match ledger::find(ledger, &arguments.asked) {
        Found::Facts(found) => found,
        Found::Nearest(nearest) => return Err(unknown(&arguments.asked, &nearest)),
    };
    let chosen: Vec<&Fact> = match (arguments.number, found.as_slice()) {
        (None, _) => found,
        (Some(number), _) if (1..=found.len()).contains(&number) => vec![found[number - 1]],
        (Some(number), _) => {
            return Err(Diagnostic::error(
                "unknown-fact",
                format!("there is no number {number} in the list of `{}`", arguments.asked),
            )
            .hint(format!("the list goes from 1 to {}", found.len())));
        }
    };
    let explained = || chosen.iter().map(|fact| ledger::explain(fact, &ledger.legend));
    Ok(match format {
        Format::Json => explained()
            .map(|explanation| serde_json::to_string(&explanation).unwrap_or_default() + "\n")
            .collect(),
        _ if chosen.len() == 1 || arguments.all => {
            explained().map(|it| human(&it)).collect::<Vec<_>>().join("\n")
        }
        _ => list(&chosen, &arguments.asked),
    })
}

fn unknown(asked: &str, nearest: &[&Fact]) -> Diagnostic {
    let offered = nearest
        .iter()
        .map(|fact| format!("near it: `{}` on {} ({})", fact.text, ledger::place(fact), fact.id));
    Diagnostic::error("unknown-fact", format!("no number is printed as `{asked}`"))
        .hints(offered)
        .hint("give a number as it is printed, an id, `page:12`, or a line such as `urgentie.typ.hbs:12`")
}

/// One fact in full.
fn human(explanation: &Explanation) -> String {
    let fact = explanation.fact;
    let width = width();
    let mut out = format!("{}   {}\n", fact.text, ledger::place(fact));
    let mut line = |name: &str, text: &str| {
        for (index, piece) in wrap(text, width.saturating_sub(NAMES + 2)).iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            out.push_str(&format!("  {name:<NAMES$}{piece}\n"));
        }
    };
    line("means", &explanation.meaning);
    line("about", &explanation.about);
    let mut several = |name: &str, lines: &[String]| {
        for (index, text) in lines.iter().enumerate() {
            line(if index == 0 { name } else { "" }, text);
        }
    };
    several("question", &explanation.questions);
    several("computed", &explanation.computed);
    several("remarks", &explanation.remarks);
    several("precision", explanation.precision.as_slice());
    several("tested", &explanation.significance);
    let cells: Vec<String> = fact.sources.iter().map(ledger::cells).collect();
    several("cells", &cells);
    line("template", &format!("{} {}", template(fact), fact.expression));
    line("id", &fact.id);
    out
}

/// Several facts, a line each.
fn list(facts: &[&Fact], asked: &str) -> String {
    let widest = facts.iter().map(|fact| ledger::place(fact).chars().count()).max().unwrap_or(0);
    let text = facts.iter().map(|fact| fact.text.chars().count()).max().unwrap_or(0);
    let mut out = format!("`{asked}`: {} numbers\n", facts.len());
    for (index, fact) in facts.iter().enumerate() {
        out.push_str(&format!(
            "{:>4}  {:<text$}  {:<widest$}  {}\n",
            index + 1,
            fact.text,
            ledger::place(fact),
            fact.id
        ));
    }
    out.push_str("to read one, give its number behind it, or its id\n");
    out
}

/// The place in a template, as messages write it.
fn template(fact: &Fact) -> String {
    format!("{}:{}:{}", fact.template, fact.line, fact.column)
}
