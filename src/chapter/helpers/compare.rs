//! Tests on values.

use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::chapter::value::Value;
use crate::diagnostics::Diagnostic;

type Answer = Result<Value, Diagnostic>;

/// Values this close (relative) count as equal: both sides come from sums in
/// floating point, and "more than half" must not turn on the last bit.
const TOLERANCE: f64 = 1e-12;

fn compare(session: &Session, arguments: &Arguments) -> Result<std::cmp::Ordering, Diagnostic> {
    let (left, right) = (arguments.number(0)?, arguments.number(1)?);
    note(session, arguments);
    let near = (left - right).abs() <= TOLERANCE * left.abs().max(right.abs());
    match left.partial_cmp(&right) {
        Some(_) if near => Ok(std::cmp::Ordering::Equal),
        Some(order) => Ok(order),
        None => Err(Diagnostic::error(
            "no-value",
            format!("`{}` compares with a number that cannot be computed", arguments.helper),
        )
        .at(arguments.place())
        .hint("the base of one of the two is empty")),
    }
}

/// Notes the values behind a comparison, as they would be printed.
fn note(session: &Session, arguments: &Arguments) {
    let values: Vec<String> = arguments
        .positional
        .iter()
        .filter_map(|value| match value {
            Value::Measure(measured) | Value::Formatted { measured, .. } => {
                Some(format!("`{}` is {}", measured.expression, session.exactly(measured)))
            }
            _ => None,
        })
        .collect();
    if !values.is_empty() {
        let text = format!("{}, in `{}`", values.join(" and "), arguments.expression());
        session.note_comparison(&arguments.origin, text);
    }
}

pub(in crate::chapter) fn gt(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(compare(session, arguments)?.is_gt()))
}

pub(in crate::chapter) fn ge(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(compare(session, arguments)?.is_ge()))
}

pub(in crate::chapter) fn lt(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(compare(session, arguments)?.is_lt()))
}

pub(in crate::chapter) fn le(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(compare(session, arguments)?.is_le()))
}

pub(in crate::chapter) fn eq(session: &Session, arguments: &Arguments) -> Answer {
    let truth = match (arguments.get(0, "two values")?, arguments.get(1, "two values")?) {
        (Value::Text(left), Value::Text(right)) => left == right,
        _ => compare(session, arguments)?.is_eq(),
    };
    Ok(Value::Truth(truth))
}

pub(in crate::chapter) fn between(session: &Session, arguments: &Arguments) -> Answer {
    let (value, low, high) = (arguments.number(0)?, arguments.number(1)?, arguments.number(2)?);
    note(session, arguments);
    let slack = TOLERANCE * value.abs();
    Ok(Value::Truth(value >= low - slack && value <= high + slack))
}

pub(in crate::chapter) fn and(_: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(truths(arguments)?.into_iter().all(|truth| truth)))
}

pub(in crate::chapter) fn or(_: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(truths(arguments)?.into_iter().any(|truth| truth)))
}

pub(in crate::chapter) fn not(_: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Truth(!arguments.truth(0)?))
}

fn truths(arguments: &Arguments) -> Result<Vec<bool>, Diagnostic> {
    arguments.get(0, "a test")?;
    (0..arguments.positional.len()).map(|index| arguments.truth(index)).collect()
}
