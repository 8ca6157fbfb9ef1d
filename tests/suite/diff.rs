//! What changed between two editions.

use serde_json::Value as Json;

use crate::project::{DATA, Project, Run, drukpers};

/// Compares two paths of a project; gives the exit code and what was said.
#[track_caller]
fn diff(project: &Project, arguments: &[&str]) -> Run {
    let run = project.run(&[&["--quiet", "diff"], arguments].concat());
    assert!(matches!(run.code, 0 | 4), "code {}\n{}", run.code, run.stderr);
    run
}

fn json(project: &Project, arguments: &[&str]) -> Json {
    let run = diff(project, &[arguments, &["--format", "json"]].concat());
    let json: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["changed"].as_bool().unwrap(), run.code == 4);
    json
}

/// A project printed before and after the third respondent changed sides, with
/// the paths of the old and the new edition.
fn printed_twice() -> (Project, [String; 2]) {
    let project = Project::new();
    project.build();
    let old = project.path("old");
    std::fs::rename(project.path("build"), &old).unwrap();
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("old.xlsx")).unwrap();
    let project = project.sheet("data", &DATA.replace("R3 | klein | nee", "R3 | klein | ja"));
    project.build();
    let new = project.path("new");
    std::fs::rename(project.path("build"), &new).unwrap();
    (project, [old, new].map(|path| path.display().to_string()))
}

