//! Reactions to a message that stand in its record.
//!
//! Slack and Discord say how many, at best who, never when. An activity without its time would stand in
//! the wrong place of every history, so these are counted as left out. Telegram's, which have their
//! times, are read in `telegram/reactions.rs`.

use serde_json::Value;

use super::{Entry, SkipReason};

/// An entry for each kind of reaction to the message at `place`.
pub(crate) fn untold(message: &Value, place: &str) -> impl Iterator<Item = Entry> {
    let kinds = message["reactions"].as_array().map_or(0, Vec::len);
    let place = place.to_owned();
    (0..kinds).map(move |at| Entry::Skipped {
        reason: SkipReason::Reactions,
        place: format!("{place}.reactions[{at}]"),
    })
}
