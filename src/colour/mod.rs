//! Colours: one 8-bit sRGB type for manifest, charts, print and web page, and the
//! measures that palettes are judged by.

mod deficiency;
mod difference;

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use deficiency::{Deficiency, simulate};
pub use difference::{Lab, difference};

/// An opaque sRGB colour of 8 bits a channel. Written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// How a colour is written, for the schema of the manifest.
pub const PATTERN: &str = "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$";

impl JsonSchema for Colour {
    fn schema_name() -> Cow<'static, str> {
        "Colour".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "An opaque colour, written `#rrggbb`.",
            "pattern": PATTERN,
        })
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not a colour, expected the form `#0b5d78`"
            ))
        })
    }
}

impl Colour {
    /// A colour from its three channels.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb` or `#rgb`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Self::new((number >> 16) as u8, (number >> 8) as u8, number as u8)),
            3 => {
                let channel = |shift: u32| ((number >> shift & 0xf) * 0x11) as u8;
                Some(Self::new(channel(8), channel(4), channel(0)))
            }
            _ => None,
        }
    }

    /// The channels as linear light from 0 to 1 (the sRGB transfer function of IEC 61966-2-1).
    pub fn linear(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        })
    }

    /// The colour with the given linear light; what lies outside 0 to 1 is cut off.
    pub fn from_linear(linear: [f64; 3]) -> Self {
        let [red, green, blue] = linear.map(|value| {
            let value = value.clamp(0.0, 1.0);
            let encoded = if value <= 0.003_130_8 {
                value * 12.92
            } else {
                1.055 * libm::pow(value, 1.0 / 2.4) - 0.055
            };
            (encoded * 255.0 + 0.5).floor() as u8
        });
        Self { red, green, blue }
    }

    /// Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio with another colour, 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour at `share` (0 to 1) of the way to `other`, in Lab, so that
    /// equal steps look equal.
    pub fn mix(self, other: Self, share: f64) -> Self {
        let (from, to) = (Lab::from(self), Lab::from(other));
        let at = |a: f64, b: f64| a + (b - a) * share;
        Lab {
            lightness: at(from.lightness, to.lightness),
            a: at(from.a, to.a),
            b: at(from.b, to.b),
        }
        .into()
    }

    /// Of the two colours of text, the one that stands out most on this one.
    pub fn text_on(self, ink: Self, paper: Self) -> Self {
        if self.contrast(ink) >= self.contrast(paper) { ink } else { paper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_and_prints() {
        assert_eq!(Colour::parse("#0b5d78"), Some(Colour::new(11, 93, 120)));
        assert_eq!(Colour::parse("#fff"), Some(Colour::new(255, 255, 255)));
        for wrong in ["0b5d78", "#0b5d7", "#0b5d7g", "#+b5d78", "red", ""] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Colour::new(11, 93, 120).to_string(), "#0b5d78");
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (white, black) = (Colour::new(255, 255, 255), Colour::new(0, 0, 0));
        assert!((white.contrast(black) - 21.0).abs() < 1e-9);
        // #767676 is the lightest grey that passes 4.5:1 on white.
        assert!(Colour::new(0x76, 0x76, 0x76).contrast(white) >= 4.5);
        assert!(Colour::new(0x77, 0x77, 0x77).contrast(white) < 4.5);
    }

    #[test]
    fn linear_light_and_mixing_come_back() {
        for value in 0..=255 {
            let grey = Colour::new(value, value / 2, 255 - value);
            assert_eq!(Colour::from_linear(grey.linear()), grey);
            assert_eq!(grey.mix(Colour::new(1, 2, 3), 0.0), grey);
        }
    }
}
