//! Prepares a parsed template: every element gets a marker that tells where its
//! output came from, every call learns its place, and names that nothing
//! answers to are reported before anything is rendered.

use std::ops::Range;
use std::sync::Arc;

use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
use serde_json::Value as Json;

use crate::diagnostics::{Diagnostic, TextFile, nearest_hint};

use super::catalogue::{self, Helper};
use super::expression::{CallSpan, scan};
use super::source_map::{Origin, marker};

/// The option by which a call knows its place: an index into the origins.
pub(super) const AT: &str = "@at";
/// The helper that prints a plain value: `{{publication.title}}`.
pub(super) const PRINT: &str = "@print";
/// The helper that prints a plain value without escaping: `{{{interview.body}}}`.
pub(super) const PRINT_RAW: &str = "@print-raw";

/// The helper that looks at what `each` and `with` are given.
pub(super) const LIST: &str = "@list";

/// The helper, or the partial, in the place of one that nothing answers to: it prints nothing.
pub(super) const FAULTY: &str = "@faulty";

/// Helpers of Handlebars itself that are used as they are.
const BUILT_IN: [&str; 3] = ["each", "with", "lookup"];

/// Walks a template in the order of its text.
pub(super) struct Instrument<'a> {
    file: &'a Arc<TextFile>,
    /// The text of the file, or what is left of it without tags at fault.
    text: &'a str,
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
    /// Where the walk is in the text.
    cursor: usize,
    origins: &'a mut Vec<Origin>,
    faults: &'a mut Vec<Diagnostic>,
    partials: &'a [String],
}

