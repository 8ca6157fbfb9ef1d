//! Answers on interaction: much is written, little is talked over.

use super::{Answer, Row, code, many, one, remark, step};
use crate::chance::Chance;
use crate::respondent::Respondent;

/// What worked well, as short remarks.
const REMARKS: &[&str] = &[
    "Een proefopstelling in de hal waar collega's zelf konden oefenen.",
    "Elke maand een half uur in het werkoverleg, met één onderwerp.",
    "Collega's van een andere afdeling laten vertellen wat het hun opleverde.",
    "Een werkbezoek met de mensen die ermee gaan werken.",
    "Korte berichten met één concrete afspraak.",
    "Naast iemand gaan zitten en samen een zaak afhandelen.",
    "Een lunch met de projectgroep, zonder presentatie.",
    "De eerste verbetering vieren voordat de volgende begint.",
    "Vragen van de balie verzamelen en een week later beantwoorden.",
    "Een filmpje waarin een inwoner een vergunning aanvraagt.",
];

/// Answers the questions of this section.
pub(super) fn fill(respondent: &Respondent, chance: &mut Chance, row: &mut Row) {
    let Respondent { level, voice, progress, leadership, .. } = *respondent;
    let statements: [(&'static str, f64); 4] = [
        ("i01", 3.35 + 0.5 * voice),
        ("i02", 2.65 + 0.5 * voice),
        ("i03", 2.3 + 0.45 * voice),
        ("i04", 3.35 - 0.25 * voice),
    ];
    for (name, mean) in statements {
        row.insert(name, step(chance, mean));
    }
    let means = many(
        chance,
        &[
            ("intranet", 0.86),
            ("overleg", 0.62 - 0.04 * level),
            ("bijeenkomst", 0.47 + 0.05 * level),
            ("demonstratie", 0.27 + 0.1 * progress),
            ("training", 0.24 + 0.12 * progress),
            ("gesprek", 0.26 - 0.13 * level),
            ("anders", 0.05),
        ],
        ("intranet", 0.0),
    );
    row.insert("i05", means);

    let reaction = match chance.with(0.03) {
        true => code("97"),
        false => one(
            chance,
            &[
                ("enthousiast", 0.16 + 0.14 * voice),
                ("afwachtend", 0.46),
                ("onzeker", 0.22 - 0.06 * voice),
                ("weerstand", 0.08 - 0.04 * voice),
                ("onverschillig", 0.1 - 0.04 * leadership),
            ],
        ),
    };
    let asked = matches!(&reaction, Answer::Code(code) if code == "onzeker" || code == "weerstand");
    let cause = match asked {
        true => one(
            chance,
            &[
                ("werk", 0.42),
                ("eerder", 0.14),
                ("systemen", 0.2),
                ("tijd", 0.22),
                ("anders", 0.04),
            ],
        ),
        false => code("98"),
    };
    row.insert("i06", reaction);
    row.insert("i07", cause);
    row.insert("i08", step(chance, 2.55 + 0.45 * voice + 0.15 * progress));
    row.insert("i09", remark(chance, 0.34, REMARKS));
}
