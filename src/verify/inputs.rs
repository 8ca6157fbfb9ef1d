//! Whether an edition was made from the files of a project, by this program.

use std::collections::BTreeMap;

use super::{Check, Finding, Subject};
use crate::release::{EditionRecord, Input, Role};

/// Whether this version of the program printed the edition.
pub(super) fn tool(record: &EditionRecord) -> Check {
    let (was, is) = (&record.tool.version, env!("CARGO_PKG_VERSION"));
    match was == is {
        true => {
            Check::of(Subject::Tool, format!("printed by drukpers {is}, which this is"), vec![])
        }
        false => Check::of(
            Subject::Tool,
            format!("printed by drukpers {was}, and this is {is}"),
            vec![Finding::plain(format!("install drukpers {was} to print the same bytes"))],
        ),
    }
}

/// One check for each kind of file that an edition is made from.
pub(super) fn files(record: &EditionRecord, inputs: &[Input]) -> Vec<Check> {
    let subjects = [
        (Subject::Manifest, Role::Manifest),
        (Subject::Workbook, Role::Workbook),
        (Subject::Templates, Role::Template),
        (Subject::Fonts, Role::Font),
        (Subject::Interviews, Role::Interview),
    ];
    subjects
        .into_iter()
        .filter_map(|(subject, role)| check(subject, role, &record.inputs, inputs))
        .collect()
}

/// Compares the files of a role by their checksums; `None` if there are none.
fn check(subject: Subject, role: Role, old: &[Input], new: &[Input]) -> Option<Check> {
    let of_role = |inputs: &[Input]| -> BTreeMap<String, String> {
        let inputs = inputs.iter().filter(|input| input.role == role);
        inputs.map(|input| (input.path.clone(), input.sha256.clone())).collect()
    };
    let (old, new) = (of_role(old), of_role(new));
    let mut findings = vec![];
    for (path, digest) in &old {
        match new.get(path) {
            Some(now) if now == digest => {}
            Some(_) => findings.push(Finding::file(path, "is not as it was printed from".into())),
            None => findings.push(Finding::file(path, "is gone".into())),
        }
    }
    let came = new.keys().filter(|path| !old.contains_key(*path));
    findings.extend(came.map(|path| Finding::file(path, "was not there".into())));
    let count = old.len();
    let said = match (findings.len(), count) {
        (0, 0) => return None,
        (0, 1) => old.keys().next().map(|path| format!("{path} is as it was printed from"))?,
        (0, _) => format!("all {count} files are as they were printed from"),
        (1, _) => "1 file is not the same".into(),
        (more, _) => format!("{more} files are not the same"),
    };
    Some(Check::of(subject, said, findings))
}
