//! What the language model takes, and how much it may.

pub(super) mod budget;
pub(super) mod calls;
mod limit;
pub(super) mod record;
pub(super) mod usage;
