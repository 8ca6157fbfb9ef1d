//! Where a fact shows on its page, for marking it.

use super::locate::Region;
use super::text::PageText;
use crate::ledger::{Carrier, Fact};

impl PageText {
    /// The boxes round the text of a fact: at its place, or in a chart the first
    /// word below its name that says it. None if it is not found.
    pub fn regions(&self, fact: &Fact) -> Vec<Region> {
        let (Some(x), Some(y)) = (fact.x, fact.y) else { return vec![] };
        match self.locate(&fact.text, x, y) {
            Ok(found) => found.regions,
            Err(_) if fact.carrier == Carrier::Figure => {
                let first = fact.text.split_whitespace().next();
                let words = self.words_between(y, self.height);
                let word = words.into_iter().find(|(word, _)| Some(word.as_str()) == first);
                word.into_iter().map(|(_, region)| region).collect()
            }
            Err(_) => vec![],
        }
    }
}
