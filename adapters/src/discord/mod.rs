//! Discord.
//!
//! Live: the gateway (`listen.rs`) for messages, reactions, threads, members and interactions; interactions may
//! also be posted to us (`verify.rs`). Old messages: what DiscordChatExporter writes as JSON, in `export.rs`; both
//! are read by the same files.
//!
//! Ids are Discord's own numbers, as text. In an export, a thread that everybody can read belongs to the channel it
//! was started in, and its id stands for the thread, as Slack's do; live, each thread is a conversation of its own
//! (`place.rs` says why).

mod answer;
mod api;
mod called;
mod catch_up;
mod channel;
mod check;
mod commands;
mod connection;
mod content;
mod export;
#[cfg(any(test, feature = "conformance"))]
pub mod fake;
mod files;
mod frame;
mod gateway;
mod happened;
mod key;
mod listen;
mod marks;
mod markup;
mod message;
mod nonce;
mod pace;
mod page;
mod parse;
mod place;
mod places;
mod prepare;
mod render;
mod send;
mod sender;
mod service;
mod settings;
mod spoken;
mod verify;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    Ack, Adapter, Capabilities, Connection, Envelope, Event, Pace, Payload, Rejected, Reply, SentFile,
    Setting, Settings, Unfit, Unreadable, Verified,
};

pub(crate) use export::{DiscordExport, is_document};

/// Discord's dialect.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discord;

impl Adapter for Discord {
    fn platform(&self) -> &'static str {
        "discord"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            pictures: true,
            tables: true,
            edits: true,
            threads: true,
            ephemeral: true,
            // By `nonce` and `enforce_nonce`, for some minutes.
            idempotent_sends: true,
            finds_sent: false,
            names_by_asking: true,
            files: true,
            // The description of an embed; a message without one has 2,000, which `render.rs` keeps.
            max_message_chars: Some(4_096),
            // Fifty requests a second in all. A channel's own pace is not written anywhere: the answers tell it, and
            // whoever is too fast is asked to come later, see `pace.rs`.
            pace: Pace { conversation_ms: 200, connection_ms: 20 },
        }
    }

    fn settings(&self) -> &'static [Setting] {
        settings::SETTINGS
    }

    fn identity(&self) -> Option<&'static str> {
        Some(settings::TOKEN)
    }

    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        now: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        verify::check(settings, envelope, now)
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        key::of(verified)
    }

    fn ack(&self, verified: &Verified) -> Ack {
        called::ack(verified)
    }

    fn parse(&self, settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        parse::events(settings, verified)
    }

    fn files(&self, verified: &Verified) -> Vec<SentFile> {
        files::sent(verified)
    }

    fn render(&self, reply: &Reply, site: &str) -> Vec<Payload> {
        render::payloads(reply, self.capabilities(), site)
    }

    fn direct(&self, user: &str) -> Option<String> {
        Some(format!("@{user}"))
    }

    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(connection::Discourse::new(settings)?))
    }
}

#[cfg(test)]
mod tests;
