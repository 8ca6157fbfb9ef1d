//! The press: puts the stages together, from a project to a finished edition.

mod document;
mod interviews;
mod main_document;
mod sources;
mod web;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chapter::{Figure, Material};
use crate::chart::{ChartTheme, FontSet};
use crate::diagnostics::{Diagnostic, Outcome, Place, Severity, Warned};
use crate::format::Language;
use crate::ledger::{Fact, Ledger, to_csv, to_json};
use crate::project::Project;
use crate::release::{Counts, Edition, Input, MANIFEST_FILE, Role, manifest_json};
use crate::statistics::Analysis;
use crate::survey::Survey;
use crate::typeset::Fonts;
use crate::workbook::Workbook;

use document::Typeset;

/// What to print.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Documents by file name without ending. Empty for the whole edition.
    pub only: Vec<String>,
}

impl Scope {
    fn has(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == name)
    }
}

/// What was printed.
#[derive(Clone, Debug)]
pub struct Printed {
    /// All files.
    pub edition: Edition,
    /// How much there is of everything.
    pub counts: Counts,
}

/// Everything that documents are made from, ready for use.
struct Desk<'a> {
    project: &'a Project,
    material: Material<'a>,
    fonts: Arc<Fonts>,
}

/// Prints an edition: a pure function of the project. `stage` is told what
/// begins, for a progress bar.
///
/// Faults of a stage are returned together; the next stage is not begun.
pub fn print(project: &Project, scope: &Scope, stage: &mut dyn FnMut(&'static str)) -> Outcome<Printed> {
    let mut warnings = vec![];
    stage("reading the workbook");
    let workbook = read_workbook(project, &mut warnings)?;
    let survey = read_survey(project, &workbook, &mut warnings)?;
    stage("preparing the statistics");
    let analysis = prepare(project, &survey, &mut warnings)?;
    let fonts = sources::fonts(project)?;
    let chart_fonts = sources::chart_fonts(project)?;
    let chart_theme = sources::chart_theme(project);
    let desk = Desk {
        project,
        material: material(project, &workbook, &survey, &analysis, &chart_theme, &chart_fonts),
        fonts,
    };

    stage("filling the templates");
    let name = project.manifest.publication.name.get_ref();
    let interviews = interviews::read(project)?;
    check_scope(project, scope, &interviews)?;
    let (main, pages) = collect(
        if scope.has(name) { main_document::prepare(&desk, &interviews).map(Some) } else { Ok(None) },
        interviews::prepare(&desk, &interviews, scope),
    )?;

    stage("setting the pages");
    let typeset = document::set_all(&desk, main, pages)?;
    let mut edition = Edition::default();
    let mut counts = Counts::default();
    let mut ledger = Ledger::default();
    let mut figures: Vec<Figure> = vec![];
    for document in &typeset {
        warnings.extend(document.warnings.iter().cloned());
        edition.insert(document.path.clone(), document.pdf.clone());
        ledger.facts.extend(document.facts.iter().cloned());
        figures.extend(document.figures.iter().cloned());
        counts.documents += 1;
        counts.pages += document.pages;
        counts.figures += document.figures.len();
        counts.tables += document.tables;
    }

    stage("making the web page");
    for figure in &figures {
        edition.insert(format!("figures/{}.svg", figure.key), figure.svg.as_bytes());
        edition.insert(format!("figures/{}.csv", figure.key), figure.csv.as_bytes());
    }
    if scope.only.is_empty() {
        let facts = web::make(&desk, &interviews, &typeset, &figures, &mut edition)?;
        ledger.facts.extend(facts);
        edition.insert("facts.json", to_json(&ledger).into_bytes());
        edition.insert("facts.csv", to_csv(&ledger));
    }
    counts.facts = ledger.facts.len();
    let pages: BTreeMap<String, usize> =
        typeset.iter().map(|document| (document.path.clone(), document.pages)).collect();
    let manifest =
        manifest_json(&project.manifest.publication, &inputs(project), &edition, &pages, counts);
    edition.insert(MANIFEST_FILE, manifest);
    Ok(Warned { value: Printed { edition, counts }, warnings })
}
