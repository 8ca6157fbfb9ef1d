//! The questions, section by section.

use crate::codebook::{Kind, Question, Section};

/// A question that is always put, without conditions.
const fn ask(name: &'static str, kind: Kind, short: &'static str, label: &'static str) -> Question {
    Question { name, kind, label, short, relevant: "", constraint: "", reverse: false }
}

/// A five-point statement.
const fn statement(name: &'static str, short: &'static str, label: &'static str) -> Question {
    ask(name, Kind::Scale("eens"), short, label)
}

/// The question with a limit on its number.
const fn within(question: Question, constraint: &'static str) -> Question {
    Question { constraint, ..question }
}

/// The question, put only under a condition.
const fn only_if(question: Question, relevant: &'static str) -> Question {
    Question { relevant, ..question }
}

/// The statement, as one on which agreement points the other way.
const fn reversed(question: Question) -> Question {
    Question { reverse: true, ..question }
}

/// All sections in order.
pub(crate) const SECTIONS: &[Section] = &[
    Section { name: "achtergrond", label: "Achtergrond", questions: BACKGROUND },
    Section { name: "urgentie", label: "Urgentie", questions: URGENCY },
    Section { name: "ambitie", label: "Ambitie", questions: AMBITION },
    Section { name: "planning", label: "Planning", questions: PLANNING },
    Section { name: "interactie", label: "Interactie", questions: INTERACTION },
    Section { name: "leiderschap", label: "Leiderschap", questions: LEADERSHIP },
    Section { name: "slot", label: "Slot", questions: CLOSING },
];

const BACKGROUND: &[Question] = &[
    ask("provincie", Kind::One("provincie"), "Provincie", "In welke provincie ligt uw gemeente?"),
    ask(
        "grootte",
        Kind::Scale("grootte"),
        "Grootteklasse",
        "Hoeveel inwoners had uw gemeente op 1 januari 2010?",
    ),
    ask("functie", Kind::One("functie"), "Functie", "Wat is uw functie?"),
    ask(
        "b01",
        Kind::Many("samenwerking"),
        "Partners in samenwerking",
        "Met wie werkt uw gemeente samen aan dienstverlening en ICT?",
    ),
];

const URGENCY: &[Question] = &[
    statement(
        "u01",
        "Wet laat geen keus",
        "De wettelijke verplichtingen laten onze gemeente geen keus: de e-overheid moet er komen.",
    ),
    statement(
        "u02",
        "Afspraken met Rijk wegen zwaar",
        "Afspraken tussen Rijk en gemeenten, zoals het NUP, wegen bij ons zwaar.",
    ),
    statement(
        "u03",
        "Bouwstenen gaven de doorslag",
        "Zonder de verplichte bouwstenen was ons realisatieplan er niet gekomen.",
    ),
    statement(
        "u04",
        "Ook zonder verplichting",
        "Ook zonder landelijke verplichting hadden wij onze dienstverlening aangepakt.",
    ),
    statement(
        "u05",
        "Hoog op agenda van college",
        "Betere dienstverlening staat hoog op de agenda van ons college.",
    ),
    statement(
        "u06",
        "Medewerkers weten waarom",
        "Medewerkers die niet in een project zitten, weten waarom het anders moet.",
    ),
    reversed(statement(
        "u07",
        "Eerst geschrapt bij bezuiniging",
        "Als wij moeten bezuinigen, is de e-overheid een van de eerste posten waarin wij schrappen.",
    )),
    ask(
        "u08",
        Kind::One("aanleiding"),
        "Belangrijkste aanleiding",
        "Wat was de belangrijkste aanleiding om een realisatieplan te maken?",
    ),
    ask(
        "u09",
        Kind::One("agenda"),
        "Landelijke en lokale doelen",
        "Welke doelen staan in het realisatieplan?",
    ),
    ask(
        "u10",
        Kind::Many("druk"),
        "Druk om voortgang te maken",
        "Van wie ondervindt uw gemeente druk om voortgang te maken?",
    ),
];

