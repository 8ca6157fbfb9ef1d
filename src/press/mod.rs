//! The press: puts the stages together, from a project to a finished edition.

mod account;
mod cause;
mod compose;
mod derived;
mod derived_sheet;
mod document;
mod draft;
mod errata;
mod figure;
mod fill;
mod interviews;
mod loose;
mod main_document;
mod memory;
mod messages;
mod nets;
mod prepare;
mod proof;
mod reading;
mod rehearsal;
mod round;
mod sources;
mod stock;
mod totals;
mod typst_faults;
mod waves;
mod web;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use serde_spanned::Spanned;

use crate::chapter::{Figure, Material};
use crate::chart::{ChartTheme, FontSet, RegionMap};
use crate::diagnostics::{Diagnostic, Outcome, Place, TextFile, Warned, conclude, nearest_hint};
use crate::format::Language;
use crate::interview::Interview;
use crate::ledger::{LEDGER_FILE, Ledger, Legend, hidden_csv, hidden_json, to_csv, to_json};
use crate::manifest::{DerivedTable, PrivacyTable, is_broken};
use crate::project::Project;
use crate::release::{Counts, Edition, Input, MANIFEST_FILE, Role, manifest_json};
use crate::statistics::Analysis;
use crate::survey::Watched;
use crate::typeset::{Bytes, Fonts};
use crate::workbook::Workbook;

pub use memory::{Reason, Step};
pub use nets::nets;
pub use prepare::{Analysed, Setup, analyse, read_workbook};
pub use proof::{Found, Proof};
pub use round::{Press, Round};
pub use stock::SurveySheets;

pub use errata::errata_pdf;
pub use figure::{draw, figure_pdf, figure_png, fill_each};

/// What to print.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Documents by file name without ending. Empty for the whole edition.
    pub only: Vec<String>,
    /// Whether an edition with claims that do not hold is printed all the same,
    /// as a draft: each such claim and every page marked, the claims as warnings.
    pub allow_failed_claims: bool,
    /// Whether the ledger is left out, with all that is done for it: no number gets a
    /// place, nothing is attached, no `facts.json` is written. For measuring what the
    /// ledger costs; no command leaves it out.
    pub without_ledger: bool,
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
    /// Every printed number.
    pub ledger: Ledger,
}

/// Everything that documents are made from, ready for use.
struct Desk<'a> {
    project: &'a Project,
    material: Material<'a>,
    fonts: Arc<Fonts>,
    /// Every file that goes in, once somebody asks.
    inputs: OnceLock<Vec<Input>>,
    supplies: &'a stock::Supplies,
    /// Whether this is a draft, which may hold claims that are not true.
    draft: bool,
    /// Whether every number gets its place in the ledger.
    traces: bool,
}

impl<'a> Desk<'a> {
    /// The desk with interviews that can be quoted.
    fn with<'b>(self, interviews: &'b [Interview]) -> Desk<'b>
    where
        'a: 'b,
    {
        Desk { material: Material { interviews, ..self.material }, ..self }
    }
}

impl Desk<'_> {
    /// The record of every file that goes in.
    fn inputs(&self) -> &[Input] {
        self.inputs.get_or_init(|| inputs(self.project))
    }
}

