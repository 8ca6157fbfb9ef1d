//! Filling templates, and remembering what became of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::Value as Json;

use crate::chapter::{Figure, Medium, SourceMap, Template};
use crate::diagnostics::{Diagnostic, TextFile};
use crate::ledger::Fact;
use crate::typeset::Bytes;

use super::Desk;
use super::memory::{Ingredients, Memory, Piece, Step};

/// A template that is to be filled.
pub(super) struct Job {
    /// What it makes, such as `chapter urgentie`.
    pub(super) work: String,
    /// The template.
    pub(super) file: Arc<TextFile>,
    /// The name that its facts carry.
    pub(super) stem: String,
    /// Path of the document in the edition.
    pub(super) document: String,
    /// The file that it makes: a virtual path, or one of the edition.
    pub(super) target: String,
    pub(super) medium: Medium,
    /// Put in front of what it makes.
    pub(super) prefix: &'static str,
    /// Put behind it.
    pub(super) suffix: &'static str,
    /// What the template can name.
    pub(super) data: Json,
    /// What `data` holds that is neither of the manifest nor of the survey.
    pub(super) own: Ingredients,
}

/// A filled template with all that it brings along.
pub(super) struct Filled {
    /// What it makes, then its figures, by virtual path.
    pub(super) files: Vec<(String, Bytes)>,
    pub(super) map: SourceMap,
    /// Pages are not known yet.
    pub(super) facts: Vec<Fact>,
    pub(super) figures: Vec<Figure>,
    pub(super) tables: usize,
    /// Claims that do not hold, which only a draft prints.
    pub(super) failed_claims: Vec<Diagnostic>,
}

/// A template that could not be filled.
pub(super) struct Failed {
    /// The template.
    pub(super) template: String,
    /// The file that it would have made.
    pub(super) target: String,
}

/// What became of a template: the file that it makes, and its filling.
pub(super) type Outcome = (String, Result<Piece<Filled>, Vec<Diagnostic>>);

/// Filled templates, by document and by the file that they make.
#[derive(Default)]
pub(super) struct Folder(BTreeMap<(String, String), Memory<Filled>>);

impl Folder {
    /// Fills templates on as many threads as there are, those that were not filled
    /// before from the same; the order of the result is that of the argument.
    pub(super) fn fill(
        &mut self,
        desk: &Desk,
        partials: &BTreeMap<String, Arc<TextFile>>,
        jobs: Vec<Job>,
        steps: &mut Vec<Step>,
    ) -> Vec<Outcome> {
        let jobs: Vec<(Job, Memory<Filled>)> = jobs
            .into_iter()
            .map(|job| {
                let key = (job.document.clone(), job.target.clone());
                let memory = self.0.remove(&key).unwrap_or_default();
                (job, memory)
            })
            .collect();
        let filled: Vec<_> = jobs
            .into_par_iter()
            .map(|(job, mut memory)| {
                let (result, step) =
                    memory.make(job.work.clone(), ingredients(desk, partials, &job), || {
                        fill(desk, partials, &job)
                    });
                (job, memory, result, step)
            })
            .collect();
        let mut results = vec![];
        for (job, memory, result, step) in filled {
            steps.push(step);
            results.push((job.target.clone(), result));
            self.0.insert((job.document, job.target), memory);
        }
        results
    }

    /// The last time that a template could be filled.
    pub(super) fn last(&self, document: &str, target: &str) -> Option<&Piece<Filled>> {
        self.0.get(&(document.to_string(), target.to_string()))?.last()
    }
}

fn ingredients(desk: &Desk, partials: &BTreeMap<String, Arc<TextFile>>, job: &Job) -> Ingredients {
    let mut all = desk.supplies.of_templates(desk.project).and(job.own.clone());
    if desk.draft {
        // What the manifest says of the edition is not what stands in its file.
        let publication = &desk.project.manifest.publication;
        all = all.text("draft", format!("{:?}", (&publication.edition, &publication.notice)));
    }
    if partials.values().chain([&job.file]).any(|file| file.text.contains("quote ")) {
        all = desk.material.interviews.iter().fold(all, |all, interview| {
            let path = &interview.file.path;
            all.file(path, desk.project.files.get(path))
        });
    }
    partials
        .values()
        .chain([&job.file])
        .fold(all, |all, file| all.file(&file.path, desk.project.files.get(&file.path)))
}

fn fill(
    desk: &Desk,
    partials: &BTreeMap<String, Arc<TextFile>>,
    job: &Job,
) -> Result<Filled, Vec<Diagnostic>> {
    let rendered = Template::parse(&job.file, partials)?.render(
        &desk.material,
        job.medium,
        &job.stem,
        &job.document,
        job.prefix,
        &job.data,
    )?;
    let source = rendered.source + job.suffix;
    let mut files = vec![(job.target.clone(), Bytes::from_string(source))];
    for figure in &rendered.figures {
        for (ending, content) in [("svg", &figure.svg), ("csv", &figure.csv)] {
            let path = format!("/figures/{}.{ending}", figure.key);
            files.push((path, Bytes::from_string(content.clone())));
        }
    }
    Ok(Filled {
        files,
        map: rendered.map,
        facts: rendered.facts,
        figures: rendered.figures,
        tables: rendered.tables,
        failed_claims: rendered.failed_claims,
    })
}
