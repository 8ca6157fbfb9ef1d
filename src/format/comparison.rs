//! A bound in words: `meer dan een kwart`, `less than 6`.

use super::{Language, Percent, percent, round_half_away, words};

/// How a number lies to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Greater than.
    Above,
    /// Greater than or equal to.
    AtLeast,
    /// Less than.
    Below,
    /// Less than or equal to.
    AtMost,
    /// Equal to.
    Equal,
}

impl Relation {
    /// Whether `value` lies so to `bound`; `near` says that the two count as equal.
    pub fn holds(self, value: f64, bound: f64, near: bool) -> bool {
        match self {
            Relation::Above => value > bound && !near,
            Relation::AtLeast => value > bound || near,
            Relation::Below => value < bound && !near,
            Relation::AtMost => value < bound || near,
            Relation::Equal => near,
        }
    }

    /// The words before the bound: `meer dan`.
    pub fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Relation::Above, Language::Dutch) => "meer dan",
            (Relation::AtLeast, Language::Dutch) => "ten minste",
            (Relation::Below, Language::Dutch) => "minder dan",
            (Relation::AtMost, Language::Dutch) => "ten hoogste",
            (Relation::Equal, Language::Dutch) => "precies",
            (Relation::Above, Language::English) => "more than",
            (Relation::AtLeast, Language::English) => "at least",
            (Relation::Below, Language::English) => "less than",
            (Relation::AtMost, Language::English) => "at most",
            (Relation::Equal, Language::English) => "exactly",
        }
    }
}

/// Shares that readers know as a fraction, as a template writes them.
const FRACTIONS: [(f64, &str); 13] = [
    (0.1, "0.1"),
    (0.2, "0.2"),
    (0.25, "0.25"),
    (0.3, "0.3"),
    (1.0 / 3.0, "0.3333"),
    (0.4, "0.4"),
    (0.5, "0.5"),
    (0.6, "0.6"),
    (2.0 / 3.0, "0.6667"),
    (0.7, "0.7"),
    (0.75, "0.75"),
    (0.8, "0.8"),
    (0.9, "0.9"),
];

/// A share that readers know as a fraction, in words; `None` for any other.
fn fraction_words(share: f64, language: Language) -> Option<&'static str> {
    FRACTIONS
        .iter()
        .find(|(value, _)| (value - share).abs() < 1e-4)
        .map(|(value, _)| words(*value, language))
}

/// A share as a bound in a sentence: `een kwart`, or `37%`.
pub fn share_bound(share: f64, language: Language) -> String {
    match fraction_words(share, language) {
        Some(words) => words.to_string(),
        None => percent(share, needed_digits(share * 100.0), Percent::Sign, language),
    }
}

/// The nearest known fraction to which `share` lies strictly above (`Above`) or
/// below (`Below`): the number as a template writes it, and the whole wording.
pub fn nearest_fraction(
    share: f64,
    relation: Relation,
    language: Language,
) -> Option<(&'static str, String)> {
    let clear = 1e-9;
    let (value, literal) = match relation {
        Relation::Above | Relation::AtLeast => {
            FRACTIONS.iter().rfind(|(value, _)| share > value + clear)
        }
        _ => FRACTIONS.iter().find(|(value, _)| share < value - clear),
    }?;
    let strict = match relation {
        Relation::Above | Relation::AtLeast => Relation::Above,
        _ => Relation::Below,
    };
    let words = fraction_words(*value, language)?;
    Some((literal, format!("{} {words}", strict.words(language))))
}

/// The decimals that a number needs to be written as it was meant, up to four.
pub fn needed_digits(value: f64) -> u8 {
    (0..4)
        .find(|&digits| {
            (round_half_away(value, digits) - value).abs() < 1e-9 * value.abs().max(1.0)
        })
        .unwrap_or(4)
}

/// The fewest decimals, `least` or more and at most six, with which a number is
/// seen not to be nothing.
pub fn visible_digits(value: f64, least: u8) -> u8 {
    (least..6).find(|&digits| round_half_away(value, digits).abs() > 0.0).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_said_as_the_editor_would() {
        let nl = Language::Dutch;
        assert_eq!(share_bound(0.5, nl), "de helft");
        assert_eq!(share_bound(0.8, nl), "acht op de tien");
        assert_eq!(share_bound(0.37, nl), "37%");
        assert_eq!(share_bound(0.375, nl), "37,5%");
    }

    #[test]
    fn the_nearest_fraction_is_strictly_on_its_side() {
        let nl = Language::Dutch;
        let above = |share| nearest_fraction(share, Relation::Above, nl);
        assert_eq!(above(0.2857), Some(("0.25", "meer dan een kwart".into())));
        assert_eq!(above(0.5), Some(("0.4", "meer dan vier op de tien".into())));
        assert_eq!(above(0.05), None);
        let below = |share| nearest_fraction(share, Relation::AtMost, Language::English);
        assert_eq!(below(0.5), Some(("0.6", "less than six in ten".into())));
        assert_eq!(below(0.95), None);
    }

    #[test]
    fn digits_that_are_needed() {
        assert_eq!([needed_digits(50.0), needed_digits(37.5), needed_digits(1.0 / 3.0)], [0, 1, 4]);
        assert_eq!([visible_digits(12.0, 0), visible_digits(0.004, 2)], [0, 3]);
    }
}
