//! The groups that a question is told of in, and what is hidden of it together with
//! the questions that are derived from the same answers.

use std::collections::{BTreeMap, BTreeSet};

use super::counted::Counted;
use super::grid::{Grid, HiddenColumns, Member, Person};
use super::groups::Nest;
use crate::diagnostics::Diagnostic;
use crate::statistics::Level;
use crate::statistics::design::Privacy;
use crate::statistics::lookup;
use crate::statistics::measure::Reason;
use crate::statistics::table::Block;
use crate::survey::{Answers, Kind, Question, Survey};

/// A group: its block, and the option of each question of the block's nest.
pub(super) type Column = (usize, Vec<usize>);

/// For each block the blocks that it parts further, with the wider group of
/// each of its columns.
pub(super) type Parents = Vec<Vec<(usize, Vec<usize>)>>;

/// All groups side by side.
pub(super) struct Layout {
    /// The questions of each block of columns; none for that of all respondents.
    pub(super) nests: Vec<Nest>,
    /// For each column its block, and the option of each question of the nest.
    pub(super) columns: Vec<Column>,
    pub(super) parents: Parents,
    blocks: Vec<Block>,
    /// The first column of each block.
    firsts: Vec<usize>,
}

impl Layout {
    /// The groups of all nests that these questions do not make.
    pub(super) fn new(
        survey: &Survey,
        without: &[usize],
        mask: Option<&[bool]>,
        nests: &BTreeSet<Nest>,
    ) -> Result<Self, Diagnostic> {
        let (nests, blocks): (Vec<Nest>, Vec<Block>) =
            blocks(survey, without, mask, nests)?.into_iter().unzip();
        let mut columns = vec![];
        let mut firsts = vec![];
        for (place, (nest, block)) in nests.iter().zip(&blocks).enumerate() {
            firsts.push(columns.len());
            for column in &block.columns {
                let path = column.path.iter().zip(nest);
                let path = path.map(|(level, &question)| option_of(survey, question, level));
                columns.push((place, path.collect()));
            }
        }
        let parents = parents(&nests, &columns);
        Ok(Self { nests, columns, parents, blocks, firsts })
    }

    /// The columns of a respondent, in rising order.
    pub(super) fn groups(&self, respondent: usize) -> Vec<usize> {
        let groups = self.blocks.iter().zip(&self.firsts);
        groups.filter_map(|(block, first)| Some(first + block.group(respondent)?)).collect()
    }
}

/// A group: its nest, and the option of each question of it.
type Group = (Nest, Vec<usize>);

/// What is hidden in one group: options, or `None` for the base and all with it.
type HiddenOptions = BTreeMap<Option<usize>, Reason>;

