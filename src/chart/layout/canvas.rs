//! The state of one drawing: text styles, the scene, and what has been printed.

use std::cell::Cell;

use super::legend::Sign;
use super::scene::{Anchor, Area, Scene, Shape, Stroke};
use crate::chart::fault::ChartFault;
use crate::chart::model::{Chart, Datum, Figure, Label, Printed, Real, Role, Scheme, State};
use crate::chart::text::{Block, FontSet, Shaper, TextStyle, normalise};
use crate::chart::theme::{ChartTheme, Paint, Tone};
use crate::chart::words::Words;

/// What a kind of chart returns: a scene that has been proved.
pub(crate) struct Picture {
    pub(crate) scene: Scene,
    pub(crate) printed: Vec<Printed>,
}

/// One drawing in the making.
pub(crate) struct Canvas<'a> {
    pub(crate) chart: &'a Chart,
    pub(crate) theme: &'a ChartTheme,
    shaper: Shaper<'a>,
    pub(crate) words: &'static Words,
    pub(crate) scene: Scene,
    printed: Vec<Printed>,
    /// Whether a mark stands for a missing figure.
    marked_missing: Cell<bool>,
    /// Labels and figures.
    pub(crate) label: TextStyle,
    /// Nets, totals, headings.
    pub(crate) strong: TextStyle,
    /// Axes, legends, notes.
    pub(crate) small: TextStyle,
    /// Headings above columns of figures.
    pub(crate) small_strong: TextStyle,
}

/// Stands for a figure that may not be shown, unless the figure brings its own mark.
const HIDDEN_MARK: &str = "·";
/// Stands for a figure that is not there.
const MISSING_MARK: &str = "–";

/// The space between a label and what it labels.
pub(crate) const GUTTER: f64 = 10.0;
/// The space between a bar and the figure at its end.
pub(crate) const PAD: f64 = 4.0;
impl<'a> Canvas<'a> {
    pub(crate) fn new(
        chart: &'a Chart,
        theme: &'a ChartTheme,
        fonts: &'a FontSet,
    ) -> Result<Self, ChartFault> {
        let (label, small) = (theme.sizes.label.get(), theme.sizes.small.get());
        let width = chart.width.get();
        Ok(Self {
            chart,
            theme,
            shaper: Shaper::new(fonts),
            words: Words::of(chart.language),
            scene: Scene { width, ..Scene::default() },
            printed: vec![],
            marked_missing: Cell::new(false),
            label: fonts.style(&theme.sans, 400, label)?,
            strong: fonts.style(&theme.sans, 600, label)?,
            small: fonts.style(&theme.sans, 400, small)?,
            small_strong: fonts.style(&theme.sans, 600, small)?,
        })
    }

    pub(crate) fn width(&self) -> f64 {
        self.scene.width
    }

    /// Thickness of a single bar.
    pub(crate) fn bar(&self) -> f64 {
        self.theme.sizes.bar.get()
    }

    /// Breaks a text into lines of at most `width` points.
    pub(crate) fn wrap(
        &self,
        text: &str,
        style: TextStyle,
        width: f64,
    ) -> Result<Block, ChartFault> {
        self.shaper.wrap(text, style, width, self.chart.language)
    }

    /// The semibold style at a multiple of the size of labels.
    pub(crate) fn large(&self, factor: f64) -> Result<TextStyle, ChartFault> {
        self.shaper.fonts.style(&self.theme.sans, 600, self.label.size * factor)
    }

    /// The small style at a multiple of its size.
    pub(crate) fn sized(&self, factor: f64) -> Result<TextStyle, ChartFault> {
        self.shaper.fonts.style(&self.theme.sans, 400, self.small.size * factor)
    }

    /// Sets a text on one line.
    pub(crate) fn line(&self, text: &str, style: TextStyle) -> Result<Block, ChartFault> {
        self.wrap(text, style, f64::INFINITY)
    }

    /// The style of a label: totals are strong.
    pub(crate) fn label_style(&self, label: &Label) -> TextStyle {
        if label.role == Role::Total { self.strong } else { self.label }
    }

    /// Rows closer together when there are many, so that forty fit a page.
    pub(crate) fn pitch(&self, bar: f64) -> f64 {
        let air = match self.chart.categories.len() {
            0..=12 => 6.5,
            13..=24 => 4.0,
            _ => 2.0,
        };
        bar + air
    }

