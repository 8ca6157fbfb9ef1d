//! Whether the colours of a theme can be told apart, and text on them be read.

use super::{Colour, Deficiency, Lab, difference, simulate};
use crate::chart::theme::ChartTheme;
use crate::diagnostics::Diagnostic;

/// Least contrast of text: WCAG 2.2, criterion 1.4.3 (level AA).
const TEXT_CONTRAST: f64 = 4.5;
/// Least contrast of shapes with the page: WCAG 2.2, criterion 1.4.11 (level AA).
const SHAPE_CONTRAST: f64 = 3.0;
/// Least CIEDE2000 difference of two colours of one palette: several times what
/// is just noticeable side by side, because the eye compares across a chart.
const LEAST_DIFFERENCE: f64 = 8.0;
/// The same for neighbouring steps of a scale, which order helps to tell apart.
const LEAST_STEP: f64 = 5.0;

/// Least difference in lightness (L*) of neighbours, for print in grey.
const LEAST_LIGHTNESS: f64 = 8.0;

/// Warns of colours that cannot be told apart, also by the colour-blind, and of
/// text that cannot be read. Every warning names the palette and the colours.
pub fn check_palette(theme: &ChartTheme) -> Vec<Diagnostic> {
    let mut warnings = vec![];
    check_text(theme, &mut warnings);
    check_categorical(theme, &mut warnings);
    check_steps("sequential", &theme.sequential, &mut warnings);
    check_steps("diverging", &theme.diverging, &mut warnings);
    check_order(theme, &mut warnings);
    check_labels(theme, &mut warnings);
    warnings
}

fn warn(code: &'static str, message: String, hint: &str) -> Diagnostic {
    Diagnostic::warning(code, message).hint(hint)
}

fn check_text(theme: &ChartTheme, warnings: &mut Vec<Diagnostic>) {
    for (name, colour) in [("ink", theme.ink), ("muted", theme.muted)] {
        let contrast = colour.contrast(theme.paper);
        if contrast < TEXT_CONTRAST {
            warnings.push(warn(
                "palette-contrast",
                format!("text in `{name}` has a contrast of {} with the page", ratio(contrast)),
                "take a darker colour: text needs 4.5:1 (WCAG 2.2, 1.4.3)",
            ));
        }
    }
}

fn check_categorical(theme: &ChartTheme, warnings: &mut Vec<Diagnostic>) {
    for colour in &theme.categorical {
        let contrast = colour.contrast(theme.paper);
        if contrast < SHAPE_CONTRAST {
            warnings.push(warn(
                "palette-contrast",
                format!(
                    "`{colour}` of `categorical` has a contrast of {} with the page",
                    ratio(contrast)
                ),
                "take a darker colour: lines and bars need 3:1 (WCAG 2.2, 1.4.11)",
            ));
        }
    }
    let lightness = |colour: Colour| Lab::from(colour).lightness;
    for pair in theme.categorical.windows(2) {
        if (lightness(pair[0]) - lightness(pair[1])).abs() < LEAST_LIGHTNESS {
            warnings.push(warn(
                "palette-grey",
                format!(
                    "`{}` and `{}`, neighbours in `categorical`, look alike in grey",
                    pair[0], pair[1]
                ),
                "let light and dark colours alternate",
            ));
        }
    }
    for (index, &one) in theme.categorical.iter().enumerate() {
        for &two in &theme.categorical[index + 1..] {
            warnings.extend(look_alike("categorical", one, two, LEAST_DIFFERENCE));
        }
    }
}

fn check_steps(palette: &str, colours: &[Colour], warnings: &mut Vec<Diagnostic>) {
    for pair in colours.windows(2) {
        warnings.extend(look_alike(palette, pair[0], pair[1], LEAST_STEP));
    }
    if palette == "diverging"
        && let [first, .., last] = colours
    {
        warnings.extend(look_alike(palette, *first, *last, LEAST_DIFFERENCE));
    }
}

