//! Interviews: a Markdown file each, with front matter.
//!
//! The front matter stands between two lines `+++` and is TOML; the text after
//! it is Markdown. A paragraph in bold is a question. A line `{answer}` marks where
//! an answer goes that is not there yet.

mod markdown;
mod prose;
mod quote;

use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::diagnostics::{Diagnostic, Place, TextFile};
use crate::manifest::read_toml;
use crate::prose::Prose;

pub use markdown::{TypstBody, to_typst};
pub use prose::{answers, prose};
pub use quote::{Nearest, quoted};

/// An interview as its file has it.
#[derive(Clone, Debug)]
pub struct Interview {
    /// File name without ending: the name of its PDF.
    pub slug: String,
    /// What the front matter says.
    pub facts: FrontMatter,
    /// The file.
    pub file: Arc<TextFile>,
    /// The Markdown in it.
    pub body: Range<usize>,
}

/// What the front matter of an interview says.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FrontMatter {
    /// Title of the PDF.
    pub title: String,
    /// Place in the list of interviews, from 1.
    pub order: u32,
    /// Where the people work.
    pub place: String,
    /// What kind of interview it is, such as `gemeente`.
    pub kind: String,
    /// Who was interviewed.
    pub people: Vec<Person>,
    /// Whether they agreed to be quoted. Without it nobody is.
    #[serde(default)]
    pub consent: bool,
    /// Whether names, functions and place are printed nowhere.
    #[serde(default)]
    pub anonymous: bool,
    /// Anything else that the template prints, such as the cell of a number.
    #[serde(default)]
    pub data: serde_json::Map<String, Json>,
}

/// Somebody who was interviewed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Person {
    /// Name.
    pub name: String,
    /// Function.
    pub function: String,
}

/// The line that opens and closes the front matter.
const FENCE: &str = "+++";

/// Reads an interview from its file.
pub fn parse(file: &Arc<TextFile>) -> Result<Interview, Vec<Diagnostic>> {
    let text = &file.text;
    let front = text
        .strip_prefix(FENCE)
        .and_then(|rest| rest.strip_prefix('\n'))
        .and_then(|rest| rest.find(&format!("\n{FENCE}\n")));
    let start = FENCE.len() + 1;
    let Some(end) = front.map(|length| start + length + 1) else {
        let fault = |message: &str| Diagnostic::error("missing-front-matter", message);
        let is_open = text.strip_prefix(FENCE).is_some_and(|rest| rest.starts_with('\n'));
        let fault = match is_open {
            true => fault("the front matter is not closed")
                .hint("write another line `+++` behind its last key, and the text below it"),
            false => fault("the interview has no front matter")
                .hint("start the file with a line `+++`, title, order, place, kind and people, and another line `+++`"),
        };
        let range = if is_open { 0..FENCE.len() } else { 0..0 };
        return Err(vec![fault.at(Place::Text { file: file.clone(), range })]);
    };
    let facts = read_toml::<FrontMatter>(file, start..end)?;
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    Ok(Interview {
        slug: name.trim_end_matches(".md").to_string(),
        facts,
        file: file.clone(),
        body: end + FENCE.len() + 1..text.len(),
    })
}

impl Interview {
    /// Who was interviewed; nobody when that must not be known.
    pub fn people(&self) -> &[Person] {
        if self.facts.anonymous { &[] } else { &self.facts.people }
    }

    /// Where they work; nothing when that must not be known.
    pub fn place(&self) -> &str {
        if self.facts.anonymous { "" } else { &self.facts.place }
    }

    /// What was said: the prose without the questions.
    pub fn answers(&self) -> Prose {
        answers(&self.file, self.body.clone())
    }

    /// What templates can say of the interview.
    pub fn data(&self) -> Json {
        let people: Vec<Json> = self
            .people()
            .iter()
            .map(|person| json!({ "name": person.name, "function": person.function }))
            .collect();
        json!({
            "slug": self.slug,
            "title": self.facts.title,
            "place": self.place(),
            "kind": self.facts.kind,
            "people": people,
            "data": self.facts.data,
        })
    }
}
