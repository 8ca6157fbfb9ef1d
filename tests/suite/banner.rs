//! Banner tables: groups side by side and nested, from templates and on the terminal.

use serde_json::Value as Json;

use crate::output::pdf_text;
use crate::project::Project;

/// The cells of a table: what the ledger says of each, with what was printed.
fn cells(project: &Project, table: &str) -> Vec<String> {
    project.build();
    project
        .facts()
        .iter()
        .filter(|fact| fact["within"] == table && fact["carrier"] == "table")
        .map(|fact| {
            let expression = fact["expression"].as_str().unwrap();
            let cell = expression.rsplit_once('[').unwrap().1.trim_end_matches(']');
            format!("{cell}: {}", fact["text"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn groups_side_by_side_and_nested() {
    let project = Project::new().chapter(r#"{{table "q1" by="grootte, q2 > grootte"}}"#);
    insta::assert_debug_snapshot!(cells(&project, "tab-q1"), @r#"
    [
        "Ja × Totaal: 71",
        "Ja × Klein: 75",
        "Ja × Groot: 67",
        "Ja × Oneens › Klein: 0",
        "Ja × Oneens › Groot: 0",
        "Ja × Neutraal › Groot: 100",
        "Ja × Eens › Klein: 100",
        "Ja × Eens › Groot: 100",
        "Ja × Helemaal eens › Klein: 100",
        "Nee × Totaal: 29",
        "Nee × Klein: 25",
        "Nee × Groot: 33",
        "Nee × Oneens › Klein: 100",
        "Nee × Oneens › Groot: 100",
        "Nee × Neutraal › Groot: 0",
        "Nee × Eens › Klein: 0",
        "Nee × Eens › Groot: 0",
        "Nee × Helemaal eens › Klein: 0",
        "Geldige antwoorden (n) × Totaal: 7",
        "Geldige antwoorden (n) × Klein: 4",
        "Geldige antwoorden (n) × Groot: 3",
        "Geldige antwoorden (n) × Helemaal oneens › Groot: 0",
        "Geldige antwoorden (n) × Oneens › Klein: 1",
        "Geldige antwoorden (n) × Oneens › Groot: 1",
        "Geldige antwoorden (n) × Neutraal › Groot: 1",
        "Geldige antwoorden (n) × Eens › Klein: 1",
        "Geldige antwoorden (n) × Eens › Groot: 1",
        "Geldige antwoorden (n) × Helemaal eens › Klein: 2",
        "Weet niet × Totaal: 1",
        "Weet niet × Klein: 0",
        "Weet niet × Groot: 1",
        "Weet niet × Helemaal oneens › Groot: 1",
        "Weet niet × Oneens › Klein: 0",
        "Weet niet × Oneens › Groot: 0",
        "Weet niet × Neutraal › Groot: 0",
        "Weet niet × Eens › Klein: 0",
        "Weet niet × Eens › Groot: 0",
        "Weet niet × Helemaal eens › Klein: 0",
    ]
    "#);
}

#[test]
fn row_and_total_percentages() {
    let project = Project::new().chapter(
        r#"{{table "q1" by="grootte" percent="row" name="tab-row"}}
        {{table "q1" by="grootte" percent="total" name="tab-total"}}"#,
    );
    insta::assert_debug_snapshot!(cells(&project, "tab-row"), @r#"
    [
        "Ja × Totaal: 100",
        "Ja × Klein: 60",
        "Ja × Groot: 40",
        "Nee × Totaal: 100",
        "Nee × Klein: 50",
        "Nee × Groot: 50",
        "Geldige antwoorden (n) × Totaal: 7",
        "Geldige antwoorden (n) × Klein: 4",
        "Geldige antwoorden (n) × Groot: 3",
        "Weet niet × Totaal: 1",
        "Weet niet × Klein: 0",
        "Weet niet × Groot: 1",
    ]
    "#);
    insta::assert_debug_snapshot!(cells(&project, "tab-total"), @r#"
    [
        "Ja × Totaal: 71",
        "Ja × Klein: 43",
        "Ja × Groot: 29",
        "Nee × Totaal: 29",
        "Nee × Klein: 14",
        "Nee × Groot: 14",
        "Geldige antwoorden (n) × Totaal: 7",
        "Geldige antwoorden (n) × Klein: 4",
        "Geldige antwoorden (n) × Groot: 3",
        "Weet niet × Totaal: 1",
        "Weet niet × Klein: 0",
        "Weet niet × Groot: 1",
    ]
    "#);
}

#[test]
fn percentages_of_the_answers_given() {
    let project = Project::new().chapter(
        r#"{{table "q3" by="grootte" of="answers"}} {{table "q3" of="answers" name="tab-alone"}}"#,
    );
    insta::assert_debug_snapshot!(cells(&project, "tab-q3"), @r#"
    [
        "Rood × Totaal: 56",
        "Rood × Klein: 50",
        "Rood × Groot: 67",
        "Wit × Totaal: 44",
        "Wit × Klein: 50",
        "Wit × Groot: 33",
        "Gegeven antwoorden × Totaal: 9",
        "Gegeven antwoorden × Klein: 6",
        "Gegeven antwoorden × Groot: 3",
        "Geldige antwoorden (n) × Totaal: 8",
        "Geldige antwoorden (n) × Klein: 4",
        "Geldige antwoorden (n) × Groot: 4",
    ]
    "#);
    insta::assert_debug_snapshot!(cells(&project, "tab-alone"), @r#"
    [
        "Rood × Aantal: 5",
        "Rood × %: 56",
        "Wit × Aantal: 4",
        "Wit × %: 44",
        "Gegeven antwoorden × Aantal: 9",
        "Geldige antwoorden (n) × Aantal: 8",
    ]
    "#);
}

#[test]
fn several_questions_and_means_in_one_table() {
    let manifest = "[nets.q2]\nEens = [\"4\", \"5\"]\n";
    let project = Project::new()
        .chapter(r#"{{table "q1" "q2" "fte" by="grootte" nets="inside" weighted-base=true}}"#);
    let text = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let project = project.file("publication.toml", &format!("{text}\n{manifest}"));
    insta::assert_debug_snapshot!(cells(&project, "tab-q1"), @r#"
    [
        "Ja × Totaal: 71",
        "Ja × Klein: 75",
        "Ja × Groot: 67",
        "Nee × Totaal: 29",
        "Nee × Klein: 25",
        "Nee × Groot: 33",
        "Geldige antwoorden (n) × Totaal: 7",
        "Geldige antwoorden (n) × Klein: 4",
        "Geldige antwoorden (n) × Groot: 3",
        "Gewogen aantal × Totaal: 9",
        "Gewogen aantal × Klein: 5",
        "Gewogen aantal × Groot: 4",
        "Weet niet × Totaal: 1",
        "Weet niet × Klein: 0",
        "Weet niet × Groot: 1",
        "Helemaal oneens × Totaal: 13",
        "Helemaal oneens × Klein: 0",
        "Helemaal oneens × Groot: 25",
        "Oneens × Totaal: 25",
        "Oneens × Klein: 25",
        "Oneens × Groot: 25",
        "Neutraal × Totaal: 13",
        "Neutraal × Klein: 0",
        "Neutraal × Groot: 25",
        "Eens × Totaal: 50",
        "Eens × Klein: 75",
        "Eens × Groot: 25",
        "Eens × Totaal: 25",
        "Eens × Klein: 25",
        "Eens × Groot: 25",
        "Helemaal eens × Totaal: 25",
        "Helemaal eens × Klein: 50",
        "Helemaal eens × Groot: 0",
        "Geldige antwoorden (n) × Totaal: 8",
        "Geldige antwoorden (n) × Klein: 4",
        "Geldige antwoorden (n) × Groot: 4",
        "Gewogen aantal × Totaal: 10",
        "Gewogen aantal × Klein: 5",
        "Gewogen aantal × Groot: 5",
        "Gemiddelde × Totaal: 3,3",
        "Gemiddelde × Klein: 4,0",
        "Gemiddelde × Groot: 2,5",
        "Gemiddelde × Totaal: 7,3",
        "Gemiddelde × Klein: 3,0",
        "Gemiddelde × Groot: 10,5",
    ]
    "#);
}

#[test]
fn banners_that_cannot_be_read() {
    let project = Project::new().chapter(
        "{{table \"q1\" by=\"grootte >\"}}\n{{table \"q1\" by=\"grote\" name=\"tab-b\"}}\n\
         {{figure \"q1\" by=\"grootte, q2\"}}\n{{table \"q1\" \"q2\" kind=\"statements\" by=\"grootte\" name=\"tab-c\"}}\n\
         {{table \"q1\" by=\"grootte\" percent=\"rows\" name=\"tab-d\"}}\n",
    );
    let shown = project.must_fail();
    let lines: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("error") || line.contains("-->") || line.contains("hint:"))
        .collect();
    insta::assert_debug_snapshot!(lines, @r#"
    [
        "error[banner-syntax]: the name of a question is missing in the banner `grootte >`",
        " --> templates/chapters/een.typ.hbs:1:17",
        "  = hint: write `a, b` for questions side by side, and `a > b` for `b` within `a`",
        "error[unknown-question]: unknown question `grote`",
        " --> templates/chapters/een.typ.hbs:2:17",
        "  = hint: the questions are `grootte`, `q1`, `q2`, `q3`, `fte`, `open`, `nummer`",
        "error[chart-shape]: a chart has groups of one question",
        " --> templates/chapters/een.typ.hbs:3:1",
        "  = hint: draw a chart for each, or print a table, which can have several",
        "error[table-shape]: a table of statements has no groups",
        " --> templates/chapters/een.typ.hbs:4:1",
        "  = hint: leave `by` out, or leave `kind` out to have the questions below each other",
        "error[unknown-word]: `percent` cannot be `rows`",
        " --> templates/chapters/een.typ.hbs:5:35",
        "  = hint: did you mean `row`?",
        "  = hint: `percent` takes: column, row, total",
    ]
    "#);
}

#[test]
fn banners_on_the_terminal() {
    let project = Project::new();
    let tabulate = |arguments: &[&str]| {
        let run = project.run(&[&["--quiet", "tabulate"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    insta::assert_snapshot!(tabulate(&["q2", "--by", "grootte>q1", "--by", "grootte"]), @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q2: Het gaat goed.

                                               Klein > Nee                  Groot > Nee
                          All  Klein > Ja (A)          (B)  Groot > Ja (C)          (D)  Klein (E)
    1  Helemaal oneens  12.5%            0.0%         0.0%            0.0%         0.0%       0.0%
    2  Oneens           25.0%            0.0%       100.0%            0.0%       100.0%      25.0%
    3  Neutraal         12.5%            0.0%         0.0%           50.0%         0.0%       0.0%
    4  Eens             25.0%           33.3%         0.0%           50.0%         0.0%      25.0%
    5  Helemaal eens    25.0%           66.7%         0.0%            0.0%         0.0%      50.0%
    ──────────────────────────────────────────────────────────────────────────────────────────────
       Mean              3.25            4.67         2.00            3.50         2.00       4.00
       Valid answers        8               3            1               2            1          4

                        Groot (F)
    1  Helemaal oneens      25.0%
    2  Oneens               25.0%
    3  Neutraal             25.0%
    4  Eens                 25.0%
    5  Helemaal eens         0.0%
    ─────────────────────────────
       Mean                  2.50
       Valid answers            4
    ");
    insta::assert_snapshot!(tabulate(&["q3", "--of", "answers"]), @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q3: Welke kleuren?

                         n  share   se    95% interval
    rood  Rood           5  55.6%  5.9  41.5% to 68.7%
    wit   Wit            4  44.4%  5.9  31.3% to 58.5%
    ──────────────────────────────────────────────────
          Answers given  9
          Valid answers  8

    Percentages of the answers given.
    ");
    insta::assert_snapshot!(tabulate(&["q1", "--by", "grootte", "--percent", "row"]), @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q1: Bent u voor?

                                All  Klein (A)  Groot (B)
    ja   Ja                  100.0%      60.0%      40.0%
    nee  Nee                 100.0%      50.0%      50.0%
    ─────────────────────────────────────────────────────
         Valid answers            7          4          3
    wn   Missing: Weet niet       1          0          1

    Percentages by row.
    ");
    insta::assert_snapshot!(tabulate(&["q1", "--by", "grootte > q2", "--percent", "total", "--format", "csv"]), @"
    question,by,group,group_label,kind,code,label,n,base,value,se,low,high,above
    q1,,,,share,ja,Ja,5,7,0.7142857142857143,0.0816326530612245,0.4843865757922296,0.8693308784664578,
    q1,,,,share,nee,Nee,2,7,0.2857142857142857,0.0816326530612245,0.13066912153354213,0.5156134242077703,
    q1,,,,base,,,7,,7,,,,
    q1,,,,missing,wn,Weet niet,1,,1,,,,
    q1,grootte > q2,klein > 2,Klein > Oneens,share,ja,Ja,0,7,0,0,,,
    q1,grootte > q2,klein > 2,Klein > Oneens,share,nee,Nee,1,7,0.14285714285714285,0.06323238116257007,0.04498751891334319,0.3709415621238868,
    q1,grootte > q2,klein > 2,Klein > Oneens,base,,,1,,1,,,,
    q1,grootte > q2,klein > 2,Klein > Oneens,missing,wn,Weet niet,0,,0,,,,
    q1,grootte > q2,klein > 4,Klein > Eens,share,ja,Ja,1,7,0.14285714285714285,0.06323238116257007,0.04498751891334319,0.3709415621238868,
    q1,grootte > q2,klein > 4,Klein > Eens,share,nee,Nee,0,7,0,0,,,
    q1,grootte > q2,klein > 4,Klein > Eens,base,,,1,,1,,,,
    q1,grootte > q2,klein > 4,Klein > Eens,missing,wn,Weet niet,0,,0,,,,
    q1,grootte > q2,klein > 5,Klein > Helemaal eens,share,ja,Ja,2,7,0.2857142857142857,0.0816326530612245,0.13066912153354213,0.5156134242077703,
    q1,grootte > q2,klein > 5,Klein > Helemaal eens,share,nee,Nee,0,7,0,0,,,
    q1,grootte > q2,klein > 5,Klein > Helemaal eens,base,,,2,,2,,,,
    q1,grootte > q2,klein > 5,Klein > Helemaal eens,missing,wn,Weet niet,0,,0,,,,
    q1,grootte > q2,groot > 1,Groot > Helemaal oneens,share,ja,Ja,0,7,0,0,,,
    q1,grootte > q2,groot > 1,Groot > Helemaal oneens,share,nee,Nee,0,7,0,0,,,
    q1,grootte > q2,groot > 1,Groot > Helemaal oneens,base,,,0,,0,,,,
    q1,grootte > q2,groot > 1,Groot > Helemaal oneens,missing,wn,Weet niet,1,,1,,,,
    q1,grootte > q2,groot > 2,Groot > Oneens,share,ja,Ja,0,7,0,0,,,
    q1,grootte > q2,groot > 2,Groot > Oneens,share,nee,Nee,1,7,0.14285714285714285,0.06323238116257007,0.04498751891334319,0.3709415621238868,
    q1,grootte > q2,groot > 2,Groot > Oneens,base,,,1,,1,,,,
    q1,grootte > q2,groot > 2,Groot > Oneens,missing,wn,Weet niet,0,,0,,,,
    q1,grootte > q2,groot > 3,Groot > Neutraal,share,ja,Ja,1,7,0.14285714285714285,0.06323238116257007,0.04498751891334319,0.3709415621238868,
    q1,grootte > q2,groot > 3,Groot > Neutraal,share,nee,Nee,0,7,0,0,,,
    q1,grootte > q2,groot > 3,Groot > Neutraal,base,,,1,,1,,,,
    q1,grootte > q2,groot > 3,Groot > Neutraal,missing,wn,Weet niet,0,,0,,,,
    q1,grootte > q2,groot > 4,Groot > Eens,share,ja,Ja,1,7,0.14285714285714285,0.06323238116257007,0.04498751891334319,0.3709415621238868,
    q1,grootte > q2,groot > 4,Groot > Eens,share,nee,Nee,0,7,0,0,,,
    q1,grootte > q2,groot > 4,Groot > Eens,base,,,1,,1,,,,
    q1,grootte > q2,groot > 4,Groot > Eens,missing,wn,Weet niet,0,,0,,,,
    ");
    let json: Json = serde_json::from_str(&tabulate(&[
        "q3",
        "--of",
        "answers",
        "--by",
        "grootte>q1",
        "--format",
        "json",
    ]))
    .unwrap();
    let column = &json["questions"][0]["columns"][0];
    insta::assert_snapshot!(format!("{:#}", column), @r#"
    {
      "by": "grootte > q1",
      "code": "klein > ja",
      "label": "Klein > Ja",
      "path": [
        {
          "by": "grootte",
          "code": "klein",
          "label": "Klein"
        },
        {
          "by": "q1",
          "code": "ja",
          "label": "Ja"
        }
      ],
      "letter": "A",
      "base": 3,
      "weighted_base": 3.75,
      "answers": 5,
      "missing": 0,
      "rows": [
        {
          "code": "rood",
          "label": "Rood",
          "n": 3,
          "share": 0.6,
          "se": 0.04684320350152959,
          "interval": [
            0.3930936267846903,
            0.7764777334052024
          ]
        },
        {
          "code": "wit",
          "label": "Wit",
          "n": 2,
          "share": 0.4,
          "se": 0.04684320350152959,
          "interval": [
            0.22352226659479765,
            0.6069063732153097
          ]
        }
      ]
    }
    "#);
    let run = project.run(&["tabulate", "q1", "--by", "grootte>"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr, @"
    reading the workbook
    computing the tables
    error[banner-syntax]: the name of a question is missing in the banner `grootte>`
     |
     = hint: write `a, b` for questions side by side, and `a > b` for `b` within `a`
    ");
}

/// The letters of a table without bases of its own say how sure they are, too.
#[test]
fn tests_between_groups_tell_their_level() {
    for (language, expected) in
        [("nl", "(97,5 procent betrouwbaarheid)"), ("en", "(97.5 per cent confidence)")]
    {
        let project = Project::new()
            .replace("publication.toml", "language = \"nl\"", &format!("language = \"{language}\""))
            .replace("publication.toml", "[theme]", "[design]\nlevel = 0.975\n\n[theme]")
            .chapter("= Een\n\n{{table \"q3\" by=\"grootte\" tests=\"bonferroni\"}}\n");
        project.build();
        let text = pdf_text(&project.path("build/proef.pdf")).replace('\n', " ");
        assert!(text.contains(expected), "{text}");
    }
}
