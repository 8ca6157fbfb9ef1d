//! What is wrong with answers: every message as it is shown.

use super::*;

/// All messages about these answers.
fn check(data: &str) -> String {
    messages(&survey(book(data)))
}

#[test]
fn all_faults_come_at_once() {
    assert_eq!(
        check(
            "id | q1 | q2 | q3 | q4 | q5
             1 | 4 | krnt | twaalf | gisteren | #DIV/0!
             2 | = | web radio | '4,4 | 12 |
             3 | Eens! | | 2010-03-01 | |
             4 | | | TRUE | |
             5 | | | 4.5 | |"
        ),
        "error[unknown-code] survey.xlsx!data!B2: `4` is not a code of `q1`\n  \
         hint: its codes are `1`, `2`, `3`, `99`\n\
         error[unknown-code] survey.xlsx!data!C2: `krnt` is not a code of `q2`\n  \
         hint: did you mean `krant`?\n\
         error[text-for-number] survey.xlsx!data!D2: the text `twaalf` stands where `q3` needs a number\n  \
         hint: type a number, or empty the cell\n\
         error[not-a-date] survey.xlsx!data!E2: `gisteren` stands where `q4` needs a day\n  \
         hint: type a day that the spreadsheet program recognises, or `2010-03-01`\n\
         error[error-cell] survey.xlsx!data!F2: the cell holds the error `#DIV/0!`\n  \
         hint: mend the formula, or empty the cell\n\
         error[formula-without-value] survey.xlsx!data!B3: the cell holds a formula that was never calculated\n  \
         hint: open the workbook in the spreadsheet program and save it\n\
         error[unknown-code] survey.xlsx!data!C3: `radio` is not a code of `q2`\n  \
         hint: its codes are `krant`, `web`, `geen`\n\
         error[number-as-text] survey.xlsx!data!D3: the text `4,4` looks like a number, and is none\n  \
         hint: make the cell the number 4.4\n\
         error[not-a-date] survey.xlsx!data!E3: `12` stands where `q4` needs a day\n  \
         hint: type a day that the spreadsheet program recognises, or `2010-03-01`\n\
         error[unknown-code] survey.xlsx!data!B4: `Eens!` is not a code of `q1`\n  \
         hint: did you mean `Eens`?\n\
         error[date-for-number] survey.xlsx!data!D4: the day `2010-03-01` stands where `q3` needs a number\n  \
         hint: the spreadsheet program made a day of what was typed: format the cell as a number and type it again\n\
         error[text-for-number] survey.xlsx!data!D5: `true` stands where `q3` needs a number\n  \
         hint: type a number, or empty the cell\n\
         warning[not-whole] survey.xlsx!data!D6: `4.5` is not a whole number, as `q3` asks for\n  \
         hint: correct it, or make the type `decimal` in the codebook\n"
    );
}

#[test]
fn a_day_where_a_code_is_due() {
    assert_eq!(
        check("q1 | q2 | q3 | q4 | q5\n2010-03-01 | | | |"),
        "error[date-for-code] survey.xlsx!data!A2: the day `2010-03-01` stands where `q1` needs a code\n  \
         hint: the spreadsheet program made a day of what was typed: format the cell as text and type it again\n"
    );
}

#[test]
fn a_tick_is_yes_or_no() {
    assert_eq!(
        check("q1 | q2/krant | q2/web | q2/geen | q3 | q4 | q5\n1 | 2 | misschien | 0 | | |"),
        "error[not-a-tick] survey.xlsx!data!B2: `2` does not say whether `krant` was chosen\n  \
         hint: write 1 if it was chosen and 0 if it was not\n\
         error[not-a-tick] survey.xlsx!data!C2: `misschien` does not say whether `web` was chosen\n  \
         hint: write 1 if it was chosen and 0 if it was not\n"
    );
}

#[test]
fn columns_missing_unknown_and_twice() {
    assert_eq!(
        check("q1 | q2/krant | q2/web | Q3 | q4 | leeftijd | q4\n1 | 1 | 0 | 5 | | 44 |"),
        "error[duplicate-column] survey.xlsx!data!G1: the column `q4` is there twice; the other one is E1\n  \
         hint: give each column a name of its own\n\
         error[missing-column] survey.xlsx!data: the sheet `data` has no column `q3`\n  \
         hint: did you mean `Q3`?\n  \
         hint: add the column, or take the question out of the codebook\n\
         warning[missing-column] survey.xlsx!data: the sheet `data` has no column `q5`\n  \
         hint: did you mean `Q3`?\n\
         warning[unknown-column] survey.xlsx!data!F1: the column `leeftijd` is not in the codebook, and is left out\n  \
         hint: add it to the codebook, or delete it\n"
    );
}

