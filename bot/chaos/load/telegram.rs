//! Telegram by its webhook: repeats a secret and signs nothing, numbers everything, tells of edits but not of
//! deletions, sends again until it is answered.

use adapters::{Settings, telegram::fake};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CONVERSATIONS, GROUPS, Message, Platform};
use crate::http::Headers;

/// What the webhook was set with.
const SECRET: &str = "a-secret-of-the-oracle_1";
/// Edits have numbers of their own: an edit's update is no message's.
const EDITS: u64 = 1 << 40;

pub(super) struct Telegram(fake::Fake);

impl Telegram {
    pub(super) async fn start() -> Self {
        let load = Self(fake::Fake::start().await);
        for n in 0..CONVERSATIONS {
            let id: i64 = load.conversation(n).parse().unwrap_or_default();
            let kind = if n < GROUPS { "supergroup" } else { "private" };
            load.0.chat(json!({"id": id, "type": kind, "title": format!("Group {id}")}));
        }
        load
    }

    fn message(&self, message: &Message, text: &str) -> Value {
        let user = match message.conversation < GROUPS {
            true => 5_000 + message.speaker,
            false => 9_000 + message.conversation,
        };
        let who = json!({"id": user, "is_bot": false, "first_name": format!("Speaker {user}")});
        let id: i64 = self.conversation(message.conversation).parse().unwrap_or_default();
        let chat = match message.conversation < GROUPS {
            true => json!({"id": id, "type": "supergroup", "title": format!("Group {id}")}),
            false => json!({"id": id, "type": "private", "first_name": format!("Speaker {id}")}),
        };
        json!({"message_id": message.nth + 1, "date": message.at.timestamp(), "from": who, "chat": chat, "text": text})
    }
}

impl Platform for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn settings(&self) -> Settings {
        self.0.settings().with("transport", "webhook").with("webhook_secret", SECRET)
    }

    fn sends_again(&self) -> bool {
        true
    }

    fn conversation(&self, n: usize) -> String {
        if n < GROUPS { format!("-100200{n:04}") } else { format!("{}", 9_000 + n) }
    }

    fn message_id(&self, message: &Message) -> Option<String> {
        Some((message.nth + 1).to_string())
    }

    fn says(&self, message: &Message) -> String {
        json!({"update_id": message.number, "message": self.message(message, &message.text)}).to_string()
    }

    fn edits(&self, message: &Message, nth: u64, text: &str) -> Option<String> {
        let mut edited = self.message(message, text);
        edited["edit_date"] = (message.at + TimeDelta::minutes(i64::try_from(nth).ok()?)).timestamp().into();
        let update = EDITS + message.number * 1_000 + nth;
        Some(json!({"update_id": update, "edited_message": edited}).to_string())
    }

    fn deletes(&self, _message: &Message) -> Option<String> {
        None
    }

    fn malformed(&self, n: usize, tag: &str) -> String {
        match n % 4 {
            0 => format!("{{\"update_id\": 1, \"note\": \"{tag}\""),
            1 => json!({"update_id": 2 * EDITS + n as u64, "message": {"text": tag}}).to_string(),
            2 => json!({"message": {"message_id": 1, "text": tag}}).to_string(),
            _ => json!([tag]).to_string(),
        }
    }

    fn sign(&self, _body: &[u8]) -> Headers {
        vec![("x-telegram-bot-api-secret-token", SECRET.to_owned())]
    }

    fn signs_body(&self) -> bool {
        false
    }
}
