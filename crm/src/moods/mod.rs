//! The mood of what was said: kept beside each message, corrected by what people taught, read back over time.
//!
//! Moods are read from texts elsewhere, after recording; this is where they are kept. All of it can be thrown away
//! and read anew: another version of the reader does so.

mod follow;
mod read;
mod teach;
mod unsure;

pub use follow::{Position, begin, come_to, forget, keep};
pub use read::{Felt, Of, Quoted, labels, quoted, since, timeline};
pub use teach::{of_activity, taught, teach, unteach};
pub use unsure::{Unsure, asked, unsure};

use crate::ActivityId;

/// A mood to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Mood {
    /// Of which activity.
    pub id: ActivityId,
    /// -1 negative, 0 neutral, 1 positive.
    pub label: i16,
    /// -1 to 1.
    pub score: f32,
    /// How sure the reader was of the label, 0-1.
    pub confidence: f32,
    /// Near-identical texts share it.
    pub key: String,
}
