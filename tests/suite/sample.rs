//! The sample publication of the repository, printed as its README says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use tempfile::TempDir;

use crate::output::{facts, files, pdf_text};
use crate::project::{Run, drukpers, repository};

/// Prints a project into a folder; must succeed.
pub(crate) fn print(project: &Path, output: &Path) {
    let run: Run = drukpers()
        .arg("--project")
        .arg(project)
        .arg("build")
        .arg("--output")
        .arg(output)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The printed sample, made once for all tests.
pub(crate) fn sample() -> &'static Path {
    static SAMPLE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, output) = SAMPLE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let output = folder.path().join("build");
        print(repository(), &output);
        (folder, output)
    });
    output
}

fn manifest() -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(sample().join("manifest.json")).unwrap()).unwrap()
}

/// The PDFs of the edition, by path.
fn pdfs() -> BTreeMap<String, Vec<u8>> {
    files(sample()).into_iter().filter(|(path, _)| path.ends_with(".pdf")).collect()
}

#[test]
fn the_edition_is_complete() {
    let counts = manifest()["counts"].clone();
    let count = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(count("documents"), 16);
    assert!(count("figures") >= 30, "{counts}");
    assert!(count("tables") >= 40, "{counts}");
    let outputs = manifest()["outputs"].as_array().unwrap().clone();
    let main = outputs.iter().find(|it| it["path"] == "nup-in-uitvoering.pdf").unwrap();
    let pages = main["pages"].as_u64().unwrap();
    assert!((50..=80).contains(&pages), "{pages} pages");
    let found = files(sample());
    for file in ["index.html", "style.css", "facts.json", "facts.csv", "manifest.json"] {
        assert!(found.contains_key(file), "{file}");
    }
    let figures = found.keys().filter(|path| path.starts_with("figures/")).count();
    assert_eq!(figures as u64, 2 * count("figures"));
}

#[test]
fn charts_on_the_web_page_follow_light_and_dark() {
    let read = |name: &str| std::fs::read_to_string(sample().join(name)).unwrap();
    let (page, style) = (read("index.html"), read("style.css"));
    let pictures = page.split("<svg ").skip(1).map(|rest| rest.split("</svg>").next().unwrap());
    let charts = pictures.filter(|picture| picture.contains("class=\"chart\""));
    let mut classes = 0;
    for list in charts.flat_map(|chart| chart.split("class=\"").skip(1)) {
        for class in list.split('"').next().unwrap().split(' ').filter(|class| *class != "chart") {
            assert!(style.contains(&format!(".chart .{class}{{")), "no rule for {class}");
            classes += 1;
        }
    }
    assert!(classes > 20, "{classes}");
    assert!(style.contains("@media (prefers-color-scheme:dark){.chart{--chart-ink:"), "{style}");
}

#[test]
fn every_pdf_is_archivable_and_accessible() {
    for (path, bytes) in pdfs() {
        for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
            let options = ValidationOptions::default().profile(profile);
            let mut report = validate_pdf_bytes(&bytes, &options).unwrap();
            // This validator takes a last byte of compressed data that happens to be a
            // carriage return for a part of the line end behind it, and then finds the
            // stream too short. veraPDF, which judges every edition too, does not.
            report.failures.retain(|failure| failure.rule_id != "ISO 19005-3:2012:6.1.7.1:1");
            assert!(report.failures.is_empty(), "{path}: {:?}", report.failures);
        }
    }
}

#[test]
fn the_notice_stands_on_every_page_and_on_the_web_page() {
    let text = pdf_text(&sample().join("nup-in-uitvoering.pdf"));
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    let without: Vec<usize> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| !page.to_lowercase().contains("fictief"))
        .map(|(index, _)| index + 1)
        .collect();
    assert!(without.is_empty(), "no notice on pages {without:?}");
    let page = std::fs::read_to_string(sample().join("index.html")).unwrap();
    assert!(page.contains("fictief"));
}

/// Facts that stand in text are found on the page that the ledger names.
#[test]
fn facts_stand_on_their_pages() {
    let text = pdf_text(&sample().join("nup-in-uitvoering.pdf"));
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let mut checked = 0;
    for fact in facts(sample()) {
        if fact["document"] != "nup-in-uitvoering.pdf" || fact["carrier"] == "alternative" {
            continue;
        }
        let page = fact["page"].as_u64().unwrap_or_else(|| panic!("no page: {fact}")) as usize;
        // A line may break inside a longer text; the first word is whole.
        let printed = fact["text"].as_str().unwrap();
        let word = printed.split([' ', '\u{a0}']).next().unwrap();
        assert!(pages[page - 1].contains(word), "`{word}` is not on page {page}: {fact}");
        checked += 1;
    }
    assert!(checked > 1000, "{checked} facts");
}

/// A word with its box, as `pdftotext` finds it: left, top, right, bottom.
struct Word {
    text: String,
    area: [f64; 4],
}

/// The words on each page of a PDF.
fn words(pdf: &Path) -> Vec<Vec<Word>> {
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let word = |line: &str| {
        let (head, rest) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let numbers: Vec<f64> = head.split('"').filter_map(|part| part.parse().ok()).collect();
        let text = rest.strip_suffix("</word>")?;
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        Some(Word { text, area: numbers.try_into().ok()? })
    };
    text.split("<page ").skip(1).map(|page| page.lines().filter_map(word).collect()).collect()
}

