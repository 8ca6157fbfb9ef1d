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
    let project = with("[design]\nstrata = \"grootte\"\n")
        .sheet(
            "choices",
            "
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
        ",
        )
        .sheet(
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
    let project = Project::new()
        .sheet(
            "choices",
            "
            list_name | name | label | missing
            grootte | klein | Klein |
            grootte | groot | Groot |
            grootte | wn | Onbekend | dont-know
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
        ",
        )
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
    let project = with(
        r#"
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
"#,
    );
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[unknown-code]: question `q2` has no code `6`",
        "--> publication.toml:37:42",
        "hint: its codes are `1`, `2`, `3`, `4`, `5`",
        "error[unknown-question]: unknown question `q22`",
        "--> publication.toml:40:8",
        "hint: did you mean `q2`?",
        "hint: the questions are `grootte`, `q1`, `q2`, `q3`, `fte`, `open`, `nummer`",
        "error[duplicate-question]: there is a question `q1` already",
        "--> publication.toml:48:10",
        "hint: give the derived question another name",
        "error[unknown-code]: question `grootte` has no code `kleine`",
        "--> publication.toml:53:9",
        "hint: did you mean `klein`?",
        "hint: its codes are `klein`, `groot`",
        "error[band-labels]: 2 bounds make 3 bands, but there are 2 labels",
        "--> publication.toml:57:9",
        "hint: give one label for each band",
        "error[band-bounds]: the bounds of the bands of `fte` do not increase",
        "--> publication.toml:57:9",
        "hint: write them from the lowest to the highest",
        "error[circular-derivation]: `drie` and `vier` are made from each other",
        "--> publication.toml:42:10",
        "hint: make one of them from a question of the workbook",
    ]
    "#);
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
    insta::assert_debug_snapshot!(text, @r#"
    [
        "quantile \"fte\" 0.25 = 3,0",
        "top-box \"q2\" 2 = 50%",
        "bottom-box \"q2\" 2 = 38%",
        "index \"gemiddeld\" = 3,0",
        "mean \"tegen\" = 2,8",
        "alpha \"q2\" \"fte\" = −0,8",
        "change \"q1\" \"ja\" from=\"grootte=klein\" to=\"grootte=groot\" = −8 procentpunten",
        "change \"fte\" from=\"grootte=klein\" to=\"grootte=groot\" = 7,5",
        "interval-low (share \"q1\" \"ja\") = 48%",
        "interval-high (share \"q1\" \"ja\") = 87%",
        "standard-error (share \"q1\" \"ja\") = 8 procentpunten",
        "interval-low (change \"fte\" from=\"grootte=klein\" to=\"grootte=groot\") = 6,6",
        "share \"voor\" \"eens\" = 50%",
    ]
    "#);
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
    insta::assert_debug_snapshot!(messages(&project), @r#"
    [
        "error[bad-quantile]: there is no quantile at 25",
        "--> templates/chapters/een.typ.hbs:3:1",
        "hint: give a fraction between 0 and 1: 0.5 is the median",
        "error[wrong-kind]: `top-box` takes a whole number of answers, 1 or more",
        "--> templates/chapters/een.typ.hbs:4:1",
        "hint: write it as `top-box \"q\" 2`",
        "error[unknown-index]: there is no index `gemideld`",
        "--> templates/chapters/een.typ.hbs:5:9",
        "hint: did you mean `gemiddeld`?",
        "hint: declare it in the manifest: `[derived.NAME]` with `index = [\"…\", \"…\"]`",
        "error[missing-argument]: `change` needs `to`, the group to compare",
        "--> templates/chapters/een.typ.hbs:6:1",
        "hint: write it as `change QUESTION [CODE..] from=\"wave=1\" to=\"wave=2\"`",
        "error[no-interval]: this number has no confidence interval",
        "--> templates/chapters/een.typ.hbs:7:1",
        "hint: shares, means and changes of enough answers have one",
        "error[wrong-kind]: `significant` is for a `change`, or for two groups",
        "--> templates/chapters/een.typ.hbs:8:7",
        "hint: write it as `significant \"q\" \"code\" between=\"group=a\" and=\"group=b\"`",
    ]
    "#);
}

/// The account of the method, as it stands on a web page.
fn account(tables: &str, language: &str) -> String {
    let project = with(&format!(
        "[web]\ntemplate = \"templates/web.html.hbs\"\nstyle = \"templates/web.css\"\n{tables}"
    ))
    .replace("publication.toml", "language = \"nl\"", &format!("language = \"{language}\""))
    .file("templates/web.css", "")
    .file(
        "templates/web.html.hbs",
        "<!doctype html><title>x</title><main>{{methods units=\"gemeenten\"}}</main>",
    );
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
    insta::assert_snapshot!(account("", "nl"), @r#"
    De populatie telt 10 gemeenten. Van hen hebben er 8 de vragenlijst ingevuld, een respons van 80%. De berekeningen behandelen de respondenten als een enkelvoudige aselecte steekproef. De populatie is eindig en het antwoord van een deel ervan is bekend; daarvoor zijn de standaardfouten gecorrigeerd. Marges zeggen niets over selectieve respons: als wie meedeed verschilt van wie dat niet deed, blijft dat verschil in de cijfers.
    De onzekerheid staat in betrouwbaarheidsintervallen van 95 procent. Een percentage over alle respondenten heeft daarbij een foutmarge van ten hoogste 16 procentpunten; over een deelgroep is de marge groter. Het interval van een percentage is berekend op de schaal van de log-odds, zodat het nooit onder nul of boven honderd procent komt.
    De antwoorden zijn niet gewogen: elke respondent telt één keer.
    Waar een tabel letters bij percentages of gemiddelden zet, zijn groepen paarsgewijs vergeleken: percentages met een z-toets, gemiddelden met de toets van Welch, tweezijdig op het niveau van 5 procent en met de correctie van Bonferroni voor het aantal vergelijkingen. Waar de tekst een verschil significant noemt, is dat getoetst met een t-toets die rekening houdt met steekproef en weging. Zinnen met een oordeel over cijfers zijn aan een voorwaarde gebonden: klopt die niet meer, dan wordt de publicatie niet gedrukt.
    Percentages en gemiddelden gaan over wie een inhoudelijk antwoord gaf. Wie een vraag oversloeg, niet wilde beantwoorden of er geen mening over had, telt bij die vraag niet mee, en wie een vraag niet kreeg voorgelegd ook niet. Van de 32 keer dat een vraag is voorgelegd, bleef zij 2 keer zonder inhoudelijk antwoord (6%); het vaakst bij de vraag ‘Bent u voor’ (13%).
    "#);
}

#[test]
fn the_method_of_a_weighted_sample() {
    let tables = "[design]\nstrata = \"grootte\"\npost-stratify = \"grootte\"\nlevel = 0.9\nshare-interval = \"wilson\"\n[privacy]\nsmallest-base = 3\nsmallest-cell = 2\n";
    insta::assert_snapshot!(account(tables, "en"), @r#"
    The population consists of 10 gemeenten. Of these, 8 completed the questionnaire, a response rate of 80%. The calculations treat the respondents as a sample stratified by grootte, drawn separately in each of the 2 strata. Standard errors include the finite population correction, because the answers of part of the population are known. Margins of error say nothing about selective response: if those who took part differ from those who did not, that difference remains in the numbers.
    Uncertainty is expressed in confidence intervals of 90 per cent. A percentage of all respondents then has a margin of error of at most 15 percentage points, weighting included; for a subgroup the margin is larger. The interval of a percentage is Wilson’s, on the effective number of answers.
    The answers are weighted by grootte: after weighting, its distribution equals that in the population. The smallest weight is 0.80 and the largest 1.20 times the mean. Because the weights differ, the 8 answers are as precise as 8 unweighted ones (design effect 1.04).
    Where a table puts letters beside percentages or means, groups were compared in pairs: percentages with a z test, means with Welch’s test, two-sided at the 5 per cent level and with Bonferroni’s correction for the number of comparisons. Where the text calls a difference significant, this was tested with a t test that allows for the sample design and the weighting. Sentences that judge numbers are tied to a condition: when it no longer holds, the publication is not printed.
    Percentages and means are about those who gave a substantive answer. Whoever skipped a question, declined to answer or had no opinion is left out of that question, and so is whoever was not asked it. Of the 32 times that a question was put, it remained without a substantive answer 2 times (6%), most often for the question ‘Bent u voor’ (13%).
    Results based on fewer than 3 answers are not printed. Nor are cells of tables with fewer than 2 respondents. The same holds for numbers from which such a result could be derived.
    "#);
}

/// Two of six answers are alike, the other four differ.
const THIRDS: &str = "
nummer | grootte | q1 | q2 | q3/rood | q3/wit | fte | open
R1 | klein | ja | 1 | 1 | 0 | 2 | goed
R2 | klein | ja | 2 | 1 | 1 | 3 |
R3 | klein | nee | 3 | 0 | 1 | 4 |
R4 | groot | ja | 4 | 1 | 0 | 10 |
R5 | groot | ja | 5 | 0 | 0 | 12 |
R6 | groot | wn | 1 | 1 | 0 | 9 |
";

/// Text, tables, charts, their alternative text and their data print one figure.
#[test]
fn percentages_that_add_up_to_a_hundred() {
    let chapter = "{{share \"q2\" \"1\"}} {{share \"q2\" \"2\"}} {{share \"q2\" \"3\"}} \
        {{share \"q2\" \"4\"}} {{share \"q2\" \"5\"}}\n\n\
        {{net \"q2\" \"positive\"}} {{net \"q2\" \"negative\"}} {{rest (share \"q2\" \"2\" \"3\")}} \
        {{percent (share \"q2\" \"2\") digits=1 sign=\"none\"}} \
        {{share \"q2\" \"3\" where=\"grootte=klein\"}} {{share \"q3\" \"wit\"}}\n\n\
        {{table \"q2\"}}\n{{table \"q2\" by=\"grootte\" name=\"tab-by\"}}\n\
        {{figure \"q2\" kind=\"bars\"}}\n{{figure \"q2\" kind=\"likert\" name=\"fig-likert\"}}";
    let project =
        with("[rounding]\ndistribution = \"hundred\"\n").sheet("data", THIRDS).chapter(chapter);
    project.build();
    let all = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    let all: Json = serde_json::from_str(&all).unwrap();
    let printed = |carrier: &str, within: &str, kind: &str| -> Vec<String> {
        let facts = all["facts"].as_array().unwrap().iter();
        facts
            .filter(|fact| {
                fact["carrier"] == carrier
                    && fact["kind"] == kind
                    && fact["within"].as_str().unwrap_or("") == within
            })
            .map(|fact| fact["text"].as_str().unwrap().to_string())
            .collect()
    };
    // Rounded by themselves two and four times one of six make 33 and 68: 101.
    insta::assert_compact_debug_snapshot!(printed("text", "", "share"), @r#"["33%", "17%", "17%", "17%", "16%", "33%", "50%", "66%", "16,7", "33%", "33%"]"#);
    insta::assert_compact_debug_snapshot!(printed("table", "tab-q2", "share"), @r#"["33", "17", "17", "17", "16"]"#);
    insta::assert_compact_debug_snapshot!(printed("table", "tab-by", "share"), @r#"["33", "34", "34", "17", "33", "0", "17", "33", "0", "17", "0", "33", "16", "0", "33"]"#);
    insta::assert_compact_debug_snapshot!(printed("figure", "fig-q2", "share"), @r#"["33%", "17%", "17%", "17%", "16%"]"#);
    insta::assert_compact_debug_snapshot!(printed("figure", "fig-likert", "share"), @r#"["33%", "17%", "17%", "17%", "16%", "33%", "50%"]"#);
    insta::assert_snapshot!(std::fs::read_to_string(project.path("build/figures/q2.csv")).unwrap(), @"
    category,series,value,text,n,base,low,high,state
    Helemaal oneens,Totaal,0.33333333333333337,33%,2,6,0.09660788935993699,0.7003997003597887,indicatief
    Oneens,Totaal,0.16666666666666669,17%,1,6,0.02764241227799834,0.5845540022363165,indicatief
    Neutraal,Totaal,0.16666666666666669,17%,1,6,0.02764241227799834,0.5845540022363165,indicatief
    Eens,Totaal,0.16666666666666669,17%,1,6,0.02764241227799834,0.5845540022363165,indicatief
    Helemaal eens,Totaal,0.16666666666666669,16%,1,6,0.02764241227799834,0.5845540022363166,indicatief
    ");
    let svg = std::fs::read_to_string(project.path("build/figures/likert.svg")).unwrap();
    for label in ["33", "17", "16"] {
        assert!(svg.contains(&format!(">{label}")), "{label} is not in the chart");
    }
    let run = project.run(&["--quiet", "tabulate", "q2"]);
    insta::assert_snapshot!(run.stdout, @"
    inputs/survey.xlsx: 6 respondents of 10, not weighted

    q2: Het gaat goed.

                        n  share    se   95% interval
    1  Helemaal oneens  2  33.3%  13.3  9.7% to 70.0%
    2  Oneens           1  16.7%  10.5  2.8% to 58.5%
    3  Neutraal         1  16.7%  10.5  2.8% to 58.5%
    4  Eens             1  16.7%  10.5  2.8% to 58.5%
    5  Helemaal eens    1  16.6%  10.5  2.8% to 58.5%
    ─────────────────────────────────────────────────
       Mean                 2.67  0.42   1.58 to 3.75
       Valid answers    6
    ");
}
