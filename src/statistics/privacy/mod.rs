//! What may not be printed: small cells, and others from which they could be
//! worked out.
//!
//! The figures of a question belong together, whichever table or sentence they
//! stand in: a [`Universe`] holds the question in all groups that the
//! publication tells of ([`Settings::banners`](super::Settings::banners)), and
//! says of each cell whether it is hidden. A hidden cell is safe when at least
//! two whole numbers agree with all that is printed of the question: every cell
//! that is not hidden, bases, nets, means, and sums over groups and over nested
//! groups. Of a group on too few answers nothing is told, nor of as many others as it
//! takes for its base not to follow from theirs. How large a group is counts as the
//! count of each answer that its members share ([`hide_group`]); a group that is made of
//! a hidden cell is hidden whole, and two questions by each other hide the same cells ([`Universe::hide_crossed`]).
//! Questions that are made from the same answers are decided together ([`family`]). What
//! is not looked at stands in `docs/design.md`.

mod counted;
mod family;
mod grid;
mod groups;
mod universe;

use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) use groups::{Nest, nests};
pub(crate) use universe::{Figure, Universe};

use super::analysis::Analysis;
use super::design::Privacy;
use super::filter::{Filter, Test};
use super::lookup;
use super::measure::{Measure, MeasureKind, Reason};
use super::statistic::Statistic;
use super::table::{Hidden, RowKind, Table};
use crate::diagnostics::Diagnostic;
use crate::survey::{Answers, Kind, Question};
use groups::Groups;

/// Why a cell of `n` out of `base` is too small to be shown, if it is.
pub(crate) fn small(n: usize, base: usize, privacy: Privacy) -> Option<Reason> {
    if base < privacy.smallest_base {
        Some(Reason::SmallBase)
    } else if n > 0 && n < privacy.smallest_cell {
        Some(Reason::SmallCell)
    } else {
        None
    }
}

/// Hides a figure of a question that is too small, or from which a hidden one
/// could be worked out.
pub(crate) fn hide_figure(
    analysis: &Analysis,
    question: &Question,
    figure: Figure,
    filter: &Filter,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let of = |figure, measure: &Measure| {
        reason(analysis, question, figure, filter, measure, BTreeSet::new())
    };
    if let Some(reason) = of(figure, measure)? {
        measure.hidden_base = of(Figure::Base, measure)?;
        measure.hide(reason);
    }
    Ok(())
}

/// Hides the number of valid or of missing answers to a question where a group has too
/// few of them, or would give one away that has.
pub(crate) fn hide_base(
    analysis: &Analysis,
    question: &str,
    filter: &Filter,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let question = lookup::question(&analysis.survey, question)?;
    hide_figure(analysis, question, Figure::Base, filter, measure)
}

/// Hides a figure that rests on all respondents of a group, whatever they answered: as
/// one on a question that each of them answered.
pub(crate) fn hide_of_all(
    analysis: &Analysis,
    filter: &Filter,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let empty: Arc<str> = "".into();
    let answered = Question {
        name: empty.clone(),
        label: empty.clone(),
        short: empty.clone(),
        section: None,
        kind: Kind::Text,
        choices: vec![],
        ordered: false,
        reverse: false,
        defined_at: None,
        columns: vec![],
        answers: Answers::Text(vec![Some(empty); analysis.survey.respondents()]).into(),
    };
    hide_figure(analysis, &answered, Figure::Base, filter, measure)
}

/// Hides the mean of a question, or another number made from all its answers.
pub(crate) fn hide_mean(
    analysis: &Analysis,
    question: &str,
    filter: &Filter,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let question = lookup::question(&analysis.survey, question)?;
    hide_figure(analysis, question, Figure::Mean, filter, measure)
}

/// Hides the number of respondents of a group when one of its conditions is an
/// answer, and the count of that answer among those who meet the others is
/// hidden. What the frame knows of its units is no answer.
pub(crate) fn hide_group(
    analysis: &Analysis,
    filter: &Filter,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let (survey, privacy) = (&analysis.survey, analysis.settings.privacy);
    if !privacy.hides() || filter.is_everyone() {
        return Ok(());
    }
    let size = filter.mask(survey)?.map_or(0, |mask| mask.iter().filter(|&&it| it).count());
    let asked = Measure { n: size, ..Measure::blank(MeasureKind::Count, [].into()) };
    for (place, condition) in filter.conditions.iter().enumerate() {
        let question = lookup::question(survey, &condition.question)?;
        let frame = survey.frame.as_ref();
        if frame.is_some_and(|frame| frame.variables.contains_key(&question.name)) {
            continue;
        }
        let mut others = filter.clone();
        others.conditions.remove(place);
        let of =
            |figure: Figure| reason(analysis, question, figure, &others, &asked, BTreeSet::new());
        let found = match (&*question.answers, &condition.test) {
            (_, Test::Number(..)) => small(size, usize::MAX, privacy),
            (Answers::Multiple { .. }, Test::OneOf(codes) | Test::NoneOf(codes)) => {
                of(Figure::Options(&lookup::choices(question, codes)?))?
            }
            _ => {
                let places = condition.places(question)?;
                of_options(question, &places, of)?
            }
        };
        if let Some(reason) = found {
            measure.hide(reason);
            return Ok(());
        }
    }
    Ok(())
}

