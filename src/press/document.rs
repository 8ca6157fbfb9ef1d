//! From filled templates to a PDF, with faults at the author's own line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::chapter::Figure;
use crate::diagnostics::{Diagnostic, Place, Severity, TextFile};
use crate::ledger::{Fact, parts_to_json};
use crate::manifest::FILE_NAME;
use crate::release::{Chapter, EditionRecord, LedgerRecord, RECORD_FILE};
use crate::typeset::{
    Bytes, FactPosition, Fault, PageNumber, PagedDocument, PdfPlan, Sources, Spot, VirtualPath,
    World, attached, compile, outline, pdf, pictures, positions, with_attached,
};

use super::compose::{Composed, StandIn, compose};
use super::fill::Filled;
use super::memory::{Ingredients, Memory, Piece, Step};
use super::proof::Proof;
use super::sources::edition_date;
use super::{Desk, account, cause, typst_faults};

/// The virtual file that Typst starts from.
pub(super) const MAIN: &str = "/main.typ";

/// File name of the ledger among the attachments.
pub(super) use crate::ledger::LEDGER_FILE as LEDGER;

/// A document that is ready to be set.
#[derive(Clone)]
pub(super) struct Prepared {
    /// Path of the PDF in the edition.
    pub(super) path: String,
    /// Virtual files; `/main.typ` is the first.
    pub(super) files: BTreeMap<String, Bytes>,
    /// Filled templates by the virtual file that they make, in the order of the document.
    pub(super) parts: Vec<(String, Piece<Filled>)>,
    /// The templates of the parts: the file that is made, then the template.
    pub(super) templates: Vec<(String, String)>,
    /// Files that no template could ever make; something stands in for them.
    pub(super) absent: Vec<String>,
    /// Files of the author that Typst reads as they stand, by virtual path.
    pub(super) authored: BTreeMap<String, Arc<TextFile>>,
    /// Whether the ledger and the record of the edition are attached.
    pub(super) attach: bool,
    /// Whether an account of its numbers closes it.
    pub(super) account: bool,
}

impl Prepared {
    /// The virtual files, with a ledger and a record that know no pages yet.
    pub(super) fn into_files(mut self, desk: &Desk) -> BTreeMap<String, Bytes> {
        self.files.extend(self.account_without_pages(desk));
        if self.attach {
            let attached = self.attached(desk, &self.facts(), vec![]);
            self.files.extend(attached);
        }
        self.files
    }

    /// What there is of the files that are made of the facts while no page is known:
    /// what is attached is there, and the account has a line for every number.
    pub(super) fn made_without_pages(&self, desk: &Desk) -> Vec<(String, Bytes)> {
        let mut files = self.account_without_pages(desk);
        if self.attach {
            let empty = |name| (format!("/{name}"), Bytes::from_string(String::new()));
            files.extend([LEDGER, RECORD_FILE].map(empty));
        }
        files
    }

    fn account_without_pages(&self, desk: &Desk) -> Vec<(String, Bytes)> {
        match self.account {
            true => {
                let placed = Placed { facts: self.facts(), ..Placed::default() };
                self.account(desk, &placed, &[])
            }
            false => vec![],
        }
    }

    /// The files that the account of numbers is printed from, if there is one.
    fn account(&self, desk: &Desk, placed: &Placed, chapters: &[Chapter]) -> Vec<(String, Bytes)> {
        match self.account {
            true => account::files(desk, &placed.facts, chapters, &placed.repeated).into(),
            false => vec![],
        }
    }

    /// The ledger and the record of the edition, which are attached.
    fn attached(
        &self,
        desk: &Desk,
        facts: &[Fact],
        chapters: Vec<Chapter>,
    ) -> BTreeMap<String, Bytes> {
        let publication = &desk.project.manifest.publication;
        let ledger = parts_to_json(desk.material.legend, facts);
        let of_ledger = LedgerRecord::new(LEDGER, ledger.as_bytes(), facts.len());
        let record = EditionRecord::new(publication, &self.path, desk.inputs().to_vec());
        let record = record.of_pages(of_ledger, chapters).to_json();
        [(LEDGER, ledger), (RECORD_FILE, record)]
            .map(|(name, text)| (format!("/{name}"), Bytes::from_string(text)))
            .into()
    }

