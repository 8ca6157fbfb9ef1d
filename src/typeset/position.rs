//! What stands where on the finished pages.
//!
//! A fact needs no marker in the document: each glyph on a page remembers the
//! expression that it was set from. [`positions`] collects the calls of
//! `fact(id, text)` from the sources and looks for their glyphs, so that
//! compilation itself costs nothing more, however many facts there are.

use std::collections::{HashMap, VecDeque};

use typst::foundations::{Bytes, Label, NativeElement, StyleChain};
use typst::introspection::{Introspector, Location, PagedPosition, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::model::{HeadingElem, Numbering, OutlineElem};
use typst::pdf::ArtifactElem;
use typst::syntax::{Span, SyntaxNode, ast};
use typst::text::TextItem;
use typst::visualize::ImageKind;
use typst_layout::{Page, PagedDocument};

use super::world::World;

/// A page, as it is counted and as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageNumber {
    /// Sheets counted from 1, as a PDF viewer does.
    pub physical: usize,
    /// What the page calls itself, such as `iv` or `12`; `None` if it has no number.
    pub printed: Option<String>,
}

/// Where a fact is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct FactPosition {
    /// The first argument of `fact(id, text)`.
    pub id: String,
    /// The page.
    pub page: PageNumber,
    /// Left end of the text, in points from the left edge of the page.
    pub x: f64,
    /// Baseline of the text, in points from the top edge of the page.
    pub y: f64,
    /// Width in points of the part that stands on the first line.
    pub width: f64,
    /// Size of the type in points.
    pub size: f64,
    /// Whether it shows again in a list of headings or figures, a running header or
    /// another decoration, where nothing may be a link of its own.
    pub repeated: bool,
}

/// Where a label stands, such as that of a figure or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelPosition {
    /// The label without its angle brackets.
    pub label: String,
    /// The page.
    pub page: PageNumber,
    /// In points from the left edge of the page.
    pub x: f64,
    /// In points from the top edge of the page.
    pub y: f64,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OutlineEntry {
    /// Depth, from 1.
    pub level: usize,
    /// The heading as plain text.
    pub title: String,
    /// The page.
    pub page: PageNumber,
}

/// All pages in order.
pub fn page_numbers(document: &PagedDocument) -> Vec<PageNumber> {
    document.pages().iter().enumerate().map(page_number).collect()
}

/// All headings that show in the outline of the PDF, in order.
pub fn outline(document: &PagedDocument) -> Vec<OutlineEntry> {
    let pages = page_numbers(document);
    let introspector = document.introspector();
    let headings = introspector.query(&HeadingElem::ELEM.select());
    let styles = StyleChain::default();
    headings
        .iter()
        .filter_map(|element| {
            let heading = element.to_packed::<HeadingElem>()?;
            let shown = heading.bookmarked.get(styles);
            shown.unwrap_or_else(|| heading.outlined.get(styles)).then_some(())?;
            let position = introspector.position(element.location()?)?;
            Some(OutlineEntry {
                level: heading.resolve_level(styles).get(),
                title: heading.body.plain_text().trim().to_owned(),
                page: pages.get(position.page.get() - 1)?.clone(),
            })
        })
        .collect()
}

/// Where a picture is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PicturePosition {
    /// The page.
    pub page: PageNumber,
    /// Width of the picture on the page, in points.
    pub width: f64,
    corner: Point,
    transform: Transform,
}

impl PicturePosition {
    /// The place on the page, in points from its top left corner, of a place in the
    /// picture. That is in units of which `width` make its width.
    pub fn place(&self, x: f64, y: f64, width: f64) -> (f64, f64) {
        let scale = self.width / width;
        let within = self.corner + Point::new(Abs::pt(x * scale), Abs::pt(y * scale));
        let place = within.transform(self.transform);
        (place.x.to_pt(), place.y.to_pt())
    }
}

