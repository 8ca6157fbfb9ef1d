//! Who the respondents stand for.

use super::{WEIGHED, WEIGHED_CODEBOOK, facts, messages, with, with_size};
use crate::project::Project;

#[test]
fn an_endless_population_corrects_no_margin() {
    let margin = |design: &str| {
        let project = with(design).chapter("= Een\n\n{{margin}}\n");
        project.build();
        let facts = std::fs::read(project.path("build/facts.json")).unwrap();
        let facts: serde_json::Value = serde_json::from_slice(&facts).unwrap();
        facts["facts"][0]["value"].as_f64().unwrap()
    };
    // Half of the respondents, of whom there are 8: 1.96 standard errors.
    assert!((margin("[design]\npopulation = \"endless\"\n") - 0.346_476).abs() < 1e-6);
    assert!(margin("") < 0.34);
}

/// Beside clusters the number is how many of these there are: no population of
/// respondents, and no response.
#[test]
fn a_population_of_clusters() {
    let project = with("[design]\nclusters = [\"fte\"]\npopulation = 40\n")
        .replace("publication.toml", "frame = \"populatie\"\n", "")
        .cell("data", "G9", "2")
        .chapter("= Een\n\n{{population}} {{response-rate}} {{margin}}\n");
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[no-frame]: the workbook has no frame, so the population is not known",
        "--> templates/chapters/een.typ.hbs:3:1",
        "hint: add a sheet with one row for each unit of the population",
        "error[no-frame]: the workbook has no frame, so the population is not known",
        "--> templates/chapters/een.typ.hbs:3:16",
        "hint: add a sheet with one row for each unit of the population",
        "error[no-interval]: how large a margin can be is not known beforehand of a sample of clusters",
        "--> templates/chapters/een.typ.hbs:3:34",
        "hint: ask for that of a share: `margin (share \"…\" \"…\")`",
    ]
    "#);
    let project = project.chapter("= Een\n\n{{margin (share \"q1\" \"ja\")}}\n");
    project.build();
}

/// Those of whom the frame does not know the size are in no group, as the
/// respondents without an answer are.
#[test]
fn a_population_outside_a_category() {
    let project = with_size(Project::new(), "wn | Onbekend | dont-know")
        .cell("populatie", "B11", "wn")
        .cell("data", "B5", "wn")
        .chapter(
            "{{population where=\"grootte!=klein\"}} {{respondents where=\"grootte!=klein\"}} {{percent (response-rate where=\"grootte!=klein\") digits=0}}",
        );
    project.build();
    let texts: Vec<String> = facts(&project).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["3", "3", "100%"]);
}

/// The weighted column of the response is there when respondents count
/// differently, whatever they count differently by.
#[test]
fn the_weighted_column_of_the_response() {
    let columns = |project: Project| {
        let project = project.chapter("= Een\n\n{{response-table by=\"grootte\"}}\n");
        project.build();
        // Two categories and their sum.
        facts(&project).len() / 3
    };
    let proportional = columns(Project::new());
    let sampled_unlike = columns(with("[design]\nstrata = \"grootte\"\n"));
    let weights = |data: &str| {
        columns(
            with("[design]\nweight = \"gewicht\"\n")
                .sheet("survey", WEIGHED_CODEBOOK)
                .sheet("data", data),
        )
    };
    let (unlike, alike) =
        (weights(WEIGHED), weights(&WEIGHED.replace("0.5", "2").replace("nee | 1", "nee | 2")));
    assert_eq!([proportional, sampled_unlike, unlike, alike], [5, 6, 6, 5]);
}

/// What the text says of the largest margin and what the account of the method says are
/// one number, weighted or not.
#[test]
fn the_largest_margin_is_one_number() {
    for design in ["", "[design]\npost-stratify = \"grootte\"\n", "[design]\nweight = \"fte\"\n"] {
        let project =
            with(design).cell("data", "G9", "2").chapter("= Een\n\n{{margin}} {{methods}}\n");
        project.build();
        let facts = std::fs::read(project.path("build/facts.json")).unwrap();
        let facts: serde_json::Value = serde_json::from_slice(&facts).unwrap();
        let margins: Vec<f64> = facts["facts"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|fact| fact["computation"]["statistic"] == "largest-margin")
            .map(|fact| fact["value"].as_f64().unwrap())
            .collect();
        let [text, account] = margins[..] else { panic!("{margins:?}") };
        assert!((text - account).abs() < 1e-15, "{design}: {text} and {account}");
    }
}
