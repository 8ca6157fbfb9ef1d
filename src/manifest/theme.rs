//! The theme's values: fonts and colours, used by the PDF, the charts and the web page alike.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use crate::colour::Colour;

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
    #[schemars(with = "Colour")]
    pub ink: Spanned<Colour>,
    /// Colour of notes and axis labels.
    #[schemars(with = "Colour")]
    pub muted: Spanned<Colour>,
    /// Colour of thin lines.
    #[schemars(with = "Colour")]
    pub rule: Spanned<Colour>,
    /// Colour of the page.
    #[schemars(with = "Colour")]
    pub paper: Spanned<Colour>,
    /// Colour of a lightly filled area.
    #[schemars(with = "Colour")]
    pub tint: Spanned<Colour>,
    /// The publication's own colour.
    #[schemars(with = "Colour")]
    pub accent: Spanned<Colour>,
    /// Colours for groups that have no order.
    #[schemars(with = "Vec<Colour>")]
    pub categorical: Vec<Spanned<Colour>>,
    /// Colours from little to much.
    #[schemars(with = "Vec<Colour>")]
    pub sequential: Vec<Spanned<Colour>>,
    /// Colours from one pole over neutral to the other; an odd number.
    #[schemars(with = "Vec<Colour>")]
    pub diverging: Vec<Spanned<Colour>>,
    /// Colour of answers that are missing.
    #[schemars(with = "Colour")]
    pub missing: Spanned<Colour>,
}
