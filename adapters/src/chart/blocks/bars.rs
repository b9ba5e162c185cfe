//! Bars of eighths: label, series, value, bar. The value stands before the bar, so that all numbers
//! line up however long the bars are.

use super::{Chart, column, names, row};
use crate::chart::number::{self, Counted};
use crate::chart::scale::Scale;
use crate::plain;

/// Parts of a full cell, from the left.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

pub(super) fn draw(chart: &Chart, width: usize) -> Vec<String> {
    let scale = Scale::from_zero(chart.drawable());
    let (labels, label_width) = column((0..chart.places()).map(|place| chart.label(place)), width * 2 / 5);
    let (names, name_width) = names(chart, width / 6);
    let counted = Counted::of(chart);
    let written = |value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |v| number::with_unit(number::short(v, counted), &chart.unit))
    };
    let values = chart.drawable().map(|v| plain::width(&written(Some(v)))).max().unwrap_or(1);
    let taken: usize = [label_width, name_width, values].iter().filter(|w| **w > 0).map(|w| w + 2).sum();
    let room = width.saturating_sub(taken).max(1);
    let mut lines = Vec::new();
    for (place, label) in labels.iter().enumerate() {
        for (i, (series, name)) in chart.series.iter().zip(&names).enumerate() {
            let value = series.at(place);
            lines.push(row(&[
                (if i == 0 { label.clone() } else { String::new() }, label_width),
                (name.clone(), name_width),
                (plain::pad_left(&written(value), values), values),
                (value.map_or_else(String::new, |v| bar(scale, v, room)), room),
            ]));
        }
    }
    lines
}

/// A bar in `room` cells. Where values below zero exist, a line marks zero and one cell is its own.
fn bar(scale: Scale, value: f64, room: usize) -> String {
    let zero = scale.at(0.0);
    if zero == 0.0 {
        return right(scale.at(value), room);
    }
    let cells = room.saturating_sub(1);
    let below = ((zero * cells as f64).round() as usize).min(cells);
    let (left, right) = if value < 0.0 {
        (left((zero - scale.at(value)) / zero, below), String::new())
    } else {
        let above = 1.0 - zero;
        let part = if above > 0.0 { (scale.at(value) - zero) / above } else { 0.0 };
        (" ".repeat(below), if value == 0.0 { String::new() } else { right(part, cells - below) })
    };
    format!("{left}│{right}")
}

/// Grows to the right, in eighths of a cell.
fn right(part: f64, cells: usize) -> String {
    let eighths = eighths(part, cells);
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// Grows to the left: only a half and a full cell exist for that.
fn left(part: f64, cells: usize) -> String {
    let halves = eighths(part, cells).div_ceil(4);
    let bar = ["", "▐"][halves % 2].to_owned() + &"█".repeat(halves / 2);
    plain::pad_left(&bar, cells)
}

/// At least one eighth for whatever is not nothing.
fn eighths(part: f64, cells: usize) -> usize {
    let exact = part * cells as f64 * 8.0;
    if exact <= 0.0 { 0 } else { (exact.round() as usize).clamp(1, cells * 8) }
}
