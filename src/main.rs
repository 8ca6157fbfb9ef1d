//! The `drukpers` program: turns the outcome of a command into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    drukpers::command::run(std::env::args_os())
}
