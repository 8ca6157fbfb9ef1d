//! The look of charts: fonts, sizes and colours, as the manifest's `[theme]` gives them.

use super::model::Real;
use crate::colour::{Colour, Lab};

/// Least contrast of text: WCAG 2.2, criterion 1.4.3 (level AA).
pub(crate) const TEXT_CONTRAST: f64 = 4.5;

/// Everything about the look that the designer decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChartTheme {
    /// Family name of all text in charts.
    pub sans: String,
    /// Sizes of text and bars.
    pub sizes: Sizes,
    /// Text, and the baseline of bars.
    pub ink: Colour,
    /// Text that stands back: axis, legend of missing answers, notes.
    pub muted: Colour,
    /// Grid lines.
    pub rule: Colour,
    /// The page.
    pub paper: Colour,
    /// Colours of answers without order; the first is the colour of single bars.
    pub categorical: Vec<Colour>,
    /// From little to much, light to dark.
    pub sequential: Vec<Colour>,
    /// From negative over neutral to positive.
    pub diverging: Vec<Colour>,
    /// Don't know, no answer, hidden.
    pub missing: Colour,
}

/// Sizes in points.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sizes {
    /// Size of labels and data labels.
    pub label: Real,
    /// Size of axes, legends and notes.
    pub small: Real,
    /// Thickness of a single bar.
    pub bar: Real,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { label: Real::from(8.5), small: Real::from(7.75), bar: Real::from(11.0) }
    }
}

impl Default for ChartTheme {
    /// Quiet colours that pass [`check_palette`](crate::chart::check_palette).
    fn default() -> Self {
        let colours = |list: &[u32]| list.iter().map(|&hex| rgb(hex)).collect();
        Self {
            sans: "Source Sans 3".into(),
            sizes: Sizes::default(),
            ink: rgb(0x1b2733),
            muted: rgb(0x5a6875),
            rule: rgb(0xc5ced6),
            paper: rgb(0xffffff),
            categorical: colours(&[0x0b5d78, 0xd18135, 0x637d5c, 0x652c50, 0xa92a33, 0x457aac]),
            sequential: colours(&[0xd7e8ee, 0x9cc4d2, 0x5b9db4, 0x267592, 0x0b4a61]),
            diverging: colours(&[0xa3432f, 0xd99a7a, 0xd9dde0, 0x7fb0c2, 0x0b5d78]),
            missing: rgb(0xb9c0c7),
        }
    }
}

