//! drukpers turns a survey workbook into a publication: a main PDF, side PDFs,
//! a web page, and a ledger that traces every printed number to its cells.
//!
//! The stages, in the order in which data pass through them:
//!
//! 1. [`project`]: the folder with `publication.toml` is read into memory; nothing
//!    after it opens a file. [`manifest`] says what to print.
//! 2. [`workbook`]: the bytes of an Excel, OpenDocument or CSV file become sheets of
//!    cells, each with its place.
//! 3. [`survey`]: codebook, answers and frame become columns of codes and numbers,
//!    after a check-up that names every faulty cell.
//! 4. [`statistics`]: columns become measures and tables: a number with its base,
//!    its error and its interval, shown or hidden.
//! 5. [`chart`]: tables become SVG with alternative text.
//! 6. [`chapter`]: Handlebars templates are filled with measures, tables and charts;
//!    every number printed becomes a fact of the [`ledger`], and every piece of
//!    generated source knows the line of the template that made it.
//! 7. [`typeset`]: the generated Typst becomes pages and a PDF, which is PDF/A-3a and
//!    PDF/UA-1, and tells where each fact stands.
//! 8. [`release`]: all files of the edition are put in the place of the last one by
//!    renaming.
//!
//! [`published`] reads printed editions back, and [`compare`] tells what differs
//! between two of them; [`errata`] makes a correction page of that, and [`verify`]
//! holds a published PDF against its project.
//!
//! [`tabulation`] makes quick tables of an analysis, without a template; [`inspection`]
//! tells what a survey holds. [`starter`] has the files of a new project, and [`guide`]
//! the account of what templates can say.
//!
//! [`prose`] finds numbers in what editors wrote that come from no data.
//!
//! [`press`] puts the stages together; [`command`] is the program around it, and the
//! only place that prints. [`diagnostics`] is what a user reads when something is
//! wrong, [`format`](mod@format) the one way in which numbers are written, [`escape`]
//! how text stands for itself in Typst and HTML, and [`colour`] what is known of colours.
//!
//! Every stage is a pure function of its inputs: no clock, no locale, no font of the
//! system, no order of threads or hash tables reaches an output.
//!
//! ```no_run
//! use drukpers::{press, project, release};
//!
//! # fn main() -> Result<(), Vec<drukpers::diagnostics::Diagnostic>> {
//! let project = project::load(std::path::Path::new("."))?.value;
//! let printed = press::print(&project, &press::Scope::default(), &mut |_| {})?.value;
//! release::publish(&printed.edition, std::path::Path::new("build"))?;
//! # Ok(())
//! # }
//! ```

pub mod chapter;
pub mod chart;
pub mod colour;
pub mod command;
pub mod compare;
pub mod diagnostics;
pub mod errata;
pub mod escape;
pub mod format;
pub mod guide;
pub mod inspection;
pub mod interview;
pub mod ledger;
pub mod manifest;
pub mod press;
pub mod preview;
pub mod project;
pub mod prose;
pub mod published;
pub mod release;
pub mod starter;
pub mod statistics;
pub mod survey;
pub mod tabulation;
pub mod typeset;
pub mod verify;
pub mod workbook;