/// What is hidden of a closed question in each group, decided for all questions that
/// are made from the same answers together: the options of each are sums over those of
/// another, so an exchange of answers must leave all of them as they are printed.
/// `None` when there is no other. Groups that one of them makes are left out.
pub(super) fn hidden(
    survey: &Survey,
    question: &Question,
    mask: Option<&[bool]>,
    nests: &BTreeSet<Nest>,
    privacy: Privacy,
) -> Result<Option<BTreeMap<Group, HiddenOptions>>, Diagnostic> {
    // A derived question keeps the place of its source in the workbook.
    let is_member = |it: &Question| {
        it.kind == Kind::Single && !it.columns.is_empty() && it.columns == question.columns
    };
    let places: Vec<usize> =
        (0..survey.questions.len()).filter(|&at| is_member(&survey.questions[at])).collect();
    if places.len() < 2 || !is_member(question) {
        return Ok(None);
    }
    let layout = Layout::new(survey, &places, mask, nests)?;
    let width = layout.columns.len();
    let questions: Vec<&Question> = places.iter().map(|&at| &survey.questions[at]).collect();
    let mut counted: Vec<Counted> =
        questions.iter().map(|question| Counted::new(question, width)).collect();
    // The lines of each: its options, and one for those without a valid answer.
    let mut firsts = vec![0];
    for counted in &counted {
        firsts.push(firsts[firsts.len() - 1] + counted.places.len() + 1);
    }
    let mut counts = vec![vec![0; width]; firsts[questions.len()]];
    let mut people = BTreeSet::new();
    for respondent in 0..survey.respondents() {
        let columns = layout.groups(respondent);
        let lines: Vec<usize> = questions
            .iter()
            .zip(&counted)
            .zip(&firsts)
            .map(|((question, counted), first)| {
                let place = match &*question.answers {
                    Answers::Single(codes) => codes[respondent].index(),
                    _ => None,
                };
                let line = counted.places.iter().position(|it| Some(*it) == place);
                first + line.unwrap_or(counted.places.len())
            })
            .collect();
        let is_absent = |(line, after): (&usize, &usize)| line + 1 == *after;
        if columns.is_empty() || lines.iter().zip(&firsts[1..]).all(is_absent) {
            continue;
        }
        for (question, counted) in questions.iter().zip(&mut counted) {
            counted.add(question, respondent, columns.clone());
        }
        for &line in &lines {
            columns.iter().for_each(|&column| counts[line][column] += 1);
        }
        people.insert(Person { lines, columns });
    }
    let grid = |counted: &Counted| Grid {
        counts: vec![],
        bases: counted.bases.clone(),
        blocks: layout.columns.iter().map(|column| column.0).collect(),
        parents: layout.parents.clone(),
        additive: true,
        people: counted.people[0].clone(),
        absent: BTreeSet::new(),
    };
    let hidden_bases: Vec<HiddenColumns> =
        counted.iter().map(|it| grid(it).hidden_bases(privacy.smallest_base)).collect();
    let members: Vec<Member> = counted
        .iter()
        .zip(&hidden_bases)
        .zip(&firsts)
        .map(|((counted, hidden), &first)| Member {
            lines: first..first + counted.places.len(),
            bases: &counted.bases,
            hidden,
        })
        .collect();
    let answers: BTreeSet<Vec<usize>> =
        people.iter().map(|person: &Person| person.lines.clone()).collect();
    let answers: Vec<Vec<usize>> = answers.into_iter().collect();
    let all = Grid {
        counts,
        absent: firsts[1..].iter().map(|after| after - 1).collect(),
        people,
        ..grid(&counted[0])
    };
    let hidden = all.hidden_of(privacy, &members, &answers);
    let Some(own) = questions.iter().position(|it| it.name == question.name) else {
        return Ok(None);
    };
    let mut found: BTreeMap<Group, HiddenOptions> = layout
        .columns
        .iter()
        .map(|(block, path)| ((layout.nests[*block].clone(), path.clone()), BTreeMap::new()))
        .collect();
    for ((line, column), reason) in hidden {
        if (firsts[own]..firsts[own + 1]).contains(&line) {
            let (block, path) = &layout.columns[column];
            let group = (layout.nests[*block].clone(), path.clone());
            // The line after the options is that of those without an answer.
            let option = counted[own].places.get(line - firsts[own]).copied();
            found.entry(group).or_default().insert(option, reason);
        }
    }
    Ok(Some(found))
}

/// The respondents as a whole, and the groups of each nest without these questions.
fn blocks(
    survey: &Survey,
    without: &[usize],
    mask: Option<&[bool]>,
    nests: &BTreeSet<Nest>,
) -> Result<Vec<(Nest, Block)>, Diagnostic> {
    let mut blocks = vec![(vec![], Block::total(survey.respondents(), mask))];
    for nest in nests {
        if nest.iter().any(|place| without.contains(place)) {
            continue;
        }
        let questions = nest.iter().filter_map(|&place| survey.questions.get_index(place));
        let names: Vec<&str> = questions.map(|(name, _)| &**name).collect();
        let found = Block::banner(survey, &[&names], mask)?;
        blocks.extend(found.into_iter().map(|block| (nest.clone(), block)));
    }
    Ok(blocks)
}

/// The option of a banner's question that a level stands for.
fn option_of(survey: &Survey, question: usize, level: &Level) -> usize {
    let question = survey.questions.get_index(question);
    question.and_then(|(_, it)| lookup::choice(it, &level.code).ok()).unwrap_or(usize::MAX)
}

fn parents(nests: &[Nest], columns: &[Column]) -> Parents {
    let parts_further = |nest: &Nest, wider: &Nest| {
        !wider.is_empty()
            && wider.len() < nest.len()
            && wider.iter().all(|question| nest.contains(question))
    };
    let of = |block: usize, nest: &Nest| {
        let wider = nests.iter().enumerate().filter(|(_, wider)| parts_further(nest, wider));
        wider
            .filter_map(|(other, wider)| {
                let parent = |(_, path): &Column| {
                    let shared = nest.iter().zip(path).filter(|(it, _)| wider.contains(it));
                    let key: Vec<usize> = shared.map(|(_, option)| *option).collect();
                    columns.iter().position(|(place, path)| *place == other && *path == key)
                };
                let own = columns.iter().filter(|column| column.0 == block);
                Some((other, own.map(parent).collect::<Option<Vec<usize>>>()?))
            })
            .collect()
    };
    nests.iter().enumerate().map(|(block, nest)| of(block, nest)).collect()
}
