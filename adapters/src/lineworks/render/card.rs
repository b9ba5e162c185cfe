//! A run of blocks as one flexible template: names beside values, cells below each other, lines that can be tapped.

use serde_json::{Value, json};

use super::cell::{LINKED, Look, QUIET, address, open, row, stack, tappable, text};
use super::dialect::cut;
use super::prose::prose;
use super::{LONGEST, text as texts};
use crate::{Align, Block, Column, Field, Item, Reply, plain};

/// As many columns as a phone shows beside each other.
const COLUMNS: usize = 4;
/// As long as a card may be, in parts: what follows would be cut off by the client.
const PARTS: usize = 60;
/// The largest bubble, in bytes; the platform says 30 KB and not how it counts.
const LARGEST: usize = 28_000;
/// The longest text of a notification, in characters.
const NOTIFICATION: usize = 400;

/// The card; `None` where text says it as well, or where it would be too large.
pub(super) fn of(run: &Reply, site: &str) -> Option<Value> {
    if !run.blocks.iter().any(gains) || !run.blocks.iter().all(can) {
        return None;
    }
    let understood = run.understood.as_deref().map(plain::line).filter(|command| !command.trim().is_empty());
    let quiet = Look { colour: Some(QUIET), size: Some("xs"), ..Look::default() };
    let mut parts: Vec<Value> =
        understood.iter().map(|command| text(&format!("→ {command}"), quiet)).collect();
    parts.extend(run.blocks.iter().flat_map(|block| block_parts(block, site, run.lang.starts_with("ja"))));
    let bubble = json!({"type": "bubble", "size": "giga",
        "body": {"type": "box", "layout": "vertical", "spacing": "md", "contents": parts}});
    let fits = !parts.is_empty() && count(&bubble) <= PARTS * 6 && parts.len() <= PARTS;
    if !fits || bubble.to_string().len() > LARGEST || longest(&bubble) > LONGEST {
        return None;
    }
    let notification = cut(&texts::of(run, "").join("\n"), NOTIFICATION);
    (!notification.is_empty()).then(|| json!({"type": "flex", "altText": notification, "contents": bubble}))
}

/// A block that text would show worse.
fn gains(block: &Block) -> bool {
    match block {
        Block::Fields { fields } => !fields.is_empty(),
        Block::Table { columns, rows } => !columns.is_empty() || rows.iter().any(|row| !row.is_empty()),
        Block::List { items, .. } => items.iter().any(|item| item.link.is_some()),
        Block::File { .. } => true,
        _ => false,
    }
}

/// A block that can stand in a card.
pub(super) fn can(block: &Block) -> bool {
    match block {
        Block::Table { columns, rows } => {
            columns.len() <= COLUMNS && rows.iter().all(|row| row.len() <= columns.len()) || rows.is_empty()
        }
        // Only a chart of nothing comes here: its title says so.
        Block::Buttons { .. } | Block::Suggestions { .. } => false,
        _ => true,
    }
}

fn block_parts(block: &Block, site: &str, ja: bool) -> Vec<Value> {
    match block {
        Block::Heading { text: words } => {
            let words = plain::line(words);
            let look = Look { bold: true, size: Some("lg"), ..Look::default() };
            if words.trim().is_empty() { Vec::new() } else { vec![text(&words, look)] }
        }
        Block::Text { text } => prose(text, site, ja),
        Block::Fields { fields } => vec![stack(fields.iter().map(field).collect())],
        Block::Table { columns, rows } => table(columns, rows),
        Block::List { numbered, items } => {
            let line = |(i, item)| list_item(numbered.then_some(i + 1), item, site);
            let lines: Vec<_> = items.iter().enumerate().map(line).collect();
            if lines.is_empty() { Vec::new() } else { vec![stack(lines)] }
        }
        Block::File { name, media_type, path } => {
            let item = Item {
                text: format!("📄 {}", plain::line(name)),
                detail: Some(media_type.clone()),
                link: Some(crate::Link { label: name.clone(), path: path.clone() }),
                ..Item::default()
            };
            let (opens, lines) = lines(&item.text, item.detail.as_deref(), item.link.as_ref(), false, site);
            vec![tappable(stack(lines), opens)]
        }
        Block::Chart { chart } => {
            vec![text(&plain::line(&chart.title), Look { colour: Some(QUIET), ..Look::default() })]
        }
        Block::Buttons { .. } | Block::Suggestions { .. } => Vec::new(),
    }
}

