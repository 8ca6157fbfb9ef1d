//! What stands at a point of a page, what a page says, and how it looks.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use typst::WorldExt;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Rect, Size, Transform};
use typst::syntax::{DiagSpan, Span};
use typst::text::TextItem;
use typst::utils::hash128;
use typst::visualize::{Image, ImageKind};
use typst_layout::{Page, PagedDocument};

use super::Bytes;
use super::fault::Spot;
use super::position::fact_calls;
use super::world::World;

/// A rectangle on a page, in points from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What stands at a point.
#[derive(Clone, Debug)]
pub enum Hit {
    /// A character.
    Text {
        /// The source that made it; `None` if Typst does not know.
        spot: Option<Spot>,
        /// The number that it belongs to: the first argument of `fact(id, text)`.
        fact: Option<String>,
    },
    /// A picture, by its content.
    Image(Bytes),
}

/// A line of text on a page, or what of it stands in one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub area: Area,
    /// The left edges of its characters, and the right edge of the last, in points from
    /// the left edge of the page.
    edges: Vec<f64>,
}

impl Line {
    /// Where some of its characters stand; `range` counts characters.
    pub fn part(&self, range: Range<usize>) -> Area {
        let edge = |index: usize| self.edges[index.min(self.edges.len() - 1)];
        let (from, to) = (edge(range.start), edge(range.end));
        Area { x: from, width: to - from, ..self.area }
    }
}

/// A piece of a page: a run of text, a shape, a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Tells how it looks, wherever it stands and whatever made it.
    pub look: u128,
    /// Where it stands.
    pub area: Area,
}

/// What stands at a point, in points from the top left corner of a page.
///
/// `world` is the one that the document was compiled from, not updated since.
pub fn look(world: &World, document: &PagedDocument, page: usize, point: Point) -> Option<Hit> {
    let page = document.pages().get(page)?;
    match find(&page.frame, point)? {
        Target::Glyph(span) => Some(Hit::Text {
            spot: spot(world, span),
            fact: {
                let calls = fact_calls(world);
                calls.spans.get(&span).map(|&fact| calls.ids[fact].clone())
            },
        }),
        Target::Image(image) => match image.kind() {
            ImageKind::Svg(svg) => Some(Hit::Image(svg.data().clone())),
            _ => None,
        },
    }
}

fn spot(world: &World, span: Span) -> Option<Spot> {
    let span = DiagSpan::from(span);
    let file = span.id()?.vpath().get_with_slash().to_owned();
    Some(Spot { file, range: world.range(span)? })
}

enum Target<'a> {
    Glyph(Span),
    Image(&'a Image),
}

/// What was drawn last at this point.
fn find(frame: &Frame, point: Point) -> Option<Target<'_>> {
    frame.items().rev().find_map(|(position, item)| {
        let local = point - *position;
        match item {
            FrameItem::Group(group) => {
                find(&group.frame, local.transform(group.transform.invert()?))
            }
            FrameItem::Text(text) => glyph_at(text, local).map(Target::Glyph),
            FrameItem::Image(image, size, _) => {
                let inside = local.x.to_pt() >= 0.0
                    && local.y.to_pt() >= 0.0
                    && local.x <= size.x
                    && local.y <= size.y;
                inside.then_some(Target::Image(image))
            }
            _ => None,
        }
    })
}

/// The source of the glyph at a point, as seen from the start of the text.
fn glyph_at(text: &TextItem, point: Point) -> Option<Span> {
    if point.y < -text.size || point.y > text.size * 0.35 {
        return None;
    }
    let mut x = Abs::zero();
    for glyph in &text.glyphs {
        let end = x + glyph.x_advance.at(text.size);
        if x <= point.x && point.x < end {
            return (!glyph.span.0.is_detached()).then_some(glyph.span.0);
        }
        x = end;
    }
    None
}

/// The text of a page, in drawing order.
pub fn lines(page: &Page) -> Vec<Line> {
    let mut lines: Vec<(Line, f64)> = vec![];
    walk(&page.frame, Transform::identity(), &mut |item, position, transform| {
        let FrameItem::Text(text) = item else { return };
        let area = area_of_text(text, position, transform);
        let size = text.size.to_pt();
        // Runs on one line stand next to each other; a gap is a space, a wide one a column.
        if let Some((line, baseline)) = lines.last_mut()
            && (*baseline - (area.y + area.height)).abs() < 0.5
        {
            let gap = area.x - (line.area.x + line.area.width);
            if (-1.0..1.5 * size).contains(&gap) {
                // The right edge of the run before is where a space begins, if there is one.
                let end = line.edges.pop();
                if gap > 0.12 * size && !line.text.ends_with(' ') && !text.text.starts_with(' ') {
                    line.text.push(' ');
                    line.edges.extend(end);
                }
                line.text.push_str(&text.text);
                line.edges.extend(edges(text, &area));
                line.area.width = area.x + area.width - line.area.x;
                return;
            }
        }
        let line = Line { text: text.text.to_string(), edges: edges(text, &area), area };
        lines.push((line, area.y + area.height));
    });
    lines.into_iter().map(|(line, _)| line).collect()
}

