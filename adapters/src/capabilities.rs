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
    /// Longest message, in characters.
    pub max_message_chars: Option<usize>,
}
