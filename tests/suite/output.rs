//! What a build writes, and that it is the same each time.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::project::{Project, Run, drukpers};

/// All files below a folder with their bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The text of a PDF, as poppler reads it.
pub(crate) fn pdf_text(path: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(path)
        .arg("-")
        .output()
        .expect("pdftotext is part of Debian's poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The facts in a folder with an edition.
pub(crate) fn facts(folder: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(folder.join("facts.json")).unwrap();
    let ledger: serde_json::Value = serde_json::from_str(&text).unwrap();
    ledger["facts"].as_array().unwrap().clone()
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = Project::new();
    project.build();
    let first = files(&project.path("build"));
    let run: Run = drukpers()
        .env("TZ", "Asia/Tokyo")
        .env("LC_ALL", "nl_NL.UTF-8")
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(project.path(""))
        .arg("build")
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(first, files(&project.path("build")));
}

#[test]
fn a_printed_number_is_a_fact_with_its_cells_and_its_place() {
    let project = Project::new();
    project.build();
    assert!(pdf_text(&project.path("build/proef.pdf")).contains("Van de 8 is 71% vóór."));
    let facts = facts(&project.path("build"));
    assert_eq!(facts.len(), 2);
    let share = &facts[1];
    assert_eq!(share["text"], "71%");
    assert_eq!((share["n"].as_u64(), share["base"].as_u64()), (Some(5), Some(7)));
    assert_eq!(share["missing"], 1);
    assert_eq!(share["value"], 5.0 / 7.0);
    assert_eq!(share["page"], 1);
    assert_eq!(share["template"], "templates/chapters/een.typ.hbs");
    assert_eq!((share["line"].as_u64(), share["column"].as_u64()), (Some(3), Some(27)));
    assert_eq!(share["expression"], "share \"q1\" \"ja\"");
    assert_eq!(share["id"], "een:share:q1:ja");
    assert_eq!(
        share["computation"],
        json!({ "statistic": "share", "questions": ["q1"], "codes": ["ja"] })
    );
    assert_eq!(
        share["sources"],
        json!([{ "role": "answers", "question": "q1", "cells": "inputs/survey.xlsx!data!C2:C9" }])
    );
}

#[test]
fn facts_keep_their_names_when_something_else_is_written() {
    let ids = |text: &str| {
        let project = Project::new().chapter(text);
        project.build();
        let ids = facts(&project.path("build")).into_iter().map(|fact| fact["id"].clone());
        ids.map(|id| id.as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let before = ids("= Een\n\n{{share \"q1\" \"ja\"}} {{base \"q1\"}}\n");
    assert_eq!(before, ["een:share:q1:ja", "een:answers:q1"]);
    let after = ids(
        "= Een\n\n{{mean \"q2\"}} {{percent (share \"q1\" \"ja\")}} {{base \"q1\"}} {{base \"q1\"}}\n",
    );
    assert_eq!(after, ["een:mean:q2", "een:share:q1:ja", "een:answers:q1", "een:answers:q1:2"]);
}

#[test]
fn values_are_printed_as_they_stand() {
    let project = Project::new()
        .replace(
            "publication.toml",
            "title = \"Proef\"",
            "title = \"#1 [a] $b$ *c* _d_ \\\\ @e <f> //\"",
        )
        .chapter("= Een\n\nTitel: {{publication.title}}\n");
    project.build();
    let text = pdf_text(&project.path("build/proef.pdf"));
    assert!(text.contains("Titel: #1 [a] $b$ *c* _d_ \\ @e <f> //"), "{text}");
}

#[test]
fn only_one_document_is_replaced() {
    let project = Project::new()
        .replace(
            "publication.toml",
            "[theme]",
            "[interviews]\nfolder = \"inputs/interviews\"\ntemplate = \"templates/interview.typ.hbs\"\n\n[theme]",
        )
        .file("templates/interview.typ.hbs", "#show: layout\n= {{interview.title}}\n\n{{{interview.body}}}\n")
        .file(
            "inputs/interviews/gouda.md",
            "+++\ntitle = \"Gouda\"\norder = 1\nplace = \"gemeente Gouda\"\nkind = \"gemeente\"\npeople = [{ name = \"A\", function = \"b\" }]\n+++\n\nTekst.\n",
        );
    project.build();
    let before = files(&project.path("build"));
    assert!(before.contains_key("interviews/gouda.pdf"));
    let project = project.chapter("= Een\n\nAnders.\n");
    let run = project.run(&["build", "--only", "proef"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let after = files(&project.path("build"));
    assert_eq!(before["interviews/gouda.pdf"], after["interviews/gouda.pdf"]);
    assert_ne!(before["proef.pdf"], after["proef.pdf"]);
    let run = project.run(&["build", "--only", "guda"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("did you mean `gouda`?"), "{}", run.stderr);
}

#[test]
fn a_part_from_other_answers_leaves_no_ledger_of_the_old_ones() {
    let project = Project::new().chapter("= Een\n\n{{count \"q1\" \"ja\"}} keer ja.\n");
    project.build();
    let before = project.run(&["facts"]);
    let project = project.cell("data", "C2", "nee");
    let run = project.run(&["build", "--only", "proef"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let after = project.run(&["facts"]);
    assert_ne!(before.stdout, after.stdout);
    // What was printed from the same answers stays.
    project.build();
    project.run(&["build", "--only", "proef"]);
    assert!(project.path("build/facts.json").exists());
    let manifest = std::fs::read_to_string(project.path("build/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["counts"]["facts"], 1);
}

#[test]
fn a_number_on_the_web_page_says_what_it_means() {
    let project = Project::new()
        .replace(
            "publication.toml",
            "[theme]",
            "[web]\ntemplate = \"templates/web/index.html.hbs\"\nstyle = \"templates/web/style.css\"\n\n[theme]",
        )
        .file("templates/web/index.html.hbs", "<p>{{share \"q1\" \"ja\" where=\"grootte=klein\"}}</p>\n")
        .file("templates/web/style.css", "");
    project.build();
    let page = std::fs::read_to_string(project.path("build/index.html")).unwrap();
    insta::assert_snapshot!(page, @r#"<p><data id="web:share:q1:ja:grootte=klein" value="0.75" title="aandeel van de geldige antwoorden op ‘Bent u voor?’ dat ‘Ja’ is (Grootte: Klein)">75%</data></p>"#);
}

#[test]
fn only_what_lies_in_the_folder_of_interviews_is_one() {
    let project = Project::new().file("templates/README.md", "How this is made.\n");
    project.build();
    let text = std::fs::read_to_string(project.path("build/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    let readme = inputs.iter().find(|input| input["path"] == "templates/README.md").unwrap();
    assert_eq!(readme["role"], "template");
}

#[test]
fn what_the_manifest_names_may_lie_anywhere_in_the_project() {
    let project = Project::new()
        .replace("publication.toml", "inputs/survey.xlsx", "survey.xlsx")
        .replace("publication.toml", "templates/publication.typ.hbs", "book/main.typ.hbs");
    std::fs::create_dir(project.path("book")).unwrap();
    for (from, to) in [
        ("inputs/survey.xlsx", "survey.xlsx"),
        ("templates/publication.typ.hbs", "book/main.typ.hbs"),
    ] {
        std::fs::rename(project.path(from), project.path(to)).unwrap();
    }
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}
