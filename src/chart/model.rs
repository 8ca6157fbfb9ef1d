//! What a chart is made from: labels and figures that are ready to print.
//!
//! Charts never round or format a data value: each [`Datum`] carries its value,
//! for the geometry, and its text, exactly as the publication prints it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::regions::RegionMap;
use crate::format::Language;

/// A number that can be compared and hashed by its bits, so that drawings can
/// be remembered. `-0` counts as `0`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real(f64);

impl Real {
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    fn bits(self) -> u64 {
        if self.0 == 0.0 { 0 } else { self.0.to_bits() }
    }
}

impl From<f64> for Real {
    fn from(value: f64) -> Self {
        Self(value)
    }
}

impl PartialEq for Real {
    fn eq(&self, other: &Self) -> bool {
        self.bits() == other.bits()
    }
}

impl Eq for Real {}

impl Hash for Real {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits().hash(state);
    }
}

/// The kinds of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartKind {
    /// A horizontal bar per category. One series.
    Bars,
    /// A group of horizontal bars per category, one bar per series.
    Grouped,
    /// One bar per category, divided among the series (shares that add up to 1).
    Stacked,
    /// Stacked bars of an ordered scale, centred on the middle of the neutral
    /// answer; series run from negative to positive.
    Likert,
    /// The same with the neutral answers apart, on the right.
    LikertApart,
    /// An upright column per category. One series.
    Columns,
    /// A line per series over the categories, which are waves.
    Lines,
    /// A dot per series on a line per category, with intervals.
    Dots,
    /// Lines between exactly two categories, which are moments.
    Slope,
    /// A grid of categories by series, shaded by value.
    HeatMap,
    /// One small bar chart per series, side by side, with one scale.
    Multiples,
    /// A square of a hundred cells per category.
    Waffle,
    /// A row of ten people per category.
    Pictogram,
    /// A box with whiskers per category, from [`Chart::distributions`].
    Boxes,
    /// A dot per value, per category, from [`Chart::distributions`].
    Strips,
    /// A map of regions shaded by value, from [`Chart::map`]. One series.
    Map,
    /// The same map with a disc per region, its area by value: for counts.
    Bubbles,
}

impl ChartKind {
    /// All kinds, in the order of the gallery.
    pub const ALL: [Self; 17] = [
        Self::Bars,
        Self::Grouped,
        Self::Stacked,
        Self::Likert,
        Self::LikertApart,
        Self::Columns,
        Self::Lines,
        Self::Dots,
        Self::Slope,
        Self::HeatMap,
        Self::Multiples,
        Self::Waffle,
        Self::Pictogram,
        Self::Boxes,
        Self::Strips,
        Self::Map,
        Self::Bubbles,
    ];

    /// Its name in templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bars => "bars",
            Self::Grouped => "grouped",
            Self::Stacked => "stacked",
            Self::Likert => "likert",
            Self::LikertApart => "likert-apart",
            Self::Columns => "columns",
            Self::Lines => "lines",
            Self::Dots => "dots",
            Self::Slope => "slope",
            Self::HeatMap => "heatmap",
            Self::Multiples => "multiples",
            Self::Waffle => "waffle",
            Self::Pictogram => "pictogram",
            Self::Boxes => "boxes",
            Self::Strips => "strips",
            Self::Map => "map",
            Self::Bubbles => "bubbles",
        }
    }

    /// The kind with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A chart as the statistics fill it, before it has a shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// Language of the labels.
    pub language: Language,
    /// Width in points. The text column is about 425, half a column 206.
    pub width: Real,
    /// The tallest that fits a page, in points; a taller chart is a fault.
    pub height_limit: Option<Real>,
    /// What is shown, as a noun phrase or the question as it was put. Used in
    /// the alternative text; the drawing leaves the title to the caption.
    pub subject: String,
    /// What the values measure.
    pub unit: Unit,
    /// The ends of the axis, when the data must not decide (a scale of 1 to 5).
    pub range: Option<(Real, Real)>,
    /// The palette of the series.
    pub scheme: Scheme,
    /// Rows, columns, waves or regions.
    pub categories: Vec<Label>,
    /// What is told apart within a category. At least one.
    pub series: Vec<Label>,
    /// Figures by category, then by series.
    pub data: Vec<Vec<Datum>>,
    /// Sums at the ends of Likert bars.
    pub nets: Vec<Net>,
    /// The numbers behind box and strip plots, by category; empty for other kinds.
    pub distributions: Vec<Distribution>,
    /// The map that [`ChartKind::Map`] shades.
    pub map: Option<Arc<RegionMap>>,
}

impl Chart {
    /// A chart of the width of the text column, still without data.
    pub fn new(kind: ChartKind, language: Language) -> Self {
        Self {
            kind,
            language,
            width: Real::from(425.0),
            height_limit: None,
            subject: String::new(),
            unit: Unit::Share,
            range: None,
            scheme: Scheme::Automatic,
            categories: vec![],
            series: vec![],
            data: vec![],
            nets: vec![],
            distributions: vec![],
            map: None,
        }
    }
}

