//! `drukpers check`: looks for faults, and prints nothing.

use crate::press::{self, Scope};
use crate::project;

use super::arguments::{Check, General};
use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(general: &General, check: &Check, console: &mut Console) -> u8 {
    console.stage("reading the project");
    let messages = match project::load(&general.project) {
        Ok(project) => {
            let mut messages = project.warnings;
            let scope =
                Scope { allow_failed_claims: check.allow_failed_claims, ..Scope::default() };
            messages
                .extend(press::check(&project.value, &scope, &mut |stage| console.stage(stage)));
            messages
        }
        Err(faults) => faults,
    };
    console.end();
    if console.diagnose(&messages) {
        return FAULT;
    }
    console.summary(match messages.len() {
        0 => "no faults",
        _ => "no faults, but warnings",
    });
    DONE
}
