//! Tables for spreadsheets: a line per number.

use std::sync::Arc;

use crate::statistics::Measure;

use super::{Count, Group, QuestionTable, Tabulation, reason_key};

/// The columns.
const HEAD: [&str; 14] = [
    "question",
    "by",
    "group",
    "group_label",
    "kind",
    "code",
    "label",
    "n",
    "base",
    "value",
    "se",
    "low",
    "high",
    "above",
];

/// The tables as comma-separated text with a head, at full precision. `kind` is
/// `share`, `net`, `mean`, `median`, `lower_quartile`, `upper_quartile`, `total`,
/// `answers`, `base` or `missing`; a share is a fraction.
pub fn csv(tabulation: &Tabulation) -> String {
    let mut lines = Lines { writer: csv::Writer::from_writer(vec![]) };
    lines.write(HEAD.map(String::from));
    for table in &tabulation.tables {
        for group in std::iter::once(&table.all).chain(&table.groups) {
            lines.group(table, group);
        }
    }
    let bytes = lines.writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

struct Lines {
    writer: csv::Writer<Vec<u8>>,
}

impl Lines {
    fn write(&mut self, fields: [String; 14]) {
        // Writing to memory does not fail, and every line has as many fields as the head.
        let _ = self.writer.write_record(fields);
    }

    fn group(&mut self, table: &QuestionTable, group: &Group) {
        let line = |kind: &str, code: &str, label: &str, numbers: [String; 6], above: String| {
            let [n, base, value, error, low, high] = numbers;
            let text = |text: &str| text.to_string();
            [
                text(&table.name),
                group.joined(|level| &level.question),
                group.joined(|level| &level.code),
                group.joined(|level| &level.label),
                text(kind),
                text(code),
                text(label),
                n,
                base,
                value,
                error,
                low,
                high,
                above,
            ]
        };
        let count = |n: Count| {
            let (blank, n) = (String::new, n.shown().map(|n| n.to_string()).unwrap_or_default());
            [n.clone(), blank(), n, blank(), blank(), blank()]
        };
        for row in &group.rows {
            let fields = line(
                if row.is_net { "net" } else { "share" },
                &row.code,
                &row.label,
                numbers(row.share.as_ref()),
                letters(&row.above),
            );
            self.write(fields);
        }
        for estimate in &group.estimates {
            let numbers = numbers(estimate.measure.as_ref());
            let fields = line(estimate.kind.key(), "", "", numbers, letters(&estimate.above));
            self.write(fields);
        }
        if let Some(answers) = group.answers {
            self.write(line("answers", "", "", count(answers), String::new()));
        }
        self.write(line("base", "", "", count(group.base), String::new()));
        for row in &group.missing_rows {
            let code = row.code.as_deref().unwrap_or(reason_key(row.reason));
            self.write(line("missing", code, &row.label, count(row.n), String::new()));
        }
    }
}

fn letters(above: &[Arc<str>]) -> String {
    above.iter().map(|letter| &**letter).collect::<Vec<_>>().join(" ")
}

fn numbers(measure: Option<&Measure>) -> [String; 6] {
    let Some(measure) = measure.filter(|measure| measure.hidden.is_none()) else {
        return Default::default();
    };
    let number = |value: Option<f64>| {
        value.filter(|value| value.is_finite()).map_or(String::new(), |value| value.to_string())
    };
    [
        measure.n.to_string(),
        measure.base.to_string(),
        number(Some(measure.value)),
        number(measure.standard_error),
        number(measure.interval.map(|interval| interval.0)),
        number(measure.interval.map(|interval| interval.1)),
    ]
}
