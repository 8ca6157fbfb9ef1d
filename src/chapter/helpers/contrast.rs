//! Differences: between groups, and between waves.

use std::sync::Arc;

use crate::chapter::Material;
use crate::chapter::arguments::Arguments;
use crate::chapter::finding::Outcome;
use crate::chapter::helpers::estimate::{codes, derived, selection};
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::chapter::waves::{self, WAVE};
use crate::diagnostics::Diagnostic;
use crate::format::{self, visible_digits};
use crate::ledger::{self, Significance, TestedGroup};
use crate::statistics::{self, Change, Correction, Figure, Filter, Selection, Statistic};

type Answer = Result<Value, Diagnostic>;

/// A group to compare: how the template names it, the wave that it is of, and who of that.
struct Group<'a> {
    name: String,
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
    Ok(Group { name: text.to_string(), material: session.material, selection })
}

fn in_wave<'a>(
    session: &Session<'a>,
    arguments: &Arguments,
    label: &str,
) -> Result<Group<'a>, Diagnostic> {
    let wave = waves::find(session, label, arguments)?;
    let selection = selection(session, arguments)?.within(&wave.within);
    Ok(Group { name: format!("{WAVE}={label}"), material: wave.material, selection })
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
    names: [String; 2],
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
    Ok(Compared { change, unit, names: [before.name, after.name], parts })
}

pub(in crate::chapter) fn change(session: &Session, arguments: &Arguments) -> Answer {
    let Compared { change, unit, names: [name, _], parts: [before, after] } =
        compare(session, arguments, ["from", "to"])?;
    let parts = [&before, &after];
    let value = derived(arguments, Statistic::Change, &parts, change.difference, unit);
    let Value::Measure(measured) = value else { return Ok(value) };
    let mut measured = Arc::unwrap_or_clone(measured);
    if measured.measure.hidden.is_none() {
        measured.measure.standard_error = change.standard_error;
        measured.measure.interval = change.interval;
        measured.measure.degrees = Some(change.degrees);
        measured.significance = Some(significance(session, &change, name, &before));
    }
    Ok(Value::Measure(Arc::new(measured)))
}

/// How a figure lies to that of the group before.
fn significance(
    session: &Session,
    change: &Change,
    name: String,
    before: &Measured,
) -> Significance {
    let level = 1.0 - session.material.analysis.settings().level;
    let significant = change.p.is_some_and(|p| p < level);
    let measure = &before.measure;
    Significance {
        level,
        correction: Correction::None,
        comparisons: 1,
        letter: None,
        groups: vec![TestedGroup {
            letter: None,
            label: name,
            filter: measure.filter.as_deref().map(ledger::conditions).unwrap_or_default(),
            wave: measure.wave.as_deref().map(str::to_string),
            outcome: ledger::Outcome::of(significant, change.difference),
            p: change.p,
            corrected: change.p,
        }],
    }
}

/// Whether two groups differ, at the level of the publication's intervals; of
/// a change, whether it differs from none.
pub(in crate::chapter) fn significant(session: &Session, arguments: &Arguments) -> Answer {
    if let Some(Value::Measure(_) | Value::Formatted { .. }) = arguments.positional.first() {
        let measured = arguments.measured(0)?;
        arguments.number(0)?;
        // The interval of any other number is not one of a difference.
        if measured.measure.statistic != Statistic::Change {
            return Err(not_a_difference(arguments));
        }
        let Some((low, high)) = measured.measure.interval else {
            return Err(Diagnostic::error("no-interval", "this number has no confidence interval")
                .at(arguments.place())
                .hint("shares, means and changes of enough answers have one"));
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
    let Compared { change, unit, names, parts } = compare(session, arguments, options)?;
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
        let name = &names[index];
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
        true => format!("`{}` is {verdict}", names[1]),
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
