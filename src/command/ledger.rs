//! The ledger of the project as it is now.

use crate::diagnostics::{Outcome, Warned};
use crate::ledger::Ledger;
use crate::press::{self, Scope};
use crate::project;
use crate::release::fresh_file;

use super::arguments::General;
use super::console::Console;

/// Where a build puts the ledger.
const LEDGER_FILE: &str = "facts.json";

/// The ledger in `build`, when it was printed from these very inputs; otherwise
/// the edition is printed in memory.
pub(super) fn read(general: &General, console: &mut Console) -> Outcome<Ledger> {
    console.stage("reading the project");
    let Warned { value: project, mut warnings } = project::load(&general.project)?;
    let build = general.project.join("build");
    let stored = fresh_file(&build, &press::inputs(&project), LEDGER_FILE);
    if let Some(ledger) = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        return Ok(Warned { value: ledger, warnings });
    }
    let printed = press::print(&project, &Scope::default(), &mut |stage| console.stage(stage))?;
    warnings.extend(printed.warnings);
    Ok(Warned { value: printed.value.ledger, warnings })
}
