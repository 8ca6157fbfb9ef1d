//! Charts from templates and from `drukpers figure`: which kind suits which
//! question, what cannot be drawn, and what bad input gets.

mod faults;
mod hard_input;
mod kinds;
mod marks;

use std::fmt::Write;

use crate::project::Project;

const KINDS: [&str; 17] = [
    "bars",
    "grouped",
    "stacked",
    "likert",
    "likert-apart",
    "columns",
    "lines",
    "dots",
    "slope",
    "heatmap",
    "multiples",
    "waffle",
    "pictogram",
    "boxes",
    "strips",
    "map",
    "bubbles",
];

const SURVEY: &str = "
type | name | label | short | order
begin_group | alles | Alle vragen | |
select_one regio | regio | In welke regio woont u? | Regio |
select_one grootte | grootte | Hoe groot is uw gemeente? | Grootte | scale
select_one golf | golf | Meting | Meting |
select_one twee | paar | Wie vult in? | Invuller |
select_one kleur | kleur | Welke kleur kiest u? | Kleur |
select_one janee | ja | Bent u voor? | Voor |
select_one eens | e1 | Het gaat goed. | Goed | scale
select_one eens | e2 | Het kan beter. | Beter | scale
select_one vaak | vaak | Hoe vaak komt u hier? | Vaak | scale
select_multiple vorm | vorm | Welke vormen kent u? | Vormen |
integer | cijfer | Welk cijfer geeft u? | Cijfer |
decimal | uren | Hoeveel uur werkt u? | Uren |
end_group | | | |
";

const CHOICES: &str = "
list_name | name | label | missing
regio | n | Noord |
regio | m | Midden |
regio | z | Zuid |
grootte | 1 | Klein |
grootte | 2 | Middel |
grootte | 3 | Groot |
golf | 1 | Voorjaar 2010 |
golf | 2 | Najaar 2010 |
golf | 3 | Voorjaar 2011 |
twee | a | Ambtenaar |
twee | b | Bestuurder |
kleur | rood | Rood |
kleur | wit | Wit |
kleur | groen | Groen |
kleur | anders | Anders |
janee | ja | Ja |
janee | nee | Nee |
janee | wn | Weet niet | dont-know
eens | 1 | Helemaal oneens |
eens | 2 | Oneens |
eens | 3 | Neutraal |
eens | 4 | Eens |
eens | 5 | Helemaal eens |
vaak | 1 | Nooit |
vaak | 2 | Soms |
vaak | 3 | Elke week |
vaak | 4 | Elke dag |
vorm | rond | Rond |
vorm | vierkant | Vierkant |
vorm | anders | Anders |
";

/// Sixty respondents whose answers follow from their number.
fn data() -> String {
    let mut rows = String::from(
        "nummer | regio | grootte | golf | paar | kleur | ja | e1 | e2 | vaak | vorm/rond | \
         vorm/vierkant | vorm/anders | cijfer | uren\n",
    );
    for row in 0..60_usize {
        let pick =
            |list: &[&str], step: usize| list[(row * step + row / 7) % list.len()].to_string();
        let _ = writeln!(
            rows,
            "R{row} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {}",
            pick(&["n", "m", "z"], 1),
            pick(&["1", "2", "3"], 2),
            pick(&["1", "2", "3"], 5),
            pick(&["a", "b"], 1),
            pick(&["rood", "rood", "wit", "groen", "anders"], 3),
            pick(&["ja", "ja", "nee", "wn"], 1),
            pick(&["1", "2", "3", "4", "4", "5", "5"], 2),
            pick(&["1", "2", "3", "3", "4", "5"], 1),
            pick(&["1", "2", "3", "4"], 3),
            row % 2,
            usize::from(row % 3 == 0),
            usize::from(row % 10 == 0),
            4 + row % 6,
            f64::from(u32::try_from(row * 7 % 41).unwrap()) / 4.0 + 20.0,
        );
    }
    rows
}

const MAP: &str = r#"{"type": "FeatureCollection", "credit": "Kaart: proef", "features": [
{"type": "Feature", "properties": {"name": "Noord"}, "geometry": {"type": "Polygon", "coordinates": [[[4, 53], [6, 53], [6, 54], [4, 54], [4, 53]]]}},
{"type": "Feature", "properties": {"name": "Midden"}, "geometry": {"type": "Polygon", "coordinates": [[[4, 52], [6, 52], [6, 53], [4, 53], [4, 52]]]}},
{"type": "Feature", "properties": {"name": "Zuid"}, "geometry": {"type": "Polygon", "coordinates": [[[4, 51], [6, 51], [6, 52], [4, 52], [4, 51]]]}}]}"#;

const CHARTS: &str =
    "[charts]\nuncertain-below = 0\n\n[charts.maps]\nregio = \"inputs/gebieden.json\"\n\n";

/// A project with a question of every form, and a map.
fn project() -> Project {
    Project::new()
        .sheet("survey", SURVEY)
        .sheet("choices", CHOICES)
        .sheet("data", &data())
        .sheet("populatie", "code | grootte\nG1 | 1\nG2 | 2\nG3 | 3\n")
        .file("inputs/gebieden.json", MAP)
        .replace("publication.toml", "frame = \"populatie\"\n", "")
        .replace("publication.toml", "[theme]\n", &format!("{CHARTS}[theme]\n"))
        .replace(
            "publication.toml",
            "[\"#0b5d78\", \"#d18135\", \"#637d5c\"]",
            "[\"#0b5d78\", \"#d18135\", \"#637d5c\", \"#652c50\", \"#a92a33\"]",
        )
}

/// The message that a chapter with this figure gets.
fn message(project: Project, figure: &str) -> String {
    let messages = project.chapter(&format!("= Een\n\n{figure}\n")).must_fail();
    messages
        .lines()
        .filter(|line| !line.trim_start().starts_with('|'))
        .collect::<Vec<_>>()
        .join("\n")
}
