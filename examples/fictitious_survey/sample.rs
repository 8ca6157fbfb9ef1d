//! Who answers: a province and a size class for each respondent, and nothing more.
//!
//! Small municipalities answer less often than large ones, as in most surveys of
//! municipalities. No cell of province by size class with fewer than three
//! municipalities is used, and none is filled up entirely: otherwise an answer
//! could be pinned on a real municipality.

use std::collections::BTreeMap;
use std::error::Error;

use crate::chance::Chance;
use crate::frame::{Municipality, Size};

/// How many respondents each size class has: 126 together.
const QUOTAS: [(Size, usize); 4] =
    [(Size::Small, 41), (Size::Middle, 55), (Size::Large, 18), (Size::VeryLarge, 12)];

/// Fewer municipalities than this in a cell could be recognised.
const SMALLEST_CELL: usize = 3;

/// Where a respondent stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Name of the province.
    pub(crate) province: String,
    /// Size class.
    pub(crate) size: Size,
}

/// Draws the respondents' cells without putting a municipality back, in random order.
pub(crate) fn draw(
    frame: &[Municipality],
    chance: &mut Chance,
) -> Result<Vec<Cell>, Box<dyn Error>> {
    let mut counts: BTreeMap<Cell, usize> = BTreeMap::new();
    for unit in frame {
        let cell = Cell { province: unit.province.clone(), size: unit.size() };
        *counts.entry(cell).or_default() += 1;
    }
    let mut drawn = vec![];
    for (size, quota) in QUOTAS {
        let mut urn: Vec<Cell> = counts
            .iter()
            .filter(|(cell, count)| cell.size == size && **count >= SMALLEST_CELL)
            .flat_map(|(cell, count)| vec![cell.clone(); count - 1])
            .collect();
        if urn.len() < quota {
            return Err(format!("size class {} has fewer than {quota} places", size.code()).into());
        }
        shuffle(&mut urn, chance);
        drawn.extend(urn.into_iter().take(quota));
    }
    shuffle(&mut drawn, chance);
    Ok(drawn)
}

/// Puts the items in random order (Fisher and Yates).
fn shuffle<T>(items: &mut [T], chance: &mut Chance) {
    for at in (1..items.len()).rev() {
        items.swap(at, chance.between(0, at as u32) as usize);
    }
}
