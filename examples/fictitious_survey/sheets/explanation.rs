//! The first sheet: what the others hold, for whoever opens the workbook.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style;

/// What stands on each sheet.
const LINES: [(&str, &str); 9] = [
    ("Fictief", "Alle antwoorden in deze werkmap zijn verzonnen. Geen gemeente heeft ze gegeven."),
    (
        "survey",
        "De vragen in de vorm van een XLSForm. Eigen kolommen: short (kort opschrift voor grafieken en tabellen), order (scale: geordende schaal), reverse (yes: eens zijn is hier ongunstig).",
    ),
    (
        "choices",
        "De antwoordmogelijkheden. Eigen kolom: missing (dont-know, refused, not-asked: telt niet mee in de basis).",
    ),
    ("settings", "Titel, versie en taal van de vragenlijst, en de bron van de populatie."),
    (
        "data",
        "De antwoorden: een rij per respondent, een kolom per vraag. Een vraag met meer antwoorden heeft een kolom per antwoord (vraag/antwoord), met 1 voor aangekruist en 0 voor niet. Een lege cel is geen antwoord.",
    ),
    ("populatie", "De 431 gemeenten op 1 januari 2010 met provincie, grootteklasse en inwoners."),
    (
        "tabellen",
        "Tabellen die ongewijzigd in de publicatie komen: Bouwstenen (een Excel-tabel) en Grootteklassen (een benoemd bereik).",
    ),
    (
        "Wijzigen",
        "Vul andere antwoorden in, of vervang het blad data, en druk opnieuw. Cijfers, grafieken en tabellen gaan mee; een zin die niet meer klopt, houdt het drukken tegen.",
    ),
    (
        "Nummers",
        "Respondenten hebben alleen een nummer. Provincie en grootteklasse zijn zo verdeeld dat een nummer nooit naar één gemeente wijst.",
    ),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("toelichting")?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 96)?;
    sheet.write_with_format(0, 0, "NUP in uitvoering? Gemeenten aan de slag", &style::title())?;
    let (name, text) = (style::top().set_bold(), style::wrapped());
    for (row, (head, line)) in (2u32..).zip(LINES) {
        sheet.write_with_format(row, 0, head, &name)?;
        sheet.write_with_format(row, 1, line, &text)?;
    }
    sheet.set_screen_gridlines(false);
    Ok(())
}
