//! Inferring questions from the answers, where there is no codebook.
//!
//! Numbers that are few, whole and from 0 to 10 are the codes of a scale; texts
//! that recur are codes; columns of 0 and 1 with a common beginning are one
//! multiple response; what recurs little is an open answer. A code such as 99
//! beside a scale is taken for "don't know", with a warning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::codebook::{Definition, DefinitionKind};
use super::codes::{number_text, score};
use super::columns::Layout;
use super::faults::Faults;
use super::heads::Heads;
use super::{Choice, Missing};
use crate::diagnostics::Diagnostic;
use crate::workbook::{Sheet, Value, Workbook};

/// A closed question has at most so many choices.
const CHOICES: usize = 40;

/// A scale has at most so many steps.
const STEPS: usize = 7;

/// A label of a choice is at most so long.
const LABEL_CHARACTERS: usize = 120;

/// Codes that stand for a missing answer beside a scale that ends at 10.
const MISSING_CODES: [i64; 17] =
    [77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, 9999, -1, -7, -8, -9, -99];

/// Answers that say why there is none, lower case.
const MISSING_TEXTS: [(&str, Missing); 16] = [
    ("weet niet", Missing::DontKnow),
    ("weet ik niet", Missing::DontKnow),
    ("weet niet / geen mening", Missing::DontKnow),
    ("weet niet/geen mening", Missing::DontKnow),
    ("geen mening", Missing::DontKnow),
    ("don't know", Missing::DontKnow),
    ("don’t know", Missing::DontKnow),
    ("i don't know", Missing::DontKnow),
    ("geen antwoord", Missing::Refused),
    ("wil niet zeggen", Missing::Refused),
    ("wil ik niet zeggen", Missing::Refused),
    ("zeg ik liever niet", Missing::Refused),
    ("prefer not to say", Missing::Refused),
    ("prefer not to answer", Missing::Refused),
    ("do not wish to declare", Missing::Refused),
    ("not asked", Missing::NotAsked),
];

/// Heads of columns that number the respondents, lower case.
pub(super) const ID_HEADS: [&str; 16] = [
    "id",
    "_id",
    "nr",
    "respondent",
    "respondentid",
    "respondent_id",
    "respondent id",
    "respondentnummer",
    "respondentnr",
    "response id",
    "responseid",
    "response_id",
    "case_id",
    "caseid",
    "uuid",
    "_uuid",
];

/// What a column holds.
#[derive(Clone, Debug, Default)]
struct Summary {
    filled: usize,
    numbers: usize,
    fractions: bool,
    dates: usize,
    bools: usize,
    texts: usize,
    longest: usize,
    /// Whole numbers, until there are too many.
    whole: BTreeSet<i64>,
    /// Texts and how often they occur, until there are too many.
    words: BTreeMap<Arc<str>, usize>,
    /// Texts with a semicolon or bar in them.
    separated: usize,
    /// Parts of the texts between semicolons and bars, until there are too many.
    parts: BTreeSet<Arc<str>>,
}

/// So many values of a column are remembered.
const REMEMBERED: usize = 500;

impl Summary {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Number(number) => {
                self.numbers += 1;
                let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
                self.fractions |= !is_whole;
                if is_whole && self.whole.len() < REMEMBERED {
                    self.whole.insert(*number as i64);
                }
            }
            Value::Date(_) => self.dates += 1,
            Value::Bool(_) => self.bools += 1,
            Value::Text(text) => {
                let text = text.trim();
                if text.is_empty() {
                    return;
                }
                self.texts += 1;
                self.longest = self.longest.max(text.chars().count());
                if let Some(count) = self.words.get_mut(text) {
                    *count += 1;
                } else if self.words.len() < REMEMBERED {
                    self.words.insert(text.into(), 1);
                }
                if text.contains([';', '|']) {
                    self.separated += 1;
                    for part in text.split([';', '|']).map(str::trim) {
                        if !part.is_empty() && self.parts.len() < REMEMBERED {
                            self.parts.insert(part.into());
                        }
                    }
                } else if self.parts.len() < REMEMBERED {
                    self.parts.insert(text.into());
                }
            }
            // Told of when the answers are read.
            Value::Error(_) | Value::Unevaluated => return,
        }
        self.filled += 1;
    }

    /// Whether the column is all 0 and 1 or truth values, with at least one of each kind.
    fn is_ticks(&self) -> bool {
        let numbers = self.numbers == self.filled
            && !self.fractions
            && self.whole.iter().all(|number| matches!(number, 0 | 1));
        self.filled > 0 && (numbers || self.bools == self.filled)
    }
}

