//! A published PDF held against itself and against its project.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};
use serde_json::Value as Json;

use crate::project::{DATA, Project, Run, drukpers};

const PDF: &str = "published.pdf";

/// A project with its PDF set aside, as if it had been published.
fn published() -> Project {
    let project = Project::new();
    project.build();
    std::fs::copy(project.path("build/proef.pdf"), project.path(PDF)).unwrap();
    project
}

/// Checks the PDF against the project: the subjects that fail, with what is wrong.
#[track_caller]
fn failures(project: &Project, arguments: &[&str]) -> BTreeMap<String, Vec<String>> {
    let pdf = project.path(PDF).display().to_string();
    let run = project.run(&[&["verify", &pdf, "--format", "json"], arguments].concat());
    let json: Json = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let failures: BTreeMap<String, Vec<String>> = json["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["holds"] == false)
        .map(|check| {
            let findings = check["findings"].as_array().unwrap();
            let said = findings.iter().map(|it| it["said"].as_str().unwrap().to_string());
            (check["subject"].as_str().unwrap().to_string(), said.collect())
        })
        .collect();
    assert_eq!(run.code, if failures.is_empty() { 0 } else { 4 }, "{json:#}");
    assert_eq!(json["holds"], failures.is_empty());
    failures
}

fn subjects(failures: &BTreeMap<String, Vec<String>>) -> Vec<&str> {
    failures.keys().map(String::as_str).collect()
}

#[test]
fn what_was_printed_is_verified() {
    let project = published();
    let run = project.run(&["--quiet", "verify", &project.path(PDF).display().to_string()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = run.stdout.replace(&project.path(PDF).display().to_string(), "PDF");
    let size = std::fs::metadata(project.path(PDF)).unwrap().len().to_string();
    let said = said.replace(&size, "…").replace(env!("CARGO_PKG_VERSION"), "…");
    insta::assert_snapshot!(said, @"
    PDF: Proef, 2026-11-23

    holds  ledger      the ledger of 2 numbers is the one that was printed
    holds  pages       all 2 numbers stand at their place on 1 page
    holds  tool        printed by drukpers …, which this is
    holds  manifest    publication.toml is as it was printed from
    holds  workbook    inputs/survey.xlsx is as it was printed from
    holds  templates   all 3 files are as they were printed from
    holds  fonts       all 3 files are as they were printed from
    holds  numbers     all 2 numbers are what the workbook gives
    holds  bytes       printed again, it is the same, … bytes

    verified: all 9 checks hold
    ");
}

#[test]
fn a_changed_digit_in_the_workbook_is_caught() {
    let project = published();
    let original = std::fs::read(project.path("inputs/survey.xlsx")).unwrap();
    let project = project.sheet("data", &DATA.replace("R3 | klein | nee", "R3 | klein | ja"));
    let failures = failures(&project, &[]);
    assert_eq!(subjects(&failures), ["numbers", "workbook"]);
    assert_eq!(failures["numbers"], ["`71%` is printed, and it is `86%`"]);
    // The workbook that it was printed from can be given by hand.
    std::fs::write(project.path("original.xlsx"), original).unwrap();
    let workbook = project.path("original.xlsx").display().to_string();
    assert!(self::failures(&project, &["--workbook", &workbook]).is_empty());
}

#[test]
fn a_digit_that_changes_no_printed_number_is_caught_too() {
    let project = published().sheet("data", &DATA.replace("| 10 |", "| 11 |"));
    assert_eq!(subjects(&failures(&project, &[])), ["workbook"]);
}

#[test]
fn a_changed_template_is_caught() {
    let project = published().replace("templates/chapters/een.typ.hbs", "vóór", "tegen");
    let failures = failures(&project, &[]);
    assert_eq!(failures["templates"], ["is not as it was printed from"]);
    assert_eq!(failures.len(), 1);
}

#[test]
fn a_changed_font_is_caught() {
    let project = published();
    let font = project.path("fonts/SourceSerif4_400Regular.ttf");
    let mut bytes = std::fs::read(&font).unwrap();
    bytes.push(0);
    std::fs::write(&font, bytes).unwrap();
    assert_eq!(subjects(&failures(&project, &[])), ["fonts"]);
}

#[test]
fn a_workbook_that_no_longer_prints_is_caught() {
    let project = published().sheet("data", &DATA.replace("| nee |", "| misschien |"));
    let failures = failures(&project, &[]);
    assert_eq!(subjects(&failures), ["numbers", "workbook"]);
    assert!(failures["numbers"][0].contains("is not a code of `q1`"), "{failures:?}");
}

#[test]
fn a_number_that_was_changed_on_the_page_is_caught() {
    let project = published();
    edit(&project, |pdf| rewrite_page(pdf, "71%", "17%"));
    let failures = failures(&project, &[]);
    assert_eq!(failures["pages"], ["`71%` should stand here, and `17%` does"]);
    assert_eq!(subjects(&failures), ["bytes", "pages"]);
    assert_eq!(failures["bytes"][0], "`17%` stands where `71%` is printed");
    // Without any project the page alone tells.
    let elsewhere = tempfile::tempdir().unwrap();
    let run: Run = drukpers()
        .current_dir(elsewhere.path())
        .args(["--quiet", "verify"])
        .arg(project.path(PDF))
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stdout.contains("FAILS  pages"), "{}", run.stdout);
    assert!(run.stdout.contains("page 1: `71%` should stand here, and `17%` does"));
}

#[test]
fn a_sentence_that_was_changed_on_the_page_is_caught() {
    let project = published();
    edit(&project, |pdf| rewrite_page(pdf, "óór", "róó"));
    let failures = failures(&project, &[]);
    assert_eq!(subjects(&failures), ["bytes"]);
    assert_eq!(failures["bytes"][0], "`vróó.` stands where `vóór.` is printed");
}

#[test]
fn a_changed_ledger_is_caught() {
    let project = published();
    edit(&project, |pdf| rewrite_attachment(pdf, "facts.json", "\"71%\"", "\"17%\""));
    let failures = failures(&project, &[]);
    assert_eq!(failures["pages"], ["`17%` should stand here, and `71%` does"]);
    assert_eq!(failures["numbers"], ["`17%` is printed, and it is `71%`"]);
    assert_eq!(subjects(&failures), ["bytes", "ledger", "numbers", "pages"]);
}

#[test]
fn a_changed_record_is_caught() {
    let project = published();
    let version = env!("CARGO_PKG_VERSION");
    edit(&project, |pdf| rewrite_attachment(pdf, "edition.json", version, "9.9.9"));
    assert_eq!(subjects(&failures(&project, &[])), ["tool"]);
    let run = project.run(&["verify", &project.path(PDF).display().to_string()]);
    assert!(run.stdout.contains("-      bytes       not compared"), "{}", run.stdout);
}

#[test]
fn a_record_that_was_taken_out_is_caught() {
    let project = published();
    let mut bytes = std::fs::read(project.path(PDF)).unwrap();
    let name = b"edition.json";
    let places: Vec<usize> =
        (0..bytes.len() - name.len()).filter(|&at| bytes[at..].starts_with(name)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + name.len() - 1] = b'm';
    }
    std::fs::write(project.path(PDF), bytes).unwrap();
    let failures = failures(&project, &[]);
    assert!(failures.contains_key("ledger"), "{failures:?}");
    assert!(failures["ledger"][0].contains("no record"), "{failures:?}");
}

#[test]
fn what_is_no_publication_is_a_fault() {
    let project = Project::new();
    for (path, message) in [
        ("publication.toml", "this is no PDF that can be read"),
        ("nowhere.pdf", "there is no file"),
    ] {
        let run = project.run(&["verify", &project.path(path).display().to_string()]);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    let project = published();
    edit(&project, |pdf| {
        let catalogue = pdf.catalog_mut().unwrap();
        catalogue.remove(b"Names");
    });
    let run = project.run(&["verify", &project.path(PDF).display().to_string()]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("this PDF holds no ledger"), "{}", run.stderr);
}

/// Changes the published PDF by hand, as an editor of PDFs does.
fn edit(project: &Project, change: impl FnOnce(&mut Document)) {
    let mut pdf = Document::load(project.path(PDF)).unwrap();
    change(&mut pdf);
    pdf.save(project.path(PDF)).unwrap();
}

/// Writes another text of the same glyphs in the place of one on the first page.
fn rewrite_page(pdf: &mut Document, old: &str, new: &str) {
    let page = *pdf.get_pages().get(&1).unwrap();
    let alphabets: Vec<BTreeMap<char, Vec<u8>>> =
        pdf.get_page_fonts(page).unwrap().values().map(|font| alphabet(pdf, font)).collect();
    let mut content = Content::decode(&pdf.get_page_content(page)).unwrap();
    let mut changed = 0;
    let operands = content.operations.iter_mut().flat_map(|it| &mut it.operands);
    // A text with kerning is a list of texts and distances.
    let texts = operands.flat_map(|operand| match operand {
        Object::Array(parts) => parts.iter_mut().collect(),
        other => vec![other],
    });
    for text in texts {
        let Object::String(bytes, _) = text else { continue };
        for alphabet in &alphabets {
            let codes = |text: &str| -> Option<Vec<u8>> {
                let codes: Option<Vec<_>> =
                    text.chars().map(|it| alphabet.get(&it).cloned()).collect();
                codes.map(|codes| codes.concat())
            };
            let (Some(old), Some(new)) = (codes(old), codes(new)) else { continue };
            assert_eq!(old.len(), new.len());
            if let Some(at) = bytes.windows(old.len()).position(|window| window == old) {
                bytes[at..at + new.len()].copy_from_slice(&new);
                changed += 1;
            }
        }
    }
    assert_eq!(changed, 1, "`{old}` stands once on the page: {content:?} {alphabets:?}");
    pdf.change_page_content(page, content.encode().unwrap()).unwrap();
}

/// The code of each character of a font, from its table for copying text.
fn alphabet(pdf: &Document, font: &lopdf::Dictionary) -> BTreeMap<char, Vec<u8>> {
    let table = font.get_deref(b"ToUnicode", pdf).unwrap().as_stream().unwrap();
    let table = String::from_utf8(table.decompressed_content().unwrap()).unwrap();
    let number = |text: &str| u32::from_str_radix(text, 16).ok();
    let mut codes = BTreeMap::new();
    for line in table.lines() {
        let parts: Vec<&str> =
            line.split(['<', '>', ' ']).filter(|part| !part.is_empty()).collect();
        if let [code, character] = parts[..]
            && let (Some(code), Some(character)) = (number(code), number(character))
            && let Some(character) = char::from_u32(character)
        {
            codes.insert(character, (code as u16).to_be_bytes().to_vec());
        }
    }
    codes
}

/// Replaces text in an attached file.
fn rewrite_attachment(pdf: &mut Document, name: &str, old: &str, new: &str) {
    let is_file = |object: &Object| {
        let Ok(dictionary) = object.as_dict() else { return false };
        dictionary.get(b"UF").and_then(Object::as_str).is_ok_and(|it| text(it) == name)
    };
    let file = pdf.objects.values().find(|object| is_file(object)).unwrap();
    let streams = file.as_dict().unwrap().get_deref(b"EF", pdf).unwrap().as_dict().unwrap();
    let id: ObjectId = streams.get(b"F").unwrap().as_reference().unwrap();
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let content = String::from_utf8(stream.decompressed_content().unwrap()).unwrap();
    assert!(content.contains(old), "{content}");
    stream.set_plain_content(content.replace(old, new).into_bytes());
}

/// A text string of a PDF, of plain characters.
fn text(bytes: &[u8]) -> String {
    bytes.iter().filter(|byte| byte.is_ascii_graphic()).map(|&byte| char::from(byte)).collect()
}
