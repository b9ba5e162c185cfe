//! Lists of Slack's own.

use serde_json::{Value, json};

use super::{
    Shown,
    rich::{self, Line},
};
use crate::message::Style;
use crate::{Item, markdown, plain};

/// Characters of one list, and of one item in it.
const LIST: usize = 2_900;
const ITEM: usize = 1_000;

/// One list, or several that count on; `None` where an item is as long as a text.
pub(super) fn lists(numbered: bool, items: &[Item], site: &str) -> Option<Vec<Shown>> {
    let lines: Vec<Line> = items.iter().map(|item| line(item, site)).collect();
    // an empty one would number the others wrongly, if it were left out
    if lines.iter().any(|line| rich::length(line) > ITEM || rich::said(line).trim().is_empty()) {
        return None;
    }
    let mut shown: Vec<Shown> = Vec::new();
    let (mut from, mut chars) = (0, 0);
    for (i, line) in lines.iter().enumerate() {
        if chars + rich::length(line) > LIST {
            shown.push(list(numbered, from, &lines[from..i]));
            (from, chars) = (i, 0);
        }
        chars += rich::length(line);
    }
    if from < lines.len() {
        shown.push(list(numbered, from, &lines[from..]));
    }
    Some(shown)
}

fn list(numbered: bool, offset: usize, lines: &[Line]) -> Shown {
    let section = |line: &Line| json!({"type": "rich_text_section", "elements": rich::elements(line)});
    let sections: Vec<Value> = lines.iter().map(section).collect();
    let style = if numbered { "ordered" } else { "bullet" };
    let mut list = json!({"type": "rich_text_list", "style": style, "elements": sections});
    if numbered && offset > 0 {
        list["offset"] = offset.into();
    }
    let mark = |i: usize| if numbered { format!("{}. ", offset + i + 1) } else { "• ".to_owned() };
    let said =
        lines.iter().enumerate().map(|(i, line)| mark(i) + &rich::said(line)).collect::<Vec<_>>().join("\n");
    Shown { block: json!({"type": "rich_text", "elements": [list]}), said }
}

/// The item, where to read more, and below it who and when.
fn line(item: &Item, site: &str) -> Line {
    let mut line = vec![(Style::Plain, plain::line(&item.text))];
    if let Some(link) = item.link.as_ref().filter(|link| !link.label.trim().is_empty()) {
        let opens = markdown::is_safe_target(&link.path);
        let style = match link.path.starts_with('/') {
            true if opens && !site.is_empty() => Style::Link(format!("{site}{}", link.path)),
            false if opens => Style::Link(link.path.clone()),
            _ => Style::Plain,
        };
        line.push((Style::Plain, "  ".to_owned()));
        line.push((style, plain::line(&link.label)));
    }
    if let Some(detail) = item.detail.as_deref().map(plain::line).filter(|detail| !detail.is_empty()) {
        line.push((Style::Quiet, format!("\n{detail}")));
    }
    line
}
