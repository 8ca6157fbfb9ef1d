//! Order by answers: which option is named most, which question scores highest.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::finding::Outcome;
use crate::chapter::helpers::compare::{exact_share, near, no_value};
use crate::chapter::helpers::estimate::selection;
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::Diagnostic;
use crate::statistics::{self, Measure, Reason, Statistic};
use crate::survey::{Answers, Choice};

type Answer = Result<Value, Diagnostic>;

/// An option with its share.
struct Ranked<'a> {
    choice: &'a Choice,
    share: Measure,
}

impl Ranked<'_> {
    fn is_hidden(&self) -> bool {
        self.share.hidden.is_some()
    }
}

/// The fault for an order that would tell of hidden numbers.
fn hidden(arguments: &Arguments, code: &str) -> Diagnostic {
    Diagnostic::error(
        "hidden-value",
        format!("`{}` rests on a number that is hidden for privacy", arguments.helper),
    )
    .at(arguments.place())
    .hint(format!("hidden: the share of `{code}`"))
    .hint("take a larger group, or leave the sentence out")
}

/// Options with their share, most named first; ties in the order of the codebook.
///
/// Hidden options count as less than any that is shown, and more than none, where what
/// is shown leaves fewer answers for all of them together. Else there is no order to
/// tell: it would say of a hidden option whether it is a small one.
fn ranking<'a>(session: &'a Session, arguments: &Arguments) -> Result<Vec<Ranked<'a>>, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let selection = selection(session, arguments)?;
    let mut ranking = vec![];
    for choice in question.choices.iter().filter(|choice| choice.missing.is_none()) {
        let analysis = session.material.analysis;
        let mut share = statistics::share(analysis, &question.name, &[&*choice.code], &selection)
            .map_err(|fault| at(fault, arguments.place()))?;
        match share.hidden {
            None => {}
            Some(Reason::SmallBase) => return Err(hidden(arguments, &choice.code)),
            Some(_) => share.value = f64::MIN_POSITIVE,
        }
        ranking.push(Ranked { choice, share });
    }
    if let Some(first) = ranking.iter().find(|it| it.is_hidden()) {
        let shown = || ranking.iter().filter(|it| !it.is_hidden()).map(|it| it.share.value);
        let least = shown().filter(|&share| share > 0.0).fold(f64::INFINITY, f64::min);
        let are_less = match &*question.answers {
            // All ticks of all respondents that are hidden are small ones.
            Answers::Multiple { .. } => selection.filter.is_everyone(),
            _ => 1.0 - shown().sum::<f64>() < least && !near(1.0 - shown().sum::<f64>(), least),
        };
        if !are_less {
            return Err(hidden(arguments, &first.choice.code));
        }
    }
    // Rounded, so that shares that count as equal stand in the order of the codebook.
    let key = |ranked: &Ranked| match ranked.is_hidden() {
        true => f64::MIN_POSITIVE,
        false => (ranked.share.value * 1e10).round(),
    };
    ranking.sort_by(|left, right| key(right).total_cmp(&key(left)));
    Ok(ranking)
}

/// The order of two numbers, of which those that count as equal are equal.
fn compare(left: f64, right: f64) -> Ordering {
    if near(left, right) { Ordering::Equal } else { left.total_cmp(&right) }
}

/// The option at the rank that the second argument names.
fn at_rank<'a>(session: &'a Session, arguments: &Arguments) -> Result<&'a Choice, Diagnostic> {
    let ranking = ranking(session, arguments)?;
    arguments.get(1, "a rank")?;
    let rank = arguments.number(1)?;
    let fault = |message: String| {
        let hint = format!("give a whole number from 1 to {}", ranking.len());
        Err(Diagnostic::error("no-such-rank", message).at(arguments.place()).hint(hint))
    };
    if rank.fract() != 0.0 || rank < 1.0 {
        return fault("a rank is a whole number from 1".into());
    }
    match ranking.get(rank as usize - 1) {
        Some(found) if found.is_hidden() => Err(hidden(arguments, &found.choice.code)),
        Some(found) => {
            session.note(arguments, Outcome::Aside(order(session, &ranking)));
            Ok(found.choice)
        }
        None => {
            fault(format!("there is no rank {rank}: the question has {} options", ranking.len()))
        }
    }
}

pub(in crate::chapter) fn top(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Text(at_rank(session, arguments)?.label.to_string()))
}

pub(in crate::chapter) fn top_code(session: &Session, arguments: &Arguments) -> Answer {
    Ok(Value::Text(at_rank(session, arguments)?.code.to_string()))
}

