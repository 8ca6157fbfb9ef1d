//! Which number of one edition is which of the other.
//!
//! A number is what it was computed as, in its document and figure or table, whatever
//! its labels are. Where a template prints it several times, the place in the
//! template tells which is which; where that moved, the order does.

use std::hash::Hash;

use indexmap::IndexMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::ledger::{self, Carrier, Fact};

/// Indices of the same number in both editions; `None` where one has it not.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// Pairs the numbers of two editions. Every number stands in one pair.
pub(super) fn align(old: &[Fact], new: &[Fact]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = vec![];
    let mut left: [Vec<usize>; 2] = [(0..old.len()).collect(), (0..new.len()).collect()];
    // A template that was not changed has each call where it was; in one that was,
    // the order of the calls is what there is to go by.
    let left_over =
        pair_by(old, new, &left, &mut pairs, |fact| (call(fact), fact.line, fact.column));
    left = left_over;
    let left_over = pair_by(old, new, &left, &mut pairs, call);
    left = left_over;
    pairs.extend(left[0].iter().map(|&index| (Some(index), None)));
    pairs.extend(left[1].iter().map(|&index| (None, Some(index))));
    pairs
}

/// What makes a number the one it is, apart from where it stands in its template.
fn call(fact: &Fact) -> (&str, Carrier, &str, String) {
    let meaning = ledger::id("", fact.within.as_deref(), &fact.computation);
    (&fact.document, fact.carrier, &fact.template, meaning)
}

/// Pairs the numbers of one key in their order; gives those that are left over.
fn pair_by<'a, K: Hash + Eq>(
    old: &'a [Fact],
    new: &'a [Fact],
    left: &[Vec<usize>; 2],
    pairs: &mut Vec<Pair>,
    key: impl Fn(&'a Fact) -> K,
) -> [Vec<usize>; 2] {
    let mut groups: IndexMap<K, [Vec<usize>; 2]> = IndexMap::new();
    for (side, facts) in [old, new].into_iter().enumerate() {
        for &index in &left[side] {
            groups.entry(key(&facts[index])).or_default()[side].push(index);
        }
    }
    let mut left_over: [Vec<usize>; 2] = Default::default();
    for [before, after] in groups.into_values() {
        if before.len() == after.len() {
            pairs.extend(before.iter().zip(&after).map(|(&old, &new)| (Some(old), Some(new))));
        } else {
            let matched = in_order(old, new, &before, &after);
            left_over[0]
                .extend(before.iter().filter(|it| !matched.iter().any(|pair| pair.0 == **it)));
            left_over[1]
                .extend(after.iter().filter(|it| !matched.iter().any(|pair| pair.1 == **it)));
            pairs.extend(matched.into_iter().map(|(old, new)| (Some(old), Some(new))));
        }
    }
    for side in &mut left_over {
        side.sort_unstable();
    }
    left_over
}

/// The longest common run of numbers, and between its parts what can be paired in order.
fn in_order(old: &[Fact], new: &[Fact], before: &[usize], after: &[usize]) -> Vec<(usize, usize)> {
    let said = |facts: &[Fact], indices: &[usize]| -> Vec<String> {
        indices.iter().map(|&index| facts[index].text.clone()).collect()
    };
    let (was, is) = (said(old, before), said(new, after));
    let mut pairs = vec![];
    for operation in capture_diff_slices(Algorithm::Myers, &was, &is) {
        if let DiffOp::Equal { .. } | DiffOp::Replace { .. } = operation {
            pairs.extend(
                operation
                    .old_range()
                    .zip(operation.new_range())
                    .map(|(old, new)| (before[old], after[new])),
            );
        }
    }
    pairs
}
