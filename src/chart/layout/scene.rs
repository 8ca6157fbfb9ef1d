//! Shapes and texts with their places, and the proof that no text is in the
//! way of another.

use crate::chart::fault::ChartFault;
use crate::chart::svg::Part;
use crate::chart::text::Block;
use crate::chart::theme::Paint;

/// A rectangle in points; y runs down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    /// Its corners, in order around it.
    pub(crate) fn corners(&self) -> Vec<(f64, f64)> {
        let Self { left, top, right, bottom } = *self;
        vec![(left, top), (right, top), (right, bottom), (left, bottom)]
    }

    /// How far two areas lie over each other: the smaller of the two overlaps,
    /// or nothing.
    fn overlap(&self, other: &Self) -> f64 {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = self.bottom.min(other.bottom) - self.top.max(other.top);
        across.min(down).max(0.0)
    }

    /// Whether a line that runs to the right from one place to another crosses it.
    pub(crate) fn is_crossed(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        let (start, end) = (self.left.max(from.0), self.right.min(to.0));
        if start > end || to.0 <= from.0 {
            return false;
        }
        let at = |x: f64| from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0);
        let (one, two) = (at(start), at(end));
        one.min(two) < self.bottom && one.max(two) > self.top
    }

    /// Whether they lie over each other by more than a hair.
    pub(crate) fn collides(&self, other: &Self) -> bool {
        self.overlap(other) > HAIR
    }
}

/// What counts as touching, in points: above the rounding of coordinates.
const HAIR: f64 = 0.03;

/// Which point of a line of text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line around a shape, or a line itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) paint: Paint,
    pub(crate) width: f64,
    pub(crate) dashed: bool,
}

impl Stroke {
    pub(crate) fn new(paint: Paint, width: f64) -> Self {
        Self { paint, width, dashed: false }
    }
}

/// A shape to paint.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Rectangle {
        area: Area,
        fill: Option<Paint>,
        stroke: Option<Stroke>,
    },
    Circle {
        x: f64,
        y: f64,
        radius: f64,
        fill: Paint,
        stroke: Option<Stroke>,
    },
    Line {
        from: (f64, f64),
        to: (f64, f64),
        stroke: Stroke,
    },
    /// Path data, at a scale and place.
    Path {
        data: Vec<Part>,
        fill: Option<Paint>,
        stroke: Option<Stroke>,
    },
    Text(Text),
}

/// A text at its place.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) block: Block,
    pub(crate) x: f64,
    /// First baseline.
    pub(crate) y: f64,
    pub(crate) anchor: Anchor,
    pub(crate) paint: Paint,
}

impl Text {
    /// The box around all lines, as usvg measures it.
    pub(crate) fn area(&self) -> Area {
        let width = self.block.width;
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Area {
            left,
            top: self.y - self.block.style.ascent,
            right: left + width,
            bottom: self.y + self.block.spread() + self.block.style.descent,
        }
    }
}

/// Everything in a picture, in the order of painting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scene {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Scene {
    pub(crate) fn bar(&mut self, left: f64, top: f64, right: f64, bottom: f64, fill: Paint) {
        let (left, right) = (left.min(right), left.max(right));
        let (top, bottom) = (top.min(bottom), top.max(bottom));
        let area = Area { left, top, right, bottom };
        self.shapes.push(Shape::Rectangle { area, fill: Some(fill), stroke: None });
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.shapes.push(Shape::Line { from, to, stroke });
    }

    /// Puts a text and returns the box around it.
    pub(crate) fn text(
        &mut self,
        block: Block,
        x: f64,
        y: f64,
        anchor: Anchor,
        paint: Paint,
    ) -> Area {
        let text = Text { block, x, y, anchor, paint };
        let area = text.area();
        // Empty texts are not painted and take no room.
        if text.block.lines.iter().any(|line| !line.text.is_empty()) {
            self.shapes.push(Shape::Text(text));
        }
        area
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The bottom of the lowest text.
    pub(crate) fn lowest_text(&self) -> f64 {
        self.texts().fold(0.0, |lowest, text| lowest.max(text.area().bottom))
    }

    /// Whether a text with this box would stand free of all texts so far, inside the picture.
    pub(crate) fn is_free(&self, area: &Area) -> bool {
        area.left >= 0.0
            && area.top >= 0.0
            && area.right <= self.width
            && !self.texts().any(|text| text.area().collides(area))
    }

    /// Proves that all coordinates are numbers, and that texts keep clear of
    /// each other and of the edge. A chart that fails is not drawn.
    pub(crate) fn prove(&self) -> Result<(), ChartFault> {
        if !self.shapes.iter().all(is_finite) || !(self.width * self.height).is_finite() {
            return Err(ChartFault::new(
                "chart-not-finite",
                "a place in the chart is not a number",
            )
            .hint("this is a fault of drukpers: please report it"));
        }
        let mut placed: Vec<(Area, &Text)> = self.texts().map(|text| (text.area(), text)).collect();
        placed.sort_by(|one, two| one.0.top.total_cmp(&two.0.top));
        for (index, (area, text)) in placed.iter().enumerate() {
            let outside = area.left < -HAIR
                || area.top < -HAIR
                || area.right > self.width + HAIR
                || area.bottom > self.height + HAIR;
            if outside {
                return Err(no_room(&format!("`{}` does not fit", first_line(text))));
            }
            let mut below =
                placed[index + 1..].iter().take_while(|other| other.0.top < area.bottom);
            if let Some((_, other)) = below.find(|other| other.0.collides(area)) {
                let message = format!(
                    "`{}` and `{}` are in each other's way",
                    first_line(text),
                    first_line(other)
                );
                return Err(no_room(&message));
            }
        }
        Ok(())
    }
}

fn no_room(message: &str) -> ChartFault {
    ChartFault::new("chart-too-narrow", format!("{message} in a chart of this width"))
        .hint("make the chart wider, shorten its labels, or take another kind of chart")
}

fn first_line(text: &Text) -> &str {
    text.block.lines.first().map_or("", |line| line.text.as_str())
}

fn is_finite(shape: &Shape) -> bool {
    match shape {
        Shape::Rectangle { area, .. } => {
            (area.left + area.right + area.top + area.bottom).is_finite()
        }
        Shape::Circle { x, y, radius, .. } => (x + y + radius).is_finite(),
        Shape::Line { from, to, .. } => (from.0 + from.1 + to.0 + to.1).is_finite(),
        Shape::Path { data, .. } => data.iter().all(|part| match part {
            Part::Number(value) => value.is_finite(),
            Part::Letter(_) => true,
        }),
        Shape::Text(text) => (text.x + text.y + text.block.width).is_finite(),
    }
}
