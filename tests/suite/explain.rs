//! `drukpers explain` and `drukpers facts`: where a printed number comes from.

use crate::output::facts;
use crate::project::Project;

const CHAPTER: &str = "= Een

Van {{share \"q1\" \"ja\"}} tot {{points (difference (share \"q1\" \"ja\" where=\"grootte=klein\") (share \"q1\" \"ja\" where=\"grootte=groot\"))}}.

Nog eens {{words (share \"q1\" \"ja\")}}, {{plural (count \"q1\" \"ja\") \"gemeente\" \"gemeenten\"}}, {{mean \"q2\"}}.
";

fn project() -> Project {
    Project::new().chapter(CHAPTER)
}

/// What the command prints, with lines of 100 characters.
fn explain(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[&["explain"], arguments, &["--quiet"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn a_number_tells_its_meaning_its_formula_and_its_cells() {
    insta::assert_snapshot!(explain(&project(), &["71 %"]), @r#"
    71%   proef.pdf, page 1
      means      share of the valid answers to ‘Bent u voor?’ that are ‘Ja’
      about      all 8 respondents
      question   q1: Bent u voor? — counts: Ja (ja)
      computed   5 of 7 = 71.429%
                 printed as “71%”, rounded half away from zero
      remarks    1 left out, without a valid answer; not valid: empty, Weet niet (wn: does not know)
      precision  standard error 8.163 percentage points, 95% interval 48.439% to 86.933%
      cells      inputs/survey.xlsx!data!C2:C9 (answers of q1)
      template   templates/chapters/een.typ.hbs:3:5 share "q1" "ja"
      id         een:share:q1:ja
    "#);
}

#[test]
fn a_weighted_number_is_not_told_as_a_plain_quotient() {
    let project = Project::new()
        .replace("publication.toml", "[theme]", "[design]\npost-stratify = \"grootte\"\n\n[theme]")
        .chapter("= Een\n\n{{mean \"q2\"}}\n\n{{table \"q1\" by=\"grootte\" percent=\"row\"}}\n");
    project.build();
    let mut told = vec![];
    for fact in facts(&project.path("build")) {
        let statistic = fact["computation"]["statistic"].as_str().unwrap().to_string();
        if !matches!(&*statistic, "mean" | "share-of-row") {
            continue;
        }
        let said = explain(&project, &[fact["id"].as_str().unwrap()]);
        let computed = said.lines().find(|line| line.contains("computed")).unwrap();
        assert!(computed.contains("weighted"), "{said}");
        told.push(statistic);
    }
    told.dedup();
    assert_eq!(told, ["mean", "share-of-row"]);
}

#[test]
fn a_difference_tells_its_parts() {
    insta::assert_snapshot!(explain(&project(), &["8 procentpunten"]), @r#"
    8 procentpunten   proef.pdf, page 1
      means      share of the valid answers to ‘Bent u voor?’ that are ‘Ja’ (Grootte: Klein) less share
                 of the valid answers to ‘Bent u voor?’ that are ‘Ja’ (Grootte: Groot)
      about      different respondents in each part (grootte=klein; grootte=groot)
      question   q1: Bent u voor? — counts: Ja (ja)
      computed   75.000% − 66.667% = 8.333 percentage points
                 where share of the valid answers to ‘Bent u voor?’ that are ‘Ja’ (Grootte: Klein): 3 of
                 4 = 75.000%
                 where share of the valid answers to ‘Bent u voor?’ that are ‘Ja’ (Grootte: Groot): 2 of
                 3 = 66.667%
                 printed as “8 procentpunten”, rounded half away from zero
      cells      inputs/survey.xlsx!data!C2:C9 (answers of q1)
                 inputs/survey.xlsx!data!B2:B9 (filter of grootte)
      template   templates/chapters/een.typ.hbs:3:29 difference (share "q1" "ja" where="grootte=klein")
                 (share "q1" "ja" where="grootte=groot")
      id         een:difference:q1:9731affa
    "#);
}

#[test]
fn a_number_is_found_in_any_form() {
    let project = project();
    let id = |asked: &str| {
        let text = explain(&project, &[asked]);
        text.lines().last().unwrap().trim().trim_start_matches("id").trim().to_string()
    };
    assert_eq!(id("71%"), "een:share:q1:ja");
    assert_eq!(id("71 procent"), "een:share:q1:ja");
    assert_eq!(id("een:share:q1:ja"), "een:share:q1:ja");
    assert_eq!(id("zeven op de tien"), "een:share:q1:ja:2");
    assert_eq!(id("5 gemeenten"), "een:count:q1:ja");
    assert_eq!(id("3,3"), "een:mean:q2");
    assert_eq!(id("3.3"), "een:mean:q2");
    assert_eq!(id("een.typ.hbs:5:39"), "een:count:q1:ja");
}

#[test]
fn several_numbers_are_listed() {
    let project = project();
    insta::assert_snapshot!(explain(&project, &["page:1"]), @r"
    `page:1`: 5 numbers
       1  71%               proef.pdf, page 1  een:share:q1:ja
       2  8 procentpunten   proef.pdf, page 1  een:difference:q1:9731affa
       3  zeven op de tien  proef.pdf, page 1  een:share:q1:ja:2
       4  5 gemeenten       proef.pdf, page 1  een:count:q1:ja
       5  3,3               proef.pdf, page 1  een:mean:q2
    to read one, give its number behind it, or its id
    ");
    let second = explain(&project, &["templates/chapters/een.typ.hbs:3", "1"]);
    assert!(second.ends_with("id         een:share:q1:ja\n"), "{second}");
    assert_eq!(explain(&project, &["page:1", "--all"]).matches("  id  ").count(), 5);
}

#[test]
fn a_number_that_is_not_printed_gives_the_nearest() {
    let run = project().run(&["explain", "72%", "--quiet"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr, @r"
    error[unknown-fact]: no number is printed as `72%`
     |
     = hint: near it: `71%` on proef.pdf, page 1 (een:share:q1:ja)
     = hint: give a number as it is printed, an id, `page:12`, or a line such as `urgentie.typ.hbs:12`
    ");
}

#[test]
fn an_edition_that_is_fresh_is_not_printed_again() {
    let project = project();
    let run = project.run(&["explain", "71%"]);
    assert!(run.stderr.contains("setting the pages"), "{}", run.stderr);
    project.build();
    let run = project.run(&["explain", "71%"]);
    assert!(!run.stderr.contains("setting the pages"), "{}", run.stderr);
    let project =
        project.replace("publication.toml", "[theme]", "[rounding]\nshare = 1\n\n[theme]");
    let run = project.run(&["explain", "71,4%"]);
    assert!(run.stderr.contains("setting the pages"), "{}", run.stderr);
    assert!(run.stdout.contains("5 of 7 = 71.429%"), "{}", run.stdout);
    // An edition elsewhere is read where it stands.
    assert_eq!(project.run(&["build", "--output", "elders"]).code, 0);
    for arguments in
        [&["explain", "71,4%", "--output", "elders"][..], &["facts", "--output", "elders"]]
    {
        let run = project.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stderr.contains("setting the pages"), "{}", run.stderr);
        assert!(!run.stderr.contains("draft"), "{}", run.stderr);
    }
}

#[test]
fn the_numbers_of_a_draft_are_told_to_be_so() {
    let chapter = "= Een\n\n{{#claim (gt (share \"q1\" \"ja\") 0.8)}}Veel: {{share \"q1\" \"ja\"}}.{{/claim}}\n";
    let project = Project::new().chapter(chapter);
    assert_eq!(project.run(&["build", "--allow-failed-claims"]).code, 0);
    let run = project.run(&["explain", "71%"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = "these are the numbers of the draft in ";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(run.stderr.contains(": Concept: één bewering klopt niet"), "{}", run.stderr);
}

#[test]
fn facts_are_listed_in_three_forms() {
    let project = project();
    project.build();
    let list = |arguments: &[&str]| {
        let run = project.run(&[&["facts", "--quiet"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    insta::assert_snapshot!(list(&[]), @r"
    page           printed  n/base  id
       1               71%     5/7  een:share:q1:ja
       1   8 procentpunten          een:difference:q1:9731affa
       1  zeven op de tien     5/7  een:share:q1:ja:2
       1       5 gemeenten     5/7  een:count:q1:ja
       1               3,3     8/8  een:mean:q2
    ");
    let json: serde_json::Value = serde_json::from_str(&list(&["--format", "json"])).unwrap();
    assert_eq!(json["facts"].as_array().unwrap(), &facts(&project.path("build")));
    let csv = std::fs::read_to_string(project.path("build/facts.csv")).unwrap();
    assert_eq!(list(&["--format", "csv"]), csv);
    assert_eq!(list(&["--page", "2"]).lines().count(), 1);
    let run = project.run(&["facts", "--document", "prof"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no document `prof` prints a number"), "{}", run.stderr);
}

#[test]
fn hidden_numbers_tell_nothing() {
    let project = Project::new()
        .replace("publication.toml", "[theme]", "[privacy]\nsmallest-base = 4\n\n[theme]")
        .chapter("= Een\n\n{{share \"q1\" \"ja\" where=\"grootte=klein & q2=5\"}} {{rest (share \"q1\" \"ja\" where=\"grootte=klein & q2=5\")}}\n");
    project.build();
    for fact in facts(&project.path("build")) {
        assert_eq!(fact["text"], "·");
        assert_eq!(fact["hidden"], "too few answers, or needed to hide others");
        let text = fact.to_string();
        for key in
            ["\"value\"", "\"n\"", "\"base\"", "\"missing\"", "\"interval\"", "\"standard-error\""]
        {
            assert!(!text.contains(key), "{key} in {text}");
        }
    }
    let text = explain(&project, &["een:share:q1:ja:grootte=klein+q2=5"]);
    assert!(text.contains("hidden: too few answers, or needed to hide others"), "{text}");
    assert!(!text.contains("computed"), "{text}");
}

#[test]
fn a_tested_number_tells_how_it_lies_to_other_groups() {
    let project = crate::diff::of_groups(crate::diff::LETTERED, 20, 8);
    let said = explain(&project, &["een:tab-q1:share:q1:ja:grootte=klein"]);
    let tested = said.lines().find(|line| line.trim_start().starts_with("tested")).unwrap();
    // R: prop.test(c(20, 8), c(30, 30), correct = FALSE)
    assert_eq!(
        tested.trim(),
        "tested     significantly higher than B (Groot), p = 0.002 after Bonferroni’s correction"
    );
    let other = explain(&project, &["een:tab-q1:share:q1:ja:grootte=groot"]);
    assert!(other.contains("significantly lower than A (Klein), p = 0.002"), "{other}");
    let csv = project.run(&["facts", "--format", "csv", "--quiet"]).stdout;
    assert!(csv.contains(",B (Groot),"), "{csv}");
}

/// A level of 97.5% is none of 98%, nor one of 99.9% one of 100%.
#[test]
fn intervals_are_named_by_their_exact_level() {
    for (level, expected) in [("0.975", "97.5% interval"), ("0.999", "99.9% interval")] {
        let design = format!("[design]\nlevel = {level}\n\n[theme]");
        let project = Project::new()
            .replace("publication.toml", "[theme]", &design)
            .chapter("= Een\n\n{{mean \"q2\"}} {{margin}}\n");
        project.build();
        for fact in facts(&project.path("build")) {
            let said = explain(&project, &[fact["id"].as_str().unwrap()]);
            assert!(said.contains(expected), "{said}");
        }
    }
}

/// A total is one of the population where the design makes the weights add up to it.
#[test]
fn a_total_is_told_for_what_it_is() {
    let meaning = |design: &str| {
        let project = Project::new()
            .replace("publication.toml", "[theme]", &format!("[design]\n{design}\n\n[theme]"))
            .cell("data", "I1", "gewicht")
            .chapter("= Een\n\n{{total \"q2\"}}\n");
        let project = (2..=9).fold(project, |project, row| {
            project.cell("data", &format!("I{row}"), if row % 2 == 0 { "2" } else { "0.5" })
        });
        project.build();
        let said = explain(&project, &[facts(&project.path("build"))[0]["id"].as_str().unwrap()]);
        let line = said.lines().find(|line| line.contains("means")).unwrap();
        line.trim().trim_start_matches("means").trim().to_string()
    };
    let of_population = "total of ‘Het gaat goed.’, weighted up to the population";
    assert_eq!(meaning("population = \"frame\""), of_population);
    assert_eq!(meaning("weight = \"gewicht\"\npost-stratify = \"grootte\""), of_population);
    assert_eq!(meaning("weight = \"gewicht\""), "weighted sum of ‘Het gaat goed.’");
    assert_eq!(meaning("population = \"endless\""), "sum of ‘Het gaat goed.’");
}