#[test]
fn a_column_of_a_choice_that_is_missing() {
    assert_eq!(
        check("q1 | q2_krant | q2_geen | q3 | q4 | q5\n1 | 1 | 0 | 5 | |"),
        "error[missing-column] survey.xlsx!data: there is no column `q2_web` for the choice `Website` of `q2`\n  \
         hint: add the column, or take the choice out of the codebook\n"
    );
}

#[test]
fn ids_that_are_empty_or_twice() {
    let data = "nummer | q1 | q2 | q3 | q4 | q5\n7 | 1 | | | |\n | 2 | | | |\n'7 | 3 | | | |";
    let plan = ReadPlan { id_column: Some("nummer".into()), ..ReadPlan::default() };
    assert_eq!(
        messages(&read(&book(data).workbook(), &plan)),
        "error[empty-id] survey.xlsx!data!A3: the row has no id\n  \
         hint: give each row an id of its own, or take the row out\n\
         error[duplicate-id] survey.xlsx!data!A4: the id `7` is there twice; the other one is A2\n  \
         hint: give each row an id of its own, or take the row out\n"
    );
    // A column that is only called so gives warnings.
    assert_eq!(
        check(&data.replace("nummer", "ID").replace("\n | 2", "\n8 | 2")),
        "warning[duplicate-id] survey.xlsx!data!A4: the id `7` is there twice; the other one is A2\n  \
         hint: give each row an id of its own, or take the row out\n"
    );
    let plan = ReadPlan {
        id_column: Some("numer".into()),
        weight_column: Some("gewicht".into()),
        ..ReadPlan::default()
    };
    assert_eq!(
        messages(&read(&book("nummer | q1 | q2 | q3 | q4 | q5\n1 | 1 | | | |").workbook(), &plan)),
        "error[missing-column] survey.xlsx!data: the sheet `data` has no id column `numer`\n  \
         hint: did you mean `nummer`?\n\
         error[missing-column] survey.xlsx!data: the sheet `data` has no weight column `gewicht`\n  \
         hint: its columns are `nummer`, `q1`, `q2`, `q3`, `q4`, `q5`\n\
         warning[unknown-column] survey.xlsx!data!A1: the column `nummer` is not in the codebook, and is left out\n  \
         hint: add it to the codebook, or delete it\n"
    );
}

#[test]
fn columns_that_the_plan_names_are_found_behind_their_group() {
    let plan = ReadPlan {
        id_column: Some("nummer".into()),
        weight_column: Some("gewicht".into()),
        other_columns: vec!["wijk".into()],
        frame_sheet: Some("populatie".into()),
        ..ReadPlan::default()
    };
    let head = "beheer/nummer | mening/q1 | q2 | q3 | q4 | q5 | beheer/gewicht | beheer/wijk";
    let rows = "\n1 | 1 | web | 3 | 2020-01-02 | x | 2 | oost\n2 | 1 | web | 3 | 2020-01-02 | x | 1 | west";
    let frame = "nummer | opzet/q1 | wijk\n7 | 1 | oost\n8 | 2 | west";
    let read = |questions: &str| {
        let book = Book::new().sheet("data", &format!("{head}{rows}")).sheet("populatie", frame);
        read(&book.sheet("survey", questions).sheet("choices", CHOICES).workbook(), &plan)
    };
    let defined = format!("{QUESTIONS}\n    decimal | gewicht | Gewicht");
    for questions in [QUESTIONS, &defined] {
        let survey = read(questions);
        assert_eq!(messages(&survey), "");
        let survey = survey.unwrap().value;
        assert_eq!(answers(&survey, "gewicht"), "2 1");
        assert_eq!(answers(&survey, "wijk"), "oost west");
        let variables = survey.frame.unwrap().variables;
        assert_eq!(variables.keys().map(|name| &**name).collect::<Vec<_>>(), ["q1", "wijk"]);
    }
}

#[test]
fn many_faults_of_a_kind_are_summarised() {
    let rows: String = (0..123).map(|row| format!("\n{row} | 7")).collect();
    let shown =
        check(&format!("id | q1{rows}\n | 8 |").replace("id | q1", "id | q1 | q2 | q3 | q4 | q5"));
    assert_eq!(shown.matches("`7` is not a code of `q1`").count(), 50);
    assert!(
        shown.ends_with("error[unknown-code] survey.xlsx!data!B52: and 74 more in this column\n"),
        "{shown}"
    );
}

