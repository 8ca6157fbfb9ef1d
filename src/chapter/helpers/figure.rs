//! Charts: from questions and groups to a drawing in the generated source.

use std::sync::Arc;

use crate::chapter::arguments::Arguments;
use crate::chapter::escape::typst_string;
use crate::chapter::helpers::plan::Plan;
use crate::chapter::session::{Session, Spot, at};
use crate::chapter::value::Measured;
use crate::chapter::{Figure, Medium};
use crate::chart::{
    self, Chart, ChartFault, ChartKind, ChartTheme, Datum, Distribution, Drawing, Figure as Part,
    FontSet, Label, Net as ChartNet, Real, Role, Scheme, Side, Unit as ChartUnit,
};
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::ledger::Carrier;
use crate::statistics::{
    self, ColumnKind, Measure, Order, RowKind, Selection, Statistic, Table, TableOptions,
};
use crate::survey::{Answers, Kind, Question};

/// Widths of a chart in points: the column of text, and with the margin column.
const COLUMN: f64 = 351.5;
const WIDE: f64 = 459.2;

/// `{{figure …}}`, whose body, if it has one, is the caption.
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
    body: Option<String>,
) -> Result<String, Diagnostic> {
    let plan = Plan::read(session, arguments, "fig")?;
    let key = plan.name.trim_start_matches("fig-").to_string();
    let width = arguments.choice("width", &["column", "wide"])?.unwrap_or("column");
    let data = gather(&plan)?;
    let chart = data.chart(&plan, width)?;
    let material = session.material;
    let drawing = draw(&chart, material.chart_theme, material.fonts).map_err(|mut faults| {
        let first = faults.remove(0);
        for fault in faults {
            session.report(at(fault.into_diagnostic(), arguments.place()));
        }
        at(first.into_diagnostic(), arguments.place())
    })?;
    let alt = arguments.option("alt")?.unwrap_or(&drawing.alt).to_string();
    let caption = match body {
        Some(body) => body.trim().to_string(),
        None => plan.caption()?,
    };
    let bases: Vec<&Measure> = data.cells.iter().flatten().flatten().collect();
    let extra: &[&str] = if bases.iter().any(|measure| measure.hidden.is_some()) {
        &[plan.words.hidden]
    } else {
        &[]
    };
    let note = plan.note(&bases, extra);
    data.enter(&plan, &drawing);
    let source = match session.medium {
        Medium::Typst => format!(
            "\n#survey-figure(\n  name: {},\n  image: {},\n  data: {},\n  alt: {},\n  \
             caption: [{caption}],\n  note: [{note}],\n  width: {},\n)\n",
            typst_string(&plan.name),
            typst_string(&format!("/figures/{key}.svg")),
            typst_string(&format!("/figures/{key}.csv")),
            typst_string(&alt),
            typst_string(width),
        ),
        Medium::Html => format!(
            "<figure id=\"{}\">{}<figcaption>{caption} <small>{note}</small></figcaption></figure>",
            plan.name, drawing.svg
        ),
    };
    session.add_figure(Figure {
        key,
        svg: drawing.svg,
        csv: data.csv(),
        alt,
        caption: plan.plain_caption()?,
        place: arguments.place(),
    });
    Ok(source)
}

/// Draws and checks a chart. The same numbers are drawn once: a preview that
/// prints again draws only what has changed. Fails with one fault or more.
#[comemo::memoize]
fn draw(chart: &Chart, theme: &ChartTheme, fonts: &FontSet) -> Result<Drawing, Vec<ChartFault>> {
    let drawing = chart::draw(chart, theme, fonts).map_err(|fault| vec![fault])?;
    chart::check(&drawing.svg, fonts).map(|()| drawing)
}

/// What a chart shows: categories by series, with a measure in each cell.
struct Data {
    kind: ChartKind,
    subject: String,
    unit: ChartUnit,
    categories: Vec<Label>,
    series: Vec<Label>,
    /// By category, then by series.
    cells: Vec<Vec<Option<Measure>>>,
    /// Texts of the cells, as the publication prints them.
    texts: Vec<Vec<String>>,
    /// Nets at the ends of a Likert chart.
    nets: Vec<EndNet>,
    /// The numbers of each category of a box or strip plot.
    distributions: Vec<Distribution>,
}