const AMBITION: &[Question] = &[
    ask(
        "a01",
        Kind::One("plantype"),
        "Hoofddoel van het plan",
        "Wat is het hoofddoel van uw realisatieplan?",
    ),
    within(
        ask(
            "a02",
            Kind::Integer,
            "Cijfer vooraf",
            "Welk rapportcijfer gaf uw gemeente zichzelf voordat de stand van zaken was onderzocht?",
        ),
        ". >= 1 and . <= 10",
    ),
    within(
        ask(
            "a03",
            Kind::Integer,
            "Cijfer na onderzoek",
            "Welk rapportcijfer past bij de stand van zaken die uit het onderzoek bleek?",
        ),
        ". >= 1 and . <= 10",
    ),
    ask(
        "a04",
        Kind::Scale("oordeel"),
        "Inschatting van de startpositie",
        "Hoe had uw gemeente haar startpositie vooraf ingeschat?",
    ),
    statement(
        "a05",
        "Visie geeft richting",
        "Wij hebben een vastgestelde visie op dienstverlening die alle afdelingen richting geeft.",
    ),
    statement(
        "a06",
        "Gevolgen voor eigen werk bekend",
        "Medewerkers weten wat de plannen voor hun eigen werk betekenen.",
    ),
    statement(
        "a07",
        "Onomkeerbare impuls",
        "Het realisatieplan heeft de e-overheid in onze gemeente een onomkeerbare impuls gegeven.",
    ),
    statement(
        "a08",
        "Ambitie past bij organisatie",
        "De ambitie van het plan past bij wat onze organisatie aankan.",
    ),
    ask(
        "a09",
        Kind::One("verhaal"),
        "Veranderverhaal dat vooropstaat",
        "Welk veranderverhaal staat in uw plan voorop?",
    ),
];

const PLANNING: &[Question] = &[
    ask(
        "p01",
        Kind::Scale("stadium"),
        "Uitvoering van het plan",
        "Hoe ver is de uitvoering van uw realisatieplan?",
    ),
    ask("p02", Kind::One("schema"), "Ligging op schema", "Ligt de uitvoering op schema?"),
    only_if(
        within(
            ask(
                "p03",
                Kind::Integer,
                "Achterstand in maanden",
                "Hoeveel maanden loopt de uitvoering achter?",
            ),
            ". >= 1 and . <= 36",
        ),
        "${p02} = 'kort' or ${p02} = 'lang'",
    ),
    ask(
        "p04",
        Kind::Scale("stadium"),
        "Dienstverlening en KCC",
        "Hoe ver is uw gemeente met dienstverlening en de inrichting van een klantcontactcentrum?",
    ),
    ask(
        "p05",
        Kind::Scale("stadium"),
        "Zaakgericht werken",
        "Hoe ver is uw gemeente met zaakgericht werken en digitalisering?",
    ),
    ask(
        "p06",
        Kind::Scale("stadium"),
        "Basisregistraties",
        "Hoe ver is uw gemeente met de basisregistraties en het beheer van basisgegevens?",
    ),
    ask(
        "p07",
        Kind::Many("bouwsteen"),
        "Bouwstenen in gebruik",
        "Welke van deze bouwstenen zijn in uw gemeente in gebruik?",
    ),
    within(
        ask(
            "p08",
            Kind::Integer,
            "Bouwstenen geheel ingevoerd",
            "Hoeveel van deze bouwstenen zijn in alle afdelingen ingevoerd?",
        ),
        ". >= 0 and . <= count-selected(${p07})",
    ),
    statement(
        "p09",
        "Zonder hulp van buiten",
        "Onze gemeente kan de bouwstenen van het NUP zonder hulp van buiten invoeren.",
    ),
    ask(
        "p10",
        Kind::Many("steun"),
        "Gewenste ondersteuning",
        "Welke ondersteuning heeft uw gemeente nodig?",
    ),
    ask(
        "p11",
        Kind::One("aanpak"),
        "Aanpak van de uitvoering",
        "Hoe voert uw gemeente het plan uit?",
    ),
    within(
        ask(
            "p12",
            Kind::Decimal,
            "Beschikbare fte",
            "Hoeveel fte is er in 2010 voor de uitvoering van het plan?",
        ),
        ". >= 0",
    ),
    within(
        ask(
            "p13",
            Kind::Decimal,
            "Euro per inwoner",
            "Hoeveel euro per inwoner is er in 2010 voor de uitvoering begroot?",
        ),
        ". >= 0",
    ),
    statement(
        "p14",
        "Haalbaar met mensen en geld",
        "Met de mensen en het geld die er zijn, is de planning haalbaar.",
    ),
];

