//! Templates: chapters, the whole document, interviews and the web page, filled
//! with values from the survey.
//!
//! [`Template::parse`] reads a Handlebars template and marks where every piece
//! of its output will come from; [`Template::render`] fills it, and returns the
//! generated source with a [`SourceMap`] back to the template, the facts that
//! it prints and the charts that it draws. Faults are collected: one that is
//! found in a helper does not keep the others from being found.

mod arguments;
mod banners;
mod call;
mod catalogue;
mod editorial;
mod expression;
mod fact;
mod finding;
mod helpers;
mod instrument;
mod partials;
mod session;
mod source_map;
mod syntax;
mod value;
mod waves;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::template::Template as Parsed;
use handlebars::{Context, Handlebars, RenderError, RenderErrorReason};
use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_spanned::Spanned;

use crate::chart::{ChartTheme, FontSet, RegionMap};
use crate::diagnostics::{Diagnostic, Place, TextFile};
use crate::escape::{html_text, typst_text};
use crate::format::Language;
use crate::interview::Interview;
use crate::ledger::{Fact, Legend};
use crate::manifest::{DerivedTable, Manifest, Rounding};
use crate::statistics::Analysis;
use crate::survey::{Survey, Watched};
use crate::workbook::Workbook;

use call::{Call, Faulty, List, Print};
use instrument::{FAULTY, Instrument, LIST, PRINT, PRINT_RAW};
use session::Session;
use source_map::Origin;
use syntax::Examined;

pub use banners::banners;
pub use catalogue::{HELPERS, Helper};
pub use editorial::{Block, Editorial, editorial};
pub use source_map::SourceMap;

/// What a template is filled from.
#[derive(Clone)]
pub struct Material<'a> {
    /// The manifest.
    pub manifest: &'a Manifest,
    /// The workbook, for ready-made tables and single cells.
    pub workbook: &'a Watched<Workbook>,
    /// The survey.
    pub survey: &'a Survey,
    /// The survey with weights and design, ready for statistics.
    pub analysis: &'a Analysis,
    /// Questions made from others, as manifest and workbook declare them.
    pub derived: &'a IndexMap<Spanned<String>, DerivedTable>,
    /// Language of numbers and alternative texts.
    pub language: Language,
    /// Decimals.
    pub rounding: Rounding,
    /// Colours and type of charts.
    pub chart_theme: &'a ChartTheme,
    /// Fonts that charts are measured and printed with.
    pub fonts: &'a FontSet,
    /// What the wave is called, when there are several in workbooks of their own.
    pub wave: Option<&'a str>,
    /// Whether it is an earlier one.
    pub is_earlier: bool,
    /// The same of each earlier wave, the first one first.
    pub waves: Vec<Material<'a>>,
    /// The interviews that can be quoted.
    pub interviews: &'a [Interview],
    /// Maps, by the question whose options are their regions.
    pub maps: &'a BTreeMap<String, Arc<RegionMap>>,
    /// What names in facts stand for.
    pub legend: &'a Legend,
}

impl<'a> Material<'a> {
    /// The material of an earlier wave; of none the material itself.
    fn of_wave(&self, wave: Option<&str>) -> &Material<'a> {
        let earlier = self.waves.iter().find(|earlier| wave.is_some() && earlier.wave == wave);
        earlier.unwrap_or(self)
    }
}

/// What a template becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A Typst file.
    Typst,
    /// A web page.
    Html,
}

/// A chart that a template asked for.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Name without `fig-`: the file name of its SVG and CSV.
    pub key: String,
    /// The picture.
    pub svg: String,
    /// Its width in points.
    pub width: f64,
    /// The numbers that stand in it or in its alternative text.
    pub numbers: Vec<DrawnFact>,
    /// The numbers behind it.
    pub csv: String,
    /// What it shows, for readers who cannot see it.
    pub alt: String,
    /// Its caption as plain text: that of the question when the template writes one with markup.
    pub caption: String,
    /// Where the template asks for it.
    pub place: Place,
}

/// A number in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnFact {
    /// The id of its fact.
    pub id: String,
    /// Points from the left edge of the picture to the left end of the text, and from
    /// its top edge to the baseline; `None` if only the alternative text quotes it.
    pub place: Option<(f64, f64)>,
}

