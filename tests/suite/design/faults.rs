//! Designs that cannot be, each told at its place in the manifest.

use super::{messages, tabulate, with, with_size};

#[test]
fn unknown_stratum_question() {
    let project = with("[design]\nstrata = \"groote\"\n");
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[unknown-question]: unknown question `groote`",
        "--> publication.toml:35:10",
        "hint: did you mean `grootte`?",
        "hint: the questions are `grootte`, `q1`, `q2`, `q3`, `fte`, `open`, `nummer`",
    ]
    "#);
}

#[test]
fn empty_stratum() {
    let project = with_size(with("[design]\nstrata = \"grootte\"\n"), "reus | Reus").sheet(
        "populatie",
        "
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
        ",
    );
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[empty-stratum]: stratum `grootte=reus` has 1 unit in the frame and no respondents",
        "--> inputs/survey.xlsx!populatie!B11",
        "hint: join it with another stratum",
    ]
    "#);
}

/// Small units are all in the north and large ones in the south, which no
/// weights can make agree with a population where they are not.
#[test]
fn raking_that_does_not_converge() {
    let project = with("[design]\nrake = [\"grootte\", \"regio\"]\n")
        .sheet(
            "survey",
            "
            type | name | label
            select_one grootte | grootte | Grootte
            select_one regio | regio | Regio
            select_one janee | q1 | Bent u voor?
        ",
        )
        .sheet(
            "choices",
            "
            list_name | name | label
            grootte | klein | Klein
            grootte | groot | Groot
            regio | noord | Noord
            regio | zuid | Zuid
            janee | ja | Ja
            janee | nee | Nee
        ",
        )
        .sheet(
            "data",
            "
            nummer | grootte | regio | q1
            R1 | klein | noord | ja
            R2 | klein | noord | nee
            R3 | groot | zuid | ja
            R4 | groot | zuid | nee
        ",
        )
        .sheet(
            "populatie",
            "
            code | grootte | regio
            G1 | klein | noord
            G2 | klein | noord
            G3 | klein | zuid
            G4 | groot | zuid
            G5 | groot | zuid
            G6 | groot | zuid
        ",
        );
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[raking-not-converged]: raking does not converge: after 500 rounds `grootte=klein` has a weight of 2.0000 instead of 3",
        "--> inputs/survey.xlsx!populatie!B2",
        "hint: join small categories, or leave a margin out: some combinations have no respondents",
    ]
    "#);
}

#[test]
fn weighting_without_a_frame() {
    let project = with("[design]\npost-stratify = \"grootte\"\n").replace(
        "publication.toml",
        "frame = \"populatie\"\n",
        "",
    );
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[no-frame]: there is no frame to weight by",
        "--> publication.toml:34:17",
        "hint: name the sheet with one row for each unit of the population: `frame` under `[workbook]`, or `--frame`",
    ]
    "#);
}

#[test]
fn a_population_smaller_than_the_sample() {
    let project = with("[design]\npopulation = 5\n").replace(
        "publication.toml",
        "frame = \"populatie\"\n",
        "",
    );
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[sample-exceeds-population]: the population has 5 units, fewer than the 8 in the sample",
        "--> publication.toml:34:14",
        "hint: correct the frame or the size of the population",
    ]
    "#);
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
