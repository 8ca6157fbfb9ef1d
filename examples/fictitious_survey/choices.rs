//! The lists of options: code, label, and why an option counts as missing.

/// An option: code, label, reason for being missing (empty: a real answer).
type Choice = (&'static str, &'static str, &'static str);

/// "Don't know": left out of the base.
const DONT_KNOW: Choice = ("99", "Weet niet", "dont-know");
/// "I would rather not say": left out of the base.
const REFUSED: Choice = ("97", "Wil ik niet zeggen", "refused");
/// The question was not put.
const NOT_ASKED: Choice = ("98", "Niet voorgelegd", "not-asked");

/// All lists but the size classes, which stand with the frame.
pub(crate) const LISTS: &[(&str, &[Choice])] = &[
    (
        "provincie",
        &[
            ("Groningen", "Groningen", ""),
            ("Friesland", "Friesland", ""),
            ("Drenthe", "Drenthe", ""),
            ("Overijssel", "Overijssel", ""),
            ("Flevoland", "Flevoland", ""),
            ("Gelderland", "Gelderland", ""),
            ("Utrecht", "Utrecht", ""),
            ("Noord-Holland", "Noord-Holland", ""),
            ("Zuid-Holland", "Zuid-Holland", ""),
            ("Zeeland", "Zeeland", ""),
            ("Noord-Brabant", "Noord-Brabant", ""),
            ("Limburg", "Limburg", ""),
        ],
    ),
    (
        "functie",
        &[
            ("secretaris", "Gemeentesecretaris", ""),
            ("ecoordinator", "E-coördinator", ""),
            ("informatie", "Hoofd of manager informatievoorziening", ""),
            ("dienstverlening", "Hoofd of directeur dienstverlening", ""),
            ("anders", "Anders", ""),
        ],
    ),
    (
        "samenwerking",
        &[
            ("buren", "Een of meer buurgemeenten", ""),
            ("shared", "Een shared service center", ""),
            ("vereniging", "Een coöperatie of vereniging van gemeenten, zoals Dimpact", ""),
            ("provincie", "De provincie of het waterschap", ""),
            ("anders", "Anders", ""),
            ("niemand", "Met niemand", ""),
        ],
    ),
    (
        "eens",
        &[
            ("1", "Helemaal oneens", ""),
            ("2", "Oneens", ""),
            ("3", "Niet eens, niet oneens", ""),
            ("4", "Eens", ""),
            ("5", "Helemaal eens", ""),
            DONT_KNOW,
        ],
    ),
    (
        "aanleiding",
        &[
            ("wet", "Wettelijke verplichtingen", ""),
            ("nup", "Afspraken met het Rijk, zoals het NUP", ""),
            ("college", "Het eigen collegeprogramma", ""),
            ("inwoners", "Wensen van inwoners en ondernemers", ""),
            ("kosten", "Doelmatiger werken", ""),
            ("anders", "Anders", ""),
            DONT_KNOW,
        ],
    ),
    (
        "agenda",
        &[
            ("landelijk", "Vooral landelijke doelen", ""),
            ("los", "Landelijke en lokale doelen, los van elkaar", ""),
            ("samen", "Landelijke en lokale doelen, in samenhang", ""),
            ("lokaal", "Vooral lokale doelen", ""),
            DONT_KNOW,
        ],
    ),
    (
        "druk",
        &[
            ("rijk", "Het Rijk", ""),
            ("vng", "VNG of KING", ""),
            ("college", "Het eigen college", ""),
            ("raad", "De gemeenteraad", ""),
            ("inwoners", "Inwoners en ondernemers", ""),
            ("buren", "Andere gemeenten", ""),
            ("niemand", "Niemand", ""),
        ],
    ),
    (
        "plantype",
        &[
            ("verplicht", "Op tijd voldoen aan de verplichtingen", ""),
            ("dienst", "De dienstverlening merkbaar verbeteren", ""),
            ("organisatie", "De organisatie anders inrichten", ""),
            ("inventaris", "In kaart brengen wat er moet gebeuren", ""),
            DONT_KNOW,
        ],
    ),
    (
        "oordeel",
        &[
            ("1", "Veel te ongunstig", ""),
            ("2", "Iets te ongunstig", ""),
            ("3", "Juist", ""),
            ("4", "Iets te gunstig", ""),
            ("5", "Veel te gunstig", ""),
            DONT_KNOW,
        ],
    ),
    (
        "verhaal",
        &[
            ("kcc", "Dienstverlening en klantcontactcentrum", ""),
            ("zaak", "Zaakgericht werken en digitalisering", ""),
            ("basis", "Basisregistraties en gegevensbeheer", ""),
            ("anders", "Iets anders", ""),
            DONT_KNOW,
        ],
    ),
    (
        "stadium",
        &[
            ("1", "Nog niet begonnen", ""),
            ("2", "Net begonnen", ""),
            ("3", "Halverwege", ""),
            ("4", "Grotendeels gereed", ""),
            ("5", "Afgerond", ""),
            DONT_KNOW,
        ],
    ),
    (
        "schema",
        &[
            ("voor", "Voor op schema", ""),
            ("op", "Op schema", ""),
            ("kort", "Minder dan een half jaar achter", ""),
            ("lang", "Een half jaar of meer achter", ""),
            ("geen", "Er is geen schema", ""),
            DONT_KNOW,
        ],
    ),
    (
        "bouwsteen",
        &[
            ("bsn", "BSN in alle werkprocessen", ""),
            ("gba", "GBA als bron voor alle afdelingen", ""),
            ("digid", "DigiD", ""),
            ("bag", "Adressen en gebouwen (BAG)", ""),
            ("catalogi", "Samenwerkende Catalogi", ""),
            ("webrichtlijnen", "Webrichtlijnen", ""),
            ("mijnoverheid", "MijnOverheid.nl", ""),
            ("netnummer", "14+netnummer (Antwoord©)", ""),
            ("servicebus", "Overheidsservicebus", ""),
            ("terugmelden", "Terugmeldfaciliteit", ""),
        ],
    ),
    (
        "steun",
        &[
            ("kennis", "Kennis van de bouwstenen", ""),
            ("handen", "Extra projectleiders en uitvoerders", ""),
            ("geld", "Geld", ""),
            ("samen", "Hulp bij samenwerken met andere gemeenten", ""),
            ("leveranciers", "Gezamenlijke afspraken met leveranciers", ""),
            ("planning", "Een landelijke planning die vaststaat", ""),
            ("geen", "Geen ondersteuning", ""),
        ],
    ),
    (
        "aanpak",
        &[
            ("programma", "Eén programma met vaste sturing", ""),
            ("projecten", "Losse projecten naast elkaar", ""),
            ("lijn", "Door de afdelingen zelf", ""),
            ("stappen", "Stap voor stap, al lerend", ""),
            ("samen", "Samen met andere gemeenten", ""),
            DONT_KNOW,
        ],
    ),
    (
        "middelen",
        &[
            ("intranet", "Intranet en nieuwsbrief", ""),
            ("overleg", "Werkoverleg", ""),
            ("bijeenkomst", "Bijeenkomsten voor al het personeel", ""),
            ("demonstratie", "Demonstraties en werkbezoeken", ""),
            ("training", "Training op de werkplek", ""),
            ("gesprek", "Persoonlijke gesprekken", ""),
            ("anders", "Anders", ""),
        ],
    ),
    (
        "reactie",
        &[
            ("enthousiast", "Enthousiasme", ""),
            ("afwachtend", "Afwachten", ""),
            ("onzeker", "Onzekerheid", ""),
            ("weerstand", "Weerstand", ""),
            ("onverschillig", "Onverschilligheid", ""),
            REFUSED,
            DONT_KNOW,
        ],
    ),
    (
        "oorzaak",
        &[
            ("werk", "Het eigen werk verandert", ""),
            ("eerder", "Eerdere projecten liepen mis", ""),
            ("systemen", "Nieuwe systemen vallen tegen", ""),
            ("tijd", "Er is geen tijd voor", ""),
            ("anders", "Anders", ""),
            NOT_ASKED,
            DONT_KNOW,
        ],
    ),
    (
        "frequentie",
        &[
            ("1", "Nooit", ""),
            ("2", "Een enkele keer per jaar", ""),
            ("3", "Elk kwartaal", ""),
            ("4", "Elke maand", ""),
            ("5", "Vaker dan elke maand", ""),
            DONT_KNOW,
        ],
    ),
    (
        "opdrachtgever",
        &[
            ("secretaris", "De gemeentesecretaris", ""),
            ("directeur", "Een directeur of lid van het managementteam", ""),
            ("hoofd", "Een afdelingshoofd", ""),
            ("coordinator", "De e-coördinator of programmamanager", ""),
            ("niemand", "Dat is niet geregeld", ""),
            DONT_KNOW,
        ],
    ),
    (
        "succes",
        &[
            ("bestuur", "Steun van college en raad", ""),
            ("sturing", "Zichtbare ambtelijke sturing", ""),
            ("projectleider", "Een projectleider met gezag", ""),
            ("geld", "Geld dat vaststaat", ""),
            ("samen", "Samenwerking met andere gemeenten", ""),
            ("stappen", "Kleine stappen met zichtbaar resultaat", ""),
            ("betrekken", "Medewerkers vroeg betrekken", ""),
            ("anders", "Anders", ""),
        ],
    ),
    (
        "hobbel",
        &[
            ("tijd", "Te weinig tijd en mensen", ""),
            ("leveranciers", "Leveranciers die niet op tijd leveren", ""),
            ("wisseling", "Vertrek van sleutelpersonen", ""),
            ("landelijk", "Een landelijke planning die schuift", ""),
            ("voorrang", "Andere zaken krijgen voorrang", ""),
            ("techniek", "Systemen die niet op elkaar aansluiten", ""),
            ("eilanden", "Afdelingen die langs elkaar heen werken", ""),
            ("anders", "Anders", ""),
        ],
    ),
];
