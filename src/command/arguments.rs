//! What can be typed. Nothing beyond this module knows clap.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::manifest::Editor;

/// Prints a survey publication from a workbook.
#[derive(Debug, Parser)]
#[command(name = "drukpers", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done, 1 fault in inputs or templates, 2 wrong use, 3 internal error, \
                  4 not the same (diff, verify)."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) general: General,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct General {
    /// Folder of the project: the one with `publication.toml`
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(super) project: PathBuf,
    /// Form of messages and tables
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Print messages about faults only
    #[arg(long, global = true)]
    pub(super) quiet: bool,
    /// Treat warnings as faults
    #[arg(long, global = true)]
    pub(super) deny_warnings: bool,
    /// Say how long each stage took
    #[arg(long, global = true)]
    pub(super) timings: bool,
}

/// Form of messages and tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// Messages as one JSON object a line, tables as one JSON object
    Json,
    /// Tables for spreadsheets; messages for people
    Csv,
    /// Annotations for workflows on GitHub
    Github,
    /// `diff`: for a pull request; messages for people
    Markdown,
    /// `diff`: a web page with the pages side by side; messages for people
    Html,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the edition into the folder `build`
    Build(Build),
    /// Show the publication in the browser, and again whenever a file changes
    Watch(Watch),
    /// Look for faults in inputs and templates; print nothing
    Check(Check),
    /// Draw one chart, as a template would, into a file
    Figure(Figure),
    /// Count questions of a workbook, on the terminal
    Tabulate(Tabulate),
    /// Say where a printed number comes from: what it means, how it was computed, from which cells
    Explain(Explain),
    /// List the printed numbers
    Facts(Facts),
    /// Print the edition, and pack it for a release: PDFs, an archive, checksums
    Release(Release),
    /// Tell what the code of a message means, with an example and the remedy
    ExplainError(ExplainError),
    /// Start a project that prints at once
    New(New),
    /// Show the questions of a workbook: types, codes, bases, missing answers, oddities
    Inspect(Inspect),
    /// Write the JSON Schema of `publication.toml`, for editors
    Schema,
    /// Print what templates can say: every helper, with examples and their results
    Guide,
    /// Say what changed between two editions: number by number, page by page
    Diff(Diff),
    /// Write the correction page of an edition that is out: which number, on which page, was and is
    Errata(Errata),
    /// Check a published PDF: its numbers against its pages, its project and its workbook
    Verify(Verify),
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// Print these documents only, by file name without ending; nothing else in the output folder changes
    #[arg(long, value_name = "NAME")]
    pub(super) only: Vec<String>,
    /// Folder that receives the edition, relative to the project
    #[arg(long, value_name = "DIR", default_value = "build")]
    pub(super) output: PathBuf,
    /// Print claims that do not hold, marked, in an edition that says it is a draft
    #[arg(long)]
    pub(super) allow_failed_claims: bool,
}

/// What `--help` says of the preview.
const WATCH_HELP: &str = "\
The preview is for this machine only. Ctrl-C ends it. In the page, `?` shows the keys.";

