//! The codebook: an XLSForm with the sheets `survey`, `choices` and `settings`.
//!
//! Columns of ours beside those of XLSForm: on `survey` a `short` label, an
//! `order` (`scale` or `none`) and a `reverse` (`yes` or `no`), on `choices` a `missing`
//! (`dont-know`, `refused`, `not-asked`).

mod choices;
mod groups;
mod kinds;
mod labels;
mod questions;

use std::sync::Arc;

use super::faults::Faults;
use super::plan::ReadPlan;
use super::relevance::Condition;
use super::{Choice, Section};
use crate::diagnostics::{CellRef, Diagnostic, Outcome, Place, conclude};
use crate::workbook::{Sheet, Visibility, Workbook};

use labels::Language;

/// A codebook: what was asked, before any answer is looked at.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    /// The form's title (`form_title` in `settings`).
    pub title: Option<Arc<str>>,
    /// Groups with questions, in order.
    pub sections: Vec<Section>,
    /// Questions in order, without notes, metadata, media and repeats.
    pub questions: Vec<Definition>,
    /// Names in the codebook that are no questions of the survey: notes,
    /// metadata, media, and the questions of repeats. Their columns are no surprise.
    pub others: Vec<Arc<str>>,
}

/// A question as the codebook defines it.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Name: the key in templates, and the column's head in the data.
    pub name: Arc<str>,
    /// The question as it was put.
    pub label: Arc<str>,
    /// A short label, else the label.
    pub short: Arc<str>,
    /// Index into [`Codebook::sections`].
    pub section: Option<usize>,
    /// What kind of answer is due.
    pub kind: DefinitionKind,
    /// The options of a closed question, in order.
    pub choices: Vec<Choice>,
    /// Whether the choices are an ordered scale.
    pub ordered: bool,
    /// Whether the scale runs against its section.
    pub reverse: bool,
    /// Sheet and cell of the name; `None` when it was inferred.
    pub defined_at: Option<(Arc<str>, CellRef)>,
    /// When the question is put: all of these must hold. Empty: always.
    pub(super) relevant: Vec<Condition>,
    /// What an answer must meet.
    pub(super) constraint: Option<Condition>,
    /// What stands between the codes in the one cell of a multiple response.
    pub(super) separator: char,
}

/// The kind of answer that a definition asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DefinitionKind {
    /// One code.
    Single,
    /// Any number of codes.
    Multiple,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// An open answer.
    Text,
    /// A day.
    Date,
    /// A calculated value: number or text, as the data have it.
    Calculated,
}

/// Reads the codebook of a workbook, without its data. A workbook without a
/// codebook gives a fault.
pub fn read_codebook(workbook: &Workbook, plan: &ReadPlan) -> Outcome<Codebook> {
    let mut faults = Faults::default();
    let codebook = match sheets(workbook, plan, &mut faults) {
        Some(sheets) => read_sheets(workbook, &sheets, plan, &mut faults),
        None => {
            if !faults.has_errors() {
                faults.push(workbook.no_sheet(plan.questions_sheet.as_deref().unwrap_or("survey")));
            }
            Codebook::default()
        }
    };
    conclude(codebook, faults.finish())
}

/// The sheets of a codebook.
pub(super) struct CodebookSheets<'w> {
    pub(super) questions: &'w Sheet,
    pub(super) choices: Option<&'w Sheet>,
    pub(super) settings: Option<&'w Sheet>,
}

impl CodebookSheets<'_> {
    /// Whether this sheet is one of them.
    pub(super) fn contains(&self, sheet: &Sheet) -> bool {
        let is = |other: &Sheet| other.name == sheet.name;
        is(self.questions) || self.choices.is_some_and(is) || self.settings.is_some_and(is)
    }
}

/// Finds the sheets of the codebook. `None` if there is none and none was named.
pub(super) fn sheets<'w>(
    workbook: &'w Workbook,
    plan: &ReadPlan,
    faults: &mut Faults,
) -> Option<CodebookSheets<'w>> {
    let mut find = |name: &Option<String>, usual: &str| match name {
        Some(name) => {
            let sheet = workbook.sheet(name);
            if sheet.is_none() {
                faults.push(workbook.no_sheet(name));
            }
            sheet
        }
        None => workbook.sheet(usual),
    };
    let questions = find(&plan.questions_sheet, "survey");
    let choices = find(&plan.choices_sheet, "choices");
    let settings = find(&plan.settings_sheet, "settings");
    let questions = questions.filter(|sheet| {
        // A sheet of answers may be called `survey` too, but not beside a list of choices.
        let answers = choices.is_none() || plan.data_sheet.as_deref() == Some(&*sheet.name);
        plan.questions_sheet.is_some() || questions::is_codebook(sheet) || !answers
    })?;
    Some(CodebookSheets { questions, choices, settings })
}

/// Reads the sheets of a codebook.
pub(super) fn read_sheets(
    workbook: &Workbook,
    sheets: &CodebookSheets,
    plan: &ReadPlan,
    faults: &mut Faults,
) -> Codebook {
    for sheet in [Some(sheets.questions), sheets.choices].into_iter().flatten() {
        if sheet.visibility != Visibility::Visible {
            faults.push(hidden_sheet(workbook, sheet));
        }
    }
    let settings = sheets.settings.map(read_settings).unwrap_or_default();
    let language = Language::choose(plan.language.as_deref(), settings.language.as_deref());
    let lists = match sheets.choices {
        Some(sheet) => choices::read(workbook, sheet, &language, settings.duplicates, faults),
        None => choices::Lists::default(),
    };
    let mut codebook = questions::read(workbook, sheets, &lists, &language, faults);
    codebook.title = settings.title;
    codebook
}

/// The warning that a hidden sheet is used.
pub(super) fn hidden_sheet(workbook: &Workbook, sheet: &Sheet) -> Diagnostic {
    Diagnostic::warning(
        "hidden-sheet",
        format!("the sheet `{}` is hidden, and is used", sheet.name),
    )
    .hint("show it, so that everybody sees where the figures come from")
    .at(workbook.sheet_place(sheet))
}

/// What the sheet of settings says.
#[derive(Debug, Default)]
struct Settings {
    title: Option<Arc<str>>,
    language: Option<String>,
    /// Whether a list may have a code twice, as lists with filters do.
    duplicates: bool,
}

fn read_settings(sheet: &Sheet) -> Settings {
    let mut rows = sheet.cells.rows();
    let (Some(heads), Some(values)) = (rows.next(), rows.next()) else {
        return Settings::default();
    };
    let setting = |name: &str| {
        let head = heads.cells().find(|cell| labels::head(&cell.value).as_deref() == Some(name))?;
        let value = values.get(head.at.column)?;
        super::codes::code_text(&value.value).map(|text| text.into_owned())
    };
    Settings {
        title: setting("form_title").or_else(|| setting("title")).map(Into::into),
        language: setting("default_language"),
        duplicates: setting("allow_choice_duplicates")
            .is_some_and(|word| matches!(word.to_lowercase().as_str(), "yes" | "true" | "1")),
    }
}

/// A place on a sheet.
fn place(workbook: &Workbook, sheet: &Sheet, row: u32, column: u32) -> Place {
    workbook.place(sheet, CellRef { row, column })
}
