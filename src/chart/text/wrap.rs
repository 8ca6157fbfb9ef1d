//! Breaking labels into lines: at the places Unicode allows, at syllables when
//! a word is too long, and between characters when nothing else is left.

use hypher::Lang;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter};

use super::{Shaper, TextStyle};
use crate::chart::fault::ChartFault;
use crate::format::Language;

/// A text broken into lines, all in one style.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) lines: Vec<Line>,
    pub(crate) style: TextStyle,
    /// Width of the widest line, in points.
    pub(crate) width: f64,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) width: f64,
}

impl Block {
    /// Whether a word is broken at the end of a line.
    pub(crate) fn is_hyphenated(&self) -> bool {
        let before_last = self.lines.len().saturating_sub(1);
        self.lines[..before_last].iter().any(|line| line.text.ends_with('-'))
    }

    /// Height of the box around all lines, in points.
    pub(crate) fn height(&self) -> f64 {
        self.spread() + self.style.line_height()
    }

    /// From the first baseline to the last, in points.
    pub(crate) fn spread(&self) -> f64 {
        self.lines.len().saturating_sub(1) as f64 * self.style.leading()
    }

    /// The first baseline that puts the middle of the text (from the top of the
    /// first capital to the last baseline) at `middle`.
    pub(crate) fn baseline_at_middle(&self, middle: f64) -> f64 {
        middle + (self.style.cap_height - self.spread()) / 2.0
    }

    /// How far the box reaches above and below such a middle, in points.
    pub(crate) fn reach(&self) -> (f64, f64) {
        let first = self.baseline_at_middle(0.0);
        (self.style.ascent - first, first + self.spread() + self.style.descent)
    }
}

/// One line of text without controls and doubled white space, as XML and SVG print it.
pub(crate) fn normalise(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{ad}' | '\u{feff}' => {}
            // No-break spaces stay: they are the author's.
            ' ' => push_space(&mut clean),
            other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}') => {
                push_space(&mut clean);
            }
            // Not allowed in XML.
            '\u{fffe}' | '\u{ffff}' => {}
            other => clean.push(other),
        }
    }
    clean.truncate(clean.trim_end_matches(' ').len());
    clean
}

fn push_space(clean: &mut String) {
    if !clean.is_empty() && !clean.ends_with(' ') {
        clean.push(' ');
    }
}

impl Shaper<'_> {
    /// Breaks `text` into lines of at most `width` points. With as few lines as
    /// possible, and those as even as possible.
    pub(crate) fn wrap(
        &self,
        text: &str,
        style: TextStyle,
        width: f64,
        language: Language,
    ) -> Result<Block, ChartFault> {
        let text = normalise(text);
        let style = self.style_for(&text, style).map_err(|missing| {
            ChartFault::new(
                "character-without-glyph",
                format!(
                    "no font has the character `{missing}` (U+{:04X}) of `{}`",
                    missing as u32,
                    shorten(&text)
                ),
            )
            .hint("write it without this character, or add a font that has it to `fonts/`")
        })?;
        let whole = self.measure(&text, style);
        if whole <= width {
            return Ok(Block { lines: vec![Line { text, width: whole }], style, width: whole });
        }
        let breaker = Breaker { shaper: self, style, language };
        let atoms = breaker.atoms(&text, width);
        if let Some(atom) = atoms.iter().find(|atom| atom.width > width + 1e-6) {
            return Err(ChartFault::new(
                "chart-too-narrow",
                format!("`{}` of `{}` is wider than its place", atom.text, shorten(&text)),
            )
            .hint("make the chart wider"));
        }
        let lines = breaker.fill(&atoms, width);
        let lines = breaker.balance(&atoms, width, lines);
        let lines: Vec<Line> = lines
            .into_iter()
            .map(|text| Line { width: self.measure(&text, style), text })
            .collect();
        let width = lines.iter().fold(0.0_f64, |widest, line| widest.max(line.width));
        Ok(Block { lines, style, width })
    }
}

/// A long text for use in a message.
pub(crate) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A piece of text that is not broken.
struct Atom<'a> {
    text: &'a str,
    width: f64,
    /// Whether a space follows, when no break does.
    space: bool,
    /// Whether a break after it shows a hyphen.
    hyphen: bool,
}

struct Breaker<'s, 'f> {
    shaper: &'s Shaper<'f>,
    style: TextStyle,
    language: Language,
}

impl Breaker<'_, '_> {
    fn measure(&self, text: &str) -> f64 {
        self.shaper.measure(text, self.style)
    }