/// One warning for a pair that looks alike, to everybody or to some.
fn look_alike(palette: &str, one: Colour, two: Colour, least: f64) -> Option<Diagnostic> {
    let near = |one: Colour, two: Colour| difference(one.into(), two.into()) < least;
    let readers = if near(one, two) {
        "all readers".to_owned()
    } else {
        let some: Vec<&str> = Deficiency::ALL
            .into_iter()
            .filter(|&deficiency| near(simulate(one, deficiency), simulate(two, deficiency)))
            .map(Deficiency::name)
            .collect();
        if some.is_empty() {
            return None;
        }
        format!("readers with {}", some.join(" or "))
    };
    Some(warn(
        "palette-look-alike",
        format!("`{one}` and `{two}` of `{palette}` look alike to {readers}"),
        "make one of the two lighter or darker",
    ))
}

fn check_order(theme: &ChartTheme, warnings: &mut Vec<Diagnostic>) {
    let lightness = |colour: &Colour| Lab::from(*colour).lightness;
    let darkens = |colours: &[Colour]| {
        colours.windows(2).all(|pair| lightness(&pair[0]) > lightness(&pair[1]))
    };
    if !darkens(&theme.sequential) {
        warnings.push(warn(
            "palette-order",
            "the colours of `sequential` do not run from light to dark".into(),
            "order them by lightness, so that they keep their order in grey",
        ));
    }
    let middle = theme.diverging.len() / 2;
    let (left, right) = (&theme.diverging[..middle], &theme.diverging[middle..]);
    let mut left: Vec<Colour> = left.to_vec();
    left.extend(right.first());
    left.reverse();
    if !darkens(&left) || !darkens(right) {
        warnings.push(warn(
            "palette-order",
            "the colours of `diverging` do not run from a light middle to dark ends".into(),
            "make the middle the lightest and the ends the darkest",
        ));
    }
}

fn check_labels(theme: &ChartTheme, warnings: &mut Vec<Diagnostic>) {
    let palettes = [
        ("categorical", &theme.categorical),
        ("sequential", &theme.sequential),
        ("diverging", &theme.diverging),
    ];
    for (palette, colours) in palettes {
        for colour in colours {
            let text = colour.text_on(theme.ink, theme.paper);
            let contrast = colour.contrast(text);
            if contrast < TEXT_CONTRAST {
                warnings.push(warn(
                    "palette-contrast",
                    format!(
                        "neither `ink` nor `paper` can be read on `{colour}` of `{palette}` \
                         (contrast {} at most)",
                        ratio(contrast)
                    ),
                    "take a lighter or a darker colour: text needs 4.5:1 (WCAG 2.2, 1.4.3)",
                ));
            }
        }
    }
}

/// A contrast ratio, cut off (not rounded) so that 4.46 does not read as a pass.
fn ratio(contrast: f64) -> String {
    format!("{:.1}:1", (contrast * 10.0).floor() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(list: &[&str]) -> Vec<Colour> {
        list.iter().map(|text| Colour::parse(text).unwrap()).collect()
    }

    fn messages(theme: &ChartTheme) -> Vec<String> {
        check_palette(theme).into_iter().map(|warning| warning.message).collect()
    }

    #[test]
    fn names_what_cannot_be_told_apart() {
        let theme = ChartTheme {
            muted: Colour::parse("#9aa5b0").unwrap(),
            categorical: colours(&["#a8512a", "#6b7a1e", "#ffd89b"]),
            sequential: colours(&["#ffffff", "#101010", "#808080"]),
            diverging: colours(&["#aa0000", "#f0f0f0", "#a80505"]),
            ..ChartTheme::default()
        };
        insta::assert_snapshot!(messages(&theme).join("\n"), @r"
        text in `muted` has a contrast of 2.5:1 with the page
        `#ffd89b` of `categorical` has a contrast of 1.3:1 with the page
        `#a8512a` and `#6b7a1e`, neighbours in `categorical`, look alike in grey
        `#a8512a` and `#6b7a1e` of `categorical` look alike to readers with deuteranopia
        `#aa0000` and `#a80505` of `diverging` look alike to all readers
        the colours of `sequential` do not run from light to dark
        neither `ink` nor `paper` can be read on `#808080` of `sequential` (contrast 3.9:1 at most)
        ");
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
