//! What a chart shows, found in its data.

use crate::chart::model::{Chart, ChartKind, Datum, Figure, Label, Net, Role, Side, State};
use crate::chart::text::normalise;

/// One thing to say about a chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding {
    /// What kind of chart it is, about what, and what it compares.
    Opening,
    /// The highest and the lowest value.
    Extremes {
        /// The series or net whose values they are, where there are several.
        of: Option<String>,
        /// The highest value.
        high: Peak,
        /// The one after it, where one value is the highest of many.
        second: Option<Named>,
        /// The lowest value.
        low: Peak,
    },
    /// All values are printed alike.
    Equal {
        /// The common figure.
        text: String,
        /// All of them.
        figures: Vec<Figure>,
    },
    /// Every value, where there are only a few.
    List(Vec<Named>),
    /// The largest part of one bar.
    Largest {
        /// The bar.
        whole: String,
        /// Its largest part.
        part: Named,
    },
    /// The category in which the series differ most.
    Difference {
        /// The category.
        within: String,
        /// The lowest series.
        low: Named,
        /// The highest series.
        high: Named,
    },
    /// In how many categories one net is larger than the other.
    Majority {
        /// In how many.
        count: usize,
        /// Of how many that can be compared.
        of: usize,
        /// The net that is counted.
        winner: String,
        /// The net that it is compared with.
        loser: String,
    },
    /// From the first to the last wave.
    Change {
        /// The line.
        name: String,
        /// First figure.
        from: String,
        /// Last figure.
        to: String,
        /// Both.
        figures: [Figure; 2],
        /// Up, down, or printed alike.
        direction: std::cmp::Ordering,
    },
    /// Each value is higher, or lower, than the one before it.
    Trend(std::cmp::Ordering),
    /// How many figures are not shown.
    Hidden(usize),
    /// How many figures stand on few answers.
    Uncertain(usize),
    /// There is no figure at all.
    Nothing,
}

/// A figure with the name of what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) figure: Figure,
}

/// An extreme figure with all that share it as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Peak {
    pub(crate) names: Vec<String>,
    pub(crate) text: String,
    pub(crate) figures: Vec<Figure>,
}

impl Finding {
    /// Whether it compares figures with each other.
    pub(crate) fn compares(&self) -> bool {
        matches!(
            self,
            Self::Extremes { .. }
                | Self::Equal { .. }
                | Self::Largest { .. }
                | Self::Difference { .. }
                | Self::Majority { .. }
                | Self::Trend(_)
        )
    }

    /// The figures that are quoted.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        match self {
            Self::Extremes { high, second, low, .. } => {
                let peaks = high.figures.iter().chain(&low.figures).copied();
                peaks.chain(second.iter().map(|named| named.figure)).collect()
            }
            Self::Equal { figures, .. } => figures.clone(),
            Self::List(values) => values.iter().map(|named| named.figure).collect(),
            Self::Largest { part, .. } => vec![part.figure],
            Self::Difference { low, high, .. } => vec![low.figure, high.figure],
            Self::Change { figures, .. } => figures.to_vec(),
            Self::Opening
            | Self::Majority { .. }
            | Self::Trend(_)
            | Self::Hidden(_)
            | Self::Uncertain(_)
            | Self::Nothing => vec![],
        }
    }
}

/// As many lines or rows as are told one by one.
const FEW: usize = 4;

/// A value with its name and its printed form.
#[derive(Clone)]
struct Value {
    name: String,
    value: f64,
    text: String,
    figure: Figure,
}

impl Value {
    fn named(&self) -> Named {
        Named { name: self.name.clone(), text: self.text.clone(), figure: self.figure }
    }
}

/// Finds what there is to say, in order.
pub(crate) fn find(chart: &Chart) -> Vec<Finding> {
    let mut findings = vec![Finding::Opening];
    let shown = chart.data.iter().flatten().any(|datum| datum.value.is_some());
    if shown {
        findings.extend(match chart.kind {
            ChartKind::Grouped | ChartKind::HeatMap | ChartKind::Multiples => table(chart),
            ChartKind::Dots if chart.series.len() > 1 => table(chart),
            ChartKind::Stacked => stacked(chart),
            ChartKind::Waffle if chart.series.len() > 1 => stacked(chart),
            ChartKind::Likert | ChartKind::LikertApart => likert(chart),
            ChartKind::Lines | ChartKind::Slope => changes(chart),
            ChartKind::Waffle | ChartKind::Pictogram if chart.categories.len() <= FEW => {
                vec![Finding::List(named(&column(chart, 0)))]
            }
            _ => single(chart),
        });
    } else {
        findings.push(Finding::Nothing);
    }
    let count = |state| chart.data.iter().flatten().filter(|datum| datum.state == state).count();
    let (hidden, uncertain) = (count(State::Hidden), count(State::Uncertain));
    if hidden > 0 {
        findings.push(Finding::Hidden(hidden));
    }
    if uncertain > 0 {
        findings.push(Finding::Uncertain(uncertain));
    }
    findings
}