/// The left edges of the characters of a run, and the right edge of the last.
fn edges(text: &TextItem, area: &Area) -> Vec<f64> {
    let whole = text.width().to_pt();
    let scale = if whole > 0.0 { area.width / whole } else { 0.0 };
    let mut glyphs = text.glyphs.iter().peekable();
    let (mut x, mut next) = (Abs::zero(), Abs::zero());
    let starts = text.text.char_indices().map(|(at, _)| {
        // A character without a glyph of its own stands where the glyph of those before it does.
        while let Some(glyph) = glyphs.next_if(|glyph| glyph.range().start <= at) {
            x = next;
            next += glyph.x_advance.at(text.size);
        }
        area.x + x.to_pt() * scale
    });
    let mut edges: Vec<f64> = starts.collect();
    edges.push(area.x + area.width);
    edges
}

/// Where a text stands whose first character has its origin at a point of a page, in
/// points from its top left corner; as far as it is set in one go. `None` when there is no text.
pub fn text_at(page: &Page, x: f64, y: f64, text: &str) -> Option<Area> {
    /// How exactly places are told, in points.
    const NEAR: f64 = 0.6;
    let mut found = None;
    walk(&page.frame, Transform::identity(), &mut |item, position, transform| {
        let FrameItem::Text(run) = item else { return };
        let origin = position.transform(transform);
        let area = area_of_text(run, position, transform);
        let is_on_line = (origin.y.to_pt() - y).abs() < NEAR;
        if !is_on_line || x < area.x - NEAR || x > area.x + area.width - NEAR {
            return;
        }
        let edges = edges(run, &area);
        let start = edges.iter().rposition(|edge| *edge < x + NEAR).unwrap_or(0);
        let end = (start + text.chars().count()).min(edges.len() - 1);
        // Numbers have next to nothing below the line.
        let height = area.height * 0.9;
        found = Some(Area { x: edges[start], width: edges[end] - edges[start], height, ..area });
    });
    found
}

/// All that is drawn on a page.
pub fn marks(page: &Page) -> Vec<Mark> {
    let mut marks = vec![];
    walk(&page.frame, Transform::identity(), &mut |item, position, transform| match item {
        FrameItem::Text(text) => marks
            .push(Mark { look: look_of_text(text), area: area_of_text(text, position, transform) }),
        FrameItem::Shape(shape, _) => {
            let Rect { min, max } = shape.bbox(true);
            let size = Size::new(max.x - min.x, max.y - min.y);
            let area = area(position + min, size, transform);
            marks.push(Mark { look: hash128(shape), area });
        }
        FrameItem::Image(image, size, _) => {
            marks.push(Mark { look: hash128(image), area: area(position, *size, transform) });
        }
        _ => {}
    });
    marks
}

/// Tells one page from another that looks different. What a page was made from
/// does not matter.
#[comemo::memoize]
pub fn page_look(page: &Page) -> u128 {
    hash128(&(FrameLook(&page.frame), &page.fill, page.bleed))
}

/// Tells one item from another that looks different, wherever it stands.
pub(super) fn item_look(item: &FrameItem) -> u128 {
    hash128(&ItemLook(item))
}

struct FrameLook<'a>(&'a Frame);

impl Hash for FrameLook<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.size().hash(state);
        for (position, item) in self.0.items() {
            if !matches!(item, FrameItem::Link(..) | FrameItem::Tag(_)) {
                (position, ItemLook(item)).hash(state);
            }
        }
    }
}

struct ItemLook<'a>(&'a FrameItem);

impl Hash for ItemLook<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.0 {
            FrameItem::Group(GroupItem { frame, transform, clip, .. }) => {
                (transform, clip, FrameLook(frame)).hash(state);
            }
            FrameItem::Text(text) => look_of_text(text).hash(state),
            FrameItem::Shape(shape, _) => shape.hash(state),
            FrameItem::Image(image, size, _) => (image, size).hash(state),
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn look_of_text(text: &TextItem) -> u128 {
    struct Look<'a>(&'a TextItem);
    impl Hash for Look<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            let TextItem { font, size, fill, stroke, glyphs, .. } = self.0;
            (font, size, fill, stroke).hash(state);
            for glyph in glyphs {
                (glyph.id, glyph.x_advance, glyph.x_offset, glyph.y_offset).hash(state);
            }
        }
    }
    hash128(&Look(text))
}

fn walk(frame: &Frame, transform: Transform, visit: &mut dyn FnMut(&FrameItem, Point, Transform)) {
    for (position, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            let inner = transform
                .pre_concat(Transform::translate(position.x, position.y))
                .pre_concat(group.transform);
            walk(&group.frame, inner, visit);
        } else {
            visit(item, *position, transform);
        }
    }
}

fn area_of_text(text: &TextItem, position: Point, transform: Transform) -> Area {
    let top = Point::new(position.x, position.y - text.size * 0.8);
    area(top, Size::new(text.width(), text.size * 1.05), transform)
}

/// The upright rectangle round a part of a frame.
fn area(position: Point, size: Size, transform: Transform) -> Area {
    let far = position + size.to_point();
    let corners = [position, far, Point::new(position.x, far.y), Point::new(far.x, position.y)]
        .map(|corner| corner.transform(transform));
    let (x, y) = (corners.map(|it| it.x.to_pt()), corners.map(|it| it.y.to_pt()));
    let least = |values: [f64; 4]| values.into_iter().fold(f64::INFINITY, f64::min);
    let most = |values: [f64; 4]| values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    Area { x: least(x), y: least(y), width: most(x) - least(x), height: most(y) - least(y) }
}
