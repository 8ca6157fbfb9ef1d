//! Columns of the codebook's sheets, and labels in the language of the edition.

use std::sync::Arc;

use super::super::codes::code_text;
use super::super::faults::Faults;
use super::super::wording::plain;
use crate::diagnostics::{CellRef, Diagnostic};
use crate::workbook::{Row, Sheet, Value, Workbook};

/// The head of a column as the codebook means it: lower case, spaces and
/// hyphens as underscores, and two colons before a language.
pub(super) fn head(value: &Value) -> Option<String> {
    let text = code_text(value)?;
    let (name, language) = split_language(&text);
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    // Excel and some exports leave a marker before required columns.
    let name = name.trim_start_matches('*').to_string();
    Some(match language {
        Some(language) => format!("{name}::{}", language.trim()),
        None => name,
    })
}

/// Splits `label::Nederlands (nl)` into column and language.
fn split_language(head: &str) -> (&str, Option<&str>) {
    match head.split_once("::").or_else(|| head.split_once(':')) {
        Some((name, language)) => (name, Some(language)),
        None => (head, None),
    }
}

/// The languages of the edition and of the codebook.
#[derive(Clone, Debug, Default)]
pub(super) struct Language {
    /// Languages in the order of preference, lower case.
    wanted: Vec<String>,
}

impl Language {
    /// The language asked for comes first, then the codebook's default.
    pub(super) fn choose(asked: Option<&str>, default: Option<&str>) -> Self {
        Self { wanted: asked.into_iter().chain(default).map(str::to_lowercase).collect() }
    }

    /// Whether this language comes first.
    pub(super) fn is(&self, language: &str) -> bool {
        self.wanted.first().is_some_and(|wanted| same_language(wanted, language))
    }

    /// How well a column's language fits: lower is better. `None` if it does not.
    fn rank(&self, column: &str) -> Option<usize> {
        let column = column.to_lowercase();
        self.wanted.iter().position(|wanted| same_language(wanted, &column))
    }
}

/// Whether two spellings mean the same language: `nl`, `nederlands`, `nederlands (nl)`.
fn same_language(one: &str, other: &str) -> bool {
    let key = |text: &str| {
        let code = text.rsplit_once('(').and_then(|(_, code)| code.strip_suffix(')'));
        let key = code.unwrap_or(text).trim();
        let key = key.split(['-', '_']).next().unwrap_or(key);
        match key {
            "nederlands" | "dutch" => "nl".to_string(),
            "english" | "engels" => "en".to_string(),
            "frans" | "french" | "français" => "fr".to_string(),
            "duits" | "german" | "deutsch" => "de".to_string(),
            "fries" | "frysk" | "frisian" => "fy".to_string(),
            key => key.to_string(),
        }
    };
    one == other || key(one) == key(other)
}

/// The columns of a sheet of the codebook, by their heads.
#[derive(Debug)]
pub(super) struct Table<'w> {
    pub(super) sheet: &'w Sheet,
    /// Zero-based row of the heads.
    pub(super) row: u32,
    columns: Vec<(String, u32)>,
}

impl<'w> Table<'w> {
    /// Reads the heads in the first row that holds cells. A head that occurs
    /// twice is a fault.
    pub(super) fn new(workbook: &Workbook, sheet: &'w Sheet, faults: &mut Faults) -> Option<Self> {
        let row = sheet.cells.rows().next()?;
        let mut columns: Vec<(String, u32)> = vec![];
        for cell in row.cells() {
            let Some(name) = head(&cell.value) else { continue };
            match columns.iter().find(|(other, _)| *other == name) {
                None => columns.push((name, cell.at.column)),
                Some(&(_, first)) => {
                    let first = CellRef { row: row.row, column: first };
                    faults.push(
                        Diagnostic::error(
                            "duplicate-column",
                            format!("the column `{name}` is there twice; the other one is {first}"),
                        )
                        .hint("delete one of them")
                        .at(workbook.place(sheet, cell.at)),
                    );
                }
            }
        }
        Some(Self { sheet, row: row.row, columns })
    }

    /// The column with the first of these names that is there.
    pub(super) fn column(&self, names: &[&str]) -> Option<u32> {
        names.iter().find_map(|name| {
            self.columns.iter().find(|(head, _)| head == name).map(|&(_, column)| column)
        })
    }

    /// The rows under the heads.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'w>> + use<'w> {
        let heads = self.row;
        self.sheet.cells.rows().filter(move |row| row.row > heads)
    }

    /// The columns with a label of this name, the best language first: the
    /// language asked for, the default language, no language, any other.
    pub(super) fn label_columns(&self, name: &str, language: &Language) -> Vec<u32> {
        let mut ranked: Vec<(usize, u32)> = self
            .columns
            .iter()
            .filter_map(|(head, column)| {
                let rank = match head.strip_prefix(name)? {
                    "" => usize::MAX - 1,
                    rest => language.rank(rest.strip_prefix("::")?).unwrap_or(usize::MAX),
                };
                Some((rank, *column))
            })
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, column)| column).collect()
    }
}

/// The first text in these columns of a row, without markup.
pub(super) fn label(row: Row, columns: &[u32]) -> Option<Arc<str>> {
    columns.iter().find_map(|&column| {
        let value = row.get(column)?.value;
        let text = code_text(&value)?;
        let label = plain(&text);
        (!label.is_empty()).then(|| label.into())
    })
}

/// The text in a column of a row.
pub(super) fn text(row: Row, column: Option<u32>) -> Option<String> {
    code_text(&row.get(column?)?.value).map(|text| text.into_owned())
}