    /// The place in the author's own file that made a place in a virtual file.
    pub(super) fn place(&self, spot: &Spot) -> Option<Place> {
        if let Some(file) = self.authored.get(&spot.file) {
            return Some(Place::Text { file: file.clone(), range: spot.range.clone() });
        }
        let (_, part) = self.parts.iter().find(|(target, _)| *target == spot.file)?;
        part.map.place(spot.range.clone())
    }

    /// All facts, which know no pages yet.
    pub(super) fn facts(&self) -> Vec<Fact> {
        self.parts.iter().flat_map(|(_, part)| part.facts.iter().cloned()).collect()
    }

    /// Claims that do not hold.
    pub(super) fn failed_claims(&self) -> impl Iterator<Item = &Diagnostic> {
        self.parts.iter().flat_map(|(_, part)| &part.failed_claims)
    }

    pub(super) fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.parts.iter().flat_map(|(_, part)| &part.figures)
    }

    /// What the pages are made from, and what is attached to them when they are printed.
    pub(super) fn ingredients(&self, desk: &Desk, printed: bool) -> Ingredients {
        let mut causes: BTreeMap<&str, Arc<Vec<String>>> = BTreeMap::new();
        for (_, part) in &self.parts {
            causes.extend(part.files.iter().map(|(path, _)| (&**path, part.causes().clone())));
        }
        for (path, file) in &self.authored {
            causes.insert(path, Arc::new(vec![file.path.clone()]));
        }
        let others = Arc::new(vec![FILE_NAME.to_string()]);
        let pages = desk.supplies.of_pages(desk.project);
        let mut all = self.files.iter().fold(pages, |all, (path, content)| {
            all.source(path, content, causes.get(&**path).unwrap_or(&others))
        });
        if !desk.traces {
            all = all.text("ledger", "left out".into());
        }
        if self.attach && printed {
            // The record names every file.
            let files = desk.project.files.iter();
            all = files.fold(all, |all, (path, content)| all.file(path, Some(content)));
        }
        all
    }
}

/// A document that is set.
#[derive(Clone)]
pub(super) struct Typeset {
    pub(super) path: String,
    pub(super) pdf: Arc<[u8]>,
    pub(super) pages: usize,
    /// With their pages.
    pub(super) facts: Vec<Fact>,
    pub(super) figures: Vec<Figure>,
    pub(super) tables: usize,
    pub(super) warnings: Vec<Diagnostic>,
}

/// What a press remembers of one document.
#[derive(Default)]
pub(super) struct Setting {
    world: Option<World>,
    typeset: Memory<Typeset>,
    pub(super) proof: Memory<Proof>,
    /// The pages as they were shown last.
    pub(super) pages: Option<PagedDocument>,
    /// Parts as they could be set last, by the virtual file that they make.
    pub(super) good: BTreeMap<String, Piece<Filled>>,
}

impl Setting {
    /// The world with these files: that of the last round where it still fits.
    pub(super) fn world(&mut self, desk: &Desk, files: &BTreeMap<String, Bytes>) -> &World {
        let sources = Sources {
            main: VirtualPath::new(MAIN).expect("a plain name is a path"),
            files: files.clone(),
        };
        let date = edition_date(desk.project);
        match &mut self.world {
            Some(world) => {
                world.equip(desk.fonts.clone(), date);
                world.update(sources);
            }
            None => self.world = Some(World::new(sources, desk.fonts.clone(), date)),
        }
        self.world.as_ref().expect("there is a world now")
    }
}

