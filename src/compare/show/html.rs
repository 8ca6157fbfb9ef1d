//! A comparison for a browser: one page that needs nothing else, with the changed
//! pages of both editions side by side and every change marked at its place.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::words;
use crate::compare::{Change, Comparison, FactChange};
use crate::diagnostics::Diagnostic;
use crate::escape::html_text as escape;
use crate::ledger::Fact;
use crate::published::{PageText, Published, page_picture, page_texts};

/// Pixels a point: sharp enough to read, small enough to mail.
const SCALE: f32 = 1.5;

/// How the page looks.
const STYLE: &str = include_str!("page.css");

/// A comparison as a web page. Pages are drawn of editions that have a PDF.
pub fn html(
    comparison: &Comparison,
    old: &Published,
    new: &Published,
) -> Result<String, Diagnostic> {
    let spreads = spreads(comparison, old, new);
    let sheets = [
        Sheets::draw(old, spreads.iter().filter_map(|spread| spread.0))?,
        Sheets::draw(new, spreads.iter().filter_map(|spread| spread.1))?,
    ];
    let mut page = String::new();
    let title = format!("What changed: {} → {}", comparison.old.name, comparison.new.name);
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n\
         <h1>What changed in print</h1>\n<p class=\"summary\">{}.</p>\n<dl>\n",
        escape(&title),
        escape(&words::summary(comparison)),
    );
    for (word, side) in [("Old", &comparison.old), ("New", &comparison.new)] {
        let _ = writeln!(
            page,
            "<dt>{word}</dt><dd><code>{}</code> {}</dd>",
            escape(&side.name),
            escape(&words::side(side))
        );
    }
    page.push_str("</dl>\n");
    contents(&mut page, comparison);
    page.push_str("</header>\n<main>\n");
    for (index, (document, chapter, changes)) in comparison.chapters().into_iter().enumerate() {
        let _ = writeln!(
            page,
            "<section aria-labelledby=\"chapter-{index}\">\n<h2 id=\"chapter-{index}\">{} <small>{}</small></h2>",
            escape(chapter),
            escape(document)
        );
        table(&mut page, &changes, &spreads, chapter);
        let mut shown = vec![];
        for spread in changes.iter().filter_map(|change| spread_of(change, &spreads)) {
            if !shown.contains(&spread) {
                shown.push(spread);
                write_spread(&mut page, spread, &changes, &sheets);
            }
        }
        page.push_str("</section>\n");
    }
    let claims: Vec<(String, String)> = comparison.claims.iter().map(words::claim).collect();
    list(&mut page, "claims", "Claims", &claims);
    let wording: Vec<(String, String)> = comparison.wording.iter().map(words::wording).collect();
    list(&mut page, "wording", "Wording", &wording);
    let questions: Vec<_> = comparison.questions.iter().map(words::question).collect();
    list(&mut page, "questions", "Questions and codes", &questions);
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
}

/// The page of the old and of the new edition that stand side by side.
type Spread = (Option<usize>, Option<usize>);

/// Which pages stand side by side: those that a number has in both editions. What
/// came or went stands with the page on which other numbers changed.
fn spreads(comparison: &Comparison, old: &Published, new: &Published) -> Vec<Spread> {
    let main = new.main().or(old.main());
    let drawn = |change: &&FactChange| {
        let is_main = main.is_none_or(|main| change.document == main);
        is_main && old.pdf.is_some() && new.pdf.is_some()
    };
    let pages = |change: &FactChange| -> Spread {
        let page = |fact: &Option<Fact>| fact.as_ref().and_then(|fact| fact.page);
        (page(&change.old), page(&change.new))
    };
    let changes: Vec<Spread> = comparison.facts.iter().filter(drawn).map(pages).collect();
    let mut spreads: Vec<Spread> =
        changes.iter().filter(|pages| pages.0.is_some() && pages.1.is_some()).copied().collect();
    for pages in &changes {
        let stands = |spread: &Spread| {
            (pages.0.is_none() || spread.0 == pages.0) && (pages.1.is_none() || spread.1 == pages.1)
        };
        if !spreads.iter().any(stands) {
            spreads.push((pages.0.or(pages.1), pages.1.or(pages.0)));
        }
    }
    spreads.sort_unstable_by_key(|spread| (spread.1, spread.0));
    spreads.dedup();
    spreads
}

/// The pages side by side on which a change shows.
fn spread_of(change: &FactChange, spreads: &[Spread]) -> Option<Spread> {
    let page = |fact: &Option<Fact>| fact.as_ref().map(|fact| fact.page);
    let (old, new) = (page(&change.old), page(&change.new));
    let fits = |spread: &&Spread| {
        old.is_none_or(|page| page == spread.0) && new.is_none_or(|page| page == spread.1)
    };
    spreads.iter().find(fits).copied().filter(|_| old != Some(None) && new != Some(None))
}

fn anchor(spread: Spread) -> String {
    let part = |page: Option<usize>| page.map_or("none".into(), |page| page.to_string());
    format!("pages-{}-{}", part(spread.0), part(spread.1))
}

/// Drawn pages of an edition with what stands on them.
struct Sheets {
    pictures: BTreeMap<usize, Vec<u8>>,
    texts: Vec<PageText>,
}

