//! What every platform must keep, as one suite that each adapter's tests call in a few lines:
//!
//! ```ignore
//! #[tokio::test]
//! async fn conforms() {
//!     conformance::run(&adapter, &samples()).await;
//! }
//! ```
//!
//! It panics at the first broken promise and says which. Not a test of one platform's formats: those
//! have snapshots of [`gallery()`] in the adapter's own tests.

#[cfg(test)]
pub(crate) mod arbitrary;
mod delivery;
mod extremes;
mod gallery;
mod parsing;
mod rendering;
mod signatures;
#[cfg(test)]
mod tests;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};

use crate::{Adapter, Address, Envelope, Event, Settings};

pub use extremes::extremes;
pub use gallery::gallery;

/// The site whose pages replies link to.
const SITE: &str = "https://crm.example.com";

/// What the suite needs to know of a platform.
#[derive(Debug, Clone)]
pub struct Samples {
    /// The settings of the connection that the genuine envelopes came by.
    pub settings: Settings,
    /// The setting that all genuine envelopes were signed with (for a public-key platform: the key).
    pub secret: &'static str,
    /// The header that carries the signature.
    pub signature: &'static str,
    /// Whether the signature covers the body. False for a platform that only repeats a shared secret:
    /// then changes of the body are not expected to be noticed.
    pub body_is_signed: bool,
    /// When they came.
    pub now: DateTime<Utc>,
    /// Real envelopes, one of each sort the platform sends, and what happened in them. Keep bodies
    /// under a few kilobytes: each byte is broken in several ways.
    pub genuine: Vec<Sample>,
    /// Where [`gallery()`] may be sent: to a fake, never to the real platform. `None` sends nothing.
    pub to: Option<Address>,
}

/// One genuine envelope.
#[derive(Debug, Clone)]
pub struct Sample {
    /// As it came.
    pub envelope: Envelope,
    /// What [`Adapter::parse`] makes of it.
    pub events: Vec<Event>,
}

/// Runs everything.
///
/// # Panics
/// At the first promise that the adapter does not keep.
pub async fn run(adapter: &dyn Adapter, samples: &Samples) {
    assert!(!samples.genuine.is_empty(), "no genuine envelope: nothing would be tested");
    let name = adapter.platform();
    let in_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!(!name.is_empty() && name.chars().all(in_name), "platform {name:?}: lower case, digits, `_` only");
    signatures::check(adapter, samples);
    parsing::check(adapter, samples);
    rendering::check(adapter);
    if let Some(to) = &samples.to {
        let connection = adapter.connect(&samples.settings).expect("a connection with the samples' settings");
        delivery::check(adapter, &*connection, to).await;
    }
}

/// The answer of `call`; a panic in it is told with what it was given.
fn calm<T>(doing: &str, given: &dyn Fn() -> String, call: impl FnOnce() -> T) -> T {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(answer) => answer,
        Err(_) => panic!("{doing} panicked, given {}", given()),
    }
}