/// The sum of several answers, at one end of each bar of a Likert chart.
struct EndNet {
    label: String,
    side: Side,
    /// By category: the number and its text.
    cells: Vec<(Option<Measure>, String)>,
}

/// The kind that the template asks for, if it does.
fn asked_kind(arguments: &Arguments) -> Result<Option<ChartKind>, Diagnostic> {
    let Some(name) = arguments.option("kind")? else { return Ok(None) };
    let names: Vec<&str> = ChartKind::ALL.iter().map(|kind| kind.name()).collect();
    ChartKind::from_name(name).map(Some).ok_or_else(|| {
        Diagnostic::error("unknown-chart", format!("unknown kind of chart `{name}`"))
            .at(arguments.place_of(name))
            .hints(nearest_hint(name, names.iter().copied()))
            .hint(format!("kinds: {}", names.join(", ")))
    })
}

/// Collects the numbers in the shape that fits the kind.
fn gather(plan: &Plan) -> Result<Data, Diagnostic> {
    let asked = asked_kind(plan.arguments)?;
    let question = plan.questions[0];
    let grid = plan.questions.len() > 1;
    if !plan.banner.is_empty() && plan.by().is_none() {
        return Err(plan
            .fault("chart-shape", "a chart has groups of one question".into())
            .hint("draw a chart for each, or print a table, which can have several"));
    }
    if grid && plan.by().is_some() && !all_numbers(plan) {
        return Err(plan
            .fault("chart-shape", "several questions and `by` do not go into one chart".into())
            .hint("draw a chart for each question, or leave `by` out"));
    }
    let spread = matches!(asked, Some(ChartKind::Boxes | ChartKind::Strips));
    match question.kind {
        Kind::Number if spread => distributions(plan, asked.unwrap_or(ChartKind::Boxes)),
        Kind::Number if !grid && plan.by().is_none() => match asked {
            None | Some(ChartKind::Columns | ChartKind::Bars) => values(plan, asked),
            _ => means(plan, asked),
        },
        Kind::Number if !grid => means(plan, asked),
        Kind::Text | Kind::Date => Err(plan
            .fault("chart-shape", format!("question `{}` has no numbers to draw", question.name))
            .hint("draw closed questions and numbers")),
        _ if grid && all_numbers(plan) => means(plan, asked),
        _ if grid => statements(plan, asked),
        _ => match plan.by() {
            Some(by) => groups(plan, by, asked),
            None => options(plan, asked),
        },
    }
}

fn all_numbers(plan: &Plan) -> bool {
    plan.questions.iter().all(|question| question.kind == Kind::Number)
}

/// One question: a bar for each option.
fn options(plan: &Plan, asked: Option<ChartKind>) -> Result<Data, Diagnostic> {
    let question = plan.questions[0];
    let kind = asked.unwrap_or(ChartKind::Bars);
    if matches!(kind, ChartKind::Likert | ChartKind::LikertApart | ChartKind::HeatMap) {
        return statements(plan, asked);
    }
    let order = plan.order.unwrap_or(match question.ordered {
        true => Order::Given,
        false => Order::Value,
    });
    let table = plan.options_table(
        &plan.names()[..1],
        &TableOptions { order, missing: false, mean: false, ..TableOptions::default() },
    )?;
    let data = by_option(plan, &table, kind, |_| true);
    Ok(match kind {
        ChartKind::Stacked => data.turned(),
        _ => data,
    })
}

