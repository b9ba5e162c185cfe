//! Speaks each platform's dialect, and nothing else: no SQL, no model, no CRM rule.
//!
//! **To add a platform**: make a folder with the same files as `console/` (`mod.rs` implements
//! [`Adapter`], `parse.rs` reads its payloads, `render.rs` writes replies), add its `mod` line here,
//! run the suite of `conformance` (feature of that name) in its tests, and put it in the list in
//! `bot/src/platforms.rs`.

pub mod chart;
pub mod console;
mod discord;
pub mod export;
mod jsonl;
pub mod markdown;
pub mod slack;
pub mod telegram;
pub mod web;

mod adapter;
mod capabilities;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod event;
mod markup;
mod plain;
mod reply;
mod said;
mod seal;

pub use adapter::{Adapter, Address, Envelope, Payload, Rejected, SendError, Sent, Unreadable, Verified};
pub use capabilities::Capabilities;
pub use chart::{Chart, ChartKind, Series};
pub use event::{ConversationKind, ConversationRef, Event, Sender, What};
pub use reply::{Align, Block, Button, ButtonStyle, Column, Field, Item, Link, Reply};
pub use said::Said;
