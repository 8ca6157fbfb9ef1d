//! The form of a manifest: every key and every value held against the schema
//! that editors use too, so that all faults are told at once and in words.

use std::ops::Range;
use std::sync::Arc;

use schemars::Schema;
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::colour::PATTERN as COLOUR;
use crate::diagnostics::{Diagnostic, Place, TextFile, nearest_hint};

/// What is looked at and what it is held against.
struct Form<'a> {
    file: &'a Arc<TextFile>,
    root: &'a Json,
    faults: Vec<Diagnostic>,
}

/// All keys that are unknown or missing, and all values of the wrong kind.
pub(super) fn check(
    file: &Arc<TextFile>,
    table: &Spanned<DeTable>,
    schema: &Schema,
) -> Vec<Diagnostic> {
    let mut form = Form { file, root: schema.as_value(), faults: vec![] };
    form.table(table.get_ref(), table.span(), schema.as_value(), "");
    form.faults
}

impl<'a> Form<'a> {
    fn table(&mut self, table: &DeTable, span: Range<usize>, schema: &'a Json, path: &str) {
        let properties = &schema["properties"];
        let known: Vec<&str> = properties
            .as_object()
            .into_iter()
            .flat_map(|properties| properties.keys().map(String::as_str))
            .collect();
        let mut unknown = vec![];
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let inner = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            match properties.get(name) {
                Some(schema) => self.value(value, schema, name, &inner),
                None => match &schema["additionalProperties"] {
                    Json::Bool(true) | Json::Null => {}
                    Json::Bool(false) => unknown.push(key),
                    schema => self.value(value, schema, name, &inner),
                },
            }
        }
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        let mut missing: Vec<&str> = required
            .iter()
            .filter_map(Json::as_str)
            .filter(|name| !table.keys().any(|key| key.get_ref().as_ref() == *name))
            .collect();
        for key in unknown {
            let name = key.get_ref().as_ref();
            let fault = Diagnostic::error("unknown-key", format!("unknown key `{name}`"))
                .at(self.place(key.span()))
                .hints(nearest_hint(name, known.iter().copied()));
            self.faults.push(fault.hint(format!("keys here: {}", known.join(", "))));
            // A key that was mistyped is not missing as well.
            let meant = crate::diagnostics::nearest(name, missing.iter().copied());
            missing.retain(|name| Some(*name) != meant);
        }
        for name in missing {
            let schema = resolve(self.root, &properties[name]);
            let fault = if path.is_empty() {
                Diagnostic::error("missing-key", format!("there is no `{name}`"))
                    .at(self.place(0..0))
            } else {
                Diagnostic::error("missing-key", format!("`[{path}]` has no `{name}`"))
                    .at(self.place(self.head(span.clone())))
            };
            let example = example(self.root, name, schema);
            self.faults.push(fault.hint(format!("add {example}")));
        }
    }

    /// Holds a value against the schema of its key.
    fn value(&mut self, value: &Spanned<DeValue>, schema: &'a Json, key: &str, path: &str) {
        let schema = resolve(self.root, schema);
        if let Some(branches) = branches(schema) {
            self.one_of(value, branches, schema, key, path);
            return;
        }
        match (value.get_ref(), kind(schema)) {
            (DeValue::Table(table), "object") => {
                self.table(table, value.span(), schema, path);
            }
            (DeValue::Array(list), "array") => {
                let most = schema["maxItems"].as_u64().map_or(usize::MAX, |most| most as usize);
                let least = schema["minItems"].as_u64().map_or(0, |least| least as usize);
                if !(least..=most).contains(&list.len()) {
                    self.faults.push(
                        Diagnostic::error(
                            "invalid-manifest",
                            format!("`{key}` needs {least} values, found {}", list.len()),
                        )
                        .at(self.place(value.span()))
                        .hint(format!("write {}", example(self.root, key, schema))),
                    );
                }
                for item in list.iter() {
                    let before = self.faults.len();
                    self.value(item, &schema["items"], key, path);
                    // The example of the key would be one item only.
                    let place = self.place(item.span());
                    for fault in &mut self.faults[before..] {
                        if fault.place == place {
                            fault.hints =
                                vec![format!("write {}", example(self.root, key, schema))];
                        }
                    }
                }
            }
            (found, _) if fits(found, schema) => {}
            (found, _) => self.wrong(value.span(), found, schema, key),
        }
    }

    /// A value that may take one of several forms.
    fn one_of(
        &mut self,
        value: &Spanned<DeValue>,
        branches: &'a [Json],
        schema: &'a Json,
        key: &str,
        path: &str,
    ) {
        let mut least: Option<Vec<Diagnostic>> = None;
        for branch in branches {
            let mut form = Form { file: self.file, root: self.root, faults: vec![] };
            form.value(value, branch, key, path);
            // A fault within the value means that its form was meant.
            let within = form.faults.iter().all(|fault| fault.place != self.place(value.span()));
            if form.faults.is_empty() {
                return;
            }
            if within {
                least = Some(form.faults);
            }
        }
        match least {
            Some(faults) => self.faults.extend(faults),
            None => self.wrong(value.span(), value.get_ref(), schema, key),
        }
    }

    fn wrong(&mut self, span: Range<usize>, found: &DeValue, schema: &Json, key: &str) {
        let words = words(self.root, schema);
        let mut fault = match found.as_str() {
            Some(text) if !words.is_empty() => {
                Diagnostic::error("invalid-manifest", format!("`{key}` cannot be `{text}`"))
                    .hints(nearest_hint(text, words.iter().copied()))
            }
            _ => Diagnostic::error(
                "invalid-manifest",
                format!("`{key}` must be {}, found {}", self.noun(schema), found_noun(found)),
            ),
        }
        .at(self.place(span));
        fault = match words.as_slice() {
            [] => fault.hint(format!("write {}", example(self.root, key, schema))),
            words => fault.hint(format!("`{key}` takes {}", self.list(schema, words))),
        };
        self.faults.push(fault);
    }

    /// What a value must be, in words.
    fn noun(&self, schema: &Json) -> String {
        let schema = resolve(self.root, schema);
        if let Some(branches) = branches(schema) {
            let nouns: Vec<String> = branches.iter().map(|branch| self.noun(branch)).collect();
            return nouns.join(" or ");
        }
        let words = words(self.root, schema);
        if !words.is_empty() {
            return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
        }
        match kind(schema) {
            "string" if schema["format"] == "date" => "a day".into(),
            "string" if schema["pattern"] == COLOUR => "a colour".into(),
            "string" => "text".into(),
            "integer" => match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
                (Some(low), Some(high)) => format!("a whole number from {low} to {high}"),
                _ => "a whole number, 0 or more".into(),
            },
            "number" => "a number".into(),
            "boolean" => "`true` or `false`".into(),
            "array" => "a list".into(),
            _ => "a table".into(),
        }
    }

    /// The words that a value takes, and its other forms.
    fn list(&self, schema: &Json, words: &[&str]) -> String {
        let mut forms: Vec<String> = branches(resolve(self.root, schema))
            .unwrap_or_default()
            .iter()
            .filter(|branch| self::words(self.root, branch).is_empty())
            .map(|branch| self.noun(branch))
            .collect();
        forms.extend(words.iter().map(|word| format!("`\"{word}\"`")));
        forms.join(", ")
    }

    fn place(&self, range: Range<usize>) -> Place {
        let end = range.end.min(self.file.text.len());
        Place::Text { file: self.file.clone(), range: range.start.min(end)..end }
    }

    /// The first line of a table: its head.
    fn head(&self, range: Range<usize>) -> Range<usize> {
        let line = self.file.text[range.start..].lines().next().unwrap_or("");
        range.start..range.end.min(range.start + line.trim_end().len())
    }
}

