//! Finding facts by what a reader has before them: a printed number, a page, a
//! line of a template, or a fact's name.

use super::{Fact, Ledger};
use crate::diagnostics::nearest;
use crate::format::Language;

/// The facts that a question is about.
#[derive(Debug, PartialEq)]
pub enum Found<'l> {
    /// At least one.
    Facts(Vec<&'l Fact>),
    /// None; these are nearest, and may be none too.
    Nearest(Vec<&'l Fact>),
}

/// How many facts are offered when none is the one.
const MOST_OFFERED: usize = 5;

/// Finds what `asked` stands for: the id of a fact, `page:12`, a line of a template
/// as `urgentie.typ.hbs:12`, or a number or words as they are printed.
///
/// A page is the one that is printed with this number; if there is none, the
/// page counted from the first. Of numbers, neither the width of spaces nor the
/// form of signs matters; a percentage is found by its sign or without it.
pub fn find<'l>(ledger: &'l Ledger, asked: &str) -> Found<'l> {
    let asked = asked.trim();
    let by = |test: &dyn Fn(&Fact) -> bool| -> Vec<&'l Fact> {
        ledger.facts.iter().filter(|fact| test(fact)).collect()
    };
    let mut found = by(&|fact| fact.id == asked);
    if found.is_empty()
        && let Some(page) = asked.strip_prefix("page:")
    {
        found = on_page(&ledger.facts, page.trim());
    }
    if found.is_empty()
        && let Some(place) = TemplatePlace::parse(asked)
    {
        found = by(&|fact| place.is_of(fact));
    }
    if found.is_empty() {
        let language = Language::parse(&ledger.legend.language).unwrap_or(Language::English);
        let words = plain(asked);
        found = by(&|fact| plain(&fact.text) == words);
        if found.is_empty()
            && let Some(number) = Reading::of(asked, language)
        {
            let readings = || {
                ledger
                    .facts
                    .iter()
                    .filter_map(|fact| Some((fact, Reading::of(&fact.text, language)?)))
            };
            found = readings().filter(|(_, it)| it.is(&number)).map(|(fact, _)| fact).collect();
            if found.is_empty() {
                let mut near: Vec<(f64, &Fact)> = readings()
                    .filter(|(fact, _)| !number.percent || fact.kind == "share")
                    .map(|(fact, it)| ((it.value - number.value).abs(), fact))
                    .collect();
                near.sort_by(|left, right| left.0.total_cmp(&right.0));
                let nearest = near.into_iter().take(MOST_OFFERED).map(|(_, fact)| fact);
                return Found::Nearest(nearest.collect());
            }
        }
    }
    if found.is_empty() {
        let names = ledger.facts.iter().map(|fact| fact.id.as_str());
        let near = nearest(asked, names);
        return Found::Nearest(by(&|fact| Some(fact.id.as_str()) == near));
    }
    Found::Facts(found)
}

/// The facts on a page, by the number that is printed on it, else counted from the first.
pub fn on_page<'l>(facts: &'l [Fact], page: &str) -> Vec<&'l Fact> {
    let printed: Vec<&Fact> =
        facts.iter().filter(|fact| fact.page_label.as_deref() == Some(page)).collect();
    if !printed.is_empty() {
        return printed;
    }
    let counted = page.parse().ok();
    facts.iter().filter(|fact| fact.page.is_some() && fact.page == counted).collect()
}

/// A line of a template, perhaps with a column.
struct TemplatePlace<'p> {
    path: &'p str,
    line: usize,
    column: Option<usize>,
}

impl<'p> TemplatePlace<'p> {
    fn parse(text: &'p str) -> Option<Self> {
        let (rest, last) = text.rsplit_once(':')?;
        let last: usize = last.parse().ok()?;
        match rest.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?))) {
            Some((path, line)) => Some(Self { path, line, column: Some(last) }),
            None => Some(Self { path: rest, line: last, column: None }),
        }
    }

    fn is_of(&self, fact: &Fact) -> bool {
        let file = fact.template.rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        let ends = fact.template.strip_suffix(self.path);
        let named = stem == self.path || ends.is_some_and(|it| it.is_empty() || it.ends_with('/'));
        named && fact.line == self.line && self.column.is_none_or(|column| fact.column == column)
    }
}

/// Text without regard to capitals and to the width of spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A printed number as a number.
struct Reading {
    /// As it stands: 29.2 for `29,2%`.
    value: f64,
    percent: bool,
    decimals: u8,
}

/// The number in a printed text as it stands, with how many decimals it has:
/// 29.2 and 1 for `29,2%`. `None` for words.
pub(super) fn printed_number(text: &str, language: Language) -> Option<(f64, u8)> {
    Reading::of(text, language).map(|reading| (reading.value, reading.decimals))
}

impl Reading {
    /// Reads a number with the marks of the language, or with a decimal point. A
    /// noun may follow it.
    fn of(text: &str, language: Language) -> Option<Self> {
        let text: String = text.trim().to_lowercase();
        let digits_end = text
            .char_indices()
            .filter(|(_, c)| c.is_ascii_digit())
            .map(|(at, _)| at + 1)
            .next_back()?;
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let number: String =
            text[start..digits_end].chars().filter(|c| !c.is_whitespace()).collect();
        let minus = text[..start].trim_end().ends_with(['-', '\u{2212}', '–']);
        let (thousands, decimal) = match language {
            Language::Dutch => ('.', ','),
            Language::English => (',', '.'),
        };
        // `29.2` in a Dutch publication can only be a decimal point.
        let grouped = |part: &str| part.split(thousands).skip(1).all(|group| group.len() == 3);
        let (whole, fraction) = number.split_once(decimal).unwrap_or((&number, ""));
        let value: f64 = match grouped(whole) {
            true => format!("{}.{fraction}0", whole.replace(thousands, "")).parse().ok()?,
            false => number.replace(',', ".").parse().ok()?,
        };
        let rest = text[digits_end..].trim_start();
        let percent = rest.starts_with('%')
            || (["procent", "percent", "per cent"].iter().any(|word| rest.starts_with(word))
                && !rest.contains("punt")
                && !rest.contains("point"));
        let decimals = fraction.len().min(9) as u8;
        Some(Self { value: if minus { -value } else { value }, percent, decimals })
    }

    /// Whether a printed number is the one asked for.
    fn is(&self, asked: &Reading) -> bool {
        (self.value - asked.value).abs() < 1e-9 && (self.percent || !asked.percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Option<(f64, bool)> {
        Reading::of(text, Language::Dutch).map(|it| (it.value, it.percent))
    }

    #[test]
    fn numbers_are_read_in_any_usual_form() {
        for text in ["29,2%", "29,2 %", "29,2\u{a0}procent", "29.2 %", " 29,2 per cent"] {
            assert_eq!(reading(text), Some((29.2, true)), "{text}");
        }
        for text in ["2.449", "2449", "2.449 gemeenten", "2 449"] {
            assert_eq!(reading(text), Some((2449.0, false)), "{text}");
        }
        for text in ["-12", "\u{2212}12 procentpunten", "− 12"] {
            assert_eq!(reading(text), Some((-12.0, false)), "{text}");
        }
        assert_eq!(reading("ruim de helft"), None);
    }
}