impl Sheets {
    fn draw(published: &Published, pages: impl Iterator<Item = usize>) -> Result<Self, Diagnostic> {
        let mut wanted: Vec<usize> = pages.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let Some(pdf) = published.pdf.as_ref().filter(|_| !wanted.is_empty()) else {
            return Ok(Self { pictures: BTreeMap::new(), texts: vec![] });
        };
        let pictures = page_picture(&published.name, pdf, &wanted, SCALE)?;
        Ok(Self {
            pictures: wanted
                .into_iter()
                .zip(pictures)
                .filter_map(|(page, picture)| Some((page, picture?)))
                .collect(),
            texts: page_texts(&published.name, pdf)?,
        })
    }
}

/// The chapters with a change, each a link.
fn contents(page: &mut String, comparison: &Comparison) {
    let chapters = comparison.chapters();
    if chapters.len() < 2 {
        return;
    }
    page.push_str("<nav aria-label=\"Chapters with changes\">\n<ol>\n");
    for (index, (_, chapter, changes)) in chapters.iter().enumerate() {
        let _ = writeln!(
            page,
            "<li><a href=\"#chapter-{index}\">{}</a> <span>{}</span></li>",
            escape(chapter),
            changes.len()
        );
    }
    page.push_str("</ol>\n</nav>\n");
}

fn table(page: &mut String, changes: &[&FactChange], spreads: &[Spread], chapter: &str) {
    let _ = write!(
        page,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Changes in {0}\">\n<table>\n\
         <caption class=\"spoken\">Changes in {0}</caption>\n<thead><tr>",
        escape(chapter)
    );
    for head in ["Page", "Where", "Old", "New", "Number", "Template"] {
        let _ = write!(page, "<th scope=\"col\">{head}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for change in changes {
        let fact = change.fact();
        let mut place = escape(&words::page_of(change));
        if let Some(spread) = spread_of(change, spreads) {
            place = format!("<a href=\"#{}\">{place}</a>", anchor(spread));
        }
        let turn = words::turn(change).map_or(String::new(), |turn| {
            format!(" <strong class=\"turn\">{}</strong>", escape(&turn))
        });
        let cell = |tag: &str, fact: &Option<Fact>| match fact {
            Some(fact) => format!("<{tag}>{}</{tag}>", escape(&words::text_of(fact, change))),
            None => "<span class=\"spoken\">none</span>".into(),
        };
        let _ = writeln!(
            page,
            "<tr><td>{place}</td><td>{}</td><td>{}</td><td>{}</td>\
             <td><code>{}</code>{turn}</td><td><code>{}</code></td></tr>",
            escape(words::carrier(fact)),
            cell("del", &change.old),
            cell("ins", &change.new),
            escape(&words::number(fact)),
            escape(&words::line(fact)),
        );
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn write_spread(page: &mut String, spread: Spread, changes: &[&FactChange], sheets: &[Sheets; 2]) {
    let _ = writeln!(page, "<div class=\"spread\" id=\"{}\">", anchor(spread));
    let sides = [("old", "Old", spread.0), ("new", "New", spread.1)];
    for ((class, word, number), sheets) in sides.into_iter().zip(sheets) {
        let Some(number) = number else { continue };
        let (Some(picture), Some(text)) =
            (sheets.pictures.get(&number), sheets.texts.get(number.wrapping_sub(1)))
        else {
            continue;
        };
        let facts: Vec<(&Fact, Change)> = changes
            .iter()
            .filter_map(|change| {
                let fact = if class == "old" { &change.old } else { &change.new };
                Some((fact.as_ref()?, change.change))
            })
            .filter(|(fact, _)| fact.page == Some(number))
            .collect();
        let told: Vec<&str> = facts.iter().map(|(fact, _)| fact.text.as_str()).collect();
        let _ = write!(
            page,
            "<figure class=\"{class}\">\n<figcaption>{word}, page {number}</figcaption>\n<div>\n\
             <img src=\"data:image/png;base64,{}\" width=\"{:.0}\" height=\"{:.0}\" loading=\"lazy\" \
             alt=\"Page {number} of the {} edition; marked: {}\">\n\
             <svg viewBox=\"0 0 {:.2} {:.2}\" aria-hidden=\"true\">",
            STANDARD.encode(picture),
            text.width * f64::from(SCALE),
            text.height * f64::from(SCALE),
            word.to_lowercase(),
            escape(&told.join(", ")),
            text.width,
            text.height,
        );
        for (fact, change) in facts {
            for region in text.regions(fact) {
                let both = matches!(change, Change::Changed | Change::Turned);
                let class = if both { "changed" } else { "one-sided" };
                let _ = write!(
                    page,
                    "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"/>",
                    region.left - 2.0,
                    region.top - 1.5,
                    region.right - region.left + 4.0,
                    region.bottom - region.top + 3.0,
                );
            }
        }
        page.push_str("</svg>\n</div>\n</figure>\n");
    }
    page.push_str("</div>\n");
}

/// A section of things and what happened to them; none if there are none.
fn list(page: &mut String, id: &str, heading: &str, things: &[(String, String)]) {
    if things.is_empty() {
        return;
    }
    let _ =
        writeln!(page, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n<dl>");
    for (name, what) in things {
        let _ = writeln!(page, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(what));
    }
    page.push_str("</dl>\n</section>\n");
}
