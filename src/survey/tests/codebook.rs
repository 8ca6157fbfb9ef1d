//! Codebooks: languages, groups, our own columns, and what is wrong with them.

use super::*;

/// The codebook of these sheets.
fn codebook(questions: &str, choices: &str) -> Outcome<Codebook> {
    read_codebook(&sheets(questions, choices), &ReadPlan::default())
}

fn sheets(questions: &str, choices: &str) -> Workbook {
    Book::new().sheet("survey", questions).sheet("choices", choices).workbook()
}

/// All messages about these sheets.
fn check(questions: &str, choices: &str) -> String {
    messages(&codebook(questions, choices))
}

const LIST: &str = "list_name | name | label\nja_nee | 1 | Ja\nja_nee | 2 | Nee";

#[test]
fn kinds_groups_and_our_own_columns() {
    let codebook = codebook(
        "type | name | label | short | order | reverse | appearance
         start | start
         begin_group | urgentie | Urgentie
         note | uitleg | Lees dit eerst
         select_one ja_nee | u01 | Is het  urgent? | Urgent | scale | yes
         select one ja_nee | u02 | Is er tijd? | | | no | likert
         begin group | pagina |
         select_multiple ja_nee | u03 | Welke?
         end group | | |
         end_group
         begin_repeat | kinderen | Kinderen
         integer | leeftijd | Leeftijd
         end_repeat
         decimal | fte | Hoeveel fte?
         range | cijfer | Rapportcijfer
         date | dag | Welke dag?
         calculate | klasse | 
         geopoint | plek | Waar?
         # dit is een opmerking | x | y",
        LIST,
    )
    .unwrap();
    assert_eq!(
        messages(&Ok(codebook.clone())),
        "warning[repeat-left-out] survey.xlsx!survey!A11: the question `leeftijd` is put several \
         times in the repeat `kinderen`, and left out\n  \
         hint: to count them, read the sheet of the repeat as a workbook of its own\n"
    );
    let codebook = codebook.value;
    let shown: Vec<String> = codebook
        .questions
        .iter()
        .map(|it| {
            let section =
                it.section.map_or("-".into(), |at| codebook.sections[at].name.to_string());
            let order = if it.ordered { " scale" } else { "" };
            let reverse = if it.reverse { " reverse" } else { "" };
            format!(
                "{} {:?} {section} `{}` `{}`{order}{reverse}",
                it.name, it.kind, it.label, it.short
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "u01 Single urgentie `Is het urgent?` `Urgent` scale reverse",
            "u02 Single urgentie `Is er tijd?` `Is er tijd?` scale",
            "u03 Multiple urgentie `Welke?` `Welke?`",
            "fte Decimal - `Hoeveel fte?` `Hoeveel fte?`",
            "cijfer Decimal - `Rapportcijfer` `Rapportcijfer`",
            "dag Date - `Welke dag?` `Welke dag?`",
            "klasse Calculated - `klasse` `klasse`",
        ]
    );
    assert_eq!(codebook.sections, [Section { name: "urgentie".into(), label: "Urgentie".into() }]);
    let others: Vec<&str> = codebook.others.iter().map(|name| &**name).collect();
    assert_eq!(others, ["start", "uitleg", "leeftijd", "plek"]);
}

#[test]
fn labels_in_the_language_of_the_edition() {
    let questions = "type | name | label | label::English (en) | label::Nederlands (nl) | short::Nederlands (nl)
        select_one ja_nee | q1 | default | Urgent? | Dringend? | Kort
        text | q2 | alleen hier | | |";
    let choices = "list name | name | label::English (en) | label::Nederlands (nl)\nja_nee | 1 | Yes | Ja\nja_nee | 2 | No |";
    let workbook = sheets(questions, choices);
    let labels = |language: Option<&str>| {
        let plan = ReadPlan { language: language.map(str::to_string), ..ReadPlan::default() };
        let codebook = read_codebook(&workbook, &plan).unwrap().value;
        let [first, second] = &codebook.questions[..] else { panic!("two questions") };
        format!(
            "{}/{}/{}/{}/{}",
            first.label, first.short, first.choices[0].label, first.choices[1].label, second.label
        )
    };
    assert_eq!(labels(Some("nl")), "Dringend?/Kort/Ja/No/alleen hier");
    assert_eq!(labels(Some("nl-NL")), "Dringend?/Kort/Ja/No/alleen hier");
    assert_eq!(labels(Some("Nederlands (nl)")), "Dringend?/Kort/Ja/No/alleen hier");
    assert_eq!(labels(Some("english")), "Urgent?/Kort/Yes/No/alleen hier");
    assert_eq!(labels(None), "default/Kort/Yes/No/alleen hier");
}

#[test]
fn settings_give_title_and_language() {
    let workbook = Book::new()
        .sheet(
            "Survey",
            "TYPE | Name | Label::en | label::nl\nselect_one ja_nee | q1 | Urgent? | Dringend?",
        )
        .sheet("Choices", "List Name | Name | Label\nja_nee | 1 | Ja\nja_nee | 1 | Nee")
        .sheet(
            "Settings",
            "form_title | default_language | allow_choice_duplicates\nVerander!kracht | nl | yes",
        )
        .workbook();
    let codebook = read_codebook(&workbook, &ReadPlan::default()).unwrap().value;
    assert_eq!(codebook.title.as_deref(), Some("Verander!kracht"));
    assert_eq!(&*codebook.questions[0].label, "Dringend?");
    assert_eq!(codebook.questions[0].choices.len(), 1);
}

#[test]
fn or_other_adds_a_choice_and_an_open_question() {
    let codebook =
        codebook("type | name | label\nselect_one ja_nee or_other | q1 | Dringend?", LIST)
            .unwrap()
            .value;
    let [first, other] = &codebook.questions[..] else { panic!("two questions") };
    assert_eq!(first.choices.iter().map(|it| &*it.code).collect::<Vec<_>>(), ["1", "2", "other"]);
    assert_eq!(&*first.choices[2].label, "Other");
    assert_eq!((&*other.name, other.kind), ("q1_other", DefinitionKind::Text));
}

#[test]
fn faults_of_questions() {
    assert_eq!(
        check(
            "type | name | label | order | reverse
             select_one ja_ne | q1 | a
             select_one | q2 | b
             sellect_one ja_nee | q3 | c
             intger | q4 | d
             text | | e
             text | q5 | f | schaal | soms
             text | q5 | g
             | q6 | h",
            LIST
        ),
        "error[missing-choice-list] survey.xlsx!survey!A2: there is no list of choices `ja_ne`\n  \
         hint: did you mean `ja_nee`?\n\
         error[missing-choice-list] survey.xlsx!survey!A3: the closed question names no list of choices\n  \
         hint: write the type as `select_one LIST`\n\
         error[unknown-type] survey.xlsx!survey!A4: `sellect_one ja_nee` is not a type of question\n  \
         hint: did you mean `select_one`?\n\
         error[unknown-type] survey.xlsx!survey!A5: `intger` is not a type of question\n  \
         hint: did you mean `integer`?\n\
         error[question-without-name] survey.xlsx!survey!B6: the question has no name\n  \
         hint: fill in `name`: the head of its column in the data\n\
         error[unknown-order] survey.xlsx!survey!D7: `schaal` is not an order of choices\n  \
         hint: write `scale` or `none`, or leave the cell empty\n\
         error[unknown-reverse] survey.xlsx!survey!E7: `soms` is neither `yes` nor `no`\n  \
         hint: write `yes`, or leave the cell empty\n\
         error[duplicate-question] survey.xlsx!survey!B8: the question `q5` is there twice; the other one is in row 7\n  \
         hint: give each question a name of its own\n\
         error[question-without-type] survey.xlsx!survey!A9: the question `q6` has no type\n  \
         hint: fill in `type`, such as `select_one` or `integer`\n"
    );
}

#[test]
fn faults_of_choices() {
    assert_eq!(
        check(
            "type | name | label\nselect_one ja_nee | q1 | a",
            "list_name | name | label | missing
             ja_nee | 1 | Ja |
             ja_nee | 1 | Nee |
             ja_nee | 9 | Weet niet | dontknow
             | 3 | Misschien |
             ja_nee | | Leeg |"
        ),
        "error[duplicate-code] survey.xlsx!choices!B3: the list `ja_nee` has the code `1` twice; the other one is in row 2\n  \
         hint: give each choice of a list a code of its own\n\
         error[unknown-missing] survey.xlsx!choices!D4: `dontknow` is not a reason why an answer is missing\n  \
         hint: did you mean `dont-know`?\n  \
         hint: the reasons are `dont-know`, `refused` and `not-asked`\n\
         error[choice-without-list] survey.xlsx!choices!A5: the choice `3` belongs to no list\n  \
         hint: fill in `list_name`\n\
         error[choice-without-code] survey.xlsx!choices!B6: a choice of the list `ja_nee` has no code\n  \
         hint: fill in `name`\n"
    );
}

#[test]
fn groups_that_do_not_balance() {
    assert_eq!(
        check(
            "type | name | label
             begin_group | a | A
             begin_repeat | b | B
             text | q1 | x
             end_group
             text | q2 | y",
            LIST
        ),
        "error[unbalanced-group] survey.xlsx!survey!A5: `end_group` closes the repeat `b` of A3\n  \
         hint: each `begin_group` needs one `end_group`, each `begin_repeat` one `end_repeat`\n\
         warning[repeat-left-out] survey.xlsx!survey!A3: the question `q1` is put several times in the repeat `b`, and left out\n  \
         hint: to count them, read the sheet of the repeat as a workbook of its own\n\
         error[unbalanced-group] survey.xlsx!survey!A2: the group `a` is never closed\n  \
         hint: add a row `end_group` after its last question\n"
    );
    assert_eq!(
        check("type | name | label\ntext | q1 | x\nend_repeat", LIST),
        "error[unbalanced-group] survey.xlsx!survey!A3: `end_repeat` closes no repeat\n  \
         hint: each `begin_group` needs one `end_group`, each `begin_repeat` one `end_repeat`\n"
    );
}

#[test]
fn codebooks_that_are_empty_or_lack_columns() {
    assert_eq!(
        check("type | name | label", LIST),
        "error[empty-codebook] survey.xlsx!survey: the sheet `survey` defines no question\n  \
         hint: give each question a row with `type`, `name` and `label`\n"
    );
    assert_eq!(
        check("type | name | label | label\ntext | q1 | a | b", "list | code | label\nx | 1 | y"),
        "error[duplicate-column] survey.xlsx!survey!D1: the column `label` is there twice; the other one is C1\n  \
         hint: delete one of them\n"
    );
    assert_eq!(
        check("type | name | label\ntext | q1 | a", "lijst | naam\nx | 1"),
        "error[missing-codebook-column] survey.xlsx!choices: the sheet `choices` has no column `list_name`\n  \
         hint: a sheet of choices has the columns `list_name`, `name` and `label`\n"
    );
    let workbook = Book::new().sheet("vragen", "soort | naam\nopen | q1").workbook();
    let plan = ReadPlan { questions_sheet: Some("vragen".into()), ..ReadPlan::default() };
    assert_eq!(
        messages(&read_codebook(&workbook, &plan)),
        "error[missing-codebook-column] survey.xlsx!vragen: the sheet `vragen` has no column `type`\n  \
         hint: a sheet of questions has the columns `type`, `name` and `label`\n"
    );
    assert_eq!(
        messages(&read_codebook(&workbook, &ReadPlan::default())),
        "error[unknown-sheet] survey.xlsx: the workbook has no sheet `survey`\n  \
         hint: its sheets are `vragen`\n"
    );
}
