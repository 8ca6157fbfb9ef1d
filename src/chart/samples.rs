//! Charts to test with: real, long Dutch survey labels.

use std::sync::OnceLock;

use super::*;

pub(crate) fn fonts() -> &'static FontSet {
    static FONTS: OnceLock<FontSet> = OnceLock::new();
    FONTS.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .flat_map(|family| std::fs::read_dir(family.unwrap().path()).unwrap())
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "ttf"))
            .collect();
        paths.sort();
        FontSet::new(paths.iter().map(|path| std::fs::read(path).unwrap())).unwrap()
    })
}

/// A share as the publication prints it.
pub(crate) fn share(value: f64) -> Datum {
    Datum::shown(value, format!("{:.0}%", value * 100.0))
}

fn labels(texts: &[&str]) -> Vec<Label> {
    texts.iter().map(|text| Label::new(*text)).collect()
}

fn shares(rows: &[&[f64]]) -> Vec<Vec<Datum>> {
    rows.iter().map(|row| row.iter().map(|&value| share(value)).collect()).collect()
}

pub(crate) fn sample(kind: ChartKind) -> Chart {
    let chart = Chart::new(kind, Language::Dutch);
    match kind {
        ChartKind::Bars => Chart {
            subject:
                "Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan?"
                    .into(),
            categories: vec![
                Label::new("Te weinig capaciteit in de organisatie"),
                Label::new("Te weinig geld"),
                Label::new("Leveranciers kunnen de gevraagde voorzieningen niet (op tijd) leveren"),
                Label::new("Onduidelijkheid over landelijke voorzieningen en de planning daarvan"),
                Label::new("Onvoldoende bestuurlijk draagvlak"),
                Label::new("Weerstand bij medewerkers"),
                Label::new("Anders").role(Role::Other),
                Label::new("Weet niet / geen mening").role(Role::Missing),
            ],
            series: labels(&["Alle gemeenten"]),
            data: shares(&[&[0.62], &[0.48], &[0.37], &[0.31], &[0.14], &[0.12], &[0.08], &[0.04]]),
            ..chart
        },
        ChartKind::Grouped => Chart {
            subject: "Redenen om een realisatieplan op te stellen, naar gemeentegrootte".into(),
            categories: labels(&[
                "Voldoen aan wettelijke verplichtingen",
                "Betere dienstverlening aan burgers en ondernemers",
                "Kostenbesparing en efficiëntere bedrijfsvoering",
                "Afspraken met andere gemeenten in de regio",
            ]),
            series: labels(&["Minder dan 20.000 inwoners", "20.000 tot 50.000", "50.000 of meer"]),
            data: shares(&[
                &[0.71, 0.66, 0.58],
                &[0.52, 0.61, 0.74],
                &[0.22, 0.35, 0.41],
                &[0.33, 0.18, 0.06],
            ]),
            ..chart
        },
        ChartKind::Stacked => Chart {
            subject: "Hoever is uw gemeente met de uitvoering van het realisatieplan?".into(),
            categories: vec![
                Label::new("Alle gemeenten").role(Role::Total).base("126"),
                Label::new("Minder dan 20.000 inwoners").base("48"),
                Label::new("20.000 tot 50.000 inwoners").base("54"),
                Label::new("50.000 inwoners of meer").base("24"),
            ],
            series: vec![
                Label::new("Nog niet begonnen"),
                Label::new("Begonnen"),
                Label::new("Ongeveer halverwege"),
                Label::new("Grotendeels klaar"),
                Label::new("Weet niet").role(Role::Missing),
            ],
            scheme: Scheme::Sequential,
            data: vec![
                vec![share(0.21), share(0.34), share(0.27), share(0.13), share(0.05)],
                vec![share(0.33), share(0.35), share(0.19), share(0.06), share(0.07)],
                vec![share(0.15), share(0.37), share(0.30), share(0.15), share(0.03)],
                [0.08, 0.25, 0.38, 0.25, 0.04]
                    .map(|value| Datum { state: State::Uncertain, ..share(value) })
                    .to_vec(),
            ],
            ..chart
        },
        ChartKind::Likert | ChartKind::LikertApart => {
            let rows: [[f64; 5]; 8] = [
                [0.02, 0.06, 0.14, 0.47, 0.31],
                [0.04, 0.11, 0.20, 0.45, 0.20],
                [0.05, 0.18, 0.25, 0.38, 0.14],
                [0.08, 0.22, 0.31, 0.29, 0.10],
                [0.10, 0.27, 0.24, 0.30, 0.09],
                [0.12, 0.33, 0.28, 0.21, 0.06],
                [0.19, 0.36, 0.22, 0.18, 0.05],
                [0.26, 0.38, 0.20, 0.13, 0.03],
            ];
            let net = |label: &str, side, columns: [usize; 2]| Net {
                label: label.into(),
                side,
                data: rows.iter().map(|row| share(row[columns[0]] + row[columns[1]])).collect(),
            };
            Chart {
                subject: "Stellingen over urgentie".into(),
                categories: labels(&[
                    "Betere dienstverlening is voor ons college een belangrijk onderwerp",
                    "De burger merkt straks dat wij aan het realisatieplan hebben gewerkt",
                    "Zonder de wettelijke verplichtingen was ons realisatieplan er niet gekomen",
                    "De gemeenteraad vraagt regelmatig naar de voortgang",
                    "Onze medewerkers weten waarom de veranderingen nodig zijn",
                    "Wij hebben voldoende mensen vrijgemaakt om het plan uit te voeren",
                    "Het budget voor de uitvoering is toereikend",
                    "De landelijke voorzieningen zijn op tijd beschikbaar",
                ]),
                series: vec![
                    Label::new("Helemaal mee oneens"),
                    Label::new("Mee oneens"),
                    Label::new("Neutraal").role(Role::Neutral),
                    Label::new("Mee eens"),
                    Label::new("Helemaal mee eens"),
                ],
                data: rows
                    .iter()
                    .map(|row| row.iter().map(|&value| share(value)).collect())
                    .collect(),
                nets: vec![net("oneens", Side::Left, [0, 1]), net("eens", Side::Right, [3, 4])],
                ..chart
            }
        }
        _ => chart,
    }
}
