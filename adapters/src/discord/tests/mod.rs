//! The adapter against the suite, the fake, and payloads as Discord documents them.

mod delivery;
mod listening;
mod rendering;
mod samples;
mod setting_up;

use super::Discord;
use super::fake::Fake;
use crate::{Adapter, Verified, conformance};

#[tokio::test]
async fn conforms() {
    let fake = Fake::start().await;
    conformance::run(&Discord, &samples::samples(&fake)).await;
    assert!(!fake.messages(super::fake::HELP).is_empty(), "the gallery was sent");
}

#[tokio::test]
async fn reads_every_kind() {
    let fake = Fake::start().await;
    for (body, events) in samples::kinds() {
        let verified = Verified::from_inbox(body.to_string().into_bytes());
        assert_eq!(Discord.parse(&fake.settings(), &verified), Ok(events), "{body}");
        assert!(!Discord.key(&verified).is_empty());
    }
}
