//! Whether the colours of a theme can be told apart, and text on them be read.

mod remedy;

use super::theme::{ChartTheme, TEXT_CONTRAST};
use crate::colour::{Colour, Deficiency, Lab, difference, simulate};
use crate::diagnostics::Diagnostic;
use remedy::nearest;

/// Least contrast of shapes with the page: WCAG 2.2, criterion 1.4.11 (level AA).
const SHAPE_CONTRAST: f64 = 3.0;
/// Least CIEDE2000 difference of two colours of one palette: several times what
/// is just noticeable side by side, because the eye compares across a chart.
const LEAST_DIFFERENCE: f64 = 8.0;
/// The same for neighbouring steps of a scale, which order helps to tell apart.
const LEAST_STEP: f64 = 5.0;
/// Least difference in lightness (L*) of neighbours, for print in grey.
const LEAST_LIGHTNESS: f64 = 8.0;

/// One colour of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Swatch {
    /// Text.
    Ink,
    /// Text that stands back.
    Muted,
    /// A colour of the categorical palette.
    Categorical(usize),
    /// A colour of the sequential palette.
    Sequential(usize),
    /// A colour of the diverging palette.
    Diverging(usize),
}

impl Swatch {
    /// The key of the theme that it stands under.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Muted => "muted",
            Self::Categorical(_) => "categorical",
            Self::Sequential(_) => "sequential",
            Self::Diverging(_) => "diverging",
        }
    }
}

/// What is wrong with a colour of a theme.
#[derive(Clone, Debug)]
pub struct PaletteFault {
    /// The colour: of two that look alike, the second.
    pub swatch: Swatch,
    /// The warning, still without a place.
    pub warning: Diagnostic,
}

/// Warns of colours that cannot be told apart, also by the colour-blind, of
/// shapes that drown in the page, and of text that cannot be read. Every warning
/// names the colours, how far they are from what is needed, and a remedy.
pub fn check_palette(theme: &ChartTheme) -> Vec<PaletteFault> {
    let mut faults = Faults { theme, found: vec![] };
    faults.text();
    faults.shapes();
    faults.grey();
    faults.categorical();
    faults.steps(&theme.sequential, Swatch::Sequential);
    faults.steps(&theme.diverging, Swatch::Diverging);
    if let [first, .., last] = theme.diverging.as_slice() {
        let swatch = Swatch::Diverging(theme.diverging.len() - 1);
        faults.look_alike(swatch, *first, *last, LEAST_DIFFERENCE);
    }
    faults.order();
    faults.found
}

/// The checks of one theme, and what they have found.
struct Faults<'a> {
    theme: &'a ChartTheme,
    found: Vec<PaletteFault>,
}

