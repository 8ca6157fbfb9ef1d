//! The numbers behind a chart, for readers who want to reckon with them.

use super::fault::ChartFault;
use super::model::{Chart, Datum, Label, State};
use super::text::normalise;
use crate::format::Language;

/// The figures of a chart as CSV: one line per category and series, then per
/// net, and the summary of each distribution.
///
/// Values are raw, with a point as decimal sign; beside them stands the text as
/// it is printed. A hidden figure has neither value nor interval.
pub fn csv(chart: &Chart) -> Result<String, ChartFault> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    let failed = |_| unwritten();
    writer.write_record(header(chart.language)).map_err(failed)?;
    let mut line = |category: &Label, series: &str, datum: &Datum| {
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        let shown = datum.state != State::Hidden;
        let (low, high) = datum.interval.filter(|_| shown).unzip();
        writer.write_record([
            normalise(&category.text),
            category.base.clone().unwrap_or_default(),
            normalise(series),
            number(datum.value.filter(|_| shown).map(|value| value.get())),
            datum.text.clone(),
            number(low.map(|value| value.get())),
            number(high.map(|value| value.get())),
            state(datum, chart.language).to_owned(),
        ])
    };
    for (row, category) in chart.categories.iter().enumerate() {
        for (series, datum) in chart.series.iter().zip(chart.data.get(row).into_iter().flatten()) {
            line(category, &series.text, datum).map_err(failed)?;
        }
        for net in &chart.nets {
            if let Some(datum) = net.data.get(row) {
                line(category, &net.label, datum).map_err(failed)?;
            }
        }
        if let Some(numbers) = chart.distributions.get(row) {
            for (name, value) in summary(chart.language).iter().zip(numbers.summary) {
                line(category, name, &Datum::shown(value.get(), "")).map_err(failed)?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|_| unwritten())?;
    String::from_utf8(bytes).map_err(|_| unwritten())
}

/// The fault for figures that cannot be written.
fn unwritten() -> ChartFault {
    ChartFault::new("csv", "failed to write the figures as CSV")
        .hint("this is a fault of drukpers: please report it")
}

fn header(language: Language) -> [&'static str; 8] {
    match language {
        Language::Dutch => {
            ["categorie", "n", "reeks", "waarde", "tekst", "ondergrens", "bovengrens", "status"]
        }
        Language::English => {
            ["category", "n", "series", "value", "text", "lower", "upper", "state"]
        }
    }
}

fn summary(language: Language) -> [&'static str; 5] {
    match language {
        Language::Dutch => ["laagste", "eerste kwartiel", "mediaan", "derde kwartiel", "hoogste"],
        Language::English => ["lowest", "lower quartile", "median", "upper quartile", "highest"],
    }
}

fn state(datum: &Datum, language: Language) -> &'static str {
    let (dutch, english) = match (datum.state, datum.value) {
        (State::Hidden, _) => ("niet getoond", "not shown"),
        (State::Shown | State::Uncertain, None) => ("geen antwoorden", "no answers"),
        (State::Uncertain, Some(_)) => ("indicatief", "indicative"),
        (State::Shown, Some(_)) => ("", ""),
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::model::{ChartKind, Real};
    use crate::chart::samples::{sample, share};

    #[test]
    fn figures_stand_beside_their_texts() {
        let mut chart = sample(ChartKind::Bars);
        chart.categories.truncate(4);
        chart.categories[0].base = Some("126".into());
        chart.categories[1].text = "Geld, \"euro’s\"\nen meer".into();
        chart.data.truncate(4);
        chart.data[0][0] = share(1.0 / 3.0).interval(0.25, 0.42);
        // A value that slipped through is still not written.
        chart.data[2][0] = Datum { value: Some(Real::from(0.37)), ..Datum::hidden("–") };
        chart.data[3][0] = Datum { state: State::Uncertain, ..share(0.31) };
        insta::assert_snapshot!(csv(&chart).unwrap().replace('\r', ""), @r#"
        categorie,n,reeks,waarde,tekst,ondergrens,bovengrens,status
        Te weinig capaciteit in de organisatie,126,Alle gemeenten,0.3333333333333333,33%,0.25,0.42,
        "Geld, ""euro’s"" en meer",,Alle gemeenten,0.48,48%,,,
        Leveranciers kunnen de gevraagde voorzieningen niet (op tijd) leveren,,Alle gemeenten,,–,,,niet getoond
        Onduidelijkheid over landelijke voorzieningen en de planning daarvan,,Alle gemeenten,0.31,31%,,,indicatief
        "#);
    }

    #[test]
    fn nets_and_distributions_are_included() {
        let likert = csv(&sample(ChartKind::Likert)).unwrap();
        assert_eq!(likert.lines().count(), 1 + 8 * (5 + 2));
        assert!(likert.contains("toereikend,,eens,0.22999999999999998,23%,,,"), "{likert}");
        let boxes = csv(&sample(ChartKind::Boxes)).unwrap();
        assert_eq!(boxes.lines().count(), 1 + 3 * (1 + 5));
    }
}
