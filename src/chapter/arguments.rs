//! The arguments of a call, with messages that point at the argument itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, nearest_hint};

use super::source_map::Origin;
use super::value::{Measured, Value};

/// The arguments of one call.
pub(super) struct Arguments {
    /// Name of the helper.
    pub(super) helper: &'static str,
    /// Where the call stands.
    pub(super) origin: Origin,
    /// Positional arguments.
    pub(super) positional: Vec<Value>,
    /// Options by name.
    pub(super) options: BTreeMap<String, Value>,
}

impl Arguments {
    /// The call as it stands in the template, on one line.
    pub(super) fn expression(&self) -> String {
        self.origin.expression()
    }

    /// The place of the call.
    pub(super) fn place(&self) -> Place {
        self.origin.place()
    }

    /// The place of a text among the arguments, or of the call.
    pub(super) fn place_of(&self, argument: &str) -> Place {
        let text = &self.origin.file.text[self.origin.range.clone()];
        let found = text
            .find(&format!("\"{argument}\""))
            .or_else(|| text.find(&format!("'{argument}'")))
            .filter(|_| !argument.is_empty());
        match found {
            Some(at) => {
                let start = self.origin.range.start + at;
                Place::Text {
                    file: self.origin.file.clone(),
                    range: start..start + argument.len() + 2,
                }
            }
            None => self.place(),
        }
    }

