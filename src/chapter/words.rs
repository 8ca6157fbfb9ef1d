//! The tool's own words in tables and notes, by language of the publication.

use crate::format::Language;
use crate::survey::Missing;

/// Words that stand in tables and under charts.
pub(super) struct Words {
    pub(super) answer: &'static str,
    pub(super) statement: &'static str,
    pub(super) number: &'static str,
    pub(super) percent: &'static str,
    pub(super) total: &'static str,
    pub(super) base: &'static str,
    pub(super) weighted_base: &'static str,
    pub(super) answers: &'static str,
    pub(super) mean: &'static str,
    pub(super) median: &'static str,
    pub(super) lower_quartile: &'static str,
    pub(super) upper_quartile: &'static str,
    pub(super) value: &'static str,
    pub(super) answered: &'static str,
    pub(super) population: &'static str,
    pub(super) respondents: &'static str,
    pub(super) weighted: &'static str,
    pub(super) response: &'static str,
    pub(super) question: &'static str,
    pub(super) several: &'static str,
    pub(super) column_percentages: &'static str,
    pub(super) answer_percentages: &'static str,
    pub(super) row_percentages: &'static str,
    pub(super) total_percentages: &'static str,
    /// `{level}` stands for the confidence level in per cent.
    pub(super) letters: &'static str,
    pub(super) hidden: &'static str,
    pub(super) to: &'static str,
    pub(super) positive: &'static str,
    pub(super) negative: &'static str,
    pub(super) left_out: &'static str,
    pub(super) in_words: &'static str,
}

const DUTCH: Words = Words {
    answer: "Antwoord",
    statement: "Stelling",
    number: "Aantal",
    percent: "%",
    total: "Totaal",
    base: "Geldige antwoorden (n)",
    weighted_base: "Gewogen aantal",
    answers: "Gegeven antwoorden",
    mean: "Gemiddelde",
    median: "Mediaan",
    lower_quartile: "Een kwart heeft hoogstens",
    upper_quartile: "Een kwart heeft minstens",
    value: "Waarde",
    answered: "Beantwoord",
    population: "Gemeenten",
    respondents: "Respondenten",
    weighted: "Gewogen %",
    response: "Respons %",
    question: "Vraag",
    several: "Meer antwoorden mogelijk",
    column_percentages: "Percentages per kolom",
    answer_percentages: "Percentages van de gegeven antwoorden",
    row_percentages: "Percentages per rij",
    total_percentages: "Percentages van het totaal",
    letters: "Een letter wijst naar de kolom waarvan het percentage significant lager ligt ({level} procent betrouwbaarheid)",
    hidden: "· te weinig antwoorden om te tonen",
    to: "tot",
    positive: "eens",
    negative: "oneens",
    left_out: "buiten de percentages gelaten",
    in_words: "In woorden",
};

const ENGLISH: Words = Words {
    answer: "Answer",
    statement: "Statement",
    number: "Number",
    percent: "%",
    total: "Total",
    base: "Valid answers (n)",
    weighted_base: "Weighted number",
    answers: "Answers given",
    mean: "Mean",
    median: "Median",
    lower_quartile: "A quarter have at most",
    upper_quartile: "A quarter have at least",
    value: "Value",
    answered: "Answered",
    population: "Population",
    respondents: "Respondents",
    weighted: "Weighted %",
    response: "Response %",
    question: "Question",
    several: "More than one answer possible",
    column_percentages: "Percentages by column",
    answer_percentages: "Percentages of the answers given",
    row_percentages: "Percentages by row",
    total_percentages: "Percentages of the total",
    letters: "A letter points to the column whose percentage is significantly lower ({level} per cent confidence)",
    hidden: "· too few answers to show",
    to: "to",
    positive: "agree",
    negative: "disagree",
    left_out: "left out of the percentages",
    in_words: "In words",
};

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

/// Why an answer is missing, in words.
pub(super) fn missing(reason: Missing, language: Language) -> &'static str {
    match (reason, language) {
        (Missing::Empty, Language::Dutch) => "Niet ingevuld",
        (Missing::DontKnow, Language::Dutch) => "Weet niet",
        (Missing::Refused, Language::Dutch) => "Geen antwoord",
        (Missing::NotAsked, Language::Dutch) => "Niet gevraagd",
        (Missing::Empty, Language::English) => "No answer",
        (Missing::DontKnow, Language::English) => "Don't know",
        (Missing::Refused, Language::English) => "Refused",
        (Missing::NotAsked, Language::English) => "Not asked",
    }
}