fn name(label: &Label) -> String {
    normalise(&label.text)
}

fn named(values: &[Value]) -> Vec<Named> {
    values.iter().map(Value::named).collect()
}

/// The values of one series that are answers: totals and missing answers left
/// out, unless nothing else is there.
fn column(chart: &Chart, series: usize) -> Vec<Value> {
    let pick = |wanted: &dyn Fn(Role) -> bool| -> Vec<Value> {
        let rows = chart.categories.iter().zip(&chart.data).enumerate();
        rows.filter(|(_, (category, _))| wanted(category.role))
            .filter_map(|(at, (category, row))| {
                let figure = Figure::Datum { category: at, series };
                value_of(name(category), &row[series], figure)
            })
            .collect()
    };
    let answers = pick(&|role| !matches!(role, Role::Total | Role::Missing));
    if answers.is_empty() { pick(&|_| true) } else { answers }
}

fn value_of(name: String, datum: &Datum, figure: Figure) -> Option<Value> {
    let value = datum.value?.get();
    Some(Value { name, value, text: normalise(&datum.text), figure })
}

fn single(chart: &Chart) -> Vec<Finding> {
    let values = column(chart, 0);
    let trend = (chart.kind == ChartKind::Columns).then(|| trend(&values)).flatten();
    extremes(None, &values).into_iter().chain(trend).collect()
}

/// Whether the values run one way all along.
fn trend(values: &[Value]) -> Option<Finding> {
    let mut steps = values.windows(2).map(|pair| pair[1].value.total_cmp(&pair[0].value));
    let first = steps.next().filter(|step| *step != std::cmp::Ordering::Equal)?;
    (values.len() >= 3 && steps.all(|step| step == first)).then_some(Finding::Trend(first))
}

/// The highest and lowest of some values, or what else can be said of them.
fn extremes(of: Option<String>, values: &[Value]) -> Option<Finding> {
    let high = values.iter().max_by(|one, two| one.value.total_cmp(&two.value))?;
    let low = values.iter().min_by(|one, two| one.value.total_cmp(&two.value))?;
    if values.len() == 1 {
        return Some(Finding::List(named(values)));
    }
    if high.text == low.text {
        let figures = values.iter().map(|value| value.figure).collect();
        return Some(Finding::Equal { text: high.text.clone(), figures });
    }
    let peak = |extreme: &Value| Peak {
        names: values
            .iter()
            .filter(|value| value.text == extreme.text)
            .map(|value| value.name.clone())
            .collect(),
        text: extreme.text.clone(),
        figures: values
            .iter()
            .filter(|value| value.text == extreme.text)
            .map(|value| value.figure)
            .collect(),
    };
    let (high, low) = (peak(high), peak(low));
    let others = values.iter().filter(|value| value.text != high.text);
    let second = others.max_by(|one, two| one.value.total_cmp(&two.value)).filter(|second| {
        let alone = values.iter().filter(|value| value.text == second.text).count() == 1;
        alone && of.is_none() && second.text != low.text && values.len() >= FEW
    });
    let second = second.filter(|_| high.names.len() == 1 && low.names.len() == 1).map(Value::named);
    Some(Finding::Extremes { of, high, second, low })
}

/// Categories by series: the extremes of all cells, and the widest row.
fn table(chart: &Chart) -> Vec<Finding> {
    let answers = |label: &Label| label.role != Role::Missing;
    let cells: Vec<Value> = chart
        .categories
        .iter()
        .zip(&chart.data)
        .enumerate()
        .filter(|(_, (category, _))| answers(category))
        .flat_map(|(at, (category, row))| {
            let cells = chart.series.iter().zip(row).enumerate();
            let cells = cells.filter(|(_, (series, _))| answers(series));
            cells.filter_map(move |(place, (series, datum))| {
                let figure = Figure::Datum { category: at, series: place };
                value_of(format!("{}, {}", name(category), name(series)), datum, figure)
            })
        })
        .collect();
    let mut findings: Vec<Finding> = extremes(None, &cells)
        .into_iter()
        .map(|finding| match finding {
            // Names of cells are long: the two ends say enough.
            Finding::Extremes { of, high, low, .. } => {
                Finding::Extremes { of, high, second: None, low }
            }
            other => other,
        })
        .collect();
    findings.extend(widest_row(chart));
    findings
}

