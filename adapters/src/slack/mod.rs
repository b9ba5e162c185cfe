//! Slack. For now what a workspace exports, in `export.rs`.
//!
//! Ids are Slack's own: a sender is `U…`, `W…` or `B…`, a conversation `C…`, `G…` or `D…`, a message
//! its `ts`. Nothing here speaks to Slack's servers.

mod blocks;
mod content;
mod directory;
mod export;
mod layout;
mod markup;
mod message;
mod sender;
mod service;

pub(crate) use export::SlackExport;
