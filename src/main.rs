//! The `drukpers` program: turns the result of a command into an exit code.

fn main() {}
