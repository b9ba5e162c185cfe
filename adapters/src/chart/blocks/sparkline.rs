//! Lines as sparklines: one row a series on a common scale, then its lowest and highest value; below,
//! the first and the last label.

use super::{Chart, names, row};
use crate::chart::Series;
use crate::chart::number::{self, Counted};
use crate::chart::scale::Scale;
use crate::plain;

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A line shorter than this shows nothing.
const NARROWEST_LINE: usize = 12;
/// Few points are drawn wider, up to so many columns each.
const WIDEST_POINT: usize = 4;

pub(super) fn draw(chart: &Chart, width: usize) -> Vec<String> {
    let (names, name_width) = names(chart, width / 4);
    let ends: Vec<String> = chart.series.iter().map(|s| range(s, chart)).collect();
    let ends_width = ends.iter().map(|e| plain::width(e)).max().unwrap_or(0);
    let before = if name_width > 0 { name_width + 2 } else { 0 };
    // Beside the line where there is room, else on a line of their own.
    let beside = width >= before + ends_width + 2 + NARROWEST_LINE;
    let taken = if beside { before + ends_width + 2 } else { before };
    let room = width.saturating_sub(taken).max(1);
    let places = chart.places();
    let columns = places.min(room);
    let wide = (room / columns.max(1)).clamp(1, WIDEST_POINT);
    let scale = Scale::around(chart.drawable());
    let mut lines = Vec::new();
    for ((series, name), ends) in chart.series.iter().zip(names).zip(ends) {
        let line: String =
            (0..columns).map(|c| cell(series, scale, c, columns, places).to_string().repeat(wide)).collect();
        if beside {
            lines.push(row(&[(name, name_width), (line, columns * wide), (ends, ends_width)]));
        } else {
            lines.push(row(&[(name, name_width), (line, columns * wide)]));
            lines.push(" ".repeat(before) + &plain::fit(&ends, room));
        }
    }
    lines.extend(axis(chart, before, columns * wide, width));
    lines
}

/// One column: the mean of the points that fall into it.
fn cell(series: &Series, scale: Scale, column: usize, columns: usize, places: usize) -> char {
    let (from, to) = (column * places / columns, (column + 1) * places / columns);
    let values: Vec<f64> = (from..to).filter_map(|place| series.at(place)).collect();
    if values.is_empty() {
        return ' ';
    }
    let count = values.len() as f64;
    let mean: f64 = values.iter().map(|v| v / count).sum();
    LEVELS[((scale.at(mean) * 7.0).round() as usize).min(7)]
}

/// `↓ 12  ↑ 340`
fn range(series: &Series, chart: &Chart) -> String {
    let counted = Counted::of(chart);
    let written = |value: f64| number::with_unit(number::short(value, counted), &chart.unit);
    let values = series.values.iter().copied().filter(|v| v.is_finite());
    let ends = values.fold(None, |ends: Option<(f64, f64)>, v| {
        Some(ends.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
    });
    match ends {
        None => "–".to_owned(),
        Some((low, high)) if low == high => written(low),
        Some((low, high)) => format!("↓ {}  ↑ {}", written(low), written(high)),
    }
}

/// The first label below the first point, the last below the last; side by side where the line is
/// shorter than they are.
fn axis(chart: &Chart, before: usize, drawn: usize, width: usize) -> Option<String> {
    let places = chart.places();
    let room = width.saturating_sub(before);
    let (first, last) = (chart.label(0), chart.label(places.saturating_sub(1)));
    let text = if places < 2 || last.is_empty() {
        plain::fit(&first, room)
    } else if plain::width(&first) + plain::width(&last) + 2 <= drawn {
        format!("{first}{}", plain::pad_left(&last, drawn - plain::width(&first)))
    } else {
        let half = room.saturating_sub(3) / 2;
        format!("{} – {}", plain::fit(&first, half), plain::fit(&last, half))
    };
    (!text.trim().is_empty()).then(|| " ".repeat(before) + &text)
}
