//! What people do on the service: each changes its state and is told to whoever listens.

use serde_json::{Value, json};

use super::state::Interaction;
use super::{BOT, Fake, GUILD};
use crate::Envelope;
use crate::discord::verify::{SIGNATURE, TIMESTAMP};

impl Fake {
    /// Somebody writes something; gives the message's id.
    pub fn say(&self, channel: &str, user: &str, text: &str) -> String {
        self.write(channel, user, &json!({"content": text}))
    }

    /// The same with anything else that a message can have (`attachments`, `type`, …).
    pub fn write(&self, channel: &str, user: &str, body: &Value) -> String {
        let mut state = self.lock();
        let message = state.message(channel, user, body);
        let mut told = state.told(&message);
        if let (Some(told), Some(body)) = (told.as_object_mut(), body.as_object()) {
            told.extend(body.clone());
        }
        state.dispatch("MESSAGE_CREATE", &told);
        id_of(&message)
    }

    /// Somebody sends a file, with words or without.
    pub fn send_file(&self, channel: &str, user: &str, (name, bytes): (&str, &[u8]), text: &str) -> String {
        let id = {
            let mut state = self.lock();
            let id = state.files.len().to_string();
            state.files.insert(id.clone(), bytes.to_vec());
            id
        };
        let url = format!("http://{}/cdn/{id}/{name}", self.api);
        let file =
            json!({"id": id, "filename": name, "size": bytes.len(), "content_type": "text/csv", "url": url});
        self.write(channel, user, &json!({"content": text, "attachments": [file]}))
    }

    /// The author changes a message.
    pub fn edit(&self, message: &str, text: &str) {
        let mut state = self.lock();
        let at = state.now();
        let Some(found) = state.messages.iter_mut().find(|one| one["id"] == message) else { return };
        found["content"] = text.into();
        found["edited_timestamp"] = at.into();
        let found = found.clone();
        let told = state.told(&found);
        state.dispatch("MESSAGE_UPDATE", &told);
    }

    /// Discord adds the preview of a link to a message: an update without a time of editing.
    pub fn unfurl(&self, message: &str) {
        let mut state = self.lock();
        let Some(found) = state.messages.iter_mut().find(|one| one["id"] == message) else { return };
        found["embeds"] = json!([{"type": "link", "url": "https://example.com", "title": "Example"}]);
        let found = found.clone();
        let told = state.told(&found);
        state.dispatch("MESSAGE_UPDATE", &told);
    }

    /// Messages of a channel are removed: one, or several at once.
    pub fn remove(&self, channel: &str, messages: &[&str]) {
        let mut state = self.lock();
        state.messages.retain(|one| !messages.iter().any(|id| one["id"] == *id));
        let guild = state.channel(channel).map(|channel| channel["guild_id"].clone()).unwrap_or_default();
        let (t, mut d) = match messages {
            [one] => ("MESSAGE_DELETE", json!({"id": one, "channel_id": channel})),
            many => ("MESSAGE_DELETE_BULK", json!({"ids": many, "channel_id": channel})),
        };
        if guild.is_string() {
            d["guild_id"] = guild;
        }
        state.dispatch(t, &d);
    }

    /// Somebody reacts to a message of a server's channel.
    pub fn react(&self, channel: &str, message: &str, user: &str, emoji: &str) {
        let mut state = self.lock();
        let d = json!({"user_id": user, "channel_id": channel, "message_id": message, "guild_id": GUILD,
            "member": state.member(user), "emoji": {"id": null, "name": emoji}, "burst": false, "type": 0,
            "message_author_id": BOT});
        state.dispatch("MESSAGE_REACTION_ADD", &d);
    }

    /// Somebody joins or leaves the server.
    pub fn member(&self, user: &str, joins: bool) {
        let mut state = self.lock();
        let mut d = if joins { state.member(user) } else { json!({"user": state.user(user)}) };
        d["guild_id"] = GUILD.into();
        state.dispatch(if joins { "GUILD_MEMBER_ADD" } else { "GUILD_MEMBER_REMOVE" }, &d);
    }