/// The schema that a reference stands for, and that of the value of an option.
fn resolve<'s>(root: &'s Json, schema: &'s Json) -> &'s Json {
    let mut schema = schema;
    loop {
        if let Some(path) = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#')) {
            schema = root.pointer(path).unwrap_or(&Json::Null);
            continue;
        }
        let some = schema["anyOf"].as_array().map(|branches| {
            branches.iter().filter(|branch| branch["type"] != "null").collect::<Vec<_>>()
        });
        match some.as_deref() {
            Some([only]) => schema = only,
            _ => return schema,
        }
    }
}

/// The forms that a value may take, when there are several and they are not words only.
fn branches(schema: &Json) -> Option<&[Json]> {
    schema["anyOf"].as_array().map(Vec::as_slice)
}

/// The words that a value may be.
fn words<'s>(root: &'s Json, schema: &'s Json) -> Vec<&'s str> {
    let schema = resolve(root, schema);
    let mut words: Vec<&str> =
        schema["enum"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    words.extend(schema["const"].as_str());
    for key in ["oneOf", "anyOf"] {
        for branch in schema[key].as_array().into_iter().flatten() {
            words.extend(self::words(root, branch));
        }
    }
    words
}

/// The kind of value that a schema asks for.
fn kind(schema: &Json) -> &str {
    match &schema["type"] {
        Json::String(kind) => kind,
        Json::Array(kinds) => {
            kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null").unwrap_or_default()
        }
        _ if schema["oneOf"].is_array() || schema["const"].is_string() => "string",
        _ => "",
    }
}

/// Whether a plain value is what the schema asks for.
fn fits(value: &DeValue, schema: &Json) -> bool {
    match (value, kind(schema)) {
        (DeValue::String(text), "string") => {
            let words = words(schema, schema);
            let colour = || crate::colour::Colour::parse(text).is_some();
            (words.is_empty() || words.contains(&text.as_ref()))
                && schema["format"] != "date"
                && (schema["pattern"] != COLOUR || colour())
        }
        (DeValue::Datetime(_), "string") => schema["format"] == "date",
        (DeValue::Integer(number), "integer") => {
            let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
            let low = schema["minimum"].as_i64().unwrap_or(i64::MIN);
            let high = schema["maximum"].as_i64().unwrap_or(i64::MAX);
            number.is_some_and(|number| (low..=high).contains(&number))
        }
        (DeValue::Integer(_) | DeValue::Float(_), "number") => true,
        (DeValue::Boolean(_), "boolean") => true,
        (_, "") => true,
        _ => false,
    }
}

fn found_noun(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("the text `{text}`"),
        DeValue::Integer(number) => format!("`{}`", number.as_str()),
        DeValue::Float(number) => format!("`{}`", number.as_str()),
        DeValue::Boolean(truth) => format!("`{truth}`"),
        DeValue::Datetime(day) => format!("`{day}`"),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

/// A key with a value of the right form.
fn example(root: &Json, key: &str, schema: &Json) -> String {
    let value = |schema: &Json| match kind(schema) {
        "string" if schema["format"] == "date" => "2026-11-23",
        "string" if schema["pattern"] == COLOUR || schema["$ref"] == "#/$defs/Colour" => {
            "\"#0b5d78\""
        }
        "string" => "\"…\"",
        "integer" => "1",
        "number" => "0.5",
        "boolean" => "true",
        _ if schema["$ref"] == "#/$defs/Colour" => "\"#0b5d78\"",
        _ => "…",
    };
    match kind(schema) {
        "object" => format!("a table `[{key}]`"),
        "array" => {
            let items = resolve(root, &schema["items"]);
            match (kind(items), items["required"].as_array()) {
                ("object", Some(keys)) => {
                    let keys = keys.iter().filter_map(Json::as_str);
                    let pairs: Vec<String> = keys.map(|key| format!("{key} = …")).collect();
                    format!("`{key} = [{{ {} }}]`", pairs.join(", "))
                }
                _ => {
                    let item = value(&schema["items"]);
                    format!("`{key} = [{item}, {item}]`")
                }
            }
        }
        _ => format!("`{key} = {}`", value(schema)),
    }
}