/// Where each of these SVG pictures is drawn; `None` for one that is not, or only for
/// decoration. Of pictures with the same content the first is the first on the pages.
pub fn pictures(document: &PagedDocument, wanted: &[Bytes]) -> Vec<Option<PicturePosition>> {
    let mut waiting: HashMap<&[u8], VecDeque<usize>> = HashMap::new();
    for (index, content) in wanted.iter().enumerate() {
        waiting.entry(content.as_slice()).or_default().push_back(index);
    }
    let mut found = vec![None; wanted.len()];
    let pages = page_numbers(document);
    for (page, number) in document.pages().iter().zip(pages) {
        let mut walk = Pictures { artifacts: vec![], found: vec![] };
        walk.frame(&page.frame, Transform::identity());
        for (content, corner, width, transform) in walk.found {
            let waiting = waiting.get_mut(content.as_slice()).and_then(VecDeque::pop_front);
            if let Some(index) = waiting {
                let page = number.clone();
                found[index] = Some(PicturePosition { page, width, corner, transform });
            }
        }
    }
    found
}

/// A walk over a page for its pictures.
struct Pictures {
    /// Decorations that are open now.
    artifacts: Vec<Location>,
    /// The source of each picture, its upper left corner, its width, and what moves both.
    found: Vec<(Bytes, Point, f64, Transform)>,
}

impl Pictures {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let inner = transform
                        .pre_concat(Transform::translate(position.x, position.y))
                        .pre_concat(group.transform);
                    self.frame(&group.frame, inner);
                }
                FrameItem::Image(image, size, _) if self.artifacts.is_empty() => {
                    if let ImageKind::Svg(image) = image.kind() {
                        let content = image.data().clone();
                        self.found.push((content, *position, size.x.to_pt(), transform));
                    }
                }
                FrameItem::Tag(Tag::Start(element, _)) if element.is::<ArtifactElem>() => {
                    self.artifacts.extend(element.location());
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.artifacts.retain(|open| open != location);
                }
                _ => {}
            }
        }
    }
}

/// Those of the labels that exist, in the order in which they are asked for.
pub fn labels<'a>(
    document: &PagedDocument,
    wanted: impl IntoIterator<Item = &'a str>,
) -> Vec<LabelPosition> {
    let pages = page_numbers(document);
    let place = |name: &str| -> Option<LabelPosition> {
        let label = Label::new(typst::utils::PicoStr::intern(name))?;
        let element = document.introspector().query_label(label).ok()?;
        let position = position_of(document, element.location()?)?;
        Some(LabelPosition {
            label: name.to_owned(),
            page: pages.get(position.page.get() - 1)?.clone(),
            x: position.point.x.to_pt(),
            y: position.point.y.to_pt(),
        })
    };
    wanted.into_iter().filter_map(place).collect()
}

/// Where each fact is printed, in the order of the pages.
///
/// `world` is the one that the document was compiled from, not updated since.
/// A fact that shows several times counts once: at its first place outside
/// lists of headings or figures, running headers and footers, and decoration.
/// A fact that is not printed at all is left out.
pub fn positions(world: &World, document: &PagedDocument) -> Vec<FactPosition> {
    let calls = fact_calls(world);
    let mut search = Search {
        spans: &calls.spans,
        found: vec![None; calls.ids.len()],
        repeated: vec![false; calls.ids.len()],
        secondary: vec![],
        page: 0,
        order: 0,
    };
    for (index, page) in document.pages().iter().enumerate() {
        search.page = index;
        search.frame(&page.frame, Transform::identity());
    }

    let repeated = search.repeated;
    let mut found: Vec<(usize, Place)> = search
        .found
        .into_iter()
        .enumerate()
        .filter_map(|(fact, place)| Some((fact, place?)))
        .collect();
    found.sort_by_key(|(_, place)| place.order);
    let pages = page_numbers(document);
    found
        .into_iter()
        .map(|(fact, place)| FactPosition {
            id: calls.ids[fact].clone(),
            page: pages[place.page].clone(),
            x: place.point.x.to_pt(),
            y: place.point.y.to_pt(),
            width: place.width,
            size: place.size,
            repeated: repeated[fact],
        })
        .collect()
}

/// The calls of `fact` in all sources.
pub(super) struct FactCalls {
    /// By order of appearance in the sources.
    pub(super) ids: Vec<String>,
    /// Which fact an expression belongs to: an index into `ids`.
    pub(super) spans: HashMap<Span, usize>,
}

pub(super) fn fact_calls(world: &World) -> FactCalls {
    let mut calls = FactCalls { ids: vec![], spans: HashMap::new() };
    // Most of what there is to walk over are files of the theme, which call nothing.
    for source in world.parsed_sources().filter(|source| source.text().contains("fact(")) {
        collect_calls(source.root(), None, &mut calls);
    }
    calls
}