/// Sets all documents, on as many threads as there are; gives those that have no
/// faults, in the order of the argument, and the messages of all.
pub(super) fn set_all(
    desk: &Desk,
    settings: &mut BTreeMap<String, Setting>,
    documents: Vec<Prepared>,
    steps: &mut Vec<Step>,
) -> (Vec<Piece<Typeset>>, Vec<Diagnostic>) {
    let documents: Vec<(Prepared, Setting)> = documents
        .into_iter()
        .map(|document| {
            let setting = settings.remove(&document.path).unwrap_or_default();
            (document, setting)
        })
        .collect();
    let results: Vec<_> = documents
        .into_par_iter()
        .map(|(document, mut setting)| {
            let mut memory = std::mem::take(&mut setting.typeset);
            let (result, step) =
                memory.make(document.path.clone(), document.ingredients(desk, true), || {
                    set(desk, &document, &mut setting)
                });
            setting.typeset = memory;
            (document.path, setting, result, step)
        })
        .collect();
    let mut typeset = vec![];
    let mut messages = vec![];
    for (path, setting, result, step) in results {
        settings.insert(path, setting);
        steps.push(step);
        match result {
            Ok(document) => {
                messages.extend(document.warnings.iter().cloned());
                typeset.push(document);
            }
            Err(found) => messages.extend(found),
        }
    }
    (typeset, messages)
}

fn set(
    desk: &Desk,
    document: &Prepared,
    setting: &mut Setting,
) -> Result<Typeset, Vec<Diagnostic>> {
    let made = document.made_without_pages(desk);
    let Composed { document, mut files, replaced, mut pages, faults, warnings, .. } =
        compose(desk, document, setting, &made, StandIn::Rest, &mut |_, _, _, _| {})?;
    let mut warnings = diagnostics(desk, &document, warnings);
    let mut messages: Vec<Diagnostic> = faults.into_iter().chain(warnings.clone()).collect();
    let whole = replaced.is_empty();
    let mut world = setting.world(desk, &files);
    let mut placed = match desk.traces {
        true => placed(world, &pages, &document),
        false => Placed { facts: document.facts(), ..Placed::default() },
    };
    for round in (1..).take_while(|_| document.account) {
        // The account names pages, which are known only once the document is set; and it
        // takes room: behind the numbers, unless the theme has it otherwise.
        files.extend(document.account(desk, &placed, &chapters(&pages)));
        world = setting.world(desk, &files);
        pages = match compile(world).document {
            Ok(pages) => pages,
            Err(faults) => {
                messages.extend(diagnostics(desk, &document, faults));
                return Err(messages);
            }
        };
        if !whole {
            break;
        }
        let moved = self::placed(world, &pages, &document);
        if moved == placed {
            break;
        }
        if round == MOST_ROUNDS {
            messages.push(restless(&document));
            return Err(messages);
        }
        placed = moved;
    }
    let facts = placed.facts;
    if whole && document.attach {
        let known = document.attached(desk, &facts, chapters(&pages));
        pages = with_attached(&pages, &known);
    }
    let plan = PdfPlan {
        identifier: format!(
            "{}/{}",
            desk.project.manifest.publication.name.get_ref(),
            document.path
        ),
        timestamp: edition_date(desk.project),
    };
    let pdf = pdf(world, &pages, &plan).map_err(|mut faults| {
        // What stands in for a part is nobody's fault.
        faults.retain(|fault| !fault.spots().any(|spot| replaced.contains(&spot.file)));
        messages.extend(diagnostics(desk, &document, faults));
    });
    let Ok(pdf) = pdf else { return Err(messages) };
    if !whole {
        return Err(messages);
    }
    if document.attach && !attached(&pages).contains(&format!("/{LEDGER}")) {
        warnings.push(without_ledger(desk));
    }
    Ok(Typeset {
        pdf: pdf.into(),
        pages: pages.pages().len(),
        facts,
        warnings,
        path: document.path.clone(),
        figures: document.figures().cloned().collect(),
        tables: document.parts.iter().map(|(_, part)| part.tables).sum(),
    })
}

/// The warning for a theme that leaves the ledger out.
fn without_ledger(desk: &Desk) -> Diagnostic {
    let theme = desk.project.manifest.theme.file.get_ref();
    Diagnostic::warning("ledger-not-attached", "the theme does not attach the ledger to the PDF")
        .at(Place::File(theme.clone()))
        .hint(
            "add to its layout: `for (path, description, mime) in attachments \
             { pdf.attach(path, description: description, mime-type: mime, relationship: \"data\") }`",
        )
        .hint("without it `diff`, `verify` and `errata` cannot read the PDF")
}

/// How often a document is set until its account of numbers names the right pages.
const MOST_ROUNDS: usize = 5;

