//! Questions without a codebook.

use super::*;

fn infer(data: &str) -> Outcome<Survey> {
    survey(Book::new().sheet("data", data))
}

/// Kind and choices of each question.
fn kinds(survey: &Survey) -> String {
    let line = |question: &Question| {
        let scale = if question.ordered { " scale" } else { "" };
        format!("{} {:?}{scale} {}", question.name, question.kind, choices(survey, &question.name))
            .trim()
            .to_string()
    };
    survey.questions.values().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn kinds_of_columns() {
    let rows: String = (0..12)
        .map(|row| {
            let size = ["klein", "groot", "middel"][row % 3];
            let tick = row % 2;
            format!("\nR{row} | {size} | {} | {} | {row}.5 | {} | 2010-03-{:02} | Antwoord nummer {row} | {tick} | {} | TRUE | {}",
                row % 5 + 1, row % 11, 1990 + row, row + 1, 1 - tick, if row % 4 == 0 { "a; b" } else { "b" })
        })
        .collect();
    let survey = infer(&format!(
        "id | grootte | q1 | cijfer | fte | jaar | dag | open | q6_a | q6_b | akkoord | media{rows}"
    ))
    .unwrap();
    assert_eq!(survey.warnings, []);
    assert_eq!(
        kinds(&survey.value),
        "id Text\n\
         grootte Single scale klein=klein middel=middel groot=groot\n\
         q1 Single scale 1=1 2=2 3=3 4=4 5=5\n\
         cijfer Number\n\
         fte Number\n\
         jaar Number\n\
         dag Date\n\
         open Text\n\
         q6 Multiple a=a b=b\n\
         akkoord Single true=true false=false\n\
         media Multiple a=a b=b"
    );
    assert_eq!(answers(&survey.value, "media").split(' ').next(), Some("[a,b]"));
    assert_eq!(survey.value.questions["q6"].columns, [8, 9]);
    assert_eq!(survey.value.questions["q1"].defined_at, None);
}

#[test]
fn steps_that_nobody_chose_and_codes_for_missing_answers() {
    let survey =
        infer("q1 | q2\n1 | Ja\n5 | Ja\n4 | Nee\n99 | Weet niet\n4 | Nee\n1 | Weet niet").unwrap();
    assert_eq!(
        kinds(&survey.value),
        "q1 Single scale 1=1 2=2 3=3 4=4 5=5 99=99!DontKnow\nq2 Single Ja=Ja Nee=Nee Weet niet=Weet niet!DontKnow"
    );
    assert_eq!(
        messages(&Ok(survey)),
        "warning[assumed-missing] survey.xlsx!data!A1: the answer `99` to `q1` is taken for \"don't know\"\n  \
         hint: say what it means in a codebook: a column `missing` on the sheet `choices`\n\
         warning[assumed-missing] survey.xlsx!data!B1: the answer `Weet niet` to `q2` is taken for \"don't know\"\n  \
         hint: say what it means in a codebook: a column `missing` on the sheet `choices`\n"
    );
}

#[test]
fn a_slip_among_numbers_is_a_fault() {
    let rows: String = (0..20).map(|row| format!("\n{}", row % 5 + 1)).collect();
    assert_eq!(
        messages(&infer(&format!("q1{rows}\nzes\n'4,5"))),
        "error[text-for-number] survey.xlsx!data!A22: the text `zes` stands where `q1` needs a number\n  \
         hint: type a number, or empty the cell\n\
         error[number-as-text] survey.xlsx!data!A23: the text `4,5` looks like a number, and is none\n  \
         hint: make the cell the number 4.5\n"
    );
}

#[test]
fn a_scale_with_words_at_its_ends() {
    let rows: String = (1..10).map(|row| format!("\n{row}\n{row}\n{row}")).collect();
    let survey = infer(&format!("q1\n0 - Helemaal niet\n10 - Helemaal wel{rows}")).unwrap().value;
    let question = &survey.questions["q1"];
    assert!(question.ordered);
    assert_eq!(&*question.choices[0].code, "0 - Helemaal niet");
    assert_eq!(
        question.choices.iter().filter_map(|it| it.score).collect::<Vec<_>>(),
        (0..=10).map(f64::from).collect::<Vec<_>>()
    );
}

#[test]
fn a_head_with_code_and_text() {
    let survey = infer("q1. Hoe urgent is het? | A: iets\n1 | 2").unwrap().value;
    let question = &survey.questions["q1"];
    assert_eq!(&*question.label, "Hoe urgent is het?");
    assert!(survey.questions.contains_key("A: iets"));
}

#[test]
fn two_heads_of_one_name_are_two_questions() {
    let names = |survey: &Survey| -> Vec<String> {
        survey.questions.keys().map(ToString::to_string).collect()
    };
    let survey = infer("Q1. Hoe urgent? | Q1: Anders, namelijk\n1 | 2").unwrap().value;
    assert_eq!(names(&survey), ["Q1", "Q1: Anders, namelijk"]);
    assert_eq!(answers(&survey, "Q1: Anders, namelijk"), "2");
    // A head that is the name itself comes first, wherever it stands.
    let survey = infer("Q1. Hoe urgent? | Q1\n1 | 2").unwrap().value;
    assert_eq!(names(&survey), ["Q1. Hoe urgent?", "Q1"]);
    // Ticks of one name are one question only where they stand together.
    let ticks = "q1_a | q1_b | leeftijd | q1_c | q1_d\n1 | 0 | 30 | 0 | 1\n0 | 1 | 41 | 1 | 0";
    assert_eq!(names(&infer(ticks).unwrap().value), ["q1", "leeftijd", "q1_c", "q1_d"]);
    // A column beside the codebook.
    let plan = ReadPlan { other_columns: vec!["q1. Gebied".into()], ..ReadPlan::default() };
    let data = "q1 | q2 | q3 | q4 | q5 | q1. Gebied\n1 | | | | | noord\n2 | | | | | zuid";
    let survey = read(&book(data).workbook(), &plan).unwrap().value;
    assert_eq!(answers(&survey, "q1"), "1 2");
    assert!(survey.questions.contains_key("q1. Gebied"));
}

#[test]
fn a_row_of_texts_under_the_heads() {
    let survey = infer(
        "q1 | q2_1 | q2_2 | q3
         Hoe urgent? | Welke? - Krant | Welke? - Web | Wanneer?
         1 | 1 | 0 | 2010-03-01
         2 | 0 | 1 | 2010-03-02
         5 | 0 | 1 | 2010-03-03",
    )
    .unwrap();
    assert_eq!(survey.value.respondents(), 3);
    assert_eq!(&*survey.value.questions["q1"].label, "Hoe urgent?");
    assert_eq!(&*survey.value.questions["q2"].label, "Welke?");
    assert_eq!(choices(&survey.value, "q2"), "1=Krant 2=Web");
    assert_eq!(
        messages(&Ok(survey)),
        "warning[assumed-texts] survey.xlsx!data!A2: row 2 is taken for the texts of the questions, not for answers\n  \
         hint: delete the row if the codebook has the texts\n"
    );
}

#[test]
fn one_text_in_the_first_row_is_a_slip() {
    let rows: String = (0..20).map(|row| format!("\nnaam {row} | {}", row % 5 + 1)).collect();
    let shown = messages(&infer(&format!("naam | q1\nJansen | zes{rows}")));
    assert!(shown.starts_with("error[text-for-number] survey.xlsx!data!B2"), "{shown}");
}

#[test]
fn the_frame_adds_choices() {
    let plan = ReadPlan { frame_sheet: Some("populatie".into()), ..ReadPlan::default() };
    let workbook = Book::new()
        .sheet("data", "grootte | q1\nklein | 1\nklein | 2\ngroot | 3")
        .sheet("populatie", "grootte\nklein\nmiddel\ngroot\nzeer groot")
        .workbook();
    let survey = read(&workbook, &plan).unwrap().value;
    assert_eq!(
        choices(&survey, "grootte"),
        "klein=klein middel=middel groot=groot zeer groot=zeer groot"
    );
    assert_eq!(
        survey.frame.unwrap().variables["grootte"].codes,
        [Code(0), Code(1), Code(2), Code(3)]
    );
}

#[test]
fn the_frame_is_found_by_the_names_that_heads_begin_with() {
    let plan = ReadPlan { frame_sheet: Some("populatie".into()), ..ReadPlan::default() };
    let heads = ["Q1. Province", "Q1", "achtergrond/Q1", "Q1: Provincie"];
    for data in ["Q1. Province", "Q1"] {
        for frame in heads {
            let workbook = Book::new()
                .sheet("data", &format!("{data} | cijfer\nDrenthe | 1\nDrenthe | 2\nZeeland | 3"))
                .sheet(
                    "populatie",
                    &format!("Gemeenten\nnaam | {frame}\na | Drenthe\nb | Zeeland\nc | Zeeland"),
                )
                .workbook();
            let survey = read(&workbook, &plan).unwrap().value;
            let frame = survey.frame.unwrap();
            assert_eq!(frame.variables["Q1"].codes, [Code(0), Code(1), Code(1)]);
        }
    }
}

#[test]
fn words_of_known_scales_are_put_in_order() {
    let scale = |words: &[&str]| {
        let rows: String = words.iter().map(|word| format!("\n{word}\n{word}")).collect();
        let survey = infer(&format!("q1{rows}")).unwrap().value;
        let question = &survey.questions["q1"];
        let codes: Vec<&str> = question.choices.iter().map(|choice| &*choice.code).collect();
        (question.ordered, codes.join(", "))
    };
    let ordered = |words: &[&str], expected: &str| {
        assert_eq!(scale(words), (true, expected.to_string()));
    };
    ordered(
        &["Eens", "Helemaal eens", "Weet niet", "Oneens", "Neutraal", "Helemaal oneens"],
        "Helemaal oneens, Oneens, Neutraal, Eens, Helemaal eens, Weet niet",
    );
    ordered(&["Vaak", "Nooit", "Soms"], "Nooit, Soms, Vaak");
    ordered(&["Agree", "Strongly Agree", "Disagree"], "Disagree, Agree, Strongly Agree");
    ordered(
        &["Very important", "Not at all important", "Extremely important", "Slightly important"],
        "Not at all important, Slightly important, Very important, Extremely important",
    );
    ordered(&["Zeer eens", "Een beetje eens", "Oneens"], "Oneens, Een beetje eens, Zeer eens");
    // Two words, two words of one step, or words of two scales are no scale.
    assert!(!scale(&["Eens", "Oneens"]).0);
    assert!(!scale(&["Eens", "Mee eens", "Oneens"]).0);
    assert!(!scale(&["Eens", "Nooit", "Oneens"]).0);
}

#[test]
fn answers_separated_by_commas() {
    let rows: String = ["Krant, Web", "Web", "Krant, Radio", "Krant, Web, Radio"]
        .iter()
        .map(|row| format!("\n{row}\n{row}\n{row}\n{row}"))
        .collect();
    let survey = infer(&format!("media{rows}")).unwrap().value;
    assert_eq!(kinds(&survey), "media Multiple Krant=Krant Radio=Radio Web=Web");
    assert_eq!(answers(&survey, "media").split(' ').nth(4), Some("[Web]"));
    // Labels with a comma in them are not taken apart.
    let rows = "\nJa, zeker\nNee, liever niet".repeat(6);
    let survey = infer(&format!("q1{rows}")).unwrap().value;
    assert_eq!(kinds(&survey), "q1 Single Ja, zeker=Ja, zeker Nee, liever niet=Nee, liever niet");
}

#[test]
fn heads_as_survey_programs_write_them() {
    let survey = infer(
        "id | tool4[SQ1]. Which languages? [C++] | tool4[SQ2]. Which languages? [R] | satis[SQ1]. How satisfied? [Your job]
         1 | Yes | No | 7
         2 | No | Yes | 8
         3 | | | 10",
    )
    .unwrap()
    .value;
    let question = &survey.questions["tool4"];
    assert_eq!(&*question.label, "Which languages?");
    assert_eq!(choices(&survey, "tool4"), "SQ1=C++ SQ2=R");
    assert_eq!(answers(&survey, "tool4"), "[SQ1] [SQ2] []Empty");
    assert_eq!(&*survey.questions["satis[SQ1]"].label, "Your job");
}
