//! From a workbook to an analysis: the survey, its derived questions and its design.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_spanned::Spanned;

use crate::diagnostics::{Diagnostic, Outcome, Place, TextFile, Warned};
use crate::format::Language;
use crate::manifest::{
    DerivedTable, DesignTable, DistributionRounding, IntervalMethod, LonelyRule, PopulationPlan,
    PopulationWord, PrivacyTable,
};
use crate::project::Project;
use crate::statistics::{
    self, Adjustment, Analysis, DesignPlan, Lonely, Margin, Population, Privacy, Settings,
    ShareInterval, Trim,
};
use crate::survey::{ReadPlan, Survey};
use crate::workbook::{self, Workbook};

use super::{derived, derived_sheet};

/// How a workbook becomes an analysis.
pub struct Setup<'a> {
    /// Which sheets and columns are read.
    pub read: ReadPlan,
    /// The names of sheets as they are written in `file`.
    pub sheets: Vec<&'a Spanned<String>>,
    /// The sample and its weights.
    pub design: &'a DesignTable,
    /// What may not be printed.
    pub privacy: PrivacyTable,
    /// The groups that the publication tells of: what is hidden is decided for
    /// all of them together. Empty when nothing can be hidden.
    pub banners: BTreeSet<Vec<Arc<str>>>,
    /// Whether the percentages of a question are rounded together.
    pub distribution: DistributionRounding,
    /// Questions made from others.
    pub derived: &'a IndexMap<Spanned<String>, DerivedTable>,
    /// The language of labels that are made.
    pub language: Language,
    /// The file that the spans of `design` and `derived` point into; a value
    /// with an empty span stands nowhere.
    pub file: Option<&'a Arc<TextFile>>,
}

impl<'a> Setup<'a> {
    /// The setup of a project's manifest.
    pub fn of(project: &'a Project) -> Self {
        let manifest = &project.manifest;
        let plan = &manifest.workbook;
        Self {
            read: ReadPlan {
                data_sheet: Some(plan.data.get_ref().clone()),
                id_column: plan.id.clone(),
                weight_column: manifest.design.weight.as_ref().map(|it| it.get_ref().clone()),
                other_columns: plan.columns.clone(),
                frame_sheet: plan.frame.as_ref().map(|sheet| sheet.get_ref().clone()),
                language: Some(manifest.publication.language.get_ref().clone()),
                ..ReadPlan::default()
            },
            sheets: plan.frame.iter().chain([&plan.data]).collect(),
            design: &manifest.design,
            privacy: manifest.privacy,
            banners: match manifest.privacy == PrivacyTable::default() {
                true => BTreeSet::new(),
                false => banners(project),
            },
            distribution: manifest.rounding.distribution,
            derived: &manifest.derived,
            language: super::language(project),
            file: Some(&project.manifest_file),
        }
    }

    /// The place of a span.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        match self.file {
            Some(file) if !range.is_empty() => Place::Text { file: file.clone(), range },
            _ => Place::Nowhere,
        }
    }

    /// The same messages, in which a sheet that the workbook does not have is told at
    /// the key that names it.
    pub(super) fn at_keys(&self, workbook: &Workbook, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let at_key = |fault: Diagnostic| {
            let is_told =
                |key: &&&Spanned<String>| fault.message == workbook.no_sheet(key.get_ref()).message;
            let key = self.sheets.iter().find(is_told);
            match key.map_or(Place::Nowhere, |key| self.place(key.span())) {
                Place::Nowhere => fault,
                place => fault.at(place),
            }
        };
        faults.into_iter().map(at_key).collect()
    }
}

/// The groups that the project's templates tell of.
fn banners(project: &Project) -> BTreeSet<Vec<Arc<str>>> {
    let texts = project
        .paths("templates", ".hbs")
        .filter_map(|path| project.text(path, &Place::File(path.to_string())).ok());
    let mut found: BTreeSet<Vec<Arc<str>>> =
        texts.flat_map(|file| crate::chapter::banners(&file.text)).collect();
    if let Some(question) = &project.manifest.waves.question {
        let wave: Arc<str> = question.get_ref().as_str().into();
        let plain: Vec<_> = found.iter().cloned().chain([vec![]]).collect();
        found.extend(plain.into_iter().map(|nest| [nest, vec![wave.clone()]].concat()));
    }
    found
}