/// What was inferred: the questions, and the columns of each.
pub(super) struct Inferred {
    pub(super) definitions: Vec<Definition>,
    pub(super) layouts: Vec<Layout>,
}

/// What is known of a sheet beside its cells.
pub(super) struct Known<'a> {
    /// The heads of the columns to infer from.
    pub(super) heads: &'a Heads,
    /// The population with its heads: it adds values to the variables that it shares.
    pub(super) frame: Option<(&'a Sheet, &'a Heads)>,
    /// The column that numbers the respondents.
    pub(super) id_column: Option<&'a str>,
    /// Texts of questions by column, from a row under the heads.
    pub(super) texts: &'a IndexMap<u32, Arc<str>>,
}

/// Infers the questions of a sheet.
pub(super) fn infer(
    workbook: &Workbook,
    sheet: &Sheet,
    known: &Known,
    faults: &mut Faults,
) -> Inferred {
    let Known { heads, frame, id_column, texts } = *known;
    let summaries = summarise(sheet, heads);
    let names: Vec<&Arc<str>> = heads.columns.keys().collect();
    let mut inferred = Inferred { definitions: vec![], layouts: vec![] };
    let mut at = 0;
    while at < names.len() {
        let column = heads.columns[at];
        if let Some((mut definition, columns)) = multiple(&names[at..], &summaries[at..], heads, at)
        {
            at += columns.len();
            label_choices(&mut definition, &columns, texts);
            inferred.definitions.push(definition);
            inferred.layouts.push(Layout::PerChoice(columns));
            continue;
        }
        let head = names[at];
        let mut summary = summaries[at].clone();
        let shared =
            frame.and_then(|(sheet, frame)| Some((sheet, frame, *frame.columns.get(head)?)));
        if let Some((sheet, frame, column)) = shared {
            for row in frame.rows(sheet) {
                if let Some(cell) = row.get(column) {
                    summary.add(&cell.value);
                }
            }
        }
        let is_id = id_column == Some(&**head);
        let mut definition = single(head, &summary, shared.is_some() && !is_id, is_id);
        if let Some(text) = texts.get(&column) {
            (definition.label, definition.short) = (text.clone(), text.clone());
        }
        for choice in &definition.choices {
            let meaning = match choice.missing {
                None => continue,
                Some(Missing::Refused) => "no answer",
                Some(Missing::NotAsked) => "not asked",
                Some(Missing::DontKnow | Missing::Empty) => "don't know",
            };
            faults.push(
                Diagnostic::warning(
                    "assumed-missing",
                    format!("the answer `{}` to `{head}` is taken for \"{meaning}\"", choice.code),
                )
                .hint("say what it means in a codebook: a column `missing` on the sheet `choices`")
                .at(workbook.place(sheet, heads.at(column))),
            );
        }
        inferred.definitions.push(definition);
        inferred.layouts.push(Layout::One(column));
        at += 1;
    }
    inferred
}

/// Infers the kind of one column, for a calculated value of a codebook.
pub(super) fn calculated_kind(sheet: &Sheet, heads: &Heads, column: u32) -> DefinitionKind {
    let mut summary = Summary::default();
    for row in heads.rows(sheet) {
        if let Some(cell) = row.get(column) {
            summary.add(&cell.value);
        }
    }
    if summary.filled > 0 && summary.numbers * 10 >= summary.filled * 9 {
        DefinitionKind::Decimal
    } else {
        DefinitionKind::Text
    }
}

/// Looks once at every cell under the heads.
fn summarise(sheet: &Sheet, heads: &Heads) -> Vec<Summary> {
    let mut summaries = vec![Summary::default(); heads.columns.len()];
    let last = heads.columns.values().copied().max().unwrap_or(0);
    let mut positions = vec![None; last as usize + 1];
    for (position, &column) in heads.columns.values().enumerate() {
        positions[column as usize] = Some(position);
    }
    for row in heads.rows(sheet) {
        for cell in row.cells() {
            if let Some(Some(position)) = positions.get(cell.at.column as usize) {
                summaries[*position].add(&cell.value);
            }
        }
    }
    summaries
}

