//! Telegram. For now what Telegram Desktop exports, in `export.rs`.
//!
//! Ids are those of the export: a sender is `user123`, `channel123` or `chat123`, a conversation is
//! the bare number of the chat. Nothing here speaks to Telegram's servers.

mod chat;
mod content;
mod export;
mod message;
mod reactions;
mod service;
mod text;
mod topics;

pub(crate) use export::TelegramExport;
