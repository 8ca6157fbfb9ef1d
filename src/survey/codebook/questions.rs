//! The sheet `survey`: questions and groups.

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::Choice;
use super::super::faults::Faults;
use super::super::infer::are_steps;
use super::super::relevance::Condition;
use super::choices::Lists;
use super::groups::{Beginning, Groups, prune_sections};
use super::kinds::{RowKind, parse_type};
use super::labels::{Language, Table, label, text};
use super::{Codebook, CodebookSheets, Definition, DefinitionKind, place};
use crate::diagnostics::{CellRef, Diagnostic, nearest_hint};
use crate::workbook::{Row, Sheet, Workbook};

/// Whether the first row of a sheet has the heads of a codebook.
pub(super) fn is_codebook(sheet: &Sheet) -> bool {
    let heads: Vec<String> = sheet
        .cells
        .rows()
        .next()
        .map(|row| row.cells().filter_map(|cell| super::labels::head(&cell.value)).collect())
        .unwrap_or_default();
    let has = |names: &[&str]| heads.iter().any(|head| names.contains(&head.as_str()));
    has(&["type"]) && has(&["name", "label"])
        || has(&["type"]) && heads.iter().any(|head| head.starts_with("label::"))
}

/// The columns of the sheet.
struct Columns {
    kind: u32,
    name: Option<u32>,
    labels: Vec<u32>,
    shorts: Vec<u32>,
    order: Option<u32>,
    reverse: Option<u32>,
    relevant: Option<u32>,
    constraint: Option<u32>,
    appearance: Option<u32>,
    disabled: Option<u32>,
}

/// Reads the sheet.
pub(super) fn read(
    workbook: &Workbook,
    sheets: &CodebookSheets,
    lists: &Lists,
    language: &Language,
    faults: &mut Faults,
) -> Codebook {
    let sheet = sheets.questions;
    let mut codebook = Codebook::default();
    let empty = || {
        Diagnostic::error(
            "empty-codebook",
            format!("the sheet `{}` defines no question", sheet.name),
        )
        .hint("give each question a row with `type`, `name` and `label`")
        .at(workbook.sheet_place(sheet))
    };
    let Some(table) = Table::new(workbook, sheet, faults) else {
        faults.push(empty());
        return codebook;
    };
    let Some(kind) = table.column(&["type"]) else {
        faults.push(
            Diagnostic::error(
                "missing-codebook-column",
                format!("the sheet `{}` has no column `type`", sheet.name),
            )
            .hint("a sheet of questions has the columns `type`, `name` and `label`")
            .at(workbook.sheet_place(sheet)),
        );
        return codebook;
    };
    let columns = Columns {
        kind,
        name: table.column(&["name"]),
        labels: table.label_columns("label", language),
        shorts: table.label_columns("short", language),
        order: table.column(&["order"]),
        reverse: table.column(&["reverse"]),
        relevant: table.column(&["relevant", "relevance", "bind::relevant"]),
        constraint: table.column(&["constraint", "bind::constraint"]),
        appearance: table.column(&["appearance", "control::appearance"]),
        disabled: table.column(&["disabled"]),
    };
    let mut reader = Reader {
        workbook,
        sheet,
        columns,
        lists,
        faults,
        codebook: &mut codebook,
        groups: Groups::default(),
        names: IndexMap::new(),
        repeated: IndexMap::new(),
        other: if language.is("nl") { "Anders" } else { "Other" },
    };
    let mut any = false;
    for row in table.rows() {
        any |= reader.row(row);
    }
    reader.close();
    if !any {
        faults.push(empty());
    }
    prune_sections(&mut codebook);
    codebook
}

struct Reader<'a, 'w> {
    workbook: &'w Workbook,
    sheet: &'w Sheet,
    columns: Columns,
    lists: &'a Lists,
    faults: &'a mut Faults,
    codebook: &'a mut Codebook,
    groups: Groups,
    /// Row of each name.
    names: IndexMap<Arc<str>, u32>,
    /// Name and questions of each repeat, by the cell that opens it.
    repeated: IndexMap<CellRef, (String, Vec<Arc<str>>)>,
    /// Label of the choice that `or_other` stands for.
    other: &'static str,
}

