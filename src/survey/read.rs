//! From a workbook to a checked survey.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use super::answers::{self, Source};
use super::codebook::{self, Codebook, Definition, DefinitionKind, hidden_sheet};
use super::columns::{self, Layout};
use super::faults::Faults;
use super::frame::{self, FrameSheet};
use super::heads::{Heads, find_heads, is_import_row, row_of_heads, texts_under};
use super::infer::{self, ID_HEADS};
use super::plan::{DATA_SHEETS, ReadPlan};
use super::relevance::{self, Asked, Condition};
use super::{Answers, Code, Kind, Missing, Question, Survey};
use crate::diagnostics::{
    CellRef, Diagnostic, Outcome, Place, Severity, column_letters, conclude, nearest_hint,
};
use crate::workbook::{Sheet, Visibility, Workbook};

/// Reads the survey in a workbook. All faults of the codebook, the answers and
/// the frame come at once.
pub fn read(workbook: &Workbook, plan: &ReadPlan) -> Outcome<Survey> {
    read_with_codebook(workbook, workbook, plan)
}

/// [`read`], with the codebook in a workbook of its own.
pub fn read_with_codebook(
    workbook: &Workbook,
    codebook_workbook: &Workbook,
    plan: &ReadPlan,
) -> Outcome<Survey> {
    let mut faults = Faults::default();
    let sheets = codebook::sheets(codebook_workbook, plan, &mut faults);
    let codebook = sheets
        .as_ref()
        .map(|sheets| codebook::read_sheets(codebook_workbook, sheets, plan, &mut faults));
    let frame_sheet = plan.frame_sheet.as_ref().and_then(|name| {
        let sheet = workbook.sheet(name);
        if sheet.is_none() {
            faults.push(workbook.no_sheet(name));
        }
        sheet
    });
    let is_other = |sheet: &Sheet| {
        let same_workbook = std::ptr::eq(workbook, codebook_workbook);
        same_workbook && sheets.as_ref().is_some_and(|sheets| sheets.contains(sheet))
            || frame_sheet.is_some_and(|frame| frame.name == sheet.name)
    };
    let names: BTreeSet<&str> =
        codebook.iter().flat_map(|it| &it.questions).map(|question| &*question.name).collect();
    // Exports write the groups before the name of a question.
    let known = |head: &str| {
        names.contains(head)
            || head.match_indices('/').any(|(at, _)| names.contains(&head[at + 1..]))
    };
    let found =
        data_sheet(workbook, plan, is_other, codebook.is_some().then_some(&known), &mut faults);
    let Some(sheet) = found else {
        return Err(faults.finish());
    };
    tell_hidden(workbook, sheet, &mut faults);
    let mut heads = find_heads(workbook, sheet, known, &mut faults);
    let mut texts = IndexMap::new();
    if let Some(heads) = &mut heads
        && let Some(found) = texts_under(sheet, heads)
    {
        texts = found;
        skip_texts(workbook, sheet, heads, &mut faults);
    }
    let rows: Vec<u32> = match &heads {
        Some(heads) => answered_rows(workbook, sheet, heads, &mut faults),
        None => vec![],
    };
    let Some(heads) = heads.filter(|_| !rows.is_empty()) else {
        faults.push(
            Diagnostic::error("no-answers", format!("the sheet `{}` holds no answers", sheet.name))
                .hint("give each respondent a row under the names of the questions")
                .at(workbook.sheet_place(sheet)),
        );
        return Err(faults.finish());
    };
    let frame = frame_sheet.and_then(|sheet| {
        let is_head = |head: &str| heads.columns.contains_key(head);
        frame::open(workbook, sheet, is_head, &mut faults)
    });
    let id = id_column(workbook, sheet, &heads, plan, &mut faults);
    let source =
        Data { workbook, sheet, heads: &heads, frame: frame.as_ref(), id: id.as_deref(), texts };
    let (definitions, layouts) = match &codebook {
        Some(codebook) => source.with_codebook(codebook, plan, &mut faults),
        None => source.without_codebook(plan, &mut faults),
    };
    let mut source = Source { workbook, sheet, faults: &mut faults };
    let mut answers = answers::read(&mut source, &rows, &definitions, &layouts);
    let named = plan.id_column.is_some();
    if let Some(&column) = id.as_ref().and_then(|id| heads.columns.get(&**id)) {
        let ids = rows.iter().map(|&row| {
            let cell = sheet.cells.row(row)?.get(column)?;
            super::codes::code_text(&cell.value).map(|text| Arc::from(text.as_ref()))
        });
        check_ids(&mut source, &rows, column, ids, named);
    }
    mark_not_asked(
        codebook_workbook,
        &definitions,
        &layouts,
        &mut answers,
        rows.len(),
        &mut faults,
    );
    let frame = frame.map(|frame| {
        let id = id.as_deref().map(|id| (id, named));
        frame::read(workbook, &frame, &definitions, id, &mut faults)
    });
    let questions = definitions
        .into_iter()
        .zip(layouts)
        .zip(answers)
        .filter(|((_, layout), _)| *layout != Layout::Absent)
        .map(|((definition, layout), answers)| {
            (definition.name.clone(), question(definition, &layout, answers))
        })
        .collect::<IndexMap<_, _>>();
    let survey = Survey {
        file: workbook.file.clone(),
        data_sheet: sheet.name.clone(),
        sections: codebook.map(|codebook| codebook.sections).unwrap_or_default(),
        questions,
        rows,
        frame,
    };
    conclude(survey, faults.finish())
}

