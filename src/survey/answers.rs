//! Decoding the cells of the data sheet into answers.

use std::sync::Arc;

use super::codebook::{Definition, DefinitionKind};
use super::codes::{CodeIndex, code_text, number_text, score};
use super::columns::Layout;
use super::faults::Faults;
use super::{Answers, Code, Missing};
use crate::diagnostics::{CellRef, Diagnostic, nearest_hint};
use crate::workbook::{Cell, Sheet, Value, Workbook};

/// What to do with the cells of a column.
#[derive(Clone, Copy, Debug)]
struct Target {
    /// Index of the question.
    question: usize,
    /// Index of the choice, if the column is one choice's.
    choice: Option<usize>,
}

/// The sheet that is read, and where its faults go.
pub(super) struct Source<'a> {
    pub(super) workbook: &'a Workbook,
    pub(super) sheet: &'a Sheet,
    pub(super) faults: &'a mut Faults,
}

/// Decodes all answers: per definition one column of answers, a respondent for
/// each of `rows`. A definition without column gets empty answers.
pub(super) fn read(
    source: &mut Source,
    rows: &[u32],
    definitions: &[Definition],
    layouts: &[Layout],
) -> Vec<Answers> {
    let mut answers: Vec<Answers> =
        definitions.iter().map(|definition| empty(definition, rows.len())).collect();
    let indices: Vec<CodeIndex> =
        definitions.iter().map(|definition| CodeIndex::new(&definition.choices)).collect();
    let targets = targets(layouts);
    for (respondent, &row) in rows.iter().enumerate() {
        let Some(row) = source.sheet.cells.row(row) else { continue };
        for cell in row.cells() {
            let Some(Some(target)) = targets.get(cell.at.column as usize) else { continue };
            let definition = &definitions[target.question];
            let index = &indices[target.question];
            if is_usable(source, &cell) {
                let answers = &mut answers[target.question];
                decode(source, &cell, respondent, definition, target.choice, index, answers);
            }
        }
    }
    for (definition, answers) in definitions.iter().zip(&mut answers) {
        if let Answers::Multiple { ticked, missing } = answers {
            settle_missing(definition, ticked, missing);
        }
    }
    answers
}

/// The target of each column, by its number.
fn targets(layouts: &[Layout]) -> Vec<Option<Target>> {
    let mut targets = vec![];
    let mut set = |column: u32, target| {
        let column = column as usize;
        if targets.len() <= column {
            targets.resize(column + 1, None);
        }
        targets[column] = Some(target);
    };
    for (question, layout) in layouts.iter().enumerate() {
        match layout {
            Layout::One(column) => set(*column, Target { question, choice: None }),
            Layout::PerChoice(columns) => {
                for (choice, column) in columns.iter().enumerate() {
                    if let Some(column) = column {
                        set(*column, Target { question, choice: Some(choice) });
                    }
                }
            }
            Layout::Absent => {}
        }
    }
    targets
}

/// Answers that are all empty.
fn empty(definition: &Definition, respondents: usize) -> Answers {
    match definition.kind {
        DefinitionKind::Single => Answers::Single(vec![Code::EMPTY; respondents]),
        DefinitionKind::Multiple => Answers::Multiple {
            ticked: vec![vec![false; respondents]; definition.choices.len()],
            missing: vec![Some(Missing::Empty); respondents],
        },
        DefinitionKind::Integer | DefinitionKind::Decimal => {
            Answers::Number(vec![Err(Missing::Empty); respondents])
        }
        DefinitionKind::Text | DefinitionKind::Calculated => Answers::Text(vec![None; respondents]),
        DefinitionKind::Date => Answers::Date(vec![None; respondents]),
    }
}

/// Whether a cell holds a value: errors and formulas that were never calculated do not.
pub(super) fn is_usable(source: &mut Source, cell: &Cell) -> bool {
    match &cell.value {
        Value::Error(error) => {
            source.fault("error-cell", cell.at, || {
                Diagnostic::error("error-cell", format!("the cell holds the error `{error}`"))
                    .hint("mend the formula, or empty the cell")
            });
            false
        }
        Value::Unevaluated => {
            source.fault("formula-without-value", cell.at, || {
                Diagnostic::error(
                    "formula-without-value",
                    "the cell holds a formula that was never calculated",
                )
                .hint("open the workbook in the spreadsheet program and save it")
            });
            false
        }
        _ => true,
    }
}

