//! Speaks each platform's dialect, and that of language models, and nothing else: no SQL, no CRM rule.
//!
//! **To add a platform**: make a folder with the same files as `console/` (`mod.rs` implements
//! [`Adapter`], `parse.rs` reads its payloads, `render.rs` writes replies), add its `mod` line here,
//! run the suite of `conformance` (feature of that name) in its tests, and put it in the list in
//! `bot/src/platforms.rs`.

pub mod chart;
pub mod console;
pub mod discord;
pub mod export;
mod jsonl;
pub mod lineworks;
pub mod markdown;
pub mod model;
pub mod slack;
pub mod telegram;
pub mod web;

mod adapter;
mod capabilities;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod connection;
mod envelope;
mod event;
mod file;
mod http;
mod markup;
mod menu;
mod message;
mod plain;
mod reply;
mod said;
mod seal;
mod settings;
mod silent;
mod words;

pub use adapter::Adapter;
pub use capabilities::{Capabilities, Pace};
pub use chart::{Chart, ChartKind, Series};
pub use connection::{
    Address, Choice, Connection, Ended, Finding, Intake, NotStored, Partial, Payload, Profile, SendError,
    Sent, Since, State, missing,
};
pub use envelope::{Ack, Envelope, Headers, Rejected, Unreadable, Verified};
pub use event::{ConversationKind, ConversationRef, Event, Sender, What};
pub use file::{FetchError, LARGEST_FILE, SentFile, without_files};
pub use http::knock;
pub use menu::{Menu, MenuArgument, MenuCommand};
pub use reply::{Align, Block, Button, ButtonStyle, Column, Field, Item, Link, Reply};
pub use said::Said;
pub use settings::{NOT_SET, OWN_KEY, Setting, SettingKind, Settings, Unfit};
pub use words::{Words, words};