/// Prints an edition: a pure function of the project. `stage` is told what
/// begins, for a progress bar.
///
/// Faults of all stages that can run are returned together, without those that only
/// follow from others. Whoever prints again and again keeps a [`Press`].
pub fn print(
    project: &Project,
    scope: &Scope,
    stage: &mut dyn FnMut(&'static str),
) -> Outcome<Printed> {
    Press::default().print(project, scope, stage)
}

/// The warnings of numbers that editors typed, of a project from which nothing can be
/// printed: without those that may follow from its `faults`.
pub fn loose_numbers(project: &Project, faults: &[Diagnostic]) -> Vec<Diagnostic> {
    if is_broken(&project.manifest_file) || project.doubts(&["loose-numbers"]) {
        return vec![];
    }
    let (interviews, _) = interviews::read(project);
    let is_told = faults.iter().any(|fault| fault.code == "loose-number");
    // What is text and what is not is unknown where the syntax is at fault.
    let doubted: Vec<&TextFile> = faults
        .iter()
        .filter(|fault| matches!(fault.code, "template-syntax" | "typst"))
        .filter_map(|fault| match &fault.place {
            Place::Text { file, .. } => Some(&**file),
            _ => None,
        })
        .collect();
    let is_sound = |message: &Diagnostic| match &message.place {
        Place::Text { file, .. } => !doubted.contains(&&**file),
        _ => true,
    };
    loose::warnings(project, &interviews, &[])
        .into_iter()
        .filter(|it| !is_told && it.code == "loose-number" && is_sound(it))
        .collect()
}

/// The files that Typst gets for the main PDF, by virtual path, without the fonts.
pub fn generated_sources(project: &Project) -> Result<BTreeMap<String, Bytes>, Vec<Diagnostic>> {
    with_desk(project, |desk, messages| {
        let (interviews, faults) = interviews::read(project);
        messages.extend(faults);
        let (folder, steps) = (&mut fill::Folder::default(), &mut vec![]);
        let desk = &desk.with(&interviews);
        let (prepared, _) = main_document::prepare(desk, folder, &interviews, steps, messages);
        messages.extend(prepared.iter().flat_map(|it| it.failed_claims().cloned()));
        Ok(prepared.map(|prepared| prepared.into_files(desk)).unwrap_or_default())
    })
    .map(|warned| warned.value)
}

/// Reads the survey and lays everything ready that documents are made from.
fn with_desk<T>(
    project: &Project,
    work: impl FnOnce(Desk, &mut Vec<Diagnostic>) -> Result<T, Vec<Diagnostic>>,
) -> Outcome<T> {
    let (supplies, mut messages) =
        stock::Stock::default().prepare(project, &mut |_| {}, &mut vec![]);
    let Some(supplies) = supplies.filter(|_| !messages::stop(&messages)) else {
        return Err(messages);
    };
    match work(supplies.desk(project), &mut messages) {
        Ok(value) => conclude(value, messages),
        Err(mut faults) => {
            faults.append(&mut messages);
            Err(faults)
        }
    }
}

/// Puts the files of an edition together; gives the claims of the web page that do not hold.
fn assemble(
    desk: &Desk,
    scope: &Scope,
    interviews: &[Interview],
    typeset: &[memory::Piece<document::Typeset>],
    warnings: &mut Vec<Diagnostic>,
) -> Result<(Printed, Vec<Diagnostic>), Vec<Diagnostic>> {
    let project = desk.project;
    let mut edition = Edition::default();
    let mut counts = Counts::default();
    let mut ledger = Ledger::new(desk.material.legend.clone(), vec![]);
    let mut figures: Vec<Figure> = vec![];
    for document in typeset {
        edition.insert(document.path.clone(), document.pdf.clone());
        ledger.facts.extend(document.facts.iter().cloned());
        figures.extend(document.figures.iter().cloned());
        counts.tables += document.tables;
    }
    counts.figures = figures.len();
    for figure in &figures {
        edition.insert(format!("figures/{}.svg", figure.key), figure.svg.as_bytes());
        edition.insert(format!("figures/{}.csv", figure.key), figure.csv.as_bytes());
    }
    let pages: BTreeMap<String, usize> =
        typeset.iter().map(|document| (document.path.clone(), document.pages)).collect();
    let mut failed = vec![];
    if scope.only.is_empty() {
        let page = web::make(desk, interviews, &pages, &figures, &mut edition)?;
        ledger.facts.extend(page.facts);
        failed = page.failed_claims;
        warnings.extend(loose::warnings(project, interviews, &ledger.facts));
        if desk.traces {
            edition.insert(LEDGER_FILE, to_json(&ledger).into_bytes());
            edition.insert("facts.csv", to_csv(&ledger));
        }
        if project.manifest.privacy != PrivacyTable::default() {
            edition.insert("hidden.json", hidden_json(&ledger).into_bytes());
            edition.insert("hidden.csv", hidden_csv(&ledger));
        }
    }
    warnings.extend(totals::warning(desk, &ledger.facts));
    counts.facts = ledger.facts.len();
    counts.documents = typeset.len();
    counts.pages = pages.values().sum();
    let manifest =
        manifest_json(&project.manifest.publication, desk.inputs(), &edition, &pages, counts);
    edition.insert(MANIFEST_FILE, manifest);
    Ok((Printed { edition, counts, ledger }, failed))
}

/// The earlier waves of a project, the first one first, with their labels.
pub fn earlier_waves(
    project: &Project,
    current: &crate::survey::Survey,
) -> Outcome<Vec<(String, Analysis)>> {
    let Warned { value, warnings } = waves::read(project, current)?;
    let value = value.into_iter().map(|wave| (wave.label, wave.analysis)).collect();
    Ok(Warned { value, warnings })
}

/// What templates are filled from.
fn material<'a>(
    project: &'a Project,
    workbook: &'a Watched<Workbook>,
    analysis: &'a Analysis,
    (derived, legend): (&'a IndexMap<Spanned<String>, DerivedTable>, &'a Legend),
    chart_theme: &'a ChartTheme,
    fonts: &'a FontSet,
    maps: &'a BTreeMap<String, Arc<RegionMap>>,
) -> Material<'a> {
    Material {
        manifest: &project.manifest,
        workbook,
        survey: analysis.survey(),
        analysis,
        derived,
        language: language(project),
        rounding: project.manifest.rounding,
        chart_theme,
        fonts,
        wave: project.manifest.waves.label.as_ref().map(|label| label.get_ref().as_str()),
        is_earlier: false,
        waves: vec![],
        interviews: &[],
        maps,
        legend,
    }
}

