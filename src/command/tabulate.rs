//! `drukpers tabulate`: tables on the terminal, without a template.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_spanned::Spanned;

use crate::chapter;
use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::format::Language;
use crate::manifest::{
    DesignTable, DistributionRounding, IntervalMethod, PopulationPlan, PrivacyTable,
};
use crate::press::{self, Setup};
use crate::project;
use crate::statistics::{
    Analysis, Correction, Filter, Percentages, Selection, Significance, parse_banner,
};
use crate::survey::{ReadPlan, Survey};
use crate::tabulation::{self, Request, Tabulation};
use crate::workbook::{self, Workbook};

use super::arguments::{Format, General, Interval, Nets, Of, Percent, Tabulate, Tests};
use super::console::{Console, width};
use super::{DONE, FAULT};

pub(super) fn run(general: &General, arguments: &Tabulate, console: &mut Console) -> u8 {
    let outcome = tables(general, arguments, console);
    console.end();
    match outcome {
        Ok(Warned { value, warnings }) => {
            if !warnings.is_empty() && console.diagnose(&warnings) {
                return FAULT;
            }
            console.result(&match general.format {
                Format::Json => tabulation::json(&value),
                Format::Csv => tabulation::csv(&value),
                _ => tabulation::human(&value, width()),
            });
            DONE
        }
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

/// The tables, with the warnings of the workbook.
fn tables(general: &General, arguments: &Tabulate, console: &mut Console) -> Outcome<Tabulation> {
    let Warned { value: analysis, warnings } = analysis(general, arguments, console)?;
    console.stage("computing the tables");
    let mut request = request(&analysis, arguments).map_err(|fault| vec![fault])?;
    if arguments.nets.is_some() {
        let project = project::load(&general.project)?;
        request.nets = press::nets(&project.value, analysis.survey())?;
        request.nets_inside = arguments.nets == Some(Nets::Inside);
    }
    if is_by_wave(arguments, analysis.survey()) && arguments.workbook.is_none() {
        let project = project::load(&general.project)?;
        let earlier = press::earlier_waves(&project.value, analysis.survey())?;
        let manifest = &project.value.manifest.waves;
        if let Some(question) = &manifest.question {
            request.by = vec![vec![question.get_ref().clone()]];
        }
        if let Some(label) = manifest.label.as_ref().filter(|_| !manifest.earlier.is_empty()) {
            let mut waves: Vec<(&str, &Analysis)> =
                earlier.value.iter().map(|(label, analysis)| (label.as_str(), analysis)).collect();
            waves.push((label.get_ref(), &analysis));
            let value = tabulation::tabulate_waves(&waves, &request)?;
            let warnings = warnings.into_iter().chain(earlier.warnings).collect();
            return Ok(Warned { value, warnings });
        }
    }
    let value = tabulation::tabulate(&analysis, &request)?;
    Ok(Warned { value, warnings })
}

/// Whether the groups are the waves of the manifest.
fn is_by_wave(arguments: &Tabulate, survey: &Survey) -> bool {
    matches!(&arguments.by[..], [by] if by.trim() == "wave")
        && !survey.questions.contains_key("wave")
}

fn request(analysis: &Analysis, arguments: &Tabulate) -> Result<Request, Diagnostic> {
    let filter = match &arguments.filter {
        Some(text) => Filter::parse(text, analysis.survey())?,
        None => Filter::everyone(),
    };
    let nests =
        arguments.by.iter().map(|by| parse_banner(by)).collect::<Result<Vec<_>, Diagnostic>>()?;
    let tests = |correction| Some(Significance { correction, ..Significance::default() });
    Ok(Request {
        questions: arguments.questions.clone(),
        by: nests.into_iter().flatten().collect(),
        percentages: match arguments.percent {
            Percent::Column => Percentages::Column,
            Percent::Row => Percentages::Row,
            Percent::Total => Percentages::Total,
        },
        of_answers: arguments.of == Of::Answers,
        selection: Selection { filter, weighted: !arguments.unweighted },
        tests: match arguments.tests {
            Tests::None => None,
            Tests::Uncorrected => tests(Correction::None),
            Tests::Bonferroni => tests(Correction::Bonferroni),
            Tests::FalseDiscovery => tests(Correction::BenjaminiHochberg),
        },
        ..Request::default()
    })
}

/// The survey of the workbook that was named, else of the project.
fn analysis(general: &General, arguments: &Tabulate, console: &mut Console) -> Outcome<Analysis> {
    console.stage("reading the workbook");
    match &arguments.workbook {
        Some(path) => {
            let bytes = project::read_file(path).map_err(|fault| vec![fault])?;
            let read = workbook::read(&path.display().to_string(), &bytes)?;
            let mut design = DesignTable::default();
            override_design(&mut design, arguments);
            let setup = Setup {
                read: override_plan(ReadPlan::default(), arguments),
                sheets: vec![],
                design: &design,
                privacy: PrivacyTable::default(),
                banners: BTreeSet::new(),
                distribution: DistributionRounding::default(),
                derived: &IndexMap::new(),
                language: Language::English,
                file: None,
            };
            analyse(read, &setup)
        }
        None => {
            let project = project::load(&general.project)?;
            let mut read = press::read_workbook(&project.value)?;
            read.warnings.splice(0..0, project.warnings);
            let mut design = project.value.manifest.design.clone();
            override_design(&mut design, arguments);
            let setup = Setup::of(&project.value);
            let setup = Setup {
                read: override_plan(setup.read, arguments),
                design: &design,
                banners: banners(arguments),
                ..setup
            };
            analyse(read, &setup)
        }
    }
}

fn analyse(read: Warned<Workbook>, setup: &Setup) -> Outcome<Analysis> {
    let Warned { value: workbook, mut warnings } = read;
    match press::analyse(&workbook, setup) {
        Ok(analysis) => {
            warnings.extend(analysis.warnings);
            Ok(Warned { value: analysis.value.analysis, warnings })
        }
        Err(mut faults) => {
            faults.append(&mut warnings);
            Err(faults)
        }
    }
}

/// The groups that are asked for, in the form in which templates have them.
fn banners(arguments: &Tabulate) -> BTreeSet<Vec<Arc<str>>> {
    let by = arguments.by.join(", ");
    let filter = arguments.filter.as_deref().unwrap_or_default();
    chapter::banners(&format!("{{{{table by='{by}' where='{filter}'}}}}"))
}

/// The sheets that the options name, instead of those of the plan.
fn override_plan(mut plan: ReadPlan, arguments: &Tabulate) -> ReadPlan {
    if arguments.data.is_some() {
        plan.data_sheet.clone_from(&arguments.data);
    }
    if arguments.frame.is_some() {
        plan.frame_sheet.clone_from(&arguments.frame);
    }
    plan
}

/// What the options say of the design, instead of the manifest.
fn override_design(design: &mut DesignTable, arguments: &Tabulate) {
    // An empty span: it was typed, and stands in no file.
    let typed = |text: &String| Spanned::new(0..0, text.clone());
    if let Some(size) = arguments.population {
        design.population = Some(Spanned::new(0..0, PopulationPlan::Size(size)));
    }
    if let Some(weight) = &arguments.weight {
        design.weight = Some(typed(weight));
    }
    if let Some(strata) = &arguments.strata {
        design.strata = Some(typed(strata));
    }
    if let Some(question) = &arguments.post_stratify {
        design.post_stratify = Some(typed(question));
        design.rake.clear();
        design.trim = None;
    }
    if !arguments.rake.is_empty() {
        design.rake = arguments.rake.iter().map(typed).collect();
        design.post_stratify = None;
    }
    if let Some(level) = arguments.level {
        design.level = Some(Spanned::new(0..0, level));
    }
    if let Some(interval) = arguments.interval {
        design.share_interval = Some(match interval {
            Interval::T => IntervalMethod::T,
            Interval::Z => IntervalMethod::Z,
            Interval::Wilson => IntervalMethod::Wilson,
            Interval::Logit => IntervalMethod::Logit,
            Interval::LogitModel => IntervalMethod::LogitModel,
            Interval::Beta => IntervalMethod::Beta,
            Interval::Likelihood => IntervalMethod::Likelihood,
        });
    }
}