/// One question by groups: bars in pairs, or a stacked bar for each group.
fn groups(plan: &Plan, by: &Question, asked: Option<ChartKind>) -> Result<Data, Diagnostic> {
    let question = plan.questions[0];
    let many = by.choices.iter().filter(|choice| choice.missing.is_none()).count();
    let kind = asked.unwrap_or(match (question.ordered, question.kind) {
        (true, Kind::Single) => ChartKind::Likert,
        _ if many > 4 => ChartKind::HeatMap,
        _ => ChartKind::Grouped,
    });
    let table = plan.options_table(
        &plan.names()[..1],
        &TableOptions {
            order: plan.order.unwrap_or(match question.ordered {
                true => Order::Given,
                false => Order::Value,
            }),
            missing: false,
            mean: false,
            ..TableOptions::default()
        },
    )?;
    let with_total =
        matches!(kind, ChartKind::Likert | ChartKind::LikertApart | ChartKind::Stacked);
    let data = by_option(plan, &table, kind, |column| with_total || column == ColumnKind::Group);
    if matches!(kind, ChartKind::Lines | ChartKind::Slope) {
        // The groups are the moments, a line is an answer.
        return Ok(data.turned());
    }
    if !matches!(kind, ChartKind::Likert | ChartKind::LikertApart | ChartKind::Stacked) {
        return Ok(data);
    }
    let mut data = data.turned();
    for (category, cells) in data.categories.iter_mut().zip(&data.cells) {
        if let Some(measure) = cells.iter().flatten().next() {
            let base = plan.base_of(measure);
            category.base = Some(plan.session.house_style(&base));
        }
    }
    if kind != ChartKind::Stacked {
        data.mark_scale(question);
        let filters = data.filters(plan, by, &table);
        data.add_nets(plan, |net, category| {
            let codes: Vec<&str> = net.iter().map(|code| &**code).collect();
            statistics::share(
                plan.session.material.analysis,
                &question.name,
                &codes,
                &filters[category],
            )
        })?;
    }
    Ok(data)
}

/// Several statements on one scale, or one of them.
fn statements(plan: &Plan, asked: Option<ChartKind>) -> Result<Data, Diagnostic> {
    let kind = asked.unwrap_or(ChartKind::Likert);
    let table = plan.statements_table(&TableOptions {
        order: plan.order.unwrap_or(Order::Value),
        mean: true,
        ..TableOptions::default()
    })?;
    let wanted = |column: ColumnKind| match kind {
        ChartKind::Dots | ChartKind::Bars => column == ColumnKind::Mean,
        _ => column == ColumnKind::Answer,
    };
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|&index| wanted(table.columns[index].kind)).collect();
    let survey = plan.session.material.survey;
    let label = |name: &str| {
        survey.questions.get(name).map_or(String::new(), |question| question.label.to_string())
    };
    let mut data = Data::new(plan, kind);
    if wanted(ColumnKind::Mean) {
        data.unit = ChartUnit::Number;
    }
    data.categories = table.rows.iter().map(|row| Label::new(label(&row.question))).collect();
    data.series = columns.iter().map(|&column| Label::new(&*table.columns[column].label)).collect();
    for row in 0..table.rows.len() {
        let cells: Vec<Option<Measure>> = columns
            .iter()
            .map(|&column| table.cell(row, column).map(|cell| cell.measure.clone()))
            .collect();
        data.push(plan, cells);
    }
    if matches!(kind, ChartKind::Likert | ChartKind::LikertApart) {
        data.mark_scale(plan.questions[0]);
        data.add_nets(plan, |net, category| {
            let codes: Vec<&str> = net.iter().map(|code| &**code).collect();
            statistics::share(
                plan.session.material.analysis,
                &table.rows[category].question,
                &codes,
                &plan.selection,
            )
        })?;
    }
    Ok(data)
}

