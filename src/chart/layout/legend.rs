//! Legends: swatches with labels, in rows.

use super::canvas::Canvas;
use super::scene::{Anchor, Area, Shape, Stroke};
use crate::chart::fault::ChartFault;
use crate::chart::text::Block;
use crate::chart::theme::Paint;

/// One swatch with its label.
pub(crate) struct Entry<'a> {
    swatch: Option<Paint>,
    /// Whether the swatch is a dot.
    round: bool,
    text: &'a str,
}

impl<'a> Entry<'a> {
    pub(crate) fn new(swatch: Paint, text: &'a str, round: bool) -> Self {
        Self { swatch: Some(swatch), round, text }
    }

    pub(crate) fn text(text: &'a str) -> Self {
        Self { swatch: None, round: false, text }
    }
}

/// Entries with their places, from its own corner.
pub(crate) struct Legend {
    entries: Vec<Placed>,
    pub(crate) height: f64,
    /// How many rows it takes.
    pub(crate) rows: usize,
}

struct Placed {
    swatch: Option<Paint>,
    round: bool,
    block: Block,
    x: f64,
    baseline: f64,
}

const SWATCH: f64 = 7.5;
const SWATCH_GAP: f64 = 4.0;
const ENTRY_GAP: f64 = 13.0;

impl Legend {
    /// Lays the entries in rows of at most `width` points.
    pub(crate) fn new(canvas: &Canvas, entries: &[Entry], width: f64) -> Result<Self, ChartFault> {
        let style = canvas.small;
        let mut placed: Vec<Placed> = vec![];
        let (mut x, mut top, mut row_height, mut rows) = (0.0, 0.0, 0.0_f64, 1);
        for entry in entries {
            let indent = if entry.swatch.is_some() { SWATCH + SWATCH_GAP } else { 0.0 };
            let block = canvas.wrap(entry.text, style, width - indent)?;
            if x > 0.0 && x + indent + block.width > width {
                (x, top, row_height) = (0.0, top + row_height + 0.5, 0.0);
                rows += 1;
            }
            let (height, entry_width) = (block.height(), indent + block.width);
            let baseline = top + style.ascent;
            placed.push(Placed { swatch: entry.swatch, round: entry.round, block, x, baseline });
            row_height = row_height.max(height);
            x += entry_width + ENTRY_GAP;
        }
        Ok(Self { entries: placed, height: top + row_height, rows })
    }

    /// The legend above bars that start at `left`: aligned with them when it
    /// then takes one row, else over the whole width, whichever takes fewer rows.
    /// Returns it with its left edge.
    pub(crate) fn above_bars(
        canvas: &Canvas,
        entries: &[Entry],
        left: f64,
    ) -> Result<(Self, f64), ChartFault> {
        let aligned = Self::new(canvas, entries, canvas.width() - left);
        let whole = Self::new(canvas, entries, canvas.width())?;
        match aligned {
            Ok(aligned) if aligned.rows <= whole.rows => Ok((aligned, left)),
            _ => Ok((whole, 0.0)),
        }
    }

    /// Puts the legend with its corner at a place; returns its bottom.
    pub(crate) fn put(self, canvas: &mut Canvas, left: f64, top: f64) -> f64 {
        let bottom = top + self.height;
        for entry in self.entries {
            let mut x = left + entry.x;
            let baseline = top + entry.baseline;
            if let Some(paint) = entry.swatch {
                let middle = baseline - entry.block.style.cap_height / 2.0;
                canvas.scene.shapes.push(swatch(paint, entry.round, x, middle));
                x += SWATCH + SWATCH_GAP;
            }
            canvas.scene.text(entry.block, x, baseline, Anchor::Start, Paint::Muted);
        }
        bottom
    }
}

/// A square, or a dot that is open when it stands for uncertain values.
fn swatch(paint: Paint, round: bool, x: f64, y: f64) -> Shape {
    let half = SWATCH / 2.0;
    match (paint, round) {
        (Paint::Tint(tone), true) => {
            let stroke = Some(Stroke::new(Paint::Data(tone), 1.3));
            Shape::Circle { x: x + half, y, radius: 2.2, fill: Paint::Paper, stroke }
        }
        (paint, true) => Shape::Circle { x: x + half, y, radius: 2.9, fill: paint, stroke: None },
        (paint, false) => {
            let area = Area { left: x, top: y - half, right: x + SWATCH, bottom: y + half };
            let stroke = match paint {
                Paint::Tint(tone) => Some(Stroke::new(Paint::Data(tone), 0.7)),
                _ => None,
            };
            Shape::Rectangle { area, fill: Some(paint), stroke }
        }
    }
}
