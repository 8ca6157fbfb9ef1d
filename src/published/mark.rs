//! Where a fact shows on its page, for marking it.

use super::locate::Region;
use super::text::PageText;
use crate::ledger::Fact;

impl PageText {
    /// The boxes round the text of a fact at its place. None if it does not stand there.
    pub fn regions(&self, fact: &Fact) -> Vec<Region> {
        let (Some(x), Some(y)) = (fact.x, fact.y) else { return vec![] };
        self.locate(&fact.text, x, y).map_or(vec![], |found| found.regions)
    }
}
