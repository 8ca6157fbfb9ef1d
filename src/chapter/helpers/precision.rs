//! How precise a number is, and whether two numbers differ.

use std::sync::Arc;

use crate::chapter::Material;
use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::estimate::{codes, derived, of_question, selection, value};
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::chapter::waves::{self, WAVE};
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::statistics::{
    self, Change, Figure, Filter, Measure, MeasureKind, QuantileRule, Selection, Statistic,
};
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
        missing: respondents.n.saturating_sub(found.n),
        n: found.n,
        weighted: analysis.is_weighted(&selection),
        questions: names.iter().map(|&name| Arc::from(name)).collect(),
        ..respondents
    };
    if found.n < analysis.settings().privacy.smallest_base {
        measure.value = f64::NAN;
        measure.hidden = Some(statistics::Reason::SmallBase);
    }
    value(session, arguments, Ok(measure))
}

fn no_value(arguments: &Arguments) -> Diagnostic {
    Diagnostic::error("no-value", format!("`{}` cannot be computed", arguments.helper))
        .at(arguments.place())
        .hint("the items have no spread among those who answered all of them")
}

/// A group to compare: the wave that it is of, and who of that.
struct Group<'a> {
    material: &'a Material<'a>,
    selection: Selection,
}

/// The group of an option that must be there, within that of `where`.
fn group<'a>(
    session: &Session<'a>,
    arguments: &Arguments,
    option: &str,
) -> Result<Group<'a>, Diagnostic> {
    let Some(text) = arguments.option(option)? else {
        let form = super::super::catalogue::find(arguments.helper).map_or("", |it| it.arguments);
        return Err(Diagnostic::error(
            "missing-argument",
            format!("`{}` needs `{option}`, the group to compare", arguments.helper),
        )
        .at(arguments.place())
        .hint(format!("write it as `{} {form}`", arguments.helper)));
    };
    let wave = text.split_once('=').filter(|(name, _)| name.trim() == WAVE);
    if let Some((_, label)) = wave.filter(|_| waves::is_declared(session)) {
        return in_wave(session, arguments, label.trim());
    }
    let filter = Filter::parse(text, session.material.survey)
        .map_err(|fault| at(fault, arguments.place_of(text)))?;
    let selection = selection(session, arguments)?.within(&filter);
    Ok(Group { material: session.material, selection })
}

fn in_wave<'a>(
    session: &Session<'a>,
    arguments: &Arguments,
    label: &str,
) -> Result<Group<'a>, Diagnostic> {
    let wave = waves::find(session, label, arguments)?;
    let selection = selection(session, arguments)?.within(&wave.within);
    Ok(Group { material: wave.material, selection })
}

/// The two groups that a call compares: those that it names, else the last two waves.
fn groups<'a>(
    session: &Session<'a>,
    arguments: &Arguments,
    options: [&str; 2],
) -> Result<[Group<'a>; 2], Diagnostic> {
    let named = options.iter().any(|option| arguments.options.contains_key(*option));
    match &waves::labels(session)[..] {
        [.., before, after] if !named => {
            Ok([in_wave(session, arguments, before)?, in_wave(session, arguments, after)?])
        }
        _ => Ok([group(session, arguments, options[0])?, group(session, arguments, options[1])?]),
    }
}

/// A figure in two groups: the difference, with both figures, of which either may be hidden.
struct Compared {
    change: Change,
    unit: Unit,
    parts: [Arc<Measured>; 2],
}

fn compare(
    session: &Session,
    arguments: &Arguments,
    options: [&str; 2],
) -> Result<Compared, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let codes = match arguments.positional.len() {
        1 => vec![],
        _ => codes(session, arguments)?,
    };
    let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
    let [before, after] = groups(session, arguments, options)?;
    let name = &*question.name;
    let (figure, unit) = match codes.is_empty() {
        true => (Figure::Mean(name), Unit::Mean),
        false => (Figure::Share(name, &codes), Unit::Points),
    };
    let part = |group: &Group| {
        let measure = figure.measure(group.material.analysis, &group.selection);
        let mut measure = measure.map_err(|fault| at(fault, arguments.place()))?;
        if group.material.is_earlier {
            measure.wave = group.material.wave.map(Arc::from);
        }
        let unit = Unit::of(measure.kind);
        Ok(Arc::new(Measured::new(measure, unit, arguments.expression())))
    };
    let parts = [part(&before)?, part(&after)?];
    let (old, new) = (before.material.analysis, after.material.analysis);
    // Samples of their own are independent; groups of one sample need not be.
    let change = match std::ptr::eq(old, new) {
        true => statistics::change(old, &figure, &before.selection, &after.selection),
        false => {
            let (before, after) = ((old, &before.selection), (new, &after.selection));
            statistics::change_between(before, after, &figure)
        }
    };
    let change = change.map_err(|fault| at(fault, arguments.place()))?;
    Ok(Compared { change, unit, parts })
}

pub(in crate::chapter) fn change(session: &Session, arguments: &Arguments) -> Answer {
    let Compared { change, unit, parts: [before, after] } =
        compare(session, arguments, ["from", "to"])?;
    let parts = [&before, &after];
    let value = derived(arguments, Statistic::Change, &parts, change.difference, unit);
    let Value::Measure(measured) = value else { return Ok(value) };
    let mut measured = Arc::unwrap_or_clone(measured);
    if measured.measure.hidden.is_none() {
        measured.measure.standard_error = change.standard_error;
        measured.measure.interval = change.interval;
        measured.measure.degrees = Some(change.degrees);
    }
    Ok(Value::Measure(Arc::new(measured)))
}

/// Whether two groups differ, at the level of the publication's intervals; of
/// a change, whether it differs from none.
pub(in crate::chapter) fn significant(session: &Session, arguments: &Arguments) -> Answer {
    if let Some(Value::Measure(_) | Value::Formatted { .. }) = arguments.positional.first() {
        let measured = arguments.measured(0)?;
        arguments.number(0)?;
        if measured.unit == Unit::Share || measured.unit == Unit::Count {
            return Err(not_a_difference(arguments));
        }
        return match measured.measure.interval {
            Some((low, high)) => Ok(Value::Truth(low > 0.0 || high < 0.0)),
            None => Err(not_a_difference(arguments)),
        };
    }
    let Compared { change, parts, .. } = compare(session, arguments, ["between", "and"])?;
    if parts.iter().any(|part| part.measure.hidden.is_some()) {
        return Err(Diagnostic::error(
            "hidden-value",
            "`significant` rests on a number that is hidden for privacy",
        )
        .at(arguments.place())
        .hint("take a larger group, or leave the sentence out"));
    }
    let level = session.material.analysis.settings().level;
    Ok(Value::Truth(change.p.is_some_and(|p| p < 1.0 - level)))
}

fn not_a_difference(arguments: &Arguments) -> Diagnostic {
    Diagnostic::error("wrong-kind", "`significant` is for a `change`, or for two groups")
        .at(arguments.place())
        .hint("write it as `significant \"q\" \"code\" between=\"group=a\" and=\"group=b\"`")
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
fn without(
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
