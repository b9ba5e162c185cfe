//! Callbacks: made out of what happens, signed, and sent once.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::DateTime;
use ring::hmac;
use serde_json::{Value, json};

use super::{BOT_ID, BOT_SECRET, Fake, lock, state::File};
use crate::{Envelope, http::http};

/// 2026-11-21T01:00:00Z, in milliseconds: the fake's clock begins here and goes on by a second a callback.
const BEGIN: i64 = 1_795_222_800_000;

/// How a network delivers: some callbacks more than once, some before others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disorder {
    /// Every how many callbacks one is repeated; 0 repeats none.
    pub repeat_every: usize,
    /// How many callbacks are turned round at a time; 0 and 1 keep the order.
    pub reverse: usize,
}

impl Fake {
    /// Somebody says something: to the bot alone, or in a room.
    pub fn says(&self, user: &str, room: Option<&str>, text: &str) -> Value {
        self.happens("message", user, room, json!({"content": {"type": "text", "text": text}}))
    }

    /// Somebody sends a file: to the bot alone, or in a room.
    pub fn sends_file(&self, user: &str, room: Option<&str>, (name, bytes): (&str, &[u8])) -> Value {
        let id = {
            let mut state = lock(&self.state);
            let id = format!("jp1.{}.sent.by.somebody", state.files.len() + 1);
            state.files.insert(id.clone(), File { bytes: Some(bytes.to_vec()), ..File::default() });
            id
        };
        let content = json!({"type": "file", "fileId": id, "fileName": name, "fileSize": bytes.len()});
        self.happens("message", user, room, json!({"content": content}))
    }

    /// Somebody presses a button of a message: of a template, which speaks as the user, or of a quick reply.
    pub fn presses(&self, user: &str, room: Option<&str>, action: &Value) -> Value {
        match action["type"].as_str() {
            Some("postback") => self.happens("postback", user, room, json!({"data": action["data"]})),
            _ => {
                // Templates and persistent menus say the label, whatever the text is.
                let content =
                    json!({"type": "text", "text": action["label"], "postback": action["postback"]});
                self.happens("message", user, room, json!({"content": content}))
            }
        }
    }

    /// Any callback: its kind, who and where, and what else it holds.
    pub fn happens(&self, kind: &str, user: &str, room: Option<&str>, more: Value) -> Value {
        let millis = {
            let mut state = lock(&self.state);
            state.said += 1;
            BEGIN + state.said * 1_000
        };
        let at = DateTime::from_timestamp_millis(millis).unwrap_or_default();
        let mut callback = json!({
            "type": kind, "source": {"userId": user, "domainId": 40_029_600},
            "issuedTime": at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        });
        if let Some(room) = room {
            callback["source"]["channelId"] = room.into();
        }
        if let (Value::Object(callback), Value::Object(more)) = (&mut callback, more) {
            callback.extend(more);
        }
        callback
    }

    /// The callback as it arrives.
    pub fn envelope(&self, callback: &Value) -> Envelope {
        let body = callback.to_string();
        let signature = signature(body.as_bytes());
        Envelope::new([("X-WORKS-Signature", signature.as_str()), ("X-WORKS-BotId", BOT_ID)], body)
    }

    /// Posts a callback to an address, once, whatever the answer is. The status; `None` when there was none.
    pub async fn deliver(&self, hook: &str, callback: &Value) -> Option<u16> {
        let body = callback.to_string();
        let request = http()
            .post(hook)
            .header("Content-Type", "application/json; charset=UTF-8")
            .header("X-WORKS-Signature", signature(body.as_bytes()))
            .header("X-WORKS-BotId", BOT_ID)
            .body(body);
        request.send().await.ok().map(|answer| answer.status().as_u16())
    }

    /// Posts many, in disorder. The number of answers that were not 2xx.
    pub async fn deliver_all(&self, hook: &str, callbacks: &[Value], disorder: Disorder) -> usize {
        let mut refused = 0;
        let mut order: Vec<usize> = (0..callbacks.len()).collect();
        order.chunks_mut(disorder.reverse.max(1)).for_each(<[usize]>::reverse);
        for at in order {
            let again = disorder.repeat_every > 0 && at % disorder.repeat_every == 0;
            for _ in 0..=usize::from(again) {
                let status = self.deliver(hook, &callbacks[at]).await;
                refused += usize::from(!status.is_some_and(|status| (200..300).contains(&status)));
            }
        }
        refused
    }
}

fn signature(body: &[u8]) -> String {
    STANDARD.encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, BOT_SECRET.as_bytes()), body))
}
