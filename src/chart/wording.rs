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
const NEGATIONS: [&str; 8] = ["on", "niet ", "geen ", "dis", "un", "in", "not ", "no "];
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
/// eens*. Each half of the labels must end in words of its own, or one end must
/// be the other with a negation. A scale of frequencies or stages has none.
pub fn poles(labels: &[&str]) -> Option<(String, String)> {
    let half = labels.len() / 2;
    if half == 0 {
        return None;
    }
    let low = common_end(&labels[..half]);
    let high = common_end(&labels[labels.len() - half..]);
    if low.is_empty() || high.is_empty() || low == high {
        return None;
    }
    // One label has its whole self for an end: that alone proves nothing.
    let opposite = NEGATIONS.iter().any(|negation| low == format!("{negation}{high}"));
    let named = low.chars().any(char::is_alphabetic) && high.chars().any(char::is_alphabetic);
    (named && (half > 1 || opposite)).then_some((low, high))
}

/// The words that all labels end in, in small letters, without a leading `mee`.
fn common_end(labels: &[&str]) -> String {
    let words = |label: &str| -> Vec<String> {
        label.to_lowercase().split_whitespace().map(str::to_owned).collect()
    };
    let mut labels = labels.iter().map(|label| words(label));
    let Some(mut common) = labels.next() else { return String::new() };
    for label in labels {
        let same = common.iter().rev().zip(label.iter().rev()).take_while(|(a, b)| a == b).count();
        common.drain(..common.len() - same);
    }
    let mut rest = common.as_slice();
    while let [first, others @ ..] = rest
        && !others.is_empty()
        && matches!(first.as_str(), "mee" | "het")
    {
        rest = others;
    }
    rest.join(" ")
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
        for none in [
            "Nooit | Een enkele keer per jaar | Elk kwartaal | Elke maand | Vaker dan elke maand",
            "Nog niet begonnen | Net begonnen | Halverwege | Grotendeels gereed | Afgerond",
            "Klein (tot 20.000) | Middelgroot (20.000–50.000) | Groot | Zeer groot",
            "Klein | Middel | Groot",
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
