//! A publication of twenty pages, written by hand as the engine would write it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::tests::fonts;
use super::*;

/// The files of templates that the theme consists of, read when the test runs.
fn theme_files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".typ") {
            files.push((format!("/{name}"), std::fs::read_to_string(&path).unwrap()));
        }
    }
    files
}

fn library() -> String {
    let colour = |value: &str| LibraryValue::Colour(value.into());
    let text = |value: &str| LibraryValue::Text(value.into());
    let colours = |values: &[&str]| {
        LibraryValue::List(
            values.iter().map(|value| LibraryValue::Colour((*value).into())).collect(),
        )
    };
    let lengths = |unit: &str, lengths: &[(&'static str, f64)]| {
        let length = |length: f64| LibraryValue::Length(format!("{length}{unit}"));
        LibraryValue::Dictionary(lengths.iter().map(|(name, it)| (*name, length(*it))).collect())
    };
    drukpers_library(
        [
            ("serif", text("Source Serif 4")),
            ("sans", text("Source Sans 3")),
            ("ink", colour("#1b2733")),
            ("muted", colour("#5a6875")),
            ("rule", colour("#c5ced6")),
            ("paper", colour("#ffffff")),
            ("tint", colour("#eef3f5")),
            ("accent", colour("#0b5d78")),
            (
                "categorical",
                colours(&["#0b5d78", "#d9822b", "#6a9f58", "#8c5a8c", "#b8434e", "#4c7fb0"]),
            ),
            ("sequential", colours(&["#d7e8ee", "#9cc4d2", "#5b9db4", "#267592", "#0b4a61"])),
            ("diverging", colours(&["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78"])),
            ("missing", colour("#b9c0c7")),
            ("logo", LibraryValue::Nothing),
            (
                "page",
                lengths(
                    "mm",
                    &[
                        ("width", 210.0),
                        ("height", 297.0),
                        ("top", 31.0),
                        ("bottom", 31.0),
                        ("left", 62.0),
                        ("right", 24.0),
                        ("number-column", 30.0),
                        ("number-gap", 8.0),
                    ],
                ),
            ),
            (
                "sizes",
                lengths(
                    "pt",
                    &[
                        ("text", 10.2),
                        ("small", 8.2),
                        ("table", 8.8),
                        ("caption", 9.4),
                        ("heading", 14.5),
                        ("chapter", 26.0),
                        ("cover", 50.0),
                    ],
                ),
            ),
        ],
        [
            ("name", text("nup-in-uitvoering")),
            ("title", text("NUP in uitvoering?")),
            ("subtitle", text("Gemeenten aan de slag")),
            (
                "notice",
                text(
                    "De antwoorden in deze publicatie zijn fictief. Zij zijn verzonnen om te laten \
                     zien hoe een onderzoek wordt gedrukt en zeggen niets over bestaande gemeenten.",
                ),
            ),
            ("language", text("nl")),
            ("edition", text("Eerste editie")),
            ("short-notice", text("De antwoorden in deze publicatie zijn fictief.")),
            ("date", text("23 november 2026")),
            ("publisher", text("Voorbeelduitgever")),
            ("authors", LibraryValue::List(vec![text("A. Voorbeeld"), text("B. Voorbeeld")])),
        ],
        &[Attachment {
            path: "/facts.json".into(),
            description: "Alle cijfers en waar zij vandaan komen".into(),
            mime: "application/json".into(),
        }],
        false,
    )
}

/// A bar chart: `bars` values under each other, 480 units wide.
fn chart(bars: &[u32]) -> String {
    let height = 30 * bars.len() + 20;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"480\" height=\"{height}\" \
         viewBox=\"0 0 480 {height}\" font-family=\"'Source Sans 3'\" font-size=\"12\">"
    );
    for (index, share) in bars.iter().enumerate() {
        let y = 30 * index + 8;
        let width = share * 3;
        let _ = write!(
            svg,
            "<text x=\"150\" y=\"{}\" text-anchor=\"end\">Antwoord {}</text>\
             <rect x=\"160\" y=\"{y}\" width=\"{width}\" height=\"20\" fill=\"#0b5d78\"/>\
             <text x=\"{}\" y=\"{}\">{share}%</text>",
            y + 14,
            index + 1,
            166 + width,
            y + 14
        );
    }
    svg + "</svg>"
}

