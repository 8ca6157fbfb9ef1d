//! Frequency tables and banner tables.

use std::sync::Arc;

use super::banner::{Block, letter_columns};
use super::counts::{Counts, MeanCell, ShareCell};
use super::rows::{ShareRow, plain_row, share_rows};
use super::significance::{Sample, compare};
use super::{Cell, Order, Percentages, Row, RowKind, Table, TableOptions};
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::design::Design;
use crate::statistics::mean::Domain;
use crate::statistics::measure::{Measure, MeasureKind};
use crate::statistics::question::{scores, valid_slots};
use crate::statistics::{lookup, privacy};
use crate::survey::{Answers, Missing, Question};

/// How often each option of a closed question was chosen.
///
/// Fails with `unknown-question`, `unknown-code` or `wrong-kind`.
pub fn frequency_table(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
    options: &TableOptions,
) -> Result<Table, Diagnostic> {
    banner_table(analysis, &[question], &[], selection, options)
}

/// Questions by banner questions. Each entry of `banner` is a question, or
/// questions nested from the outermost: `&[&["grootte"], &["provincie", "grootte"]]`.
/// Several questions stand one below the other.
///
/// Groups that nobody is in have no column. Fails as [`frequency_table`] does.
pub fn banner_table(
    analysis: &Analysis,
    questions: &[&str],
    banner: &[&[&str]],
    selection: &Selection,
    options: &TableOptions,
) -> Result<Table, Diagnostic> {
    let survey = &analysis.survey;
    let mask = selection.filter.mask(survey)?;
    let mut blocks = Vec::new();
    if options.total || banner.is_empty() {
        blocks.push(Block::total(survey.respondents(), mask.as_deref()));
    }
    blocks.extend(Block::banner(survey, banner, mask.as_deref())?);
    let mut columns: Vec<_> = blocks.iter().flat_map(|block| block.columns.clone()).collect();
    letter_columns(&mut columns);
    let mut sheet = Sheet {
        analysis,
        design: analysis.design(selection.weighted),
        selection,
        options,
        blocks: &blocks,
        width: columns.len(),
        filter: selection.text(),
        rows: vec![],
        cells: vec![],
        samples: vec![],
        grids: vec![],
    };
    for name in questions {
        sheet.question(lookup::question(survey, name)?)?;
    }
    for name in &options.means {
        sheet.mean_of(lookup::question(survey, name)?)?;
    }
    let Sheet { rows, cells, samples, grids, .. } = sheet;
    let mut table = Table {
        questions: questions.iter().map(|&name| name.into()).collect(),
        by: banner.iter().flat_map(|names| names.iter().map(|&name| name.into())).collect(),
        percentages: options.percentages,
        columns,
        rows,
        cells,
        comparisons: vec![],
        hidden: vec![],
    };
    if let Some(plan) = &options.significance {
        compare(&mut table, &samples, plan);
    }
    privacy::protect(&mut table, &grids, analysis.settings.privacy);
    Ok(table)
}

/// A table while it is being filled.
struct Sheet<'a> {
    analysis: &'a Analysis,
    design: &'a Design,
    selection: &'a Selection,
    options: &'a TableOptions,
    blocks: &'a [Block],
    width: usize,
    filter: Option<Arc<str>>,
    rows: Vec<Row>,
    cells: Vec<Option<Cell>>,
    samples: Vec<Option<Sample>>,
    grids: Vec<privacy::Grid>,
}

/// The counts of one block: one for a single-choice question, one for each row
/// of a multiple-response question.
enum Counted<'d> {
    Single(Counts<'d>),
    PerRow(Vec<Counts<'d>>),
}

impl<'d> Counted<'d> {
    /// The counts behind a row, and the slots that the row stands for.
    fn of<'s>(&'s self, place: usize, row: &'s ShareRow) -> (&'s Counts<'d>, &'s [usize]) {
        match self {
            Counted::Single(counts) => (counts, &row.places),
            Counted::PerRow(rows) => (&rows[place], &[1]),
        }
    }

    /// Any of the counts, for bases.
    fn any(&self) -> Option<&Counts<'d>> {
        match self {
            Counted::Single(counts) => Some(counts),
            Counted::PerRow(rows) => rows.first(),
        }
    }
}

