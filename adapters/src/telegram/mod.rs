//! Telegram: the Bot API, by polling or by a webhook; and what Telegram Desktop exports, in `export.rs`.
//!
//! Ids of the Bot API are signed numbers, a group's negative. The export has others for the same: a sender is
//! `user123`, `channel123` or `chat123`, a conversation the bare number of the chat.

mod chat;
mod content;
mod export;
mod key;
mod live;
mod marks;
mod meant;
mod membership;
mod message;
mod own;
mod parse;
mod people;
mod reacted;
mod reactions;
mod service;
mod settings;
mod text;
mod topics;
mod translate;
mod verify;

pub(crate) use export::TelegramExport;
