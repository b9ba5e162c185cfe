//! The chat on our own page as a platform.
//!
//! Not the page: its door takes what the user wrote, composes [`Said`](crate::Said), seals it with
//! [`envelope`], and streams what is in the outbox. Sending here is only a hint to look there.

mod parse;
mod render;

use async_trait::async_trait;
use tokio::sync::broadcast::Sender;

use crate::{
    Adapter, Address, Capabilities, Envelope, Event, Payload, Rejected, Reply, SendError, Sent, Unreadable,
    Verified, seal,
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

#[async_trait]
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
            max_message_chars: None,
        }
    }

    fn verify(&self, envelope: Envelope, secret: &[u8]) -> Result<Verified, Rejected> {
        seal::open(envelope, secret)
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        parse::key(verified)
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        parse::events(verified)
    }

    /// A string of HTML: one safe element, complete in itself.
    fn render(&self, reply: &Reply) -> Vec<Payload> {
        render::payloads(reply)
    }

    /// The page reads the outbox row itself, at once or when it is opened next: the message has
    /// arrived as soon as it is there, whether anybody listens or not. Its id is the nonce.
    async fn send(&self, to: &Address, _payload: &Payload) -> Result<Sent, SendError> {
        let _nobody_listens = self.hints.send(to.clone());
        Ok(Sent { message_id: Some(to.nonce.clone()) })
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
        let to = Address { conversation: "u-1".into(), thread: None, nonce: "n".into() };
        assert!(Web::new(hints).send(&to, &Payload("<p>".into())).await.is_ok());
        assert_eq!(page.recv().await, Ok(to));
    }
}
