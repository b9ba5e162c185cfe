//! The adapter against the suite, the fake, and payloads as Discord documents them.

#![expect(clippy::unwrap_used, reason = "tests")]

mod delivery;
mod listening;
mod rendering;
mod samples;
mod setting_up;

use super::Discord;
use super::fake::Fake;
use crate::conformance;

#[tokio::test]
async fn conforms() {
    let fake = Fake::start().await;
    conformance::run(&Discord, &samples::samples(&fake)).await;
    assert!(!fake.messages(super::fake::HELP).is_empty(), "the gallery was sent");
}
