//! What a chart shows, as it was gathered: as a chart, as facts of the ledger,
//! and as CSV.

use std::sync::Arc;

use crate::chapter::DrawnFact;
use crate::chapter::helpers::plan::{Plan, labels};
use crate::chapter::session::Spot;
use crate::chart::{
    Chart, ChartKind, Datum, Distribution, Drawing, Figure as Part, Label, Net as ChartNet, Real,
    RegionMap, Role, Scheme, Side, State, Unit,
};
use crate::diagnostics::Diagnostic;
use crate::format::Language;
use crate::ledger::{Carrier, Cell};
use crate::manifest::PageTable;
use crate::statistics::{Measure, MeasureKind};
use crate::survey::Question;

use super::ask::Ask;

/// What a chart shows: categories by series, with a measure in each cell.
pub(super) struct Data {
    kind: ChartKind,
    pub(super) subject: String,
    pub(super) unit: Unit,
    /// The ends of the axis, when the data do not decide.
    pub(super) range: Option<(Real, Real)>,
    pub(super) categories: Vec<Label>,
    pub(super) series: Vec<Label>,
    /// By category, then by series.
    pub(super) cells: Vec<Vec<Option<Measure>>>,
    /// Texts of the cells, as the publication prints them.
    pub(super) texts: Vec<Vec<String>>,
    /// Nets at the ends of a Likert chart.
    nets: Vec<EndNet>,
    /// The numbers of each category of a box or strip plot.
    pub(super) distributions: Vec<Distribution>,
    /// What each number is, where the chart itself does not say.
    pub(super) measured: Option<String>,
    pub(super) map: Option<Arc<RegionMap>>,
}

/// The sum of several answers, at one end of each bar of a Likert chart.
struct EndNet {
    label: String,
    side: Side,
    /// By category: the number and its text.
    cells: Vec<(Option<Measure>, String)>,
}

impl Data {
    pub(super) fn new(ask: &Ask) -> Self {
        let plan = ask.plan;
        let question = plan.questions[0];
        let asked = || question.label.to_string();
        // The caption says what several questions have in common.
        let subject = match plan.questions.len() {
            1 => asked(),
            _ => plan.plain_caption().unwrap_or_else(|_| asked()),
        };
        let on_map = matches!(ask.kind, ChartKind::Map | ChartKind::Bubbles);
        Self {
            kind: ask.kind,
            subject,
            unit: Unit::Share,
            range: None,
            categories: vec![],
            series: vec![],
            cells: vec![],
            texts: vec![],
            nets: vec![],
            distributions: vec![],
            measured: None,
            map: ask.map.clone().filter(|_| on_map),
        }
    }

    /// Adds the cells of a category.
    pub(super) fn push(&mut self, plan: &Plan, cells: Vec<Option<Measure>>) {
        let text = |cell: &Option<Measure>| match cell {
            Some(measure) => plan.drawn_text(measure),
            None => String::new(),
        };
        self.texts.push(cells.iter().map(text).collect());
        self.cells.push(cells);
    }

    /// The same with categories and series exchanged.
    pub(super) fn turned(self) -> Self {
        fn turn<T: Clone>(rows: &[Vec<T>], columns: usize) -> Vec<Vec<T>> {
            (0..columns)
                .map(|column| rows.iter().map(|row| row[column].clone()).collect())
                .collect()
        }
        Self {
            cells: turn(&self.cells, self.series.len()),
            texts: turn(&self.texts, self.series.len()),
            categories: self.series,
            series: self.categories,
            ..self
        }
    }

    /// Leaves out the categories that nobody answered, unless that is all of them.
    pub(super) fn keep_answered(&mut self) {
        let answered: Vec<bool> =
            self.cells.iter().map(|cells| cells.iter().any(Option::is_some)).collect();
        if answered.contains(&true) && self.map.is_none() {
            self.rearrange(|rows| rows.retain(|&row| answered[row]));
        }
    }

