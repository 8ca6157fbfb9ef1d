//! Alternative text in English.

use std::cmp::Ordering;

use super::findings::{Finding, Named, Peak};
use super::{capital, ended, moments};
use crate::chart::model::{Chart, ChartKind, Label, Role};
use crate::chart::text::normalise;
use crate::format::{Language, list, spelled};

/// Puts a finding in a sentence.
pub(super) fn sentence(chart: &Chart, finding: &Finding) -> String {
    match finding {
        Finding::Opening => opening(chart),
        Finding::Extremes { high, low, .. }
            if matches!(chart.kind, ChartKind::Boxes | ChartKind::Strips) =>
        {
            format!("The median is highest for {} and lowest for {}.", at(high), at(low))
        }
        Finding::Extremes { of, high, second, low } => {
            extremes(of.as_deref(), high, second.as_ref(), low)
        }
        Finding::Equal { text, .. } => format!("All values are equal: {text}."),
        Finding::List(values) => {
            let values: Vec<String> =
                values.iter().map(|Named { name, text, .. }| format!("‘{name}’: {text}")).collect();
            format!("{}.", values.join("; "))
        }
        Finding::Largest { whole, part } => {
            format!("In ‘{whole}’ the largest part is ‘{}’ ({}).", part.name, part.text)
        }
        Finding::Difference { within, low, high } => format!(
            "The difference is largest for ‘{within}’: from {} (‘{}’) to {} (‘{}’).",
            low.text, low.name, high.text, high.name
        ),
        Finding::Majority { count, of, winner, loser } => majority(*count, *of, winner, loser),
        Finding::Change { name, from, to, direction, .. } => match direction {
            Ordering::Greater => format!("‘{name}’ rises from {from} to {to}."),
            Ordering::Less => format!("‘{name}’ falls from {from} to {to}."),
            Ordering::Equal => format!("‘{name}’ stays the same: {to}."),
        },
        Finding::Trend(Ordering::Less) => "Values fall from left to right.".into(),
        Finding::Trend(_) => "Values rise from left to right.".into(),
        Finding::Hidden(1) => "One figure is not shown: too few answers.".into(),
        Finding::Hidden(count) => {
            format!("{} figures are not shown: too few answers.", capital(&count_of(*count)))
        }
        Finding::Uncertain(1) => "One figure is indicative: few answers.".into(),
        Finding::Uncertain(count) => {
            format!("{} figures are indicative: few answers.", capital(&count_of(*count)))
        }
        Finding::Nothing => "There are no figures to show.".into(),
    }
}

fn count_of(count: usize) -> String {
    spelled(count as u64, Language::English)
}

/// `five groups`, `one group`.
fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{} {}", count_of(count), if count == 1 { one } else { more })
}

/// `‘a’, ‘b’, and ‘c’`; of many only the first and the last.
fn series_names(series: &[Label]) -> String {
    let names: Vec<String> =
        series.iter().map(|label| format!("‘{}’", normalise(&label.text))).collect();
    match names.as_slice() {
        [first, .., last] if names.len() > 5 => format!("{first} to {last}"),
        _ => list(&names, Language::English),
    }
}

/// `from ‘a’ to ‘b’`, over the steps of a scale.
fn from_to(series: &[Label]) -> String {
    let mut steps = series.iter().filter(|label| label.role != Role::Missing);
    match (steps.next(), steps.next_back()) {
        (Some(first), Some(last)) => {
            format!(", from ‘{}’ to ‘{}’", normalise(&first.text), normalise(&last.text))
        }
        _ => String::new(),
    }
}

