//! What must hold before a chart is drawn.

use super::fault::ChartFault;
use super::kinds::MOST_VALUES;
use super::model::{Chart, ChartKind, Datum, Real, Role, Scheme, Unit};
use super::text::{normalise, shorten};
use super::theme::ChartTheme;

/// Refuses a chart that no drawing can be true to.
pub(crate) fn validate(chart: &Chart, theme: &ChartTheme) -> Result<(), ChartFault> {
    validate_shape(chart)?;
    validate_values(chart)?;
    validate_kind(chart)?;
    validate_series(chart, theme)
}

/// The remedy for what no workbook and no template can bring about.
const REPORT: &str = "this is a fault of drukpers: please report it";
/// The remedy for values that are none.
const VALUES: &str = "look at the answers behind it: a number may be far too large";

fn validate_shape(chart: &Chart) -> Result<(), ChartFault> {
    if chart.categories.is_empty() || chart.series.is_empty() {
        return Err(ChartFault::new("chart-empty", "the chart has nothing to show")
            .hint("check the question and the filter: no category or no series is left"));
    }
    let (rows, columns) = (chart.categories.len(), chart.series.len());
    let wrong = |what: String| Err(ChartFault::new("chart-shape", what).hint(REPORT));
    if chart.data.len() != rows {
        return wrong(format!("{rows} categories, but {} rows of figures", chart.data.len()));
    }
    for (category, row) in chart.categories.iter().zip(&chart.data) {
        if row.len() != columns {
            return wrong(format!(
                "{columns} series, but {} figures for `{}`",
                row.len(),
                shorten(&category.text)
            ));
        }
    }
    if let Some(net) = chart.nets.iter().find(|net| net.data.len() != rows) {
        return wrong(format!(
            "{rows} categories, but {} figures in the net `{}`",
            net.data.len(),
            shorten(&net.label)
        ));
    }
    let size = chart.width.get();
    if !(size.is_finite() && size >= 60.0) {
        return Err(ChartFault::new("chart-too-narrow", "the chart is too narrow to draw")
            .hint("make it at least 60 points wide"));
    }
    Ok(())
}

fn validate_values(chart: &Chart) -> Result<(), ChartFault> {
    let finite = |value: Option<Real>| value.is_none_or(|value| value.get().abs() < 1e15);
    let good = |datum: &Datum| {
        let (low, high) = datum.interval.unzip();
        finite(datum.value) && finite(low) && finite(high)
    };
    for (category, row) in chart.categories.iter().zip(&chart.data) {
        if !row.iter().all(good) {
            return Err(ChartFault::new(
                "chart-value",
                format!(
                    "a figure of `{}` is not a number that can be drawn",
                    shorten(&category.text)
                ),
            )
            .hint(VALUES));
        }
    }
    let ends = chart.range.map_or((None, None), |(low, high)| (Some(low), Some(high)));
    let in_order = chart.range.is_none_or(|(low, high)| low.get() < high.get());
    if !finite(ends.0) || !finite(ends.1) || !in_order {
        return Err(ChartFault::new("chart-value", "the range of the axis does not run upwards")
            .hint("give the lower end first"));
    }
    let numbers = chart.distributions.iter();
    if numbers
        .flat_map(|numbers| numbers.summary.iter().chain(&numbers.values))
        .any(|value| !finite(Some(*value)))
    {
        return Err(ChartFault::new("chart-value", "a value of the distribution is not a number")
            .hint(VALUES));
    }
    Ok(())
}

