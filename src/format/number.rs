//! Numbers as they are printed.

use fixed_decimal::{Decimal, FloatPrecision};
use icu_decimal::DecimalFormatter;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;

use super::{Language, needed_digits, round_half_away};

/// How a percentage is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Percent {
    /// `43%`
    Sign,
    /// `43 procent`, `43 per cent`
    Word,
    /// `43`, as in a table column that is headed with the sign.
    Bare,
}

/// A number with a fixed number of decimals, grouped by thousands.
///
/// A value that is not finite is written as a dash: nothing can be said of it.
pub fn number(value: f64, digits: u8, language: Language) -> String {
    let rounded = round_half_away(value, digits);
    let precision = FloatPrecision::Magnitude(-i16::from(digits));
    let Ok(mut decimal) = Decimal::try_from_f64(rounded, precision) else {
        return "–".into();
    };
    if decimal.is_zero() {
        decimal.set_sign(fixed_decimal::Sign::None);
    }
    let grouping = DecimalFormatter::try_new(language.locale().into(), Default::default());
    let text = match grouping {
        Ok(formatter) => formatter.format(&decimal).to_string(),
        Err(_) => decimal.to_string(),
    };
    // A true minus sign has the width of a digit; a hyphen has not.
    text.replace('-', "\u{2212}")
}

/// A share (0 to 1) as a percentage.
pub fn percent(share: f64, digits: u8, form: Percent, language: Language) -> String {
    let text = number(share * 100.0, digits, language);
    match (form, language) {
        (Percent::Sign, _) => format!("{text}%"),
        (Percent::Word, Language::Dutch) => format!("{text} procent"),
        (Percent::Word, Language::English) => format!("{text} per cent"),
        (Percent::Bare, _) => text,
    }
}

/// A confidence level (0 to 1) as a percentage, with the decimals that it was stated with.
pub fn level(level: f64, form: Percent, language: Language) -> String {
    percent(level, needed_digits(level * 100.0), form, language)
}

/// A difference of shares as percentage points.
pub fn points(difference: f64, digits: u8, language: Language) -> String {
    let text = number(difference * 100.0, digits, language);
    match (text.as_str(), language) {
        ("1" | "\u{2212}1", Language::Dutch) => format!("{text} procentpunt"),
        ("1" | "\u{2212}1", Language::English) => format!("{text} percentage point"),
        (_, Language::Dutch) => format!("{text} procentpunten"),
        (_, Language::English) => format!("{text} percentage points"),
    }
}

/// The words for 0 to 20.
pub fn small_numbers(language: Language) -> &'static [&'static str; 21] {
    const DUTCH: [&str; 21] = [
        "nul",
        "één",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
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
        "twintig",
    ];
    const ENGLISH: [&str; 21] = [
        "zero",
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
        "twenty",
    ];
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

/// A whole number in words up to twenty, in digits above.
pub fn spelled(count: u64, language: Language) -> String {
    match small_numbers(language).get(count as usize) {
        Some(word) => (*word).to_string(),
        None => number(count as f64, 0, language),
    }
}

/// Items joined as a sentence would: `a, b en c`.
pub fn list(items: &[String], language: Language) -> String {
    match ListFormatter::try_new_and(language.locale().into(), ListFormatterOptions::default()) {
        Ok(formatter) => formatter.format(items.iter()).to_string(),
        Err(_) => items.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dutch_numbers() {
        let nl = Language::Dutch;
        assert_eq!(number(12345.678, 1, nl), "12.345,7");
        assert_eq!(number(-0.04, 1, nl), "0,0");
        assert_eq!(number(-3.5, 0, nl), "\u{2212}4");
        assert_eq!(number(f64::NAN, 0, nl), "–");
        assert_eq!(number(431.0, 0, nl), "431");
        assert_eq!(percent(0.145, 0, Percent::Sign, nl), "15%");
        assert_eq!(percent(126.0 / 431.0, 1, Percent::Sign, nl), "29,2%");
        assert_eq!(percent(0.5, 0, Percent::Word, nl), "50 procent");
        assert_eq!(level(0.95, Percent::Word, nl), "95 procent");
        assert_eq!(level(0.975, Percent::Sign, nl), "97,5%");
        assert_eq!(level(0.999, Percent::Bare, nl), "99,9");
        assert_eq!(points(0.01, 0, nl), "1 procentpunt");
        assert_eq!(points(-0.12, 0, nl), "\u{2212}12 procentpunten");
        assert_eq!(spelled(5, nl), "vijf");
        assert_eq!(spelled(1431, nl), "1.431");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()], nl), "a, b en c");
    }

    #[test]
    fn english_numbers() {
        let en = Language::English;
        assert_eq!(number(12345.678, 1, en), "12,345.7");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()], en), "a, b, and c");
    }
}
