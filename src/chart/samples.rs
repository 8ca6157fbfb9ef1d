//! Charts to test with: real, long Dutch survey labels.

use std::sync::OnceLock;

use super::*;
use crate::format::Language;

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
                [0.10, 0.27, 0.25, 0.30, 0.08],
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
        ChartKind::Columns => Chart {
            subject: "In welk jaar verwacht uw gemeente het plan te hebben uitgevoerd?".into(),
            categories: vec![
                Label::new("2010"),
                Label::new("2011"),
                Label::new("2012"),
                Label::new("2013"),
                Label::new("2014"),
                Label::new("Later dan 2014"),
                Label::new("Weet niet").role(Role::Missing),
            ],
            series: labels(&["Alle gemeenten"]),
            data: shares(&[&[0.06], &[0.17], &[0.29], &[0.22], &[0.14], &[0.07], &[0.05]]),
            ..chart
        },
        ChartKind::Lines => Chart {
            subject: "Aandeel gemeenten dat het (helemaal) eens is met de stelling".into(),
            categories: labels(&["2006", "2007", "2008", "2009", "2010"]),
            series: labels(&[
                "Dienstverlening is bestuurlijk belangrijk",
                "Er is voldoende capaciteit",
                "Het budget is toereikend",
                "De raad vraagt naar de voortgang",
            ]),
            data: shares(&[
                &[0.58, 0.44, 0.40, 0.21],
                &[0.63, 0.41, 0.36, 0.24],
                &[0.69, 0.37, 0.35, 0.31],
                &[0.74, 0.30, 0.28, 0.36],
                &[0.78, 0.27, 0.23, 0.39],
            ]),
            ..chart
        },
        ChartKind::Dots => {
            let mean = |value: f64, half: f64, text: &str| {
                Datum::shown(value, text).interval(value - half, value + half)
            };
            Chart {
                subject: "Rapportcijfer voor de voortgang van het realisatieplan".into(),
                unit: Unit::Number,
                categories: vec![
                    Label::new("Alle gemeenten").role(Role::Total).base("126"),
                    Label::new("Minder dan 20.000 inwoners").base("48"),
                    Label::new("20.000 tot 50.000 inwoners").base("54"),
                    Label::new("50.000 tot 100.000 inwoners").base("16"),
                    Label::new("100.000 inwoners of meer (G32 en de vier grote steden)").base("8"),
                ],
                series: labels(&["Gemiddelde"]),
                data: vec![
                    vec![mean(6.2, 0.2, "6,2")],
                    vec![mean(5.8, 0.35, "5,8")],
                    vec![mean(6.3, 0.3, "6,3")],
                    vec![mean(6.9, 0.5, "6,9")],
                    vec![Datum { state: State::Uncertain, ..mean(7.1, 0.9, "7,1") }],
                ],
                ..chart
            }
        }
        ChartKind::Slope => Chart {
            subject: "Belangrijkste drijfveer voor het realisatieplan, bij de start en nu".into(),
            categories: labels(&["Bij de start van het plan", "Nu"]),
            series: labels(&[
                "Wettelijke verplichting",
                "Betere dienstverlening",
                "Kostenbesparing",
                "Regionale samenwerking",
                "Subsidie",
            ]),
            data: shares(&[&[0.52, 0.24, 0.09, 0.08, 0.07], &[0.31, 0.41, 0.14, 0.11, 0.03]]),
            ..chart
        },
        ChartKind::HeatMap => Chart {
            subject: "Ingevoerde bouwstenen naar gemeentegrootte".into(),
            categories: labels(&[
                "Basisregistraties adressen en gebouwen",
                "DigiD",
                "Mijnoverheid.nl en persoonlijke internetpagina",
                "Landelijk 14+netnummer",
                "Elektronische dienst voor bedrijven (e-formulieren en Bedrijvenloket)",
            ]),
            series: labels(&[
                "Alle gemeenten",
                "Minder dan 20.000",
                "20.000 tot 50.000",
                "50.000 of meer",
            ]),
            data: vec![
                vec![share(0.81), share(0.77), share(0.82), share(0.88)],
                vec![share(0.94), share(0.92), share(0.96), share(0.96)],
                vec![share(0.31), share(0.21), share(0.33), share(0.46)],
                vec![share(0.18), share(0.08), share(0.19), share(0.38)],
                vec![share(0.27), Datum::hidden(""), share(0.28), Datum::hidden("")],
            ],
            ..chart
        },
        ChartKind::Multiples => Chart {
            subject: "Belangrijkste knelpunten, naar gemeentegrootte".into(),
            categories: labels(&[
                "Te weinig capaciteit",
                "Te weinig geld",
                "Afhankelijkheid van leveranciers",
                "Onduidelijkheid over landelijke voorzieningen",
            ]),
            series: vec![
                Label::new("Alle gemeenten").role(Role::Total).base("126"),
                Label::new("Klein").base("48"),
                Label::new("Middelgroot").base("54"),
                Label::new("Groot").base("24"),
            ],
            data: shares(&[
                &[0.62, 0.75, 0.57, 0.46],
                &[0.48, 0.58, 0.46, 0.33],
                &[0.37, 0.33, 0.37, 0.46],
                &[0.31, 0.38, 0.30, 0.21],
            ]),
            ..chart
        },
        ChartKind::Waffle => Chart {
            subject: "Respons".into(),
            categories: labels(&["van de aangeschreven gemeenten heeft de vragenlijst ingevuld"]),
            series: labels(&["Respons"]),
            data: vec![vec![Datum::shown(126.0 / 431.0, "29%")]],
            ..chart
        },
        ChartKind::Pictogram => Chart {
            subject: "Wie is de trekker van de uitvoering?".into(),
            categories: labels(&[
                "Het college van burgemeester en wethouders",
                "De gemeentesecretaris of het managementteam",
                "Een projectleider zonder lijnverantwoordelijkheid",
            ]),
            series: labels(&["Alle gemeenten"]),
            data: vec![
                vec![Datum::shown(0.23, "23%")],
                vec![Datum::shown(0.68, "68%")],
                vec![Datum::shown(0.41, "41%")],
            ],
            ..chart
        },
        ChartKind::Boxes | ChartKind::Strips => {
            let groups: [(&str, u64, f64, usize); 3] = [
                ("Minder dan 20.000 inwoners", 7, 2.0, 48),
                ("20.000 tot 50.000 inwoners", 11, 4.5, 54),
                ("50.000 inwoners of meer", 5, 11.0, 24),
            ];
            let distributions: Vec<Distribution> = groups
                .iter()
                .map(|&(_, seed, scale, count)| {
                    let mut values: Vec<f64> = (0..count as u64)
                        .map(|index| {
                            let random = ((index + 1) * seed * 7919 % 97) as f64 / 97.0;
                            (scale * (0.3 + 1.6 * random * random) * 2.0).round() / 2.0
                        })
                        .collect();
                    values.sort_by(f64::total_cmp);
                    let at = |share: f64| Real::from(values[((count - 1) as f64 * share) as usize]);
                    Distribution {
                        summary: [at(0.0), at(0.25), at(0.5), at(0.75), at(1.0)],
                        values: values.iter().copied().map(Real::from).collect(),
                    }
                })
                .collect();
            Chart {
                subject: "Aantal voltijdbanen voor de uitvoering van het plan".into(),
                unit: Unit::Number,
                categories: groups
                    .iter()
                    .map(|group| Label::new(group.0).base(group.3.to_string()))
                    .collect(),
                series: labels(&["Voltijdbanen"]),
                data: distributions
                    .iter()
                    .map(|numbers| {
                        let median = numbers.summary[2].get();
                        vec![Datum::shown(median, format!("{median:.1}").replace('.', ","))]
                    })
                    .collect(),
                distributions,
                ..chart
            }
        }
        ChartKind::Map | ChartKind::Bubbles => {
            let provinces: [(&str, f64, f64); 12] = [
                ("Groningen", 8.0, 25.0),
                ("Friesland", 9.0, 27.0),
                ("Drenthe", 5.0, 12.0),
                ("Overijssel", 8.0, 25.0),
                ("Flevoland", 2.0, 6.0),
                ("Gelderland", 17.0, 56.0),
                ("Utrecht", 8.0, 29.0),
                ("Noord-Holland", 15.0, 60.0),
                ("Zuid-Holland", 20.0, 75.0),
                ("Zeeland", 4.0, 13.0),
                ("Noord-Brabant", 21.0, 68.0),
                ("Limburg", 9.0, 35.0),
            ];
            let map =
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/maps/provinces.svg"));
            let share_of_all = kind == ChartKind::Map;
            Chart {
                subject: "Respons per provincie".into(),
                unit: if share_of_all { Unit::Share } else { Unit::Number },
                categories: provinces.iter().map(|province| Label::new(province.0)).collect(),
                series: labels(&["Respons"]),
                data: provinces
                    .iter()
                    .map(|&(_, count, all)| {
                        vec![if share_of_all {
                            share(count / all)
                        } else {
                            Datum::shown(count, count.to_string())
                        }]
                    })
                    .collect(),
                map: Some(std::sync::Arc::new(RegionMap::from_svg(map).unwrap())),
                ..chart
            }
        }
    }
}
