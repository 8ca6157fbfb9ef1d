//! Derived questions that the workbook declares.

use serde_json::Value as Json;

use crate::project::Project;

const SHEET: &str = "
name | label | net | recode | band | index | copy | reverse | where | code | option | from | score | missing | ordered | cuts | answered
voor | Is men het eens? | q2 | | | | | | | eens | Eens | 4; 5 | | | | |
oordeel | | | q2 | | | | | | min | Slecht | 1, 2 | 0 | | ja | |
 | | | | | | | | | plus | Goed | 3, 4, 5 | 1 | | | |
omvang | Omvang | | | fte | | | | | | | | | | | 4; 10.5 |
klein | | | | | | q1 | | grootte=klein | | | | | | | |
tegen | | | | | | | q2 | | | | | | | | |
gemiddeld | Gemiddeld | | | | q2, tegen | | | | | | | | | | | 1
";

fn tabulate(project: &Project, name: &str) -> Json {
    let run = project.run(&["--quiet", "--format", "json", "tabulate", name]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str::<Json>(&run.stdout).unwrap()["questions"][0].clone()
}

#[test]
fn every_rule_from_a_sheet() {
    let project = Project::new().sheet("derived", SHEET);
    let counts = |name: &str| -> Vec<String> {
        let table = tabulate(&project, name);
        let rows = table["rows"].as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["label"].as_str().unwrap(), row["n"])).collect()
    };
    assert_eq!(counts("voor"), ["Eens 4", "Helemaal oneens 1", "Oneens 2", "Neutraal 1"]);
    assert_eq!(counts("oordeel"), ["Slecht 3", "Goed 5"]);
    assert_eq!(tabulate(&project, "oordeel")["mean"]["mean"], 0.625);
    assert_eq!(counts("omvang"), ["minder dan 4 2", "4 tot 10,5 3", "10,5 of meer 2"]);
    assert_eq!(tabulate(&project, "klein")["base"], 4);
    assert_eq!(tabulate(&project, "gemiddeld")["mean"]["mean"], 3.0);
    let project = project.chapter(
        "{{share \"voor\" \"eens\"}} {{index \"gemiddeld\"}} {{table \"oordeel\" by=\"omvang\"}}",
    );
    project.build();
    let facts = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    let facts: Json = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts["facts"][0]["text"], "50%");
    assert_eq!(facts["legend"]["variables"]["voor"]["derived"]["rule"], "net");
}

