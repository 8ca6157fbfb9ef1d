//! Tests on values.

use crate::chapter::arguments::Arguments;
use crate::chapter::finding::Outcome;
use crate::chapter::session::Session;
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::Diagnostic;
use crate::format::{
    self, Percent, Relation, nearest_fraction, needed_digits, round_half_away, share_bound,
    visible_digits,
};
use crate::statistics::Statistic;

type Answer = Result<Value, Diagnostic>;

/// Values this close (relative) count as equal: both sides come from sums in
/// floating point, and "more than half" must not turn on the last bit.
const TOLERANCE: f64 = 1e-12;

/// Whether two numbers count as equal.
pub(in crate::chapter) fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= TOLERANCE * left.abs().max(right.abs())
}

fn compare(session: &Session, arguments: &Arguments, relation: Relation) -> Answer {
    let (left, right) = (arguments.number(0)?, arguments.number(1)?);
    if left.is_nan() || right.is_nan() {
        return Err(no_value(arguments));
    }
    check_bounds(arguments)?;
    let holds = relation.holds(left, right, near(left, right));
    let sides = [&arguments.positional[0], &arguments.positional[1]];
    session.note(arguments, explain(session, relation, sides, [left, right], holds));
    Ok(Value::Truth(holds))
}

/// Refuses a bound that the share, or difference of shares, beside it can never reach:
/// such a test says nothing, and is meant in per cent.
fn check_bounds(arguments: &Arguments) -> Result<(), Diagnostic> {
    let measured = || arguments.positional.iter().filter_map(of_survey);
    // A percentage in a cell may be a growth, which knows no bounds.
    let is_part = |measured: &&Measured| {
        matches!(measured.unit, Unit::Share | Unit::Points) && measured.cell.is_none()
    };
    let Some(part) = measured().find(is_part) else { return Ok(()) };
    let most = match part.measure.statistic {
        Statistic::Sum => part.parts.len() as f64,
        _ => 1.0,
    };
    let least = if part.unit == Unit::Points { -most } else { 0.0 };
    for value in &arguments.positional {
        let Value::Number(bound) = value else { continue };
        if (least..=most).contains(bound) {
            continue;
        }
        let what = match part.unit {
            Unit::Points => "a difference of shares",
            _ => "a share",
        };
        let fault = Diagnostic::error(
            "impossible-bound",
            format!(
                "`{}` compares `{}` with {bound}, but {what} lies between {least} and {most}",
                arguments.helper, part.expression
            ),
        )
        .at(arguments.place());
        let meant = bound / 100.0;
        return Err(match (least..=most).contains(&meant) {
            true => fault.hint(format!("a share is a part of 1: for {bound}% write {meant}")),
            false => fault.hint("a share is a part of 1: for 25% write 0.25"),
        });
    }
    Ok(())
}

/// The fault of a comparison with a number that cannot be computed.
pub(in crate::chapter) fn no_value(arguments: &Arguments) -> Diagnostic {
    Diagnostic::error(
        "no-value",
        format!("`{}` compares with a number that cannot be computed", arguments.helper),
    )
    .at(arguments.place())
    .hint("the base of one of the two is empty")
}

pub(in crate::chapter) fn gt(session: &Session, arguments: &Arguments) -> Answer {
    compare(session, arguments, Relation::Above)
}

pub(in crate::chapter) fn ge(session: &Session, arguments: &Arguments) -> Answer {
    compare(session, arguments, Relation::AtLeast)
}

pub(in crate::chapter) fn lt(session: &Session, arguments: &Arguments) -> Answer {
    compare(session, arguments, Relation::Below)
}

pub(in crate::chapter) fn le(session: &Session, arguments: &Arguments) -> Answer {
    compare(session, arguments, Relation::AtMost)
}

/// Equal numbers; of texts, and of numbers in words, the same text.
pub(in crate::chapter) fn eq(session: &Session, arguments: &Arguments) -> Answer {
    let (left, right) = (arguments.get(0, "two values")?, arguments.get(1, "two values")?);
    let (found, wanted) = match (left, right) {
        (Value::Text(found), Value::Text(wanted)) => (found, wanted),
        (Value::Formatted { text, .. }, Value::Text(wanted)) => {
            arguments.number(0)?;
            (text, wanted)
        }
        _ => return compare(session, arguments, Relation::Equal),
    };
    let holds = found == wanted;
    let said = match holds {
        true => format!("the data give `{found}`"),
        false => format!("the data give `{found}`, not `{wanted}`"),
    };
    session.note(arguments, Outcome::Test { holds, said, wordings: vec![format!("`{found}`")] });
    Ok(Value::Truth(holds))
}

