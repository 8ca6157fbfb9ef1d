//! What every document is made from: the workbook, the analysis, the type.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::chapter::Material;
use crate::chart::{ChartTheme, FontSet, RegionMap};
use crate::diagnostics::{Diagnostic, Outcome, Warned};
use crate::ledger::Legend;
use crate::manifest::FILE_NAME;
use crate::project::Project;
use crate::statistics::Analysis;
use crate::survey::{self, ReadPlan, Survey, Watched};
use crate::typeset::Fonts;
use crate::workbook::Workbook;

use super::fill::Uses;
use super::memory::{Ingredients, Memory, Piece, Step};
use super::prepare::{Analysed, Setup, analyse, analyse_roughly, read_workbook};
use super::waves::Wave;
use super::{Desk, material, nets, sources, waves};

/// What a press keeps in stock between rounds.
#[derive(Default)]
pub(super) struct Stock {
    /// Whether what is at fault is left out, so that more faults can be looked for.
    rough: bool,
    workbook: Memory<Warned<Watched<Workbook>>>,
    analysis: Memory<Warned<Analysed>>,
    parts: Parts,
    waves: Memory<Warned<Vec<Wave>>>,
    faces: Memory<Faces>,
    maps: Memory<BTreeMap<String, Arc<RegionMap>>>,
}

/// The fonts of the project, for pages and for charts.
struct Faces {
    pages: Arc<Fonts>,
    charts: FontSet,
}

/// The parts of an analysis, each known to be the same as before or another one.
#[derive(Clone, Default)]
struct Parts {
    /// The analysis that they are parts of.
    of: Option<Piece<Warned<Analysed>>>,
    /// Everything but the answers.
    rest: Option<Piece<()>>,
    /// The answers, by question.
    answers: BTreeMap<Arc<str>, Piece<()>>,
}

impl Parts {
    /// Takes the parts of another analysis; what is the same stays the same.
    fn renew(&mut self, analysis: &Piece<Warned<Analysed>>) {
        if self.of.as_ref().is_some_and(|before| before.is(analysis)) {
            return;
        }
        let part = || Piece::new((), analysis.causes().to_vec());
        let before = self.of.replace(analysis.clone());
        let before = before.as_ref().map(|before| &before.value.analysis);
        if !before.is_some_and(|before| before.is_alike(&analysis.value.analysis)) {
            self.rest = Some(part());
        }
        let old = std::mem::take(&mut self.answers);
        for (name, question) in &analysis.value.analysis.survey().questions {
            let same = |before: &Analysis| {
                let before = before.survey().questions.get(name)?;
                before.answers.is_same(&question.answers).then(|| old.get(name))?
            };
            let kept = before.and_then(same).cloned();
            self.answers.insert(name.clone(), kept.unwrap_or_else(part));
        }
    }
}

/// Everything in stock, fit for one project.
pub(super) struct Supplies {
    workbook: Piece<Warned<Watched<Workbook>>>,
    analysis: Piece<Warned<Analysed>>,
    parts: Parts,
    waves: Piece<Warned<Vec<Wave>>>,
    faces: Piece<Faces>,
    chart_theme: ChartTheme,
    /// What names in facts stand for.
    legend: Legend,
    maps: Piece<BTreeMap<String, Arc<RegionMap>>>,
}

/// The sheets that a survey is read from, and how: for who wants a look at the survey
/// itself, without questions that were made from others.
#[derive(Clone)]
pub struct SurveySheets {
    workbook: Arc<Warned<Watched<Workbook>>>,
    plan: ReadPlan,
}

impl SurveySheets {
    /// Reads the survey.
    pub fn read(&self) -> Outcome<Survey> {
        survey::read(&self.workbook.value, &self.plan)
    }

    /// Whether the survey of both is the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.workbook, &other.workbook) && self.plan == other.plan
    }
}

impl Stock {
    /// A stock that leaves out what is at fault, and tells it. Nothing may be printed
    /// from it.
    pub(super) fn rough() -> Self {
        Self { rough: true, ..Self::default() }
    }