impl<'a> Sheet<'a> {
    fn question(&mut self, question: &'a Question) -> Result<(), Diagnostic> {
        let design = self.design;
        let (rows, counted): (Vec<ShareRow>, Vec<Counted>) = match &question.answers {
            Answers::Single(codes) => {
                let valid = valid_slots(question);
                let counted: Vec<Counts> = self
                    .blocks
                    .iter()
                    .map(|block| Counts::single(design, block, codes, &valid))
                    .collect();
                let rows =
                    share_rows(question, self.options, |places| counted[0].sum(0, places).weight)?;
                (rows, counted.into_iter().map(Counted::Single).collect())
            }
            Answers::Multiple { ticked, missing } => {
                let any = |places: &[usize], respondent: usize| {
                    missing[respondent]
                        .is_none()
                        .then(|| places.iter().any(|&place| ticked[place][respondent]))
                };
                let count = |block: &Block, places: &[usize]| {
                    Counts::ticked(design, block, |respondent| any(places, respondent))
                };
                let rows = share_rows(question, self.options, |places| match self.options.order {
                    Order::Given => 0.0,
                    Order::Value => count(&self.blocks[0], places).sum(0, &[1]).weight,
                })?;
                let counted = self
                    .blocks
                    .iter()
                    .map(|block| {
                        Counted::PerRow(rows.iter().map(|row| count(block, &row.places)).collect())
                    })
                    .collect();
                (rows, counted)
            }
            _ => return Err(lookup::wrong_kind(question, "a closed question")),
        };
        let multiple = matches!(question.answers, Answers::Multiple { .. });
        if self.options.of_answers && multiple {
            self.shares_of_answers(question, &rows)?;
        } else {
            self.shares(question, &rows, &counted);
        }
        self.total(question, &counted, multiple);
        if self.options.mean
            && let Ok(mut scores) = scores(question)
        {
            scores.extend([None, None]);
            let means: Vec<Option<MeanCell>> = self.each_column(|block, group| {
                counted[block].any().and_then(|counts| counts.mean(group, &scores))
            });
            let row = self.rows.len();
            self.mean_row(question, RowKind::Mean, means);
            if let Some(grid) = self.grids.last_mut() {
                grid.means = Some((row * self.width..(row + 1) * self.width).collect());
            }
        }
        if self.options.missing {
            self.missing(question, &counted);
        }
        Ok(())
    }

    /// A value for each column, given its block and group.
    fn each_column<T>(&self, value: impl Fn(usize, usize) -> T) -> Vec<T> {
        let value = &value;
        self.blocks
            .iter()
            .enumerate()
            .flat_map(|(place, block)| {
                (0..block.columns.len()).map(move |group| value(place, group))
            })
            .collect()
    }

    fn blank(&self, kind: MeasureKind, question: &Question) -> Measure {
        Measure {
            weighted: self.analysis.is_weighted(self.selection),
            filter: self.filter.clone(),
            ..Measure::blank(kind, Arc::from([question.name.clone()]))
        }
    }

    fn push(&mut self, row: Row, cells: Vec<Option<Measure>>, samples: Vec<Option<Sample>>) {
        debug_assert_eq!(cells.len(), self.width);
        self.rows.push(row);
        self.cells.extend(
            cells.into_iter().map(|cell| cell.map(|measure| Cell { measure, above: vec![] })),
        );
        self.samples.extend(samples);
    }

    fn shares(&mut self, question: &Question, rows: &[ShareRow], counted: &[Counted]) {
        let first = self.rows.len();
        for (place, row) in rows.iter().enumerate() {
            let found: Vec<Option<(ShareCell, f64)>> = self.each_column(|block, group| {
                let (counts, slots) = counted[block].of(place, row);
                let cell = match self.options.percentages {
                    Percentages::Column => counts.of_column(group, slots),
                    Percentages::Row => counts.of_row(group, slots),
                    Percentages::Total => counts.of_total(group, slots),
                };
                cell.map(|cell| (cell, counts.missing(group)))
            });
            let by_column = self.options.percentages == Percentages::Column;
            let samples = found
                .iter()
                .map(|found| {
                    let (cell, _) = found.as_ref().filter(|_| by_column)?;
                    Some(Sample::Share {
                        share: cell.share,
                        base: cell.base.weight * cell.base.weight / cell.base.square,
                        n: cell.base.count as usize,
                    })
                })
                .collect();
            let cells = found
                .into_iter()
                .map(|found| {
                    let (cell, missing) = found?;
                    let mut measure = self.blank(MeasureKind::Share, question);
                    cell.fill(&mut measure, self.analysis);
                    measure.missing = missing as usize;
                    Some(measure)
                })
                .collect();
            self.push(row.row.clone(), cells, samples);
        }
        let counts = |place: usize, block: usize, group: usize| {
            let (counts, slots) = counted[block].of(place, &rows[place]);
            counts.sum(group, slots).count as usize
        };
        let counts = (0..rows.len())
            .map(|place| self.each_column(|block, group| counts(place, block, group)))
            .collect();
        let bases = self.each_column(|block, group| {
            counted[block].any().map_or(0, |counts| counts.base(group).count as usize)
        });
        let additive = matches!(question.answers, Answers::Single(_));
        self.grid(first, rows, counts, bases, additive);
    }