pub(in crate::chapter) fn between(session: &Session, arguments: &Arguments) -> Answer {
    let (value, low, high) = (arguments.number(0)?, arguments.number(1)?, arguments.number(2)?);
    if [value, low, high].iter().any(|number| number.is_nan()) {
        return Err(no_value(arguments));
    }
    check_bounds(arguments)?;
    let slack = TOLERANCE * value.abs();
    let holds = value >= low - slack && value <= high + slack;
    let measured = of_survey(&arguments.positional[0]);
    let unit = measured.map_or(Unit::Number, |measured| measured.unit);
    let name = side(session, &arguments.positional[0], unit);
    let range = format!("{} and {}", bound(session, low, unit), bound(session, high, unit));
    let said = match holds {
        true => format!("{name}, between {range}"),
        false => {
            let (off, which) =
                if value < low { (low - value, "below") } else { (value - high, "above") };
            format!("{name}, not between {range}: {} {which} it", apart(session, off, unit))
        }
    };
    let mut wordings = vec![];
    if let Some(measured) = measured {
        let relation = if value < low { Relation::Below } else { Relation::Above };
        wordings.push(worded(session, relation, if value < low { low } else { high }, unit));
        wordings.extend(in_words(session, measured));
    }
    session.note(arguments, Outcome::Test { holds, said, wordings });
    Ok(Value::Truth(holds))
}

pub(in crate::chapter) fn and(session: &Session, arguments: &Arguments) -> Answer {
    let holds = truths(arguments)?.into_iter().all(|truth| truth);
    session.note(arguments, Outcome::Joined { holds });
    Ok(Value::Truth(holds))
}

pub(in crate::chapter) fn or(session: &Session, arguments: &Arguments) -> Answer {
    let holds = truths(arguments)?.into_iter().any(|truth| truth);
    session.note(arguments, Outcome::Joined { holds });
    Ok(Value::Truth(holds))
}

pub(in crate::chapter) fn not(session: &Session, arguments: &Arguments) -> Answer {
    let holds = !arguments.truth(0)?;
    session.note(arguments, Outcome::Turned { holds });
    Ok(Value::Truth(holds))
}

fn truths(arguments: &Arguments) -> Result<Vec<bool>, Diagnostic> {
    arguments.get(0, "a test")?;
    (0..arguments.positional.len()).map(|index| arguments.truth(index)).collect()
}

fn of_survey(value: &Value) -> Option<&Measured> {
    match value {
        Value::Measure(measured) | Value::Formatted { measured, .. } => Some(measured),
        _ => None,
    }
}

/// What a comparison found: the numbers as they are, how far apart, and what would be true.
fn explain(
    session: &Session,
    relation: Relation,
    sides: [&Value; 2],
    [left, right]: [f64; 2],
    holds: bool,
) -> Outcome {
    let measured = sides.map(of_survey);
    let unit = measured.iter().flatten().next().map_or(Unit::Number, |it| it.unit);
    let verdict = match relation {
        Relation::Above => "more than",
        Relation::AtLeast => "at least",
        Relation::Below => "less than",
        Relation::AtMost => "at most",
        Relation::Equal => "equal to",
    };
    let not = if holds { "" } else { "not " };
    let other = side(session, sides[1], unit);
    let mut said = format!("{}, {not}{verdict} {other}", side(session, sides[0], unit));
    if !near(left, right) {
        let which = if left < right { "below" } else { "above" };
        said.push_str(&format!(": {} {which} it", apart(session, (left - right).abs(), unit)));
    } else if !holds {
        said.push_str(": they are equal");
    }
    let true_relation = match (near(left, right), left > right) {
        (true, _) => Relation::Equal,
        (_, true) => Relation::Above,
        (_, false) => Relation::Below,
    };
    let wordings = match measured {
        [Some(_), Some(_)] => vec![format!(
            "`{}`, with `{}`",
            true_relation.words(session.language()),
            test_name(true_relation)
        )],
        [Some(measured), None] => of_bound(session, measured, relation, true_relation, right),
        _ => vec![],
    };
    Outcome::Test { holds, said, wordings }
}