impl Source<'_> {
    /// Adds a fault at a cell.
    pub(super) fn fault(
        &mut self,
        code: &'static str,
        at: CellRef,
        fault: impl FnOnce() -> Diagnostic,
    ) {
        let (workbook, sheet) = (self.workbook, self.sheet);
        self.faults
            .push_in_column(code, &sheet.name, at.column, || fault().at(workbook.place(sheet, at)));
    }

    /// Adds the fault that a cell holds no code of a question.
    pub(super) fn unknown_value(&mut self, cell: &Cell, definition: &Definition) {
        match &cell.value {
            Value::Date(day) => self.fault("date-for-code", cell.at, || {
                Diagnostic::error(
                    "date-for-code",
                    format!("the day `{day}` stands where `{}` needs a code", definition.name),
                )
                .hint(
                    "the spreadsheet program made a day of what was typed: format the cell as text and type it again",
                )
            }),
            value => {
                if let Some(code) = code_text(value) {
                    self.unknown_code(cell.at, &code, definition);
                }
            }
        }
    }

    /// Adds the fault that a code is not in the codebook.
    pub(super) fn unknown_code(&mut self, at: CellRef, code: &str, definition: &Definition) {
        self.fault("unknown-code", at, || {
            let codes = || definition.choices.iter().map(|choice| &*choice.code);
            let labels = definition.choices.iter().map(|choice| &*choice.label);
            // Of two numbers none is a slip of the other more than of a third.
            let slip = if score(code).is_some() {
                None
            } else {
                nearest_hint(code, codes().chain(labels))
            };
            let hint = slip.unwrap_or_else(|| {
                let listed: Vec<_> = codes().take(12).map(|code| format!("`{code}`")).collect();
                let rest = definition.choices.len().saturating_sub(listed.len());
                let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
                format!("its codes are {}{more}", listed.join(", "))
            });
            Diagnostic::error(
                "unknown-code",
                format!("`{code}` is not a code of `{}`", definition.name),
            )
            .hint(hint)
        });
    }
}

/// Decodes one cell.
fn decode(
    source: &mut Source,
    cell: &Cell,
    respondent: usize,
    definition: &Definition,
    choice: Option<usize>,
    index: &CodeIndex,
    answers: &mut Answers,
) {
    match answers {
        Answers::Single(codes) => {
            // A list that is missing has been told of already.
            if definition.choices.is_empty() {
                return;
            }
            match index.find(&cell.value) {
                Some(code) => codes[respondent] = Code(code),
                None => source.unknown_value(cell, definition),
            }
        }
        Answers::Multiple { ticked, missing } => match choice {
            Some(choice) => {
                if let Some(tick) = tick(source, cell, definition, choice) {
                    ticked[choice][respondent] = tick;
                    missing[respondent] = None;
                }
            }
            None => {
                let Some(text) = code_text(&cell.value) else { return };
                if definition.choices.is_empty() {
                    return;
                }
                missing[respondent] = None;
                for code in split_codes(&text, definition, index) {
                    match index.find_text(code) {
                        Some(choice) => ticked[choice as usize][respondent] = true,
                        None => source.unknown_code(cell.at, code, definition),
                    }
                }
            }
        },
        Answers::Number(numbers) => {
            if let Some(number) = number(source, cell, definition) {
                numbers[respondent] = Ok(number);
            }
        }
        Answers::Text(texts) => texts[respondent] = open_text(&cell.value),
        Answers::Date(days) => {
            if let Some(day) = day(source, cell, definition) {
                days[respondent] = Some(day);
            }
        }
    }
}

/// The codes in one cell of a multiple response. A cell that is a label as a
/// whole is one code, although it has spaces.
fn split_codes<'t>(text: &'t str, definition: &Definition, index: &CodeIndex) -> Vec<&'t str> {
    if index.find_text(text).is_some() {
        return vec![text];
    }
    // Codes of a codebook have no spaces; other separators come from other programs.
    let separators: &[char] = match definition.separator {
        ',' => &[','],
        ' ' if !text.contains([';', '|']) => &[' ', ',', '\n', '\t'],
        _ => &[';', '|'],
    };
    text.split(separators).map(str::trim).filter(|code| !code.is_empty()).collect()
}

/// Whether the column of a choice is ticked: 1 or 0, true or false, yes or no,
/// or the choice itself. `None` for what is none of these.
fn tick(source: &mut Source, cell: &Cell, definition: &Definition, choice: usize) -> Option<bool> {
    let text = code_text(&cell.value)?;
    match text.to_lowercase().as_str() {
        "1" | "true" | "waar" | "yes" | "ja" | "y" | "j" | "x" | "quoted" => return Some(true),
        "0" | "false" | "onwaar" | "no" | "nee" | "n" | "not quoted" => return Some(false),
        _ => {}
    }
    let choice = &definition.choices[choice];
    if *text == *choice.code || *text == *choice.label {
        return Some(true);
    }
    let code = &choice.code;
    source.fault("not-a-tick", cell.at, || {
        Diagnostic::error(
            "not-a-tick",
            format!("`{text}` does not say whether `{code}` was chosen"),
        )
        .hint("write 1 if it was chosen and 0 if it was not")
    });
    None
}