/// A number: a column for each whole number that was answered, or a box when
/// there are too many for that.
fn values(plan: &Plan, asked: Option<ChartKind>) -> Result<Data, Diagnostic> {
    let question = plan.questions[0];
    let answers = numbers(plan, question, &plan.selection)?;
    let whole = answers.iter().all(|(value, _)| value.fract() == 0.0);
    let low = answers.iter().map(|answer| answer.0).fold(f64::INFINITY, f64::min);
    let high = answers.iter().map(|answer| answer.0).fold(f64::NEG_INFINITY, f64::max);
    if !whole || high - low >= MOST_VALUES || answers.is_empty() {
        return distributions(plan, ChartKind::Boxes);
    }
    let analysis = plan.session.material.analysis;
    let base = statistics::base(analysis, &question.name, &plan.selection)
        .map_err(|fault| plan.at(fault))?;
    let weight: f64 = answers.iter().map(|answer| answer.1).sum();
    let mut data = Data::new(plan, asked.unwrap_or(ChartKind::Columns));
    data.series = vec![Label::new(plan.words.total)];
    let smallest = analysis.settings().privacy.smallest_cell;
    let mut value = low;
    while value <= high {
        let chosen: Vec<f64> = answers
            .iter()
            .filter(|(answer, _)| (answer - value).abs() < 0.5)
            .map(|it| it.1)
            .collect();
        if !chosen.is_empty() && chosen.len() < smallest {
            // One column left out could be worked out from the others: none is drawn.
            return distributions(plan, ChartKind::Boxes);
        }
        data.categories.push(Label::new(crate::format::number(value, 0, plan.session.language())));
        let share = Measure {
            value: chosen.iter().sum::<f64>() / weight,
            kind: statistics::MeasureKind::Share,
            statistic: Statistic::Share,
            codes: Arc::from([Arc::from(value.to_string())]),
            n: chosen.len(),
            base: answers.len(),
            weighted: plan.selection.weighted && analysis.has_weights(),
            ..base.clone()
        };
        data.push(plan, vec![Some(share)]);
        value += 1.0;
    }
    Ok(data)
}

/// More whole numbers than these do not get a column each.
const MOST_VALUES: f64 = 16.0;

/// The answers to a numeric question within a selection, with their weights.
fn numbers(
    plan: &Plan,
    question: &Question,
    selection: &Selection,
) -> Result<Vec<(f64, f64)>, Diagnostic> {
    let analysis = plan.session.material.analysis;
    let Answers::Number(answers) = &question.answers else {
        return Err(plan
            .fault("chart-shape", format!("question `{}` has no numbers to draw", question.name)));
    };
    let mask = selection.filter.mask(analysis.survey()).map_err(|fault| plan.at(fault))?;
    let weights = analysis.weights();
    Ok(answers
        .iter()
        .enumerate()
        .filter(|(at, _)| mask.as_ref().is_none_or(|mask| mask[*at]))
        .filter_map(|(at, answer)| {
            let weight = if selection.weighted { weights[at] } else { 1.0 };
            answer.ok().map(|value| (value, weight))
        })
        .collect())
}

/// Numbers as boxes or strips: of each group, or of several questions.
fn distributions(plan: &Plan, kind: ChartKind) -> Result<Data, Diagnostic> {
    let mut lines: Vec<(Label, &Question, Selection)> = vec![];
    match plan.by() {
        Some(by) => {
            for choice in by.choices.iter().filter(|choice| choice.missing.is_none()) {
                let filter = statistics::Filter::code(by.name.clone(), choice.code.clone());
                let selection = plan.selection.within(&filter);
                lines.push((Label::new(&*choice.label), plan.questions[0], selection));
            }
        }
        None => {
            for question in &plan.questions {
                let label = match plan.questions.len() {
                    1 => plan.words.total,
                    _ => &question.short,
                };
                lines.push((Label::new(label), question, plan.selection.clone()));
            }
        }
    }
    let analysis = plan.session.material.analysis;
    let mut data = Data::new(plan, kind);
    data.unit = ChartUnit::Number;
    data.series = vec![Label::new(plan.words.median)];
    for (mut label, question, selection) in lines {
        let answers = numbers(plan, question, &selection)?;
        if answers.is_empty() {
            continue;
        }
        let quantile = |probability| {
            statistics::quantile(
                analysis,
                &question.name,
                probability,
                Default::default(),
                &selection,
            )
            .map_err(|fault| plan.at(fault))
        };
        let median = quantile(0.5)?;
        let values: Vec<Real> = answers.iter().map(|(value, _)| Real::from(*value)).collect();
        let low = answers.iter().map(|answer| answer.0).fold(f64::INFINITY, f64::min);
        let high = answers.iter().map(|answer| answer.0).fold(f64::NEG_INFINITY, f64::max);
        let summary = [low, quantile(0.25)?.value, median.value, quantile(0.75)?.value, high];
        // A hidden median hides the picture of the numbers too.
        data.distributions.push(match median.hidden {
            None => Distribution { summary: summary.map(Real::from), values },
            Some(_) => Distribution::default(),
        });
        label.base = Some(plan.session.house_style(&plan.base_of(&median)));
        data.categories.push(label);
        data.push(plan, vec![Some(median)]);
    }
    Ok(data)
}

