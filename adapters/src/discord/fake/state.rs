//! What the service knows.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::gateway::Out;
use super::{BO, BOARD, BOT, DIRECT, Fault, GUILD, HANA, HELP, ROBOT, ROLE, Request, THREAD};

/// 21 November 2026, 09:00 UTC: the time of the first message.
const BEGIN_MS: u64 = 1_795_251_600_000;

pub(super) struct State {
    gateway: SocketAddr,
    key: Ed25519KeyPair,
    next_ms: u64,
    pub(super) users: Vec<Value>,
    pub(super) channels: Vec<Value>,
    pub(super) messages: Vec<Value>,
    pub(super) nonces: HashMap<String, String>,
    pub(super) commands: Value,
    pub(super) interactions: HashMap<String, Interaction>,
    pub(super) sessions: HashMap<String, Session>,
    /// Attachments by their ids.
    pub(super) files: HashMap<String, Vec<u8>>,
    pub(super) joined: Vec<(String, bool)>,
    pub(super) heartbeat: Option<u64>,
    pub(super) beat_ms: u64,
    pub(super) faults: Vec<(String, Fault)>,
    pub(super) journal: Vec<Request>,
    pub(super) limit: (u64, Duration),
    pub(super) spent: HashMap<String, (u64, Instant)>,
    /// Message content, server members.
    pub(super) privileged: (bool, bool),
}

/// A session of the gateway: it outlives its connection.
pub(super) struct Session {
    pub(super) intents: u64,
    pub(super) events: Vec<(u64, String, Value)>,
    pub(super) socket: Option<UnboundedSender<Out>>,
}

/// An interaction that waits to be answered, or was.
#[derive(Default)]
pub(super) struct Interaction {
    pub(super) kind: u64,
    pub(super) channel: String,
    /// The type of the first answer.
    pub(super) first: Option<u64>,
    /// What the asker sees. The first is `@original`.
    pub(super) answers: Vec<Value>,
    /// Choices that were offered.
    pub(super) offered: Option<Value>,
}

impl State {
    pub(super) fn new(gateway: SocketAddr) -> Self {
        // A key for tests: always the same, so that what it signs is.
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed of 32 bytes");
        let user = |id: &str, name: &str, shown: Option<&str>, bot: bool| json!({"id": id, "username": name, "global_name": shown, "discriminator": "0", "avatar": null, "bot": bot});
        let channel = |id: &str, kind: u64, name: &str, rules: Value| {
            json!({"id": id, "guild_id": GUILD, "type": kind, "name": name, "position": 0, "parent_id": null,
                "permission_overwrites": rules, "nsfw": false, "topic": null, "last_message_id": null,
                "rate_limit_per_user": 0})
        };
        let hidden = json!([{"id": GUILD, "type": 0, "allow": "0", "deny": "1024"}]);
        let mut thread = channel(THREAD, 11, "How to?", json!([]));
        thread["parent_id"] = HELP.into();
        thread["owner_id"] = HANA.into();
        thread["message_count"] = 0.into();
        thread["member_count"] = 1.into();
        thread["thread_metadata"] = json!({"archived": false, "auto_archive_duration": 1440,
            "archive_timestamp": "2026-11-20T09:00:00+00:00", "locked": false});
        let direct = json!({"id": DIRECT, "type": 1, "last_message_id": null,
            "recipients": [user(HANA, "hana", Some("Hana"), false)]});
        Self {
            gateway,
            key,
            next_ms: BEGIN_MS,
            users: vec![
                user(BOT, "enishi", None, true),
                user(HANA, "hana", Some("花子"), false),
                user(BO, "bo", None, false),
                user(ROBOT, "deploy", None, true),
            ],
            channels: vec![
                channel(HELP, 0, "help", json!([])),
                channel(BOARD, 0, "board", hidden),
                thread,
                direct,
            ],
            messages: Vec::new(),
            nonces: HashMap::new(),
            commands: json!([]),
            interactions: HashMap::new(),
            sessions: HashMap::new(),
            files: HashMap::new(),
            joined: Vec::new(),
            heartbeat: None,
            beat_ms: 41_250,
            faults: Vec::new(),
            journal: Vec::new(),
            limit: (10_000, Duration::from_secs(5)),
            spent: HashMap::new(),
            privileged: (true, true),
        }
    }

    pub(super) fn gateway_url(&self) -> String {
        format!("ws://{}", self.gateway)
    }

    /// In hex, as the console shows it.
    pub(super) fn public_key(&self) -> String {
        hex(self.key.public_key().as_ref())
    }

    pub(super) fn sign(&self, message: &[u8]) -> String {
        hex(self.key.sign(message).as_ref())
    }

    /// The next id, and its time as Discord writes it. A second passes.
    pub(super) fn id(&mut self) -> (String, String) {
        let ms = self.next_ms;
        self.next_ms += 1_000;
        (((ms - 1_420_070_400_000) << 22).to_string(), time(ms))
    }

    pub(super) fn now(&self) -> String {
        time(self.next_ms)
    }

    pub(super) fn user(&self, id: &str) -> Option<Value> {
        self.users.iter().find(|user| user["id"] == id).cloned()
    }

    pub(super) fn channel(&self, id: &str) -> Option<&Value> {
        self.channels.iter().find(|channel| channel["id"] == id)
    }

    pub(super) fn member(&self, user: &str) -> Value {
        json!({"user": self.user(user), "nick": null, "roles": [], "joined_at": "2026-01-05T00:00:00+00:00",
            "deaf": false, "mute": false, "flags": 0, "premium_since": null, "pending": false, "avatar": null})
    }

