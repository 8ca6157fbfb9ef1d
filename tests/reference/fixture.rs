//! A survey made from comma-separated files, without a workbook.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use drukpers::survey::{
    Answers, Choice, Code, Frame, FrameVariable, Kind, Missing, Question, Survey,
};
use indexmap::IndexMap;

use crate::made::{blank, question};

/// A table read from a file: its head and its rows, all as text.
pub(crate) struct Csv {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Csv {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let mut lines = text.lines().map(|line| line.split(',').map(String::from).collect());
        let head = lines.next().unwrap();
        Self { head, rows: lines.collect() }
    }

    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        let place = self.head.iter().position(|head| head == name).unwrap();
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }
}

/// The code of each text among the choices; an empty text is an empty cell.
fn coded(texts: &[&str], codes: &[&str]) -> Vec<Code> {
    texts
        .iter()
        .map(|text| match codes.iter().position(|code| code == text) {
            Some(place) => Code(place as u16),
            None => Code::EMPTY,
        })
        .collect()
}

/// A survey that grows by a question at a time.
pub(crate) struct Fixture {
    pub(crate) survey: Survey,
    csv: Csv,
}

impl Fixture {
    pub(crate) fn new(csv: Csv) -> Self {
        Self { survey: blank(csv.rows.len()), csv }
    }

    fn add(&mut self, question: Question) {
        self.survey.questions.insert(question.name.clone(), question);
    }

    /// A single-choice question; codes that are numbers make it a scale, and
    /// `missing` is the code that does not count.
    pub(crate) fn single(&mut self, name: &str, codes: &[&str], missing: Option<&str>) {
        let choices = codes
            .iter()
            .map(|&code| Choice {
                code: code.into(),
                label: code.into(),
                score: code.parse().ok(),
                missing: (Some(code) == missing).then_some(Missing::DontKnow),
                defined_at: None,
            })
            .collect();
        let column = self.csv.head.iter().position(|head| head == name).unwrap() as u32;
        let answers = Answers::Single(coded(&self.csv.column(name), codes));
        let mut question = question(name, column, Kind::Single, choices, answers);
        question.ordered = codes.iter().all(|code| code.parse::<f64>().is_ok());
        self.add(question);
    }

    /// A numeric question.
    pub(crate) fn number(&mut self, name: &str) {
        let column = self.csv.head.iter().position(|head| head == name).unwrap() as u32;
        let numbers = self.csv.column(name);
        let answers = Answers::Number(
            numbers.iter().map(|text| text.parse().map_err(|_| Missing::Empty)).collect(),
        );
        self.add(question(name, column, Kind::Number, vec![], answers));
    }

    /// A multiple-response question with columns `name_code` of 0 and 1.
    pub(crate) fn multiple(&mut self, name: &str, codes: &[&str]) {
        let columns: Vec<Vec<&str>> =
            codes.iter().map(|code| self.csv.column(&format!("{name}_{code}"))).collect();
        let choices = codes
            .iter()
            .map(|&code| Choice {
                code: code.into(),
                label: code.into(),
                score: None,
                missing: None,
                defined_at: None,
            })
            .collect();
        let answers = Answers::Multiple {
            ticked: columns.iter().map(|c| c.iter().map(|&text| text == "1").collect()).collect(),
            missing: columns[0].iter().map(|t| t.is_empty().then_some(Missing::Empty)).collect(),
        };
        self.add(question(name, 0, Kind::Multiple, choices, answers));
    }

    /// A frame with these columns, coded as the questions of the same names.
    pub(crate) fn frame(&mut self, csv: &Csv, names: &[&str]) {
        let mut variables = IndexMap::new();
        for &name in names {
            let question = &self.survey.questions[name];
            let codes: Vec<&str> = question.choices.iter().map(|choice| &*choice.code).collect();
            let column = csv.head.iter().position(|head| head == name).unwrap() as u32;
            let codes = coded(&csv.column(name), &codes);
            variables.insert(Arc::from(name), FrameVariable { column, codes });
        }
        self.survey.frame = Some(Frame {
            sheet: "populatie".into(),
            units: csv.rows.len(),
            rows: (1..=csv.rows.len() as u32).collect(),
            variables,
        });
    }
}

/// The fictitious sample of a folder, as `reference.R` reads it.
pub(crate) fn sample(folder: &Path) -> Survey {
    let mut fixture = Fixture::new(Csv::read(&folder.join("data.csv")));
    fixture.single("provincie", &PROVINCES, None);
    fixture.single("grootte", &SIZES, None);
    for likert in LIKERT {
        fixture.single(likert, &["1", "2", "3", "4", "5", "99"], Some("99"));
    }
    fixture.single("q5", &["geen", "samen", "uitbesteed", "zelf"], None);
    fixture.multiple("q6", &["a", "b", "c", "d", "e"]);
    fixture.number("fte");
    fixture.number("aanbeveling");
    fixture.frame(&Csv::read(&folder.join("populatie.csv")), &["provincie", "grootte"]);
    fixture.survey
}

pub(crate) const LIKERT: [&str; 4] = ["q1", "q2", "q3", "q4"];
pub(crate) const SIZES: [&str; 4] = ["klein", "middel", "groot", "zeer groot"];
pub(crate) const PROVINCES: [&str; 12] = [
    "Groningen",
    "Fryslân",
    "Drenthe",
    "Overijssel",
    "Flevoland",
    "Gelderland",
    "Utrecht",
    "Noord-Holland",
    "Zuid-Holland",
    "Zeeland",
    "Noord-Brabant",
    "Limburg",
];
