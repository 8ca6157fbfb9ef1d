//! From filled templates to a PDF, with faults at the author's own line.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::chapter::{Figure, SourceMap};
use crate::diagnostics::{Diagnostic, Place, Severity, TextFile};
use crate::ledger::{Carrier, Fact, Ledger, Legend, to_json};
use crate::release::{Chapter, EditionRecord, LedgerRecord, RECORD_FILE};
use crate::typeset::{
    Bytes, FactPosition, Fault, PagedDocument, PdfPlan, Sources, VirtualPath, World, compile,
    labels, outline, pdf, positions,
};

use super::Desk;
use super::sources::edition_date;

/// File name of the ledger among the attachments.
pub(super) const LEDGER: &str = "facts.json";

/// A document that is ready to be set.
pub(super) struct Prepared {
    /// Path of the PDF in the edition.
    pub(super) path: String,
    /// Virtual files; `/main.typ` is the first.
    pub(super) files: BTreeMap<String, Bytes>,
    /// Where generated files came from, by virtual path.
    pub(super) maps: BTreeMap<String, SourceMap>,
    /// Files of the author that Typst reads as they stand, by virtual path.
    pub(super) authored: BTreeMap<String, Arc<TextFile>>,
    pub(super) facts: Vec<Fact>,
    pub(super) figures: Vec<Figure>,
    pub(super) tables: usize,
    /// The record that is attached together with the ledger, if they are.
    pub(super) record: Option<EditionRecord>,
    /// Claims that do not hold.
    pub(super) failed_claims: Vec<Diagnostic>,
}

impl Prepared {
    /// The virtual files, with a ledger that knows no pages yet.
    pub(super) fn into_files(mut self, legend: &Legend) -> BTreeMap<String, Bytes> {
        let facts = std::mem::take(&mut self.facts);
        self.attach(legend, &facts, vec![]);
        self.files
    }

    /// Lays the ledger and the record ready to be attached, if they are.
    fn attach(&mut self, legend: &Legend, facts: &[Fact], chapters: Vec<Chapter>) {
        let Some(record) = &self.record else { return };
        let ledger = to_json(&Ledger::new(legend.clone(), facts.to_vec()));
        let of_ledger = LedgerRecord::new(LEDGER, ledger.as_bytes(), facts.len());
        let record = record.of_pages(of_ledger, chapters).to_json();
        for (name, text) in [(LEDGER, ledger), (RECORD_FILE, record)] {
            self.files.insert(format!("/{name}"), Bytes::from_string(text));
        }
    }
}

/// A document that is set.
pub(super) struct Typeset {
    pub(super) path: String,
    pub(super) pdf: Vec<u8>,
    pub(super) pages: usize,
    /// With their pages.
    pub(super) facts: Vec<Fact>,
    pub(super) figures: Vec<Figure>,
    pub(super) tables: usize,
    pub(super) warnings: Vec<Diagnostic>,
}

/// Sets all documents, on as many threads as there are; the order of the result
/// is that of the argument. Fails with the faults of all of them.
pub(super) fn set_all(
    desk: &Desk,
    documents: Vec<Prepared>,
) -> Result<Vec<Typeset>, Vec<Diagnostic>> {
    let results: Vec<_> = documents.into_par_iter().map(|document| set(desk, document)).collect();
    let mut typeset = vec![];
    let mut faults = vec![];
    for result in results {
        match result {
            Ok(document) => typeset.push(document),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(typeset) } else { Err(faults) }
}

fn set(desk: &Desk, mut document: Prepared) -> Result<Typeset, Vec<Diagnostic>> {
    let date = edition_date(desk.project);
    let sources = |files: &BTreeMap<String, Bytes>| Sources {
        main: VirtualPath::new("main.typ").expect("a plain name is a path"),
        files: files.clone(),
    };
    // Whatever is attached must be there, though it is not known yet.
    document.attach(&desk.legend, &[], vec![]);
    let mut world = World::new(sources(&document.files), desk.fonts.clone(), date);
    let mut compilation = compile(&world);
    let mut pages = compilation.document.map_err(|faults| diagnostics(&document, faults))?;
    let facts = placed(&world, &pages, std::mem::take(&mut document.facts));
    if document.record.is_some() {
        // Pages are known only once the document is set, and the ledger that is
        // attached names them. What is attached takes no room, so that setting
        // the document again moves nothing and is quick: Typst remembers the rest.
        document.attach(&desk.legend, &facts, chapters(&pages));
        world.update(sources(&document.files));
        compilation = compile(&world);
        pages = compilation.document.map_err(|faults| diagnostics(&document, faults))?;
    }
    let plan = PdfPlan {
        identifier: format!(
            "{}/{}",
            desk.project.manifest.publication.name.get_ref(),
            document.path
        ),
        timestamp: date,
    };
    let pdf = pdf(&world, &pages, &plan).map_err(|faults| diagnostics(&document, faults))?;
    Ok(Typeset {
        pdf,
        pages: pages.pages().len(),
        facts,
        warnings: diagnostics(&document, compilation.warnings),
        path: document.path,
        figures: document.figures,
        tables: document.tables,
    })
}

/// The chapters of a document: its headings of the first level.
fn chapters(document: &PagedDocument) -> Vec<Chapter> {
    outline(document)
        .into_iter()
        .filter(|heading| heading.level == 1)
        .map(|heading| Chapter { title: heading.title, page: heading.page.physical })
        .collect()
}

/// The facts with the pages that they stand on: their own place in text and
/// tables, that of the figure for labels in a chart.
fn placed(world: &World, document: &PagedDocument, mut facts: Vec<Fact>) -> Vec<Fact> {
    let own: HashMap<String, FactPosition> =
        positions(world, document).into_iter().map(|found| (found.id.clone(), found)).collect();
    let mut names: Vec<&str> = facts
        .iter()
        .filter(|fact| fact.carrier == Carrier::Figure)
        .filter_map(|fact| fact.within.as_deref())
        .collect();
    names.dedup();
    let figures: BTreeMap<String, _> =
        labels(document, names).into_iter().map(|found| (found.label.clone(), found)).collect();
    let rounded = |points: f64| crate::format::round_half_away(points, 2);
    for fact in &mut facts {
        let (page, x, y) = match (own.get(&fact.id), &fact.within) {
            (Some(found), _) => (&found.page, found.x, found.y),
            (None, Some(name)) if fact.carrier == Carrier::Figure => match figures.get(name) {
                Some(found) => (&found.page, found.x, found.y),
                None => continue,
            },
            _ => continue,
        };
        fact.page = Some(page.physical);
        fact.page_label = page.printed.clone();
        fact.x = Some(rounded(x));
        fact.y = Some(rounded(y));
    }
    facts
}

/// Typst's faults, at the line of the template or theme that made the text.
fn diagnostics(document: &Prepared, faults: Vec<Fault>) -> Vec<Diagnostic> {
    faults.into_iter().map(|fault| diagnostic(document, fault)).collect()
}

fn diagnostic(document: &Prepared, fault: Fault) -> Diagnostic {
    let place = fault
        .spots()
        .find_map(|spot| {
            if let Some(file) = document.authored.get(&spot.file) {
                return Some(Place::Text { file: file.clone(), range: spot.range.clone() });
            }
            document.maps.get(&spot.file)?.place(spot.range.clone())
        })
        .unwrap_or_else(|| Place::File(document.path.clone()));
    let diagnostic = match fault.severity {
        Severity::Error => Diagnostic::error("typst", fault.message),
        Severity::Warning => Diagnostic::warning("typst-warning", fault.message),
    };
    diagnostic.at(place).hints(fault.hints)
}
