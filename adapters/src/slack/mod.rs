//! Slack: the Events API or Socket Mode in, Block Kit out; what a workspace exports in `export.rs`.
//!
//! Ids are Slack's own: a sender is `U…`, `W…` or `B…`, a conversation `C…`, `G…` or `D…`, a message its `ts`. A
//! name of ours is `@U…`: the direct conversation with somebody, before Slack has opened it.

mod ack;
mod api;
mod blocks;
mod catch_up;
mod check;
mod connection;
mod content;
mod directory;
mod export;
#[cfg(any(test, feature = "conformance"))]
pub mod fake;
mod files;
mod find;
mod form;
mod key;
mod layout;
mod listen;
mod manifest;
mod markup;
mod message;
mod parse;
mod render;
mod send;
mod sender;
mod service;
mod settings;
mod upload;
mod verify;
mod via;
mod wire;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    Ack, Adapter, Capabilities, Connection, Envelope, Event, Menu, Pace, Payload, Rejected, Reply, SentFile,
    Setting, Settings, Unfit, Unreadable, Verified, Words, words,
};

pub(crate) use export::SlackExport;

/// The adapter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slack;

impl Adapter for Slack {
    fn platform(&self) -> &'static str {
        "slack"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            pictures: true,
            tables: true,
            edits: true,
            threads: true,
            ephemeral: true,
            idempotent_sends: false,
            finds_sent: true,
            names_by_asking: true,
            files: true,
            // of one text; blocks may hold more together
            max_message_chars: Some(4_000),
            // one a second in a channel; "several hundred a minute" in a workspace
            pace: Pace { conversation_ms: 1_000, connection_ms: 200 },
        }
    }

    fn settings(&self) -> &'static [Setting] {
        settings::SETTINGS
    }

    fn identity(&self) -> Option<&'static str> {
        Some(settings::BOT_TOKEN)
    }

    fn needed_for(&self, setting: &str) -> Option<Words> {
        match setting {
            settings::SIGNING_SECRET => Some(words("needed for the Events API", "Events APIでは必須")),
            settings::APP_TOKEN => Some(words("needed for Socket Mode", "Socket Modeでは必須")),
            _ => None,
        }
    }

    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        now: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        verify::verify(settings, envelope, now)
    }

    fn largest_body(&self) -> usize {
        3 << 20
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        key::key(verified)
    }

    fn ack(&self, verified: &Verified) -> Ack {
        ack::ack(verified)
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

    /// Without an address to post to it is one for Socket Mode.
    fn manifest(&self, menu: &Menu, hook: &str) -> Option<(&'static str, String)> {
        Some(manifest::manifest(menu, hook))
    }

    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(connection::Slacked::new(settings)?))
    }
}

#[cfg(test)]
mod tests;
