//! Which kind of chart suits which question.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{KINDS, project};
use crate::project::Project;

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

/// Where the theme has too few colours for the kind that suits best, the next one is
/// drawn; a kind that the template asks for is not changed.
#[test]
fn the_kind_that_is_chosen_has_colours_enough() {
    let questions = "\"e1\" \"e2\" by=\"regio\"";
    let with = |calls: &[String]| {
        project()
            .replace(
                "publication.toml",
                "[\"#0b5d78\", \"#d18135\", \"#637d5c\", \"#652c50\", \"#a92a33\"]",
                "[\"#0b5d78\", \"#d18135\"]",
            )
            .chapter(&format!("= Een\n\n{}\n", calls.join("\n\n")))
    };
    let call = |name: &str, kind: &str| format!("{{{{figure {questions} name=\"{name}\"{kind}}}}}");
    let drawn = with(&[call("fig-a", ""), call("fig-b", " kind=\"heatmap\"")]);
    drawn.build();
    let svg = |key: &str| {
        std::fs::read_to_string(drawn.path(&format!("build/figures/{key}.svg"))).unwrap()
    };
    assert_eq!(svg("a"), svg("b"));
    let messages = with(&[call("fig-a", " kind=\"dots\"")]).must_fail();
    assert!(messages.contains("error[chart-too-many-series]"), "{messages}");
}
