//! Number words.

use crate::format::Language;

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
    let months: [&str; 24] = match language {
        Language::Dutch => [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
            "jan",
            "feb",
            "mrt",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "okt",
            "nov",
            "dec",
        ],
        Language::English => [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "oct",
            "nov",
            "dec",
        ],
    };
    months.contains(&word)
}

const DUTCH_UNITS: [&str; 9] =
    ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"];
const DUTCH_TEENS: [&str; 10] = [
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
];
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
    let index = |list: &[&str], word: &str| list.iter().position(|it| *it == word);
    if let Some(unit) = index(&DUTCH_UNITS, word) {
        return Some(unit as u64 + 1);
    }
    if let Some(teen) = index(&DUTCH_TEENS, word) {
        return Some(teen as u64 + 10);
    }
    let ten = DUTCH_TENS.iter().position(|ten| word.ends_with(ten))?;
    let head = word.strip_suffix(DUTCH_TENS[ten])?;
    let tens = (ten as u64 + 2) * 10;
    if head.is_empty() {
        return Some(tens);
    }
    let unit = head.strip_suffix("en").or_else(|| head.strip_suffix("ën"))?;
    Some(tens + index(&DUTCH_UNITS, unit)? as u64 + 1)
}

const ENGLISH_SMALL: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn english(word: &str) -> Option<u64> {
    let small =
        |word: &str| ENGLISH_SMALL.iter().position(|it| *it == word).map(|index| index as u64 + 1);
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
