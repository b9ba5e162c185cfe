//! LINE WORKS: signs the body, names no message, sends nothing again.

use adapters::{Settings, lineworks::fake};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use ring::hmac;
use serde_json::{Value, json};

use super::{CONVERSATIONS, GROUPS, Message, Platform};
use crate::http::Headers;

pub(super) struct LineWorks(fake::Fake);

impl LineWorks {
    pub(super) async fn start() -> Self {
        let load = Self(fake::Fake::start().await);
        for n in 0..CONVERSATIONS {
            match load.conversation(n).strip_prefix('@') {
                Some(alone) => load.0.person(alone, "Speaker"),
                None => load.0.room(&load.conversation(n)),
            }
        }
        load
    }

    fn callback(&self, message: &Message) -> Value {
        let mut source = json!({"userId": speaker(message), "domainId": 40_029_600});
        if message.conversation < GROUPS {
            source["channelId"] = self.conversation(message.conversation).into();
        }
        json!({
            "type": "message", "source": source,
            "issuedTime": message.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            "content": {"type": "text", "text": message.text},
        })
    }
}

/// Whoever writes to the bot alone is the conversation.
fn speaker(message: &Message) -> String {
    match message.conversation < GROUPS {
        true => format!("speaker-{}", message.speaker),
        false => format!("alone-{}", message.conversation),
    }
}

impl Platform for LineWorks {
    fn name(&self) -> &'static str {
        "lineworks"
    }

    fn settings(&self) -> Settings {
        self.0.settings()
    }

    fn sends_again(&self) -> bool {
        false
    }

    fn conversation(&self, n: usize) -> String {
        if n < GROUPS { format!("room-{n}") } else { format!("@alone-{n}") }
    }

    fn message_id(&self, _message: &Message) -> Option<String> {
        None
    }

    fn says(&self, message: &Message) -> String {
        self.callback(message).to_string()
    }

    fn edits(&self, _message: &Message, _nth: u64, _text: &str) -> Option<String> {
        None
    }

    fn deletes(&self, _message: &Message) -> Option<String> {
        None
    }

    fn malformed(&self, n: usize, tag: &str) -> String {
        match n % 4 {
            0 => format!("{{\"type\": \"message\", \"note\": \"{tag}\""),
            1 => {
                json!({"type": "message", "source": {}, "content": {"type": "text", "text": tag}}).to_string()
            }
            2 => json!({"type": 7, "text": tag}).to_string(),
            _ => json!([tag]).to_string(),
        }
    }

    fn sign(&self, body: &[u8]) -> Headers {
        let key = hmac::Key::new(hmac::HMAC_SHA256, fake::BOT_SECRET.as_bytes());
        let signature = BASE64_STANDARD.encode(hmac::sign(&key, body));
        vec![("x-works-signature", signature), ("x-works-botid", fake::BOT_ID.to_owned())]
    }
}
