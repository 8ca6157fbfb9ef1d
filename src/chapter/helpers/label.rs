//! Texts of questions and options, and their order by answers.

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::estimate::selection;
use crate::chapter::session::{Session, at};
use crate::chapter::value::Value;
use crate::diagnostics::Diagnostic;
use crate::statistics::{self, Reason};
use crate::survey::Question;

type Answer = Result<Value, Diagnostic>;

pub(in crate::chapter) fn label(session: &Session, arguments: &Arguments) -> Answer {
    let question = session.question(arguments, 0)?;
    let short = arguments.switch("short")?.unwrap_or(false);
    if arguments.positional.len() > 1 {
        let codes = arguments.texts(1, "the code")?;
        let choice = session.choice(arguments, question, &codes[0])?;
        return Ok(Value::Text(choice.label.to_string()));
    }
    Ok(Value::Text(if short { &question.short } else { &question.label }.to_string()))
}

/// What stands for the share of an option that is hidden for being small.
const HIDDEN: f64 = f64::MIN_POSITIVE;

fn is_hidden(share: f64) -> bool {
    share > 0.0 && share <= HIDDEN
}

/// The fault for an order that would tell of hidden numbers.
fn hidden(question: &Question, arguments: &Arguments) -> Diagnostic {
    let name = &question.name;
    Diagnostic::error(
        "hidden-value",
        format!(
            "the order of the options of `{name}` rests on a number that is hidden for privacy"
        ),
    )
    .at(arguments.place())
    .hint("take a larger group, or leave the sentence out")
}

/// Options with their number of answers, most named first; ties in the order of the codebook.
fn ranking(session: &Session, arguments: &Arguments) -> Result<Vec<(usize, f64)>, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let selection = selection(session, arguments)?;
    let mut ranking = vec![];
    for (index, choice) in question.choices.iter().enumerate() {
        if choice.missing.is_none() {
            let share = statistics::share(
                session.material.analysis,
                &question.name,
                &[&*choice.code],
                &selection,
            )
            .map_err(|fault| at(fault, arguments.place()))?;
            let value = match share.hidden {
                None => share.value,
                // Less than any option that is shown, and more than none.
                Some(Reason::SmallCell) => HIDDEN,
                Some(_) => return Err(hidden(question, arguments)),
            };
            ranking.push((index, value));
        }
    }
    ranking.sort_by(|left, right| right.1.total_cmp(&left.1));
    Ok(ranking)
}

/// The option at the rank that the second argument names.
fn at_rank(session: &Session, arguments: &Arguments) -> Result<usize, Diagnostic> {
    let ranking = ranking(session, arguments)?;
    let rank = arguments.number(1)?;
    let fault = |message: String| {
        let hint = format!("give a whole number from 1 to {}", ranking.len());
        Err(Diagnostic::error("no-such-rank", message).at(arguments.place()).hint(hint))
    };
    if rank.fract() != 0.0 || rank < 1.0 {
        return fault("a rank is a whole number from 1".into());
    }
    match ranking.get(rank as usize - 1) {
        Some((_, share)) if is_hidden(*share) => {
            Err(hidden(session.question(arguments, 0)?, arguments))
        }
        Some((choice, _)) => Ok(*choice),
        None => {
            fault(format!("there is no rank {rank}: the question has {} options", ranking.len()))
        }
    }
}

pub(in crate::chapter) fn top(session: &Session, arguments: &Arguments) -> Answer {
    let choice = at_rank(session, arguments)?;
    let question = session.question(arguments, 0)?;
    Ok(Value::Text(question.choices[choice].label.to_string()))
}

pub(in crate::chapter) fn top_code(session: &Session, arguments: &Arguments) -> Answer {
    let choice = at_rank(session, arguments)?;
    let question = session.question(arguments, 0)?;
    Ok(Value::Text(question.choices[choice].code.to_string()))
}

pub(in crate::chapter) fn rank(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Number(place(session, arguments)? as f64))
}

pub(in crate::chapter) fn highest(session: &Session, arguments: &Arguments) -> Answer {
    let place = place(session, arguments)?;
    session.note_comparison(
        &arguments.origin,
        format!("the option has rank {place}, in `{}`", arguments.expression()),
    );
    Ok(Value::Truth(place == 1))
}

/// How many options are named more often than this one, plus one.
fn place(session: &Session, arguments: &Arguments) -> Result<usize, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let codes = arguments.texts(1, "the code")?;
    let Some(code) = codes.first() else {
        return Err(Diagnostic::error(
            "missing-argument",
            format!("`{}` needs a code", arguments.helper),
        )
        .at(arguments.place())
        .hint(format!("write it as `{} QUESTION CODE`", arguments.helper)));
    };
    let choice = session.choice(arguments, question, code)?;
    let ranking = ranking(session, arguments)?;
    let own = ranking
        .iter()
        .find(|(index, _)| std::ptr::eq(&question.choices[*index], choice))
        .map_or(0.0, |(_, weight)| *weight);
    if is_hidden(own) {
        return Err(hidden(question, arguments));
    }
    Ok(ranking.iter().filter(|(_, weight)| *weight > own).count() + 1)
}
