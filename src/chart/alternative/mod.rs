//! The chart in words, for readers who cannot see it.

use super::model::Chart;

/// Describes the chart.
pub(crate) fn describe(chart: &Chart) -> String {
    super::text::normalise(&chart.subject)
}
