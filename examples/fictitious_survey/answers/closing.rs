//! Answers at the end: the plan is recommended, its result is not yet praised.

use super::{Row, integer, remark, step};
use crate::chance::Chance;
use crate::respondent::Respondent;

/// Last remarks.
const REMARKS: &[&str] = &[
    "Begin klein, maar begin.",
    "Geef gemeenten een planning waarop zij kunnen bouwen.",
    "Laat ons van elkaar leren, ook van wat misging.",
    "Het plan was het makkelijke deel.",
    "Eén aanspreekpunt voor alle bouwstenen zou veel schelen.",
    "Leveranciers horen vanaf de eerste dag aan tafel.",
    "Zonder vrijgemaakte mensen blijft het bij goede bedoelingen.",
    "Meet wat inwoners ervan merken, niet alleen wat er af is.",
    "De volgende herindeling kost ons een jaar.",
    "Dit onderzoek graag over twee jaar herhalen.",
];

/// Answers the questions of this section.
pub(super) fn fill(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, progress, .. } = *respondent;
    row.insert("s01", integer(chance, 7.6 + 0.7 * progress, 1.5, 0.0, 10.0));
    row.insert("s02", integer(chance, 6.1 + 0.6 * progress, 0.8, 1.0, 10.0));
    row.insert("s03", step(chance, 3.2 + 0.3 * progress + 0.35 * level));
    row.insert("s04", remark(chance, 0.28, REMARKS));
}
