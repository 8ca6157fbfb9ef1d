//! What the tests of a claim found, so that a claim that fails can say which
//! of them is to blame, by how much, and what would be true.

use super::source_map::Origin;

/// The outcome of one call in the test of a claim.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    /// The call.
    pub(super) origin: Origin,
    /// What it found.
    pub(super) outcome: Outcome,
}

/// What a call in a test found.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// Several tests joined by `and` or `or`.
    Joined {
        /// Whether they hold together.
        holds: bool,
    },
    /// A test turned round by `not`.
    Turned {
        /// Whether it holds so turned.
        holds: bool,
    },
    /// A test of its own.
    Test {
        /// Whether it holds.
        holds: bool,
        /// The values, the bound and the distance between them.
        said: String,
        /// Wordings that are true, in the publication's language, with the test that guards them.
        wordings: Vec<String>,
    },
    /// Something worth knowing when the test around it fails, such as an order.
    Aside(String),
}

impl Outcome {
    fn holds(&self) -> Option<bool> {
        match self {
            Outcome::Joined { holds } | Outcome::Turned { holds } | Outcome::Test { holds, .. } => {
                Some(*holds)
            }
            Outcome::Aside(_) => None,
        }
    }
}

/// A test that is to blame.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Culprit {
    /// The test as it stands in the template.
    pub(super) expression: String,
    /// The values, the bound and the distance between them.
    pub(super) said: String,
    /// Wordings that are true.
    pub(super) wordings: Vec<String>,
    /// What else is worth knowing.
    pub(super) asides: Vec<String>,
}

/// The tests that keep a claim from holding, in the order of its text.
pub(super) fn culprits(mut findings: Vec<Finding>) -> Vec<Culprit> {
    // An outer call starts before, or ends after, the calls within it.
    findings.sort_by_key(|it| (it.origin.range.start, std::cmp::Reverse(it.origin.range.end)));
    let mut found = vec![];
    blame(&findings, true, &mut found);
    found
}

/// Blames the tests among `findings` that do not come out as `wanted`.
fn blame(findings: &[Finding], wanted: bool, found: &mut Vec<Culprit>) {
    let mut rest = findings;
    while let Some((first, others)) = rest.split_first() {
        let end = first.origin.range.end;
        let inner = others.iter().take_while(|it| it.origin.range.end <= end).count();
        let (within, after) = others.split_at(inner);
        rest = after;
        if first.outcome.holds() == Some(wanted) {
            continue;
        }
        match &first.outcome {
            Outcome::Joined { .. } => blame(within, wanted, found),
            Outcome::Turned { .. } => blame(within, !wanted, found),
            Outcome::Test { said, wordings, .. } => found.push(Culprit {
                expression: first.origin.expression(),
                said: said.clone(),
                wordings: wordings.clone(),
                asides: within
                    .iter()
                    .filter_map(|it| match &it.outcome {
                        Outcome::Aside(text) => Some(text.clone()),
                        _ => None,
                    })
                    .collect(),
            }),
            Outcome::Aside(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostics::TextFile;

    const TEXT: &str = "(and (or (a) (b)) (not (c)) (d))";

    fn finding(expression: &str, outcome: Outcome) -> Finding {
        let file = Arc::new(TextFile { path: "a".into(), text: TEXT.into() });
        let start = TEXT.find(expression).unwrap();
        let range = start..start + expression.len();
        Finding { origin: Origin { file, range, verbatim: false }, outcome }
    }

    fn blamed(a: bool, b: bool, c: bool, d: bool) -> Vec<String> {
        let test = |expression: &str, holds| {
            let said = String::new();
            finding(expression, Outcome::Test { holds, said, wordings: vec![] })
        };
        let (either, turned) = (a || b, !c);
        let findings = vec![
            test("(a)", a),
            test("(b)", b),
            finding("(or (a) (b))", Outcome::Joined { holds: either }),
            test("(c)", c),
            finding("(not (c))", Outcome::Turned { holds: turned }),
            test("(d)", d),
            finding(TEXT, Outcome::Joined { holds: either && turned && d }),
        ];
        culprits(findings).into_iter().map(|culprit| culprit.expression).collect()
    }

    #[test]
    fn only_the_tests_to_blame_are_named() {
        assert_eq!(blamed(true, false, false, true), [""; 0]);
        assert_eq!(blamed(false, false, false, true), ["a", "b"]);
        assert_eq!(blamed(true, false, true, true), ["c"]);
        assert_eq!(blamed(false, false, true, false), ["a", "b", "c", "d"]);
        assert_eq!(blamed(true, true, false, false), ["d"]);
    }
}
