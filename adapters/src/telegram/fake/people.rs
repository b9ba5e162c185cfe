//! People and what they do: each a line in a test.

use serde_json::{Value, json};

use super::{BOT_USERNAME, Fake, State};

impl Fake {
    /// Somebody with a name and a handle. Until they write to the bot, it cannot write to them.
    pub fn user(&self, id: i64, name: &str, handle: &str) {
        let user =
            json!({"id": id, "is_bot": false, "first_name": name, "username": handle, "language_code": "ja"});
        let shown = json!({"id": id, "type": "private", "first_name": name, "username": handle});
        self.shared.change(|state| {
            state.users.insert(id, user);
            let chat = state.chats.entry(id).or_default();
            chat.shown = shown;
            chat.closed = Some("Forbidden: bot can't initiate conversation with a user");
        });
    }

    /// A group, a supergroup (`is_forum` for one with topics) or a channel, with the bot in it.
    pub fn chat(&self, shown: Value) {
        let id = shown["id"].as_i64().unwrap_or_default();
        self.shared.change(|state| state.chats.entry(id).or_default().shown = shown);
    }

    /// Whether the bot sees all that is said in groups.
    pub fn set_privacy(&self, on: bool) {
        self.shared.change(|state| state.privacy = on);
    }

    /// Somebody writes. Mentions and a command at the beginning are marked, as Telegram does. Gives back the id of
    /// the message. In a group under privacy mode the bot hears of commands, mentions and answers to it only.
    pub fn says(&self, chat: i64, user: i64, text: &str) -> i64 {
        self.sends(chat, user, json!({"text": text, "entities": marks(text)}))
    }

    /// Somebody sends anything: the fields of a message besides its id, time, chat and sender.
    pub fn sends(&self, chat: i64, user: i64, what: Value) -> i64 {
        self.shared.change(|state| {
            let from =
                state.users.get(&user).cloned().unwrap_or_else(|| json!({"id": user, "is_bot": false}));
            if let Some(private) = state.chats.get_mut(&chat).filter(|_| chat == user) {
                private.closed = None;
            }
            let Some(message) = state.put(chat, from, what) else { return 0 };
            let kind = if message["chat"]["type"] == "channel" { "channel_post" } else { "message" };
            if heard(state, &message) {
                state.tell(kind, message.clone());
            }
            message["message_id"].as_i64().unwrap_or_default()
        })
    }

    /// Somebody sends a document, with words below it or without.
    pub fn sends_file(&self, chat: i64, user: i64, (name, bytes): (&str, &[u8]), caption: &str) -> i64 {
        let path = self.shared.change(|state| {
            let path = format!("documents/file_{}.csv", state.files.len());
            state.files.insert(path.clone(), bytes.to_vec());
            path
        });
        let mut what = json!({"document": {"file_id": path, "file_unique_id": "d", "file_name": name,
            "mime_type": "text/csv", "file_size": bytes.len()}});
        if !caption.is_empty() {
            what["caption"] = caption.into();
            what["caption_entities"] = marks(caption);
        }
        self.sends(chat, user, what)
    }

    /// Somebody presses a button below a message of the bot.
    pub fn presses(&self, chat: i64, message: i64, user: i64, data: &str) {
        self.shared.change(|state| {
            let number = state.tick();
            let from = state.users.get(&user).cloned().unwrap_or_default();
            let pressed = found(state, chat, message).unwrap_or_default();
            state.tell(
                "callback_query",
                json!({"id": format!("{user}{number}"), "from": from, "message": pressed,
                    "chat_instance": chat.to_string(), "data": data}),
            );
        });
    }

    /// Somebody adds a reaction.
    pub fn reacts(&self, chat: i64, message: i64, user: i64, emoji: &str) {
        self.shared.change(|state| {
            let (date, user) = (state.tick(), state.users.get(&user).cloned().unwrap_or_default());
            let shown = state.chats.get(&chat).map(|chat| chat.shown.clone()).unwrap_or_default();
            state.tell(
                "message_reaction",
                json!({"chat": shown, "message_id": message, "user": user, "date": date, "old_reaction": [],
                    "new_reaction": [{"type": "emoji", "emoji": emoji}]}),
            );
        });
    }

    /// Somebody changes what they have written.
    pub fn edits(&self, chat: i64, message: i64, text: &str) {
        self.shared.change(|state| {
            let date = state.tick();
            let Some(mut edited) = found(state, chat, message) else { return };
            edited["text"] = text.into();
            edited["entities"] = marks(text);
            edited["edit_date"] = date.into();
            if let Some(chat) = state.chats.get_mut(&chat) {
                let old = chat.messages.iter_mut().find(|old| old["message_id"] == message);
                old.into_iter().for_each(|old| *old = edited.clone());
            }
            state.tell("edited_message", edited);
        });
    }

    /// Somebody blocks the bot: it cannot write to them any more.
    pub fn blocks(&self, user: i64) {
        self.shared.change(|state| {
            if let Some(chat) = state.chats.get_mut(&user) {
                chat.closed = Some("Forbidden: bot was blocked by the user");
            }
        });
    }

    /// A group becomes a supergroup with another id.
    pub fn migrates(&self, group: i64, to: i64) {
        self.shared.change(|state| {
            let from = state.users.values().next().cloned().unwrap_or_default();
            let mut shown = state.chats.get(&group).map(|chat| chat.shown.clone()).unwrap_or_default();
            if let Some(told) = state.put(group, from, json!({"migrate_to_chat_id": to})) {
                state.tell("message", told);
            }
            shown["id"] = to.into();
            shown["type"] = "supergroup".into();
            state.chats.entry(to).or_default().shown = shown;
            if let Some(chat) = state.chats.get_mut(&group) {
                chat.moved_to = Some(to);
            }
        });
    }

    /// Any update at all: its kind and what stands under it.
    pub fn tells(&self, kind: &str, what: Value) {
        self.shared.change(|state| state.tell(kind, what));
    }
}

/// A message by its id.
pub(super) fn found(state: &State, chat: i64, message: i64) -> Option<Value> {
    state.chats.get(&chat)?.messages.iter().find(|one| one["message_id"] == message).cloned()
}

fn heard(state: &State, message: &Value) -> bool {
    let group = message["chat"]["type"].as_str().is_some_and(|kind| kind.ends_with("group"));
    let text = message["text"].as_str().unwrap_or_default();
    !group
        || !state.privacy
        || text.is_empty()
        || text.starts_with('/')
        || text.to_lowercase().contains(&format!("@{BOT_USERNAME}"))
        || message["reply_to_message"]["from"]["is_bot"] == true
}

/// `@names` and `/commands`, by UTF-16 units.
fn marks(text: &str) -> Value {
    let units = |part: &str| part.encode_utf16().count();
    let mut marks = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let kind = match name.chars().next() {
            Some('@') => Some("mention"),
            Some('/') => Some("bot_command"),
            _ => None,
        };
        if let Some(kind) = kind.filter(|_| name.len() > 1) {
            marks.push(json!({"type": kind, "offset": at, "length": units(name)}));
        }
        at += units(word);
    }
    Value::Array(marks)
}
