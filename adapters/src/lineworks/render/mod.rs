//! A reply as messages of LINE WORKS.
//!
//! Running text is a text message. Where names stand beside values, cells below each other or links behind lines,
//! it is a flexible template, which can lay them out; too large for one, it is text after all. Buttons are a button
//! template, a question with a few answers is a carousel or a list, what may be said next are quick replies, and a
//! chart is an image. Nothing here knows where a message goes.

mod answers;
mod card;
mod cell;
mod dialect;
mod press;
mod prose;
mod suggest;
mod text;

use serde_json::{Value, json};

use crate::{Block, Payload, Reply, plain};

/// The longest text message, in characters.
const LONGEST: usize = 2_000;
/// The longest text above buttons, in characters.
const LONGEST_QUESTION: usize = 1_000;
/// The longest label of a button, in characters.
const LABEL: usize = 20;
/// The longest text or address of an action, in characters.
const LONGEST_SAID: usize = 300;
const LONGEST_URI: usize = 1_000;

/// The messages, in order.
pub(super) fn payloads(reply: &Reply, site: &str) -> Vec<Payload> {
    let mut shown = Shown { ja: reply.lang.starts_with("ja"), site, messages: Vec::new(), heading: None };
    let mut run = Reply { understood: reply.understood.clone(), ..Reply::new(&reply.lang) };
    let mut sentences: Vec<&str> = Vec::new();
    let mut blocks = reply.blocks.as_slice();
    while let Some((block, rest)) = blocks.split_first() {
        blocks = rest;
        match (block, rest) {
            (Block::List { items, .. }, [Block::Buttons { buttons }, ..]) => {
                let Some(message) = answers::template(items, buttons, site, shown.ja) else {
                    run.blocks.push(block.clone());
                    continue;
                };
                shown.run(&mut run);
                shown.messages.push(Payload::new(message));
                blocks = rest.get(1..).unwrap_or_default();
            }
            (Block::Buttons { buttons }, _) => {
                shown.run(&mut run);
                press::add(&mut shown, buttons, only_suggestions(rest));
            }
            (Block::Suggestions { sentences: more }, _) => sentences.extend(more.iter().map(String::as_str)),
            (Block::Chart { chart }, _) if chart.drawable().next().is_some() => {
                run.blocks.push(Block::Heading { text: chart.title.clone() });
                shown.run(&mut run);
                shown.messages.push(Payload { body: json!({"type": "image"}), picture: Some(chart.clone()) });
            }
            _ => run.blocks.push(block.clone()),
        }
    }
    shown.run(&mut run);
    suggest::add(&mut shown, &sentences);
    shown.messages
}

/// What has been rendered so far.
struct Shown<'a> {
    ja: bool,
    site: &'a str,
    messages: Vec<Payload>,
    /// What stands above the blocks before.
    heading: Option<String>,
}

impl Shown<'_> {
    /// Blocks that follow each other, in one message if that can be; empties `run`.
    fn run(&mut self, run: &mut Reply) {
        let run = std::mem::replace(run, Reply::new(&run.lang));
        let mut headings = run.blocks.iter().rev().filter_map(|block| match block {
            Block::Heading { text } => Some(plain::line(text).trim().to_owned()),
            _ => None,
        });
        self.heading = headings.find(|text| !text.is_empty());
        if card::of(&run, self.site).is_some() || run.blocks.iter().all(card::can) {
            return self.together(&run);
        }
        let mut understood = run.understood;
        for blocks in run.blocks.chunk_by(|one, next| card::can(one) == card::can(next)) {
            let (lang, blocks) = (run.lang.clone(), blocks.to_vec());
            self.together(&Reply { lang, understood: understood.take(), blocks });
        }
    }

    /// As a card, or as text.
    fn together(&mut self, run: &Reply) {
        if let Some(card) = card::of(run, self.site) {
            self.messages.push(Payload::new(card));
        } else {
            self.messages.extend(text::of(run, self.site).into_iter().map(|text| Payload::new(said(&text))));
        }
    }

    /// The text of the last message, when it is nothing but a text.
    fn last_text(&self) -> Option<&str> {
        let last = &self.messages.last()?.body;
        last["text"].as_str().filter(|_| last["type"] == "text" && last["quickReply"].is_null())
    }

    /// One of two words.
    fn word(&self, en: &'static str, ja: &'static str) -> &'static str {
        if self.ja { ja } else { en }
    }
}

/// A text message.
fn said(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

/// Nothing follows that would push quick replies off the screen.
fn only_suggestions(rest: &[Block]) -> bool {
    rest.iter().all(|block| matches!(block, Block::Suggestions { .. }))
}

#[cfg(test)]
mod tests;