    /// Somebody begins a thread in a channel; gives its id.
    pub fn thread(&self, parent: &str, user: &str, name: &str) -> String {
        let mut state = self.lock();
        let (id, at) = state.id();
        let thread = json!({"id": id, "guild_id": GUILD, "type": 11, "name": name, "parent_id": parent,
            "owner_id": user, "last_message_id": null, "message_count": 0, "member_count": 1,
            "rate_limit_per_user": 0, "thread_metadata": {"archived": false, "auto_archive_duration": 1440,
                "archive_timestamp": at, "locked": false, "create_timestamp": at}});
        state.channels.push(thread.clone());
        let mut told = thread;
        told["newly_created"] = true.into();
        state.dispatch("THREAD_CREATE", &told);
        id
    }

    /// Somebody calls a command: `roi`, and its options as Discord sends them. Gives the token of the interaction.
    pub fn call(&self, channel: &str, user: &str, command: &str, options: Value) -> String {
        let data = json!({"id": "1", "name": command, "type": 1, "options": options});
        self.interact(2, channel, user, data, Value::Null)
    }

    /// Somebody types an argument of a command; one of the options is `focused`.
    pub fn type_in(&self, channel: &str, user: &str, command: &str, options: Value) -> String {
        let data = json!({"id": "1", "name": command, "type": 1, "options": options});
        self.interact(4, channel, user, data, Value::Null)
    }

    /// Somebody presses a button of a message.
    pub fn press(&self, channel: &str, user: &str, button: &str, message: &Value) -> String {
        self.interact(3, channel, user, json!({"custom_id": button, "component_type": 2}), message.clone())
    }

    fn interact(&self, kind: u64, channel: &str, user: &str, data: Value, message: Value) -> String {
        let d = self.interaction(kind, channel, user, data, message);
        let token = d["token"].as_str().unwrap_or_default().to_owned();
        self.lock().dispatch("INTERACTION_CREATE", &d);
        token
    }

    /// An interaction that is told to nobody: for posting it.
    pub fn interaction(&self, kind: u64, channel: &str, user: &str, data: Value, message: Value) -> Value {
        let mut state = self.lock();
        let (id, _) = state.id();
        let token = format!("aW50ZXJhY3Rpb246{id}");
        let place = state.channel(channel).cloned().unwrap_or_default();
        let mut d = json!({"id": id, "application_id": BOT, "type": kind, "token": token, "version": 1,
            "channel_id": channel, "channel": place, "data": data, "locale": "ja", "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD}, "app_permissions": "0", "attachment_size_limit": 1});
        if place["guild_id"].is_string() {
            d["guild_id"] = place["guild_id"].clone();
            d["guild_locale"] = "ja".into();
            d["member"] = state.member(user);
            d["member"]["permissions"] = "0".into();
        } else {
            d["user"] = state.user(user).unwrap_or_default();
        }
        // Of a press, the message with the button is what stands there already.
        let answers = if message.is_null() { Vec::new() } else { vec![message.clone()] };
        if !message.is_null() {
            d["message"] = message;
        }
        let channel = channel.to_owned();
        state.interactions.insert(token, Interaction { kind, channel, answers, ..Interaction::default() });
        d
    }

    /// A body as Discord posts it at this time, in seconds since 1970.
    pub fn posted(&self, body: &Value, at: i64) -> Envelope {
        let body = body.to_string().into_bytes();
        let at = at.to_string();
        let signature = self.lock().sign(&[at.as_bytes(), &body].concat());
        Envelope::new([(SIGNATURE, signature.as_str()), (TIMESTAMP, at.as_str())], body)
    }

    /// Tells the last event once more.
    pub fn again(&self) {
        self.lock().repeat();
    }

    /// What was offered to somebody who types.
    pub fn offered(&self, token: &str) -> Option<Value> {
        self.lock().interactions.get(token)?.offered.clone()
    }

    /// Of which kind the first answer to an interaction was.
    pub fn first_answer(&self, token: &str) -> Option<u64> {
        self.lock().interactions.get(token)?.first
    }
}

fn id_of(message: &Value) -> String {
    message["id"].as_str().unwrap_or_default().to_owned()
}
