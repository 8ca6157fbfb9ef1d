//! Questions made from others.

use super::{DERIVED, messages, rows, tabulate, with};

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
