//! Answers on leadership: the top is visible, the middle has no time.

use super::{Row, many, one, step};
use crate::chance::Chance;
use crate::respondent::Respondent;

/// Answers the questions of this section.
pub(super) fn fill(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, leadership, urgency, voice, .. } = *respondent;
    let statements: [(&'static str, f64); 5] = [
        ("l01", 3.6 + 0.55 * leadership - 0.1 * level),
        ("l02", 2.95 + 0.4 * leadership + 0.25 * urgency),
        ("l03", 2.75 + 0.6 * leadership),
        ("l04", 2.15 + 0.35 * leadership),
        ("l05", 3.35 - 0.85 * level),
    ];
    for (name, mean) in statements {
        row.insert(name, step(chance, mean));
    }
    let principal = one(
        chance,
        &[
            ("secretaris", 0.36 - 0.12 * level),
            ("directeur", 0.24 + 0.16 * level),
            ("hoofd", 0.18 - 0.04 * level),
            ("coordinator", 0.1),
            ("niemand", 0.1 - 0.05 * level - 0.03 * leadership),
        ],
    );
    row.insert("l06", principal);
    let helps = many(
        chance,
        &[
            ("bestuur", 0.44 + 0.08 * urgency),
            ("sturing", 0.52 + 0.1 * leadership),
            ("projectleider", 0.4 + 0.06 * level),
            ("geld", 0.32),
            ("samen", 0.34 - 0.12 * level),
            ("stappen", 0.58),
            ("betrekken", 0.4 + 0.08 * voice),
            ("anders", 0.04),
        ],
        ("stappen", 0.0),
    );
    row.insert("l07", helps);
    let hinders = many(
        chance,
        &[
            ("tijd", 0.74 - 0.13 * level),
            ("leveranciers", 0.48 + 0.06 * level),
            ("wisseling", 0.27 - 0.1 * level),
            ("landelijk", 0.4),
            ("voorrang", 0.35 - 0.08 * urgency),
            ("techniek", 0.42 + 0.12 * level),
            ("eilanden", 0.3 + 0.14 * level),
            ("anders", 0.04),
        ],
        ("tijd", 0.0),
    );
    row.insert("l08", hinders);
}
