//! Answers in all the ways in which they are written.

use super::*;

#[test]
fn one_row_per_respondent() {
    let survey = survey(book(
        "id | q1 | q2 | q3 | q4 | q5
         1 | 1 | krant web | 12 | 2010-03-01 | Goed
         2 | '2 | web | 0 | |
         3 | 3 | | | |
         4 | 99 | geen | | | 2010
         5 | | krant,geen | -3 | | TRUE",
    ))
    .unwrap();
    assert_eq!(survey.warnings, []);
    let survey = survey.value;
    assert_eq!(survey.respondents(), 5);
    assert_eq!(survey.rows, [1, 2, 3, 4, 5]);
    assert_eq!((&*survey.file, &*survey.data_sheet), ("survey.xlsx", "data"));
    assert_eq!(answers(&survey, "q1"), "1 2 3 99 -");
    assert_eq!(answers(&survey, "q2"), "[krant,web] [web] []Empty [geen]Refused [krant,geen]");
    assert_eq!(answers(&survey, "q3"), "12 0 Empty Empty -3");
    assert_eq!(answers(&survey, "q4"), "2010-03-01 - - - -");
    assert_eq!(answers(&survey, "q5"), "Goed - - 2010 true");
    assert_eq!(answers(&survey, "id"), "1 2 3 4 5");
    assert_eq!(choices(&survey, "q1"), "1=Oneens 2=Neutraal 3=Eens 99=Weet niet!DontKnow");
    assert_eq!(survey.questions["q2"].columns, [2]);
    let (sheet, cell) = survey.questions["q1"].defined_at.clone().unwrap();
    assert_eq!((&*sheet, cell.to_string().as_str()), ("survey", "B2"));
    let (sheet, cell) = survey.questions["q1"].choices[3].defined_at.clone().unwrap();
    assert_eq!((&*sheet, cell.to_string().as_str()), ("choices", "B5"));
    assert_eq!(survey.questions["q1"].choices[2].score, Some(3.0));
    assert_eq!(survey.questions["q2"].choices[0].score, None);
}

#[test]
fn codes_are_the_same_as_number_and_text_and_label() {
    let survey = survey(book(
        "id | q1 | q2 | q3 | q4 | q5
         1 | 1.0 | Krant | | |
         2 | '1 | Geen van deze | | |
         3 | '1.0 | | | |
         4 | Weet niet | | | |",
    ))
    .unwrap()
    .value;
    assert_eq!(answers(&survey, "q1"), "1 1 1 99");
    assert_eq!(answers(&survey, "q2"), "[krant] [geen]Refused []Empty []Empty");
}

#[test]
fn a_number_is_a_label_where_it_is_no_code() {
    let choices = "list_name | name | label\nschaal | a | '5\nschaal | b | '10\nschaal | 7 | a";
    let survey = Book::new()
        .sheet("data", "q1\n5\n'10\n10\n7\na")
        .sheet("survey", "type | name | label\nselect_one schaal | q1 | Hoe urgent is het?")
        .sheet("choices", choices);
    let survey = read(&survey.workbook(), &ReadPlan::default()).unwrap().value;
    assert_eq!(answers(&survey, "q1"), "a b b 7 a");
}

#[test]
fn a_column_for_each_choice() {
    for (krant, web, geen) in [
        ("q2/krant", "q2/web", "q2/geen"),
        ("q2_krant", "q2_web", "q2_geen"),
        ("groep/q2/krant", "groep/q2/web", "groep/q2/geen"),
        ("q2[krant]", "q2[web]", "q2[geen]"),
        ("q2.krant", "q2.web", "q2.geen"),
    ] {
        let data = format!(
            "id | q1 | {krant} | {web} | {geen} | q3 | q4 | q5
             1 | 1 | 1 | 0 | 0 | | |
             2 | 1 | TRUE | ja | | | |
             3 | 1 | 0 | 0 | 0 | | |
             4 | 1 | | | | | |
             5 | 1 | | Website | | | |
             6 | 1 | | | x | | |"
        );
        let survey = survey(book(&data)).unwrap();
        assert_eq!(survey.warnings, [], "{krant}");
        let survey = survey.value;
        assert_eq!(
            answers(&survey, "q2"),
            "[krant] [krant,web] [] []Empty [web] [geen]Refused",
            "{krant}"
        );
        assert_eq!(survey.questions["q2"].columns, [2, 3, 4]);
    }
}

#[test]
fn columns_of_choices_come_before_the_column_with_all_codes() {
    let survey = survey(book(
        "id | q1 | q2 | q2/krant | q2/web | q2/geen | q3 | q4 | q5
         1 | 1 | krant | 1 | 0 | 0 | | |",
    ))
    .unwrap();
    assert_eq!(survey.warnings, []);
    assert_eq!(survey.value.questions["q2"].columns, [3, 4, 5]);
}

#[test]
fn groups_before_names_and_metadata_are_known() {
    let survey = survey(book(
        "start | meta/instanceID | groep/q1 | groep/q2 | q3 | q4 | q5 | _uuid | _submission_time
         2010-03-01 | x | 1 | krant | 2 | | | y | 2010-03-01",
    ))
    .unwrap();
    assert_eq!(messages(&Ok::<_, Vec<_>>(survey.clone())), "");
    assert_eq!(answers(&survey.value, "q1"), "1");
}

