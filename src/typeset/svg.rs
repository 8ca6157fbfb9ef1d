//! Pages as SVG, element by element: what looks as it did need not be drawn again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write};

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use typst::foundations::Smart;
use typst::layout::{Abs, Axes, Frame, FrameItem, FrameKind, GroupItem, Point, Size};
use typst::syntax::Span;
use typst::text::TextItem;
use typst::text::color::should_outline;
use typst::utils::hash128;
use typst::visualize::{Geometry, Image, ImageKind, Paint, Shape, SvgImage};
use typst_layout::Page;
use typst_svg::SvgOptions;

use super::Bytes;
use super::look::item_look;

/// Units in a point. A hundredth of a point is less than what a screen shows at any
/// size, and whole numbers are soon written and read.
const UNITS: f64 = 100.0;

/// A page as SVG. Lengths are in hundredths of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct SvgPage {
    /// Width of the page.
    pub width: i64,
    /// Height of the page.
    pub height: i64,
    /// What is drawn, from the bottom to the top.
    pub elements: Vec<SvgElement>,
    /// What each looks like: one SVG element, with its origin at 0, without `transform`.
    /// Looks that were known are left out.
    pub drawings: BTreeMap<u128, String>,
}

/// What is drawn in one go: a run of text, a shape, a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SvgElement {
    /// Tells how it looks, wherever it stands; its drawing in [`SvgPage::drawings`].
    pub look: u128,
    /// Distance of its origin from the left edge of the page.
    pub x: i64,
    /// Distance of its origin from the top edge of the page.
    pub y: i64,
}

impl SvgPage {
    /// A page as SVG, without the drawings of looks that are known. Texts are outlines:
    /// whoever shows them may not have the fonts.
    pub fn new(page: &Page, known: &BTreeSet<u128>) -> Self {
        let Size { x, y } = page.frame.size();
        let (width, height) = (units(x), units(y));
        let mut svg = Self { width, height, elements: vec![], drawings: BTreeMap::new() };
        let mut add = |at: Point, item: &FrameItem| svg.add(page, known, at, item);
        if let Smart::Custom(Some(paint)) = &page.fill {
            let ground = Geometry::Rect(page.frame.size()).filled(paint.clone());
            add(Point::zero(), &FrameItem::Shape(ground, Span::detached()));
        }
        visit(&page.frame, Point::zero(), &mut add);
        svg
    }

    fn add(&mut self, page: &Page, known: &BTreeSet<u128>, at: Point, item: &FrameItem) {
        let look = item_look(item);
        let (element, within) = match is_solid(item) {
            true => (SvgElement { look, x: units(at.x), y: units(at.y) }, Point::zero()),
            // A gradient may run over the page, so that it looks different elsewhere.
            false => (SvgElement { look: hash128(&(look, at)), x: 0, y: 0 }, at),
        };
        self.elements.push(element);
        if known.contains(&element.look) {
            return;
        }
        self.drawings.entry(element.look).or_insert_with(|| {
            match item {
                FrameItem::Text(text) => text_svg(text),
                FrameItem::Image(image, size, _) => image_svg(image, *size),
                _ => None,
            }
            .unwrap_or_else(|| item_svg(page, within, item))
        });
    }
}

/// The whole page as one picture.
impl Display for SvgPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, elements, drawings } = self;
        write!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 {width} {height}\" \
             width=\"{}pt\" height=\"{}pt\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
            *width as f64 / UNITS,
            *height as f64 / UNITS,
        )?;
        for SvgElement { look, x, y } in elements {
            let drawing = drawings.get(look).map_or("", String::as_str);
            write!(f, "<g transform=\"translate({x} {y})\">{drawing}</g>")?;
        }
        f.write_str("</svg>")
    }
}

/// Gives each thing that is drawn in one go, with its place on the page.
fn visit(frame: &Frame, origin: Point, draw: &mut dyn FnMut(Point, &FrameItem)) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) if may_be_parted(group) => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                visit(&group.frame, at + shift, draw);
            }
            // They show nothing.
            FrameItem::Tag(_) | FrameItem::Link(..) => {}
            item => draw(at, item),
        }
    }
}

