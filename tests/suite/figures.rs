//! Charts from templates and from `drukpers figure`: which kind suits which
//! question, what cannot be drawn, and what bad input gets.

use std::collections::BTreeMap;
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

/// The questions of a chart, as they stand in a call.
const FORMS: [(&str, &str); 29] = [
    ("answers without order", r#""kleur""#),
    ("  by groups", r#""kleur" by="grootte""#),
    ("  over waves", r#""kleur" by="golf""#),
    ("  by two groups", r#""kleur" by="paar""#),
    ("one answer", r#""kleur" answer="rood""#),
    ("  by groups", r#""kleur" answer="rood,wit" by="grootte""#),
    ("  by regions", r#""kleur" answer="rood" by="regio""#),
    ("two answers", r#""ja""#),
    ("  by groups", r#""ja" by="grootte""#),
    ("  by regions", r#""ja" by="regio""#),
    ("a scale with poles", r#""e1""#),
    ("  by groups", r#""e1" by="grootte""#),
    ("  over waves", r#""e1" by="golf""#),
    ("  by regions", r#""e1" by="regio""#),
    ("a scale without poles", r#""vaak""#),
    ("  by groups", r#""vaak" by="grootte""#),
    ("  one answer by regions", r#""vaak" answer="3,4" by="regio""#),
    ("several answers", r#""vorm""#),
    ("  by groups", r#""vorm" by="regio""#),
    ("numbers", r#""cijfer""#),
    ("  by regions", r#""uren" by="regio""#),
    ("  over waves", r#""uren" by="golf""#),
    ("several numbers", r#""cijfer" "uren""#),
    ("  by groups", r#""cijfer" "uren" by="grootte""#),
    ("  by two groups", r#""cijfer" "uren" by="paar""#),
    ("statements", r#""e1" "e2""#),
    ("  by groups", r#""e1" "e2" by="grootte""#),
    ("  over waves", r#""e1" "e2" by="golf""#),
    ("regions", r#""regio""#),
];

/// The lines of the chapter at which a message of this code stands.
fn lines_with(messages: &str, code: &str) -> Vec<usize> {
    let mut lines = vec![];
    let mut wanted = false;
    for line in messages.lines() {
        if line.starts_with("error[") {
            wanted = line.starts_with(&format!("error[{code}]"));
            assert!(wanted, "{messages}");
        } else if let Some((_, place)) = line.split_once("een.typ.hbs:")
            && wanted
        {
            lines.push(place.split(':').next().unwrap().parse().unwrap());
            wanted = false;
        }
    }
    lines
}

#[test]
fn every_kind_is_drawn_where_it_makes_sense_and_refused_where_it_does_not() {
    let mut chapter = String::new();
    let mut calls = vec![];
    for (form, (_, questions)) in FORMS.iter().enumerate() {
        for kind in KINDS {
            let call =
                format!("{{{{figure {questions} kind=\"{kind}\" name=\"fig-{form}-{kind}\"}}}}");
            let _ = writeln!(chapter, "{call}");
            calls.push((form, kind, call));
        }
    }
    let messages = project().chapter(&chapter).must_fail();
    let refused = lines_with(&messages, "chart-kind");
    let mut drawn = String::new();
    let mut table = String::new();
    for (form, (name, questions)) in FORMS.iter().enumerate() {
        let mut kinds = vec![];
        for (line, (_, kind, call)) in
            calls.iter().enumerate().filter(|(_, (other, ..))| *other == form)
        {
            if !refused.contains(&(line + 1)) {
                kinds.push(*kind);
                let _ = writeln!(drawn, "{call}\n");
            }
        }
        let _ = writeln!(table, "{name}: {questions}\n    {}", kinds.join(", "));
    }
    insta::assert_snapshot!(table, @r#"
    answers without order: "kleur"
        bars, stacked, columns, dots, waffle, pictogram
      by groups: "kleur" by="grootte"
        grouped, stacked, lines, dots, heatmap, multiples, waffle
      over waves: "kleur" by="golf"
        grouped, stacked, lines, dots, heatmap, multiples, waffle
      by two groups: "kleur" by="paar"
        grouped, stacked, dots, slope, heatmap, multiples, waffle
    one answer: "kleur" answer="rood"
        bars, columns, dots, waffle, pictogram
      by groups: "kleur" answer="rood,wit" by="grootte"
        bars, columns, lines, dots, waffle, pictogram
      by regions: "kleur" answer="rood" by="regio"
        bars, columns, dots, waffle, pictogram, map, bubbles
    two answers: "ja"
        bars, stacked, columns, dots, waffle, pictogram
      by groups: "ja" by="grootte"
        bars, grouped, stacked, columns, lines, dots, heatmap, multiples, waffle, pictogram
      by regions: "ja" by="regio"
        bars, grouped, stacked, columns, dots, heatmap, multiples, waffle, pictogram, map, bubbles
    a scale with poles: "e1"
        bars, stacked, likert, likert-apart, columns, dots, waffle, pictogram
      by groups: "e1" by="grootte"
        bars, grouped, stacked, likert, likert-apart, columns, lines, dots, heatmap, multiples, waffle, pictogram
      over waves: "e1" by="golf"
        bars, grouped, stacked, likert, likert-apart, columns, lines, dots, heatmap, multiples, waffle, pictogram
      by regions: "e1" by="regio"
        bars, grouped, stacked, likert, likert-apart, columns, dots, heatmap, multiples, waffle, pictogram, map, bubbles
    a scale without poles: "vaak"
        bars, stacked, likert, likert-apart, columns, dots, waffle, pictogram
      by groups: "vaak" by="grootte"
        grouped, stacked, likert, likert-apart, lines, dots, heatmap, multiples, waffle
      one answer by regions: "vaak" answer="3,4" by="regio"
        bars, columns, dots, waffle, pictogram, map, bubbles
    several answers: "vorm"
        bars, columns, dots, waffle, pictogram
      by groups: "vorm" by="regio"
        grouped, dots, heatmap, multiples
    numbers: "cijfer"
        bars, columns, dots, boxes, strips
      by regions: "uren" by="regio"
        bars, columns, dots, boxes, strips, map
      over waves: "uren" by="golf"
        bars, columns, lines, dots, boxes, strips
    several numbers: "cijfer" "uren"
        bars, columns, dots, boxes, strips
      by groups: "cijfer" "uren" by="grootte"
        grouped, lines, dots, slope, heatmap, multiples
      by two groups: "cijfer" "uren" by="paar"
        grouped, dots, slope, heatmap, multiples
    statements: "e1" "e2"
        bars, grouped, stacked, likert, likert-apart, columns, dots, heatmap, multiples, waffle, pictogram
      by groups: "e1" "e2" by="grootte"
        grouped, lines, dots, slope, heatmap, multiples
      over waves: "e1" "e2" by="golf"
        grouped, lines, dots, heatmap, multiples
    regions: "regio"
        bars, stacked, columns, dots, waffle, pictogram, map, bubbles
    "#);
    // What is not refused is really printed.
    let project = project().chapter(&drawn);
    project.build();
    let pictures = std::fs::read_dir(project.path("build/figures")).unwrap().count();
    assert_eq!(pictures, 2 * (calls.len() - refused.len()));
}

/// The first words of the alternative text of each chart.
fn openings(project: &Project) -> BTreeMap<String, String> {
    let mut openings = BTreeMap::new();
    for file in std::fs::read_dir(project.path("build/figures")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            let svg = std::fs::read_to_string(&path).unwrap();
            let alt = svg.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap().to_string();
            openings.insert(name, alt.split(": ").next().unwrap().to_string());
        }
    }
    openings
}

#[test]
fn a_figure_without_a_kind_gets_the_one_that_suits_it() {
    let mut chapter = String::new();
    for (form, (_, questions)) in FORMS.iter().enumerate() {
        let _ = writeln!(chapter, "{{{{figure {questions} name=\"fig-{form:02}\"}}}}\n");
    }
    let project = project().chapter(&chapter);
    project.build();
    let lines: Vec<String> = openings(&project)
        .into_values()
        .zip(FORMS)
        .map(|(opening, (name, questions))| format!("{name}: {questions}\n    {opening}"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    answers without order: "kleur"
        Staafdiagram met vier staven
      by groups: "kleur" by="grootte"
        Staafdiagram met vier groepen van drie staven
      over waves: "kleur" by="golf"
        Lijndiagram met vier lijnen
      by two groups: "kleur" by="paar"
        Staafdiagram met vier groepen van twee staven
    one answer: "kleur" answer="rood"
        Vierkant van honderd vakjes
      by groups: "kleur" answer="rood,wit" by="grootte"
        Staafdiagram met vier staven
      by regions: "kleur" answer="rood" by="regio"
        Staafdiagram met vier staven
    two answers: "ja"
        Staafdiagram met twee staven
      by groups: "ja" by="grootte"
        Gestapeld staafdiagram met vier staven
      by regions: "ja" by="regio"
        Gestapeld staafdiagram met vier staven
    a scale with poles: "e1"
        Gestapeld staafdiagram met één staaf
      by groups: "e1" by="grootte"
        Gestapeld staafdiagram met vier staven
      over waves: "e1" by="golf"
        Lijndiagram met één lijn
      by regions: "e1" by="regio"
        Gestapeld staafdiagram met vier staven
    a scale without poles: "vaak"
        Kolommendiagram met vier kolommen
      by groups: "vaak" by="grootte"
        Gestapeld staafdiagram met vier staven
      one answer by regions: "vaak" answer="3,4" by="regio"
        Staafdiagram met vier staven
    several answers: "vorm"
        Staafdiagram met drie staven
      by groups: "vorm" by="regio"
        Staafdiagram met drie groepen van drie staven
    numbers: "cijfer"
        Kolommendiagram met zes kolommen
      by regions: "uren" by="regio"
        Puntdiagram met vier rijen, met betrouwbaarheidsintervallen
      over waves: "uren" by="golf"
        Lijndiagram met één lijn
    several numbers: "cijfer" "uren"
        Puntdiagram met twee rijen, met betrouwbaarheidsintervallen
      by groups: "cijfer" "uren" by="grootte"
        Puntdiagram met vier rijen, met betrouwbaarheidsintervallen
      by two groups: "cijfer" "uren" by="paar"
        Puntdiagram met drie rijen, met betrouwbaarheidsintervallen
    statements: "e1" "e2"
        Gestapeld staafdiagram met twee staven
      by groups: "e1" "e2" by="grootte"
        Puntdiagram met twee rijen, met betrouwbaarheidsintervallen
      over waves: "e1" "e2" by="golf"
        Lijndiagram met twee lijnen
    regions: "regio"
        Staafdiagram met drie staven
    "#);
}

#[test]
fn figure_draws_what_a_template_draws() {
    let project = project().chapter(
        "{{figure \"e1\" \"e2\" kind=\"heatmap\" width=\"wide\"}}\n\n\
         {{figure \"kleur\" answer=\"rood\" by=\"regio\" kind=\"map\"}}\n",
    );
    project.build();
    let output = project.path("een.svg");
    let draw = |arguments: &[&str]| {
        let file = output.to_str().unwrap();
        let run = project.run(&[&["figure"], arguments, &["--output", file]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        std::fs::read_to_string(&output).unwrap()
    };
    let printed = |name: &str| {
        std::fs::read_to_string(project.path(&format!("build/figures/{name}.svg"))).unwrap()
    };
    let heatmap = draw(&["e1", "e2", "--kind", "heatmap", "--width", "wide"]);
    assert_eq!(heatmap, printed("e1"));
    let map = draw(&["kleur", "--answer", "rood", "--by", "regio", "--kind", "map"]);
    assert_eq!(map, printed("kleur"));
    assert!(map.contains(">Kaart: proef<"), "the credit of the map is not printed");
    let run = project.run(&["figure", "kleur", "--kind", "map", "--output", "x.svg"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr, @r#"
    error[chart-kind]: `map` cannot show question `kleur`
     --> command line:1:23
      |
    1 | {{figure "kleur" kind="map"}}
      |                       ^^^^^
      |
      = hint: say which answer it shows: `answer="rood"`
      = hint: compare the regions of a map: `by="regio"`
      = hint: kinds that can: bars, columns, dots, pictogram, stacked, waffle
    "#);
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

#[test]
fn what_makes_no_sense_is_told_with_what_does() {
    let figures = [
        r#"{{figure "kleur" kind="lines"}}"#,
        r#"{{figure "kleur" kind="slope" by="grootte"}}"#,
        r#"{{figure "kleur" kind="map"}}"#,
        r#"{{figure "kleur" kind="map" by="regio"}}"#,
        r#"{{figure "kleur" kind="map" by="grootte" answer="rood"}}"#,
        r#"{{figure "vorm" kind="stacked"}}"#,
        r#"{{figure "uren" kind="likert"}}"#,
        r#"{{figure "uren" kind="columns"}}"#,
        r#"{{figure "e1" kind="boxes"}}"#,
        r#"{{figure "vaak" "vaak" by="grootte"}}"#,
        r#"{{figure "e1" "uren"}}"#,
        r#"{{figure "kleur" answer="roze"}}"#,
        r#"{{figure "uren" answer="1"}}"#,
        r#"{{figure "e1" kind="pie"}}"#,
    ];
    let mut all = String::new();
    for figure in figures {
        let _ = writeln!(all, "{}\n", message(project(), figure));
    }
    insta::assert_snapshot!(all, @r#"
    error[chart-kind]: `lines` cannot show question `kleur`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="lines"}}
      = hint: name the question with the waves or groups: `by="…"`
      = hint: kinds that can: bars, columns, dots, pictogram, stacked, waffle


    error[chart-kind]: `slope` cannot show question `kleur` by `grootte`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="slope" by="grootte"}}
      = hint: compare two of them: `where="grootte=1,3"`
      = hint: kinds that can: grouped, multiples, heatmap, dots, stacked, waffle, lines


    error[chart-kind]: `map` cannot show question `kleur`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="map"}}
      = hint: say which answer it shows: `answer="rood"`
      = hint: compare the regions of a map: `by="regio"`
      = hint: kinds that can: bars, columns, dots, pictogram, stacked, waffle


    error[chart-kind]: `map` cannot show question `kleur` by `regio`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="map" by="regio"}}
      = hint: say which answer it shows: `answer="rood"`
      = hint: kinds that can: grouped, multiples, heatmap, dots, stacked, waffle


    error[chart-kind]: `map` cannot show question `kleur` by `grootte`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="map" by="grootte" answer="rood"}}
      = hint: give the map of the regions in `publication.toml`, under `[charts.maps]`: `QUESTION = "inputs/maps/…"`
      = hint: kinds that can: bars, dots, columns, pictogram, waffle, lines


    error[chart-kind]: `stacked` cannot show question `vorm`
     --> templates/chapters/een.typ.hbs:3:22
    3 | {{figure "vorm" kind="stacked"}}
      = hint: kinds that can: bars, columns, dots, pictogram, waffle


    error[chart-kind]: `likert` cannot show question `uren`
     --> templates/chapters/een.typ.hbs:3:22
    3 | {{figure "uren" kind="likert"}}
      = hint: kinds that can: boxes, strips, dots


    error[chart-kind]: `columns` cannot show question `uren`
     --> templates/chapters/een.typ.hbs:3:22
    3 | {{figure "uren" kind="columns"}}
      = hint: name the question with the waves or groups: `by="…"`
      = hint: kinds that can: boxes, strips, dots


    error[chart-kind]: `boxes` cannot show question `e1`
     --> templates/chapters/een.typ.hbs:3:20
    3 | {{figure "e1" kind="boxes"}}
      = hint: kinds that can: likert, columns, bars, stacked, likert-apart, dots, pictogram, waffle


    error[chart-kind]: questions `vaak`, `vaak` by `grootte`: the chart needs one number for each
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "vaak" "vaak" by="grootte"}}
      = hint: say which answer it shows: `answer="1"`


    error[chart-shape]: `e1` and `uren` do not go into one chart: one of them asks for a number
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "e1" "uren"}}
      = hint: draw a chart for each


    error[unknown-code]: question `kleur` has no code `roze`
     --> templates/chapters/een.typ.hbs:3:25
    3 | {{figure "kleur" answer="roze"}}
      = hint: its codes are `rood`, `wit`, `groen`, `anders`


    error[wrong-kind]: numbers have no answers to choose from
     --> templates/chapters/een.typ.hbs:3:24
    3 | {{figure "uren" answer="1"}}
      = hint: leave `answer` out: the chart shows means


    error[unknown-chart]: unknown kind of chart `pie`
     --> templates/chapters/een.typ.hbs:3:20
    3 | {{figure "e1" kind="pie"}}
      = hint: kinds: bars, grouped, stacked, likert, likert-apart, columns, lines, dots, slope, heatmap, multiples, waffle, pictogram, boxes, strips, map, bubbles
    "#);
}

#[test]
fn faults_of_maps_are_told_where_they_stand() {
    let with = |old: &str, new: &str| project().replace("publication.toml", old, new);
    let mut all = String::new();
    for project in [
        with("regio = \"inputs", "region = \"inputs"),
        with("gebieden.json", "gebied.json"),
        with("inputs/gebieden.json", "../gebieden.json"),
        project().file("inputs/gebieden.json", "{\"type\": \"FeatureCollection\"}"),
        project().replace("inputs/gebieden.json", "Midden", "Centrum"),
    ] {
        let figure = r#"{{figure "regio" kind="map"}}"#;
        let _ = writeln!(all, "{}\n", message(project, figure));
    }
    insta::assert_snapshot!(all, @r#"
    error[unknown-question]: unknown question `region`
      --> publication.toml:21:1
    21 | region = "inputs/gebieden.json"
       = hint: did you mean `regio`?
       = hint: the questions are `regio`, `grootte`, `golf`, `paar`, `kleur`, `ja`, `e1`, `e2`, `vaak`, `vorm`, `cijfer`, `uren` and 1 more


    error[missing-file]: there is no file `inputs/gebied.json`
      --> publication.toml:21:9
    21 | regio = "inputs/gebied.json"
       = hint: did you mean `inputs/gebieden.json`?
       = hint: paths are relative to the folder of `publication.toml`


    error[invalid-path]: `../gebieden.json` is not a path in the project
      --> publication.toml:21:9
    21 | regio = "../gebieden.json"
       = hint: write it relative to the folder of `publication.toml`, with `/`


    error[unreadable-map]: failed to read the map (it has no named regions)
    --> inputs/gebieden.json
     = hint: give an SVG whose paths have names, or a GeoJSON collection of polygons


    error[unknown-region]: the map has no region `Midden`
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "regio" kind="map"}}
      = hint: its regions: Noord, Centrum, Zuid
    "#);
}

#[test]
fn colours_that_cannot_be_told_apart_are_warned_about() {
    let project = project()
        .replace("publication.toml", "muted = \"#5a6875\"", "muted = \"#9aa5b0\"")
        .replace("publication.toml", "\"#652c50\", \"#a92a33\"]", "\"#a8512a\", \"#6b7a1e\"]")
        .replace("publication.toml", "\"#5b9db4\", \"#0b4a61\"]", "\"#d3e7ee\", \"#0b4a61\"]")
        .replace("publication.toml", "\"#7fb0c2\", \"#0b5d78\"]", "\"#7fb0c2\", \"#a33f2b\"]");
    let project = project.chapter("= Een\n\n{{figure \"kleur\"}}\n");
    let run = project.run(&["--quiet", "check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr, @r##"
    warning[palette-contrast]: text in `muted` (`#9aa5b0`) has a contrast of 2.5:1 with the page, and needs 4.5:1 (WCAG 2.2, 1.4.3)
      --> publication.toml:29:9
       |
    29 | muted = "#9aa5b0"
       |         ^^^^^^^^^
       |
       = hint: take `#6f767f` for `#9aa5b0`: the nearest colour that works

    warning[palette-grey]: `#637d5c` and `#a8512a`, neighbours in `categorical`, look alike in grey: their lightness differs by 4.8, and 8 is the least
      --> publication.toml:34:49
       |
    34 | categorical = ["#0b5d78", "#d18135", "#637d5c", "#a8512a", "#6b7a1e"]
       |                                                 ^^^^^^^^^
       |
       = hint: take `#903d18` for `#a8512a`: the nearest colour that works

    warning[palette-grey]: `#a8512a` and `#6b7a1e`, neighbours in `categorical`, look alike in grey: their lightness differs by 3.6, and 8 is the least
      --> publication.toml:34:60
       |
    34 | categorical = ["#0b5d78", "#d18135", "#637d5c", "#a8512a", "#6b7a1e"]
       |                                                            ^^^^^^^^^
       |
       = hint: take `#8b9064` for `#6b7a1e`: the nearest colour that works

    warning[palette-look-alike]: `#a8512a` and `#6b7a1e` of `categorical` look alike to readers with deuteranopia: they differ by 1.0; 8 is the least
      --> publication.toml:34:60
       |
    34 | categorical = ["#0b5d78", "#d18135", "#637d5c", "#a8512a", "#6b7a1e"]
       |                                                            ^^^^^^^^^
       |
       = hint: take `#8b9064` for `#6b7a1e`: the nearest colour that works

    warning[palette-look-alike]: `#d7e8ee` and `#d3e7ee` of `sequential` look alike to all readers: they differ by 1.0; 5 is the least
      --> publication.toml:35:26
       |
    35 | sequential = ["#d7e8ee", "#d3e7ee", "#0b4a61"]
       |                          ^^^^^^^^^
       |
       = hint: take `#bed7e2` for `#d3e7ee`: the nearest colour that works

    warning[palette-look-alike]: `#a3432f` and `#a33f2b` of `diverging` look alike to all readers: they differ by 0.9; 8 is the least
      --> publication.toml:36:58
       |
    36 | diverging = ["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#a33f2b"]
       |                                                          ^^^^^^^^^
       |
       = hint: take `#862515` for `#a33f2b`: the nearest colour that works
    "##);
    let build = project.run(&["--quiet", "build"]);
    assert_eq!((build.code, &build.stderr), (0, &run.stderr));
    assert_eq!(project.run(&["--deny-warnings", "--quiet", "build"]).code, 1);
    assert!(!Project::new().run(&["build"]).stderr.contains("palette"));
}

/// A call for every kind, with groups of twenty respondents; and how the drawing
/// marks a figure on few answers.
const MARKED: [(&str, &str, &str); 17] = [
    ("bars", r#""kleur" answer="rood" by="regio""#, "f-tint-c1 s-c1"),
    ("grouped", r#""kleur" by="grootte""#, "f-tint-c1 s-c1"),
    ("stacked", r#""ja" by="regio""#, "f-tint-c1 s-c1"),
    ("likert", r#""e1" by="regio""#, "f-tint-d1-5 s-d1-5"),
    ("likert-apart", r#""e1" by="regio""#, "f-tint-d1-5 s-d1-5"),
    ("columns", r#""kleur" answer="rood" by="regio""#, "f-tint-c1 s-c1"),
    ("lines", r#""e1" by="golf""#, "f-paper s-c1"),
    ("dots", r#""kleur" answer="rood" by="regio""#, "f-paper s-c1"),
    ("slope", r#""cijfer" "uren" by="grootte""#, "f-paper s-c1"),
    ("heatmap", r#""kleur" by="grootte""#, "stroke-dasharray"),
    ("multiples", r#""kleur" by="grootte""#, "f-tint-c1 s-c1"),
    ("waffle", r#""kleur" answer="rood" by="regio""#, "f-tint-c1 s-c1"),
    ("pictogram", r#""kleur" answer="rood" by="regio""#, "f-tint-c1"),
    ("boxes", r#""uren" by="regio""#, "stroke-dasharray"),
    ("strips", r#""uren" by="regio""#, "f-paper s-c1"),
    ("map", r#""kleur" answer="rood" by="regio""#, "class=\"s-paper\" fill=\"none\""),
    // A number of respondents is no estimate: discs are never uncertain.
    ("bubbles", r#""kleur" answer="rood" by="regio""#, ""),
];

/// The pictures of all these kinds, printed in one go.
fn pictures(project: Project, kinds: &[&str]) -> (Project, BTreeMap<String, String>) {
    let mut chapter = String::new();
    for (kind, questions, _) in MARKED.iter().filter(|it| kinds.contains(&it.0)) {
        let _ =
            writeln!(chapter, "{{{{figure {questions} kind=\"{kind}\" name=\"fig-{kind}\"}}}}\n");
    }
    let project = project.chapter(&chapter);
    project.build();
    let picture = |kind: &&str| {
        let path = project.path(&format!("build/figures/{kind}.svg"));
        (kind.to_string(), std::fs::read_to_string(path).unwrap())
    };
    let pictures = kinds.iter().map(picture).collect();
    (project, pictures)
}

#[test]
fn figures_on_few_answers_are_marked_in_every_kind() {
    let all = |least: &str| {
        pictures(project().replace("publication.toml", "uncertain-below = 0", least), &KINDS).1
    };
    let (marked, sure) = (all("uncertain-below = 60"), all("uncertain-below = 1"));
    for (kind, _, sign) in MARKED {
        let (marked, sure) = (&marked[kind], &sure[kind]);
        assert!(!sure.contains("indicatief"), "{kind}");
        if kind == "bubbles" {
            assert_eq!(marked, sure);
            continue;
        }
        assert!(marked.contains("weinig antwoorden: cijfer is indicatief"), "{kind}");
        assert!(marked.contains("cijfers zijn indicatief: weinig antwoorden"), "{kind}");
        // Once in the key, and at the figures themselves.
        assert!(marked.matches(sign).count() > 1, "{kind}: {marked}");
        assert!(!sure.contains(sign), "{kind}: {sure}");
    }
}

#[test]
fn hidden_figures_are_marked_and_leave_no_trace_in_every_kind() {
    let manifest = format!("[privacy]\nsmallest-base = 30\n\n{CHARTS}");
    let private = || project().replace("publication.toml", CHARTS, &manifest);
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| *kind != "strips").collect();
    let (project, pictures) = pictures(private(), &kinds);
    let groups = ["Noord", "Midden", "Zuid", "Klein", "Middel", "Groot", "Voorjaar", "Najaar"];
    for (kind, svg) in pictures {
        assert!(svg.contains(">·<"), "{kind}: {svg}");
        assert!(svg.contains("te weinig antwoorden om te tonen"), "{kind}");
        assert!(svg.contains("niet getoond: te weinig antwoorden"), "{kind}: {svg}");
        let path = project.path(&format!("build/figures/{kind}.csv"));
        let csv = std::fs::read_to_string(path).unwrap();
        let of_groups = csv.lines().filter(|line| groups.iter().any(|it| line.contains(it)));
        let mut count = 0;
        for line in of_groups {
            assert!(line.ends_with(",,·,,,,,niet getoond"), "{kind}: {line}");
            count += 1;
        }
        assert!(count > 2, "{kind}: {csv}");
    }
    let strips = message(private(), r#"{{figure "uren" by="regio" kind="strips"}}"#);
    assert!(strips.contains("error[chart-privacy]: `strips` shows the answer of every respondent"));
    assert!(strips.contains("use `kind=\"boxes\"`"), "{strips}");
}

#[test]
fn figure_writes_every_kind_in_every_format() {
    let project = project();
    for (kind, questions, _) in MARKED {
        let mut arguments: Vec<String> = vec!["--quiet".into(), "figure".into()];
        for part in questions.split_whitespace() {
            let (option, value) = part.split_once('=').unwrap_or(("", part));
            if !option.is_empty() {
                arguments.push(format!("--{option}"));
            }
            arguments.push(value.trim_matches('"').to_string());
        }
        arguments.extend(["--kind".into(), kind.to_string(), "--scale".into(), "1".into()]);
        let files = ["svg", "png", "pdf", "csv"].map(|ending| project.path(&format!("x.{ending}")));
        for file in &files {
            arguments.extend(["--output".into(), file.display().to_string()]);
        }
        let run = project.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{kind}");
        let [svg, png, pdf, csv] = files.map(|file| std::fs::read(file).unwrap());
        let svg = String::from_utf8(svg).unwrap();
        let size = |name: &str| -> f64 {
            let value = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
            value.split("pt\"").next().unwrap().parse().unwrap()
        };
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{kind}");
        let side = |at: usize| f64::from(u32::from_be_bytes(png[at..at + 4].try_into().unwrap()));
        assert!((side(16) - size("width")).abs() < 1.0, "{kind}");
        assert!((side(20) - size("height")).abs() < 1.0, "{kind}");
        assert!(pdf.starts_with(b"%PDF-"), "{kind}");
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.starts_with("category,series,value,text,n,base,low,high,state\n"), "{kind}");
        assert!(csv.lines().count() > 3, "{kind}: {csv}");
    }
}

/// A project whose chapter draws a question with other options or answers.
fn drawn(project: Project, figure: &str) -> String {
    let project = project.chapter(&format!("= Een\n\n{figure}\n"));
    project.build();
    let folder = std::fs::read_dir(project.path("build/figures")).unwrap();
    let svg = folder
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "svg"))
        .unwrap();
    let svg = std::fs::read_to_string(svg).unwrap();
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    svg
}

/// The texts of a picture, without white space and hyphens.
fn letters(svg: &str) -> String {
    let texts = svg.split('>').filter_map(|part| part.split_once('<').map(|it| it.0));
    texts.collect::<String>().replace([' ', '-'], "")
}

/// Two hundred characters, with a word that is wider than most columns.
const LONG: &str = "Een antwoord dat de tekst van de vraag nog eens helemaal herhaalt, met de \
                    arbeidsongeschiktheidsverzekeringsmaatschappij erbij, zodat het met gemak de \
                    tweehonderd tekens haalt waar geen mens op zit te wachten";

/// Questions that are hard to draw, and the calls that are tried with every kind.
fn hard() -> (Project, Vec<(&'static str, String)>) {
    let mut survey = String::from(
        "type | name | label | order\nselect_one groep | groep | Welke groep? | scale\n",
    );
    let mut choices = String::from("list_name | name | label\n");
    for group in 1..=3 {
        let _ = writeln!(choices, "groep | {group} | Groep {group}");
    }
    let lists: [(&str, Vec<String>); 5] = [
        ("lang", vec![LONG.into(), format!("{LONG}!"), "Kort".into()]),
        ("enig", vec!["Ja".into()]),
        ("veertig", (1..=40).map(|option| format!("Keuze {option}")).collect()),
        ("hebreeuws", vec!["שלום עולם".into(), "Nee".into()]),
        ("emoji", vec!["Rood 🔴".into(), "Nee".into()]),
    ];
    for (name, labels) in &lists {
        let _ = writeln!(survey, "select_one {name} | {name} | Wat kiest u? |");
        for (code, label) in labels.iter().enumerate() {
            let _ = writeln!(choices, "{name} | k{code} | {label}");
        }
    }
    for label in ["Helemaal oneens", "Oneens", "Neutraal", "Eens", "Helemaal eens"] {
        let code = label.to_lowercase().replace(' ', "-");
        let _ = writeln!(choices, "eens | {code} | {label}");
    }
    let _ = writeln!(survey, "select_one eens | stelling | {LONG} | scale");
    for name in ["nul", "negatief", "leeg", "eenling"] {
        let _ = writeln!(survey, "decimal | {name} | Hoeveel ({name})? |");
    }
    let mut rows = String::from(
        "nummer | groep | lang | enig | veertig | hebreeuws | emoji | stelling | nul | negatief | leeg | eenling\n",
    );
    for row in 0..40 {
        let steps = ["helemaal-oneens", "oneens", "neutraal", "eens", "helemaal-eens"];
        let alone = if row == 7 { "7.5" } else { "" };
        let negative = f64::from(row % 7) - 9.5;
        let _ = writeln!(
            rows,
            "R{row} | {} | k{} | k0 | k{row} | k{} | k{} | {} | 0 | {negative} | | {alone}",
            row % 3 + 1,
            row % 2,
            row % 2,
            row % 2,
            steps[row as usize % 5],
        );
    }
    let calls = [
        ("labels of two hundred characters", "\"lang\""),
        ("  by groups", "\"lang\" by=\"groep\""),
        ("  as groups", "\"negatief\" by=\"lang\""),
        ("  as a statement", "\"stelling\""),
        ("  as statements", "\"stelling\" \"stelling\""),
        ("one option", "\"enig\""),
        ("  by groups", "\"enig\" by=\"groep\""),
        ("forty options", "\"veertig\""),
        ("  by groups", "\"veertig\" by=\"groep\""),
        ("  as groups", "\"stelling\" by=\"veertig\""),
        ("an answer that nobody gave", "\"lang\" answer=\"k2\""),
        ("  by groups", "\"lang\" answer=\"k2\" by=\"groep\""),
        ("nothing but zero", "\"nul\""),
        ("  by groups", "\"nul\" by=\"groep\""),
        ("negative numbers", "\"negatief\""),
        ("  by groups", "\"negatief\" by=\"groep\""),
        ("no answers at all", "\"leeg\""),
        ("  by groups", "\"leeg\" by=\"groep\""),
        ("one respondent", "\"eenling\""),
        ("  by groups", "\"eenling\" by=\"groep\""),
        ("right-to-left text", "\"hebreeuws\""),
        ("emoji", "\"emoji\""),
    ];
    let project = project()
        .sheet("survey", &survey)
        .sheet("choices", &choices)
        .sheet("data", &rows)
        .replace("publication.toml", "regio = \"inputs/gebieden.json\"\n", "");
    (project, calls.map(|(name, call)| (name, call.to_string())).to_vec())
}

/// Every kind with every question: which are drawn, which get another message than
/// that the kind cannot show the question; and the files of the drawings.
fn outcomes(project: Project, forms: &[(&str, String)]) -> (String, Vec<(usize, String, String)>) {
    let mut chapter = String::new();
    let mut calls = vec![];
    for (form, (_, questions)) in forms.iter().enumerate() {
        for kind in KINDS {
            let call =
                format!("{{{{figure {questions} kind=\"{kind}\" name=\"fig-{form}-{kind}\"}}}}");
            let _ = writeln!(chapter, "{call}");
            calls.push((form, kind, call));
        }
    }
    let project = project.chapter(&chapter);
    let mut faults: BTreeMap<usize, String> = BTreeMap::new();
    let mut code = String::new();
    for line in project.must_fail().lines() {
        if let Some(rest) = line.strip_prefix("error[") {
            code = rest.split(']').next().unwrap().to_string();
        } else if let Some((_, place)) = line.split_once("een.typ.hbs:") {
            let line = place.split(':').next().unwrap().parse().unwrap();
            faults.insert(line, std::mem::take(&mut code));
        }
    }
    let (mut drawn, mut table) = (String::new(), String::new());
    let mut files = vec![];
    for (form, (name, questions)) in forms.iter().enumerate() {
        let _ = writeln!(table, "{name}: {questions}");
        let mut kinds: BTreeMap<(bool, &str), Vec<&str>> = BTreeMap::new();
        for (line, (_, kind, call)) in calls.iter().enumerate().filter(|(_, it)| it.0 == form) {
            let outcome = faults.get(&(line + 1)).map_or("drawn", String::as_str);
            kinds.entry((outcome != "drawn", outcome)).or_default().push(kind);
            if outcome == "drawn" {
                let _ = writeln!(drawn, "{call}\n");
                files.push((form, *kind));
            }
        }
        for ((_, outcome), kinds) in kinds.into_iter().filter(|it| it.0.1 != "chart-kind") {
            let _ = writeln!(table, "    {outcome}: {}", kinds.join(", "));
        }
    }
    let project = project.chapter(&drawn);
    project.build();
    let picture = |(form, kind): (usize, &str)| {
        let path = project.path(&format!("build/figures/{form}-{kind}.svg"));
        let svg = std::fs::read_to_string(path).unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{form}-{kind}: {svg}");
        (form, kind.to_string(), svg)
    };
    (table, files.into_iter().map(picture).collect())
}

#[test]
fn hard_input_gets_a_chart_or_a_message_at_its_line() {
    let (project, forms) = hard();
    let (table, pictures) = outcomes(project, &forms);
    insta::assert_snapshot!(table, @r#"
    labels of two hundred characters: "lang"
        drawn: bars, stacked, columns, dots, waffle, pictogram
      by groups: "lang" by="groep"
        drawn: grouped, stacked, lines, dots, heatmap, multiples, waffle
      as groups: "negatief" by="lang"
        drawn: bars, columns, dots, slope, boxes, strips
      as a statement: "stelling"
        drawn: bars, stacked, likert, likert-apart, columns, dots, waffle, pictogram
      as statements: "stelling" "stelling"
        drawn: bars, grouped, stacked, likert, likert-apart, columns, dots, heatmap, multiples, waffle, pictogram
    one option: "enig"
        drawn: bars, stacked, columns, dots, waffle, pictogram
      by groups: "enig" by="groep"
        drawn: grouped, stacked, lines, dots, heatmap, multiples, waffle
    forty options: "veertig"
        drawn: bars, dots, pictogram
        chart-too-many-series: stacked, waffle
        chart-too-narrow: columns
      by groups: "veertig" by="groep"
        drawn: grouped, dots, heatmap, multiples
        chart-too-many-series: stacked, lines, waffle
      as groups: "stelling" by="veertig"
        drawn: bars, stacked, likert, likert-apart, dots, multiples, waffle, pictogram
        chart-too-many-series: grouped
        chart-too-narrow: columns, heatmap
    an answer that nobody gave: "lang" answer="k2"
        drawn: bars, columns, dots, waffle, pictogram
      by groups: "lang" answer="k2" by="groep"
        drawn: bars, columns, lines, dots, waffle, pictogram
    nothing but zero: "nul"
        drawn: bars, columns, dots, boxes, strips
      by groups: "nul" by="groep"
        drawn: bars, columns, lines, dots, boxes, strips
    negative numbers: "negatief"
        drawn: dots, boxes, strips
      by groups: "negatief" by="groep"
        drawn: bars, columns, lines, dots, boxes, strips
    no answers at all: "leeg"
        empty-base: dots, boxes, strips
      by groups: "leeg" by="groep"
        empty-base: bars, columns, lines, dots, boxes, strips
    one respondent: "eenling"
        drawn: dots, boxes, strips
      by groups: "eenling" by="groep"
        drawn: bars, columns, lines, dots, boxes, strips
    right-to-left text: "hebreeuws"
        character-without-glyph: bars, stacked, columns, dots, waffle, pictogram
    emoji: "emoji"
        character-without-glyph: bars, stacked, columns, dots, waffle, pictogram
    "#);
    for (form, kind, svg) in pictures {
        if forms[form].0 == "labels of two hundred characters" {
            assert!(letters(&svg).contains(&LONG.replace([' ', '-'], "")), "{kind}: {svg}");
        }
        if forms[form].0.starts_with("negative") {
            assert!(svg.contains(">−"), "{kind}: {svg}");
        }
    }
}

#[test]
fn a_page_that_is_too_narrow_is_told_at_each_figure() {
    let (project, forms) = hard();
    let page = "missing = \"#b9c0c7\"\n\n[theme.page]\nwidth = 136.0\n";
    let project = project.replace("publication.toml", "missing = \"#b9c0c7\"\n", page);
    let wanted =
        ["\"lang\" by=\"groep\"", "\"veertig\" by=\"groep\"", "\"stelling\" by=\"veertig\""];
    let forms: Vec<_> =
        forms.into_iter().filter(|(_, questions)| wanted.contains(&questions.as_str())).collect();
    let (table, _) = outcomes(project, &forms);
    insta::assert_snapshot!(table, @r#"
      by groups: "lang" by="groep"
        drawn: grouped, stacked, lines, dots, heatmap, multiples, waffle
      by groups: "veertig" by="groep"
        drawn: grouped, dots, heatmap, multiples
        chart-too-many-series: stacked, lines, waffle
      as groups: "stelling" by="veertig"
        drawn: bars, stacked, likert, likert-apart, dots, multiples, waffle
        chart-too-many-series: grouped
        chart-too-narrow: columns, heatmap, pictogram
    "#);
}

#[test]
fn one_and_forty_options_are_drawn() {
    let one = CHOICES.replace("kleur | wit | Wit |\n", "").replace("kleur | groen | Groen |\n", "");
    let one = one.replace("kleur | anders | Anders |\n", "");
    let rows = "nummer | kleur\nR1 | rood\nR2 | rood\nR3 |\n";
    let survey = "type | name | label\nselect_one kleur | kleur | Welke kleur?\n";
    let small = |choices: &str, rows: &str| {
        project().sheet("survey", survey).sheet("choices", choices).sheet("data", rows).replace(
            "publication.toml",
            "regio = \"inputs/gebieden.json\"\n",
            "",
        )
    };
    let figure = "{{figure \"kleur\"}}";
    assert!(drawn(small(&one, rows), figure).contains("100%"));
    let mut forty = String::from("list_name | name | label\n");
    let mut answers = String::from("nummer | kleur\n");
    for option in 0..40 {
        let _ = writeln!(forty, "kleur | k{option} | Kleur {option}");
        let _ = writeln!(answers, "R{option} | k{option}");
    }
    let svg = drawn(small(&forty, &answers), figure);
    assert_eq!(svg.matches(">3%<").count(), 40);
    // A column or a person each would be too small to read: a message says so.
    let fault = message(small(&forty, &answers), "{{figure \"kleur\" kind=\"columns\"}}");
    insta::assert_snapshot!(fault, @r#"
    error[chart-too-narrow]: the labels do not fit under their columns
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "kleur" kind="columns"}}
      = hint: use `kind="bars"`, make the chart wider, or shorten its labels
    "#);
    let fault = message(small(&forty, &answers), "{{figure \"kleur\" kind=\"stacked\"}}");
    insta::assert_snapshot!(fault, @r#"
    error[chart-too-many-series]: 40 series, but the theme has 5 colours to tell them apart
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "kleur" kind="stacked"}}
      = hint: use `kind="heatmap"` or `kind="multiples"`, or add colours to `categorical`
    "#);
}

/// The small project with other numbers.
fn numbers(column: &[&str]) -> Project {
    let mut rows = String::from("nummer | grootte | getal\n");
    for (row, value) in column.iter().enumerate() {
        let _ = writeln!(rows, "R{row} | {} | {value}", row % 3 + 1);
    }
    project()
        .sheet("survey", "type | name | label | order\nselect_one grootte | grootte | Grootte | scale\ndecimal | getal | Hoeveel? |\n")
        .sheet("data", &rows)
        .replace("publication.toml", "regio = \"inputs/gebieden.json\"\n", "")
}

#[test]
fn zero_negative_and_missing_numbers_are_drawn_or_told() {
    let zero = numbers(&["0", "0", "0", "0"]);
    let svg = drawn(zero, "{{figure \"getal\" by=\"grootte\" kind=\"bars\"}}");
    assert!(svg.contains(">0,0<"), "{svg}");
    let negative = ["-1.5", "-2.5", "3", "-4", "-1", "2.5"];
    for kind in ["bars", "columns", "dots", "boxes", "strips", "lines"] {
        let svg = drawn(
            numbers(&negative),
            &format!("{{{{figure \"getal\" by=\"grootte\" kind=\"{kind}\"}}}}"),
        );
        assert!(svg.contains(">−2,8<"), "{kind}: {svg}");
    }
    let fault = message(numbers(&["", "", ""]), "{{figure \"getal\"}}");
    insta::assert_snapshot!(fault, @r#"
    error[empty-base]: no respondent has a valid answer to `getal`
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "getal"}}
      = hint: widen the condition, or leave out what depends on it
    "#);
    let fault = message(numbers(&["", "", ""]), "{{figure \"getal\" by=\"grootte\"}}");
    assert!(fault.contains("error[empty-base]") && fault.contains("een.typ.hbs:3:1"), "{fault}");
}

#[test]
fn a_single_respondent_is_drawn() {
    for kind in ["bars", "columns", "dots", "boxes", "strips"] {
        let svg = drawn(
            numbers(&["7.5"]),
            &format!("{{{{figure \"getal\" by=\"grootte\" kind=\"{kind}\"}}}}"),
        );
        assert!(svg.contains(">7,5<"), "{kind}: {svg}");
    }
}

#[test]
fn characters_without_a_glyph_are_told() {
    let mut all = String::new();
    for label in ["שלום עולם", "Rood 🔴", "赤"] {
        let choices = CHOICES.replace("| Rood |", &format!("| {label} |"));
        let fault = message(project().sheet("choices", &choices), "{{figure \"kleur\"}}");
        let _ = writeln!(all, "{fault}\n");
    }
    insta::assert_snapshot!(all, @r#"
    error[character-without-glyph]: no font has the character `ם` (U+05DD) of `שלום עולם`
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "kleur"}}
      = hint: write it without this character, or add a font that has it to `fonts/`
      = hint: the text stands in inputs/survey.xlsx!choices!C13


    error[character-without-glyph]: no font has the character `🔴` (U+1F534) of `Rood 🔴`
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "kleur"}}
      = hint: write it without this character, or add a font that has it to `fonts/`
      = hint: the text stands in inputs/survey.xlsx!choices!C13


    error[character-without-glyph]: no font has the character `赤` (U+8D64) of `赤`
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "kleur"}}
      = hint: write it without this character, or add a font that has it to `fonts/`
      = hint: the text stands in inputs/survey.xlsx!choices!C13
    "#);
}

#[test]
fn a_chart_with_no_room_is_told() {
    let mut choices = String::from("list_name | name | label\n");
    let mut rows = String::from("nummer | kleur | groep\n");
    for option in 0..16 {
        let _ = writeln!(choices, "kleur | k{option} | Kleur {option}");
        let _ = writeln!(choices, "groep | g{option} | Verkiezingsprogrammacommissie {option}");
        let _ = writeln!(rows, "R{option} | k{option} | g{option}");
    }
    let project = project()
        .sheet("survey", "type | name | label\nselect_one kleur | kleur | Kleur?\nselect_one groep | groep | Groep?\n")
        .sheet("choices", &choices)
        .sheet("data", &rows)
        .replace("publication.toml", "regio = \"inputs/gebieden.json\"\n", "");
    let fault = message(project, "{{figure \"kleur\" by=\"groep\" kind=\"heatmap\"}}");
    insta::assert_snapshot!(fault, @r#"
    error[chart-too-narrow]: the labels leave no room for the data
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "kleur" by="groep" kind="heatmap"}}
      = hint: make the chart wider, or shorten its labels
    "#);
}
