//! Files that are no workbooks, or want to be too much.

use super::*;

fn fault(path: &str, bytes: &[u8]) -> String {
    messages(&read(path, bytes))
}

#[test]
fn files_that_are_no_workbooks() {
    assert_eq!(
        fault("leeg.xlsx", b""),
        "error[workbook-empty] leeg.xlsx: the file is empty\n  hint: export the answers again\n"
    );
    assert_eq!(
        fault("export.xlsx", b"<html><table>"),
        "error[workbook-format] export.xlsx: the file is not a workbook, although it is named `.xlsx`: it holds markup text\n  \
         hint: open it in the spreadsheet program and save it as xlsx\n"
    );
    assert_eq!(
        fault("export.xls", b"id;q1\n1;2\n"),
        "error[workbook-format] export.xls: the file is not a workbook, although it is named `.xls`: it holds plain text\n  \
         hint: open it in the spreadsheet program and save it as xlsx\n"
    );
    assert_eq!(
        fault("foto.jpg", b"\xFF\xD8\xFF\x00\x01"),
        "error[workbook-format] foto.jpg: the file is not a workbook\n  \
         hint: the formats are xlsx, xlsm, xls, xlsb, ods and csv (UTF-8)\n"
    );
    assert_eq!(
        fault("oud.xls", &[0x09, 0x02, 0x06, 0x00, 0, 0]),
        "error[workbook-format] oud.xls: the file is in a format of before Excel 97\n  \
         hint: open it in the spreadsheet program and save it as xlsx\n"
    );
    assert_eq!(
        fault("tekst.docx", &package(&[("word/document.xml", "<w/>")])),
        "error[workbook-format] tekst.docx: the file is a zip package, but not a workbook\n  \
         hint: the formats are xlsx, xlsm, xls, xlsb, ods and csv (UTF-8)\n"
    );
}

/// A record of an xls file.
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(content.len() as u16).to_le_bytes(), content].concat()
}

