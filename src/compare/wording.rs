//! Words on the pages that are not the same: what a template says in other words for
//! other answers, such as the name of the answer that was given most.
//!
//! The pages of two PDFs are read as one text each, without their numbers, which the
//! ledger knows better, and compared word by word. Where lines and pages break makes
//! no difference, and neither does text that stands elsewhere: a figure that floats to
//! another page, a row of a table that is sorted by value. The account of numbers is
//! left out.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::WordingChange;
use crate::diagnostics::Diagnostic;
use crate::format::Language;
use crate::ledger::{Carrier, Fact, account_title};
use crate::published::{PageText, Published, Region, page_texts};
use crate::typeset::{DRAFT_PAGE, UNTRUE_CLAIM};

/// A word of the text.
struct Word {
    text: String,
    /// The page, counted from 1.
    page: usize,
}

/// The words of an edition.
struct Words {
    /// Those of its text, in order.
    text: Vec<Word>,
    /// Those in and around the numbers of each figure and table, whose rows may be in
    /// the order of their values.
    labels: BTreeMap<String, Vec<Word>>,
}

/// What differs in the words of two editions; nothing where one of them has no PDF.
pub fn wording(old: &Published, new: &Published) -> Result<Vec<WordingChange>, Diagnostic> {
    let (Some(before), Some(after)) = (words(old)?, words(new)?) else { return Ok(vec![]) };
    let mut changes = in_text(&before.text, &after.text);
    for (name, after) in &after.labels {
        changes.extend(before.labels.get(name).and_then(|before| in_labels(before, after)));
    }
    let mut changes: Vec<WordingChange> = changes
        .into_iter()
        .map(|(was, is)| {
            let page = |words: &[&Word]| words.first().map(|word| word.page);
            let said = |words: &[&Word]| {
                words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
            };
            let (side, at) = match page(&is) {
                Some(page) => (new, Some(page)),
                None => (old, page(&was)),
            };
            let chapter = side.record.as_ref().and_then(|record| record.chapter(at?));
            WordingChange {
                chapter: chapter.map(|chapter| chapter.title.clone()),
                old_page: page(&was),
                new_page: page(&is),
                old: unmarked(said(&was), old),
                new: unmarked(said(&is), new),
            }
        })
        .filter(|change| change.old != change.new)
        .collect();
    changes.sort_by_key(|change| change.new_page.or(change.old_page));
    Ok(changes)
}

/// Words before and after.
type Change<'w> = (Vec<&'w Word>, Vec<&'w Word>);

/// What differs in the running text, without what only moved.
fn in_text<'w>(before: &'w [Word], after: &'w [Word]) -> Vec<Change<'w>> {
    let plain = |words: &[Word]| words.iter().map(Word::plain).collect::<Vec<_>>();
    let (was, is) = (plain(before), plain(after));
    let mut changes: Vec<(Range<usize>, Range<usize>)> =
        capture_diff_slices(Algorithm::Patience, &was, &is)
            .into_iter()
            .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
            .map(|operation| (operation.old_range(), operation.new_range()))
            .collect();
    let gone = changes.iter().filter(|change| change.1.is_empty()).map(|change| change.0.clone());
    for gone in gone.collect::<Vec<_>>() {
        let stands = changes
            .iter()
            .position(|(old, new)| old.is_empty() && is[new.clone()] == was[gone.clone()]);
        if let Some(at) = stands {
            changes.remove(at);
            changes.retain(|(old, _)| *old != gone);
        }
    }
    let changes = changes.into_iter();
    changes.map(|(was, is)| (before[was].iter().collect(), after[is].iter().collect())).collect()
}

/// The words of a figure or table that went and that came, in whatever order.
fn in_labels<'w>(before: &'w [Word], after: &'w [Word]) -> Option<Change<'w>> {
    let without = |words: &'w [Word], others: &[Word]| -> Vec<&'w Word> {
        let mut others: Vec<String> = others.iter().map(Word::plain).collect();
        let is_left = |word: &&Word| match others.iter().position(|it| *it == word.plain()) {
            Some(at) => {
                others.swap_remove(at);
                false
            }
            None => true,
        };
        words.iter().filter(is_left).collect()
    };
    let change = (without(before, after), without(after, before));
    (!change.0.is_empty() || !change.1.is_empty()).then_some(change)
}