/// Means of numbers: by group, of several questions, or of both.
fn means(plan: &Plan, asked: Option<ChartKind>) -> Result<Data, Diagnostic> {
    let mut data = Data::new(plan, asked.unwrap_or(ChartKind::Dots));
    data.unit = ChartUnit::Number;
    let mut lines: Vec<(Label, Vec<Option<Measure>>)> = vec![];
    match plan.by() {
        None => {
            data.series = vec![Label::new(plan.words.mean)];
            for question in &plan.questions {
                let mean = mean_of(plan, &question.name, &plan.selection)?;
                lines.push((Label::new(&*question.short), vec![mean]));
            }
        }
        Some(by) => {
            data.series = match plan.questions.as_slice() {
                [_] => vec![Label::new(plan.words.mean)],
                several => several.iter().map(|it| Label::new(&*it.short)).collect(),
            };
            let groups = by.choices.iter().filter(|choice| choice.missing.is_none()).map(|it| {
                let filter = statistics::Filter::code(by.name.clone(), it.code.clone());
                (Label::new(&*it.label), plan.selection.within(&filter))
            });
            // Where the groups are moments, all of them together are none.
            let are_moments = match data.kind {
                ChartKind::Lines => true,
                ChartKind::Slope => plan.questions.len() != 2,
                _ => false,
            };
            let all = (Label::new(plan.words.total).role(Role::Total), plan.selection.clone());
            for (mut label, selection) in groups.chain((!are_moments).then_some(all)) {
                let means = plan
                    .questions
                    .iter()
                    .map(|question| mean_of(plan, &question.name, &selection))
                    .collect::<Result<Vec<_>, _>>()?;
                if let Some(measure) = means.iter().flatten().next() {
                    label.base = Some(plan.session.house_style(&plan.base_of(measure)));
                }
                lines.push((label, means));
            }
        }
    }
    lines.retain(|(_, means)| means.iter().any(Option::is_some));
    if plan.order == Some(Order::Value) {
        let value = |means: &[Option<Measure>]| {
            means.iter().flatten().next().map_or(f64::NEG_INFINITY, |measure| measure.value)
        };
        lines.sort_by(|left, right| {
            (left.0.role == Role::Total)
                .cmp(&(right.0.role == Role::Total))
                .then(value(&right.1).total_cmp(&value(&left.1)))
        });
    }
    for (label, means) in lines {
        data.categories.push(label);
        data.push(plan, means);
    }
    Ok(data)
}

/// A mean; `None` when nobody in the selection answered.
fn mean_of(plan: &Plan, name: &str, selection: &Selection) -> Result<Option<Measure>, Diagnostic> {
    match statistics::mean(plan.session.material.analysis, name, selection) {
        Ok(measure) => Ok(Some(measure)),
        Err(fault) if fault.code == "empty-base" => Ok(None),
        Err(fault) => Err(plan.at(fault)),
    }
}

