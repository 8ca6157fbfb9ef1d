//! What bad input gets: the place, what was expected, the nearest name, a hint,
//! exit code 1, and an output folder that is as it was.

use crate::project::Project;

/// Everything that stands in `expected` stands in the messages of a failed build.
#[track_caller]
fn fails_with(project: &Project, expected: &[&str]) {
    let messages = project.must_fail();
    for part in expected {
        assert!(messages.contains(part), "`{part}` is not in:\n{messages}");
    }
    for unwanted in ["/main.typ", "/chapters/een.typ:", "panicked", "Diagnostic {"] {
        assert!(!messages.contains(unwanted), "`{unwanted}` is in:\n{messages}");
    }
}

#[test]
fn the_small_project_prints() {
    let project = Project::new();
    let run = project.build();
    assert!(run.stdout.contains("printed 1 documents, 1 pages"), "{}", run.stdout);
    assert!(project.path("build/proef.pdf").exists());
}

#[test]
fn no_manifest() {
    let project = Project::new().without("publication.toml");
    fails_with(
        &project,
        &["error[missing-manifest]: there is no `publication.toml` here", "--project DIR"],
    );
}

#[test]
fn missing_workbook() {
    let project = Project::new().replace("publication.toml", "survey.xlsx", "surveys.xlsx");
    fails_with(
        &project,
        &[
            "error[missing-file]: there is no file `inputs/surveys.xlsx`",
            "publication.toml:9:8",
            "did you mean `inputs/survey.xlsx`?",
        ],
    );
}

#[test]
fn missing_sheet() {
    let project = Project::new().replace("publication.toml", "data = \"data\"", "data = \"dta\"");
    fails_with(&project, &["`dta`", "did you mean `data`?"]);
}

#[test]
fn unknown_question() {
    let project = Project::new().chapter("= Een\n\nVan hen is {{share \"q11\" \"ja\"}} voor.\n");
    fails_with(
        &project,
        &[
            "error[unknown-question]: unknown question `q11`",
            "templates/chapters/een.typ.hbs:3:20",
            "did you mean `q1`?",
        ],
    );
}

#[test]
fn unknown_code() {
    let project = Project::new().chapter("= Een\n\nVan hen is {{share \"q1\" \"jaa\"}} voor.\n");
    fails_with(
        &project,
        &[
            "error[unknown-code]: question `q1` has no code `jaa`",
            "templates/chapters/een.typ.hbs:3:25",
            "did you mean `ja`?",
        ],
    );
}

#[test]
fn missing_template() {
    let project = Project::new().replace("publication.toml", "[\"een\"]", "[\"eeen\"]");
    fails_with(
        &project,
        &[
            "error[missing-file]: there is no file `templates/chapters/eeen.typ.hbs`",
            "publication.toml:16:13",
            "did you mean `templates/chapters/een.typ.hbs`?",
        ],
    );
}

#[test]
fn missing_font() {
    let project =
        Project::new().replace("publication.toml", "\"Source Serif 4\"", "\"Source Serif\"");
    fails_with(
        &project,
        &[
            "error[missing-font]: there is no font `Source Serif`",
            "publication.toml:21:9",
            "did you mean `Source Serif 4`?",
        ],
    );
}

#[test]
fn unknown_helper_option_and_value_are_reported_together() {
    let project = Project::new().chapter(
        "= Een\n\n{{shaer \"q1\" \"ja\"}}\n\n{{share \"q1\" \"ja\" were=\"grootte=klein\"}}\n",
    );
    fails_with(
        &project,
        &[
            "error[unknown-helper]: unknown helper `shaer`",
            "een.typ.hbs:3:1",
            "did you mean `share`?",
            "error[unknown-option]: `share` has no option `were`",
            "een.typ.hbs:5:19",
            "did you mean `where`?",
        ],
    );
}

#[test]
fn faults_in_helpers_do_not_hide_each_other() {
    let project = Project::new().chapter(
        "= Een\n\n{{share \"x1\" \"ja\"}} en {{publication.titel}}\n\n{{#if (gt (mean \"y1\") 3)}}a{{/if}}\n",
    );
    fails_with(
        &project,
        &[
            "unknown question `x1`",
            "unknown value `publication.titel`",
            "did you mean `publication.title`?",
            "unknown question `y1`",
            "een.typ.hbs:5:17",
        ],
    );
}

#[test]
fn a_typo_in_if_is_a_fault() {
    let project = Project::new().chapter("= Een\n\n{{#if publication.titel}}a{{/if}}\n");
    fails_with(&project, &["unknown value `publication.titel`", "een.typ.hbs:3:1"]);
}

