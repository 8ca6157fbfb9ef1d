//! The ledger as files.

use serde::Serialize;

use super::{Fact, Ledger, Legend, Outcome, SCHEMA, Source, TestedGroup, VERSION};

/// The ledger as `facts.json`: first the legend, then the facts, one a line.
pub fn to_json(ledger: &Ledger) -> String {
    parts_to_json(&ledger.legend, &ledger.facts)
}

/// The same of a ledger in its parts, which need not be copied into one.
pub fn parts_to_json(legend: &Legend, facts: &[Fact]) -> String {
    let mut text = format!(
        "{{\"$schema\": {}, \"version\": {},\n\"legend\": {},\n\"facts\": [\n",
        json(&SCHEMA),
        VERSION,
        json(legend),
    );
    for (index, fact) in facts.iter().enumerate() {
        if index > 0 {
            text.push_str(",\n");
        }
        text.push_str(&json(fact));
    }
    text.push_str("\n]}\n");
    text
}

/// A part of a ledger on one line. It holds nothing that JSON cannot say:
/// numbers that are not finite are `None`.
fn json(part: &impl Serialize) -> String {
    serde_json::to_string(part).unwrap_or_default()
}

/// The columns of `facts.csv`.
const COLUMNS: [&str; 29] = [
    "id",
    "document",
    "carrier",
    "within",
    "page",
    "page-label",
    "x",
    "y",
    "template",
    "line",
    "column",
    "expression",
    "kind",
    "statistic",
    "questions",
    "codes",
    "value",
    "text",
    "n",
    "base",
    "missing",
    "weighted",
    "standard-error",
    "interval-low",
    "interval-high",
    "significantly-above",
    "hidden",
    "filter",
    "sources",
];

/// The ledger as `facts.csv`, with a head line; lists are joined by `; `.
pub fn to_csv(ledger: &Ledger) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for fact in &ledger.facts {
        let _ = writer.write_record(record(fact));
    }
    writer.into_inner().unwrap_or_default()
}

fn record(fact: &Fact) -> [String; COLUMNS.len()] {
    fn maybe<T: ToString>(value: &Option<T>) -> String {
        value.as_ref().map(T::to_string).unwrap_or_default()
    }
    [
        fact.id.clone(),
        fact.document.clone(),
        fact.carrier.name().into(),
        maybe(&fact.within),
        maybe(&fact.page),
        maybe(&fact.page_label),
        maybe(&fact.x),
        maybe(&fact.y),
        fact.template.clone(),
        fact.line.to_string(),
        fact.column.to_string(),
        fact.expression.clone(),
        fact.kind.clone(),
        fact.computation.statistic.name(),
        fact.computation.questions.join("; "),
        fact.computation.codes.join("; "),
        maybe(&fact.value),
        fact.text.clone(),
        maybe(&fact.n),
        maybe(&fact.base),
        maybe(&fact.missing),
        fact.weighted.to_string(),
        maybe(&fact.standard_error),
        maybe(&fact.interval.map(|interval| interval[0])),
        maybe(&fact.interval.map(|interval| interval[1])),
        above(fact),
        maybe(&fact.hidden),
        maybe(&fact.filter),
        fact.sources.iter().map(cells).collect::<Vec<_>>().join("; "),
    ]
}

/// The groups that a number lies significantly above.
fn above(fact: &Fact) -> String {
    let groups = fact.significance.iter().flat_map(|tests| &tests.groups);
    let above = groups.filter(|group| group.outcome == Outcome::Higher);
    above.map(TestedGroup::name).collect::<Vec<_>>().join("; ")
}

/// Cells with what they are to the number: `answers inputs/survey.xlsx!data!F2:F127`.
fn cells(source: &Source) -> String {
    format!("{} {}", source.role.name(), source.cells)
}