/// Categories are the options, series the columns that are wanted.
fn by_option(
    plan: &Plan,
    table: &Table,
    kind: ChartKind,
    wanted: impl Fn(ColumnKind) -> bool,
) -> Data {
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|&index| table.columns.len() == 1 || wanted(table.columns[index].kind))
        .collect();
    let mut data = Data::new(plan, kind);
    data.series = columns
        .iter()
        .map(|&column| match table.columns[column].kind {
            ColumnKind::Total => Label::new(plan.words.total).role(Role::Total),
            _ => Label::new(&*table.columns[column].label),
        })
        .collect();
    for (index, row) in table.rows.iter().enumerate() {
        if row.kind != RowKind::Choice {
            continue;
        }
        let role = match is_other(&row.label) {
            true => Role::Other,
            false => Role::Ordinary,
        };
        data.categories.push(Label::new(&*row.label).role(role));
        let cells = columns
            .iter()
            .map(|&column| table.cell(index, column).map(|cell| cell.measure.clone()))
            .collect();
        data.push(plan, cells);
    }
    data
}

/// Whether an option gathers what the others do not name.
fn is_other(label: &str) -> bool {
    let lower = label.to_lowercase();
    lower.starts_with("anders") || lower.starts_with("overig") || lower.starts_with("other")
}

impl Data {
    fn new(plan: &Plan, kind: ChartKind) -> Self {
        let question = plan.questions[0];
        let subject = match (plan.questions.len(), question.section) {
            (2.., Some(section)) => {
                plan.session.material.survey.sections[section].label.to_string()
            }
            _ => question.label.to_string(),
        };
        Self {
            kind,
            subject,
            unit: ChartUnit::Share,
            categories: vec![],
            series: vec![],
            cells: vec![],
            texts: vec![],
            nets: vec![],
            distributions: vec![],
        }
    }

    /// Adds the cells of a category.
    fn push(&mut self, plan: &Plan, cells: Vec<Option<Measure>>) {
        let text = |cell: &Option<Measure>| match cell {
            Some(measure) => plan.session.house_style(&plan.measured(measure)),
            None => String::new(),
        };
        self.texts.push(cells.iter().map(text).collect());
        self.cells.push(cells);
    }

