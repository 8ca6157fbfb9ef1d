//! A share in words, by a published table of bounds.

use super::{Language, round_half_away};

/// The whole percentages for which a wording is used, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordBound {
    /// The smallest percentage.
    pub from: u8,
    /// The largest percentage.
    pub to: u8,
    /// The wording.
    pub words: &'static str,
}

/// The last percentage of each wording, with the wording in Dutch and in English.
///
/// "Ruim" (well over) and "bijna" (nearly) mark the side on which a share lies
/// of a fraction that readers know.
const WORDINGS: [(u8, &str, &str); 34] = [
    (0, "geen enkele", "none"),
    (3, "vrijwel geen", "almost none"),
    (8, "een klein deel", "a small part"),
    (11, "een op de tien", "one in ten"),
    (18, "ruim een op de tien", "over one in ten"),
    (21, "een op de vijf", "one in five"),
    (23, "bijna een kwart", "nearly a quarter"),
    (26, "een kwart", "a quarter"),
    (28, "ruim een kwart", "over a quarter"),
    (31, "drie op de tien", "three in ten"),
    (32, "bijna een derde", "nearly a third"),
    (34, "een derde", "a third"),
    (38, "ruim een derde", "over a third"),
    (41, "vier op de tien", "four in ten"),
    (45, "ruim vier op de tien", "over four in ten"),
    (49, "bijna de helft", "nearly half"),
    (50, "de helft", "half"),
    (52, "een kleine meerderheid", "a narrow majority"),
    (58, "ruim de helft", "over half"),
    (61, "zes op de tien", "six in ten"),
    (64, "ruim zes op de tien", "over six in ten"),
    (65, "bijna twee derde", "nearly two thirds"),
    (68, "twee derde", "two thirds"),
    (71, "zeven op de tien", "seven in ten"),
    (73, "bijna driekwart", "nearly three quarters"),
    (76, "driekwart", "three quarters"),
    (78, "ruim driekwart", "over three quarters"),
    (81, "acht op de tien", "eight in ten"),
    (87, "ruim acht op de tien", "over eight in ten"),
    (88, "bijna negen op de tien", "nearly nine in ten"),
    (91, "negen op de tien", "nine in ten"),
    (96, "ruim negen op de tien", "over nine in ten"),
    (99, "vrijwel alle", "almost all"),
    (100, "alle", "all"),
];

/// A share (0 to 1) in words, such as `ruim de helft`.
///
/// The share is rounded to a whole percentage first, by the one rounding rule,
/// so that the words always agree with the number beside them. Two exceptions
/// at the ends: "none" and "all" are said of none and all only.
pub fn words(share: f64, language: Language) -> &'static str {
    let mut percentage = round_half_away(share.clamp(0.0, 1.0) * 100.0, 0) as u8;
    if percentage == 0 && share > 0.0 {
        percentage = 1;
    }
    if percentage == 100 && share < 1.0 {
        percentage = 99;
    }
    word_bounds(language).find(|bound| percentage <= bound.to).map_or("", |bound| bound.words)
}

/// The table of bounds, from the smallest share to the largest.
pub fn word_bounds(language: Language) -> impl Iterator<Item = WordBound> {
    WORDINGS.iter().enumerate().map(move |(index, (to, dutch, english))| WordBound {
        from: index.checked_sub(1).map_or(0, |before| WORDINGS[before].0 + 1),
        to: *to,
        words: match language {
            Language::Dutch => dutch,
            Language::English => english,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documentation prints the whole table, in both languages.
    #[test]
    fn the_published_table() {
        let published: Vec<[&str; 3]> = include_str!("../../docs/claims.md")
            .lines()
            .filter_map(|line| {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                let [_, range, dutch, english, _] = cells[..] else { return None };
                range.starts_with(|c: char| c.is_ascii_digit()).then_some([range, dutch, english])
            })
            .collect();
        let table: Vec<[String; 3]> = word_bounds(Language::Dutch)
            .zip(word_bounds(Language::English))
            .map(|(dutch, english)| {
                let range = match dutch.from == dutch.to {
                    true => dutch.to.to_string(),
                    false => format!("{}–{}", dutch.from, dutch.to),
                };
                [range, dutch.words.to_string(), english.words.to_string()]
            })
            .collect();
        assert_eq!(table, published);
    }

    #[test]
    fn the_table_has_no_gap_and_no_wording_twice() {
        for language in [Language::Dutch, Language::English] {
            let bounds: Vec<WordBound> = word_bounds(language).collect();
            assert_eq!((bounds[0].from, bounds[bounds.len() - 1].to), (0, 100));
            for pair in bounds.windows(2) {
                assert_eq!(pair[0].to + 1, pair[1].from, "{pair:?}");
            }
            for bound in &bounds {
                assert!(bound.from <= bound.to, "{bound:?}");
                let same = bounds.iter().filter(|other| other.words == bound.words).count();
                assert_eq!(same, 1, "{bound:?}");
            }
        }
    }

    /// At every bound the words change with the printed percentage, and not before.
    #[test]
    fn words_agree_with_the_printed_percentage_at_every_bound() {
        for language in [Language::Dutch, Language::English] {
            for bound in word_bounds(language) {
                for percentage in [bound.from, bound.to] {
                    let share = f64::from(percentage) / 100.0;
                    assert_eq!(words(share, language), bound.words, "{percentage}%");
                }
                if bound.from > 0 && bound.to < 100 {
                    // x.5 is printed as the next percentage, and a hair less is not.
                    let half = (f64::from(bound.from) - 0.5) / 100.0;
                    if bound.from > 1 {
                        assert_eq!(words(half, language), bound.words);
                        assert_ne!(words(half - 1e-7, language), bound.words);
                    }
                    let end = (f64::from(bound.to) + 0.5) / 100.0;
                    assert_eq!(words(end - 1e-7, language), bound.words);
                }
            }
        }
    }

    #[test]
    fn none_and_all_are_said_of_none_and_all_only() {
        assert_eq!(words(0.0, Language::Dutch), "geen enkele");
        assert_eq!(words(0.000_01, Language::Dutch), "vrijwel geen");
        assert_eq!(words(0.999_99, Language::Dutch), "vrijwel alle");
        assert_eq!(words(1.0, Language::Dutch), "alle");
        assert_eq!(words(0.000_01, Language::English), "almost none");
        assert_eq!(words(0.999_99, Language::English), "almost all");
    }

    #[test]
    fn shares_that_readers_know() {
        let nl = Language::Dutch;
        for (share, expected) in [
            (0.25, "een kwart"),
            (1.0 / 3.0, "een derde"),
            (0.495, "de helft"),
            (0.5, "de helft"),
            (0.505, "een kleine meerderheid"),
            (0.53, "ruim de helft"),
            (2.0 / 3.0, "twee derde"),
            (0.75, "driekwart"),
        ] {
            assert_eq!(words(share, nl), expected, "{share}");
        }
    }
}
