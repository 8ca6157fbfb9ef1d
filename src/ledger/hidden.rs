//! What was hidden: never a number, nor anything that one could be
//! worked out from.

use serde::Serialize;

use super::{Carrier, Cell, Fact, Ledger};

/// A number that is not printed.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct HiddenNumber<'l> {
    /// The fact that stands for it in the ledger.
    fact: &'l str,
    document: &'l str,
    page: Option<usize>,
    carrier: Carrier,
    /// The table or figure.
    within: Option<&'l str>,
    row: Option<&'l str>,
    column: Option<&'l str>,
    expression: &'l str,
    reason: &'l str,
    template: &'l str,
    line: usize,
}

/// How many numbers are hidden for each reason, the most frequent first.
pub fn hidden_counts(ledger: &Ledger) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = vec![];
    for fact in &ledger.facts {
        let Some(reason) = &fact.hidden else { continue };
        match counts.iter_mut().find(|(known, _)| known == reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason.clone(), 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// The list as `hidden.json`: an object with the list `hidden`, one number a line.
pub fn hidden_json(ledger: &Ledger) -> String {
    let lines: Vec<String> =
        numbers(ledger).map(|it| serde_json::to_string(&it).unwrap_or_default()).collect();
    format!("{{\"hidden\": [\n{}\n]}}\n", lines.join(",\n"))
}

/// The list as `hidden.csv`.
pub fn hidden_csv(ledger: &Ledger) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record([
        "fact",
        "document",
        "page",
        "carrier",
        "within",
        "row",
        "column",
        "expression",
        "reason",
        "template",
        "line",
    ]);
    for it in numbers(ledger) {
        let carrier = serde_json::to_value(it.carrier).unwrap_or_default();
        let _ = writer.write_record([
            it.fact,
            it.document,
            &it.page.map(|page| page.to_string()).unwrap_or_default(),
            carrier.as_str().unwrap_or_default(),
            it.within.unwrap_or_default(),
            it.row.unwrap_or_default(),
            it.column.unwrap_or_default(),
            it.expression,
            it.reason,
            it.template,
            &it.line.to_string(),
        ]);
    }
    writer.into_inner().unwrap_or_default()
}

fn numbers(ledger: &Ledger) -> impl Iterator<Item = HiddenNumber<'_>> {
    ledger.facts.iter().filter_map(|fact| {
        let reason = fact.hidden.as_deref()?;
        let (expression, row, column) = cell(fact);
        Some(HiddenNumber {
            fact: &fact.id,
            document: &fact.document,
            page: fact.page,
            carrier: fact.carrier,
            within: fact.within.as_deref(),
            row,
            column,
            expression,
            reason,
            template: &fact.template,
            line: fact.line,
        })
    })
}

/// The call of a fact, and the row and column that its expression ends with.
fn cell(fact: &Fact) -> (&str, Option<&str>, Option<&str>) {
    let Some(cell @ Cell { row, column: Some(column) }) = &fact.cell else {
        return (&fact.expression, None, None);
    };
    let call = fact.expression.strip_suffix(&format!(" [{cell}]"));
    (call.unwrap_or(&fact.expression), Some(row), Some(column))
}
