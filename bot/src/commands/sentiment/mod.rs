//! The mood of what was said.

pub(crate) mod line;
pub(crate) mod said;
pub(crate) mod show;
pub(crate) mod turns;
pub(crate) mod wrong;
