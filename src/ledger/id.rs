//! Names of facts that stay the same while other parts of the publication change.

use sha2::{Digest, Sha256};

use super::computation::{Computation, Requirement};

/// Longer names are cut, and end in a digest of the whole.
const LONGEST: usize = 72;

/// The name of a fact: where it stands and what it is, such as
/// `urgentie:share:u08:wet,nup:grootte=klein`.
///
/// `stem` is the template's name, `within` that of the figure or table. Neither
/// the data nor the rest of the template has a part in it; the same number
/// printed twice in one template is told apart by its caller.
pub fn id(stem: &str, within: Option<&str>, computation: &Computation) -> String {
    let mut parts = vec![stem.to_string()];
    parts.extend(within.map(str::to_string));
    parts.push(computation.statistic.name());
    parts.extend(meaning(computation));
    if !computation.parts.is_empty() {
        parts.push(digest(&serde_json::to_string(&nameless(computation)).unwrap_or_default()));
    }
    let whole = parts.join(":");
    let plain: String = whole.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    if plain == whole && plain.len() <= LONGEST {
        return plain;
    }
    let cut = plain.get(..LONGEST).unwrap_or(&plain).trim_end_matches([':', ',', '-', '+', '=']);
    format!("{cut}:{}", digest(&whole))
}

/// What the computation is of: questions, codes, respondents.
fn meaning(computation: &Computation) -> Vec<String> {
    let mut parts = vec![];
    parts.extend(
        computation
            .cell
            .as_deref()
            .and_then(|cell| cell.split_once('!'))
            .map(|it| it.1.replace('!', ".")),
    );
    if !computation.questions.is_empty() {
        parts.push(computation.questions.join("+"));
    }
    if !computation.codes.is_empty() {
        parts.push(computation.codes.join(","));
    }
    parts.extend(computation.fraction.map(|fraction| fraction.to_string()));
    if !computation.filter.is_empty() {
        let conditions = computation.filter.iter().map(|condition| {
            let (sign, bound) = match &condition.test {
                Requirement::OneOf(codes) => ("=", codes.join(",")),
                Requirement::NoneOf(codes) => ("=not-", codes.join(",")),
                Requirement::Less(bound) => ("=below-", bound.to_string()),
                Requirement::AtMost(bound) => ("=to-", bound.to_string()),
                Requirement::Equal(bound) => ("=", bound.to_string()),
                Requirement::Unequal(bound) => ("=not-", bound.to_string()),
                Requirement::AtLeast(bound) => ("=from-", bound.to_string()),
                Requirement::More(bound) => ("=above-", bound.to_string()),
            };
            format!("{}{sign}{bound}", condition.question)
        });
        parts.push(conditions.collect::<Vec<_>>().join("+"));
    }
    parts
}

/// The computation without what depends on the data.
fn nameless(computation: &Computation) -> Computation {
    let mut computation = computation.clone();
    computation.weighted = false;
    for part in &mut computation.parts {
        (part.value, part.n, part.base) = (None, None, None);
        part.computation = nameless(&part.computation);
    }
    computation
}

/// Whether a character needs no quotes in a shell, a web page or a PDF.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '-' | '_' | '.' | ',' | ':' | '+' | '=')
}

/// The first eight hexadecimal digits of the SHA-256 of a text.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Condition, Part};
    use crate::statistics::Statistic;

    fn share(codes: &[&str]) -> Computation {
        Computation {
            codes: codes.iter().map(|code| code.to_string()).collect(),
            ..Computation::new(Statistic::Share, vec!["u08".into()])
        }
    }

    #[test]
    fn an_id_says_what_the_number_is() {
        let mut computation = share(&["wet", "nup"]);
        assert_eq!(id("urgentie", None, &computation), "urgentie:share:u08:wet,nup");
        computation.filter = vec![Condition {
            question: "grootte".into(),
            test: Requirement::OneOf(vec!["klein".into()]),
        }];
        assert_eq!(
            id("urgentie", Some("tab-u08"), &computation),
            "urgentie:tab-u08:share:u08:wet,nup:grootte=klein"
        );
    }

    #[test]
    fn codes_that_are_no_plain_words_stay_apart() {
        let (one, other) = (share(&["ja, zeker"]), share(&["ja: zeker"]));
        assert_ne!(id("a", None, &one), id("a", None, &other));
        assert!(id("a", None, &one).chars().all(is_plain));
        let long = share(&["x".repeat(200).as_str()]);
        assert!(id("a", None, &long).len() <= LONGEST + 9);
    }

    #[test]
    fn the_data_have_no_part_in_it() {
        let difference = |value: f64| Computation {
            parts: [&["wet"], &["nup"]]
                .map(|codes| Part {
                    value: Some(value),
                    n: Some(1),
                    base: Some(2),
                    computation: share(codes),
                })
                .into(),
            ..Computation::new(Statistic::Difference, vec!["u08".into()])
        };
        assert_eq!(id("a", None, &difference(0.1)), id("a", None, &difference(0.2)));
    }
}
