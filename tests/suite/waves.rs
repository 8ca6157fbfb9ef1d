//! Waves: earlier surveys in workbooks of their own, or in one workbook.

use serde_json::Value as Json;

use crate::project::Project;

const LATER: &str = "
nummer | grootte | q1 | q2 | q3/rood | q3/wit | fte | open
R1 | klein | ja | 5 | 1 | 0 | 5 | goed
R2 | klein | ja | 4 | 1 | 1 | 6 |
R3 | klein | ja | 2 | 0 | 1 | 7 |
R4 | groot | ja | 4 | 1 | 0 | 13 |
R5 | groot | nee | 3 | 0 | 0 | 15 |
R6 | groot | ja | 1 | 1 | 0 | 12 |
";

/// A project with the workbook of before as an earlier wave, and these additions to it.
fn two_workbooks(chapter: &str, wave: &str) -> Project {
    let project = Project::new();
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("inputs/2024.xlsx")).unwrap();
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    project
        .file(
            "publication.toml",
            &format!(
                "{manifest}\n[waves]\nlabel = \"2026\"\nearlier = [{{ label = \"2024\", file = \"inputs/2024.xlsx\"{wave} }}]\n"
            ),
        )
        .sheet("data", LATER)
        .chapter(chapter)
}

fn facts(project: &Project) -> Vec<Json> {
    project.build();
    project.facts()
}

/// Expression, text and workbooks of the facts.
fn told(facts: &[Json]) -> Vec<String> {
    let line = |fact: &Json| {
        let mut files: Vec<&str> = fact["sources"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|source| source["cells"].as_str()?.split('!').next())
            .collect();
        files.dedup();
        let text = |key: &str| fact[key].as_str().unwrap().to_string();
        format!("{}: {} ({})", text("expression"), text("text"), files.join(", "))
    };
    facts.iter().map(line).collect()
}

