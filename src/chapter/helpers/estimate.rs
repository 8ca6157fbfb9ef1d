//! Numbers from the survey.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::plan::scale_remedy;
use crate::chapter::helpers::precision::without;
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::{Diagnostic, Place, nearest_hint};
use crate::manifest::{PopulationPlan, PopulationWord};
use crate::statistics::{self, Filter, Measure, Selection, Statistic};
use crate::survey::Question;

type Answer = Result<Value, Diagnostic>;

/// Which respondents the options of a call select, and whether they are weighted.
pub(in crate::chapter) fn selection(
    session: &Session,
    arguments: &Arguments,
) -> Result<Selection, Diagnostic> {
    let filter = match arguments.option("where")? {
        Some(text) => Filter::parse(text, session.material.survey)
            .map_err(|fault| at(fault, arguments.place_of(text)))?,
        None => Filter::everyone(),
    };
    let filter = session.within.and(&filter);
    Ok(Selection { filter, weighted: arguments.switch("weighted")?.unwrap_or(true) })
}

/// A value for a measure, with the expression that asked for it.
pub(in crate::chapter) fn value(
    session: &Session,
    arguments: &Arguments,
    measure: Result<Measure, Diagnostic>,
) -> Answer {
    let mut measure = measure.map_err(|fault| at(fault, arguments.place()))?;
    session.wave_of(&mut measure);
    let unit = Unit::of(measure.kind);
    Ok(Value::Measure(Arc::new(Measured::new(measure, unit, arguments.expression()))))
}

/// Estimates something of the question that the first argument names.
pub(in crate::chapter) fn of_question(
    session: &Session,
    arguments: &Arguments,
    estimate: impl FnOnce(&str, &Selection) -> Result<Measure, Diagnostic>,
) -> Answer {
    let question = session.question(arguments, 0)?;
    let selection = selection(session, arguments)?;
    value(session, arguments, estimate(&question.name, &selection))
}

fn borrowed(codes: &[Arc<str>]) -> Vec<&str> {
    codes.iter().map(|code| &**code).collect()
}

/// The codes that the arguments after the question name, each checked.
pub(in crate::chapter) fn codes(
    session: &Session,
    arguments: &Arguments,
) -> Result<Vec<Arc<str>>, Diagnostic> {
    let question = session.question(arguments, 0)?;
    arguments.get(1, "a code")?;
    arguments
        .texts(1, "a code")?
        .iter()
        .map(|code| session.choice(arguments, question, code).map(|choice| choice.code.clone()))
        .collect()
}

pub(in crate::chapter) fn count(session: &Session, arguments: &Arguments) -> Answer {
    let codes = codes(session, arguments)?;
    of_question(session, arguments, |question, selection| {
        statistics::count(session.material.analysis, question, &borrowed(&codes), selection)
    })
}

pub(in crate::chapter) fn share(session: &Session, arguments: &Arguments) -> Answer {
    let codes = codes(session, arguments)?;
    of_question(session, arguments, |question, selection| {
        statistics::share(session.material.analysis, question, &borrowed(&codes), selection)
    })
}

pub(in crate::chapter) fn net(session: &Session, arguments: &Arguments) -> Answer {
    let codes = net_codes(session, arguments)?;
    of_question(session, arguments, |question, selection| {
        statistics::share(session.material.analysis, question, &borrowed(&codes), selection)
    })
}

