//! The hidden traits of a respondent, around which all answers are drawn.

use crate::chance::Chance;
use crate::frame::Size;
use crate::sample::Cell;

/// A respondent's cell and hidden traits. A trait has a mean near 0 and a standard
/// deviation near 1.
pub(crate) struct Respondent {
    /// Name of the province.
    pub(crate) province: String,
    /// Size class.
    pub(crate) size: Size,
    /// The size class as a number.
    pub(crate) level: f64,
    /// How strongly the board pushes.
    pub(crate) urgency: f64,
    /// What the organisation can carry: people, money, systems. Grows with size.
    pub(crate) strength: f64,
    /// How visibly managers lead.
    pub(crate) leadership: f64,
    /// How well staff are involved: better where lines are short and managers lead.
    pub(crate) voice: f64,
    /// How far the plan has been carried out: it follows from all the others.
    pub(crate) progress: f64,
}

impl Respondent {
    /// Draws the traits of a respondent in the given cell.
    pub(crate) fn new(cell: &Cell, chance: &mut Chance) -> Self {
        let level = cell.size.level();
        let urgency = 0.15 * level + 0.9 * chance.normal();
        let strength = 0.55 * level + 0.75 * chance.normal();
        let leadership = 0.1 * level + 0.3 * urgency + 0.85 * chance.normal();
        let voice = -0.35 * level + 0.45 * leadership + 0.75 * chance.normal();
        let progress =
            0.5 * strength + 0.4 * leadership + 0.25 * voice + 0.3 * level + 0.5 * chance.normal();
        Self {
            province: cell.province.clone(),
            size: cell.size,
            level,
            urgency,
            strength,
            leadership,
            voice,
            progress,
        }
    }
}
