//! Weights, strata and clusters in columns of the answers.

use serde_json::Value as Json;

use super::{WEIGHED, WEIGHED_CODEBOOK, messages, tabulate, with};
use crate::project::Project;

/// Of very many faulty cells in a column the first are shown, and how many more
/// there are.
#[test]
fn faulty_weights_by_the_hundred() {
    let rows = |weight: &str| -> String {
        let head = "nummer | grootte | q1 | gewicht\nR0 | klein | ja | 2\n".to_string();
        head + &(1..200).map(|row| format!("R{row} | groot | nee | {weight}\n")).collect::<String>()
    };
    for (weight, code) in [("0", "bad-weight"), ("", "design-gap")] {
        let project = with("[design]\nweight = \"gewicht\"\n")
            .sheet("survey", WEIGHED_CODEBOOK)
            .sheet("data", &rows(weight));
        let shown = messages(&project);
        let of_code = shown.iter().filter(|line| line.starts_with(&format!("error[{code}]")));
        assert_eq!(of_code.count(), 51);
        assert!(shown.contains(&format!("error[{code}]: and 149 more in this column")));
    }
    let codes = rows("1").replace("| groot |", "| |");
    let project = with("[design]\nstrata = \"grootte\"\npopulation = \"endless\"\n")
        .sheet("survey", WEIGHED_CODEBOOK)
        .sheet("data", &codes);
    assert_eq!(messages(&project).iter().filter(|line| line.starts_with("error")).count(), 51);
}

#[test]
fn a_column_of_weights() {
    let project = with("[design]\nweight = \"gewicht\"\n")
        .sheet("survey", WEIGHED_CODEBOOK)
        .sheet("data", WEIGHED);
    let table = tabulate(&project, &["q1"]);
    assert_eq!(table["weighted"], true);
    assert_eq!(table["questions"][0]["rows"][0]["share"], 0.625);
    let table = tabulate(&project, &["q1", "--unweighted"]);
    assert_eq!(table["questions"][0]["rows"][0]["share"], 0.5);
    let typed = Project::new().sheet("survey", WEIGHED_CODEBOOK).sheet("data", WEIGHED);
    let table = tabulate(&typed, &["q1", "--weight", "gewicht"]);
    assert_eq!(table["questions"][0]["rows"][0]["share"], 0.625);
}

#[test]
fn a_weight_that_is_missing() {
    let project = with("[design]\nweight = \"gewicht\"\n")
        .sheet("survey", WEIGHED_CODEBOOK)
        .sheet("data", &WEIGHED.replace("klein | nee | 1", "klein | nee |"));
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[design-gap]: the respondent has no answer to `gewicht`, which the sample design needs",
        "--> inputs/survey.xlsx!data!D3",
        "hint: fill in the cell, or leave the respondent out of the workbook",
    ]
    "#);
}

/// A project on a file of R's documented samples of schools. Its codebook has
/// the answers only: what the design names is read beside them.
fn schools(file: &str, design: &str) -> Project {
    let project = with(&format!("[design]\n{design}\n"));
    let path = format!("{}/tests/reference/api/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap().replace(',', "|");
    project
        .without_sheet("populatie")
        .replace("publication.toml", "id = \"nummer\"\nframe = \"populatie\"\n", "id = \"cds\"\n")
        .sheet(
            "survey",
            "type | name | label\nselect_one yn | sch_wide | Target met\ninteger | api00 | Index",
        )
        .sheet("choices", "list_name | name | label\nyn | No | No\nyn | Yes | Yes")
        .sheet("data", &text)
        .chapter("{{share \"sch_wide\" \"Yes\"}} {{mean \"api00\"}}")
}

fn r(sample: &str) -> Json {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/api/api.json");
    serde_json::from_str::<Json>(&std::fs::read_to_string(path).unwrap()).unwrap()[sample].clone()
}

#[track_caller]
fn near(found: &Json, expected: &Json, tolerance: f64) {
    let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
    assert!((found - expected).abs() <= tolerance * expected.abs(), "{found} is not {expected}");
}

/// Strata, clusters and weights stand in columns that the codebook does not have.
#[test]
fn columns_of_the_design_beside_the_codebook() {
    let strata =
        "weight = \"pw\"\nstrata = \"stype\"\npopulation = { E = 4421, H = 755, M = 1018 }";
    let found = tabulate(&schools("apistrat.csv", strata), &["api00"]);
    let mean = &found["questions"][0]["mean"];
    near(&mean["mean"], &r("apistrat")["mean_api00"]["value"], 1e-9);
    near(&mean["se"], &r("apistrat")["mean_api00"]["se"], 1e-9);
    let clusters = "weight = \"pw\"\nclusters = [\"dnum\"]\npopulation = 757";
    let found = tabulate(&schools("apiclus1.csv", clusters), &["api00"]);
    let mean = &found["questions"][0]["mean"];
    near(&mean["mean"], &r("apiclus1")["mean_api00"]["value"], 1e-9);
    near(&mean["se"], &r("apiclus1")["mean_api00"]["se"], 1e-9);
}

#[test]
fn intervals_of_a_share_agree_with_r() {
    let design =
        "weight = \"pw\"\nstrata = \"stype\"\npopulation = { E = 4421, H = 755, M = 1018 }";
    for (method, of_r) in [
        ("t", "mean"),
        ("logit", "xlogit"),
        ("logit-model", "logit"),
        ("beta", "beta"),
        ("likelihood", "likelihood"),
    ] {
        let expected = &r("apistrat")["prop"][of_r];
        let project = schools("apistrat.csv", &format!("{design}\nshare-interval = \"{method}\""));
        let from_manifest = tabulate(&project, &["sch_wide"]);
        let typed = tabulate(&schools("apistrat.csv", design), &["sch_wide", "--interval", method]);
        for found in [from_manifest, typed] {
            let row = &found["questions"][0]["rows"][1];
            near(&row["share"], &expected["share"], 1e-8);
            near(&row["interval"][0], &expected["ci"][0], 1e-9);
            near(&row["interval"][1], &expected["ci"][1], 1e-9);
        }
        project.build();
        let facts = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
        let facts: Json = serde_json::from_str(&facts).unwrap();
        let interval = &facts["facts"][0]["interval"];
        near(&interval[0], &expected["ci"][0], 1e-9);
        near(&interval[1], &expected["ci"][1], 1e-9);
    }
}

/// Columns that the design or the waves name are read, whatever else is at fault there:
/// nobody is told to take them out.
#[test]
fn columns_that_the_manifest_names_are_no_surprise() {
    let project = |design: &str| {
        with(&format!("[design]\nweight = \"gewicht\"\n{design}"))
            .sheet("survey", WEIGHED_CODEBOOK)
            .sheet("data", WEIGHED)
            .chapter("= Een\n\n{{share \"q1\" \"ja\"}}\n")
    };
    let own = project("");
    let path = own.path("inputs/survey.xlsx");
    for arguments in [vec!["inspect"], vec!["inspect", path.to_str().unwrap()]] {
        let run = own.run(&arguments);
        assert_eq!((run.code, &*run.stderr), (0, ""), "{arguments:?}");
        assert!(run.stdout.contains("gewicht  number"), "{}", run.stdout);
    }
    for fault in ["level = 2\n", "lonly = \"fail\"\n", "strata = \"niets\"\n"] {
        let messages = project(fault).must_fail();
        assert!(!messages.contains("question `gewicht`"), "{fault}: {messages}");
        assert!(!messages.contains("column `gewicht`"), "{fault}: {messages}");
    }
}
