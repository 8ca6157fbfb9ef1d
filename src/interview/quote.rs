//! Whether somebody said what is quoted.

use std::ops::Range;

use similar::{ChangeTag, TextDiff};

use crate::diagnostics::TextFile;
use crate::prose::Prose;

/// The passage of an interview that comes nearest to a text that nobody said.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Where it stands in the file.
    pub place: Range<usize>,
    /// The passage.
    pub passage: String,
    /// The quotation against the passage: `[-said-]` and `{+quoted+}`.
    pub difference: String,
}

/// Marks of what was left out.
const ELLIPSES: [&str; 2] = ["[…]", "[...]"];

/// A passage less like the quotation than this is no help.
const LIKENESS: f64 = 0.4;

/// Whether the prose of an interview holds a quotation, apart from white space and
/// the form of quotation marks. Parts around `[…]` must come in their order.
///
/// If not, gives the passage nearest to the part that is not there.
pub fn quoted(file: &TextFile, prose: &Prose, quotation: &str) -> Result<(), Option<Nearest>> {
    let said = Plain::of(prose.text());
    let mut from = 0;
    for part in parts(quotation) {
        let wanted = Plain::of(part).text;
        let wanted = wanted.trim();
        match said.text[from..].find(wanted) {
            Some(at) => from += at + wanted.len(),
            None => return Err(nearest(file, prose, wanted)),
        }
    }
    Ok(())
}

fn parts(quotation: &str) -> Vec<&str> {
    ELLIPSES.iter().fold(vec![quotation], |parts, mark| {
        parts.into_iter().flat_map(|part| part.split(mark)).collect()
    })
}

/// Text with plain quotation marks and single spaces; paragraphs stay apart.
struct Plain {
    text: String,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = String::with_capacity(text.len());
        for character in text.chars() {
            let character = match character {
                '‘' | '’' | '‚' | '‛' | '′' => '\'',
                '“' | '”' | '„' | '‟' | '″' => '"',
                '\u{ad}' => continue,
                '\n' => '\n',
                character if character.is_whitespace() => ' ',
                character => character,
            };
            let doubled = character == ' ' && plain.ends_with([' ', '\n']);
            if !doubled {
                plain.push(character);
            }
        }
        Self { text: plain }
    }
}

/// The passage most like a text: as many words in a row, in one paragraph.
fn nearest(file: &TextFile, prose: &Prose, wanted: &str) -> Option<Nearest> {
    let count = wanted.split_whitespace().count().max(1);
    let mut best: Option<(f64, Range<usize>)> = None;
    let mut start = 0;
    for paragraph in prose.text().split_inclusive('\n') {
        let words: Vec<Range<usize>> =
            words(paragraph).map(|word| start + word.start..start + word.end).collect();
        for first in 0..words.len() {
            let last = (first + count).min(words.len()) - 1;
            let range = words[first].start..words[last].end;
            let passage = Plain::of(&prose.text()[range.clone()]).text;
            let likeness =
                strsim::normalized_levenshtein(&passage.to_lowercase(), &wanted.to_lowercase());
            if likeness >= LIKENESS && best.as_ref().is_none_or(|(most, _)| likeness > *most) {
                best = Some((likeness, range));
            }
            if last + 1 == words.len() {
                break;
            }
        }
        start += paragraph.len();
    }
    let (_, range) = best?;
    let passage = Plain::of(&prose.text()[range.clone()]).text;
    let mut place = prose.place(range);
    place.end = place.end.min(file.text.len());
    Some(Nearest { place, difference: difference(&passage, wanted), passage })
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(move |word| at(word)..at(word) + word.len())
}

/// The two texts in one: `[-said-]`, `{+quoted+}`.
fn difference(said: &str, quoted: &str) -> String {
    let mut text = String::new();
    let diff = TextDiff::from_words(said, quoted);
    let mut open: Option<ChangeTag> = None;
    let close = |open: Option<ChangeTag>| match open {
        Some(ChangeTag::Delete) => "-]",
        Some(ChangeTag::Insert) => "+}",
        _ => "",
    };
    for change in diff.iter_all_changes() {
        if open != Some(change.tag()) {
            text.push_str(close(open));
            text.push_str(match change.tag() {
                ChangeTag::Delete => "[-",
                ChangeTag::Insert => "{+",
                ChangeTag::Equal => "",
            });
            open = Some(change.tag());
        }
        text.push_str(change.value());
    }
    text.push_str(close(open));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Wij hadden geen haast, en dat was “goed”.\n\nPas  later\nkwam het plan.\n";

    fn judge(quotation: &str) -> Result<(), Option<Nearest>> {
        let file = TextFile { path: "a.md".into(), text: TEXT.into() };
        let prose = super::super::prose(&file, 0..TEXT.len());
        quoted(&file, &prose, quotation)
    }

    #[test]
    fn white_space_and_quotation_marks_do_not_count() {
        for quotation in [
            "geen haast, en dat was \"goed\"",
            "Pas later kwam  het plan",
            "Wij hadden geen haast […] kwam het plan.",
            "Wij hadden [...] haast",
        ] {
            assert_eq!(judge(quotation), Ok(()), "{quotation}");
        }
    }

    #[test]
    fn anything_else_does() {
        let nearest = judge("Wij hadden veel haast, en dat").unwrap_err().unwrap();
        assert_eq!(nearest.passage, "Wij hadden geen haast, en dat");
        assert_eq!(nearest.difference, "Wij hadden [-geen-]{+veel+} haast, en dat");
        assert_eq!(&TEXT[nearest.place], "Wij hadden geen haast, en dat");
        assert!(judge("wij hadden").is_err(), "capitals count");
        assert!(judge("kwam het plan […] geen haast").is_err(), "the order counts");
        assert!(judge("“goed”. Pas later").is_err(), "paragraphs stay apart");
        assert_eq!(judge("iets heel anders dus"), Err(None));
    }
}
