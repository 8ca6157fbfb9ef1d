//! Conditions: empty is not the same as not asked.

use super::*;

const CHOICES: &str =
    "list_name | name | label\nja_nee | ja | Ja\nja_nee | nee | Nee\nm | a | A\nm | b | B";

/// The answers to `q9`, which is put under this condition.
fn q9(condition: &str) -> Outcome<Survey> {
    let questions = format!(
        "type | name | label | relevant
         select_one ja_nee | q1 | a |
         select_multiple m | q2 | b |
         integer | q3 | c |
         text | q4 | d |
         select_one ja_nee | q9 | e | {condition}"
    );
    let data = "q1 | q2 | q3 | q4 | q9
        ja | a | 5 | kort |
        nee | a b | 18 | langer |
        | | | |  ja
        ja | b | 30 | |";
    survey(Book::new().sheet("data", data).sheet("survey", &questions).sheet("choices", CHOICES))
}

fn holds(condition: &str) -> String {
    let survey = q9(condition).unwrap();
    assert_eq!(messages(&Ok(survey.clone())), "", "{condition}");
    // A respondent who answered was asked.
    answers(&survey.value, "q9").replace("not-asked", "0").replace("ja", "+").replace('-', "1")
}

#[test]
fn the_forms_that_surveys_use() {
    for (condition, expected) in [
        ("${q1} = 'ja'", "1 0 + 1"),
        ("${q1}='nee' or ${q3} > 20", "0 1 + 1"),
        ("not(${q1} = 'ja')", "0 1 + 0"),
        ("${q1} != ''", "1 1 + 1"),
        ("selected(${q2}, 'a')", "1 1 + 0"),
        ("selected(${q2}, 'a') and selected(${q2}, \"b\")", "0 1 + 0"),
        ("count-selected(${q2}) >= 2", "0 1 + 0"),
        ("${q3} >= 18", "0 1 + 1"),
        ("${q3} < 18", "1 0 + 0"),
        ("18 <= ${q3} and ${q3} <= 29", "0 1 + 0"),
        ("${q3} = 18", "0 1 + 0"),
        ("${q3} = '18'", "0 1 + 0"),
        ("string-length(${q4}) > 4", "0 1 + 0"),
        ("(${q1} = 'ja' and ${q3} = 5) or (${q1} = 'nee')", "1 1 + 0"),
        ("true()", "1 1 + 1"),
        ("false() or ${q3} != 5", "0 1 + 1"),
        ("${q1} = ‘ja’", "1 0 + 1"),
        ("${q3} = -1", "0 0 + 0"),
    ] {
        assert_eq!(holds(condition), expected, "{condition}");
    }
}

#[test]
fn a_condition_that_is_not_understood_leaves_answers_empty() {
    let check = |condition: &str| {
        let survey = q9(condition).unwrap();
        assert_eq!(answers(&survey.value, "q9"), "- - ja -");
        messages(&Ok(survey))
    };
    let hint =
        "  hint: empty answers count as not given, although some may not have been asked for\n";
    let shown = |condition: &str, cause: &str| {
        format!(
            "warning[unknown-condition] survey.xlsx!survey!D6: failed to read the condition `{condition}` ({cause})\n{hint}"
        )
    };
    for (condition, cause) in [
        ("${q8} = 1", "there are no answers to `q8`"),
        ("regex(${q4}, 'a')", "the function `regex` is not understood"),
        ("${q3} + 1 > 5", "`+` is not expected there"),
        ("${q1} = 'ja", "a quote is never closed"),
        ("${q1", "a `${` is never closed"),
        ("(${q1} = 'ja'", "`)` is expected at the end"),
        ("${q1} =", "it ends too early"),
        ("selected(${q2} 'a')", "`,` is expected before `'a'`"),
        ("selected('a', ${q2})", "a question such as `${q1}` is expected"),
        ("${q1} ~ 'ja'", "`~` is not understood"),
    ] {
        assert_eq!(check(condition), shown(condition, cause));
    }
}

#[test]
fn conditions_of_groups_hold_for_their_questions() {
    let questions = "type | name | label | relevant
        select_one ja_nee | q1 | a |
        begin_group | g | G | ${q1} = 'ja'
        integer | q2 | b |
        select_multiple m | q3 | c | ${q2} > 10
        end_group | | |
        integer | q4 | d |";
    let data = "q1 | q2 | q3 | q4\nja | 11 | |\nja | 5 | |\nnee | | |\nja | | |";
    let survey = survey(
        Book::new().sheet("data", data).sheet("survey", questions).sheet("choices", CHOICES),
    )
    .unwrap();
    assert_eq!(survey.warnings, []);
    assert_eq!(answers(&survey.value, "q2"), "11 5 NotAsked Empty");
    assert_eq!(answers(&survey.value, "q3"), "[]Empty []NotAsked []NotAsked []NotAsked");
    assert_eq!(answers(&survey.value, "q4"), "Empty Empty Empty Empty");
}

