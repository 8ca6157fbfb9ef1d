//! xlsx and ods: values, formats, and what is hidden.

use super::*;

#[test]
fn all_kinds_of_values_keep_their_place() {
    let workbook = Book::new()
        .sheet(
            "data",
            "id | naam | '007 | dag
             1  | Æther & <b> | 2.5 | 2010-03-01

             3  | TRUE | #N/A | =",
        )
        .workbook();
    assert_eq!(
        cells(&workbook.sheets[0]),
        "A1=id B1=naam C1=007 D1=dag\n\
         A2=1 B2=Æther & <b> C2=2.5 D2=@2010-03-01\n\
         A4=3 B4=true C4=!#N/A D4=?"
    );
    assert_eq!(workbook.sheets[0].cells.len(), 12);
    assert_eq!(workbook.sheets[0].cells.last_row(), Some(3));
}

#[test]
fn dates_with_a_time_and_times_alone() {
    let workbook = Book::new()
        .sheet_with("data", "x", |sheet| {
            let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
            for (row, number) in
                [(1, 40_238.5), (2, 0.395_833_333_3), (3, 60.0), (4, 40_238.999_999)]
            {
                sheet.write_with_format(row, 0, number, &format).unwrap();
            }
            let hours = rust_xlsxwriter::Format::new().set_num_format("[h]:mm");
            sheet.write_with_format(5, 0, 1.5, &hours).unwrap();
        })
        .workbook();
    assert_eq!(
        cells(&workbook.sheets[0]),
        "A1=x\nA2=@2010-03-01T12:00:00\nA3=@09:30:00\nA4=@1900-02-29\nA5=@2010-03-01T23:59:59\nA6=36:00"
    );
}

#[test]
fn number_formats_tell_percentages_and_decimals() {
    let parse = |code: &str| {
        let NumberFormat { kind, decimals, grouped } = NumberFormat::parse(code);
        format!("{kind:?} {decimals} {grouped}")
    };
    assert_eq!(parse("General"), "General 0 false");
    assert_eq!(parse("0%"), "Percent 0 false");
    assert_eq!(parse("0.0%;[Red]-0.00%"), "Percent 1 false");
    assert_eq!(parse("#,##0.00"), "Number 2 true");
    assert_eq!(parse("_ € * #,##0.00_ ;_ € * -#,##0.00_ "), "Number 2 true");
    assert_eq!(parse("0\" dagen\""), "Number 0 false");
    assert_eq!(parse("[$-413]d mmmm yyyy"), "Date 0 false");
    assert_eq!(parse("dd-mm-jjjj"), "Date 0 false");
    assert_eq!(parse("hh:mm:ss.000"), "Date 0 false");
    assert_eq!(parse("@"), "Text 0 false");
    assert_eq!(parse("0.00E+00"), "Number 2 false");

    let workbook = Book::new().sheet("tabel", "a | 43% | 5").workbook();
    let format = |cell: &str| workbook.cell(&format!("tabel!{cell}")).unwrap().format;
    assert_eq!(
        format("B1"),
        NumberFormat { kind: FormatKind::Percent, decimals: 0, grouped: false }
    );
    assert_eq!(format("C1"), NumberFormat::GENERAL);
}

#[test]
fn hidden_sheets_rows_and_columns_and_merged_cells() {
    let workbook = Book::new()
        .sheet("zichtbaar", "a")
        .sheet_with("verborgen", "a | b | c | d\n1 | 2 | 3 | 4\n5", |sheet| {
            sheet.set_row_hidden(1).unwrap();
            sheet.set_column_hidden(1).unwrap();
            sheet.set_column_hidden(2).unwrap();
            sheet.merge_range(4, 0, 5, 2, "samen", &rust_xlsxwriter::Format::new()).unwrap();
            sheet.set_hidden(true);
        })
        .sheet_with("diep", "a", |sheet| {
            sheet.set_very_hidden(true);
        })
        .workbook();
    let [visible, hidden, deep] = &workbook.sheets[..] else { panic!("three sheets") };
    assert_eq!(visible.visibility, Visibility::Visible);
    assert_eq!(hidden.visibility, Visibility::Hidden);
    assert_eq!(deep.visibility, Visibility::VeryHidden);
    assert_eq!(hidden.hidden_rows, [1]);
    assert!(hidden.is_hidden_row(1) && !hidden.is_hidden_row(2));
    assert!(hidden.is_hidden_column(1) && hidden.is_hidden_column(2));
    assert!(!hidden.is_hidden_column(0) && !hidden.is_hidden_column(3));
    assert_eq!(hidden.merged.iter().map(Area::to_string).collect::<Vec<_>>(), ["A5:C6"]);
}

