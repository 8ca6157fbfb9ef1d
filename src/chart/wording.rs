//! What the wording of labels tells: which answers come last, whether a scale
//! runs from one pole to the other, and whether groups are moments in time.

use super::model::Role;

/// Beginnings of answers that gather what the others do not name.
const OTHER: [&str; 5] = ["anders", "overig", "other", "een andere", "iets anders"];
/// Beginnings of answers that are none.
const MISSING: [&str; 9] = [
    "weet niet",
    "weet ik niet",
    "geen mening",
    "geen antwoord",
    "niet van toepassing",
    "don't know",
    "don’t know",
    "no opinion",
    "no answer",
];
/// What turns an answer into its opposite.
const NEGATIONS: [&str; 9] = ["on", "niet ", "geen ", "dis", "un", "in", "not ", "no ", "do not "];
/// Words around the name of a pole that say nothing about it.
const FILLERS: [&str; 12] =
    ["mee", "het", "er", "ermee", "ik", "ben", "i", "am", "with", "it", "this", "that"];
/// Words of scales that run from little to much, or from before to after: how
/// often, how far, how many. They have ends, but no poles.
const MEASURES: [&str; 64] = [
    "vaak",
    "zelden",
    "soms",
    "nooit",
    "altijd",
    "keer",
    "dag",
    "dagen",
    "dagelijks",
    "week",
    "weken",
    "wekelijks",
    "maand",
    "maanden",
    "maandelijks",
    "kwartaal",
    "jaar",
    "jaren",
    "jaarlijks",
    "uur",
    "uren",
    "euro",
    "procent",
    "often",
    "frequently",
    "rarely",
    "seldom",
    "sometimes",
    "never",
    "always",
    "times",
    "time",
    "day",
    "days",
    "daily",
    "weeks",
    "weekly",
    "month",
    "months",
    "monthly",
    "year",
    "years",
    "yearly",
    "hours",
    "begonnen",
    "gestart",
    "bezig",
    "klaar",
    "gereed",
    "afgerond",
    "begun",
    "started",
    "ready",
    "done",
    "finished",
    "completed",
    "weinig",
    "veel",
    "little",
    "few",
    "much",
    "many",
    "some",
    "lot",
];
/// Names of questions whose options are moments.
const MOMENTS: [&str; 12] = [
    "wave", "golf", "meting", "jaar", "year", "ronde", "round", "moment", "periode", "period",
    "kwartaal", "quarter",
];

/// The role that the wording of an answer suggests: `anders` and `overig` come
/// last, `weet niet` and `geen mening` after them.
pub fn role_of(label: &str) -> Role {
    let label = label.trim().to_lowercase();
    let starts = |list: &[&str]| list.iter().any(|start| label.starts_with(start));
    if starts(&MISSING) {
        Role::Missing
    } else if starts(&OTHER) {
        Role::Other
    } else {
        Role::Ordinary
    }
}

/// The names of the two poles of a scale, negative first, when it has poles:
/// `oneens` and `eens` for *helemaal oneens, oneens, neutraal, eens, helemaal
/// eens*, `disagree` and `agree` for *disagree strongly, disagree, agree, agree
/// strongly*. The labels of each half must share words of their own, or one end
/// must be the other with a negation. A scale of frequencies, amounts or stages
/// has none.
pub fn poles(labels: &[&str]) -> Option<(String, String)> {
    let half = labels.len() / 2;
    if half == 0 {
        return None;
    }
    let low = shared_words(&labels[..half]);
    let high = shared_words(&labels[labels.len() - half..]);
    if low == high || !names_pole(&low) || !names_pole(&high) {
        return None;
    }
    // One label shares all its words with itself: that alone proves nothing.
    (half > 1 || are_opposite(&low, &high)).then(|| (low.join(" "), high.join(" ")))
}

/// The words that stand in all labels, in small letters and in the order of the
/// first: where they stand, before or after an adverb, is a matter of language.
fn shared_words(labels: &[&str]) -> Vec<String> {
    let words = |label: &str| -> Vec<String> {
        let label = label.to_lowercase();
        let words = label
            .split_whitespace()
            .map(|word| word.trim_matches(|letter: char| letter.is_ascii_punctuation()).to_owned());
        words.filter(|word| !word.is_empty()).collect()
    };
    let Some((first, others)) = labels.split_first() else { return vec![] };
    let others: Vec<Vec<String>> = others.iter().map(|label| words(label)).collect();
    let in_all = |word: &String| others.iter().all(|label| label.contains(word));
    let shared: Vec<String> = words(first).into_iter().filter(in_all).collect();
    let telling = |word: &&String| !FILLERS.contains(&word.as_str());
    shared.iter().filter(telling).cloned().collect()
}

/// Whether these words can name a pole: some words, no numbers, no measure.
fn names_pole(words: &[String]) -> bool {
    let has = |test: fn(char) -> bool| words.iter().any(|word| word.contains(test));
    let measured = |word: &String| MEASURES.contains(&word.as_str());
    // `Te veel` and `too little` are judgements; `veel` by itself is an amount.
    let judged = words.iter().any(|word| matches!(word.as_str(), "te" | "too"));
    has(char::is_alphabetic) && !has(char::is_numeric) && (judged || !words.iter().any(measured))
}

