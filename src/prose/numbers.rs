//! Numbers in prose, in digits and in words.

use std::ops::Range;

use crate::format::Language;

use super::words::{is_month, multiplier, number_word};

/// What a number in prose says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// A part of a whole, 0 to 1: `37%`, `acht op de tien`, `de helft`.
    Share(f64),
    /// A difference of shares: `12 procentpunten`.
    Points(f64),
    /// Any other number.
    Number(f64),
}

/// A number in prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Where it stands in the text, with its unit.
    pub range: Range<usize>,
    /// What it says.
    pub quantity: Quantity,
}

/// A word, or a number in digits, of a text.
#[derive(Clone, Debug)]
struct Token<'t> {
    range: Range<usize>,
    /// In small letters.
    lower: String,
    /// As written.
    text: &'t str,
    /// What stands between it and the token before it.
    before: &'t str,
}

impl Token<'_> {
    fn has_digit(&self) -> bool {
        self.text.contains(|c: char| c.is_ascii_digit())
    }
}

/// The numbers in a text that could come from data. Left out are years, dates,
/// times, articles of law, pages, ordinals, addresses, and names with a digit
/// such as `PDF/A-3a`.
pub fn numbers(text: &str, language: Language) -> Vec<Found> {
    let tokens = tokens(text);
    let mut found = vec![];
    let mut at = 0;
    while at < tokens.len() {
        let (next, number) = read(&tokens, at, language);
        found.extend(number);
        at = next.max(at + 1);
    }
    found
}

/// Reads what stands at a token: where to go on, and the number if it is one.
fn read(tokens: &[Token], at: usize, language: Language) -> (usize, Option<Found>) {
    if let Some((end, share)) = ratio(tokens, at, language) {
        return (end, Some(spanning(tokens, at, end, Quantity::Share(share))));
    }
    if let Some((end, share)) = fraction(tokens, at, language) {
        return (end, Some(spanning(tokens, at, end, Quantity::Share(share))));
    }
    let token = &tokens[at];
    let value = if token.has_digit() {
        if let Some(end) = allowed(tokens, at, language) {
            return (end, None);
        }
        match digits(token.text, language) {
            Some(value) => value,
            None => return (at + 1, None),
        }
    } else {
        match number_word(&token.lower, language) {
            Some(_) if is_other_word(tokens, at, language) => return (at + 1, None),
            Some(value) => value,
            None => return (at + 1, None),
        }
    };
    let mut end = at + 1;
    let mut value = value;
    while let Some(factor) = beside(tokens, end).and_then(|it| multiplier(&it.lower, language)) {
        value *= factor;
        end += 1;
    }
    let unit = beside(tokens, end).map_or("", |it| it.lower.as_str());
    let two = beside(tokens, end + 1).map_or("", |it| it.lower.as_str());
    let quantity = match (unit, two) {
        ("procentpunt" | "procentpunten", _) => Some((1, Quantity::Points(value / 100.0))),
        ("percentage", "point" | "points") => Some((2, Quantity::Points(value / 100.0))),
        ("per", "cent") => Some((2, Quantity::Share(value / 100.0))),
        ("procent" | "percent" | "%", _) => Some((1, Quantity::Share(value / 100.0))),
        _ => None,
    };
    let (more, quantity) = quantity.unwrap_or((0, Quantity::Number(value)));
    let quantity = match token.text.ends_with('%') {
        true => Quantity::Share(value / 100.0),
        false => quantity,
    };
    (end + more, Some(spanning(tokens, at, end + more, quantity)))
}

/// The token at `index`, if only a space parts it from the one before it.
fn beside<'a, 't>(tokens: &'a [Token<'t>], index: usize) -> Option<&'a Token<'t>> {
    let token = tokens.get(index)?;
    token.before.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')).then_some(token)
}

fn spanning(tokens: &[Token], from: usize, to: usize, quantity: Quantity) -> Found {
    Found { range: tokens[from].range.start..tokens[to - 1].range.end, quantity }
}

/// Parts a text into words and numbers. A token begins and ends with a letter,
/// a digit or a per cent sign, and has no space in it.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token> = vec![];
    let mut last = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if !(character.is_alphanumeric() || character == '%') {
            continue;
        }
        let mut end = start + character.len_utf8();
        while let Some(&(at, next)) = characters.peek() {
            let inner = matches!(next, '.' | ',' | ':' | '-' | '/' | '_' | '\'' | '’' | '@' | '=');
            if next.is_alphanumeric() || next == '%' {
                end = at + next.len_utf8();
            } else if !inner
                || !text[at + next.len_utf8()..]
                    .starts_with(|c: char| c.is_alphanumeric() || (c == '/' && next != '.'))
            {
                break;
            }
            characters.next();
        }
        let word = &text[start..end];
        tokens.push(Token {
            range: start..end,
            lower: word.to_lowercase(),
            text: word,
            before: &text[last..start],
        });
        last = end;
    }
    tokens
}

