//! What a correction page says itself.

use crate::format::Language;
use crate::ledger::Carrier;

/// The words of one language.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) heads: [&'static str; 4],
    pub(super) figure: &'static str,
    pub(super) table: &'static str,
    /// In the place of a number that was not printed.
    pub(super) nothing: &'static str,
    /// In the place of a number that is no longer printed.
    pub(super) went: &'static str,
    one: &'static str,
    /// `{n}` stands for the number.
    more: &'static str,
}

const DUTCH: Words = Words {
    title: "Rectificatie",
    heads: ["Bladzijde", "Waar", "Er stond", "Lees"],
    figure: "Figuur",
    table: "Tabel",
    nothing: "niets",
    went: "vervalt",
    one: "In deze uitgave is één getal verbeterd. Hieronder staat wat er stond en wat er moet staan.",
    more: "In deze uitgave zijn {n} getallen verbeterd. Hieronder staat per hoofdstuk wat er stond en wat er moet staan.",
};

const ENGLISH: Words = Words {
    title: "Corrections",
    heads: ["Page", "Where", "Was", "Should be"],
    figure: "Figure",
    table: "Table",
    nothing: "nothing",
    went: "deleted",
    one: "One number in this edition has been corrected. Below is what was printed and what it should be.",
    more: "{n} numbers in this edition have been corrected. Below, by chapter, is what was printed and what it should be.",
};

pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

impl Words {
    /// What carries a number, as its caption begins; `None` for running text.
    pub(super) fn of(&self, carrier: Carrier) -> Option<&'static str> {
        match carrier {
            Carrier::Figure | Carrier::Alternative => Some(self.figure),
            Carrier::Table => Some(self.table),
            Carrier::Text | Carrier::Web => None,
        }
    }

    /// How many numbers are corrected, in a sentence.
    pub(super) fn introduction(&self, count: usize) -> String {
        match count {
            1 => self.one.into(),
            more => self.more.replace("{n}", &more.to_string()),
        }
    }
}
