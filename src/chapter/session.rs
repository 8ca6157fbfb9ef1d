//! What one rendering of one template works with, and what it collects.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::diagnostics::{Diagnostic, Place};
use crate::format::{self, Language, Percent};
use crate::ledger::{self, Carrier, Cell, Fact};
use crate::manifest::Rounding;
use crate::statistics::{self, Filter, Measure};
use crate::survey::{Choice, Question};

use super::arguments::Arguments;
use super::fact::{Printed, computation};
use super::finding::{Finding, Outcome};
use super::source_map::{Origin, clean};
use super::value::{Measured, Unit, Value};
use super::waves::Wave;
use super::{Figure, Material, Medium};
use crate::escape::{html_text, typst_string, typst_text};

/// One rendering of one template. Helpers share it, so that its collections
/// stand behind a lock; a rendering runs on one thread.
pub(super) struct Session<'a> {
    /// What the edition is made from.
    pub(super) material: &'a Material<'a>,
    /// What the template becomes.
    pub(super) medium: Medium,
    /// The name that facts of this template carry.
    pub(super) stem: &'a str,
    /// The document's file name.
    pub(super) document: &'a str,
    /// The respondents that every figure of a call is about.
    pub(super) within: Filter,
    origins: Arc<Vec<Origin>>,
    collected: Arc<Mutex<Collected>>,
}

/// What a rendering collects.
#[derive(Default)]
pub(super) struct Collected {
    values: Vec<Value>,
    pub(super) facts: Vec<Fact>,
    /// How often a number of this id was printed.
    ids: BTreeMap<String, usize>,
    pub(super) figures: Vec<Figure>,
    pub(super) faults: Vec<Diagnostic>,
    /// Names of figures and tables that are taken.
    pub(super) names: BTreeSet<String>,
    /// Number of tables.
    pub(super) tables: usize,
    /// What tests found, for claims that turn out false.
    findings: Vec<Finding>,
    /// Claims that do not hold.
    pub(super) failed_claims: Vec<Diagnostic>,
}

