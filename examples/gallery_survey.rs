//! Makes the workbook of the gallery: `gallery/inputs/survey.xlsx`.
//!
//! ```text
//! cargo run --release --example gallery_survey [FILE]
//! ```
//!
//! A survey among visitors of public libraries that nobody ever held: **every
//! answer is made up**, to show what each kind of chart is for. Answers hang
//! together through two hidden traits, how much a visitor is at home in the
//! library and how busy life is, and drift from one year to the next. The same
//! seed and a fixed creation date give the same bytes on every run.

#[path = "fictitious_survey/chance.rs"]
#[expect(dead_code, reason = "the other program needs more kinds of chance")]
mod chance;

use std::error::Error;
use std::path::PathBuf;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use chance::Chance;

/// The seed of all chance in this program.
const SEED: u64 = 11;

/// A question: type, name, label, short label, `scale` if its options are ordered.
type Question = [&'static str; 5];

const QUESTIONS: &[Question] = &[
    ["select_one wave", "wave", "Year of the survey", "Year", "scale"],
    ["select_one province", "province", "In which province is your library?", "Province", ""],
    ["select_one age", "age", "How old are you?", "Age", "scale"],
    ["select_one branch", "branch", "Which kind of library do you visit?", "Library", "scale"],
    ["select_multiple reason", "reason", "What do you come to the library for?", "Reasons", ""],
    ["select_one often", "often", "How often do you come?", "Visits", "scale"],
    ["select_one miss", "miss", "Would you miss the library if it closed?", "Would miss it", ""],
    [
        "select_one format",
        "format",
        "In which form did you read your last book?",
        "Form of the last book",
        "",
    ],
    ["integer", "minutes", "How many minutes does the journey take?", "Journey in minutes", ""],
    ["integer", "overall", "Which mark out of ten do you give the library?", "Mark overall", ""],
    ["integer", "staff", "And its staff?", "Staff", ""],
    ["integer", "building", "And its building?", "Building", ""],
    ["integer", "books", "And its books?", "Books", ""],
    ["integer", "hours", "And its opening hours?", "Opening hours", ""],
];

/// The statements: name, label, short label, how much each trait moves the
/// answer (at home, busy), and where agreement lies without them.
const STATEMENTS: &[(&str, &str, &str, [f64; 3])] = &[
    ("s1", "The library is a place where I feel at home.", "Feel at home", [0.8, 0.0, 0.9]),
    ("s2", "The staff take the time to help me.", "Staff take time", [0.4, -0.1, 1.1]),
    ("s3", "There is always a quiet place to work or read.", "Quiet place", [0.3, -0.5, 0.3]),
    ("s4", "I find what I look for without asking.", "Find without asking", [0.3, -0.3, 0.1]),
    ("s5", "The opening hours suit my days.", "Hours suit me", [0.2, -0.9, -0.2]),
    ("s6", "The shelves keep up with what I want to read.", "Shelves keep up", [0.4, 0.0, -0.1]),
    (
        "s7",
        "I meet people here whom I would not meet elsewhere.",
        "Meet other people",
        [0.7, -0.4, -0.5],
    ),
];

/// The lists of options: code and label.
const LISTS: &[(&str, &[(&str, &str)])] = &[
    (
        "wave",
        &[("2018", "2018"), ("2020", "2020"), ("2022", "2022"), ("2024", "2024"), ("2026", "2026")],
    ),
    (
        "province",
        &[
            ("Groningen", "Groningen"),
            ("Friesland", "Friesland"),
            ("Drenthe", "Drenthe"),
            ("Overijssel", "Overijssel"),
            ("Flevoland", "Flevoland"),
            ("Gelderland", "Gelderland"),
            ("Utrecht", "Utrecht"),
            ("Noord-Holland", "Noord-Holland"),
            ("Zuid-Holland", "Zuid-Holland"),
            ("Zeeland", "Zeeland"),
            ("Noord-Brabant", "Noord-Brabant"),
            ("Limburg", "Limburg"),
        ],
    ),
    ("age", &[("1", "Under 25"), ("2", "25 to 44"), ("3", "45 to 64"), ("4", "65 and over")]),
    (
        "branch",
        &[("village", "Village branch"), ("town", "Town library"), ("central", "Central library")],
    ),
    (
        "reason",
        &[
            ("borrow", "Borrowing books"),
            ("study", "Studying or working"),
            ("papers", "Reading newspapers and magazines"),
            ("child", "Coming along with a child"),
            ("events", "Talks, courses and concerts"),
            ("help", "Help with forms and computers"),
            ("people", "Meeting people"),
            ("coffee", "A warm place with coffee"),
            ("other", "Other"),
        ],
    ),
    (
        "often",
        &[
            ("1", "A few times a year"),
            ("2", "Every month"),
            ("3", "Every week"),
            ("4", "Several times a week"),
        ],
    ),
    ("miss", &[("yes", "Would miss it"), ("no", "Would not miss it")]),
    ("format", &[("paper", "On paper"), ("screen", "As an e-book"), ("ear", "As an audiobook")]),
    (
        "agree",
        &[
            ("1", "Strongly disagree"),
            ("2", "Disagree"),
            ("3", "Neither"),
            ("4", "Agree"),
            ("5", "Strongly agree"),
            ("9", "Don’t know"),
        ],
    ),
];

/// How many visitors answered each year.
const WAVES: [(&str, usize); 5] =
    [("2018", 240), ("2020", 240), ("2022", 240), ("2024", 240), ("2026", 480)];

fn main() -> Result<(), Box<dyn Error>> {
    let path =
        std::env::args_os().nth(1).map_or("gallery/inputs/survey.xlsx".into(), PathBuf::from);
    std::fs::write(path, workbook()?)?;
    Ok(())
}

/// The workbook's bytes.
fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 11, 23)?;
    let properties = DocProperties::new()
        .set_title("The Reading Room: fictitious answers")
        .set_comment("Every answer is made up.");
    book.set_properties(&properties.set_creation_datetime(&created));
    write_survey(book.add_worksheet())?;
    write_choices(book.add_worksheet())?;
    let head = Format::new().set_bold();
    let settings = book.add_worksheet().set_name("settings")?;
    settings.write_row_with_format(0, 0, ["form_title", "default_language", "status"], &head)?;
    settings.write_row(1, 0, ["The Reading Room", "English (en)", "fictitious answers"])?;
    write_answers(book.add_worksheet())?;
    book.save_to_buffer()
}

