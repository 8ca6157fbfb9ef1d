//! The theme's values: fonts and colours, used by the PDF, the charts and the web page alike.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_spanned::Spanned;

use super::form::COLOUR;

/// Fonts and colours.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Theme {
    /// The Typst file that says how everything looks.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// Folder with the fonts: nothing else is used.
    #[schemars(with = "String")]
    pub fonts: Spanned<String>,
    /// Font family of the text.
    #[schemars(with = "String")]
    pub serif: Spanned<String>,
    /// Font family of headings, tables and charts.
    #[schemars(with = "String")]
    pub sans: Spanned<String>,
    /// Colour of the text.
    pub ink: Colour,
    /// Colour of notes and axis labels.
    pub muted: Colour,
    /// Colour of thin lines.
    pub rule: Colour,
    /// Colour of the page.
    pub paper: Colour,
    /// Colour of a lightly filled area.
    pub tint: Colour,
    /// The publication's own colour.
    pub accent: Colour,
    /// Colours for groups that have no order.
    pub categorical: Vec<Colour>,
    /// Colours from little to much.
    pub sequential: Vec<Colour>,
    /// Colours from one pole over neutral to the other; an odd number.
    pub diverging: Vec<Colour>,
    /// Colour of answers that are missing.
    pub missing: Colour,
}

/// An opaque colour, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, green, blue, 0 to 255.
    pub rgb: [u8; 3],
}

impl JsonSchema for Colour {
    fn schema_name() -> Cow<'static, str> {
        "Colour".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "An opaque colour, written `#rrggbb`.",
            "pattern": COLOUR,
        })
    }
}

/// The colour that a text like `#0b5d78` stands for.
pub(super) fn parse_colour(text: &str) -> Option<Colour> {
    let byte = |at: usize| {
        let pair = text.strip_prefix('#').filter(|hex| hex.len() == 6)?.get(at..at + 2)?;
        u8::from_str_radix(pair, 16).ok()
    };
    Some(Colour { rgb: [byte(0)?, byte(2)?, byte(4)?] })
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
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
        parse_colour(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not a colour, expected the form `#0b5d78`"
            ))
        })
    }
}
