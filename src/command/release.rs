//! `drukpers release`: prints the edition and packs it.

use crate::diagnostics::Diagnostic;
use crate::release::{pack, publish, read_edition, refuse_foreign};

use super::arguments::{Build, General, Release};
use super::console::Console;
use super::{DONE, FAULT, build};

pub(super) fn run(general: &General, release: &Release, console: &mut Console) -> u8 {
    if let Err(faults) = refuse_foreign(&general.project.join(&release.to)) {
        console.diagnose(&faults);
        return FAULT;
    }
    let printed =
        Build { only: vec![], output: release.output.clone(), allow_failed_claims: false };
    let code = build::run(general, &printed, console);
    if code != DONE {
        return code;
    }
    match offer(general, release, console) {
        Ok(code) => code,
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

/// Packs what stands on the disk, so that what is offered is what was printed.
fn offer(
    general: &General,
    release: &Release,
    console: &mut Console,
) -> Result<u8, Vec<Diagnostic>> {
    console.stage("packing the release");
    let edition = read_edition(&general.project.join(&release.output))?;
    let packed = pack(&edition).map_err(|fault| vec![fault])?;
    let folder = general.project.join(&release.to);
    let published = publish(&packed, &folder)?;
    let refused = !published.warnings.is_empty() && console.diagnose(&published.warnings);
    console.end();
    let files = published.value.files;
    console.summary(&format!("packed {files} files into {}", folder.display()));
    Ok(if refused { FAULT } else { DONE })
}
