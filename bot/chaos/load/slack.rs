//! Slack by its Events API: signs time and body, tells of edits and deletions, sends again until it is answered.

use adapters::{Settings, slack::fake};
use chrono::{TimeDelta, Utc};
use ring::hmac;
use serde_json::{Value, json};

use super::{CONVERSATIONS, GROUPS, Message, Platform};
use crate::http::Headers;

pub(super) struct Slack(fake::Fake);

impl Slack {
    pub(super) async fn start() -> Self {
        let load = Self(fake::Fake::start().await);
        for n in 0..CONVERSATIONS {
            let (id, kind) = (load.conversation(n), if n < GROUPS { "channel" } else { "im" });
            let members = [fake::BOT_USER.to_owned()].into();
            let channel = fake::Channel { name: id.to_lowercase(), kind, members, messages: Vec::new() };
            load.0.state().channels.insert(id, channel);
        }
        load
    }

    fn message(&self, message: &Message, text: &str) -> Value {
        let user = match message.conversation < GROUPS {
            true => format!("U1SPEAKER{}", message.speaker),
            false => format!("U1ALONE{}", message.conversation),
        };
        json!({"type": "message", "user": user, "text": text, "team": fake::TEAM, "ts": ts(message)})
    }

    /// In what surrounds every event, under an id of its own.
    fn event(&self, message: &Message, mut event: Value, id: &str) -> String {
        event["channel"] = self.conversation(message.conversation).into();
        event["channel_type"] = if message.conversation < GROUPS { "channel" } else { "im" }.into();
        json!({
            "token": "t", "team_id": fake::TEAM, "api_app_id": fake::APP, "type": "event_callback",
            "event": event, "event_id": id, "event_time": message.at.timestamp(),
            "authorizations": [{"enterprise_id": null, "team_id": fake::TEAM, "user_id": fake::BOT_USER,
                "is_bot": true, "is_enterprise_install": false}],
        })
        .to_string()
    }
}

/// A message's time is its id.
fn ts(message: &Message) -> String {
    format!("{}.{:06}", message.at.timestamp(), message.nth % 1_000_000)
}

/// When its `nth` change was made.
fn changed(message: &Message, nth: u64) -> String {
    let at = message.at + TimeDelta::minutes(i64::try_from(nth).unwrap_or_default());
    format!("{}.{:06}", at.timestamp(), message.nth % 1_000_000)
}

impl Platform for Slack {
    fn name(&self) -> &'static str {
        "slack"
    }

    fn settings(&self) -> Settings {
        self.0.settings()
    }

    fn sends_again(&self) -> bool {
        true
    }

    fn conversation(&self, n: usize) -> String {
        if n < GROUPS { format!("C1CHAOS{n}") } else { format!("D1CHAOS{n}") }
    }

    fn message_id(&self, message: &Message) -> Option<String> {
        Some(ts(message))
    }

    fn says(&self, message: &Message) -> String {
        self.event(message, self.message(message, &message.text), &format!("EvM{}", message.number))
    }

    fn edits(&self, message: &Message, nth: u64, text: &str) -> Option<String> {
        let at = changed(message, nth);
        let mut now = self.message(message, text);
        now["edited"] = json!({"user": now["user"], "ts": at});
        let event = json!({
            "type": "message", "subtype": "message_changed", "ts": at, "event_ts": at, "message": now,
            // what it said before, whatever that was
            "previous_message": self.message(message, "…"),
        });
        Some(self.event(message, event, &format!("EvE{}n{nth}", message.number)))
    }

    fn deletes(&self, message: &Message) -> Option<String> {
        let at = changed(message, 1_000);
        let event = json!({
            "type": "message", "subtype": "message_deleted", "ts": at, "event_ts": at, "deleted_ts": ts(message),
            "previous_message": self.message(message, "…"),
        });
        Some(self.event(message, event, &format!("EvD{}", message.number)))
    }

    fn malformed(&self, n: usize, tag: &str) -> String {
        match n % 4 {
            0 => format!("{{\"type\": \"event_callback\", \"note\": \"{tag}\""),
            1 => json!({"type": "event_callback", "event": {"type": "message", "text": tag}}).to_string(),
            2 => json!({"note": tag}).to_string(),
            _ => format!("note={tag}&a=b"),
        }
    }

    fn sign(&self, body: &[u8]) -> Headers {
        let time = Utc::now().timestamp().to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, fake::SIGNING_SECRET.as_bytes());
        let signature = hmac::sign(&key, &[b"v0:", time.as_bytes(), b":", body].concat());
        let hex: String = signature.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        vec![("x-slack-signature", format!("v0={hex}")), ("x-slack-request-timestamp", time)]
    }
}
