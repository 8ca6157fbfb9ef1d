//! Forms in which a value is printed.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::chapter::source_map::clean;
use crate::chapter::value::{Unit, Value};
use crate::diagnostics::Diagnostic;
use crate::escape::typst_string;
use crate::format::{self, Percent};

type Answer = Result<Value, Diagnostic>;

/// The most decimals that a number can be asked for.
const MOST_DIGITS: u8 = 6;

/// The first argument in a form that `write` gives; a hidden number stays hidden.
fn formatted(
    session: &Session,
    arguments: &Arguments,
    write: impl FnOnce(f64) -> String,
) -> Answer {
    if let Value::Number(number) = arguments.get(0, "a number")? {
        return Ok(Value::Text(write(*number)));
    }
    let measured = arguments.measured(0)?;
    let text = if measured.measure.hidden.is_some() || !measured.measure.value.is_finite() {
        session.house_style(measured)
    } else {
        write(measured.measure.value)
    };
    Ok(Value::Formatted { measured: Arc::clone(measured), text })
}

/// The first argument as a percentage with so many decimals, rounded as the
/// publication rounds shares.
fn percentage(session: &Session, arguments: &Arguments, digits: u8, form: Percent) -> Answer {
    let together = match arguments.get(0, "a number")? {
        Value::Measure(measured) | Value::Formatted { measured, .. }
            if measured.unit == Unit::Share && measured.measure.hidden.is_none() =>
        {
            Some(measured.measure.percentage(digits) / 100.0)
        }
        _ => None,
    };
    formatted(session, arguments, |value| {
        format::percent(together.unwrap_or(value), digits, form, session.language())
    })
}

/// Refuses a number that is no share.
fn must_be_share(arguments: &Arguments) -> Result<(), Diagnostic> {
    let measured = arguments.measured(0)?;
    match measured.unit {
        Unit::Share => Ok(()),
        _ => Err(Diagnostic::error(
            "wrong-kind",
            format!("`{}` is for shares, and this is {}", arguments.helper, noun(measured.unit)),
        )
        .at(arguments.place())
        .hint("use `number`, or ask for a `share`")),
    }
}

fn noun(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "a share",
        Unit::Points => "a difference in points",
        Unit::Count => "a count",
        Unit::Mean => "a mean",
        Unit::Number => "a number",
    }
}

pub(in crate::chapter) fn percent(session: &Session, arguments: &Arguments) -> Answer {
    must_be_share(arguments)?;
    let digits = arguments.whole("digits", MOST_DIGITS)?.unwrap_or(session.rounding().share);
    let form = match arguments.choice("sign", &["%", "procent", "per cent", "none"])? {
        Some("procent" | "per cent") => Percent::Word,
        Some("none") => Percent::Bare,
        _ => Percent::Sign,
    };
    percentage(session, arguments, digits, form)
}

pub(in crate::chapter) fn number(session: &Session, arguments: &Arguments) -> Answer {
    let digits = arguments.whole("digits", MOST_DIGITS)?;
    if let Value::Number(value) = arguments.get(0, "a number")? {
        return Ok(Value::Text(format::number(*value, digits.unwrap_or(0), session.language())));
    }
    let unit = arguments.measured(0)?.unit;
    let digits = digits.unwrap_or_else(|| session.digits(unit));
    match unit {
        Unit::Share | Unit::Points => percentage(session, arguments, digits, Percent::Bare),
        _ => {
            formatted(session, arguments, |value| format::number(value, digits, session.language()))
        }
    }
}

pub(in crate::chapter) fn points(session: &Session, arguments: &Arguments) -> Answer {
    let measured = arguments.measured(0)?;
    if !matches!(measured.unit, Unit::Points | Unit::Share) {
        return Err(Diagnostic::error(
            "wrong-kind",
            format!("`points` is for differences of shares, and this is {}", noun(measured.unit)),
        )
        .at(arguments.place())
        .hint("use `number`, or give a `difference` of two shares"));
    }
    let digits = arguments.whole("digits", MOST_DIGITS)?.unwrap_or(session.rounding().share);
    formatted(session, arguments, |value| format::points(value, digits, session.language()))
}

pub(in crate::chapter) fn words(session: &Session, arguments: &Arguments) -> Answer {
    must_be_share(arguments)?;
    formatted(session, arguments, |value| format::words(value, session.language()).to_string())
}

pub(in crate::chapter) fn spelled(session: &Session, arguments: &Arguments) -> Answer {
    formatted(session, arguments, |value| {
        format::spelled(format::round_half_away(value.max(0.0), 0) as u64, session.language())
    })
}

pub(in crate::chapter) fn plural(session: &Session, arguments: &Arguments) -> Answer {
    let singular = arguments.text(1, "the singular")?.to_string();
    let plural = arguments.text(2, "the plural")?.to_string();
    let in_words = arguments.switch("spelled")?.unwrap_or(false);
    formatted(session, arguments, |value| {
        let count = format::round_half_away(value, 0);
        let number = if in_words && count >= 0.0 {
            format::spelled(count as u64, session.language())
        } else {
            format::number(count, 0, session.language())
        };
        let noun = if (count - 1.0).abs() < 0.5 { singular } else { plural };
        // A no-break space: a number does not stand at the end of a line without its noun.
        format!("{number}\u{a0}{noun}")
    })
}

/// The first letter changed by `change`, of a text or of a value's printed text.
fn first_letter(
    session: &Session,
    arguments: &Arguments,
    change: impl Fn(char) -> String,
) -> Answer {
    let apply = |text: &str| {
        let mut characters = text.chars();
        characters.next().map(|first| change(first) + characters.as_str()).unwrap_or_default()
    };
    Ok(match arguments.get(0, "a text")? {
        Value::Formatted { measured, text } => {
            Value::Formatted { measured: Arc::clone(measured), text: apply(text) }
        }
        Value::Measure(measured) => Value::Formatted {
            measured: Arc::clone(measured),
            text: apply(&session.house_style(measured)),
        },
        _ => Value::Text(apply(arguments.text(0, "a text")?)),
    })
}

pub(in crate::chapter) fn capital(session: &Session, arguments: &Arguments) -> Answer {
    first_letter(session, arguments, |letter| letter.to_uppercase().collect())
}

pub(in crate::chapter) fn lower(session: &Session, arguments: &Arguments) -> Answer {
    first_letter(session, arguments, |letter| letter.to_lowercase().collect())
}

pub(in crate::chapter) fn list(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Text(format::list(&arguments.texts(0, "each item")?, session.language())))
}

pub(in crate::chapter) fn string(session: &Session, arguments: &Arguments) -> Answer {
    let text = arguments.text(0, "a text")?;
    Ok(session.source(typst_string(&clean(text))))
}