    /// Notes the counts behind share rows, for what may not be printed.
    fn grid(
        &mut self,
        first: usize,
        rows: &[ShareRow],
        counts: Vec<Vec<usize>>,
        bases: Vec<usize>,
        additive: bool,
    ) {
        let cells = (first..first + rows.len())
            .map(|row| (row * self.width..(row + 1) * self.width).collect())
            .collect();
        self.grids.push(privacy::Grid {
            options: rows.iter().map(|row| row.places.clone()).collect(),
            counts,
            bases,
            blocks: self
                .blocks
                .iter()
                .flat_map(|block| block.columns.iter().map(|column| column.block))
                .collect(),
            cells,
            additive,
            line_sums: self.options.percentages == Percentages::Row,
            means: None,
        });
    }

    /// Shares of all answers given to a multiple-response question: the ratio
    /// of two totals, influence `(ticked - p answers) / sum(w answers)`.
    fn shares_of_answers(
        &mut self,
        question: &Question,
        rows: &[ShareRow],
    ) -> Result<(), Diagnostic> {
        let Answers::Multiple { ticked, missing } = &question.answers else { return Ok(()) };
        let design = self.design;
        let answers: Vec<f64> = (0..missing.len())
            .map(|respondent| {
                let given = ticked.iter().filter(|option| option[respondent]).count();
                if missing[respondent].is_none() { given as f64 } else { 0.0 }
            })
            .collect();
        let first = self.rows.len();
        let (mut counts, mut bases): (Vec<Vec<usize>>, Vec<usize>) = (vec![], vec![]);
        for row in rows {
            let named = |respondent: usize| {
                let given = row.places.iter().filter(|&&place| ticked[place][respondent]).count();
                if missing[respondent].is_none() { given as f64 } else { 0.0 }
            };
            let cells = self.each_column(|block, group| {
                let block = &self.blocks[block];
                let members: Vec<usize> = (0..missing.len())
                    .filter(|&respondent| block.group(respondent) == Some(group))
                    .collect();
                let over =
                    |value: &dyn Fn(usize) -> f64| members.iter().map(|&m| value(m)).sum::<f64>();
                let all = over(&|m| design.weights[m] * answers[m]);
                if all <= 0.0 {
                    return None;
                }
                let share = over(&|m| design.weights[m] * named(m)) / all;
                let mut influence = vec![0.0; missing.len()];
                for &member in &members {
                    influence[member] = (named(member) - share * answers[member]) / all;
                }
                let mut measure = self.blank(MeasureKind::Share, question);
                measure.missing = members.iter().filter(|&&m| missing[m].is_some()).count();
                let cell = ShareCell {
                    share,
                    variance: design.variance(&influence),
                    n: over(&|m| named(m)),
                    base: crate::statistics::design::Moments {
                        count: over(&|m| answers[m]),
                        ..Default::default()
                    },
                    degrees: design
                        .degrees(|m| block.group(m) == Some(group) && missing[m].is_none()),
                };
                cell.fill(&mut measure, self.analysis);
                Some(measure)
            });
            counts.push(cells.iter().map(|cell| cell.as_ref().map_or(0, |m| m.n)).collect());
            bases = cells.iter().map(|cell| cell.as_ref().map_or(0, |m| m.base)).collect();
            self.push(row.row.clone(), cells, vec![None; self.width]);
        }
        self.grid(first, rows, counts, bases, true);
        Ok(())
    }

    /// The rows that close a list: answers, base and weighted base.
    fn total(&mut self, question: &Question, counted: &[Counted], multiple: bool) {
        let base = self.each_column(|block, group| {
            let counts = counted[block].any()?;
            Some((counts.base(group), counts.missing(group) as usize))
        });
        let count = |value: f64, n: usize, missing: usize| Measure {
            value,
            n,
            base: n,
            missing,
            ..self.blank(MeasureKind::Count, question)
        };
        let cells = base
            .iter()
            .map(|found| {
                let (base, missing) = (*found)?;
                let mut measure = count(base.count, base.count as usize, missing);
                measure.weighted = false;
                Some(measure)
            })
            .collect();
        let weighted = base
            .iter()
            .map(|found| {
                let (base, missing) = (*found)?;
                Some(count(base.weight, base.count as usize, missing))
            })
            .collect();
        let answers = match &question.answers {
            Answers::Multiple { ticked, missing } if multiple && self.options.of_answers => {
                Some(self.each_column(|block, group| {
                    let block = &self.blocks[block];
                    let members = (0..missing.len()).filter(|&respondent| {
                        missing[respondent].is_none() && block.group(respondent) == Some(group)
                    });
                    let given = members
                        .map(|m| ticked.iter().filter(|option| option[m]).count())
                        .sum::<usize>();
                    let mut measure = count(given as f64, given, 0);
                    measure.weighted = false;
                    Some(measure)
                }))
            }
            _ => None,
        };
        let none = vec![None; self.width];
        if let Some(answers) = answers {
            self.push(plain_row(RowKind::Answers, &question.name), answers, none.clone());
        }
        self.push(plain_row(RowKind::Base, &question.name), cells, none.clone());
        if self.options.weighted_base {
            self.push(plain_row(RowKind::WeightedBase, &question.name), weighted, none);
        }
    }

