//! Alternative text in Dutch.

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
            format!("De mediaan is het hoogst bij {} en het laagst bij {}.", at(high), at(low))
        }
        Finding::Extremes { of, high, second, low } => {
            extremes(of.as_deref(), high, second.as_ref(), low)
        }
        Finding::Equal { text, .. } => format!("Alle waarden zijn gelijk: {text}."),
        Finding::List(values) => {
            let values: Vec<String> =
                values.iter().map(|Named { name, text, .. }| format!("‘{name}’: {text}")).collect();
            format!("{}.", values.join("; "))
        }
        Finding::Largest { whole, part } => {
            format!("Bij ‘{whole}’ is ‘{}’ het grootste deel ({}).", part.name, part.text)
        }
        Finding::Difference { within, low, high } => format!(
            "Het verschil is het grootst bij ‘{within}’: van {} (‘{}’) tot {} (‘{}’).",
            low.text, low.name, high.text, high.name
        ),
        Finding::Majority { count, of, winner, loser } => majority(*count, *of, winner, loser),
        Finding::Change { name, from, to, direction, .. } => match direction {
            Ordering::Greater => format!("‘{name}’ stijgt van {from} naar {to}."),
            Ordering::Less => format!("‘{name}’ daalt van {from} naar {to}."),
            Ordering::Equal => format!("‘{name}’ blijft gelijk: {to}."),
        },
        Finding::Trend(Ordering::Less) => "De waarden lopen af van links naar rechts.".into(),
        Finding::Trend(_) => "De waarden lopen op van links naar rechts.".into(),
        Finding::Hidden(1) => "Eén cijfer is niet getoond: te weinig antwoorden.".into(),
        Finding::Hidden(count) => {
            format!(
                "{} cijfers zijn niet getoond: te weinig antwoorden.",
                capital(&count_of(*count))
            )
        }
        Finding::Uncertain(1) => "Eén cijfer is indicatief: weinig antwoorden.".into(),
        Finding::Uncertain(count) => {
            format!("{} cijfers zijn indicatief: weinig antwoorden.", capital(&count_of(*count)))
        }
        Finding::Nothing => "Er zijn geen cijfers om te tonen.".into(),
    }
}

fn count_of(count: usize) -> String {
    spelled(count as u64, Language::Dutch)
}

/// `vijf groepen`, `één groep`.
fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{} {}", count_of(count), if count == 1 { one } else { more })
}

/// `‘a’, ‘b’ en ‘c’`; of many only the first and the last.
fn series_names(series: &[Label]) -> String {
    let names: Vec<String> =
        series.iter().map(|label| format!("‘{}’", normalise(&label.text))).collect();
    match names.as_slice() {
        [first, .., last] if names.len() > 5 => format!("{first} tot en met {last}"),
        _ => list(&names, Language::Dutch),
    }
}

/// `van ‘a’ tot ‘b’`, over the steps of a scale.
fn from_to(series: &[Label]) -> String {
    let mut steps = series.iter().filter(|label| label.role != Role::Missing);
    match (steps.next(), steps.next_back()) {
        (Some(first), Some(last)) => {
            format!(", van ‘{}’ tot ‘{}’", normalise(&first.text), normalise(&last.text))
        }
        _ => String::new(),
    }
}

