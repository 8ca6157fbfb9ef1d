//! A report written down.

use std::fmt::Write;

use serde::Serialize;

use super::{Check, Finding, Report, Subject};

/// How many findings of a check are written for people.
const MOST: usize = 40;

impl Subject {
    /// The word at the head of its line.
    fn word(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Pages => "pages",
            Self::Tool => "tool",
            Self::Manifest => "manifest",
            Self::Workbook => "workbook",
            Self::Templates => "templates",
            Self::Fonts => "fonts",
            Self::Interviews => "interviews",
            Self::Numbers => "numbers",
            Self::Bytes => "bytes",
        }
    }
}

/// A report for people: a line for each check, and below it what is wrong.
pub fn text(report: &Report) -> String {
    let mut text = match &report.edition {
        Some(edition) => format!("{}: {edition}\n\n", report.name),
        None => format!("{}\n\n", report.name),
    };
    for check in &report.checks {
        let verdict = match check.holds {
            Some(true) => "holds",
            Some(false) => "FAILS",
            None => "-",
        };
        let _ = writeln!(text, "{verdict:<5}  {:<10}  {}", check.subject.word(), check.said);
        for finding in check.findings.iter().take(MOST) {
            let _ = writeln!(text, "       {}", line(finding));
        }
        if check.findings.len() > MOST {
            let more = check.findings.len() - MOST;
            let _ = writeln!(text, "       and {more} more: `--format json` has all");
        }
    }
    let _ = write!(text, "\n{}\n", conclusion(report));
    text
}

/// One finding: its page, what is wrong, and the line of the template.
fn line(finding: &Finding) -> String {
    let mut line = String::new();
    if let Some(page) = finding.page {
        let label = finding.page_label.clone().unwrap_or_else(|| page.to_string());
        let _ = write!(line, "page {label}: ");
    }
    match (&finding.file, finding.line) {
        (Some(file), Some(at)) => {
            let _ = write!(line, "{} ({file}:{at})", finding.said);
        }
        (Some(file), None) => {
            let _ = write!(line, "{file} {}", finding.said);
        }
        (None, _) => line.push_str(&finding.said),
    }
    line
}

fn conclusion(report: &Report) -> String {
    let count = |holds: Option<bool>| {
        report.checks.iter().filter(|check: &&Check| check.holds == holds).count()
    };
    let (holding, failing, skipped) = (count(Some(true)), count(Some(false)), count(None));
    let not_made = match skipped {
        0 => String::new(),
        1 => ", 1 could not be made".into(),
        more => format!(", {more} could not be made"),
    };
    match failing {
        0 if skipped == 0 => format!("verified: all {holding} checks hold"),
        0 => format!("nothing wrong was found: {holding} checks hold{not_made}"),
        1 => format!("not verified: 1 check fails, {holding} hold{not_made}"),
        more => format!("not verified: {more} checks fail, {holding} hold{not_made}"),
    }
}

/// A report as one JSON object, which `docs/trust.md` describes.
pub fn json(report: &Report) -> String {
    #[derive(Serialize)]
    struct Whole<'a> {
        holds: bool,
        conclusion: String,
        #[serde(flatten)]
        report: &'a Report,
    }
    let whole = Whole { holds: report.holds(), conclusion: conclusion(report), report };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}