    /// Puts a figure, or the base of a label, and remembers that it is printed and where.
    /// A base stands at the end of its block.
    pub(crate) fn print(
        &mut self,
        figure: Figure,
        block: Block,
        x: f64,
        y: f64,
        anchor: Anchor,
        paint: Paint,
    ) -> Area {
        let chart = self.chart;
        let text = match figure {
            Figure::Datum { category, series } => &chart.data[category][series].text,
            Figure::Net { net, category } => &chart.nets[net].data[category].text,
            Figure::CategoryBase { category } => {
                chart.categories[category].base.as_deref().unwrap_or("")
            }
            Figure::SeriesBase { series } => chart.series[series].base.as_deref().unwrap_or(""),
        };
        if !text.trim().is_empty() {
            let (left, baseline) = self.start(text, &block, (x, y), anchor);
            self.printed.push(Printed {
                figure,
                text: text.to_owned(),
                x: Real::from(left),
                y: Real::from(baseline),
            });
        }
        self.scene.text(block, x, y, anchor, paint)
    }

    /// Where a text begins within the block that it ends.
    fn start(&self, text: &str, block: &Block, (x, y): (f64, f64), anchor: Anchor) -> (f64, f64) {
        let text = normalise(text);
        let found = block
            .lines
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, line)| Some((index, line, line.text.rfind(text.as_str())?)));
        let (index, line, at) = match (found, block.lines.first()) {
            (Some(found), _) => found,
            (None, Some(first)) => (0, first, 0),
            (None, None) => return (x, y),
        };
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - line.width / 2.0,
            Anchor::End => x - line.width,
        };
        let before = line.text.get(..at).filter(|before| !before.is_empty());
        let before = before.map_or(0.0, |before| self.shaper.measure(before, block.style));
        (left + before, y + index as f64 * block.style.leading())
    }

    /// Sets a figure; one that is hidden or missing becomes a mark, which the
    /// notes explain.
    pub(crate) fn figure(&self, datum: &Datum, style: TextStyle) -> Result<Block, ChartFault> {
        if datum.value.is_some() {
            return self.line(&datum.text, style);
        }
        self.line(self.mark(datum), self.small)
    }

    /// Sets a figure that is hidden or missing, in words where they fit in `room` points.
    pub(crate) fn absent(&self, datum: &Datum, room: f64) -> Result<Block, ChartFault> {
        if datum.state != State::Hidden && datum.text.trim().is_empty() {
            let words = self.line(self.words.no_answers, self.small)?;
            if words.width <= room {
                return Ok(words);
            }
        }
        self.line(self.mark(datum), self.small)
    }

    /// The mark that stands for a figure that is hidden or missing.
    fn mark<'t>(&self, datum: &'t Datum) -> &'t str {
        match datum.state {
            _ if !datum.text.trim().is_empty() => &datum.text,
            State::Hidden => HIDDEN_MARK,
            State::Shown | State::Uncertain => {
                self.marked_missing.set(true);
                MISSING_MARK
            }
        }
    }

    /// The colour of a series.
    pub(crate) fn tone(&self, series: usize) -> Tone {
        let labels = &self.chart.series;
        if labels[series].role == Role::Missing {
            return Tone::Missing;
        }
        let counted =
            |labels: &[Label]| labels.iter().filter(|label| label.role != Role::Missing).count();
        let (step, steps) = (counted(&labels[..series]), counted(labels));
        match self.scheme() {
            // One series alone needs no scale.
            _ if steps < 2 => Tone::Categorical(0),
            Scheme::Sequential => Tone::Sequential(step, steps),
            Scheme::Diverging => Tone::Diverging(step, steps),
            Scheme::Categorical | Scheme::Automatic => Tone::Categorical(step),
        }
    }

    fn scheme(&self) -> Scheme {
        use crate::chart::model::ChartKind::{HeatMap, Likert, LikertApart, Map};
        match (self.chart.scheme, self.chart.kind) {
            (Scheme::Automatic, Likert | LikertApart) => Scheme::Diverging,
            (Scheme::Automatic, HeatMap | Map) => Scheme::Sequential,
            (Scheme::Automatic, _) => Scheme::Categorical,
            (given, _) => given,
        }
    }

    /// The paint of a figure's shape, by its state.
    pub(crate) fn fill(&self, tone: Tone, state: State) -> Paint {
        if state == State::Uncertain { Paint::Tint(tone) } else { Paint::Data(tone) }
    }

    /// An uncertain shape is a tint with a line around it, so that it also
    /// shows in grey.
    pub(crate) fn bar_shape(&mut self, area: Area, paint: Paint) {
        if let Paint::Tint(tone) = paint {
            let inset = 0.35;
            let inner = Area {
                left: area.left.min(area.right) + inset,
                top: area.top + inset,
                right: (area.right.max(area.left) - inset).max(area.left.min(area.right) + inset),
                bottom: area.bottom - inset,
            };
            let stroke = Some(Stroke::new(Paint::Data(tone), 0.7));
            self.scene.shapes.push(Shape::Rectangle { area: inner, fill: Some(paint), stroke });
        } else {
            self.scene.bar(area.left, area.top, area.right, area.bottom, paint);
        }
    }

    /// The sign of a series in a legend, in the shape that the chart draws.
    fn sign(&self, paint: Paint) -> Sign {
        use crate::chart::model::ChartKind::{Dots, Lines, Slope, Strips};
        match self.chart.kind {
            Dots | Lines | Slope | Strips => Sign::Dot(paint),
            _ => Sign::Square(paint),
        }
    }

    /// The sign of uncertain values. Where a fill is its value, a tint would
    /// be another value: there a line in the fill is the mark.
    fn uncertain_sign(&self) -> Sign {
        use crate::chart::model::ChartKind::{Boxes, HeatMap, Map};
        match self.chart.kind {
            HeatMap => Sign::Dashed(Tone::Sequential(2, 7)),
            Map => Sign::Hatched(Tone::Sequential(3, 7)),
            Boxes => Sign::Open(Tone::Categorical(0)),
            _ => self.sign(Paint::Tint(self.tone(0))),
        }
    }

    /// The legend entries of all series.
    pub(crate) fn series_entries(&self) -> Vec<super::Entry<'a>> {
        let series = self.chart.series.iter().enumerate();
        series
            .map(|(index, label)| {
                super::Entry::new(self.sign(Paint::Data(self.tone(index))), &label.text)
            })
            .collect()
    }

    /// Ends the drawing at `bottom`: adds the notes, and proves the scene.
    pub(crate) fn finish(mut self, bottom: f64) -> Result<Picture, ChartFault> {
        let bottom = self.notes(bottom.max(self.scene.lowest_text()))?;
        self.scene.height = bottom.ceil();
        if let Some(limit) = self.chart.height_limit
            && self.scene.height > limit.get()
        {
            return Err(ChartFault::new(
                "chart-too-tall",
                format!(
                    "the chart is {:.0} points tall; the page has room for {:.0}",
                    self.scene.height,
                    limit.get()
                ),
            )
            .hint("show fewer categories, or spread them over several charts"));
        }
        self.scene.prove()?;
        Ok(Picture { scene: self.scene, printed: self.printed })
    }

    /// The key to the marks for uncertain and hidden figures, if there are any.
    fn notes(&mut self, bottom: f64) -> Result<f64, ChartFault> {
        let chart = self.chart;
        let mut all = chart.data.iter().chain(chart.nets.iter().map(|net| &net.data)).flatten();
        let uncertain = all.clone().any(|datum| datum.state == State::Uncertain);
        let hidden = all
            .find(|datum| datum.state == State::Hidden)
            .map(|datum| format!("{}\u{2002}{}", self.mark(datum), self.words.hidden));
        let missing = format!("{MISSING_MARK}\u{2002}{}", self.words.no_answers);
        let mut entries = vec![];
        if uncertain {
            entries.push(super::Entry::new(self.uncertain_sign(), self.words.uncertain));
        }
        if let Some(hidden) = &hidden {
            entries.push(super::Entry::text(hidden));
        }
        if self.marked_missing.get() {
            entries.push(super::Entry::text(&missing));
        }
        if entries.is_empty() {
            return Ok(bottom);
        }
        let legend = super::Legend::new(self, &entries, self.width())?;
        Ok(legend.put(self, 0.0, bottom + 6.0))
    }
}

/// The width of the widest block.
pub(crate) fn widest<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> f64 {
    blocks.into_iter().fold(0.0, |widest, block| widest.max(block.width))
}
