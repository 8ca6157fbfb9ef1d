//! A table while it is being filled, row by row.

use std::sync::Arc;

use super::banner::Block;
use super::counts::{Counts, MeanCell, ShareCell};
use super::rows::{ShareRow, share_rows};
use super::significance::Sample;
use super::{Cell, Order, Percentages, Row, RowKind, TableOptions};
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::design::{Design, Moments};
use crate::statistics::filter::Filter;
use crate::statistics::measure::{Measure, MeasureKind};
use crate::statistics::question::{codes_at, scores, valid_slots};
use crate::statistics::round::Part;
use crate::statistics::statistic::Statistic;
use crate::statistics::{lookup, privacy};
use crate::survey::{Answers, Question};

/// A table while it is being filled.
pub(super) struct Sheet<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) design: &'a Design,
    pub(super) selection: &'a Selection,
    pub(super) options: &'a TableOptions,
    pub(super) blocks: &'a [Block],
    pub(super) width: usize,
    /// Whom each column is about.
    pub(super) filters: Vec<Option<Arc<Filter>>>,
    pub(super) rows: Vec<Row>,
    pub(super) cells: Vec<Option<Cell>>,
    pub(super) samples: Vec<Option<Sample>>,
}

/// The counts of one block: one for a single-choice question, one for each row
/// of a multiple-response question.
pub(super) enum Counted<'d> {
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
    pub(super) fn any(&self) -> Option<&Counts<'d>> {
        match self {
            Counted::Single(counts) => Some(counts),
            Counted::PerRow(rows) => rows.first(),
        }
    }
}

impl<'a> Sheet<'a> {
    /// Adds the rows of a closed question.
    pub(super) fn question(&mut self, question: &'a Question) -> Result<(), Diagnostic> {
        let design = self.design;
        let modelled = self.analysis.settings.share_interval.is_modelled();
        let (rows, counted): (Vec<ShareRow>, Vec<Counted>) = match &*question.answers {
            Answers::Single(codes) => {
                let valid = valid_slots(question);
                let counted: Vec<Counts> = self
                    .blocks
                    .iter()
                    .map(|block| Counts::single(design, block, codes, &valid, modelled))
                    .collect();
                let rows = share_rows(question, self.options, |places| {
                    self.shown(question, places, counted[0].sum(0, places))
                })?;
                (rows, counted.into_iter().map(Counted::Single).collect())
            }
            Answers::Multiple { ticked, missing } => {
                let any = |places: &[usize], respondent: usize| {
                    missing[respondent]
                        .is_none()
                        .then(|| places.iter().any(|&place| ticked[place][respondent]))
                };
                let count = |block: &Block, places: &[usize]| {
                    Counts::ticked(design, block, |respondent| any(places, respondent), modelled)
                };
                let rows = share_rows(question, self.options, |places| match self.options.order {
                    Order::Given => Ok(None),
                    Order::Value => {
                        let counts = count(&self.blocks[0], places);
                        self.shown(question, places, counts.sum(0, &[1]))
                    }
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
        let multiple = matches!(*question.answers, Answers::Multiple { .. });
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
            self.mean_row(question, RowKind::Mean, means);
        }
        if self.options.missing {
            self.missing(question, &counted);
        }
        Ok(())
    }

    /// The weight of the respondents with these options in the first column, unless
    /// it is hidden.
    fn shown(
        &self,
        question: &Question,
        places: &[usize],
        found: Moments,
    ) -> Result<Option<f64>, Diagnostic> {
        let n = found.count as usize;
        let hidden = privacy::hides_options(self.analysis, question, places, &self.filters, n)?;
        Ok((!hidden).then_some(found.weight))
    }

    /// A value for each column, given its block and group.
    pub(super) fn each_column<T>(&self, value: impl Fn(usize, usize) -> T) -> Vec<T> {
        let value = &value;
        self.blocks
            .iter()
            .enumerate()
            .flat_map(|(place, block)| {
                (0..block.columns.len()).map(move |group| value(place, group))
            })
            .collect()
    }

    pub(super) fn blank(&self, kind: MeasureKind, question: &Question) -> Measure {
        Measure {
            weighted: self.analysis.is_weighted(self.selection),
            ..Measure::blank(kind, Arc::from([question.name.clone()]))
        }
    }

    pub(super) fn push(
        &mut self,
        row: Row,
        cells: Vec<Option<Measure>>,
        samples: Vec<Option<Sample>>,
    ) {
        debug_assert_eq!(cells.len(), self.width);
        self.rows.push(row);
        let cells = cells.into_iter().zip(&self.filters).map(|(cell, filter)| {
            let measure = Measure { filter: filter.clone(), ..cell? };
            Some(Cell { measure, above: vec![] })
        });
        self.cells.extend(cells);
        self.samples.extend(samples);
    }

    fn shares(&mut self, question: &Question, rows: &[ShareRow], counted: &[Counted]) {
        for (place, row) in rows.iter().enumerate() {
            let together = self.analysis.settings.to_hundred
                && matches!(*question.answers, Answers::Single(_));
            let found: Vec<Option<(ShareCell, f64, Option<Part>)>> =
                self.each_column(|block, group| {
                    let (counts, slots) = counted[block].of(place, row);
                    let cell = match self.options.percentages {
                        Percentages::Column => counts.of_column(group, slots),
                        Percentages::Row => counts.of_row(group, slots),
                        Percentages::Total => counts.of_total(group, slots),
                    };
                    let part = || match self.options.percentages {
                        Percentages::Column => counts.part_of_column(group, slots),
                        Percentages::Row => counts.part_of_row(group, slots),
                        Percentages::Total => counts.part_of_total(group, slots),
                    };
                    cell.map(|cell| (cell, counts.missing(group), together.then(part)))
                });
            let by_column = self.options.percentages == Percentages::Column;
            let samples = found
                .iter()
                .map(|found| {
                    let (cell, ..) = found.as_ref().filter(|_| by_column)?;
                    Some(Sample::Share {
                        share: cell.share,
                        base: cell.base.weight * cell.base.weight / cell.base.square,
                        n: cell.base.count as usize,
                    })
                })
                .collect();
            let codes = codes_at(question, &row.places);
            let columns = self.blocks.iter().flat_map(|block| &block.columns);
            let cells = found
                .into_iter()
                .zip(columns)
                .map(|(found, column)| {
                    let (cell, missing, part) = found?;
                    let mut measure = self.blank(MeasureKind::Share, question);
                    cell.fill(&mut measure, self.analysis);
                    measure.missing = missing as usize;
                    measure.part = part.map(Arc::new);
                    measure.statistic = match self.options.percentages {
                        Percentages::Column => Statistic::Share,
                        Percentages::Row => Statistic::ShareOfRow,
                        Percentages::Total => Statistic::ShareOfAll,
                    };
                    measure.codes = codes.clone();
                    if !by_column {
                        // The base is everyone in any of the groups, which these questions make.
                        let groups = column.path.iter().map(|level| level.question.clone());
                        let all = std::iter::once(question.name.clone()).chain(groups);
                        measure.questions = all.collect();
                    }
                    Some(measure)
                })
                .collect();
            self.push(row.row.clone(), cells, samples);
        }
    }
}
