//! A table of Slack's own.

use serde_json::{Value, json};

use super::Shown;
use crate::{Align, Column, plain};

/// Columns and rows, the heads among them; characters of one cell and of all of them.
const COLUMNS: usize = 20;
const ROWS: usize = 100;
const CELL: usize = 2_000;
const ROOM: usize = 6_000;

/// The table; `None` where it is larger than Slack takes, or uneven.
pub(super) fn table(columns: &[Column], rows: &[Vec<String>]) -> Option<Shown> {
    let even = rows.iter().all(|row| row.len() == columns.len());
    if columns.is_empty() || columns.len() > COLUMNS || rows.len() >= ROWS || !even {
        return None;
    }
    let heads: Vec<String> = columns.iter().map(|column| plain::line(&column.title)).collect();
    let cells = rows.iter().map(|row| row.iter().map(|cell| plain::line(cell)).collect());
    let all: Vec<Vec<String>> = std::iter::once(heads).chain(cells).collect();
    let sizes = || all.iter().flatten().map(|cell| cell.chars().count());
    let said = all.iter().map(|row| row.join("  ")).collect::<Vec<_>>().join("\n");
    if said.trim().is_empty() || sizes().any(|size| size > CELL) || sizes().sum::<usize>() > ROOM {
        return None;
    }
    // an empty cell is refused
    let cell = |text: &String| json!({"type": "raw_text", "text": if text.is_empty() { " " } else { text }});
    let rows: Vec<Value> = all.iter().map(|row| row.iter().map(cell).collect()).collect();
    let settings: Vec<Value> = columns
        .iter()
        .map(|column| match column.align {
            Align::Left => json!({"align": "left", "is_wrapped": true}),
            Align::Right => json!({"align": "right"}),
        })
        .collect();
    Some(Shown { block: json!({"type": "table", "rows": rows, "column_settings": settings}), said })
}