/// A template that was read.
pub struct Template {
    file: Arc<TextFile>,
    parsed: Parsed,
    origins: Vec<Origin>,
    partials: Vec<(String, Parsed)>,
    /// Whether names in it may stand for other things than their author meant.
    broken: bool,
    /// Tags at fault, and names in it that nothing answers to.
    faults: Vec<Diagnostic>,
}

/// A template filled in.
pub struct Rendered {
    /// The generated source.
    pub source: String,
    /// Where each piece of it came from.
    pub map: SourceMap,
    /// Numbers it prints, in the order of its text. Pages are not known yet.
    pub facts: Vec<Fact>,
    /// Charts in the order of its text.
    pub figures: Vec<Figure>,
    /// Number of tables.
    pub tables: usize,
    /// Claims that do not hold, as errors. Their text stands in the source all
    /// the same, marked: who prints it decides whether it may be printed.
    pub failed_claims: Vec<Diagnostic>,
}

impl Template {
    /// Reads a template; `partials` are the files that `{{> name}}` can name.
    ///
    /// Fails when there is nothing to fill: broken syntax of which nothing is left,
    /// partials that take in themselves. All other faults that can be found without
    /// data are kept, and told when it is filled, with those that come up then.
    pub fn parse(
        file: &Arc<TextFile>,
        partials: &BTreeMap<String, Arc<TextFile>>,
    ) -> Result<Arc<Self>, Vec<Diagnostic>> {
        parse(file, partials)
    }

    fn read(
        file: &Arc<TextFile>,
        partials: &BTreeMap<String, Arc<TextFile>>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let names: Vec<String> = partials.keys().cloned().collect();
        let mut faults = partials::circular(partials);
        if faults.is_empty() {
            faults = partials::endless(partials);
        }
        let mut readable = faults.is_empty();
        let mut broken = false;
        let mut origins = vec![];
        let mut read = |file: &Arc<TextFile>, faults: &mut Vec<Diagnostic>| {
            let (parsed, text) = match Parsed::compile(&file.text) {
                Ok(parsed) => (Ok(parsed), Cow::Borrowed(&*file.text)),
                Err(error) => {
                    let Examined { faults: found, rest, in_blocks } = syntax::examine(file);
                    if found.is_empty() {
                        faults.push(syntax_fault(file, &error));
                    }
                    faults.extend(found);
                    broken |= in_blocks;
                    (Parsed::compile(&rest), Cow::Owned(rest))
                }
            };
            let Ok(mut parsed) = parsed else {
                readable = false;
                return Parsed::default();
            };
            Instrument::new(file, &text, &mut origins, faults, &names).template(&mut parsed);
            parsed
        };
        let parsed = read(file, &mut faults);
        let partials = partials::needed(file, partials)
            .into_iter()
            .map(|(name, partial)| (name.to_string(), read(partial, &mut faults)))
            .collect();
        if readable {
            Ok(Self { file: file.clone(), parsed, origins, partials, broken, faults })
        } else {
            Err(faults)
        }
    }

    /// Broken syntax, unknown helpers, options and partials.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Fills the template in. `stem` is what its facts are named after, `document`
    /// the file they stand in, `prefix` is put in front of the generated source.
    pub fn render(
        &self,
        material: &Material,
        medium: Medium,
        stem: &str,
        document: &str,
        prefix: &str,
        data: &Json,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let mut parts = self.partials.clone();
        parts.push((String::new(), self.parsed.clone()));
        let mut stopped = vec![];
        let (result, origins, mut collected) = loop {
            let session = Session::new(material, medium, stem, document, self.origins.clone());
            let result = self.fill(&session, &parts, data);
            let (origins, collected) = session.finish();
            // What filling stops at is left out, to find what is wrong behind it.
            if let Err(error) = &result
                && stopped.len() < MOST_STOPS
                && parts.iter_mut().any(|(_, part)| without(part, error))
            {
                stopped.extend(self.render_fault(error, &collected.faults));
                continue;
            }
            break (result, origins, collected);
        };
        if self.faults.iter().any(|fault| fault.code == "template-syntax") {
            // Of two branches that lack their test both are there.
            collected.faults.retain(|fault| fault.code != "duplicate-name");
        }
        if self.broken {
            stopped.retain(|fault| !OF_BLOCKS.contains(&fault.code));
            collected.faults.retain(|fault| !OF_BLOCKS.contains(&fault.code));
        }
        let mut faults = self.faults.clone();
        faults.extend(collected.faults);
        faults.extend(stopped);
        match result {
            Ok(rendered) if faults.is_empty() => {
                let (source, map) = SourceMap::split(prefix, &rendered, &origins);
                Ok(Rendered {
                    source,
                    map,
                    facts: collected.facts,
                    figures: collected.figures,
                    tables: collected.tables,
                    failed_claims: collected.failed_claims,
                })
            }
            // Who mends the faults wants to hear of the claims in the same run.
            Ok(_) => {
                faults.extend(collected.failed_claims);
                Err(faults)
            }
            Err(error) => {
                let fault = self.render_fault(&error, &faults);
                faults.extend(fault.filter(|_| !self.broken));
                Err(faults)
            }
        }
    }