/// The main document of the fixture.
pub(super) fn publication() -> Sources {
    let chapters = [
        ("inleiding", include_str!("fixture/inleiding.typ")),
        ("urgentie", include_str!("fixture/urgentie.typ")),
        ("ambitie", include_str!("fixture/ambitie.typ")),
        ("tabellen", include_str!("fixture/tabellen.typ")),
    ];
    let mut main =
        "#import \"/drukpers.typ\": *; #import \"/theme.typ\": *\n#show: publication-layout\n"
            .to_owned();
    let mut files = theme_files();
    for (name, text) in chapters {
        let _ = writeln!(main, "#include \"/chapters/{name}.typ\"");
        files.push((format!("/chapters/{name}.typ"), text.into()));
    }
    for (name, bars) in [
        ("u01", &[57, 48, 31, 22, 9][..]),
        ("u03", &[80, 62, 55, 40, 33, 21]),
        ("a01", &[33, 45, 22]),
        ("a04", &[80, 70, 60, 50, 40, 30, 20]),
        ("a05", &[30, 41, 20, 9]),
    ] {
        files.push((format!("/figures/{name}.svg"), chart(bars)));
        files.push((format!("/figures/{name}.csv"), "antwoord,procent\n1,57\n".into()));
    }
    files.push(("/main.typ".into(), main));
    files.push(("/drukpers.typ".into(), library()));
    files.push(("/facts.json".into(), "[]\n".into()));
    sources(files)
}

/// The interview of the fixture.
pub(super) fn interview() -> Sources {
    let mut files = theme_files();
    files.push(("/main.typ".into(), include_str!("fixture/interview.typ").into()));
    files.push(("/drukpers.typ".into(), library()));
    files.push(("/facts.json".into(), "[]\n".into()));
    sources(files)
}

fn sources(files: Vec<(String, String)>) -> Sources {
    Sources {
        main: VirtualPath::new("main.typ").unwrap(),
        files: files.into_iter().map(|(path, text)| (path, Bytes::from_string(text))).collect(),
    }
}

/// A world with the fonts of the repository.
pub(super) fn world(sources: Sources) -> World {
    World::new(sources, fonts(), Datetime::from_ymd(2026, 11, 23).unwrap())
}

/// The PDF of a document; panics with the faults.
pub(super) fn printed(world: &World) -> (PagedDocument, Vec<u8>) {
    let compilation = compile(world);
    let document = expect(world, compilation.document);
    assert_eq!(compilation.warnings, []);
    let plan = PdfPlan {
        identifier: "fixture".into(),
        timestamp: Datetime::from_ymd_hms(2026, 11, 23, 0, 0, 0).unwrap(),
    };
    let bytes = expect(world, pdf(world, &document, &plan));
    (document, bytes)
}

/// The value, or a panic that shows file, text and message of each fault.
fn expect<T>(world: &World, result: Result<T, Vec<Fault>>) -> T {
    result.unwrap_or_else(|faults| {
        let lines = faults.iter().map(|fault| {
            let places = fault.spots().map(|spot| {
                let source = world
                    .parsed_sources()
                    .find(|source| source.id().vpath().get_with_slash() == spot.file);
                let text = source.map_or("", |source| &source.text()[spot.range.clone()]);
                format!("\n    {}: {:.60}", spot.file, text.replace('\n', " "))
            });
            format!("{}{}\n", fault.message, places.collect::<String>())
        });
        panic!("{}", lines.collect::<String>())
    })
}

