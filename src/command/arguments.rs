//! What can be typed. Nothing beyond this module knows clap.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Prints a survey publication from a workbook.
#[derive(Debug, Parser)]
#[command(name = "drukpers", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 fault in inputs or templates, 2 wrong use, 3 internal error.")]
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
    /// Form of messages
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

/// Form of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// Annotations for workflows on GitHub
    Github,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the edition into the folder `build`
    Build(Build),
    /// Look for faults in inputs and templates; print nothing
    Check(Check),
    /// Draw one chart, as a template would, into a file
    Figure(Figure),
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
}

#[derive(Debug, Args)]
pub(super) struct Check {}

#[derive(Debug, Args)]
pub(super) struct Figure {
    /// The questions
    #[arg(required = true, value_name = "QUESTION")]
    pub(super) questions: Vec<String>,
    /// Kind of chart: bars, grouped, stacked, likert, columns, ..
    #[arg(long)]
    pub(super) kind: Option<String>,
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
    #[arg(long, default_value_t = 3.0)]
    pub(super) scale: f32,
    /// File to write: its ending says the format (.svg, .png, .pdf, .csv)
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
}