/// The rank of an option: how many are named more often, plus one.
pub(in crate::chapter) fn rank(session: &Session, arguments: &Arguments) -> Answer {
    let ranking = ranking(session, arguments)?;
    let own = own(session, arguments, &ranking)?;
    session.note(arguments, Outcome::Aside(order(session, &ranking)));
    let place = 1 + better(&ranking, own, Ordering::Greater);
    let measure = Measure {
        value: place as f64,
        statistic: Statistic::Rank,
        standard_error: None,
        interval: None,
        degrees: None,
        ..own.share.clone()
    };
    Ok(Value::Measure(Arc::new(Measured::new(measure, Unit::Count, arguments.expression()))))
}

/// How many options are named more (or, with `Less`, less) often than this one.
fn better(ranking: &[Ranked], own: &Ranked, side: Ordering) -> usize {
    let side_of = |it: &&Ranked| match it.is_hidden() {
        true => Ordering::Less,
        false => compare(it.share.value, own.share.value),
    };
    ranking.iter().filter(|it| side_of(it) == side).count()
}

/// The option that the second argument names.
fn own<'r, 'a>(
    session: &'a Session,
    arguments: &Arguments,
    ranking: &'r [Ranked<'a>],
) -> Result<&'r Ranked<'a>, Diagnostic> {
    arguments.get(1, "a code")?;
    let codes = arguments.texts(1, "the code")?;
    named(session, arguments, ranking, &codes[0])
}

fn named<'r, 'a>(
    session: &'a Session,
    arguments: &Arguments,
    ranking: &'r [Ranked<'a>],
    code: &str,
) -> Result<&'r Ranked<'a>, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let choice = session.choice(arguments, question, code)?;
    match ranking.iter().find(|it| std::ptr::eq(it.choice, choice)) {
        Some(found) if found.is_hidden() => Err(hidden(arguments, code)),
        Some(found) => Ok(found),
        None => Err(Diagnostic::error(
            "unknown-code",
            format!("`{code}` counts as no answer, and has no place in the order"),
        )
        .at(arguments.place_of(code))
        .hint("name an option that counts")),
    }
}

/// The options in their order: `wet` 44,00%, `college` 20,00%, ..
fn order(session: &Session, ranking: &[Ranked]) -> String {
    const MOST: usize = 6;
    let shown: Vec<&Ranked> = ranking.iter().filter(|it| !it.is_hidden()).collect();
    let mut parts: Vec<String> = shown
        .iter()
        .take(MOST)
        .map(|it| format!("`{}` {}", it.choice.code, exact_share(session, it.share.value)))
        .collect();
    if shown.len() > MOST {
        parts.push("..".into());
    }
    format!("the order now: {}", parts.join(", "))
}

fn option(session: &Session, ranked: &Ranked) -> String {
    let share = exact_share(session, ranked.share.value);
    format!("`{}` (“{}”, {share})", ranked.choice.code, ranked.choice.label)
}

pub(in crate::chapter) fn highest(session: &Session, arguments: &Arguments) -> Answer {
    extreme(session, arguments, Ordering::Greater, "more often", "most often")
}

pub(in crate::chapter) fn lowest(session: &Session, arguments: &Arguments) -> Answer {
    extreme(session, arguments, Ordering::Less, "less often", "least often")
}

/// Whether no option is named more (or less) often than the one given.
fn extreme(
    session: &Session,
    arguments: &Arguments,
    side: Ordering,
    more: &str,
    most: &str,
) -> Answer {
    let ranking = ranking(session, arguments)?;
    let own = own(session, arguments, &ranking)?;
    let ahead = better(&ranking, own, side);
    let holds = ahead == 0;
    let code = &own.choice.code;
    let share = exact_share(session, own.share.value);
    let said = match ahead {
        0 => format!("`{code}` ({share}) is named {most}"),
        1 => format!("`{code}` ({share}) is not named {most}: one option is named {more}"),
        _ => format!("`{code}` ({share}) is not named {most}: {ahead} options are named {more}"),
    };
    let best = match side {
        Ordering::Greater => ranking.first(),
        _ => ranking.last(),
    }
    .filter(|best| !best.is_hidden());
    let wordings =
        best.map(|best| format!("{} is named {most}", option(session, best))).into_iter().collect();
    session.note(arguments, Outcome::Test { holds, said, wordings });
    session.note(arguments, Outcome::Aside(order(session, &ranking)));
    Ok(Value::Truth(holds))
}

