//! Which differences between groups turned.

use super::SignificanceTurn;
use crate::ledger::{Fact, Outcome, Significance, TestedGroup};

/// What turned about how a number lies to the same number of other groups: what a
/// reader can see. In a table that is the letters, which stand at the higher of two
/// numbers; a change of one number is significant or is not.
pub(super) fn turns(old: Option<&Fact>, new: Option<&Fact>) -> Vec<SignificanceTurn> {
    let (Some(old), Some(new)) = (old, new) else { return vec![] };
    let tests = |fact: &'_ Fact| fact.significance.clone();
    let (old, new) = (tests(old), tests(new));
    let groups = |tests: &'_ Option<Significance>| -> Vec<TestedGroup> {
        tests.iter().flat_map(|tests| tests.groups.iter().cloned()).collect()
    };
    let (before, after) = (groups(&old), groups(&new));
    let gone = before.iter().filter(|group| !after.iter().any(|other| same(group, other)));
    after
        .iter()
        .chain(gone)
        .filter_map(|group| {
            let outcome = |groups: &[TestedGroup]| {
                groups.iter().find(|other| same(group, other)).map(|it| it.outcome)
            };
            let (old, new) = (outcome(&before), outcome(&after));
            let is_seen = |outcome: Option<Outcome>| match outcome {
                Some(Outcome::Higher) => true,
                Some(Outcome::Lower) => group.letter.is_none(),
                _ => false,
            };
            let turned = old != new && (is_seen(old) || is_seen(new));
            turned.then(|| SignificanceTurn { group: group.name(), old, new })
        })
        .collect()
}

/// Whether two are the same group, whatever their letters and labels.
fn same(one: &TestedGroup, other: &TestedGroup) -> bool {
    one.filter == other.filter && one.wave == other.wave
}