/// The codes of the net that the second argument names: one of the manifest's,
/// or the ends and the middle of a scale.
fn net_codes(session: &Session, arguments: &Arguments) -> Result<Vec<Arc<str>>, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let name = arguments.text(1, "the name of a net")?;
    let declared = session.material.manifest.nets.get(&*question.name);
    if let Some(codes) = declared.and_then(|nets| nets.get(name)) {
        return codes
            .iter()
            .map(|code| {
                let choice = session.choice(arguments, question, code.get_ref())?;
                if choice.missing.is_some() {
                    let fault = statistics::missing_in_net(question, &choice.code, name);
                    return Err(fault.at(arguments.place_of(name)));
                }
                Ok(choice.code.clone())
            })
            .collect();
    }
    let scale = scale_nets(question);
    if let Some((_, codes)) = scale.iter().find(|(net, _)| *net == name) {
        return Ok(codes.clone());
    }
    let names: Vec<&str> = declared
        .into_iter()
        .flat_map(|nets| nets.keys().map(String::as_str))
        .chain(scale.iter().map(|(net, _)| *net))
        .collect();
    let fault = Diagnostic::error(
        "unknown-net",
        format!("question `{}` has no net `{name}`", question.name),
    )
    .at(arguments.place_of(name))
    .hints(nearest_hint(name, names.iter().copied()));
    let is_of_scale = ["positive", "neutral", "negative"].contains(&name);
    let fault = fault.hints(scale_remedy(question).filter(|_| is_of_scale));
    Err(if names.is_empty() {
        fault.hint(format!("declare it in the manifest under `[nets.{}]`", question.name))
    } else {
        fault.hint(format!("nets of this question: {}", names.join(", ")))
    })
}

/// The nets that every scale has: `negative` and `positive` are its halves,
/// `neutral` is what lies between them when the number of steps is odd.
pub(in crate::chapter) fn scale_nets(question: &Question) -> Vec<(&'static str, Vec<Arc<str>>)> {
    let steps = question.choices.iter().filter(|choice| choice.missing.is_none()).count();
    if !question.ordered || steps < 2 {
        return vec![];
    }
    let half = steps / 2;
    let (Ok(bottom), Ok(top)) =
        (statistics::bottom_codes(question, half), statistics::top_codes(question, half))
    else {
        return vec![];
    };
    let neutral: Vec<Arc<str>> = question
        .choices
        .iter()
        .filter(|choice| choice.missing.is_none())
        .map(|choice| choice.code.clone())
        .filter(|code| !bottom.contains(code) && !top.contains(code))
        .collect();
    let mut nets = vec![("positive", top)];
    if !neutral.is_empty() {
        nets.push(("neutral", neutral));
    }
    nets.push(("negative", bottom));
    nets
}

pub(in crate::chapter) fn mean(session: &Session, arguments: &Arguments) -> Answer {
    of_question(session, arguments, |question, selection| {
        statistics::mean(session.material.analysis, question, selection)
    })
}

pub(in crate::chapter) fn median(session: &Session, arguments: &Arguments) -> Answer {
    of_question(session, arguments, |question, selection| {
        statistics::median(session.material.analysis, question, selection)
    })
}

pub(in crate::chapter) fn total(session: &Session, arguments: &Arguments) -> Answer {
    of_question(session, arguments, |question, selection| {
        statistics::total(session.material.analysis, question, selection)
    })
}

pub(in crate::chapter) fn nps(session: &Session, arguments: &Arguments) -> Answer {
    of_question(session, arguments, |question, selection| {
        statistics::net_promoter_score(session.material.analysis, question, selection).map_err(
            |fault| match &fault.place {
                // The question that was named is at fault as often as the answer.
                Place::Cell { .. } => {
                    let answer = format!("the first such answer stands in {}", fault.place);
                    fault.at(arguments.place()).hint(answer)
                }
                _ => fault,
            },
        )
    })
}

pub(in crate::chapter) fn base(session: &Session, arguments: &Arguments) -> Answer {
    of_question(session, arguments, |question, selection| {
        statistics::base(session.material.analysis, question, selection)
    })
}

pub(in crate::chapter) fn missing(session: &Session, arguments: &Arguments) -> Answer {
    of_question(session, arguments, |question, selection| {
        statistics::missing(session.material.analysis, question, selection)
    })
}

pub(in crate::chapter) fn respondents(session: &Session, arguments: &Arguments) -> Answer {
    let selection = selection(session, arguments)?;
    value(session, arguments, session.material.analysis.respondents(&selection))
}

