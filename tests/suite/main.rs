//! The one test binary: every test here runs the program as a user does, or
//! looks at what it printed.
//!
//! One binary rather than several: each would link Typst again.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod account;
mod banner;
mod changes;
mod claims;
mod codes;
mod derived_sheet;
mod design;
mod diff;
mod digits;
mod errata;
mod explain;
mod faults;
mod figures;
mod gallery;
mod output;
mod privacy;
mod project;
mod prose;
mod sample;
mod start;
mod tabulate;
mod themes;
mod verify;
mod warm;
mod watch;
mod waves;
