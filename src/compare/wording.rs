//! Words on the pages that are not the same: what a template says in other words for
//! other answers, such as the name of the answer that was given most.
//!
//! The pages of two PDFs are read as one text each, without their numbers, which the
//! ledger knows better, and compared word by word. Where lines and pages break makes
//! no difference, and neither does text that stands elsewhere: a figure that floats to
//! another page, a row of a table that is sorted by value.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::WordingChange;
use crate::diagnostics::Diagnostic;
use crate::ledger::Fact;
use crate::published::{PageText, Published, Region, page_texts};

/// A word of the text.
struct Word {
    text: String,
    /// The page, counted from 1.
    page: usize,
}

/// What differs in the words of two editions; nothing where one of them has no PDF.
pub fn wording(old: &Published, new: &Published) -> Result<Vec<WordingChange>, Diagnostic> {
    let (Some(before), Some(after)) = (words(old)?, words(new)?) else { return Ok(vec![]) };
    let (was, is) = (plain(&before), plain(&after));
    let mut changes: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> =
        capture_diff_slices(Algorithm::Patience, &was, &is)
            .into_iter()
            .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
            .map(|operation| (operation.old_range(), operation.new_range()))
            .collect();
    let gone: Vec<_> = changes.iter().filter(|it| it.1.is_empty()).map(|it| it.0.clone()).collect();
    for gone in gone {
        let stands = changes
            .iter()
            .position(|(old, new)| old.is_empty() && is[new.clone()] == was[gone.clone()]);
        if let Some(at) = stands {
            changes.remove(at);
            changes.retain(|(old, _)| *old != gone);
        }
    }
    let said =
        |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let page = |words: &[Word]| words.first().map(|word| word.page);
    Ok(changes
        .into_iter()
        .map(|(was, is)| {
            let (was, is) = (&before[was], &after[is]);
            let (side, at) = match page(is) {
                Some(page) => (new, Some(page)),
                None => (old, page(was)),
            };
            let chapter = side.record.as_ref().and_then(|record| record.chapter(at?));
            WordingChange {
                chapter: chapter.map(|chapter| chapter.title.clone()),
                old_page: page(was),
                new_page: page(is),
                old: unmarked(said(was), old),
                new: unmarked(said(is), new),
            }
        })
        .filter(|change| change.old != change.new)
        .collect())
}

/// What marks a draft on its pages, in Dutch and English.
const MARKS: [&str; 4] =
    ["(klopt niet)", "(not true)", "Concept: niet alles klopt", "Draft: not everything is true"];

/// The words without the marks of a draft, as which a workbook is printed whose claims
/// do not hold: that is told of the claims themselves.
fn unmarked(words: String, published: &Published) -> String {
    if published.failed_claims.is_empty() {
        return words;
    }
    let edition = published.record.as_ref().map(|record| record.publication.edition.as_str());
    let edition = edition.and_then(|edition| edition.split(" · ").next()).unwrap_or_default();
    let notice = format!("{edition}.");
    let marks = MARKS.into_iter().chain([notice.as_str(), edition]).filter(|mark| mark.len() > 1);
    let words = marks.fold(words, |words, mark| words.replace(mark, ""));
    words.trim_matches([' ', '·']).to_string()
}

/// The words as they are compared: without hyphens, which a line may put into them.
fn plain(words: &[Word]) -> Vec<String> {
    let hyphens = ['-', '\u{ad}', '\u{2010}', '\u{2011}'];
    words.iter().map(|word| word.text.replace(hyphens, "")).collect()
}

/// The words of a PDF that belong to its text: no numbers of the ledger, no running
/// headers and footers, no page numbers in a list.
fn words(published: &Published) -> Result<Option<Vec<Word>>, Diagnostic> {
    let Some(pdf) = &published.pdf else { return Ok(None) };
    let pages = page_texts(&published.name, pdf)?;
    let document = published.record.as_ref().map(|record| record.document.as_str());
    let facts = published.ledger.facts.iter();
    let facts = facts.filter(|fact| document.is_none_or(|document| fact.document == document));
    let mut by_page: BTreeMap<usize, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by_page.entry(fact.page.unwrap_or_default()).or_default().push(fact);
    }
    let lines: Vec<Vec<Line>> = pages
        .iter()
        .enumerate()
        .map(|(index, page)| lines(page, by_page.get(&(index + 1)).map_or(&[], Vec::as_slice)))
        .collect();
    let mut repeated: BTreeMap<(i64, String), usize> = BTreeMap::new();
    for line in lines.iter().flatten() {
        *repeated.entry(line.key()).or_default() += 1;
    }
    let mut words: Vec<Word> = vec![];
    for (index, lines) in lines.iter().enumerate() {
        for line in lines.iter().filter(|line| repeated[&line.key()] == 1) {
            for word in &line.words {
                match words.last_mut() {
                    // A word that goes on in the next line.
                    Some(last) if word.is_first && last.text.ends_with(['\u{2010}', '\u{ad}']) => {
                        last.text.pop();
                        last.text.push_str(&word.text);
                    }
                    _ => words.push(Word { text: word.text.clone(), page: index + 1 }),
                }
            }
        }
    }
    Ok(Some(words))
}

/// A line of a page.
struct Line {
    /// Its baseline, in points from the top.
    bottom: f64,
    words: Vec<LineWord>,
}

struct LineWord {
    text: String,
    /// Whether it begins its line.
    is_first: bool,
}

impl Line {
    /// What a running header or footer has in common on all its pages: its height and
    /// its words, but for digits.
    fn key(&self) -> (i64, String) {
        let text: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        let text = text.join(" ").replace(|it: char| it.is_ascii_digit(), "#");
        ((self.bottom * 2.0).round() as i64, text)
    }
}

/// The lines of a page without its facts, in the order in which they are drawn.
fn lines(page: &PageText, facts: &[&Fact]) -> Vec<Line> {
    let numbers: Vec<Region> = facts.iter().flat_map(|fact| page.regions(fact)).collect();
    let is_number = |region: &Region| {
        let middle = (region.top + region.bottom) / 2.0;
        numbers.iter().any(|number| {
            let overlaps = region.left < number.right && number.left < region.right;
            overlaps && (number.top..number.bottom).contains(&middle)
        })
    };
    let mut lines: Vec<Line> = vec![];
    let mut last: Option<Region> = None;
    for (text, region) in page.words_between(0.0, page.height) {
        let same_line = last.is_some_and(|last| {
            (last.bottom - region.bottom).abs() < 1.0 && region.left >= last.left
        });
        // Far from what stands before it, as the page in a table of contents.
        let apart = !same_line
            || last
                .is_some_and(|last| region.left - last.right > 2.0 * (region.bottom - region.top));
        last = Some(region);
        let is_page = apart && text.chars().all(|it| it.is_ascii_digit());
        if is_number(&region) || is_page {
            continue;
        }
        match lines.last_mut().filter(|_| same_line) {
            Some(line) => line.words.push(LineWord { text, is_first: line.words.is_empty() }),
            None => lines.push(Line {
                bottom: region.bottom,
                words: vec![LineWord { text, is_first: true }],
            }),
        }
    }
    lines
}
