//! Questions made from other questions: nets, bands, recodes, indices.

use std::sync::Arc;

use super::filter::Filter;
use super::lookup;
use super::question::{Numbers, scores};
use crate::diagnostics::Diagnostic;
use crate::survey::{Answers, Choice, Code, Kind, Missing, Question, Survey};

/// A question to be made from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The new question's name.
    pub name: Arc<str>,
    /// Its label; `None` takes the source's.
    pub label: Option<Arc<str>>,
    /// Its short label; `None` takes the label's, or the source's.
    pub short: Option<Arc<str>>,
    /// How it is made.
    pub rule: Rule,
    /// The respondents whom it is about: for the others it counts as not asked.
    pub base: Filter,
}

/// How a question is made.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The same answers, perhaps of fewer respondents.
    Copy(Arc<str>),
    /// Codes joined and renamed.
    Recode {
        /// The source: a closed question.
        question: Arc<str>,
        /// The new options, in order.
        into: Vec<Recoded>,
        /// Whether codes that no new option takes keep options of their own,
        /// after the new ones; if not, they must not occur.
        keep_rest: bool,
        /// Whether the new options are an ordered scale.
        ordered: bool,
    },
    /// A number cut into bands. A band holds its lower bound, not its upper one.
    Band {
        /// The source: a numeric question.
        question: Arc<str>,
        /// The bounds between the bands, increasing; one fewer than the bands.
        cuts: Vec<f64>,
        /// The bands' labels, lowest first; their codes are 1, 2, ...
        labels: Vec<Arc<str>>,
    },
    /// The mean of several items, of which reversed ones (codebook column
    /// `reverse`) are turned round first.
    Index {
        /// The items: numeric questions or scales.
        items: Vec<Arc<str>>,
        /// The fewest items that a respondent must have answered.
        answered: usize,
    },
    /// A scale turned round: the highest score becomes the lowest.
    Reverse(Arc<str>),
}

/// A new option and the codes that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Recoded {
    /// The new code.
    pub code: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
    /// Its score, if it has one.
    pub score: Option<f64>,
    /// Set when the new option counts as missing.
    pub missing: Option<Missing>,
    /// The codes that become this one. In a multiple-response question any of them.
    pub from: Vec<Arc<str>>,
}

/// Makes the question. It keeps the source's place in the workbook, so that
/// its figures can be traced to their cells.
///
/// Fails with all faults of the rule: unknown questions and codes, codes taken
/// twice or not at all, bounds out of order, questions of the wrong kind.
pub fn derive(survey: &Survey, derivation: &Derivation) -> Result<Question, Vec<Diagnostic>> {
    let mut question = match &derivation.rule {
        Rule::Copy(name) => find(survey, name)?.clone(),
        Rule::Recode { question, into, keep_rest, ordered } => {
            recode(find(survey, question)?, into, *keep_rest, *ordered)?
        }
        Rule::Band { question, cuts, labels } => band(find(survey, question)?, cuts, labels)?,
        Rule::Index { items, answered } => index(survey, items, *answered)?,
        Rule::Reverse(name) => reverse(find(survey, name)?)?,
    };
    if !derivation.base.is_everyone() {
        let mask = derivation.base.mask(survey).map_err(|fault| vec![fault])?;
        restrict(&mut question, &mask.unwrap_or_default());
    }
    question.name = derivation.name.clone();
    if let Some(label) = &derivation.label {
        question.label = label.clone();
        question.short = label.clone();
    }
    if let Some(short) = &derivation.short {
        question.short = short.clone();
    }
    Ok(question)
}

fn find<'a>(survey: &'a Survey, name: &str) -> Result<&'a Question, Vec<Diagnostic>> {
    lookup::question(survey, name).map_err(|fault| vec![fault])
}

