//! Codes: the same code is the same whether a cell holds it as number or text.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Choice;
use crate::workbook::Value;

/// The text of a cell as a code: trimmed, and a whole number without decimals,
/// so that `1`, `1.0` and the text `1` are one code. `None` for an error, for a
/// formula without value and for blank text.
pub(super) fn code_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => {
            let text = canonical(text);
            (!text.is_empty()).then_some(Cow::Borrowed(text))
        }
        Value::Number(number) => Some(Cow::Owned(number_text(*number))),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        Value::Date(date) => Some(Cow::Borrowed(date)),
        Value::Error(_) | Value::Unevaluated => None,
    }
}

/// A number as text: `1`, `1.5`, `-3`. The shortest text that reads back the same.
pub(super) fn number_text(number: f64) -> String {
    // Display writes `-0` for the negative zero.
    let number = if number == 0.0 { 0.0 } else { number };
    number.to_string()
}

/// The text without white space around it, and without `.0` after a whole number.
fn canonical(text: &str) -> &str {
    let text = text.trim();
    match text.split_once('.') {
        Some((whole, zeros))
            if !zeros.is_empty()
                && zeros.bytes().all(|byte| byte == b'0')
                && !whole.is_empty()
                && whole.strip_prefix('-').unwrap_or(whole).bytes().all(|b| b.is_ascii_digit()) =>
        {
            whole
        }
        _ => text,
    }
}

/// The score of a code that is a number.
pub(super) fn score(code: &str) -> Option<f64> {
    // `inf` and `nan` parse too, and mean something else in a survey.
    if !code.contains(|symbol: char| symbol.is_ascii_digit()) {
        return None;
    }
    code.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Finds choices by the values of cells.
#[derive(Debug)]
pub(super) struct CodeIndex {
    by_code: HashMap<Box<str>, u16>,
    /// Labels that stand for one choice only.
    by_label: HashMap<Box<str>, Option<u16>>,
    /// The choices of the numbers 0 to 255, so that most cells need no text.
    small: Vec<Option<u16>>,
}

impl CodeIndex {
    /// An index of these choices. Of choices with the same code the first counts.
    pub(super) fn new(choices: &[Choice]) -> Self {
        let mut by_code = HashMap::new();
        let mut by_label: HashMap<Box<str>, Option<u16>> = HashMap::new();
        for (index, choice) in choices.iter().enumerate() {
            let index = index as u16;
            by_code.entry(canonical(&choice.code).into()).or_insert(index);
            by_label
                .entry(choice.label.trim().into())
                .and_modify(|known| *known = None)
                .or_insert(Some(index));
        }
        let small =
            (0..256).map(|number: u32| by_code.get(number.to_string().as_str()).copied()).collect();
        Self { by_code, by_label, small }
    }

    /// The index of the choice that a cell names, by its code or else by its label.
    pub(super) fn find(&self, value: &Value) -> Option<u16> {
        if let Value::Number(number) = *value
            && (0.0..256.0).contains(&number)
            && number.fract() == 0.0
            && let Some(index) = self.small[number as usize]
        {
            return Some(index);
        }
        self.find_text(&code_text(value)?)
    }

    /// The index of the choice with this code, or else this label.
    pub(super) fn find_text(&self, text: &str) -> Option<u16> {
        let text = canonical(text);
        self.by_code
            .get(text)
            .copied()
            .or_else(|| self.by_label.get(text).copied().flatten())
            .or_else(|| {
                // `TRUE` typed as text, and a cell with the truth value.
                let lower = text.to_ascii_lowercase();
                matches!(&*lower, "true" | "false").then(|| self.by_code.get(&*lower).copied())?
            })
    }
}
