//! Answers on ambition: the starting position was seen too rosily.

use super::{Answer, Row, code, integer, one, step};
use crate::chance::Chance;
use crate::respondent::Respondent;

/// Answers the questions of this section.
pub(super) fn fill(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, urgency, strength, voice, progress, .. } = *respondent;
    let aim = one(
        chance,
        &[
            ("verplicht", 0.34 - 0.17 * level),
            ("dienst", 0.36 + 0.02 * level),
            ("organisatie", 0.19 + 0.13 * level),
            ("inventaris", 0.1 - 0.04 * level),
        ],
    );
    row.insert("a01", aim);

    let before = integer(chance, 6.7 + 0.35 * strength, 0.8, 3.0, 9.0);
    // Who is strong knows better where it stands, so the gap is smaller.
    let gap = (1.35 - 0.45 * strength + 0.8 * chance.normal()).round();
    let after = match before {
        Answer::Number(mark) => Answer::Number((mark - gap).clamp(1.0, 10.0)),
        _ => Answer::Empty,
    };
    row.insert("a04", verdict(&before, &after, chance));
    row.insert("a02", before);
    row.insert("a03", after);

    let statements: [(&'static str, f64); 4] = [
        ("a05", 3.3 + 0.45 * level + 0.2 * urgency),
        ("a06", 2.25 + 0.4 * voice),
        ("a07", 3.55 + 0.45 * progress),
        ("a08", 2.95 + 0.5 * strength),
    ];
    for (name, mean) in statements {
        row.insert(name, step(chance, mean));
    }
    let story = one(
        chance,
        &[
            ("kcc", 0.44 + 0.04 * level),
            ("zaak", 0.26 + 0.08 * level),
            ("basis", 0.24 - 0.12 * level),
            ("anders", 0.04),
        ],
    );
    row.insert("a09", story);
}

/// The verdict on the estimate that agrees with the two marks.
fn verdict(before: &Answer, after: &Answer, chance: &mut Chance) -> Answer {
    let (Answer::Number(before), Answer::Number(after)) = (before, after) else {
        return code("99");
    };
    if chance.with(super::SKIPPED) {
        return Answer::Empty;
    }
    code(match (before - after).round() as i32 {
        ..=-2 => "1",
        -1 => "2",
        0 => "3",
        1 => "4",
        _ => "5",
    })
}