/// A number in digits, as the language writes it: `1.431`, `29,2%`.
fn digits(text: &str, language: Language) -> Option<f64> {
    let text = text.trim_end_matches('%');
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let number: String = text[start..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    let (thousands, decimal) = match language {
        Language::Dutch => ('.', ','),
        Language::English => (',', '.'),
    };
    let number = number.trim_end_matches(['.', ',']);
    // A mark with other than three digits behind it parts no thousands: `4.0`.
    let parts = number.split(decimal).next()?.split(thousands);
    match parts.skip(1).all(|part| part.len() == 3) {
        true => number.replace(thousands, "").replace(decimal, ".").parse().ok(),
        false => number.parse().ok(),
    }
}

/// `acht op de tien`, `3 in 10`: the end, and the share.
fn ratio(tokens: &[Token], at: usize, language: Language) -> Option<(usize, f64)> {
    let number = |token: &Token| {
        let one = matches!(token.lower.as_str(), "een" | "één" | "one");
        let digits = || {
            let plain = token.text.chars().all(|c| c.is_ascii_digit());
            plain.then(|| token.text.parse().ok()).flatten()
        };
        if one { Some(1.0) } else { number_word(&token.lower, language).or_else(digits) }
    };
    let part = number(&tokens[at])?;
    let between: &[&[&str]] = match language {
        Language::Dutch => &[&["op", "de"], &["van", "de"]],
        Language::English => &[&["in"], &["out", "of"], &["out", "of", "every"], &["in", "every"]],
    };
    between.iter().find_map(|words| {
        let end = at + 1 + words.len();
        let same = words.iter().enumerate().all(|(index, word)| {
            beside(tokens, at + 1 + index).is_some_and(|it| it.lower == *word)
        });
        let whole = number(beside(tokens, end)?).filter(|whole| *whole >= 2.0 && *whole >= part)?;
        // `twee van de vijf krachten` counts, and is no share that words stand for.
        (same && (words[0] != "van" || whole.rem_euclid(10.0) < 0.5))
            .then_some((end + 1, part / whole))
    })
}

/// `de helft`, `een kwart`, `twee derde`: the end, and the share.
fn fraction(tokens: &[Token], at: usize, language: Language) -> Option<(usize, f64)> {
    let word = tokens[at].lower.as_str();
    let next = beside(tokens, at + 1).map_or("", |it| it.lower.as_str());
    let after = beside(tokens, at + 2).map_or("", |it| it.lower.as_str());
    match (language, word, next) {
        (Language::Dutch, "helft", _) => Some((at + 1, 0.5)),
        (Language::Dutch, "driekwart", _) => Some((at + 1, 0.75)),
        (Language::Dutch, "drie", "kwart" | "vierde") => Some((at + 2, 0.75)),
        (Language::Dutch, "twee", "derde") => Some((at + 2, 2.0 / 3.0)),
        (Language::Dutch, "een" | "één", "derde")
            if matches!(after, "" | "van" | "deel" | "zegt" | "vindt" | "heeft" | "is") =>
        {
            Some((at + 2, 1.0 / 3.0))
        }
        (Language::Dutch, "kwart", _) if !matches!(next, "eeuw" | "over" | "voor") => {
            Some((at + 1, 0.25))
        }
        (Language::English, "half", "of" | "the") => Some((at + 1, 0.5)),
        (
            Language::English,
            "than" | "over" | "nearly" | "about" | "almost" | "exactly",
            "half",
        ) => Some((at + 2, 0.5)),
        (Language::English, "three", "quarters") => Some((at + 2, 0.75)),
        (Language::English, "two", "thirds") => Some((at + 2, 2.0 / 3.0)),
        (Language::English, "a" | "one", "third") => Some((at + 2, 1.0 / 3.0)),
        (Language::English, "a" | "one", "quarter") => Some((at + 2, 0.25)),
        _ => None,
    }
}

/// Whether a number word tells nothing new, or is another word: `die twee` looks
/// back at what was said, and `men acht het` is a verb.
fn is_other_word(tokens: &[Token], at: usize, language: Language) -> bool {
    let before = match at.checked_sub(1) {
        Some(index) if beside(tokens, at).is_some() => tokens[index].lower.as_str(),
        _ => "",
    };
    let looks_back = match language {
        Language::Dutch => matches!(before, "die" | "deze" | "andere"),
        Language::English => matches!(before, "those" | "these" | "other"),
    };
    let small = number_word(&tokens[at].lower, language).is_some_and(|value| value <= 12.0);
    if looks_back && small {
        return true;
    }
    if language != Language::Dutch || tokens[at].lower != "acht" {
        return false;
    }
    let next = beside(tokens, at + 1).map_or("", |it| it.lower.as_str());
    matches!(before, "in" | "men" | "hij" | "zij" | "ze" | "ik" | "wie")
        || matches!(next, "het" | "dit" | "dat" | "zich" | "slaan")
}

/// Words before a number that is no quantity: it names a place in a law, a book
/// or a row.
const NAMING: [&str; 38] = [
    "artikel",
    "artikelen",
    "art",
    "article",
    "articles",
    "lid",
    "leden",
    "paragraph",
    "paragraaf",
    "hoofdstuk",
    "chapter",
    "section",
    "bijlage",
    "annex",
    "appendix",
    "onderdeel",
    "pagina",
    "p",
    "pp",
    "blz",
    "page",
    "pages",
    "nr",
    "nummer",
    "no",
    "number",
    "stb",
    "stcrt",
    "isbn",
    "issn",
    "iso",
    "nen",
    "versie",
    "version",
    "jaren",
    "sha",
    "doi",
    "§",
];

/// Where a number in digits ends that is no quantity; `None` when it may be one.
fn allowed(tokens: &[Token], at: usize, language: Language) -> Option<usize> {
    let token = &tokens[at];
    let text = token.text;
    let first = text.find(|c: char| c.is_ascii_digit())?;
    // A name: letters, then perhaps a hyphen or a slash, then the digit.
    let head = text[..first].trim_end_matches(['-', '/', '_']);
    let is_name = head.ends_with(char::is_alphabetic);
    let is_address = text.contains("://") || text.starts_with("www.") || text.contains('@');
    if is_name || is_address || is_date(text) || is_ordinal(text) {
        return Some(at + 1);
    }
    let next = beside(tokens, at + 1).map_or("", |it| it.lower.as_str());
    let digits_only = text.chars().all(|c| c.is_ascii_digit());
    let value = if digits_only { text.parse::<u32>().ok() } else { None };
    if let Some(day) = value
        && (1..=31).contains(&day)
    {
        if is_month(next, language) {
            return Some(at + 2);
        }
        let before = at.checked_sub(1).map(|index| tokens[index].lower.as_str());
        if language == Language::English && before.is_some_and(|word| is_month(word, language)) {
            return Some(at + 1);
        }
    }
    let is_share = matches!(next, "procent" | "percent" | "%" | "per" | "procentpunten");
    if let Some(year) = value
        && text.len() == 4
        && (1500..=2100).contains(&year)
        && !is_share
        && !token.before.contains('€')
    {
        return Some(at + 1);
    }
    if is_years(text) {
        return Some(at + 1);
    }
    if is_time(text) && matches!(next, "uur" | "hours" | "am" | "pm") {
        return Some(at + 2);
    }
    if token.before.ends_with(['\'', '’', '‘']) && text.len() == 2 && digits_only {
        return Some(at + 1);
    }
    is_named(tokens, at).then_some(at + 1)
}

/// Whether the words before a number say that it names a place: `artikel 3`,
/// also in a list: `artikelen 3, 4 en 5`.
fn is_named(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.before.trim_end().ends_with('§') {
        return true;
    }
    let Some(index) = at.checked_sub(1) else { return false };
    let close = |before: &str| {
        before.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | ':'))
    };
    if !close(token.before) {
        return false;
    }
    let before = &tokens[index];
    match before.lower.as_str() {
        word if NAMING.contains(&word) => !token.before.contains(','),
        "en" | "of" | "tot" | "and" | "or" | "to" | "t/m" | "onder" => index
            .checked_sub(1)
            .is_some_and(|index| tokens[index].has_digit() && is_named(tokens, index)),
        _ => before.has_digit() && token.before.contains(',') && is_named(tokens, index),
    }
}

