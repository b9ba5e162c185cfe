//! What can be made of what was said.

pub(crate) mod decisions;
pub(crate) mod gather;
pub(crate) mod influencers;
mod memory;
pub(crate) mod questions_open;
pub(crate) mod summary;
pub(crate) mod topics;
