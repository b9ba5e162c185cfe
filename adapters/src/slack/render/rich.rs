//! Running text, letter by letter as it is.

use serde_json::{Value, json};

use super::Shown;
use crate::message::{self, Style};

/// Characters of one block of text.
const BLOCK: usize = 2_900;

/// A line in pieces.
pub(super) type Line = Vec<(Style, String)>;

/// Lines of text as blocks. Empty lines at the beginning and the end of a block are left out.
pub(super) fn text(lines: Vec<Line>) -> Vec<Shown> {
    let mut blocks: Vec<Vec<Line>> = vec![Vec::new()];
    let mut room = BLOCK;
    for line in lines.into_iter().flat_map(cut) {
        let chars = length(&line) + 1;
        if chars > room {
            blocks.push(Vec::new());
            room = BLOCK;
        }
        room = room.saturating_sub(chars);
        if let Some(block) = blocks.last_mut().filter(|block| !block.is_empty() || chars > 1) {
            block.push(line);
        }
    }
    blocks.into_iter().filter_map(section).collect()
}

/// Lines that keep their columns.
pub(super) fn fixed(lines: &[String]) -> Vec<Shown> {
    let lines = lines.iter().flat_map(|line| split(line));
    let mut blocks: Vec<String> = Vec::new();
    for line in lines {
        match blocks.last_mut().filter(|block| block.chars().count() + line.chars().count() < BLOCK) {
            Some(block) => *block += &format!("\n{line}"),
            None => blocks.push(line),
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    let shown = |said: String| {
        let element = json!({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": said}]});
        Shown { block: json!({"type": "rich_text", "elements": [element]}), said }
    };
    blocks.into_iter().map(shown).collect()
}

/// The elements of a line; none for a piece without words.
pub(super) fn elements(line: &Line) -> Vec<Value> {
    let pieces = line.iter().filter(|(_, text)| !text.is_empty());
    pieces
        .map(|(style, text)| match style {
            Style::Plain | Style::Quiet => json!({"type": "text", "text": text}),
            Style::Bold => json!({"type": "text", "text": text, "style": {"bold": true}}),
            Style::Code => json!({"type": "text", "text": text, "style": {"code": true}}),
            Style::Link(address) => json!({"type": "link", "url": address, "text": text}),
        })
        .collect()
}

/// What a line says.
pub(super) fn said(line: &Line) -> String {
    line.iter().map(|(_, text)| text.as_str()).collect()
}

/// Characters of a line.
pub(super) fn length(line: &Line) -> usize {
    line.iter().map(|(_, text)| text.chars().count()).sum()
}

fn section(mut lines: Vec<Line>) -> Option<Shown> {
    while lines.last().is_some_and(|line| length(line) == 0) {
        lines.pop();
    }
    let said = lines.iter().map(said).collect::<Vec<_>>().join("\n");
    let mut all = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            all.push(json!({"type": "text", "text": "\n"}));
        }
        all.extend(elements(line));
    }
    let block = json!({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": all}]});
    (!said.trim().is_empty()).then_some(Shown { block, said })
}

/// A line that is too long for a block, in several.
fn cut(line: Line) -> Vec<Line> {
    if length(&line) < BLOCK {
        return vec![line];
    }
    let pieces = line.into_iter();
    pieces
        .flat_map(|(style, text)| split(&text).into_iter().map(move |part| vec![(style.clone(), part)]))
        .collect()
}

fn split(text: &str) -> Vec<String> {
    if text.chars().count() < BLOCK {
        return vec![text.to_owned()];
    }
    message::split(text, BLOCK - 1, &|part| part.chars().count())
}
