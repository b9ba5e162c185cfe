//! A reply as lines.

use super::{Part, Style};
use crate::{
    Block, Button, Capabilities, Column, Item, Reply, chart, console,
    markdown::{self, Span},
    plain,
};

/// Columns of a table in fixed letters: what a phone shows without breaking lines.
const TABLE_ROOM: usize = 56;
/// Columns of a chart in block characters.
const CHART_ROOM: usize = 40;

/// The parts of a reply, in order, an empty line between blocks.
pub(crate) fn of(reply: &Reply, can: Capabilities, site: &str) -> Vec<Part> {
    let understood = reply.understood.iter().map(|call| plain::line(call)).filter(|call| !call.is_empty());
    let mut all: Vec<Vec<Part>> =
        understood.map(|call| vec![Part::Line(vec![(Style::Quiet, format!("→ {call}"))])]).collect();
    all.extend(reply.blocks.iter().map(|one| block(one, can, site)));
    all.retain(|parts| !parts.is_empty());
    all.join(&Part::Line(Vec::new()))
}

fn block(block: &Block, can: Capabilities, site: &str) -> Vec<Part> {
    match block {
        Block::Heading { text } => line(Style::Bold, text),
        Block::Text { text } => prose(text, site),
        Block::Fields { fields } => fields.iter().flat_map(|f| named(&f.label, &f.value)).collect(),
        Block::Table { columns, rows } if can.tables => table(columns, rows),
        Block::Table { columns, rows } => rows.iter().flat_map(|row| stacked(columns, row)).collect(),
        Block::List { numbered, items } => {
            items.iter().enumerate().flat_map(|(i, it)| item(numbered.then_some(i + 1), it, site)).collect()
        }
        Block::Chart { chart } if can.pictures && chart.drawable().next().is_some() => {
            vec![Part::Picture(chart.clone())]
        }
        Block::Chart { chart } => {
            vec![Part::Fixed(chart::blocks(chart, CHART_ROOM).lines().map(str::to_owned).collect())]
        }
        Block::Buttons { buttons } if can.buttons => vec![Part::Buttons(buttons.clone())],
        Block::Buttons { buttons } => buttons.iter().map(typed).collect(),
        Block::Suggestions { sentences } => vec![Part::Suggestions(sentences.clone())],
        Block::File { name, media_type, path } => {
            vec![Part::Line(vec![
                linked(&plain::line(name), path, site),
                (Style::Quiet, format!("  {}", plain::line(media_type))),
            ])]
        }
    }
}

fn line(style: Style, text: &str) -> Vec<Part> {
    let text = plain::line(text);
    if text.is_empty() { Vec::new() } else { vec![Part::Line(vec![(style, text)])] }
}

/// Small Markdown, a part a line.
fn prose(text: &str, site: &str) -> Vec<Part> {
    let mut lines = vec![Vec::new()];
    for span in markdown::spans(text) {
        let (style, words) = match span {
            Span::Plain(words) => (Style::Plain, words),
            Span::Bold(words) => (Style::Bold, words),
            Span::Code(words) => (Style::Code, words),
            Span::Link { label, target } => match address(target, site) {
                Some(address) => (Style::Link(address), label),
                None => (Style::Plain, label),
            },
        };
        for (i, words) in plain::clean(&markdown::unescape(words)).split('\n').enumerate() {
            if i > 0 {
                lines.push(Vec::new());
            }
            if !words.is_empty()
                && let Some(line) = lines.last_mut()
            {
                line.push((style.clone(), words.to_owned()));
            }
        }
    }
    lines.into_iter().map(Part::Line).collect()
}

/// "Name: value", the value in several lines if it has them.
fn named(label: &str, value: &str) -> Vec<Part> {
    let value = plain::clean(value);
    let mut lines = value.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    let head = Part::Line(vec![
        (Style::Bold, format!("{}:", plain::line(label))),
        (Style::Plain, format!(" {first}")),
    ]);
    std::iter::once(head).chain(lines.map(|line| Part::Line(vec![(Style::Plain, line.to_owned())]))).collect()
}

fn table(columns: &[Column], rows: &[Vec<String>]) -> Vec<Part> {
    let lines = console::table(columns, rows, TABLE_ROOM);
    if lines.is_empty() { Vec::new() } else { vec![Part::Fixed(lines)] }
}

/// A row where columns cannot line up: its first cell, then "name: value" for the others.
fn stacked(columns: &[Column], row: &[String]) -> Vec<Part> {
    let title = |i: usize| columns.get(i).map(|c| plain::line(&c.title)).unwrap_or_default();
    let mut cells = row.iter().map(|cell| plain::line(cell)).enumerate();
    let mut parts = Vec::new();
    if let Some((_, first)) = cells.next() {
        parts.push(Part::Line(vec![(Style::Quiet, format!("{} ", title(0))), (Style::Bold, first)]));
    }
    let rest: Vec<String> =
        cells.filter(|(_, c)| !c.is_empty()).map(|(i, c)| format!("{}: {c}", title(i))).collect();
    if !rest.is_empty() {
        parts.push(Part::Line(vec![(Style::Plain, format!("  {}", rest.join("  ·  ")))]));
    }
    parts
}

fn item(number: Option<usize>, item: &Item, site: &str) -> Vec<Part> {
    let marker = number.map_or("• ".to_owned(), |n| format!("{n}. "));
    let mut first = vec![(Style::Plain, marker + &plain::line(&item.text))];
    if let Some(link) = &item.link {
        first.push((Style::Plain, "  ".to_owned()));
        first.push(linked(&plain::line(&link.label), &link.path, site));
    }
    let detail = item.detail.as_deref().map(plain::line).filter(|detail| !detail.is_empty());
    std::iter::once(Part::Line(first))
        .chain(detail.map(|detail| Part::Line(vec![(Style::Quiet, format!("   {detail}"))])))
        .collect()
}

/// `[yes] Merge`: what to type, and what it does.
fn typed(button: &Button) -> Part {
    let (key, label) = (plain::line(&button.typed), plain::line(&button.label));
    let key = if key.is_empty() { Vec::new() } else { vec![(Style::Bold, format!("[{key}] "))] };
    Part::Line(key.into_iter().chain([(Style::Plain, label)]).collect())
}

fn linked(label: &str, path: &str, site: &str) -> (Style, String) {
    match address(path, site) {
        Some(address) => (Style::Link(address), label.to_owned()),
        None => (Style::Plain, label.to_owned()),
    }
}

/// The whole address; `None` where nobody could open it.
fn address(target: &str, site: &str) -> Option<String> {
    if !markdown::is_safe_target(target) {
        None
    } else if target.starts_with('/') {
        (!site.is_empty()).then(|| format!("{site}{target}"))
    } else {
        Some(target.to_owned())
    }
}