/// Why the number of respondents who chose any of these options is hidden, if it is:
/// the valid answers among them are a cell, and so is each that counts as missing.
fn of_options(
    question: &Question,
    places: &[usize],
    of: impl Fn(Figure) -> Result<Option<Reason>, Diagnostic>,
) -> Result<Option<Reason>, Diagnostic> {
    let is_answer = |place: &usize| lookup::is_valid(&question.choices[*place]);
    let (answers, missing): (Vec<usize>, Vec<usize>) = places.iter().partition(|it| is_answer(it));
    let mut found = match &answers[..] {
        [] => None,
        answers => of(Figure::Options(answers))?,
    };
    // Of multiple response only the reason is told, and not the option.
    let is_told = !matches!(*question.answers, Answers::Multiple { .. });
    for choice in missing.iter().map(|&place| &question.choices[place]) {
        if let (None, Some(reason)) = (found, choice.missing) {
            found = of(Figure::Missing(reason, is_told.then_some(&*choice.code)))?;
        }
    }
    Ok(found)
}

/// Hides the number of respondents who chose any of some options, of which one or more
/// count as missing.
pub(crate) fn hide_count(
    analysis: &Analysis,
    question: &Question,
    places: &[usize],
    filter: &Filter,
    measure: &mut Measure,
) -> Result<(), Diagnostic> {
    let privacy = analysis.settings.privacy;
    let of = |figure: Figure| reason(analysis, question, figure, filter, measure, BTreeSet::new());
    let found = match of_options(question, places, of)? {
        // More respondents than those of the small cell.
        Some(Reason::SmallCell) if places.len() > 1 => Some(Reason::Derivable),
        Some(reason) => Some(reason),
        None => small(measure.n, usize::MAX, privacy),
    };
    if let Some(reason) = found {
        measure.hidden_base = of(Figure::Base)?;
        measure.hide(reason);
    }
    Ok(())
}

fn reason(
    analysis: &Analysis,
    question: &Question,
    figure: Figure,
    filter: &Filter,
    measure: &Measure,
    mut beside: BTreeSet<Nest>,
) -> Result<Option<Reason>, Diagnostic> {
    let privacy = analysis.settings.privacy;
    if !privacy.hides() || measure.hidden.is_some() {
        return Ok(None);
    }
    let groups = Groups::of(&analysis.survey, question, filter);
    beside.insert(groups.nest.clone());
    let universe = analysis.universe(question, &groups.within, beside)?;
    Ok(universe.reason(figure, &groups, measure.n, privacy))
}

/// Whether the share of some options is hidden in the first column of a table with
/// columns about these respondents. `n` is the number who chose them.
pub(crate) fn hides_options(
    analysis: &Analysis,
    question: &Question,
    places: &[usize],
    columns: &[Option<Arc<Filter>>],
    n: usize,
) -> Result<bool, Diagnostic> {
    if !analysis.settings.privacy.hides() {
        return Ok(false);
    }
    let everyone = Filter::everyone();
    let own = columns.first().and_then(Option::as_deref).unwrap_or(&everyone);
    let beside = nests_of(analysis, question, columns.iter().flatten());
    let measure = Measure { n, ..Measure::blank(MeasureKind::Share, [].into()) };
    let found = reason(analysis, question, Figure::Options(places), own, &measure, beside)?;
    Ok(found.is_some())
}

/// The groups of a table itself, in case the publication was not read for them.
fn nests_of<'a>(
    analysis: &Analysis,
    question: &Question,
    filters: impl Iterator<Item = &'a Arc<Filter>>,
) -> BTreeSet<Nest> {
    filters.map(|filter| Groups::of(&analysis.survey, question, filter).nest).collect()
}

