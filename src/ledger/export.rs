//! The ledger as files.

use super::{Carrier, Fact, Ledger};

/// The ledger as `facts.json`: an object with the list `facts`, one fact a line.
pub fn to_json(ledger: &Ledger) -> String {
    let mut text = String::from("{\"facts\": [\n");
    for (index, fact) in ledger.facts.iter().enumerate() {
        if index > 0 {
            text.push_str(",\n");
        }
        // A fact holds nothing that JSON cannot say: numbers that are not finite are `None`.
        text.push_str(&serde_json::to_string(fact).unwrap_or_default());
    }
    text.push_str("\n]}\n");
    text
}

/// The ledger as `facts.csv`, with a head line; lists are joined by `; `.
pub fn to_csv(ledger: &Ledger) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record([
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
        "value",
        "text",
        "n",
        "base",
        "missing",
        "weighted",
        "standard-error",
        "interval-low",
        "interval-high",
        "hidden",
        "filter",
        "sources",
    ]);
    for fact in &ledger.facts {
        let _ = writer.write_record(record(fact));
    }
    writer.into_inner().unwrap_or_default()
}

fn record(fact: &Fact) -> [String; 25] {
    fn maybe<T: ToString>(value: &Option<T>) -> String {
        value.as_ref().map(T::to_string).unwrap_or_default()
    }
    [
        fact.id.clone(),
        fact.document.clone(),
        match fact.carrier {
            Carrier::Text => "text",
            Carrier::Table => "table",
            Carrier::Figure => "figure",
            Carrier::Web => "web",
        }
        .to_string(),
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
        maybe(&fact.value),
        fact.text.clone(),
        maybe(&fact.n),
        maybe(&fact.base),
        maybe(&fact.missing),
        fact.weighted.to_string(),
        maybe(&fact.standard_error),
        maybe(&fact.interval.map(|interval| interval[0])),
        maybe(&fact.interval.map(|interval| interval[1])),
        maybe(&fact.hidden),
        maybe(&fact.filter),
        fact.sources.join("; "),
    ]
}
