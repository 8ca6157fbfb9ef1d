//! The words of known scales, in Dutch and English, and words for no answer.

use super::super::{Choice, Missing};

/// Answers that say why there is none, lower case.
const MISSING: [(&str, Missing); 18] = [
    ("weet niet", Missing::DontKnow),
    ("weet ik niet", Missing::DontKnow),
    ("weet niet / geen mening", Missing::DontKnow),
    ("weet niet/geen mening", Missing::DontKnow),
    ("geen mening", Missing::DontKnow),
    ("don't know", Missing::DontKnow),
    ("don’t know", Missing::DontKnow),
    ("i don't know", Missing::DontKnow),
    ("no opinion", Missing::DontKnow),
    ("geen antwoord", Missing::Refused),
    ("wil niet zeggen", Missing::Refused),
    ("wil ik niet zeggen", Missing::Refused),
    ("zeg ik liever niet", Missing::Refused),
    ("prefer not to say", Missing::Refused),
    ("prefer not to answer", Missing::Refused),
    ("do not wish to declare", Missing::Refused),
    ("no answer", Missing::Refused),
    ("not asked", Missing::NotAsked),
];

/// Scales from low to high. Words of one step stand between bars.
const SCALES: [&[&str]; 22] = [
    &[
        "helemaal oneens|helemaal mee oneens|zeer oneens|zeer mee oneens|volledig oneens",
        "oneens|mee oneens",
        "enigszins oneens|enigszins mee oneens|een beetje oneens",
        "neutraal|niet eens, niet oneens|niet eens/niet oneens|niet mee eens, niet mee oneens|noch mee eens, noch mee oneens|eens noch oneens",
        "enigszins eens|enigszins mee eens|een beetje eens",
        "eens|mee eens",
        "helemaal eens|helemaal mee eens|zeer eens|zeer mee eens|volledig eens",
    ],
    &[
        "zeer ontevreden|heel ontevreden",
        "ontevreden",
        "neutraal|niet tevreden, niet ontevreden|niet ontevreden, niet tevreden",
        "tevreden",
        "zeer tevreden|heel tevreden",
    ],
    &[
        "nooit",
        "zelden|bijna nooit",
        "soms|af en toe",
        "regelmatig",
        "vaak|meestal",
        "heel vaak|zeer vaak|bijna altijd",
        "altijd",
    ],
    &[
        "zeer slecht|heel slecht",
        "slecht",
        "matig",
        "redelijk|voldoende|neutraal",
        "goed",
        "zeer goed|heel goed",
        "uitstekend",
    ],
    &[
        "zeer onbelangrijk|heel onbelangrijk",
        "onbelangrijk",
        "neutraal",
        "belangrijk",
        "zeer belangrijk|heel belangrijk",
    ],
    &[
        "zeer onwaarschijnlijk",
        "onwaarschijnlijk",
        "neutraal",
        "waarschijnlijk",
        "zeer waarschijnlijk",
    ],
    &["zeer laag", "laag", "gemiddeld|neutraal", "hoog", "zeer hoog"],
    &[
        "zeer klein|heel klein",
        "klein",
        "middel|middelgroot|gemiddeld",
        "groot",
        "zeer groot|heel groot",
    ],
    &[
        "helemaal niet",
        "nauwelijks",
        "enigszins|een beetje|deels",
        "grotendeels",
        "helemaal|volledig",
    ],
    &["veel slechter", "slechter", "gelijk|hetzelfde|gelijk gebleven", "beter", "veel beter"],
    &["veel minder", "minder", "evenveel|gelijk|hetzelfde", "meer", "veel meer"],
    &[
        "strongly disagree|completely disagree|fully disagree|totally disagree",
        "disagree",
        "somewhat disagree|slightly disagree",
        "neutral|neither agree nor disagree|neither agree or disagree|neither disagree nor agree",
        "somewhat agree|slightly agree",
        "agree",
        "strongly agree|completely agree|fully agree|totally agree",
    ],
    &[
        "very dissatisfied",
        "dissatisfied",
        "neutral|neither satisfied nor dissatisfied",
        "satisfied",
        "very satisfied",
    ],
    &[
        "never",
        "almost never|rarely|seldom",
        "sometimes|occasionally",
        "often|frequently|usually",
        "very often|almost always",
        "always",
    ],
    &["very poor|very bad", "poor|bad", "fair|average|neutral", "good", "very good", "excellent"],
    &["very unimportant", "unimportant", "neutral", "important", "very important"],
    &["very unlikely", "unlikely", "neutral", "likely", "very likely"],
    &[
        "completely unacceptable",
        "somewhat unacceptable|unacceptable",
        "neutral",
        "somewhat acceptable|acceptable",
        "completely acceptable",
    ],
    &["very low", "low", "medium|average|neutral", "high", "very high"],
    &["very small", "small", "medium|medium-sized", "large", "very large"],
    &["much worse", "worse", "the same|about the same", "better", "much better"],
    &[
        "very conservative",
        "conservative",
        "slightly conservative",
        "neutral|moderate|neutral/ neither conservative or liberal",
        "slightly liberal",
        "liberal",
        "very liberal",
    ],
];