    fn fill(
        &self,
        session: &Session,
        parts: &[(String, Parsed)],
        data: &Json,
    ) -> Result<String, RenderError> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(match session.medium {
            Medium::Typst => |text: &str| typst_text(text),
            Medium::Html => |text: &str| html_text(text),
        });
        for helper in HELPERS {
            registry.register_helper(helper.name, Box::new(Call { helper, session }));
        }
        registry.register_helper(FAULTY, Box::new(Faulty { session }));
        registry.register_helper(LIST, Box::new(List { session }));
        registry.register_helper(PRINT, Box::new(Print { raw: false, session }));
        registry.register_helper(PRINT_RAW, Box::new(Print { raw: true, session }));
        for (name, part) in parts {
            registry.register_template(name, part.clone());
        }
        registry.register_template(FAULTY, Parsed::default());
        registry.render_with_context("", &Context::wraps(data)?)
    }

    /// The diagnostic for what comes up only while the template is filled. None for a
    /// part of what is at fault itself, which is `told`.
    fn render_fault(&self, error: &RenderError, told: &[Diagnostic]) -> Option<Diagnostic> {
        use RenderErrorReason as Reason;
        if matches!(error.reason(), Reason::MissingVariable(None)) && !told.is_empty() {
            return None;
        }
        let fault = match error.reason() {
            Reason::MissingVariable(path) => {
                let message = match path {
                    Some(path) => format!("unknown value `{path}`"),
                    None => "there is nothing of this name to look up".into(),
                };
                Diagnostic::error("unknown-value", message)
                    .hint("`lookup DATA NAME` takes a part of data by its name, or of a list by its number from 0")
            }
            Reason::InvalidJsonIndex(part) => {
                Diagnostic::error("unknown-value", format!("a list has no part `{part}`"))
                    .hint("go through it with `{{#each …}}`, or take the first with `[0]`")
            }
            Reason::InvalidJsonPath(path) => {
                Diagnostic::error("unknown-value", format!("`{path}` cannot be a name"))
                    .hint("parts of a name stand with points between them: `publication.title`")
            }
            Reason::ParamNotFoundForIndex(helper, index) => {
                let noun = if *index == 0 { "a list or data" } else { "the name of a part of it" };
                Diagnostic::error("missing-argument", format!("`{helper}` needs {noun}"))
                    .hint("write it as `lookup DATA NAME`")
            }
            Reason::InvalidParamType(_) => {
                Diagnostic::error("wrong-kind", "`each` and `with` need a list or data")
                    .hint("lists are `chapters`, `sections` and `interviews`")
            }
            other => {
                // Names of helpers and partials were looked at when the template was read.
                let text = other.to_string();
                let cause = text.lines().next().unwrap_or_default().to_lowercase();
                Diagnostic::error("internal", format!("the template cannot be filled ({cause})"))
                    .hint("please report this, with the template")
            }
        };
        let name = error.template_name.as_deref().unwrap_or_default();
        let named = self.origins.iter().find(|origin| origin.file.path == name);
        let file = named.map_or(&self.file, |origin| &origin.file);
        Some(fault.at(match (error.line_no, error.column_no) {
            (Some(line), Some(column)) => tag_place(file, line, column),
            _ => Place::File(file.path.clone()),
        }))
    }
}