    /// The highest number first, the total last.
    pub(super) fn sort_by_value(&mut self) {
        let keys: Vec<(bool, f64)> = self
            .categories
            .iter()
            .zip(&self.cells)
            .map(|(label, cells)| {
                let shown = cells.iter().flatten().find(|measure| measure.hidden.is_none());
                (label.role == Role::Total, shown.map_or(f64::NEG_INFINITY, |it| it.value))
            })
            .collect();
        self.rearrange(|rows| {
            rows.sort_by(|&one, &two| {
                keys[one].0.cmp(&keys[two].0).then(keys[two].1.total_cmp(&keys[one].1))
            });
        });
    }

    /// The highest positive net first: the figure that readers see the order by.
    pub(super) fn sort_by_net(&mut self) {
        let Some(net) = self.nets.iter().find(|net| net.side == Side::Right) else { return };
        let shown = |cell: &Option<Measure>| {
            cell.as_ref().filter(|measure| measure.hidden.is_none()).map(|measure| measure.value)
        };
        let keys: Vec<f64> =
            net.cells.iter().map(|cell| shown(&cell.0).unwrap_or(f64::NEG_INFINITY)).collect();
        self.rearrange(|rows| rows.sort_by(|&one, &two| keys[two].total_cmp(&keys[one])));
    }

    fn rearrange(&mut self, change: impl FnOnce(&mut Vec<usize>)) {
        let mut rows: Vec<usize> = (0..self.categories.len()).collect();
        change(&mut rows);
        self.categories = rows.iter().map(|&row| self.categories[row].clone()).collect();
        self.cells = rows.iter().map(|&row| self.cells[row].clone()).collect();
        self.texts = rows.iter().map(|&row| self.texts[row].clone()).collect();
        for net in &mut self.nets {
            net.cells = rows.iter().map(|&row| net.cells[row].clone()).collect();
        }
    }

    /// Says which answer is the middle of the scale.
    pub(super) fn mark_scale(&mut self, question: &Question) {
        let steps = self.series.len();
        if question.ordered && steps % 2 == 1 {
            self.series[steps / 2].role = Role::Neutral;
        }
    }

    /// Adds the nets of both ends of the scale, estimated for each category.
    pub(super) fn add_nets(
        &mut self,
        plan: &Plan,
        estimate: impl Fn(&[Arc<str>], usize) -> Result<Measure, Diagnostic>,
    ) -> Result<(), Diagnostic> {
        if plan.arguments.switch("nets")? == Some(false) {
            return Ok(());
        }
        for net in plan.end_nets() {
            let side = if &*net.name == "positive" { Side::Right } else { Side::Left };
            let mut cells = vec![];
            for category in 0..self.categories.len() {
                cells.push(match estimate(&net.codes, category) {
                    Ok(measure) => {
                        let text = plan.drawn_text(&measure);
                        (Some(measure), text)
                    }
                    Err(fault) if fault.code == "empty-base" => (None, String::new()),
                    Err(fault) => return Err(plan.at(fault)),
                });
            }
            self.nets.push(EndNet { label: net.label.to_string(), side, cells });
        }
        Ok(())
    }