/// Words of degree before a word that is the same for all steps, as in
/// `slightly important`, from low to high.
const DEGREES: [&[&str]; 2] = [
    &["not at all", "slightly|a little", "somewhat", "moderately", "quite", "very", "extremely"],
    &[
        "helemaal niet",
        "niet",
        "een beetje|enigszins",
        "tamelijk|redelijk",
        "zeer|heel",
        "uiterst|uitermate",
    ],
];

/// Why there is no answer, if the text says so.
pub(super) fn missing(text: &str) -> Option<Missing> {
    let lower = text.to_lowercase();
    MISSING.iter().find(|(known, _)| *known == lower).map(|&(_, missing)| missing)
}

/// Sorts the choices from low to high if they are at least three words of one
/// scale; choices that stand for a missing answer come last. Says whether they are.
pub(super) fn sort(choices: &mut [Choice]) -> bool {
    let words: Vec<String> = choices
        .iter()
        .filter(|choice| choice.missing.is_none())
        .map(|choice| choice.label.to_lowercase())
        .collect();
    if words.len() < 3 {
        return false;
    }
    let Some(ranks) = known_ranks(&words) else { return false };
    let rank = |choice: &Choice| {
        let at = words.iter().position(|word| *word == choice.label.to_lowercase());
        at.map_or(usize::MAX, |at| ranks[at])
    };
    choices.sort_by_key(rank);
    true
}

/// Whether numbered choices are, from one end to the other, at least four words of
/// one scale; those that stand for a missing answer do not count.
pub(in crate::survey) fn are_steps(choices: &[Choice]) -> bool {
    let is_answer = |choice: &&Choice| choice.missing.is_none() && missing(&choice.label).is_none();
    let steps: Vec<&Choice> = choices.iter().filter(is_answer).collect();
    let words: Vec<String> = steps.iter().map(|choice| choice.label.to_lowercase()).collect();
    if words.len() < 4 || steps.iter().any(|choice| choice.score.is_none()) {
        return false;
    }
    known_ranks(&words).is_some_and(|ranks| ranks.is_sorted() || ranks.iter().rev().is_sorted())
}

/// The step of each word on the first known scale that has all of them.
fn known_ranks(words: &[String]) -> Option<Vec<usize>> {
    let plain = SCALES.iter().map(|scale| ranks(scale, words, ""));
    let of_degree = DEGREES.iter().map(|scale| ranks(scale, words, shared_tail(words)?));
    plain.chain(of_degree).flatten().next()
}

/// The step of each word, if each is a step of the scale, and no two are the same.
fn ranks(scale: &[&str], words: &[String], tail: &str) -> Option<Vec<usize>> {
    let ranks: Vec<usize> = words
        .iter()
        .map(|word| {
            let word = word.strip_suffix(tail)?.trim_end();
            scale.iter().position(|step| step.split('|').any(|it| it == word))
        })
        .collect::<Option<_>>()?;
    let mut sorted = ranks.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == ranks.len()).then_some(ranks)
}

/// The last word, if all have the same and something before it.
fn shared_tail(words: &[String]) -> Option<&str> {
    let at = words.first()?.rfind(' ')?;
    let tail = &words[0][at..];
    words.iter().all(|word| word.ends_with(tail) && word.len() > tail.len()).then_some(tail)
}