/// The workbook of a project.
pub fn read_workbook(project: &Project) -> Outcome<Workbook> {
    let path = &project.manifest.workbook.file;
    let bytes = project.bytes(path.get_ref(), &project.place(path)).map_err(|fault| vec![fault])?;
    workbook::read(path.get_ref(), &bytes)
}

/// What [`analyse`] makes of a workbook.
pub struct Analysed {
    /// The survey with weights and design.
    pub analysis: Analysis,
    /// The questions made from others, as manifest and workbook declare them.
    pub derived: IndexMap<Spanned<String>, DerivedTable>,
}

/// Reads the survey, makes its derived questions and prepares its design.
///
/// Faults of a step are returned together; the next step is not begun.
pub fn analyse(workbook: &Workbook, setup: &Setup) -> Outcome<Analysed> {
    let plan = read_plan(workbook, setup);
    let Warned { value: mut survey, warnings } =
        crate::survey::read(workbook, &plan).map_err(|faults| setup.at_keys(workbook, faults))?;
    let with_warnings = |mut faults: Vec<Diagnostic>| {
        faults.extend(warnings.iter().cloned());
        faults
    };
    let declared = derived_sheet::read(workbook).map_err(with_warnings)?;
    derived::add(&mut survey, setup, &declared).map_err(with_warnings)?;
    let analysis = design(survey, setup).map_err(with_warnings)?;
    let mut derived = setup.derived.clone();
    derived.extend(declared.tables);
    Ok(Warned { value: Analysed { analysis, derived }, warnings })
}

/// [`analyse`] as far as it goes, with what is wrong in every step: what is at fault
/// is left out, and a design at fault counts as none. For looking for more faults.
pub(super) fn analyse_roughly(
    workbook: &Workbook,
    setup: &Setup,
) -> (Option<Analysed>, Vec<Diagnostic>) {
    let plan = read_plan(workbook, setup);
    let (survey, messages) = crate::survey::read_roughly(workbook, workbook, &plan);
    let mut messages = setup.at_keys(workbook, messages);
    let Some(mut survey) = survey else { return (None, messages) };
    let mut tell = |faults: Vec<Diagnostic>| messages.extend(faults);
    let mut derived = setup.derived.clone();
    match derived_sheet::read(workbook) {
        Ok(declared) => {
            if let Err(faults) = derived::add(&mut survey, setup, &declared) {
                tell(faults);
            }
            derived.extend(declared.tables);
        }
        Err(faults) => tell(faults),
    }
    let endless = Spanned::new(0..0, PopulationPlan::Word(PopulationWord::Endless));
    let none = DesignTable { population: Some(endless), ..DesignTable::default() };
    let analysis = design(survey.clone(), setup).or_else(|faults| {
        tell(faults);
        design(
            survey,
            &Setup {
                design: &none,
                read: setup.read.clone(),
                sheets: setup.sheets.clone(),
                banners: setup.banners.clone(),
                ..*setup
            },
        )
    });
    (analysis.ok().map(|analysis| Analysed { analysis, derived }), messages)
}

/// How the survey is read for an analysis.
fn read_plan(workbook: &Workbook, setup: &Setup) -> ReadPlan {
    let mut read = setup.read.clone();
    read.other_sheet = derived_sheet::sheet(workbook).map(|sheet| sheet.name.to_string());
    read.weight_column = setup.design.weight.as_ref().map(|weight| weight.get_ref().clone());
    // What the design names need not be a question of the codebook.
    read.other_columns.extend(setup.design.names().map(|name| name.get_ref().clone()));
    read
}