fn opening(chart: &Chart) -> String {
    let subject = normalise(&chart.subject);
    let subject = if subject.is_empty() { String::new() } else { format!(": {subject}") };
    let (rows, series) = (chart.categories.len(), chart.series.len());
    let with_intervals = chart.data.iter().flatten().any(|datum| datum.interval.is_some());
    let intervals = if with_intervals { ", met betrouwbaarheidsintervallen" } else { "" };
    let categories = |what: &str| ended(&format!("{what}{subject}"));
    match chart.kind {
        ChartKind::Bars => {
            let what = counted(rows, "staaf", "staven");
            categories(&format!("Staafdiagram met {what}"))
        }
        ChartKind::Columns => {
            let what = counted(rows, "kolom", "kolommen");
            categories(&format!("Kolommendiagram met {what}"))
        }
        ChartKind::Grouped => {
            let what = counted(rows, "groep", "groepen");
            let bars = counted(series, "staaf", "staven");
            let opening = categories(&format!("Staafdiagram met {what} van {bars}"));
            format!("{opening} Vergeleken worden {}.", series_names(&chart.series))
        }
        ChartKind::Stacked | ChartKind::Likert | ChartKind::LikertApart => {
            let bars = counted(rows, "staaf", "staven");
            let opening = categories(&format!("Gestapeld staafdiagram met {bars}"));
            let parts = counted(series, "antwoord", "antwoorden");
            let ordered = chart.kind != ChartKind::Stacked
                || chart.scheme != crate::chart::model::Scheme::Automatic;
            let parts = if ordered {
                format!("{parts}{}", from_to(&chart.series))
            } else {
                format!("{parts}: {}", series_names(&chart.series))
            };
            format!("{opening} Elke staaf is verdeeld in {parts}.")
        }
        ChartKind::Lines => {
            let lines = counted(series, "lijn", "lijnen");
            let opening = categories(&format!("Lijndiagram met {lines}"));
            format!("{opening} {}", waves(&chart.categories))
        }
        ChartKind::Slope => {
            let lines = counted(series, "lijn", "lijnen");
            let ends: Vec<String> = chart
                .categories
                .iter()
                .map(|label| format!("‘{}’", normalise(&label.text)))
                .collect();
            let opening = categories(&format!("Lijndiagram met {lines} tussen twee momenten"));
            format!("{opening} Vergeleken worden {}.", list(&ends, Language::Dutch))
        }
        ChartKind::Dots => {
            let what = counted(rows, "rij", "rijen");
            let opening = categories(&format!("Puntdiagram met {what}{intervals}"));
            if series > 1 {
                format!("{opening} Vergeleken worden {}.", series_names(&chart.series))
            } else {
                opening
            }
        }
        ChartKind::HeatMap => {
            let what = format!(
                "{} en {}",
                counted(rows, "rij", "rijen"),
                counted(series, "kolom", "kolommen")
            );
            let opening =
                categories(&format!("Rooster met {what}, donkerder waar de waarde hoger is"));
            format!("{opening} De kolommen zijn {}.", series_names(&chart.series))
        }
        ChartKind::Multiples => {
            let panels = counted(series, "klein staafdiagram", "kleine staafdiagrammen");
            let opening = categories(&format!("{} op dezelfde schaal", capital(&panels)));
            format!("{opening} Vergeleken worden {}.", series_names(&chart.series))
        }
        ChartKind::Waffle => {
            let squares = match rows {
                1 => "Vierkant".to_owned(),
                _ => capital(&counted(rows, "", "vierkanten")),
            };
            let opening = categories(&format!("{squares} van honderd vakjes"));
            if series > 1 {
                let parts = counted(series, "antwoord", "antwoorden");
                let names = series_names(&chart.series);
                format!("{opening} De vakjes zijn verdeeld over {parts}: {names}.")
            } else {
                opening
            }
        }
        ChartKind::Pictogram => {
            let what = counted(rows, "rij", "rijen");
            categories(&format!("Beelddiagram met {what} van tien poppetjes"))
        }
        ChartKind::Boxes => {
            let what = counted(rows, "groep", "groepen");
            categories(&format!("Boxplot met {what}"))
        }
        ChartKind::Strips => {
            let what = counted(rows, "groep", "groepen");
            categories(&format!("Stippendiagram met {what}, een stip voor elk antwoord"))
        }
        ChartKind::Map => {
            let what = counted(rows, "gebied", "gebieden");
            categories(&format!("Kaart met {what}, donkerder waar de waarde hoger is"))
        }
        ChartKind::Bubbles => {
            let what = counted(rows, "gebied", "gebieden");
            categories(&format!("Kaart met {what} en een grotere cirkel waar de waarde hoger is"))
        }
    }
}

fn waves(categories: &[Label]) -> String {
    match categories {
        [only] => format!("Eén punt: ‘{}’.", normalise(&only.text)),
        [first, .., last] => format!(
            "{} {}, van ‘{}’ tot en met ‘{}’.",
            capital(&count_of(categories.len())),
            if moments(categories) { "metingen" } else { "groepen" },
            normalise(&first.text),
            normalise(&last.text)
        ),
        [] => String::new(),
    }
}

fn extremes(of: Option<&str>, high: &Peak, second: Option<&Named>, low: &Peak) -> String {
    match (of, second) {
        (Some(of), _) => format!(
            "Het aandeel ‘{of}’ is het hoogst bij {} en het laagst bij {}.",
            at(high),
            at(low)
        ),
        (None, Some(second)) => format!(
            "Het hoogst is ‘{}’ ({}), gevolgd door ‘{}’ ({}); het laagst is ‘{}’ ({}).",
            high.names[0], high.text, second.name, second.text, low.names[0], low.text
        ),
        (None, None) if high.names.len() == 1 && low.names.len() == 1 => format!(
            "Het hoogst is ‘{}’ ({}), het laagst is ‘{}’ ({}).",
            high.names[0], high.text, low.names[0], low.text
        ),
        (None, _) => {
            format!("De hoogste waarde staat bij {}, de laagste bij {}.", at(high), at(low))
        }
    }
}

/// `‘a’ en ‘b’ (beide 12%)`; of many only how many.
fn at(peak: &Peak) -> String {
    let names: Vec<String> = peak.names.iter().map(|name| format!("‘{name}’")).collect();
    match names.as_slice() {
        [name] => format!("{name} ({})", peak.text),
        [one, two] => format!("{one} en {two} (beide {})", peak.text),
        [_, _, _] => format!("{} (alle drie {})", list(&names, Language::Dutch), peak.text),
        _ => format!("{} ({})", counted(names.len(), "onderdeel", "onderdelen"), peak.text),
    }
}

fn majority(count: usize, of: usize, winner: &str, loser: &str) -> String {
    if count == of {
        format!("Overal is ‘{winner}’ groter dan ‘{loser}’.")
    } else if count == 0 {
        format!("Nergens is ‘{winner}’ groter dan ‘{loser}’.")
    } else {
        format!(
            "In {} van de {} staven is ‘{winner}’ groter dan ‘{loser}’.",
            count_of(count),
            count_of(of)
        )
    }
}
