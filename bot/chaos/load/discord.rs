//! Discord by its interactions endpoint: what people ask with `/enishi`, signed with Ed25519, sent once. Each is
//! answered as well, which costs more than recording it: a small share.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use adapters::{
    Settings,
    discord::fake::{self, BOT, GUILD, HANA, HELP},
};
use chrono::Utc;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::{Message, Platform};
use crate::http::Headers;

/// Where Discord's ids begin to count: milliseconds since 1970, above 22 bits.
const EPOCH_MS: i64 = 1_420_070_400_000;

pub(super) struct Discord {
    fake: fake::Fake,
    key: Ed25519KeyPair,
    ids: Mutex<Ids>,
}

/// An interaction's id tells when it came, and one that is old is closed: ids are of now, each later than the last.
#[derive(Default)]
struct Ids {
    last_ms: i64,
    of: HashMap<u64, String>,
}

impl Discord {
    pub(super) async fn start() -> Self {
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("32 bytes are a seed");
        Self { fake: fake::Fake::start().await, key, ids: Mutex::default() }
    }

    fn id(&self, message: &Message) -> String {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = ids.of.get(&message.number) {
            return known.clone();
        }
        ids.last_ms = Utc::now().timestamp_millis().max(ids.last_ms + 1);
        let id = ((ids.last_ms - EPOCH_MS) << 22).to_string();
        ids.of.insert(message.number, id.clone());
        id
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Platform for Discord {
    fn name(&self) -> &'static str {
        "discord"
    }

    fn door(&self) -> &'static str {
        "interactions"
    }

    fn share(&self) -> usize {
        1
    }

    fn settings(&self) -> Settings {
        self.fake.settings().with("public_key", hex(self.key.public_key().as_ref()))
    }

    fn sends_again(&self) -> bool {
        false
    }

    fn conversation(&self, n: usize) -> String {
        format!("12000000000000000{n:02}")
    }

    fn message_id(&self, message: &Message) -> Option<String> {
        Some(self.id(message))
    }

    fn says(&self, message: &Message) -> String {
        let options = json!([{"type": 3, "name": "text", "value": message.text}]);
        let data = json!({"id": "1", "name": "enishi", "type": 1, "options": options});
        // the service knows its token, and takes the answer
        let mut asked = self.fake.interaction(2, HELP, HANA, data, Value::Null);
        let (channel, user) = (self.conversation(message.conversation), 7_000 + message.speaker);
        asked["id"] = self.id(message).into();
        asked["channel_id"] = channel.clone().into();
        asked["channel"] = json!({"id": channel, "guild_id": GUILD, "type": 0, "name": format!("asked-{}", message.conversation)});
        asked["member"]["user"] =
            json!({"id": user.to_string(), "username": format!("speaker{user}"), "global_name": null});
        asked.to_string()
    }

    fn edits(&self, _message: &Message, _nth: u64, _text: &str) -> Option<String> {
        None
    }

    fn deletes(&self, _message: &Message) -> Option<String> {
        None
    }

    fn malformed(&self, n: usize, tag: &str) -> String {
        match n % 4 {
            0 => format!("{{\"type\": 2, \"note\": \"{tag}\""),
            // no number, and one of its own: what comes with the id of another is a repeat of it
            1 => json!({"type": 2, "id": format!("soon {tag}"), "application_id": BOT, "note": tag})
                .to_string(),
            2 => json!({"type": 2, "note": tag}).to_string(),
            _ => json!([tag]).to_string(),
        }
    }

    fn sign(&self, body: &[u8]) -> Headers {
        let time = Utc::now().timestamp().to_string();
        let signature = self.key.sign(&[time.as_bytes(), body].concat());
        vec![("x-signature-ed25519", hex(signature.as_ref())), ("x-signature-timestamp", time)]
    }
}
