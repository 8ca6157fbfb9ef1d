//! Tables for people, on a terminal.

use crate::format::{self, Language, Percent, number, percent};
use crate::statistics::{Measure, Percentages};

use super::grid::{Grid, Line, wrap};
use super::{Count, EstimateKind, Group, OptionRow, QuestionTable, Tabulation, reason};

/// The tables as text of at most `width` characters a line.
pub fn human(tabulation: &Tabulation, width: usize) -> String {
    let mut out = String::new();
    for line in wrap(&about(tabulation), width) {
        out.push_str(&line);
        out.push('\n');
    }
    for table in &tabulation.tables {
        out.push('\n');
        for line in wrap(&format!("{}: {}", table.name, table.label), width) {
            out.push_str(&line);
            out.push('\n');
        }
        out.push('\n');
        let grid = match table.groups.is_empty() {
            true => single(table, tabulation.level),
            false => banner(table),
        };
        out.push_str(&grid.text(width));
        let notes = notes(table, tabulation.percentages);
        for note in notes {
            out.push('\n');
            for line in wrap(&note, width) {
                out.push_str(&line);
                out.push('\n');
            }
        }
    }
    out
}

/// A line on what the numbers are about.
fn about(tabulation: &Tabulation) -> String {
    let mut text = format!("{}: {} respondents", tabulation.workbook, tabulation.respondents);
    if let Some(population) = tabulation.population {
        text.push_str(&format!(" of {}", whole(population)));
    }
    if let Some(filter) = &tabulation.filter {
        text.push_str(&format!(" with {filter}"));
    }
    text.push_str(if tabulation.weighted { ", weighted" } else { ", not weighted" });
    text
}

fn notes(table: &QuestionTable, percentages: Percentages) -> Vec<String> {
    let mut notes = vec![];
    let given = table.all.answers.is_some();
    match (percentages, given) {
        _ if table.all.rows.is_empty() => {}
        (Percentages::Column, false) => {}
        (Percentages::Column, true) => notes.push("Percentages of the answers given.".into()),
        (Percentages::Row, _) => notes.push("Percentages by row.".into()),
        (Percentages::Total, _) => notes.push("Percentages of the total.".into()),
    }
    let groups = || std::iter::once(&table.all).chain(&table.groups);
    let tested = groups().any(|group| {
        group.rows.iter().any(|row| !row.above.is_empty())
            || group.estimates.iter().any(|estimate| !estimate.above.is_empty())
    });
    if tested {
        notes.push("A letter points to a column that lies significantly lower.".to_string());
    }
    for test in &table.associations {
        let name = match test.name {
            "anova" => "unweighted analysis of variance",
            _ => "Rao and Scott's test",
        };
        notes.push(format!(
            "{name} with {}: F({}, {}) = {}, {}",
            test.by,
            degrees(test.numerator),
            degrees(test.denominator),
            decimals(test.f, 2),
            match test.p < 0.001 {
                true => "p < 0.001".into(),
                false => format!("p = {}", decimals(test.p, 3)),
            },
        ));
    }
    let hidden = groups().any(|group| {
        let shares = group.rows.iter().filter_map(|row| row.share.as_ref());
        let estimates = group.estimates.iter().filter_map(|estimate| estimate.measure.as_ref());
        shares.chain(estimates).any(|measure| measure.hidden.is_some())
            || group.base.shown().is_none()
            || group.missing_rows.iter().any(|row| row.n.shown().is_none())
    });
    if hidden {
        notes.push("· too few answers to show".to_string());
    }
    notes
}

/// A question without groups: all that is known of each number.
fn single(table: &QuestionTable, level: f64) -> Grid {
    let group = &table.all;
    let number_heads = group.rows.is_empty();
    let mut grid = Grid {
        head: vec![
            "n".into(),
            if number_heads { "value".into() } else { "share".into() },
            "se".into(),
            format!("{} interval", format::level(level, Percent::Sign, Language::English)),
        ],
        rows: vec![],
    };
    let blank = || vec![String::new(); 3];
    for row in &group.rows {
        let n = row.share.as_ref().map_or("–".into(), |share| match share.hidden {
            Some(_) => "·".into(),
            None => share.n.to_string(),
        });
        let mut cells = vec![n];
        let mut texts =
            precision(row.share.as_ref(), percentage, |error| decimals(error * 100.0, 1));
        texts[0] = share(row.share.as_ref());
        cells.extend(texts);
        grid.rows.push(option_line(row, cells));
    }
    let mut ruled = !group.rows.is_empty();
    for estimate in &group.estimates {
        let digits = digits(estimate.measure.as_ref(), estimate.kind);
        let value = |value| decimals(value, digits);
        let mut cells = vec![String::new()];
        cells.extend(precision(estimate.measure.as_ref(), value, value));
        grid.rows.push(line("", estimate.kind.label(), cells, std::mem::take(&mut ruled)));
    }
    let mut count = |code: &str, label: &str, n: Count, ruled: bool| {
        let mut cells = vec![n.shown().map_or("·".into(), |n| n.to_string())];
        cells.extend(blank());
        grid.rows.push(line(code, label, cells, ruled));
    };
    let mut ruled = group.estimates.is_empty() && !group.rows.is_empty();
    if let Some(answers) = group.answers {
        count("", "Answers given", answers, std::mem::take(&mut ruled));
    }
    count("", "Valid answers", group.base, ruled);
    missing(group, |code, label, place| count(code, label, missing_n(group, place), false));
    grid
}

