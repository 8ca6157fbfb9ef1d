//! How long a publication of some sixty pages takes, and what its 3,000 facts cost.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that fails may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use drukpers::typeset::{
    Bytes, Datetime, Fonts, PdfPlan, Sources, SvgPage, VirtualPath, World, compile,
    drukpers_library, pdf, positions,
};

const CHAPTERS: usize = 10;
const PARAGRAPHS: usize = 60;
const FACTS_PER_PARAGRAPH: usize = 5;

/// How a fact is written in the document.
#[derive(Clone, Copy)]
enum Marker {
    /// The text alone, without any call.
    None,
    /// As the engine does it.
    Call,
    /// With an element of its own that can be queried.
    Metadata,
}

fn chapter(number: usize, marker: Marker) -> String {
    let mut text = "#import \"/drukpers.typ\": *\n".to_owned();
    if let Marker::Metadata = marker {
        text.push_str("#let fact(id, text) = [#metadata(id)<drukpers-fact>#text]\n");
    }
    let _ = writeln!(text, "= Hoofdstuk {number}\n");
    for paragraph in 0..PARAGRAPHS {
        if paragraph % 10 == 0 {
            let _ = writeln!(text, "== Paragraaf {number}.{paragraph}\n");
        }
        for fact in 0..FACTS_PER_PARAGRAPH {
            let share = (number * 7 + paragraph * 3 + fact * 11) % 100;
            text.push_str("Van de gemeenten die de vragenlijst hebben beantwoord, zegt ");
            let _ = match marker {
                Marker::None => write!(text, "{share}%"),
                _ => write!(text, "#fact(\"f-{number}-{paragraph}-{fact}\", \"{share}%\")"),
            };
            text.push_str(" dat de uitvoering van het realisatieplan op schema ligt. ");
        }
        text.push_str("\n\n");
    }
    text
}

fn sources(marker: Marker) -> Sources {
    let mut files = BTreeMap::new();
    let mut main =
        "#set document(title: \"Proef\")\n#set text(font: \"Source Serif 4\", size: 10pt, \
                    lang: \"nl\")\n#set page(numbering: \"1\")\n#outline()\n"
            .to_owned();
    for number in 1..=CHAPTERS {
        let _ = writeln!(main, "#include \"/chapters/c{number}.typ\"");
        let text = chapter(number, marker);
        files.insert(format!("/chapters/c{number}.typ"), Bytes::from_string(text));
    }
    files.insert("/main.typ".into(), Bytes::from_string(main));
    files.insert("/drukpers.typ".into(), Bytes::from_string(drukpers_library([], [], &[], false)));
    Sources { main: VirtualPath::new("/main.typ").unwrap(), files }
}

fn fonts() -> Arc<Fonts> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-serif-4");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "ttf"))
        .map(|path| {
            let content = Bytes::new(std::fs::read(&path).unwrap());
            (path.to_string_lossy().into_owned(), content)
        });
    Arc::new(Fonts::new(files.collect()).unwrap())
}

fn world(marker: Marker) -> World {
    World::new(sources(marker), fonts(), Datetime::from_ymd(2026, 11, 23).unwrap())
}

fn typeset(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("typeset");
    group.sample_size(10);
    for (name, marker) in [
        ("compile/no facts", Marker::None),
        ("compile/facts", Marker::Call),
        ("compile/facts as metadata", Marker::Metadata),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || {
                    typst::comemo::evict(0);
                    world(marker)
                },
                |world| black_box(compile(&world).document.unwrap()),
                criterion::BatchSize::PerIteration,
            );
        });
    }

    group.bench_function("compile/after an edit in one chapter", |bencher| {
        let mut kept = world(Marker::Call);
        compile(&kept).document.unwrap();
        let mut edit = 0;
        bencher.iter(|| {
            edit += 1;
            let mut changed = sources(Marker::Call);
            let text =
                chapter(5, Marker::Call).replacen("realisatieplan", &format!("plan {edit}"), 1);
            changed.files.insert("/chapters/c5.typ".into(), Bytes::from_string(text));
            kept.update(changed);
            black_box(compile(&kept).document.unwrap())
        });
    });

    let world = world(Marker::Call);
    let document = compile(&world).document.unwrap();
    assert_eq!(positions(&world, &document).len(), CHAPTERS * PARAGRAPHS * FACTS_PER_PARAGRAPH);
    group.bench_function("positions", |bencher| {
        bencher.iter(|| black_box(positions(&world, &document)));
    });
    group.bench_function("page as SVG", |bencher| {
        bencher.iter(|| black_box(SvgPage::new(&document.pages()[10], &BTreeSet::new())));
    });
    let plan = PdfPlan {
        identifier: "bench".into(),
        timestamp: Datetime::from_ymd_hms(2026, 11, 23, 0, 0, 0).unwrap(),
    };
    group.bench_function("pdf", |bencher| {
        bencher.iter(|| black_box(pdf(&world, &document, &plan).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, typeset);
criterion_main!(benches);