impl<'a> Instrument<'a> {
    pub(super) fn new(
        file: &'a Arc<TextFile>,
        text: &'a str,
        origins: &'a mut Vec<Origin>,
        faults: &'a mut Vec<Diagnostic>,
        partials: &'a [String],
    ) -> Self {
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, lines, cursor: 0, origins, faults, partials }
    }

    /// Adds markers and places to a template and to all templates within it.
    pub(super) fn template(&mut self, template: &mut Template) {
        let mut elements = Vec::with_capacity(template.elements.len() * 2);
        let mut places = Vec::with_capacity(template.elements.len() * 2);
        let mapping = std::mem::take(&mut template.mapping);
        for (index, mut element) in std::mem::take(&mut template.elements).into_iter().enumerate() {
            let mapped = mapping.get(index).map(|at| self.offset(at.0, at.1));
            let from = mapped.unwrap_or(self.cursor).max(self.cursor);
            match &mut element {
                TemplateElement::RawString(raw) => {
                    let range = self.text[self.cursor..]
                        .find(raw.as_str())
                        .map_or(from..from, |at| self.cursor + at..self.cursor + at + raw.len());
                    self.cursor = range.end.max(self.cursor);
                    elements.push(self.marker(range, true));
                }
                TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call) => {
                    let raw = self.text[from..].starts_with("{{{")
                        || self.text[from..].starts_with("{{&");
                    let span = scan(self.text, from);
                    self.cursor = span.range.end;
                    elements.push(self.marker(span.range.clone(), false));
                    self.outer_call(call, &span, raw);
                }
                TemplateElement::HelperBlock(call) => {
                    let span = scan(self.text, from);
                    self.cursor = span.range.end;
                    elements.push(self.marker(span.range.clone(), false));
                    self.call(call, &span);
                    self.branches(call);
                    self.cursor = self.after_tag("{{");
                }
                TemplateElement::PartialExpression(partial)
                | TemplateElement::PartialBlock(partial) => {
                    let span = scan(self.text, from);
                    self.cursor = span.range.end;
                    elements.push(self.marker(span.range.clone(), false));
                    let Parameter::Name(name) = &partial.name else {
                        self.faults.push(
                            Diagnostic::error(
                                "unknown-partial",
                                "a partial is taken in by its name",
                            )
                            .at(self.origin(span.range).place())
                            .hint(
                                "write the name as it stands in `templates/partials`: `{{> name}}`",
                            ),
                        );
                        partial.name = Parameter::Name(FAULTY.into());
                        continue;
                    };
                    if !self.partials.contains(name) {
                        let candidates = self.partials.iter().map(String::as_str);
                        let fault = match name.strip_prefix('@') {
                            Some(_) => Diagnostic::error(
                                "unknown-partial",
                                "a partial does not know the block that takes it in",
                            )
                            .hint(
                                "give it the text: `{{> name text=\"…\"}}`, and there `{{text}}`",
                            ),
                            None => Diagnostic::error(
                                "unknown-partial",
                                format!("unknown partial `{name}`"),
                            )
                            .hints(nearest_hint(name, candidates))
                            .hint("a partial `x` stands in `templates/partials/x.hbs`"),
                        };
                        // One that is written within the template is told there.
                        if !self.text.contains(&format!("inline \"{name}\"")) {
                            self.faults.push(fault.at(self.origin(span.range).place()));
                        }
                        partial.name = Parameter::Name(FAULTY.into());
                    }
                    if let Some(inner) = &mut partial.template {
                        self.template(inner);
                        self.cursor = self.after_tag("{{");
                    }
                }
                TemplateElement::Comment(_) => {
                    let close = if self.text[from..].starts_with("{{!--") { "--}}" } else { "}}" };
                    self.cursor = self.text[from..]
                        .find(close)
                        .map_or(self.text.len(), |at| from + at + close.len());
                }
                TemplateElement::DecoratorExpression(call)
                | TemplateElement::DecoratorBlock(call) => {
                    let span = scan(self.text, from);
                    self.cursor = span.range.end;
                    let fault = match call.name.as_name() {
                        Some("inline") => Diagnostic::error(
                            "unknown-partial",
                            "a partial cannot be written within a template",
                        )
                        .hint("put its text into `templates/partials/NAME.hbs` and write `{{> NAME}}`"),
                        _ => Diagnostic::error("unknown-helper", "there is no decorator of this name")
                            .hint("take the `*` out: the helpers need none"),
                    };
                    self.faults.push(fault.at(self.origin(span.range).place()));
                    continue;
                }
                _ => {}
            }
            elements.push(element);
            // A marker stands where its element does.
            if let Some(place) = mapping.get(index) {
                places.resize_with(elements.len(), || place.clone());
            }
        }
        template.elements = elements;
        template.mapping = places;
        template.name = Some(self.file.path.clone());
    }

    /// The two branches of a block: its text, and what follows `{{else}}`.
    fn branches(&mut self, call: &mut HelperTemplate) {
        if let Some(inner) = &mut call.template {
            self.template(inner);
        }
        if let Some(inverse) = &mut call.inverse {
            let chained = inverse.mapping.is_empty()
                && matches!(inverse.elements.as_slice(), [TemplateElement::HelperBlock(_)]);
            if chained {
                // `{{else if …}}`: the tag is the call of the block within.
                if let Some(TemplateElement::HelperBlock(inner)) = inverse.elements.first_mut() {
                    let span = scan(self.text, self.cursor);
                    self.cursor = span.range.end;
                    self.call(inner, &span);
                    self.branches(inner);
                }
            } else {
                self.cursor = self.after_tag("{{");
                self.template(inverse);
            }
        }
    }

    /// A call that stands by itself: `{{share "q" "a"}}`, or a plain value.
    fn outer_call(&mut self, call: &mut Box<HelperTemplate>, span: &CallSpan, raw: bool) {
        let plain = call.params.is_empty() && call.hash.is_empty();
        let name = call.name.as_name().unwrap_or_default().to_string();
        if plain && catalogue::find(&name).is_none() && !BUILT_IN.contains(&name.as_str()) {
            let path = std::mem::replace(&mut call.name, Parameter::Name(String::new()));
            call.params.push(path);
            call.name = Parameter::Name(if raw { PRINT_RAW } else { PRINT }.into());
            self.place(call, span.range.clone());
        } else {
            self.call(call, span);
        }
    }

    /// A call of a helper: checked by name and options, and told its place.
    fn call(&mut self, call: &mut HelperTemplate, span: &CallSpan) {
        let name = call.name.as_name().unwrap_or_default().to_string();
        match catalogue::find(&name) {
            Some(helper) => {
                if !self.options(helper, call, span) {
                    call.name = Parameter::Name(FAULTY.into());
                }
            }
            None if BUILT_IN.contains(&name.as_str()) => {
                self.inner_calls(call, span);
                if name != "lookup" {
                    self.checked(call, span.range.clone());
                }
                return;
            }
            None => {
                let place = self.origin(span.range.clone()).place();
                self.faults.push(
                    Diagnostic::error("unknown-helper", format!("unknown helper `{name}`"))
                        .at(place)
                        .hints(nearest_hint(&name, catalogue::names()))
                        .or_hint("`drukpers guide` lists all helpers, with examples"),
                );
                call.name = Parameter::Name(FAULTY.into());
            }
        }
        self.inner_calls(call, span);
        self.place(call, span.range.clone());
    }

    /// Whether the helper takes all options; reports those that it does not take.
    fn options(&mut self, helper: &Helper, call: &HelperTemplate, span: &CallSpan) -> bool {
        let mut unknown: Vec<&String> =
            call.hash.keys().filter(|key| !helper.options.contains(&key.as_str())).collect();
        unknown.sort();
        for key in &unknown {
            let text = &self.text[span.range.clone()];
            let range = text.find(&format!("{key}=")).map_or(span.range.clone(), |at| {
                span.range.start + at..span.range.start + at + key.len()
            });
            let mut fault = Diagnostic::error(
                "unknown-option",
                format!("`{}` has no option `{key}`", helper.name),
            )
            .at(self.origin(range).place())
            .hints(nearest_hint(key, helper.options.iter().copied()));
            fault = match helper.options {
                [] => fault.hint(format!("`{}` takes no options", helper.name)),
                options => fault.hint(format!("options: {}", options.join(", "))),
            };
            self.faults.push(fault);
        }
        unknown.is_empty()
    }

    /// The calls among the arguments.
    fn inner_calls(&mut self, call: &mut HelperTemplate, span: &CallSpan) {
        let mut positional = span.positional.iter();
        for parameter in &mut call.params {
            if let Some(inner) = subexpression(parameter)
                && let Some(span) = positional.next()
            {
                self.call(inner, span);
            }
        }
        let mut keys: Vec<String> = call.hash.keys().cloned().collect();
        keys.sort();
        for key in keys {
            if let Some(inner) = call.hash.get_mut(&key).and_then(subexpression)
                && let Some(span) = span.named.get(&key)
            {
                self.call(inner, span);
            }
        }
    }

    /// Puts the argument of `each` or `with` into a call that tells when it is no list.
    fn checked(&mut self, call: &mut HelperTemplate, range: Range<usize>) {
        let mut check = call.clone();
        check.template = None;
        check.inverse = None;
        check.block_param = None;
        check.block = false;
        check.name = Parameter::Name(LIST.into());
        check.params.truncate(1);
        check.hash.clear();
        self.place(&mut check, range);
        // The parser alone can make a call that is an argument: it makes an empty one.
        let mut outer = Template::compile("{{a (b)}}").unwrap_or_default();
        if let Some(TemplateElement::Expression(outer) | TemplateElement::HtmlExpression(outer)) =
            outer.elements.first_mut()
            && let Some(Parameter::Subexpression(inner)) = outer.params.first_mut()
        {
            *inner.element = TemplateElement::Expression(Box::new(check));
            call.params = std::mem::take(&mut outer.params);
        }
    }

    /// Tells a call where it stands.
    fn place(&mut self, call: &mut HelperTemplate, range: Range<usize>) {
        let origin = self.origins.len();
        self.origins.push(self.origin(range));
        call.hash.insert(AT.into(), Parameter::Literal(Json::from(origin)));
    }

    fn marker(&mut self, range: Range<usize>, verbatim: bool) -> TemplateElement {
        let origin = Origin { verbatim, ..self.origin(range) };
        self.origins.push(origin);
        TemplateElement::RawString(marker(self.origins.len() - 1))
    }

    fn origin(&self, range: Range<usize>) -> Origin {
        Origin { file: self.file.clone(), range, verbatim: false }
    }

    /// The offset behind the next tag.
    fn after_tag(&self, open: &str) -> usize {
        let text = self.text;
        let Some(start) = text[self.cursor..].find(open).map(|at| self.cursor + at) else {
            return self.cursor;
        };
        text[start..].find("}}").map_or(text.len(), |at| start + at + 2)
    }

    /// The byte offset of a line and column, both counted from 1, columns in characters.
    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        self.text[start..]
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// The call that an argument is, if it is one.
fn subexpression(parameter: &mut Parameter) -> Option<&mut HelperTemplate> {
    match parameter {
        Parameter::Subexpression(inner) => match inner.element.as_mut() {
            TemplateElement::Expression(call) => Some(call),
            _ => None,
        },
        _ => None,
    }
}
