//! The theme's values: fonts, colours, sizes and grid, used by the PDF, the charts and the web page alike.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use crate::colour::Colour;

/// Fonts, colours, sizes, grid.
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
    /// A picture (SVG, PNG or JPEG) that stands on the cover and on the web page.
    #[schemars(with = "Option<String>")]
    pub logo: Option<Spanned<String>>,
    /// Page and grid.
    #[serde(default)]
    pub page: PageTable,
    /// Sizes of type, and of bars.
    #[serde(default)]
    pub sizes: SizesTable,
}

/// The page and its grid, in millimetres.
///
/// A column for numbers stands to the left of the column of text, inside the left
/// margin; wide charts and tables take it in.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PageTable {
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// From the top of the page to the text.
    pub top: f64,
    /// From the text to the foot of the page.
    pub bottom: f64,
    /// From the left edge to the column of text.
    pub left: f64,
    /// From the column of text to the right edge.
    pub right: f64,
    /// Width of the number column.
    pub number_column: f64,
    /// Between the number column and the column of text.
    pub number_gap: f64,
}

impl Default for PageTable {
    fn default() -> Self {
        Self {
            width: 210.0,
            height: 297.0,
            top: 31.0,
            bottom: 31.0,
            left: 62.0,
            right: 24.0,
            number_column: 30.0,
            number_gap: 8.0,
        }
    }
}

impl PageTable {
    /// Width of the column of text, in millimetres.
    pub fn column(&self) -> f64 {
        self.width - self.left - self.right
    }

    /// The same with the number column, in millimetres.
    pub fn wide(&self) -> f64 {
        self.column() + self.number_gap + self.number_column
    }

    /// Millimetres in points, to a tenth, so that charts have sizes one can write down.
    pub fn in_points(millimetres: f64) -> f64 {
        (millimetres * 720.0 / 25.4).round() / 10.0
    }

    /// All lengths, by the names that they have in the manifest.
    pub fn lengths(&self) -> [(&'static str, f64); 8] {
        [
            ("width", self.width),
            ("height", self.height),
            ("top", self.top),
            ("bottom", self.bottom),
            ("left", self.left),
            ("right", self.right),
            ("number-column", self.number_column),
            ("number-gap", self.number_gap),
        ]
    }
}

/// Sizes of type, and of bars, in points.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SizesTable {
    /// The text; other type that has no size of its own here grows with it.
    pub text: f64,
    /// Notes, header and footer.
    pub small: f64,
    /// Cells of tables; tables of many columns are smaller.
    pub table: f64,
    /// Captions of figures and tables.
    pub caption: f64,
    /// Headings of sections.
    pub heading: f64,
    /// Titles of chapters; on opening pages and bands they are larger.
    pub chapter: f64,
    /// The title on the cover.
    pub cover: f64,
    /// Labels and figures in charts.
    pub chart: f64,
    /// Axes, keys and notes in charts.
    pub chart_small: f64,
    /// Thickness of a bar in charts.
    pub bar: f64,
}

impl Default for SizesTable {
    fn default() -> Self {
        Self {
            text: 10.2,
            small: 8.2,
            table: 8.8,
            caption: 9.4,
            heading: 14.5,
            chapter: 26.0,
            cover: 50.0,
            chart: 8.5,
            chart_small: 7.75,
            bar: 11.0,
        }
    }
}

impl SizesTable {
    /// All sizes, by the names that they have in the manifest.
    pub fn lengths(&self) -> [(&'static str, f64); 10] {
        [
            ("text", self.text),
            ("small", self.small),
            ("table", self.table),
            ("caption", self.caption),
            ("heading", self.heading),
            ("chapter", self.chapter),
            ("cover", self.cover),
            ("chart", self.chart),
            ("chart-small", self.chart_small),
            ("bar", self.bar),
        ]
    }
}
