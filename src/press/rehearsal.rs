//! Looking for more faults in a project from which nothing may be printed: everything is
//! made as if what is at fault were mended, and thrown away but for the faults.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::manifest::{
    ChartsTable, DesignTable, MainPlan, Manifest, PageTable, PrivacyTable, SizesTable, WavesTable,
    is_broken, stands_in, table_of,
};
use crate::project::Project;
use crate::statistics::find_question;
use crate::survey::Survey;

use super::{Press, Scope, draft, reading};

/// The faults of templates, interviews, theme and web page that can be told although
/// manifest or survey are at fault, without those that may only follow from that.
pub(super) fn faults(press: &mut Press, project: &Project, scope: &Scope) -> Vec<Diagnostic> {
    let mended = mended(project);
    let Some(rehearsed) = press.rehearse(&mended, scope) else { return reading::faults(project) };
    let doubts = Doubts::of(project, &rehearsed);
    // A net or a map at fault in the manifest is at fault wherever it is used.
    let manifest_path = &project.manifest_file.path;
    let told: BTreeSet<(&str, String)> = rehearsed
        .of_survey
        .iter()
        .filter(|fault| is_of(fault, manifest_path))
        .map(|fault| (fault.code, fault.message.clone()))
        .collect();
    let is_told_there = |message: &Diagnostic| {
        !is_of(message, manifest_path) && told.contains(&(message.code, message.message.clone()))
    };
    // A design at fault was none in the rehearsal; the names in it are looked at all the same.
    let names = project.manifest.design.names();
    let names =
        names.filter(|name| !project.manifest.derived.contains_key(name.get_ref().as_str()));
    let of_design: Vec<Diagnostic> = names
        .filter_map(|name| {
            let fault = find_question(&rehearsed.survey, name.get_ref()).err()?;
            Some(fault.at(project.place(name)))
        })
        .filter(|_| project.doubts(&["design"]) && !doubts.questions)
        .collect();
    let claims = rehearsed.claims.into_iter().map(|claim| match scope.allow_failed_claims {
        true => draft::warning(claim),
        false => claim,
    });
    let of_survey = rehearsed.of_survey.into_iter().filter(|message| {
        let is_of_workbook = is_of(message, project.manifest.workbook.file.get_ref());
        !(is_of_workbook && project.doubts(&["workbook"]))
    });
    reading::faults(project)
        .into_iter()
        .chain(of_survey)
        .chain(rehearsed.messages)
        .chain(claims)
        .filter(|message| !doubts.may_follow(message) && !is_told_there(message))
        .chain(of_design)
        .collect()
}

/// What a rehearsal came to.
pub(super) struct Rehearsed {
    /// The survey without what is at fault.
    pub(super) survey: Survey,
    /// The names of the questions made from others.
    pub(super) derived: Vec<String>,
    /// What is wrong before any template is filled.
    pub(super) of_survey: Vec<Diagnostic>,
    /// What is wrong from there on.
    pub(super) messages: Vec<Diagnostic>,
    /// Claims that do not hold.
    pub(super) claims: Vec<Diagnostic>,
}

/// The project with something that will do in the place of each table at fault.
fn mended(project: &Project) -> Project {
    let mut mended = Project { faults: vec![], ..project.clone() };
    let doubts = |table: &str| project.doubts(&[table]);
    if mended.manifest.publication.title.trim().is_empty() {
        mended.manifest.publication.title = mended.manifest.publication.name.get_ref().clone();
    }
    let Manifest { design, privacy, derived, waves, main, interviews, web, charts, theme, .. } =
        &mut mended.manifest;
    if doubts("design") {
        *design = DesignTable::default();
    }
    if doubts("privacy") {
        *privacy = PrivacyTable::default();
    }
    derived.retain(|name, _| !doubts(&format!("derived.{}", name.get_ref())));
    if doubts("waves") {
        *waves = WavesTable::default();
    }
    if doubts("charts") {
        *charts = ChartsTable::default();
    }
    if doubts("interviews") {
        *interviews = None;
    }
    if doubts("web") {
        *web = None;
    }
    if doubts("theme.page") {
        theme.page = PageTable::default();
    }
    if doubts("theme.sizes") {
        theme.sizes = SizesTable::default();
    }
    for palette in [&mut theme.categorical, &mut theme.sequential] {
        palette.resize(palette.len().max(2), theme.ink.clone());
    }
    if theme.diverging.len().is_multiple_of(2) {
        theme.diverging.push(theme.ink.clone());
    }
    let mut seen = BTreeSet::new();
    let known = |path: String| project.files.contains_key(&path);
    main.chapters.retain(|chapter| {
        let is_first = seen.insert(chapter.get_ref().clone());
        is_first && (!doubts("main") || known(MainPlan::chapter_path(chapter.get_ref())))
    });
    mended
}

