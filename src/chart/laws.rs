//! Laws that hold for every chart, proved on random tables with usvg's own
//! boxes around texts.

use std::sync::{Arc, OnceLock};

use proptest::prelude::*;

use super::check::{check_tree, parse};
use super::samples::{fonts, sample};
use super::*;
use crate::format::Language;

const WORDS: [&str; 24] = [
    "gemeente",
    "dienstverlening",
    "de",
    "het",
    "en/of",
    "Nationaal",
    "Uitvoeringsprogramma",
    "arbeidsongeschiktheidsverzekeringsmaatschappij",
    "samenwerkingsverbanden",
    "R&D",
    "<20.000",
    "\"inwoners\"",
    "e-overheid",
    "voor",
    "Fryslân",
    "coördinatie",
    "(helemaal)",
    "mee",
    "oneens",
    "2010",
    "€",
    "9%",
    "capaciteit,",
    "ja",
];

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => prop::collection::vec(prop::sample::select(&WORDS[..]), 1..9).prop_map(|words| words.join(" ")),
        1 => "[a-z]{1,60}",
        1 => prop::collection::vec(prop::sample::select(&WORDS[..]), 20..28).prop_map(|words| words.join(" ")),
        1 => Just("  dubbele\u{a0}spaties \n en\tregels ".to_owned()),
    ]
}

/// A value and its printed form, of a size that suits the kind.
fn datum(shares: bool) -> impl Strategy<Value = Datum> {
    let value = if shares {
        prop_oneof![Just(0.0), 0.0..1.0_f64].boxed()
    } else {
        prop_oneof![Just(0.0), -5.0..5.0_f64, -1e6..1e6_f64, Just(1e-9)].boxed()
    };
    (value, 0..12_u8, 0.0..0.2_f64).prop_map(move |(value, state, half)| {
        let text = if shares {
            format!("{:.0}%", value * 100.0)
        } else {
            crate::format::number(value, 1, Language::Dutch)
        };
        match state {
            0 => Datum::hidden(""),
            1 => Datum::hidden("•"),
            2 => Datum::missing(),
            3 => Datum::uncertain(value, text),
            4 | 5 => Datum::shown(value, text).interval(value - half, value + half),
            _ => Datum::shown(value, text),
        }
    })
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![
        8 => Just(Role::Ordinary),
        1 => Just(Role::Total),
        1 => Just(Role::Other),
        1 => Just(Role::Missing),
        1 => Just(Role::Neutral),
    ]
}

fn labels(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<Label>> {
    let one = (label(), role(), prop::option::weighted(0.2, "[0-9]{1,4}"));
    prop::collection::vec(one, count).prop_map(|labels| {
        labels
            .into_iter()
            .map(|(text, role, base)| Label { text, role, base, code: None })
            .collect()
    })
}

fn chart(kind: ChartKind) -> impl Strategy<Value = Chart> {
    use ChartKind::*;
    let shares = matches!(kind, Stacked | Likert | LikertApart | Waffle | Pictogram);
    let single = matches!(kind, Bars | Columns | Pictogram | Boxes | Strips | Map | Bubbles);
    let categories = match kind {
        Slope => 2..3_usize,
        Columns | Lines => 1..9,
        Map | Bubbles => 1..12,
        _ => 1..41,
    };
    let series = if single { 1..2_usize } else { 1..7 };
    (categories, series, 90.0..520.0_f64)
        .prop_flat_map(move |(rows, columns, width)| {
            let nets = if matches!(kind, Likert | LikertApart) { 0..3_usize } else { 0..1 };
            (
                labels(rows),
                labels(columns),
                prop::collection::vec(prop::collection::vec(datum(shares), columns), rows),
                nets.prop_flat_map(move |count| {
                    let net = (label(), any::<bool>(), prop::collection::vec(datum(true), rows));
                    prop::collection::vec(net, count)
                }),
                prop::collection::vec(prop::collection::vec(-50.0..50.0_f64, 1..60), rows),
                Just(width),
            )
        })
        .prop_map(move |(mut categories, series, mut data, nets, values, width)| {
            let map = matches!(kind, Map | Bubbles);
            if map {
                for (category, known) in categories.iter_mut().zip(provinces().names()) {
                    category.text = known.to_owned();
                }
            }
            for row in &mut data {
                normalise_row(kind, row);
            }
            Chart {
                width: Real::from(width),
                unit: if shares { Unit::Share } else { Unit::Number },
                categories,
                series,
                distributions: if matches!(kind, Boxes | Strips) {
                    values.into_iter().map(distribution).collect()
                } else {
                    vec![]
                },
                data,
                nets: nets
                    .into_iter()
                    .map(|(label, left, data)| Net {
                        label,
                        side: if left { Side::Left } else { Side::Right },
                        data,
                    })
                    .collect(),
                map: map.then(|| Arc::clone(provinces())),
                ..Chart::new(kind, Language::Dutch)
            }
        })
}

fn provinces() -> &'static Arc<RegionMap> {
    static MAP: OnceLock<Arc<RegionMap>> = OnceLock::new();
    MAP.get_or_init(|| sample(ChartKind::Map).map.unwrap())
}