    /// The place of a name among the arguments, or of the call.
    pub(super) fn place_of_name(&self, name: &str) -> Place {
        let text = &self.origin.file.text[self.origin.range.clone()];
        // The helper comes first, which may be called the same.
        let from = text.find(self.helper).map_or(0, |at| at + self.helper.len());
        let is_whole = |at: usize| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let quoted = before.chars().fold(None, |open, c| match open {
                Some(mark) if mark == c => None,
                None if matches!(c, '"' | '\'') => Some(c),
                open => open,
            });
            let starts = |c: char| c.is_whitespace() || "({=~#&".contains(c);
            let ends = |c: char| c.is_whitespace() || ")}|~".contains(c);
            quoted.is_none()
                && before.chars().next_back().is_none_or(starts)
                && after.chars().next().is_none_or(ends)
        };
        let mut found = text.match_indices(name).map(|(at, _)| at);
        match found.find(|&at| at >= from && !name.is_empty() && is_whole(at)) {
            Some(at) => {
                let start = self.origin.range.start + at;
                Place::Text { file: self.origin.file.clone(), range: start..start + name.len() }
            }
            None => self.place(),
        }
    }

    /// The hint that shows how the helper is written.
    fn form(&self) -> Option<String> {
        let helper = super::catalogue::find(self.helper)?;
        let options: Vec<String> =
            helper.options.iter().map(|option| format!("[{option}=…]")).collect();
        let words = [
            &[helper.name, helper.arguments][..],
            &options.iter().map(String::as_str).collect::<Vec<_>>(),
        ]
        .concat();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        Some(format!("write it as `{}`", words.join(" ")))
    }

    /// The positional argument `index`, which must be there. `noun` says what it is.
    pub(super) fn get(&self, index: usize, noun: &str) -> Result<&Value, Diagnostic> {
        self.positional.get(index).ok_or_else(|| {
            let form = super::catalogue::find(self.helper).map_or("", |helper| helper.arguments);
            Diagnostic::error("missing-argument", format!("`{}` needs {noun}", self.helper))
                .at(self.place())
                .hint(format!("write it as `{} {form}`", self.helper).trim_end().to_string())
        })
    }

    /// The positional argument `index` as text.
    pub(super) fn text(&self, index: usize, noun: &str) -> Result<&str, Diagnostic> {
        match self.get(index, noun)? {
            Value::Text(text) => Ok(text),
            other => Err(self.wrong_kind(noun, "text", other)),
        }
    }

    /// All positional arguments from `index` on as texts; numbers count as the code they spell.
    pub(super) fn texts(&self, index: usize, noun: &str) -> Result<Vec<String>, Diagnostic> {
        self.positional
            .iter()
            .skip(index)
            .map(|value| match value {
                Value::Text(text) => Ok(text.clone()),
                Value::Number(number) => Ok(number.to_string()),
                other => Err(self.wrong_kind(noun, "text", other)),
            })
            .collect()
    }

    /// The positional argument `index` as a number that may be printed or compared.
    pub(super) fn number(&self, index: usize) -> Result<f64, Diagnostic> {
        let value = self.get(index, "a number")?;
        if let Value::Measure(measured) = value
            && measured.measure.hidden.is_some()
        {
            return Err(Diagnostic::error(
                "hidden-value",
                format!("`{}` rests on a number that is hidden for privacy", self.helper),
            )
            .at(self.place())
            .hint(format!("hidden: `{}`", measured.expression))
            .hint("take a larger group, or leave the sentence out"));
        }
        value.number().ok_or_else(|| self.wrong_kind("this", "a number", value))
    }

    /// The positional argument `index` as a number from the survey.
    pub(super) fn measured(&self, index: usize) -> Result<&Arc<Measured>, Diagnostic> {
        match self.get(index, "a number from the survey")? {
            Value::Measure(measured) | Value::Formatted { measured, .. } => Ok(measured),
            other => Err(self.wrong_kind("this", "a number from the survey", other)),
        }
    }

    /// The positional argument `index` as a test.
    pub(super) fn truth(&self, index: usize) -> Result<bool, Diagnostic> {
        match self.get(index, "a test")? {
            Value::Truth(truth) => Ok(*truth),
            other => Err(self
                .wrong_kind("this", "a test", other)
                .hint("compare with gt, ge, lt, le, eq or between")),
        }
    }

    /// An option as text.
    pub(super) fn option(&self, name: &str) -> Result<Option<&str>, Diagnostic> {
        match self.options.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong_kind(&format!("`{name}`"), "text", other)),
        }
    }

    /// An option that takes one of the given words.
    pub(super) fn choice<'a>(
        &self,
        name: &str,
        words: &[&'a str],
    ) -> Result<Option<&'a str>, Diagnostic> {
        let Some(text) = self.option(name)? else { return Ok(None) };
        words.iter().find(|word| **word == text).copied().map(Some).ok_or_else(|| {
            Diagnostic::error("unknown-word", format!("`{name}` cannot be `{text}`"))
                .at(self.place_of(text))
                .hints(nearest_hint(text, words.iter().copied()))
                .hint(format!("`{name}` takes: {}", words.join(", ")))
        })
    }

    /// An option that is on or off.
    pub(super) fn switch(&self, name: &str) -> Result<Option<bool>, Diagnostic> {
        match self.options.get(name) {
            None => Ok(None),
            Some(Value::Truth(truth)) => Ok(Some(*truth)),
            Some(other) => Err(self.wrong_kind(&format!("`{name}`"), "true or false", other)),
        }
    }

    /// An option that is a small whole number, such as a number of decimals.
    pub(super) fn whole(&self, name: &str, most: u8) -> Result<Option<u8>, Diagnostic> {
        match self.options.get(name) {
            None => Ok(None),
            Some(Value::Number(number))
                if number.fract() == 0.0 && (0.0..=f64::from(most)).contains(number) =>
            {
                Ok(Some(*number as u8))
            }
            Some(other) => Err(self.wrong_kind(
                &format!("`{name}`"),
                &format!("a whole number from 0 to {most}"),
                other,
            )),
        }
    }

    fn wrong_kind(&self, what: &str, expected: &str, found: &Value) -> Diagnostic {
        Diagnostic::error(
            "wrong-kind",
            format!("`{}`: {what} must be {expected}, found {}", self.helper, found.noun()),
        )
        .at(self.place())
        .hints(self.form())
    }
}