    /// The chart that shows these numbers.
    pub(super) fn chart(&self, ask: &Ask, width: &str) -> Result<Chart, Diagnostic> {
        let plan = ask.plan;
        if self.categories.is_empty() || self.series.is_empty() {
            return Err(plan
                .fault("chart-empty", "there is nothing to draw: nobody answered".into())
                .hint("look at the answers, or at the condition in `where`"));
        }
        let least = plan.session.material.manifest.charts.uncertain_below;
        let datum = |cell: &Option<Measure>, text: &String| datum(cell.as_ref(), text, least);
        let mut chart = Chart::new(self.kind, plan.session.language());
        let page = &plan.session.material.manifest.theme.page;
        let width = if width == "wide" { page.wide() } else { page.column() };
        chart.width = Real::from(PageTable::in_points(width));
        chart.subject = self.subject.clone();
        chart.unit = self.unit;
        chart.range = self.range;
        chart.categories = self.categories.clone();
        chart.series = self.series.clone();
        chart.data = self
            .cells
            .iter()
            .zip(&self.texts)
            .map(|(cells, texts)| cells.iter().zip(texts).map(|(cell, text)| datum(cell, text)))
            .map(Iterator::collect)
            .collect();
        chart.nets = self
            .nets
            .iter()
            .map(|net| ChartNet {
                label: net.label.clone(),
                side: net.side,
                data: net.cells.iter().map(|(cell, text)| datum(cell, text)).collect(),
            })
            .collect();
        let parts = matches!(self.kind, ChartKind::Stacked | ChartKind::Waffle);
        if parts && ask.is_scale() && chart.series.len() == labels(plan.questions[0]).len() {
            chart.scheme = Scheme::Sequential;
        }
        chart.distributions = self.distributions.clone();
        chart.map = self.map.clone();
        Ok(chart)
    }

    /// What the note under the chart says beside the question and the base: what
    /// is measured, and how the shapes are to be read.
    pub(super) fn remarks(&self, ask: &Ask) -> Vec<String> {
        let plan = ask.plan;
        let mut remarks: Vec<String> = self.measured.iter().cloned().collect();
        let with_intervals = matches!(self.kind, ChartKind::Dots | ChartKind::Lines)
            && self.cells.iter().flatten().flatten().any(|measure| measure.interval.is_some());
        let settings = plan.session.material.analysis.settings();
        match self.kind {
            ChartKind::Boxes if settings.privacy.hides() => {
                remarks.push(plan.words.boxes_within.into());
            }
            ChartKind::Boxes => remarks.push(plan.words.boxes.into()),
            ChartKind::Strips => remarks.push(plan.words.strips.into()),
            _ if with_intervals => remarks.push(plan.words.intervals.into()),
            _ => {}
        }
        remarks
    }

    /// Enters every number that stands in the drawing, and those that only its
    /// alternative text quotes, into the ledger; gives their places in the drawing.
    pub(super) fn enter(&self, plan: &Plan, drawing: &Drawing, own_alt: bool) -> Vec<DrawnFact> {
        let mut drawn = vec![];
        for printed in &drawing.printed {
            let place = Some((printed.x.get(), printed.y.get()));
            drawn.extend(self.enter_one(plan, printed.figure, Some(&printed.text), place));
        }
        let is_drawn = |figure: &Part| drawing.printed.iter().any(|it| it.figure == *figure);
        let quoted = drawing.quoted.iter().filter(|figure| !own_alt && !is_drawn(figure));
        drawn.extend(quoted.filter_map(|figure| self.enter_one(plan, *figure, None, None)));
        drawn
    }

    /// Enters one number of the chart, as it is printed or else as it would be.
    fn enter_one(
        &self,
        plan: &Plan,
        figure: Part,
        text: Option<&str>,
        place: Option<(f64, f64)>,
    ) -> Option<DrawnFact> {
        let own = |measure: &Measure| plan.measured(measure);
        let base = |measure: &Measure| plan.base_of(measure);
        let (measured, row, column) = match figure {
            Part::Datum { category, series } => (
                self.cells[category][series].as_ref().map(own),
                &self.categories[category].text,
                self.series[series].text.as_str(),
            ),
            Part::Net { net, category } => (
                self.nets[net].cells[category].0.as_ref().map(own),
                &self.categories[category].text,
                self.nets[net].label.as_str(),
            ),
            Part::CategoryBase { category } => (
                self.cells[category].iter().flatten().next().map(base),
                &self.categories[category].text,
                "n",
            ),
            Part::SeriesBase { series } => (
                self.cells.iter().find_map(|cells| cells[series].as_ref()).map(base),
                &self.series[series].text,
                "n",
            ),
        };
        let measured = measured?;
        let carrier = if place.is_some() { Carrier::Figure } else { Carrier::Alternative };
        let spot = Spot { carrier, within: &plan.name, cell: Cell::at(row, column) };
        let text = text.map_or_else(|| plan.session.house_style(&measured), str::to_string);
        let id = plan.session.enter_fact(&measured, &text, &plan.arguments.origin, Some(&spot));
        Some(DrawnFact { id, place })
    }

