//! The correction page, set in the house style.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Place};
use crate::errata::Errata;
use crate::project::Project;
use crate::typeset::{Bytes, Fault, PdfPlan, Sources, VirtualPath, World, compile, pdf};

use super::sources;

/// The layout, which a project can replace by its own `templates/errata.typ`.
const LAYOUT: &str = include_str!("errata.typ");

/// Path of the layout for Typst.
const PATH: &str = "/errata.typ";

/// The correction page as PDF, as conforming as the publication, with the fonts and
/// colours of the project.
pub fn errata_pdf(project: &Project, errata: &Errata) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let common = sources::common(project, super::language(project), &[], false)?;
    let mut files: BTreeMap<String, Bytes> = common.files;
    files.entry(PATH.into()).or_insert_with(|| Bytes::from_string(LAYOUT));
    let data = serde_json::to_string(errata)
        .map_err(|_| vec![sources::unwritable("the correction page")])?;
    files.insert("/errata.json".into(), Bytes::from_string(data));
    let main = format!("#import \"{PATH}\": errata\n#errata(json(\"/errata.json\"))\n");
    files.insert("/main.typ".into(), Bytes::from_string(main));
    let main = VirtualPath::new("main.typ").expect("a plain name is a path");
    let date = sources::edition_date(project);
    let fonts = sources::fonts(project)?;
    let missing = sources::missing_families(project, &fonts);
    if !missing.is_empty() {
        return Err(missing);
    }
    let world = World::new(Sources { main, files }, fonts, date);
    let diagnostic = |fault: Fault| {
        let place = fault.spots().find_map(|spot| {
            let file = common.authored.get(&spot.file)?.clone();
            Some(Place::Text { file, range: spot.range.clone() })
        });
        Diagnostic::error("typst", fault.message)
            .at(place.unwrap_or_else(|| Place::File("errata.pdf".into())))
            .hints(fault.hints)
    };
    let faults = |faults: Vec<Fault>| faults.into_iter().map(diagnostic).collect::<Vec<_>>();
    let document = compile(&world).document.map_err(faults)?;
    let name = project.manifest.publication.name.get_ref();
    let plan = PdfPlan { identifier: format!("{name}/errata"), timestamp: date };
    pdf(&world, &document, &plan).map_err(faults)
}
