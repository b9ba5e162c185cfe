//! A chart in Slack's own drawing, or in letters where no picture can be shown.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::rich;
use crate::{Chart, ChartKind, chart, plain};

/// What Slack draws: characters of a title, of an axis and of a name; places along the axis; series.
const TITLE: usize = 50;
const NAME: usize = 20;
const PLACES: usize = 20;
const SERIES: usize = 6;
/// Columns of a chart in letters.
const LETTERS: usize = 40;

/// Is there anything to draw?
pub(in crate::slack) fn draws(chart: &Chart) -> bool {
    chart.series.iter().flat_map(|series| &series.values).any(|value| value.is_finite())
}

/// A `data_visualization` block; `None` for what Slack does not draw: gaps, long names, many places.
pub(in crate::slack) fn native(chart: &Chart) -> Option<Value> {
    let title = fitting(&chart.title, TITLE)?;
    let places = names(&chart.labels).filter(|places| (1..=PLACES).contains(&places.len()))?;
    let series: Vec<String> = chart.series.iter().map(|series| series.name.clone()).collect();
    let series = names(&series).filter(|series| (1..=SERIES).contains(&series.len()))?;
    let whole =
        |values: &Vec<f64>| values.len() == places.len() && values.iter().all(|value| value.is_finite());
    if !chart.series.iter().all(|series| whole(&series.values)) {
        return None;
    }
    let drawn: Vec<Value> = series
        .iter()
        .zip(&chart.series)
        .map(|(name, series)| {
            let points = places
                .iter()
                .zip(&series.values)
                .map(|(label, value)| json!({"label": label, "value": value}));
            json!({"name": name, "data": points.collect::<Vec<_>>()})
        })
        .collect();
    let mut axis = json!({"categories": places});
    if let Some(unit) = fitting(&chart.unit, TITLE) {
        axis["y_label"] = unit.into();
    }
    let kind = match chart.kind {
        ChartKind::Bars => "bar",
        ChartKind::Line => "line",
    };
    let chart = json!({"type": kind, "series": drawn, "axis_config": axis});
    Some(json!({"type": "data_visualization", "title": title, "chart": chart}))
}

/// The chart in block characters.
pub(in crate::slack) fn letters(chart: &Chart) -> Value {
    let lines: Vec<String> = chart::blocks(chart, LETTERS).lines().map(str::to_owned).collect();
    let first = rich::fixed(&lines).into_iter().next();
    first.map_or_else(|| json!({"type": "divider"}), |shown| shown.block)
}

/// A text with something in it that is short enough.
fn fitting(text: &str, most: usize) -> Option<String> {
    let text = plain::line(text).trim().to_owned();
    (1..=most).contains(&text.chars().count()).then_some(text)
}

/// Names that are all short enough, and all different.
fn names(names: &[String]) -> Option<Vec<String>> {
    let fitting: Vec<String> = names.iter().map(|name| fitting(name, NAME)).collect::<Option<_>>()?;
    let different: HashSet<&String> = fitting.iter().collect();
    (different.len() == fitting.len()).then_some(fitting)
}