#[test]
fn a_changed_number_is_named_with_its_page_and_its_template_line() {
    let (project, [old, new]) = printed_twice();
    let run = diff(&project, &[&old, &new]);
    assert_eq!(run.code, 4);
    let said = run.stdout.replace(&old, "OLD").replace(&new, "NEW");
    insta::assert_snapshot!(said, @r#"
    old  OLD  Proef, 2026-11-23, 2 numbers
    new  NEW  Proef, 2026-11-23, 2 numbers

    proef.pdf: Een
      page 1  text  71%  →  86%  share "q1" "ja"  templates/chapters/een.typ.hbs:3

    1 number changed on 1 page
    "#);
}

#[test]
fn pdfs_ledgers_folders_and_workbooks_say_the_same() {
    let (project, [old, new]) = printed_twice();
    let workbooks = [project.path("old.xlsx"), project.path("inputs/survey.xlsx")];
    let [old_workbook, new_workbook] = workbooks.map(|path| path.display().to_string());
    let pairs = [
        [old.clone(), new.clone()],
        [format!("{old}/proef.pdf"), format!("{new}/proef.pdf")],
        [format!("{old}/facts.json"), format!("{new}/facts.json")],
        [old_workbook, new_workbook.clone()],
        [format!("{old}/proef.pdf"), new_workbook],
    ];
    for [old, new] in &pairs {
        let json = json(&project, &[old, new]);
        let facts = json["facts"].as_array().unwrap();
        assert_eq!(facts.len(), 1, "{old} {new}: {json:#}");
        assert_eq!(facts[0]["old"]["text"], "71%");
        assert_eq!(facts[0]["new"]["text"], "86%");
    }
}

#[test]
fn a_publication_under_another_name_is_compared_with_the_one_before() {
    let project = Project::new();
    project.build();
    let old = project.path("old.pdf");
    std::fs::rename(project.path("build/proef.pdf"), &old).unwrap();
    let project = project
        .sheet("data", &DATA.replace("R3 | klein | nee", "R3 | klein | ja"))
        .replace("publication.toml", "name = \"proef\"", "name = \"proef-2\"");
    project.build();
    let new = project.path("build/proef-2.pdf");
    let json = json(&project, &[old.to_str().unwrap(), new.to_str().unwrap()]);
    let changes: Vec<&Json> = json["facts"].as_array().unwrap().iter().collect();
    assert_eq!(changes.len(), 1, "{json:#}");
    assert_eq!(changes[0]["change"], "changed");
    assert_eq!(changes[0]["document"], "proef-2.pdf");
    let arguments = [old.to_str().unwrap(), new.to_str().unwrap(), "--format", "html"];
    let page = diff(&project, &arguments).stdout;
    assert!(page.contains("alt=\"Page 1 of the old edition; marked: 71%\""), "{page}");
    assert!(page.contains("alt=\"Page 1 of the new edition; marked: 86%\""), "{page}");
}

/// A folder with an edition has its ledger, also when the theme attaches none.
#[test]
fn a_theme_without_attachments_can_be_compared() {
    let project = Project::new();
    project.build();
    let theme = std::fs::read_to_string(project.path("templates/theme.typ")).unwrap();
    let start = theme.find("for (path").unwrap();
    let end = start + theme[start..].find("\n  }").unwrap() + 4;
    let project =
        project.file("templates/theme.typ", &format!("{}{}", &theme[..start], &theme[end..]));
    std::fs::rename(project.path("build"), project.path("old")).unwrap();
    project.build();
    let [old, new] = ["old", "build"].map(|path| project.path(path).display().to_string());
    assert_eq!(diff(&project, &[&old, &new]).code, 0);
}

#[test]
fn the_same_edition_is_the_same() {
    let project = Project::new();
    project.build();
    let build = project.path("build").display().to_string();
    let run = diff(&project, &[&build, &format!("{build}/proef.pdf")]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.ends_with("\nall 2 numbers print the same\n"), "{}", run.stdout);
}

#[test]
fn questions_and_codes_that_come_and_go_are_named() {
    let (project, [old, _]) = printed_twice();
    let project = project
        .replace_in_sheet(
            "survey",
            "integer | fte | Hoeveel fte? |",
            "integer | fte | Hoeveel plaatsen? |",
        )
        .replace_in_sheet("survey", "text | open | Toelichting |", "")
        .replace_in_sheet(
            "choices",
            "kleur | wit | Wit |",
            "kleur | wit | Wit |\njanee | soms | Soms |",
        );
    project.build();
    let run = diff(&project, &[&old, &project.path("build").display().to_string()]);
    let questions = run.stdout.split("questions and codes\n").nth(1).unwrap();
    insta::assert_snapshot!(questions, @"
      code soms of q1  came: “Soms”
      question fte     is now “Hoeveel plaatsen?”, was “Hoeveel fte?”
      question open    went: “Toelichting”

    1 number changed on 1 page; 3 questions and codes are not the same
    ");
}

#[test]
fn occurrences_of_one_expression_are_told_apart() {
    let chapter = "= Een\n\n{{share \"q1\" \"ja\"}}\n\n{{#if (gt (share \"q1\" \"ja\") 0.8)}}Veel: {{share \"q1\" \"ja\"}}.{{/if}}\n\n{{percent (share \"q1\" \"ja\") digits=1}}\n";
    let project = Project::new().chapter(chapter).build_twice();
    let [old, new] = ["old", "build"].map(|path| project.path(path).display().to_string());
    let json = json(&project, &[&old, &new]);
    let told: Vec<(&str, &str, &str)> = json["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| {
            let text = |side: &str| fact[side]["text"].as_str().unwrap_or("-");
            (fact["change"].as_str().unwrap(), text("old"), text("new"))
        })
        .collect();
    assert_eq!(
        told,
        [("changed", "71%", "86%"), ("came", "-", "86%"), ("changed", "71,4%", "85,7%")]
    );
}

#[test]
fn a_pull_request_gets_a_table_for_each_chapter() {
    let (project, [old, new]) = printed_twice();
    let run = diff(&project, &[&old, &new, "--format", "markdown"]);
    assert_eq!(run.code, 4);
    let said = run.stdout.replace(&old, "OLD").replace(&new, "NEW");
    insta::assert_snapshot!(said, @r#"
    ### What changed in print

    1 number changed on 1 page.

    | | edition | |
    |---|---|---|
    | old | `OLD` | Proef, 2026-11-23, 2 numbers |
    | new | `NEW` | Proef, 2026-11-23, 2 numbers |

    <details open>
    <summary>proef.pdf, Een: 1 number</summary>

    | page | where | old | new | number | template |
    |---|---|---|---|---|---|
    | page 1 | text | 71% | **86%** | `share "q1" "ja"` | `templates/chapters/een.typ.hbs:3` |

    </details>
    "#);
}

#[test]
fn a_browser_gets_the_pages_side_by_side_with_the_changes_marked() {
    let (project, [old, new]) = printed_twice();
    let run = diff(&project, &[&old, &new, "--format", "html"]);
    assert_eq!(run.code, 4);
    let page = run.stdout;
    assert_eq!(page.matches("<img src=\"data:image/png;base64,").count(), 2);
    assert!(page.contains("alt=\"Page 1 of the old edition; marked: 71%\""), "{page}");
    assert!(page.contains("alt=\"Page 1 of the new edition; marked: 86%\""), "{page}");
    assert_eq!(page.matches("<rect class=\"changed\"").count(), 2);
    assert!(page.contains("<del>71%</del>") && page.contains("<ins>86%</ins>"));
    // Nothing is loaded from elsewhere, and nothing runs.
    for foreign in ["http:", "https:", "<script", "<link", "@import"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    // Ledgers alone have no pages to draw.
    let ledgers = [format!("{old}/facts.json"), format!("{new}/facts.json")];
    let run = diff(&project, &[&ledgers[0], &ledgers[1], "--format", "html"]);
    assert!(run.stdout.contains("<ins>86%</ins>") && !run.stdout.contains("<img"));
    let run = project.run(&["check", "--format", "html"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn a_claim_that_turns_is_named_and_stops_nothing() {
    let chapter = "= Een\n\n{{#claim (lt (share \"q1\" \"ja\") 0.8)}}Minder dan vier op de vijf: {{share \"q1\" \"ja\"}}.{{/claim}}\n";
    let project = Project::new().chapter(chapter);
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("old.xlsx")).unwrap();
    let project = project.sheet("data", &DATA.replace("R3 | klein | nee", "R3 | klein | ja"));
    let [old, new] =
        ["old.xlsx", "inputs/survey.xlsx"].map(|path| project.path(path).display().to_string());
    for (old, new, holds) in [(&old, &new, false), (&new, &old, true)] {
        let json = json(&project, &[old, new]);
        let claims = json["claims"].as_array().unwrap();
        assert_eq!(claims.len(), 1, "{json:#}");
        assert_eq!(claims[0]["holds"], holds);
        assert_eq!(claims[0]["template"], "templates/chapters/een.typ.hbs");
        assert_eq!(claims[0]["line"], 3);
        assert_eq!(json["facts"].as_array().unwrap().len(), 1);
    }
    let said = diff(&project, &[&old, &new]).stdout;
    assert!(said.contains("  templates/chapters/een.typ.hbs:3:1  no longer holds: "), "{said}");
    assert!(said.ends_with("1 number changed on 1 page; 1 claim no longer holds\n"), "{said}");
}

#[test]
fn what_is_no_edition_is_a_fault() {
    let project = Project::new();
    project.build();
    let build = project.path("build").display().to_string();
    for (path, message) in [
        ("publication.toml", "this is no edition that can be compared"),
        ("nowhere.pdf", "there is no file"),
        ("build/manifest.json", "this is no ledger"),
        ("fonts", "no edition stands in this folder"),
    ] {
        let path = project.path(path).display().to_string();
        let run = project.run(&["diff", &build, &path]);
        assert_eq!(run.code, 1, "{path}");
        assert!(run.stderr.contains(message), "{path}: {}", run.stderr);
    }
    let broken = project.path("broken.pdf");
    std::fs::write(&broken, b"%PDF-1.7\ngarbage").unwrap();
    let run: Run = drukpers().arg("diff").args([&broken, &broken]).output().unwrap().into();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("this is no PDF that can be read"), "{}", run.stderr);
}

/// Thirty respondents in each of two groups, of whom so many say yes.
fn groups(klein: usize, groot: usize) -> String {
    let rows = [("klein", klein), ("groot", groot)].into_iter().flat_map(|(group, yes)| {
        (0..30).map(move |at| (group, if at < yes { "ja" } else { "nee" }))
    });
    let rows = rows.enumerate();
    let rows: Vec<String> =
        rows.map(|(at, (group, answer))| format!("R{at} | {group} | {answer} | | | | |")).collect();
    format!("nummer | grootte | q1 | q2 | q3/rood | q3/wit | fte | open\n{}", rows.join("\n"))
}

/// A project of those, with as many who say yes in each group.
pub(crate) fn of_groups(chapter: &str, klein: usize, groot: usize) -> Project {
    Project::new()
        .replace("publication.toml", "frame = \"populatie\"\n", "")
        .without_sheet("populatie")
        .chapter(chapter)
        .sheet("data", &groups(klein, groot))
}

/// A table with letters beside its percentages.
pub(crate) const LETTERED: &str = "= Een\n\n{{table \"q1\" by=\"grootte\" tests=\"bonferroni\"}}\n";

#[test]
fn significance_that_turned_is_named_also_where_the_text_is_the_same() {
    let project = of_groups(LETTERED, 20, 8);
    project.build();
    let old = project.path("old");
    std::fs::rename(project.path("build"), &old).unwrap();
    let project = project.sheet("data", &groups(20, 16));
    project.build();
    let [old, new] = [old, project.path("build")].map(|path| path.display().to_string());
    let run = diff(&project, &[&old, &new]);
    let said = run.stdout.replace(&old, "OLD").replace(&new, "NEW");
    insta::assert_snapshot!(said, @"
    old  OLD    Proef, 2026-11-23, 10 numbers
    new  NEW  Proef, 2026-11-23, 10 numbers

    proef.pdf: Een
      page 1  tab-q1  47    →  60  Ja × Totaal                                                 templates/chapters/een.typ.hbs:3
      page 1  tab-q1  67 B  →  67  no longer significantly higher than B (Groot); Ja × Klein   templates/chapters/een.typ.hbs:3
      page 1  tab-q1  27    →  53  Ja × Groot                                                  templates/chapters/een.typ.hbs:3
      page 1  tab-q1  53    →  40  Nee × Totaal                                                templates/chapters/een.typ.hbs:3
      page 1  tab-q1  73 A  →  47  no longer significantly higher than A (Klein); Nee × Groot  templates/chapters/een.typ.hbs:3

    4 numbers changed on 1 page; the significance of 2 turned
    ");
    let json = json(&project, &[&old, &new]);
    let turned: Vec<&Json> =
        json["facts"].as_array().unwrap().iter().filter(|it| it["change"] == "turned").collect();
    assert_eq!(turned.len(), 1, "{json:#}");
    assert_eq!(
        turned[0]["significance"],
        serde_json::json!([{ "group": "B (Groot)", "old": "higher", "new": "no-difference" }])
    );
    for format in ["markdown", "html"] {
        let said = diff(&project, &[&old, &new, "--format", format]).stdout;
        assert!(said.contains("67 B") && said.contains("no longer significantly higher"), "{said}");
    }
    // The letters stand on the page, behind the numbers.
    let text = crate::output::pdf_text(&project.path("old/proef.pdf"));
    assert!(text.split_whitespace().any(|word| word == "67B"), "{text}");
    let run = project.run(&["errata", &format!("{old}/proef.pdf"), &format!("{new}/proef.pdf")]);
    assert!(run.stdout.contains("| 67 B | 67 |"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_change_that_is_no_longer_significant_is_named() {
    let chapter = "= Een\n\n{{change \"q1\" \"ja\" from=\"grootte=klein\" to=\"grootte=groot\"}}\n";
    let project = of_groups(chapter, 20, 8);
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("old.xlsx")).unwrap();
    let project = project.sheet("data", &groups(16, 12));
    let [old, new] =
        ["old.xlsx", "inputs/survey.xlsx"].map(|path| project.path(path).display().to_string());
    let said = diff(&project, &[&old, &new]).stdout;
    assert!(said.contains("no longer significantly lower than grootte=klein"), "{said}");
    assert!(said.ends_with("1 number changed on 1 page; the significance of 1 turned\n"), "{said}");
}

#[test]
fn words_that_the_data_choose_are_named_with_their_page() {
    let chapter = "= Een\n\nHet vaakst is {{top \"q1\" 1}}, zegt {{share \"q1\" \"ja\"}} \
        {{#if (gt (share \"q1\" \"ja\") 0.5)}}en dat is veel{{else}}en dat valt tegen{{/if}}, \
        dus {{words (share \"q1\" \"ja\")}}.\n";
    let project = of_groups(chapter, 20, 20);
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("old.xlsx")).unwrap();
    let project = project.sheet("data", &groups(10, 10));
    let [old, new] =
        ["old.xlsx", "inputs/survey.xlsx"].map(|path| project.path(path).display().to_string());
    let json = json(&project, &[&old, &new]);
    let texts = |key: &str| -> Vec<[String; 2]> {
        let text = |change: &Json, side: &str| match &change[side] {
            Json::String(text) => text.clone(),
            fact => fact["text"].as_str().unwrap().to_string(),
        };
        let changes = json[key].as_array().unwrap().iter();
        changes.map(|change| ["old", "new"].map(|side| text(change, side))).collect()
    };
    let pair = |old: &str, new: &str| [old.to_string(), new.to_string()];
    // In words a number is a number all the same.
    assert_eq!(texts("facts"), [pair("67%", "33%"), pair("twee derde", "een derde")]);
    assert_eq!(texts("wording"), [pair("Ja,", "Nee,"), pair("is veel,", "valt tegen,")]);
    let run = diff(&project, &[&old, &new]);
    assert!(run.stdout.contains("  page 1, Een  “Ja,” is now “Nee,”\n"), "{}", run.stdout);
    assert!(run.stdout.ends_with("; the wording is another at 2 places\n"), "{}", run.stdout);
    for format in ["markdown", "html"] {
        let said = diff(&project, &[&old, &new, "--format", format]).stdout;
        assert!(said.contains("“Ja,” is now “Nee,”"), "{said}");
    }
}

/// Words that stand on another line or page are the same words.
#[test]
fn words_that_moved_are_the_same() {
    let chapter = "= Een\n\nDit blijft staan.\n\n{{table \"q1\" order=\"value\"}}\n\n\
        {{#if (gt (share \"q1\" \"ja\") 0.5)}}{{else}}#pagebreak(){{/if}}\n\n== Twee\n\n\
        Dit staat soms op een andere bladzijde.\n";
    let project = of_groups(chapter, 20, 20);
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("old.xlsx")).unwrap();
    let project = project.sheet("data", &groups(10, 10));
    let [old, new] =
        ["old.xlsx", "inputs/survey.xlsx"].map(|path| project.path(path).display().to_string());
    assert_eq!(json(&project, &[&old, &new])["wording"], Json::Array(vec![]));
}

#[test]
fn the_account_of_numbers_is_no_wording() {
    let chapter = "= Een\n\nVan hen is {{share \"q1\" \"ja\"}} vóór, vindt {{top \"q1\" 1}}.\n\n{{table \"q1\"}}\n";
    let project = of_groups(chapter, 20, 20).replace(
        "publication.toml",
        "chapters = [\"een\"]",
        "chapters = [\"een\"]\naccount-of-numbers = true",
    );
    std::fs::copy(project.path("inputs/survey.xlsx"), project.path("old.xlsx")).unwrap();
    let project = project.sheet("data", &groups(10, 10));
    let [old, new] =
        ["old.xlsx", "inputs/survey.xlsx"].map(|path| project.path(path).display().to_string());
    let json = json(&project, &[&old, &new]);
    assert!(json["facts"].as_array().unwrap().len() > 3, "{json:#}");
    let wording = json["wording"].as_array().unwrap();
    assert_eq!(wording.len(), 1, "{json:#}");
    assert_eq!([&wording[0]["old"], &wording[0]["new"]], ["Ja.", "Nee."]);
}
