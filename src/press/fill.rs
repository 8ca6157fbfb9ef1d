//! Filling templates, and remembering what became of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::Value as Json;

use crate::chapter::{Figure, Material, Medium, SourceMap, Template};
use crate::diagnostics::{Diagnostic, TextFile};
use crate::interview::TypstBody;
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
    /// Text of another file that the template takes in as it is.
    pub(super) quoted: Option<(Arc<TextFile>, TypstBody)>,
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
    /// What of the workbook it was made from.
    pub(super) uses: Uses,
}

/// What of the workbook a filled template was made from, apart from the questions
/// as they were put.
#[derive(Default)]
pub(super) struct Uses {
    /// Questions whose answers were looked at.
    pub(super) answers: Vec<Arc<str>>,
    /// Whether cells were taken as they stand.
    pub(super) cells: bool,
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
                let (result, step) = memory.make_from(
                    job.work.clone(),
                    |filled| ingredients(desk, partials, &job, &filled.uses),
                    || fill(desk, partials, &job),
                );
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

fn ingredients(
    desk: &Desk,
    partials: &BTreeMap<String, Arc<TextFile>>,
    job: &Job,
    uses: &Uses,
) -> Ingredients {
    let mut all = desk.supplies.of_templates(desk.project, uses).and(job.own.clone());
    if desk.draft {
        // What the manifest says of the edition is not what stands in its file.
        let publication = &desk.project.manifest.publication;
        all = all.text("draft", format!("{:?}", (&publication.edition, &publication.notice)));
    }
    if partials.values().chain([&job.file]).any(|file| file.text.contains("quote")) {
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
    let workbook = desk.material.workbook.clone();
    let analysis = desk.material.analysis.unseen();
    let material = Material {
        workbook: &workbook,
        survey: analysis.survey(),
        analysis: &analysis,
        ..desk.material.clone()
    };
    let mut rendered = Template::parse(&job.file, partials)?.render(
        &material,
        job.medium,
        &job.stem,
        &job.document,
        job.prefix,
        &job.data,
    )?;
    let source = rendered.source + job.suffix;
    if let Some((file, body)) = &job.quoted {
        rendered.map.take_in(&source, &body.source, &body.pieces, file);
    }
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
        uses: Uses {
            answers: analysis.survey().seen().map(|question| question.name.clone()).collect(),
            cells: workbook.was_seen(),
        },
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::stock::Stock;
    use super::super::{interviews, sources};
    use super::*;
    use crate::project::{self, Project};
    use crate::survey::{Answers, Survey};
    use crate::{guide, manifest::MainPlan};

    /// Gives every respondent the answer of the next one.
    fn turn(answers: &mut Answers) {
        match answers {
            Answers::Single(codes) => codes.rotate_left(1),
            Answers::Multiple { ticked, missing } => {
                ticked.iter_mut().for_each(|option| option.rotate_left(1));
                missing.rotate_left(1);
            }
            Answers::Number(numbers) => numbers.rotate_left(1),
            Answers::Text(texts) | Answers::Date(texts) => texts.rotate_left(1),
        }
    }

    /// Fills each template, and again with all answers turned that it did not look
    /// at: nothing may differ. Gives how many it looked at.
    fn unused_answers_change_nothing(project: &Project, files: &[Arc<TextFile>]) -> Vec<usize> {
        let supplies = Stock::default().prepare(project, &mut |_| {}, &mut vec![]).0.unwrap();
        let (interviews, _) = interviews::read(project);
        let desk = supplies.desk(project).with(&interviews);
        let mut data = sources::data(project, desk.material.survey, desk.material.language);
        data["interviews"] = interviews::data(&interviews);
        let partials = sources::partials(project).0;
        let look = |filled: &Filled| {
            let figures: Vec<_> = filled.figures.iter().map(|it| (&it.svg, &it.csv)).collect();
            let (facts, claims) = (&filled.facts, &filled.failed_claims);
            format!("{:?}{facts:?}{figures:?}{claims:?}", filled.files)
        };
        let counts = files.iter().map(|file| {
            let job = Job {
                work: String::new(),
                file: file.clone(),
                stem: "part".into(),
                document: "part.pdf".into(),
                target: "/part.typ".into(),
                medium: Medium::Typst,
                prefix: "",
                suffix: Default::default(),
                data: data.clone(),
                own: Ingredients::default(),
                quoted: None,
            };
            let filled = fill(&desk, &partials, &job).unwrap();
            let used = &filled.uses.answers;
            let mut other = Survey::clone(desk.material.survey);
            for question in other.questions.values_mut() {
                if !used.contains(&question.name) {
                    turn(&mut question.answers);
                }
            }
            let analysis = desk.material.analysis.with_answers(other);
            let material = Material {
                survey: analysis.survey(),
                analysis: &analysis,
                ..desk.material.clone()
            };
            let desk = supplies.desk(project);
            let turned = fill(&Desk { material, ..desk }, &partials, &job).unwrap();
            assert!(look(&filled) == look(&turned), "{}: {used:?}", file.text);
            used.len()
        });
        counts.collect()
    }

    #[test]
    fn what_an_example_did_not_look_at_changes_nothing() {
        let files = guide::files();
        let counts = unused_answers_change_nothing(&guide::project().unwrap(), &files);
        let of = |text: &str| counts[files.iter().position(|file| file.text == text).unwrap()];
        assert_eq!(of("{{respondents}}"), 0);
        assert_eq!(of(r#"{{label "move"}}"#), 0);
        assert_eq!(of(r#"{{share "move" "yes"}}"#), 1);
        assert_eq!(of(r#"{{count "spend" "trees" "play" where="district=north"}}"#), 2);
    }

    #[test]
    fn what_a_chapter_did_not_look_at_changes_nothing() {
        let project = project::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().value;
        let chapters = project.manifest.main.chapters.iter();
        let files: Vec<Arc<TextFile>> = chapters
            .map(|chapter| {
                let path = MainPlan::chapter_path(chapter.get_ref());
                project.text(&path, &crate::diagnostics::Place::Nowhere).unwrap()
            })
            .collect();
        let counts = unused_answers_change_nothing(&project, &files);
        let all = counts.iter().max().unwrap();
        assert!(counts.iter().filter(|count| *count < all).count() > files.len() / 2);
    }
}
