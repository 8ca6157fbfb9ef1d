//! Margins, intervals and standard errors in templates.

use super::{DERIVED, facts, messages, with};

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
