//! Proofs: documents set for looking at while they are being made.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::chapter::Figure;
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::Fact;
use crate::typeset::{Hit, PagedDocument, Point, World, compile, look, page_look};

use super::Desk;
use super::compose::{Composed, StandIn, compose};
use super::document::{Prepared, Setting, diagnostics, placed};
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
                let all = self.facts().iter().filter(|fact| fact.within == within);
                let pointed = all.clone().filter(|fact| fact.page == Some(page + 1));
                let pointed = pointed.filter_map(|fact| Some((distance(fact, point)?, fact)));
                let nearest = pointed.min_by(|(one, _), (other, _)| one.total_cmp(other));
                Found {
                    place: figure.map(|figure| figure.place.clone()),
                    facts: match nearest {
                        Some((distance, fact)) if distance <= NEAR => vec![fact.clone()],
                        _ => all.cloned().collect(),
                    },
                }
            }
        }
    }
}

/// How far from a label in a chart one may point and still mean it, in points.
const NEAR: f64 = 3.0;

/// The distance of a point to the text of a fact, in points, for characters of the
/// usual size of charts.
fn distance(fact: &Fact, point: Point) -> Option<f64> {
    let (x, y) = (fact.x?, fact.y?);
    let outside = |at: f64, from: f64, to: f64| (from - at).max(at - to).max(0.0);
    let width = 5.0 * fact.text.chars().count() as f64;
    let (across, down) =
        (outside(point.x.to_pt(), x, x + width), outside(point.y.to_pt(), y - 6.5, y + 1.5));
    Some(libm::hypot(across, down))
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

/// Sets a document as well as it can be set; `early` is given it as soon as there is
/// something to look at. Fails when nothing of it can be shown.
pub(super) fn prove(
    desk: &Desk,
    title: &str,
    document: &Prepared,
    stale: &[String],
    setting: &mut Setting,
    early: &mut dyn FnMut(Arc<Proof>),
) -> (Result<Piece<Proof>, Vec<Diagnostic>>, Step) {
    let mut memory = std::mem::take(&mut setting.proof);
    let mut ingredients = document.ingredients(desk, false);
    if !stale.is_empty() {
        ingredients = ingredients.text("stale templates", stale.join("\n"));
    }
    let (proof, step) = memory.make(document.path.clone(), ingredients, || {
        set(desk, title, document, stale, setting, early)
    });
    setting.proof = memory;
    (proof, step)
}

fn set(
    desk: &Desk,
    title: &str,
    document: &Prepared,
    stale: &[String],
    setting: &mut Setting,
    early: &mut dyn FnMut(Arc<Proof>),
) -> Result<Proof, Vec<Diagnostic>> {
    let proof = |document: &Prepared, replaced: &BTreeSet<String>, world: &World, pages| {
        let replaced = replaced.iter().filter_map(|target| document.template(target));
        let stale: BTreeSet<&str> = stale.iter().map(String::as_str).chain(replaced).collect();
        Proof {
            path: document.path.clone(),
            title: title.to_string(),
            pages,
            faults: vec![],
            stale: stale.into_iter().map(str::to_string).collect(),
            document: document.clone(),
            world: world.clone(),
            facts: OnceLock::new(),
            confirmed: AtomicBool::new(false),
        }
    };
    // The account names no pages here: that would take setting everything twice.
    let made = document.made_without_pages(desk);
    let mut last = std::mem::take(&mut setting.good);
    let mut early = |document: &Prepared, replaced: &_, world: &_, pages: &PagedDocument| {
        early(Arc::new(proof(document, replaced, world, pages.clone())));
    };
    let composed = compose(desk, document, setting, &made, StandIn::Last(&last), &mut early);
    if let Ok(Composed { document, replaced, .. }) = &composed {
        let good = document.parts.iter().filter(|(target, _)| !replaced.contains(target));
        last.extend(good.cloned());
    }
    setting.good = last;
    let Composed { document, files, replaced, pages, mut faults, warnings, from_scratch } =
        composed?;
    setting.pages = Some(pages.clone());
    faults.extend(diagnostics(desk, &document, warnings));
    let world = setting.world(desk, &files);
    let confirmed = AtomicBool::new(from_scratch);
    Ok(Proof { faults, confirmed, ..proof(&document, &replaced, world, pages) })
}
