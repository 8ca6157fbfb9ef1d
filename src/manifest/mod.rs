//! The manifest `publication.toml`: what to print, and from what.
//!
//! Unknown keys are refused, all faults are reported at once, and everything
//! that a template or a stage needs has its default filled in here.

mod charts;
mod check;
mod derived;
mod design;
mod editor;
mod form;
mod parse;
mod theme;
mod waves;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

pub use charts::ChartsTable;
pub use check::derivation_faults;
pub use derived::{DerivedOption, DerivedTable, MissingWord};
pub use design::{
    DesignTable, IntervalMethod, LonelyRule, PopulationPlan, PopulationWord, PrivacyTable,
};
pub use editor::{Editor, PreviewTable};
pub use parse::{is_broken, parse, read_toml, stands_in, table_of};
pub use theme::{PageTable, SizesTable, Theme};
pub use waves::{EarlierWave, WavesTable};

/// The JSON Schema of the manifest, for editors: every key with what it means.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Manifest);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// The file name of a manifest: a folder that has one is a project.
pub const FILE_NAME: &str = "publication.toml";

/// The whole manifest. Paths are relative to the project folder, with `/`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// What the publication is called and by whom.
    pub publication: Publication,
    /// Where the answers are.
    pub workbook: WorkbookPlan,
    /// How the sample was drawn and weighted.
    #[serde(default)]
    pub design: DesignTable,
    /// What may not be printed.
    #[serde(default)]
    pub privacy: PrivacyTable,
    /// Questions made from others: `[derived.NAME]`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, DerivedTable>")]
    pub derived: IndexMap<Spanned<String>, DerivedTable>,
    /// Earlier waves of the survey.
    #[serde(default)]
    pub waves: WavesTable,
    /// The main PDF.
    pub main: MainPlan,
    /// The interviews, a PDF each.
    pub interviews: Option<InterviewsPlan>,
    /// The web page that offers the downloads.
    pub web: Option<WebPlan>,
    /// Decimals for printed numbers.
    #[serde(default)]
    pub rounding: Rounding,
    /// Named nets of codes, per question: `[nets.QUESTION] NAME = ["code", ..]`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, BTreeMap<String, Vec<String>>>")]
    pub nets: IndexMap<Spanned<String>, IndexMap<String, Vec<Spanned<String>>>>,
    /// Numbers in prose that come from no data, and may stand.
    #[serde(default)]
    pub loose_numbers: LooseNumbers,
    /// How charts are drawn.
    #[serde(default)]
    pub charts: ChartsTable,
    /// What the preview shows with.
    #[serde(default)]
    pub preview: PreviewTable,
    /// Fonts and colours.
    pub theme: Theme,
}

/// What the publication is called and by whom.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Publication {
    /// File name of the main PDF, without its ending.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// Title.
    pub title: String,
    /// Subtitle.
    #[serde(default)]
    pub subtitle: String,
    /// Authors, in the order in which they are named.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Who publishes it.
    #[serde(default)]
    pub publisher: String,
    /// Language of the publication: `nl` or `en`.
    #[schemars(with = "String")]
    pub language: Spanned<String>,
    /// Date of the edition: the only date there is, no clock is read.
    #[schemars(with = "String", extend("format" = "date"))]
    pub date: Spanned<toml::value::Datetime>,
    /// Which edition this is, such as `eerste druk`.
    #[serde(default)]
    pub edition: String,
    /// What every reader must know, such as that the answers are fictitious.
    /// Stands on the cover, in the colophon, in the footer and on the web page.
    #[serde(default)]
    pub notice: String,
    /// The notice in a few words, for the footer. Without it the whole notice stands there.
    pub short_notice: Option<String>,
}

/// Where the answers are.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WorkbookPlan {
    /// The workbook.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// The sheet with the answers, one row per respondent.
    #[serde(default = "data_sheet")]
    #[schemars(with = "String")]
    pub data: Spanned<String>,
    /// The column that numbers the respondents.
    pub id: Option<String>,
    /// The sheet with the population that was invited.
    #[schemars(with = "Option<String>")]
    pub frame: Option<Spanned<String>>,
    /// The columns that other tables name, at fault or not: they are read even if the
    /// codebook does not have them.
    #[serde(skip)]
    pub columns: Vec<String>,
}