    fn atoms<'t>(&self, text: &'t str, width: f64) -> Vec<Atom<'t>> {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(Default::default());
        let mut atoms = vec![];
        let mut start = 0;
        let ends: Vec<usize> = segmenter.segment_str(text).filter(|&end| end > 0).collect();
        for (index, &end) in ends.iter().enumerate() {
            let piece = &text[start..end];
            if is_short_prefix(piece) && end < text.len() {
                continue;
            }
            if let Some(&next) = ends.get(index + 1)
                && is_within_range(text, end)
                && self.measure(text[start..next].trim_end_matches(' ')) <= width
            {
                continue;
            }
            let word = piece.trim_end_matches(' ');
            start = end;
            let space = word.len() < piece.len();
            let measured = self.measure(word);
            if measured <= width {
                atoms.push(Atom { text: word, width: measured, space, hyphen: false });
            } else {
                self.split(word, space, width, &mut atoms);
            }
        }
        atoms
    }

    /// Splits a word that is too long for a line.
    fn split<'t>(&self, word: &'t str, space: bool, width: f64, atoms: &mut Vec<Atom<'t>>) {
        let first = atoms.len();
        for (syllable, hyphen) in self.syllables(word) {
            let measured = self.measure(syllable);
            let shown = if hyphen { self.measure(&format!("{syllable}-")) } else { measured };
            if shown <= width {
                atoms.push(Atom { text: syllable, width: measured, space: false, hyphen });
            } else {
                let mut start = 0;
                for end in GraphemeClusterSegmenter::new().segment_str(syllable) {
                    if end > start {
                        let text = &syllable[start..end];
                        let width = self.measure(text);
                        atoms.push(Atom { text, width, space: false, hyphen: false });
                        start = end;
                    }
                }
            }
        }
        if atoms.len() > first
            && let Some(last) = atoms.last_mut()
        {
            last.space = space;
            last.hyphen = false;
        }
    }

    /// The syllables of a word, and whether a hyphen shows when broken after them.
    fn syllables<'t>(&self, word: &'t str) -> Vec<(&'t str, bool)> {
        let (language, left, right) = match self.language {
            Language::Dutch => (Lang::Dutch, 3, 3),
            Language::English => (Lang::English, 2, 3),
        };
        let mut syllables = vec![];
        let mut rest = word;
        while !rest.is_empty() {
            let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (letters, others) = rest.split_at(letters);
            let stop = others.find(char::is_alphabetic).unwrap_or(others.len());
            let mut parts: Vec<&str> = if letters.is_empty() {
                vec![]
            } else {
                join_diaeresis(letters, hypher::hyphenate_bounded(letters, language, left, right))
            };
            let last = parts.pop();
            syllables.extend(parts.into_iter().map(|part| (part, true)));
            // Signs after the last syllable stay with it.
            let from = rest.len() - others.len() - last.map_or(0, str::len);
            let tail = &rest[from..rest.len() - others.len() + stop];
            syllables.push((tail, false));
            rest = &others[stop..];
        }
        syllables
    }

    /// Fills lines one after the other.
    fn fill(&self, atoms: &[Atom], width: f64) -> Vec<String> {
        let mut lines: Vec<String> = vec![];
        let mut line = String::new();
        let mut filled = 0.0;
        let blank = self.measure(" ");
        let mut previous: Option<&Atom> = None;
        for atom in atoms {
            let joint = if previous.is_some_and(|atom| atom.space) { blank } else { 0.0 };
            let estimate = filled + joint + atom.width;
            // Kerning makes a line a little wider or narrower than its parts:
            // near the edge the line itself is measured.
            let fits = line.is_empty()
                || estimate <= width * 0.9 - self.style.size
                || estimate <= width * 1.1 && {
                    let hyphen = if atom.hyphen { "-" } else { "" };
                    self.measure(&format!("{line}{}{}{hyphen}", gap(previous), atom.text)) <= width
                };
            if fits {
                line.push_str(gap(previous.filter(|_| !line.is_empty())));
                line.push_str(atom.text);
                filled = estimate;
            } else {
                if previous.is_some_and(|atom| atom.hyphen) {
                    line.push('-');
                }
                lines.push(std::mem::replace(&mut line, atom.text.to_owned()));
                filled = atom.width;
            }
            previous = Some(atom);
        }
        lines.push(line);
        lines
    }

    /// The same number of lines, as even as possible: the narrowest width that
    /// still fills no more lines.
    fn balance(&self, atoms: &[Atom], width: f64, lines: Vec<String>) -> Vec<String> {
        let widest = atoms.iter().fold(0.0_f64, |widest, atom| widest.max(atom.width));
        let (mut low, mut high) = (widest.max(width / lines.len() as f64 * 0.8), width);
        let mut best = lines;
        for _ in 0..5 {
            let middle = (low + high) / 2.0;
            let candidate = self.fill(atoms, middle);
            let fits = candidate.len() <= best.len()
                && candidate.iter().all(|line| self.measure(line) <= width);
            if fits {
                best = candidate;
                high = middle;
            } else {
                low = middle;
            }
        }
        best
    }
}

