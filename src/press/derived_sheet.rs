//! The sheet `derived`: questions made from others, declared in the workbook.
//!
//! It has the keys of `[derived.NAME]` as columns. An option of `net` or `recode`
//! stands in the columns `code`, `option`, `from`, `score` and `missing`; further
//! options follow in rows without a name.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_spanned::Spanned;

use crate::diagnostics::{CellRef, Diagnostic, Place, nearest_hint};
use crate::manifest::{DerivedOption, DerivedTable, MissingWord, derivation_faults};
use crate::workbook::{Row, Sheet, Value, Workbook};

/// The name of the sheet.
pub(super) const SHEET: &str = "derived";

/// The columns that it can have.
const HEADS: [&str; 18] = [
    "name", "label", "short", "where", "copy", "net", "recode", "band", "index", "reverse", "code",
    "option", "from", "score", "missing", "ordered", "cuts", "labels",
];
const ANSWERED: &str = "answered";

/// What the sheet declares.
#[derive(Default)]
pub(super) struct Declared {
    /// The tables, by name; their parts have no place in the manifest.
    pub(super) tables: IndexMap<Spanned<String>, DerivedTable>,
    /// The cells of each, with their text; the name comes first.
    cells: BTreeMap<String, Vec<(String, Place)>>,
}

impl Declared {
    /// The fault at the cell of a question that its message speaks of, if it
    /// stands nowhere yet.
    pub(super) fn place(&self, name: &str, fault: Diagnostic) -> Diagnostic {
        let Some(cells) = self.cells.get(name).filter(|_| fault.place == Place::Nowhere) else {
            return fault;
        };
        let is_named = |(text, _): &&(String, Place)| {
            list(text).iter().any(|part| fault.message.contains(&format!("`{part}`")))
        };
        let place = cells.iter().rfind(is_named).or(cells.first()).map(|cell| cell.1.clone());
        fault.at(place.unwrap_or(Place::Nowhere))
    }
}

/// The sheet of a workbook, if it has one with a column `name`.
pub(super) fn sheet(workbook: &Workbook) -> Option<&Sheet> {
    let sheet = workbook.sheet(SHEET)?;
    let heads = sheet.cells.rows().next()?;
    let mut heads = heads.cells().filter_map(|cell| text(&cell.value));
    heads.any(|head| head.eq_ignore_ascii_case("name")).then_some(sheet)
}

/// Reads the sheet. A workbook without it declares nothing; all faults come at once.
pub(super) fn read(workbook: &Workbook) -> Result<Declared, Vec<Diagnostic>> {
    let Some(sheet) = sheet(workbook) else { return Ok(Declared::default()) };
    let mut reader = Reader {
        workbook,
        sheet,
        columns: BTreeMap::new(),
        declared: Declared::default(),
        faults: vec![],
    };
    let mut rows = sheet.cells.rows();
    if let Some(heads) = rows.next() {
        reader.heads(heads);
    }
    let mut name = None;
    for row in rows {
        reader.row(row, &mut name);
    }
    let Reader { declared, mut faults, .. } = reader;
    for (name, table) in &declared.tables {
        let found = derivation_faults(name.get_ref(), table);
        faults.extend(found.into_iter().map(|fault| declared.place(name.get_ref(), fault)));
    }
    if faults.is_empty() { Ok(declared) } else { Err(faults) }
}

