//! Tests of figures, tables and messages on a small survey that can be checked by hand.

mod census;
mod change;
mod derived;
mod hiding;
mod messages;
mod solving;
mod tables;

use std::fmt::Write;
use std::sync::Arc;

use indexmap::IndexMap;

use super::*;
use crate::diagnostics::Diagnostic;
use crate::survey::{Answers, Choice, Code, Frame, FrameVariable, Kind, Missing, Question, Survey};

/// Twelve respondents; the tests' tables follow from these columns.
pub(super) struct Sample {
    pub(super) survey: Survey,
}

fn choice(code: &str, label: &str) -> Choice {
    Choice {
        code: code.into(),
        label: label.into(),
        score: code.parse().ok(),
        missing: None,
        defined_at: None,
    }
}

impl Sample {
    /// Twelve respondents with these questions:
    ///
    /// - `grootte`: klein, middel, groot (5, 4 and 3 respondents)
    /// - `regio`: noord, zuid, each other one
    /// - `eens`: a scale 1 to 5 with 9 for "weet niet"
    /// - `hulp`: multiple response: geld, mensen, anders
    /// - `fte`: a number
    pub(super) fn new() -> Self {
        let survey = Survey {
            file: "inputs/survey.xlsx".into(),
            data_sheet: "data".into(),
            sections: vec![],
            questions: IndexMap::new(),
            rows: (1..=12).collect(),
            frame: None,
        };
        let mut sample = Self { survey };
        let sizes = [("klein", "Klein"), ("middel", "Middelgroot"), ("groot", "Groot")];
        sample.single("grootte", &sizes, "kkkkkmmmmggg", "kmg");
        sample.single("regio", &[("noord", "Noord"), ("zuid", "Zuid")], "nznznznznznz", "nz");
        let scale = [
            ("1", "Helemaal oneens"),
            ("2", "Oneens"),
            ("3", "Neutraal"),
            ("4", "Eens"),
            ("5", "Helemaal eens"),
            ("9", "Weet niet"),
        ];
        sample.single("eens", &scale, "544315429 45", "123459");
        let eens = sample.question("eens");
        eens.ordered = true;
        eens.choices[5].missing = Some(Missing::DontKnow);
        let geld = "xx.x..xxx.x ";
        let mensen = "x...xx..x..  ";
        let anders = "....x....... ";
        sample.multiple("hulp", &[("geld", geld), ("mensen", mensen), ("anders", anders)]);
        sample.number("fte", &[1.0, 2.0, 2.0, 4.0, 1.0, 3.0, 5.0, 4.0, 4.0, 8.0, 9.0, 10.0]);
        sample
    }

    fn add(&mut self, name: &str, kind: Kind, choices: Vec<Choice>, answers: Answers) {
        let question = Question {
            name: name.into(),
            label: name.into(),
            short: name.into(),
            section: None,
            kind,
            choices,
            ordered: false,
            reverse: false,
            defined_at: None,
            columns: vec![self.survey.questions.len() as u32],
            answers: answers.into(),
        };
        self.survey.questions.insert(name.into(), question);
    }

    /// A single-choice question: one letter for each respondent, of those in
    /// `letters`; another stands for an empty cell.
    pub(super) fn single(
        &mut self,
        name: &str,
        choices: &[(&str, &str)],
        answers: &str,
        letters: &str,
    ) {
        let codes = answers.chars().map(|answer| {
            letters
                .chars()
                .position(|letter| letter == answer)
                .map_or(Code::EMPTY, |at| Code(at as u16))
        });
        let answers = Answers::Single(codes.collect());
        let choices = choices.iter().map(|(code, label)| choice(code, label)).collect();
        self.add(name, Kind::Single, choices, answers);
    }

    /// A multiple-response question: `x` is ticked, a space no answer.
    pub(super) fn multiple(&mut self, name: &str, options: &[(&str, &str)]) {
        let n = self.survey.respondents();
        let ticked = options
            .iter()
            .map(|(_, marks)| marks.chars().take(n).map(|mark| mark == 'x').collect())
            .collect();
        let missing = options[0].1.chars().take(n).map(|m| (m == ' ').then_some(Missing::Empty));
        let answers = Answers::Multiple { ticked, missing: missing.collect() };
        let choices = options.iter().map(|(code, _)| choice(code, code)).collect();
        self.add(name, Kind::Multiple, choices, answers);
    }

