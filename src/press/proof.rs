//! Proofs: documents set for looking at while they are being made.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::chapter::Figure;
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::Fact;
use crate::release::RECORD_FILE;
use crate::typeset::{Bytes, Hit, PagedDocument, Point, World, compile, look, page_look};

use super::Desk;
use super::compose::{Composed, StandIn, compose};
use super::document::{LEDGER, Prepared, Setting, diagnostics, placed};
use super::memory::{Memory, Piece, Step};

/// A document, set for looking at: without a PDF, without the ledger in it.
pub struct Proof {
    /// Path of the document's PDF in the edition.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// The pages.
    pub pages: PagedDocument,
    /// What Typst found wrong.
    pub faults: Vec<Diagnostic>,
    /// Templates that show as they were before their last change, or not at all.
    pub stale: Vec<String>,
    document: Prepared,
    world: World,
    facts: OnceLock<Vec<Fact>>,
    /// Whether a press that starts cold is known to set the same pages.
    confirmed: AtomicBool,
}

/// What stands at a point of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Where its text stands in the author's own file.
    pub place: Option<Place>,
    /// The number, or the numbers of the chart.
    pub facts: Vec<Fact>,
}

impl Proof {
    /// The charts.
    pub(super) fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.document.figures()
    }

    /// All numbers with their places.
    pub fn facts(&self) -> &[Fact] {
        self.facts.get_or_init(|| placed(&self.world, &self.pages, &self.document).facts)
    }

    /// What stands at a point of a page, in points from its top left corner;
    /// `page` counts from 0.
    pub fn at(&self, page: usize, point: Point) -> Found {
        match look(&self.world, &self.pages, page, point) {
            None => Found::default(),
            Some(Hit::Text { spot, fact }) => Found {
                place: spot.and_then(|spot| self.document.place(&spot)),
                facts: match fact {
                    Some(id) => self.facts().iter().filter(|fact| fact.id == id).cloned().collect(),
                    None => vec![],
                },
            },
            Some(Hit::Image(content)) => {
                let path = self.document.files.iter().find(|(_, bytes)| **bytes == content);
                let key = path.and_then(|(path, _)| {
                    path.strip_prefix("/figures/")?.strip_suffix(".svg").map(str::to_string)
                });
                let Some(key) = key else { return Found::default() };
                let figure = self.document.figures().find(|figure| figure.key == key);
                let within = Some(format!("fig-{key}"));
                Found {
                    place: figure.map(|figure| figure.place.clone()),
                    facts: self
                        .facts()
                        .iter()
                        .filter(|fact| fact.within == within)
                        .cloned()
                        .collect(),
                }
            }
        }
    }
}

/// Looks whether a press that starts cold sets the pages that are shown; if not,
/// forgets them, so that the next round sets them in that way.
pub(super) fn confirm(setting: &mut Setting) -> bool {
    let Some(proof) = setting.proof.last() else { return true };
    if proof.confirmed.load(Ordering::Relaxed) {
        return true;
    }
    let looks = |pages: &PagedDocument| pages.pages().iter().map(page_look).collect::<Vec<_>>();
    let pages = compile(&proof.world).document;
    let same = pages.is_ok_and(|pages| looks(&pages) == looks(&proof.pages));
    if same {
        proof.confirmed.store(true, Ordering::Relaxed);
    } else {
        setting.proof = Memory::default();
        setting.pages = None;
    }
    same
}

/// Sets a document as well as it can be set. Fails when nothing of it can be shown.
pub(super) fn prove(
    desk: &Desk,
    title: &str,
    document: &Prepared,
    stale: &[String],
    setting: &mut Setting,
) -> (Result<Piece<Proof>, Vec<Diagnostic>>, Step) {
    let mut memory = std::mem::take(&mut setting.proof);
    let mut ingredients = document.ingredients(desk, false);
    if !stale.is_empty() {
        ingredients = ingredients.text("stale templates", stale.join("\n"));
    }
    let (proof, step) = memory
        .make(document.path.clone(), ingredients, || set(desk, title, document, stale, setting));
    setting.proof = memory;
    (proof, step)
}

fn set(
    desk: &Desk,
    title: &str,
    document: &Prepared,
    stale: &[String],
    setting: &mut Setting,
) -> Result<Proof, Vec<Diagnostic>> {
    let mut attached: Vec<(String, Bytes)> = [LEDGER, RECORD_FILE]
        .map(|name| (format!("/{name}"), Bytes::from_string(String::new())))
        .into();
    // The account names no pages here: that would take setting everything twice.
    attached.extend(document.account_without_pages(desk));
    let mut last = std::mem::take(&mut setting.good);
    let composed = compose(desk, document, setting, &attached, StandIn::Last(&last));
    if let Ok(Composed { document, replaced, .. }) = &composed {
        let good = document.parts.iter().filter(|(target, _)| !replaced.contains(target));
        last.extend(good.cloned());
    }
    setting.good = last;
    let Composed { document, files, replaced, pages, mut faults, warnings, from_scratch } =
        composed?;
    setting.pages = Some(pages.clone());
    let world = setting.world(desk, &files).clone();
    let replaced = replaced.iter().filter_map(|target| document.template(target));
    let stale: BTreeSet<String> =
        stale.iter().map(String::as_str).chain(replaced).map(str::to_string).collect();
    faults.extend(diagnostics(desk, &document, warnings));
    Ok(Proof {
        path: document.path.clone(),
        title: title.to_string(),
        pages,
        faults,
        stale: stale.into_iter().collect(),
        world,
        document,
        facts: OnceLock::new(),
        confirmed: AtomicBool::new(from_scratch),
    })
}