/// The usual name, which stands nowhere in the manifest.
fn data_sheet() -> Spanned<String> {
    Spanned::new(0..0, "data".into())
}

/// The main PDF.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MainPlan {
    /// The template of the whole document, which includes the chapters.
    #[schemars(with = "String")]
    pub template: Spanned<String>,
    /// The chapters in order: `NAME` stands for `templates/chapters/NAME.typ.hbs`.
    #[schemars(with = "Vec<String>")]
    pub chapters: Vec<Spanned<String>>,
    /// Whether an account of every number closes the document: what it means, its
    /// value, n, base and cells, with links from the text and back.
    #[serde(default)]
    pub account_of_numbers: bool,
}

impl Manifest {
    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &Spanned<String>> {
        [&self.workbook.file, &self.main.template, &self.theme.file]
            .into_iter()
            .chain(self.interviews.iter().map(|interviews| &interviews.template))
            .chain(self.web.iter().flat_map(|web| [&web.template, &web.style]))
            .chain(self.waves.earlier.iter().map(|earlier| &earlier.file))
            .chain(&self.theme.logo)
            .chain(self.charts.maps.values())
    }

    /// Those of them that stand beside the manifest, in no folder.
    pub fn files_beside(&self) -> impl Iterator<Item = &String> {
        self.files().map(Spanned::get_ref).filter(|file| !file.contains('/'))
    }

    /// The folders that it names.
    pub fn folders(&self) -> impl Iterator<Item = &Spanned<String>> {
        let interviews = self.interviews.iter().map(|interviews| &interviews.folder);
        interviews.chain([&self.theme.fonts])
    }

    /// The folders that the project consists of, with all that is in them, beside the
    /// files that stand beside the manifest. None is in another.
    pub fn all_folders(&self) -> BTreeSet<&str> {
        let of_files = self.files().filter_map(|file| Some(file.get_ref().rsplit_once('/')?.0));
        let named = self.folders().map(|folder| folder.get_ref().as_str());
        let all: BTreeSet<&str> = of_files.chain(named).chain(["templates", "inputs"]).collect();
        let is_in = |folder: &str, outer: &str| {
            folder.strip_prefix(outer).is_some_and(|inner| inner.starts_with('/'))
        };
        let is_outermost = |folder: &&str| !all.iter().any(|outer| is_in(folder, outer));
        all.iter().copied().filter(is_outermost).collect()
    }
}

impl MainPlan {
    /// Path of a chapter's template.
    pub fn chapter_path(name: &str) -> String {
        format!("templates/chapters/{name}.typ.hbs")
    }
}

/// The interviews, a PDF each.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InterviewsPlan {
    /// Folder with a Markdown file for each interview.
    #[schemars(with = "String")]
    pub folder: Spanned<String>,
    /// The template that prints one interview.
    #[schemars(with = "String")]
    pub template: Spanned<String>,
}

/// The web page that offers the downloads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WebPlan {
    /// The template of the page.
    #[schemars(with = "String")]
    pub template: Spanned<String>,
    /// The style sheet.
    #[schemars(with = "String")]
    pub style: Spanned<String>,
}

/// Numbers in prose that come from no data, and may stand.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LooseNumbers {
    /// Phrases that may stand anywhere, each with the reason: `"five forces" = "the frame of the study"`.
    #[schemars(with = "BTreeMap<String, String>")]
    pub allowed: IndexMap<Spanned<String>, String>,
}

/// Decimals for printed numbers, by kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Rounding {
    /// Decimals of a percentage.
    #[schemars(range(max = 6))]
    pub share: u8,
    /// Decimals of a mean or median.
    #[schemars(range(max = 6))]
    pub mean: u8,
    /// Decimals of any other number that is not a count.
    #[schemars(range(max = 6))]
    pub number: u8,
    /// How the percentages of a single-choice question are rounded.
    pub distribution: DistributionRounding,
}

/// How the percentages of a single-choice question are rounded, in text, tables
/// and charts alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DistributionRounding {
    /// Each by itself: they may add up to 99 or 101.
    #[default]
    Each,
    /// Together, so that they add up to 100: the largest remainders are rounded up.
    Hundred,
}

impl Default for Rounding {
    fn default() -> Self {
        Self { share: 0, mean: 1, number: 1, distribution: DistributionRounding::Each }
    }
}
