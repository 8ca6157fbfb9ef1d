//! The reference survey, against the plain text it was made from.

use std::path::Path;

use super::*;
use crate::workbook;

/// A file of the reference survey.
fn reference(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn the_workbook_holds_what_the_text_holds() {
    let (xlsx, data, population) =
        (reference("sample.xlsx"), reference("data.csv"), reference("populatie.csv"));
    let workbook = workbook::read("sample.xlsx", &xlsx).unwrap().value;
    let plan = ReadPlan {
        frame_sheet: Some("populatie".into()),
        id_column: Some("id".into()),
        ..ReadPlan::default()
    };
    let survey = read(&workbook, &plan).unwrap().value;
    let text = String::from_utf8(data).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let heads = lines.next().unwrap();
    let rows: Vec<Vec<&str>> = lines.collect();
    assert_eq!(survey.respondents(), rows.len());
    let column = |name: &str| {
        let at = heads.iter().position(|head| *head == name).unwrap();
        let shown = |row: &Vec<&str>| match row[at] {
            "" => "-".to_string(),
            field => field.trim_end_matches(".0").to_string(),
        };
        rows.iter().map(shown).collect::<Vec<String>>()
    };
    for name in ["id", "provincie", "q1", "q2", "q3", "q4", "q5"] {
        assert_eq!(answers(&survey, name), column(name).join(" "), "{name}");
    }
    for name in ["fte", "aanbeveling"] {
        assert_eq!(answers(&survey, name).replace("Empty", "-"), column(name).join(" "), "{name}");
    }
    let Answers::Multiple { ticked, missing } = &*survey.questions["q6"].answers else {
        panic!("q6 is a multiple response")
    };
    for (choice, ticks) in survey.questions["q6"].choices.iter().zip(ticked) {
        let column = column(&format!("q6_{}", choice.code));
        for (respondent, tick) in column.iter().enumerate() {
            assert_eq!(ticks[respondent], tick == "1");
            assert_eq!(missing[respondent].is_some(), tick == "-");
        }
    }
    let text = String::from_utf8(population).unwrap();
    let frame = survey.frame.as_ref().unwrap();
    assert_eq!(frame.units, text.lines().count() - 1);
    for (unit, line) in text.lines().skip(1).enumerate() {
        let fields: Vec<&str> = line.split(',').collect();
        for (name, field) in [("provincie", fields[1]), ("grootte", fields[2])] {
            let code = frame.variables[name].codes[unit].index().unwrap();
            assert_eq!(&*survey.questions[name].choices[code].code, field);
        }
    }
}

#[test]
fn the_text_reads_the_same_as_the_workbook() {
    let (xlsx, data) = (reference("sample.xlsx"), reference("data.csv"));
    let plan = ReadPlan { data_sheet: Some("data".into()), ..ReadPlan::default() };
    let from_workbook =
        read(&workbook::read("sample.xlsx", &xlsx).unwrap().value, &plan).unwrap().value;
    let from_text = read(&workbook::read("data.csv", &data).unwrap().value, &plan).unwrap().value;
    assert_eq!(
        from_workbook.questions.keys().collect::<Vec<_>>(),
        from_text.questions.keys().collect::<Vec<_>>()
    );
    for name in from_workbook.questions.keys() {
        assert_eq!(answers(&from_workbook, name), answers(&from_text, name), "{name}");
    }
}