/// The messages on answers to `q1`, of which the codebook demands this.
fn constrained(kind: &str, constraint: &str, data: &str) -> String {
    let questions = format!(
        "type | name | label | constraint
         {kind} | q1 | a | {constraint}
         integer | q2 | b |"
    );
    messages(&survey(
        Book::new().sheet("data", data).sheet("survey", &questions).sheet("choices", CHOICES),
    ))
}

#[test]
fn answers_that_do_not_meet_a_constraint() {
    let data = "q1 | q2\n7 | 1\n105 | 1\n | 1\n-2.5 | 1";
    let warning = |cell: &str, answer: &str, text: &str| {
        format!(
            "warning[constraint] survey.xlsx!data!{cell}: `{answer}` does not meet the constraint of `q1`\n  \
             hint: the codebook says `{text}`\n"
        )
    };
    let both = |text: &str| warning("A3", "105", text) + &warning("A5", "-2.5", text);
    for text in [". >= 0 and . <= 100", "not(. < 0 or . > 100)", ".5 < . and .<1e2"] {
        let found = constrained("decimal", text, data);
        match text {
            ".5 < . and .<1e2" => assert!(found.contains("unknown-constraint"), "{found}"),
            _ => assert_eq!(found, both(text)),
        }
    }
    assert_eq!(
        constrained("decimal", ". < 100 * ${q2}", data),
        "\
        warning[unknown-constraint] survey.xlsx!survey!D2: failed to read the constraint `. < 100 * ${q2}` \
        (`*` is not expected there)\n  hint: the answers are not checked against it\n"
    );
    assert_eq!(constrained("decimal", ". > ${q2}", data), warning("A5", "-2.5", ". > ${q2}"));
    let several = "q1 | q2\na b | 1\nb | 1\na | 1\n | 1";
    let text = "not(selected(., 'a') and count-selected(.) > 1)";
    assert_eq!(constrained("select_multiple m", text, several), warning("A2", "a b", text));
    let long = "string-length(.) < 4";
    assert_eq!(constrained("text", long, "q1 | q2\nkort | 1\nja | 1"), warning("A2", "kort", long));
}

/// The respondent with this row of `q1`, `q2` and `q3` was not put `q9`, and answered it.
fn told(condition: &str, row: &str) -> String {
    let questions = format!(
        "type | name | label | relevant
         select_one ja_nee | q1 | a |
         select_multiple m | q2 | b |
         integer | q3 | c |
         select_one ja_nee | q9 | e | {condition}"
    );
    let data = format!("q1 | q2 | q3 | q9\n{row} | ja");
    let read = survey(
        Book::new().sheet("data", &data).sheet("survey", &questions).sheet("choices", CHOICES),
    );
    assert_eq!(answers(&read.as_ref().unwrap().value, "q9"), "ja");
    messages(&read)
}

#[test]
fn an_answer_to_a_question_that_was_not_put_is_told() {
    assert_eq!(
        told("${q1} = 'ja'", "nee | a | 5"),
        "warning[not-put] survey.xlsx!data!D2: `ja` answers `q9`, which was not put to this \
         respondent\n  hint: the codebook puts it where `${q1} = 'ja'`; the answer counts\n"
    );
    for (condition, row) in [
        ("${q1} = 'ja' and ${q3} > 4", "nee | a | "),
        ("not(selected(${q2}, 'a') or ${q3} = 1)", " | a | "),
        ("${q1} = 'ja' or ${q3} > 20", "nee | | 5"),
        ("count-selected(${q2}) > 1", " | b | "),
    ] {
        assert!(told(condition, row).starts_with("warning[not-put]"), "{condition}");
    }
    for (condition, row) in [
        ("${q1} = 'ja'", " | a | 5"),
        ("${q1} = 'ja' and ${q3} > 4", "ja | a | "),
        ("${q1} = 'ja' or ${q3} > 20", "nee | | "),
        ("${q1} = 'nee'", "nee | | "),
    ] {
        assert_eq!(told(condition, row), "", "{condition}");
    }
}