    /// Reads the survey and lays ready what documents are made from; what has not
    /// changed since the last round is taken as it is.
    ///
    /// All messages come beside. There is nothing to make documents from when the
    /// survey or the fonts cannot be read, or when the manifest cannot be relied on.
    pub(super) fn prepare(
        &mut self,
        project: &Project,
        stage: &mut dyn FnMut(&'static str),
        steps: &mut Vec<Step>,
    ) -> (Option<Supplies>, Vec<Diagnostic>) {
        let mut messages = project.faults.clone();
        stage("reading the workbook");
        let workbook = match project.doubts(&["workbook"]) {
            true => None,
            false => keep(self.workbook(project, steps), &mut messages),
        };
        if let Some(workbook) = &workbook {
            messages.extend(workbook.warnings.iter().cloned());
        }
        stage("preparing the statistics");
        let of_statistics = ["publication", "design", "derived", "nets", "waves"];
        let analysis = workbook.as_ref().filter(|_| !project.doubts(&of_statistics));
        let analysis = analysis.and_then(|workbook| match self.rough {
            true => roughly(project, workbook, &mut messages),
            false => keep(self.analysis(project, workbook, steps), &mut messages),
        });
        let mut waves = None;
        if let Some(analysis) = &analysis {
            messages.extend(analysis.warnings.iter().cloned());
            self.parts.renew(analysis);
            waves = keep(self.waves(project, analysis, steps), &mut messages);
            if self.rough {
                let none = Warned { value: vec![], warnings: vec![] };
                waves = waves.or_else(|| Some(Piece::new(none, vec![])));
            }
        }
        if let Some(waves) = &waves {
            messages.extend(waves.warnings.iter().cloned());
        }
        let maps = match project.doubts(&["charts"]) {
            true => None,
            false => keep(self.maps(project, steps), &mut messages),
        };
        let mapped = analysis
            .as_ref()
            .map(|analysis| sources::map_questions(project, analysis.value.analysis.survey()));
        let mut maps = mapped.and_then(|mapped| keep(mapped, &mut messages)).and(maps);
        if self.rough {
            maps = maps.or_else(|| Some(Piece::new(BTreeMap::new(), vec![])));
        }
        let mut faces = None;
        if !project.doubts(&["theme"]) {
            faces = keep(self.faces(project, steps), &mut messages);
            if self.rough {
                faces = faces.or_else(|| readable_faces(project));
            }
            let theme = sources::chart_theme(project);
            messages.extend(sources::palette_warnings(project, &theme));
        }
        if let Some(faces) = &faces {
            messages.extend(sources::missing_families(project, &faces.pages));
        }
        let (Some(workbook), Some(analysis), Some(waves), Some(maps), Some(faces), []) =
            (workbook, analysis, waves, maps, faces, &project.faults[..])
        else {
            return (None, messages);
        };
        let chart_theme = sources::chart_theme(&sources::with_families(project, &faces.pages));
        let Analysed { analysis: prepared, derived } = &analysis.value;
        let level = prepared.settings().level;
        let manifest = &project.manifest;
        let mut legend = Legend::of(prepared.survey(), manifest, &manifest.design, derived, level);
        for (earlier, wave) in manifest.waves.earlier.iter().zip(&waves.value) {
            let sample = earlier.design.as_ref().unwrap_or(&manifest.design);
            let level = wave.analysis.settings().level;
            let of_wave = Legend::of(wave.analysis.survey(), manifest, sample, derived, level);
            legend.waves.insert(wave.label.clone(), of_wave);
        }
        let supplies = Supplies {
            workbook,
            analysis,
            parts: self.parts.clone(),
            waves,
            faces,
            chart_theme,
            legend,
            maps,
        };
        (Some(supplies), messages)
    }

    fn workbook(
        &mut self,
        project: &Project,
        steps: &mut Vec<Step>,
    ) -> Result<Piece<Warned<Watched<Workbook>>>, Vec<Diagnostic>> {
        let path = project.manifest.workbook.file.get_ref();
        let ingredients = Ingredients::default().file(path, project.files.get(path));
        let (workbook, step) = self.workbook.make("workbook", ingredients, || {
            let Warned { value, warnings } = read_workbook(project)?;
            Ok(Warned { value: value.into(), warnings })
        });
        steps.push(step);
        workbook
    }

    fn analysis(
        &mut self,
        project: &Project,
        workbook: &Piece<Warned<Watched<Workbook>>>,
        steps: &mut Vec<Step>,
    ) -> Result<Piece<Warned<Analysed>>, Vec<Diagnostic>> {
        let setup = Setup::of(project);
        let path = project.manifest.workbook.file.get_ref();
        let ingredients =
            Ingredients::default().work(path, workbook).text(FILE_NAME, design(project, &setup));
        let (analysis, step) = self.analysis.make("statistics", ingredients, || {
            let analysis = analyse(&workbook.value, &setup)?;
            match nets::check(project, analysis.value.analysis.survey()) {
                Ok(()) => Ok(analysis),
                Err(faults) => Err(faults.into_iter().chain(analysis.warnings).collect()),
            }
        });
        steps.push(step);
        analysis
    }

    fn waves(
        &mut self,
        project: &Project,
        analysis: &Piece<Warned<Analysed>>,
        steps: &mut Vec<Step>,
    ) -> Result<Piece<Warned<Vec<Wave>>>, Vec<Diagnostic>> {
        let earlier = &project.manifest.waves.earlier;
        let path = project.manifest.workbook.file.get_ref();
        let design = design(project, &Setup::of(project));
        let ingredients = earlier
            .iter()
            .map(|wave| wave.file.get_ref())
            .fold(Ingredients::default(), |all, path| all.file(path, project.files.get(path)));
        // The answers of now tell nothing of an earlier wave.
        let ingredients = self
            .parts
            .rest
            .iter()
            .fold(ingredients, |all, rest| all.work(path, rest))
            .text(FILE_NAME, format!("{design}{earlier:?}"));
        let (waves, step) = self.waves.make("earlier waves", ingredients, || {
            waves::read(project, analysis.value.analysis.survey())
        });
        // Most publications have none, and would wonder what they are.
        steps.extend((!earlier.is_empty()).then_some(step));
        waves
    }

    fn faces(
        &mut self,
        project: &Project,
        steps: &mut Vec<Step>,
    ) -> Result<Piece<Faces>, Vec<Diagnostic>> {
        let theme = &project.manifest.theme;
        let families = (&theme.fonts, &theme.serif, &theme.sans);
        let ingredients = sources::font_files(project)
            .fold(Ingredients::default(), |all, (path, bytes)| all.file(path, Some(bytes)))
            .text(FILE_NAME, format!("{families:?}"));
        let (faces, step) = self.faces.make("fonts", ingredients, || {
            let pages = sources::fonts(project)?;
            Ok(Faces { pages, charts: sources::chart_fonts(project)? })
        });
        steps.push(step);
        faces
    }

    fn maps(
        &mut self,
        project: &Project,
        steps: &mut Vec<Step>,
    ) -> Result<Piece<BTreeMap<String, Arc<RegionMap>>>, Vec<Diagnostic>> {
        let files = &project.manifest.charts.maps;
        let ingredients = files
            .values()
            .map(|path| path.get_ref())
            .fold(Ingredients::default(), |all, path| all.file(path, project.files.get(path)))
            .text(FILE_NAME, format!("{files:?}"));
        let (maps, step) = self.maps.make("maps", ingredients, || sources::maps(project));
        steps.extend((!files.is_empty()).then_some(step));
        maps
    }
}

/// What the manifest says of how the survey is read and weighted.
fn design(project: &Project, setup: &Setup) -> String {
    let nets = &project.manifest.nets;
    let design = (&setup.read, setup.design, setup.privacy, setup.derived, setup.language, nets);
    format!("{:?}", (design, setup.distribution, &setup.banners))
}

/// The fonts without the files that cannot be read, though there be none.
fn readable_faces(project: &Project) -> Option<Piece<Faces>> {
    let mut readable = project.clone();
    let fonts: BTreeSet<String> =
        sources::font_files(project).map(|(path, _)| path.to_string()).collect();
    readable
        .files
        .retain(|path, bytes| !fonts.contains(path) || FontSet::new([bytes.to_vec()]).is_ok());
    let pages = sources::fonts(&readable).or_else(|_| Fonts::new(BTreeMap::new()).map(Arc::new));
    let charts = sources::chart_fonts(&readable).ok()?;
    Some(Piece::new(Faces { pages: pages.ok()?, charts }, vec![]))
}

/// The analysis without what is at fault in the survey; that is told.
fn roughly(
    project: &Project,
    workbook: &Piece<Warned<Watched<Workbook>>>,
    messages: &mut Vec<Diagnostic>,
) -> Option<Piece<Warned<Analysed>>> {
    let (analysis, found) = analyse_roughly(&workbook.value, &Setup::of(project));
    messages.extend(found);
    let value = analysis?;
    messages.extend(nets::check(project, value.analysis.survey()).err().into_iter().flatten());
    Some(Piece::new(Warned { value, warnings: vec![] }, vec![]))
}

/// The value, if there is one; what is wrong otherwise goes to the other messages.
fn keep<T>(result: Result<T, Vec<Diagnostic>>, messages: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| messages.extend(found)).ok()
}

