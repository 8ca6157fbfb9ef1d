//! Setting a document as well as it can be set: what a fault is in is left out, so
//! that the other parts can be shown, and their faults found in the same run.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::chapter::SourceMap;
use crate::diagnostics::Diagnostic;
use crate::escape::typst_text;
use crate::format::Language;
use crate::typeset::{
    Bytes, Compilation, Fault, PagedDocument, Spot, World, compile, compile_after, without_piece,
};

use super::Desk;
use super::document::{MAIN, Prepared, Setting, diagnostics};
use super::fill::{Filled, Uses};
use super::memory::Piece;

/// Pieces that are taken out of a part before the whole of it is left out.
const MOST_PIECES: usize = 20;

/// A document that could be set, perhaps without some of its parts.
pub(super) struct Composed {
    /// The document, with what stands in for its parts.
    pub(super) document: Prepared,
    /// What Typst was given.
    pub(super) files: BTreeMap<String, Bytes>,
    /// The parts that are not what they should be, by the file that they make.
    pub(super) replaced: BTreeSet<String>,
    pub(super) pages: PagedDocument,
    /// What was found wrong on the way.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) warnings: Vec<Fault>,
    /// Whether it was set as a press does that starts cold.
    pub(super) from_scratch: bool,
}

/// What takes the place of a part with a fault.
#[derive(Clone, Copy)]
pub(super) enum StandIn<'a> {
    /// The part as it could be set last, else a frame that says so: to be looked at.
    Last(&'a BTreeMap<String, Piece<Filled>>),
    /// What is left of the part without the piece that is at fault: to find the next.
    Rest,
}

/// Takes a document whose pages do not agree yet with what they tell of themselves: the
/// document, the files of the parts that are not what they should be, world and pages.
pub(super) type Early<'a> = dyn FnMut(&Prepared, &BTreeSet<String>, &World, &PagedDocument) + 'a;

/// Sets a document with files that are `made` of its facts. Fails, with all faults that
/// were found, when nothing of it can be set.
pub(super) fn compose(
    desk: &Desk,
    document: &Prepared,
    setting: &mut Setting,
    made: &[(String, Bytes)],
    stand_in: StandIn,
    early: &mut Early,
) -> Result<Composed, Vec<Diagnostic>> {
    let mut document = document.clone();
    let mut faults = vec![];
    let mut framed: BTreeSet<String> = std::mem::take(&mut document.absent).into_iter().collect();
    for target in &framed {
        document.put_frame(target, desk.material.language);
    }
    let mut replaced = framed.clone();
    let mut pieces: BTreeMap<String, usize> = BTreeMap::new();
    // Labels in what is left out, which others refer to.
    let mut labels: BTreeSet<String> = BTreeSet::new();
    loop {
        let mut files = document.files.clone();
        files.extend(made.iter().cloned());
        hold_labels(&mut files, &labels);
        let last = setting.pages.clone().filter(|_| matches!(stand_in, StandIn::Last(_)));
        let world = setting.world(desk, &files);
        let compilation = match last {
            Some(last) => compile_after(world, &last, &mut |pages| {
                early(&document, &replaced, world, pages);
            }),
            None => compile(world),
        };
        let found = match compilation.document {
            Ok(pages) => {
                let Compilation { warnings, from_scratch, .. } = compilation;
                let composed =
                    Composed { document, files, replaced, pages, faults, warnings, from_scratch };
                return Ok(composed);
            }
            Err(found) => found,
        };
        let mut culprits: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
        let mut mended = false;
        for fault in found {
            if !replaced.is_empty()
                && let Some(label) = missing_label(&fault)
            {
                mended |= labels.insert(label.to_string());
                continue;
            }
            if let Some(spot) = culprit(&document, &fault) {
                culprits.entry(spot.file.clone()).or_default().push(spot.range.clone());
            }
            faults.extend(diagnostics(desk, &document, vec![fault]));
        }
        for (target, ranges) in culprits {
            mended = true;
            replaced.insert(target.clone());
            let taken = pieces.entry(target.clone()).or_default();
            *taken += 1;
            let rest = match stand_in {
                StandIn::Rest if *taken <= MOST_PIECES => document.without(&target, &ranges),
                _ => None,
            };
            if let Some(rest) = rest {
                document.files.insert(target, rest);
                continue;
            }
            // What could be set before and cannot now is not what is at fault.
            if !framed.insert(target.clone()) {
                return Err(faults);
            }
            match stand_in {
                StandIn::Last(last) if let Some(last) = last.get(&target) => {
                    document.replace(&target, last.clone());
                }
                _ => document.put_frame(&target, desk.material.language),
            }
        }
        if !mended {
            return Err(faults);
        }
    }
}

/// The place of a fault in a part that can be left out: not the main file, without
/// which nothing would be left.
fn culprit<'f>(document: &Prepared, fault: &'f Fault) -> Option<&'f Spot> {
    fault.spots().find(|spot| {
        spot.file != MAIN && document.parts.iter().any(|(target, _)| *target == spot.file)
    })
}

/// The label that a document lacks, if that is the fault.
fn missing_label(fault: &Fault) -> Option<&str> {
    if !fault.message.ends_with("does not exist in the document") {
        return None;
    }
    let (_, rest) = fault.message.split_once('<')?;
    rest.split_once('>').map(|(label, _)| label)
}

/// Gives the document labels that it lacks because of what was left out.
fn hold_labels(files: &mut BTreeMap<String, Bytes>, labels: &BTreeSet<String>) {
    let Some(main) = files.get_mut(MAIN).filter(|_| !labels.is_empty()) else { return };
    let mut text = main.as_str().unwrap_or_default().to_string();
    for label in labels {
        text.push_str(&format!(
            "\n#hide[#figure([], kind: \"absent\", supplement: [], numbering: \"1\") <{label}>]"
        ));
    }
    *main = Bytes::from_string(text);
}

/// What stands in the place of a part that could never be set.
fn frame(target: &str, template: &str, language: Language) -> Piece<Filled> {
    let words = match language {
        Language::Dutch => "Hier komt wat dit sjabloon maakt, zodra zijn fouten zijn verholpen:",
        Language::English => "What this template makes comes here once its faults are mended:",
    };
    let source = format!(
        "#pagebreak(weak: true)\n#block(width: 100%, inset: 12pt, stroke: 1pt + rgb(\"#b3261e\"))\
         [{words} {}]\n",
        typst_text(template)
    );
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
    pub(super) fn template(&self, target: &str) -> Option<&str> {
        let (_, path) = self.templates.iter().find(|(known, _)| known == target)?;
        Some(path)
    }

    /// Puts a frame in the place of a part.
    fn put_frame(&mut self, target: &str, language: Language) {
        let frame = frame(target, self.template(target).unwrap_or_default(), language);
        self.replace(target, frame);
    }

    /// Puts another filling in the place of a part.
    fn replace(&mut self, target: &str, filled: Piece<Filled>) {
        self.files.extend(filled.files.iter().cloned());
        self.parts.retain(|(known, _)| known != target);
        self.parts.push((target.to_string(), filled));
    }

    /// A part without the pieces that these ranges stand in, each as long as it was.
    fn without(&self, target: &str, ranges: &[Range<usize>]) -> Option<Bytes> {
        let text = self.files.get(target)?.as_str().ok()?.to_string();
        let rest = ranges.iter().try_fold(text, |text, range| without_piece(&text, range.start))?;
        Some(Bytes::from_string(rest))
    }
}