#[test]
fn faults_stand_at_the_cells_of_the_sheet() {
    let project = Project::new().sheet(
        "derived",
        "
        naam | name | net | band | copy | code | from | cuts | missing
        | a | q9 | | | x | 1 | |
        | b | q2 | | | x | 4; 7 | |
        | c | q2 | fte | | x | 4 | |
        | d | | fte | | | | twee |
        | e | | | f | | | |
        | f | | | e | | | |
        | a | | | q1 | | | |
        | g | | | | | | |
        | h | q2 | | | x | 1 | | later
    ",
    );
    let shown = project.must_fail();
    let lines: Vec<&str> =
        shown.lines().filter(|line| line.starts_with("error") || line.contains("-->")).collect();
    insta::assert_debug_snapshot!(lines, @r#"
    [
        "error[unknown-column]: the sheet `derived` has no use for a column `naam`",
        "--> inputs/survey.xlsx!derived!A1",
        "error[band-bounds]: `twee` does not list numbers",
        "--> inputs/survey.xlsx!derived!H5",
        "error[duplicate-question]: there is a question `a` already",
        "--> inputs/survey.xlsx!derived!B8",
        "error[unknown-missing]: `later` is no reason for a missing answer",
        "--> inputs/survey.xlsx!derived!I10",
        "error[invalid-derivation]: `c` has both `net` and `band`",
        "--> inputs/survey.xlsx!derived!B4",
        "error[invalid-derivation]: `d` has no `cuts`",
        "--> inputs/survey.xlsx!derived!B5",
        "error[invalid-derivation]: `g` does not say what it is made from",
        "--> inputs/survey.xlsx!derived!B9",
    ]
    "#);
    let project = Project::new().sheet(
        "derived",
        "
        name | net | band | copy | code | from
        a | q9 | | | x | 1
        b | q2 | | | x | 4; 7
        e | | | f | |
        f | | | e | |
        q1 | q2 | | | x | 1
    ",
    );
    let shown = project.must_fail();
    let lines: Vec<&str> =
        shown.lines().filter(|line| line.starts_with("error") || line.contains("-->")).collect();
    insta::assert_debug_snapshot!(lines, @r#"
    [
        "error[unknown-question]: unknown question `q9`",
        "--> inputs/survey.xlsx!derived!B2",
        "error[unknown-code]: question `q2` has no code `7`",
        "--> inputs/survey.xlsx!derived!F3",
        "error[duplicate-question]: there is a question `q1` already",
        "--> inputs/survey.xlsx!derived!A6",
        "error[circular-derivation]: `e` and `f` are made from each other",
        "--> inputs/survey.xlsx!derived!D4",
    ]
    "#);
}

#[test]
fn respondents_against_the_population() {
    let chapter = "{{representativeness \"grootte\"}} {{#if (representative \"grootte\")}}ja{{else}}nee{{/if}}\n\n\
        {{weighting-table \"q1\"}}\n\n{{response-table by=\"grootte\"}}\n";
    let project = Project::new().chapter(chapter);
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let project = project
        .file("publication.toml", &format!("{manifest}\n[design]\npost-stratify = \"grootte\"\n"));
    project.build();
    let facts = project.facts();
    let told: Vec<String> = facts
        .iter()
        .map(|fact| {
            let text = |key: &str| fact[key].as_str().unwrap();
            format!("{}: {}", text("expression"), text("text"))
        })
        .collect();
    insta::assert_debug_snapshot!(told, @r#"
    [
        "methods [chi]: 1,67",
        "methods [degrees]: 1",
        "methods [p]: 0,197",
        "methods [expected]: 0,8",
        "weighting-table \"q1\" [Ja × %]: 71",
        "weighting-table \"q1\" [Ja × Gewogen %]: 72",
        "weighting-table \"q1\" [Nee × %]: 29",
        "weighting-table \"q1\" [Nee × Gewogen %]: 28",
        "weighting-table \"q1\" [Geldige antwoorden (n) × %]: 7",
        "weighting-table \"q1\" [Geldige antwoorden (n) × Gewogen %]: 7",
        "response-table by=\"grootte\" [Klein × Populatie]: 6",
        "response-table by=\"grootte\" [Klein × %]: 60",
        "response-table by=\"grootte\" [Klein × Respondenten]: 4",
        "response-table by=\"grootte\" [Klein × %]: 50",
        "response-table by=\"grootte\" [Klein × Gewogen %]: 60",
        "response-table by=\"grootte\" [Klein × Respons %]: 67",
        "response-table by=\"grootte\" [Groot × Populatie]: 4",
        "response-table by=\"grootte\" [Groot × %]: 40",
        "response-table by=\"grootte\" [Groot × Respondenten]: 4",
        "response-table by=\"grootte\" [Groot × %]: 50",
        "response-table by=\"grootte\" [Groot × Gewogen %]: 40",
        "response-table by=\"grootte\" [Groot × Respons %]: 100",
        "response-table by=\"grootte\" [Totaal × Populatie]: 10",
        "response-table by=\"grootte\" [Totaal × %]: 100",
        "response-table by=\"grootte\" [Totaal × Respondenten]: 8",
        "response-table by=\"grootte\" [Totaal × %]: 100",
        "response-table by=\"grootte\" [Totaal × Gewogen %]: 100",
        "response-table by=\"grootte\" [Totaal × Respons %]: 80",
    ]
    "#);
}
