//! The one trait a platform implements, and the types at its border.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Capabilities, Event, Reply};

/// A platform. As small as it can be: everything else is shared.
#[async_trait]
pub trait Adapter: Send + Sync {
    /// The word in `connections.platform` and in `POST /hooks/{platform}/…`.
    fn platform(&self) -> &'static str;

    /// What it can show and do.
    fn capabilities(&self) -> Capabilities;

    /// Is this from the platform? Decided on raw bytes, in constant time, before anything is parsed.
    fn verify(&self, envelope: Envelope, secret: &[u8]) -> Result<Verified, Rejected>;

    /// What makes this delivery itself: the same bytes for the same event, also when it is delivered again
    /// with another time stamp. Pure.
    fn key(&self, verified: &Verified) -> Vec<u8>;

    /// What happened. Pure: the same bytes give the same events, today and after a restart.
    fn parse(&self, verified: &Verified) -> Result<Vec<Event>, Unreadable>;

    /// The messages that show this reply, in order, within the platform's limits. Pure.
    fn render(&self, reply: &Reply) -> Vec<Payload>;

    /// Sends one message.
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError>;
}

/// Bytes from outside that nobody has checked.
#[derive(Clone)]
pub struct Envelope {
    /// The signature as the platform sent it, from whichever header it uses.
    pub signature: String,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({} bytes)", self.body.len())
    }
}

/// Bytes that came from the platform. Only [`Adapter::verify`] and the inbox (which stores nothing
/// else) make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified(Vec<u8>);

impl Verified {
    /// For an adapter whose check has passed.
    pub(crate) fn checked(body: Vec<u8>) -> Self {
        Self(body)
    }

    /// Bytes read back from the inbox, which holds verified bodies only.
    pub fn from_inbox(body: Vec<u8>) -> Self {
        Self(body)
    }

    /// The bytes.
    pub fn body(&self) -> &[u8] {
        &self.0
    }
}

/// The signature does not fit. Says no more than that, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("bad signature")]
pub struct Rejected;

/// Genuine, but we cannot read it: stored, quarantined, shown to an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The platform's id of the conversation.
    pub conversation: String,
    /// The thread in it.
    pub thread: Option<String>,
    /// Our id of this message: the same id is the same message, however often it is sent.
    pub nonce: String,
}

/// One message in the platform's own form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(pub serde_json::Value);

/// The platform took it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The platform's id of the new message, where it gives one.
    pub message_id: Option<String>,
}

/// It did not arrive, or we cannot know. Named by what the caller may do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Try again, not before this many milliseconds.
    #[error("the platform asks to wait {after_ms} ms")]
    Later {
        /// Milliseconds to wait at least.
        after_ms: u64,
    },
    /// It may or may not have arrived: never send again without looking.
    #[error("unknown whether it arrived: {0}")]
    Unknown(String),
    /// It will never work.
    #[error("refused: {0}")]
    Refused(String),
}