/// Adds the calls in and under `node`; `inside` is the fact that `node` belongs to.
fn collect_calls(node: &SyntaxNode, inside: Option<usize>, calls: &mut FactCalls) {
    let inside = match node.cast().and_then(fact_id) {
        Some(id) => {
            calls.ids.push(id);
            Some(calls.ids.len() - 1)
        }
        None => inside,
    };
    if let Some(fact) = inside {
        calls.spans.insert(node.span(), fact);
    }
    for child in node.children() {
        collect_calls(child, inside, calls);
    }
}

/// The id, if this is a call of `fact` that names one.
fn fact_id(call: ast::FuncCall) -> Option<String> {
    let ast::Expr::Ident(name) = call.callee() else { return None };
    let ast::Arg::Pos(ast::Expr::Str(id)) = call.args().items().next()? else { return None };
    (name.as_str() == "fact").then(|| id.get().to_string())
}

/// Where the text of a fact begins.
#[derive(Clone, Copy)]
struct Place {
    /// Whether the place is only a repetition, as in a list of figures.
    secondary: bool,
    /// Index of the page.
    page: usize,
    /// Rank among all places, in drawing order.
    order: usize,
    point: Point,
    width: f64,
    size: f64,
}

/// A walk over all pages.
struct Search<'a> {
    spans: &'a HashMap<Span, usize>,
    /// By index of the fact.
    found: Vec<Option<Place>>,
    /// By index of the fact: whether it shows where things are only repeated.
    repeated: Vec<bool>,
    /// Elements that are open now and only repeat what stands elsewhere.
    secondary: Vec<Location>,
    /// Index of the page.
    page: usize,
    /// How many places were noted so far.
    order: usize,
}

impl Search<'_> {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let inner = transform
                        .pre_concat(Transform::translate(position.x, position.y))
                        .pre_concat(group.transform);
                    self.frame(&group.frame, inner);
                }
                FrameItem::Text(text) => self.text(text, *position, transform),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if element.is::<OutlineElem>() || element.is::<ArtifactElem>() {
                        self.secondary.extend(element.location());
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.secondary.retain(|open| open != location);
                }
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem, start: Point, transform: Transform) {
        let mut x = start.x;
        // Neighbouring glyphs mostly come from one expression: look up each once.
        let mut current: Option<(Span, Option<usize>)> = None;
        for glyph in &text.glyphs {
            let span = glyph.span.0;
            let advance = glyph.x_advance.at(text.size);
            match current {
                Some((known, fact)) if known == span => {
                    if let Some(place) = fact.and_then(|fact| self.found[fact].as_mut()) {
                        place.width += advance.to_pt();
                    }
                }
                _ => {
                    let fact = self.spans.get(&span).copied();
                    let point = Point::new(x, start.y).transform(transform);
                    let new = fact.filter(|&fact| {
                        self.enter(fact, point, advance.to_pt(), text.size.to_pt())
                    });
                    current = Some((span, new));
                }
            }
            x += advance;
        }
    }

    /// Notes a place of a fact unless a better one is known; whether it was noted.
    fn enter(&mut self, fact: usize, point: Point, width: f64, size: f64) -> bool {
        let secondary = !self.secondary.is_empty();
        self.repeated[fact] |= secondary;
        let known = self.found[fact];
        if known.is_some_and(|known| secondary || !known.secondary) {
            return false;
        }
        let order = self.order;
        self.order += 1;
        self.found[fact] = Some(Place { secondary, page: self.page, order, point, width, size });
        true
    }
}

fn position_of(document: &PagedDocument, location: Location) -> Option<PagedPosition> {
    document.introspector().as_ref().position(location)
}

fn page_number((index, page): (usize, &Page)) -> PageNumber {
    let printed = page.numbering.as_ref().map(|numbering| match numbering {
        Numbering::Pattern(pattern) => pattern
            .apply(None, &[page.number])
            .map_or_else(|_| page.number.to_string(), |printed| printed.to_string()),
        // A function can only run during compilation.
        Numbering::Func(_) => page.number.to_string(),
    });
    PageNumber { physical: index + 1, printed }
}
