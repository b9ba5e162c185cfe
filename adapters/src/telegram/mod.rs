//! Telegram: the Bot API, by polling or by a webhook; and what Telegram Desktop exports, in `export.rs`.
//!
//! Ids of the Bot API are signed numbers, a group's negative. The export has others for the same: a sender is
//! `user123`, `channel123` or `chat123`, a conversation the bare number of the chat.

mod api;
mod chat;
mod check;
mod connection;
mod content;
mod export;
#[cfg(any(test, feature = "conformance"))]
pub mod fake;
mod files;
mod key;
mod listen;
mod live;
mod marks;
mod meant;
mod membership;
mod message;
mod own;
mod parse;
mod people;
mod prepare;
mod reacted;
mod reactions;
mod render;
mod send;
mod service;
mod settings;
#[cfg(test)]
mod tests;
mod text;
mod topics;
mod translate;
mod verify;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    Ack, Adapter, Capabilities, Connection, Envelope, Event, Pace, Payload, Rejected, Reply, SentFile,
    Setting, Settings, Unfit, Unreadable, Verified, Words, words,
};

pub(crate) use export::TelegramExport;

const CAPABILITIES: Capabilities = Capabilities {
    buttons: true,
    pictures: true,
    tables: true,
    edits: true,
    threads: true,
    ephemeral: false,
    idempotent_sends: false,
    finds_sent: false,
    names_by_asking: false,
    files: true,
    max_message_chars: Some(render::TEXT),
    // About 30 a second in all, one a second to a chat, and 20 a minute to a group: there it says when to go on.
    pace: Pace { conversation_ms: 1_000, connection_ms: 40 },
};

/// The adapter of Telegram.
#[derive(Debug, Clone, Copy, Default)]
pub struct Telegram;

impl Adapter for Telegram {
    fn platform(&self) -> &'static str {
        "telegram"
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn settings(&self) -> &'static [Setting] {
        settings::SETTINGS
    }

    fn identity(&self) -> Option<&'static str> {
        Some(settings::TOKEN)
    }

    fn needed_for(&self, setting: &str) -> Option<Words> {
        (setting == settings::SECRET).then_some(words("needed for a webhook", "Webhookでは必須"))
    }

    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        _now: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        verify::verify(settings, envelope)
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        key::key(verified)
    }

    /// The answer to a webhook may carry a call of the API: a press of a button is answered with it.
    fn ack(&self, verified: &Verified) -> Ack {
        let update: Value = serde_json::from_slice(verified.body()).unwrap_or_default();
        let pressed = update["callback_query"]["id"].as_str();
        Ack {
            only_answer: false,
            json: pressed.map(|id| json!({"method": "answerCallbackQuery", "callback_query_id": id})),
        }
    }

    fn parse(&self, settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        parse::events(settings, verified)
    }

    fn files(&self, verified: &Verified) -> Vec<SentFile> {
        files::sent(verified)
    }

    fn render(&self, reply: &Reply, site: &str) -> Vec<Payload> {
        render::payloads(reply, CAPABILITIES, site)
    }

    /// The private chat with a user has the user's id. Until they have started the bot, sending there is refused.
    fn direct(&self, user: &str) -> Option<String> {
        let is_user = user.parse::<u64>().is_ok_and(|id| id > 0);
        is_user.then(|| user.to_owned())
    }

    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(connection::Bot::new(settings)?))
    }
}
