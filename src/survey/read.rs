//! From a workbook to a checked survey.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::answers::{self, Source};
use super::codebook::{self, Codebook, Definition, DefinitionKind};
use super::columns::{self, Layout};
use super::data_sheet::{Opened, data_sheet, open};
use super::faults::Faults;
use super::frame::{self, FrameSheet};
use super::head_index::{HeadIndex, other_names};
use super::heads::Heads;
use super::ids::{IdColumn, check_ids, id_column};
use super::infer::{self, name_in_head};
use super::plan::ReadPlan;
use super::relevance::{check_constraints, mark_not_asked};
use super::{Answers, Kind, Question, Survey};
use crate::diagnostics::{Diagnostic, Outcome, conclude};
use crate::workbook::{Sheet, Workbook};

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
    match read_roughly(workbook, codebook_workbook, plan) {
        (Some(survey), messages) => conclude(survey, messages),
        (None, messages) => Err(messages),
    }
}

/// The survey as far as it can be read, with everything that is wrong: an answer at
/// fault counts as missing, and so does a question. For looking for more faults, and
/// for nothing that is printed.
pub fn read_roughly(
    workbook: &Workbook,
    codebook_workbook: &Workbook,
    plan: &ReadPlan,
) -> (Option<Survey>, Vec<Diagnostic>) {
    let mut faults = Faults::default();
    let survey = assemble(workbook, codebook_workbook, plan, &mut faults);
    (survey, faults.finish())
}

/// The survey, as far as it can be read. `None`, with a fault, if there is no
/// sheet to read or no answer on it.
fn assemble(
    workbook: &Workbook,
    codebook_workbook: &Workbook,
    plan: &ReadPlan,
    faults: &mut Faults,
) -> Option<Survey> {
    let sheets = codebook::sheets(codebook_workbook, plan, faults);
    let codebook = sheets
        .as_ref()
        .map(|sheets| codebook::read_sheets(codebook_workbook, sheets, plan, faults));
    let frame_sheet = plan.frame_sheet.as_ref().and_then(|name| {
        let sheet = workbook.sheet(name);
        if sheet.is_none() {
            faults.push(workbook.no_sheet(name));
        }
        sheet
    });
    let same_workbook = std::ptr::eq(workbook, codebook_workbook);
    let is_other = |sheet: &Sheet| {
        same_workbook && sheets.as_ref().is_some_and(|sheets| sheets.contains(sheet))
            || frame_sheet.is_some_and(|frame| frame.name == sheet.name)
            || plan.other_sheet.as_deref() == Some(&*sheet.name)
    };
    let names: BTreeSet<&str> =
        codebook.iter().flat_map(|it| &it.questions).map(|question| &*question.name).collect();
    let known = |head: &str| {
        names.contains(head) || other_names(head).iter().any(|name| names.contains(&**name))
    };
    let known_heads = codebook.is_some().then_some(&known as &dyn Fn(&str) -> bool);
    let sheet = data_sheet(workbook, plan, is_other, known_heads, faults)?;
    let opened = open(workbook, sheet, known, faults);
    if opened.is_none() {
        faults.push(
            Diagnostic::error("no-answers", format!("the sheet `{}` holds no answers", sheet.name))
                .hint("give each respondent a row under the names of the questions")
                .at(workbook.sheet_place(sheet)),
        );
    }
    let Opened { heads, texts, rows } = opened?;
    let frame = frame_sheet.and_then(|sheet| {
        let index = HeadIndex::new(&heads);
        let is_head = |head: &str| {
            let stands_for = |name: &str| index.find(name).is_some();
            stands_for(head) || other_names(head).iter().any(|name| stands_for(name))
        };
        frame::open(workbook, sheet, is_head, faults)
    });
    let id = id_column(workbook, sheet, &heads, plan, faults);
    let data =
        Data { workbook, sheet, heads: &heads, frame: frame.as_ref(), id: id.as_ref(), texts };
    let (definitions, layouts) = match &codebook {
        Some(codebook) => data.with_codebook(codebook, plan, faults),
        None => data.without_codebook(plan, faults),
    };
    let mut source = Source { workbook, sheet, faults };
    let mut answers = answers::read(&mut source, &rows, &definitions, &layouts);
    if let Some(id) = &id {
        check_ids(&mut source, &rows, id.column, id.is_named);
    }
    check_constraints(codebook_workbook, &mut source, &rows, &definitions, &layouts, &answers);
    mark_not_asked(codebook_workbook, &mut source, &rows, &definitions, &layouts, &mut answers);
    let frame = frame.map(|frame| frame::read(workbook, &frame, &definitions, id.as_ref(), faults));
    let questions = definitions
        .into_iter()
        .zip(layouts)
        .zip(answers)
        .filter(|((_, layout), _)| *layout != Layout::Absent)
        .map(|((definition, layout), answers)| {
            (definition.name.clone(), question(definition, &layout, answers))
        })
        .collect::<IndexMap<_, _>>();
    Some(Survey {
        file: workbook.file.clone(),
        data_sheet: sheet.name.clone(),
        sections: codebook.map(|codebook| codebook.sections).unwrap_or_default(),
        questions,
        rows,
        frame,
    })
}

/// The data sheet with all that stands beside it.
struct Data<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    heads: &'a Heads,
    frame: Option<&'a FrameSheet<'a>>,
    id: Option<&'a IdColumn>,
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
        let index = HeadIndex::new(self.heads);
        let defined: BTreeSet<u32> =
            definitions.iter().filter_map(|definition| index.find(&definition.name)).collect();
        let named = self.named(plan);
        let frame = self.frame.map(|frame| HeadIndex::new(&frame.heads));
        let in_frame = |head: &str| {
            let find = |name: &str| frame.as_ref().is_some_and(|it| it.find(name).is_some());
            find(head) || name_in_head(head).is_some_and(|name| find(&name))
        };
        let extra: Vec<&str> = self
            .heads
            .columns
            .iter()
            .filter(|(_, column)| !defined.contains(*column))
            .filter(|&(head, column)| {
                self.id.is_some_and(|id| id.column == *column)
                    || named.contains_key(column)
                    || in_frame(head)
            })
            .map(|(head, _)| &**head)
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
            let inferred = self.infer(&heads, &definitions, &named, plan, faults);
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
        let inferred = self.infer(self.heads, &[], &self.named(plan), plan, faults);
        (inferred.definitions, inferred.layouts)
    }

    /// The columns that the plan names beside the codebook's, with these names.
    fn named(&self, plan: &ReadPlan) -> IndexMap<u32, Arc<str>> {
        let index = HeadIndex::new(self.heads);
        let names = plan.weight_column.iter().chain(&plan.other_columns);
        names.filter_map(|name| Some((index.find(name)?, name.as_str().into()))).collect()
    }

    fn infer(
        &self,
        heads: &Heads,
        defined: &[Definition],
        named: &IndexMap<u32, Arc<str>>,
        plan: &ReadPlan,
        faults: &mut Faults,
    ) -> infer::Inferred {
        let frame = self.frame.map(|frame| (frame.sheet, &frame.heads));
        let id_column = self.id.map(|id| id.column);
        let known = infer::Known { heads, defined, frame, id_column, named, texts: &self.texts };
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
        answers: answers.into(),
    }
}
