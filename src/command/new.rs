//! `drukpers new`: a project that builds at once.

use std::fs;
use std::path::Path;

use crate::diagnostics::{Diagnostic, Place, io_cause};
use crate::{project, starter};

use super::arguments::New;
use super::console::Console;
use super::{DONE, FAULT, output};

pub(super) fn run(asked: &New, console: &mut Console) -> u8 {
    match make(asked) {
        Ok(()) => {
            console.summary(&format!(
                "started a project in {}: print it with `drukpers build --project {}`",
                asked.folder.display(),
                output::quoted(&asked.folder),
            ));
            DONE
        }
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

fn make(asked: &New) -> Result<(), Vec<Diagnostic>> {
    let folder = &asked.folder;
    refuse_filled(folder).map_err(|fault| vec![fault])?;
    let files = match &asked.from {
        None => starter::start(None)?,
        Some(path) => {
            let bytes = project::read_file(path).map_err(|fault| vec![fault])?;
            starter::start(Some((&path.display().to_string(), &bytes)))?
        }
    };
    for (path, bytes) in &files {
        let path = folder.join(path);
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, bytes))
            .map_err(|error| {
                vec![
                    Diagnostic::error(
                        "unwritable",
                        format!("failed to write ({})", io_cause(&error)),
                    )
                    .at(Place::File(path.display().to_string()))
                    .hint("name a folder that you may write to"),
                ]
            })?;
    }
    Ok(())
}

/// Refuses a folder that holds something: nothing of the user's is written over.
fn refuse_filled(folder: &Path) -> Result<(), Diagnostic> {
    let filled = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.exists(),
    };
    if !filled {
        return Ok(());
    }
    Err(Diagnostic::error("folder-not-empty", "a new project needs a folder of its own")
        .at(Place::File(folder.display().to_string()))
        .hint("name a folder that is not there yet, or is empty"))
}
