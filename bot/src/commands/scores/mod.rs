//! Scores: why somebody's is what it is, and how much an action counts.

pub(crate) mod meant;
pub(crate) mod person;
pub(crate) mod weight;
pub(crate) mod weights;
