//! Looking for a printed number on its page.

use super::text::{Glyph, PageText};

/// How far from its place, in points, a glyph may stand: the ledger rounds to
/// hundredths, and a PDF to a little less.
const TOLERANCE: f64 = 0.5;

/// A part of the white space within which two glyphs stand together, in parts of
/// the size of type.
const TOGETHER: f64 = 0.12;

/// Where a text was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// A box for each line that it stands on.
    pub regions: Vec<Region>,
}

/// A box on a page, in points from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl PageText {
    /// Looks for a text whose first glyph stands at a place; `Err` is what stands
    /// there instead, empty if nothing does.
    ///
    /// White space and hyphens at the ends of lines make no difference, and neither
    /// do capitals; a digit more before or behind the text does.
    pub fn locate(&self, text: &str, x: f64, y: f64) -> Result<Found, String> {
        let starts = self.glyphs.iter().enumerate().filter(|(_, glyph)| {
            (glyph.x - x).abs() <= TOLERANCE
                && (glyph.y - y).abs() <= TOLERANCE
                && !is_blank(&glyph.text)
        });
        let mut instead = None;
        for (start, _) in starts {
            match self.reads(text, start) {
                Some(found) => return Ok(found),
                None => drop(instead.get_or_insert_with(|| self.word(start))),
            }
        }
        Err(instead.unwrap_or_default())
    }

    /// Whether the glyphs from `start` on say `text`, and no number that is longer.
    fn reads(&self, text: &str, start: usize) -> Option<Found> {
        let mut wanted = text.chars().filter(|&it| !is_space(it)).flat_map(char::to_lowercase);
        let mut expected = wanted.next();
        let mut index = start;
        let mut found = Found { regions: vec![] };
        while let Some(first) = expected {
            let glyph = self.glyphs.get(index)?;
            index += 1;
            if is_blank(&glyph.text) {
                continue;
            }
            let broken = index > start + 1
                && is_hyphen(&glyph.text)
                && !glyph.text.starts_with(first)
                && self.glyphs.get(index).is_some_and(|next| !on_one_line(glyph, next));
            if broken {
                continue;
            }
            for character in glyph.text.chars().flat_map(char::to_lowercase) {
                if is_space(character) {
                    continue;
                }
                if expected? != character {
                    return None;
                }
                expected = wanted.next();
            }
            found.add(glyph);
        }
        let first = self.glyphs.get(start)?;
        let last = self.glyphs.get(index.checked_sub(1)?)?;
        let longer = start.checked_sub(1).is_some_and(|at| {
            ends_in_digit(&self.glyphs[at])
                && starts_with_digit(first)
                && touch(&self.glyphs[at], first)
        }) || self.glyphs.get(index).is_some_and(|next| {
            starts_with_digit(next) && ends_in_digit(last) && touch(last, next)
        });
        (!longer).then_some(found)
    }

    /// The glyphs that stand together from `start` on, for messages.
    fn word(&self, start: usize) -> String {
        let mut word = String::new();
        for pair in self.glyphs[start..].windows(2) {
            word.push_str(&pair[0].text);
            if is_blank(&pair[1].text) || !touch(&pair[0], &pair[1]) {
                return word;
            }
        }
        word.extend(self.glyphs.last().map(|glyph| glyph.text.as_str()));
        word
    }

    /// The words that stand between two heights, in the order in which they are drawn.
    pub fn words_between(&self, top: f64, bottom: f64) -> Vec<(String, Region)> {
        let mut words: Vec<(String, Found)> = vec![];
        let mut last: Option<&Glyph> = None;
        for glyph in self.glyphs.iter().filter(|glyph| glyph.y >= top && glyph.y < bottom) {
            if is_blank(&glyph.text) {
                last = None;
                continue;
            }
            match (last, words.last_mut()) {
                (Some(last), Some((word, found))) if touch(last, glyph) => {
                    word.push_str(&glyph.text);
                    found.add(glyph);
                }
                _ => {
                    let mut found = Found { regions: vec![] };
                    found.add(glyph);
                    words.push((glyph.text.clone(), found));
                }
            }
            last = Some(glyph);
        }
        words
            .into_iter()
            .filter_map(|(word, found)| Some((word, *found.regions.first()?)))
            .collect()
    }
}

impl Found {
    /// Adds the box of a glyph.
    fn add(&mut self, glyph: &Glyph) {
        let region = Region {
            left: glyph.x.min(glyph.end),
            top: glyph.y - 0.8 * glyph.size,
            right: glyph.x.max(glyph.end),
            bottom: glyph.y + 0.25 * glyph.size,
        };
        match self.regions.last_mut() {
            Some(last) if (last.bottom - region.bottom).abs() < 1.0 => {
                last.left = last.left.min(region.left);
                last.right = last.right.max(region.right);
            }
            _ => self.regions.push(region),
        }
    }
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}')
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "\u{2010}" | "\u{ad}")
}

fn starts_with_digit(glyph: &Glyph) -> bool {
    glyph.text.starts_with(|it: char| it.is_ascii_digit())
}

fn ends_in_digit(glyph: &Glyph) -> bool {
    glyph.text.ends_with(|it: char| it.is_ascii_digit())
}

fn on_one_line(one: &Glyph, other: &Glyph) -> bool {
    (one.y - other.y).abs() < 0.1 * one.size.max(other.size)
}

/// Whether two glyphs stand together as in a word, in type of one size.
fn touch(one: &Glyph, next: &Glyph) -> bool {
    on_one_line(one, next)
        && (one.size - next.size).abs() < 0.1 * one.size
        && (next.x - one.end).abs() < TOGETHER * one.size
}