fn field(field: &Field) -> Value {
    let label = Look { colour: Some(QUIET), share: Some(2), ..Look::default() };
    row(vec![
        text(&plain::line(&field.label), label),
        text(&plain::clean(&field.value), Look { share: Some(5), ..Look::default() }),
    ])
}

/// Heads, a line, rows. More columns than a phone has room for come without rows only: then they are named.
fn table(columns: &[Column], rows: &[Vec<String>]) -> Vec<Value> {
    if columns.is_empty() {
        return Vec::new();
    }
    if columns.len() > COLUMNS {
        let titles: Vec<_> = columns.iter().map(|column| plain::line(&column.title)).collect();
        return vec![text(&titles.join(" · "), Look { colour: Some(QUIET), ..Look::default() })];
    }
    let look = |i: usize, bold| Look {
        bold,
        size: Some(if columns.len() > 3 { "xs" } else { "sm" }),
        end: columns.get(i).is_some_and(|column| column.align == Align::Right),
        // Names are longer than numbers.
        share: Some(if columns.get(i).is_some_and(|column| column.align == Align::Right) { 2 } else { 3 }),
        ..Look::default()
    };
    let heads =
        columns.iter().enumerate().map(|(i, column)| text(&plain::line(&column.title), look(i, true)));
    let mut lines = vec![row(heads.collect()), json!({"type": "separator"})];
    for cells in rows {
        let cell = |i: usize| cells.get(i).map(|cell| plain::clean(cell)).unwrap_or_default();
        lines.push(row((0..columns.len()).map(|i| text(&cell(i), look(i, false))).collect()));
    }
    vec![stack(lines)]
}

fn list_item(number: Option<usize>, item: &Item, site: &str) -> Value {
    let marker = number.map_or("• ".to_owned(), |number| format!("{number}. "));
    let first = format!("{marker}{}", plain::line(&item.text));
    let (opens, lines) = lines(&first, item.detail.as_deref(), item.link.as_ref(), true, site);
    tappable(stack(lines), opens)
}

/// A line, what stands below it, and where it leads.
fn lines(
    first: &str,
    detail: Option<&str>,
    link: Option<&crate::Link>,
    code: bool,
    site: &str,
) -> (Option<Value>, Vec<Value>) {
    let opens = link.and_then(|link| open(&link.label, &address(&link.path, site)?));
    let colour = (opens.is_some() && !code).then_some(LINKED);
    let mut lines = vec![text(first, Look { colour, ..Look::default() })];
    let detail = detail.map(plain::line).filter(|detail| !detail.trim().is_empty());
    let label =
        link.filter(|_| code).map(|link| plain::line(&link.label)).filter(|label| !label.trim().is_empty());
    let small = |colour| Look { colour: Some(colour), size: Some("xs"), ..Look::default() };
    let mut below: Vec<Value> = Vec::new();
    if let Some(label) = label {
        below.push(text(
            &label,
            Look { share: Some(1), ..small(if opens.is_some() { LINKED } else { QUIET }) },
        ));
    }
    if let Some(detail) = detail {
        below.push(text(&detail, Look { share: Some(5), ..small(QUIET) }));
    }
    if !below.is_empty() {
        lines.push(row(below));
    }
    (opens, lines)
}

/// Components of a bubble.
fn count(part: &Value) -> usize {
    match part {
        Value::Array(parts) => parts.iter().map(count).sum(),
        Value::Object(fields) => {
            usize::from(fields.contains_key("type")) + fields.values().map(count).sum::<usize>()
        }
        _ => 0,
    }
}

/// The longest string of a bubble, in characters.
fn longest(part: &Value) -> usize {
    match part {
        Value::String(text) => text.chars().count(),
        Value::Array(parts) => parts.iter().map(longest).max().unwrap_or_default(),
        Value::Object(fields) => fields.values().map(longest).max().unwrap_or_default(),
        _ => 0,
    }
}
