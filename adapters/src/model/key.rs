//! A key that does not print.

use std::fmt;

/// The key of an account with a provider of models. Empty: none is needed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Takes it.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into().trim().to_owned())
    }

    /// For the header of a request and nothing else.
    pub(super) fn expose(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|key| !key.is_empty())
    }
}

impl From<String> for Key {
    fn from(key: String) -> Self {
        Self::new(key)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "Key(none)" } else { "Key(…)" })
    }
}
