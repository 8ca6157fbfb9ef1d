//! The `drukpers` program: turns the outcome of a command into an exit code.

use std::process::ExitCode;

/// Typesetting asks for memory many times and returns it late: with this allocator a
/// seventh of the time of an edition is saved.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    drukpers::command::run(std::env::args_os())
}