/// What faults are told of already, as far as others may follow from it.
struct Doubts<'a> {
    project: &'a Project,
    /// Whether answers or weights are not what they will be.
    answers: bool,
    /// Whether questions or codes are not what they will be.
    questions: bool,
    /// Whether lines of the manifest are lost.
    is_broken: bool,
    /// Whether there are fewer fonts than there will be.
    fonts: bool,
    /// Whether maps are not what they will be.
    maps: bool,
    /// Names that may stand for nothing only because of a fault.
    names: BTreeSet<String>,
    /// Whether templates print one thing or another, as numbers are.
    has_conditions: bool,
}

impl<'a> Doubts<'a> {
    fn of(project: &'a Project, rehearsed: &Rehearsed) -> Self {
        let has_conditions = project
            .paths("templates", ".hbs")
            .filter_map(|path| project.text(path, &Place::Nowhere).ok())
            .any(|file| file.text.contains("{{#if") || file.text.contains("{{#unless"));
        let mut doubts = Self {
            project,
            answers: false,
            questions: false,
            maps: false,
            fonts: false,
            is_broken: false,
            names: BTreeSet::new(),
            has_conditions,
        };
        doubts.by_manifest();
        let left_out = rehearsed.of_survey.iter().filter(|it| it.code == "unknown-column");
        doubts.names.extend(left_out.flat_map(quoted).map(str::to_string));
        let errors = rehearsed.of_survey.iter().filter(|it| it.severity == Severity::Error);
        errors.for_each(|fault| doubts.by_fault(fault, rehearsed));
        doubts
    }

    /// Doubts what rests on a table of the manifest that is at fault.
    fn by_manifest(&mut self) {
        if is_broken(&self.project.manifest_file) {
            // Nobody knows what the lost lines say.
            self.answers = true;
            self.questions = true;
            self.maps = true;
            self.fonts = true;
            self.is_broken = true;
        }
        let numbers = ["workbook", "design", "privacy", "derived", "waves", "nets", "rounding"];
        self.answers |= self.project.doubts(&numbers);
        self.questions |= self.project.doubts(&["workbook"]);
        self.maps |= self.project.doubts(&["charts"]);
        if self.project.doubts(&["design", "derived", "waves", "nets"]) {
            // What a key at fault would have said stands somewhere in its table.
            let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let faults = &self.project.faults;
            let text = &self.project.manifest_file.text;
            for section in sections(text) {
                if faults.iter().any(|fault| section.contains(&fault.offset())) {
                    let words = text[section].split(|c| !is_of_name(c));
                    self.names.extend(words.map(str::to_string));
                }
            }
            self.names.insert("wave".into());
        }
    }

    /// Doubts what rests on something in the survey that is at fault.
    fn by_fault(&mut self, fault: &Diagnostic, rehearsed: &Rehearsed) {
        let manifest = &self.project.manifest;
        if let Place::Text { file, .. } = &fault.place
            && fault.code != "missing-fonts"
            && file.path == self.project.manifest_file.path
        {
            // A map is not there, or a question that is made from others, or a weight.
            match table_of(fault).starts_with("charts") {
                true => self.maps = true,
                false => {
                    self.answers = true;
                    self.names.extend(rehearsed.derived.iter().cloned());
                }
            }
            return;
        }
        let earlier = manifest.waves.earlier.iter().map(|wave| wave.file.get_ref());
        let is_of_survey =
            earlier.chain([manifest.workbook.file.get_ref()]).any(|path| is_of(fault, path));
        match (fault.code, &fault.place) {
            ("unreadable-map", _) => self.maps = true,
            ("missing-fonts" | "unreadable-font", _) => self.fonts = true,
            (code, Place::Cell { cell, .. }) if OF_CELLS.contains(&code) => {
                self.answers = true;
                // Without a codebook the cells say what the question is.
                let inferred = rehearsed.survey.questions.values().filter(|question| {
                    question.defined_at.is_none() && question.columns.contains(&cell.column)
                });
                self.names.extend(inferred.map(|question| question.name.to_string()));
            }
            ("missing-column", _) => {
                self.answers = true;
                self.names.extend(quoted(fault).map(str::to_string));
            }
            // The sheet of the population: other questions than its own are what they are.
            ("unknown-sheet", _) if is_of_survey => self.answers = true,
            (_, Place::Cell { sheet, cell, .. }) if is_of_survey => {
                self.answers = true;
                let defined = rehearsed.survey.questions.values().find(|question| {
                    let at = question.defined_at.as_ref();
                    at.is_some_and(|(on, at)| on == sheet && at.row == cell.row)
                });
                // What is wrong with one question says nothing of the others.
                match defined {
                    Some(question) => drop(self.names.insert(question.name.to_string())),
                    None => self.questions = true,
                }
            }
            _ if is_of_survey => {
                self.answers = true;
                self.questions = true;
            }
            _ => {}
        }
    }