/// `23-11-2026`, `2026-11-23`, `23/11/2026`, `23.11.2026`.
fn is_date(text: &str) -> bool {
    ['-', '/', '.'].iter().any(|&mark| {
        let parts: Vec<&str> = text.split(mark).collect();
        let numeric =
            parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        numeric && matches!(lengths[..], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
    })
}

/// `2009-2010`, `2009/10`.
fn is_years(text: &str) -> bool {
    let Some((from, to)) = text.split_once(['-', '/', '–']) else { return false };
    let year =
        |text: &str| text.len() == 4 && text.parse().is_ok_and(|it| (1500..=2100).contains(&it));
    year(from) && (year(to) || (to.len() == 2 && to.chars().all(|c| c.is_ascii_digit())))
}

/// `14.30`, `14:30`.
fn is_time(text: &str) -> bool {
    text.split_once(['.', ':']).is_some_and(|(hours, minutes)| {
        hours.parse::<u8>().is_ok_and(|it| it < 24)
            && minutes.len() == 2
            && minutes.parse::<u8>().is_ok_and(|it| it < 60)
    })
}

/// `2e`, `19de`, `3rd`.
fn is_ordinal(text: &str) -> bool {
    let tail = text.trim_start_matches(|c: char| c.is_ascii_digit());
    tail.len() < text.len() && matches!(tail, "e" | "de" | "ste" | "st" | "nd" | "rd" | "th")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, language: Language) -> Vec<(&str, Quantity)> {
        numbers(text, language).into_iter().map(|it| (&text[it.range], it.quantity)).collect()
    }

    #[test]
    fn numbers_in_digits_and_in_words() {
        use Quantity::{Number, Points, Share};
        for (text, expected) in [
            ("Van de 126 gemeenten", ("126", Number(126.0))),
            ("ruim 1.431 keer", ("1.431", Number(1431.0))),
            ("dat is 29,2%.", ("29,2%", Share(0.292))),
            ("dat is 37 procent van", ("37 procent", Share(0.37))),
            ("een gat van 12 procentpunten", ("12 procentpunten", Points(0.12))),
            ("dertien gemeenten", ("dertien", Number(13.0))),
            ("vijfennegentig procent zeker", ("vijfennegentig procent", Share(0.95))),
            ("acht op de tien zeggen", ("acht op de tien", Share(0.8))),
            ("een op de vijf", ("een op de vijf", Share(0.2))),
            ("één op de tien", ("één op de tien", Share(0.1))),
            ("meer dan de helft", ("helft", Share(0.5))),
            ("Een kwart zegt", ("kwart", Share(0.25))),
            ("bijna twee derde", ("twee derde", Share(2.0 / 3.0))),
            ("n=126", ("n=126", Number(126.0))),
            ("drie miljoen euro", ("drie miljoen", Number(3e6))),
            ("voor € 2010 gekocht", ("2010", Number(2010.0))),
            ("onder CC BY 4.0", ("4.0", Number(4.0))),
        ] {
            assert_eq!(found(text, Language::Dutch), [expected], "{text}");
        }
        for (text, expected) in [
            ("three in ten say so", ("three in ten", Share(0.3))),
            ("two thirds agree", ("two thirds", Share(2.0 / 3.0))),
            ("more than half", ("than half", Share(0.5))),
            ("12,345.5 euro", ("12,345.5", Number(12345.5))),
            ("twenty-five per cent", ("twenty-five per cent", Share(0.25))),
            ("two hundred people", ("two hundred", Number(200.0))),
        ] {
            assert_eq!(found(text, Language::English), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_number_from_the_data() {
        for text in [
            "Op 1 januari 2010 en eind 2008, in 2009-2010 en 2009/10.",
            "De jaren ’90 en de jaren 80.",
            "Artikel 3, lid 2, en de artikelen 4, 5 en 6 van de wet.",
            "Zie pagina 12, blz. 14 en § 3.",
            "PDF/A-3a, PDF/UA-1, SHA-256, A4 en 3e druk.",
            "Op 23-11-2026 om 14.30 uur, https://a.nl/2/b3 en a1@b.nl.",
            "Een gemeente, eens per jaar, een half jaar, duizenden.",
            "Men acht het nodig; in acht nemen.",
            "De eerste, tweede en derde kracht. Een derde kracht.",
            "Een kwart eeuw; kwart over.",
            "Die twee, deze drie en de andere vier.",
        ] {
            assert_eq!(found(text, Language::Dutch), [], "{text}");
        }
        for text in [
            "On January 1, 2010 and 23 November 2026.",
            "Article 3 and section 4, the 2nd and 3rd.",
            "One of them; at one.",
        ] {
            assert_eq!(found(text, Language::English), [], "{text}");
        }
    }

    #[test]
    fn numbers_from_data_stand_apart_from_the_prose() {
        let text = format!(
            "Van de {0} gemeenten zegt {0} procent, ruim {0} op de {0}.",
            super::super::OTHER
        );
        assert_eq!(found(&text, Language::Dutch), []);
    }
}
