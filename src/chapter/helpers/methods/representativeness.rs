//! `{{representativeness "VARIABLE"}}`: whether the respondents are distributed
//! as the rest of the population is, in a sentence with its numbers as facts.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::plan::lower_first;
use crate::chapter::session::{Session, at};
use crate::chapter::value::{Measured, Unit, Value};
use crate::diagnostics::Diagnostic;
use crate::format;
use crate::statistics::{self, ChiSquare, Measure, MeasureKind, Selection, Statistic};
use crate::survey::Question;

use super::sentences::sentences;
use super::{Part, Parts, fill};

/// A sentence for each variable of the frame that the call names.
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    arguments.get(0, "a variable of the frame")?;
    let own = sentences(session.language());
    let mut text = vec![];
    for index in 0..arguments.positional.len() {
        let question = session.question(arguments, index)?;
        let test = test(session, arguments, question)?;
        let sentence = match is_representative(session, &test) {
            true => own.representative,
            false => own.not_representative,
        };
        let parts = parts(session, arguments, question, &test)?;
        text.push(fill(session, arguments, sentence, &parts));
        if test.smallest_expected < 5.0 {
            text.push(fill(session, arguments, own.few_expected, &parts));
        }
    }
    Ok(text.join(" "))
}

/// Whether the respondents do not differ significantly from the rest of the population.
pub(in crate::chapter) fn holds(
    session: &Session,
    arguments: &Arguments,
) -> Result<Value, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let test = test(session, arguments, question)?;
    Ok(Value::Truth(is_representative(session, &test)))
}

fn is_representative(session: &Session, test: &ChiSquare) -> bool {
    test.p >= 1.0 - session.material.analysis.settings().level
}

fn test(
    session: &Session,
    arguments: &Arguments,
    question: &Question,
) -> Result<ChiSquare, Diagnostic> {
    let analysis = session.material.analysis;
    let place = || arguments.place_of(&question.name);
    statistics::representativeness(analysis, &question.name, &Selection::default())
        .map_err(|fault| at(fault, place()))?
        .ok_or_else(|| {
            let name = &question.name;
            let message =
                format!("`{name}` has no two categories to compare, or everyone answered");
            Diagnostic::error("no-value", message)
                .at(place())
                .hint("leave the test out: a whole population has no rest to differ from")
        })
}

fn parts(
    session: &Session,
    arguments: &Arguments,
    question: &Question,
    test: &ChiSquare,
) -> Result<Parts, Diagnostic> {
    let language = session.language();
    let respondents = session
        .material
        .analysis
        .respondents(&Selection::default())
        .map_err(|fault| at(fault, arguments.place()))?;
    let number = |value: f64, statistic: Statistic, text: String| {
        let questions: Arc<[Arc<str>]> = Arc::from([question.name.clone()]);
        let kind = MeasureKind::Ratio;
        let measure = Measure { value, kind, statistic, questions, ..respondents.clone() };
        Part::Number(Box::new(Measured::new(measure, Unit::Number, String::new())), text)
    };
    let (relation, p) = if test.p < 0.001 { ("<", 0.001) } else { ("=", test.p) };
    let degrees = Statistic::ChiSquareDegrees;
    let expected = Statistic::SmallestExpected;
    let plain = |value: f64, digits: u8| format::number(value, digits, language);
    let mut parts = Parts::new();
    parts.insert("variable", Part::Text(lower_first(&question.short)));
    parts.insert("chi", number(test.statistic, Statistic::ChiSquare, plain(test.statistic, 2)));
    parts.insert("degrees", number(test.degrees, degrees, plain(test.degrees, 0)));
    parts.insert("relation", Part::Text(relation.into()));
    parts.insert("p", number(test.p, Statistic::ChiSquareProbability, plain(p, 3)));
    let few = plain(test.smallest_expected, 1);
    parts.insert("expected", number(test.smallest_expected, expected, few));
    Ok(parts)
}