impl Faults<'_> {
    fn warn(&mut self, swatch: Swatch, code: &'static str, message: String, hint: String) {
        let warning = Diagnostic::warning(code, message).hint(hint);
        self.found.push(PaletteFault { swatch, warning });
    }

    /// Warns, with the nearest colour that works as the remedy.
    fn warn_with_nearest(
        &mut self,
        swatch: Swatch,
        code: &'static str,
        message: String,
        otherwise: &str,
    ) {
        let hint = match nearest(self.theme, swatch) {
            Some((colour, better)) => {
                format!("take `{better}` for `{colour}`: the nearest colour that works")
            }
            None => otherwise.to_owned(),
        };
        self.warn(swatch, code, message, hint);
    }

    fn text(&mut self) {
        for (swatch, colour) in [(Swatch::Ink, self.theme.ink), (Swatch::Muted, self.theme.muted)] {
            let contrast = colour.contrast(self.theme.paper);
            if contrast < TEXT_CONTRAST {
                let message = format!(
                    "text in `{}` (`{colour}`) has a contrast of {} with the page, and needs \
                     4.5:1 (WCAG 2.2, 1.4.3)",
                    swatch.key(),
                    ratio(contrast)
                );
                self.warn_with_nearest(swatch, "palette-contrast", message, "darken it");
            }
        }
    }

    /// Bars and lines against the page: all colours without order, and the
    /// strong ends of the scales. Their light steps are told by figure and place.
    fn shapes(&mut self) {
        let theme = self.theme;
        let categorical =
            theme.categorical.iter().enumerate().map(|(at, it)| (Swatch::Categorical(at), it));
        let sequential = theme.sequential.iter().enumerate().next_back();
        let mut ends: Vec<usize> = vec![0, theme.diverging.len().saturating_sub(1)];
        ends.dedup();
        let diverging = ends
            .into_iter()
            .filter_map(|at| Some((Swatch::Diverging(at), theme.diverging.get(at)?)));
        let strong: Vec<(Swatch, Colour)> = categorical
            .chain(sequential.map(|(at, it)| (Swatch::Sequential(at), it)))
            .chain(diverging)
            .map(|(swatch, colour)| (swatch, *colour))
            .collect();
        for (swatch, colour) in strong {
            let contrast = colour.contrast(theme.paper);
            if contrast < SHAPE_CONTRAST {
                let message = format!(
                    "`{colour}` of `{}` has a contrast of {} with the page, and bars and lines \
                     need 3:1 (WCAG 2.2, 1.4.11)",
                    swatch.key(),
                    ratio(contrast)
                );
                self.warn_with_nearest(swatch, "palette-contrast", message, "darken it");
            }
        }
    }

    fn grey(&mut self) {
        for (index, pair) in self.theme.categorical.windows(2).enumerate() {
            let apart = (lightness(pair[0]) - lightness(pair[1])).abs();
            if apart < LEAST_LIGHTNESS {
                let message = format!(
                    "`{}` and `{}`, neighbours in `categorical`, look alike in grey: their \
                     lightness differs by {}, and {LEAST_LIGHTNESS} is the least",
                    pair[0],
                    pair[1],
                    cut(apart)
                );
                let otherwise = "let light and dark colours alternate";
                let swatch = Swatch::Categorical(index + 1);
                self.warn_with_nearest(swatch, "palette-grey", message, otherwise);
            }
        }
    }

    fn categorical(&mut self) {
        let colours = &self.theme.categorical;
        for (index, &two) in colours.iter().enumerate() {
            for &one in &colours[..index] {
                self.look_alike(Swatch::Categorical(index), one, two, LEAST_DIFFERENCE);
            }
        }
    }

    fn steps(&mut self, colours: &[Colour], swatch: impl Fn(usize) -> Swatch) {
        for (index, pair) in colours.windows(2).enumerate() {
            self.look_alike(swatch(index + 1), pair[0], pair[1], LEAST_STEP);
        }
    }

    /// One warning for a pair that looks alike, to everybody or to some.
    fn look_alike(&mut self, swatch: Swatch, one: Colour, two: Colour, least: f64) {
        let Some(readers) = readers_who_confuse(one, two, least) else { return };
        let message = format!(
            "`{one}` and `{two}` of `{}` look alike to {readers}; {least} is the least",
            swatch.key()
        );
        let otherwise = "make one of the two lighter or darker";
        self.warn_with_nearest(swatch, "palette-look-alike", message, otherwise);
    }

    fn order(&mut self) {
        let theme = self.theme;
        if let Some(at) = darkens(&theme.sequential) {
            let mut sorted = theme.sequential.clone();
            sorted.sort_by(|one, two| lightness(*two).total_cmp(&lightness(*one)));
            let sorted: Vec<String> = sorted.iter().map(|colour| format!("\"{colour}\"")).collect();
            self.warn(
                Swatch::Sequential(at),
                "palette-order",
                "the colours of `sequential` do not run from light to dark".into(),
                format!("write `sequential = [{}]`", sorted.join(", ")),
            );
        }
        let middle = theme.diverging.len() / 2;
        let left: Vec<Colour> = theme.diverging.iter().take(middle + 1).rev().copied().collect();
        let right = theme.diverging.get(middle..).unwrap_or_default();
        let wrong = darkens(&left)
            .map(|at| middle.saturating_sub(at))
            .or_else(|| darkens(right).map(|at| middle + at));
        if let Some(at) = wrong {
            self.warn(
                Swatch::Diverging(at),
                "palette-order",
                "the colours of `diverging` do not run from a light middle to dark ends".into(),
                "make the middle the lightest and the ends the darkest".into(),
            );
        }
    }
}

/// Who takes the two colours for one, with how far apart they see them; `None`
/// if nobody does.
fn readers_who_confuse(one: Colour, two: Colour, least: f64) -> Option<String> {
    let apart = difference(one.into(), two.into());
    if apart < least {
        return Some(format!("all readers: they differ by {}", cut(apart)));
    }
    let some: Vec<String> = Deficiency::ALL
        .into_iter()
        .filter_map(|deficiency| {
            let seen = |colour| Lab::from(simulate(colour, deficiency));
            let apart = difference(seen(one), seen(two));
            (apart < least).then(|| format!("{}: they differ by {}", deficiency.name(), cut(apart)))
        })
        .collect();
    (!some.is_empty()).then(|| format!("readers with {}", some.join(", or with ")))
}

