//! Looking for a text in the pages of a document.

use serde_json::{Value as Json, json};

use crate::typeset::{Line, PagedDocument, lines};

use super::sheet::area;

/// The most places that are told.
const MOST: usize = 200;

/// How many characters are told on either side of what was found.
const ROUND: usize = 40;

/// The places that hold a text, whatever its capitals and wherever lines end, as JSON.
pub(super) fn search(document: &PagedDocument, query: &str) -> Json {
    let query: Vec<char> = query.trim().chars().flat_map(char::to_lowercase).collect();
    let pages = document.pages().iter().enumerate();
    let hits: Vec<Json> = pages
        .filter(|_| !query.is_empty())
        .flat_map(|(page, content)| {
            let lines = lines(content);
            let letters = letters(&lines);
            let found = places(&letters, &query);
            let told =
                found.into_iter().map(|(start, end)| hit(page, &lines, &letters, start, end));
            told.collect::<Vec<_>>()
        })
        .take(MOST)
        .collect();
    json!({ "hits": hits, "cut": hits.len() == MOST })
}

/// A character of a page's text, small.
struct Letter {
    small: char,
    /// As it is printed.
    printed: char,
    /// Its line, and its place in that. The space between two lines stands at the end of the first.
    at: (usize, usize),
    /// Whether it stands there only because the line ends.
    is_loose: bool,
}

/// The text of a page in one piece. A word that is divided at the end of a line is whole.
fn letters(lines: &[Line]) -> Vec<Letter> {
    let mut letters = vec![];
    for (number, line) in lines.iter().enumerate() {
        let mut count = 0;
        for (index, printed) in line.text.chars().enumerate() {
            let printed = if printed.is_whitespace() { ' ' } else { printed };
            let small = printed.to_lowercase();
            letters.extend(small.map(|small| Letter {
                small,
                printed,
                at: (number, index),
                is_loose: false,
            }));
            count = index + 1;
        }
        let goes_on = lines.get(number + 1).and_then(|next| next.text.chars().next());
        let is_divided = line.text.ends_with(['-', '\u{2010}', '\u{ad}'])
            && goes_on.is_some_and(char::is_lowercase);
        match letters.last_mut() {
            Some(hyphen) if is_divided => hyphen.is_loose = true,
            Some(space) if space.small == ' ' => {}
            _ => letters.push(Letter {
                small: ' ',
                printed: ' ',
                at: (number, count),
                is_loose: false,
            }),
        }
    }
    letters
}

/// Where a text begins and ends; places do not overlap.
fn places(letters: &[Letter], query: &[char]) -> Vec<(usize, usize)> {
    let mut found = vec![];
    let mut start = 0;
    while start < letters.len() {
        match end_of(letters, query, start) {
            Some(end) => {
                found.push((start, end));
                start = end;
            }
            None => start += 1,
        }
    }
    found
}

fn end_of(letters: &[Letter], query: &[char], start: usize) -> Option<usize> {
    let mut at = start;
    for wanted in query {
        while letters.get(at)?.is_loose && letters[at].small != *wanted {
            // A text does not begin with a hyphen that is not wanted.
            if at == start {
                return None;
            }
            at += 1;
        }
        if letters[at].small != *wanted {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn hit(page: usize, lines: &[Line], letters: &[Letter], start: usize, end: usize) -> Json {
    let mut parts: Vec<(usize, usize, usize)> = vec![];
    for letter in &letters[start..end] {
        let (line, index) = letter.at;
        match parts.last_mut() {
            Some((on, _, to)) if *on == line => *to = index + 1,
            _ => parts.push((line, index, index + 1)),
        }
    }
    let areas = parts.into_iter().map(|(line, from, to)| area(&lines[line].part(from..to)));
    let text = |letters: &[Letter]| {
        letters
            .iter()
            .filter(|letter| !letter.is_loose)
            .map(|letter| letter.printed)
            .collect::<String>()
    };
    json!({
        "page": page,
        "areas": areas.collect::<Vec<_>>(),
        "before": text(&letters[start.saturating_sub(ROUND)..start]),
        "found": text(&letters[start..end]),
        "after": text(&letters[end..(end + ROUND).min(letters.len())]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::tests::{document, world};

    fn found(text: &str, query: &str) -> Vec<String> {
        let lines = lines(&document(&world(&[("/main.typ", text)])).pages()[0]);
        let letters = letters(&lines);
        let query: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
        let told = places(&letters, &query).into_iter().map(|(start, end)| {
            let hit = hit(0, &lines, &letters, start, end);
            format!(
                "{}x {}",
                hit["areas"].as_array().unwrap().len(),
                hit["found"].as_str().unwrap()
            )
        });
        told.collect()
    }

    #[test]
    fn texts_are_found_wherever_lines_end() {
        let text = "#set page(width: 90pt, margin: 5pt)\n#set text(hyphenate: true, lang: \"nl\")\n\
                    De basisadministratie van de gemeente Gouda, en e-overheid.";
        assert_eq!(found(text, "basisadministratie"), ["2x basisadministratie"]);
        assert_eq!(found(text, "GOUDA, en"), ["2x Gouda, en"]);
        assert_eq!(found(text, "e-overheid"), ["1x e-overheid"]);
        assert_eq!(found(text, "de").len(), 2);
        assert_eq!(found(text, "gouda en"), [""; 0]);
    }
}