fn widest_row(chart: &Chart) -> Option<Finding> {
    let rows = chart.categories.iter().zip(&chart.data).enumerate();
    let ends = rows.filter(|(_, (category, _))| category.role != Role::Missing).filter_map(
        |(at, (category, row))| {
            let values: Vec<Value> = chart
                .series
                .iter()
                .zip(row)
                .enumerate()
                .filter(|(_, (series, _))| !matches!(series.role, Role::Missing | Role::Total))
                .filter_map(|(place, (series, datum))| {
                    let figure = Figure::Datum { category: at, series: place };
                    value_of(name(series), datum, figure)
                })
                .collect();
            let high = values.iter().max_by(|one, two| one.value.total_cmp(&two.value))?.clone();
            let low = values.iter().min_by(|one, two| one.value.total_cmp(&two.value))?.clone();
            (high.text != low.text).then(|| (name(category), low, high))
        },
    );
    let (within, low, high) = ends.max_by(|(_, low, high), (_, other_low, other_high)| {
        (high.value - low.value).total_cmp(&(other_high.value - other_low.value))
    })?;
    Some(Finding::Difference { within, low: low.named(), high: high.named() })
}

/// The largest part of the total (or of the only bar), and the series that
/// differs most between the bars.
fn stacked(chart: &Chart) -> Vec<Finding> {
    let total = chart.categories.iter().position(|category| category.role == Role::Total);
    let first = total.unwrap_or(0);
    let mut findings = vec![];
    if total.is_some() || chart.categories.len() == 1 {
        let parts = chart.series.iter().zip(&chart.data[first]).enumerate();
        let values: Vec<Value> = parts
            .filter_map(|(at, (series, datum))| {
                let figure = Figure::Datum { category: first, series: at };
                value_of(name(series), datum, figure)
            })
            .collect();
        let largest = values.iter().max_by(|one, two| one.value.total_cmp(&two.value));
        if let Some(part) = largest.map(Value::named) {
            findings.push(Finding::Largest { whole: name(&chart.categories[first]), part });
        }
    }
    if chart.categories.len() > 1 {
        let spread = |series: usize| {
            let values = column(chart, series);
            let high = values.iter().map(|value| value.value).fold(f64::MIN, f64::max);
            let low = values.iter().map(|value| value.value).fold(f64::MAX, f64::min);
            high - low
        };
        let answers =
            (0..chart.series.len()).filter(|&series| chart.series[series].role != Role::Missing);
        let widest = answers.max_by(|&one, &two| spread(one).total_cmp(&spread(two)));
        if let Some(series) = widest {
            let of = Some(name(&chart.series[series]));
            findings.extend(extremes(of, &column(chart, series)));
        }
    }
    findings
}

/// Where the positive net is highest and lowest, and where it wins.
fn likert(chart: &Chart) -> Vec<Finding> {
    let net = |side: Side| chart.nets.iter().find(|net| net.side == side);
    let at = chart.nets.iter().position(|net| net.side == Side::Right).unwrap_or(0);
    let (Some(positive), negative) = (net(Side::Right), net(Side::Left)) else {
        return stacked(chart);
    };
    let values = |net: &Net| -> Vec<Value> {
        let rows = chart.categories.iter().zip(&net.data).enumerate();
        rows.filter_map(|(category, (label, datum))| {
            value_of(name(label), datum, Figure::Net { net: at, category })
        })
        .collect()
    };
    let label = |net: &Net| normalise(&net.label);
    let mut findings: Vec<Finding> =
        extremes(Some(label(positive)), &values(positive)).into_iter().collect();
    if let Some(negative) = negative {
        let pairs = positive.data.iter().zip(&negative.data);
        let both: Vec<(f64, f64)> =
            pairs.filter_map(|(one, two)| Some((one.value?.get(), two.value?.get()))).collect();
        if both.len() > 1 {
            findings.push(Finding::Majority {
                count: both.iter().filter(|(one, two)| one > two).count(),
                of: both.len(),
                winner: label(positive),
                loser: label(negative),
            });
        }
    }
    findings
}

/// How each line runs, or the lines that rise and fall most.
fn changes(chart: &Chart) -> Vec<Finding> {
    let mut changes: Vec<(f64, Finding)> = (0..chart.series.len())
        .filter_map(|series| {
            let rows = chart.data.iter().enumerate();
            let values = rows.filter_map(|(category, row)| {
                value_of(String::new(), &row[series], Figure::Datum { category, series })
            });
            let values: Vec<Value> = values.collect();
            let ([first, .., last], series) = (values.as_slice(), &chart.series[series]) else {
                return None;
            };
            let direction = if first.text == last.text {
                std::cmp::Ordering::Equal
            } else {
                last.value.total_cmp(&first.value)
            };
            let change = Finding::Change {
                name: name(series),
                from: first.text.clone(),
                to: last.text.clone(),
                figures: [first.figure, last.figure],
                direction,
            };
            Some((last.value - first.value, change))
        })
        .collect();
    if changes.is_empty() {
        return single(chart);
    }
    if changes.len() > FEW {
        changes.sort_by(|one, two| two.0.total_cmp(&one.0));
        let last = changes.pop();
        changes.truncate(1);
        changes.extend(last);
    }
    changes.into_iter().map(|(_, change)| change).collect()
}
