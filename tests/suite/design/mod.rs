//! What the manifest says of the sample, of privacy and of derived questions.

mod columns;
mod derived;
mod faults;
mod methods;
mod population;
mod precision;
mod rounding;

use serde_json::Value as Json;

use crate::project::Project;

/// Answers with a column of weights.
const WEIGHED: &str = "
nummer | grootte | q1 | gewicht
R1 | klein | ja | 2
R2 | klein | nee | 1
R3 | groot | ja | 0.5
R4 | groot | nee | 0.5
";

/// A codebook for these columns; the weights are no question of it.
const WEIGHED_CODEBOOK: &str = "
type | name | label
select_one grootte | grootte | Grootte
select_one janee | q1 | Bent u voor?
";

/// Questions made from others in every way that there is.
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

/// A project whose manifest ends with these tables.
fn with(tables: &str) -> Project {
    let project = Project::new();
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    project.file("publication.toml", &format!("{manifest}\n{tables}"))
}

/// The project with one size more in its codebook: code, label, and why it is missing.
fn with_size(project: Project, size: &str) -> Project {
    let last = "grootte | groot | Groot |";
    project.replace_in_sheet("choices", last, &format!("{last}\ngrootte | {size}"))
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

/// The facts of a chapter, as expression and text.
fn facts(project: &Project) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    let ledger: Json = serde_json::from_str(&text).unwrap();
    let facts = ledger["facts"].as_array().or(ledger.as_array()).unwrap();
    let text = |value: &Json| value.as_str().unwrap().to_string();
    facts.iter().map(|fact| (text(&fact["expression"]), text(&fact["text"]))).collect()
}

#[test]
fn small_cells_are_hidden() {
    let project = with("[privacy]\nsmallest-base = 5\n");
    let table = tabulate(&project, &["q1", "--by", "grootte"]);
    let columns = table["questions"][0]["columns"].as_array().unwrap();
    assert_eq!(columns[0]["rows"][0]["hidden"], "too few answers, or needed to hide others");
    assert_eq!(columns[0]["rows"][0]["share"], Json::Null);
}
