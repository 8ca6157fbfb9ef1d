//! Proofs: documents set for looking at while they are being made.
//!
//! A part that cannot be filled or set does not take the others along: the last
//! time that it could be stands in for it, or a frame that says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::chapter::{Figure, SourceMap};
use crate::diagnostics::{Diagnostic, Place};
use crate::escape::typst_text;
use crate::format::Language;
use crate::ledger::Fact;
use crate::release::RECORD_FILE;
use crate::typeset::{Bytes, Fault, Hit, PagedDocument, Point, World, compile, look};

use super::Desk;
use super::document::{LEDGER, MAIN, Prepared, Setting, diagnostics, placed};
use super::fill::{Filled, Uses};
use super::memory::{Piece, Step};

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
        self.facts.get_or_init(|| placed(&self.world, &self.pages, self.document.facts()))
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
    let mut document = document.clone();
    let mut stale: BTreeSet<String> = stale.iter().cloned().collect();
    let mut faults = vec![];
    // Parts that nothing stands in for but a frame, with the labels that others refer to.
    let mut frames: BTreeMap<String, BTreeSet<String>> =
        document.absent.iter().map(|target| (target.clone(), BTreeSet::new())).collect();
    let mut replaced: BTreeSet<String> = BTreeSet::new();
    loop {
        for (target, labels) in &frames {
            replaced.insert(target.clone());
            let template = document.template(target).unwrap_or_default();
            document.replace(target, frame(target, &template, labels, desk.material.language));
        }
        let mut files = document.files.clone();
        for name in [LEDGER, RECORD_FILE] {
            files.insert(format!("/{name}"), Bytes::from_string(String::new()));
        }
        let compilation = compile(setting.world(desk, &files));
        let found = match compilation.document {
            Ok(pages) => {
                for (target, part) in &document.parts {
                    if !replaced.contains(target) {
                        setting.good.insert(target.clone(), part.clone());
                    }
                }
                faults.extend(diagnostics(&document, compilation.warnings));
                return Ok(Proof {
                    path: document.path.clone(),
                    title: title.to_string(),
                    pages,
                    faults,
                    stale: stale.into_iter().collect(),
                    world: setting.world(desk, &files).clone(),
                    document,
                    facts: OnceLock::new(),
                });
            }
            Err(found) => found,
        };
        let mut culprits = BTreeSet::new();
        let mut mended = false;
        for fault in found {
            // What a frame lacks, it gets: its text cannot be referred to otherwise.
            if let Some(label) = missing_label(&fault)
                && let Some(labels) = frames.values_mut().next()
            {
                mended |= labels.insert(label.to_string());
                continue;
            }
            culprits.extend(culprit(&document, &fault));
            faults.extend(diagnostics(&document, vec![fault]));
        }
        for target in culprits {
            // What could be set before and cannot now is not what is at fault.
            if !replaced.insert(target.clone()) {
                return Err(faults);
            }
            mended = true;
            stale.extend(document.template(&target));
            match setting.good.get(&target) {
                Some(good) => document.replace(&target, good.clone()),
                None => drop(frames.insert(target, BTreeSet::new())),
            }
        }
        if !mended {
            return Err(faults);
        }
    }
}

/// The part that a fault is in, unless it is the main file: nothing would be left then.
fn culprit(document: &Prepared, fault: &Fault) -> Option<String> {
    fault
        .spots()
        .map(|spot| &spot.file)
        .find(|&file| file != MAIN && document.parts.iter().any(|(target, _)| target == file))
        .cloned()
}

/// The label that a document lacks, if that is the fault.
fn missing_label(fault: &Fault) -> Option<&str> {
    if !fault.message.ends_with("does not exist in the document") {
        return None;
    }
    let (_, rest) = fault.message.split_once('<')?;
    rest.split_once('>').map(|(label, _)| label)
}

/// What stands in the place of a part that could never be set.
fn frame(
    target: &str,
    template: &str,
    labels: &BTreeSet<String>,
    language: Language,
) -> Piece<Filled> {
    let words = match language {
        Language::Dutch => "Hier komt wat dit sjabloon maakt, zodra zijn fouten zijn verholpen:",
        Language::English => "What this template makes comes here once its faults are mended:",
    };
    let mut source = format!(
        "#pagebreak(weak: true)\n#block(width: 100%, inset: 12pt, stroke: 1pt + rgb(\"#b3261e\"))\
         [{words} {}]\n",
        typst_text(template)
    );
    for label in labels {
        source.push_str(&format!(
            "#hide[#figure([], kind: \"absent\", supplement: [], numbering: \"1\") <{label}>]\n"
        ));
    }
    let filled = Filled {
        files: vec![(target.to_string(), Bytes::from_string(source))],
        map: SourceMap::default(),
        facts: vec![],
        figures: vec![],
        tables: 0,
        failed_claims: vec![],
        uses: Uses::default(),
    };
    Piece::new(filled, vec![template.to_string()])
}

impl Prepared {
    /// The template that makes a file.
    fn template(&self, target: &str) -> Option<String> {
        let (_, path) = self.templates.iter().find(|(known, _)| known == target)?;
        Some(path.clone())
    }

    /// Puts another filling in the place of a part.
    fn replace(&mut self, target: &str, filled: Piece<Filled>) {
        self.files.extend(filled.files.iter().cloned());
        self.parts.retain(|(known, _)| known != target);
        self.parts.push((target.to_string(), filled));
    }
}