fn write_survey(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    sheet.set_name("survey")?;
    let columns = ["type", "name", "label::English (en)", "short::English (en)", "order"];
    sheet.write_row_with_format(0, 0, columns, &head)?;
    let mut row = 1;
    for question in QUESTIONS {
        sheet.write_row(row, 0, *question)?;
        row += 1;
    }
    sheet.write_row(row, 0, ["begin_group", "statements", "What visitors say of their library"])?;
    for (name, label, short, _) in STATEMENTS {
        row += 1;
        sheet.write_row(row, 0, ["select_one agree", name, label, short, "scale"])?;
    }
    sheet.write_row(row + 1, 0, ["end_group"])?;
    for (column, width) in [28.0, 12.0, 52.0, 24.0, 8.0].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_choices(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    sheet.set_name("choices")?;
    let columns = ["list_name", "name", "label::English (en)", "missing"];
    sheet.write_row_with_format(0, 0, columns, &head)?;
    let mut row = 1;
    for (list, options) in LISTS {
        for (code, label) in *options {
            sheet.write(row, 0, *list)?;
            write_code(sheet, row, 1, code)?;
            sheet.write(row, 2, *label)?;
            if *code == "9" {
                sheet.write(row, 3, "dont-know")?;
            }
            row += 1;
        }
        row += 1;
    }
    for (column, width) in [12.0, 16.0, 36.0, 12.0].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// A code as a number where it is one, so that Excel does not warn of it.
fn write_code(sheet: &mut Worksheet, row: u32, column: u16, code: &str) -> Result<(), XlsxError> {
    match code.parse::<u32>() {
        Ok(number) => sheet.write(row, column, number)?,
        Err(_) => sheet.write(row, column, code)?,
    };
    Ok(())
}

fn write_answers(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    sheet.set_name("data")?;
    let names = QUESTIONS.iter().map(|question| question[1]);
    let statements = STATEMENTS.iter().map(|(name, ..)| *name);
    let columns = std::iter::once("visitor").chain(names).chain(statements);
    sheet.write_row_with_format(0, 0, columns, &head)?;
    let mut chance = Chance::new(SEED);
    let mut row = 0;
    for (index, (wave, visitors)) in WAVES.iter().enumerate() {
        for _ in 0..*visitors {
            row += 1;
            sheet.write(row, 0, row)?;
            for (column, answer) in (1..).zip(answers(wave, index as f64, &mut chance)) {
                write_code(sheet, row, column, &answer)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The answers of one visitor, in the order of the columns. `year` counts waves.
fn answers(wave: &str, year: f64, chance: &mut Chance) -> Vec<String> {
    let province = chance.pick(&[
        ("Groningen", 5.0),
        ("Friesland", 5.5),
        ("Drenthe", 4.0),
        ("Overijssel", 9.0),
        ("Flevoland", 4.0),
        ("Gelderland", 15.0),
        ("Utrecht", 12.0),
        ("Noord-Holland", 20.0),
        ("Zuid-Holland", 25.0),
        ("Zeeland", 4.5),
        ("Noord-Brabant", 18.0),
        ("Limburg", 8.0),
    ]);
    let age = chance.pick(&[(1, 2.2), (2, 2.6), (3, 2.4), (4, 2.8)]);
    let branch = chance.pick(&[("village", 3.0), ("town", 4.0), ("central", 3.0)]);
    let (young, working, old) = (age == 1, age == 2 || age == 3, age == 4);
    let central = branch == "central";
    let busy = 0.7 * chance.normal() + if working { 0.6 } else { -0.5 };
    let at_home = 0.9 * chance.normal() + if old { 0.4 } else { 0.0 } + 0.05 * year;

    let given = |yes: bool| if yes { 1.0 } else { 0.0 };
    let reasons = [
        ("borrow", 0.62 + 0.14 * given(old) - 0.2 * given(young) - 0.015 * year),
        ("study", 0.12 + 0.55 * given(young) + 0.12 * given(age == 2) + 0.1 * given(central)),
        ("papers", 0.1 + 0.34 * given(old) + 0.08 * given(age == 3)),
        ("child", 0.06 + 0.36 * given(age == 2) + 0.06 * given(age == 3)),
        ("events", 0.14 + 0.12 * given(central) + 0.1 * given(age == 3) + 0.12 * given(old)),
        ("help", 0.06 + 0.16 * given(old) + 0.02 * year),
        ("people", 0.1 + 0.2 * given(old) + 0.1 * given(young)),
        ("coffee", 0.08 + 0.1 * given(young) + 0.03 * year),
        ("other", 0.04),
    ];
    let mut reasons: Vec<&str> = reasons
        .into_iter()
        .filter(|(_, probability)| chance.with(*probability))
        .map(|(code, _)| code)
        .collect();
    if reasons.is_empty() {
        reasons.push("borrow");
    }

    let step = |value: f64, least: f64, most: f64| value.round().clamp(least, most);
    let often = step(2.2 + 0.45 * at_home - 0.35 * busy + 0.3 * given(young), 1.0, 4.0);
    let miss = chance.with(0.66 + 0.12 * at_home + 0.1 * given(branch == "village"));
    let format = chance.pick(&[
        ("paper", 7.0 - 0.35 * year + 1.5 * given(old)),
        ("screen", 1.6 + 0.2 * year),
        ("ear", 0.5 + 0.35 * year + 0.6 * given(working)),
    ]);
    let distance = match branch {
        "village" => 7.0,
        "town" => 13.0,
        _ => 21.0,
    };
    let stretch = 1.0 + 0.45 * chance.normal();
    let minutes = step(distance * stretch.abs() + 2.0 + 2.0 * chance.uniform(), 2.0, 75.0);

    let mut mark = |middle: f64| step(middle + 0.5 * at_home + 1.0 * chance.normal(), 1.0, 10.0);
    let overall = mark(7.3 + 0.1 * year);
    let staff = mark(7.9);
    let building = mark(6.3 + 0.32 * year);
    let books = mark(7.1 - 0.12 * year);
    let hours = mark(6.4 - 0.5 * busy + if year > 1.5 { 0.6 } else { -0.2 * year });

    let marks = [minutes, overall, staff, building, books, hours].map(|mark| mark.to_string());
    let mut answers = vec![
        wave.to_string(),
        province.to_string(),
        age.to_string(),
        branch.to_string(),
        reasons.join(" "),
        often.to_string(),
        if miss { "yes" } else { "no" }.to_string(),
        format.to_string(),
    ];
    answers.extend(marks);
    for (_, _, _, [home, rush, middle]) in STATEMENTS {
        let lean = middle + home * at_home + rush * busy + 0.85 * chance.normal();
        let known = !chance.with(0.03);
        answers.push(if known { step(3.0 + lean, 1.0, 5.0).to_string() } else { "9".into() });
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workbook_in_the_repository_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/gallery/inputs/survey.xlsx");
        assert!(workbook().unwrap() == std::fs::read(path).unwrap(), "make it again");
    }
}
