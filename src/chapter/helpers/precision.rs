//! How precise a number is.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::estimate::{derived, of_question, selection, value};
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::statistics::{self, Measure, MeasureKind, QuantileRule, Statistic};
use crate::survey::Question;

type Answer = Result<Value, Diagnostic>;
type Codes = Vec<Arc<str>>;

pub(in crate::chapter) fn quantile(session: &Session, arguments: &Arguments) -> Answer {
    arguments.get(1, "a fraction, such as 0.25")?;
    let probability = arguments.number(1)?;
    of_question(session, arguments, |question, selection| {
        let analysis = session.material.analysis;
        statistics::quantile(analysis, question, probability, QuantileRule::School, selection)
    })
}

pub(in crate::chapter) fn top_box(session: &Session, arguments: &Arguments) -> Answer {
    end_box(session, arguments, statistics::top_codes)
}

pub(in crate::chapter) fn bottom_box(session: &Session, arguments: &Arguments) -> Answer {
    end_box(session, arguments, statistics::bottom_codes)
}

/// The share of the highest or lowest answers of a scale.
fn end_box(
    session: &Session,
    arguments: &Arguments,
    codes: fn(&Question, usize) -> Result<Codes, Diagnostic>,
) -> Answer {
    let question = session.question(arguments, 0)?;
    arguments.get(1, "a number of answers, such as 2")?;
    let count = arguments.number(1)?;
    if count.fract() != 0.0 || count < 1.0 {
        return Err(Diagnostic::error(
            "wrong-kind",
            format!("`{}` takes a whole number of answers, 1 or more", arguments.helper),
        )
        .at(arguments.place())
        .hint(format!("write it as `{} \"q\" 2`", arguments.helper)));
    }
    let codes = codes(question, count as usize).map_err(|fault| at(fault, arguments.place()))?;
    let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
    of_question(session, arguments, |question, selection| {
        statistics::share(session.material.analysis, question, &codes, selection)
    })
}

/// The items of the derived index that the first argument names.
fn index_items(session: &Session, arguments: &Arguments) -> Result<Vec<String>, Diagnostic> {
    let name = arguments.text(0, "the name of an index")?;
    let derived = session.material.derived;
    let items = derived
        .iter()
        .find(|(declared, _)| declared.get_ref() == name)
        .and_then(|(_, table)| table.index.as_ref());
    if let Some(items) = items {
        return Ok(items.iter().map(|item| item.get_ref().clone()).collect());
    }
    let indices: Vec<&str> = derived
        .iter()
        .filter(|(_, table)| table.index.is_some())
        .map(|(name, _)| name.get_ref().as_str())
        .collect();
    Err(Diagnostic::error("unknown-index", format!("there is no index `{name}`"))
        .at(arguments.place_of(name))
        .hints(nearest_hint(name, indices.iter().copied()))
        .hint("declare it in the manifest: `[derived.NAME]` with `index = [\"…\", \"…\"]`"))
}

pub(in crate::chapter) fn index(session: &Session, arguments: &Arguments) -> Answer {
    index_items(session, arguments)?;
    of_question(session, arguments, |question, selection| {
        statistics::mean(session.material.analysis, question, selection)
    })
}

pub(in crate::chapter) fn alpha(session: &Session, arguments: &Arguments) -> Answer {
    let items = match arguments.positional.len() {
        0 | 1 => index_items(session, arguments)?,
        count => (0..count)
            .map(|index| Ok(session.question(arguments, index)?.name.to_string()))
            .collect::<Result<_, Diagnostic>>()?,
    };
    let names: Vec<&str> = items.iter().map(String::as_str).collect();
    let selection = selection(session, arguments)?;
    let analysis = session.material.analysis;
    let found = statistics::cronbach_alpha(analysis, &names, &selection).map_err(|faults| {
        let mut faults = faults.into_iter().map(|fault| at(fault, arguments.place()));
        let first = faults.next();
        faults.for_each(|fault| session.report(fault));
        first.unwrap_or_else(|| no_value(arguments))
    })?;
    let respondents =
        analysis.respondents(&selection).map_err(|fault| at(fault, arguments.place()))?;
    let Some(alpha) = found.alpha else { return Err(no_value(arguments)) };
    let mut measure = Measure {
        value: alpha,
        kind: MeasureKind::Ratio,
        statistic: Statistic::Alpha,
        base: found.n,
        missing: respondents.base.saturating_sub(found.n),
        n: found.n,
        weighted: analysis.is_weighted(&selection),
        questions: names.iter().map(|&name| Arc::from(name)).collect(),
        ..respondents
    };
    let small = found.n < analysis.settings().privacy.smallest_base;
    if let Some(reason) = measure.hidden.or(small.then_some(statistics::Reason::SmallBase)) {
        measure.hide(reason);
    }
    value(session, arguments, Ok(measure))
}

fn no_value(arguments: &Arguments) -> Diagnostic {
    Diagnostic::error("no-value", format!("`{}` cannot be computed", arguments.helper))
        .at(arguments.place())
        .hint("the items have no spread among those who answered all of them")
}

pub(in crate::chapter) fn interval_low(_: &Session, arguments: &Arguments) -> Answer {
    bound(arguments, Statistic::IntervalLow, |(low, _)| low)
}

pub(in crate::chapter) fn interval_high(_: &Session, arguments: &Arguments) -> Answer {
    bound(arguments, Statistic::IntervalHigh, |(_, high)| high)
}

fn bound(arguments: &Arguments, statistic: Statistic, pick: fn((f64, f64)) -> f64) -> Answer {
    let measured = arguments.measured(0)?;
    match measured.measure.interval {
        Some(interval) => {
            Ok(derived(arguments, statistic, &[measured], pick(interval), measured.unit))
        }
        None => without(arguments, statistic, measured, "confidence interval"),
    }
}

pub(in crate::chapter) fn standard_error(_: &Session, arguments: &Arguments) -> Answer {
    let measured = arguments.measured(0)?;
    let unit = match measured.unit {
        Unit::Share => Unit::Points,
        other => other,
    };
    match measured.measure.standard_error {
        Some(error) => Ok(derived(arguments, Statistic::StandardError, &[measured], error, unit)),
        None => without(arguments, Statistic::StandardError, measured, "standard error"),
    }
}

/// What stands for a precision that is not known: of a hidden number it is hidden too.
pub(in crate::chapter) fn without(
    arguments: &Arguments,
    statistic: Statistic,
    measured: &Arc<Measured>,
    what: &str,
) -> Answer {
    if measured.measure.hidden.is_some() {
        return Ok(derived(arguments, statistic, &[measured], f64::NAN, measured.unit));
    }
    Err(Diagnostic::error("no-interval", format!("this number has no {what}"))
        .at(arguments.place())
        .hint("shares, means and changes of enough answers have one"))
}
