//! The sheet `tabellen`: two tables that go into the publication as they stand.

use rust_xlsxwriter::{Format, Formula, Table, TableColumn, Worksheet, XlsxError};

use super::style;
use crate::frame::{Municipality, Size};

/// Building block, part of the programme, what it is for, law or agreement.
type Block = [&'static str; 4];

const AGREEMENT: &str = "NUP, 1 december 2008";

/// Generally known facts about the building blocks in the questionnaire.
const BLOCKS: [Block; 10] = [
    [
        "Burgerservicenummer (BSN)",
        "Nummers",
        "Eén persoonsnummer voor het hele contact met de overheid",
        "Wet algemene bepalingen burgerservicenummer",
    ],
    [
        "Basisregistratie personen (GBA)",
        "Basisregistraties",
        "Persoonsgegevens van ingezetenen, één keer vastgelegd",
        "Wet gemeentelijke basisadministratie persoonsgegevens",
    ],
    [
        "Adressen en gebouwen (BAG)",
        "Basisregistraties",
        "Alle adressen en gebouwen in de gemeente, één keer vastgelegd",
        "Wet basisregistraties adressen en gebouwen",
    ],
    ["DigiD", "Authenticatie", "Inloggen bij de overheid met één inlogcode", AGREEMENT],
    ["MijnOverheid.nl", "Toegang", "Een persoonlijke pagina voor zaken met de overheid", AGREEMENT],
    [
        "Samenwerkende Catalogi",
        "Toegang",
        "Producten en diensten van overheden vindbaar via elke ingang",
        AGREEMENT,
    ],
    ["Webrichtlijnen", "Toegang", "Websites die voor iedereen te gebruiken zijn", AGREEMENT],
    [
        "14+netnummer (Antwoord©)",
        "Toegang",
        "Eén herkenbaar telefoonnummer voor de gemeente",
        AGREEMENT,
    ],
    [
        "Overheidsservicebus",
        "Uitwisseling",
        "Afspraken voor berichtenverkeer tussen overheden",
        AGREEMENT,
    ],
    [
        "Terugmeldfaciliteit",
        "Uitwisseling",
        "Twijfel aan een gegeven melden bij de basisregistratie",
        AGREEMENT,
    ],
];

/// Writes both tables; returns the range of the second, for a defined name.
pub(super) fn write(sheet: &mut Worksheet, frame: &[Municipality]) -> Result<String, XlsxError> {
    sheet.set_name("tabellen")?;
    for (column, width) in [(0, 32.0), (1, 18.0), (2, 60.0), (3, 54.0), (4, 20.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_with_format(0, 0, "Bouwstenen in de vragenlijst", &style::title())?;
    let heads = ["Bouwsteen", "Onderdeel", "Waarvoor", "Wet of afspraak"];
    let columns: Vec<TableColumn> =
        heads.iter().map(|head| TableColumn::new().set_header(*head)).collect();
    let table = Table::new().set_name("Bouwstenen").set_columns(&columns);
    for (row, block) in (3u32..).zip(BLOCKS) {
        for (column, text) in (0u16..).zip(block) {
            sheet.write(row, column, text)?;
        }
    }
    sheet.add_table(2, 0, 2 + BLOCKS.len() as u32, 3, &table)?;
    size_classes(sheet, frame, 5 + BLOCKS.len() as u32)
}

/// Writes municipalities and inhabitants by size class, with a row of totals.
fn size_classes(
    sheet: &mut Worksheet,
    frame: &[Municipality],
    title: u32,
) -> Result<String, XlsxError> {
    let heading = "Gemeenten en inwoners naar grootteklasse, 1 januari 2010";
    sheet.write_with_format(title, 0, heading, &style::title())?;
    let (head, first) = (title + 2, title + 3);
    let heads =
        ["Grootteklasse", "Gemeenten", "Inwoners", "Aandeel inwoners", "Inwoners per gemeente"];
    for (column, text) in (0u16..).zip(heads) {
        sheet.write_with_format(head, column, text, &style::header())?;
    }
    let thousands = Format::new().set_num_format("#,##0");
    let share = Format::new().set_num_format("0.0%");
    let all: u32 = frame.iter().map(|unit| unit.inhabitants).sum();
    for (row, size) in (first..).zip(Size::ALL) {
        let units: Vec<u32> =
            frame.iter().filter(|unit| unit.size() == size).map(|unit| unit.inhabitants).collect();
        let inhabitants: u32 = units.iter().sum();
        let mean = f64::from(inhabitants) / units.len() as f64;
        sheet.write(row, 0, size.label())?;
        sheet.write_with_format(row, 1, units.len() as u32, &thousands)?;
        sheet.write_with_format(row, 2, inhabitants, &thousands)?;
        sheet.write_with_format(row, 3, f64::from(inhabitants) / f64::from(all), &share)?;
        sheet.write_with_format(row, 4, mean, &thousands)?;
    }
    // The totals are formulas, so that they follow when a researcher changes a class.
    let (last, total) = (first + Size::ALL.len() as u32 - 1, first + Size::ALL.len() as u32);
    let (thousands, share) = (thousands.set_bold(), share.set_bold());
    let sum = |column: char, result: String| {
        Formula::new(format!("=SUM({column}{}:{column}{})", first + 1, last + 1)).set_result(result)
    };
    sheet.write_with_format(total, 0, "Totaal", &Format::new().set_bold())?;
    sheet.write_with_format(total, 1, sum('B', frame.len().to_string()), &thousands)?;
    sheet.write_with_format(total, 2, sum('C', all.to_string()), &thousands)?;
    sheet.write_with_format(total, 3, sum('D', "1".into()), &share)?;
    let mean = Formula::new(format!("=C{0}/B{0}", total + 1))
        .set_result((f64::from(all) / frame.len() as f64).to_string());
    sheet.write_with_format(total, 4, mean, &thousands)?;
    Ok(format!("tabellen!$A${}:$E${}", head + 1, total + 1))
}