    /// A numeric question.
    pub(super) fn number(&mut self, name: &str, numbers: &[f64]) {
        let answers = Answers::Number(numbers.iter().map(|&number| Ok(number)).collect());
        self.add(name, Kind::Number, vec![], answers);
    }

    /// A frame of so many units of each code of `grootte` (klein, middel, groot).
    pub(super) fn frame(mut self, units: [usize; 3]) -> Self {
        let codes = units
            .into_iter()
            .enumerate()
            .flat_map(|(code, count)| std::iter::repeat_n(Code(code as u16), count))
            .collect::<Vec<_>>();
        let count = codes.len();
        let variable = FrameVariable { column: 2, codes };
        self.survey.frame = Some(Frame {
            sheet: "populatie".into(),
            units: count,
            rows: (1..=count as u32).collect(),
            variables: IndexMap::from([(Arc::from("grootte"), variable)]),
        });
        self
    }

    pub(super) fn question(&mut self, name: &str) -> &mut Question {
        self.survey.questions.get_mut(name).unwrap()
    }

    /// The analysis without design or privacy.
    pub(super) fn analysis(self) -> Analysis {
        self.planned(&DesignPlan::default(), Settings::default()).unwrap()
    }

    pub(super) fn planned(
        self,
        plan: &DesignPlan,
        settings: Settings,
    ) -> Result<Analysis, Vec<Diagnostic>> {
        Analysis::new(Arc::new(self.survey), plan, settings)
    }
}

/// A message as a user reads it: place, message, hints.
pub(super) fn told(fault: &Diagnostic) -> String {
    let mut text = format!("{} [{}] {}", fault.place, fault.code, fault.message);
    for hint in &fault.hints {
        write!(text, "\nhint: {hint}").unwrap();
    }
    text.trim_start().to_string()
}

/// A table as lines of text: shares in whole percentages, with their counts.
pub(super) fn show(table: &Table) -> String {
    let mut text = String::new();
    let head = |column: &Column| match (&column.letter, column.kind) {
        (Some(letter), _) => {
            let path: Vec<&str> = column.path.iter().map(|level| &*level.code).collect();
            format!("{}({letter})", path.join("/"))
        }
        (None, kind) if column.label.is_empty() => format!("{kind:?}"),
        _ => column.label.to_string(),
    };
    let heads: Vec<String> = table.columns.iter().map(head).collect();
    writeln!(text, "| {}", heads.join(" | ")).unwrap();
    for (place, row) in table.rows.iter().enumerate() {
        let code = row.code.as_deref().unwrap_or("");
        let name = match row.kind {
            RowKind::Choice => format!("{}{code}", "  ".repeat(usize::from(row.depth))),
            RowKind::Statement => row.question.to_string(),
            kind => format!("{kind:?} {code}").trim_end().to_string(),
        };
        let cells: Vec<String> = (0..table.columns.len())
            .map(|column| match table.cell(place, column) {
                None => "-".into(),
                Some(Cell { measure, above }) => {
                    let number = match (measure.hidden, measure.kind) {
                        (Some(Reason::SmallCell), _) => "x".into(),
                        (Some(Reason::SmallBase), _) => "o".into(),
                        (Some(Reason::Derivable), _) => "*".into(),
                        (_, MeasureKind::Share) => {
                            format!("{:.0}% ({})", measure.value * 100.0, measure.n)
                        }
                        (_, MeasureKind::Count) => format!("{}", measure.value),
                        _ => format!("{:.2}", measure.value),
                    };
                    format!(
                        "{number}{}",
                        above.iter().map(|letter| format!(" {letter}")).collect::<String>()
                    )
                }
            })
            .collect();
        writeln!(text, "{name} | {}", cells.join(" | ")).unwrap();
    }
    text
}