    /// A message as the history shows it, in the history from now on.
    pub(super) fn message(&mut self, channel: &str, user: &str, body: &Value) -> Value {
        let message = self.shaped(channel, user, body);
        self.messages.push(message.clone());
        if let Some(place) = self.channels.iter_mut().find(|one| one["id"] == channel) {
            place["last_message_id"] = message["id"].clone();
        }
        message
    }

    /// The shape of a message, which nobody else sees.
    pub(super) fn shaped(&mut self, channel: &str, user: &str, body: &Value) -> Value {
        let (id, at) = self.id();
        let content = body["content"].as_str().unwrap_or_default();
        let mentions: Vec<_> = self
            .users
            .iter()
            .filter(|user| content.contains(&format!("<@{}>", user["id"].as_str().unwrap_or("?"))))
            .cloned()
            .collect();
        let list = |name: &str| if body[name].is_array() { body[name].clone() } else { json!([]) };
        json!({
            "id": id, "channel_id": channel, "author": self.user(user), "content": content, "timestamp": at,
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": mentions,
            "mention_roles": [], "attachments": list("attachments"), "embeds": list("embeds"),
            "components": list("components"), "pinned": false, "type": body["type"].as_u64().unwrap_or(0),
            "flags": body["flags"].as_u64().unwrap_or(0),
        })
    }

    /// A message as the gateway tells it: with its server and the member.
    pub(super) fn told(&self, message: &Value) -> Value {
        let mut told = message.clone();
        let channel = message["channel_id"].as_str().and_then(|id| self.channel(id));
        if let Some(guild) = channel.map(|channel| channel["guild_id"].clone()).filter(Value::is_string) {
            told["guild_id"] = guild;
            let mut member = self.member(message["author"]["id"].as_str().unwrap_or_default());
            member.as_object_mut().map(|member| member.remove("user"));
            told["member"] = member;
        }
        told
    }

    /// Tells every session that asked for such events.
    pub(super) fn dispatch(&mut self, t: &str, d: &Value) {
        for session in self.sessions.values_mut() {
            if t.starts_with("GUILD_MEMBER_") && session.intents & 2 == 0 {
                continue;
            }
            session.event(t, d.clone());
        }
    }

    /// The last event of every session, once more.
    pub(super) fn repeat(&mut self) {
        for session in self.sessions.values() {
            if let (Some(socket), Some((seq, t, d))) = (&session.socket, session.events.last()) {
                let _gone = socket.send(Out::Event(*seq, t.clone(), d.clone()));
            }
        }
    }

    pub(super) fn all_sockets(&mut self, out: &Out) {
        for session in self.sessions.values_mut() {
            if let Some(socket) = session.socket.take() {
                let _gone = socket.send(out.clone());
            }
        }
    }

    pub(super) fn guild(&self) -> Value {
        let in_guild = |threads: bool| -> Vec<_> {
            let thread = |channel: &&Value| matches!(channel["type"].as_u64(), Some(10..=12)) == threads;
            self.channels.iter().filter(|one| one["guild_id"] == GUILD).filter(thread).cloned().collect()
        };
        let members: Vec<_> =
            self.users.iter().filter_map(|user| Some(self.member(user["id"].as_str()?))).collect();
        json!({
            "id": GUILD, "name": "Acme 開発者", "owner_id": HANA, "unavailable": false, "large": false, "icon": null,
            "member_count": members.len(), "members": members, "channels": in_guild(false),
            "threads": in_guild(true), "presences": [], "voice_states": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [], "emojis": [], "stickers": [], "features": [],
            "roles": [{"id": GUILD, "name": "@everyone", "permissions": "274878024704", "position": 0, "color": 0,
                "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
                "hoist": false, "managed": false, "mentionable": false, "flags": 0},
                {"id": ROLE, "name": "Enishi", "permissions": "0", "position": 1, "color": 0,
                "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
                "hoist": false, "managed": true, "mentionable": false, "flags": 0, "tags": {"bot_id": BOT}}],
            "joined_at": "2026-01-05T00:00:00+00:00", "verification_level": 0, "default_message_notifications": 0,
            "explicit_content_filter": 0, "mfa_level": 0, "premium_tier": 0, "preferred_locale": "ja",
            "nsfw_level": 0, "afk_timeout": 300, "system_channel_flags": 0, "system_channel_id": null,
            "premium_progress_bar_enabled": false, "afk_channel_id": null, "rules_channel_id": null,
            "application_id": null, "vanity_url_code": null, "description": null, "banner": null, "splash": null,
            "discovery_splash": null, "safety_alerts_channel_id": null, "public_updates_channel_id": null,
        })
    }

    pub(super) fn application(&self) -> Value {
        let (content, members) = self.privileged;
        let flags = if content { 1 << 19 } else { 0 } | if members { 1 << 15 } else { 0 };
        json!({"id": BOT, "name": "Enishi", "icon": null, "description": "", "bot_public": true,
            "bot_require_code_grant": false, "verify_key": self.public_key(), "flags": flags, "team": null,
            "summary": "", "hook": true, "owner": self.user(HANA), "interactions_endpoint_url": null,
            "install_params": null, "rpc_origins": []})
    }
}

impl Session {
    pub(super) fn event(&mut self, t: &str, d: Value) {
        let seq = self.events.last().map_or(1, |(seq, ..)| seq + 1);
        self.events.push((seq, t.to_owned(), d.clone()));
        if let Some(socket) = &self.socket {
            let _gone = socket.send(Out::Event(seq, t.to_owned(), d));
        }
    }
}

fn time(ms: u64) -> String {
    let at = DateTime::from_timestamp_millis(i64::try_from(ms).unwrap_or_default()).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Micros, false)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