fn design(survey: Survey, setup: &Setup) -> Result<Analysis, Vec<Diagnostic>> {
    let table = setup.design;
    let mut faults: Vec<Diagnostic> = table
        .names()
        .filter_map(|name| {
            let fault = statistics::find_question(&survey, name.get_ref()).err()?;
            Some(fault.at(setup.place(name.span())))
        })
        .collect();
    let adjusted = table.post_stratify.iter().chain(&table.rake).next();
    if survey.frame.is_none()
        && let Some(name) = adjusted
    {
        faults.push(no_frame().at(setup.place(name.span())));
    }
    if survey.frame.is_none()
        && let Some(population) = &table.population
        && *population.get_ref() == PopulationPlan::Word(PopulationWord::Frame)
    {
        faults.push(no_frame().at(setup.place(population.span())));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let plan = plan(&survey, table);
    Analysis::new(Arc::new(survey), &plan, settings(table, setup)).map_err(|faults| {
        faults
            .into_iter()
            .map(|fault| match fault.place {
                Place::Nowhere => {
                    let span = span_of(&fault, table);
                    fault.at(setup.place(span))
                }
                _ => fault,
            })
            .collect()
    })
}

fn no_frame() -> Diagnostic {
    Diagnostic::error("no-frame", "there is no frame to weight by")
        .hint("name the sheet with one row for each unit of the population: `frame` under `[workbook]`, or `--frame`")
}

fn plan(survey: &Survey, table: &DesignTable) -> DesignPlan {
    let name = |name: &Spanned<String>| Arc::from(name.get_ref().as_str());
    let population = match table.population.as_ref().map(Spanned::get_ref) {
        Some(PopulationPlan::Size(size)) => vec![Population::Size(*size)],
        Some(PopulationPlan::Strata(sizes)) => vec![Population::Strata(
            sizes.iter().map(|(code, size)| (Arc::from(code.as_str()), *size)).collect(),
        )],
        Some(PopulationPlan::Word(PopulationWord::Endless)) => vec![],
        Some(PopulationPlan::Word(PopulationWord::Frame)) => vec![Population::Frame],
        // The frame's rows are respondents, not clusters of them.
        None if !table.clusters.is_empty() => vec![],
        None => survey.frame.iter().map(|_| Population::Frame).collect(),
    };
    let adjustment = match (&table.post_stratify, &table.rake[..]) {
        (Some(question), _) => Adjustment::PostStratify(Margin::of(question.get_ref())),
        (None, []) => Adjustment::None,
        (None, margins) => {
            let mut rake = Adjustment::rake(margins.iter().map(|it| Margin::of(it.get_ref())));
            if let (Adjustment::Rake { trim, .. }, Some(bounds)) = (&mut rake, &table.trim) {
                let [lower, upper] = *bounds.get_ref();
                *trim = Some(Trim { lower, upper });
            }
            rake
        }
    };
    DesignPlan {
        weights: table.weight.as_ref().map(name),
        strata: table.strata.as_ref().map(name),
        clusters: table.clusters.iter().map(name).collect(),
        population,
        adjustment,
        lonely: match table.lonely {
            LonelyRule::Fail => Lonely::Fail,
            LonelyRule::Certainty => Lonely::Certainty,
            LonelyRule::Adjust => Lonely::Adjust,
            LonelyRule::Average => Lonely::Average,
        },
    }
}

fn settings(table: &DesignTable, setup: &Setup) -> Settings {
    let privacy = setup.privacy;
    let default = Settings::default();
    Settings {
        level: table.level.as_ref().map_or(default.level, |level| *level.get_ref()),
        share_interval: match table.share_interval {
            None => default.share_interval,
            Some(IntervalMethod::T) => ShareInterval::T,
            Some(IntervalMethod::Z) => ShareInterval::Z,
            Some(IntervalMethod::Wilson) => ShareInterval::Wilson,
            Some(IntervalMethod::Logit) => ShareInterval::Logit,
            Some(IntervalMethod::LogitModel) => ShareInterval::LogitModel,
            Some(IntervalMethod::Beta) => ShareInterval::Beta,
            Some(IntervalMethod::Likelihood) => ShareInterval::Likelihood,
        },
        privacy: Privacy {
            smallest_base: privacy.smallest_base,
            smallest_cell: privacy.smallest_cell,
        },
        banners: setup.banners.iter().cloned().collect(),
        to_hundred: setup.distribution == DistributionRounding::Hundred,
    }
}

/// The part of the table that a fault of the design is about: the key that its
/// code speaks of, else the question that its message names.
fn span_of(fault: &Diagnostic, table: &DesignTable) -> Range<usize> {
    let population = table.population.as_ref().map(Spanned::span);
    let by_code = match fault.code {
        "trim-bounds" => table.trim.as_ref().map(Spanned::span),
        "sample-exceeds-population"
        | "stratum-without-size"
        | "bad-population"
        | "invalid-population" => population,
        "unknown-code" | "empty-stratum" => population,
        _ => None,
    };
    by_code
        .or_else(|| {
            let named = |name: &&Spanned<String>| {
                let name = name.get_ref();
                fault.message.contains(&format!("`{name}`"))
                    || fault.message.contains(&format!("`{name}="))
            };
            table.names().find(named).map(Spanned::span)
        })
        .unwrap_or_else(|| table.span())
}
