//! From a number that a template prints to a fact of the ledger.

use crate::ledger::{self, Carrier, Computation, Fact, Part};

use super::Material;
use super::session::Spot;
use super::source_map::Origin;
use super::value::Measured;

/// The place at which a number is printed.
pub(super) struct Printed<'p> {
    /// The template's name.
    pub(super) stem: &'p str,
    /// The document's file name.
    pub(super) document: &'p str,
    pub(super) carrier: Carrier,
    /// Where in a figure or table.
    pub(super) spot: Option<&'p Spot<'p>>,
    /// The call that prints it.
    pub(super) origin: &'p Origin,
}

impl Printed<'_> {
    /// The fact of a number that is printed here as `text`. Its page is not known yet.
    pub(super) fn fact(&self, material: &Material, measured: &Measured, text: &str) -> Fact {
        let measure = &measured.measure;
        let shown = measure.hidden.is_none();
        // Of a number made from several, each has a base of its own.
        let counted = shown && measure.statistic.has_base() && measured.parts.len() < 2;
        let finite = |value: f64| (shown && value.is_finite()).then_some(value);
        let (line, column) = self.origin.file.line_column(self.origin.range.start);
        let within = self.spot.map(|spot| spot.within.to_string());
        let computation = computation(measured, shown);
        Fact {
            id: ledger::id(self.stem, within.as_deref(), &computation),
            document: self.document.to_string(),
            carrier: self.carrier,
            within,
            page: None,
            page_label: None,
            x: None,
            y: None,
            template: self.origin.file.path.clone(),
            line,
            column,
            expression: match self.spot {
                None => measured.expression.clone(),
                Some(spot) => format!("{} [{}]", measured.expression, spot.cell),
            },
            cell: self.spot.map(|spot| spot.cell.clone()),
            kind: measured.unit.name().to_string(),
            value: finite(measure.value),
            text: text.to_string(),
            n: counted.then_some(measure.n as u64),
            base: counted.then_some(measure.base as u64),
            missing: counted.then_some(measure.missing as u64),
            weighted: measure.weighted,
            standard_error: measure.standard_error.and_then(finite),
            interval: measure.interval.and_then(|(low, high)| Some([finite(low)?, finite(high)?])),
            significance: measured.significance.clone().filter(|_| shown),
            hidden: measure.hidden.map(|reason| reason.text().to_string()),
            filter: filter(measured),
            sources: ledger::sources(
                |wave| material.of_wave(wave).survey,
                &computation,
                &ledger::weight_questions(&material.manifest.design),
            ),
            computation,
        }
    }
}

/// How a number was made. Values of parts are told only when all may be known.
pub(super) fn computation(measured: &Measured, shown: bool) -> Computation {
    let measure = &measured.measure;
    let texts = |texts: &[std::sync::Arc<str>]| texts.iter().map(ToString::to_string).collect();
    Computation {
        codes: texts(&measure.codes),
        fraction: measure.fraction,
        filter: measure.filter.as_deref().map(ledger::conditions).unwrap_or_default(),
        wave: measure.wave.as_deref().map(str::to_string),
        weighted: measure.weighted,
        cell: measured.cell.clone(),
        parts: measured
            .parts
            .iter()
            .map(|part| {
                let counted = shown && part.measure.statistic.has_base();
                Part {
                    value: Some(part.measure.value).filter(|value| shown && value.is_finite()),
                    n: counted.then_some(part.measure.n as u64),
                    base: counted.then_some(part.measure.base as u64),
                    computation: computation(part, shown),
                }
            })
            .collect(),
        ..Computation::new(measure.statistic, texts(&measure.questions))
    }
}

/// The respondents that a number is about; those of all parts when they differ.
fn filter(measured: &Measured) -> Option<String> {
    if let Some(filter) = &measured.measure.filter {
        return Some(filter.to_string());
    }
    let mut filters: Vec<String> = vec![];
    for part in &measured.parts {
        filters.extend(filter(part).filter(|filter| !filters.contains(filter)));
    }
    (!filters.is_empty()).then(|| filters.join("; "))
}
