//! The suite itself: each broken promise must be noticed.

use super::*;
use crate::console::Console;
use std::sync::Arc;

use crate::{
    Capabilities, Connection, Finding, Payload, Rejected, Reply, SendError, Sent, Unfit, Unreadable,
    Verified, envelope::OWN_SIGNATURE, said,
};
use tokio::sync::mpsc::unbounded_channel;

/// One way to be wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    TrustsEverybody,
    RejectsEverybody,
    ReadsCapitals,
    IgnoresTheTail,
    ChangesTheBody,
    PanicsOnNothing,
    InventsEvents,
    ForgetsTheThread,
    LosesAWord,
    LetsControlsPass,
    IgnoresTheLimit,
    HidesTheAnswers,
    SaysNothingAtLength,
    CannotSend,
    SendsTwice,
}

/// The console, with one fault.
struct Broken {
    console: Console,
    fault: Fault,
}

impl Broken {
    fn has(&self, fault: Fault) -> bool {
        self.fault == fault
    }
}

impl Adapter for Broken {
    fn platform(&self) -> &'static str {
        "broken"
    }

    fn capabilities(&self) -> Capabilities {
        let mut can = self.console.capabilities();
        if self.has(Fault::IgnoresTheLimit) {
            can.max_message_chars = Some(1_000);
        }
        can.idempotent_sends = self.has(Fault::SendsTwice);
        can
    }

    fn verify(
        &self,
        settings: &Settings,
        mut envelope: Envelope,
        now: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        let signature = envelope.headers.one(OWN_SIGNATURE).unwrap_or_default().to_owned();
        match self.fault {
            Fault::TrustsEverybody => return Ok(Verified::checked(envelope.body)),
            Fault::RejectsEverybody => return Err(Rejected),
            Fault::ReadsCapitals => envelope.headers.set(OWN_SIGNATURE, &signature.to_lowercase()),
            Fault::IgnoresTheTail => envelope.headers.set(OWN_SIGNATURE, signature.trim()),
            _ => {}
        }
        let verified = self.console.verify(settings, envelope, now)?;
        let more: &[u8] = if self.has(Fault::ChangesTheBody) { b" " } else { b"" };
        Ok(Verified::checked([verified.body(), more].concat()))
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        self.console.key(verified)
    }

    fn parse(&self, settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        if self.has(Fault::PanicsOnNothing) {
            assert!(!verified.body().is_empty(), "nothing to read");
        }
        let mut events = match self.console.parse(settings, verified) {
            Err(_) if self.has(Fault::InventsEvents) => said::tests::samples().genuine.remove(0).events,
            answer => answer?,
        };
        if self.has(Fault::ForgetsTheThread) {
            events.iter_mut().for_each(|event| event.thread = None);
        }
        Ok(events)
    }

    fn render(&self, reply: &Reply, site: &str) -> Vec<Payload> {
        let mut payloads = self.console.render(reply, site);
        for payload in &mut payloads {
            let text = payload.body.as_str().unwrap_or_default();
            let text = match self.fault {
                Fault::LosesAWord => text.replace("Osaka", ""),
                Fault::LetsControlsPass => format!("{text}\u{7}"),
                Fault::HidesTheAnswers => text.replace("[differ]", "").replace("[別人]", ""),
                _ => continue,
            };
            *payload = Payload::new(text);
        }
        if payloads.is_empty() && self.has(Fault::SaysNothingAtLength) {
            payloads.push(Payload::new(""));
        }
        payloads
    }

    fn connect(&self, _settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(Self { console: self.console.clone(), fault: self.fault }))
    }
}

#[async_trait::async_trait]
impl Connection for Broken {
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
        match self.fault {
            Fault::CannotSend => Err(SendError::Refused("never".into())),
            Fault::SendsTwice => {
                static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
                let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Ok(Sent { message_id: Some(count.to_string()), conversation: None })
            }
            _ => self.console.send(to, payload).await,
        }
    }

    async fn check(&self) -> Vec<Finding> {
        Vec::new()
    }
}

async fn notices(fault: Fault) -> bool {
    let (sink, _printed) = unbounded_channel();
    let broken = Broken { console: Console::new(sink), fault };
    tokio::spawn(async move { run(&broken, &said::tests::samples()).await }).await.is_err()
}

#[tokio::test]
async fn notices_a_careless_check() {
    for fault in [
        Fault::TrustsEverybody,
        Fault::RejectsEverybody,
        Fault::ReadsCapitals,
        Fault::IgnoresTheTail,
        Fault::ChangesTheBody,
    ] {
        assert!(notices(fault).await, "{fault:?}");
    }
}

#[tokio::test]
async fn notices_a_careless_reader() {
    for fault in [Fault::PanicsOnNothing, Fault::InventsEvents, Fault::ForgetsTheThread] {
        assert!(notices(fault).await, "{fault:?}");
    }
}

#[tokio::test]
async fn notices_a_careless_renderer() {
    for fault in [
        Fault::LosesAWord,
        Fault::LetsControlsPass,
        Fault::IgnoresTheLimit,
        Fault::HidesTheAnswers,
        Fault::SaysNothingAtLength,
    ] {
        assert!(notices(fault).await, "{fault:?}");
    }
}

#[tokio::test]
async fn notices_a_careless_sender() {
    for fault in [Fault::CannotSend, Fault::SendsTwice] {
        assert!(notices(fault).await, "{fault:?}");
    }
}
