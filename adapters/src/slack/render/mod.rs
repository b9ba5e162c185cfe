//! A reply in Block Kit: headers, fields, tables, lists and buttons of Slack's own.
//!
//! Running text is `rich_text`: it says which words are bold and which are a link, so that nothing people have
//! written can become mark-up or a mention. Charts are drawn when they are sent.

mod buttons;
pub(super) mod chart;
mod fields;
mod list;
pub(super) mod payload;
mod rich;
mod table;

use serde_json::{Value, json};

use self::payload::{Message, escape};
use crate::message::{self, Part};
use crate::{Block, Capabilities, Payload, Reply, plain};

/// Longest header, in characters.
const HEADER: usize = 150;
/// Blocks of one message. Slack takes 50; two are kept for what is added when it is sent.
const BLOCKS: usize = 48;
/// Characters of one message. Somewhere near 13,000 Slack says `msg_blocks_too_long`.
const ROOM: usize = 8_000;

/// A block, and what it says.
struct Shown {
    block: Value,
    said: String,
}

/// The messages of a reply.
pub(super) fn payloads(reply: &Reply, can: Capabilities, site: &str) -> Vec<Payload> {
    let mut writer = Writer::default();
    if let Some(call) = reply.understood.as_deref().map(plain::line).filter(|call| !call.is_empty()) {
        understood(&call).into_iter().for_each(|shown| writer.put(shown));
    }
    for block in &reply.blocks {
        match block {
            Block::Chart { chart } if chart::draws(chart) => {
                writer.close();
                let title = plain::line(&chart.title);
                let message = Message { text: escape(&title), ..Message::default() };
                writer.done.push(Payload { body: message.written(), picture: Some(chart.clone()) });
            }
            Block::Suggestions { sentences } => {
                let sentences = sentences.iter().map(|sentence| cut(&plain::line(sentence), 300));
                writer.open.suggestions.extend(sentences.filter(|sentence| !sentence.is_empty()));
            }
            block => shown(block, &reply.lang, can, site).into_iter().for_each(|shown| writer.put(shown)),
        }
    }
    writer.close();
    writer.done
}

/// What was understood, in small letters.
fn understood(call: &str) -> Vec<Shown> {
    let pieces = message::split(&format!("→ {call}"), 2_000, &|text| text.chars().count());
    let element = |text: &String| json!({"type": "plain_text", "text": text, "emoji": false});
    pieces
        .iter()
        .map(|text| Shown {
            block: json!({"type": "context", "elements": [element(text)]}),
            said: text.clone(),
        })
        .collect()
}

fn shown(block: &Block, lang: &str, can: Capabilities, site: &str) -> Vec<Shown> {
    match block {
        Block::Heading { text } => {
            let text = plain::line(text);
            if (1..=HEADER).contains(&text.chars().count()) {
                let header = json!({"type": "plain_text", "text": text, "emoji": false});
                return vec![Shown { block: json!({"type": "header", "text": header}), said: text }];
            }
        }
        Block::Fields { fields } => {
            if let Some(shown) = fields::sections(fields) {
                return shown;
            }
        }
        Block::Table { columns, rows } => {
            if let Some(shown) = table::table(columns, rows) {
                return vec![shown];
            }
        }
        Block::List { numbered, items } => {
            if let Some(shown) = list::lists(*numbered, items, site) {
                return shown;
            }
        }
        Block::Buttons { buttons } => return buttons::actions(buttons),
        _ => {}
    }
    let one = Reply { lang: lang.to_owned(), understood: None, blocks: vec![block.clone()] };
    written(message::parts(&one, can, site))
}

/// What has no block of its own, as lines.
fn written(parts: Vec<Part>) -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut lines = Vec::new();
    for part in parts {
        match part {
            Part::Line(pieces) => lines.push(pieces),
            Part::Fixed(fixed) => {
                shown.extend(rich::text(std::mem::take(&mut lines)));
                shown.extend(rich::fixed(&fixed));
            }
            // these are looked at before
            Part::Picture(_) | Part::Buttons(_) | Part::Suggestions(_) => {}
        }
    }
    shown.extend(rich::text(lines));
    shown
}

/// At most so many characters, with … where something was left out.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut end = 0;
    for grapheme in plain::graphemes(text) {
        if text[..grapheme.end].chars().count() + 1 > most {
            break;
        }
        end = grapheme.end;
    }
    format!("{}…", &text[..end])
}

/// Puts blocks into messages.
#[derive(Default)]
struct Writer {
    done: Vec<Payload>,
    open: Message,
    said: Vec<String>,
    chars: usize,
}

impl Writer {
    fn put(&mut self, shown: Shown) {
        let chars = shown.said.chars().count();
        let is_table = |block: &Value| block["type"] == "table";
        // Slack takes one table a message
        let second = is_table(&shown.block) && self.open.blocks.iter().any(is_table);
        if second || self.open.blocks.len() >= BLOCKS || self.chars + chars > ROOM {
            self.close();
        }
        self.chars += chars;
        self.open.blocks.push(shown.block);
        self.said.push(shown.said);
    }

    /// Ends the message that is being written, if anything is in it.
    fn close(&mut self) {
        let (mut message, said) = (std::mem::take(&mut self.open), std::mem::take(&mut self.said));
        self.chars = 0;
        if message.blocks.is_empty() && message.suggestions.is_empty() {
            return;
        }
        let said = if said.is_empty() { &message.suggestions } else { &said };
        message.text = escape(&said.join("\n"));
        self.done.push(Payload::new(message.written()));
    }
}

#[cfg(test)]
mod tests;
