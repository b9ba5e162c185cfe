//! The terminal as a platform: the reference adapter, the smallest that does everything.
//!
//! Not the prompt: reading lines, keeping a history and printing belong to the door that runs the
//! conversation. It composes [`Said`](crate::Said), seals it with [`envelope`], hands it in like any
//! platform's webhook, and prints what comes out of the sink.

mod paint;
mod parse;
mod prose;
mod render;
mod table;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    Adapter, Address, Capabilities, Column, Connection, Envelope, Event, Finding, Pace, Payload, Rejected,
    Reply, SendError, Sent, Settings, Unfit, Unreadable, Verified, seal,
};

pub use crate::said::envelope;

/// The lines of a table in fixed letters, without colours, for platforms that have none of their own.
pub(crate) fn table(columns: &[Column], rows: &[Vec<String>], room: usize) -> Vec<String> {
    table::lines(columns, rows, room, paint::Paint { colour: false })
}

/// The adapter of one terminal.
#[derive(Debug, Clone)]
pub struct Console {
    /// Columns to write in. Fewer than 40 count as 40.
    pub width: usize,
    /// Colours and bold letters by ANSI escape sequences. Without: plain text.
    pub colour: bool,
    sink: UnboundedSender<(Address, Payload)>,
}

impl Console {
    /// Writes into `sink`, 80 columns wide, without colours.
    pub fn new(sink: UnboundedSender<(Address, Payload)>) -> Self {
        Self { width: 80, colour: false, sink }
    }
}

impl Adapter for Console {
    fn platform(&self) -> &'static str {
        "console"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: false,
            pictures: false,
            tables: true,
            edits: false,
            threads: false,
            // Whoever sits at the terminal is alone there.
            ephemeral: true,
            idempotent_sends: false,
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

    fn render(&self, reply: &Reply, _site: &str) -> Vec<Payload> {
        render::payloads(reply, self.width, self.colour)
    }

    fn connect(&self, _settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(self.clone()))
    }
}

#[async_trait]
impl Connection for Console {
    /// A terminal that was closed refuses. The message's own id is the nonce.
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
        match self.sink.send((to.clone(), payload.clone())) {
            Ok(()) => Ok(Sent { message_id: Some(to.nonce.clone()), conversation: None }),
            Err(_) => Err(SendError::Refused("the terminal is closed".into())),
        }
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
    use tokio::sync::mpsc::unbounded_channel;

    #[tokio::test]
    async fn conforms() {
        let (sink, mut printed) = unbounded_channel();
        let console = Console::new(sink);
        conformance::run(&console, &said::tests::samples()).await;
        assert!(printed.try_recv().is_ok(), "the gallery was sent");
    }

    #[tokio::test]
    async fn conforms_at_any_width() {
        for width in [0, 47, 300] {
            let (sink, _printed) = unbounded_channel();
            conformance::run(&Console { width, ..Console::new(sink) }, &said::tests::samples()).await;
        }
    }

    #[tokio::test]
    async fn a_closed_terminal_refuses() {
        let (sink, printed) = unbounded_channel();
        drop(printed);
        let to = Address { conversation: "tty".into(), thread: None, via: None, nonce: "1".into() };
        let sent = Console::new(sink).send(&to, &Payload::new("hello")).await;
        assert_eq!(sent, Err(SendError::Refused("the terminal is closed".into())));
    }
}
