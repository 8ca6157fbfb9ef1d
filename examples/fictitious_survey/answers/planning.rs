//! Answers on planning: basic registrations lead, cases lag, and the small need help.

use super::{Answer, Row, integer, many, one, step};
use crate::chance::Chance;
use crate::frame::Size;
use crate::respondent::Respondent;

/// Answers the questions of this section.
pub(super) fn fill(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    schedule(respondent, chance, row);
    building_blocks(respondent, chance, row);
    help(respondent, chance, row);
    means(respondent, chance, row);
}

/// How far the plan is and how far behind.
fn schedule(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, progress, strength, .. } = *respondent;
    row.insert("p01", step(chance, 2.55 + 0.5 * progress));
    let schedule = one(
        chance,
        &[
            ("voor", 0.03 + 0.03 * progress),
            ("op", 0.3 + 0.16 * progress),
            ("kort", 0.32),
            ("lang", 0.26 - 0.12 * progress),
            ("geen", 0.09 - 0.05 * level - 0.03 * strength),
        ],
    );
    let months = match &schedule {
        Answer::Code(code) if code == "kort" => integer(chance, 3.6, 1.2, 1.0, 5.0),
        Answer::Code(code) if code == "lang" => integer(chance, 10.0, 3.5, 6.0, 24.0),
        _ => Answer::Empty,
    };
    row.insert("p02", schedule);
    row.insert("p03", months);
    row.insert("p04", step(chance, 2.65 + 0.35 * progress + 0.3 * level));
    row.insert("p05", step(chance, 2.1 + 0.3 * progress + 0.4 * level));
    row.insert("p06", step(chance, 3.55 + 0.3 * progress + 0.1 * level));
}

/// Which building blocks are in use, and how many of them everywhere.
fn building_blocks(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, progress, .. } = *respondent;
    let lead = 0.12 * progress + 0.06 * level;
    let used = many(
        chance,
        &[
            ("bsn", 0.82 + 0.5 * lead),
            ("gba", 0.7 + 0.5 * lead),
            ("digid", 0.9 + 0.5 * lead),
            ("bag", 0.8 + 0.5 * lead),
            ("catalogi", 0.66 + lead),
            ("webrichtlijnen", 0.42 + lead),
            ("mijnoverheid", 0.28 + lead),
            ("netnummer", 0.22 + lead + 0.08 * level),
            ("servicebus", 0.16 + lead),
            ("terugmelden", 0.34 + lead),
        ],
        ("bsn", 0.0),
    );
    let everywhere = match &used {
        Answer::Many(blocks) => {
            let most = blocks.len() as f64;
            integer(chance, 0.5 * most + 0.5 * progress, 0.9, 0.0, most)
        }
        _ => Answer::Empty,
    };
    row.insert("p07", used);
    row.insert("p08", everywhere);
}

/// Whether help is needed, and which.
fn help(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, strength, .. } = *respondent;
    let alone = step(chance, 2.25 + 0.7 * level + 0.35 * strength);
    let able = matches!(&alone, Answer::Code(code) if code == "4" || code == "5");
    let support = many(
        chance,
        &[
            ("kennis", 0.5 - 0.22 * level),
            ("handen", 0.56 - 0.2 * level),
            ("geld", 0.46 - 0.04 * level),
            ("samen", 0.38 - 0.14 * level),
            ("leveranciers", 0.46 + 0.12 * level),
            ("planning", 0.34 + 0.12 * level),
        ],
        ("geen", if able { 0.25 } else { 0.0 }),
    );
    row.insert("p09", alone);
    row.insert("p10", support);
    let approach = one(
        chance,
        &[
            ("programma", 0.24 + 0.16 * level),
            ("projecten", 0.27 + 0.02 * level),
            ("lijn", 0.12 - 0.02 * level),
            ("stappen", 0.2 - 0.06 * level),
            ("samen", 0.15 - 0.09 * level),
        ],
    );
    row.insert("p11", approach);
}

/// People and money, and whether they are enough.
fn means(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { strength, size, .. } = *respondent;
    // Typical full-time equivalents and euros per inhabitant of the size class: a small
    // municipality has fewer people, and pays more per inhabitant for the same systems.
    let (people, money) = match size {
        Size::Small => (0.8, 8.4),
        Size::Middle => (1.7, 6.6),
        Size::Large => (4.2, 5.4),
        Size::VeryLarge => (10.5, 4.7),
    };
    row.insert("p12", amount(chance, people, 0.25 * strength, 0.05, 0.2));
    row.insert("p13", amount(chance, money, 0.12 * strength, 0.09, 0.5));
    row.insert("p14", step(chance, 2.35 + 0.3 * strength));
}

/// An amount with one decimal around `typical`, shifted by the share `shift` and by
/// chance, at least `least`; empty with the probability `skipped`.
fn amount(chance: &mut Chance, typical: f64, shift: f64, skipped: f64, least: f64) -> Answer {
    if chance.with(skipped) {
        return Answer::Empty;
    }
    let value = typical * (1.0 + shift + 0.28 * chance.normal());
    Answer::Number((value.max(least) * 10.0).round() / 10.0)
}