    /// The same with categories and series exchanged.
    fn turned(self) -> Self {
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

    /// Says which answer is the middle of the scale.
    fn mark_scale(&mut self, question: &Question) {
        let steps = self.series.len();
        if question.ordered && steps % 2 == 1 {
            self.series[steps / 2].role = Role::Neutral;
        }
    }

    /// Adds the nets of both ends of the scale, estimated for each category.
    fn add_nets(
        &mut self,
        plan: &Plan,
        estimate: impl Fn(&[Arc<str>], usize) -> Result<Measure, Diagnostic>,
    ) -> Result<(), Diagnostic> {
        for net in plan.end_nets() {
            let side = if &*net.name == "positive" { Side::Right } else { Side::Left };
            let mut data = vec![];
            for category in 0..self.categories.len() {
                data.push(match estimate(&net.codes, category) {
                    Ok(measure) => {
                        let text = plan.session.house_style(&plan.measured(&measure));
                        (Some(measure), text)
                    }
                    Err(fault) if fault.code == "empty-base" => (None, String::new()),
                    Err(fault) => return Err(plan.at(fault)),
                });
            }
            self.nets.push(EndNet { label: net.label.to_string(), side, cells: data });
        }
        Ok(())
    }

    /// The respondents of each category, when the categories are groups.
    fn filters(&self, plan: &Plan, by: &Question, table: &Table) -> Vec<Selection> {
        table
            .columns
            .iter()
            .map(|column| match (column.kind, column.path.last()) {
                (ColumnKind::Group, Some(level)) => plan
                    .selection
                    .within(&statistics::Filter::code(by.name.clone(), level.code.clone())),
                _ => plan.selection.clone(),
            })
            .collect()
    }

    /// The chart that shows these numbers.
    fn chart(&self, plan: &Plan, width: &str) -> Result<Chart, Diagnostic> {
        let mut chart = Chart::new(self.kind, plan.session.language());
        chart.width = Real::from(if width == "wide" { WIDE } else { COLUMN });
        chart.subject = self.subject.clone();
        chart.unit = self.unit;
        chart.categories = self.categories.clone();
        chart.series = self.series.clone();
        chart.data = self
            .cells
            .iter()
            .zip(&self.texts)
            .map(|(cells, texts)| {
                cells.iter().zip(texts).map(|(cell, text)| datum(cell.as_ref(), text)).collect()
            })
            .collect();
        chart.nets = self
            .nets
            .iter()
            .map(|net| ChartNet {
                label: net.label.clone(),
                side: net.side,
                data: net.cells.iter().map(|(cell, text)| datum(cell.as_ref(), text)).collect(),
            })
            .collect();
        if self.kind == ChartKind::Stacked && plan.questions[0].ordered {
            chart.scheme = Scheme::Sequential;
        }
        chart.distributions = self.distributions.clone();
        if chart.categories.is_empty() || chart.series.is_empty() {
            return Err(plan.fault("chart-shape", "there is nothing to draw".into()));
        }
        Ok(chart)
    }

    /// Enters every number that stands in the drawing into the ledger.
    fn enter(&self, plan: &Plan, drawing: &Drawing) {
        let enter = |measured: &Measured, text: &str, cell: String| {
            let spot = Spot { carrier: Carrier::Figure, within: &plan.name, cell };
            plan.session.enter_fact(measured, text, &plan.arguments.origin, Some(&spot));
        };
        for printed in &drawing.printed {
            let (measure, row, column) = match printed.figure {
                Part::Datum { category, series } => (
                    self.cells[category][series].as_ref(),
                    &self.categories[category].text,
                    self.series[series].text.as_str(),
                ),
                Part::Net { net, category } => (
                    self.nets[net].cells[category].0.as_ref(),
                    &self.categories[category].text,
                    self.nets[net].label.as_str(),
                ),
            };
            if let Some(measure) = measure {
                enter(&plan.measured(measure), &printed.text, format!("{row} × {column}"));
            }
        }
        for (category, cells) in self.categories.iter().zip(&self.cells) {
            if let (Some(base), Some(measure)) = (&category.base, cells.iter().flatten().next()) {
                enter(&plan.base_of(measure), base, format!("{} × n", category.text));
            }
        }
    }

    /// The numbers behind the chart: a line per category and series, `low` and
    /// `high` the ends of the interval where there is one.
    fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail.
        let columns = ["category", "series", "value", "text", "n", "base", "low", "high"];
        let _ = writer.write_record(columns);
        let mut line = |category: &str, series: &str, cell: Option<&Measure>, text: &str| {
            let shown = cell.filter(|measure| measure.hidden.is_none());
            let interval = shown
                .and_then(|measure| measure.interval)
                .filter(|(low, high)| low.is_finite() && high.is_finite());
            let _ = writer.write_record([
                category,
                series,
                &shown.map(|measure| measure.value.to_string()).unwrap_or_default(),
                text,
                &shown.map(|measure| measure.n.to_string()).unwrap_or_default(),
                &shown.map(|measure| measure.base.to_string()).unwrap_or_default(),
                &interval.map(|(low, _)| low.to_string()).unwrap_or_default(),
                &interval.map(|(_, high)| high.to_string()).unwrap_or_default(),
            ]);
        };
        for (index, category) in self.categories.iter().enumerate() {
            for (series, label) in self.series.iter().enumerate() {
                let cell = self.cells[index][series].as_ref();
                line(&category.text, &label.text, cell, &self.texts[index][series]);
            }
            for net in &self.nets {
                let (cell, text) = &net.cells[index];
                line(&category.text, &net.label, cell.as_ref(), text);
            }
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// A measure as a chart shows it.
fn datum(measure: Option<&Measure>, text: &str) -> Datum {
    match measure {
        None => Datum::missing(),
        Some(measure) if measure.hidden.is_some() => Datum::hidden(text),
        Some(measure) if !measure.value.is_finite() => Datum::missing(),
        Some(measure) => {
            let datum = Datum::shown(measure.value, text);
            match measure.interval {
                Some((low, high)) if low.is_finite() && high.is_finite() => {
                    datum.interval(low, high)
                }
                _ => datum,
            }
        }
    }
}
