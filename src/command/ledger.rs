//! The ledger of the project as it is now.

use std::path::Path;

use crate::diagnostics::{Outcome, Warned};
use crate::ledger::{LEDGER_FILE, Ledger};
use crate::press::{self, Scope};
use crate::project;
use crate::release::fresh_file;

use super::arguments::General;
use super::console::Console;

/// The ledger of the edition in `folder`, when it was printed from these very inputs;
/// otherwise the edition is printed in memory.
pub(super) fn read(general: &General, folder: &Path, console: &mut Console) -> Outcome<Ledger> {
    console.stage("reading the project");
    let Warned { value: project, mut warnings } = project::load(&general.project)?;
    let folder = general.project.join(folder);
    let stored = fresh_file(&folder, &press::inputs(&project), LEDGER_FILE)
        .and_then(|(title, bytes)| Some((title, serde_json::from_slice(&bytes).ok()?)));
    if let Some((title, ledger)) = stored {
        // Only what a draft says of itself is not in the inputs.
        if title.edition != project.manifest.publication.edition {
            console.note(&format!(
                "these are the numbers of the draft in {}: {}",
                folder.display(),
                title.edition
            ));
        }
        return Ok(Warned { value: ledger, warnings });
    }
    let printed = press::print(&project, &Scope::default(), &mut |stage| console.stage(stage))?;
    warnings.extend(printed.warnings);
    Ok(Warned { value: printed.value.ledger, warnings })
}
