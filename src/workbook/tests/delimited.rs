//! csv: delimiters, decimals, encodings.

use super::*;

fn read_text(text: &str) -> String {
    let workbook = read("inputs/antwoorden.csv", text.as_bytes()).unwrap().value;
    assert_eq!(&*workbook.sheets[0].name, "antwoorden");
    cells(&workbook.sheets[0])
}

#[test]
fn semicolons_with_decimal_commas() {
    assert_eq!(
        read_text("id;naam;fte\r\n1;Jansen, P.;4,4\r\n2;;1200,25\r\n"),
        "A1=id B1=naam C1=fte\nA2=1 B2=Jansen, P. C2=4.4\nA3=2 C3=1200.25"
    );
}

#[test]
fn commas_with_decimal_points_and_quotes() {
    assert_eq!(
        read_text("\u{feff}id,naam,fte\n1,\"Jansen, \"\"P.\"\"\",4.4\n2,\"a\nb\",.5\n"),
        "A1=id B1=naam C1=fte\nA2=1 B2=Jansen, \"P.\" C2=4.4\nA3=2 B3=a\nb C3=0.5"
    );
}

#[test]
fn commas_with_quoted_decimal_commas() {
    assert_eq!(
        read_text("id,fte\n1,\"4,4\"\n2,\"12,75\"\n"),
        "A1=id B1=fte\nA2=1 B2=4.4\nA3=2 B3=12.75"
    );
    // Three digits after a comma may be thousands: they stay text.
    assert_eq!(read_text("id,fte\n1,\"1,200\"\n"), "A1=id B1=fte\nA2=1 B2=1,200");
}

#[test]
fn tabs_and_a_declared_delimiter() {
    assert_eq!(read_text("id\tq1\n1\t2\n"), "A1=id B1=q1\nA2=1 B2=2");
    assert_eq!(read_text("sep=|\nid|q1\n1|2\n"), "A1=id B1=q1\nA2=1 B2=2");
}

#[test]
fn codes_and_days_and_empty_lines() {
    assert_eq!(
        read_text(
            "id;nr;dag;groot\n\n1;007;2010-03-01;12345678901234567890\n\n2;-1,5;1-3-2010;1e3\n"
        ),
        "A1=id B1=nr C1=dag D1=groot\n\
         A3=1 B3=007 C3=@2010-03-01 D3=12345678901234567890\n\
         A5=2 B5=-1.5 C5=1-3-2010 D5=1000"
    );
}

#[test]
fn mixed_decimals_stay_text_where_they_differ() {
    assert_eq!(read_text("a;b\n1.5;2,5\n"), "A1=a B1=b\nA2=1.5 B2=2,5");
}

#[test]
fn one_column() {
    assert_eq!(read_text("q1\n1\n2"), "A1=q1\nA2=1\nA3=2");
}

#[test]
fn another_encoding_is_told_with_its_line() {
    let outcome = read("antwoorden.csv", b"id;naam\n1;Frysl\xE2n\n");
    assert_eq!(
        messages(&outcome),
        "error[csv-encoding] antwoorden.csv: the file is not UTF-8 text (line 2)\n  hint: save it as `CSV UTF-8`, or as xlsx\n"
    );
}

#[test]
fn a_quote_that_is_never_closed_is_told() {
    let text = format!("id;naam\n1;\"Jansen \"\"de\"\"\n{}", "2;Pietersen\n".repeat(20));
    assert_eq!(
        messages(&read("antwoorden.csv", text.as_bytes())),
        "error[workbook-damaged] antwoorden.csv: a quotation mark in line 2 is never closed\n  \
         hint: close it, or take it out: all that follows it would be one answer\n"
    );
}

#[test]
fn a_text_that_is_too_long_is_told() {
    let limits = Limits { text_characters: 50, ..Limits::default() };
    let text = format!("id;naam\n1;\"Jansen\n{}\"", "2;Pietersen\n".repeat(20));
    assert_eq!(
        messages(&read_within("antwoorden.csv", text.as_bytes(), &limits)),
        "error[text-too-long] antwoorden.csv!antwoorden!B2: the text is longer than 50 characters\n  \
         hint: shorten it, or look for a quotation mark that is never closed\n"
    );
}
