//! What the manifest says of the sample, of privacy and of derived questions.

use serde_json::Value as Json;

use crate::project::Project;

/// A project whose manifest ends with these tables.
fn with(tables: &str) -> Project {
    let project = Project::new();
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    project.file("publication.toml", &format!("{manifest}\n{tables}"))
}

fn tabulate(project: &Project, arguments: &[&str]) -> Json {
    let run = project.run(&[&["--quiet", "--format", "json", "tabulate"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// All messages of a failed build without the lines that show the source.
#[track_caller]
fn messages(project: &Project) -> Vec<String> {
    let shown = project.must_fail();
    shown
        .lines()
        .filter(|line| line.starts_with("error") || line.contains("-->") || line.contains("hint:"))
        .map(|line| line.trim().replace("= hint:", "hint:"))
        .collect()
}

fn rows(table: &Json) -> Vec<(String, u64)> {
    let rows = table["questions"][0]["rows"].as_array().unwrap();
    rows.iter().map(|row| (row["label"].to_string(), row["n"].as_u64().unwrap())).collect()
}

#[test]
fn unknown_stratum_question() {
    let project = with("[design]\nstrata = \"groote\"\n");
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn empty_stratum() {
    let project = with("[design]\nstrata = \"grootte\"\n")
        .sheet("choices", "
            list_name | name | label | missing
            grootte | klein | Klein |
            grootte | groot | Groot |
            grootte | reus | Reus |
            janee | ja | Ja |
            janee | nee | Nee |
            janee | wn | Weet niet | dont-know
            schaal | 1 | Oneens |
            schaal | 2 | Midden |
            schaal | 3 | Eens |
            schaal | 4 | Eens |
            schaal | 5 | Eens |
            kleur | rood | Rood |
            kleur | wit | Wit |
        ")
        .sheet("populatie", "
            code | grootte
            G1 | klein
            G2 | klein
            G3 | klein
            G4 | klein
            G5 | klein
            G6 | groot
            G7 | groot
            G8 | groot
            G9 | groot
            G10 | reus
        ");
    insta::assert_debug_snapshot!(messages(&project), @"");
}

/// Small units are all in the north and large ones in the south, which no
/// weights can make agree with a population where they are not.
#[test]
fn raking_that_does_not_converge() {
    let project = with("[design]\nrake = [\"grootte\", \"regio\"]\n")
        .sheet("survey", "
            type | name | label
            select_one grootte | grootte | Grootte
            select_one regio | regio | Regio
            select_one janee | q1 | Bent u voor?
        ")
        .sheet("choices", "
            list_name | name | label
            grootte | klein | Klein
            grootte | groot | Groot
            regio | noord | Noord
            regio | zuid | Zuid
            janee | ja | Ja
            janee | nee | Nee
        ")
        .sheet("data", "
            nummer | grootte | regio | q1
            R1 | klein | noord | ja
            R2 | klein | noord | nee
            R3 | groot | zuid | ja
            R4 | groot | zuid | nee
        ")
        .sheet("populatie", "
            code | grootte | regio
            G1 | klein | noord
            G2 | klein | noord
            G3 | klein | zuid
            G4 | groot | zuid
            G5 | groot | zuid
            G6 | groot | zuid
        ");
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn weighting_without_a_frame() {
    let project = with("[design]\npost-stratify = \"grootte\"\n")
        .replace("publication.toml", "frame = \"populatie\"\n", "");
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn a_population_smaller_than_the_sample() {
    let project = with("[design]\npopulation = 5\n")
        .replace("publication.toml", "frame = \"populatie\"\n", "");
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn numbers_that_no_survey_makes_right() {
    let project = with("[design]\nlevel = 95\npopulation = 0\ntrim = [0.3, 3.0]\n");
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn a_population_without_a_frame() {
    let project = with("[design]\npopulation = 40\n")
        .replace("publication.toml", "frame = \"populatie\"\n", "")
        .chapter("= Een\n\n{{population}}, {{percent (response-rate) digits=1}}, {{margin}}\n");
    project.build();
    let table = tabulate(&project, &["q1"]);
    assert_eq!(table["population"], 40.0);
    let facts = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    for text in ["\"40\"", "\"20,0%\"", "procentpunten\""] {
        assert!(facts.contains(text), "{text} is not in {facts}");
    }
}

const WEIGHED: &str = "
nummer | grootte | q1 | gewicht
R1 | klein | ja | 2
R2 | klein | nee | 1
R3 | groot | ja | 0.5
R4 | groot | nee | 0.5
";

#[test]
fn a_column_of_weights() {
    let project = with("[design]\nweight = \"gewicht\"\n").sheet("data", WEIGHED);
    let table = tabulate(&project, &["q1"]);
    assert_eq!(table["weighted"], true);
    assert_eq!(table["questions"][0]["rows"][0]["share"], 0.625);
    let table = tabulate(&project, &["q1", "--unweighted"]);
    assert_eq!(table["questions"][0]["rows"][0]["share"], 0.5);
    let typed = Project::new().sheet("data", WEIGHED);
    let table = tabulate(&typed, &["q1", "--weight", "gewicht"]);
    assert_eq!(table["questions"][0]["rows"][0]["share"], 0.625);
}

#[test]
fn a_weight_that_is_missing() {
    let project = with("[design]\nweight = \"gewicht\"\n")
        .sheet("data", &WEIGHED.replace("klein | nee | 1", "klein | nee |"));
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn small_cells_are_hidden() {
    let project = with("[privacy]\nsmallest-base = 5\n");
    let table = tabulate(&project, &["q1", "--by", "grootte"]);
    let columns = table["questions"][0]["columns"].as_array().unwrap();
    assert_eq!(columns[0]["rows"][0]["hidden"], "too few answers");
    assert_eq!(columns[0]["rows"][0]["share"], Json::Null);
}

const DERIVED: &str = r#"
[derived.voor]
net = "q2"
label = "Is men het eens?"
options = [{ code = "eens", label = "Eens", from = ["4", "5"] }]

[derived.oordeel]
recode = "q2"
ordered = true
options = [
    { code = "min", label = "Slecht", from = ["1", "2"], score = 0 },
    { code = "plus", label = "Goed", from = ["3", "4", "5"], score = 1 },
]

[derived.omvang]
band = "fte"
cuts = [4, 10.5]

[derived.klein]
copy = "q1"
where = "grootte=klein"

[derived.tegen]
reverse = "q2"

[derived.gemiddeld]
index = ["q2", "tegen"]
answered = 1
"#;

#[test]
fn derived_questions() {
    let project = with(DERIVED);
    let named = |label: &str, n: u64| (format!("\"{label}\""), n);
    assert_eq!(
        rows(&tabulate(&project, &["voor"])),
        [named("Eens", 4), named("Helemaal oneens", 1), named("Oneens", 2), named("Neutraal", 1)]
    );
    let table = tabulate(&project, &["oordeel"]);
    assert_eq!(rows(&table), [named("Slecht", 3), named("Goed", 5)]);
    assert_eq!(table["questions"][0]["mean"]["mean"], 0.625);
    assert_eq!(
        rows(&tabulate(&project, &["omvang"])),
        [named("minder dan 4", 2), named("4 tot 10,5", 3), named("10,5 of meer", 2)]
    );
    let table = tabulate(&project, &["klein"]);
    assert_eq!(table["questions"][0]["base"], 4);
    assert_eq!(table["questions"][0]["missing_rows"][0]["reason"], "not-asked");
    let table = tabulate(&project, &["gemiddeld"]);
    assert_eq!(table["questions"][0]["mean"]["mean"], 3.0);
}

#[test]
fn faults_of_derived_questions() {
    let project = with(r#"
[derived.een]
net = "q2"
options = [{ code = "eens", from = ["4", "6"] }]

[derived.twee]
copy = "q22"

[derived.drie]
copy = "vier"

[derived.vier]
copy = "drie"

[derived.q1]
copy = "q2"

[derived.vijf]
copy = "q2"
where = "grootte=kleine"

[derived.zes]
band = "fte"
cuts = [10, 4]
labels = ["laag", "hoog"]
"#);
    insta::assert_debug_snapshot!(messages(&project), @"");
}

#[test]
fn rules_of_derived_questions() {
    let project = with(r#"
[derived.een]
net = "q2"
copy = "q2"

[derived.twee]
label = "Niets"

[derived.drie]
recode = "q2"
cuts = [1]
"#);
    insta::assert_debug_snapshot!(messages(&project), @"");
}

/// The facts of a chapter, as expression and text.
fn facts(project: &Project) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    let ledger: Json = serde_json::from_str(&text).unwrap();
    let facts = ledger["facts"].as_array().or(ledger.as_array()).unwrap();
    let text = |value: &Json| value.as_str().unwrap().to_string();
    facts.iter().map(|fact| (text(&fact["expression"]), text(&fact["text"]))).collect()
}

#[test]
fn helpers_of_precision() {
    let project = with(DERIVED).chapter(
        r#"= Een

{{quantile "fte" 0.25}} {{top-box "q2" 2}} {{bottom-box "q2" 2}} {{index "gemiddeld"}} {{mean "tegen"}}
{{alpha "q2" "fte"}}
{{change "q1" "ja" from="grootte=klein" to="grootte=groot"}}
{{change "fte" from="grootte=klein" to="grootte=groot"}}
{{interval-low (share "q1" "ja")}} {{interval-high (share "q1" "ja")}} {{standard-error (share "q1" "ja")}}
{{interval-low (change "fte" from="grootte=klein" to="grootte=groot")}}
{{#claim (significant "fte" between="grootte=klein" and="grootte=groot")}}Groot is groter.{{/claim}}
{{#claim (significant (change "fte" from="grootte=klein" to="grootte=groot"))}}Groot is groter.{{/claim}}
{{#claim (not (significant "q1" "ja" between="grootte=klein" and="grootte=groot"))}}Zij denken eender.{{/claim}}
{{share "voor" "eens"}} {{table "omvang" by="grootte"}}
"#,
    );
    project.build();
    let text: Vec<String> = facts(&project)
        .into_iter()
        .filter(|(expression, _)| !expression.contains("table"))
        .map(|(expression, text)| format!("{expression} = {text}"))
        .collect();
    insta::assert_debug_snapshot!(text, @"");
}

#[test]
fn faults_of_helpers_of_precision() {
    let project = with(DERIVED).chapter(
        r#"= Een

{{quantile "fte" 25}}
{{top-box "q2" 1.5}}
{{alpha "gemideld"}}
{{change "q1" "ja" from="grootte=klein"}}
{{interval-low (respondents)}}
{{#if (significant (share "q1" "ja"))}}x{{/if}}
"#,
    );
    insta::assert_debug_snapshot!(messages(&project), @"");
}

/// The account of the method, as it stands on a web page.
fn account(tables: &str, language: &str) -> String {
    let project = with(&format!("[web]\ntemplate = \"templates/web.html.hbs\"\nstyle = \"templates/web.css\"\n{tables}"))
        .replace("publication.toml", "language = \"nl\"", &format!("language = \"{language}\""))
        .file("templates/web.css", "")
        .file("templates/web.html.hbs", "<!doctype html><title>x</title><main>{{methods units=\"gemeenten\"}}</main>");
    project.build();
    let page = std::fs::read_to_string(project.path("build/index.html")).unwrap();
    let main = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    let mut text = String::new();
    let mut inside = false;
    for character in main.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            character if !inside => text.push(character),
            _ => {}
        }
    }
    text
}

#[test]
fn the_method_of_a_simple_sample() {
    insta::assert_snapshot!(account("", "nl"), @"");
}

#[test]
fn the_method_of_a_weighted_sample() {
    let tables = "[design]\nstrata = \"grootte\"\npost-stratify = \"grootte\"\nlevel = 0.9\nshare-interval = \"wilson\"\n[privacy]\nsmallest-base = 3\nsmallest-cell = 2\n";
    insta::assert_snapshot!(account(tables, "en"), @"");
}
