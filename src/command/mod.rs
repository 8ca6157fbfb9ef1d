//! The command line: arguments in, an exit code out. The only place that prints.

mod arguments;
mod build;
mod check;
mod console;
mod diff;
mod editions;
mod errata;
mod explain;
mod explain_error;
mod facts;
mod figure;
mod guide;
mod inspect;
mod ledger;
mod new;
mod output;
mod release;
mod schema;
mod tabulate;
mod verify;
mod watch;

use std::ffi::OsString;
use std::io::{Write, stderr};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::diagnostics::{Form, show};

use arguments::{Arguments, Command, Format};
use console::Console;

/// Everything was done.
pub const DONE: u8 = 0;
/// Inputs or templates are at fault; nothing in the output folder was touched.
pub const FAULT: u8 = 1;
/// The command was used wrongly.
pub const WRONG_USE: u8 = 2;
/// A fault of drukpers itself.
pub const INTERNAL: u8 = 3;
/// Two editions, or an edition and what it was made from, are not the same.
pub const CHANGED: u8 = 4;

/// Runs the program with these arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for; everything else is wrong use.
            let code = if error.use_stderr() { WRONG_USE } else { DONE };
            return match console::unwritten(error.print()).filter(|_| code == DONE) {
                Some(fault) => {
                    let fault = show(&[fault], Form::Human { colour: false });
                    // Nobody is left to tell when the terminal is gone.
                    let _ = stderr().write_all(fault.as_bytes());
                    ExitCode::from(FAULT)
                }
                None => ExitCode::from(code),
            };
        }
    };
    if let Some(message) = unfit_format(&arguments) {
        let _ = Arguments::command().error(ErrorKind::ArgumentConflict, message).print();
        return ExitCode::from(WRONG_USE);
    }
    let mut console = Console::new(&arguments.general);
    let outcome =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match &arguments.command {
            Command::Build(build) => build::run(&arguments.general, build, &mut console),
            Command::Check(check) => check::run(&arguments.general, check, &mut console),
            Command::Figure(figure) => figure::run(&arguments.general, figure, &mut console),
            Command::Tabulate(tabulate) => {
                tabulate::run(&arguments.general, tabulate, &mut console)
            }
            Command::Explain(explain) => explain::run(&arguments.general, explain, &mut console),
            Command::Facts(facts) => facts::run(&arguments.general, facts, &mut console),
            Command::Diff(diff) => diff::run(&arguments.general, diff, &mut console),
            Command::Errata(errata) => errata::run(&arguments.general, errata, &mut console),
            Command::Verify(verify) => verify::run(&arguments.general, verify, &mut console),
            Command::Release(release) => release::run(&arguments.general, release, &mut console),
            Command::ExplainError(explain) => {
                explain_error::run(&arguments.general, explain, &mut console)
            }
            Command::New(new) => new::run(new, &mut console),
            Command::Inspect(inspect) => inspect::run(&arguments.general, inspect, &mut console),
            Command::Schema => schema::run(&mut console),
            Command::Guide => guide::run(&mut console),
            Command::Watch(watch) => watch::run(&arguments.general, watch, &mut console),
            Command::Completions { shell } => {
                let mut script = vec![];
                clap_complete::generate(*shell, &mut Arguments::command(), "drukpers", &mut script);
                console.result(&String::from_utf8_lossy(&script));
                DONE
            }
        }));
    let code = outcome.unwrap_or_else(|_| {
        console.note("internal error: please report it with the message above");
        INTERNAL
    });
    let written = console.has_written();
    ExitCode::from(if written || code == INTERNAL { code } else { FAULT })
}

/// Why the command cannot write the form that was asked for, if it cannot.
fn unfit_format(arguments: &Arguments) -> Option<&'static str> {
    let command = &arguments.command;
    match arguments.general.format {
        Format::Csv if !matches!(command, Command::Tabulate(_) | Command::Facts(_)) => {
            Some("`--format csv` is for commands that write tables: `tabulate`, `facts`")
        }
        Format::Markdown | Format::Html if !matches!(command, Command::Diff(_)) => {
            Some("`--format markdown` and `--format html` are for `diff`")
        }
        _ => None,
    }
}