fn recode(
    source: &Question,
    into: &[Recoded],
    keep_rest: bool,
    ordered: bool,
) -> Result<Question, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut target: Vec<Option<usize>> = vec![None; source.choices.len()];
    let mut choices = Vec::new();
    for (new, recoded) in into.iter().enumerate() {
        for code in &recoded.from {
            match lookup::choice(source, code) {
                Ok(place) if target[place].is_some() => faults.push(
                    Diagnostic::error(
                        "code-taken-twice",
                        format!("code `{code}` of `{}` goes into two options", source.name),
                    )
                    .hint("let each code become one option"),
                ),
                Ok(place) => target[place] = Some(new),
                Err(fault) => faults.push(fault),
            }
        }
        choices.push(Choice {
            code: recoded.code.clone(),
            label: recoded.label.clone(),
            score: recoded.score,
            missing: recoded.missing,
            defined_at: None,
        });
    }
    for (place, choice) in source.choices.iter().enumerate() {
        if target[place].is_some() {
            continue;
        }
        // What counts as missing stays so without being mentioned.
        if keep_rest || choice.missing.is_some() {
            target[place] = Some(choices.len());
            choices.push(choice.clone());
        } else {
            faults.push(
                Diagnostic::error(
                    "code-not-taken",
                    format!("code `{}` of `{}` goes into no option", choice.code, source.name),
                )
                .hint("add it to one of the options, or keep the other codes as they are"),
            );
        }
    }
    for (place, choice) in choices.iter().enumerate() {
        if choices[..place].iter().any(|other| other.code == choice.code) {
            faults.push(
                Diagnostic::error(
                    "duplicate-code",
                    format!("code `{}` occurs twice among the options", choice.code),
                )
                .hint("join the two options, or give one of them another code"),
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let answers = match &*source.answers {
        Answers::Single(codes) => Answers::Single(
            codes
                .iter()
                .map(|code| {
                    let new = code.index().and_then(|place| *target.get(place)?);
                    new.map_or(*code, |new| Code(new as u16))
                })
                .collect(),
        ),
        Answers::Multiple { ticked, missing } => {
            let mut joined = vec![vec![false; missing.len()]; choices.len()];
            for (column, new) in ticked.iter().zip(&target) {
                if let Some(new) = new {
                    for (into, &from) in joined[*new].iter_mut().zip(column) {
                        *into |= from;
                    }
                }
            }
            Answers::Multiple { ticked: joined, missing: missing.clone() }
        }
        _ => return Err(vec![lookup::wrong_kind(source, "a closed question")]),
    };
    Ok(Question {
        choices,
        ordered,
        reverse: false,
        defined_at: None,
        answers: answers.into(),
        ..source.clone()
    })
}

fn band(source: &Question, cuts: &[f64], labels: &[Arc<str>]) -> Result<Question, Vec<Diagnostic>> {
    let Answers::Number(numbers) = &*source.answers else {
        return Err(vec![lookup::wrong_kind(source, "a number")]);
    };
    let mut faults = Vec::new();
    if labels.len() != cuts.len() + 1 {
        faults.push(
            Diagnostic::error(
                "band-labels",
                format!(
                    "{} bounds make {} bands, but there are {} labels",
                    cuts.len(),
                    cuts.len() + 1,
                    labels.len()
                ),
            )
            .hint("give one label for each band"),
        );
    }
    if cuts.iter().any(|cut| !cut.is_finite()) || cuts.windows(2).any(|pair| pair[0] >= pair[1]) {
        faults.push(
            Diagnostic::error(
                "band-bounds",
                format!("the bounds of the bands of `{}` do not increase", source.name),
            )
            .hint("write them from the lowest to the highest"),
        );
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let choices = labels
        .iter()
        .enumerate()
        .map(|(place, label)| Choice {
            code: (place + 1).to_string().into(),
            label: label.clone(),
            score: Some((place + 1) as f64),
            missing: None,
            defined_at: None,
        })
        .collect();
    let codes = numbers
        .iter()
        .map(|number| match number {
            Ok(value) => Code(cuts.partition_point(|cut| cut <= value) as u16),
            Err(Missing::NotAsked) => Code::NOT_ASKED,
            Err(_) => Code::EMPTY,
        })
        .collect();
    Ok(Question {
        kind: Kind::Single,
        choices,
        ordered: true,
        reverse: false,
        defined_at: None,
        answers: Answers::Single(codes).into(),
        ..source.clone()
    })
}

/// The numbers of items with reversed ones turned round.
pub(crate) struct Items<'a>(Vec<(Numbers<'a>, Option<f64>)>);

impl<'a> Items<'a> {
    pub(crate) fn of(survey: &'a Survey, names: &[Arc<str>]) -> Result<Self, Vec<Diagnostic>> {
        let mut items = Vec::new();
        let mut faults = Vec::new();
        for name in names {
            let item = lookup::question(survey, name).and_then(|question| {
                let numbers = Numbers::of(question)?;
                if !question.reverse {
                    return Ok((numbers, None));
                }
                // Reversed: the lowest and the highest score change places.
                let scores: Vec<f64> = scores(question)?.into_iter().flatten().collect();
                let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
                let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                Ok((numbers, Some(low + high)))
            });
            match item {
                Ok(item) => items.push(item),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(Self(items)) } else { Err(faults) }
    }

    /// The number of one item for one respondent.
    pub(crate) fn get(&self, item: usize, respondent: usize) -> Option<f64> {
        let (numbers, turned) = &self.0[item];
        let value = numbers.get(respondent)?;
        Some(turned.map_or(value, |ends| ends - value))
    }
}

fn index(
    survey: &Survey,
    names: &[Arc<str>],
    answered: usize,
) -> Result<Question, Vec<Diagnostic>> {
    let Some(first) = names.first() else {
        return Err(vec![
            Diagnostic::error("empty-index", "an index needs at least one item")
                .hint("name the questions that it is the mean of"),
        ]);
    };
    if answered == 0 || answered > names.len() {
        return Err(vec![
            Diagnostic::error(
                "index-answers",
                format!("an index over {} items cannot ask for {answered} answers", names.len()),
            )
            .hint(format!("give a number from 1 to {}", names.len())),
        ]);
    }
    let items = Items::of(survey, names)?;
    let numbers = (0..survey.respondents())
        .map(|respondent| {
            let (mut sum, mut count) = (0.0, 0usize);
            for value in (0..names.len()).filter_map(|item| items.get(item, respondent)) {
                sum += value;
                count += 1;
            }
            if count >= answered { Ok(sum / count as f64) } else { Err(Missing::Empty) }
        })
        .collect();
    let first = find(survey, first)?;
    let columns = names
        .iter()
        .filter_map(|name| survey.questions.get(name))
        .flat_map(|question| question.columns.iter().copied())
        .collect();
    Ok(Question {
        kind: Kind::Number,
        choices: vec![],
        ordered: false,
        reverse: false,
        defined_at: None,
        columns,
        answers: Answers::Number(numbers).into(),
        ..first.clone()
    })
}

fn reverse(source: &Question) -> Result<Question, Vec<Diagnostic>> {
    let scores = scores(source).map_err(|fault| vec![fault])?;
    let known = || scores.iter().flatten().copied();
    let ends = known().fold(f64::INFINITY, f64::min) + known().fold(f64::NEG_INFINITY, f64::max);
    let mut question = source.clone();
    for (choice, score) in question.choices.iter_mut().zip(&scores) {
        choice.score = score.map(|score| ends - score);
    }
    // Its scores have been turned: an index takes them as they are.
    question.reverse = false;
    Ok(question)
}

/// Turns everyone outside the mask into someone who was not asked.
fn restrict(question: &mut Question, mask: &[bool]) {
    let outside = || mask.iter().enumerate().filter(|(_, inside)| !**inside).map(|(at, _)| at);
    match &mut *question.answers {
        Answers::Single(codes) => outside().for_each(|at| codes[at] = Code::NOT_ASKED),
        Answers::Multiple { ticked, missing } => {
            for at in outside() {
                missing[at] = Some(Missing::NotAsked);
                ticked.iter_mut().for_each(|option| option[at] = false);
            }
        }
        Answers::Number(numbers) => outside().for_each(|at| numbers[at] = Err(Missing::NotAsked)),
        Answers::Text(texts) | Answers::Date(texts) => outside().for_each(|at| texts[at] = None),
    }
}
