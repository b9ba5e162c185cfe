//! What comes out of an export.

use std::sync::Arc;

use super::{Problem, SkipReason};
use crate::Event;

/// An opened export, read from its beginning to its end, never held in memory whole.
pub trait Export: Send {
    /// How many bytes there are to read, unpacked.
    fn total_bytes(&self) -> u64;

    /// The next entry; `None` at the end, and for ever after.
    ///
    /// A [`Problem`] comes at most once for each file, after every entry that stands before it. More
    /// entries may follow it: one broken day of a Slack export does not hide the other days.
    fn next(&mut self) -> Option<Result<Entry, Problem>>;
}

/// Where an event comes from: events of one origin belong to one connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The platform's word, as in [`crate::Adapter::platform`].
    pub platform: String,
    /// Whose it is, where the files say so: the workspace, the server, the account or the single chat.
    pub workspace: Option<String>,
}

/// One message of the export, or a reaction to one.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one entry lives at a time")]
pub enum Entry {
    /// It could be read.
    Event {
        /// What happened.
        event: Event,
        /// Where. The same for every event of most exports; lines name their own.
        origin: Arc<Origin>,
        /// How far the reading has come with it.
        progress: Progress,
    },
    /// It was left out.
    Skipped {
        /// Why.
        reason: SkipReason,
        /// Where it stands, as a path into the files: `general/2024-05-01.json[3]`,
        /// `chats.list[0].messages[12]`, counted from 0; or as a line, counted from 1: `history.jsonl:7`.
        place: String,
    },
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far, of [`Export::total_bytes`]; never shrinks.
    pub bytes_done: u64,
}
