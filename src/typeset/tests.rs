//! Tests of the whole module on small documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::diagnostics::{Place, Severity};

/// The fonts of the repository.
pub(super) fn fonts() -> Arc<Fonts> {
    let mut files = BTreeMap::new();
    for family in ["source-serif-4", "source-sans-3"] {
        let folder = format!("{}/fonts/{family}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "ttf") {
                let content = Bytes::new(std::fs::read(&path).unwrap());
                files.insert(path.to_string_lossy().into_owned(), content);
            }
        }
    }
    Arc::new(Fonts::new(files).unwrap())
}

/// Files by path, of which `/main.typ` is the main one.
fn sources(files: &[(&str, &str)]) -> Sources {
    let content = |text: &str| Bytes::from_string(text.to_owned());
    let library = drukpers_library([], [], &[], false);
    let mut files: BTreeMap<String, Bytes> =
        files.iter().map(|&(path, text)| (path.into(), content(text))).collect();
    files.insert("/drukpers.typ".into(), content(&library));
    Sources { main: VirtualPath::new("main.typ").unwrap(), files }
}

pub(crate) fn world(files: &[(&str, &str)]) -> World {
    World::new(sources(files), fonts(), Datetime::from_ymd(2026, 11, 23).unwrap())
}

pub(crate) fn document(world: &World) -> PagedDocument {
    compile(world).document.unwrap()
}

/// The faults of a document, as `file text: message`.
fn shown(files: &[(&str, &str)], faults: &[Fault]) -> Vec<String> {
    let quoted = |spot: &Spot| {
        let text = files.iter().find(|(path, _)| *path == spot.file).map(|(_, text)| text);
        format!("{} `{}`", spot.file, text.map_or("?", |text| &text[spot.range.clone()]))
    };
    let line = |fault: &Fault| {
        let place = fault.at.as_ref().map_or_else(|| "nowhere".into(), quoted);
        format!("{place}: {}", fault.message)
    };
    faults.iter().map(line).collect()
}

#[test]
fn counts_pages_as_they_are_and_as_they_are_printed() {
    let document = document(&world(&[(
        "/main.typ",
        "#page(numbering: none)[Omslag]\n#set page(numbering: \"i\")\n#counter(page).update(1)\n\
         Voorwoord\n#pagebreak()\n#set page(numbering: \"1\")\n#counter(page).update(7)\nTekst",
    )]));
    let pages = page_numbers(&document);
    let printed: Vec<_> = pages.iter().map(|page| page.printed.as_deref()).collect();
    assert_eq!(printed, [None, Some("i"), Some("7")]);
    assert_eq!(pages[2].physical, 3);
}

#[test]
fn lists_headings_and_finds_labels() {
    let document = document(&world(&[(
        "/main.typ",
        "#set page(width: 300pt, height: 200pt, margin: 20pt)\n= Een *vet* begin\n\
         #pagebreak()\n== Daarna <later>\n#heading(outlined: false)[Verborgen]",
    )]));
    let entries: Vec<_> = outline(&document)
        .into_iter()
        .map(|entry| (entry.level, entry.title, entry.page.physical))
        .collect();
    assert_eq!(entries, [(1, "Een vet begin".into(), 1), (2, "Daarna".into(), 2)]);

    let found = labels(&document, ["missing", "later"]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].label.as_str(), found[0].page.physical), ("later", 2));
    assert!((found[0].x - 20.0).abs() < 0.01, "{:?}", found[0]);
}

#[test]
fn finds_facts_in_text_tables_captions_and_headings() {
    let world = world(&[(
        "/main.typ",
        "#import \"/drukpers.typ\": *\n\
         #set page(width: 300pt, height: 200pt, margin: 20pt, header: context {\n\
           query(heading).first().body\n})\n\
         #outline()\n#outline(target: figure)\n#pagebreak()\n\
         = Kop met #fact(\"heading\", \"9\")\n\
         Van hen is #fact(\"text\", \"43%\"); tevreden.\n#pagebreak()\n\
         #figure(caption: [Onder #fact(\"caption\", \"126\")], table(columns: 2, \
           [#fact(\"left\", \"12\")], [#fact(\"right\", \"7\")]))\n\
         #let unused = [#fact(\"unused\", \"1\")]",
    )]);
    let found = positions(&world, &document(&world));
    let pages: Vec<_> = found.iter().map(|fact| (&*fact.id, fact.page.physical)).collect();
    assert_eq!(pages, [("heading", 2), ("text", 2), ("left", 3), ("right", 3), ("caption", 3)]);
    assert!(found[2].x < found[3].x && (found[2].y - found[3].y).abs() < 0.01);
    assert!(found.iter().all(|fact| fact.x >= 20.0 && fact.width > 0.0 && fact.size > 5.0));
}