    /// Whether a fault may be there only because of others that are told.
    fn may_follow(&self, fault: &Diagnostic) -> bool {
        let code = fault.code;
        let names_doubtful = || quoted(fault).any(|name| self.names.contains(name));
        let of_project = |table: &str| self.is_broken || self.project.doubts(&[table]);
        stands_in(&self.project.manifest_file, fault)
            || self.answers && OF_ANSWERS.contains(&code)
            || OF_QUESTIONS.contains(&code) && (self.questions || names_doubtful())
            || self.maps && (OF_MAPS.contains(&code) || quoted(fault).any(|word| word == "map"))
            || of_project("theme") && (OF_THEME.contains(&code))
            || self.fonts && (OF_FONTS.contains(&code) || code.starts_with("chart-"))
            || of_project("interviews") && code == "unknown-interview"
            || self.answers
                && self.has_conditions
                && fault.message.ends_with("does not exist in the document")
    }
}

/// The tables of a manifest as they stand there, each from its head to the next.
fn sections(text: &str) -> Vec<Range<usize>> {
    let lines = text.match_indices('\n').map(|(at, _)| at + 1);
    let heads = lines.filter(|&at| text[at..].starts_with('['));
    let starts: Vec<usize> = std::iter::once(0).chain(heads).chain([text.len()]).collect();
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Whether a message is about this file.
fn is_of(message: &Diagnostic, path: &str) -> bool {
    match &message.place {
        Place::Cell { file, .. } | Place::Sheet { file, .. } => **file == *path,
        Place::File(file) => file == path,
        Place::Text { file, .. } => file.path == path,
        Place::Nowhere => false,
    }
}

/// What stands between backticks in a message.
fn quoted(fault: &Diagnostic) -> impl Iterator<Item = &str> {
    fault.message.split('`').skip(1).step_by(2)
}

/// Faults of single cells, which leave questions and codes what they are.
const OF_CELLS: [&str; 12] = [
    "unknown-code",
    "not-a-tick",
    "number-as-text",
    "text-for-number",
    "date-for-number",
    "date-for-code",
    "not-a-date",
    "error-cell",
    "formula-without-value",
    "empty-id",
    "duplicate-id",
    "constraint",
];

/// Faults that answers or weights can bring about, and no word of a template alone.
const OF_ANSWERS: [&str; 44] = [
    "assumed-missing",
    "assumed-texts",
    "bad-weight",
    "chart-empty",
    "chart-not-finite",
    "chart-privacy",
    "chart-shape",
    "chart-too-many-series",
    "chart-too-narrow",
    "chart-too-tall",
    "chart-value",
    "claim-failed",
    "design-gap",
    "different-scales",
    "empty-base",
    "empty-category",
    "empty-index",
    "empty-stratum",
    "frame-gap",
    "hidden-value",
    "index-answers",
    "ledger-not-attached",
    "lonely-stratum",
    "margins-disagree",
    "no-frame",
    "no-interval",
    "no-respondents",
    "no-such-rank",
    "no-value",
    "not-a-number",
    "not-finite",
    "not-in-frame",
    "not-in-population",
    "quote-not-found",
    "raking-not-converged",
    "restless-account",
    "sample-exceeds-population",
    "stratum-without-size",
    "svg-not-finite",
    "trim-bounds",
    "unknown-wave",
    "waves-differ",
    "weights-not-population",
    "zero-denominator",
];

/// Faults that other questions or other codes would not bring about.
const OF_QUESTIONS: [&str; 24] = [
    "band-bounds",
    "chart-kind",
    "chart-label",
    "chart-map",
    "chart-shape",
    "chart-shares",
    "code-not-taken",
    "different-scales",
    "empty-net",
    "few-items",
    "missing-in-net",
    "missing-in-share",
    "no-statements",
    "not-a-promoter-scale",
    "not-a-scale",
    "table-shape",
    "unknown-code",
    "unknown-column",
    "unknown-index",
    "unknown-net",
    "unknown-question",
    "unknown-section",
    "unknown-wave",
    "wrong-kind",
];

/// Faults that other fonts would not bring about.
const OF_FONTS: [&str; 6] = [
    "character-without-glyph",
    "missing-font",
    "typst",
    "typst-warning",
    "unknown-font-family",
    "svg-text-lost",
];

/// Faults that another map would not bring about.
const OF_MAPS: [&str; 2] = ["chart-map", "unknown-region"];

/// Faults that another theme would not bring about.
const OF_THEME: [&str; 9] = [
    "character-without-glyph",
    "chart-too-many-series",
    "chart-too-narrow",
    "chart-too-tall",
    "missing-font",
    "palette-contrast",
    "palette-grey",
    "palette-look-alike",
    "palette-order",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::explain;

    #[test]
    fn every_code_is_explained() {
        let lists: [&[&str]; 6] =
            [&OF_CELLS, &OF_ANSWERS, &OF_QUESTIONS, &OF_MAPS, &OF_FONTS, &OF_THEME];
        for code in lists.into_iter().flatten() {
            assert!(explain(code).is_some(), "{code}");
        }
    }
}
