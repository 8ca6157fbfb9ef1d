//! The main PDF: the template of the whole, and a chapter each.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::chapter::{Medium, Rendered, Template};
use crate::diagnostics::Diagnostic;
use crate::format::Language;
use crate::interview::Interview;
use crate::release::{EditionRecord, RECORD_FILE};
use crate::typeset::{Attachment, Bytes};

use super::document::{LEDGER, Prepared};
use super::{Desk, interviews, sources};

/// Fills the template of the whole and of each chapter. Fails with the faults of all of them.
pub(super) fn prepare(desk: &Desk, interviews: &[Interview]) -> Result<Prepared, Vec<Diagnostic>> {
    let project = desk.project;
    let name = project.manifest.publication.name.get_ref();
    let path = format!("{name}.pdf");
    let mut data = sources::data(project, desk.material.survey, desk.material.language);
    data["interviews"] = interviews::data(interviews);
    let partials = sources::partials(project)?;

    let main = &project.manifest.main.template;
    let mut files = vec![];
    let mut faults = vec![];
    match project.text(main.get_ref(), &project.place(main)) {
        Ok(file) => files.push(("main".to_string(), "/main.typ".to_string(), file)),
        Err(fault) => faults.push(fault),
    }
    match sources::chapter_files(project) {
        Ok(chapters) => files.extend(chapters.into_iter().map(|(stem, file)| {
            let path = format!("/chapters/{stem}.typ");
            (stem, path, file)
        })),
        Err(found) => faults.extend(found),
    }
    let rendered: Vec<Result<(String, Rendered), Vec<Diagnostic>>> = files
        .into_par_iter()
        .map(|(stem, virtual_path, file)| {
            let template = Template::parse(&file, &partials)?;
            let prefix = sources::prefix(desk.draft && virtual_path == "/main.typ");
            let rendered =
                template.render(&desk.material, Medium::Typst, &stem, &path, &prefix, &data)?;
            Ok((virtual_path, rendered))
        })
        .collect();

    let dutch = desk.material.language == Language::Dutch;
    let attachment = |name: &str, in_dutch: &str, in_english: &str| Attachment {
        path: format!("/{name}"),
        description: if dutch { in_dutch } else { in_english }.into(),
        mime: "application/json".into(),
    };
    let attachments = [
        attachment(LEDGER, "Verantwoording per getal", "Account of every number"),
        attachment(
            RECORD_FILE,
            "Waaruit deze uitgave is gemaakt",
            "What this edition is made from",
        ),
    ];
    let common = match sources::common(project, desk.material.language, &attachments) {
        Ok(common) => common,
        Err(found) => {
            faults.extend(found);
            sources::Common::default()
        }
    };
    let mut prepared = Prepared::new(path, common);
    prepared.record = Some(EditionRecord::new(
        &project.manifest.publication,
        &prepared.path,
        desk.inputs.clone(),
    ));
    for result in rendered {
        match result {
            Ok((virtual_path, rendered)) => prepared.add(virtual_path, rendered),
            Err(found) => faults.extend(found),
        }
    }
    faults.extend(prepared.twice());
    if faults.is_empty() { Ok(prepared) } else { Err(faults) }
}

impl Prepared {
    /// A document with the common files only.
    pub(super) fn new(path: String, common: sources::Common) -> Self {
        Self {
            path,
            files: common.files,
            maps: BTreeMap::new(),
            authored: common.authored,
            facts: vec![],
            figures: vec![],
            tables: 0,
            record: None,
            failed_claims: vec![],
        }
    }

    /// Adds a filled template with all that it brings along.
    pub(super) fn add(&mut self, virtual_path: String, rendered: Rendered) {
        self.files.insert(virtual_path.clone(), Bytes::from_string(rendered.source));
        self.maps.insert(virtual_path, rendered.map);
        self.facts.extend(rendered.facts);
        self.failed_claims.extend(rendered.failed_claims);
        self.tables += rendered.tables;
        for figure in &rendered.figures {
            for (ending, content) in [("svg", &figure.svg), ("csv", &figure.csv)] {
                self.files.insert(
                    format!("/figures/{}.{ending}", figure.key),
                    Bytes::from_string(content.clone()),
                );
            }
        }
        self.figures.extend(rendered.figures);
    }

    /// Faults for figures of one name in two chapters.
    fn twice(&self) -> Vec<Diagnostic> {
        let mut seen = BTreeMap::new();
        let mut faults = vec![];
        for figure in &self.figures {
            if seen.insert(&figure.key, figure).is_some() {
                faults.push(
                    Diagnostic::error(
                        "duplicate-name",
                        format!("there are two figures `{}` in the publication", figure.key),
                    )
                    .at(figure.place.clone())
                    .hint(format!(
                        "give one of them another name: `name=\"fig-{}-2\"`",
                        figure.key
                    )),
                );
            }
        }
        faults
    }
}