impl Supplies {
    /// The sheets that the survey is read from.
    pub(super) fn survey_sheets(&self, project: &Project) -> SurveySheets {
        SurveySheets { workbook: self.workbook.shared(), plan: Setup::of(project).read }
    }

    /// The survey.
    pub(super) fn survey(&self) -> &Survey {
        self.analysis.value.analysis.survey()
    }

    /// The names of the questions made from others.
    pub(super) fn derived_names(&self) -> impl Iterator<Item = &str> {
        self.analysis.value.derived.keys().map(|name| name.get_ref().as_str())
    }

    /// The project with the fonts that there are.
    pub(super) fn fit<'p>(&self, project: &'p Project) -> Cow<'p, Project> {
        sources::with_families(project, &self.faces.pages)
    }

    /// The desk that a project's documents are made at.
    pub(super) fn desk<'a>(&'a self, project: &'a Project) -> Desk<'a> {
        let Self { workbook, analysis, waves, faces, chart_theme, maps, legend, .. } = self;
        let Analysed { analysis, derived } = &analysis.value;
        let of = |workbook, analysis| {
            let parts = (derived, legend);
            material(project, workbook, analysis, parts, chart_theme, &faces.charts, maps)
        };
        let mut material = of(&workbook.value, analysis);
        material.waves = waves
            .value
            .iter()
            .map(|wave| Material {
                wave: Some(&wave.label),
                is_earlier: true,
                ..of(&wave.workbook, &wave.analysis)
            })
            .collect();
        let inputs = OnceLock::new();
        let fonts = faces.pages.clone();
        Desk { project, material, fonts, inputs, supplies: self, draft: false, traces: true }
    }

    /// What a filled template depends on, apart from its own text and its own data:
    /// of all that [`material`] gives it what it has used.
    pub(super) fn of_templates(&self, project: &Project, uses: &Uses) -> Ingredients {
        let workbook = project.manifest.workbook.file.get_ref();
        let rest = self.parts.rest.iter().map(|part| (workbook.clone(), part));
        let answers = uses
            .answers
            .iter()
            .filter_map(|name| Some((format!("{workbook} {name}"), self.parts.answers.get(name)?)));
        let mut all = rest
            .chain(answers)
            .fold(self.of_all_templates(project), |all, (name, part)| all.work(&name, part));
        if uses.cells {
            all = all.work(&format!("{workbook} cells"), &self.workbook);
        }
        all
    }

    /// What a template depends on of which nobody knows what it uses.
    pub(super) fn of_any_template(&self, project: &Project) -> Ingredients {
        let workbook = project.manifest.workbook.file.get_ref();
        self.of_all_templates(project).work(workbook, &self.analysis)
    }

    /// What every template depends on, whatever it uses.
    fn of_all_templates(&self, project: &Project) -> Ingredients {
        let maps = project.manifest.charts.maps.values().map(|path| path.get_ref());
        maps.fold(Ingredients::default(), |all, path| all.file(path, project.files.get(path)))
            .file(FILE_NAME, project.files.get(FILE_NAME))
            .work("earlier waves", &self.waves)
            .work(project.manifest.theme.fonts.get_ref(), &self.faces)
    }

    /// What pages depend on, apart from the files that Typst gets.
    pub(super) fn of_pages(&self, project: &Project) -> Ingredients {
        Ingredients::default()
            .work(project.manifest.theme.fonts.get_ref(), &self.faces)
            .text(FILE_NAME, format!("{:?}", sources::edition_date(project)))
    }
}
