//! Ready-made tables and single cells.

use super::*;

fn book() -> Workbook {
    Book::new()
        .sheet_with(
            "tabellen",
            "Tabel 1 | |
             groep | aandeel | aantal
             klein | 43% | 12
             groot | 57% | 16
             totaal | | 28",
            |sheet| {
                let table = rust_xlsxwriter::Table::new().set_name("Respons");
                sheet.add_table(6, 0, 8, 1, &table).unwrap();
                sheet.write(7, 0, "a").unwrap();
            },
        )
        .sheet("data 2010", "a\n1")
        .name("kern", "=tabellen!$A$2:$C$4")
        .name("formule", "=SUM(tabellen!$C$3:$C$4)")
        .workbook()
}

#[test]
fn a_range_by_reference_name_and_table() {
    let workbook = book();
    let block = workbook.range("tabellen!A2:C4").unwrap();
    assert_eq!(block.area.to_string(), "A2:C4");
    assert_eq!(block.rows.len(), 3);
    assert_eq!(block.rows[1][1].as_ref().unwrap().value, Value::Number(0.43));
    assert_eq!(block.rows[1][1].as_ref().unwrap().format.kind, FormatKind::Percent);
    assert_eq!(workbook.range("kern").unwrap(), block);
    assert_eq!(workbook.range("KERN").unwrap(), block);
    assert_eq!(workbook.range("Respons").unwrap().area.to_string(), "A7:B9");
    assert_eq!(workbook.range("tabellen!A5:B5").unwrap().rows[0][1], None);
}

#[test]
fn one_cell() {
    let workbook = book();
    assert_eq!(workbook.cell("tabellen!C5").unwrap().value, Value::Number(28.0));
    assert_eq!(workbook.cell("'data 2010'!$A$2").unwrap().at.to_string(), "A2");
}

#[test]
fn faults_name_the_remedy() {
    let workbook = book();
    let range =
        |reference: &str| messages::<()>(&Err(vec![workbook.range(reference).unwrap_err()]));
    let cell = |reference: &str| messages::<()>(&Err(vec![workbook.cell(reference).unwrap_err()]));
    assert_eq!(
        range("tabelen!A1:B2"),
        "error[unknown-sheet] survey.xlsx: the workbook has no sheet `tabelen`\n  hint: did you mean `tabellen`?\n"
    );
    assert_eq!(
        range("cijfers!A1:B2"),
        "error[unknown-sheet] survey.xlsx: the workbook has no sheet `cijfers`\n  hint: its sheets are `tabellen`, `data 2010`\n"
    );
    assert_eq!(
        range("tabellen!A:C"),
        "error[bad-reference] survey.xlsx!tabellen: `A:C` is not a range of cells\n  hint: write it as `A3:F12` or `C14`\n"
    );
    assert_eq!(
        range("Response"),
        "error[unknown-name] survey.xlsx: the workbook has no table or name `Response`\n  hint: did you mean `Respons`?\n"
    );
    assert_eq!(
        range("A2:C4"),
        "error[unknown-name] survey.xlsx: the workbook has no table or name `A2:C4`\n  hint: write the sheet before it, such as `Sheet!A2:C4`\n"
    );
    assert_eq!(
        range("formule"),
        "error[name-not-a-range] survey.xlsx: the name `formule` stands for `SUM(tabellen!$C$3:$C$4)`\n  hint: let the name stand for one range of cells\n"
    );
    assert_eq!(
        range("tabellen!A1:Z9999"),
        "error[range-too-large] survey.xlsx!tabellen: `tabellen!A1:Z9999` has 9999 rows and 26 columns\n  hint: name the cells of the table only\n"
    );
    assert_eq!(
        cell("tabellen!A1:B2"),
        "error[not-one-cell] survey.xlsx!tabellen: `tabellen!A1:B2` is a range of 4 cells\n  hint: name one cell, such as `Sheet!C14`\n"
    );
    assert_eq!(
        cell("tabellen!B5"),
        "error[empty-cell] survey.xlsx!tabellen!B5: the cell `tabellen!B5` is empty\n  hint: fill it in, or name another cell\n"
    );
}