impl Reader<'_, '_> {
    /// Reads one row. Says whether it held a question, group or other item.
    fn row(&mut self, row: Row) -> bool {
        let name = text(row, self.columns.name);
        let text_of_type = text(row, Some(self.columns.kind));
        let disabled = text(row, self.columns.disabled);
        if matches!(disabled.map(|word| word.to_lowercase()).as_deref(), Some("yes" | "true" | "1"))
        {
            return false;
        }
        let Some(text_of_type) = text_of_type else {
            if let Some(name) = name {
                self.fault(
                    row,
                    self.columns.kind,
                    "question-without-type",
                    format!("the question `{name}` has no type"),
                )
            }
            return false;
        };
        if text_of_type.starts_with('#') {
            return false;
        }
        let kind = match parse_type(&text_of_type) {
            Ok(kind) => kind,
            Err(known) => {
                let fault = Diagnostic::error(
                    "unknown-type",
                    format!("`{text_of_type}` is not a type of question"),
                )
                .hints(nearest_hint(&text_of_type, known.iter().copied()).or_else(|| {
                    // Of `sellect_one LIST` the list is not part of the type.
                    nearest_hint(text_of_type.split_whitespace().next()?, known.iter().copied())
                }))
                .or_hint("types are `select_one LIST`, `select_multiple LIST`, `integer`, `decimal`, `text`, `date`, `note`")
                .at(self.place(row, self.columns.kind));
                self.faults.push_in_column(
                    "unknown-type",
                    &self.sheet.name,
                    self.columns.kind,
                    || fault,
                );
                return true;
            }
        };
        match kind {
            RowKind::BeginGroup | RowKind::BeginRepeat => {
                self.begin(row, name, kind == RowKind::BeginRepeat);
            }
            RowKind::EndGroup | RowKind::EndRepeat => self.end(row, kind == RowKind::EndRepeat),
            RowKind::Other => self.codebook.others.extend(name.map(Arc::from)),
            RowKind::Question { kind, list, or_other } => {
                self.question(row, name, kind, list, or_other);
            }
        }
        true
    }

    /// Opens a group or repeat.
    fn begin(&mut self, row: Row, name: Option<String>, repeat: bool) {
        let group = Beginning {
            repeat,
            name: name.unwrap_or_default(),
            label: label(row, &self.columns.labels),
            condition: self.condition(row, self.columns.relevant),
            at: CellRef { row: row.row, column: self.columns.kind },
        };
        self.groups.begin(group, self.codebook);
    }

    /// Closes a group or repeat.
    fn end(&mut self, row: Row, repeat: bool) {
        if let Err(message) = self.groups.end(repeat) {
            self.fault(row, self.columns.kind, "unbalanced-group", message);
        }
    }

    /// Tells of groups that are still open at the end, and of questions in repeats.
    fn close(&mut self) {
        for (at, (repeat, questions)) in std::mem::take(&mut self.repeated) {
            let names: Vec<String> = questions.iter().map(|name| format!("`{name}`")).collect();
            let what = match &names[..] {
                [name] => format!("the question {name} is"),
                names => format!("the questions {} are", names.join(", ")),
            };
            self.faults.push(
                Diagnostic::warning(
                    "repeat-left-out",
                    format!("{what} put several times in the repeat `{repeat}`, and left out"),
                )
                .hint("to count them, read the sheet of the repeat as a workbook of its own")
                .at(self.workbook.place(self.sheet, at)),
            );
        }
        for (word, name, at) in self.groups.unclosed() {
            self.faults.push(
                Diagnostic::error(
                    "unbalanced-group",
                    format!("the {word} `{name}` is never closed"),
                )
                .hint(format!("add a row `end_{word}` after its last question"))
                .at(self.workbook.place(self.sheet, at)),
            );
        }
    }

    fn question(
        &mut self,
        row: Row,
        name: Option<String>,
        kind: DefinitionKind,
        list: Option<String>,
        or_other: bool,
    ) {
        let name_column = self.columns.name.unwrap_or(self.columns.kind);
        let Some(name) = name else {
            self.fault(
                row,
                name_column,
                "question-without-name",
                "the question has no name".into(),
            );
            return;
        };
        let name: Arc<str> = name.into();
        if let Some((repeat, at)) = self.groups.repeat() {
            let (_, questions) =
                self.repeated.entry(at).or_insert_with(|| (repeat.to_string(), vec![]));
            questions.push(name.clone());
            self.codebook.others.push(name);
            return;
        }
        if let Some(first) = self.names.get(&name) {
            let message = format!(
                "the question `{name}` is there twice; the other one is in row {}",
                first + 1
            );
            self.fault(row, name_column, "duplicate-question", message);
            return;
        }
        self.names.insert(name.clone(), row.row);
        let mut choices = match (&list, kind) {
            (_, DefinitionKind::Single | DefinitionKind::Multiple) => {
                self.choices(row, list.as_deref()).unwrap_or_default()
            }
            _ => vec![],
        };
        let label = label(row, &self.columns.labels).unwrap_or_else(|| name.clone());
        let short = self::label(row, &self.columns.shorts).unwrap_or_else(|| label.clone());
        let at = CellRef { row: row.row, column: name_column };
        let section = self.groups.section();
        let relevant =
            self.groups.conditions().chain(self.condition(row, self.columns.relevant)).collect();
        let defined_at = Some((self.sheet.name.clone(), at));
        if or_other {
            add_other(&mut choices, self.other);
        }
        let order = self.order(row);
        let ordered = order.unwrap_or_else(|| self.looks_like_a_scale(row));
        if order.is_none() && !ordered && kind == DefinitionKind::Single && are_steps(&choices) {
            self.tell_unmarked_scale(row, &name);
        }
        let definition = Definition {
            label,
            short,
            section,
            kind,
            choices,
            ordered,
            reverse: self.is_reverse(row),
            defined_at,
            relevant,
            constraint: self.condition(row, self.columns.constraint),
            separator: ' ',
            name,
        };
        let other = or_other.then(|| other_question(&definition));
        self.codebook.questions.push(definition);
        self.codebook.questions.extend(other);
    }

