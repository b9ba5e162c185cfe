//! A connection to a platform: sending, looking, listening.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Chart, FetchError, Menu, Settings, Verified, Words};

/// A tenant's connection to one workspace, bot or domain.
///
/// Calls may run side by side. None retries by itself except after a token was renewed: whoever calls knows
/// what may be repeated.
#[async_trait]
pub trait Connection: Send + Sync {
    /// Sends one message.
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError>;

    /// Did the message with this nonce arrive, when its sending broke off? `None`: it certainly did not.
    async fn find(&self, _to: &Address) -> Result<Option<Sent>, SendError> {
        Err(SendError::Unknown("this platform cannot be asked what has arrived".to_owned()))
    }

    /// Shows that an answer is being worked on. Whether that works does not matter.
    async fn busy(&self, _to: &Address) {}

    /// Who this is, on platforms whose events carry an id only.
    async fn profile(&self, _user: &str) -> Result<Option<Profile>, SendError> {
        Ok(None)
    }

    /// What a conversation is called, on platforms whose events carry an id only.
    async fn place(&self, _conversation: &str) -> Result<Option<String>, SendError> {
        Ok(None)
    }

    /// What is in a file that somebody sent: at most [`LARGEST_FILE`](crate::LARGEST_FILE) bytes, from the platform's
    /// own hosts only. `reference` as [`Adapter::files`](crate::Adapter::files) gave it.
    async fn fetch(&self, _reference: &str) -> Result<Vec<u8>, FetchError> {
        Err(SendError::Refused("this platform hands out no files".to_owned()).into())
    }

    /// Asks the platform about everything that a working connection needs, and says what to mend.
    async fn check(&self) -> Vec<Finding>;

    /// Tells the platform which commands there are, where it keeps such a list and it has changed. Gives back
    /// what the connection has learned about itself (its own id and name): it is kept with the settings, and
    /// [`Adapter::parse`](crate::Adapter::parse) reads it there.
    async fn prepare(&self, _menu: &Menu) -> Result<Vec<(&'static str, String)>, SendError> {
        Ok(Vec::new())
    }

    /// [`Connection::prepare`] tells the platform the address at which it calls us: nobody has to enter it there.
    fn tells_address(&self) -> bool {
        false
    }

    /// Events are fetched by us, not posted to us.
    fn listens(&self) -> bool {
        false
    }

    /// Receives until the connection ends. First what was missed since `since`, then what comes; an event is
    /// acknowledged to the platform once [`Intake::take`] says that it is stored, never before.
    async fn listen(&self, _since: Since, _intake: &dyn Intake) -> Ended {
        Ended::Refused("this connection does not listen".to_owned())
    }
}

/// Where a listening connection puts what it receives.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Stores an event. When this returns without an error, it is on disk together with `position`: what the
    /// platform wants to hear after a restart. An error: end, and begin again later.
    async fn take(&self, verified: Verified, position: Option<&str>) -> Result<(), NotStored>;

    /// What somebody may mean who has begun to type an argument.
    async fn complete(&self, partial: Partial) -> Vec<Choice>;

    /// The platform has shown a sign of life.
    fn alive(&self);
}

/// An event could not be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not stored")]
pub struct NotStored;

/// How far a connection had come when it last ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since {
    /// As given to [`Intake::take`] with the last event.
    pub position: Option<String>,
    /// The last message recorded in each conversation: conversation and message, by the platform's ids.
    pub last: Vec<(String, String)>,
}

/// Why a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It broke off, or the platform asked for it: connect again.
    Broken(String),
    /// Connecting again will not help before a person has mended something.
    Refused(String),
}

/// An argument somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// The platform's id of who types.
    pub user: String,
    /// The command.
    pub command: String,
    /// The argument.
    pub argument: String,
    /// What stands there so far.
    pub text: String,
}

/// What may be meant by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// For the reader.
    pub label: String,
    /// For the command.
    pub value: String,
}

/// Who somebody is on the platform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Display name.
    pub name: Option<String>,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// A bot or an integration.
    pub is_bot: bool,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Is it as it should be?
    pub state: State,
    /// What was looked at and what was seen.
    pub what: Words<String>,
    /// What to do about it: the exact step in the platform's console.
    pub mend: Option<Words<String>>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// It works, with less than there could be.
    Doubtful,
    /// It does not work.
    Bad,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The platform's id of the conversation.
    pub conversation: String,
    /// The thread in it.
    pub thread: Option<String>,
    /// The private way to whoever asked, as the event gave it; the conversation without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// Our id of this message: the same id is the same message, however often it is sent.
    pub nonce: String,
}

/// One message in the platform's own form.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// What its API takes, as far as it is the same wherever the message goes.
    pub body: serde_json::Value,
    /// Uploaded with it, drawn by [`chart::png`](crate::chart::png) when it is sent.
    pub picture: Option<Chart>,
}

impl Payload {
    /// A message without a picture.
    pub fn new(body: impl Into<serde_json::Value>) -> Self {
        Self { body: body.into(), picture: None }
    }
}

/// The platform took it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The platform's id of the new message, where it gives one.
    pub message_id: Option<String>,
    /// What the conversation is called from now on, when it had to be opened first.
    pub conversation: Option<String>,
}

/// It did not arrive, or we cannot know. Named by what the caller may do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It did not arrive. Try again, not before this many milliseconds.
    #[error("the platform asks to wait {after_ms} ms")]
    Later {
        /// Milliseconds to wait at least.
        after_ms: u64,
    },
    /// It did not arrive: nobody can be reached there.
    #[error("{address} cannot be reached")]
    Unreachable {
        /// Scheme, host and port, and nothing that could be secret.
        address: String,
    },
    /// It may or may not have arrived: never send again without looking.
    #[error("unknown whether it arrived: {0}")]
    Unknown(String),
    /// It will never work.
    #[error("refused: {0}")]
    Refused(String),
    /// Nothing will work before a person has mended the connection: a token that was taken back.
    #[error("the connection needs mending: {0}")]
    Unauthorized(String),
}

impl Finding {
    /// As it should be.
    pub fn good(en: impl Into<String>, ja: impl Into<String>) -> Self {
        Self { state: State::Good, what: Words { en: en.into(), ja: ja.into() }, mend: None }
    }

    /// Not as it should be.
    pub fn bad(en: impl Into<String>, ja: impl Into<String>) -> Self {
        Self { state: State::Bad, ..Self::good(en, ja) }
    }

    /// It works, with less than there could be.
    pub fn doubtful(en: impl Into<String>, ja: impl Into<String>) -> Self {
        Self { state: State::Doubtful, ..Self::good(en, ja) }
    }

    /// What to do about it.
    pub fn mend(mut self, en: impl Into<String>, ja: impl Into<String>) -> Self {
        self.mend = Some(Words { en: en.into(), ja: ja.into() });
        self
    }
}

/// A connection's settings, looked at before it is made.
pub fn missing(settings: &'static [crate::Setting], given: &Settings) -> Vec<Finding> {
    settings
        .iter()
        .filter(|setting| setting.required && given.get(setting.name).is_none())
        .map(|setting| {
            let (name, label, help) = (setting.name, setting.label, setting.help);
            Finding::bad(
                format!("{} (`{name}`) is not set", label.en),
                format!("{}（`{name}`）が未設定です", label.ja),
            )
            .mend(help.en, help.ja)
        })
        .collect()
}