/// The words without the marks of a draft, as which a workbook is printed whose claims
/// do not hold: that is told of the claims themselves.
fn unmarked(words: String, published: &Published) -> String {
    if published.failed_claims.is_empty() {
        return words;
    }
    let edition = published.record.as_ref().map(|record| record.publication.edition.as_str());
    let edition = edition.and_then(|edition| edition.split(" · ").next()).unwrap_or_default();
    let notice = format!("{edition}.");
    let marks = UNTRUE_CLAIM.into_iter().chain(DRAFT_PAGE);
    let marks = marks.chain([notice.as_str(), edition]).filter(|mark| mark.len() > 1);
    let words = marks.fold(words, |words, mark| words.replace(mark, ""));
    words.trim_matches([' ', '·']).to_string()
}

impl Word {
    /// The word as it is compared: without hyphens, which a line may put into it.
    fn plain(&self) -> String {
        self.text.replace(['-', '\u{ad}', '\u{2010}', '\u{2011}'], "")
    }
}

/// The words of a PDF that belong to its text: no numbers of the ledger, no running
/// headers and footers, no page numbers in a list.
fn words(published: &Published) -> Result<Option<Words>, Diagnostic> {
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
    let account = account(published);
    let mut words = Words { text: vec![], labels: BTreeMap::new() };
    for (index, lines) in lines.iter().enumerate() {
        let lines = match account {
            Some((title, page)) if page == index + 1 => {
                &lines[..lines.iter().position(|line| line.says(title)).unwrap_or(0)]
            }
            Some((_, page)) if page <= index => break,
            _ => lines,
        };
        for line in lines.iter().filter(|line| repeated[&line.key()] == 1) {
            let text = match &line.within {
                None => &mut words.text,
                Some(name) => words.labels.entry(name.clone()).or_default(),
            };
            for word in &line.words {
                match text.last_mut() {
                    // A word that goes on in the next line.
                    Some(last) if word.is_first && last.text.ends_with(['\u{2010}', '\u{ad}']) => {
                        last.text.pop();
                        last.text.push_str(&word.text);
                    }
                    _ => text.push(Word { text: word.text.clone(), page: index + 1 }),
                }
            }
        }
    }
    Ok(Some(words))
}

/// The account of numbers that closes a publication, which says again what the ledger
/// knows: its heading and its first page.
fn account(published: &Published) -> Option<(&str, usize)> {
    let record = published.record.as_ref()?;
    let title = account_title(Language::parse(&record.language)?);
    let last = record.chapters.last().filter(|chapter| chapter.title == title)?;
    Some((&last.title, last.page))
}

/// A line of a page.
struct Line {
    /// Its baseline, in points from the top.
    bottom: f64,
    /// The figure or table that it belongs to.
    within: Option<String>,
    words: Vec<LineWord>,
}

struct LineWord {
    text: String,
    /// Whether it begins its line.
    is_first: bool,
}

impl Line {
    fn says(&self, text: &str) -> bool {
        self.words.iter().map(|word| word.text.as_str()).eq(text.split_whitespace())
    }

    /// What a running header or footer has in common on all its pages: its height and
    /// its words, but for digits.
    fn key(&self) -> (i64, String) {
        let text: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        let text = text.join(" ").replace(|it: char| it.is_ascii_digit(), "#");
        ((self.bottom * 2.0).round() as i64, text)
    }
}

/// How far above the first and below the last of its numbers the labels of a figure or
/// table reach, in points.
const REACH: (f64, f64) = (30.0, 40.0);

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
    let mut reaches: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for fact in facts.iter().filter(|it| matches!(it.carrier, Carrier::Table | Carrier::Figure)) {
        if let (Some(name), Some(y)) = (&fact.within, fact.y) {
            let reach = reaches.entry(name).or_insert((y, y));
            *reach = (reach.0.min(y), reach.1.max(y));
        }
    }
    let within = |y: f64| {
        let mut reaches = reaches.iter();
        let found = reaches.find(|(_, reach)| reach.0 - REACH.0 < y && y < reach.1 + REACH.1);
        found.map(|(name, _)| name.to_string())
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
                within: within(region.bottom),
                words: vec![LineWord { text, is_first: true }],
            }),
        }
    }
    lines
}