#[test]
fn sheets_are_found_in_any_case() {
    let workbook = Book::new().sheet("Data", "a").sheet("Data 2", "b").workbook();
    assert_eq!(&*workbook.sheet("data").unwrap().name, "Data");
    assert_eq!(&*workbook.sheet("DATA 2").unwrap().name, "Data 2");
    assert!(workbook.sheet("Data 3").is_none());
}

#[test]
fn a_size_in_whole_rows_does_not_matter() {
    let bytes = Book::new().sheet("data", "a | b\n1 | 2").bytes();
    let bytes = patch(&bytes, "<dimension ref=\"A1:B2\"/>", "<dimension ref=\"1:2\"/>");
    let workbook = read("survey.xlsx", &bytes).unwrap().value;
    assert_eq!(cells(&workbook.sheets[0]), "A1=a B1=b\nA2=1 B2=2");
}

#[test]
fn cells_out_of_order_are_sorted_and_the_last_of_equals_counts() {
    let sheet = r#"<row r="2"><c r="B2"><v>22</v></c><c r="A2"><v>12</v></c></row>
        <row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>13</v></c></row>"#;
    let bytes = Book::new().sheet("data", "").bytes();
    let bytes = patch(&bytes, "<sheetData/>", &format!("<sheetData>{sheet}</sheetData>"));
    let workbook = read("survey.xlsx", &bytes).unwrap().value;
    assert_eq!(cells(&workbook.sheets[0]), "A1=1\nA2=13 B2=22");
}

/// The parts of an ods file with this content of `office:spreadsheet`.
fn ods(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:number="n">
        <office:automatic-styles>{styles}</office:automatic-styles>
        <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

#[test]
fn ods_values_repeats_and_formats() {
    let styles = r#"<number:percentage-style style:name="N1"><number:number number:decimal-places="1"/></number:percentage-style>
        <style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>
        <style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>"#;
    let tables = r#"<table:table table:name="blad" table:style-name="ta1">
        <table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
        <table:table-row><table:table-cell office:value-type="string"><text:p>vraag<text:s text:c="2"/>1</text:p><text:p>twee &amp; drie</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="4"><text:p>4</text:p></table:table-cell>
          <table:table-cell/><table:table-cell office:value-type="percentage" office:value="0.431" table:style-name="ce1"><text:p>43,1%</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row table:number-rows-repeated="2" table:visibility="filter"><table:table-cell office:value-type="date" office:date-value="2010-03-01"/></table:table-row>
        <table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell table:formula="of:=1"/>
          <table:table-cell table:formula="of:=NA()" calcext:value-type="error" office:value-type="string" office:string-value=""><text:p>#N/A</text:p></table:table-cell>
          <table:table-cell office:value-type="time" office:time-value="PT09H30M00S"/>
          <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="string"><office:annotation><text:p>opmerking</text:p></office:annotation><text:p>x</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table>
        <table:named-expressions><table:named-range table:name="kern" table:cell-range-address="$blad.$A$1:.$C$1"/></table:named-expressions>"#;
    let workbook = read("survey.ods", &ods(styles, tables)).unwrap().value;
    let sheet = &workbook.sheets[0];
    assert_eq!(
        cells(sheet),
        "A1=vraag  1\ntwee & drie B1=4 C1=4 E1=0.431\nA5=@2010-03-01\nA6=@2010-03-01\n\
         A7=true B7=? C7=!#N/A D7=@09:30:00 E7=x"
    );
    assert_eq!(sheet.visibility, Visibility::Hidden);
    assert_eq!(sheet.hidden_rows, [4, 5]);
    assert_eq!(sheet.hidden_columns, [(2, 2)]);
    assert_eq!(sheet.merged[0].to_string(), "E7:F8");
    let format = workbook.cell("blad!E1").unwrap().format;
    assert_eq!(format, NumberFormat { kind: FormatKind::Percent, decimals: 1, grouped: false });
    assert_eq!(workbook.range("kern").unwrap().area.to_string(), "A1:C1");
}
