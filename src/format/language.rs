//! The languages a publication can be in.

use icu_locale_core::{Locale, locale};

/// A language in which numbers, alt texts and method paragraphs can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// `nl`
    Dutch,
    /// `en`
    English,
}

impl Language {
    /// The language of a tag such as `nl` or `en`.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag {
            "nl" => Some(Self::Dutch),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The tag: `nl` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    pub(super) fn locale(self) -> Locale {
        match self {
            Self::Dutch => locale!("nl"),
            Self::English => locale!("en"),
        }
    }
}
