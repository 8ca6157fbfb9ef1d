//! A new project, a look at a workbook, and what the program prints about itself.

use std::process::Command;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::project::{Project, Run, drukpers, repository};

fn run(arguments: &[&str]) -> Run {
    drukpers().args(arguments).output().unwrap().into()
}

/// Starts a project, with or without a workbook, and prints it.
#[track_caller]
fn starts(from: Option<&str>) -> (TempDir, String) {
    let root = TempDir::new().unwrap();
    let folder = root.path().join("new");
    let folder = folder.to_str().unwrap();
    let mut arguments = vec!["new", folder];
    arguments.extend(from.into_iter().flat_map(|path| ["--from", path]));
    let started = run(&arguments);
    assert_eq!(started.code, 0, "{}", started.stderr);
    let printed = run(&["--project", folder, "build"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(std::fs::read(format!("{folder}/build/report.pdf")).unwrap().starts_with(b"%PDF"));
    let path = format!("{folder}/templates/chapters/results.typ.hbs");
    (root, std::fs::read_to_string(path).unwrap())
}

#[test]
fn a_new_project_prints_without_warnings() {
    let (root, _) = starts(None);
    let folder = root.path().join("new");
    let run = run(&["--project", folder.to_str().unwrap(), "--deny-warnings", "check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let again = drukpers().arg("new").arg(&folder).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    insta::assert_snapshot!(
        String::from_utf8_lossy(&again.stderr).replace(&folder.display().to_string(), "FOLDER"),
        @"
    error[folder-not-empty]: a new project needs a folder of its own
    --> FOLDER
     = hint: name a folder that is not there yet, or is empty
    "
    );
}

#[test]
fn a_project_about_a_workbook_with_a_codebook() {
    let workbook = repository().join("inputs/survey.xlsx");
    let (_root, chapter) = starts(workbook.to_str());
    for expected in ["{{figure \"u01\"}}", "== {{label \"grootte\"}}"] {
        assert!(chapter.contains(expected), "{chapter}");
    }
}

#[test]
fn a_project_about_a_workbook_without_a_codebook() {
    let project = Project::new().without_sheet("survey").without_sheet("choices");
    let (_root, chapter) = starts(project.path("inputs/survey.xlsx").to_str());
    assert!(chapter.contains("{{figure \"q1\"}}"), "{chapter}");
    // Respondents are told apart by their number, which is nothing to draw.
    assert!(!chapter.contains("\"nummer\""), "{chapter}");
}

#[test]
fn a_project_about_a_text_file() {
    let root = TempDir::new().unwrap();
    let path = root.path().join("answers 2026.csv");
    let text = "naam;cijfer;Vindt u het \"goed\"?;leeftijd\nA;7,5;ja;30\nB;8;nee;41\nC;6;ja;52\n";
    std::fs::write(&path, text).unwrap();
    let (_root, chapter) = starts(path.to_str());
    assert!(
        chapter.contains("{{figure \"leeftijd\"") || chapter.contains("\"cijfer\""),
        "{chapter}"
    );
}

/// As survey programs export: a row of wordings, with HTML, under the names.
#[test]
fn a_project_about_an_export() {
    let root = TempDir::new().unwrap();
    let path = root.path().join("export.csv");
    let long = "What do you think of this? ".repeat(5);
    let mut text = format!(
        "finished,colour,why,score,other\nFinished,<b>Which&nbsp;colour</b>,{long},Score,Other\n"
    );
    for row in 0..12 {
        let colour = ["red", "blue", "green"][row % 3];
        let why = ["yes", "no"][row % 2];
        text.push_str(&format!("True,{colour},{why},{},{}\n", 3 + row % 5, row % 4));
    }
    std::fs::write(&path, text).unwrap();
    let (root, chapter) = starts(path.to_str());
    // A wording too long for a heading stands in the note under the chart only, and
    // what all answered alike is nothing to draw.
    assert!(chapter.contains("== #\"why\";\n\n{{figure \"why\" caption=\"why\"}}"), "{chapter}");
    assert!(!chapter.contains("\"finished\""), "{chapter}");
    let printed = Command::new("pdftotext")
        .args([root.path().join("new/build/report.pdf").to_str().unwrap(), "-"])
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&printed.stdout);
    assert!(printed.contains("Which colour") && !printed.contains("<b>"), "{printed}");
}

#[test]
fn a_project_about_no_workbook_is_refused() {
    let root = TempDir::new().unwrap();
    let path = root.path().join("answers.xlsx");
    std::fs::write(&path, "no workbook").unwrap();
    let folder = root.path().join("new");
    let run: Run =
        drukpers().arg("new").arg(&folder).arg("--from").arg(&path).output().unwrap().into();
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error[workbook-format]"), "{}", run.stderr);
    assert!(!folder.exists());
}

#[test]
fn a_workbook_is_inspected() {
    let project = Project::new().cell("data", "G9", "900").cell("data", "A9", "R9");
    insta::assert_snapshot!(project.run(&["inspect"]).stdout, @"
    inputs/survey.xlsx, sheet `data`
    8 respondents, a population of 10, 7 questions from the codebook

    grootte  single  data!B1
      Grootte
      n = 8
           4  klein  Klein
           4  groot  Groot

    q1  single  data!C1
      Bent u voor?
      n = 7; 1 don't know
           5  ja   Ja
           2  nee  Nee
           1  wn   Weet niet  (missing)

    q2  scale  data!D1
      Het gaat goed.
      n = 8
           1  1  Helemaal oneens
           2  2  Oneens
           1  3  Neutraal
           2  4  Eens
           2  5  Helemaal eens

    q3  multiple  data!E1
      Welke kleuren?
      n = 8
           5  rood  Rood
           4  wit   Wit

    fte  number  data!G1
      Hoeveel fte?
      n = 8; from 2 to 900, half at or below 9
      ! far from the others: 900

    open  text  data!H1
      Toelichting
      n = 2; 6 empty

    nummer  text  data!A1
      nummer
      n = 8
    ");
    let json: Json =
        serde_json::from_str(&project.run(&["--format", "json", "inspect"]).stdout).unwrap();
    assert_eq!(json["respondents"], 8);
    assert_eq!(json["questions"][1]["name"], "q1");
    assert_eq!(json["questions"][1]["missing"]["dont_know"], 1);
    let bare = drukpers().arg("inspect").arg(project.path("inputs/survey.xlsx")).output().unwrap();
    assert!(String::from_utf8_lossy(&bare.stdout).contains("8 respondents"));
}

/// A file of the repository is what the program prints; to renew it, redirect the
/// program's output into it.
#[track_caller]
fn is_printed_by(path: &str, command: &str) {
    let kept = std::fs::read_to_string(repository().join(path)).unwrap();
    let printed = run(&[command]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(kept == printed.stdout, "renew it with `drukpers {command} > {path}`");
}

#[test]
fn the_schema_of_the_repository_is_that_of_the_program() {
    is_printed_by("docs/publication.schema.json", "schema");
}

#[test]
fn the_guide_of_the_repository_is_that_of_the_program() {
    is_printed_by("docs/templates.md", "guide");
}

#[cfg(unix)]
#[test]
fn a_suggested_command_can_be_typed_as_it_stands() {
    let root = TempDir::new().unwrap();
    let output = drukpers().current_dir(root.path()).args(["new", "my report 2"]).output().unwrap();
    let run = Run::from(output);
    assert_eq!(
        run.stdout,
        "started a project in my report 2: print it with `drukpers build --project 'my report 2'`\n"
    );
}