struct Reader<'w> {
    workbook: &'w Workbook,
    sheet: &'w Sheet,
    /// By head.
    columns: BTreeMap<&'static str, u32>,
    declared: Declared,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn heads(&mut self, row: Row) {
        let known = || HEADS.into_iter().chain([ANSWERED]);
        for cell in row.cells() {
            let Some(head) = text(&cell.value) else { continue };
            match known().find(|known| known.eq_ignore_ascii_case(&head)) {
                Some(known) => drop(self.columns.insert(known, cell.at.column)),
                None => self.faults.push(
                    Diagnostic::error(
                        "unknown-column",
                        format!("the sheet `{SHEET}` has no use for a column `{head}`"),
                    )
                    .hints(nearest_hint(&head, known()))
                    .hint(format!("its columns are {}", known().collect::<Vec<_>>().join(", ")))
                    .at(self.workbook.place(self.sheet, cell.at)),
                ),
            }
        }
    }

    fn row(&mut self, row: Row, current: &mut Option<String>) {
        if row.cells().next().is_none() {
            return;
        }
        if let Some(name) = self.text(row, "name") {
            let is_known = self.declared.tables.keys().any(|it| *it.get_ref() == name);
            if is_known {
                let message = format!("there is a question `{name}` already");
                self.fault(
                    "duplicate-question",
                    row,
                    "name",
                    message,
                    "give each a name of its own",
                );
            }
            let table = self.table(row);
            self.declared.tables.insert(plain(name.clone()), table);
            *current = Some(name);
        }
        let Some(name) = current.clone() else {
            self.fault(
                "question-without-name",
                row,
                "name",
                "the row belongs to no derived question".into(),
                "fill in `name` in the first row of each question",
            );
            return;
        };
        let cells: Vec<(String, Place)> = row
            .cells()
            .filter_map(|cell| Some((text(&cell.value)?, self.workbook.place(self.sheet, cell.at))))
            .collect();
        self.declared.cells.entry(name.clone()).or_default().extend(cells);
        if let Some(option) = self.option(row)
            && let Some(table) = self.declared.tables.get_mut(&plain(name))
        {
            table.options.push(option);
        }
    }

    fn table(&mut self, row: Row) -> DerivedTable {
        let source = |reader: &Self, key| reader.text(row, key).map(plain);
        let sources = |reader: &Self, key| {
            reader.text(row, key).map(|text| list(&text).into_iter().map(plain).collect::<Vec<_>>())
        };
        let ordered = self.text(row, "ordered").map(|word| word.to_lowercase());
        let answered = self.number(row, ANSWERED);
        DerivedTable {
            label: self.text(row, "label"),
            short: self.text(row, "short"),
            base: source(self, "where"),
            copy: source(self, "copy"),
            net: source(self, "net"),
            recode: source(self, "recode"),
            band: source(self, "band"),
            index: sources(self, "index"),
            reverse: source(self, "reverse"),
            options: vec![],
            ordered: matches!(ordered.as_deref(), Some("yes" | "ja" | "true" | "1" | "x")),
            cuts: self.cuts(row),
            labels: self.text(row, "labels").map_or(vec![], |text| list(&text)),
            answered: answered.map(|number| plain(number.max(0.0) as usize)),
        }
    }

    fn option(&mut self, row: Row) -> Option<DerivedOption> {
        let code = self.text(row, "code")?;
        let from = self.text(row, "from").map_or(vec![], |text| list(&text));
        let missing = match self.text(row, "missing").as_deref() {
            None => None,
            Some("dont-know") => Some(MissingWord::DontKnow),
            Some("refused") => Some(MissingWord::Refused),
            Some("not-asked") => Some(MissingWord::NotAsked),
            Some("empty") => Some(MissingWord::Empty),
            Some(word) => {
                let message = format!("`{word}` is no reason for a missing answer");
                let hint = "the reasons are `dont-know`, `refused`, `not-asked` and `empty`";
                self.fault("unknown-missing", row, "missing", message, hint);
                None
            }
        };
        Some(DerivedOption {
            code: plain(code),
            label: self.text(row, "option"),
            from: from.into_iter().map(plain).collect(),
            score: self.number(row, "score"),
            missing,
        })
    }

    fn cuts(&mut self, row: Row) -> Vec<Spanned<f64>> {
        let Some(text) = self.text(row, "cuts") else { return vec![] };
        let numbers: Option<Vec<f64>> =
            list(&text).iter().map(|part| part.replace(',', ".").parse().ok()).collect();
        if numbers.is_none() {
            let message = format!("`{text}` does not list numbers");
            let hint = "part them by `;`, as in `1; 2.5; 10`";
            self.fault("band-bounds", row, "cuts", message, hint);
        }
        numbers.unwrap_or_default().into_iter().map(plain).collect()
    }

    fn number(&mut self, row: Row, key: &'static str) -> Option<f64> {
        let text = self.text(row, key)?;
        let number = text.parse().ok();
        if number.is_none() {
            let message = format!("`{text}` is not a number");
            self.fault("not-a-number", row, key, message, "write it with digits only");
        }
        number
    }

    fn text(&self, row: Row, key: &str) -> Option<String> {
        text(&row.get(*self.columns.get(key)?)?.value)
    }

    fn fault(&mut self, code: &'static str, row: Row, key: &str, message: String, hint: &str) {
        let column = self.columns.get(key).copied().unwrap_or(0);
        let at = CellRef { row: row.row, column };
        let place = self.workbook.place(self.sheet, at);
        self.faults.push(Diagnostic::error(code, message).hint(hint).at(place));
    }
}

/// A value that stands nowhere in the manifest.
fn plain<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

/// The parts of a cell that lists several: by `;`, or else by `,`.
fn list(text: &str) -> Vec<String> {
    let mark = if text.contains(';') { ';' } else { ',' };
    text.split(mark).map(str::trim).filter(|part| !part.is_empty()).map(str::to_string).collect()
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Text(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Error(_) | Value::Unevaluated => return None,
    };
    (!text.is_empty()).then_some(text)
}
