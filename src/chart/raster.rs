//! The picture as pixels, for previews and for tests of the look.

use resvg::tiny_skia;

use super::check::parse;
use super::fault::ChartFault;
use super::text::FontSet;
use super::theme::ChartTheme;

/// The pixels of a picture may be as many as of a poster: more is a slip.
const MOST_PIXELS: f32 = 100e6;

/// Draws an SVG as a PNG on the theme's paper, with `scale` pixels to the point.
pub fn to_png(
    svg: &str,
    scale: f32,
    theme: &ChartTheme,
    fonts: &FontSet,
) -> Result<Vec<u8>, ChartFault> {
    let tree = parse(svg, fonts)?;
    let size = tree.size();
    // Points are three quarters of the pixels that usvg reckons with.
    let scale = scale * 0.75;
    let pixels = |length: f32| (length * scale).ceil().max(1.0);
    let failed = || {
        ChartFault::new("png", "failed to draw the chart as pixels")
            .hint("take a smaller scale, such as 4")
    };
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let drawable = width * height <= MOST_PIXELS;
    if !drawable {
        return Err(failed());
    }
    let mut image = tiny_skia::Pixmap::new(width as u32, height as u32).ok_or_else(failed)?;
    let paper = theme.paper;
    image.fill(tiny_skia::Color::from_rgba8(paper.red, paper.green, paper.blue, 255));
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut image.as_mut());
    image.encode_png().map_err(|_| failed())
}