/// The fault of a document whose numbers move whenever their account is printed.
fn restless(document: &Prepared) -> Diagnostic {
    Diagnostic::error(
        "restless-account",
        "the pages of the account of numbers move the numbers that it names",
    )
    .at(Place::File(document.path.clone()))
    .hint("let nothing in the theme that stands before the account depend on what it says or on its length")
}

/// The chapters of a document: its headings of the first level.
fn chapters(document: &PagedDocument) -> Vec<Chapter> {
    outline(document)
        .into_iter()
        .filter(|heading| heading.level == 1)
        .map(|heading| Chapter { title: heading.title, page: heading.page.physical })
        .collect()
}

/// Facts with their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Placed {
    /// In the order of the templates.
    pub(super) facts: Vec<Fact>,
    /// The ids of those that show again in a list of headings, a running header and so on.
    pub(super) repeated: BTreeSet<String>,
}

/// The facts with the pages that they stand on and their places there.
pub(super) fn placed(world: &World, pages: &PagedDocument, document: &Prepared) -> Placed {
    let own: HashMap<String, FactPosition> =
        positions(world, pages).into_iter().map(|found| (found.id.clone(), found)).collect();
    let repeated = own.values().filter(|found| found.repeated).map(|found| found.id.clone());
    let repeated = repeated.collect();
    let mut places = drawn(pages, document);
    places.extend(own.into_iter().map(|(id, found)| (id, (found.page, Some((found.x, found.y))))));
    let rounded = |points: f64| crate::format::round_half_away(points, 2);
    let mut facts = document.facts();
    for fact in &mut facts {
        if let Some((page, place)) = places.remove(&fact.id) {
            fact.page = Some(page.physical);
            fact.page_label = page.printed;
            (fact.x, fact.y) = place.map(|(x, y)| (rounded(x), rounded(y))).unzip();
        }
    }
    Placed { facts, repeated }
}

/// A page, and the place on it where there is one.
type OnPage = (PageNumber, Option<(f64, f64)>);

/// The places of the numbers in charts, by their ids.
fn drawn(pages: &PagedDocument, document: &Prepared) -> HashMap<String, OnPage> {
    let content = |figure: &Figure| document.files.get(&format!("/figures/{}.svg", figure.key));
    let (figures, wanted): (Vec<&Figure>, Vec<Bytes>) =
        document.figures().filter_map(|figure| Some((figure, content(figure)?.clone()))).unzip();
    let mut places = HashMap::new();
    for (figure, found) in figures.into_iter().zip(pictures(pages, &wanted)) {
        let Some(found) = found else { continue };
        for number in &figure.numbers {
            let place = number.place.map(|(x, y)| found.place(x, y, figure.width));
            places.insert(number.id.clone(), (found.page.clone(), place));
        }
    }
    places
}

/// Typst's faults, at the line of the template or theme that made the text.
pub(super) fn diagnostics(desk: &Desk, document: &Prepared, faults: Vec<Fault>) -> Vec<Diagnostic> {
    faults.into_iter().map(|fault| diagnostic(desk, document, fault)).collect()
}

fn diagnostic(desk: &Desk, document: &Prepared, fault: Fault) -> Diagnostic {
    let known = fault.spots().find_map(|spot| Some((spot, document.place(spot)?)));
    let (spot, place) = match known {
        Some((spot, place)) => (Some(spot), place),
        // What is wrong with a document as a whole is a matter of the template of the whole.
        None => (None, Place::File(document.template(MAIN).unwrap_or(&document.path).to_string())),
    };
    let defined = typst_faults::defined(document.authored.values().map(|file| &*file.text));
    let (message, hints) = typst_faults::reword(&fault.message, &fault.hints, &defined);
    let character = typst_faults::character(&fault.message);
    // What stands at the place itself need not be told.
    let is_template = matches!(&place, Place::Text { file, .. } if file.path.ends_with(".hbs"));
    let spot = spot.filter(|_| is_template);
    let cause = spot.and_then(|spot| cause::hint(desk, document, spot, character));
    let diagnostic = match fault.severity {
        Severity::Error => Diagnostic::error("typst", message),
        Severity::Warning => Diagnostic::warning("typst-warning", message),
    };
    diagnostic.at(place).hints(cause).hints(hints)
}