/// Both documents of the fixture, with their names.
fn documents() -> [(&'static str, Sources); 2] {
    [("publication", publication()), ("interview", interview())]
}

#[test]
fn prints_without_faults_or_warnings() {
    for (name, sources) in documents() {
        let (document, bytes) = printed(&world(sources));
        assert!(document.pages().len() >= if name == "publication" { 16 } else { 2 });
        // For looking at the pages while working on the theme.
        if let Some(folder) = std::env::var_os("DRUKPERS_KEEP") {
            let path = std::path::Path::new(&folder).join(format!("{name}.pdf"));
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// Charts are drawn for these two widths, so that they are printed at their own size.
#[test]
fn the_widths_of_column_and_page_are_those_that_charts_are_drawn_for() {
    let mut sources = publication();
    let main = "#import \"/theme-base.typ\": *\n\
        #assert(calc.abs(column-width / 1pt - 351.5) < 0.1)\n\
        #assert(calc.abs(wide-width / 1pt - 459.2) < 0.1)";
    sources.files.insert("/main.typ".into(), Bytes::from_string(main));
    let world = world(sources);
    expect(&world, compile(&world).document);
}

#[test]
fn the_pdf_keeps_to_both_standards() {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    for (name, sources) in documents() {
        let (_, bytes) = printed(&world(sources));
        for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
            let options = ValidationOptions::default().profile(profile);
            let report = validate_pdf_bytes(&bytes, &options).unwrap();
            assert!(report.failures.is_empty(), "{name}: {:?}", report.failures);
        }
    }
}

/// Needs a program that takes a flavour and files, as `verapdf` in the tools of
/// the continuous integration does; `VERAPDF` names it.
#[test]
fn verapdf_agrees() {
    let Some(program) = std::env::var_os("VERAPDF") else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, sources) in documents() {
        let path = folder.path().join(format!("{name}.pdf"));
        std::fs::write(&path, printed(&world(sources)).1).unwrap();
        for flavour in ["3a", "ua1"] {
            let status = std::process::Command::new(&program).arg(flavour).arg(&path).output();
            let output = status.unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let with_threads = |threads: usize| {
        typst::comemo::evict(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| documents().map(|(_, sources)| printed(&world(sources)).1))
    };
    let first = with_threads(1);
    assert!(first == with_threads(1));
    assert!(first == with_threads(4));
}

#[test]
fn bookmarks_lead_to_chapters_and_sections() {
    let (document, _) = printed(&world(publication()));
    let entries = outline(&document);
    let chapters: Vec<_> =
        entries.iter().filter(|entry| entry.level == 1).map(|entry| &*entry.title).collect();
    assert_eq!(
        chapters,
        [
            "Colofon",
            "Inhoud",
            "Inleiding",
            "Urgentie",
            "Ambitie",
            "Tabellen",
            "Lijst van figuren",
            "Lijst van tabellen",
        ]
    );
    // Levels go down by one at a time, as PDF/UA asks.
    assert!(entries.windows(2).all(|pair| pair[1].level <= pair[0].level + 1));
    assert!(entries.iter().any(|entry| entry.title == "Wat urgentie oplevert" && entry.level == 2));
}

#[test]
fn figures_are_found_on_the_page_where_they_show() {
    let (document, bytes) = printed(&world(publication()));
    let names = ["fig-u01", "fig-u03", "fig-a01", "tab-u02", "tab-a03", "tab-r13"];
    let found = labels(&document, names);
    assert_eq!(found.len(), names.len());
    let Some(pages) = pdf_words(&bytes) else { return };
    for (label, caption) in found.iter().zip(["(57%)", "stellingen", "bouwstenen"]) {
        let words = &pages[label.page.physical - 1];
        assert!(words.iter().any(|word| word.text == caption), "{label:?}");
    }
}

#[test]
fn facts_are_found_where_a_reader_of_the_pdf_finds_their_text() {
    let world = world(publication());
    let (document, bytes) = printed(&world);
    let found = positions(&world, &document);
    let ids: std::collections::BTreeSet<&str> = found.iter().map(|fact| &*fact.id).collect();
    let texts = fact_texts();
    assert_eq!(ids, texts.keys().map(|id| &**id).collect());
    assert_eq!(found.len(), ids.len());

    let Some(pages) = pdf_words(&bytes) else { return };
    for fact in &found {
        let text = texts[&fact.id].split_whitespace().next().unwrap();
        let near = pages[fact.page.physical - 1].iter().find(|word| {
            (word.left - 0.5..word.right).contains(&fact.x)
                && (word.top..word.bottom + 0.5).contains(&fact.y)
        });
        let near = near.unwrap_or_else(|| panic!("no word at {fact:?}"));
        assert!(near.text.trim_start_matches('(').starts_with(text), "{fact:?} {near:?}");
    }
}

/// The printed text of each fact in the chapters, by id.
fn fact_texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (path, content) in publication().files {
        if path.starts_with("/chapters/") {
            for call in content.as_str().unwrap().split("#fact(\"").skip(1) {
                let mut parts = call.split('"');
                let id = parts.next().unwrap().to_owned();
                texts.insert(id, parts.nth(1).unwrap().to_owned());
            }
        }
    }
    texts
}

/// A word in a PDF; edges in points from the left and the top of the page.
#[derive(Debug)]
struct Word {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The words of each page, as poppler reads them; `None` if it is not installed.
fn pdf_words(bytes: &[u8]) -> Option<Vec<Vec<Word>>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output =
        std::process::Command::new("pdftotext").arg("-bbox").arg(&path).arg("-").output().ok()?;
    let listing = String::from_utf8(output.stdout).unwrap();
    let word = |line: &str| {
        let rest = line.trim().strip_prefix("<word ")?;
        let number = |name: &str| -> f64 {
            rest.split(name).nth(1).unwrap().split('"').nth(1).unwrap().parse().unwrap()
        };
        let text = rest.split('>').nth(1)?.trim_end_matches("</word");
        Some(Word {
            text: text.to_owned(),
            left: number("xMin"),
            right: number("xMax"),
            top: number("yMin"),
            bottom: number("yMax"),
        })
    };
    let pages = listing.split("<page ").skip(1);
    Some(pages.map(|page| page.lines().filter_map(word).collect()).collect())
}