/// The question of one column.
fn single(head: &Arc<str>, summary: &Summary, shared: bool, is_id: bool) -> Definition {
    let (name, label) = split_head(head);
    let mut definition = Definition {
        short: label.clone(),
        label,
        name,
        section: None,
        kind: DefinitionKind::Text,
        choices: vec![],
        ordered: false,
        reverse: false,
        defined_at: None,
        relevant: vec![],
        separator: ' ',
    };
    if is_id || summary.filled == 0 {
        return definition;
    }
    let mostly = |count: usize| count * 10 >= summary.filled * 9;
    if mostly(summary.dates) {
        definition.kind = DefinitionKind::Date;
    } else if mostly(summary.numbers) && !shared {
        match scale(summary) {
            Some(choices) => {
                definition.kind = DefinitionKind::Single;
                definition.ordered = choices.iter().filter(|it| it.missing.is_none()).count() > 2;
                definition.choices = choices;
            }
            None => match labelled_scale(summary) {
                Some(choices) => {
                    definition.kind = DefinitionKind::Single;
                    definition.ordered = choices.iter().filter(|it| it.score.is_some()).count() > 2;
                    definition.choices = choices;
                }
                None => definition.kind = DefinitionKind::Decimal,
            },
        }
    } else if let Some(choices) = separated(summary) {
        definition.kind = DefinitionKind::Multiple;
        definition.choices = choices;
        definition.separator = ';';
    } else if let Some(choices) = recurring(summary, shared) {
        definition.kind = DefinitionKind::Single;
        definition.choices = choices;
    } else if mostly(summary.numbers) {
        definition.kind = DefinitionKind::Decimal;
    }
    definition
}

/// Splits the head `socio1. In which country?` into name and label.
fn split_head(head: &Arc<str>) -> (Arc<str>, Arc<str>) {
    let is_name = |name: &str| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|symbol| symbol.is_alphanumeric() || symbol == '_')
            && name.chars().any(|symbol| symbol.is_ascii_digit())
    };
    match head.split_once(['.', ':', ')']) {
        Some((name, label)) if is_name(name) && label.starts_with(' ') => {
            (name.into(), label.trim().into())
        }
        _ => (head.clone(), head.clone()),
    }
}

/// The choices of a scale: whole numbers from 0 to 10 with few steps, and codes
/// for missing answers beside them.
fn scale(summary: &Summary) -> Option<Vec<Choice>> {
    if summary.fractions || summary.texts + summary.dates > 0 {
        return None;
    }
    let (missing, steps): (Vec<i64>, Vec<i64>) =
        summary.whole.iter().partition(|number| MISSING_CODES.contains(number));
    let (first, last) = (*steps.first()?, *steps.last()?);
    if first < 0 || last > 10 || (last - first) as usize >= STEPS || summary.filled < 3 {
        return None;
    }
    let choice = |number: i64, missing| {
        let code: Arc<str> = number.to_string().into();
        Choice { label: code.clone(), score: score(&code), code, missing, defined_at: None }
    };
    // Steps that nobody chose belong to the scale too.
    let steps = (first..=last).map(|number| choice(number, None));
    let missing = missing.into_iter().map(|number| choice(number, Some(Missing::DontKnow)));
    Some(steps.chain(missing).collect())
}

/// The choices of a scale with words at some of its steps: `0 - Not at all`, 1,
/// 2, ... A word without a number must recur: else it is a slip.
fn labelled_scale(summary: &Summary) -> Option<Vec<Choice>> {
    let is_step = |number: &i64| (0..=10).contains(number);
    if summary.fractions || summary.texts == 0 || !summary.whole.iter().all(is_step) {
        return None;
    }
    let steps = summary.whole.iter().map(|number| text_choice(&number.to_string()));
    let words =
        summary.words.keys().map(|word| Choice { score: first_number(word), ..text_choice(word) });
    let mut choices: Vec<Choice> = steps.chain(words).collect();
    let known = |choice: &Choice| {
        choice.score.is_some()
            || choice.missing.is_some()
            || summary.words.get(&choice.code).is_some_and(|&count| count > 1)
    };
    if choices.len() > 14 || !choices.iter().all(known) {
        return None;
    }
    let rank = |choice: &Choice| choice.score.unwrap_or(f64::INFINITY);
    choices.sort_by(|one, other| rank(one).total_cmp(&rank(other)));
    Some(choices)
}

/// The number that a label begins with: 10 of `10 - Completely satisfied`.
fn first_number(label: &str) -> Option<f64> {
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    let rest = label[digits..].trim_start();
    let parts = rest.starts_with(['-', '–', '(', ':', '=', '.']) && rest.len() > 1;
    parts.then(|| label[..digits].parse().ok())?
}

