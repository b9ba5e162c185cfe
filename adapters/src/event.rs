//! What happened on a platform, in words every platform shares.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One thing somebody did in a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Where it happened.
    pub conversation: ConversationRef,
    /// External id of the first message of the thread, when it was said in one.
    pub thread: Option<String>,
    /// The platform's id of the message; `None` where the platform gives none.
    pub message_id: Option<String>,
    /// Who did it.
    pub sender: Sender,
    /// When, by the platform's clock. [`DateTime::UNIX_EPOCH`] where the platform does not say (a slash command):
    /// then it is the time at which it was stored. So it is where the platform says what cannot be, and that is
    /// noted with it.
    pub at: DateTime<Utc>,
    /// What was done.
    pub what: What,
    /// The private way to answer whoever asks (a response URL, an interaction), as only this platform's
    /// [`Connection`](crate::Connection) reads it; `None`: in the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

impl Event {
    /// Without U+0000, the one character that neither a database nor a reader has any use for.
    pub fn without_nul(mut self) -> Self {
        fn clean(text: &mut String) {
            text.retain(|c| c != '\0');
        }
        clean(&mut self.conversation.external_id);
        clean(&mut self.sender.external_id);
        let optional = [
            &mut self.conversation.name,
            &mut self.thread,
            &mut self.message_id,
            &mut self.sender.handle,
            &mut self.sender.name,
            &mut self.sender.email,
            &mut self.via,
        ];
        optional.into_iter().flatten().for_each(clean);
        match &mut self.what {
            What::Message { text, .. } | What::Edited { text } => clean(text),
            What::Pressed { token } => clean(token),
            What::Other { action, text } => {
                clean(action);
                text.iter_mut().for_each(clean);
            }
            What::Called { command, arguments } => {
                clean(command);
                arguments.values_mut().for_each(clean);
            }
            What::Moved { to } => clean(to),
            What::Deleted | What::Opened => {}
        }
        self
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A message was written. `to_bot` is true when the platform says it was meant for us
    /// (a mention, a slash command, a direct conversation).
    Message {
        /// As the platform sent it, its own mark-up turned into plain text.
        text: String,
        /// Addressed to the bot.
        to_bot: bool,
    },
    /// The message `message_id` now says this.
    Edited {
        /// The new text.
        text: String,
    },
    /// The message `message_id` was removed.
    Deleted,
    /// A button of ours was pressed.
    Pressed {
        /// The opaque token that the button carried.
        token: String,
    },
    /// A command was called by its name, from a menu or a slash command. Always for the bot.
    Called {
        /// Its name: `roi show`.
        command: String,
        /// Argument name → words.
        arguments: BTreeMap<String, String>,
    },
    /// Somebody opened a conversation with the bot and has said nothing yet.
    Opened,
    /// The conversation goes on under another id.
    Moved {
        /// The platform's new id of it.
        to: String,
    },
    /// Anything else worth a line in the history: joined, left, file shared, call, pin.
    Other {
        /// A verb in the activity vocabulary: `join`, `leave`, `file`, `call` …
        action: String,
        /// What to show, if there is something to show.
        text: Option<String>,
    },
}

/// A conversation as its platform names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConversationRef {
    /// The platform's id.
    pub external_id: String,
    /// Its name, without `#`.
    pub name: Option<String>,
    /// What sort of place it is.
    pub kind: ConversationKind,
}

/// What sort of place a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationKind {
    /// Open to the workspace.
    Channel,
    /// A closed group.
    Group,
    /// Two people.
    Direct,
    /// A member of staff talking with this bot.
    Assistant,
}

impl ConversationKind {
    /// The word stored and shown in `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Group => "group",
            Self::Direct => "direct",
            Self::Assistant => "assistant",
        }
    }
}

/// Who did it, as the platform names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Sender {
    /// The platform's immutable id. Rights are decided by this and nothing else.
    pub external_id: String,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address, where the platform shows one. Self-typed on most platforms: no proof.
    pub email: Option<String>,
    /// A bot or an integration.
    pub is_bot: bool,
}
