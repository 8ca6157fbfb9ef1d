//! The survey: questions, answers, weights and frame, in columns.
//!
//! Answers are stored as one column per question: codes for closed questions,
//! numbers for numeric ones. Everything downstream works on these columns and
//! knows nothing of sheets, but every column remembers where it stands.
//!
//! [`read`] makes a survey from a workbook: it reads the codebook, or infers
//! one (`infer`), finds the column of each question, decodes the cells, and
//! tells what is wrong with them, all faults at once.

mod answers;
mod codebook;
mod codes;
mod columns;
mod data_sheet;
mod faults;
mod frame;
mod head_index;
mod heads;
mod ids;
mod infer;
mod plan;
mod read;
mod relevance;
mod watched;
mod wording;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostics::CellRef;

pub use codebook::{Codebook, Definition, DefinitionKind, read_codebook};
pub(crate) use faults::Faults;
pub use plan::ReadPlan;
pub use read::{read, read_roughly, read_with_codebook};
pub use watched::Watched;

/// A survey as it was read from one workbook.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Path of the workbook, relative to the project folder.
    pub file: Arc<str>,
    /// Name of the sheet with the answers.
    pub data_sheet: Arc<str>,
    /// Sections (the codebook's groups) in order.
    pub sections: Vec<Section>,
    /// Questions by name, in the codebook's order. Background variables
    /// (province, size class, wave, weight) are questions too.
    pub questions: IndexMap<Arc<str>, Question>,
    /// Zero-based row in `data_sheet` of each respondent.
    pub rows: Vec<u32>,
    /// The population that the sample was drawn from, when the workbook has it.
    pub frame: Option<Frame>,
}

impl Survey {
    /// The number of respondents: the length of every column.
    pub fn respondents(&self) -> usize {
        self.rows.len()
    }

    /// The questions of this copy whose answers were looked at.
    pub fn seen(&self) -> impl Iterator<Item = &Question> {
        self.questions.values().filter(|question| question.answers.was_seen())
    }

    /// Whether two surveys are the same in everything but the answers.
    pub fn is_alike(&self, other: &Self) -> bool {
        let Self { file, data_sheet, sections, questions, rows, frame } = self;
        let same_questions = questions.len() == other.questions.len()
            && questions.values().zip(other.questions.values()).all(|(one, two)| one.is_alike(two));
        same_questions
            && (file, data_sheet, sections, rows, frame)
                == (&other.file, &other.data_sheet, &other.sections, &other.rows, &other.frame)
    }
}

/// A group of questions in the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The group's name.
    pub name: Arc<str>,
    /// The group's label.
    pub label: Arc<str>,
}

/// One question (or background variable) with all its answers.
#[derive(Clone, Debug)]
pub struct Question {
    /// Name: the key in templates, and the column's head in the data.
    pub name: Arc<str>,
    /// The question as it was put.
    pub label: Arc<str>,
    /// A short label for charts and tables (codebook column `short`), else the label.
    pub short: Arc<str>,
    /// Index into [`Survey::sections`].
    pub section: Option<usize>,
    /// What kind of question it is.
    pub kind: Kind,
    /// The options of a closed question, in the codebook's order. Empty for the others.
    pub choices: Vec<Choice>,
    /// Whether the choices are an ordered scale (codebook column `order`), so
    /// that a mean is meaningful and charts keep the order.
    pub ordered: bool,
    /// Whether the scale runs against its section (codebook column `reverse`).
    pub reverse: bool,
    /// Where the question is defined; `None` when it was inferred from the data.
    pub defined_at: Option<(Arc<str>, CellRef)>,
    /// Zero-based columns of the answers in the data sheet: one, or one per
    /// choice for a multiple-response question with a column per choice.
    pub columns: Vec<u32>,
    /// The answers, one per respondent.
    pub answers: Watched<Answers>,
}

impl Question {
    /// Whether two questions are the same in everything but the answers.
    fn is_alike(&self, other: &Self) -> bool {
        let Self {
            name,
            label,
            short,
            section,
            kind,
            choices,
            ordered,
            reverse,
            defined_at,
            columns,
            answers: _,
        } = self;
        (name, label, short, section, kind)
            == (&other.name, &other.label, &other.short, &other.section, &other.kind)
            && (choices, ordered, reverse) == (&other.choices, &other.ordered, &other.reverse)
            && (defined_at, columns) == (&other.defined_at, &other.columns)
    }
}

/// The kind of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `select_one`: one code per respondent.
    Single,
    /// `select_multiple`: any number of codes per respondent.
    Multiple,
    /// `integer`, `decimal`, `range`: a number.
    Number,
    /// `text`: an open answer.
    Text,
    /// `date`: a day.
    Date,
}

/// An option of a closed question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The code, as in the data.
    pub code: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
    /// The code as a number, where it is one: the score of a scale.
    pub score: Option<f64>,
    /// Set when this option counts as missing (codebook column `missing`).
    pub missing: Option<Missing>,
    /// Where the option is defined; `None` when it was inferred.
    pub defined_at: Option<(Arc<str>, CellRef)>,
}

/// Why an answer is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The cell is empty.
    Empty,
    /// "Weet niet".
    DontKnow,
    /// "Geen antwoord".
    Refused,
    /// The question was not put to this respondent.
    NotAsked,
}

/// One answer to a closed question: an index into [`Question::choices`], or a
/// reserved value for a cell that holds no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl Code {
    /// The cell is empty.
    pub const EMPTY: Code = Code(u16::MAX);
    /// The question was not asked.
    pub const NOT_ASKED: Code = Code(u16::MAX - 1);

    /// The index into [`Question::choices`], if a choice was made.
    pub fn index(self) -> Option<usize> {
        (self.0 < Self::NOT_ASKED.0).then_some(self.0 as usize)
    }
}

/// The answers to one question, one per respondent.
#[derive(Clone, Debug, PartialEq)]
pub enum Answers {
    /// Codes of a single-choice question. A choice with [`Choice::missing`] set
    /// stands here as its code; it is the reader who leaves it out of a base.
    Single(Vec<Code>),
    /// Choices made in a multiple-response question.
    Multiple {
        /// Per choice, per respondent: whether it was ticked.
        ticked: Vec<Vec<bool>>,
        /// Per respondent: why there is no answer at all, or `None` if there is one.
        missing: Vec<Option<Missing>>,
    },
    /// Numbers. `Err` says why there is none.
    Number(Vec<Result<f64, Missing>>),
    /// Open answers.
    Text(Vec<Option<Arc<str>>>),
    /// Days, as ISO 8601 text.
    Date(Vec<Option<Arc<str>>>),
}

impl Answers {
    /// The number of respondents.
    pub fn len(&self) -> usize {
        match self {
            Answers::Single(codes) => codes.len(),
            Answers::Multiple { missing, .. } => missing.len(),
            Answers::Number(numbers) => numbers.len(),
            Answers::Text(texts) | Answers::Date(texts) => texts.len(),
        }
    }

    /// Whether there is no respondent.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The population: one row per unit, with the variables that the sample shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// Number of units.
    pub units: usize,
    /// Zero-based row in the sheet of each unit.
    pub rows: Vec<u32>,
    /// Variables that are also questions of the survey, by name.
    pub variables: IndexMap<Arc<str>, FrameVariable>,
}

/// A variable of the frame, coded with the choices of the question of the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameVariable {
    /// Zero-based column in the frame's sheet.
    pub column: u32,
    /// One code per unit: an index into the choices of the question of this name.
    pub codes: Vec<Code>,
}
