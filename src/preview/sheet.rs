//! The sheets of a document: how each looks, and what of that is new.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::press::Proof;
use crate::typeset::{Area, Mark, Page, marks, outline, page_look, page_numbers};

/// The most areas that are marked on a sheet; beyond that the sheet is marked as a whole.
const MOST_AREAS: usize = 60;

/// A document and its sheets.
pub(super) struct Shown {
    pub(super) proof: Arc<Proof>,
    pub(super) sheets: Vec<Sheet>,
    /// The headings, as browsers get them.
    pub(super) outline: Json,
}

#[derive(Clone)]
pub(super) struct Sheet {
    /// Name of how it looks: the same for sheets that look the same.
    pub(super) name: String,
    width: f64,
    height: f64,
    /// What the page calls itself.
    label: String,
    /// The round in which it came to look so.
    pub(super) since: u64,
    /// What changed then.
    change: Change,
}

/// How a sheet differs from what it was.
#[derive(Clone, Debug, Default, PartialEq)]
struct Change {
    /// What is new. Empty for the sheet as a whole.
    areas: Vec<Area>,
    /// Whether it says what it said, in other places.
    moved: bool,
}

impl Shown {
    /// The sheets of a proof that takes the place of what was shown `before`.
    pub(super) fn new(proof: Arc<Proof>, before: Option<&Shown>, round: u64) -> Self {
        let labels = page_numbers(&proof.pages);
        let pages = proof.pages.pages().iter().zip(labels).enumerate();
        let sheets = pages
            .map(|(index, (page, number))| {
                let name = look_name(page_look(page));
                let label = number.printed.unwrap_or_else(|| number.physical.to_string());
                let known = before.and_then(|before| {
                    let same = |sheet: &&Sheet| sheet.name == name;
                    let here = before.sheets.get(index).filter(same);
                    here.or_else(|| before.sheets.iter().find(same))
                });
                if let Some(known) = known {
                    return Sheet { label, ..known.clone() };
                }
                let size = page.frame.size();
                let old = before.and_then(|before| before.proof.pages.pages().get(index));
                let mut change = old.map_or_else(Change::default, |old| Change::of(old, page));
                // What was shown early in the same round is as new.
                let early = before.and_then(|before| before.sheets.get(index));
                if let Some(early) = early.filter(|early| early.since == round) {
                    change = change.after(&early.change);
                }
                Sheet {
                    name,
                    width: size.x.to_pt(),
                    height: size.y.to_pt(),
                    label,
                    since: if before.is_some() { round } else { 0 },
                    change,
                }
            })
            .collect();
        let headings = outline(&proof.pages).into_iter().map(|heading| {
            json!({
                "level": heading.level,
                "title": heading.title,
                "page": heading.page.physical - 1,
            })
        });
        let outline = headings.collect();
        Self { proof, sheets, outline }
    }
}

impl Sheet {
    /// What browsers are told of it.
    pub(super) fn describe(&self) -> Json {
        json!({
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "label": self.label,
            "since": self.since,
            "moved": self.change.moved,
            "areas": self.change.areas.iter().map(area).collect::<Vec<_>>(),
        })
    }
}

impl Change {
    /// What a page has that it had not: in looks, else in place.
    fn of(old: &Page, new: &Page) -> Self {
        let (old, new) = (marks(old), marks(new));
        let looks = |marks: &[Mark]| marks.iter().map(|mark| mark.look).collect::<Vec<_>>();
        let (old_looks, new_looks) = (looks(&old), looks(&new));
        let known: BTreeSet<u128> = old_looks.iter().copied().collect();
        let kept = new_looks.iter().filter(|look| known.contains(look)).count();
        // A page of another look altogether.
        if kept * 4 < new_looks.len() {
            return Self::default();
        }
        let (mut areas, mut places) = (vec![], vec![]);
        for step in capture_diff_slices(Algorithm::Myers, &old_looks, &new_looks) {
            match step {
                DiffOp::Equal { old_index, new_index, len } => {
                    let pairs = old[old_index..][..len].iter().zip(&new[new_index..][..len]);
                    let moved = pairs.filter(|(old, new)| !is_near(&old.area, &new.area));
                    places.extend(moved.map(|(_, new)| new.area));
                }
                DiffOp::Insert { new_index, new_len, .. }
                | DiffOp::Replace { new_index, new_len, .. } => {
                    areas.extend(new[new_index..][..new_len].iter().map(|mark| mark.area));
                }
                DiffOp::Delete { .. } => {}
            }
        }
        let moved = areas.is_empty() && old_looks.len() == new_looks.len();
        if areas.is_empty() {
            areas = places;
        }
        if areas.len() > MOST_AREAS {
            areas.clear();
        }
        Self { areas, moved }
    }

    /// This change and the one before it.
    fn after(mut self, earlier: &Self) -> Self {
        if self.areas.is_empty() || earlier.areas.is_empty() {
            self.areas.clear();
        } else {
            let others = earlier.areas.iter().filter(|area| !self.areas.contains(area));
            let others: Vec<Area> = others.copied().collect();
            self.areas.extend(others);
        }
        self.moved &= earlier.moved;
        self
    }
}

/// Whether two areas begin at places that nobody can tell apart.
fn is_near(one: &Area, other: &Area) -> bool {
    (one.x - other.x).abs() < 0.1 && (one.y - other.y).abs() < 0.1
}

/// What browsers call a look.
pub(super) fn look_name(look: u128) -> String {
    format!("{look:032x}")
}

/// An area, in tenths of a point.
pub(super) fn area(area: &Area) -> Json {
    let rounded = |points: f64| crate::format::round_half_away(points, 1);
    json!([rounded(area.x), rounded(area.y), rounded(area.width), rounded(area.height)])
}
