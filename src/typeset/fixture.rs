//! A publication of twenty pages, written by hand as the engine would write it.

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

#[test]
fn prints_without_faults_or_warnings() {
    for (name, sources) in [("publication", publication()), ("interview", interview())] {
        let (document, bytes) = printed(&world(sources));
        assert!(!document.pages().is_empty());
        if let Some(folder) = std::env::var_os("DRUKPERS_KEEP") {
            let path = std::path::Path::new(&folder).join(format!("{name}.pdf"));
            std::fs::write(path, bytes).unwrap();
        }
    }
}
