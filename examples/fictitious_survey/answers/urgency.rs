//! Answers on urgency: high with the board, low on the work floor.

use super::{Answer, Row, many, one, step};
use crate::chance::Chance;
use crate::respondent::Respondent;

/// Answers the questions of this section.
pub(super) fn fill(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, urgency, strength, voice, .. } = *respondent;
    let statements: [(&'static str, f64); 7] = [
        ("u01", 4.0 - 0.15 * level),
        ("u02", 3.5 - 0.1 * level + 0.15 * urgency),
        ("u03", 3.3 - 0.5 * level),
        ("u04", 3.3 + 0.6 * level + 0.25 * urgency),
        ("u05", 4.05 + 0.45 * urgency),
        ("u06", 2.35 + 0.4 * voice),
        ("u07", 2.95 - 0.3 * level - 0.4 * urgency),
    ];
    for (name, mean) in statements {
        row.insert(name, step(chance, mean));
    }
    let reason = one(
        chance,
        &[
            ("wet", 0.36 - 0.16 * level),
            ("nup", 0.2 - 0.03 * level),
            ("college", 0.16 + 0.09 * level),
            ("inwoners", 0.12 + 0.06 * level),
            ("kosten", 0.1 + 0.02 * level),
            ("anders", 0.04),
        ],
    );
    let national = matches!(&reason, Answer::Code(code) if code == "wet" || code == "nup");
    row.insert("u08", reason);
    let shift = if national { 0.12 } else { -0.08 };
    let goals = one(
        chance,
        &[
            ("landelijk", 0.15 + shift - 0.07 * level),
            ("los", 0.16 - 0.05 * strength),
            ("samen", 0.58 + 0.08 * level),
            ("lokaal", 0.1 - 0.5 * shift),
        ],
    );
    row.insert("u09", goals);
    let pressure = many(
        chance,
        &[
            ("rijk", 0.66),
            ("vng", 0.42 - 0.06 * level),
            ("college", 0.46 + 0.18 * urgency),
            ("raad", 0.2 + 0.08 * urgency),
            ("inwoners", 0.22 + 0.1 * level),
            ("buren", 0.14 - 0.05 * level),
        ],
        ("niemand", 0.05),
    );
    row.insert("u10", pressure);
}
