//! Colours for web pages: the style sheet by which inline pictures follow a
//! dark page.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::layout::class_name;
use super::theme::{ChartTheme, Paint, Tone};

/// The most steps of a scale that get a class of their own.
const MOST_STEPS: usize = 11;

/// A style sheet for pages that hold the given pictures as inline SVG. Every
/// colour in them is a custom property (`--chart-c1`, `--chart-ink`, …) which the
/// page may set; on a dark page the colours of [`ChartTheme::dark`] hold.
///
/// Pictures carry their colours as presentation attributes too, so that they
/// look right without the style sheet, in print and as files.
pub fn style_sheet<'a>(theme: &ChartTheme, pictures: impl IntoIterator<Item = &'a str>) -> String {
    let used: BTreeSet<&str> = pictures.into_iter().flat_map(classes).collect();
    let dark = theme.dark();
    let mut sheet = String::from(".chart{height:auto;max-width:100%}\n");
    let mut properties = String::new();
    for paint in paints(theme) {
        let name = class_name("", paint);
        let mut is_used = false;
        for (prefix, property) in [("f", "fill"), ("s", "stroke")] {
            let class = format!("{prefix}{name}");
            if used.contains(class.as_str()) {
                let colour = theme.colour(paint);
                let _ =
                    writeln!(sheet, ".chart .{class}{{{property}:var(--chart{name},{colour})}}");
                is_used = true;
            }
        }
        if is_used {
            let _ = write!(properties, "--chart{name}:{};", dark.colour(paint));
        }
    }
    let _ = writeln!(sheet, "@media (prefers-color-scheme:dark){{.chart{{{properties}}}}}");
    sheet
}

/// The classes in a picture.
fn classes(svg: &str) -> impl Iterator<Item = &str> {
    let lists = svg.split(" class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    lists.flat_map(|list| list.split(' '))
}

fn paints(theme: &ChartTheme) -> Vec<Paint> {
    let categorical = (0..theme.categorical.len()).map(Tone::Categorical);
    let steps = (1..=MOST_STEPS).flat_map(|steps| {
        let sequential = (0..steps).map(move |step| Tone::Sequential(step, steps));
        sequential.chain((0..steps).map(move |step| Tone::Diverging(step, steps)))
    });
    let tones = categorical.chain(steps).chain([Tone::Missing]);
    let of_tone =
        |tone| [Paint::Data(tone), Paint::Tint(tone), Paint::On(tone), Paint::OnTint(tone)];
    [Paint::Ink, Paint::Muted, Paint::Rule, Paint::Paper]
        .into_iter()
        .chain(tones.flat_map(of_tone))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::samples::{fonts, sample};
    use crate::chart::{ChartKind, draw};

    #[test]
    fn every_class_of_every_picture_has_a_rule() {
        let theme = ChartTheme::default();
        let drawings: Vec<_> = ChartKind::ALL
            .into_iter()
            .map(|kind| draw(&sample(kind), &theme, fonts()).unwrap())
            .collect();
        let sheet = style_sheet(&theme, drawings.iter().map(|drawing| drawing.svg.as_str()));
        for class in drawings.iter().flat_map(|drawing| classes(&drawing.svg)) {
            let rule = format!(".{class}{{");
            assert!(sheet.contains(&rule), "no rule for {class}");
        }
        assert!(sheet.len() < 10_000, "{}", sheet.len());
    }

    #[test]
    fn a_picture_brings_its_own_rules() {
        let svg =
            "<svg class=\"chart\"><rect class=\"f-c1 s-paper\"/><text class=\"f-ink\"/></svg>";
        insta::assert_snapshot!(style_sheet(&ChartTheme::default(), [svg]), @r"
        .chart{height:auto;max-width:100%}
        .chart .f-ink{fill:var(--chart-ink,#1b2733)}
        .chart .s-paper{stroke:var(--chart-paper,#ffffff)}
        .chart .f-c1{fill:var(--chart-c1,#0b5d78)}
        @media (prefers-color-scheme:dark){.chart{--chart-ink:#e0e6eb;--chart-paper:#171c21;--chart-c1:#286e8a;}}
        ");
    }
}
