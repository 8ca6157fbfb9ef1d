//! Tests of the whole module on small documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;

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

/// A world with these files, of which `/main.typ` is the main one.
pub(super) fn world(files: &[(&str, &str)]) -> World {
    World::new(sources(files), fonts(), Datetime::from_ymd(2026, 11, 23).unwrap())
}

pub(super) fn sources(files: &[(&str, &str)]) -> Sources {
    let content = |text: &str| Bytes::from_string(text.to_owned());
    Sources {
        main: VirtualPath::new("main.typ").unwrap(),
        files: files.iter().map(|&(path, text)| (path.into(), content(text))).collect(),
    }
}

#[test]
fn finds_facts_where_their_text_stands() {
    let library = drukpers_library([], [], &[]);
    let world = world(&[
        ("/drukpers.typ", &library),
        (
            "/main.typ",
            "#import \"/drukpers.typ\": *\n#set page(width: 300pt, height: 200pt, margin: 20pt)\n\
             Van hen is #fact(\"f1\", \"43%\") tevreden.\n#pagebreak()\n\
             #table(columns: 2, [#fact(\"f2\", \"12\")], [#fact(\"f3\", \"7\")])",
        ),
    ]);
    let compilation = compile(&world);
    let document = compilation.document.unwrap();
    let found = positions(&world, &document);
    let ids: Vec<_> = found.iter().map(|f| (f.id.as_str(), f.page.physical)).collect();
    assert_eq!(ids, [("f1", 1), ("f2", 2), ("f3", 2)]);
}
