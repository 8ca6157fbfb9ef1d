//! Differences: between groups, and between waves.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::finding::Outcome;
use crate::chapter::helpers::estimate::{codes, derived, selection};
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::Diagnostic;
use crate::format::{self, visible_digits};
use crate::statistics::{self, Change, Figure, Filter, Selection, Statistic};

type Answer = Result<Value, Diagnostic>;

/// The selection of an option that must be there, within that of `where`.
fn group(session: &Session, arguments: &Arguments, option: &str) -> Result<Selection, Diagnostic> {
    let Some(text) = arguments.option(option)? else {
        let form = super::super::catalogue::find(arguments.helper).map_or("", |it| it.arguments);
        return Err(Diagnostic::error(
            "missing-argument",
            format!("`{}` needs `{option}`, the group to compare", arguments.helper),
        )
        .at(arguments.place())
        .hint(format!("write it as `{} {form}`", arguments.helper)));
    };
    let filter = Filter::parse(text, session.material.survey)
        .map_err(|fault| at(fault, arguments.place_of(text)))?;
    Ok(selection(session, arguments)?.within(&filter))
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
    [before, after]: [&str; 2],
) -> Result<Compared, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let codes = match arguments.positional.len() {
        1 => vec![],
        _ => codes(session, arguments)?,
    };
    let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
    let (before, after) = (group(session, arguments, before)?, group(session, arguments, after)?);
    let analysis = session.material.analysis;
    let name = &*question.name;
    let (figure, unit) = match codes.is_empty() {
        true => (Figure::Mean(name), Unit::Mean),
        false => (Figure::Share(name, &codes), Unit::Points),
    };
    let part = |selection: &Selection| {
        let measure = match codes.is_empty() {
            true => statistics::mean(analysis, name, selection),
            false => statistics::share(analysis, name, &codes, selection),
        };
        let measure = measure.map_err(|fault| at(fault, arguments.place()))?;
        let expression = arguments.expression();
        let unit = Unit::of(measure.kind);
        Ok(Arc::new(Measured::new(measure, unit, expression)))
    };
    let parts = [part(&before)?, part(&after)?];
    let change = statistics::change(analysis, &figure, &before, &after)
        .map_err(|fault| at(fault, arguments.place()))?;
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
        let Some((low, high)) = measured.measure.interval else {
            return Err(not_a_difference(arguments));
        };
        let holds = low > 0.0 || high < 0.0;
        let not = if holds { "" } else { "not " };
        let said = format!(
            "`{}` is {}, {not}significant: its interval runs from {} to {}",
            measured.expression,
            session.exactly(measured),
            written(session, measured.unit, low),
            written(session, measured.unit, high),
        );
        session.note(arguments, Outcome::Test { holds, said, wordings: vec![] });
        return Ok(Value::Truth(holds));
    }
    contrast(session, arguments, ["between", "and"], Wanted::Different)
}

/// Whether the group `in` lies significantly above the group `than`.
pub(in crate::chapter) fn significantly_higher(session: &Session, arguments: &Arguments) -> Answer {
    contrast(session, arguments, ["than", "in"], Wanted::Higher)
}

/// Whether the group `in` lies significantly below the group `than`.
pub(in crate::chapter) fn significantly_lower(session: &Session, arguments: &Arguments) -> Answer {
    contrast(session, arguments, ["than", "in"], Wanted::Lower)
}

/// Whether the figure rose significantly `from` one wave `to` another.
pub(in crate::chapter) fn rose(session: &Session, arguments: &Arguments) -> Answer {
    contrast(session, arguments, ["from", "to"], Wanted::Higher)
}

/// Whether the figure fell significantly `from` one wave `to` another.
pub(in crate::chapter) fn fell(session: &Session, arguments: &Arguments) -> Answer {
    contrast(session, arguments, ["from", "to"], Wanted::Lower)
}

/// How the second group must lie to the first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Different,
    Higher,
    Lower,
}

/// Tests two groups against each other, at the level of the publication's intervals.
fn contrast(
    session: &Session,
    arguments: &Arguments,
    options: [&str; 2],
    wanted: Wanted,
) -> Answer {
    let Compared { change, unit, parts } = compare(session, arguments, options)?;
    if parts.iter().any(|part| part.measure.hidden.is_some()) {
        return Err(Diagnostic::error(
            "hidden-value",
            format!("`{}` rests on a number that is hidden for privacy", arguments.helper),
        )
        .at(arguments.place())
        .hint("take a larger group, or leave the sentence out"));
    }
    if !change.difference.is_finite() {
        return Err(super::compare::no_value(arguments));
    }
    let level = session.material.analysis.settings().level;
    let significant = change.p.is_some_and(|p| p < 1.0 - level);
    let holds = significant
        && match wanted {
            Wanted::Different => true,
            Wanted::Higher => change.difference > 0.0,
            Wanted::Lower => change.difference < 0.0,
        };
    let group = |index: usize| {
        let name = arguments.option(options[index]).ok().flatten().unwrap_or_default();
        let measure = &parts[index].measure;
        format!("`{name}` has {} of {} answers", session.exactly(&parts[index]), measure.base)
    };
    let interval = change.interval.map_or(String::new(), |(low, high)| {
        format!(", interval {} to {}", written(session, unit, low), written(session, unit, high))
    });
    let p = change.p.map_or(String::new(), |p| {
        format!(", p = {}", format::number(p, visible_digits(p, 3), session.language()))
    });
    let verdict = match (significant, change.difference > 0.0) {
        (false, _) => "no significant difference",
        (true, true) => "significantly higher",
        (true, false) => "significantly lower",
    };
    let said = format!(
        "{}, {}: {verdict} ({}{interval}{p})",
        group(0),
        group(1),
        written(session, unit, change.difference),
    );
    let wordings = vec![match significant {
        false => "a sentence that claims no difference: the groups may be alike".to_string(),
        true => format!("`{}` is {verdict}", arguments.option(options[1])?.unwrap_or_default()),
    }];
    session.note(arguments, Outcome::Test { holds, said, wordings });
    Ok(Value::Truth(holds))
}

/// A difference or a bound of it, with two decimals.
fn written(session: &Session, unit: Unit, value: f64) -> String {
    match unit {
        Unit::Points | Unit::Share => format::points(value, 2, session.language()),
        _ => format::number(value, 2, session.language()),
    }
}

fn not_a_difference(arguments: &Arguments) -> Diagnostic {
    Diagnostic::error("wrong-kind", "`significant` is for a `change`, or for two groups")
        .at(arguments.place())
        .hint("write it as `significant \"q\" \"code\" between=\"group=a\" and=\"group=b\"`")
}
