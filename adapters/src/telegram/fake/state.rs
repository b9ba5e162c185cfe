//! Everything there is.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use super::{BOT_ID, BOT_USERNAME, Fault, Request};

/// Chats, updates, faults and what was asked.
pub(super) struct State {
    pub(super) users: BTreeMap<i64, Value>,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) updates: VecDeque<Value>,
    pub(super) next_update: i64,
    /// Updates begin anew when somebody else asks: the newest poller wins.
    pub(super) poller: u64,
    pub(super) webhook: Option<Webhook>,
    pub(super) allowed: Vec<String>,
    pub(super) disorder: bool,
    pub(super) commands: BTreeMap<String, Value>,
    pub(super) files: BTreeMap<String, Vec<u8>>,
    pub(super) privacy: bool,
    pub(super) clock: i64,
    pub(super) journal: Vec<Request>,
    pub(super) faults: VecDeque<(Option<String>, Fault)>,
}

/// A chat of any type.
#[derive(Debug, Default)]
pub(super) struct Chat {
    /// As the API shows it.
    pub(super) shown: Value,
    pub(super) messages: Vec<Value>,
    pub(super) last_id: i64,
    /// Why the bot may not write here.
    pub(super) closed: Option<&'static str>,
    pub(super) moved_to: Option<i64>,
}

/// Where updates are posted to.
#[derive(Debug, Clone)]
pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) last_error: Option<(i64, String)>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            updates: VecDeque::new(),
            next_update: 100_001,
            poller: 0,
            webhook: None,
            allowed: Vec::new(),
            disorder: false,
            commands: BTreeMap::new(),
            files: BTreeMap::new(),
            privacy: true,
            clock: 1_763_700_000,
            journal: Vec::new(),
            faults: VecDeque::new(),
        }
    }
}

impl State {
    /// The bot, as a user.
    pub(super) fn bot() -> Value {
        json!({"id": BOT_ID.parse::<i64>().unwrap_or_default(), "is_bot": true, "first_name": "Enishi",
            "username": BOT_USERNAME})
    }

    /// A second later than before.
    pub(super) fn tick(&mut self) -> i64 {
        self.clock += 1;
        self.clock
    }

    /// Puts a message into a chat: with an id, a time and the chat itself.
    pub(super) fn put(&mut self, chat: i64, from: Value, more: Value) -> Option<Value> {
        let date = self.tick();
        let chat = self.chats.get_mut(&chat)?;
        chat.last_id += 1;
        let mut message = json!({"message_id": chat.last_id, "date": date, "chat": chat.shown, "from": from});
        if let (Some(message), Value::Object(more)) = (message.as_object_mut(), more) {
            message.extend(more);
        }
        chat.messages.push(message.clone());
        Some(message)
    }

    /// Queues an update, if the bot has asked for such. Kinds that have to be asked for by name are not sent else.
    pub(super) fn tell(&mut self, kind: &str, what: Value) {
        let by_name = ["chat_member", "message_reaction", "message_reaction_count"].contains(&kind);
        let wanted =
            if self.allowed.is_empty() { !by_name } else { self.allowed.iter().any(|one| one == kind) };
        if wanted {
            self.updates.push_back(json!({"update_id": self.next_update, kind: what}));
            self.next_update += 1;
        }
    }

    /// The fault that this call meets.
    pub(super) fn fault(&mut self, method: &str) -> Option<Fault> {
        let method = method.to_lowercase();
        let meets = |(of, _): &(Option<String>, Fault)| match of {
            Some(of) => *of == method,
            None => method != "getupdates",
        };
        let at = self.faults.iter().position(meets)?;
        self.faults.remove(at).map(|(_, fault)| fault)
    }
}