fn validate_kind(chart: &Chart) -> Result<(), ChartFault> {
    use ChartKind::{
        Bars, Boxes, Bubbles, Columns, Likert, LikertApart, Map, Pictogram, Slope, Stacked, Strips,
        Waffle,
    };
    let name = chart.kind.name();
    let wrong =
        |message: String, hint: &str| Err(ChartFault::new("chart-kind", message).hint(hint));
    let single = matches!(chart.kind, Bars | Columns | Pictogram | Boxes | Strips | Map | Bubbles);
    if single && chart.series.len() > 1 {
        return wrong(
            format!("`{name}` shows one series; there are {}", chart.series.len()),
            "use `kind=\"grouped\"`, or `kind=\"stacked\"` for parts of a whole",
        );
    }
    if chart.kind == Slope && chart.categories.len() != 2 {
        return wrong(
            format!("`slope` shows two moments; there are {}", chart.categories.len()),
            "use `kind=\"lines\"` for more moments, `kind=\"bars\"` for one",
        );
    }
    let shares = matches!(chart.kind, Stacked | Likert | LikertApart | Waffle | Pictogram);
    if shares && chart.unit != Unit::Share {
        return wrong(
            format!("`{name}` shows shares of a whole, not numbers"),
            "use `kind=\"bars\"` or `kind=\"grouped\"`",
        );
    }
    let negative = |datum: &Datum| datum.value.is_some_and(|value| value.get() < 0.0);
    if chart.kind == Bubbles && chart.data.iter().flatten().any(negative) {
        return wrong("`bubbles` cannot show negative numbers".into(), "use `kind=\"map\"`");
    }
    if matches!(chart.kind, Boxes | Strips) {
        validate_distributions(chart)?;
    }
    if shares { validate_shares(chart) } else { Ok(()) }
}

fn validate_shares(chart: &Chart) -> Result<(), ChartFault> {
    for (category, row) in chart.categories.iter().zip(&chart.data) {
        let shares = || row.iter().filter_map(|datum| datum.value).map(Real::get);
        if shares().any(|share| share < 0.0) || shares().sum::<f64>() > 1.01 {
            return Err(ChartFault::new(
                "chart-shares",
                format!("the shares of `{}` are not parts of one whole", shorten(&category.text)),
            )
            .hint("use `kind=\"grouped\"` for answers that respondents could combine"));
        }
    }
    Ok(())
}

fn validate_distributions(chart: &Chart) -> Result<(), ChartFault> {
    if chart.distributions.len() != chart.categories.len() {
        return Err(ChartFault::new(
            "chart-kind",
            format!("`{}` shows how numbers are spread, not shares", chart.kind.name()),
        )
        .hint("use `kind=\"bars\"`, or name a question for a number"));
    }
    for (category, numbers) in chart.categories.iter().zip(&chart.distributions) {
        if numbers.summary.windows(2).any(|pair| pair[0].get() > pair[1].get()) {
            return Err(ChartFault::new(
                "chart-value",
                format!("the quartiles of `{}` do not run upwards", shorten(&category.text)),
            )
            .hint(VALUES));
        }
        if chart.kind == ChartKind::Strips && numbers.values.len() > MOST_VALUES {
            return Err(ChartFault::new(
                "chart-kind",
                format!("{} values are too many for a dot each", numbers.values.len()),
            )
            .hint("use `kind=\"boxes\"`"));
        }
    }
    Ok(())
}

fn validate_series(chart: &Chart, theme: &ChartTheme) -> Result<(), ChartFault> {
    use ChartKind::{Dots, Grouped, Lines, Slope, Stacked, Waffle};
    let colours = match chart.kind {
        Grouped | Lines | Slope | Dots => true,
        Stacked | Waffle => matches!(chart.scheme, Scheme::Automatic | Scheme::Categorical),
        _ => false,
    };
    let told_apart = chart.series.iter().filter(|series| series.role != Role::Missing).count();
    if colours && told_apart > theme.categorical.len() {
        return Err(ChartFault::new(
            "chart-too-many-series",
            format!(
                "{told_apart} series, but the theme has {} colours to tell them apart",
                theme.categorical.len()
            ),
        )
        .hint("use `kind=\"heatmap\"` or `kind=\"multiples\"`, or add colours to `categorical`"));
    }
    let unnamed = |text: &str| normalise(text).is_empty();
    if chart.series.len() > 1 && chart.series.iter().any(|series| unnamed(&series.text)) {
        return Err(ChartFault::new("chart-label", "a series has no label")
            .hint("fill in the label in the codebook"));
    }
    Ok(())
}
