//! The specimen book of charts in `gallery/`.

use std::path::Path;

use tempfile::TempDir;

use crate::output::files;
use crate::project::{Run, drukpers, repository};

fn print(output: &Path) {
    let run: Run = drukpers()
        .arg("--project")
        .arg(repository().join("gallery"))
        .args(["--deny-warnings", "build", "--output"])
        .arg(output)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn it_prints_without_warnings_and_the_same_every_time() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    print(&one);
    print(&two);
    assert!(files(&one) == files(&two));
}

#[test]
fn intervals_that_are_drawn_stand_in_the_table_behind_the_chart() {
    let folder = TempDir::new().unwrap();
    print(folder.path());
    let mut reader = csv::Reader::from_path(folder.path().join("figures/dots.csv")).unwrap();
    let mut rows = 0;
    for row in reader.deserialize() {
        let row: std::collections::BTreeMap<String, String> = row.unwrap();
        let [value, low, high] = ["value", "low", "high"].map(|it| row[it].parse::<f64>().unwrap());
        assert!(low < value && value < high, "{row:?}");
        rows += 1;
    }
    assert_eq!(rows, 10);
}

/// The calls in a text, with single spaces.
fn calls(text: &str) -> Vec<String> {
    let ends = text.split("{{figure ").skip(1).map(|rest| rest.split("}}").next().unwrap());
    ends.map(|call| call.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn each_page_shows_the_expressions_that_made_it() {
    let chapters = repository().join("gallery/templates/chapters");
    for entry in std::fs::read_dir(chapters).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (shown, live) = text.split_once("\n```)[").expect("an expression that is shown");
        assert!(!calls(shown).is_empty(), "{}", path.display());
        assert_eq!(calls(shown), calls(live), "{}", path.display());
    }
}

#[test]
fn there_is_a_page_for_each_kind() {
    let chapters = repository().join("gallery/templates/chapters");
    let manifest = std::fs::read_to_string(repository().join("gallery/publication.toml")).unwrap();
    for kind in drukpers::chart::ChartKind::ALL {
        let name = kind.name();
        assert!(manifest.contains(&format!("\"{name}\",")), "{name}");
        assert!(chapters.join(format!("{name}.typ.hbs")).exists(), "{name}");
    }
}
