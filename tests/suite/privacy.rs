//! What is hidden: everywhere the same, and told of without telling it.

use serde_json::Value as Json;

use crate::project::Project;

/// A project that hides cells of one, in a publication with this chapter.
fn hiding(chapter: &str) -> Project {
    let project = Project::new().chapter(chapter);
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    project.file("publication.toml", &format!("{manifest}\n[privacy]\nsmallest-cell = 2\n"))
}

const CHAPTER: &str = r#"
{{share "q2" "2"}} {{share "q2" "2" where="grootte=klein"}} {{share "q2" "4" where="grootte=klein"}}
{{count "q2" "5" where="grootte=klein"}} {{mean "q2" where="grootte=klein"}} {{share "q2" "1" "2" "3" "4"}}

{{table "q2"}}

{{table "q2" by="grootte" name="tab-by"}}

{{figure "q2" by="grootte" kind="grouped"}}
"#;

#[test]
fn a_hidden_number_stands_nowhere() {
    let project = hiding(CHAPTER);
    let run = project.build();
    let last = run.stdout.lines().chain(run.stderr.lines()).find(|line| line.contains("hidden"));
    insta::assert_snapshot!(last.unwrap(), @"25 numbers are hidden for privacy: 25 too few answers, or needed to hide others; see hidden.csv");
    let list = std::fs::read_to_string(project.path("build/hidden.csv")).unwrap();
    insta::assert_snapshot!(list, @r#"
    fact,document,page,carrier,within,row,column,expression,reason,template,line
    een:share:q2:2:grootte=klein,proef.pdf,1,text,,,,"share ""q2"" ""2"" where=""grootte=klein""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,2
    een:share:q2:4:grootte=klein,proef.pdf,1,text,,,,"share ""q2"" ""4"" where=""grootte=klein""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,2
    een:mean:q2:grootte=klein,proef.pdf,1,text,,,,"mean ""q2"" where=""grootte=klein""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,3
    een:tab-q2:count:q2:1,proef.pdf,1,table,tab-q2,Helemaal oneens,Aantal,"table ""q2""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,5
    een:tab-q2:share:q2:1,proef.pdf,1,table,tab-q2,Helemaal oneens,%,"table ""q2""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,5
    een:tab-q2:count:q2:3,proef.pdf,1,table,tab-q2,Neutraal,Aantal,"table ""q2""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,5
    een:tab-q2:share:q2:3,proef.pdf,1,table,tab-q2,Neutraal,%,"table ""q2""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,5
    een:tab-q2:mean:q2,proef.pdf,1,table,tab-q2,Gemiddelde,Gemiddelde,"table ""q2""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,5
    een:tab-by:share:q2:1,proef.pdf,1,table,tab-by,Helemaal oneens,Totaal,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:1:grootte=groot,proef.pdf,1,table,tab-by,Helemaal oneens,Groot,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:2:grootte=klein,proef.pdf,1,table,tab-by,Oneens,Klein,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:2:grootte=groot,proef.pdf,1,table,tab-by,Oneens,Groot,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:3,proef.pdf,1,table,tab-by,Neutraal,Totaal,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:3:grootte=groot,proef.pdf,1,table,tab-by,Neutraal,Groot,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:4:grootte=klein,proef.pdf,1,table,tab-by,Eens,Klein,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:share:q2:4:grootte=groot,proef.pdf,1,table,tab-by,Eens,Groot,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:mean:q2,proef.pdf,1,table,tab-by,Gemiddelde,Totaal,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:mean:q2:grootte=klein,proef.pdf,1,table,tab-by,Gemiddelde,Klein,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:tab-by:mean:q2:grootte=groot,proef.pdf,1,table,tab-by,Gemiddelde,Groot,"table ""q2"" by=""grootte"" name=""tab-by""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,7
    een:fig-q2:share:q2:1:grootte=groot,proef.pdf,1,figure,fig-q2,Helemaal oneens,Groot,"figure ""q2"" by=""grootte"" kind=""grouped""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,9
    een:fig-q2:share:q2:2:grootte=klein,proef.pdf,1,figure,fig-q2,Oneens,Klein,"figure ""q2"" by=""grootte"" kind=""grouped""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,9
    een:fig-q2:share:q2:2:grootte=groot,proef.pdf,1,figure,fig-q2,Oneens,Groot,"figure ""q2"" by=""grootte"" kind=""grouped""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,9
    een:fig-q2:share:q2:3:grootte=groot,proef.pdf,1,figure,fig-q2,Neutraal,Groot,"figure ""q2"" by=""grootte"" kind=""grouped""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,9
    een:fig-q2:share:q2:4:grootte=klein,proef.pdf,1,figure,fig-q2,Eens,Klein,"figure ""q2"" by=""grootte"" kind=""grouped""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,9
    een:fig-q2:share:q2:4:grootte=groot,proef.pdf,1,figure,fig-q2,Eens,Groot,"figure ""q2"" by=""grootte"" kind=""grouped""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,9
    "#);
    let facts = std::fs::read_to_string(project.path("build/facts.json")).unwrap();
    let facts: Json = serde_json::from_str(&facts).unwrap();
    let list = std::fs::read_to_string(project.path("build/hidden.json")).unwrap();
    let list: Json = serde_json::from_str(&list).unwrap();
    let is_hidden = |fact: &&Json| fact.get("hidden").is_some();
    let hidden: Vec<&Json> = facts["facts"].as_array().unwrap().iter().filter(is_hidden).collect();
    assert_eq!(list["hidden"].as_array().unwrap().len(), hidden.len());
    for fact in hidden {
        assert_eq!(fact["text"], "·");
        for key in ["value", "n", "base", "standard-error", "interval"] {
            assert!(fact.get(key).is_none(), "{fact}");
        }
    }
    let csv = std::fs::read_to_string(project.path("build/figures/q2.csv")).unwrap();
    insta::assert_snapshot!(csv, @"
    category,series,value,text,n,base,low,high,state
    Helemaal oneens,Klein,0,0%,0,4,,,indicatief
    Helemaal oneens,Groot,,·,,,,,niet getoond
    Oneens,Klein,,·,,,,,niet getoond
    Oneens,Groot,,·,,,,,niet getoond
    Neutraal,Klein,0,0%,0,4,,,indicatief
    Neutraal,Groot,,·,,,,,niet getoond
    Eens,Klein,,·,,,,,niet getoond
    Eens,Groot,,·,,,,,niet getoond
    Helemaal eens,Klein,0.5,50%,2,4,0.1792406916778321,0.8207593083221679,indicatief
    Helemaal eens,Groot,0,0%,0,4,,,indicatief
    ");
    let checked = project.run(&["check"]);
    assert!(
        checked.stdout.contains("hidden for privacy")
            || checked.stderr.contains("hidden for privacy")
    );
}

/// Labels can hold the very signs that the list of facts puts between row and column.
#[test]
fn a_hidden_number_is_listed_by_its_own_row() {
    let project = hiding("{{table \"q2\"}}").replace_in_sheet(
        "choices",
        "Helemaal oneens",
        "Oneens [sterk] × 2",
    );
    project.build();
    let list = std::fs::read_to_string(project.path("build/hidden.csv")).unwrap();
    let line = list.lines().find(|line| line.contains("tab-q2:count:q2:1")).unwrap();
    assert!(line.contains(",tab-q2,Oneens [sterk] × 2,Aantal,\"table \"\"q2\"\"\","), "{line}");
}

/// Three of four are many enough, but would tell of the fourth.
#[test]
fn what_gives_a_small_cell_away_is_hidden() {
    let one = hiding("{{table \"q1\"}}");
    one.build();
    let list = std::fs::read_to_string(one.path("build/hidden.csv")).unwrap();
    // The one who does not know.
    assert_eq!(list.lines().count(), 2, "{list}");
    let both = hiding("{{table \"q1\"}} {{share \"q1\" \"ja\" where=\"grootte=klein\"}}");
    both.build();
    let list = std::fs::read_to_string(both.path("build/hidden.csv")).unwrap();
    insta::assert_snapshot!(list, @r#"
    fact,document,page,carrier,within,row,column,expression,reason,template,line
    een:tab-q1:count:q1:wn,proef.pdf,1,table,tab-q1,Weet niet,Aantal,"table ""q1""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,1
    een:share:q1:ja:grootte=klein,proef.pdf,1,text,,,,"share ""q1"" ""ja"" where=""grootte=klein""","too few answers, or needed to hide others",templates/chapters/een.typ.hbs,1
    "#);
}

#[test]
fn order_and_claims_on_hidden_numbers() {
    let shown = hiding(
        "{{top \"q2\" 1 where=\"grootte=groot\"}} {{rank \"q2\" \"2\" where=\"grootte=klein\"}} {{#claim (gt (share \"q2\" \"2\" where=\"grootte=klein\") 0.1)}}x{{/claim}}",
    )
    .must_fail();
    let lines: Vec<&str> =
        shown.lines().filter(|line| line.starts_with("error") || line.contains("hint:")).collect();
    insta::assert_debug_snapshot!(lines, @r#"
    [
        "error[hidden-value]: `top` rests on a number that is hidden for privacy",
        "  = hint: hidden: the share of `1`",
        "  = hint: take a larger group, or leave the sentence out",
        "error[hidden-value]: `rank` rests on a number that is hidden for privacy",
        "  = hint: hidden: the share of `2`",
        "  = hint: take a larger group, or leave the sentence out",
        "error[hidden-value]: `gt` rests on a number that is hidden for privacy",
        "  = hint: hidden: `share \"q2\" \"2\" where=\"grootte=klein\"`",
        "  = hint: take a larger group, or leave the sentence out",
    ]
    "#);
}

#[test]
fn tests_tell_nothing_of_hidden_cells() {
    let project = hiding("");
    let run = project.run(&[
        "--quiet",
        "tabulate",
        "q2",
        "fte",
        "--by",
        "grootte",
        "--tests",
        "bonferroni",
    ]);
    insta::assert_snapshot!(run.stdout, @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q2: Het gaat goed.

                          All  Klein (A)  Groot (B)
    1  Helemaal oneens      ·       0.0%          ·
    2  Oneens           25.0%          ·          ·
    3  Neutraal             ·       0.0%          ·
    4  Eens             25.0%          ·          ·
    5  Helemaal eens    25.0%      50.0%       0.0%
    ───────────────────────────────────────────────
       Mean                 ·          ·          ·
       Valid answers        8          4          4

    · too few answers to show

    fte: Hoeveel fte?

                      All  Klein (A)  Groot (B)
    Mean             7.29       3.00    10.50 A
    Median           9.00       3.00      10.50
    Lower quartile   3.00       2.00       9.50
    Upper quartile  11.00       4.00      11.50
    Total            63.8       11.3       52.5
    Valid answers       7          3          4
    Missing             1          1          0

    A letter points to a column that lies significantly lower.

    unweighted analysis of variance with grootte: F(1, 5) = 68.88, p < 0.001
    ");
}

/// How many of a group gave an answer stands in no other count either.
#[test]
fn the_size_of_a_group_is_hidden_as_the_count_of_its_answer_is() {
    let filter = "where=\"q2=4 & grootte=klein\"";
    let project = hiding(&format!(
        "{{{{count \"q2\" \"4\" where=\"grootte=klein\"}}}} {{{{respondents {filter}}}}} {{{{base \"q1\" {filter}}}}} \
         {{{{missing \"q1\" {filter}}}}} {{{{margin {filter}}}}} {{{{respondents where=\"grootte=klein & q2=4\"}}}} \
         {{{{respondents where=\"grootte=klein\"}}}} {{{{base \"q1\" where=\"grootte=klein\"}}}} \
         {{{{respondents where=\"q2=5\"}}}} {{{{respondents where=\"fte>11\"}}}} {{{{respondents where=\"fte>9\"}}}} \
         {{{{respondents where=\"q1=wn\"}}}} {{{{respondents where=\"q3!=rood & q2=3\"}}}}"
    ));
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let endless = format!("{manifest}\n[design]\npopulation = \"endless\"\n");
    let project = project.file("publication.toml", &endless);
    project.build();
    let facts = project.facts();
    let shown: Vec<String> = facts
        .iter()
        .map(|fact| {
            format!("{}: {}", fact["expression"].as_str().unwrap(), fact["text"].as_str().unwrap())
        })
        .collect();
    insta::assert_debug_snapshot!(shown, @r#"
    [
        "count \"q2\" \"4\" where=\"grootte=klein\": ·",
        "respondents where=\"q2=4 & grootte=klein\": ·",
        "base \"q1\" where=\"q2=4 & grootte=klein\": ·",
        "missing \"q1\" where=\"q2=4 & grootte=klein\": ·",
        "margin where=\"q2=4 & grootte=klein\": ·",
        "respondents where=\"grootte=klein & q2=4\": ·",
        "respondents where=\"grootte=klein\": 4",
        "base \"q1\" where=\"grootte=klein\": 4",
        "respondents where=\"q2=5\": 2",
        "respondents where=\"fte>11\": ·",
        "respondents where=\"fte>9\": 3",
        "respondents where=\"q1=wn\": ·",
        "respondents where=\"q3!=rood & q2=3\": ·",
    ]
    "#);
}

/// A project that hides figures on fewer than five answers: both groups have four.
fn hiding_bases(chapter: &str) -> Project {
    let project = Project::new().chapter(chapter);
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    project.file("publication.toml", &format!("{manifest}\n[privacy]\nsmallest-base = 5\n"))
}

#[test]
fn a_small_base_stands_nowhere() {
    let project = hiding_bases(
        r#"
{{base "q2"}} {{missing "q1"}} {{base "q2" where="grootte=klein"}} {{missing "q1" where="grootte=groot"}}

{{table "q2" by="grootte" weighted-base=true}}

{{table "fte" by="grootte"}}

{{table "q3" by="grootte" of="answers"}}

{{table "q1" where="grootte=klein" name="tab-klein"}}

{{figure "q2" by="grootte" kind="stacked"}}

{{figure "q1" by="grootte" kind="bars"}}

{{figure "fte" by="grootte" kind="boxes"}}
"#,
    );
    project.build();
    let facts = project.facts();
    let of_groups: Vec<&Json> = facts
        .iter()
        .filter(|fact| fact["computation"]["filter"][0]["question"] == "grootte")
        .collect();
    assert!(of_groups.len() > 40, "{}", of_groups.len());
    for fact in &of_groups {
        assert_eq!(fact["text"], "·", "{fact}");
        for key in ["value", "n", "base", "missing"] {
            assert!(fact.get(key).is_none(), "{fact}");
        }
    }
    // Everything that is told of all respondents is told.
    let all = |expression: &str| {
        let fact = facts.iter().find(|fact| fact["expression"] == expression);
        fact.unwrap()["text"].as_str().unwrap().to_string()
    };
    assert_eq!(all("base \"q2\""), "8");
    assert_eq!(all("missing \"q1\""), "1");
    for name in ["q2", "q1", "fte"] {
        let csv = std::fs::read_to_string(project.path(&format!("build/figures/{name}.csv")));
        for line in csv.unwrap().lines().filter(|line| line.contains("Klein")) {
            assert!(line.ends_with(",·,,,,,niet getoond"), "{line}");
        }
        let path = project.path(&format!("build/figures/{name}.svg"));
        let svg = std::fs::read_to_string(path).unwrap();
        assert!(!svg.contains(">4<") && !svg.contains("n = 4"), "{svg}");
    }
}

#[test]
fn a_small_base_stands_in_no_quick_table() {
    let project = hiding_bases("");
    let arguments = ["--quiet", "tabulate", "q1", "fte", "q3", "--by", "grootte"];
    let human = project.run(&arguments);
    insta::assert_snapshot!(human.stdout, @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q1: Bent u voor?

                               All  Klein (A)  Groot (B)
    ja   Ja                  71.4%          ·          ·
    nee  Nee                 28.6%          ·          ·
    ────────────────────────────────────────────────────
         Valid answers           7          ·          ·
    wn   Missing: Weet niet      1          ·          ·

    · too few answers to show

    fte: Hoeveel fte?

                      All  Klein (A)  Groot (B)
    Mean             7.29          ·          ·
    Median           9.00          ·          ·
    Lower quartile   3.00          ·          ·
    Upper quartile  11.00          ·          ·
    Total            63.8          ·          ·
    Valid answers       7          ·          ·
    Missing             1          ·          ·

    · too few answers to show

    q3: Welke kleuren?

                           All  Klein (A)  Groot (B)
    rood  Rood           62.5%          ·          ·
    wit   Wit            50.0%          ·          ·
    ────────────────────────────────────────────────
          Valid answers      8          ·          ·

    · too few answers to show
    ");
    let json = project.run(&[&["--format", "json"], &arguments[..]].concat());
    let json: Json = serde_json::from_str(&json.stdout).unwrap();
    for question in json["questions"].as_array().unwrap() {
        for column in question["columns"].as_array().unwrap() {
            assert_eq!(column["base"], Json::Null);
            assert_eq!(column["missing"], Json::Null);
            assert_eq!(column["hidden"], "too few answers, or needed to hide others");
        }
    }
    let csv = project.run(&[&["--format", "csv"], &arguments[..]].concat());
    let of_groups = csv.stdout.lines().filter(|line| line.contains(",grootte,"));
    let mut lines = 0;
    for line in of_groups {
        assert!(line.ends_with(",,,,,,,"), "{line}");
        lines += 1;
    }
    assert!(lines > 15, "{}", csv.stdout);
}

/// A margin is hidden with what it belongs to: the share, or all respondents of a group.
#[test]
fn margins_of_what_is_hidden_are_hidden() {
    let project = Project::new().chapter(
        "{{margin (share \"q1\" \"ja\" where=\"grootte=klein\")}} {{margin where=\"grootte=klein\"}} \
         {{margin where=\"grootte=groot\"}} {{margin}} {{margin (share \"q1\" \"ja\")}} \
         {{count \"q1\" \"wn\"}} {{table \"q1\"}}",
    );
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let project =
        project.file("publication.toml", &format!("{manifest}\n[privacy]\nsmallest-base = 5\n"));
    project.build();
    let facts = project.facts();
    let shown: Vec<String> = facts
        .iter()
        .map(|fact| [&fact["expression"], &fact["text"]].map(|it| it.as_str().unwrap()).join(": "))
        .collect();
    insta::assert_debug_snapshot!(shown, @r#"
    [
        "margin (share \"q1\" \"ja\" where=\"grootte=klein\"): ·",
        "margin where=\"grootte=klein\": ·",
        "margin where=\"grootte=groot\": ·",
        "margin: 16 procentpunten",
        "margin (share \"q1\" \"ja\"): 19 procentpunten",
        "count \"q1\" \"wn\": 1",
        "table \"q1\" [Ja × Aantal]: 5",
        "table \"q1\" [Ja × %]: 71",
        "table \"q1\" [Nee × Aantal]: 2",
        "table \"q1\" [Nee × %]: 29",
        "table \"q1\" [Geldige antwoorden (n) × Aantal]: 7",
        "table \"q1\" [Weet niet × Aantal]: 1",
    ]
    "#);
}