/// The first step that is not darker than the one before; `None` when all are.
fn darkens(colours: &[Colour]) -> Option<usize> {
    let wrong = |pair: &[Colour]| lightness(pair[0]) <= lightness(pair[1]);
    colours.windows(2).position(wrong).map(|at| at + 1)
}

fn lightness(colour: Colour) -> f64 {
    Lab::from(colour).lightness
}

/// A difference, cut off (not rounded) so that 7.96 does not read as a pass.
fn cut(value: f64) -> String {
    format!("{:.1}", (value * 10.0).floor() / 10.0)
}

/// A contrast ratio, cut off likewise.
fn ratio(contrast: f64) -> String {
    format!("{}:1", cut(contrast))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(list: &[&str]) -> Vec<Colour> {
        list.iter().map(|text| Colour::parse(text).unwrap()).collect()
    }

    fn messages(theme: &ChartTheme) -> Vec<String> {
        check_palette(theme).into_iter().map(|fault| fault.warning.message).collect()
    }

    fn poor() -> ChartTheme {
        ChartTheme {
            muted: Colour::parse("#9aa5b0").unwrap(),
            categorical: colours(&["#a8512a", "#6b7a1e", "#ffd89b"]),
            sequential: colours(&["#ffffff", "#101010", "#808080"]),
            diverging: colours(&["#aa0000", "#f0f0f0", "#a80505"]),
            ..ChartTheme::default()
        }
    }

    #[test]
    fn names_what_cannot_be_told_apart() {
        let faults = check_palette(&poor());
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| {
                format!(
                    "{:?}: {}\n  {}",
                    fault.swatch, fault.warning.message, fault.warning.hints[0]
                )
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r##"
        Muted: text in `muted` (`#9aa5b0`) has a contrast of 2.5:1 with the page, and needs 4.5:1 (WCAG 2.2, 1.4.3)
          take `#6f767f` for `#9aa5b0`: the nearest colour that works
        Categorical(2): `#ffd89b` of `categorical` has a contrast of 1.3:1 with the page, and bars and lines need 3:1 (WCAG 2.2, 1.4.11)
          take `#b18c49` for `#ffd89b`: the nearest colour that works
        Categorical(1): `#a8512a` and `#6b7a1e`, neighbours in `categorical`, look alike in grey: their lightness differs by 3.6, and 8 is the least
          take `#858714` for `#6b7a1e`: the nearest colour that works
        Categorical(1): `#a8512a` and `#6b7a1e` of `categorical` look alike to readers with deuteranopia: they differ by 1.0; 8 is the least
          take `#858714` for `#6b7a1e`: the nearest colour that works
        Diverging(2): `#aa0000` and `#a80505` of `diverging` look alike to all readers: they differ by 0.8; 8 is the least
          take `#c8301d` for `#a80505`: the nearest colour that works
        Sequential(2): the colours of `sequential` do not run from light to dark
          write `sequential = ["#ffffff", "#808080", "#101010"]`
        "##);
    }

    /// Every remedy, put in the place of the colour, takes its warning away.
    #[test]
    fn remedies_work() {
        for fault in check_palette(&poor()) {
            let Some((_, better)) = nearest(&poor(), fault.swatch) else { continue };
            let mut theme = poor();
            match fault.swatch {
                Swatch::Ink => theme.ink = better,
                Swatch::Muted => theme.muted = better,
                Swatch::Categorical(at) => theme.categorical[at] = better,
                Swatch::Sequential(at) => theme.sequential[at] = better,
                Swatch::Diverging(at) => theme.diverging[at] = better,
            }
            assert!(
                !messages(&theme).contains(&fault.warning.message),
                "{}",
                fault.warning.message
            );
            let again = check_palette(&theme);
            assert!(again.iter().all(|other| other.swatch != fault.swatch), "{again:?}");
        }
    }

    #[test]
    fn the_default_theme_passes() {
        assert_eq!(messages(&ChartTheme::default()), Vec::<String>::new());
    }

    #[test]
    fn the_default_theme_also_passes_on_a_dark_page() {
        let dark = ChartTheme::default().dark();
        let text =
            |warning: &String| warning.starts_with("text") || warning.contains("with the page");
        assert!(!messages(&dark).iter().any(text), "{:?}", messages(&dark));
    }
}