/// Syllables of a word, where one that starts with a diaeresis stays with the one before.
fn join_diaeresis<'t>(word: &'t str, syllables: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut joined: Vec<&str> = vec![];
    let mut end = 0;
    for syllable in syllables {
        let start = end;
        end += syllable.len();
        match joined.last_mut() {
            Some(last) if loses_diaeresis(syllable) => *last = &word[start - last.len()..end],
            _ => joined.push(syllable),
        }
    }
    joined
}

/// Whether the place is that after the dash of a range of numbers, `20.000–50.000`.
fn is_within_range(text: &str, place: usize) -> bool {
    let mut before = text[..place].chars().rev();
    matches!(before.next(), Some('–' | '-'))
        && before.next().is_some_and(char::is_numeric)
        && text[place..].starts_with(char::is_numeric)
}

/// A letter or two with a hyphen, as in `e-overheid`: not broken off.
fn is_short_prefix(piece: &str) -> bool {
    piece.ends_with('-') && piece.chars().count() <= 3
}

/// Whether a Dutch word is spelled otherwise when it is broken before this
/// syllable: `co-ordinatie`, but `coördinatie`.
fn loses_diaeresis(syllable: &str) -> bool {
    syllable.starts_with(['ä', 'ë', 'ï', 'ö', 'ü', 'Ä', 'Ë', 'Ï', 'Ö', 'Ü'])
}

fn gap(previous: Option<&Atom>) -> &'static str {
    if previous.is_some_and(|atom| atom.space) { " " } else { "" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chart::samples::fonts;

    fn wrapped(text: &str, width: f64, language: Language) -> Vec<String> {
        let shaper = Shaper::new(fonts());
        let style = fonts().style("Source Sans 3", 400, 8.5).unwrap();
        let block = shaper.wrap(text, style, width, language).unwrap();
        block.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_are_few_and_even() {
        let text = "Wij hebben voldoende mensen vrijgemaakt om het plan uit te voeren";
        assert_eq!(wrapped(text, 1000.0, Language::Dutch), [text]);
        assert_eq!(
            wrapped(text, 200.0, Language::Dutch),
            ["Wij hebben voldoende mensen", "vrijgemaakt om het plan uit te voeren"]
        );
    }

    #[test]
    fn long_words_break_at_syllables() {
        assert_eq!(
            wrapped("arbeidsongeschiktheidsverzekering", 70.0, Language::Dutch),
            ["arbeidsongeschikt-", "heidsverzekering"]
        );
        assert_eq!(
            wrapped("internationalization (strategy)", 50.0, Language::English),
            ["internation-", "alization", "(strategy)"]
        );
        // A syllable that would lose its diaeresis stays where it is.
        assert_eq!(wrapped("geïnstalleerd", 40.0, Language::Dutch), ["geïnstal-", "leerd"]);
        assert_eq!(wrapped("de e-overheid", 44.0, Language::Dutch), ["de", "e-overheid"]);
    }

    #[test]
    fn a_range_of_numbers_stays_whole_where_it_can() {
        let text = "Groot (50.000–100.000)";
        assert_eq!(wrapped(text, 72.0, Language::Dutch), ["Groot", "(50.000–100.000)"]);
        assert_eq!(wrapped(text, 45.0, Language::Dutch), ["Groot", "(50.000–", "100.000)"]);
    }

    #[test]
    fn white_space_and_controls_are_normalised() {
        assert_eq!(normalise("  a \t b\n\u{7}c\u{ad}d\u{a0}e "), "a b cd\u{a0}e");
        assert_eq!(normalise("\u{200b}"), "\u{200b}");
        assert_eq!(normalise(""), "");
    }

    #[test]
    fn a_character_without_glyph_is_named() {
        let shaper = Shaper::new(fonts());
        let style = fonts().style("Source Sans 3", 400, 8.5).unwrap();
        let fault = shaper.wrap("Tevreden 😀 met שלום", style, 100.0, Language::Dutch).unwrap_err();
        assert_eq!(fault.code, "character-without-glyph");
        assert_eq!(
            fault.message,
            "no font has the character `😀` (U+1F600) of `Tevreden 😀 met שלום`"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(
            text in "[a-zéë]{1,40}( [a-z/-]{1,20}| [0-9.,%]{1,6}){0,12}",
            width in 12.0..300.0_f64,
        ) {
            let shaper = Shaper::new(fonts());
            let style = fonts().style("Source Sans 3", 600, 8.5).unwrap();
            let block = shaper.wrap(&text, style, width, Language::Dutch).unwrap();
            prop_assert!(block.width <= width + 1e-9, "{} in {width}", block.width);
            let letters = |text: &str| text.replace(['-', ' '], "");
            let lines: String = block.lines.iter().map(|line| line.text.as_str()).collect();
            prop_assert_eq!(letters(&lines), letters(&text));
        }
    }
}