/// The data sheet with all that stands beside it.
struct Data<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    heads: &'a Heads,
    frame: Option<&'a FrameSheet<'a>>,
    id: Option<&'a str>,
    texts: IndexMap<u32, Arc<str>>,
}

impl Data<'_> {
    /// The codebook's questions with their columns, and the columns that the
    /// plan or the frame names beside them.
    fn with_codebook(
        &self,
        codebook: &Codebook,
        plan: &ReadPlan,
        faults: &mut Faults,
    ) -> (Vec<Definition>, Vec<Layout>) {
        let mut definitions = codebook.questions.clone();
        let is_defined = |name: &str, definitions: &[Definition]| {
            definitions.iter().any(|definition| &*definition.name == name)
        };
        let extra: Vec<&str> = self
            .heads
            .columns
            .keys()
            .map(|head| &**head)
            .filter(|head| !is_defined(head, &definitions))
            .filter(|head| {
                self.id == Some(*head)
                    || plan.weight_column.as_deref() == Some(*head)
                    || self.frame.is_some_and(|frame| frame.heads.columns.contains_key(*head))
            })
            .collect();
        let mut layouts = columns::assign(
            self.workbook,
            self.sheet,
            self.heads,
            &definitions,
            &codebook.others,
            &extra,
            faults,
        );
        for (definition, layout) in definitions.iter_mut().zip(&layouts) {
            if let (DefinitionKind::Calculated, Layout::One(column)) = (definition.kind, layout) {
                definition.kind = infer::calculated_kind(self.sheet, self.heads, *column);
            }
        }
        if !extra.is_empty() {
            let mut heads = self.heads.clone();
            heads.columns.retain(|head, _| extra.contains(&&**head));
            let inferred = self.infer(&heads, plan, faults);
            definitions.extend(inferred.definitions);
            layouts.extend(inferred.layouts);
        }
        (definitions, layouts)
    }

    /// Questions inferred from the columns.
    fn without_codebook(
        &self,
        plan: &ReadPlan,
        faults: &mut Faults,
    ) -> (Vec<Definition>, Vec<Layout>) {
        let inferred = self.infer(self.heads, plan, faults);
        (inferred.definitions, inferred.layouts)
    }

    fn infer(&self, heads: &Heads, plan: &ReadPlan, faults: &mut Faults) -> infer::Inferred {
        let frame = self.frame.map(|frame| (frame.sheet, &frame.heads));
        let known = infer::Known { heads, frame, id_column: self.id, texts: &self.texts };
        let mut inferred = infer::infer(self.workbook, self.sheet, &known, faults);
        // A weight is a number, even if it has few values.
        for definition in &mut inferred.definitions {
            if plan.weight_column.as_deref() == Some(&*definition.name) {
                definition.kind = DefinitionKind::Decimal;
                definition.choices.clear();
            }
        }
        inferred
    }
}

/// A question of the survey, from its definition and its answers.
fn question(definition: Definition, layout: &Layout, answers: Answers) -> Question {
    let kind = match &answers {
        Answers::Single(_) => Kind::Single,
        Answers::Multiple { .. } => Kind::Multiple,
        Answers::Number(_) => Kind::Number,
        Answers::Text(_) => Kind::Text,
        Answers::Date(_) => Kind::Date,
    };
    Question {
        name: definition.name,
        label: definition.label,
        short: definition.short,
        section: definition.section,
        kind,
        choices: definition.choices,
        ordered: definition.ordered,
        reverse: definition.reverse,
        defined_at: definition.defined_at,
        columns: layout.columns(),
        answers,
    }
}