/// The choices of a multiple response in one column, separated by semicolons.
fn separated(summary: &Summary) -> Option<Vec<Choice>> {
    let enough = summary.texts == summary.filled && summary.separated * 5 >= summary.texts;
    let few = summary.parts.len() <= CHOICES && summary.parts.len() * 2 <= summary.texts;
    (enough && few).then(|| summary.parts.iter().map(|part| text_choice(part)).collect())
}

/// The choices of a column with values that recur.
fn recurring(summary: &Summary, shared: bool) -> Option<Vec<Choice>> {
    if summary.fractions && !shared {
        return None;
    }
    if summary.bools == summary.filled {
        return Some(["true", "false"].map(text_choice).to_vec());
    }
    let numbers = summary.whole.iter().map(|&number| number_text(number as f64));
    let mut values: Vec<Arc<str>> = numbers.map(Arc::from).collect();
    let mut words: Vec<&Arc<str>> = summary.words.keys().collect();
    words.sort_by_cached_key(|word| word.to_lowercase());
    values.extend(words.into_iter().cloned());
    let few = if shared {
        values.len() < REMEMBERED
    } else {
        values.len() <= CHOICES && values.len() * 2 <= summary.filled && summary.bools == 0
    };
    (few && summary.longest <= LABEL_CHARACTERS && !values.is_empty())
        .then(|| values.iter().map(|value| text_choice(value)).collect())
}

fn text_choice(text: &str) -> Choice {
    let code: Arc<str> = text.into();
    let lower = text.to_lowercase();
    let missing = MISSING_TEXTS.iter().find(|(known, _)| *known == lower);
    let missing = missing.map(|&(_, missing)| missing);
    Choice { label: code.clone(), score: score(text), code, missing, defined_at: None }
}

/// Labels the choices of a multiple response with the texts of their columns,
/// without the beginning that they share.
fn label_choices(
    definition: &mut Definition,
    columns: &[Option<u32>],
    texts: &IndexMap<u32, Arc<str>>,
) {
    let found: Option<Vec<&Arc<str>>> =
        columns.iter().map(|column| texts.get(&(*column)?)).collect();
    let Some(found) = found else { return };
    let question = found[0].rsplit_once(" - ").map(|(question, _)| question);
    let shared = question.filter(|question| {
        found.iter().all(|text| text.strip_prefix(question).is_some_and(|it| it.starts_with(" - ")))
    });
    if let Some(question) = shared {
        (definition.label, definition.short) = (question.into(), question.into());
    }
    for (choice, text) in definition.choices.iter_mut().zip(&found) {
        let label = match shared {
            Some(question) => text[question.len()..].trim_start_matches(" - ").into(),
            None => Arc::clone(text),
        };
        choice.label = label;
    }
}

/// The multiple response that begins at the first of these columns: at least two
/// columns of ticks whose heads begin the same, as `q6_a`, `q6/b`, `q6[c]`.
fn multiple(
    names: &[&Arc<str>],
    summaries: &[Summary],
    heads: &Heads,
    first: usize,
) -> Option<(Definition, Vec<Option<u32>>)> {
    for mark in ['/', '[', '_', '.', ':'] {
        let split = |head: &str| {
            let at = head.rfind(mark)?;
            let code = head[at + mark.len_utf8()..].trim_end_matches(']').trim();
            let name = head[..at].trim_end();
            (!name.is_empty() && !code.is_empty()).then(|| (name.to_string(), code.to_string()))
        };
        let Some((name, _)) = split(names[0]) else { continue };
        let codes: Vec<String> = names
            .iter()
            .zip(summaries)
            .map_while(|(head, summary)| {
                let (other, code) = split(head)?;
                (other == name && summary.is_ticks()).then_some(code)
            })
            .collect();
        let varied = summaries[..codes.len()].iter().any(|it| it.whole.len() == 2 || it.bools > 0);
        let free = !heads.columns.contains_key(name.as_str());
        if codes.len() < 2 || !varied || !free {
            continue;
        }
        let columns = (first..first + codes.len()).map(|at| Some(heads.columns[at])).collect();
        let (name, label) = split_head(&name.as_str().into());
        let definition = Definition {
            short: label.clone(),
            label,
            name,
            section: None,
            kind: DefinitionKind::Multiple,
            choices: codes.iter().map(|code| text_choice(code)).collect(),
            ordered: false,
            reverse: false,
            defined_at: None,
            relevant: vec![],
            separator: ' ',
        };
        return Some((definition, columns));
    }
    None
}
