//! What a platform can show and do, as data the core can read.

/// What a platform can show and do. A field named `x` is a yes or no; `max_x` is a limit, in the
/// platform's own unit, `None` for no limit we know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Buttons that come back as events. Without: the typed answers are listed.
    pub buttons: bool,
    /// Pictures of charts. Without: block characters.
    pub pictures: bool,
    /// Columns that line up. Without: one line of "name: value" a row.
    pub tables: bool,
    /// A message already sent can be changed.
    pub edits: bool,
    /// Threads inside a conversation.
    pub threads: bool,
    /// Answers that only the asker sees.
    pub ephemeral: bool,
    /// The platform refuses to send the same thing twice when it is asked twice.
    pub idempotent_sends: bool,
    /// [`Connection::find`](crate::Connection::find) can tell whether a message has arrived.
    pub finds_sent: bool,
    /// [`Connection::profile`](crate::Connection::profile) and [`Connection::place`](crate::Connection::place) are needed: events carry
    /// ids only.
    pub names_by_asking: bool,
    /// Files that people send can be fetched: [`Adapter::files`](crate::Adapter::files) and
    /// [`Connection::fetch`](crate::Connection::fetch).
    pub files: bool,
    /// Longest message, in characters.
    pub max_message_chars: Option<usize>,
    /// How fast it may be sent to.
    pub pace: Pace,
}

/// How fast a platform may be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Milliseconds between two messages to one conversation.
    pub conversation_ms: u64,
    /// Milliseconds between two messages by one connection.
    pub connection_ms: u64,
}

impl Pace {
    /// As fast as it goes: what we serve ourselves.
    pub const FREE: Self = Self { conversation_ms: 0, connection_ms: 0 };
}
