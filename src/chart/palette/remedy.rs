//! The nearest colour that would pass all checks.

use super::{
    LEAST_DIFFERENCE, LEAST_LIGHTNESS, LEAST_STEP, SHAPE_CONTRAST, Swatch, TEXT_CONTRAST,
    lightness, readers_who_confuse,
};
use crate::chart::theme::ChartTheme;
use crate::colour::{Colour, Lab, difference};

/// Changes in lightness that are tried, in L*.
const LIGHTNESS: std::ops::RangeInclusive<i32> = -60..=60;
/// Factors of chroma that are tried.
const CHROMA: [f64; 6] = [1.0, 0.85, 0.7, 0.5, 1.15, 1.3];
/// Turns of hue that are tried, in degrees.
const HUE: [f64; 9] = [0.0, 8.0, -8.0, 16.0, -16.0, 28.0, -28.0, 45.0, -45.0];

/// The colour itself and the one nearest to it with which no check fails that
/// this colour has a part in; `None` when there is none within reach.
pub(super) fn nearest(theme: &ChartTheme, swatch: Swatch) -> Option<(Colour, Colour)> {
    let colour = colour_of(theme, swatch)?;
    let from = Lab::from(colour);
    let mut candidates: Vec<(f64, Colour)> = LIGHTNESS
        .step_by(2)
        .flat_map(|more| {
            CHROMA.into_iter().flat_map(move |factor| HUE.map(|turn| (more, factor, turn)))
        })
        .map(|(more, factor, turn)| {
            let (sine, cosine) = libm::sincos(f64::to_radians(turn));
            let candidate: Colour = Lab {
                lightness: (from.lightness + f64::from(more)).clamp(0.0, 100.0),
                a: factor * (from.a * cosine - from.b * sine),
                b: factor * (from.a * sine + from.b * cosine),
            }
            .into();
            (difference(from, candidate.into()), candidate)
        })
        .collect();
    candidates.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
    candidates.dedup();
    let better = candidates.into_iter().map(|(_, colour)| colour);
    better.into_iter().find(|&better| works(theme, swatch, better)).map(|better| (colour, better))
}

fn colour_of(theme: &ChartTheme, swatch: Swatch) -> Option<Colour> {
    match swatch {
        Swatch::Ink => Some(theme.ink),
        Swatch::Muted => Some(theme.muted),
        Swatch::Categorical(at) => theme.categorical.get(at).copied(),
        Swatch::Sequential(at) => theme.sequential.get(at).copied(),
        Swatch::Diverging(at) => theme.diverging.get(at).copied(),
    }
}

/// Whether the colour passes every check in the place of the swatch.
fn works(theme: &ChartTheme, swatch: Swatch, colour: Colour) -> bool {
    let on_page = colour.contrast(theme.paper);
    let apart = |other: &Colour, least| readers_who_confuse(*other, colour, least).is_none();
    match swatch {
        Swatch::Ink | Swatch::Muted => on_page >= TEXT_CONTRAST,
        Swatch::Categorical(at) => {
            let neighbour = |other: usize| other.abs_diff(at) == 1;
            let in_grey =
                |other: &Colour| (lightness(*other) - lightness(colour)).abs() >= LEAST_LIGHTNESS;
            let mut others = theme.categorical.iter().enumerate().filter(|(other, _)| *other != at);
            on_page >= SHAPE_CONTRAST
                && others.all(|(place, other)| {
                    (!neighbour(place) || in_grey(other)) && apart(other, LEAST_DIFFERENCE)
                })
        }
        Swatch::Sequential(at) => {
            let last = theme.sequential.len() - 1;
            (at < last || on_page >= SHAPE_CONTRAST)
                && fits_steps(&theme.sequential, at, |_| 1.0, colour)
        }
        Swatch::Diverging(at) => {
            let last = theme.diverging.len() - 1;
            let other_end = if at == 0 { last } else { 0 };
            let end = at == 0 || at == last;
            let middle = last as f64 / 2.0;
            (!end
                || on_page >= SHAPE_CONTRAST
                    && apart(&theme.diverging[other_end], LEAST_DIFFERENCE))
                && fits_steps(
                    &theme.diverging,
                    at,
                    |step| if step > middle { 1.0 } else { -1.0 },
                    colour,
                )
        }
    }
}

/// Whether the colour stands well apart from the steps before and after it, and
/// darkens where the scale does: `darker` gives the direction between two steps.
fn fits_steps(colours: &[Colour], at: usize, darker: impl Fn(f64) -> f64, colour: Colour) -> bool {
    let mut neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|it| {
        let direction = darker((it as f64 + at as f64) / 2.0) * if it < at { 1.0 } else { -1.0 };
        Some((*colours.get(it)?, direction))
    });
    neighbours.all(|(other, direction)| {
        (lightness(other) - lightness(colour)) * direction > 0.0
            && readers_who_confuse(other, colour, LEAST_STEP).is_none()
    })
}
