//! Dates as they are printed.

use super::Language;

/// The names of the months, from the first.
pub fn months(language: Language) -> &'static [&'static str; 12] {
    const DUTCH: [&str; 12] = [
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
    ];
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

/// A day in long form: `23 november 2026`, `23 November 2026`.
///
/// `month` runs from 1 to 12; another month is written as its number.
pub fn long_date(year: i32, month: u8, day: u8, language: Language) -> String {
    let name = usize::from(month).checked_sub(1).and_then(|index| months(language).get(index));
    match name {
        Some(name) => format!("{day} {name} {year}"),
        None => format!("{day}-{month}-{year}"),
    }
}
