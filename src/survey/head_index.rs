//! Finding columns by the names that heads spell in one way or another.

use std::collections::HashMap;
use std::sync::Arc;

use super::heads::Heads;
use super::infer::name_in_head;

/// The names that a head may stand for beside itself: what follows a `/` or `-`, since
/// exports write the group before the name, and `Q1` of `Q1. In which country?`.
pub(super) fn other_names(head: &str) -> Vec<Arc<str>> {
    let tails = head.match_indices(['/', '-']).map(|(at, _)| Arc::from(&head[at + 1..]));
    tails.chain(name_in_head(head)).collect()
}

/// Columns by their heads.
pub(super) struct HeadIndex<'h> {
    heads: &'h Heads,
    /// The column of each of the other names; `None` if two heads have it.
    others: HashMap<Arc<str>, Option<u32>>,
}

impl<'h> HeadIndex<'h> {
    pub(super) fn new(heads: &'h Heads) -> Self {
        let mut others: HashMap<Arc<str>, Option<u32>> = HashMap::new();
        for (head, &column) in &heads.columns {
            for name in other_names(head) {
                others.entry(name).and_modify(|known| *known = None).or_insert(Some(column));
            }
        }
        Self { heads, others }
    }

    /// The column of a name: the one that is headed so, else the only one whose head
    /// stands for it.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.heads.columns.get(name).copied().or_else(|| self.others.get(name).copied().flatten())
    }
}
