//! The adapter against a workspace of our own.

mod listening;
mod looking;
mod sending;

use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::{fake::Fake, parse::tests::samples, *};
use crate::{Address, Choice, Intake, NotStored, Partial, conformance};

/// A connection to the fake.
fn connected(settings: &Settings) -> Arc<dyn Connection> {
    Slack.connect(settings).unwrap()
}

fn to(conversation: &str) -> Address {
    Address { conversation: conversation.into(), thread: None, via: None, nonce: "n-1".into() }
}

#[tokio::test]
async fn conforms() {
    let fake = Fake::start().await;
    let mut samples = samples();
    samples.settings.set("api_url", fake.url.clone());
    samples.settings.set("bot_token", fake::BOT_TOKEN);
    samples.to = Some(to("C1"));
    // one of each sort: all are read in `parse/tests.rs`, and the suite breaks every byte of these
    let mut seen = std::collections::HashSet::new();
    samples.genuine.retain(|sample| {
        let body: Value = serde_json::from_slice(&sample.envelope.body).unwrap_or_default();
        let event = &body["event"];
        body.is_object() && seen.insert(format!("{}{}{}", body["type"], event["type"], event["subtype"]))
    });
    assert!(seen.len() > 15, "{seen:?}");
    conformance::run(&Slack, &samples).await;
    let messages = fake.messages("C1");
    assert!(messages.len() > 30, "the gallery was sent");
    assert!(messages.iter().all(|message| message["unfurl_links"] == false || message["files"].is_array()));
}

/// Beside the other, because each takes its time.
#[tokio::test]
async fn conforms_in_forms() {
    let mut samples = samples();
    samples.genuine.retain(|sample| !sample.envelope.body.starts_with(b"{"));
    conformance::run(&Slack, &samples).await;
}

/// An inbox in memory, and the last position.
#[derive(Default)]
struct Inbox {
    taken: Mutex<Vec<Verified>>,
    position: Mutex<Option<String>>,
    refuses: Mutex<bool>,
    signs_of_life: Mutex<usize>,
}

impl Inbox {
    fn keys(&self) -> Vec<Vec<u8>> {
        self.taken.lock().unwrap().iter().map(|verified| Slack.key(verified)).collect()
    }

    fn events(&self, settings: &Settings) -> Vec<Event> {
        let taken = self.taken.lock().unwrap().clone();
        taken.iter().flat_map(|verified| Slack.parse(settings, verified).unwrap()).collect()
    }
}

#[async_trait::async_trait]
impl Intake for Inbox {
    async fn take(&self, verified: Verified, position: Option<&str>) -> Result<(), NotStored> {
        if *self.refuses.lock().unwrap() {
            return Err(NotStored);
        }
        self.taken.lock().unwrap().push(verified);
        if let Some(position) = position {
            *self.position.lock().unwrap() = Some(position.to_owned());
        }
        Ok(())
    }

    async fn complete(&self, _partial: Partial) -> Vec<Choice> {
        Vec::new()
    }

    fn alive(&self) {
        *self.signs_of_life.lock().unwrap() += 1;
    }
}

/// Waits for something that other tasks bring about.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..2_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("{what} has not come about");
}

#[tokio::test]
async fn what_the_fake_signs_is_believed_and_read() {
    let fake = Fake::start().await;
    let now = DateTime::from_timestamp(1_795_000_100, 0).unwrap();
    let said = fake.said("C1", "U1", "<@U0BOT> roi", None);
    let payloads: [(Value, &str); 3] = [
        (fake.event(&said), "Message"),
        (fake.slash("C1", "U1", "roi show"), "Message"),
        (fake.press("C1", said["ts"].as_str().unwrap(), "U1", "tok"), "Pressed"),
    ];
    for (payload, what) in payloads {
        let verified = Slack.verify(&fake.settings(), fake.signed(&payload, now), now).unwrap();
        let events = Slack.parse(&fake.settings(), &verified).unwrap();
        assert!(format!("{:?}", events[0].what).starts_with(what), "{events:?}");
    }
}