/// The number in a cell, or a fault.
fn number(source: &mut Source, cell: &Cell, definition: &Definition) -> Option<f64> {
    let name = &definition.name;
    match &cell.value {
        Value::Number(number) => {
            if definition.kind == DefinitionKind::Integer && number.fract() != 0.0 {
                source.fault("not-whole", cell.at, || {
                    Diagnostic::warning(
                        "not-whole",
                        format!(
                            "`{}` is not a whole number, as `{name}` asks for",
                            number_text(*number)
                        ),
                    )
                    .hint("correct it, or make the type `decimal` in the codebook")
                });
            }
            Some(*number)
        }
        Value::Text(text) if text.trim().is_empty() => None,
        Value::Text(text) => {
            match looks_like_number(text) {
                Some(number) => source.fault("number-as-text", cell.at, || {
                    Diagnostic::error(
                        "number-as-text",
                        format!("the text `{text}` looks like a number, and is none"),
                    )
                    .hint(number_hint(text, number))
                }),
                None => source.fault("text-for-number", cell.at, || {
                    Diagnostic::error(
                        "text-for-number",
                        format!("the text `{text}` stands where `{name}` needs a number"),
                    )
                    .hint("type a number, or empty the cell")
                }),
            }
            None
        }
        Value::Date(date) => {
            source.fault("date-for-number", cell.at, || {
                Diagnostic::error(
                    "date-for-number",
                    format!("the day `{date}` stands where `{name}` needs a number"),
                )
                .hint("the spreadsheet program made a day of what was typed: format the cell as a number and type it again")
            });
            None
        }
        Value::Bool(truth) => {
            source.fault("text-for-number", cell.at, || {
                Diagnostic::error(
                    "text-for-number",
                    format!("`{truth}` stands where `{name}` needs a number"),
                )
                .hint("type a number, or empty the cell")
            });
            None
        }
        Value::Error(_) | Value::Unevaluated => None,
    }
}

/// What to make of a text that looks like a number. `1,234` may be one and a bit, or more
/// than a thousand.
fn number_hint(text: &str, number: f64) -> String {
    let plain = format!("make the cell the number {}", number_text(number));
    let text = text.trim().trim_start_matches(['-', '+']);
    let Some((whole, part)) = text.split_once([',', '.']) else { return plain };
    let is_of_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let may_be_thousands = part.len() == 3
        && (1..=3).contains(&whole.len())
        && is_of_digits(whole)
        && is_of_digits(part);
    match may_be_thousands && !whole.starts_with('0') {
        true => {
            format!("{plain} or {}, whichever is meant", number_text((number * 1000.0).round()))
        }
        false => plain,
    }
}

/// The number that a text stands for: with a decimal comma or point, with
/// thousands set apart, with a currency or percent sign.
pub(super) fn looks_like_number(text: &str) -> Option<f64> {
    let plain: String = text
        .trim_matches(|symbol: char| symbol.is_whitespace() || "€$%'".contains(symbol))
        .chars()
        .filter(|symbol| !symbol.is_whitespace())
        .collect();
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    if unsigned.is_empty()
        || !unsigned.chars().all(|symbol| symbol.is_ascii_digit() || ".,".contains(symbol))
    {
        return None;
    }
    let last_comma = plain.rfind(',');
    let last_point = plain.rfind('.');
    // The last mark is the decimal one, unless it occurs twice.
    let decimal = match (last_comma, last_point) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (mark, None) | (None, mark) => {
            let twice = mark.is_some_and(|at| plain[..at].contains(&plain[at..=at]));
            mark.filter(|_| !twice)
        }
    };
    let mut number = String::new();
    for (at, symbol) in plain.char_indices() {
        if Some(at) == decimal {
            number.push('.');
        } else if !matches!(symbol, ',' | '.') {
            number.push(symbol);
        }
    }
    number.parse().ok()
}

/// An open answer. `None` if it is blank.
fn open_text(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) if text.trim().is_empty() => None,
        Value::Text(text) => Some(text.clone()),
        other => code_text(other).map(|text| text.as_ref().into()),
    }
}

/// The day in a cell, or a fault.
fn day(source: &mut Source, cell: &Cell, definition: &Definition) -> Option<Arc<str>> {
    if let Value::Date(day) = &cell.value {
        return Some(day.clone());
    }
    let text = code_text(&cell.value)?;
    if let Some(day) = crate::workbook::iso_of_text(&text) {
        return Some(day.into());
    }
    source.fault("not-a-date", cell.at, || {
        Diagnostic::error(
            "not-a-date",
            format!("`{text}` stands where `{}` needs a day", definition.name),
        )
        .hint("type a day that the spreadsheet program recognises, or `2010-03-01`")
    });
    None
}

/// Who ticked nothing but a reason for having no answer has that reason.
fn settle_missing(definition: &Definition, ticked: &[Vec<bool>], missing: &mut [Option<Missing>]) {
    if definition.choices.iter().all(|choice| choice.missing.is_none()) {
        return;
    }
    for (respondent, missing) in missing.iter_mut().enumerate() {
        let chosen = || (0..ticked.len()).filter(|&choice| ticked[choice][respondent]);
        let reason = chosen().find_map(|choice| definition.choices[choice].missing);
        if reason.is_some() && chosen().all(|choice| definition.choices[choice].missing.is_some()) {
            *missing = reason;
        }
    }
}