#[derive(Debug, Args)]
#[command(after_help = WATCH_HELP)]
pub(super) struct Watch {
    /// Port on this machine; a free one when left out
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub(super) port: u16,
    /// Do not open the browser
    #[arg(long)]
    pub(super) no_open: bool,
    /// The editor that links open, by name or address; else that of `[preview]`, else vscode
    #[arg(long, value_name = "EDITOR", value_parser = editor)]
    pub(super) editor: Option<Editor>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Report claims that do not hold as warnings
    #[arg(long)]
    pub(super) allow_failed_claims: bool,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// Folder of the project: it must be empty, or not there yet
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// A workbook to write about, instead of a small fictitious one
    #[arg(long, value_name = "WORKBOOK")]
    pub(super) from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// A workbook, instead of the project's
    #[arg(value_name = "WORKBOOK")]
    pub(super) workbook: Option<PathBuf>,
    /// The sheet with the answers
    #[arg(long, value_name = "SHEET", requires = "workbook")]
    pub(super) data: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainError {
    /// The code between the brackets of a message; without it, all codes are listed
    pub(super) code: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A number as it is printed (`29,2 %`), a fact by its id, a page (`page:12`), or a line of a template (`urgentie.typ.hbs:12`)
    #[arg(value_name = "WHAT", allow_hyphen_values = true)]
    pub(super) asked: String,
    /// Which one, when there are several: its number in the list
    #[arg(value_name = "NUMBER")]
    pub(super) number: Option<usize>,
    /// Explain all of them
    #[arg(long, conflicts_with = "number")]
    pub(super) all: bool,
    /// Folder of the edition, relative to the project; one that the project has outgrown is printed again in memory
    #[arg(long, value_name = "DIR", default_value = "build")]
    pub(super) output: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Facts {
    /// Those of one document, by its file name, with or without folder and ending
    #[arg(long, value_name = "NAME")]
    pub(super) document: Option<String>,
    /// Those on one page, by the number that is printed on it
    #[arg(long, value_name = "PAGE")]
    pub(super) page: Option<String>,
    /// Folder of the edition, relative to the project; one that the project has outgrown is printed again in memory
    #[arg(long, value_name = "DIR", default_value = "build")]
    pub(super) output: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Release {
    /// Folder that receives the edition, relative to the project
    #[arg(long, value_name = "DIR", default_value = "build")]
    pub(super) output: PathBuf,
    /// Folder that receives the packed files, relative to the project
    #[arg(long, value_name = "DIR", default_value = "release")]
    pub(super) to: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the same, 4 not the same, 1 when one of the two cannot be read or printed."
)]
pub(super) struct Diff {
    /// The edition before: a published PDF, `facts.json`, a folder with an edition, or a workbook,
    /// which is printed in memory in the place of the project's
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// The edition after: likewise
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Errata {
    /// The edition that is out: its PDF, or what `diff` takes
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// The corrected edition: likewise
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    /// File to write: its ending says the format (.pdf, .md, .txt). Without it Markdown is printed
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing is wrong, 4 something is, 1 when the PDF cannot be read."
)]
pub(super) struct Verify {
    /// The published PDF
    #[arg(value_name = "PUBLICATION")]
    pub(super) pdf: PathBuf,
    /// A workbook, instead of the project's
    #[arg(long, value_name = "FILE")]
    pub(super) workbook: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Figure {
    /// The questions
    #[arg(required = true, value_name = "QUESTION")]
    pub(super) questions: Vec<String>,
    /// Kind of chart: bars, grouped, stacked, likert, columns, ..
    #[arg(long)]
    pub(super) kind: Option<String>,
    /// Answer whose share is shown: codes parted by commas, or a net
    #[arg(long, value_name = "CODES")]
    pub(super) answer: Option<String>,
    /// Question whose options are the groups
    #[arg(long, value_name = "QUESTION")]
    pub(super) by: Option<String>,
    /// Respondents to take: `grootte=klein,middel & provincie=Drenthe`
    #[arg(long = "where", value_name = "CONDITION")]
    pub(super) filter: Option<String>,
    /// Order of the options: value or given
    #[arg(long)]
    pub(super) order: Option<String>,
    /// Width: column or wide
    #[arg(long)]
    pub(super) width: Option<String>,
    /// Pixels per point in a PNG
    #[arg(long, default_value_t = 4.0)]
    pub(super) scale: f32,
    /// File to write: its ending says the format (.svg, .png, .pdf, .csv). May be repeated
    #[arg(short, long, value_name = "FILE", required = true)]
    pub(super) output: Vec<PathBuf>,
}

/// What `--help` says of the numbers for programs.
const JSON_HELP: &str = "\
JSON: {workbook, respondents, population, where, weighted, level, percent, questions}; each
question is {question, label, kind, base, weighted_base, missing, rows, missing_rows, mean,
columns, tests}. A row is {code, label, n, share, se, interval: [low, high]}, a mean {mean, se,
interval, n}; numbers have median, lower_quartile, upper_quartile and total in the same form.
With --by, columns holds the groups: {by, code, label, letter} and the same keys; a nested group
has a path of {by, code, label} too. With --of answers there are answers beside base. Shares are
fractions, numbers have full precision, and what cannot be computed or shown is null.";

#[derive(Debug, Args)]
#[command(after_long_help = JSON_HELP)]
pub(super) struct Tabulate {
    /// Questions by name
    #[arg(required = true, value_name = "QUESTION")]
    pub(super) questions: Vec<String>,
    /// A column for each option of this question; `a>b` nests b within a, and the option
    /// can be given more than once
    #[arg(long, value_name = "QUESTION")]
    pub(super) by: Vec<String>,
    /// What the shares are shares of
    #[arg(long, value_enum, default_value_t = Percent::Column)]
    pub(super) percent: Percent,
    /// Of a question with several answers: shares of the respondents, or of the answers
    #[arg(long, value_enum, default_value_t = Of::Respondents)]
    pub(super) of: Of,
    /// Respondents, such as `grootte=klein,middel & q1=ja`
    #[arg(long = "where", value_name = "FILTER")]
    pub(super) filter: Option<String>,
    /// Count every respondent once, whatever the weights
    #[arg(long)]
    pub(super) unweighted: bool,
    /// Compare the columns of each `--by`
    #[arg(long, value_enum, default_value_t = Tests::None)]
    pub(super) tests: Tests,
    /// Nets of the manifest as rows
    #[arg(long, value_enum, conflicts_with = "workbook")]
    pub(super) nets: Option<Nets>,
    /// A workbook, instead of the project's
    #[arg(long, value_name = "FILE")]
    pub(super) workbook: Option<PathBuf>,
    /// The sheet with the answers
    #[arg(long, value_name = "SHEET")]
    pub(super) data: Option<String>,
    /// The sheet with the population
    #[arg(long, value_name = "SHEET")]
    pub(super) frame: Option<String>,
    /// Units in the population, when there is no sheet of them
    #[arg(long, value_name = "NUMBER", value_parser = positive)]
    pub(super) population: Option<f64>,
    /// The column with weights
    #[arg(long, value_name = "COLUMN")]
    pub(super) weight: Option<String>,
    /// The question that the sample was stratified by
    #[arg(long, value_name = "QUESTION")]
    pub(super) strata: Option<String>,
    /// Weight to the population by this question
    #[arg(long, value_name = "QUESTION", conflicts_with = "rake")]
    pub(super) post_stratify: Option<String>,
    /// Weight to the population by these questions in turn
    #[arg(long, value_name = "QUESTION")]
    pub(super) rake: Vec<String>,
    /// How the interval of a share is made
    #[arg(long, value_enum)]
    pub(super) interval: Option<Interval>,
    /// Confidence level of intervals, such as 0.95
    #[arg(long, value_name = "LEVEL", value_parser = fraction)]
    pub(super) level: Option<f64>,
}

/// What shares are shares of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Percent {
    /// The answers in the column
    Column,
    /// The respondents in the row, over the groups
    Row,
    /// All answers of all groups
    Total,
}

/// What the shares of a question with several answers are shares of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Of {
    /// The respondents with an answer
    Respondents,
    /// The answers that they gave
    Answers,
}

/// Where nets stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Nets {
    /// Each before its own options
    Inside,
    /// After all options
    After,
}

/// How columns are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Tests {
    /// Not at all
    None,
    /// Each pair by itself
    Uncorrected,
    /// Corrected for the number of pairs
    Bonferroni,
    /// Corrected for the share of false discoveries (Benjamini and Hochberg)
    FalseDiscovery,
}

/// How the interval of a share is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Interval {
    /// Share plus and minus t standard errors
    T,
    /// Share plus and minus z standard errors
    Z,
    /// Wilson's score interval
    Wilson,
    /// Symmetric on the scale of log odds
    Logit,
    /// The same from a logistic regression
    LogitModel,
    /// After Clopper and Pearson
    Beta,
    /// The profile of the likelihood
    Likelihood,
}

fn editor(text: &str) -> Result<Editor, String> {
    Editor::new(text).ok_or_else(|| {
        let names: Vec<&str> = Editor::names().collect();
        format!("it must be an address with `{{file}}` in it, or one of: {}", names.join(", "))
    })
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("it must be a positive number".into()),
    }
}

fn fraction(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number < 1.0 => Ok(number),
        _ => Err("it must lie between 0 and 1".into()),
    }
}