fn units(length: Abs) -> i64 {
    (length.to_pt() * UNITS).round() as i64
}

/// Whether what is in a group looks the same without it.
fn may_be_parted(group: &GroupItem) -> bool {
    let is_reference = matches!(group.frame.kind(), FrameKind::Hard);
    group.transform.is_only_translate()
        && group.clip.is_none()
        && (!is_reference || group.frame.items().all(|(_, item)| is_solid(item)))
}

/// Whether an item is painted in plain colours only.
fn is_solid(item: &FrameItem) -> bool {
    let solid = |paint: &Paint| matches!(paint, Paint::Solid(_));
    match item {
        FrameItem::Group(group) => group.frame.items().all(|(_, item)| is_solid(item)),
        FrameItem::Text(TextItem { fill, stroke, .. }) => {
            solid(fill) && stroke.as_ref().is_none_or(|stroke| solid(&stroke.paint))
        }
        FrameItem::Shape(Shape { fill, stroke, .. }, _) => {
            fill.as_ref().is_none_or(solid)
                && stroke.as_ref().is_none_or(|stroke| solid(&stroke.paint))
        }
        FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => true,
    }
}

/// A run of text as one path. `None` for what is more than outlines in one colour.
fn text_svg(text: &TextItem) -> Option<String> {
    let TextItem { font, size, fill: Paint::Solid(colour), stroke: None, .. } = text else {
        return None;
    };
    let scale = UNITS * size.to_pt() / font.units_per_em();
    let mut path = Path { scale, ..Path::default() };
    let mut origin = Point::zero();
    for glyph in &text.glyphs {
        let id = GlyphId(glyph.id);
        if !should_outline(font, id) {
            return None;
        }
        let offset = Point::new(glyph.x_offset.at(*size), glyph.y_offset.at(*size));
        path.origin = origin + offset;
        font.ttf().outline_glyph(id, &mut path);
        origin += Point::new(glyph.x_advance.at(*size), glyph.y_advance.at(*size));
    }
    Some(format!("<path fill=\"{}\" d=\"{}\"/>", colour.to_hex(), path.data))
}

/// The data of a path, from outlines in the units of a font, whose y runs upwards.
#[derive(Default)]
struct Path {
    data: String,
    scale: f64,
    /// Where the origin of the glyph stands.
    origin: Point,
    /// Where the last command ended, and where its contour began.
    last: [i64; 2],
    start: [i64; 2],
}