/// True wordings for a number that was compared with a bound that the editor
/// wrote: the nearest bound on the side that the sentence spoke of, the same
/// bound from the other side, and the number in words.
fn of_bound(
    session: &Session,
    measured: &Measured,
    relation: Relation,
    true_relation: Relation,
    bound: f64,
) -> Vec<String> {
    let (value, unit) = (measured.measure.value, measured.unit);
    let mut wordings = vec![];
    let nearest = match (unit, relation) {
        (_, Relation::Equal) => None,
        (Unit::Share, _) => {
            nearest_fraction(value, relation, session.language()).map(|(literal, wording)| {
                match relation {
                    Relation::Above | Relation::AtLeast => {
                        format!("`{wording}`, with `gt … {literal}`")
                    }
                    _ => format!("`{wording}`, with `lt … {literal}`"),
                }
            })
        }
        _ => nearest_bound(session, value, relation, bound, unit),
    };
    wordings.extend(nearest);
    let other = worded(session, true_relation, bound, unit);
    if !wordings.contains(&other) {
        wordings.push(other);
    }
    wordings.extend(in_words(session, measured));
    wordings
}

/// The nearest bound with as few decimals as the editor's own; `None` where the
/// value is so large that no such bound can be told from it.
fn nearest_bound(
    session: &Session,
    value: f64,
    relation: Relation,
    bound: f64,
    unit: Unit,
) -> Option<String> {
    let digits = needed_digits(bound);
    let step = 1.0 / libm::pow(10.0, f64::from(digits));
    let strict = match relation {
        Relation::Above | Relation::AtLeast => Relation::Above,
        _ => Relation::Below,
    };
    let rounded = round_half_away(value, digits);
    let next = if strict == Relation::Above { rounded - step } else { rounded + step };
    // Half a step at most lies between the value and its rounded form.
    let nearest =
        [rounded, next].into_iter().find(|it| strict.holds(value, *it, near(value, *it)))?;
    Some(worded(session, strict, round_half_away(nearest, digits), unit))
}

/// A wording with a bound, and the test that guards it.
fn worded(session: &Session, relation: Relation, bound_at: f64, unit: Unit) -> String {
    let words = relation.words(session.language());
    let literal = round_half_away(bound_at, 4);
    let said = match unit {
        Unit::Share => share_bound(bound_at, session.language()),
        _ => bound(session, bound_at, unit),
    };
    format!("`{words} {said}`, with `{} … {literal}`", test_name(relation))
}

fn in_words(session: &Session, measured: &Measured) -> Option<String> {
    (measured.unit == Unit::Share)
        .then(|| format::words(measured.measure.value, session.language()))
        .map(|words| format!("`{words}`, as `words` says it"))
}

fn test_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Above => "gt",
        Relation::AtLeast => "ge",
        Relation::Below => "lt",
        Relation::AtMost => "le",
        Relation::Equal => "eq",
    }
}

/// One side of a comparison, as a message says it.
fn side(session: &Session, value: &Value, unit: Unit) -> String {
    match (value, of_survey(value)) {
        (_, Some(measured)) => {
            format!("`{}` is {}", measured.expression, session.exactly(measured))
        }
        (Value::Number(number), _) => bound(session, *number, unit),
        _ => String::new(),
    }
}

/// A bound that the editor wrote, in the unit of what it was compared with.
fn bound(session: &Session, value: f64, unit: Unit) -> String {
    let language = session.language();
    match unit {
        Unit::Share => {
            format::percent(value, needed_digits(value * 100.0), Percent::Sign, language)
        }
        Unit::Points => format::points(value, needed_digits(value * 100.0), language),
        _ => format::number(value, needed_digits(value), language),
    }
}

/// A distance, with enough decimals to be seen.
fn apart(session: &Session, distance: f64, unit: Unit) -> String {
    let language = session.language();
    match unit {
        Unit::Share | Unit::Points => {
            format::points(distance, visible_digits(distance * 100.0, 2), language)
        }
        _ => {
            let least = needed_digits(distance).min(2);
            format::number(distance, visible_digits(distance, least), language)
        }
    }
}

/// A share with two decimals, as messages about order give it.
pub(in crate::chapter) fn exact_share(session: &Session, share: f64) -> String {
    format::percent(share, 2, Percent::Sign, session.language())
}
