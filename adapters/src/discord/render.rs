//! A reply as Discord's messages: plain talk as text, everything else as embeds with a title, fields, a picture
//! and buttons below.
//!
//! Text in an embed calls nobody and shows no previews; text beside it is told to show none.

use serde_json::{Value, json};

use super::marks::{Marks, escape, size};
use super::page::Pages;
use crate::message::{Chunk, Dialect, Style, chunks};
use crate::{Block, Button, Capabilities, Chart, Field, Payload, Reply, plain};

/// Characters of a message without embeds.
const CONTENT: usize = 2_000;
/// Characters of an embed's description.
const DESCRIPTION: usize = 4_096;
/// Characters of an embed's title and of a field's name.
const TITLE: usize = 256;
/// Characters of a field's value.
const VALUE: usize = 1_024;
/// No previews of links.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// The messages that show it.
pub(super) fn payloads(reply: &Reply, can: Capabilities, site: &str) -> Vec<Payload> {
    let talk = |block: &Block| matches!(block, Block::Text { .. } | Block::Suggestions { .. });
    if reply.understood.is_none() && reply.blocks.iter().all(talk) {
        let all = chunks(reply, can, site, &Marks, (CONTENT, CONTENT));
        return all.into_iter().flat_map(|chunk| texts(chunk, CONTENT)).map(spoken).collect();
    }
    let mut pages = Pages::default();
    if let Some(call) = reply.understood.as_deref().map(plain::line).filter(|call| !call.is_empty()) {
        let call = format!("→ {call}");
        if size(&call) <= TITLE {
            pages.author(&call);
        } else {
            described(&mut pages, &Reply { blocks: Vec::new(), ..reply.clone() }, can, site);
        }
    }
    for block in &reply.blocks {
        match block {
            Block::Heading { text } => heading(&mut pages, reply, block, &plain::line(text), can, site),
            Block::Fields { fields } => named(&mut pages, reply, fields, can, site),
            Block::Chart { chart } if chart.series.iter().flat_map(|s| &s.values).any(|v| v.is_finite()) => {
                picture(&mut pages, reply, chart, can, site);
            }
            Block::Buttons { buttons } => pressed(&mut pages, buttons),
            block => described(&mut pages, &of(reply, block.clone()), can, site),
        }
    }
    pages.finish(danger(reply))
}

fn of(reply: &Reply, block: Block) -> Reply {
    Reply { lang: reply.lang.clone(), understood: None, blocks: vec![block] }
}

/// Plain talk.
fn spoken(text: String) -> Payload {
    Payload::new(json!({"content": text, "flags": SUPPRESS_EMBEDS}))
}

/// What is said, and what may be said next.
fn texts(chunk: Chunk, limit: usize) -> Vec<String> {
    let mut texts = vec![chunk.text];
    for sentence in &chunk.suggestions {
        let line = format!("› {}", Marks.write(&Style::Code, &plain::fit(&plain::line(sentence), 300)));
        match texts.last_mut() {
            Some(last) if size(last) + 1 + size(&line) <= limit => {
                *last = if last.is_empty() { line } else { format!("{last}\n{line}") };
            }
            _ => texts.push(line),
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    texts
}

/// Whatever has no form of its own in an embed.
fn described(pages: &mut Pages, reply: &Reply, can: Capabilities, site: &str) {
    for chunk in chunks(reply, can, site, &Marks, (DESCRIPTION, DESCRIPTION)) {
        for text in texts(chunk, DESCRIPTION) {
            pages.text(&text);
        }
    }
}

fn heading(pages: &mut Pages, reply: &Reply, block: &Block, text: &str, can: Capabilities, site: &str) {
    let title = escape(text);
    if size(&title) > TITLE {
        described(pages, &of(reply, block.clone()), can, site);
    } else if !text.is_empty() {
        pages.title(&title);
    }
}

/// Names and values as fields, as long as all of them are short enough and say something.
fn named(pages: &mut Pages, reply: &Reply, fields: &[Field], can: Capabilities, site: &str) {
    let pairs: Vec<_> = fields
        .iter()
        .map(|field| {
            let lines: Vec<_> = plain::clean(&field.value).split('\n').map(escape).collect();
            (escape(&plain::line(&field.label)), lines.join("\n"))
        })
        .collect();
    let fits = |text: &str, most: usize| !text.trim().is_empty() && size(text) <= most;
    if pairs.iter().all(|(name, value)| fits(name, TITLE) && fits(value, VALUE)) {
        pairs.iter().for_each(|(name, value)| pages.field(name, value));
    } else {
        described(pages, &of(reply, Block::Fields { fields: fields.to_vec() }), can, site);
    }
}

fn picture(pages: &mut Pages, reply: &Reply, chart: &Chart, can: Capabilities, site: &str) {
    let title = escape(&plain::line(&chart.title));
    if size(&title) > TITLE {
        described(pages, &of(reply, Block::Heading { text: chart.title.clone() }), can, site);
        pages.picture("", chart);
    } else {
        pages.picture(&title, chart);
    }
}

fn pressed(pages: &mut Pages, buttons: &[Button]) {
    for button in buttons {
        let label = plain::line(&button.label);
        // A label that has to be cut is written out above.
        if plain::clean(&label).chars().count() > super::page::LABEL {
            let line = format!("▸ {}", escape(&plain::fit(&label, DESCRIPTION / 2)));
            pages.text(&line);
        }
    }
    buttons.iter().for_each(|button| pages.button(button));
}

fn danger(reply: &Reply) -> bool {
    let dangerous = |button: &Button| button.style == crate::ButtonStyle::Danger;
    reply
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Buttons { buttons } if buttons.iter().any(dangerous)))
}

/// The same words without any mark, for a picture's description.
pub(super) fn alternative(title: &str) -> Value {
    plain::line(title).chars().take(1_000).collect::<String>().into()
}
