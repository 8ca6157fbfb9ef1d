//! The bridge to Handlebars: one definition serves every helper of the catalogue.

use handlebars::{
    Context, Handlebars, Helper as HelperCall, HelperDef, HelperResult, Output, RenderContext,
    RenderError, Renderable, ScopedJson,
};
use serde_json::Value as Json;

use crate::diagnostics::{Diagnostic, nearest_hint};

use super::arguments::Arguments;
use super::catalogue::{Helper, Run};
use super::instrument::{AT, FAULTY, LIST, PRINT, PRINT_RAW};
use super::session::Session;
use super::value::Value;
use super::waves;

/// A helper of the catalogue, at work in one session.
pub(super) struct Call<'a> {
    pub(super) helper: &'static Helper,
    pub(super) session: &'a Session<'a>,
}

impl Call<'_> {
    /// Reads the arguments. `None` when one of them is at fault, which has been reported.
    fn arguments(&self, call: &HelperCall, context: &Context) -> Option<Arguments> {
        arguments(self.session, self.helper.name, call, context)
    }

    /// Runs a helper in the wave that its call names.
    fn in_wave<T>(
        &self,
        arguments: &Arguments,
        run: impl FnOnce(&Session) -> Result<T, Diagnostic>,
    ) -> Result<T, Diagnostic> {
        match arguments.option("wave")? {
            None => run(self.session),
            Some(label) => {
                let wave = waves::find(self.session, label, arguments)?;
                run(&self.session.in_wave(wave))
            }
        }
    }

    fn evaluate(&self, arguments: &Arguments) -> Value {
        let answer = match self.helper.run {
            Run::Value(run) => self.in_wave(arguments, |session| run(session, arguments)),
            Run::Insert(_) | Run::Figure => Err(Diagnostic::error(
                "misplaced-helper",
                format!("`{}` prints a block and cannot be an argument", self.helper.name),
            )
            .at(arguments.place())
            .hint(format!("write it by itself: `{{{{{} …}}}}`", self.helper.name))),
            Run::If | Run::Unless | Run::Claim | Run::Loose => Err(Diagnostic::error(
                "misplaced-helper",
                format!("`{}` is a block", self.helper.name),
            )
            .at(arguments.place())
            .hint(format!(
                "write it as `{{{{#{name} …}}}} … {{{{/{name}}}}}`",
                name = self.helper.name
            ))),
        };
        answer.unwrap_or_else(|fault| {
            self.session.report(fault);
            Value::Fault
        })
    }
}

impl HelperDef for Call<'_> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        call: &HelperCall<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = match self.arguments(call, context) {
            Some(arguments) => self.evaluate(&arguments),
            None => Value::Fault,
        };
        Ok(ScopedJson::Derived(value.into_json(self.session)))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &HelperCall<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let Some(arguments) = self.arguments(call, context) else { return Ok(()) };
        let session = self.session;
        let body = |template: Option<&'rc handlebars::template::Template>,
                    render: &mut RenderContext<'reg, 'rc>|
         -> Result<String, RenderError> {
            template.map_or(Ok(String::new()), |it| it.renders(registry, context, render))
        };
        let text = match self.helper.run {
            Run::Value(_) if call.is_block() => {
                session.report(
                    Diagnostic::error(
                        "misplaced-helper",
                        format!("`{}` is not a block", self.helper.name),
                    )
                    .at(arguments.place())
                    .hint(format!("write it as `{{{{{} …}}}}`", self.helper.name)),
                );
                String::new()
            }
            Run::Value(_) => {
                let value = self.evaluate(&arguments);
                session.print(&value, &arguments)
            }
            Run::Insert(run) => self
                .in_wave(&arguments, |session| run(session, &arguments))
                .unwrap_or_else(|fault| {
                    session.report(fault);
                    String::new()
                }),
            Run::Figure => {
                let caption = body(call.template(), render)?;
                let caption = call.template().map(|_| caption);
                let figure = self.in_wave(&arguments, |session| {
                    super::helpers::figure::insert(session, &arguments, caption)
                });
                figure.unwrap_or_else(|fault| {
                    session.report(fault);
                    String::new()
                })
            }
            Run::If | Run::Unless => match arguments.truth(0) {
                Ok(truth) if truth == matches!(self.helper.run, Run::If) => {
                    body(call.template(), render)?
                }
                Ok(_) => body(call.inverse(), render)?,
                Err(fault) => {
                    session.report(fault);
                    String::new()
                }
            },
            Run::Loose => {
                if let Err(fault) = arguments.text(0, "the reason") {
                    session.report(fault);
                }
                body(call.template(), render)?
            }
            Run::Claim => {
                let findings = session.take_findings(&arguments.origin);
                // The text is rendered whether or not the claim holds: its own faults count too.
                let text = body(call.template(), render)?;
                match super::helpers::claim::check(&arguments, findings) {
                    Ok(failed) => {
                        let holds = failed.is_none();
                        failed.into_iter().for_each(|fault| session.fail_claim(fault));
                        session.claim(&text, holds)
                    }
                    Err(fault) => {
                        session.report(fault);
                        String::new()
                    }
                }
            }
        };
        out.write(&text)?;
        Ok(())
    }
}

