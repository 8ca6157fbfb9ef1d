//! From scene to SVG.

use super::scene::{Anchor, Scene, Shape, Stroke, Text};
use crate::chart::svg::{Element, SvgWriter};
use crate::chart::text::FontSet;
use crate::chart::theme::{ChartTheme, Paint, Tone};
use crate::format::Language;

/// Writes the scene. Each colour stands there twice: as a presentation
/// attribute, for print, and as a class, for the style sheet of a web page
/// (see [`style_sheet`](crate::chart::style_sheet)).
pub(crate) fn write(
    scene: &Scene,
    theme: &ChartTheme,
    fonts: &FontSet,
    language: Language,
    alt: &str,
) -> String {
    let mut writer = SvgWriter::default();
    {
        let mut root = writer.element("svg");
        root.attribute("xmlns", "http://www.w3.org/2000/svg");
        root.attribute("class", "chart");
        // Points, so that print, web and raster agree about its natural size.
        root.attribute("width", &format!("{}pt", trimmed(scene.width)));
        root.attribute("height", &format!("{}pt", trimmed(scene.height)));
        let size = format!("0 0 {} {}", trimmed(scene.width), trimmed(scene.height));
        root.attribute("viewBox", &size);
        root.attribute("role", "img");
        root.attribute("aria-label", alt);
        root.attribute("lang", language.tag());
        root.attribute("font-family", &family(&theme.sans));
        let default_size = theme.sizes.label.get();
        root.number("font-size", default_size);
        for shape in &scene.shapes {
            match shape {
                Shape::Text(text) => write_text(&mut root, text, theme, fonts, default_size),
                other => write_shape(&mut root, other, theme),
            }
        }
    }
    writer.finish()
}

fn trimmed(value: f64) -> String {
    let hundredths = (value * 100.0).round() / 100.0;
    format!("{hundredths}")
}

/// A quoted family name: unquoted, usvg drops texts in families with digits.
fn family(name: &str) -> String {
    format!("'{}', sans-serif", name.replace(['\'', '\\'], ""))
}

fn write_shape(root: &mut Element, shape: &Shape, theme: &ChartTheme) {
    match shape {
        Shape::Rectangle { area, fill, stroke } => {
            let mut element = root.child("rect");
            element.number("x", area.left).number("y", area.top);
            element.number("width", area.right - area.left);
            element.number("height", area.bottom - area.top);
            paint(&mut element, *fill, *stroke, theme);
        }
        Shape::Circle { x, y, radius, fill, stroke } => {
            let mut element = root.child("circle");
            element.number("cx", *x).number("cy", *y).number("r", *radius);
            paint(&mut element, Some(*fill), *stroke, theme);
        }
        Shape::Line { from, to, stroke } => {
            let mut element = root.child("line");
            element.number("x1", from.0).number("y1", from.1);
            element.number("x2", to.0).number("y2", to.1);
            paint(&mut element, None, Some(*stroke), theme);
        }
        Shape::Path { data, fill, stroke } => {
            let mut element = root.child("path");
            element.parts("d", data.iter().copied());
            paint(&mut element, *fill, *stroke, theme);
        }
        Shape::Text(_) => {}
    }
}

fn paint(element: &mut Element, fill: Option<Paint>, stroke: Option<Stroke>, theme: &ChartTheme) {
    let mut class = fill.map(|fill| class_name("f", fill)).unwrap_or_default();
    if let Some(stroke) = stroke {
        if !class.is_empty() {
            class.push(' ');
        }
        class.push_str(&class_name("s", stroke.paint));
    }
    element.attribute("class", &class);
    match fill {
        Some(fill) => element.attribute("fill", &theme.colour(fill).to_string()),
        None => element.attribute("fill", "none"),
    };
    if let Some(stroke) = stroke {
        element.attribute("stroke", &theme.colour(stroke.paint).to_string());
        element.number("stroke-width", stroke.width);
        if stroke.dashed {
            element.attribute("stroke-dasharray", "2 2");
        }
    }
}

fn write_text(
    root: &mut Element,
    text: &Text,
    theme: &ChartTheme,
    fonts: &FontSet,
    default_size: f64,
) {
    let style = text.block.style;
    let mut element = root.child("text");
    element.attribute("class", &class_name("f", text.paint));
    element.attribute("fill", &theme.colour(text.paint).to_string());
    match text.anchor {
        Anchor::Start => {}
        Anchor::Middle => {
            element.attribute("text-anchor", "middle");
        }
        Anchor::End => {
            element.attribute("text-anchor", "end");
        }
    }
    if (style.size - default_size).abs() > 1e-9 {
        element.number("font-size", style.size);
    }
    if style.weight != 400 {
        element.attribute("font-weight", &style.weight.to_string());
    }
    if let Some(name) = fonts.families().get(style.family)
        && *name != theme.sans
    {
        element.attribute("font-family", &family(name));
    }
    if let [line] = text.block.lines.as_slice() {
        element.number("x", text.x).number("y", text.y);
        element.text(&line.text);
        return;
    }
    for (index, line) in text.block.lines.iter().enumerate() {
        let mut span = element.child("tspan");
        span.number("x", text.x);
        span.number("y", text.y + index as f64 * style.leading());
        span.text(&line.text);
    }
}

/// The class of a fill (`f`) or a stroke (`s`).
pub(crate) fn class_name(prefix: &str, paint: Paint) -> String {
    match paint {
        Paint::Ink => format!("{prefix}-ink"),
        Paint::Muted => format!("{prefix}-muted"),
        Paint::Rule => format!("{prefix}-rule"),
        Paint::Paper => format!("{prefix}-paper"),
        Paint::Data(tone) => format!("{prefix}-{}", tone_name(tone)),
        Paint::Tint(tone) => format!("{prefix}-tint-{}", tone_name(tone)),
        Paint::On(tone) => format!("{prefix}-on-{}", tone_name(tone)),
        Paint::OnTint(tone) => format!("{prefix}-on-tint-{}", tone_name(tone)),
    }
}

fn tone_name(tone: Tone) -> String {
    match tone {
        Tone::Categorical(index) => format!("c{}", index + 1),
        Tone::Sequential(step, steps) => format!("s{}-{steps}", step + 1),
        Tone::Diverging(step, steps) => format!("d{}-{steps}", step + 1),
        Tone::Missing => "missing".to_owned(),
    }
}
