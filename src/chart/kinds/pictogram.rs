//! Ten people per category: each is one in ten.

use super::axis::{range_with_zero, too_narrow};
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Canvas, Labels, PAD, Picture, Shape, Stroke, widest};
use crate::chart::model::{Figure, Role, State};
use crate::chart::svg::Part;
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};
use crate::format::round_half_away;

/// Width of a person, and from one to the next, in points.
const PERSON: f64 = 8.6;
const STEP: f64 = 11.6;
/// Height of a person, in points.
const HEIGHT: f64 = 18.0;

pub(crate) fn draw(mut canvas: Canvas) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    debug_assert!(range_with_zero(chart).0 >= 0.0);
    let figures: Vec<Block> = chart
        .data
        .iter()
        .map(|row| canvas.figure(&row[0], canvas.strong))
        .collect::<Result<_, _>>()?;
    let rest = STEP * 10.0 + widest(&figures) + 2.0 * PAD;
    let mut labels = Labels::beside_or_above(&canvas, 0.45, rest)?;
    let left = labels.left;
    let room = canvas.width() - left - widest(&figures) - 2.0 * PAD;
    if room < STEP * 10.0 {
        return Err(too_narrow());
    }
    let top = labels.put_heading(&mut canvas, 0.0);
    let half = HEIGHT / 2.0;
    let bottom = labels.place(&mut canvas, top, half, HEIGHT + 7.0);
    for (category, (&middle, block)) in labels.middles.iter().zip(figures).enumerate() {
        let datum = &chart.data[category][0];
        let tone = match chart.categories[category].role {
            Role::Missing => Tone::Missing,
            _ => canvas.tone(0),
        };
        let value = datum.value.map_or(0.0, |value| value.get().clamp(0.0, 1.0));
        let filled = round_half_away(value * 10.0, 0) as usize;
        for person in 0..10 {
            let x = left + STEP * person as f64;
            let (fill, stroke) = match datum.state {
                _ if person >= filled => (Paint::Tint(Tone::Missing), None),
                State::Uncertain => (Paint::Tint(tone), Some(Stroke::new(Paint::Data(tone), 0.6))),
                State::Shown | State::Hidden => (Paint::Data(tone), None),
            };
            put_person(&mut canvas, x, middle - half, fill, stroke);
        }
        let x = left + STEP * 10.0 + PAD;
        let y = block.baseline_at_middle(middle);
        let paint = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
        canvas.print(Figure::Datum { category, series: 0 }, block, x, y, Anchor::Start, paint);
    }
    canvas.finish(bottom)
}

/// A head, and a body with rounded shoulders.
fn put_person(canvas: &mut Canvas, left: f64, top: f64, fill: Paint, stroke: Option<Stroke>) {
    let head = 2.7;
    let x = left + PERSON / 2.0;
    canvas.scene.shapes.push(Shape::Circle { x, y: top + head, radius: head, fill, stroke });
    let (shoulder, foot, round) = (top + 2.0 * head + 1.0, top + HEIGHT, 3.2);
    let (right, hip) = (left + PERSON, PERSON * 0.2);
    use Part::{Letter, Number};
    let data = vec![
        Letter('M'),
        Number(left),
        Number(shoulder + round),
        Letter('Q'),
        Number(left),
        Number(shoulder),
        Number(left + round),
        Number(shoulder),
        Letter('H'),
        Number(right - round),
        Letter('Q'),
        Number(right),
        Number(shoulder),
        Number(right),
        Number(shoulder + round),
        Letter('V'),
        Number(shoulder + 6.2),
        Letter('H'),
        Number(right - hip),
        Letter('V'),
        Number(foot),
        Letter('H'),
        Number(left + hip),
        Letter('V'),
        Number(shoulder + 6.2),
        Letter('H'),
        Number(left),
        Letter('Z'),
    ];
    canvas.scene.shapes.push(Shape::Path { data, fill: Some(fill), stroke });
}