/// Where a printed number stands, apart from running text.
pub(super) struct Spot<'s> {
    pub(super) carrier: Carrier,
    /// Name of the figure or table.
    pub(super) within: &'s str,
    /// Where in it.
    pub(super) cell: Cell,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        material: &'a Material<'a>,
        medium: Medium,
        stem: &'a str,
        document: &'a str,
        origins: Vec<Origin>,
    ) -> Self {
        Self {
            material,
            medium,
            stem,
            document,
            within: Filter::everyone(),
            origins: Arc::new(origins),
            collected: Arc::default(),
        }
    }

    /// The same rendering, whose figures are of another wave.
    pub(super) fn in_wave(&self, wave: Wave<'a>) -> Self {
        Self {
            material: wave.material,
            within: wave.within,
            origins: self.origins.clone(),
            collected: self.collected.clone(),
            ..*self
        }
    }

    /// The wave of a measure that is made here, when it is an earlier one.
    pub(super) fn wave_of(&self, measure: &mut Measure) {
        if self.material.is_earlier {
            measure.wave = self.material.wave.map(Arc::from);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Collected> {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything collected, at the end.
    pub(super) fn finish(self) -> (Vec<Origin>, Collected) {
        let collected = std::mem::take(&mut *self.lock());
        (self.origins.to_vec(), collected)
    }

    /// Keeps a value that JSON cannot hold; the number finds it again.
    pub(super) fn keep(&self, value: Value) -> usize {
        let mut collected = self.lock();
        collected.values.push(value);
        collected.values.len() - 1
    }

    /// A value that was kept.
    pub(super) fn kept(&self, handle: usize) -> Value {
        self.lock().values.get(handle).cloned().unwrap_or(Value::Fault)
    }

    /// Where a call stands.
    pub(super) fn origin(&self, index: usize) -> Origin {
        self.origins.get(index).cloned().unwrap_or_else(|| Origin {
            file: Arc::new(crate::diagnostics::TextFile {
                path: String::new(),
                text: String::new(),
            }),
            range: 0..0,
            verbatim: false,
        })
    }

    /// Notes a fault; rendering goes on to find the others.
    pub(super) fn report(&self, fault: Diagnostic) {
        self.lock().faults.push(fault);
    }

    pub(super) fn language(&self) -> Language {
        self.material.language
    }

    pub(super) fn rounding(&self) -> Rounding {
        self.material.rounding
    }

    /// Decimals of a number of this unit.
    pub(super) fn digits(&self, unit: Unit) -> u8 {
        let rounding = self.rounding();
        match unit {
            Unit::Share | Unit::Points => rounding.share,
            Unit::Count => 0,
            Unit::Mean => rounding.mean,
            Unit::Number => rounding.number,
        }
    }

    /// A number as the publication prints it: one rule for text, tables and charts.
    pub(super) fn house_style(&self, measured: &Measured) -> String {
        let measure = &measured.measure;
        if measure.hidden.is_some() {
            return "·".into();
        }
        if !measure.value.is_finite() {
            return "–".into();
        }
        let digits = self.digits(measured.unit);
        match measured.unit {
            Unit::Share => {
                let share = measure.percentage(digits) / 100.0;
                format::percent(share, digits, Percent::Sign, self.language())
            }
            Unit::Points => format::points(measure.value, digits, self.language()),
            _ => format::number(measure.value, digits, self.language()),
        }
    }

    /// A number with more decimals than are printed, for messages.
    pub(super) fn exactly(&self, measured: &Measured) -> String {
        let value = measured.measure.value;
        match measured.unit {
            Unit::Share => format::percent(value, 2, Percent::Sign, self.language()),
            Unit::Points => format::points(value, 2, self.language()),
            Unit::Count => format::number(value, 0, self.language()),
            Unit::Mean | Unit::Number => format::number(value, 3, self.language()),
        }
    }

    /// Prints a value at the place of the call, and enters it into the ledger
    /// when it is a number from the survey.
    pub(super) fn print(&self, value: &Value, arguments: &Arguments) -> String {
        match value {
            Value::Measure(measured) => {
                let text = self.house_style(measured);
                self.print_fact(measured, &text, &arguments.origin, None)
            }
            Value::Formatted { measured, text } => {
                self.print_fact(measured, text, &arguments.origin, None)
            }
            Value::Text(text) => self.escape(text),
            Value::Number(number) => {
                let digits = if number.fract() == 0.0 { 0 } else { self.rounding().number };
                self.escape(&format::number(*number, digits, self.language()))
            }
            Value::Data(data) if data.is_null() => String::new(),
            Value::Truth(_) | Value::Data(_) => {
                self.report(
                    Diagnostic::error(
                        "not-printable",
                        format!("{} cannot be printed", value.noun()),
                    )
                    .at(arguments.place())
                    .hint(
                        "use a test in `{{#if …}}` or `{{#claim …}}`, and a list in `{{#each …}}`",
                    ),
                );
                String::new()
            }
            Value::Source(source) => source.clone(),
            Value::Fault => String::new(),
        }
    }

    /// A value that is generated source already.
    pub(super) fn source(&self, source: String) -> Value {
        Value::Source(source)
    }

    /// Text that is data, as source that prints it as it stands.
    pub(super) fn escape(&self, text: &str) -> String {
        let text = clean(text);
        match self.medium {
            Medium::Typst => typst_text(&text),
            Medium::Html => html_text(&text),
        }
    }

    /// Enters a number into the ledger and gives the source that prints it.
    pub(super) fn print_fact(
        &self,
        measured: &Measured,
        text: &str,
        origin: &Origin,
        spot: Option<&Spot>,
    ) -> String {
        let id = self.enter_fact(measured, text, origin, spot);
        match self.medium {
            Medium::Typst => {
                let (id, text) = (typst_string(&id), typst_string(text));
                match self.material.manifest.main.account_of_numbers {
                    true => format!("#traced({id})[#fact({id}, {text})];"),
                    false => format!("#fact({id}, {text});"),
                }
            }
            Medium::Html => {
                let value = match measured.measure.hidden {
                    None => measured.measure.value.to_string(),
                    Some(_) => String::new(),
                };
                format!(
                    "<data id=\"{}\" value=\"{}\" title=\"{}\">{}</data>",
                    html_text(&id),
                    html_text(&value),
                    html_text(&self.meaning(measured)),
                    html_text(text)
                )
            }
        }
    }

    /// What a number means and whom it is about, for readers who point at it.
    fn meaning(&self, measured: &Measured) -> String {
        let (legend, language) = (self.material.legend, self.language());
        let computation = computation(measured, measured.measure.hidden.is_none());
        let mut text = ledger::meaning(&computation, legend, language);
        if let Some(about) = ledger::about(&computation, legend, language) {
            text.push_str(&format!(" ({about})"));
        }
        text
    }

    /// Tells of a number that is too large to be one: it may not pass for no number.
    pub(super) fn demand_finite(&self, measured: &Measured, origin: &Origin) {
        let measure = &measured.measure;
        if measure.hidden.is_some() || measure.value.is_finite() {
            return;
        }
        let names: Vec<String> = measure.questions.iter().map(|name| format!("`{name}`")).collect();
        let of = match names.is_empty() {
            true => String::new(),
            false => format!(" of {}", names.join(", ")),
        };
        let fault =
            Diagnostic::error("not-finite", format!("a number{of} is too large to be computed"))
                .at(origin.place())
                .hint("correct the answers that are too large: their sum has to be below 10^308");
        let mut collected = self.lock();
        // A table has it in several cells.
        if !collected.faults.contains(&fault) {
            collected.faults.push(fault);
        }
    }

    /// Enters a number into the ledger; gives its id.
    pub(super) fn enter_fact(
        &self,
        measured: &Measured,
        text: &str,
        origin: &Origin,
        spot: Option<&Spot>,
    ) -> String {
        let carrier = match (spot, self.medium) {
            (Some(spot), _) => spot.carrier,
            (None, Medium::Html) => Carrier::Web,
            (None, Medium::Typst) => Carrier::Text,
        };
        self.demand_finite(measured, origin);
        let place = Printed { stem: self.stem, document: self.document, carrier, spot, origin };
        let mut fact = place.fact(self.material, measured, text);
        let mut collected = self.lock();
        let times = collected.ids.entry(fact.id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            fact.id = format!("{}:{times}", fact.id);
        }
        let id = fact.id.clone();
        collected.facts.push(fact);
        id
    }

    /// Claims a name for a figure or table. Two of one name could not be referred to.
    pub(super) fn claim_name(&self, name: &str, arguments: &Arguments) -> Result<(), Diagnostic> {
        let plain = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if !plain {
            return Err(Diagnostic::error(
                "invalid-name",
                format!("`{name}` cannot be the name of a figure or table"),
            )
            .at(arguments.place_of(name))
            .hint("use letters, digits, `-` and `_`"));
        }
        if self.lock().names.insert(name.to_string()) {
            Ok(())
        } else {
            Err(Diagnostic::error("duplicate-name", format!("there are two `{name}`"))
                .at(arguments.place_of(name))
                .hint(format!("give one of them another name: `name=\"{name}-2\"`")))
        }
    }

    /// Notes what a call in a test found.
    pub(super) fn note(&self, arguments: &Arguments, outcome: Outcome) {
        self.lock().findings.push(Finding { origin: arguments.origin.clone(), outcome });
    }

    /// Takes out what the calls within this one found, so that the same template
    /// line can be read again, as in a loop.
    pub(super) fn take_findings(&self, outer: &Origin) -> Vec<Finding> {
        let mut collected = self.lock();
        let findings = std::mem::take(&mut collected.findings);
        let (within, others) = findings.into_iter().partition(|it| outer.holds(&it.origin));
        collected.findings = others;
        within
    }

    /// Notes a claim that does not hold.
    pub(super) fn fail_claim(&self, fault: Diagnostic) {
        self.lock().failed_claims.push(fault);
    }

    pub(super) fn add_figure(&self, figure: Figure) {
        self.lock().figures.push(figure);
    }

    pub(super) fn add_table(&self) {
        self.lock().tables += 1;
    }

    /// The text of a claim, marked when it does not hold.
    pub(super) fn claim(&self, text: &str, holds: bool) -> String {
        match (self.medium, holds) {
            // White space at the ends belongs to the sentence around it.
            (Medium::Typst, _) => {
                let body = text.trim();
                let start = &text[..text.len() - text.trim_start().len()];
                let end = &text[text.trim_end().len()..];
                let function = if holds { "claim" } else { "failed-claim" };
                format!("{start}#{function}[{body}]{end}")
            }
            (Medium::Html, true) => text.to_string(),
            (Medium::Html, false) => {
                format!("<mark class=\"failed-claim\">{text}</mark>")
            }
        }
    }

    /// The question that the positional argument `index` names.
    pub(super) fn question(
        &self,
        arguments: &Arguments,
        index: usize,
    ) -> Result<&'a Question, Diagnostic> {
        let name = arguments.text(index, "the name of a question")?;
        statistics::find_question(self.material.survey, name)
            .map_err(|fault| at(fault, arguments.place_of(name)))
    }

    /// The option of a question with this code.
    pub(super) fn choice(
        &self,
        arguments: &Arguments,
        question: &'a Question,
        code: &str,
    ) -> Result<&'a Choice, Diagnostic> {
        statistics::find_choice(question, code)
            .map(|index| &question.choices[index])
            .map_err(|fault| at(fault, arguments.place_of(code)))
    }
}

/// The fault at this place, unless it has one of its own.
pub(super) fn at(fault: Diagnostic, place: Place) -> Diagnostic {
    match fault.place {
        Place::Nowhere => fault.at(place),
        _ => fault,
    }
}