#[test]
fn a_fact_that_only_stands_in_a_running_head_counts_there() {
    let world = world(&[(
        "/main.typ",
        "#import \"/drukpers.typ\": *\n#set page(header: [Nog #fact(\"f\", \"12\") dagen])\nTekst",
    )]);
    let found = positions(&world, &document(&world));
    assert_eq!(found.len(), 1);
    assert!(found[0].y < 80.0, "{found:?}");
}

#[test]
fn a_fact_on_two_lines_is_found_at_the_first() {
    let world = world(&[(
        "/main.typ",
        "#import \"/drukpers.typ\": *\n#set page(width: 100pt, height: 100pt, margin: 10pt)\n\
         #fact(\"f\", \"drie op de tien gemeenten\")",
    )]);
    let found = positions(&world, &document(&world));
    assert!((found[0].x - 10.0).abs() < 0.01 && found[0].y < 25.0, "{found:?}");
    assert!(found[0].width < 80.0, "{found:?}");
}

#[test]
fn a_fault_names_its_bytes_and_the_way_to_them() {
    let files = [
        ("/main.typ", "#include \"/chapters/a.typ\""),
        ("/chapters/a.typ", "#import \"/theme.typ\": *\nTekst\n#halve(\"x\")\n"),
        ("/theme.typ", "#let halve(value) = value / 2"),
    ];
    let faults = compile(&world(&files)).document.unwrap_err();
    assert_eq!(shown(&files, &faults), ["/theme.typ `value / 2`: cannot divide string by integer"]);
    let spots: Vec<_> = faults[0].spots().map(|spot| spot.file.as_str()).collect();
    assert_eq!(spots, ["/theme.typ", "/chapters/a.typ", "/main.typ"]);
    let call = faults[0].spots().nth(1).unwrap();
    assert_eq!(&files[1].1[call.range.clone()], "halve(\"x\")");
    assert_eq!(faults[0].severity, Severity::Error);
}

#[test]
fn a_fault_of_the_pdf_names_its_bytes() {
    let files = [(
        "/main.typ",
        "#set document(title: \"Proef\")\n\
         #set text(font: \"Source Serif 4\")\nGoed, maar dit \u{6f22} niet.",
    )];
    let world = world(&files);
    let faults = pdf(&world, &document(&world), &plan()).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let spot = faults[0].at.as_ref().unwrap();
    assert!(files[0].1[spot.range.clone()].contains('\u{6f22}'), "{faults:?}");
}

#[test]
fn nothing_outside_the_files_exists() {
    let files = [("/main.typ", "#import \"@preview/cetz:0.1.0\"")];
    let faults = compile(&world(&files)).document.unwrap_err();
    assert!(faults[0].message.contains("packages are not available"), "{faults:?}");

    let files = [("/main.typ", "#image(\"/foto.png\")")];
    let faults = compile(&world(&files)).document.unwrap_err();
    assert_eq!(
        shown(&files, &faults),
        ["/main.typ `\"/foto.png\"`: file not found (searched at /foto.png)"]
    );

    let files = [("/main.typ", "#datetime.today().display()")];
    let world = world(&files);
    assert_eq!(document(&world).pages().len(), 1);
}

#[test]
fn an_edit_gives_the_same_pages_as_a_new_start() {
    let first = "#set document(title: \"Proef\")\n= Kop\nEen zin.\n\nNog een zin.";
    let second = "\u{feff}#set document(title: \"Proef\")\n= Kop\nEen andere zin.\n\nNog een zin.";
    let mut kept = world(&[("/main.typ", first), ("/weg.typ", "")]);
    let before = pdf(&kept, &document(&kept), &plan()).unwrap();
    kept.update(sources(&[("/main.typ", second)]));
    let edited = pdf(&kept, &document(&kept), &plan()).unwrap();
    let fresh = world(&[("/main.typ", second)]);
    assert!(pdf(&fresh, &document(&fresh), &plan()).unwrap() == edited);
    assert!(before != edited);
}