/// How often filling is begun again behind what it stops at.
const MOST_STOPS: usize = 50;

/// Takes out the part of a template that filling stopped at. Gives whether it was there.
fn without(template: &mut Parsed, error: &RenderError) -> bool {
    use handlebars::template::TemplateElement as Element;
    let (Some(line), Some(column)) = (error.line_no, error.column_no) else { return false };
    let is_at = |template: &Parsed, index: usize| {
        template.name == error.template_name
            && template.mapping.get(index).is_some_and(|at| (at.0, at.1) == (line, column))
    };
    for index in 0..template.elements.len() {
        let is_stop = is_at(template, index);
        let element = &mut template.elements[index];
        let inner = match element {
            Element::RawString(_) => continue,
            Element::HelperBlock(call) => [&mut call.template, &mut call.inverse],
            Element::PartialBlock(call) | Element::PartialExpression(call) => {
                [&mut call.template, &mut None]
            }
            _ => [&mut None, &mut None],
        };
        if inner.into_iter().flatten().any(|inner| without(inner, error)) {
            return true;
        }
        if is_stop {
            *element = Element::RawString(String::new());
            return true;
        }
    }
    false
}

/// Faults that may be there only because a block around them is broken.
const OF_BLOCKS: [&str; 4] = ["misplaced-helper", "not-printable", "unknown-value", "wrong-kind"];

/// Reads a template once, however many documents are made with it.
#[comemo::memoize]
fn parse(
    file: &Arc<TextFile>,
    partials: &BTreeMap<String, Arc<TextFile>>,
) -> Result<Arc<Template>, Vec<Diagnostic>> {
    Template::read(file, partials).map(Arc::new)
}

/// The diagnostic for broken syntax of which nothing more can be told.
fn syntax_fault(file: &Arc<TextFile>, error: &handlebars::TemplateError) -> Diagnostic {
    use handlebars::TemplateErrorReason as Reason;
    let (line, column) = error.pos().unwrap_or((1, 1));
    let (message, hint) = match error.reason() {
        Reason::MismatchingClosedHelper(open, close)
        | Reason::MismatchingClosedDecorator(open, close) => (
            format!("`{{{{#{open}}}}}` is closed by `{{{{/{close}}}}}`"),
            "each block is closed by its own name",
        ),
        reason => expression_fault(reason).unwrap_or_else(|| {
            ("a block is not closed".into(), "each `{{#name …}}` needs its `{{/name}}`")
        }),
    };
    let place = line_place(file, line, column);
    Diagnostic::error("template-syntax", message).at(place).hint(hint)
}

/// What is wrong with an expression, and the remedy.
fn expression_fault(reason: &handlebars::TemplateErrorReason) -> Option<(String, &'static str)> {
    use handlebars::TemplateErrorReason as Reason;
    match reason {
        Reason::InvalidSyntax(_) => Some((
            "this is not a Handlebars expression".into(),
            "texts stand in double quotes, calls within a call in round brackets, options as `name=value`",
        )),
        Reason::InvalidParam(argument) => Some((
            format!("`{argument}` cannot be an argument"),
            "an argument is a text in double quotes, a number, a name or a call in round brackets",
        )),
        Reason::NestedSubexpression => Some((
            "brackets within brackets are not allowed here".into(),
            "take the outer brackets out",
        )),
        _ => None,
    }
}

/// The place of the tag at a line and column, both from 1.
fn tag_place(file: &Arc<TextFile>, line: usize, column: usize) -> Place {
    let place = line_place(file, line, column);
    match place {
        Place::Text { file, range } => {
            let text = &file.text[range.clone()];
            let end = text.find("}}").map_or(range.end, |end| {
                let behind = text[end..].find(|c| c != '}').unwrap_or(text.len() - end);
                range.start + end + behind
            });
            Place::Text { file, range: range.start..end }
        }
        place => place,
    }
}

/// The place of a line and column, both from 1, up to the end of the line.
fn line_place(file: &Arc<TextFile>, line: usize, column: usize) -> Place {
    let start = file.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &file.text[start..];
    let text = rest.lines().next().unwrap_or("");
    let from = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |it| it.0);
    Place::Text { file: file.clone(), range: start + from..start + text.len() }
}