#[test]
fn a_failed_claim_stops_the_build_at_its_line() {
    let project = Project::new().chapter(
        "= Een\n\n{{#claim (gt (share \"q1\" \"nee\") 0.5)}}Meer dan de helft is tegen.{{/claim}}\n",
    );
    fails_with(
        &project,
        &[
            "error[claim-failed]: this claim does not hold: `share \"q1\" \"nee\"` is 28,57%",
            "not more than 50%: 21,43 procentpunten below it",
            "een.typ.hbs:3:1",
            "true of the data: `meer dan een kwart`, with `gt … 0.25`",
            "`minder dan de helft`, with `lt … 0.5`",
            "`drie op de tien`, as `words` says it",
            "change the sentence",
        ],
    );
}

#[test]
fn a_fault_of_typst_stands_at_the_template() {
    let project =
        Project::new().chapter("= Een\n\nGoed. {{share \"q1\" \"ja\"}}\n\n#onbekend[x]\n");
    fails_with(&project, &["error[typst]", "unknown variable: onbekend", "een.typ.hbs:5:2"]);
}

#[test]
fn broken_template_syntax() {
    let project = Project::new().chapter("= Een\n\n{{#if (gt 1 2)}}a\n");
    fails_with(&project, &["error[template-syntax]", "een.typ.hbs:"]);
}

#[test]
fn a_code_that_the_codebook_does_not_know() {
    let project = Project::new();
    let data = "
nummer | grootte | q1 | q2 | q3/rood | q3/wit | fte | open
R1 | klein | jaa | 5 | 1 | 0 | 2 | goed
R2 | midden | ja | 4 | 1 | 1 | drie |
";
    fails_with(
        &project.sheet("data", data),
        &[
            "inputs/survey.xlsx!data!C2",
            "did you mean `ja`?",
            "inputs/survey.xlsx!data!B3",
            "inputs/survey.xlsx!data!G3",
        ],
    );
}

#[test]
fn a_failed_build_leaves_the_last_edition() {
    let project = Project::new();
    project.build();
    let before = std::fs::read(project.path("build/manifest.json")).unwrap();
    let project = project.chapter("= Een\n\n{{share \"q99\" \"ja\"}}\n");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("nothing was printed"), "{}", run.stderr);
    assert_eq!(std::fs::read(project.path("build/manifest.json")).unwrap(), before);
}

#[test]
fn wrong_use_has_its_own_exit_code() {
    let run = Project::new().run(&["bild"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("build"), "{}", run.stderr);
}

#[test]
fn messages_as_json_and_as_annotations() {
    let project = Project::new().chapter("= Een\n\n{{share \"q11\" \"ja\"}}\n");
    let json = project.run(&["--format", "json", "build"]).stderr;
    let line: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(line["code"], "unknown-question");
    assert_eq!(line["file"], "templates/chapters/een.typ.hbs");
    assert_eq!((line["line"].as_u64(), line["column"].as_u64()), (Some(3), Some(9)));
    let github = project.run(&["--format", "github", "build"]).stderr;
    assert!(
        github.starts_with("::error file=templates/chapters/een.typ.hbs,line=3,col=9,title="),
        "{github}"
    );
}

#[test]
fn missing_sheet_of_the_codebook() {
    fails_with(
        &Project::new().without_sheet("choices"),
        &["there is no list of choices `janee`", "inputs/survey.xlsx!survey!A3"],
    );
}

#[test]
fn missing_column() {
    let data = "
nummer | grootte | q1x | q2 | q3/rood | q3/wit | fte | open
R1 | klein | ja | 5 | 1 | 0 | 2 | goed
";
    fails_with(
        &Project::new().sheet("data", data),
        &["the sheet `data` has no column `q1`", "inputs/survey.xlsx!data", "did you mean `q1x`?"],
    );
}

#[test]
fn missing_label_of_a_choice() {
    let choices = "
list_name | name | label | missing
grootte | klein | Klein |
grootte | groot | |
janee | ja | Ja |
janee | nee | Nee |
janee | wn | Weet niet | dont-know
schaal | 1 | Helemaal oneens |
schaal | 2 | Oneens |
schaal | 3 | Neutraal |
schaal | 4 | Eens |
schaal | 5 | Helemaal eens |
kleur | rood | Rood |
kleur | wit | Wit |
";
    fails_with(
        &Project::new().sheet("choices", choices),
        &[
            "error[missing-label]: the choice `groot` of the list `grootte` has no label",
            "inputs/survey.xlsx!choices!C3",
            "charts and tables print the label",
        ],
    );
}
