//! Questions and answers that are hard to draw.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{CHOICES, KINDS, message, project};
use crate::project::Project;

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