pub(in crate::chapter) fn population(session: &Session, arguments: &Arguments) -> Answer {
    let selection = selection(session, arguments)?;
    let analysis = session.material.analysis;
    value(session, arguments, analysis.population(&selection, stated_population(session)))
}

pub(in crate::chapter) fn response_rate(session: &Session, arguments: &Arguments) -> Answer {
    let selection = selection(session, arguments)?;
    let analysis = session.material.analysis;
    value(session, arguments, analysis.response_rate(&selection, stated_population(session)))
}

/// The margin of error: of the share given, or the largest that any share can have.
pub(in crate::chapter) fn margin(session: &Session, arguments: &Arguments) -> Answer {
    if arguments.positional.is_empty() {
        return largest_margin(session, arguments);
    }
    let measured = arguments.measured(0)?;
    let unit = match measured.unit {
        Unit::Share => Unit::Points,
        other => other,
    };
    match measured.measure.interval {
        Some((low, high)) => {
            Ok(derived(arguments, Statistic::Margin, &[measured], (high - low) / 2.0, unit))
        }
        None => without(arguments, Statistic::Margin, measured, "margin of error"),
    }
}

/// The margin of error of a share of a half, for all respondents of the selection.
fn largest_margin(session: &Session, arguments: &Arguments) -> Answer {
    let selection = selection(session, arguments)?;
    if !session.material.manifest.design.clusters.is_empty() {
        let message = "how large a margin can be is not known beforehand of a sample of clusters";
        return Err(Diagnostic::error("no-interval", message)
            .at(arguments.place())
            .hint("ask for that of a share: `margin (share \"…\" \"…\")`"));
    }
    let margin = largest_margin_of(session, &selection);
    let Some(measure) = margin.map_err(|fault| at(fault, arguments.place()))? else {
        return Err(Diagnostic::error("no-interval", "there are too few respondents for a margin")
            .at(arguments.place())
            .hint("two respondents or more have one"));
    };
    Ok(Value::Measure(Arc::new(Measured::new(measure, Unit::Points, arguments.expression()))))
}

/// The largest margin of a share of a selection, as far as the population that it was
/// drawn from is known; `None` of too few respondents.
pub(in crate::chapter) fn largest_margin_of(
    session: &Session,
    selection: &Selection,
) -> Result<Option<Measure>, Diagnostic> {
    let analysis = session.material.analysis;
    let endless = PopulationPlan::Word(PopulationWord::Endless);
    let plan = session.material.manifest.design.population.as_ref();
    let population = match analysis.survey().frame {
        _ if plan.is_some_and(|plan| *plan.get_ref() == endless) => None,
        Some(_) => Some(analysis.population(selection, None)?.value),
        None if selection.filter.is_everyone() => stated_population(session),
        None => None,
    };
    analysis.largest_margin(selection, population)
}

/// The number of possible respondents that the manifest states. Beside clusters
/// it states how many of these there are, and not how many respondents.
pub(in crate::chapter) fn stated_population(session: &Session) -> Option<f64> {
    let design = &session.material.manifest.design;
    if !design.clusters.is_empty() {
        return None;
    }
    match design.population.as_ref()?.get_ref() {
        PopulationPlan::Size(size) => Some(*size),
        PopulationPlan::Strata(sizes) => Some(sizes.values().sum()),
        PopulationPlan::Word(_) => None,
    }
}

