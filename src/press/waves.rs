//! Earlier waves: a workbook each, read and weighted by itself.

use serde_spanned::Spanned;

use crate::diagnostics::{Diagnostic, Outcome, Place, Warned};
use crate::manifest::{DerivedTable, EarlierWave};
use crate::project::Project;
use crate::statistics::Analysis;
use crate::survey::{ReadPlan, Survey, Watched};
use crate::workbook;

use super::prepare::{Setup, analyse};

/// A wave that was held before.
pub(super) struct Wave {
    /// What it is called.
    pub(super) label: String,
    /// Its workbook.
    pub(super) workbook: Watched<workbook::Workbook>,
    /// Its answers.
    pub(super) analysis: Analysis,
}

/// Reads the earlier waves of a project, and tells what came and went since.
pub(super) fn read(project: &Project, current: &Survey) -> Outcome<Vec<Wave>> {
    let (mut waves, mut warnings, mut faults) = (vec![], vec![], vec![]);
    for earlier in &project.manifest.waves.earlier {
        match wave(project, earlier, current) {
            Ok(found) => {
                warnings.extend(found.warnings);
                waves.push(found.value);
            }
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(Warned { value: waves, warnings }) } else { Err(faults) }
}

fn wave(project: &Project, earlier: &EarlierWave, current: &Survey) -> Outcome<Wave> {
    let path = earlier.file.get_ref();
    let place = project.place(&earlier.file);
    let bytes = project.bytes(path, &place).map_err(|fault| vec![fault])?;
    let Warned { value: workbook, mut warnings } = workbook::read(path, &bytes)?;
    let setup = Setup::of(project);
    let name = |sheet: &Spanned<String>| sheet.get_ref().clone();
    let frame = earlier.frame.as_ref().map(name).or(setup
        .read
        .frame_sheet
        .clone()
        .filter(|name| workbook.sheet(name).is_some()));
    let read = ReadPlan {
        data_sheet: earlier.data.as_ref().map(name).or(setup.read.data_sheet.clone()),
        id_column: earlier.id.clone().or(setup.read.id_column.clone()),
        frame_sheet: frame,
        ..setup.read.clone()
    };
    let sheets = earlier.data.iter().chain(&earlier.frame).collect();
    let setup = Setup { sheets, ..setup };
    // What is made from a question that this wave did not have cannot be made.
    let plain = crate::survey::read(&workbook, &read)
        .map_err(|faults| setup.at_keys(&workbook, faults))?
        .value;
    let mut derived = setup.derived.clone();
    loop {
        let known = |name: &str| {
            plain.questions.contains_key(name) || derived.keys().any(|it| it.get_ref() == name)
        };
        let lacks = |table: &DerivedTable| table.needs().iter().any(|name| !known(name));
        let Some(name) = derived.iter().find(|(_, table)| lacks(table)).map(|it| it.0.clone())
        else {
            break;
        };
        derived.shift_remove(&name);
    }
    let design = earlier.design.as_ref().unwrap_or(setup.design);
    let setup = Setup { read, design, derived: &derived, ..setup };
    let found = analyse(&workbook, &setup)?;
    warnings.extend(found.warnings);
    let label = earlier.label.get_ref().clone();
    warnings.extend(differences(&label, path, found.value.analysis.survey(), current));
    Ok(Warned {
        value: Wave { label, workbook: workbook.into(), analysis: found.value.analysis },
        warnings,
    })
}

/// Questions and codes that one of two waves does not have.
fn differences(label: &str, path: &str, earlier: &Survey, current: &Survey) -> Vec<Diagnostic> {
    let mut warnings = vec![];
    let mut tell = |message: String| {
        warnings.push(
            Diagnostic::warning("waves-differ", message)
                .at(Place::File(path.to_string()))
                .hint("nothing is compared over waves that do not both have it"),
        );
    };
    let names = |of: &Survey, other: &Survey| -> Vec<String> {
        of.questions
            .keys()
            .filter(|name| !other.questions.contains_key(*name))
            .map(quoted)
            .collect()
    };
    let went = names(earlier, current);
    if !went.is_empty() {
        tell(format!("the wave `{label}` has questions that went since: {}", went.join(", ")));
    }
    let came = names(current, earlier);
    if !came.is_empty() {
        tell(format!("the wave `{label}` lacks questions that came since: {}", came.join(", ")));
    }
    for (name, question) in &current.questions {
        let Some(before) = earlier.questions.get(name) else { continue };
        if before.kind != question.kind {
            tell(format!("`{name}` is another kind of question in the wave `{label}`"));
            continue;
        }
        let codes = |of: &crate::survey::Question,
                     other: &crate::survey::Question|
         -> Vec<String> {
            let is_known = |code: &str| other.choices.iter().any(|choice| &*choice.code == code);
            let choices = of.choices.iter().filter(|choice| !is_known(&choice.code));
            choices.map(|choice| quoted(&choice.code)).collect()
        };
        let went = codes(before, question);
        if !went.is_empty() {
            tell(format!("codes of `{name}` went since the wave `{label}`: {}", went.join(", ")));
        }
        let came = codes(question, before);
        if !came.is_empty() {
            tell(format!("codes of `{name}` came since the wave `{label}`: {}", came.join(", ")));
        }
    }
    warnings
}

fn quoted(name: impl AsRef<str>) -> String {
    format!("`{}`", name.as_ref())
}