    fn mean_row(&mut self, question: &Question, kind: RowKind, means: Vec<Option<MeanCell>>) {
        let samples = means
            .iter()
            .map(|mean| {
                mean.map(|mean| Sample::Mean {
                    mean: mean.mean,
                    spread: mean.spread,
                    base: mean.effective,
                    n: mean.n as usize,
                })
            })
            .collect();
        let cells = means
            .into_iter()
            .map(|mean| {
                let mean = mean?;
                let mut measure = self.blank(MeasureKind::Mean, question);
                (measure.value, measure.n) = (mean.mean, mean.n as usize);
                measure.base = measure.n;
                measure.missing = mean.missing as usize;
                measure.with_variance(self.analysis, mean.variance, mean.degrees);
                Some(measure)
            })
            .collect();
        let mut row = plain_row(kind, &question.name);
        row.label = question.short.clone();
        self.push(row, cells, samples);
    }

    /// The mean of another question, in the same columns.
    fn mean_of(&mut self, question: &Question) -> Result<(), Diagnostic> {
        let mut means = Vec::new();
        for block in self.blocks {
            for group in 0..block.columns.len() {
                let domain = Domain::within(self.analysis, &question.name, |respondent| {
                    block.group(respondent) == Some(group)
                })?;
                means.push((!domain.values.is_empty()).then(|| {
                    let found = domain.mean(self.design);
                    MeanCell {
                        mean: found.mean,
                        variance: found.variance,
                        degrees: found.degrees,
                        n: domain.values.len() as f64,
                        missing: domain.missing as f64,
                        effective: found.effective,
                        spread: found.population_variance,
                    }
                }));
            }
        }
        self.mean_row(question, RowKind::Mean, means);
        Ok(())
    }

    /// A row for each option and reason that does not count as an answer, where it occurs.
    fn missing(&mut self, question: &Question, counted: &[Counted]) {
        let mut kinds: Vec<(RowKind, Option<usize>, usize)> = Vec::new();
        let slots = match &question.answers {
            Answers::Single(_) => {
                for (place, choice) in question.choices.iter().enumerate() {
                    if let Some(reason) = choice.missing {
                        kinds.push((RowKind::Missing(reason), Some(place), place));
                    }
                }
                let choices = question.choices.len();
                kinds.push((RowKind::Missing(Missing::Empty), None, choices));
                kinds.push((RowKind::Missing(Missing::NotAsked), None, choices + 1));
                None
            }
            Answers::Multiple { missing, .. } => {
                for (place, reason) in REASONS.into_iter().enumerate() {
                    kinds.push((RowKind::Missing(reason), None, place));
                }
                Some(missing)
            }
            _ => return,
        };
        for (kind, place, slot) in kinds {
            let counts = self.each_column(|block, group| match (slots, &counted[block]) {
                (None, Counted::Single(counts)) => counts.sum(group, &[slot]).count as usize,
                (Some(missing), _) => {
                    let block = &self.blocks[block];
                    let is = |&at: &usize| {
                        block.group(at) == Some(group) && missing[at] == Some(REASONS[slot])
                    };
                    (0..missing.len()).filter(is).count()
                }
                _ => 0,
            });
            if counts.iter().all(|&count| count == 0) {
                continue;
            }
            let cells = counts
                .into_iter()
                .map(|n| {
                    let mut measure = self.blank(MeasureKind::Count, question);
                    (measure.value, measure.n, measure.weighted) = (n as f64, n, false);
                    Some(measure)
                })
                .collect();
            let mut row = plain_row(kind, &question.name);
            if let Some(choice) = place.map(|place| &question.choices[place]) {
                row.code = Some(choice.code.clone());
                row.label = choice.label.clone();
            }
            self.push(row, cells, vec![None; self.width]);
        }
    }
}

/// The reasons for a missing answer, in the order of their rows.
const REASONS: [Missing; 4] =
    [Missing::DontKnow, Missing::Refused, Missing::Empty, Missing::NotAsked];