/// A question by groups: a column for each.
fn banner(table: &QuestionTable) -> Grid {
    let columns: Vec<&Group> = std::iter::once(&table.all).chain(&table.groups).collect();
    let mut grid = Grid {
        head: columns
            .iter()
            .map(|column| match (&column.letter, column.path.is_empty()) {
                (_, true) => "All".to_string(),
                (Some(letter), _) => {
                    format!("{} ({letter})", column.joined(|level| &level.label))
                }
                (None, _) => column.joined(|level| &level.label),
            })
            .collect(),
        rows: vec![],
    };
    for (place, row) in table.all.rows.iter().enumerate() {
        let cells = columns.iter().map(|column| {
            let row = &column.rows[place];
            lettered(share(row.share.as_ref()), &row.above)
        });
        grid.rows.push(option_line(row, cells.collect()));
    }
    let mut ruled = !table.all.rows.is_empty();
    for (place, estimate) in table.all.estimates.iter().enumerate() {
        let cells = columns.iter().map(|column| {
            let estimate = &column.estimates[place];
            let digits = digits(estimate.measure.as_ref(), estimate.kind);
            let text = value(estimate.measure.as_ref(), |value| decimals(value, digits));
            lettered(text, &estimate.above)
        });
        grid.rows.push(line(
            "",
            estimate.kind.label(),
            cells.collect(),
            std::mem::take(&mut ruled),
        ));
    }
    let counts = |count: &dyn Fn(&Group) -> Count| -> Vec<String> {
        let shown = |n: Count| n.shown().map_or("·".to_string(), |n| n.to_string());
        columns.iter().map(|column| shown(count(column))).collect()
    };
    if table.all.answers.is_some() {
        let given = counts(&|group| group.answers.unwrap_or_default());
        grid.rows.push(line("", "Answers given", given, std::mem::take(&mut ruled)));
    }
    grid.rows.push(line("", "Valid answers", counts(&|group| group.base), ruled));
    missing(&table.all, |code, label, place| {
        grid.rows.push(line(code, label, counts(&|group| missing_n(group, place)), false));
    });
    grid
}

/// Calls `row` for each kind of missing answer with its place; a question
/// without options has one for all.
fn missing(group: &Group, mut row: impl FnMut(&str, &str, usize)) {
    for (place, missing) in group.missing_rows.iter().enumerate() {
        let reason = reason(missing.reason);
        match &missing.code {
            None => row("", &format!("Missing: {reason}"), place),
            // A code without a label of its own says nothing without the reason.
            Some(code) if *code == missing.label => {
                row("", &format!("Missing: {code} ({reason})"), place);
            }
            Some(code) => row(code, &format!("Missing: {}", missing.label), place),
        }
    }
    if group.rows.is_empty() && group.missing != Count::Shown(0) {
        row("", "Missing", usize::MAX);
    }
}

fn missing_n(group: &Group, place: usize) -> Count {
    group.missing_rows.get(place).map_or(group.missing, |row| row.n)
}

fn line(code: &str, label: &str, cells: Vec<String>, ruled: bool) -> Line {
    // A label that is its own code need not stand there twice.
    let code = if code == label { "" } else { code };
    Line { code: code.into(), label: label.into(), cells, ruled }
}

/// The line of an option, or of a net, which has no code and may have its options under it.
fn option_line(row: &OptionRow, cells: Vec<String>) -> Line {
    let code = if row.is_net { "" } else { &*row.code };
    let label = format!("{}{}", "  ".repeat(usize::from(row.depth)), row.label);
    line(code, &label, cells, false)
}

fn lettered(text: String, above: &[std::sync::Arc<str>]) -> String {
    match above {
        [] => text,
        letters => {
            format!("{text} {}", letters.iter().map(|it| &**it).collect::<Vec<_>>().join(""))
        }
    }
}

/// Value, standard error and interval.
fn precision(
    measure: Option<&Measure>,
    value_text: impl Fn(f64) -> String,
    error_text: impl Fn(f64) -> String,
) -> [String; 3] {
    let known = measure.filter(|measure| measure.hidden.is_none());
    let interval = known.and_then(|measure| measure.interval);
    [
        value(measure, &value_text),
        known.and_then(|measure| measure.standard_error).map_or(String::new(), error_text),
        interval.map_or(String::new(), |(low, high)| {
            format!("{} to {}", value_text(low), value_text(high))
        }),
    ]
}

fn value(measure: Option<&Measure>, text: impl Fn(f64) -> String) -> String {
    match measure {
        Some(measure) if measure.hidden.is_some() => "·".into(),
        Some(measure) if measure.value.is_finite() => text(measure.value),
        _ => "–".into(),
    }
}

/// A share, rounded with the others of its question where that is asked for.
fn share(measure: Option<&Measure>) -> String {
    value(measure, |share| {
        percentage(measure.map_or(share, |measure| measure.percentage(1) / 100.0))
    })
}

fn percentage(value: f64) -> String {
    percent(value, 1, Percent::Sign, Language::English)
}

fn decimals(value: f64, digits: u8) -> String {
    number(value, digits, Language::English)
}

/// Degrees of freedom, which corrections make fractions.
fn degrees(value: f64) -> String {
    decimals(value, u8::from((value - value.round()).abs() > 1e-9))
}

fn whole(value: f64) -> String {
    decimals(value, 0)
}

/// Decimals that suit the number: two for what is told in units, fewer for large ones.
fn digits(measure: Option<&Measure>, kind: EstimateKind) -> u8 {
    let value = measure.map_or(0.0, |measure| measure.value.abs());
    match kind {
        EstimateKind::Total => u8::from(value < 1000.0),
        _ if value >= 1000.0 => 0,
        _ => 2,
    }
}