/// What the values of a chart measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Shares from 0 to 1, on an axis of percentages.
    Share,
    /// Any number, on an axis of numbers.
    Number,
}

/// Which palette tells the series apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// What fits the kind: diverging for Likert, sequential for maps and heat
    /// maps, categorical for the others.
    Automatic,
    /// No order.
    Categorical,
    /// From little to much.
    Sequential,
    /// From negative to positive.
    Diverging,
}

/// A category or a series.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The text as printed. White space is normalised; nothing is cut off.
    pub text: String,
    /// What it stands for.
    pub role: Role,
    /// The base as printed (`126`), shown beside the label of a category.
    pub base: Option<String>,
    /// The code in the answers, by which a map may know a region.
    pub code: Option<String>,
}

impl Label {
    /// An ordinary label.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), role: Role::Ordinary, base: None, code: None }
    }

    /// The same label with a code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same label with a role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The same label with a base, as printed.
    #[must_use]
    pub fn base(mut self, base: impl Into<String>) -> Self {
        self.base = Some(base.into());
        self
    }
}

/// What a category or a series stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// An answer, a statement, a group.
    Ordinary,
    /// The middle of a scale. A Likert chart without one takes the middle of an
    /// odd number of steps.
    Neutral,
    /// All groups together: stands apart in ink.
    Total,
    /// "Anders": comes last when categories are put in order.
    Other,
    /// Don't know, no answer: comes last of all, in the colour of missing answers.
    Missing,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Datum {
    /// The value, for the geometry. `None` if there is none, or if it may not be shown.
    pub value: Option<Real>,
    /// The value exactly as the publication prints it.
    pub text: String,
    /// Ends of the confidence interval, in the unit of the value.
    pub interval: Option<(Real, Real)>,
    /// How sure it is.
    pub state: State,
}

impl Datum {
    /// A figure that stands.
    pub fn shown(value: f64, text: impl Into<String>) -> Self {
        Self {
            value: Some(Real::from(value)),
            text: text.into(),
            interval: None,
            state: State::Shown,
        }
    }

    /// A figure on a small base, or with a wide interval.
    pub fn uncertain(value: f64, text: impl Into<String>) -> Self {
        Self { state: State::Uncertain, ..Self::shown(value, text) }
    }

    /// A figure that may not be shown; the text is the mark that stands for it, or empty.
    pub fn hidden(mark: impl Into<String>) -> Self {
        Self { value: None, text: mark.into(), interval: None, state: State::Hidden }
    }

    /// No figure at all: nobody answered.
    pub fn missing() -> Self {
        Self { value: None, text: String::new(), interval: None, state: State::Shown }
    }

    /// The same figure with its interval.
    #[must_use]
    pub fn interval(mut self, low: f64, high: f64) -> Self {
        self.interval = Some((Real::from(low), Real::from(high)));
        self
    }
}

/// Whether a figure is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// As it is.
    Shown,
    /// Not at all, for privacy. Its value never reaches the chart.
    Hidden,
    /// With a mark that the base is small.
    Uncertain,
}

/// Sums of several series, printed at one end of each bar of a Likert chart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Net {
    /// Heading of the column: "eens".
    pub label: String,
    /// The end it stands at.
    pub side: Side,
    /// A figure per category.
    pub data: Vec<Datum>,
}

/// An end of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The negative end.
    Left,
    /// The positive end.
    Right,
}

/// The numbers of one category of a box or strip plot. The median stands in
/// [`Chart::data`], with its printed text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Distribution {
    /// Lowest value, lower quartile, median, upper quartile, highest value.
    pub summary: [Real; 5],
    /// Every value; needed for strips, dots beyond the whiskers for boxes.
    pub values: Vec<Real>,
}

/// Which figure a printed text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// `data[category][series]`.
    Datum {
        /// Index into [`Chart::categories`].
        category: usize,
        /// Index into [`Chart::series`].
        series: usize,
    },
    /// `nets[net].data[category]`.
    Net {
        /// Index into [`Chart::nets`].
        net: usize,
        /// Index into [`Chart::categories`].
        category: usize,
    },
    /// `categories[category].base`.
    CategoryBase {
        /// Index into [`Chart::categories`].
        category: usize,
    },
    /// `series[series].base`.
    SeriesBase {
        /// Index into [`Chart::series`].
        series: usize,
    },
}

/// A figure whose text really stands in the drawing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Printed {
    /// Which figure.
    pub figure: Figure,
    /// Its text.
    pub text: String,
    /// Points from the left edge of the drawing to the left end of the text.
    pub x: Real,
    /// Points from its top edge to the baseline of the text.
    pub y: Real,
}

/// A finished chart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Drawing {
    /// The picture. Its size is in points, its text is text.
    pub svg: String,
    /// Width in points.
    pub width: Real,
    /// Height in points.
    pub height: Real,
    /// What the chart shows, for readers who cannot see it.
    pub alt: String,
    /// The figures that are printed in it, in order. The others had no room or no text.
    pub printed: Vec<Printed>,
    /// The figures that `alt` quotes, printed or not.
    pub quoted: Vec<Figure>,
}
