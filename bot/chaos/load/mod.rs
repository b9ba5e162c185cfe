//! What happens on the platforms, and in which disorder we hear of it. A platform is one file here: how it
//! words an event, and how it signs one.

mod discord;
mod lineworks;
mod plan;
mod slack;
mod stream;
mod telegram;

use adapters::Settings;
use chrono::{DateTime, Utc};

pub(crate) use plan::{Plan, Planned};
pub(crate) use stream::{Stream, socket, streams};

use crate::http::Headers;

/// A platform that calls us.
pub(crate) trait Platform: Send + Sync {
    /// As our adapter calls it.
    fn name(&self) -> &'static str;

    /// What it calls us with.
    fn door(&self) -> &'static str {
        "hooks"
    }

    /// How much of all that happens is told by it, beside the others' shares.
    fn share(&self) -> usize {
        10
    }

    /// What its connection has to be told.
    fn settings(&self) -> Settings;

    /// It sends again what was not answered with 2xx.
    fn sends_again(&self) -> bool;

    /// A conversation's id; the first are groups, the last, of two.
    fn conversation(&self, n: usize) -> String;

    /// The id of a message; none where the platform has none.
    fn message_id(&self, message: &Message) -> Option<String>;

    /// Something was said.
    fn says(&self, message: &Message) -> String;

    /// It says something else now, for the `nth` time; none where nothing can be edited.
    fn edits(&self, message: &Message, nth: u64, text: &str) -> Option<String>;

    /// It is gone; none where nothing can be deleted, or nobody is told.
    fn deletes(&self, message: &Message) -> Option<String>;

    /// No event of this platform, in as many ways as there are numbers.
    fn malformed(&self, n: usize, tag: &str) -> String;

    /// Signs a body, as of now.
    fn sign(&self, body: &[u8]) -> Headers;

    /// The body is part of what is signed.
    fn signs_body(&self) -> bool {
        true
    }
}

/// Something that was said.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// One of the [`CONVERSATIONS`].
    pub(crate) conversation: usize,
    /// The how manieth in it.
    pub(crate) nth: u64,
    /// The how manieth of all.
    pub(crate) number: u64,
    /// Who said it.
    pub(crate) speaker: usize,
    /// By the platform's clock.
    pub(crate) at: DateTime<Utc>,
    /// What.
    pub(crate) text: String,
}

/// Conversations of a platform.
pub(crate) const CONVERSATIONS: usize = 50;
/// How many of them are groups.
pub(crate) const GROUPS: usize = 48;

/// The platforms whose calls are recorded, with fakes that answer what the bot asks them. They end when this is dropped.
pub(crate) async fn platforms() -> Vec<Box<dyn Platform>> {
    vec![
        Box::new(lineworks::LineWorks::start().await),
        Box::new(slack::Slack::start().await),
        Box::new(telegram::Telegram::start().await),
    ]
}

/// Discord's interactions, which are answered as well as recorded.
pub(crate) async fn interactions() -> Box<dyn Platform> {
    Box::new(discord::Discord::start().await)
}
