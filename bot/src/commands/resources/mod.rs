//! What campaigns published.

pub(crate) mod add;
pub(crate) mod address;
pub(crate) mod remove;
pub(crate) mod restore;
