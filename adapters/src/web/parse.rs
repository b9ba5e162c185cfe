//! Reads what the door of the chat page composed.

use crate::{Event, Unreadable, Verified, said};

/// The format is that of every platform we serve ourselves, see [`said`].
pub(super) fn events(verified: &Verified) -> Result<Vec<Event>, Unreadable> {
    said::events(verified)
}

/// What makes a delivery itself, see [`said`].
pub(super) fn key(verified: &Verified) -> Vec<u8> {
    said::key(verified)
}