/// The first word of each fact stands at the very place that the ledger names, in
/// charts too.
#[test]
fn facts_stand_at_their_place() {
    let pages = words(&sample().join("nup-in-uitvoering.pdf"));
    let (mut exact, mut labels) = (0, 0);
    for fact in facts(sample()) {
        if fact["document"] != "nup-in-uitvoering.pdf" || fact["carrier"] == "alternative" {
            continue;
        }
        let page = &pages[fact["page"].as_u64().unwrap() as usize - 1];
        let (x, y) = (fact["x"].as_f64().unwrap(), fact["y"].as_f64().unwrap());
        let first = fact["text"].as_str().unwrap().split([' ', '\u{a0}']).next().unwrap();
        let figure = fact["carrier"] == "figure";
        let found = page.iter().any(|word| {
            let [left, top, right, bottom] = word.area;
            let there = (left - 0.5..=right).contains(&x) && (top..=bottom).contains(&(y - 1.0));
            there && word.text.contains(first)
        });
        assert!(found, "`{first}` does not stand at ({x}, {y}): {fact}");
        if figure { labels += 1 } else { exact += 1 }
    }
    assert!(exact > 1500 && labels > 300, "{exact} in text and tables, {labels} in charts");
}

/// A copy of the sample project.
pub(crate) fn copied_sample() -> TempDir {
    let folder = TempDir::new().unwrap();
    for path in ["publication.toml", "templates", "inputs", "fonts"] {
        copy(&repository().join(path), &folder.path().join(path));
    }
    folder
}

/// The sheet with the answers.
const ANSWERS: &str = "xl/worksheets/sheet5.xml";

/// The sheet with the answers of a workbook, as it is stored.
pub(crate) fn answers(workbook: &Path) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(workbook).unwrap())).unwrap();
    let mut text = String::new();
    archive.by_name(ANSWERS).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Puts another sheet of answers into a workbook; all other parts stay as they are.
pub(crate) fn replace_answers(workbook: &Path, answers: &str) {
    let bytes = std::fs::read(workbook).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut written = zip::ZipWriter::new(Cursor::new(vec![]));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut content = vec![];
        part.read_to_end(&mut content).unwrap();
        if name == ANSWERS {
            content = answers.as_bytes().to_vec();
        }
        written.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        written.write_all(&content).unwrap();
    }
    std::fs::write(workbook, written.finish().unwrap().into_inner()).unwrap();
}

/// A copy of the sample project with another value in one cell of the answers.
fn changed_sample(cell: &str, value: &str) -> TempDir {
    let folder = copied_sample();
    let workbook = folder.path().join("inputs/survey.xlsx");
    let text = answers(&workbook);
    let at = text.find(&format!("r=\"{cell}\"")).expect("the cell is there");
    let start = at + text[at..].find("<v>").unwrap() + 3;
    let end = start + text[start..].find("</v>").unwrap();
    assert_ne!(&text[start..end], value);
    replace_answers(&workbook, &format!("{}{value}{}", &text[..start], &text[end..]));
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            copy(&path, &to.join(path.file_name().unwrap()));
        }
    } else {
        std::fs::copy(from, to).unwrap();
    }
}

#[test]
fn one_changed_cell_changes_what_rests_on_it_and_nothing_else() {
    let column = "K";
    let project = changed_sample(&format!("{column}2"), CHANGED_TO);
    let output = project.path().join("build");
    print(project.path(), &output);
    let (before, after) = (files(sample()), files(&output));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>(),
        "the same files"
    );

    let of_column = |fact: &serde_json::Value| {
        fact["sources"].as_array().unwrap().iter().any(|source| {
            source["cells"].as_str().unwrap().ends_with(&format!("!data!{column}2:{column}127"))
        })
    };
    let by_name = |facts: Vec<serde_json::Value>| -> BTreeMap<String, serde_json::Value> {
        facts.into_iter().map(|fact| (fact["id"].as_str().unwrap().to_string(), fact)).collect()
    };
    let (old, new) = (by_name(facts(sample())), by_name(facts(&output)));
    let mut carriers = BTreeSet::new();
    let (mut figures, mut rescaled) = (BTreeSet::new(), BTreeSet::new());
    for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let both = [&old, &new].map(|facts| facts.get(name));
        if let [Some(old), Some(new)] = both
            && old["value"] == new["value"]
            && old["text"] == new["text"]
        {
            continue;
        }
        let fact = both.into_iter().flatten().next().unwrap();
        if both.contains(&None) {
            // Only in a chart may a figure find room, or none, as its bars change.
            rescaled.insert(fact["within"].as_str().unwrap().replace("fig-", ""));
            assert_eq!(fact["carrier"], "figure", "{fact}");
            continue;
        }
        assert!(of_column(fact), "changed, but rests on other cells:\n{both:?}");
        carriers.insert(fact["carrier"].as_str().unwrap().to_string());
        if fact["carrier"] == "figure" {
            figures.insert(fact["within"].as_str().unwrap().replace("fig-", ""));
        }
    }
    assert!(carriers.contains("text") && carriers.contains("table"), "{carriers:?}");
    assert!(!figures.is_empty());
    assert!(rescaled.is_subset(&figures), "{rescaled:?}");

    for (path, bytes) in &before {
        let same = after[path] == *bytes;
        if let Some(figure) = path.strip_prefix("figures/").and_then(|name| name.split('.').next())
        {
            assert_eq!(same, !figures.contains(figure), "{path}");
        } else if path.starts_with("interviews/") || path.starts_with("fonts/") {
            assert!(same, "{path}");
        }
    }
    // The alternative text stands in the chart, and was written from the data.
    for figure in &figures {
        let path = format!("figures/{figure}.svg");
        let alt = |files: &BTreeMap<String, Vec<u8>>| {
            let svg = String::from_utf8(files[&path].clone()).unwrap();
            svg.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
        };
        assert_ne!(alt(&before), alt(&after), "{path}");
    }
    assert_ne!(before["nup-in-uitvoering.pdf"], after["nup-in-uitvoering.pdf"]);
}

/// The first respondent agreed fully with the first statement; now not.
const CHANGED_TO: &str = "2";