    /// The numbers behind the chart: a line per category and series, the nets,
    /// and the summary of each distribution. Values are not rounded; beside them
    /// stands the text as it is printed. A hidden number has neither.
    pub(super) fn csv(&self, chart: &Chart) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail.
        let _ = writer.write_record([
            "category", "series", "value", "text", "n", "base", "low", "high", "state",
        ]);
        let mut line = |category: &str, series: &str, cell: Option<&Measure>, datum: &Datum| {
            let shown = cell.filter(|measure| measure.hidden.is_none());
            let number = |value: Option<f64>| value.map(|it| it.to_string()).unwrap_or_default();
            let (low, high) = datum.interval.unzip();
            let _ = writer.write_record([
                category,
                series,
                &number(shown.map(|measure| measure.value)),
                &datum.text,
                &shown.map(|measure| measure.n.to_string()).unwrap_or_default(),
                &shown.map(|measure| measure.base.to_string()).unwrap_or_default(),
                &number(low.map(Real::get)),
                &number(high.map(Real::get)),
                state(datum, chart.language),
            ]);
        };
        for (index, category) in self.categories.iter().enumerate() {
            for (series, label) in self.series.iter().enumerate() {
                let cell = self.cells[index][series].as_ref();
                line(&category.text, &label.text, cell, &chart.data[index][series]);
            }
            for (net, drawn) in self.nets.iter().zip(&chart.nets) {
                let cell = net.cells[index].0.as_ref();
                line(&category.text, &net.label, cell, &drawn.data[index]);
            }
            let shown = self.distributions.get(index).filter(|it| **it != Distribution::default());
            for (name, value) in
                summary(chart.language).iter().zip(shown.iter().flat_map(|it| it.summary))
            {
                line(
                    &category.text,
                    name,
                    None,
                    &Datum::shown(value.get(), value.get().to_string()),
                );
            }
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

fn summary(language: Language) -> [&'static str; 5] {
    match language {
        Language::Dutch => {
            ["einde lijn laag", "eerste kwartiel", "mediaan", "derde kwartiel", "einde lijn hoog"]
        }
        Language::English => {
            ["lower whisker", "lower quartile", "median", "upper quartile", "upper whisker"]
        }
    }
}

/// How sure a number is, in the language of the publication; empty for most.
fn state(datum: &Datum, language: Language) -> &'static str {
    let (dutch, english) = match (datum.state, datum.value) {
        (State::Hidden, _) => ("niet getoond", "not shown"),
        (State::Shown | State::Uncertain, None) => ("geen antwoorden", "no answers"),
        (State::Uncertain, Some(_)) => ("indicatief", "indicative"),
        (State::Shown, Some(_)) => ("", ""),
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// A measure as a chart shows it; on fewer answers than `least` it is uncertain.
fn datum(measure: Option<&Measure>, text: &str, least: usize) -> Datum {
    match measure {
        None => Datum::missing(),
        Some(measure) if measure.hidden.is_some() => Datum::hidden(text),
        Some(measure) if !measure.value.is_finite() => Datum::missing(),
        Some(measure) => {
            // A number of respondents is no estimate.
            let counted = measure.kind == MeasureKind::Count;
            let datum = match measure.base < least && !counted {
                true => Datum::uncertain(measure.value, text),
                false => Datum::shown(measure.value, text),
            };
            match measure.interval {
                Some((low, high)) if low.is_finite() && high.is_finite() => {
                    datum.interval(low, high)
                }
                _ => datum,
            }
        }
    }
}
