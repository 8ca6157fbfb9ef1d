//! Category labels and the rows that they name: in a column on the left, or
//! each above its row where a column would be too narrow.

use super::canvas::{Canvas, GUTTER, widest};
use super::scene::{Anchor, Stroke};
use crate::chart::fault::ChartFault;
use crate::chart::model::{Figure, Label, Role};
use crate::chart::text::Block;
use crate::chart::theme::Paint;

/// The narrowest column of labels, in points.
const LEAST_LABEL: f64 = 42.0;
/// The least space between the boxes of labels in consecutive rows.
const ROW_GAP: f64 = 2.0;
/// The narrowest column that is tried where labels may take two lines, as a share
/// of the width.
const NARROWEST: f64 = 0.26;
/// More lines than this in a narrow column, and labels go above their rows.
const MOST_LINES: usize = 3;
/// Between a label and the row below it, in points.
const ABOVE_GAP: f64 = 1.0;

/// The labels of all categories, and the places of their rows.
pub(crate) struct Labels {
    blocks: Vec<Block>,
    bases: Vec<Option<Block>>,
    bases_heading: Option<Block>,
    bases_right: f64,
    above: bool,
    /// Half the height of the graphics of a row, in points.
    half: f64,
    /// Where the data begin, in points from the left.
    pub(crate) left: f64,
    /// The middle of each row, once they have been placed.
    pub(crate) middles: Vec<f64>,
}

impl Labels {
    /// Labels in a column of at most `share` of the width, or less where the
    /// `rest` of the chart needs its points.
    pub(crate) fn column(canvas: &Canvas, share: f64, rest: f64) -> Result<Self, ChartFault> {
        let categories = &canvas.chart.categories;
        let bases = categories
            .iter()
            .map(|category| {
                let base = category.base.as_deref();
                base.map(|base| canvas.line(base, canvas.small)).transpose()
            })
            .collect::<Result<Vec<_>, _>>()?;
        let bases_heading = match bases.iter().flatten().next() {
            Some(_) => Some(canvas.line("n", canvas.small)?),
            None => None,
        };
        let bases_width = widest(bases.iter().flatten().chain(&bases_heading));
        let bases_room = if bases_width > 0.0 { bases_width + GUTTER } else { 0.0 };
        let left_over = canvas.width() - rest - GUTTER - bases_room;
        let room = (canvas.width() * share - bases_room).min(left_over).max(LEAST_LABEL);
        let blocks: Vec<Block> = categories
            .iter()
            .map(|category| canvas.wrap(name(canvas, category), canvas.label_style(category), room))
            .collect::<Result<_, _>>()?;
        let right = widest(&blocks) + bases_room;
        let left = if right > 0.0 { right + GUTTER } else { 0.0 };
        Ok(Self {
            blocks,
            bases,
            bases_heading,
            bases_right: right,
            above: false,
            half: 0.0,
            left,
            middles: vec![],
        })
    }

    /// The same in the narrowest column in which no label takes more than two lines,
    /// for bars that are so thick that two lines cost no height.
    pub(crate) fn narrow(canvas: &Canvas, share: f64, rest: f64) -> Result<Self, ChartFault> {
        let mut part = NARROWEST;
        while part < share {
            let column = Self::column(canvas, part, rest)?;
            let low =
                column.blocks.iter().all(|block| block.lines.len() < 3 && !block.is_hyphenated());
            if low && column.left + rest <= canvas.width() {
                return Ok(column);
            }
            part += 0.04;
        }
        Self::beside_or_above(canvas, share, rest)
    }

    /// The same, but above their rows where the column is so narrow that the
    /// labels run over many lines.
    pub(crate) fn beside_or_above(
        canvas: &Canvas,
        share: f64,
        rest: f64,
    ) -> Result<Self, ChartFault> {
        let column = Self::column(canvas, share, rest)?;
        let narrow = canvas.width() < 300.0 || column.left + rest > canvas.width();
        let high = column.blocks.iter().any(|block| block.lines.len() > MOST_LINES);
        if !(narrow && high) && column.left + rest <= canvas.width() {
            return Ok(column);
        }
        let categories = &canvas.chart.categories;
        let bases = categories
            .iter()
            .map(|category| {
                let base = category.base.as_deref();
                base.map(|base| canvas.line(&format!("n = {base}"), canvas.small)).transpose()
            })
            .collect::<Result<Vec<_>, _>>()?;
        let blocks = categories
            .iter()
            .zip(&bases)
            .map(|(category, base)| {
                let base = base.as_ref().map_or(0.0, |base| base.width + GUTTER);
                let style = canvas.label_style(category);
                canvas.wrap(name(canvas, category), style, canvas.width() - base)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            blocks,
            bases,
            bases_heading: None,
            bases_right: canvas.width(),
            above: true,
            left: 0.0,
            ..column
        })
    }