#[test]
fn figures_of_another_workbook() {
    let project = two_workbooks(
        "{{share \"q1\" \"ja\"}} {{share \"q1\" \"ja\" wave=\"2024\"}} {{mean \"fte\" wave=\"2024\" where=\"grootte=klein\"}} \
         {{base \"q1\" wave=\"2026\"}} {{change \"q1\" \"ja\"}} {{change \"fte\"}} \
         {{change \"q1\" \"ja\" from=\"wave=2024\" to=\"grootte=klein\"}}\n\n\
         {{table \"q1\" by=\"wave\"}}\n\n{{table \"q2\" wave=\"2024\"}}\n\n{{figure \"q1\" by=\"wave\" kind=\"lines\"}}\n\n\
         {{figure \"fte\" by=\"wave\"}}\n",
        "",
    );
    insta::assert_debug_snapshot!(told(&facts(&project)), @r#"
    [
        "share \"q1\" \"ja\": 83% (inputs/survey.xlsx)",
        "share \"q1\" \"ja\" wave=\"2024\": 71% (inputs/2024.xlsx)",
        "mean \"fte\" wave=\"2024\" where=\"grootte=klein\": 3,0 (inputs/2024.xlsx)",
        "base \"q1\" wave=\"2026\": 6 (inputs/survey.xlsx)",
        "change \"q1\" \"ja\": 12 procentpunten (inputs/2024.xlsx, inputs/survey.xlsx)",
        "change \"fte\": 2,4 (inputs/2024.xlsx, inputs/survey.xlsx)",
        "change \"q1\" \"ja\" from=\"wave=2024\" to=\"grootte=klein\": 29 procentpunten (inputs/2024.xlsx, inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Ja × 2024]: 71 (inputs/2024.xlsx)",
        "table \"q1\" by=\"wave\" [Ja × 2026]: 83 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Nee × 2024]: 29 (inputs/2024.xlsx)",
        "table \"q1\" by=\"wave\" [Nee × 2026]: 17 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Geldige antwoorden (n) × 2024]: 7 (inputs/2024.xlsx)",
        "table \"q1\" by=\"wave\" [Geldige antwoorden (n) × 2026]: 6 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Weet niet × 2024]: 1 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Helemaal oneens × Aantal]: 1 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Helemaal oneens × %]: 13 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Oneens × Aantal]: 2 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Oneens × %]: 25 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Neutraal × Aantal]: 1 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Neutraal × %]: 13 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Eens × Aantal]: 2 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Eens × %]: 25 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Helemaal eens × Aantal]: 2 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Helemaal eens × %]: 25 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Geldige antwoorden (n) × Aantal]: 8 (inputs/2024.xlsx)",
        "table \"q2\" wave=\"2024\" [Gemiddelde × Gemiddelde]: 3,3 (inputs/2024.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [level]: 95 (publication.toml)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [n]: 6 (inputs/survey.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [n]: 7 (inputs/2024.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [2026 × Ja]: 83% (inputs/survey.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [2026 × Nee]: 17% (inputs/survey.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [2024 × Ja]: 71% (inputs/2024.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [2024 × Nee]: 29% (inputs/2024.xlsx)",
        "figure \"fte\" by=\"wave\" [level]: 95 (publication.toml)",
        "figure \"fte\" by=\"wave\" [n]: 6 (inputs/survey.xlsx)",
        "figure \"fte\" by=\"wave\" [n]: 7 (inputs/2024.xlsx)",
        "figure \"fte\" by=\"wave\" [2024 × Hoeveel fte?]: 7,3 (inputs/2024.xlsx)",
        "figure \"fte\" by=\"wave\" [2026 × Hoeveel fte?]: 9,7 (inputs/survey.xlsx)",
    ]
    "#);
    let manifest = std::fs::read_to_string(project.path("build/manifest.json")).unwrap();
    let manifest: Json = serde_json::from_str(&manifest).unwrap();
    let workbooks: Vec<&str> = manifest["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|input| input["role"] == "workbook")
        .map(|input| input["path"].as_str().unwrap())
        .collect();
    assert_eq!(workbooks, ["inputs/2024.xlsx", "inputs/survey.xlsx"]);
}

/// The change between samples of their own, each with its weights, by hand: the
/// difference of the two figures, and the root of the sum of their variances.
#[test]
fn a_change_between_two_samples() {
    let chapter =
        "{{share \"q1\" \"ja\"}} {{share \"q1\" \"ja\" wave=\"2024\"}} {{change \"q1\" \"ja\"}}";
    let project = two_workbooks(chapter, ", design = { strata = \"grootte\" }");
    let facts = facts(&project);
    let number = |fact: &Json, key: &str| fact[key].as_f64().unwrap();
    let (now, before, change) = (&facts[0], &facts[1], &facts[2]);
    let difference = number(now, "value") - number(before, "value");
    assert!((number(change, "value") - difference).abs() < 1e-12);
    let square = |fact: &Json| number(fact, "standard-error") * number(fact, "standard-error");
    let error = (square(now) + square(before)).sqrt();
    assert!((number(change, "standard-error") - error).abs() < 1e-12);
    assert_eq!(change["computation"]["parts"][0]["wave"], "2024");
    // The strata of the earlier sample, of which the later one has none.
    let plain = self::facts(&two_workbooks(chapter, ""));
    assert!((number(&plain[1], "standard-error") - number(before, "standard-error")).abs() > 1e-3);
    assert!((number(&plain[0], "standard-error") - number(now, "standard-error")).abs() < 1e-12);
}

#[test]
fn what_came_and_went_is_told() {
    let project = two_workbooks("{{share \"q1\" \"ja\" wave=\"2024\"}}", "")
        .sheet(
            "survey",
            "
            type | name | label | order
            select_one grootte | grootte | Grootte |
            select_one janee | q1 | Bent u voor? |
            select_one schaal | q2 | Het gaat goed. | scale
            select_multiple kleur | q3 | Welke kleuren? |
            integer | uren | Hoeveel uren? |
            text | open | Toelichting |
        ",
        )
        .sheet(
            "choices",
            "
            list_name | name | label | missing
            grootte | klein | Klein |
            grootte | groot | Groot |
            janee | ja | Ja |
            janee | nee | Nee |
            janee | misschien | Misschien |
            schaal | 1 | Helemaal oneens |
            schaal | 2 | Oneens |
            schaal | 3 | Neutraal |
            schaal | 4 | Eens |
            schaal | 5 | Helemaal eens |
            kleur | rood | Rood |
            kleur | wit | Wit |
        ",
        )
        .sheet("data", &LATER.replace("fte", "uren"));
    let run = project.build();
    let warnings: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("warning") || line.contains("-->"))
        .collect();
    insta::assert_debug_snapshot!(warnings, @r#"
    [
        "warning[waves-differ]: the wave `2024` has questions that went since: `fte`",
        "--> inputs/2024.xlsx",
        "warning[waves-differ]: the wave `2024` lacks questions that came since: `uren`",
        "--> inputs/2024.xlsx",
        "warning[waves-differ]: codes of `q1` went since the wave `2024`: `wn`",
        "--> inputs/2024.xlsx",
        "warning[waves-differ]: codes of `q1` came since the wave `2024`: `misschien`",
        "--> inputs/2024.xlsx",
    ]
    "#);
}

#[test]
fn faults_of_waves() {
    let project = two_workbooks(
        "{{share \"q1\" \"ja\" wave=\"2025\"}} {{change \"q1\" \"ja\" from=\"wave=2020\" to=\"wave=2026\"}}",
        "",
    );
    let lines = |shown: String| -> Vec<String> {
        let is_told = |line: &&str| {
            line.starts_with("error") || line.contains("-->") || line.contains("hint:")
        };
        shown.lines().filter(is_told).map(|line| line.trim().to_string()).collect()
    };
    insta::assert_debug_snapshot!(lines(project.must_fail()), @r#"
    [
        "error[unknown-wave]: there is no wave `2025`",
        "--> templates/chapters/een.typ.hbs:1:24",
        "= hint: did you mean `2024`?",
        "= hint: waves: 2024, 2026",
        "error[unknown-wave]: there is no wave `2020`",
        "--> templates/chapters/een.typ.hbs:1:33",
        "= hint: did you mean `2024`?",
        "= hint: waves: 2024, 2026",
    ]
    "#);
    let project =
        Project::new().chapter("{{share \"q1\" \"ja\" wave=\"2025\"}} {{change \"q1\" \"ja\"}}");
    insta::assert_debug_snapshot!(lines(project.must_fail()), @r#"
    [
        "error[unknown-wave]: there is no wave `2025`",
        "--> templates/chapters/een.typ.hbs:1:24",
        "= hint: declare the waves in the manifest, under `[waves]`",
        "error[missing-argument]: `change` needs `from`, the group to compare",
        "--> templates/chapters/een.typ.hbs:1:33",
        "= hint: write it as `change QUESTION [CODE..] from=\"wave=1\" to=\"wave=2\"`",
    ]
    "#);
    let project = two_workbooks("", ", design = { level = 95 }").replace(
        "publication.toml",
        "label = \"2026\"",
        "label = \"2024\"\nquestion = \"q1\"",
    );
    insta::assert_debug_snapshot!(lines(project.must_fail()), @r#"
    [
        "error[invalid-waves]: waves are told apart by a question or by workbooks, not both",
        "--> publication.toml:36:12",
        "= hint: leave out `question` or `earlier`",
        "error[invalid-waves]: there are two waves `2024`",
        "--> publication.toml:37:22",
        "= hint: give each wave a label of its own",
        "error[invalid-level]: the confidence level is not between 0 and 1",
        "--> publication.toml:37:76",
        "= hint: write 95 per cent as `0.95`",
    ]
    "#);
    let project = two_workbooks("", "").without("inputs/2024.xlsx");
    insta::assert_debug_snapshot!(lines(project.must_fail()), @r#"
    [
        "error[missing-file]: there is no file `inputs/2024.xlsx`",
        "--> publication.toml:36:37",
        "= hint: paths are relative to the folder of `publication.toml`",
    ]
    "#);
}

#[test]
fn waves_within_one_workbook() {
    let project = Project::new()
        .sheet(
            "survey",
            "
            type | name | label
            select_one jaar | jaar | Jaar
            select_one janee | q1 | Bent u voor?
            integer | fte | Hoeveel fte?
        ",
        )
        .sheet(
            "choices",
            "
            list_name | name | label
            jaar | 2022 | 2022
            jaar | 2024 | 2024
            jaar | 2026 | 2026
            janee | ja | Ja
            janee | nee | Nee
        ",
        )
        .sheet(
            "data",
            "
            nummer | jaar | q1 | fte
            R1 | 2024 | ja | 1
            R2 | 2024 | nee | 2
            R3 | 2024 | nee | 3
            R4 | 2026 | ja | 4
            R5 | 2026 | ja | 5
            R6 | 2026 | nee | 9
        ",
        )
        .without_sheet("populatie")
        .replace("publication.toml", "frame = \"populatie\"\n", "")
        .replace("publication.toml", "[main]", "[waves]\nquestion = \"jaar\"\n\n[main]")
        .chapter(
            "{{share \"q1\" \"ja\"}} {{share \"q1\" \"ja\" wave=\"2024\"}} {{change \"q1\" \"ja\"}} \
             {{change \"fte\" from=\"wave=2024\" to=\"wave=2026\"}}\n\n{{table \"q1\" by=\"wave\"}}\n\n\
             {{figure \"q1\" by=\"wave\" kind=\"lines\"}}\n",
        );
    insta::assert_debug_snapshot!(told(&facts(&project)), @r#"
    [
        "share \"q1\" \"ja\": 50% (inputs/survey.xlsx)",
        "share \"q1\" \"ja\" wave=\"2024\": 33% (inputs/survey.xlsx)",
        "change \"q1\" \"ja\": 33 procentpunten (inputs/survey.xlsx)",
        "change \"fte\" from=\"wave=2024\" to=\"wave=2026\": 4,0 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Ja × Totaal]: 50 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Ja × 2024]: 33 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Ja × 2026]: 67 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Nee × Totaal]: 50 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Nee × 2024]: 67 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Nee × 2026]: 33 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Geldige antwoorden (n) × Totaal]: 6 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Geldige antwoorden (n) × 2024]: 3 (inputs/survey.xlsx)",
        "table \"q1\" by=\"wave\" [Geldige antwoorden (n) × 2026]: 3 (inputs/survey.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [level]: 95 (publication.toml)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [n]: 3 (inputs/survey.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [2024 × ‘Ja’]: 33% (inputs/survey.xlsx)",
        "figure \"q1\" by=\"wave\" kind=\"lines\" [2026 × ‘Ja’]: 67% (inputs/survey.xlsx)",
    ]
    "#);
    let run = project.run(&["--quiet", "tabulate", "q1", "--by", "wave"]);
    insta::assert_snapshot!(run.stdout, @"
    inputs/survey.xlsx: 6 respondents, not weighted

    q1: Bent u voor?

                          All  2024 (A)  2026 (B)
    ja   Ja             50.0%     33.3%     66.7%
    nee  Nee            50.0%     66.7%     33.3%
    ─────────────────────────────────────────────
         Valid answers      6         3         3
    ");
}

/// The numbers of both workbooks, as `tabulate` shows them.
const NUMBERS: &str = "
fte: Hoeveel fte?

                  All  2024 (A)  2026 (B)
Mean             9.67      7.29      9.67
Median           9.50      9.00      9.50
Lower quartile   6.00      3.00      6.00
Upper quartile  13.00     11.00     13.00
Total            96.7      63.8      96.7
Valid answers       6         7         6
";

/// What `tabulate` shows of both workbooks before their numbers.
#[track_caller]
fn tabulated(project: &Project, options: &[&str]) -> String {
    let run =
        project.run(&[&["--quiet", "tabulate", "q1", "fte", "--by", "wave"], options].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout.strip_suffix(NUMBERS).unwrap_or_else(|| panic!("{}", run.stdout)).to_string()
}

#[test]
fn waves_on_the_terminal() {
    let project = two_workbooks("", "");
    insta::assert_snapshot!(tabulated(&project, &[]), @"
    inputs/survey.xlsx: 6 respondents of 10, not weighted

    q1: Bent u voor?

                          All  2024 (A)  2026 (B)
    ja   Ja             83.3%     71.4%     83.3%
    nee  Nee            16.7%     28.6%     16.7%
    ─────────────────────────────────────────────
         Valid answers      6         7         6
    ");
}

/// Whoever prints tests between waves has the letters, the ledger and the change agree.
/// By hand for the earlier wave: p = 5/7 of 8 drawn from 10 has the variance
/// (1 - 8/10) · 8/7 · p (1 - p) / 7; one of the eight is not in the base.
#[test]
fn waves_are_tested_as_samples_of_their_own() {
    let chapter = "{{change \"q1\" \"ja\"}} {{change \"fte\"}}\n\n\
                   {{table \"q1\" by=\"wave\" tests=\"plain\"}}\n\n{{table \"fte\" by=\"wave\" tests=\"plain\"}}\n";
    let project = two_workbooks(chapter, "").replace(
        "publication.toml",
        "[theme]",
        "[design]\nlevel = 0.5\n\n[theme]",
    );
    let facts = facts(&project);
    let find = |expression: &str| {
        facts.iter().find(|fact| fact["expression"].as_str().unwrap() == expression).unwrap()
    };
    let number = |json: &Json| json.as_f64().unwrap();
    for (change, row, table) in [
        ("change \"q1\" \"ja\"", "Ja", "table \"q1\" by=\"wave\" tests=\"plain\""),
        ("change \"fte\"", "Gemiddelde", "table \"fte\" by=\"wave\" tests=\"plain\""),
    ] {
        let expected = &find(change)["significance"]["groups"][0];
        let now = &find(&format!("{table} [{row} × 2026]"))["significance"];
        let before = &find(&format!("{table} [{row} × 2024]"))["significance"];
        assert_eq!((&now["letter"], &before["letter"]), (&"B".into(), &"A".into()));
        assert_eq!(now["groups"][0]["wave"], "2024");
        assert_eq!(now["groups"][0]["letter"], "A");
        assert_eq!(now["groups"][0]["label"], "2024");
        assert_eq!(before["groups"][0].get("wave"), None);
        assert!((number(&now["groups"][0]["p"]) - number(&expected["p"])).abs() < 1e-12);
        assert_eq!(now["groups"][0]["outcome"], expected["outcome"]);
        assert_eq!(now["groups"][0]["outcome"], "higher");
        assert_eq!(before["groups"][0]["outcome"], "lower");
    }
    // t = difference / root of the summed variances, with the degrees of freedom of both.
    let (now, before) = (
        find("table \"q1\" by=\"wave\" tests=\"plain\" [Ja × 2026]"),
        find("table \"q1\" by=\"wave\" tests=\"plain\" [Ja × 2024]"),
    );
    let square = |fact: &Json| number(&fact["standard-error"]) * number(&fact["standard-error"]);
    assert!((square(before) - 0.2 * 8.0 / 7.0 * (10.0 / 49.0) / 7.0).abs() < 1e-12);
    assert!((square(now) - 0.4 * 6.0 / 5.0 * (5.0 / 36.0) / 6.0).abs() < 1e-12);
}

/// What a program needs to compute them again.
#[test]
fn the_ledger_tells_what_it_rests_on_in_an_earlier_wave() {
    let design = ", design = { strata = \"grootte\" }";
    let project = two_workbooks("{{share \"q1\" \"ja\" wave=\"2024\"}}", design);
    project.build();
    let text = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    let legend = serde_json::from_str::<Json>(&text).unwrap()["legend"].take();
    let wave = &legend["waves"]["2024"];
    assert_eq!((&legend["respondents"], &wave["respondents"]), (&6.into(), &8.into()));
    assert_eq!(wave["answers"], "inputs/2024.xlsx!data!2:9");
    assert_eq!(wave["variables"]["q1"]["cells"][0], "inputs/2024.xlsx!data!C2:C9");
    assert_eq!(wave["design"]["strata"], "grootte");
    assert_eq!(legend["design"]["strata"], Json::Null);
    let told = project.run(&["--quiet", "explain", "een:share:q1:ja:2024"]).stdout;
    assert!(told.contains("all 8 respondents"), "{told}");
}

#[test]
fn waves_are_tested_on_the_terminal() {
    let project = two_workbooks("", "");
    let project = project.replace_in_sheet("data", "R5 | groot | nee", "R5 | groot | ja");
    insta::assert_snapshot!(tabulated(&project, &["--tests", "uncorrected"]), @"
    inputs/survey.xlsx: 6 respondents of 10, not weighted

    q1: Bent u voor?

                           All  2024 (A)  2026 (B)
    ja   Ja             100.0%     71.4%  100.0% A
    nee  Nee              0.0%   28.6% B      0.0%
    ──────────────────────────────────────────────
         Valid answers       6         7         6

    A letter points to a column that lies significantly lower.
    ");
}
