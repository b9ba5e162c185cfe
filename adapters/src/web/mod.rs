//! The chat on our own page as a platform.
//!
//! Not the page: its door takes what the user wrote, composes [`Said`](crate::Said), seals it with
//! [`envelope`], and streams what is in the outbox. Sending here is only a hint to look there.

mod parse;
mod render;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::broadcast::Sender;

use crate::{
    Adapter, Address, Capabilities, Connection, Envelope, Event, Finding, Pace, Payload, Rejected, Reply,
    SendError, Sent, Settings, Unfit, Unreadable, Verified, seal,
};

pub use crate::said::envelope;

/// The adapter of all open chat pages of this process.
#[derive(Debug, Clone)]
pub struct Web {
    hints: Sender<Address>,
}

impl Web {
    /// Says on `hints` where something new can be read.
    pub fn new(hints: Sender<Address>) -> Self {
        Self { hints }
    }
}

impl Adapter for Web {
    fn platform(&self) -> &'static str {
        "web"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            pictures: true,
            tables: true,
            // The page only ever adds.
            edits: false,
            threads: false,
            // Each user has a conversation of their own.
            ephemeral: true,
            idempotent_sends: true,
            finds_sent: false,
            names_by_asking: false,
            files: false,
            max_message_chars: None,
            pace: Pace::FREE,
        }
    }

    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        _now: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        seal::open(envelope, settings)
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        parse::key(verified)
    }

    fn parse(&self, _settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        parse::events(verified)
    }

    /// A string of HTML: one safe element, complete in itself.
    fn render(&self, reply: &Reply, _site: &str) -> Vec<Payload> {
        render::payloads(reply)
    }

    fn connect(&self, _settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(self.clone()))
    }
}

#[async_trait]
impl Connection for Web {
    /// The page reads the outbox row itself, at once or when it is opened next: the message has
    /// arrived as soon as it is there, whether anybody listens or not. Its id is the nonce.
    async fn send(&self, to: &Address, _payload: &Payload) -> Result<Sent, SendError> {
        let _nobody_listens = self.hints.send(to.clone());
        Ok(Sent { message_id: Some(to.nonce.clone()), conversation: None })
    }

    /// There is nothing to set up.
    async fn check(&self) -> Vec<Finding> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{conformance, said};
    use tokio::sync::broadcast;

    #[tokio::test]
    async fn conforms() {
        let web = Web::new(broadcast::Sender::new(4));
        conformance::run(&web, &said::tests::samples()).await;
    }

    #[tokio::test]
    async fn hints_where_to_look() {
        let hints = broadcast::Sender::new(4);
        let mut page = hints.subscribe();
        let to = Address { conversation: "u-1".into(), thread: None, via: None, nonce: "n".into() };
        assert!(Web::new(hints).send(&to, &Payload::new("<p>")).await.is_ok());
        assert_eq!(page.recv().await, Ok(to));
    }
}
