//! `render` is pure, keeps the platform's limits, and loses nothing that was said.

use serde_json::Value;

use super::{calm, extremes, gallery, words};
use crate::{Adapter, Block, Payload, Reply};

pub(super) fn check(adapter: &dyn Adapter) {
    let replies = gallery("en").into_iter().chain(gallery("ja")).chain(extremes());
    for (name, reply) in replies {
        let payloads = render(adapter, name, &reply);
        limits(adapter, name, &payloads);
        let texts: Vec<&str> = payloads.iter().flat_map(|payload| strings(&payload.body)).collect();
        nothing_acts(name, &texts);
        words::check(name, &reply, &texts, adapter.capabilities());
        answers(adapter, name, &reply, &texts);
        if reply.understood.is_none() && reply.blocks.is_empty() {
            assert!(payloads.is_empty(), "{name}: a message without anything in it");
        }
    }
}

fn render(adapter: &dyn Adapter, name: &str, reply: &Reply) -> Vec<Payload> {
    let once = || calm("render", &|| format!("{name}: {reply:?}"), || adapter.render(reply, super::SITE));
    let (first, second) = (once(), once());
    // as they print: a chart may hold a gap, which is not equal to itself
    assert_eq!(format!("{first:?}"), format!("{second:?}"), "{name}: render is not deterministic");
    first
}

fn limits(adapter: &dyn Adapter, name: &str, payloads: &[Payload]) {
    let Some(most) = adapter.capabilities().max_message_chars else { return };
    for payload in payloads {
        for text in strings(&payload.body) {
            let chars = text.chars().count();
            assert!(chars <= most, "{name}: a text of {chars} characters, the platform takes {most}");
        }
    }
}

fn nothing_acts(name: &str, texts: &[&str]) {
    for text in texts {
        let found =
            text.chars().find(|c| *c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(c)));
        assert!(found.is_none(), "{name}: {found:?} reached the platform in {text:?}");
    }
}

/// Every button can be pressed, or its answer typed.
fn answers(adapter: &dyn Adapter, name: &str, reply: &Reply, texts: &[&str]) {
    let all = texts.join("\n");
    for block in &reply.blocks {
        let Block::Buttons { buttons } = block else { continue };
        for button in buttons {
            if adapter.capabilities().buttons {
                assert!(all.contains(&button.token), "{name}: the token of {:?} is lost", button.label);
            } else {
                assert!(
                    stands_in(&button.typed, &all),
                    "{name}: what to type for {:?} is not shown",
                    button.label
                );
            }
        }
    }
}

/// As a word of its own, not inside another.
fn stands_in(word: &str, text: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Every string in a payload, in order.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
