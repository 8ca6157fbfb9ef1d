//! What `diff` names is what changed on the pages, as poppler reads them: no
//! number more, no number less.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value as Json;

use crate::output::pdf_text;
use crate::project::{Run, drukpers};
use crate::sample::{answers, copied_sample, replace_answers, sample};

const PDF: &str = "nup-in-uitvoering.pdf";

/// How many cells are changed, one at a time.
const CELLS: usize = 20;

/// A cell of the answers: its place, and what it holds as it is stored.
struct Stored {
    place: String,
    column: String,
    /// Type and value.
    content: String,
}

#[test]
fn diff_names_exactly_what_changed_on_the_pages() {
    let project = copied_sample();
    let workbook = project.path().join("inputs/survey.xlsx");
    let original = answers(&workbook);
    let cells = cells(&original);
    let mut random = ChaCha8Rng::seed_from_u64(2010);
    let mut pick = |below: usize| random.next_u64() as usize % below;
    let old = sample().join(PDF);
    let (mut compared, mut named) = (0, 0);
    let mut drawn = BTreeSet::new();
    while compared < CELLS {
        assert!(drawn.len() < 4 * CELLS, "most changes stop the edition");
        let cell = &cells[pick(cells.len())];
        let same_column: Vec<&Stored> =
            cells.iter().filter(|other| other.column == cell.column).collect();
        let other = same_column[pick(same_column.len())];
        if other.content == cell.content || !drawn.insert(&cell.place) {
            continue;
        }
        let find = |content: &str| format!("<c r=\"{}\"{content}</c>", cell.place);
        let changed = original.replace(&find(&cell.content), &find(&other.content));
        assert_ne!(changed, original);
        replace_answers(&workbook, &changed);
        // A claim that is no longer true stops the edition; there is nothing to compare then.
        let Some(new) = print(project.path()) else { continue };
        named += compare(&cell.place, &old, &new);
        compared += 1;
    }
    assert!(named > 5 * CELLS, "{named} changes in {compared} editions");
}

/// All cells of the answers but those of the first row and column.
fn cells(sheet: &str) -> Vec<Stored> {
    let mut cells = vec![];
    for part in sheet.split("<c r=\"").skip(1) {
        let (place, rest) = part.split_once('"').unwrap();
        let Some((content, _)) = rest.split_once("</c>") else { continue };
        let column: String = place.chars().take_while(char::is_ascii_alphabetic).collect();
        if &place[column.len()..] != "1" && column != "A" && content.contains("<v>") {
            cells.push(Stored { place: place.into(), column, content: content.into() });
        }
    }
    cells
}

/// Prints the publication; `None` when a fault or a claim stops it.
fn print(project: &Path) -> Option<std::path::PathBuf> {
    let run: Run = drukpers()
        .args(["--quiet", "--project"])
        .arg(project)
        .args(["build", "--only", "nup-in-uitvoering"])
        .output()
        .unwrap()
        .into();
    assert!(matches!(run.code, 0 | 1), "{}", run.stderr);
    (run.code == 0).then(|| project.join("build").join(PDF))
}

/// Compares what `diff` names with the pages; gives how many numbers it names.
fn compare(cell: &str, old: &Path, new: &Path) -> usize {
    let run: Run =
        drukpers().arg("diff").args([old, new]).args(["--format", "json"]).output().unwrap().into();
    let json: Json = serde_json::from_str(&run.stdout).unwrap();
    // An alternative text is read aloud, and drawn nowhere.
    let is_drawn =
        |change: &&Json| ["old", "new"].iter().all(|side| change[side]["carrier"] != "alternative");
    let facts: Vec<&Json> = json["facts"].as_array().unwrap().iter().filter(is_drawn).collect();
    let mut named: BTreeMap<String, i64> = BTreeMap::new();
    for fact in &facts {
        count(fact["old"]["text"].as_str().unwrap_or_default(), -1, &mut named);
        count(fact["new"]["text"].as_str().unwrap_or_default(), 1, &mut named);
    }
    let mut on_pages = BTreeMap::new();
    count(&pdf_text(old), -1, &mut on_pages);
    count(&pdf_text(new), 1, &mut on_pages);
    // No other word of the publication depends on the answers, and none is said to.
    assert_eq!(json["wording"], Json::Array(vec![]), "{cell}");
    named.retain(|_, times| *times != 0);
    on_pages.retain(|_, times| *times != 0);
    assert_eq!(named, on_pages, "{cell}: left what diff names, right what changed on the pages");
    for (side, path) in [("old", old), ("new", new)] {
        let words = words(path);
        for fact in facts.iter().map(|fact| &fact[side]).filter(|fact| !fact.is_null()) {
            stands(fact, &words);
        }
    }
    facts.len()
}

/// Adds the words of a text to the counts, each `times` times. Lines may break
/// elsewhere, so that hyphens within words do not count.
fn count(text: &str, times: i64, counts: &mut BTreeMap<String, i64>) {
    let characters: Vec<char> = text.replace(['\u{ad}', '\u{c}'], "").chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or(' ');
    let mut word = String::new();
    let mut index = 0;
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            *counts.entry(std::mem::take(word)).or_insert(0) += times;
        }
    };
    while index < characters.len() {
        let (before, character) = (index.checked_sub(1).map_or(' ', at), at(index));
        let hyphen = matches!(character, '-' | '\u{2010}') && before.is_alphabetic();
        let within = matches!(character, '.' | ',')
            && before.is_ascii_digit()
            && at(index + 1).is_ascii_digit();
        if hyphen {
            // The word goes on, be it on the next line.
            while at(index + 1).is_whitespace() && index + 1 < characters.len() {
                index += 1;
            }
        } else if character.is_alphanumeric() || within {
            word.push(character);
        } else {
            end(&mut word);
            if !character.is_whitespace() {
                end(&mut character.to_string());
            }
        }
        index += 1;
    }
    end(&mut word);
}

/// A word on a page, as poppler finds it, with its box in points from the top left.
struct Word {
    page: u64,
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

fn words(pdf: &Path) -> Vec<Word> {
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut words = vec![];
    let mut page = 0;
    for line in text.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page += 1;
        }
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let value = |name: &str| -> f64 {
            let (_, rest) = rest.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        let word = rest.split_once('>').unwrap().1.trim_end_matches("</word>");
        words.push(Word {
            page,
            text: word.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"),
            left: value("xMin"),
            top: value("yMin"),
            right: value("xMax"),
            bottom: value("yMax"),
        });
    }
    words
}

/// A fact must stand at the place that the ledger gives; in a chart, on its page.
fn stands(fact: &Json, words: &[Word]) {
    let text = fact["text"].as_str().unwrap();
    let first = text.split([' ', '\u{a0}']).next().unwrap();
    let page = fact["page"].as_u64().unwrap();
    let (x, y) = (fact["x"].as_f64().unwrap(), fact["y"].as_f64().unwrap());
    let chart = fact["carrier"] == "figure";
    let found = words.iter().filter(|word| word.page == page).any(|word| {
        let here = word.left - 1.0 <= x && x < word.right && word.top < y && y <= word.bottom;
        (chart || here) && word.text.contains(first)
    });
    assert!(found, "`{text}` does not stand there: {fact}");
}