    /// Height of the heading of the column of bases; 0 without one.
    pub(crate) fn heading_height(&self) -> f64 {
        self.bases_heading.as_ref().map_or(0.0, Block::height)
    }

    /// Puts the heading of the column of bases at `top`, if there is one;
    /// returns where the rows start.
    pub(crate) fn put_heading(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let Some(heading) = &self.bases_heading else { return top };
        let baseline = top + heading.style.ascent;
        let x = self.bases_right;
        canvas.scene.text(heading.clone(), x, baseline, Anchor::End, Paint::Muted).bottom
    }

    /// Places the rows from `top` down and puts their labels. Each row reaches
    /// as far up and down as its label or `half` (half its graphics) needs; rows
    /// stand `pitch` apart unless a label needs more. Returns the bottom.
    pub(crate) fn place(&mut self, canvas: &mut Canvas, top: f64, half: f64, pitch: f64) -> f64 {
        self.half = half;
        let reaches: Vec<(f64, f64)> = self.blocks.iter().map(|block| self.reach(block)).collect();
        let pitch = if self.above { pitch } else { even_pitch(&reaches, pitch) };
        let gap = if self.above { 5.0 } else { ROW_GAP };
        self.middles.clear();
        let mut bottom = top;
        let mut previous: Option<f64> = None;
        let mut total_before = false;
        for (&(above, below), category) in reaches.iter().zip(&canvas.chart.categories) {
            let total = category.role == Role::Total;
            let apart = if total != total_before && previous.is_some() { 5.0 } else { 0.0 };
            total_before = total;
            let gap = if previous.is_some() { gap } else { 0.0 };
            let middle = (bottom + gap + above)
                .max(previous.map_or(f64::MIN, |previous| previous + pitch))
                + apart;
            self.middles.push(middle);
            bottom = middle + below;
            previous = Some(middle);
        }
        for row in 0..self.middles.len() {
            self.put(canvas, row);
        }
        bottom
    }

    fn reach(&self, block: &Block) -> (f64, f64) {
        if self.above {
            let empty = block.width <= 0.0;
            let height = if empty { 0.0 } else { block.height() + ABOVE_GAP };
            return (self.half + height, self.half);
        }
        let (above, below) = block.reach();
        (above.max(self.half), below.max(self.half))
    }

    fn put(&self, canvas: &mut Canvas, row: usize) {
        let (block, middle) = (self.blocks[row].clone(), self.middles[row]);
        let paint = match canvas.chart.categories[row].role {
            Role::Missing => Paint::Muted,
            _ => Paint::Ink,
        };
        let first = if self.above {
            middle - self.half - ABOVE_GAP - block.style.descent - block.spread()
        } else {
            block.baseline_at_middle(middle)
        };
        canvas.scene.text(block, 0.0, first, Anchor::Start, paint);
        if let Some(base) = self.bases[row].clone() {
            let y = if self.above { first } else { base.baseline_at_middle(middle) };
            let figure = Figure::CategoryBase { category: row };
            canvas.print(figure, base, self.bases_right, y, Anchor::End, Paint::Muted);
        }
    }

    /// Stretches along the rows in which upright lines may run: all of it, or
    /// row by row where labels stand in between. Each reaches `more` points
    /// beyond the graphics.
    pub(crate) fn spans(&self, more: f64) -> Vec<(f64, f64)> {
        let reach = self.half + more;
        if self.above {
            let reach = reach.min(self.half + 1.0);
            return self.middles.iter().map(|middle| (middle - reach, middle + reach)).collect();
        }
        match (self.middles.first(), self.middles.last()) {
            (Some(first), Some(last)) => vec![((first - reach).max(0.0), last + reach)],
            _ => vec![],
        }
    }

    /// Draws an upright line along the rows.
    pub(crate) fn put_line(&self, canvas: &mut Canvas, x: f64, more: f64) {
        for (top, bottom) in self.spans(more) {
            canvas.scene.line((x, top), (x, bottom), Stroke::new(Paint::Ink, 0.6));
        }
    }
}

/// What a row is called. All respondents need no name where there is nobody else.
fn name<'a>(canvas: &Canvas, category: &'a Label) -> &'a str {
    let alone = canvas.chart.categories.len() == 1;
    if alone && category.role == Role::Total { "" } else { &category.text }
}

/// The pitch of all rows: that of the highest, when many rows need more than
/// `pitch` and none needs much more, so that the bars stand evenly.
fn even_pitch(reaches: &[(f64, f64)], pitch: f64) -> f64 {
    let needed = || reaches.iter().map(|(above, below)| above + below + ROW_GAP);
    let highest = needed().fold(pitch, f64::max);
    let high = needed().filter(|&height| height > pitch).count();
    if highest <= pitch * 1.8 && high * 3 >= reaches.len() { highest } else { pitch }
}
