//! Slanting lines over an outline: the mark of uncertain regions on a map, whose
//! fill is their value.

use super::scene::{Shape, Stroke};
use crate::chart::svg::Part;
use crate::chart::theme::Paint;

/// From line to line, across the slant, in points.
const SPACING: f64 = 6.0;

/// White lines from lower left to upper right within closed rings; nothing when
/// the rings are too small for one.
pub(crate) fn hatch(rings: &[Vec<(f64, f64)>]) -> Option<Shape> {
    let slants = || rings.iter().flatten().map(|(x, y)| x + y);
    let low = slants().fold(f64::INFINITY, f64::min);
    let high = slants().fold(f64::NEG_INFINITY, f64::max);
    let mut data = vec![];
    // The lines run through all regions at the same places.
    let mut slant = (low / SPACING).ceil() * SPACING;
    while slant < high {
        let mut crossings: Vec<(f64, f64)> =
            rings.iter().flat_map(|ring| crossings(ring, slant)).collect();
        crossings.sort_by(|one, two| one.0.total_cmp(&two.0));
        for pair in crossings.chunks_exact(2) {
            for (letter, (x, y)) in ['M', 'L'].into_iter().zip(pair) {
                data.extend([Part::Letter(letter), Part::Number(*x), Part::Number(*y)]);
            }
        }
        slant += SPACING;
    }
    let stroke = Some(Stroke::new(Paint::Paper, 0.7));
    (!data.is_empty()).then_some(Shape::Path { data, fill: None, stroke })
}

/// Where a ring crosses the line on which `x + y` is `slant`.
fn crossings(ring: &[(f64, f64)], slant: f64) -> impl Iterator<Item = (f64, f64)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).filter_map(move |(one, two)| {
        let (from, to) = (one.0 + one.1, two.0 + two.1);
        if (from > slant) == (to > slant) {
            return None;
        }
        let share = (slant - from) / (to - from);
        Some((one.0 + (two.0 - one.0) * share, one.1 + (two.1 - one.1) * share))
    })
}