/// The language of the publication, which the manifest's check has found to be known.
fn language(project: &Project) -> Language {
    Language::parse(project.manifest.publication.language.get_ref()).unwrap_or(Language::Dutch)
}

/// The documents that were asked for must exist.
fn check_scope(
    project: &Project,
    scope: &Scope,
    interviews: &[Interview],
) -> Result<(), Vec<Diagnostic>> {
    let main = project.manifest.publication.name.get_ref().as_str();
    let names: Vec<&str> =
        interviews.iter().map(|interview| interview.slug.as_str()).chain([main]).collect();
    let faults: Vec<Diagnostic> = scope
        .only
        .iter()
        .filter(|wanted| !names.contains(&wanted.as_str()))
        .map(|wanted| {
            Diagnostic::error("unknown-document", format!("there is no document `{wanted}`"))
                .hints(nearest_hint(wanted, names.iter().copied()))
                .hint(format!("documents: {}", names.join(", ")))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The record of every file that an edition of the project is made from, by path.
pub fn inputs(project: &Project) -> Vec<Input> {
    let manifest = &project.manifest;
    let interviews = manifest.interviews.as_ref().map(|plan| format!("{}/", plan.folder.get_ref()));
    let in_interviews = |path: &str| interviews.as_ref().is_some_and(|it| path.starts_with(it));
    let role = |path: &str| {
        if path == crate::manifest::FILE_NAME {
            Role::Manifest
        } else if path == manifest.workbook.file.get_ref()
            || manifest.waves.earlier.iter().any(|wave| path == wave.file.get_ref())
        {
            Role::Workbook
        } else if path.starts_with(&format!("{}/", manifest.theme.fonts.get_ref())) {
            Role::Font
        } else if path.ends_with(".md") && in_interviews(path) {
            Role::Interview
        } else {
            Role::Template
        }
    };
    project.files.iter().map(|(path, bytes)| Input::new(role(path), path, bytes)).collect()
}