/// The sheet with the answers, or a fault. With a codebook it is a sheet with
/// names that are `known`.
fn data_sheet<'w>(
    workbook: &'w Workbook,
    plan: &ReadPlan,
    is_other: impl Fn(&Sheet) -> bool,
    known: Option<&dyn Fn(&str) -> bool>,
    faults: &mut Faults,
) -> Option<&'w Sheet> {
    if let Some(name) = &plan.data_sheet {
        let sheet = workbook.sheet(name);
        if sheet.is_none() {
            faults.push(workbook.no_sheet(name));
        }
        return sheet;
    }
    let has_names = |sheet: &Sheet| match known {
        Some(known) => row_of_heads(sheet, known).is_some_and(|(_, names)| names > 0),
        None => true,
    };
    let usable = |sheet: &&Sheet| !is_other(sheet) && !sheet.cells.is_empty() && has_names(sheet);
    let named = DATA_SHEETS.iter().find_map(|name| workbook.sheet(name).filter(usable));
    let visible = || {
        workbook.sheets.iter().filter(usable).find(|sheet| sheet.visibility == Visibility::Visible)
    };
    let found = named.or_else(visible).or_else(|| workbook.sheets.iter().find(usable));
    if found.is_none() {
        faults.push(
            Diagnostic::error("no-answers", "the workbook has no sheet with answers")
                .hint("add a sheet `data` with a row for each respondent under the names of the questions")
                .at(Place::File(workbook.file.to_string())),
        );
    }
    found
}

/// Leaves out the rows of texts under the heads, with a warning.
fn skip_texts(workbook: &Workbook, sheet: &Sheet, heads: &mut Heads, faults: &mut Faults) {
    heads.last += 1;
    if sheet.cells.row(heads.last + 1).is_some_and(is_import_row) {
        heads.last += 1;
    }
    faults.push(
        Diagnostic::warning(
            "assumed-texts",
            format!(
                "row {} is taken for the texts of the questions, not for answers",
                heads.row + 2
            ),
        )
        .hint("delete the row if the codebook has the texts")
        .at(workbook.place(sheet, CellRef { row: heads.row + 1, column: 0 })),
    );
}

/// Tells that the data sheet, or rows of it, are hidden.
fn tell_hidden(workbook: &Workbook, sheet: &Sheet, faults: &mut Faults) {
    if sheet.visibility != Visibility::Visible {
        faults.push(hidden_sheet(workbook, sheet));
    }
    let hidden = sheet.hidden_rows.iter().filter(|&&row| sheet.cells.row(row).is_some()).count();
    if hidden > 0 {
        let rows = if hidden == 1 { "row is" } else { "rows are" };
        faults.push(
            Diagnostic::warning("hidden-rows", format!("{hidden} hidden {rows} read as answers"))
                .hint(
                    "show them, or take them out: a filter hides rows and does not leave them out",
                )
                .at(workbook.sheet_place(sheet)),
        );
    }
}

/// The rows under the heads with a cell under a head. Cells in a column without
/// a head are told of.
fn answered_rows(
    workbook: &Workbook,
    sheet: &Sheet,
    heads: &Heads,
    faults: &mut Faults,
) -> Vec<u32> {
    let last = heads.columns.values().copied().max().unwrap_or(0);
    let mut has_head = vec![false; last as usize + 1];
    for &column in heads.columns.values() {
        has_head[column as usize] = true;
    }
    let mut headless = BTreeMap::new();
    let mut rows = vec![];
    for row in heads.rows(sheet) {
        let mut answered = false;
        for cell in row.cells() {
            if has_head.get(cell.at.column as usize).copied().unwrap_or(false) {
                answered = true;
            } else {
                headless.entry(cell.at.column).or_insert(cell.at);
            }
        }
        if answered {
            rows.push(row.row);
        }
    }
    for (column, at) in headless {
        let letters = column_letters(column);
        faults.push(
            Diagnostic::warning(
                "column-without-head",
                format!(
                    "the column {letters} has no head in row {}, and is left out",
                    heads.row + 1
                ),
            )
            .hint("give it a name, or empty its cells")
            .at(workbook.place(sheet, at)),
        );
    }
    rows
}

/// The column that numbers the respondents: the one that is named, or one that
/// is called so.
fn id_column(
    workbook: &Workbook,
    sheet: &Sheet,
    heads: &Heads,
    plan: &ReadPlan,
    faults: &mut Faults,
) -> Option<String> {
    let names = || heads.columns.keys().map(|head| &**head);
    for (wanted, what) in [(&plan.id_column, "id"), (&plan.weight_column, "weight")] {
        if let Some(name) = wanted
            && !heads.columns.contains_key(name.as_str())
        {
            faults.push(
                Diagnostic::error(
                    "missing-column",
                    format!("the sheet `{}` has no {what} column `{name}`", sheet.name),
                )
                .hint(nearest_hint(name, names()).unwrap_or_else(|| {
                    let listed: Vec<_> = names().take(12).map(|it| format!("`{it}`")).collect();
                    format!("its columns are {}", listed.join(", "))
                }))
                .at(workbook.sheet_place(sheet)),
            );
        }
    }
    match &plan.id_column {
        Some(name) => heads.columns.contains_key(name.as_str()).then(|| name.clone()),
        None => ID_HEADS
            .iter()
            .find_map(|id| names().find(|head| head.to_lowercase() == *id).map(str::to_string)),
    }
}

