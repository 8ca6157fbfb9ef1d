//! Percentages that add up to a hundred.

use serde_json::Value as Json;

use super::with;

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