/// Hides the cells of a table: small ones, and as many others as it takes for
/// none of them to follow from what is printed of its questions.
pub(crate) fn protect(analysis: &Analysis, table: &mut Table) -> Result<(), Diagnostic> {
    if !analysis.settings.privacy.hides() || table.columns.is_empty() {
        return Ok(());
    }
    let survey = &analysis.survey;
    let everyone = Filter::everyone();
    let width = table.columns.len();
    let mut hidden = vec![];
    for (place, cell) in table.cells.iter().enumerate() {
        let Some(measure) = cell.as_ref().map(|cell| &cell.measure) else { continue };
        let name = measure.questions.first();
        let Some(question) = name.and_then(|name| survey.questions.get(name)) else { continue };
        let row = &table.rows[place / width];
        let options: Vec<usize>;
        let figure = match (row.kind, measure.kind) {
            (RowKind::Missing(reason), _) => Figure::Missing(reason, row.code.as_deref()),
            (_, MeasureKind::Mean) => Figure::Mean,
            // Its base is the number of all ticks.
            _ if matches!(measure.statistic, Statistic::Ticks | Statistic::ShareOfTicks) => {
                Figure::Ticks
            }
            _ if matches!(measure.statistic, Statistic::Answers | Statistic::WeightedAnswers) => {
                Figure::Base
            }
            (_, MeasureKind::Share) => {
                let codes = measure.codes.iter();
                options = codes.filter_map(|code| lookup::choice(question, code).ok()).collect();
                Figure::Options(&options)
            }
            _ => continue,
        };
        let own = measure.filter.clone();
        let row = &table.cells[place / width * width..place / width * width + width];
        let filters = row.iter().flatten().filter_map(|cell| cell.measure.filter.as_ref());
        let beside = nests_of(analysis, question, filters);
        let own = own.as_deref().unwrap_or(&everyone);
        let of =
            |figure| reason(analysis, question, figure, own, measure, BTreeSet::clone(&beside));
        let mut found = of(figure)?;
        let base = if found.is_some() { of(Figure::Base)? } else { None };
        if found.is_none() && measure.statistic == Statistic::ShareOfRow {
            // Its base is that of the line as a whole.
            let path = &table.columns[place % width].path;
            let is_group = |name: &str| path.iter().any(|level| &*level.question == name);
            let mut whole = own.clone();
            whole.conditions.retain(|condition| !is_group(&condition.question));
            found = reason(analysis, question, figure, &whole, measure, BTreeSet::new())?
                .map(|_| Reason::Derivable);
        }
        hidden.extend(found.map(|reason| (place, reason, base)));
    }
    for (place, reason, base) in hidden {
        if let Some(cell) = &mut table.cells[place] {
            cell.measure.hidden_base = base;
            cell.measure.hide(reason);
            cell.above.clear();
            table.hidden.push(Hidden { row: place / width, column: place % width, reason });
        }
    }
    let is_hidden = |row: usize, column: usize| {
        table.cells[row * width + column].as_ref().is_some_and(|cell| cell.measure.hidden.is_some())
    };
    let kept: Vec<_> = table
        .comparisons
        .iter()
        .filter(|test| !is_hidden(test.row, test.a) && !is_hidden(test.row, test.b))
        .copied()
        .collect();
    table.comparisons = kept;
    // A letter says that the number of its column is lower.
    for (place, hidden) in table.hidden.iter().map(|it| (it.row, it.column)).collect::<Vec<_>>() {
        let letter = table.columns[hidden].letter.clone();
        let row = &mut table.cells[place * width..(place + 1) * width];
        row.iter_mut()
            .flatten()
            .for_each(|cell| cell.above.retain(|it| Some(it) != letter.as_ref()));
    }
    Ok(())
}

/// Whether any option of a question, or its mean, is hidden in a group of
/// another: then nothing may be told of the two together.
pub(crate) fn hides_any(
    analysis: &Analysis,
    question: &Question,
    by: &Question,
    filter: &Filter,
) -> Result<bool, Diagnostic> {
    let privacy = analysis.settings.privacy;
    if !privacy.hides() {
        return Ok(false);
    }
    let is_valid = |place: &usize| lookup::is_valid(&question.choices[*place]);
    let places: Vec<usize> = (0..question.choices.len()).filter(is_valid).collect();
    let figures: Vec<Figure> = match *question.answers {
        Answers::Number(_) => vec![Figure::Mean],
        _ => places.iter().map(|place| Figure::Options(std::slice::from_ref(place))).collect(),
    };
    for choice in by.choices.iter().filter(|choice| lookup::is_valid(choice)) {
        let group = filter.and(&Filter::code(by.name.clone(), choice.code.clone()));
        let groups = Groups::of(&analysis.survey, question, &group);
        let universe = analysis.universe(question, &groups.within, [groups.nest.clone()].into())?;
        if figures.iter().any(|&it| universe.reason(it, &groups, 0, Privacy::default()).is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}
