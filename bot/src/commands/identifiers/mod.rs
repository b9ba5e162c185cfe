//! Values that never count as evidence that two persons are one.

pub(crate) mod allow;
pub(crate) mod exclude;
pub(crate) mod list;