/// Whether one is the other with a negation, before any of its words.
fn are_opposite(low: &[String], high: &[String]) -> bool {
    let low = low.join(" ");
    (0..high.len()).any(|place| {
        let (before, after) = (high[..place].join(" "), high[place..].join(" "));
        let before = if before.is_empty() { before } else { before + " " };
        NEGATIONS.iter().any(|negation| low == format!("{before}{negation}{after}"))
    })
}

/// Whether the options of a question are moments in order of time: by its name,
/// or because each label has a year.
pub fn are_moments(name: &str, labels: &[&str]) -> bool {
    let name = name.to_lowercase();
    let named = MOMENTS.iter().any(|word| {
        name.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    named || labels.len() > 1 && labels.iter().all(|label| has_year(label))
}

fn has_year(label: &str) -> bool {
    label
        .split(|letter: char| !letter.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_suggests_a_role() {
        for (label, role) in [
            ("Anders, namelijk:", Role::Other),
            ("Overige redenen", Role::Other),
            ("Weet niet / geen mening", Role::Missing),
            ("Geen antwoord", Role::Missing),
            ("Geen geld", Role::Ordinary),
            ("Don’t know", Role::Missing),
        ] {
            assert_eq!(role_of(label), role, "{label}");
        }
    }

    #[test]
    fn scales_have_poles_or_not() {
        let poles = |labels: &str| {
            let labels: Vec<&str> = labels.split(" | ").collect();
            poles(&labels).map(|(low, high)| format!("{low}, {high}"))
        };
        let named = |names: &str| Some(names.to_owned());
        assert_eq!(
            poles("Helemaal mee oneens | Mee oneens | Neutraal | Mee eens | Helemaal mee eens"),
            named("oneens, eens")
        );
        assert_eq!(
            poles(
                "Veel te ongunstig | Iets te ongunstig | Juist | Iets te gunstig | Veel te gunstig"
            ),
            named("te ongunstig, te gunstig")
        );
        assert_eq!(
            poles("Strongly disagree | Disagree | Agree | Strongly agree"),
            named("disagree, agree")
        );
        assert_eq!(poles("Ontevreden | Neutraal | Tevreden"), named("ontevreden, tevreden"));
        for (labels, names) in [
            (
                "Disagree strongly | Disagree somewhat | Neither | Agree somewhat | Agree strongly",
                "disagree, agree",
            ),
            ("Disagree strongly | Disagree | Agree | Agree strongly", "disagree, agree"),
            (
                "Strongly disagree | Disagree (a little) | Agree, a little | Agree",
                "disagree, agree",
            ),
            ("Mee oneens, sterk | Mee oneens | Mee eens | Mee eens, sterk", "oneens, eens"),
            (
                "Ik ben het er helemaal mee oneens | Ik ben het er mee oneens | Neutraal | \
                 Ik ben het er mee eens | Ik ben het er helemaal mee eens",
                "oneens, eens",
            ),
            ("Oneens, helemaal | Oneens | Eens | Eens, helemaal", "oneens, eens"),
            ("Sterk mee oneens | Neutraal | Sterk mee eens", "sterk oneens, sterk eens"),
            (
                "Helemaal niet tevreden | Niet tevreden | Neutraal | Tevreden | Heel tevreden",
                "niet tevreden, tevreden",
            ),
            (
                "Very dissatisfied | Dissatisfied | Satisfied | Very satisfied",
                "dissatisfied, satisfied",
            ),
            (
                "Much too little | Too little | Right | Too much | Much too much",
                "too little, too much",
            ),
            ("Veel te weinig | Te weinig | Genoeg | Te veel | Veel te veel", "te weinig, te veel"),
            ("Veel slechter | Slechter | Gelijk | Beter | Veel beter", "slechter, beter"),
        ] {
            assert_eq!(poles(labels), named(names), "{labels}");
        }
        for none in [
            "Nooit | Een enkele keer per jaar | Elk kwartaal | Elke maand | Vaker dan elke maand",
            "Nog niet begonnen | Net begonnen | Halverwege | Grotendeels gereed | Afgerond",
            "Klein (tot 20.000) | Middelgroot (20.000–50.000) | Groot | Zeer groot",
            "Klein | Middel | Groot",
            "Heel zelden | Zelden | Soms | Vaak | Heel vaak",
            "Less often | Not so often | Often | Very often",
            "1 keer per jaar | 2 keer per jaar | 1 keer per week | 2 keer per week",
            "Nog niet begonnen | Net begonnen | Bijna klaar | Helemaal klaar",
            "Heel weinig | Weinig | Gemiddeld | Veel | Heel veel",
            "Much too little | Too little | A lot | Quite a lot",
            "1 | 2 | 3 | 4 | 5",
            "Ja",
            "",
        ] {
            assert_eq!(poles(none), None, "{none}");
        }
    }

    #[test]
    fn moments_are_known_by_name_or_year() {
        assert!(are_moments("golf", &["Eerste", "Tweede"]));
        assert!(are_moments("wave_2", &[]));
        assert!(are_moments("m", &["Voorjaar 2010", "2012"]));
        assert!(!are_moments("jaarlijks", &["Ja", "Nee"]));
        assert!(!are_moments("grootte", &["Tot 20.000", "Vanaf 20.000"]));
    }
}