fn rgb(hex: u32) -> Colour {
    Colour::new((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The part that a colour plays. The drawing keeps the part as a class, so that
/// a web page can give it another colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Colour `.0` of the categorical palette.
    Categorical(usize),
    /// Step `.0` of `.1` from little to much.
    Sequential(usize, usize),
    /// Step `.0` of `.1` from negative to positive.
    Diverging(usize, usize),
    /// Don't know, no answer, hidden.
    Missing,
}

/// What something is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paint {
    /// Text.
    Ink,
    /// Text that stands back.
    Muted,
    /// Lines that stand back.
    Rule,
    /// The page.
    Paper,
    /// Data.
    Data(Tone),
    /// Data that are uncertain: a tint of the same colour.
    Tint(Tone),
    /// Text on data.
    On(Tone),
    /// Text on uncertain data.
    OnTint(Tone),
}

impl ChartTheme {
    /// The colour of a part.
    pub fn colour(&self, paint: Paint) -> Colour {
        match paint {
            Paint::Ink => self.ink,
            Paint::Muted => self.muted,
            Paint::Rule => self.rule,
            Paint::Paper => self.paper,
            Paint::Data(tone) => self.tone(tone),
            Paint::Tint(tone) => self.tone(tone).mix(self.paper, 0.65),
            Paint::On(tone) => self.text_on(self.tone(tone)),
            Paint::OnTint(tone) => self.text_on(self.colour(Paint::Tint(tone))),
        }
    }

    /// The colour of text on data: ink or paper, whichever stands out, and black or
    /// white where neither can be read. One of these always has 4.5:1.
    fn text_on(&self, data: Colour) -> Colour {
        let text = data.text_on(self.ink, self.paper);
        match data.contrast(text) >= TEXT_CONTRAST {
            true => text,
            false => data.text_on(Colour::new(0, 0, 0), Colour::new(255, 255, 255)),
        }
    }

    fn tone(&self, tone: Tone) -> Colour {
        match tone {
            Tone::Categorical(index) => {
                let palette = &self.categorical;
                palette.get(index % palette.len().max(1)).copied().unwrap_or(self.ink)
            }
            Tone::Sequential(step, steps) => {
                let share = if steps > 1 { step as f64 / (steps - 1) as f64 } else { 1.0 };
                self.legible(&self.sequential, share, steps)
            }
            Tone::Diverging(step, steps) => {
                // Without a neutral step the middle of the palette is left out:
                // four steps take colours 1, 2, 4 and 5 of five.
                let share = if steps < 2 {
                    0.5
                } else if steps % 2 == 1 {
                    step as f64 / (steps - 1) as f64
                } else {
                    let half = steps / 2;
                    let inner = 0.25;
                    let from_end =
                        |at: usize| if half > 1 { at as f64 / (half - 1) as f64 } else { 0.0 };
                    if step < half {
                        from_end(step) * inner
                    } else {
                        1.0 - from_end(steps - 1 - step) * inner
                    }
                };
                self.legible(&self.diverging, share, steps)
            }
            Tone::Missing => self.missing,
        }
    }

    /// The colour at `share` along a palette, for one of `steps`. Where it is mixed
    /// of two, it gives way a little to a neighbour on which ink or paper can be read.
    fn legible(&self, palette: &[Colour], share: f64, steps: usize) -> Colour {
        let exact = along(palette, share).unwrap_or(self.ink);
        let reads =
            |colour: Colour| colour.contrast(colour.text_on(self.ink, self.paper)) >= TEXT_CONTRAST;
        if palette.contains(&exact) || reads(exact) {
            return exact;
        }
        // A third of a step at most, so that steps stay apart.
        let reach = 1.0 / (3.0 * steps.max(2) as f64);
        (1..=8)
            .flat_map(|part| [1.0, -1.0].map(|side| share + side * reach * f64::from(part) / 8.0))
            .filter(|share| (0.0..=1.0).contains(share))
            .filter_map(|share| along(palette, share))
            .find(|colour| reads(*colour))
            .unwrap_or(exact)
    }

    /// The same theme for a dark page: text and page change places, and data
    /// colours that would drown (contrast with the page below 3:1) are made lighter.
    #[must_use]
    pub fn dark(&self) -> Self {
        let paper = Lab { lightness: 10.0, a: -1.0, b: -4.0 }.into();
        let ink = Lab { lightness: 91.0, a: -1.0, b: -3.0 }.into();
        let lift = |colour: Colour| {
            let mut lab = Lab::from(colour);
            let mut lifted = colour;
            while lifted.contrast(paper) < 3.0 && lab.lightness < 95.0 {
                lab.lightness += 1.0;
                lifted = lab.into();
            }
            lifted
        };
        let middle: Colour = Lab { lightness: 32.0, a: -1.0, b: -4.0 }.into();
        let steps = self.diverging.len();
        let from_middle = |step: usize| {
            let half = (steps.max(2) - 1) as f64 / 2.0;
            (step as f64 - half).abs() / half
        };
        Self {
            ink,
            muted: Lab { lightness: 70.0, a: -1.0, b: -4.0 }.into(),
            rule: Lab { lightness: 32.0, a: -1.0, b: -4.0 }.into(),
            paper,
            categorical: self.categorical.iter().map(|&colour| lift(colour)).collect(),
            // On a dark page much is light and little is dark.
            sequential: self.sequential.iter().rev().copied().collect(),
            diverging: (0..steps)
                .map(|step| {
                    let end = if step * 2 < steps { 0 } else { steps - 1 };
                    let mut strong = Lab::from(self.diverging[end]);
                    strong.lightness = strong.lightness.max(62.0);
                    middle.mix(strong.into(), from_middle(step))
                })
                .collect(),
            missing: Lab { lightness: 45.0, a: -1.0, b: -4.0 }.into(),
            ..self.clone()
        }
    }
}

/// The colour at `share` (0 to 1) along the stops, mixed between neighbours.
fn along(stops: &[Colour], share: f64) -> Option<Colour> {
    let last = stops.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let rest = place - below as f64;
    let next = stops.get(below + 1).copied().unwrap_or(stops[below]);
    Some(if rest < 1e-9 { stops[below] } else { stops[below].mix(next, rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_take_their_steps_from_the_palette() {
        let theme = ChartTheme::default();
        let diverging = |steps| {
            (0..steps).map(|step| theme.tone(Tone::Diverging(step, steps))).collect::<Vec<_>>()
        };
        assert_eq!(diverging(5), theme.diverging);
        let four = [0, 1, 3, 4].map(|step| theme.diverging[step]);
        assert_eq!(diverging(4), four);
        assert_eq!(diverging(3), [0, 2, 4].map(|step| theme.diverging[step]));
        assert_eq!(diverging(2), [0, 4].map(|step| theme.diverging[step]));
        assert_eq!(diverging(7)[3], theme.diverging[2]);
        let sequential: Vec<_> = (0..5).map(|step| theme.tone(Tone::Sequential(step, 5))).collect();
        assert_eq!(sequential, theme.sequential);
    }

    #[test]
    fn dark_keeps_text_and_data_legible() {
        let dark = ChartTheme::default().dark();
        assert!(dark.ink.contrast(dark.paper) > 10.0);
        assert!(dark.muted.contrast(dark.paper) > 4.5);
        for colour in &dark.categorical {
            assert!(colour.contrast(dark.paper) >= 3.0, "{colour}");
        }
        for end in [dark.diverging[0], dark.diverging[4]] {
            assert!(end.contrast(dark.paper) >= 3.0, "{end}");
        }
    }
}