impl Path {
    /// Adds a command, relative to where the last one ended.
    fn draw(&mut self, command: char, points: &[(f32, f32)]) {
        let last = self.last;
        self.data.push(command);
        for &(x, y) in points {
            let x = (f64::from(x) * self.scale + self.origin.x.to_pt() * UNITS).round() as i64;
            let y = (f64::from(-y) * self.scale - self.origin.y.to_pt() * UNITS).round() as i64;
            for number in [x - last[0], y - last[1]] {
                if number >= 0 && !self.data.ends_with(command) {
                    self.data.push(' ');
                }
                let _ = write!(self.data, "{number}");
            }
            self.last = [x, y];
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.draw('m', &[(x, y)]);
        self.start = self.last;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.draw('l', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.draw('q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.draw('c', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('z');
        self.last = self.start;
    }
}

/// A drawing with its texts as outlines. `None` for photographs.
fn image_svg(image: &Image, size: Axes<Abs>) -> Option<String> {
    let Outlines { width, height, content } = outlines(image)?;
    Some(format!(
        "<svg width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\" \
         preserveAspectRatio=\"none\">{content}</svg>",
        units(size.x),
        units(size.y),
    ))
}

/// A drawing, its size, and what is in it.
#[derive(Clone, Hash)]
struct Outlines {
    width: String,
    height: String,
    content: String,
}

#[comemo::memoize]
fn outlines(image: &Image) -> Option<Outlines> {
    let ImageKind::Svg(svg) = image.kind() else { return None };
    let options = usvg::WriteOptions {
        // Names are those of the whole document that the drawing comes into.
        id_prefix: Some(format!("{:x}-", hash128(image))),
        coordinates_precision: 2,
        indent: usvg::Indent::None,
        ..usvg::WriteOptions::default()
    };
    let size = svg.tree().size();
    Some(Outlines {
        width: size.width().to_string(),
        height: size.height().to_string(),
        content: content(&svg.tree().to_string(&options))?.to_string(),
    })
}

/// Anything else, as Typst draws it; `at` is where it stands on a page of its own.
fn item_svg(page: &Page, at: Point, item: &FrameItem) -> String {
    let mut frame = Frame::hard(page.frame.size());
    frame.push(at, outlined(item));
    let page = Page { frame, fill: Smart::Custom(None), ..page.clone() };
    let svg = typst_svg::svg(&page, &SvgOptions::default());
    format!("<g><g transform=\"scale({UNITS})\">{}</g></g>", content(&svg).unwrap_or_default())
}

/// The item with the texts of its pictures as outlines, without links.
fn outlined(item: &FrameItem) -> FrameItem {
    match item {
        FrameItem::Group(group) => {
            let mut group = group.clone();
            let mut frame = Frame::new(group.frame.size(), group.frame.kind());
            for (position, item) in group.frame.items() {
                if !matches!(item, FrameItem::Link(..) | FrameItem::Tag(_)) {
                    frame.push(*position, outlined(item));
                }
            }
            group.frame = frame;
            FrameItem::Group(group)
        }
        FrameItem::Image(image, size, span) => {
            FrameItem::Image(outlined_image(image).unwrap_or_else(|| image.clone()), *size, *span)
        }
        item => item.clone(),
    }
}

#[comemo::memoize]
fn outlined_image(image: &Image) -> Option<Image> {
    let Outlines { width, height, content } = outlines(image)?;
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\">{content}</svg>"
    );
    let svg = SvgImage::new(Bytes::from_string(text)).ok()?;
    Some(Image::new(svg, None, image.scaling()))
}

/// What is in an SVG file.
fn content(svg: &str) -> Option<&str> {
    let (_, content) = svg.split_once('>')?;
    Some(content.rsplit_once("</svg>")?.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use resvg::tiny_skia::Pixmap;

    use super::super::tests::{document, world};
    use super::*;

    fn svg(page: &Page) -> SvgPage {
        SvgPage::new(page, &BTreeSet::new())
    }

    fn pixels(svg: &str) -> Pixmap {
        let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
        let size = tree.size().to_int_size();
        let mut pixmap = Pixmap::new(size.width(), size.height()).unwrap();
        resvg::render(&tree, resvg::tiny_skia::Transform::default(), &mut pixmap.as_mut());
        pixmap
    }

    /// The greatest difference of a pixel, and the mean one, of 255.
    fn difference(one: &Pixmap, other: &Pixmap) -> (u8, f64) {
        assert_eq!((one.width(), one.height()), (other.width(), other.height()));
        let differences =
            one.data().iter().zip(other.data()).map(|(one, other)| one.abs_diff(*other));
        let sum: u64 = differences.clone().map(u64::from).sum();
        (differences.max().unwrap(), sum as f64 / one.data().len() as f64)
    }

    const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'>\
        <defs><linearGradient id='g'><stop stop-color='red'/><stop offset='1' stop-color='blue'/>\
        </linearGradient><clipPath id='c'><circle cx='20' cy='20' r='18'/></clipPath></defs>\
        <rect width='80' height='40' fill='url(#g)' clip-path='url(#c)'/>\
        <path d='M40 5L75 35' stroke='green' stroke-width='4'/></svg>";

    #[test]
    fn pages_look_as_typst_draws_them() {
        let sources = [
            "= Kop\nEen *vette* en _schuine_ zin, met een voetnoot#footnote[Hier.] en fijn 1/2.",
            "#set page(fill: rgb(\"#f3efe6\"))\n#table(columns: 3, fill: (x, y) => if y == 0 { \
             rgb(10, 80, 120, 50%) }, [a], [b], [c], [1], [2], [3])",
            "#rotate(20deg)[Gedraaid #box(fill: red, inset: 3pt)[rood]] #scale(150%)[Groot] \
             #move(dx: 9pt, dy: 3pt)[Verschoven]",
            "#box(width: 40pt, height: 15pt, clip: true, radius: 4pt, fill: aqua)[Afgesneden tekst]",
            "#set text(fill: gradient.linear(red, blue))\nKleuren over de regel\n\n\
             #rect(width: 50%, fill: gradient.linear(red, blue, relative: \"parent\"))\n\
             #block(width: 60%, inset: 5pt, stroke: 1pt, rect(width: 100%, fill: gradient.radial(\
             yellow, green, relative: \"parent\")))",
            "#text(stroke: 0.5pt + red, size: 20pt)[Rand] #text(size: 30pt, fill: rgb(0, 0, 0, 40%))[A]",
            "#image(\"/picture.svg\", width: 100pt)\n#rotate(30deg, image(\"/picture.svg\"))\n\
             #image(\"/picture.svg\", width: 30pt, height: 60pt, fit: \"stretch\")",
            "#curve(fill: blue, fill-rule: \"even-odd\", curve.move((0pt, 0pt)), curve.line((40pt, 0pt)), \
             curve.line((10pt, 30pt)), curve.line((20pt, -10pt)), curve.line((40pt, 30pt)), curve.close())",
            "#place(dx: 120pt)[#circle(radius: 8pt, stroke: (paint: red, dash: \"dotted\"))] \
             #link(\"https://example.org\")[Een verwijzing] #underline[onderstreept]",
        ];
        for source in sources {
            let text = format!("#set page(width: 200pt, height: 160pt, margin: 12pt)\n{source}");
            let document = document(&world(&[("/main.typ", &text), ("/picture.svg", PICTURE)]));
            for page in document.pages() {
                let typst = pixels(&typst_svg::svg(page, &SvgOptions::default()));
                let ours = pixels(&svg(page).to_string());
                let (greatest, mean) = difference(&typst, &ours);
                // An edge that moves by a hundredth of a pixel may cover a sample more, of the
                // four that a pixel has in height.
                assert!(greatest <= 128 && mean < 0.5, "{source}: {greatest}, {mean}");
            }
        }
    }

    #[test]
    fn what_only_moves_is_known() {
        let page = |text: &str| {
            let text = format!("#set page(width: 200pt, height: 160pt, margin: 12pt)\n{text}");
            document(&world(&[("/main.typ", &text), ("/picture.svg", PICTURE)])).pages()[0].clone()
        };
        let picture = "#image(\"/picture.svg\", width: 40pt)";
        let one = svg(&page(&format!("Eerst dit.\n\nDan dat.\n\n{picture}")));
        let known: BTreeSet<u128> = one.drawings.keys().copied().collect();
        let other =
            SvgPage::new(&page(&format!("Eerst dit.\n\nEn dit.\n\nDan dat.\n\n{picture}")), &known);
        assert_eq!(other.drawings.len(), 1);
        let looks: Vec<u128> = other.elements.iter().map(|element| element.look).collect();
        let kept: Vec<u128> = looks.iter().copied().filter(|look| known.contains(look)).collect();
        assert_eq!(kept, one.elements.iter().map(|element| element.look).collect::<Vec<_>>());
        assert!(
            other.elements[2].y > one.elements[1].y && other.elements[2].x == one.elements[1].x
        );
        // The same twice on a page is drawn once.
        let twice = svg(&page("Ja\n\nNee\n\nJa"));
        assert_eq!((twice.elements.len(), twice.drawings.len()), (3, 2));
    }

    #[test]
    fn names_in_drawings_are_their_own() {
        let other = PICTURE.replace("'blue'", "'black'");
        let source = "#image(\"/picture.svg\")\n#image(\"/other.svg\")";
        let files = [("/main.typ", source), ("/picture.svg", PICTURE), ("/other.svg", &other)];
        let svg = svg(&document(&world(&files)).pages()[0]);
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for drawing in svg.drawings.values() {
            for part in drawing.split(" id=\"").skip(1) {
                *uses.entry(part.split('"').next().unwrap()).or_default() += 1;
            }
        }
        assert_eq!(uses.len(), 4, "{uses:?}");
        assert!(uses.values().all(|count| *count == 1), "{uses:?}");
    }
}
