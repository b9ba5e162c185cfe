//! Discord. For now what DiscordChatExporter writes as JSON, in `export.rs`.
//!
//! Ids are Discord's own numbers, as text. A thread that everybody can read belongs to the channel it was
//! started in, and its id stands for the thread, as Slack's do; a closed one is a conversation of its own.
//! Nothing here speaks to Discord's servers.

mod channel;
mod content;
mod export;
mod markup;
mod message;
mod sender;
mod service;

pub(crate) use export::{DiscordExport, is_document};
