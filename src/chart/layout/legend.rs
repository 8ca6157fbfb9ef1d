//! Legends: swatches with labels, in rows.

use super::canvas::Canvas;
use super::hatch::hatch;
use super::scene::{Anchor, Area, Shape, Stroke};
use crate::chart::fault::ChartFault;
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};

/// The sign that an entry explains, as the chart draws it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sign {
    Square(Paint),
    Dot(Paint),
    /// An empty square with a dashed line around it.
    Open(Tone),
    /// A square with a dashed line in it.
    Dashed(Tone),
    /// A square with slanting lines.
    Hatched(Tone),
}

/// One sign with its label.
pub(crate) struct Entry<'a> {
    sign: Option<Sign>,
    text: &'a str,
}

impl<'a> Entry<'a> {
    pub(crate) fn new(sign: Sign, text: &'a str) -> Self {
        Self { sign: Some(sign), text }
    }

    pub(crate) fn text(text: &'a str) -> Self {
        Self { sign: None, text }
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
    sign: Option<Sign>,
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
            let indent = if entry.sign.is_some() { SWATCH + SWATCH_GAP } else { 0.0 };
            let block = canvas.wrap(entry.text, style, width - indent)?;
            if x > 0.0 && x + indent + block.width > width {
                (x, top, row_height) = (0.0, top + row_height + 0.5, 0.0);
                rows += 1;
            }
            let (height, entry_width) = (block.height(), indent + block.width);
            let baseline = top + style.ascent;
            placed.push(Placed { sign: entry.sign, block, x, baseline });
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
            if let Some(sign) = entry.sign {
                let middle = baseline - entry.block.style.cap_height / 2.0;
                put_sign(canvas, sign, x, middle);
                x += SWATCH + SWATCH_GAP;
            }
            canvas.scene.text(entry.block, x, baseline, Anchor::Start, Paint::Muted);
        }
        bottom
    }
}

/// Draws a sign with its left end at `x`, around the height `y`.
fn put_sign(canvas: &mut Canvas, sign: Sign, x: f64, y: f64) {
    let half = SWATCH / 2.0;
    let area = Area { left: x, top: y - half, right: x + SWATCH, bottom: y + half };
    let shapes = &mut canvas.scene.shapes;
    match sign {
        // Open dots stand for uncertain values.
        Sign::Dot(Paint::Tint(tone)) => {
            let stroke = Some(Stroke::new(Paint::Data(tone), 1.3));
            shapes.push(Shape::Circle { x: x + half, y, radius: 2.2, fill: Paint::Paper, stroke });
        }
        Sign::Dot(fill) => {
            shapes.push(Shape::Circle { x: x + half, y, radius: 2.9, fill, stroke: None });
        }
        Sign::Square(paint) => {
            let stroke = match paint {
                Paint::Tint(tone) => Some(Stroke::new(Paint::Data(tone), 0.7)),
                _ => None,
            };
            shapes.push(Shape::Rectangle { area, fill: Some(paint), stroke });
        }
        Sign::Open(tone) => {
            let stroke = Some(Stroke { paint: Paint::Data(tone), width: 0.9, dashed: true });
            shapes.push(Shape::Rectangle { area, fill: Some(Paint::Paper), stroke });
        }
        Sign::Dashed(tone) => {
            let fill = Some(Paint::Data(tone));
            shapes.push(Shape::Rectangle { area, fill, stroke: None });
            shapes.push(dashed_inside(area, tone, 1.2));
        }
        Sign::Hatched(tone) => {
            let fill = Some(Paint::Data(tone));
            shapes.push(Shape::Rectangle { area, fill, stroke: None });
            shapes.extend(hatch(&[area.corners()]));
        }
    }
}

/// A dashed line within a filled area, in the colour of text on it: the mark of
/// an uncertain value where the fill itself is the value.
pub(crate) fn dashed_inside(area: Area, tone: Tone, inset: f64) -> Shape {
    let inner = Area {
        left: area.left + inset,
        top: area.top + inset,
        right: (area.right - inset).max(area.left + inset),
        bottom: (area.bottom - inset).max(area.top + inset),
    };
    let stroke = Some(Stroke { paint: Paint::On(tone), width: 0.6, dashed: true });
    Shape::Rectangle { area: inner, fill: None, stroke }
}
