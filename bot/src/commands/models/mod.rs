//! What the language model takes, and how much it may.

pub(super) mod budget;
mod limit;
pub(super) mod usage;