fn opening(chart: &Chart) -> String {
    let subject = normalise(&chart.subject);
    let subject = if subject.is_empty() { String::new() } else { format!(": {subject}") };
    let (rows, series) = (chart.categories.len(), chart.series.len());
    let with_intervals = chart.data.iter().flatten().any(|datum| datum.interval.is_some());
    let intervals = if with_intervals { ", with confidence intervals" } else { "" };
    let categories = |what: &str| ended(&format!("{what}{subject}"));
    match chart.kind {
        ChartKind::Bars => {
            let what = counted(rows, "bar", "bars");
            categories(&format!("Bar chart with {what}"))
        }
        ChartKind::Columns => {
            let what = counted(rows, "column", "columns");
            categories(&format!("Column chart with {what}"))
        }
        ChartKind::Grouped => {
            let what = counted(rows, "group", "groups");
            let bars = counted(series, "bar", "bars");
            let opening = categories(&format!("Bar chart with {what} of {bars}"));
            format!("{opening} It compares {}.", series_names(&chart.series))
        }
        ChartKind::Stacked | ChartKind::Likert | ChartKind::LikertApart => {
            let bars = counted(rows, "bar", "bars");
            let opening = categories(&format!("Stacked bar chart with {bars}"));
            let parts = counted(series, "answer", "answers");
            let ordered = chart.kind != ChartKind::Stacked
                || chart.scheme != crate::chart::model::Scheme::Automatic;
            let parts = if ordered {
                format!("{parts}{}", from_to(&chart.series))
            } else {
                format!("{parts}: {}", series_names(&chart.series))
            };
            format!("{opening} Each bar is divided into {parts}.")
        }
        ChartKind::Lines => {
            let lines = counted(series, "line", "lines");
            let opening = categories(&format!("Line chart with {lines}"));
            format!("{opening} {}", waves(&chart.categories))
        }
        ChartKind::Slope => {
            let lines = counted(series, "line", "lines");
            let ends: Vec<String> = chart
                .categories
                .iter()
                .map(|label| format!("‘{}’", normalise(&label.text)))
                .collect();
            let opening = categories(&format!("Line chart with {lines} between two moments"));
            format!("{opening} It compares {}.", list(&ends, Language::English))
        }
        ChartKind::Dots => {
            let what = counted(rows, "row", "rows");
            let opening = categories(&format!("Dot plot with {what}{intervals}"));
            if series > 1 {
                format!("{opening} It compares {}.", series_names(&chart.series))
            } else {
                opening
            }
        }
        ChartKind::HeatMap => {
            let what = format!(
                "{} and {}",
                counted(rows, "row", "rows"),
                counted(series, "column", "columns")
            );
            let opening =
                categories(&format!("Grid with {what}, darker where the value is higher"));
            format!("{opening} The columns are {}.", series_names(&chart.series))
        }
        ChartKind::Multiples => {
            let panels = counted(series, "small bar chart", "small bar charts");
            let opening = categories(&format!("{} on one scale", capital(&panels)));
            format!("{opening} It compares {}.", series_names(&chart.series))
        }
        ChartKind::Waffle => {
            let squares = match rows {
                1 => "Square".to_owned(),
                _ => capital(&counted(rows, "", "squares")),
            };
            let opening = categories(&format!("{squares} of a hundred cells"));
            if series > 1 {
                let parts = counted(series, "answer", "answers");
                let names = series_names(&chart.series);
                format!("{opening} The cells are divided among {parts}: {names}.")
            } else {
                opening
            }
        }
        ChartKind::Pictogram => {
            let what = counted(rows, "row", "rows");
            categories(&format!("Pictogram with {what} of ten people"))
        }
        ChartKind::Boxes => {
            let what = counted(rows, "group", "groups");
            categories(&format!("Box plot with {what}"))
        }
        ChartKind::Strips => {
            let what = counted(rows, "group", "groups");
            categories(&format!("Strip plot with {what}, a dot for every answer"))
        }
        ChartKind::Map => {
            let what = counted(rows, "region", "regions");
            categories(&format!("Map with {what}, darker where the value is higher"))
        }
        ChartKind::Bubbles => {
            let what = counted(rows, "region", "regions");
            categories(&format!("Map with {what} and a larger disc where the value is higher"))
        }
    }
}

fn waves(categories: &[Label]) -> String {
    match categories {
        [only] => format!("One point: ‘{}’.", normalise(&only.text)),
        [first, .., last] => format!(
            "{} {}, from ‘{}’ to ‘{}’.",
            capital(&count_of(categories.len())),
            if moments(categories) { "waves" } else { "groups" },
            normalise(&first.text),
            normalise(&last.text)
        ),
        [] => String::new(),
    }
}

fn extremes(of: Option<&str>, high: &Peak, second: Option<&Named>, low: &Peak) -> String {
    match (of, second) {
        (Some(of), _) => {
            format!("The share ‘{of}’ is highest for {} and lowest for {}.", at(high), at(low))
        }
        (None, Some(second)) => format!(
            "The highest is ‘{}’ ({}), followed by ‘{}’ ({}); the lowest is ‘{}’ ({}).",
            high.names[0], high.text, second.name, second.text, low.names[0], low.text
        ),
        (None, None) if high.names.len() == 1 && low.names.len() == 1 => format!(
            "The highest is ‘{}’ ({}), the lowest is ‘{}’ ({}).",
            high.names[0], high.text, low.names[0], low.text
        ),
        (None, _) => {
            format!("The highest value is that of {}, the lowest that of {}.", at(high), at(low))
        }
    }
}

/// `‘a’ and ‘b’ (both 12%)`; of many only how many.
fn at(peak: &Peak) -> String {
    let names: Vec<String> = peak.names.iter().map(|name| format!("‘{name}’")).collect();
    match names.as_slice() {
        [name] => format!("{name} ({})", peak.text),
        [one, two] => format!("{one} and {two} (both {})", peak.text),
        [_, _, _] => format!("{} (all three {})", list(&names, Language::English), peak.text),
        _ => format!("{} ({})", counted(names.len(), "item", "items"), peak.text),
    }
}

fn majority(count: usize, of: usize, winner: &str, loser: &str) -> String {
    if count == of {
        format!("Everywhere ‘{winner}’ is larger than ‘{loser}’.")
    } else if count == 0 {
        format!("Nowhere is ‘{winner}’ larger than ‘{loser}’.")
    } else {
        format!(
            "In {} of the {} bars ‘{winner}’ is larger than ‘{loser}’.",
            count_of(count),
            count_of(of)
        )
    }
}
