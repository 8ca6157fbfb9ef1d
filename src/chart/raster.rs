//! The picture as pixels, for previews and for tests of the look.

use resvg::tiny_skia;

use super::check::parse;
use super::fault::ChartFault;
use super::text::FontSet;
use super::theme::ChartTheme;

/// Draws an SVG as a PNG on the theme's paper. At `scale` 1 a point is one and a
/// third pixel (96 pixels to the inch).
pub fn to_png(
    svg: &str,
    scale: f32,
    theme: &ChartTheme,
    fonts: &FontSet,
) -> Result<Vec<u8>, ChartFault> {
    let tree = parse(svg, fonts)?;
    let size = tree.size();
    let pixels = |length: f32| (length * scale).ceil().clamp(1.0, 20_000.0) as u32;
    let failed = || {
        ChartFault::new("png", "failed to draw the chart as pixels")
            .hint("take a smaller scale, such as 3")
    };
    let mut image =
        tiny_skia::Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or_else(failed)?;
    let paper = theme.paper;
    image.fill(tiny_skia::Color::from_rgba8(paper.red, paper.green, paper.blue, 255));
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut image.as_mut());
    image.encode_png().map_err(|_| failed())
}