/// An xls file whose only sheet has a number in each of these cells.
fn xls(cells: &[(u16, u16)], before: &[u8]) -> Vec<u8> {
    let begin = record(0x0809, &[0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let start = begin.len() + before.len() + 4 + 12 + end.len();
    let name = [&(start as u32).to_le_bytes()[..], &[0, 0, 4, 0], b"data"].concat();
    let mut stream = [&begin, before, &record(0x0085, &name), &end, &begin].concat();
    for (row, column) in cells {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        stream.extend(record(0x0203, &[&place[..], &1f64.to_le_bytes()].concat()));
    }
    stream.extend(end);
    compound("Workbook", &stream)
}

#[test]
fn protected_workbooks() {
    let told =
        "the workbook is protected by a password\n  hint: save a copy without the password\n";
    // Excel puts a protected xlsx into a compound file.
    assert_eq!(
        fault("survey.xlsx", &compound("EncryptedPackage", b"secret")),
        format!("error[workbook-protected] survey.xlsx: {told}")
    );
    assert_eq!(
        fault("survey.xls", &xls(&[(0, 0)], &record(0x002F, &[1, 0, 1, 0]))),
        format!("error[workbook-protected] survey.xls: {told}")
    );
}

#[test]
fn cells_of_an_xls_file_that_are_spread_too_wide() {
    assert_eq!(
        fault("survey.xls", &xls(&[(0, 0), (65_535, 255)], &[])),
        "error[workbook-too-large] survey.xls: the cells of the workbook are spread over 16777216 places\n  \
         hint: save the workbook as xlsx\n"
    );
}

#[test]
fn a_csv_file_that_is_not_text() {
    assert_eq!(
        fault("antwoorden.csv", b"id;q1\n1;\0\n"),
        "error[workbook-format] antwoorden.csv: the file is not text, although it is named so\n  \
         hint: export the answers as `CSV UTF-8`, or as xlsx\n"
    );
}

#[test]
fn a_cut_off_file_is_damaged() {
    let bytes = Book::new().sheet("data", "id | q1\n1 | 2").bytes();
    for length in [10, 100, bytes.len() / 2, bytes.len() - 1] {
        let shown = fault("survey.xlsx", &bytes[..length]);
        assert!(
            shown.starts_with("error[workbook-damaged] survey.xlsx: failed to read the workbook ("),
            "{shown}"
        );
        assert!(
            shown.ends_with("  hint: open it in the spreadsheet program and save it again\n"),
            "{shown}"
        );
    }
}

#[test]
fn no_change_of_a_byte_panics() {
    let bytes = Book::new().sheet("data", "id | q1\n1 | 2010-03-01\n2 | tekst").bytes();
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x5A;
        let _ = read("survey.xlsx", &changed);
    }
}

#[test]
fn caps_on_cells_and_texts_and_parts() {
    let bytes = Book::new().sheet("data", "id | q1\n1 | 2\n3 | een heel lang antwoord").bytes();
    let within = |limits: Limits| messages(&read_within("survey.xlsx", &bytes, &limits));
    assert_eq!(within(Limits::default()), "");
    assert_eq!(
        within(Limits { cells: 3, ..Limits::default() }),
        "error[workbook-too-large] survey.xlsx!data!B2: the workbook holds more than 3 cells\n  \
         hint: keep only the sheets with answers, codebook and tables\n"
    );
    assert_eq!(
        within(Limits { text_characters: 10, ..Limits::default() }),
        "error[text-too-long] survey.xlsx!data!B3: the text is longer than 10 characters\n  \
         hint: shorten it, or look for a quotation mark that is never closed\n"
    );
    let shown = within(Limits { package_bytes: 1000, ..Limits::default() });
    assert!(
        shown.starts_with("error[workbook-too-large] survey.xlsx: the workbook would take"),
        "{shown}"
    );
    let shown = within(Limits { file_bytes: 1000, ..Limits::default() });
    assert!(shown.contains("bytes; at most 1000 are read"), "{shown}");
}

#[test]
fn far_apart_cells_cost_nothing() {
    let workbook = Book::new()
        .sheet_with("data", "a", |sheet| {
            sheet.write(1_048_575, 16_383, 1).unwrap();
        })
        .workbook();
    assert_eq!(cells(&workbook.sheets[0]), "A1=a\nXFD1048576=1");
}

#[test]
fn a_cell_outside_the_sheet_is_a_fault() {
    let bytes = Book::new().sheet("data", "a").bytes();
    let bytes = patch(&bytes, "r=\"A1\"", "r=\"ZZZZ1\"");
    assert_eq!(
        fault("survey.xlsx", &bytes),
        "error[workbook-damaged] survey.xlsx!data!ZZZZ1: the cell stands outside the sheet: there are 1048576 rows and 16384 columns\n  \
         hint: open the workbook in the spreadsheet program and save it again\n"
    );
}

#[test]
fn a_claim_of_many_texts_is_not_believed() {
    let bytes = Book::new().sheet("data", "a | b").bytes();
    let bytes = patch(&bytes, "uniqueCount=\"2\"", "uniqueCount=\"4000000000\"");
    assert_eq!(
        fault("survey.xlsx", &bytes),
        "error[workbook-damaged] survey.xlsx: failed to read the workbook (it claims more texts than it holds)\n  \
         hint: open it in the spreadsheet program and save it again\n"
    );
}

#[test]
fn a_text_that_would_fill_the_memory_is_refused_before_it_does() {
    let long = "x".repeat(200_000);
    let bytes = Book::new().sheet("data", "a").bytes();
    let bytes = patch(&bytes, "<t>a</t>", &format!("<t>{long}</t>"));
    let limits = Limits { run_bytes: 100_000, ..Limits::default() };
    assert_eq!(
        messages(&read_within("survey.xlsx", &bytes, &limits)),
        "error[workbook-damaged] survey.xlsx: failed to read the workbook (a text in it is far longer than a cell can hold)\n  \
         hint: open it in the spreadsheet program and save it again\n"
    );
}

#[test]
fn panics_of_readers_are_contained() {
    assert_eq!(contain(|| 5), Some(5));
    assert_eq!(contain(|| -> u8 { panic!("a reader's fault") }), None);
    assert!(!crate::diagnostics::panic_is_contained());
}

#[test]
fn more_elements_than_a_survey_can_need_are_refused() {
    let bytes = Book::new().sheet("data", "a").bytes();
    let many = |count: usize| {
        let cells = "<c/>".repeat(count);
        patch(&bytes, "<sheetData>", &format!("<sheetData><row r=\"9\">{cells}</row>"))
    };
    let limits = Limits { cell_tags: 1000, ..Limits::default() };
    let read = |count: usize| messages(&read_within("survey.xlsx", &many(count), &limits));
    assert_eq!(read(900), "");
    assert_eq!(
        read(1100),
        "error[workbook-damaged] survey.xlsx!data: failed to read the workbook (it has far more elements than a survey can need)\n  \
         hint: open it in the spreadsheet program and save it again\n"
    );
    let limits = Limits { other_tags: 10, ..Limits::default() };
    let shown = messages(&read_within("survey.xlsx", &bytes, &limits));
    assert!(shown.contains("far more elements than a survey can need"), "{shown}");
}

#[test]
fn sheets_that_are_one_part_are_read_within_the_limits_of_one() {
    let bytes = Book::new().sheet("data", "a").bytes();
    let part = format!("<row r=\"9\">{}</row></sheetData>", "<c/>".repeat(500));
    let bytes = patch(&bytes, "</sheetData>", &part);
    let sheets: String = (0..50)
        .map(|at| format!("<sheet name=\"s{at}\" sheetId=\"{at}\" r:id=\"rId1\"/>"))
        .collect();
    let bytes = patch(&bytes, "</sheets>", &format!("{sheets}</sheets>"));
    let limits = Limits { cell_tags: 1000, ..Limits::default() };
    let shown = messages(&read_within("survey.xlsx", &bytes, &limits));
    assert!(shown.contains("far more elements than a survey can need"), "{shown}");
    let limits = Limits { sheets: 20, ..Limits::default() };
    assert_eq!(
        messages(&read_within("survey.xlsx", &bytes, &limits)),
        "error[workbook-too-large] survey.xlsx: the workbook has more than 20 sheets\n  \
         hint: keep only the sheets with answers, codebook and tables\n"
    );
}