/// A number computed from others: it keeps their questions, and is hidden if one of them is.
pub(in crate::chapter) fn derived(
    arguments: &Arguments,
    statistic: Statistic,
    parts: &[&Arc<Measured>],
    value: f64,
    unit: Unit,
) -> Value {
    let first = &parts[0].measure;
    let mut questions: Vec<Arc<str>> = vec![];
    for part in parts {
        for question in part.measure.questions.iter() {
            if !questions.contains(question) {
                questions.push(question.clone());
            }
        }
    }
    let hidden = parts.iter().find_map(|part| part.measure.hidden);
    // Parts may be about different respondents; then each has a filter of its own.
    let filter = first.filter.clone();
    let filter = filter.filter(|_| parts.iter().all(|part| part.measure.filter == first.filter));
    Value::Measure(Arc::new(Measured {
        measure: Measure {
            value: if hidden.is_some() { f64::NAN } else { value },
            n: parts.iter().map(|part| part.measure.n).sum(),
            base: parts.iter().map(|part| part.measure.base).max().unwrap_or(0),
            missing: parts.iter().map(|part| part.measure.missing).max().unwrap_or(0),
            statistic,
            weighted: parts.iter().any(|part| part.measure.weighted),
            standard_error: None,
            interval: None,
            degrees: None,
            part: None,
            wave: None,
            hidden,
            hidden_base: parts.iter().find_map(|part| part.measure.hidden_base),
            questions: questions.into(),
            codes: Arc::from([]),
            fraction: None,
            filter,
            kind: first.kind,
        },
        unit,
        expression: arguments.expression(),
        cell: None,
        significance: None,
        parts: parts.iter().map(|part| Arc::clone(part)).collect(),
    }))
}

pub(in crate::chapter) fn difference(_: &Session, arguments: &Arguments) -> Answer {
    let (left, right) = (arguments.measured(0)?, arguments.measured(1)?);
    let unit = match (left.unit, right.unit) {
        (Unit::Share, Unit::Share) => Unit::Points,
        (left, right) if left == right => left,
        _ => return Err(unlike(arguments)),
    };
    let value = left.measure.value - right.measure.value;
    Ok(derived(arguments, Statistic::Difference, &[left, right], value, unit))
}

fn unlike(arguments: &Arguments) -> Diagnostic {
    Diagnostic::error("wrong-kind", format!("`{}` needs two numbers of one kind", arguments.helper))
        .at(arguments.place())
        .hint("two shares, two counts or two means")
}

pub(in crate::chapter) fn ratio(_: &Session, arguments: &Arguments) -> Answer {
    let (left, right) = (arguments.measured(0)?, arguments.measured(1)?);
    if right.measure.value == 0.0 && right.measure.hidden.is_none() {
        return Err(Diagnostic::error("no-value", "`ratio` divides by zero")
            .at(arguments.place())
            .hint("widen the condition of the second number, or leave the ratio out"));
    }
    // A count of a count is a part of a whole.
    let unit = match (left.unit, right.unit) {
        (Unit::Count, Unit::Count) if left.measure.value <= right.measure.value => Unit::Share,
        _ => Unit::Number,
    };
    let value = left.measure.value / right.measure.value;
    Ok(derived(arguments, Statistic::Quotient, &[left, right], value, unit))
}

pub(in crate::chapter) fn sum(_: &Session, arguments: &Arguments) -> Answer {
    let parts = (0..arguments.positional.len().max(1))
        .map(|index| arguments.measured(index))
        .collect::<Result<Vec<_>, _>>()?;
    if parts.iter().any(|part| part.unit != parts[0].unit) {
        return Err(unlike(arguments));
    }
    let value = parts.iter().map(|part| part.measure.value).sum();
    Ok(derived(arguments, Statistic::Sum, &parts, value, parts[0].unit))
}

pub(in crate::chapter) fn rest(_: &Session, arguments: &Arguments) -> Answer {
    let part = arguments.measured(0)?;
    if part.unit != Unit::Share {
        return Err(Diagnostic::error("wrong-kind", "`rest` is for shares")
            .at(arguments.place())
            .hint("write it as `rest (share QUESTION CODE..)`"));
    }
    let value = 1.0 - part.measure.value;
    let value = derived(arguments, Statistic::Rest, &[part], value, Unit::Share);
    let Value::Measure(measured) = value else { return Ok(value) };
    let mut measured = Arc::unwrap_or_clone(measured);
    measured.measure.part = part.measure.part.as_ref().map(|part| Arc::new(part.rest()));
    Ok(Value::Measure(Arc::new(measured)))
}