/// A call that is at fault itself, which has been reported: it prints nothing, and its
/// body is not looked at, for nobody knows what that could name.
pub(super) struct Faulty<'a> {
    pub(super) session: &'a Session<'a>,
}

impl HelperDef for Faulty<'_> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        _: &HelperCall<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(Value::Fault.into_json(self.session)))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &HelperCall<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        _: &mut dyn Output,
    ) -> HelperResult {
        arguments(self.session, FAULTY, call, context);
        Ok(())
    }
}

/// Prints a plain value: `{{publication.title}}`, or raw with three braces.
pub(super) struct Print<'a> {
    pub(super) raw: bool,
    pub(super) session: &'a Session<'a>,
}

impl HelperDef for Print<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &HelperCall<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = if self.raw { PRINT_RAW } else { PRINT };
        if let Some(arguments) = arguments(self.session, name, call, context)
            && let Some(value) = arguments.positional.first()
        {
            match value {
                Value::Text(text) if self.raw => out.write(&super::source_map::clean(text))?,
                value => out.write(&self.session.print(value, &arguments))?,
            }
        }
        Ok(())
    }
}

/// Looks at what `each` and `with` are given, and passes it on.
pub(super) struct List<'a> {
    pub(super) session: &'a Session<'a>,
}

impl HelperDef for List<'_> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        call: &HelperCall<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let nothing = ScopedJson::Derived(Json::Array(vec![]));
        let Some(arguments) = arguments(self.session, LIST, call, context) else {
            return Ok(nothing);
        };
        match arguments.positional.first() {
            Some(Value::Data(data)) if data.is_array() || data.is_object() => {
                return Ok(ScopedJson::Derived(data.clone()));
            }
            Some(Value::Data(Json::Null)) => {}
            Some(other) => self.session.report(
                Diagnostic::error(
                    "wrong-kind",
                    format!("`each` and `with` need a list or data, found {}", other.noun()),
                )
                .at(arguments.place())
                .hint("lists are `chapters`, `sections` and `interviews`"),
            ),
            None => self.session.report(
                Diagnostic::error("missing-argument", "`each` and `with` need a list or data")
                    .at(arguments.place())
                    .hint("write it as `{{#each chapters}} … {{/each}}`"),
            ),
        }
        Ok(nothing)
    }
}

/// Reads the arguments of a call. Reports names that stand for nothing, and
/// gives `None` when an argument is at fault.
fn arguments(
    session: &Session,
    helper: &'static str,
    call: &HelperCall,
    context: &Context,
) -> Option<Arguments> {
    let at = call.hash_get(AT).and_then(|at| at.value().as_u64()).unwrap_or(0);
    let mut arguments = Arguments {
        helper,
        origin: session.origin(at as usize),
        positional: vec![],
        options: Default::default(),
    };
    let mut whole = true;
    let mut keep = |value: Result<Value, String>| match value {
        Ok(Value::Fault) => {
            whole = false;
            None
        }
        Ok(value) => Some(value),
        Err(path) => {
            whole = false;
            session.report(unknown_value(&path, context, &arguments));
            None
        }
    };
    let positional: Vec<_> =
        call.params().iter().map(|argument| keep(Value::from_json(argument, session))).collect();
    let options: Vec<_> = call
        .hash()
        .iter()
        .filter(|(key, _)| **key != AT)
        .map(|(key, argument)| (key.to_string(), keep(Value::from_json(argument, session))))
        .collect();
    arguments.positional = positional.into_iter().flatten().collect();
    arguments.options =
        options.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    whole.then_some(arguments)
}

/// The fault for a name that stands for nothing.
fn unknown_value(path: &str, context: &Context, arguments: &Arguments) -> Diagnostic {
    let mut names: Vec<String> = vec![];
    if let Json::Object(data) = context.data() {
        for (key, value) in data {
            names.push(key.clone());
            if let Json::Object(inner) = value {
                names.extend(inner.keys().map(|name| format!("{key}.{name}")));
            }
        }
    }
    let top: Vec<&str> = names.iter().map(String::as_str).filter(|it| !it.contains('.')).collect();
    let mut fault = Diagnostic::error("unknown-value", format!("unknown value `{path}`"))
        .at(arguments.place_of_name(path))
        .hints(nearest_hint(path, names.iter().map(String::as_str)));
    let is_mark = |c: char| "‘’“”„‚«»`´".contains(c);
    let bare = path.trim_matches(is_mark);
    if bare != path {
        fault = fault.hint(format!("quotation marks are straight ones: `\"{bare}\"`"));
    } else if super::catalogue::find(path).is_some() {
        fault = fault.hint(format!("to use the helper as an argument, write `({path})`"));
    } else if ![PRINT, PRINT_RAW, LIST].contains(&arguments.helper) {
        fault = fault.hint(format!("a text argument stands in quotes: `\"{path}\"`"));
    } else if fault.hints.is_empty() {
        fault = fault.hint(format!("names here: {}", top.join(", ")));
    }
    fault
}
