//! LINE WORKS (Bot API 2.0): callbacks in, messages and templates out; the admin's monitoring CSV as an import.
//!
//! It is the platform with the least to hold on to: a message that was sent has no id and cannot be changed, there
//! are no threads, no reactions and no slash commands, and a callback that got lost is never sent again.

mod api;
mod check;
mod connection;
mod content;
mod failed;
#[cfg(any(test, feature = "conformance"))]
pub mod fake;
mod files;
mod jwt;
mod key;
mod meant;
pub(crate) mod monitoring;
mod names;
mod parse;
mod postback;
mod prepare;
mod render;
mod send;
mod settings;
mod token;
mod upload;
mod verify;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    Adapter, Capabilities, Connection, Envelope, Event, Pace, Payload, Rejected, Reply, SentFile, Setting,
    Settings, Unfit, Unreadable, Verified,
};

/// The adapter of a bot in LINE WORKS.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineWorks;

impl Adapter for LineWorks {
    fn platform(&self) -> &'static str {
        "lineworks"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            pictures: true,
            tables: true,
            edits: false,
            threads: false,
            ephemeral: false,
            idempotent_sends: false,
            finds_sent: false,
            names_by_asking: true,
            files: true,
            max_message_chars: Some(2_000),
            // 240 calls a minute to each API, and half of that for long.
            pace: Pace { conversation_ms: 250, connection_ms: 500 },
        }
    }

    fn settings(&self) -> &'static [Setting] {
        settings::SETTINGS
    }

    fn identity(&self) -> Option<&'static str> {
        Some("bot_id")
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

    fn parse(&self, settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        parse::events(settings, verified)
    }

    fn files(&self, verified: &Verified) -> Vec<SentFile> {
        files::sent(verified)
    }

    fn render(&self, reply: &Reply, site: &str) -> Vec<Payload> {
        render::payloads(reply, site)
    }

    fn direct(&self, user: &str) -> Option<String> {
        Some(direct(user))
    }

    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        connection::connect(settings)
    }
}

/// The conversation of the bot with this user: LINE WORKS gives it no id of its own.
fn direct(user: &str) -> String {
    format!("@{user}")
}
