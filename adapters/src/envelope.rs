//! Bytes from outside: before and after somebody has checked who sent them.

use std::{collections::BTreeMap, fmt};

/// The header in which the doors that we serve ourselves send their signature.
pub(crate) const OWN_SIGNATURE: &str = "x-enishi-signature";

/// Bytes from outside that nobody has checked.
#[derive(Clone, Default)]
pub struct Envelope {
    /// What came with the body.
    pub headers: Headers,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl Envelope {
    /// A body with headers.
    pub fn new<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>, body: impl Into<Vec<u8>>) -> Self {
        let mut all = Headers::default();
        for (name, value) in headers {
            all.add(name, value);
        }
        Self { headers: all, body: body.into() }
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({} bytes)", self.body.len())
    }
}

/// Headers of a request by name, in any case of letters.
#[derive(Clone, Default)]
pub struct Headers(BTreeMap<String, Vec<String>>);

impl Headers {
    /// Adds a header; one of that name may be there already.
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_ascii_lowercase()).or_default().push(value.to_owned());
    }

    /// Replaces what a header says.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_ascii_lowercase(), vec![value.to_owned()]);
    }

    /// The header, if it is there exactly once: of two signatures neither is believed.
    pub fn one(&self, name: &str) -> Option<&str> {
        match self.0.get(&name.to_ascii_lowercase())?.as_slice() {
            [value] => Some(value),
            _ => None,
        }
    }
}

/// Bytes that came from the platform. Only [`Adapter::verify`](crate::Adapter::verify), a [`Connection`](crate::Connection)
/// that listens, and the inbox (which stores nothing else) make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified(Vec<u8>);

impl Verified {
    /// For an adapter whose check has passed, or whose own connection it came by.
    pub(crate) fn checked(body: Vec<u8>) -> Self {
        Self(body)
    }

    /// Bytes read back from the inbox, which holds verified bodies only.
    pub fn from_inbox(body: Vec<u8>) -> Self {
        Self(body)
    }

    /// The bytes.
    pub fn body(&self) -> &[u8] {
        &self.0
    }
}

/// The signature does not fit. Says no more than that, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("bad signature")]
pub struct Rejected;

/// Genuine, but we cannot read it: stored, quarantined, shown to an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// What a platform is told once its request is dealt with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ack {
    /// Nothing happened that is worth storing: a handshake.
    pub only_answer: bool,
    /// Body of the answer, as JSON; an empty `200` without.
    pub json: Option<serde_json::Value>,
}