/// Whether these options, in this order, are named most; equal options have no order.
pub(in crate::chapter) fn leading(session: &Session, arguments: &Arguments) -> Answer {
    let ranking = ranking(session, arguments)?;
    arguments.get(1, "the codes in their order")?;
    let codes = arguments.texts(1, "a code")?;
    let wanted = codes
        .iter()
        .map(|code| named(session, arguments, &ranking, code))
        .collect::<Result<Vec<_>, _>>()?;
    let count = wanted.len();
    let list = |options: &[&Ranked]| {
        let codes: Vec<String> = options.iter().map(|it| format!("`{}`", it.choice.code)).collect();
        codes.join(", ")
    };
    let leaders: Vec<&Ranked> = ranking.iter().take(count).collect();
    if let Some(small) = leaders.iter().find(|it| it.is_hidden()) {
        return Err(hidden(arguments, &small.choice.code));
    }
    let in_place = wanted.iter().zip(&leaders).all(|(wanted, leader)| {
        std::ptr::eq(wanted.choice, leader.choice) || near(wanted.share.value, leader.share.value)
    });
    let tied =
        ranking.windows(2).take(count).find(|pair| near(pair[0].share.value, pair[1].share.value));
    let holds = in_place && tied.is_none();
    let said = match (in_place, tied) {
        (true, Some(pair)) => {
            format!("{} are equal, and have no order", list(&[&pair[0], &pair[1]]))
        }
        (true, None) => format!("{} are named most, in this order", list(&wanted)),
        (false, _) => format!("{} are not the order of those named most", list(&wanted)),
    };
    let options: Vec<String> = leaders.iter().map(|it| option(session, it)).collect();
    session.note(arguments, Outcome::Test { holds, said, wordings: vec![options.join(", then ")] });
    session.note(arguments, Outcome::Aside(order(session, &ranking)));
    Ok(Value::Truth(holds))
}

pub(in crate::chapter) fn descending(session: &Session, arguments: &Arguments) -> Answer {
    sequence(session, arguments, Ordering::Greater, "from large to small")
}

pub(in crate::chapter) fn ascending(session: &Session, arguments: &Arguments) -> Answer {
    sequence(session, arguments, Ordering::Less, "from small to large")
}

/// Whether each number is larger (or smaller) than the one behind it.
fn sequence(session: &Session, arguments: &Arguments, side: Ordering, said: &str) -> Answer {
    let values = numbers(arguments)?;
    let holds = values.windows(2).all(|pair| compare(pair[0].1, pair[1].1) == side);
    let sorted = sorted(&values, side);
    let not = if holds { "" } else { "not " };
    let said = format!("{} do {not}go {said}", join(session, &values, " and "));
    let wordings = vec![format!("the order {}", join(session, &sorted, ", then "))];
    session.note(arguments, Outcome::Test { holds, said, wordings });
    Ok(Value::Truth(holds))
}

pub(in crate::chapter) fn largest(session: &Session, arguments: &Arguments) -> Answer {
    first_beats(session, arguments, Ordering::Greater, "largest")
}

pub(in crate::chapter) fn smallest(session: &Session, arguments: &Arguments) -> Answer {
    first_beats(session, arguments, Ordering::Less, "smallest")
}

/// Whether the first number is larger (or smaller) than each of the others.
fn first_beats(session: &Session, arguments: &Arguments, side: Ordering, most: &str) -> Answer {
    let values = numbers(arguments)?;
    let holds = values[1..].iter().all(|other| compare(values[0].1, other.1) == side);
    let sorted = sorted(&values, side);
    let not = if holds { "" } else { "not " };
    let said = format!("{} is {not}the {most}", join(session, &values[..1], ""));
    let equal = values[1..].iter().all(|other| compare(values[0].1, other.1) != side.reverse());
    let wordings = match equal {
        true if !holds => vec![format!("{} are equal", join(session, &sorted[..2], " and "))],
        _ => vec![format!("{} is the {most}", join(session, &sorted[..1], ""))],
    };
    session.note(arguments, Outcome::Test { holds, said, wordings });
    Ok(Value::Truth(holds))
}

/// The numbers, the largest (or smallest) first.
fn sorted<'a>(values: &[Number<'a>], side: Ordering) -> Vec<Number<'a>> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|left, right| match side {
        Ordering::Greater => right.1.total_cmp(&left.1),
        _ => left.1.total_cmp(&right.1),
    });
    sorted
}

type Number<'a> = (&'a Arc<Measured>, f64);

/// The arguments as two numbers or more, of one unit.
fn numbers(arguments: &Arguments) -> Result<Vec<Number<'_>>, Diagnostic> {
    arguments.get(1, "two numbers or more")?;
    let mut values = vec![];
    for index in 0..arguments.positional.len() {
        let measured = arguments.measured(index)?;
        let value = arguments.number(index)?;
        if value.is_nan() {
            return Err(no_value(arguments));
        }
        values.push((measured, value));
    }
    if values.iter().any(|(measured, _)| measured.unit != values[0].0.unit) {
        return Err(Diagnostic::error(
            "wrong-kind",
            format!("`{}` needs numbers of one kind", arguments.helper),
        )
        .at(arguments.place())
        .hint("shares, counts or means"));
    }
    Ok(values)
}

fn join(session: &Session, values: &[Number], with: &str) -> String {
    let parts: Vec<String> = values
        .iter()
        .map(|(measured, _)| format!("`{}` ({})", measured.expression, session.exactly(measured)))
        .collect();
    parts.join(with)
}