/// Tells of ids that are empty or occur twice: as faults if the plan names the
/// column, else as warnings.
pub(super) fn check_ids(
    source: &mut Source,
    rows: &[u32],
    column: u32,
    ids: impl Iterator<Item = Option<Arc<str>>>,
    named: bool,
) {
    let severity = if named { Severity::Error } else { Severity::Warning };
    let mut seen: HashMap<Arc<str>, u32> = HashMap::new();
    for (id, &row) in ids.zip(rows) {
        let at = CellRef { row, column };
        match id {
            None => source.fault("empty-id", at, || Diagnostic {
                severity,
                ..Diagnostic::error("empty-id", "the row has no id")
                    .hint("give each row an id of its own, or take the row out")
            }),
            Some(id) => match seen.get(&id) {
                None => {
                    seen.insert(id, row);
                }
                Some(first) => {
                    let first = CellRef { row: *first, column };
                    source.fault("duplicate-id", at, || Diagnostic {
                        severity,
                        ..Diagnostic::error(
                            "duplicate-id",
                            format!("the id `{id}` is there twice; the other one is {first}"),
                        )
                        .hint("give each row an id of its own, or take the row out")
                    });
                }
            },
        }
    }
}

/// Turns empty answers into answers that were not asked for, where the codebook
/// says when a question is put. A condition that is not understood is told of.
fn mark_not_asked(
    workbook: &Workbook,
    definitions: &[Definition],
    layouts: &[Layout],
    answers: &mut [Answers],
    respondents: usize,
    faults: &mut Faults,
) {
    let by_name: HashMap<&str, usize> = definitions
        .iter()
        .enumerate()
        .filter(|(index, _)| layouts[*index] != Layout::Absent)
        .map(|(index, definition)| (&*definition.name, index))
        .collect();
    let find = |name: &str| by_name.get(name).copied();
    // Questions of a group share the group's condition: each is evaluated once.
    let mut conditions: IndexMap<(Arc<str>, CellRef), Option<Vec<bool>>> = IndexMap::new();
    let asked = Asked {
        questions: definitions
            .iter()
            .zip(answers.iter())
            .map(|(definition, answers)| (&definition.choices[..], answers))
            .collect(),
    };
    for condition in definitions.iter().flat_map(|definition| &definition.relevant) {
        conditions.entry((condition.text.clone(), condition.at)).or_insert_with(|| {
            match relevance::parse(&condition.text, &find) {
                Ok(expression) => Some(
                    (0..respondents)
                        .map(|respondent| asked.holds(&expression, respondent))
                        .collect(),
                ),
                Err(cause) => {
                    faults.push(not_understood(workbook, condition, &cause));
                    None
                }
            }
        });
    }
    for (definition, answers) in definitions.iter().zip(answers) {
        let holding: Vec<&Vec<bool>> = definition
            .relevant
            .iter()
            .filter_map(|it| conditions.get(&(it.text.clone(), it.at))?.as_ref())
            .collect();
        if holding.is_empty() {
            continue;
        }
        for respondent in 0..respondents {
            if holding.iter().any(|holds| !holds[respondent]) {
                mark(answers, respondent);
            }
        }
    }
}

/// Turns an empty answer into one that was not asked for.
fn mark(answers: &mut Answers, respondent: usize) {
    match answers {
        Answers::Single(codes) if codes[respondent] == Code::EMPTY => {
            codes[respondent] = Code::NOT_ASKED;
        }
        Answers::Multiple { missing, .. } if missing[respondent] == Some(Missing::Empty) => {
            missing[respondent] = Some(Missing::NotAsked);
        }
        Answers::Number(numbers) if numbers[respondent] == Err(Missing::Empty) => {
            numbers[respondent] = Err(Missing::NotAsked);
        }
        _ => {}
    }
}

fn not_understood(workbook: &Workbook, condition: &Condition, cause: &str) -> Diagnostic {
    let place = Place::Cell {
        file: workbook.file.clone(),
        sheet: condition.sheet.clone(),
        cell: condition.at,
    };
    Diagnostic::warning(
        "unknown-condition",
        format!("failed to read the condition `{}` ({cause})", condition.text),
    )
    .hint("empty answers count as not given, although some may not have been asked for")
    .at(place)
}
