//! Number words.

use crate::format::{Language, months, small_numbers};

/// The number that a word says, from two on: one is more often an article than a number.
pub(super) fn number_word(word: &str, language: Language) -> Option<f64> {
    let value = match language {
        Language::Dutch => dutch(word)?,
        Language::English => english(word)?,
    };
    (value >= 2).then_some(value as f64)
}

/// What a word multiplies the number before it with: `miljoen`.
pub(super) fn multiplier(word: &str, language: Language) -> Option<f64> {
    Some(match (word, language) {
        ("hundred", Language::English) => 1e2,
        ("thousand", Language::English) => 1e3,
        ("million", Language::English) | ("miljoen", Language::Dutch) => 1e6,
        ("billion", Language::English) | ("miljard", Language::Dutch) => 1e9,
        _ => return None,
    })
}

/// A month, in full or in short.
pub(super) fn is_month(word: &str, language: Language) -> bool {
    let short: [&str; 12] = match language {
        Language::Dutch => {
            ["jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec"]
        }
        Language::English => {
            ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
        }
    };
    short.contains(&word) || months(language).iter().any(|month| month.to_ascii_lowercase() == word)
}

/// A number from one to nineteen.
fn small(word: &str, language: Language) -> Option<u64> {
    // Dutch prints `één`, so that nobody takes it for the article; authors write `een`.
    let place = match (language, word) {
        (Language::Dutch, "één") => None,
        (Language::Dutch, "een") => Some(1),
        _ => small_numbers(language)[..20].iter().position(|known| *known == word),
    };
    place.filter(|value| *value > 0).map(|value| value as u64)
}

const DUTCH_TENS: [&str; 8] =
    ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

/// A Dutch number word, which is one word however long: `driehonderdvijfentwintig`.
fn dutch(word: &str) -> Option<u64> {
    match word.split_once("duizend") {
        // `duizenden` is no number.
        Some((_, "en")) => None,
        Some((head, tail)) => {
            let thousands = if head.is_empty() { 1 } else { dutch_hundreds(head)? };
            Some(thousands * 1000 + after(tail, dutch_hundreds)?)
        }
        None => dutch_hundreds(word),
    }
}

fn dutch_hundreds(word: &str) -> Option<u64> {
    match word.split_once("honderd") {
        Some((_, "en")) => None,
        Some((head, tail)) => {
            let hundreds = if head.is_empty() { 1 } else { dutch_tens(head)? };
            Some(hundreds * 100 + after(tail, dutch_tens)?)
        }
        None => dutch_tens(word),
    }
}

/// What follows hundreds or thousands: nothing, or a number that `en` may precede.
fn after(tail: &str, read: fn(&str) -> Option<u64>) -> Option<u64> {
    if tail.is_empty() { Some(0) } else { read(tail.strip_prefix("en").unwrap_or(tail)) }
}

fn dutch_tens(word: &str) -> Option<u64> {
    if let Some(value) = small(word, Language::Dutch) {
        return Some(value);
    }
    let ten = DUTCH_TENS.iter().position(|ten| word.ends_with(ten))?;
    let head = word.strip_suffix(DUTCH_TENS[ten])?;
    let tens = (ten as u64 + 2) * 10;
    if head.is_empty() {
        return Some(tens);
    }
    let unit = head.strip_suffix("en").or_else(|| head.strip_suffix("ën"))?;
    Some(tens + small(unit, Language::Dutch).filter(|unit| *unit < 10)?)
}

const ENGLISH_TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn english(word: &str) -> Option<u64> {
    let small = |word: &str| small(word, Language::English);
    let tens = |word: &str| {
        ENGLISH_TENS.iter().position(|it| *it == word).map(|index| (index as u64 + 2) * 10)
    };
    match word {
        "hundred" => Some(100),
        "thousand" => Some(1000),
        _ => small(word).or_else(|| tens(word)).or_else(|| {
            let (ten, unit) = word.split_once('-')?;
            Some(tens(ten)? + small(unit).filter(|unit| *unit < 10)?)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_words_are_read() {
        for (word, value) in [
            ("twee", 2.0),
            ("twaalf", 12.0),
            ("vijfentwintig", 25.0),
            ("tweeëndertig", 32.0),
            ("vijfennegentig", 95.0),
            ("honderd", 100.0),
            ("driehonderdvijf", 305.0),
            ("honderdeneen", 101.0),
            ("duizend", 1000.0),
            ("twintigduizend", 20000.0),
            ("vijfendertigduizendtweehonderd", 35200.0),
        ] {
            assert_eq!(number_word(word, Language::Dutch), Some(value), "{word}");
        }
        for (word, value) in [("two", 2.0), ("seventeen", 17.0), ("twenty-five", 25.0)] {
            assert_eq!(number_word(word, Language::English), Some(value), "{word}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for word in ["een", "eens", "tweede", "duizenden", "honderden", "vierkant", "zeventwintig"]
        {
            assert_eq!(number_word(word, Language::Dutch), None, "{word}");
        }
        for word in ["one", "second", "tent", "twenty-ten", "often"] {
            assert_eq!(number_word(word, Language::English), None, "{word}");
        }
    }
}
