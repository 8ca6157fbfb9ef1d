//! The few words that a drawing itself adds, per language.

use crate::format::Language;

/// Words in one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// Stands where nobody answered.
    pub(crate) no_answers: &'static str,
    /// Explains a tinted shape.
    pub(crate) uncertain: &'static str,
    /// Explains the mark of a hidden figure.
    pub(crate) hidden: &'static str,
    /// Heads a column of medians.
    pub(crate) median: &'static str,
}

const DUTCH: Words = Words {
    no_answers: "geen antwoorden",
    uncertain: "weinig antwoorden: cijfer is indicatief",
    hidden: "te weinig antwoorden om te tonen",
    median: "mediaan",
};

const ENGLISH: Words = Words {
    no_answers: "no answers",
    uncertain: "few answers: figure is indicative",
    hidden: "too few answers to show",
    median: "median",
};

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Dutch => &DUTCH,
            Language::English => &ENGLISH,
        }
    }
}