#[test]
fn hidden_sheets_and_rows_that_are_used() {
    let book = Book::new()
        .sheet("uitleg", "Lees mij")
        .sheet_with("data", "q1 | q2 | q3 | q4 | q5\n1 | | | |\n2 | | | |\n3 | | | |", |sheet| {
            sheet.set_hidden(true);
            sheet.set_row_hidden(1).unwrap();
            sheet.set_row_hidden(3).unwrap();
            sheet.set_column_hidden(1).unwrap();
            sheet.set_column_hidden(3).unwrap();
        })
        .sheet("survey", QUESTIONS)
        .sheet_with("choices", CHOICES, |sheet| {
            sheet.set_hidden(true);
        });
    assert_eq!(
        messages(&survey(book)),
        "warning[hidden-sheet] survey.xlsx!choices: the sheet `choices` is hidden, and is used\n  \
         hint: show it, so that everybody sees where the figures come from\n\
         warning[hidden-sheet] survey.xlsx!data: the sheet `data` is hidden, and is used\n  \
         hint: show it, so that everybody sees where the figures come from\n\
         warning[hidden-rows] survey.xlsx!data: 2 hidden rows are read as answers\n  \
         hint: show them, or take them out: a filter hides rows and leaves none out\n\
         warning[hidden-columns] survey.xlsx!data: the columns `q2`, `q4` are hidden\n  \
         hint: show them, so that everybody sees where the figures come from\n"
    );
}

#[test]
fn sheets_that_are_not_there_or_empty() {
    let read = |plan: ReadPlan, data: &str| messages(&read(&book(data).workbook(), &plan));
    let named = |name: &str| Some(name.to_string());
    let data = "q1 | q2 | q3 | q4 | q5\n1 | | | |";
    assert_eq!(
        read(
            ReadPlan {
                data_sheet: named("dta"),
                frame_sheet: named("populatie"),
                questions_sheet: named("vragen"),
                ..ReadPlan::default()
            },
            data
        ),
        "error[unknown-sheet] survey.xlsx: the workbook has no sheet `vragen`\n  \
         hint: its sheets are `data`, `survey`, `choices`\n\
         error[unknown-sheet] survey.xlsx: the workbook has no sheet `populatie`\n  \
         hint: its sheets are `data`, `survey`, `choices`\n\
         error[unknown-sheet] survey.xlsx: the workbook has no sheet `dta`\n  \
         hint: did you mean `data`?\n"
    );
    assert_eq!(
        read(ReadPlan::default(), "q1 | q2 | q3 | q4 | q5"),
        "error[no-answers] survey.xlsx!data: the sheet `data` holds no answers\n  \
         hint: give each respondent a row under the names of the questions\n"
    );
    assert_eq!(
        read(ReadPlan::default(), ""),
        "error[no-answers] survey.xlsx: the workbook has no sheet with answers\n  \
         hint: add a sheet `data` with a row for each respondent under the names of the questions\n"
    );
}

#[test]
fn a_column_without_head() {
    assert_eq!(
        check("q1 | q2 | q3 | q4 | q5 |\n1 | | | | | notitie\n1 | | | | | nog een"),
        "warning[column-without-head] survey.xlsx!data!F2: the column `F` has no head in row 1, and is left out\n  \
         hint: give each column a name, or empty its cells\n"
    );
}

#[test]
fn a_frame_that_shares_nothing_or_has_other_codes() {
    let plan = ReadPlan {
        frame_sheet: Some("populatie".into()),
        id_column: Some("id".into()),
        ..ReadPlan::default()
    };
    let check = |frame: &str| {
        let workbook =
            book("id | q1 | q2 | q3 | q4 | q5\n1 | 1 | | | |").sheet("populatie", frame).workbook();
        messages(&read(&workbook, &plan))
    };
    assert_eq!(
        check("id | naam\n1 | a"),
        "error[frame-without-variables] survey.xlsx!populatie: the sheet `populatie` shares no closed question with the answers\n  \
         hint: give a column the name of a question, and fill it with the question's codes\n"
    );
    assert_eq!(
        check("id | q1\n1 | 1\n1 | vier\n | #N/A"),
        "error[unknown-code] survey.xlsx!populatie!B3: `vier` is not a code of `q1`\n  \
         hint: its codes are `1`, `2`, `3`, `99`\n\
         error[error-cell] survey.xlsx!populatie!B4: the cell holds the error `#N/A`\n  \
         hint: mend the formula, or empty the cell\n\
         error[duplicate-id] survey.xlsx!populatie!A3: the id `1` is there twice; the other one is A2\n  \
         hint: give each row an id of its own, or take the row out\n\
         error[empty-id] survey.xlsx!populatie!A4: the row has no id\n  \
         hint: give each row an id of its own, or take the row out\n"
    );
    assert_eq!(
        check(""),
        "error[empty-sheet] survey.xlsx!populatie: the sheet `populatie` is empty\n  \
         hint: fill it with one row for each unit of the population\n"
    );
}
