//! Derived questions: from the manifest's tables into the survey.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_spanned::Spanned;

use crate::diagnostics::{Diagnostic, Place};
use crate::format::{self, Language};
use crate::manifest::{DerivedTable, MissingWord};
use crate::statistics::{Derivation, Filter, Recoded, Rule, derive};
use crate::survey::{Missing, Question, Survey};

use super::prepare::Setup;

type Declared<'a> = (&'a Spanned<String>, &'a DerivedTable);

/// Makes the derived questions and adds them to the survey, after those of the
/// workbook. One may be made from another, whatever their order. They belong
/// to no section: the appendix of a section shows what was asked.
pub(super) fn add(survey: &mut Survey, setup: &Setup) -> Result<(), Vec<Diagnostic>> {
    let mut waiting: Vec<Declared> = setup.derived.iter().collect();
    waiting.sort_by_key(|(name, _)| name.span().start);
    let mut faults = vec![];
    // Questions that could not be made: what is made from them waits for the next run.
    let mut broken: BTreeSet<&str> = BTreeSet::new();
    while !waiting.is_empty() {
        let names: BTreeSet<&str> =
            waiting.iter().map(|(name, _)| name.get_ref().as_str()).collect();
        let ready = waiting
            .iter()
            .position(|(_, table)| used(table).iter().all(|source| !names.contains(&**source)));
        let Some(ready) = ready else {
            faults.push(circular(&waiting, setup));
            break;
        };
        let (name, table) = waiting.remove(ready);
        if used(table).iter().any(|source| broken.contains(&**source)) {
            broken.insert(name.get_ref());
            continue;
        }
        match make(survey, name, table, setup) {
            Ok(question) => {
                survey.questions.insert(question.name.clone(), question);
            }
            Err(found) => {
                broken.insert(name.get_ref());
                faults.extend(found);
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The names of the questions that a derivation needs, those of its filter too.
fn used(table: &DerivedTable) -> Vec<String> {
    let sources = table.sources();
    let named = sources.iter().flat_map(|(_, names)| names.iter().map(|it| it.get_ref().clone()));
    let filter = table.base.iter().flat_map(|filter| filter.get_ref().split('&')).map(|part| {
        let name = part.split(['=', '!', '<', '>']).next().unwrap_or("");
        name.trim().to_string()
    });
    named.chain(filter).collect()
}

fn circular(waiting: &[Declared], setup: &Setup) -> Diagnostic {
    let names: Vec<String> =
        waiting.iter().map(|(name, _)| format!("`{}`", name.get_ref())).collect();
    let message = match &names[..] {
        [name] => format!("{name} is made from itself"),
        names => format!("{} are made from each other", names.join(" and ")),
    };
    Diagnostic::error("circular-derivation", message)
        .at(setup.place(waiting[0].0.span()))
        .hint("make one of them from a question of the workbook")
}

fn make(
    survey: &Survey,
    name: &Spanned<String>,
    table: &DerivedTable,
    setup: &Setup,
) -> Result<Question, Vec<Diagnostic>> {
    let placed = |faults: Vec<Diagnostic>| -> Vec<Diagnostic> {
        faults.into_iter().map(|fault| place(fault, name, table, setup)).collect()
    };
    if survey.questions.contains_key(name.get_ref().as_str()) {
        return Err(placed(vec![
            Diagnostic::error(
                "duplicate-question",
                format!("there is a question `{}` already", name.get_ref()),
            )
            .hint("give the derived question another name"),
        ]));
    }
    let base = match &table.base {
        None => Filter::everyone(),
        Some(text) => Filter::parse(text.get_ref(), survey)
            .map_err(|fault| vec![fault.at(setup.place(text.span()))])?,
    };
    let derivation = Derivation {
        name: name.get_ref().as_str().into(),
        label: table.label.as_deref().map(Arc::from),
        short: table.short.as_deref().map(Arc::from),
        rule: rule(table, setup.language).ok_or_else(Vec::new)?,
        base,
    };
    let mut question = derive(survey, &derivation).map_err(placed)?;
    question.section = None;
    Ok(question)
}

/// The rule of a table; the manifest's check has seen to it that there is one.
fn rule(table: &DerivedTable, language: Language) -> Option<Rule> {
    let name = |name: &Spanned<String>| Arc::from(name.get_ref().as_str());
    let (key, sources) = table.sources().into_iter().next()?;
    let question: Arc<str> = sources.first().map_or(Arc::from(""), |source| name(source));
    Some(match key {
        "copy" => Rule::Copy(question),
        "reverse" => Rule::Reverse(question),
        "band" => {
            let cuts: Vec<f64> = table.cuts.iter().map(|cut| *cut.get_ref()).collect();
            let labels = match table.labels.is_empty() {
                true => band_labels(&cuts, language),
                false => table.labels.iter().map(|label| Arc::from(label.as_str())).collect(),
            };
            Rule::Band { question, cuts, labels }
        }
        "index" => Rule::Index {
            answered: table.answered.as_ref().map_or(sources.len(), |answered| *answered.get_ref()),
            items: sources.into_iter().map(name).collect(),
        },
        _ => Rule::Recode {
            question,
            into: table
                .options
                .iter()
                .map(|option| Recoded {
                    code: name(&option.code),
                    label: option.label.as_deref().unwrap_or(option.code.get_ref()).into(),
                    score: option.score,
                    missing: option.missing.map(missing),
                    from: option.from.iter().map(name).collect(),
                })
                .collect(),
            keep_rest: key == "net",
            ordered: table.ordered,
        },
    })
}

fn missing(word: MissingWord) -> Missing {
    match word {
        MissingWord::DontKnow => Missing::DontKnow,
        MissingWord::Refused => Missing::Refused,
        MissingWord::NotAsked => Missing::NotAsked,
        MissingWord::Empty => Missing::Empty,
    }
}

/// Labels that tell the bounds: `minder dan 5`, `5 tot 10`, `10 of meer`.
fn band_labels(cuts: &[f64], language: Language) -> Vec<Arc<str>> {
    let number = |value: f64| {
        let text = value.to_string();
        let digits = text.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(6));
        format::number(value, digits as u8, language)
    };
    let (Some(&first), Some(&last)) = (cuts.first(), cuts.last()) else { return vec![] };
    let (below, to, from) = match language {
        Language::Dutch => ("minder dan", "tot", "of meer"),
        Language::English => ("less than", "to under", "or more"),
    };
    let mut labels = vec![format!("{below} {}", number(first))];
    labels.extend(
        cuts.windows(2).map(|pair| format!("{} {to} {}", number(pair[0]), number(pair[1]))),
    );
    labels.push(format!("{} {from}", number(last)));
    labels.into_iter().map(Arc::from).collect()
}

/// The fault at the part of the table that its message names.
fn place(
    fault: Diagnostic,
    name: &Spanned<String>,
    table: &DerivedTable,
    setup: &Setup,
) -> Diagnostic {
    if fault.place != Place::Nowhere {
        return fault;
    }
    let is_named =
        |text: &&Spanned<String>| fault.message.contains(&format!("`{}`", text.get_ref()));
    // Of a code that goes into two options the second is the fault.
    let code = match fault.code {
        "duplicate-code" => table.options.iter().map(|option| &option.code).rfind(is_named),
        _ => table.options.iter().flat_map(|option| &option.from).rfind(is_named),
    };
    let span = match fault.code {
        "band-bounds" | "band-labels" => table.cuts.first().map(Spanned::span),
        "index-answers" => table.answered.as_ref().map(Spanned::span),
        _ => code.map(Spanned::span),
    };
    let sources = table.sources();
    let source =
        || sources.iter().flat_map(|(_, names)| names).find(|it| is_named(it)).map(|it| it.span());
    let span = span.or_else(source).unwrap_or_else(|| name.span());
    fault.at(setup.place(span))
}
