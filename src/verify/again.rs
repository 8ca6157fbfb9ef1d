//! The edition computed and printed again.

use similar::{ChangeTag, TextDiff};

use super::{Check, Finding, Subject};
use crate::compare::{Change, compare};
use crate::diagnostics::Diagnostic;
use crate::press::{self, Scope};
use crate::project::Project;
use crate::published::{self, FailedClaim, Published, page_texts};

/// Computes all numbers again and, where `same` says that nothing else differs,
/// compares the bytes.
pub(super) fn check(
    published: &Published,
    bytes: &[u8],
    project: &Project,
    same: bool,
) -> [Check; 2] {
    let name = project.manifest.publication.name.get_ref();
    let scope = Scope { only: vec![name.clone()], allow_failed_claims: true, ..Scope::default() };
    let printed = press::print(project, &scope, &mut |_| {}).and_then(|printed| {
        let path = format!("{name}.pdf");
        let pdf = printed.value.edition.files.get(&path).cloned().unwrap_or_default();
        let mut again =
            published::from_pdf("the edition printed again", pdf).map_err(|fault| vec![fault])?;
        again.failed_claims = FailedClaim::among(&printed.warnings);
        Ok(again)
    });
    match printed {
        Ok(again) => [numbers(published, &again), compare_bytes(published, bytes, &again, same)],
        Err(faults) => [
            Check::of(
                Subject::Numbers,
                "the project cannot be printed".into(),
                faults.iter().map(finding).collect(),
            ),
            Check::skipped(Subject::Bytes, "not compared: the project cannot be printed"),
        ],
    }
}

/// A fault of the project as a finding.
fn finding(fault: &Diagnostic) -> Finding {
    let place = fault.place.to_string();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    Finding::plain(format!("{place}{} [{}]", fault.message, fault.code))
}

fn numbers(published: &Published, again: &Published) -> Check {
    let comparison = compare(published, again);
    let mut findings: Vec<Finding> = comparison
        .facts
        .iter()
        .map(|change| {
            let text = |fact: &Option<crate::ledger::Fact>| {
                fact.as_ref().map(|fact| fact.text.clone()).unwrap_or_default()
            };
            let (old, new) = (text(&change.old), text(&change.new));
            Finding::of(
                change.fact(),
                match change.change {
                    Change::Changed => format!("`{old}` is printed, and it is `{new}`"),
                    Change::Came => format!("`{new}` is missing"),
                    Change::Went => format!("`{old}` is printed, and there is no such number"),
                    Change::Turned => format!(
                        "`{old}` is printed with other differences to other groups than there are"
                    ),
                },
            )
        })
        .collect();
    let all = comparison.compared;
    let wrong = findings.len();
    findings.extend(again.failed_claims.iter().map(|claim| Finding {
        said: claim.said.clone(),
        file: Some(claim.template.clone()),
        line: Some(claim.line),
        ..Finding::default()
    }));
    let said = match wrong {
        0 if !findings.is_empty() => "claims do not hold".into(),
        0 => format!("all {all} numbers are what the workbook gives"),
        1 => "1 number is not what the workbook gives".into(),
        more => format!("{more} numbers are not what the workbook gives"),
    };
    Check::of(Subject::Numbers, said, findings)
}

fn compare_bytes(published: &Published, bytes: &[u8], again: &Published, same: bool) -> Check {
    if !same {
        return Check::skipped(Subject::Bytes, "not compared: it was made from other files");
    }
    let now = again.pdf.as_deref().unwrap_or_default();
    if bytes == now {
        let said = format!("printed again, it is the same, {} bytes", bytes.len());
        return Check::of(Subject::Bytes, said, vec![]);
    }
    let at = bytes.iter().zip(now).take_while(|(one, other)| one == other).count();
    let mut findings = differences(published, bytes, now);
    findings.push(Finding::plain(format!(
        "the first difference is at byte {at}; the file has {} bytes, printed again {}",
        bytes.len(),
        now.len()
    )));
    Check::of(
        Subject::Bytes,
        "printed again from the same files, it is another file".into(),
        findings,
    )
}

/// What the pages say in other words than when they are printed again.
fn differences(published: &Published, bytes: &[u8], now: &[u8]) -> Vec<Finding> {
    let words = |bytes: &[u8]| -> Vec<Vec<String>> {
        let pages = page_texts(&published.name, bytes).unwrap_or_default();
        let texts = pages.iter().map(|page| page.words_between(0.0, page.height));
        texts.map(|words| words.into_iter().map(|word| word.0).collect()).collect()
    };
    let (printed, again) = (words(bytes), words(now));
    let mut findings = vec![];
    for page in 0..printed.len().max(again.len()) {
        let of = |pages: &[Vec<String>]| pages.get(page).cloned().unwrap_or_default();
        let (printed, again) = (of(&printed), of(&again));
        let printed: Vec<&str> = printed.iter().map(String::as_str).collect();
        let again: Vec<&str> = again.iter().map(String::as_str).collect();
        let difference = TextDiff::from_slices(&again, &printed);
        for group in difference.grouped_ops(0) {
            let said = |tag: ChangeTag| -> String {
                let changes = group.iter().flat_map(|it| difference.iter_changes(it));
                changes
                    .filter(|change| change.tag() == tag)
                    .map(|change| change.value())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            findings.push(Finding {
                said: format!(
                    "`{}` stands where `{}` is printed",
                    said(ChangeTag::Insert),
                    said(ChangeTag::Delete)
                ),
                page: Some(page + 1),
                ..Finding::default()
            });
        }
    }
    findings
}