    fn choices(&mut self, row: Row, list: Option<&str>) -> Option<Vec<Choice>> {
        let column = self.columns.kind;
        let Some(list) = list else {
            self.fault(
                row,
                column,
                "missing-choice-list",
                "the closed question names no list of choices".into(),
            );
            return None;
        };
        let found = self.lists.lists.get(list).cloned();
        if found.is_none() {
            let names = self.lists.lists.keys().map(String::as_str);
            let fault = Diagnostic::error(
                "missing-choice-list",
                format!("there is no list of choices `{list}`"),
            )
            .hints(nearest_hint(list, names))
            .or_hint(
                "a list has its options on the sheet `choices`, with its name under `list_name`",
            )
            .at(self.place(row, column));
            self.faults.push(fault);
        }
        found
    }

    /// Whether the choices are a scale, as far as the column `order` says so.
    fn order(&mut self, row: Row) -> Option<bool> {
        let column = self.columns.order?;
        let word = text(row, Some(column))?;
        match word.to_lowercase().as_str() {
            "scale" => Some(true),
            "none" => Some(false),
            _ => {
                let message = format!("`{word}` is not an order of choices");
                self.fault(row, column, "unknown-order", message);
                Some(false)
            }
        }
    }

    fn looks_like_a_scale(&self, row: Row) -> bool {
        text(row, self.columns.appearance)
            .is_some_and(|looks| looks.to_lowercase().split_whitespace().any(|it| it == "likert"))
    }

    fn tell_unmarked_scale(&mut self, row: Row, name: &str) {
        let remedy = match self.columns.order {
            Some(_) => "write `scale` in the column `order`, or `none` if they have no order",
            None => "add a column `order`, with `scale`, or `none` if they have no order",
        };
        let column = self.columns.order.or(self.columns.name).unwrap_or(self.columns.kind);
        let place = self.place(row, column);
        self.faults.push_in_column("unmarked-scale", &self.sheet.name, column, || {
            let message = format!(
                "the options of `{name}` read as a scale, and count as options without order"
            );
            Diagnostic::warning("unmarked-scale", message).hint(remedy).at(place)
        });
    }

    fn is_reverse(&mut self, row: Row) -> bool {
        let word = text(row, self.columns.reverse);
        match (word.as_deref().map(str::to_lowercase).as_deref(), self.columns.reverse) {
            (Some("yes" | "ja" | "true" | "1"), _) => true,
            (None | Some("no" | "nee" | "false" | "0"), _) | (_, None) => false,
            (Some(_), Some(column)) => {
                let message = format!("`{}` is neither `yes` nor `no`", word.unwrap_or_default());
                self.fault(row, column, "unknown-reverse", message);
                false
            }
        }
    }

    fn condition(&self, row: Row, column: Option<u32>) -> Option<Condition> {
        let column = column?;
        let expression = text(row, Some(column))?;
        let at = CellRef { row: row.row, column };
        Some(Condition { text: expression.into(), sheet: self.sheet.name.clone(), at })
    }

    fn place(&self, row: Row, column: u32) -> crate::diagnostics::Place {
        place(self.workbook, self.sheet, row.row, column)
    }

    fn fault(&mut self, row: Row, column: u32, code: &'static str, message: String) {
        let hint = match code {
            "question-without-type" => "fill in `type`, such as `select_one` or `integer`",
            "question-without-name" => "fill in `name`: the head of its column in the data",
            "duplicate-question" => "give each question a name of its own",
            "unbalanced-group" => {
                "each `begin_group` needs one `end_group`, each `begin_repeat` one `end_repeat`"
            }
            "missing-choice-list" => "write the type as `select_one LIST`",
            "unknown-order" => "write `scale` or `none`, or leave the cell empty",
            _ => "write `yes`, or leave the cell empty",
        };
        let place = self.place(row, column);
        self.faults.push_in_column(code, &self.sheet.name, column, || {
            Diagnostic::error(code, message).hint(hint).at(place)
        });
    }
}

/// Adds the choice that `or_other` stands for, with its label.
fn add_other(choices: &mut Vec<Choice>, label: &str) {
    if !choices.iter().any(|choice| &*choice.code == "other") {
        choices.push(Choice {
            code: "other".into(),
            label: label.into(),
            score: None,
            missing: None,
            defined_at: None,
        });
    }
}

/// The open question that `or_other` stands for.
fn other_question(question: &Definition) -> Definition {
    Definition {
        name: format!("{}_other", question.name).into(),
        kind: DefinitionKind::Text,
        choices: vec![],
        ordered: false,
        reverse: false,
        constraint: None,
        ..question.clone()
    }
}