/// Shares of one whole add up to at most one; discs are not negative.
fn normalise_row(kind: ChartKind, row: &mut [Datum]) {
    use ChartKind::*;
    if matches!(kind, Stacked | Likert | LikertApart | Waffle) {
        let total: f64 = row.iter().filter_map(|datum| datum.value).map(Real::get).sum();
        for datum in row.iter_mut() {
            datum.value = datum.value.map(|value| Real::from(value.get() / total.max(1.0)));
        }
    }
    if kind == Bubbles {
        for datum in row.iter_mut() {
            datum.value = datum.value.map(|value| Real::from(value.get().abs()));
        }
    }
}

fn distribution(mut values: Vec<f64>) -> Distribution {
    values.sort_by(f64::total_cmp);
    let at = |share: usize| Real::from(values[(values.len() - 1) * share / 4]);
    Distribution {
        summary: [at(0), at(1), at(2), at(3), at(4)],
        values: values.iter().copied().map(Real::from).collect(),
    }
}

/// A text as usvg prints it: its letters, and the box around it in points.
struct Found {
    letters: String,
    area: [f64; 4],
}

fn texts(group: &usvg::Group, found: &mut Vec<Found>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => texts(group, found),
            usvg::Node::Text(text) => {
                let area = text.abs_bounding_box();
                let points = |pixels: f32| f64::from(pixels) * 0.75;
                found.push(Found {
                    letters: letters(
                        &text.chunks().iter().map(|chunk| chunk.text()).collect::<String>(),
                    ),
                    area: [area.left(), area.top(), area.right(), area.bottom()].map(points),
                });
            }
            _ => {}
        }
    }
}

/// Without the white space and the hyphens that line breaks add and take.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect()
}

/// Rounding of coordinates to hundredths, twice, in single precision.
const SLACK: f64 = 0.08;

fn prove(chart: &Chart) -> Result<bool, TestCaseError> {
    let theme = ChartTheme::default();
    let drawing = match draw(chart, &theme, fonts()) {
        Ok(drawing) => drawing,
        Err(fault) => {
            // Random labels may need more room than a narrow chart has; nothing else may fail.
            prop_assert_eq!(fault.code, "chart-too-narrow", "{}", fault);
            prop_assert!(!fault.hints.is_empty());
            return Ok(false);
        }
    };
    let tree = parse(&drawing.svg, fonts()).unwrap();
    prop_assert_eq!(check_tree(&drawing.svg, &tree, fonts()), Ok(()));
    let again = draw(chart, &theme, fonts()).unwrap();
    prop_assert_eq!(&again, &drawing);

    let mut found = vec![];
    texts(tree.root(), &mut found);
    let (width, height) = (drawing.width.get(), drawing.height.get());
    for (index, one) in found.iter().enumerate() {
        let [left, top, right, bottom] = one.area;
        prop_assert!(
            left > -SLACK && top > -SLACK && right < width + SLACK && bottom < height + SLACK,
            "`{}` leaves the picture: {:?} of {width} x {height}",
            one.letters,
            one.area
        );
        for two in &found[..index] {
            let across = right.min(two.area[2]) - left.max(two.area[0]);
            let down = bottom.min(two.area[3]) - top.max(two.area[1]);
            prop_assert!(
                across < SLACK || down < SLACK,
                "`{}` lies over `{}`: {:?} {:?}",
                one.letters,
                two.letters,
                one.area,
                two.area
            );
        }
    }
    let stands = |text: &str| {
        let wanted = letters(text);
        wanted.is_empty() || found.iter().any(|found| found.letters.contains(&wanted))
    };
    // All respondents need no name where they stand alone.
    let alone = chart.categories.len() == 1;
    for category in chart.categories.iter().filter(|it| !alone || it.role != Role::Total) {
        prop_assert!(stands(&category.text), "`{}` is lost", category.text);
    }
    let names_series = chart.series.len() > 1
        || matches!(chart.kind, ChartKind::Lines | ChartKind::Slope | ChartKind::HeatMap);
    for series in chart.series.iter().filter(|_| names_series) {
        prop_assert!(stands(&series.text), "`{}` is lost", series.text);
    }
    for net in &chart.nets {
        prop_assert!(stands(&net.label), "`{}` is lost", net.label);
    }
    for printed in &drawing.printed {
        prop_assert!(stands(&printed.text), "`{}` is said to be printed", printed.text);
    }
    Ok(true)
}

/// Draws random tables of one kind; most must succeed, or the law says little.
fn prove_kind(kind: ChartKind) {
    let cases =
        std::env::var("CHART_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(120);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let drawn = std::cell::Cell::new(0);
    let result = runner.run(&chart(kind), |chart| {
        drawn.set(drawn.get() + u32::from(prove(&chart)?));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{kind:?}: {error}");
    }
    assert!(drawn.get() * 2 > cases, "{kind:?}: only {} of {cases} could be drawn", drawn.get());
}

macro_rules! laws {
    ($($name:ident: $kind:ident,)*) => {
        $(
            #[test]
            fn $name() {
                prove_kind(ChartKind::$kind);
            }
        )*
    };
}

laws! {
    bars: Bars,
    grouped: Grouped,
    stacked: Stacked,
    likert: Likert,
    likert_apart: LikertApart,
    columns: Columns,
    lines: Lines,
    dots: Dots,
    slope: Slope,
    heatmap: HeatMap,
    multiples: Multiples,
    waffle: Waffle,
    pictogram: Pictogram,
    boxes: Boxes,
    strips: Strips,
    map: Map,
    bubbles: Bubbles,
}