#[test]
fn positions_follow_an_edit() {
    let text = |before: &str| {
        format!(
            "#import \"/drukpers.typ\": *\n{before}#fact(\"f\", \"12\") en #fact(\"g\", \"13\")"
        )
    };
    let mut kept = world(&[("/main.typ", &text(""))]);
    let before = positions(&kept, &document(&kept));
    kept.update(sources(&[("/main.typ", &text("Meer tekst vooraf: "))]));
    let after = positions(&kept, &document(&kept));
    assert_eq!(after.len(), 2);
    assert!(after[0].x > before[0].x + 50.0, "{before:?} {after:?}");
}

#[test]
fn a_file_without_a_font_is_refused() {
    let files = BTreeMap::from([("fonts/a.ttf".to_owned(), Bytes::from_string("geen font"))]);
    let messages = Fonts::new(files).unwrap_err();
    assert_eq!(messages[0].code, "unreadable-font");
    assert_eq!(messages[0].place, Place::File("fonts/a.ttf".into()));
    assert_eq!(
        fonts().families().into_iter().collect::<Vec<_>>(),
        ["Source Sans 3", "Source Serif 4"]
    );
}

fn plan() -> PdfPlan {
    PdfPlan {
        identifier: "proef".into(),
        timestamp: Datetime::from_ymd_hms(2026, 11, 23, 0, 0, 0).unwrap(),
    }
}

/// What a document says.
fn words(document: &PagedDocument) -> String {
    let lines = document.pages().iter().flat_map(lines);
    lines.map(|line| line.text).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_attached_is_filled_in_on_finished_pages() {
    let files = [
        ("/main.typ", "#pdf.attach(\"/facts.json\")\n#block[#pdf.attach(\"/b.csv\") Text]"),
        ("/facts.json", ""),
        ("/b.csv", "b"),
    ];
    let before = document(&world(&files));
    let content = |text: &str| Bytes::from_string(text.to_owned());
    let known = [("/facts.json", "{}"), ("/other.json", "[]")];
    let known = known.map(|(path, text)| (path.to_string(), content(text))).into();
    let after = with_attached(&before, &known);
    assert_eq!(attached(&after), attached(&before));
    let attachments = |document: &PagedDocument| {
        use typst::foundations::NativeElement;
        use typst::introspection::Introspector;
        let found = document.introspector().query(&typst::pdf::AttachElem::ELEM.select());
        let data = |it: &typst::foundations::Content| {
            let attachment = it.to_packed::<typst::pdf::AttachElem>().unwrap();
            attachment.data.as_str().unwrap().to_string()
        };
        found.iter().map(data).collect::<Vec<_>>()
    };
    assert_eq!(attachments(&before), ["", "b"]);
    assert_eq!(attachments(&after), ["{}", "b"]);
    assert_eq!(words(&after), words(&before));
}

#[test]
fn a_document_set_after_another_is_as_one_set_from_scratch() {
    let texts = [
        ("Text.", ""),
        ("Other text.", ""),
        ("Text #pagebreak() on a page more.", "on a page more"),
        ("= Inserted\n#pagebreak()", "Inserted"),
        ("= Inserted\n#pagebreak()\n= And again", "And again"),
        ("", "One"),
    ];
    let mut last: Option<PagedDocument> = None;
    for (text, said) in texts {
        let main = format!(
            "#set heading(numbering: \"1.\")\n#set page(height: 200pt, numbering: \"1 / 1\")\n\
             #outline()\n{text}\n= One <one>\n#pagebreak()\n= Two\nSee @one."
        );
        let world = world(&[("/main.typ", &main)]);
        let cold = document(&world);
        if let Some(last) = &last {
            let mut early = vec![];
            let warm = compile_after(&world, last, &mut |pages| early.push(words(pages)));
            assert!(!warm.from_scratch);
            let looks = |pages: &PagedDocument| -> Vec<u128> {
                pages.pages().iter().map(page_look).collect()
            };
            assert_eq!(looks(&warm.document.unwrap()), looks(&cold), "{text}");
            // What is new shows early, though the contents do not know of it yet.
            match text {
                "Other text." => assert_eq!(early, Vec::<String>::new()),
                _ => {
                    assert!(early.len() == 1 && early[0].contains(said), "{text}: {early:?}");
                    assert_ne!(early[0], words(&cold), "{text}");
                }
            }
        }
        last = Some(cold);
    }
    let faulty = compile_after(&world(&[("/main.typ", "#nothing")]), &last.unwrap(), &mut |_| {});
    assert!(faulty.from_scratch && faulty.document.is_err());
}