const INTERACTION: &[Question] = &[
    statement(
        "i01",
        "Ruimte om mee te praten",
        "Medewerkers krijgen de ruimte om over de plannen mee te praten.",
    ),
    statement(
        "i02",
        "Nieuws bereikt alle afdelingen",
        "Nieuws over het plan bereikt ook de afdelingen die er niet dagelijks mee bezig zijn.",
    ),
    statement(
        "i03",
        "Antwoord op reacties",
        "Wie op de plannen reageert, hoort wat er met die reactie gebeurt.",
    ),
    statement(
        "i04",
        "Bewust wachten met vertellen",
        "Wij wachten bewust met vertellen tot er iets te laten zien is.",
    ),
    ask(
        "i05",
        Kind::Many("middelen"),
        "Middelen om te vertellen",
        "Hoe vertelt uw gemeente medewerkers over het plan?",
    ),
    ask(
        "i06",
        Kind::One("reactie"),
        "Reactie van medewerkers",
        "Welke reactie van medewerkers overheerst?",
    ),
    only_if(
        ask(
            "i07",
            Kind::One("oorzaak"),
            "Oorzaak van de reactie",
            "Waar komt die onzekerheid of weerstand vooral vandaan?",
        ),
        "${i06} = 'onzeker' or ${i06} = 'weerstand'",
    ),
    ask(
        "i08",
        Kind::Scale("frequentie"),
        "Plan in het werkoverleg",
        "Hoe vaak komt het plan in het werkoverleg van de afdelingen aan de orde?",
    ),
    ask(
        "i09",
        Kind::Text,
        "Wat goed werkte",
        "Welke manier van vertellen werkte in uw gemeente het best?",
    ),
];

const LEADERSHIP: &[Question] = &[
    statement(
        "l01",
        "Secretaris stuurt zichtbaar",
        "De gemeentesecretaris stuurt zichtbaar op de uitvoering.",
    ),
    statement(
        "l02",
        "College vraagt naar voortgang",
        "Het college spreekt het management aan op de voortgang.",
    ),
    statement(
        "l03",
        "Afdelingshoofden dragen het uit",
        "Afdelingshoofden dragen de verandering uit.",
    ),
    statement(
        "l04",
        "Afdelingshoofden hebben tijd",
        "Afdelingshoofden krijgen tijd om hun mensen mee te nemen.",
    ),
    reversed(statement(
        "l05",
        "Hangt aan een of twee mensen",
        "De uitvoering hangt bij ons aan een of twee mensen.",
    )),
    ask(
        "l06",
        Kind::One("opdrachtgever"),
        "Ambtelijk opdrachtgever",
        "Wie is ambtelijk opdrachtgever van de uitvoering?",
    ),
    ask(
        "l07",
        Kind::Many("succes"),
        "Factoren die helpen",
        "Wat draagt in uw gemeente het meest bij aan een goede uitvoering?",
    ),
    ask(
        "l08",
        Kind::Many("hobbel"),
        "Hobbels",
        "Wat houdt de uitvoering in uw gemeente het meest op?",
    ),
];

const CLOSING: &[Question] = &[
    within(
        ask(
            "s01",
            Kind::Integer,
            "Aanbeveling",
            "Hoe waarschijnlijk is het dat u een andere gemeente aanraadt met een realisatieplan te werken (0 tot 10)?",
        ),
        ". >= 0 and . <= 10",
    ),
    within(
        ask(
            "s02",
            Kind::Integer,
            "Cijfer voor het resultaat",
            "Welk rapportcijfer geeft u het resultaat tot nu toe?",
        ),
        ". >= 1 and . <= 10",
    ),
    statement(
        "s03",
        "Over vijf jaar alles in gebruik",
        "Over vijf jaar zijn in onze gemeente alle bouwstenen in gebruik.",
    ),
    ask("s04", Kind::Text, "Slotopmerking", "Wat wilt u ons nog meegeven?"),
];