#[test]
fn titles_above_and_empty_rows_between() {
    let survey = survey(book(
        "Enquête 2010
         |
         | q1 | q2 | q3 | q4 | q5
         | 1 | krant | | |
         |
         | 2 | web | 3 | |",
    ))
    .unwrap()
    .value;
    assert_eq!(survey.rows, [3, 5]);
    assert_eq!(answers(&survey, "q1"), "1 2");
}

#[test]
fn the_sheet_with_answers_is_found() {
    let other = "a | b\n1 | 2";
    let data = "id | q1 | q2 | q3 | q4 | q5\n1 | 1 | | | |";
    let book = || Book::new().sheet("survey", QUESTIONS).sheet("choices", CHOICES);
    let first = book().sheet("uitleg", other).sheet("respons 2010", data);
    assert_eq!(&*survey(first).unwrap().value.data_sheet, "respons 2010");
    let named = book().sheet("kopie", data).sheet("Antwoorden", data);
    assert_eq!(&*survey(named).unwrap().value.data_sheet, "Antwoorden");
    let plan = ReadPlan { data_sheet: Some("kopie".into()), ..ReadPlan::default() };
    let named = book().sheet("kopie", data).sheet("data", data).workbook();
    assert_eq!(&*read(&named, &plan).unwrap().value.data_sheet, "kopie");
}

#[test]
fn a_codebook_in_a_workbook_of_its_own() {
    let data = Book::new().sheet("blad", "q1 | q2 | q3 | q4 | q5\n3 | web | | |").workbook();
    let codebook = Book::new().sheet("survey", QUESTIONS).sheet("choices", CHOICES).workbook();
    let survey = read_with_codebook(&data, &codebook, &ReadPlan::default()).unwrap().value;
    assert_eq!(answers(&survey, "q1"), "3");
}

#[test]
fn the_frame_is_coded_with_the_choices_of_the_questions() {
    let plan = ReadPlan {
        frame_sheet: Some("populatie".into()),
        id_column: Some("id".into()),
        ..ReadPlan::default()
    };
    let workbook = book("id | q1 | q2 | q3 | q4 | q5 | provincie\nG1 | 1 | | | | | Drenthe\nG2 | 2 | | | | | Utrecht")
        .sheet("populatie", "id | provincie | q1\nG1 | Drenthe | 1\nG2 | Utrecht | '2\nG3 | Zeeland |")
        .workbook();
    let survey = read(&workbook, &plan).unwrap();
    assert_eq!(survey.warnings, []);
    let survey = survey.value;
    // A variable that only data and frame share is inferred from both.
    assert_eq!(choices(&survey, "provincie"), "Drenthe=Drenthe Utrecht=Utrecht Zeeland=Zeeland");
    let frame = survey.frame.unwrap();
    assert_eq!((frame.units, &frame.rows[..], &*frame.sheet), (3, &[1, 2, 3][..], "populatie"));
    assert_eq!(frame.variables["provincie"].codes, [Code(0), Code(1), Code(2)]);
    assert_eq!(frame.variables["provincie"].column, 1);
    assert_eq!(frame.variables["q1"].codes, [Code(0), Code(1), Code::EMPTY]);
    assert!(!frame.variables.contains_key("id"));
}

#[test]
fn a_note_under_no_head_is_no_unit_of_the_population() {
    let plan = ReadPlan { frame_sheet: Some("populatie".into()), ..ReadPlan::default() };
    let workbook = Book::new()
        .sheet("data", "provincie\nDrenthe\nUtrecht\nDrenthe\nUtrecht")
        .sheet("populatie", "id | provincie\nG1 | Drenthe\nG2 | Utrecht\n | | Bron: CBS")
        .workbook();
    let survey = read(&workbook, &plan).unwrap();
    let frame = survey.value.frame.as_ref().unwrap();
    assert_eq!((frame.units, &frame.rows[..]), (2, &[1, 2][..]));
    assert_eq!(
        messages(&Ok(survey)),
        "warning[column-without-head] survey.xlsx!populatie!C4: the column `C` has no head in row 1, and is left out\n  \
         hint: give each column a name, or empty its cells\n"
    );
}

#[test]
fn columns_that_are_named_are_read_beside_the_codebook() {
    let data = "q1 | q2 | q3 | q4 | q5 | stratum\n1 | | | | | A\n2 | | | | | B\n3 | | | | | A\n3 | | | | | B";
    let plan = ReadPlan { other_columns: vec!["stratum".into()], ..ReadPlan::default() };
    let survey = read(&book(data).workbook(), &plan).unwrap();
    assert_eq!(survey.warnings, []);
    assert_eq!(answers(&survey.value, "stratum"), "A B A B");
    let plan = ReadPlan { other_columns: vec!["strata".into()], ..ReadPlan::default() };
    assert_eq!(
        messages(&read(&book(data).workbook(), &plan)),
        "warning[unknown-column] survey.xlsx!data!F1: the column `stratum` is not in the codebook, and is left out\n  \
         hint: add it to the codebook, or delete it\n"
    );
}
